"""The worked example of docs/chance.md, recomputed without the package, and compared with the package's replay."""

from __future__ import annotations

import hashlib
import importlib.util
import math
import re
import sys
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scorewatch as sw

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "chance.md").read_text(encoding="utf-8")
EXAMPLE = TEXT.partition("<!-- worked example: begin -->")[2].partition("<!-- worked example: end -->")[0]
ROWS_OF_TEMPLATE, PERSON, STEP, SEED = 4112, 4787, 3, 0xFEDCBA9876543210
ONCE = 2**31

# --- a Philox, a stream, a ladder of the test's own, after docs/chance.md ---------------------------------------------


def philox(counter: list[int], key: list[int]) -> list[int]:
    a, b, c, d = counter
    k0, k1 = key
    for _ in range(10):
        hi0, lo0 = divmod(0xD2511F53 * a, 2**32)
        hi1, lo1 = divmod(0xCD9E8D57 * c, 2**32)
        a, b, c, d = hi1 ^ b ^ k0, lo1, hi0 ^ d ^ k1, lo0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return [a, b, c, d]


def stream(purpose: str) -> int:
    return int.from_bytes(hashlib.blake2s(purpose.encode()).digest()[:4], "little")


def exp_minus(x: float) -> float:
    term = total = 1.0
    for k in range(1, 13):
        term = term * -(x / 64) / k
        total += term
    for _ in range(6):
        total *= total
    return total


def acts(m: float, p: float, q: float) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Thresholds and outcomes, written out from section 4."""
    f, r = exp_minus(m), max(0.0, 1 - p - q)
    below, upto, k = 0.0, f, 0
    thresholds: list[int] = []
    outcomes: list[tuple[int, int, int]] = []
    while True:
        inside, of_k = below, []
        for o in range(k + 1):
            for w in range(k - o + 1):
                rest = k - o - w
                if (o and p == 0) or (w and q == 0) or (rest and r == 0):
                    continue
                powers = math.prod([p] * o, start=1.0) * math.prod([q] * w, start=1.0)
                inside += f * float(math.comb(k, o) * math.comb(k - o, w)) * powers * math.prod([r] * rest, start=1.0)
                of_k.append(min(math.floor(inside * 2**32), math.floor(upto * 2**32)))
                outcomes.append((k, o, w))
        of_k[-1] = math.floor(upto * 2**32)
        thresholds += of_k
        if 1 - upto < 2.0**-33:
            return [t for t in thresholds[:-1] if t < 2**32], outcomes
        k += 1
        f = f * m / k
        below, upto = upto, upto + f


def poisson(m: float) -> list[int]:
    return acts(m, 0.0, 0.0)[0]


# --- the page, parsed -------------------------------------------------------------------------------------------------


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading."""
    lines = EXAMPLE.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line[1:-1].split("|")])
    return rows


def product(expression: str) -> float:
    """ "a x b x c / 12", multiplied from left to right."""
    factors, year = expression.split(" / ")
    first, *rest = (float(factor) for factor in factors.split(" x "))
    for factor in rest:
        first = first * factor
    return first / float(year)


def ladders() -> dict[str, tuple[list[int], Any]]:
    """What decides, by the words of the second column: thresholds, and outcomes where they are no counts."""
    found: dict[str, tuple[list[int], Any]] = {}
    for name, factors, mean, c, r, m in table("acts of"):
        assert product(factors) == float(mean), name
        p, q = 1 - (1 - float(c) * float(r)), float(c) * float(m)
        found[f"acts of {name}"] = acts(float(mean), p, q)
    for name, rate, c, load, mean in table("false"):
        assert float(rate) * float(c) / 12 + float(load) == float(mean), name
        found[f"false {name}"] = (poisson(float(mean)), None)
    for name, factors, mean in table("attempts"):
        assert product(factors) == float(mean), name
        found[f"attempts {name}"] = (poisson(float(mean)), None)
    quantiles = [k / 8 for k in range(1, 8)] + [1 - 2.0**-k for k in range(4, 12)]
    found["levels"] = ([math.floor(q * 2**32) for q in quantiles], None)
    return found


DRAWS = table("purpose")
LADDERS = ladders()


@pytest.mark.parametrize("draw", DRAWS, ids=[row[0] for row in DRAWS])
def test_a_word_of_the_page(draw: list[str]) -> None:
    purpose, decided_by, number, counter, word, under, over, outcome = draw
    copy, row = divmod(PERSON, ROWS_OF_TEMPLATE)
    step = ONCE if purpose == "traits" or purpose.endswith("/level") else STEP
    assert int(number, 16) == stream(purpose)
    at = [copy // 4 * ROWS_OF_TEMPLATE + row, step, stream(purpose), 0]
    assert [int(part, 16) for part in counter.split()] == at
    found = philox(at, [SEED % 2**32, SEED // 2**32])[copy % 4]
    assert int(word, 16) == found

    if decided_by.startswith("share "):
        threshold = math.floor(float(decided_by.removeprefix("share ")) * 2**32)
        thresholds, said = [threshold], "yes" if found < threshold else "no"
    elif decided_by.startswith("choice "):
        threshold = math.floor(float(decided_by.removeprefix("choice ")) * 2**32)
        thresholds, said = [threshold], "journalist" if found < threshold else "none"
    else:
        thresholds, outcomes = LADDERS[decided_by]
        reached = bisect_right(thresholds, found)
        said = str(reached) if outcomes is None else "k = {}, o = {}, w = {}".format(*outcomes[reached])
        said = f"level {said}" if decided_by == "levels" else said
    reached = bisect_right(thresholds, found)
    assert under == (f"{thresholds[reached - 1]:08x}" if reached else "")
    assert over == (f"{thresholds[reached]:08x}" if reached < len(thresholds) else "")
    assert outcome == said


def test_every_behaviour_is_in_the_example() -> None:
    behaviours = sw.load("article").rules.behaviour
    assert [row[0] for row in table("acts of")] == [row[0] for row in table("false")] == list(behaviours)
    assert {row[0] for row in DRAWS} >= {f"behaviour.{name}/acts" for name in behaviours}


def test_the_block_and_the_address_are_those_of_the_page() -> None:
    copy, row = divmod(PERSON, ROWS_OF_TEMPLATE)
    assert f"copy c = {copy} of row r = {row}" in EXAMPLE
    assert f"word c mod 4 = {copy % 4}" in EXAMPLE
    block = philox([row, STEP, stream("behaviour.tax_evasion/false"), 0], [SEED % 2**32, SEED // 2**32])
    assert " ".join(f"{w:08x}" for w in block) in EXAMPLE
    assert f"seed {SEED} =\n`{SEED:016x}`" in EXAMPLE


def test_the_philox_of_this_test_gives_the_published_answer() -> None:
    # kat_vectors of Random123, philox4x32-10: counter and key all zero
    assert philox([0] * 4, [0, 0]) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]


@pytest.fixture(scope="module")
def tool() -> Any:
    """tools/worked_example.py, its run made once."""
    spec = importlib.util.spec_from_file_location("worked_example", ROOT / "tools" / "worked_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["worked_example"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    module.scene = cache(module.scene)
    return module


def test_the_package_replays_the_same_month(tool: Any) -> None:
    run = tool.scene().run
    assert (run.seed, tool.PERSON, tool.STEP) == (SEED, PERSON, STEP)
    assert f"{run.people:,} people" in EXAMPLE
    life = run.life(PERSON)
    before, now = (life.moments[step].members[life.me] for step in (STEP - 1, STEP))
    outcomes = {row[0]: row[-1] for row in DRAWS}
    for b, name in enumerate(run.regime.rules.behaviour):
        k, o, w = map(int, re.findall(r"\d+", outcomes[f"behaviour.{name}/acts"]))
        assert (now.happened.acts[b], now.happened.true[b], now.happened.household[b]) == (k, o, w)
        assert now.happened.false[b] == int(outcomes.get(f"behaviour.{name}/false", "0"))
        of_page = next(row for row in table("acts of") if row[0] == name)
        carried = run.carries[STEP].deterrence[b][0]  # region 0 is urban
        assert float(of_page[1].split(" / ")[0].split(" x ")[-1]) == carried
    scores = {row[0]: row for row in table("ledger")}
    for index, ledger in enumerate(("observed", "error_free", "all_acts")):
        _, was, recovered, points, after = scores[ledger]
        assert before.scores is not None
        assert now.scores is not None
        assert (before.scores[index], now.scores[index]) == (int(was), int(after))
        assert int(was) + int(recovered) + int(points) == int(after)
        assert now.happened.points[index] == int(points)
    (step,) = now.happened.lists
    assert (step.reviewed, step.stopped, step.filed, step.entered) == (True, False, False, True)
    assert now.lists[0].mistaken
    assert now.lists[0].told


def test_the_page_is_what_the_tool_writes(tool: Any) -> None:
    assert tool.placed(TEXT, tool.example()) == TEXT
