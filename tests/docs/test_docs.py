"""The pages do what they say: commands and snippets run, links lead somewhere, figures are those of a run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import scorewatch as sw
from scorewatch.chance.level import Undecided, multipliers
from scorewatch.measure.names import FLOWS, HISTOGRAMS, STATES
from scorewatch.plan.order import ORDER
from scorewatch.regime.read import shipped

ROOT = Path(__file__).parent.parent.parent
DOCS = sorted(ROOT.glob("docs/**/*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "tools" / "README.md", *DOCS]
README = (ROOT / "README.md").read_text(encoding="utf-8")


FIGURE = re.compile(r"[-+\d.]+ \([-+\d.]+ to [-+\d.]+; [\d,]+ of [\d,]+[^)]*\)")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """(language, text) of every fenced block of a page, in order."""
    yield from re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run(arguments: list[str], where: Path) -> str:
    done = subprocess.run(arguments, cwd=where, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{shlex.join(arguments)}: {done.stderr}"
    return done.stdout


def plain(text: str) -> str:
    """The text with every run of white space as one blank: a terminal breaks lines where it likes."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    "page", [p for p in PAGES if any(lang in ("console", "python") for lang, _ in blocks(p))], ids=name
)
def test_what_a_page_says_to_type_runs(page: Path, tmp_path: Path) -> None:
    """Each page in a folder of its own, from top to bottom; what a command is said to print, it prints.

    So do the snippets on the page of a regime: every figure with its interval and n in its tables.
    """
    unsaid = set(FIGURE.findall(page.read_text(encoding="utf-8"))) if page.parent.name == "regimes" else set()
    for language, text in blocks(page):
        if language == "python":
            printed = run([sys.executable, "-W", "error", "-c", text], tmp_path)
            assert printed.strip()
            unsaid -= set(FIGURE.findall(printed))
            if "digest.hexdigest() == stated" in text:
                assert printed.strip() == "True"
        if language != "console":
            continue
        said = ""
        for line in text.splitlines():
            if line.startswith("$ "):
                program, *arguments = shlex.split(line.removeprefix("$ "))
                assert program == "scorewatch", f"{name(page)}: how is {program} to be tried?"
                said = plain(run([sys.executable, "-m", "scorewatch", *arguments], tmp_path))
            elif line != "…":
                assert plain(line) in said, f"{name(page)} says what is not printed: {line}"
    assert not unsaid, f"{name(page)} says what no snippet on it prints"


def test_the_excerpt_of_the_readme_is_of_the_demo() -> None:
    """The excerpt is compared with a run by the test above: here, that it is there."""
    (shown,) = [text for language, text in blocks(ROOT / "README.md") if language == "console" and "demo\n" in text]
    assert shown.startswith("$ scorewatch demo\n")
    assert len(re.findall(r"\d+", shown)) > 30


def test_the_numbers_of_the_readme_are_those_of_the_regime() -> None:
    from scorewatch.regime.notes import numbers

    found = numbers(sw.load("article"))
    assert f"of the {found.all} numbers it is written with, {found.sourced} name a source" in plain(README)


@cache
def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_command_is_in_the_makefile(page: Path) -> None:
    told = re.findall(r"(?:`|^)make ([a-z]+)(?:`|$)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(told) <= targets()


def test_the_commands_of_contributing_are_those_of_the_makefile() -> None:
    table = re.findall(r"^\| `make (\w+)` \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(table) == targets() - {"clean"}


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        there = page if not path else (page.parent / path)
        assert there.is_file(), link
        assert not anchor or anchor in anchors(there), link


def test_every_page_is_linked_from_the_readme() -> None:
    for page in DOCS:
        assert f"({name(page)})" in README


def test_every_shipped_regime_has_a_page_of_sources() -> None:
    assert {page.stem for page in (ROOT / "docs" / "regimes").glob("*.md")} == set(shipped())


def test_the_page_of_article_says_that_there_is_no_such_score() -> None:
    page = plain((ROOT / "docs" / "regimes" / "article.md").read_text(encoding="utf-8"))
    assert "there is no single national score in China" in page


FILE = re.compile(r"`((?:mechanism|tile|plan|engine|measure|study|chance|people|regime|report|cli)/\w+\.py)`")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for file in FILE.findall(text):
        assert (ROOT / "src" / "scorewatch" / file).is_file(), file
    for file in re.findall(r"`((?:tests|tools|docs|src|\.ci)/[\w./]*)`", text):
        assert (ROOT / file).exists() or file.startswith("docs/_build/"), file  # which `make docs` makes


def test_architecture_walks_the_stages_in_the_order_as_run() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| `(\w+)/(\w+)\.py` \|", text, re.MULTILINE)
    assert [row[0] for row in rows] == [stage.name for stage in ORDER]
    assert [row[2] for row in rows] == [stage.file.split("/")[-1] for stage in ORDER]


def test_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = next(text for language, text in blocks(ROOT / "docs" / "architecture.md") if not language)
    rooms = {p.name for p in (ROOT / "src" / "scorewatch").iterdir() if p.is_dir() and p.name != "__pycache__"}
    for room in rooms - {"regimes"}:  # files, no code
        assert re.search(rf"\b{room}\b", picture), room
    assert "tile" in text


def test_the_sanction_of_architecture_is_one() -> None:
    from scorewatch.regime.read import parse

    (text,) = [text for language, text in blocks(ROOT / "docs" / "architecture.md") if language == "toml"]
    article = (ROOT / "src" / "scorewatch" / "regimes" / "article.toml").read_text(encoding="utf-8")
    assert "trains" in parse(f"{article}\n{text}", "page.toml", "page").rules.sanction


@pytest.mark.parametrize("page", ["docs/results.md", "docs/model.md"])
def test_every_measure_is_on_the_page(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for measure in STATES | FLOWS | HISTOGRAMS:
        assert f"`{measure}`" in text, measure


def test_the_kinds_of_measures_are_as_the_page_says() -> None:
    text = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    kinds = {"state": STATES, "flow": FLOWS, "histogram": HISTOGRAMS}
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    for names, kind in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\| (state|flow|histogram) \|$", text, re.MULTILINE):
        found[kind] |= set(re.findall(r"`(\w+)`", names))
    assert found == kinds


def test_the_spread_that_the_page_names_is_refused() -> None:
    assert "are refused (0.3 is one)" in plain((ROOT / "docs" / "chance.md").read_text(encoding="utf-8"))
    with pytest.raises(Undecided):
        multipliers(0.3)


HARSH = re.compile(r"blacklisted|bad (people|person|citizen)|deadbeat|offender|wrongdoer|undesirable", re.IGNORECASE)


@pytest.mark.parametrize("page", [*PAGES, *sorted(ROOT.glob("news/*.md"))], ids=name)
def test_no_page_judges_the_listed(page: Path) -> None:
    assert not HARSH.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("tag", ["[S]", "[S2]", "[M]", "[F]", "[D]", "[C]"])
def test_no_page_carries_a_tag_of_the_notes(tag: str) -> None:
    """Notes tag what was not verified; what is on a page was, or says in words that it was not."""
    for page in DOCS:
        assert tag not in page.read_text(encoding="utf-8")


def test_the_readme_names_the_line_on_its_first_screen() -> None:
    first = plain("\n".join(README.splitlines()[:24]))
    for words in (
        "never touches a real person",
        "No person-level data goes in",
        "names, identifiers, faces, plates or addresses",
        "Nothing recognises images, sound or text",
        "may this person",
        "Nothing searches for what makes people obey",
        "`tests/boundary/` holds this",
        "make demo",
        "make test",
        "pip install .",
        "scorewatch demo",
    ):
        assert words in first, words
