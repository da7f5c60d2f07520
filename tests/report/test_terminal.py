"""What a terminal shows: tables that fit 80 columns, lives that say how they began and when the rules change."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from scorewatch.cli.main import main
from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND, Estimate
from scorewatch.regime.flags import flags
from scorewatch.report import harms_table, numbers, story
from support import HEADER, ran, regime

DEBT = (
    '[behaviour.debt]\nsays = "Debt"\nacts_per_year = 3\ndomain = "money"\ntargeted = true\npoints = -10\n'
    '[sensor.s]\nsays = "Register"\nsees = "debt"\nrecorded = 1\n'
    '[list.l]\nsays = "List"\n[list.l.ground.g]\nsays = "Ground"\non = "debt"\n'
    '[sanction.x]\nsays = "No loan"\nlist = "l"\ndomain = "credit"\nreaches = "household"\nattempts_per_year = 1\n'
)


def shown(what: object, width: int) -> list[str]:
    """The lines that a console of this width shows."""
    file = io.StringIO()
    Console(file=file, width=width).print(what)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def test_the_table_of_harms_fits_80_columns_with_every_name_and_figure_whole() -> None:
    """Catches a column that folds names to a letter a line, and a source or note that is left out."""
    harms = ran(DEBT, 300, 3).harms()
    lines = shown(harms_table.table(harms), 80)
    assert max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    for harm in harms:
        assert f"{harm.what} [{harm.item}] = {harm.source}" in text
        assert numbers.said(harm.estimate, harm.unit) in text
    assert {harm.who for harm in harms} <= {line.split()[0] for line in lines if line.startswith("    ")}


def test_millions_against_millions_do_not_run_into_the_interval() -> None:
    """Catches counts that fill their column and stick to the letter of a note before them."""
    estimate = Estimate(0.018, 0.005, 0.03, 12_542_349, 12_498_337, note="expected")
    harm = Harm("claimed benefit", "change", "smoking", "", "everybody", "change", estimate, "acts")
    (line,) = [line for line in shown(harms_table.table([harm]), 80) if "12,542,349" in line]
    assert " a 12,542,349 against 12,498,337" in line
    assert len(line) <= 80


def test_a_bound_is_rounded_up_and_a_small_share_is_not_none() -> None:
    """Catches "at most 0 of 1,000" and "0.0 (0.0 to 0.0)" for what is not zero."""
    none = Estimate(0.0, 0.0, 0.000234, 0, 12_800, NONE_FOUND)
    assert numbers.of_thousand(none, "people") == "none of 12,800 people (at most 24 of 100,000)"
    few = Estimate(0.00002, 0.00001, 0.00003, 20, 1_000_000)
    assert numbers.of_thousand(few, "people") == "of 100,000 people, 2.0 (1.0 to 3.0; 20 of 1,000,000)"
    every = Estimate(1.0, 0.7179, 1.0, 9, 9, ALL_FOUND)
    assert numbers.interval(every, "share") == "at least 71.7 %"


def test_a_life_says_how_it_began_after_a_warm_up_and_when_the_rules_change() -> None:
    """Catches a story that opens on a list without a word, and rules that change unseen."""
    phase = '[[phase]]\nfrom = "2 months"\nsays = "The net widens"\nset = { "behaviour.debt.acts_per_year" = 4 }\n'
    run = ran(DEBT + phase, 60, 4, top='warm_up = "3 years"')
    text = " ".join(" ".join(shown(story.table(run.life(0)), 200)).split())
    assert "on l since before (g), not told" in text
    assert "2 The rules change: The net widens" in text


def test_no_way_out_is_seen_for_those_whom_the_profile_keeps_below() -> None:
    """Catches a flag that looks at who starts highest: the others never recover to `leave_at`."""
    score = (
        "[score]\nstart = 100\nrange = [0, 100]\nrecovery = 12\n"
        "profile = { group = { majority = 0, minority = -15 } }\n"
        '[behaviour.debt]\nsays = "Debt"\nacts_per_year = 1\ndomain = "money"\npoints = -10\n'
        '[sensor.s]\nsays = "Register"\nsees = "debt"\nrecorded = 1\n'
        '[list.l]\nsays = "List"\nenter_below = 80\nleave_at = {leave_at}\n'
    )
    raised = {
        at: any(flag.kind == "no_way_out" for flag in flags(regime(score.replace("{leave_at}", str(at)))))
        for at in (85, 90)
    }
    assert raised == {85: False, 90: True}


def test_new_does_not_take_the_name_of_a_shipped_regime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a file that `scorewatch run article` would then read in place of the shipped one."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["new", "article"])
    assert ended.value.code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("engine", ["fast", "plain"])
def test_much_work_is_announced_before_it_begins(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches an hour of silence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scorewatch.cli.runs._LONG", {"fast": 10, "plain": 10, engine: 5})
    Path("r.toml").write_text(HEADER.format(top="") + DEBT, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["run", "r.toml", "--people", "5", "--months", "2", "--engine", engine])
    assert f"10 people-steps on the {engine} engine" in capsys.readouterr().err
