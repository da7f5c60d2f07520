"""The commands that read a regime and run nothing."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from scorewatch.cli.main import main


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def article(*edits: tuple[str, str]) -> str:
    text = files("scorewatch").joinpath("regimes/article.toml").read_text(encoding="utf-8")
    for find, put in edits:
        assert text.count(find) == 1
        text = text.replace(find, put)
    return text


def test_new_writes_a_regime_that_checks(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = typed(capsys, "new", "mine.toml")
    assert (status, err) == (0, "")
    assert "scorewatch check mine.toml" in out
    assert typed(capsys, "check", "mine.toml")[0] == 0


def test_new_leaves_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.txt").write_text("mine", encoding="utf-8")
    Path("link.toml").symlink_to("nowhere.toml")
    Path("folder").mkdir()
    for name in ("notes.txt", "link.toml", "folder"):
        status, out, err = typed(capsys, "new", name)
        assert (status, out) == (2, "")
        assert "is there already" in err
    assert Path("notes.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["folder", "link.toml", "notes.txt"]


@pytest.mark.parametrize("name", ["missing/mine.toml", "notes.txt/mine.toml"])
def test_new_needs_a_folder(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.txt").write_text("mine", encoding="utf-8")
    status, _, err = typed(capsys, "new", name)
    assert status == 2
    assert "folder that is not there" in err


def test_check_tells_flags_with_place_and_law(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = typed(capsys, "check", "article")
    assert (status, err) == (0, "")
    flat = " ".join(out.split())
    for words in (
        "No mistakes.",
        "Red flags: 7",
        "sanction.flights (article.toml:138)",
        "5(1)(c)(i)",
        "Touches CRC art. 2(2)",
        "Canada's Algorithmic Impact Assessment",
        "115 numbers",
    ):
        assert words in flat
    assert max(map(len, out.splitlines())) <= 80


def test_check_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = typed(capsys, "check", "article", "--json", "--set", "due_process.corrects_record=true")
    found = json.loads(out)
    assert status == 0
    assert found["mistakes"] == []
    assert [flag["kind"] for flag in found["flags"]].count("appeal_corrects_nothing") == 0
    assert found["flags"][0]["place"] == "article.toml:138"
    assert len(found["digest"]) == 64


def test_wrong_input_tells_everything_at_once_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft.toml").write_text(
        article(("points = -60", "pionts = -60"), ("share = 0.8 ", "share = 80 ")), encoding="utf-8"
    )
    for command in (("check", "draft.toml"), ("check", "draft.toml", "--json"), ("describe", "draft.toml")):
        status, out, err = typed(capsys, *command, "--set", "nothing", "--set", "list.x.term=never")
        assert (status, out) == (2, "")
        for words in (
            "draft.toml:76: ",
            "draft.toml:172: ",
            '"nothing" does not say what to set',
            "--set list.x.term",
            "4 mistakes.",
        ):
            assert words in err


def test_means_that_only_the_plan_knows_are_checked_too(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = typed(capsys, "check", "article", "--set", "behaviour.smoking.acts_per_year=100")
    assert status == 2
    assert "40" in err


def test_what_a_file_says_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft.toml").write_text(
        article(('says = "Fraud"', 'says = "\\u001b[2J\\u0007[/red] %s {0}"')), encoding="utf-8"
    )
    status, out, err = typed(capsys, "describe", "draft.toml")
    assert (status, out) == (2, "")
    assert "U+001B" in err
    assert "\x1b" not in err
    Path("draft.toml").write_text(article(('says = "Fraud"', 'says = "[/red] %s {0}"')), encoding="utf-8")
    status, out, _ = typed(capsys, "describe", "draft.toml")
    assert status == 0
    assert "[/red] %s {0}" in " ".join(out.split())


def test_describe_says_every_part_where_numbers_come_from_and_the_order(capsys: pytest.CaptureFixture[str]) -> None:
    from scorewatch.plan.order import ORDER

    status, out, _ = typed(capsys, "describe", "article")
    flat = " ".join(out.split())
    assert status == 0
    for words in (
        "1,000,000 invented people",
        "10 (2 to 18) [a] acts a person and year",
        "share of 0.00026 [s]",
        "On by score below 940; off at 950.",
        "never off by time",
        "Told at entry: 0.3 (0 to 0.7) [a]",
        "granted 0.66 [s] if listed by mistake, 0.2 [a] if not",
        "the record stays as it is",
        "on the children of who is listed",
        'From step 24 ("2 years")',
    ):
        assert words in flat
    places = [flat.index(f"{number}. {stage.name}: ") for number, stage in enumerate(ORDER, 1)]
    assert places == sorted(places)
    assert max(map(len, out.splitlines())) <= 80


def test_describe_says_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    text = article()
    cut = text[: text.index("[due_process]")] + text[text.index("[response]") :]
    cut = cut[: cut.index("[response]")]
    cut = cut.replace("leave_at = 950", 'leave_at = "never"\nterm = "1 year"').replace(
        'sees = ["traffic"]', 'sees = ["smoking"]'
    )
    Path("draft.toml").write_text(cut, encoding="utf-8")
    flat = " ".join(typed(capsys, "describe", "draft.toml")[1].split())
    for words in (
        "Nobody looks before",
        "Nobody is told.",
        "Nobody appeals.",
        "Nobody reacts.",
        "Seen by nobody: traffic.",
        "On by score below 940; for 1 year.",
    ):
        assert words in flat
    assert "What changes on the way" not in flat


def test_describe_a_regime_by_list_alone(capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, "new", "mine.toml")
    flat = " ".join(typed(capsys, "describe", "mine.toml")[1].split())
    for words in (
        "Nobody has a score.",
        "Who complies gets off: 0.3 [a] a person and year.",
        "the record is corrected, too",
        "of which 0.1 [a] slip through",
        "up to 500 a year",
    ):
        assert words in flat
    assert "points a record" not in flat


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(typed(capsys, "schema")[1])["title"] == "Rules"
