"""What nobody has measured: each input at each end, one at a time, on the same people and luck; and going on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import typed
from exact.lab import a_list, behaviour, ground, sensor
from scorewatch.measure.paired import EXACT, NO_PART_DIFFERS
from scorewatch.measure.unmeasured import BOTH, CHANCE, widest
from scorewatch.regime.inputs import inputs
from scorewatch.study import figures
from scorewatch.study.ends import ends
from scorewatch.study.inputs import SCHEMA, with_inputs, working_folder
from scorewatch.study.run import Run
from support import HEADER, ran, regime

pytestmark = pytest.mark.usefixtures("compiled")

FALSE = "sensor.eye.false_per_year"
EVADED = "sanction.fine.evaded"
PARTS = (
    behaviour("act", 3)
    + sensor("eye", "act", "recorded = 1", "false_per_year = { value = 3, low = 1, high = 6, source = 'assumed' }")
    + a_list("l")
    + ground("l", "g", "act", "chance = 0.4", 'term = "3 months"')
    + '[sanction.fine]\nsays = "A fine"\nlist = "l"\ndomain = "travel"\nreaches = "person"\nattempts_per_year = 6\n'
    + "evaded = { value = 0.5, low = 0.1, high = 0.5 }\n"
)
BREAKEVEN = pl.col("end") == "breakeven"


def of(run: Run, path: str, harm: str, end: str) -> dict[str, Any]:
    """The one row of an input, a harm and an end."""
    assert run.inputs is not None
    (row,) = run.inputs.filter(path=path, harm=harm, end=end).to_dicts()
    return row


@pytest.fixture(scope="module")
def run() -> Run:
    """A run with its inputs."""
    return sw.run(regime(PARTS), people=4_000, months=6, seed=1, inputs=True)


def test_the_inputs_are_the_numbers_with_a_low_or_a_high() -> None:
    """Catches a number without bounds among them, a path that cannot be set, and words of another part."""
    made = regime(PARTS).set("list.l.ground.g.chance.high", 0.9)
    found = {one.path: one for one in inputs(made)}
    assert list(found) == [FALSE, "list.l.ground.g.chance", EVADED]
    assert (found[FALSE].says, found[FALSE].source, found[FALSE].ends) == (
        "eye: false per year", "assumed", (("low", 1), ("high", 6)),
    )  # fmt: skip
    assert found[EVADED].says == "A fine: evaded"
    assert found["list.l.ground.g.chance"].ends == (("high", 0.9),)
    assert found["list.l.ground.g.chance"].range == (0.4, 0.9)
    for one in found.values():
        assert not one.whole
        for _, value in one.ends:
            made.set(one.path, value)
    article = sw.load("article").set("score.recovery.low", 2)
    assert [one.path for one in inputs(article) if one.whole] == ["score.recovery"]


def test_the_table_is_as_the_page_says(run: Run) -> None:
    """A row for each input, end and headline, in the columns of docs/results.md."""
    assert run.inputs is not None
    assert dict(run.inputs.schema) == SCHEMA
    page = (Path(__file__).parent.parent.parent / "docs" / "results.md").read_text(encoding="utf-8")
    section = page.partition("## What nobody has measured")[2].partition("\n## ")[0]
    for column in SCHEMA:
        assert f"`{column}`" in section, column
    headlines = [harm for harm in run.harms() if harm.headline]
    assert run.inputs.filter(~BREAKEVEN).height == 4 * len(headlines)
    assert set(run.inputs["people"]) == {run.people}
    for row in run.inputs.filter(~BREAKEVEN).to_dicts():
        (harm,) = [h for h in headlines if (h.what, h.item, h.who) == (row["what"], row["item"], row["who"])]
        assert row["base"] == harm.estimate.value


def test_an_end_is_the_run_with_this_value_set(run: Run) -> None:
    """Catches an end on other people or luck, another input moved with it, and a figure of the other end."""
    assert run.inputs is not None
    for end, value in (("low", 1), ("high", 6)):
        there = sw.run(run.regime.set(FALSE, value), people=4_000, months=6, seed=1)
        for harm in (h for h in there.harms() if h.headline):
            row, e = of(run, FALSE, harm.harm, end), harm.estimate
            assert (row["value"], row["as_written"]) == (value, 3)
            assert [row[word] for word in ("figure", "low", "high", "n", "of")] == [e.value, e.low, e.high, e.n, e.of]
            assert row["difference"] == pytest.approx(e.value - row["base"])


def test_a_pair_is_narrower_than_two_runs(run: Run) -> None:
    """The same people and luck: catches differences that are taken as if of different people."""
    row, base = of(run, FALSE, "listed", "high"), of(run, FALSE, "listed", "low")
    paired = row["difference_high"] - row["difference_low"]
    assert 0 < paired < row["high"] - row["low"]
    assert row["base"] == base["base"]


def test_more_false_records_list_more_by_mistake(run: Run) -> None:
    """Beyond chance, both ways. Catches a difference with its sign turned, and ends that changed places."""
    low, high = (of(run, FALSE, "wrong person", end) for end in ("low", "high"))
    assert low["figure"] < low["base"] < high["figure"]
    assert low["difference_high"] < 0 < high["difference_low"]


def test_what_an_input_cannot_move_does_not_move_exactly(run: Run) -> None:
    """Who evades a sanction is listed all the same. Catches luck that is not the same, and a row that is left out."""
    for harm in ("listed", "wrong person", "arbitrariness"):
        row = of(run, EVADED, harm, "low")
        assert (row["figure"], row["difference"]) == (row["base"], 0.0)
        assert row["difference_low"] is None
        assert NO_PART_DIFFERS in row["note"]
    assert of(run, EVADED, "disproportion", "low")["difference_low"] > 0


def test_an_end_that_is_as_written_is_the_same_run(run: Run) -> None:
    """Catches a run for nothing, and an interval around a difference that is exactly none."""
    row = of(run, EVADED, "disproportion", "high")
    assert [row[word] for word in ("difference", "difference_low", "difference_high")] == [0.0, 0.0, 0.0]
    assert row["note"] == EXACT


def test_where_the_sentence_turns_is_a_row_of_the_inputs_that_turn_it(run: Run) -> None:
    """Catches a break-even of an input that turns nothing, and one that is not that of `breakeven`."""
    from scorewatch.study.breakeven import breakeven

    assert run.inputs is not None
    (row,) = run.inputs.filter(BREAKEVEN).to_dicts()
    asked = breakeven(run.regime, harm="wrong person", over=FALSE, people=4_000, months=6, seed=1)
    (crossing,) = asked.crossings
    assert (row["path"], row["harm"], row["note"]) == (FALSE, "wrong person", asked.sentence)
    assert [row["value"], row["low"], row["high"]] == [crossing.value, crossing.low, crossing.high]
    assert row["figure"] == asked.claim.at
    assert 1 < row["value"] < 3


def test_a_sentence_of_which_an_end_knows_nothing_has_no_value() -> None:
    """Without false records nobody is listed there. Catches 0 of 0 taken for "no more", and a row that is left out."""
    made = regime(PARTS).set("behaviour.act.acts_per_year", 0).set(FALSE + ".low", 0)
    found = sw.run(made, people=1_000, months=3, inputs=True)
    row = of(found, FALSE, "wrong person", "breakeven")
    assert row["value"] is None
    assert "not estimable where this is 0" in row["note"]


def test_the_label_says_what_an_interval_covers(run: Run) -> None:
    """The widest of all ends, and its label from the one place. Catches a label that claims more or less."""
    assert run.inputs is not None
    (harm,) = [h for h in run.harms() if h.headline and h.harm == "wrong person"]
    ends_of = run.inputs.filter(~BREAKEVEN, pl.col("harm") == "wrong person")
    far = widest(harm, run.inputs, run.people)
    assert (far.low, far.high, far.label) == (ends_of["low"].min(), ends_of["high"].max(), BOTH)
    assert far.low is not None
    assert far.high is not None
    assert harm.estimate.low is not None
    assert harm.estimate.high is not None
    assert far.low < harm.estimate.low < harm.estimate.high < far.high
    for table in (None, run.inputs.clear()):
        plain = widest(harm, table, run.people)
        assert (plain.low, plain.high, plain.label) == (harm.estimate.low, harm.estimate.high, CHANCE)
    (group, *_) = [h for h in run.harms() if h.harm == "wrong person" and h.who == "minority"]
    assert widest(group, run.inputs, run.people).label == CHANCE, "the table is of everybody"
    unknown = run.inputs.with_columns(low=pl.when(~BREAKEVEN & (pl.col("end") == "high")).then("low"))
    assert widest(harm, unknown, run.people).label == f"{BOTH}; not estimable at 2 of 4 ends"


def test_threads_change_nothing(run: Run) -> None:
    """Catches a table in the order in which threads end."""
    bare = sw.run(regime(PARTS), people=4_000, months=6, seed=1)
    for threads in (1, 3):
        again = with_inputs(bare, threads=threads).inputs
        assert again is not None
        assert again.equals(run.inputs)


def test_of_many_people_the_first_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a base of more people than the ends: the difference would not be paired."""
    monkeypatch.setattr("scorewatch.study.inputs.MOST", 1_000)
    bare, few = (sw.run(regime(PARTS), people=people, months=3, seed=1) for people in (2_000, 1_000))
    found = with_inputs(bare)
    assert found.inputs is not None
    assert set(found.inputs["people"]) == {few.people}
    (listed,) = [h for h in few.harms() if h.headline and h.harm == "listed"]
    assert of(found, FALSE, "listed", "low")["base"] == listed.estimate.value
    assert found.people == bare.people
    (fines,) = [h for h in bare.harms() if h.headline and h.harm == "unrelated context"]
    far, times = widest(fines, found.inputs, bare.people), bare.people / few.people
    highest = found.inputs.filter(~BREAKEVEN, pl.col("harm") == "unrelated context")["high"].max()
    assert far.high == pytest.approx(highest * times), "twice the people have twice the denials"
    assert f"scaled up from {few.people:,} people" in far.label


def test_a_regime_without_bounds_has_an_empty_table() -> None:
    """Catches a failure, or a table of another shape, where nothing says how far a number might go."""
    found = sw.run(regime(behaviour("act", 3)), people=100, months=1, inputs=True)
    assert found.inputs is not None
    assert (found.inputs.height, dict(found.inputs.schema)) == (0, SCHEMA)


# with levels of up to eight times the mean
WRONG = PARTS + behaviour("much", 12, "spread = 1").replace("= 12", "= { value = 12, low = 1, high = 120 }")


def test_an_end_that_makes_no_regime_is_said_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """80 acts a month are too many. Catches a run of minutes that then fails, and a mistake without its place."""
    monkeypatch.setattr("scorewatch.engine.fast.run", lambda *_, **__: pytest.fail("it runs"))
    with pytest.raises(sw.InputError) as refused:
        sw.run(regime(WRONG), people=100, months=1, inputs=True)
    assert "behaviour.much.acts_per_year: at its high end, 120: " in str(refused.value)
    file = tmp_path / "wrong.toml"
    file.write_text(HEADER.format(top="") + WRONG, encoding="utf-8")
    said = typed(capsys, "run", file, "--inputs", "--out", tmp_path / "run", "--people", "100")
    assert (said.status, said.out) == (2, "")
    assert "at its high end" in said.err
    assert list(tmp_path.iterdir()) == [file]


def stopping(after: int, counted: list[str]) -> Callable[..., Run]:
    """`run` that is interrupted after so many runs, each of which is counted."""
    real = figures.run

    def run(made: Any, **more: Any) -> Run:
        if len(counted) == after:
            raise KeyboardInterrupt
        counted.append(made.digest)
        return real(made, **more)

    return run


def test_what_was_finished_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an interruption after which all begins anew, and figures of other people taken for these."""
    bare, kept = ran(PARTS, 1_000, 3), tmp_path / "kept"
    whole: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(figures, "run", stopping(-1, whole))
        expected = with_inputs(bare, threads=1).inputs
    first: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(figures, "run", stopping(2, first))
        with pytest.raises(KeyboardInterrupt):
            with_inputs(bare, threads=1, kept=kept)
    assert len(list(kept.iterdir())) == 2
    rest: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(figures, "run", stopping(-1, rest))
        found = with_inputs(bare, threads=1, kept=kept).inputs
    assert sorted(first + rest) == sorted(whole)
    assert expected is not None
    assert expected.equals(found)
    others: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(figures, "run", stopping(-1, others))
        with_inputs(ran(PARTS, 1_000, 3, seed=2), threads=1, kept=kept)
    assert len(others) >= len(ends(bare.regime)) - 1, "another seed is another run"


def test_a_damaged_file_is_run_again(tmp_path: Path) -> None:
    """Catches a start that fails on what an earlier one left."""
    bare, kept = ran(PARTS, 500, 2), tmp_path / "kept"
    expected = with_inputs(bare, kept=kept).inputs
    files = sorted(kept.iterdir())
    files[0].write_bytes(b"no table")
    pl.DataFrame({"a": [1]}).write_parquet(files[1])
    found = with_inputs(bare, kept=kept).inputs
    assert expected is not None
    assert expected.equals(found)


def test_the_command_goes_on_and_leaves_the_run_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a working folder that is left behind or lost, a half-written run, inputs that are not in it."""
    file, out = tmp_path / "r.toml", tmp_path / "run"
    file.write_text(HEADER.format(top="") + PARTS, encoding="utf-8")
    command = ("run", file, "--inputs", "--people", "1000", "--months", "3", "--threads", "1", "--out", out)
    first: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(figures, "run", stopping(2, first))
        assert typed(capsys, *command).status == 1
    assert not out.exists()
    assert len(list(working_folder(out).iterdir())) == 2
    rest: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(figures, "run", stopping(-1, rest))
        said = typed(capsys, *command)
    assert said.status == 0
    assert not set(first) & set(rest)
    assert {path.name for path in tmp_path.iterdir()} == {"r.toml", "run"}
    for word in ("What nobody has measured", BOTH, CHANCE, "eye: false per year", "at low", "1,000 people"):
        assert word in said.out.replace("999 people", "1,000 people"), word
    held = sw.open(out).inputs
    assert held is not None
    assert dict(held.schema) == SCHEMA
    again = typed(capsys, *command, "--force", "--json")
    found = json.loads(again.out)
    assert found["inputs"] == json.loads(json.dumps(held.to_dicts()))
    assert {row["label"] for row in found["widest"]} == {BOTH}


def test_the_question_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a sentence without its people and seed, and an object that is not the sentence's."""
    file = tmp_path / "r.toml"
    file.write_text(HEADER.format(top="") + PARTS, encoding="utf-8")
    small = ("--people", "3000", "--months", "3", "--seed", "7")
    asked = ("breakeven", file, "--harm", "wrong person", "--over", FALSE, *small)
    said, found = typed(capsys, *asked), json.loads(typed(capsys, *asked, "--json").out)
    assert said.status == 0
    assert found["sentence"] in " ".join(said.out.split())
    assert f"{found['people']:,} invented people, 3 months, seed 7." in " ".join(said.out.split())
    assert "hypothetical" in said.out
    assert f"{found['crossings'][0]['value']:.3g}" in found["sentence"]
    assert found["hypothetical"]
    wrong = typed(capsys, *asked, "--at", "10 %")
    assert (wrong.status, wrong.out) == (2, "")
    assert "--at" in wrong.err
    group = json.loads(typed(capsys, *asked, "--who", "minority", "--at", "0.4", "--json").out)
    assert "(minority)" in group["sentence"]
    assert (group["who"], group["at"]) == ("minority", 0.4)
