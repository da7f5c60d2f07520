"""What comes out is aggregates and lives of invented people; nothing answers "may this person …?"."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer

import scorewatch as sw
from scorewatch.cli.main import app
from scorewatch.regime.read import shipped
from scorewatch.study.folder import TABLES
from scorewatch.study.where import MEANINGS
from support import ran

from .command import typed
from .source import files

COMMANDS: dict[str, set[str]] = {
    "breakeven": {
        "REGIME", "--harm", "--over", "--at", "--item", "--who", "--people", "--months", "--seed", "--threads", "--set",
        "--json", "--quiet",
    },
    "check": {"REGIME", "--set", "--json"},
    "compare": {"A B ...", "--people", "--months", "--seed", "--engine", "--threads", "--json", "--quiet"},
    "demo": {"--people", "--months", "--seed", "--threads", "--out", "--force", "--json", "--quiet"},
    "describe": {"REGIME", "--set"},
    "life": {"RUN", "[PERSON]", "--where", "--every-step", "--json", "--quiet"},
    "new": {"FILE"},
    "regimes": set(),
    "report": {"RUN", "--csv", "--figures"},
    "run": {
        "REGIME", "--people", "--months", "--seed", "--engine", "--threads", "--set", "--beside", "--inputs",
        "--out", "--force",
        "--json", "--quiet",
    },
    "schema": set(),
    "verify": {"RUN", "--engine", "--threads", "--json", "--quiet"},
}  # fmt: skip
PUBLIC = {
    "Comparison", "InputError", "Mistake", "Regime", "Run", "RunError", "ScorewatchError", "__version__", "compare",
    "load", "open", "run",
}  # fmt: skip
PARAMETERS = {
    "compare": {"a", "b", "people", "months", "seed", "engine", "threads", "progress"},
    "load": {"name_or_path", "sets"},
    "open": {"path"},
    "run": {"regime", "people", "months", "steps", "seed", "engine", "threads", "inputs", "progress"},
}
OF_A_RUN = {
    "regime", "people", "steps", "seed", "engine", "started", "seconds", "measures", "parts", "response", "versions",
    "beside", "inputs", "carries", "clock", "digest", "template", "harms", "life", "report",
    "save",
}  # fmt: skip
OF_A_REGIME = {
    "name", "raw", "rules", "census", "timeline", "places", "digest", "rules_at", "set", "step", "steps",
    "steps_a_year", "title", "warm_up", "where",
}  # fmt: skip
OF_A_PERSON = {
    "age",
    "sex",
    "gender",
    "group",
    "region",
    "trait",
    "score",
    "level",
    "income",
    "ethnicity",
    "name",
    "id",
}


def _surface() -> dict[str, set[str]]:
    group: Any = typer.main.get_command(app)
    found = {}
    for name, command in group.commands.items():
        found[name] = {
            option
            for parameter in command.params
            for option in (
                [o for o in (*parameter.opts, *parameter.secondary_opts) if o != "--help"]
                if parameter.param_type_name == "option"
                else [parameter.metavar]
            )
        }
    return found


def test_the_command_line_is_exactly_the_known_one() -> None:
    """Catches a new command or option that nobody has asked whether it judges a person."""
    assert _surface() == COMMANDS


def test_no_option_describes_a_person() -> None:
    """Catches --age, --score and the like: what a person is cannot be handed in."""
    options = {option.strip("-[]").lower() for options in COMMANDS.values() for option in options}
    assert not options & OF_A_PERSON


def test_the_public_names_are_exactly_the_known_ones() -> None:
    """Catches a new public function, method or parameter that nobody has asked the same."""
    assert set(sw.__all__) == PUBLIC
    for name, parameters in PARAMETERS.items():
        assert set(inspect.signature(getattr(sw, name)).parameters) == parameters
    done = ran('[behaviour.b]\nsays = "b"\nacts_per_year = 1\ndomain = "civic"\n', people=5, steps=1)
    assert {name for name in dir(done) if not name.startswith("_")} == OF_A_RUN
    assert {name for name in dir(done.regime) if not name.startswith("_")} == OF_A_REGIME
    assert list(inspect.signature(done.life).parameters) == ["person"]
    assert not set().union(*PARAMETERS.values()) & OF_A_PERSON


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of `article` that is saved."""
    path = tmp_path_factory.mktemp("runs") / "run"
    return sw.run(sw.load("article"), people=200, months=4).save(path)


@pytest.mark.parametrize(
    "asked", [" ", "Zhang", "male", "1.5", "1e2", "-1", "200", "18446744073709551616", "0x1", "adult male", "NaN"]
)
def test_life_takes_the_number_of_an_invented_person_of_the_run(
    asked: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches `life` answering about anybody but persons 0 to N-1 of the run."""
    said = typed(capsys, "life", folder, "--", asked)
    assert (said.status, said.out) == (2, "")
    assert said.err
    with pytest.raises(sw.InputError):
        sw.open(folder).life(200)


def test_where_knows_what_happened_in_the_run_and_the_names_of_its_parts(folder: Path) -> None:
    """Catches a word of --where by which a real person could be looked up."""
    from scorewatch.study.where import wanted

    done = sw.open(folder)
    census, rules = done.template.census, done.regime.rules
    known = {*MEANINGS, *rules.list, *rules.trait}
    known |= {*census.age_bands, *census.sexes, *census.groups, *census.regions}
    for word in known:
        wanted(word, done)
    for word in ("Zhang", "score<900", "score", "0", "person", "age=30", "name:Zhang"):
        with pytest.raises(sw.InputError, match="not a word of --where") as refused:
            wanted(word, done)
        listed = str(refused.value).partition("Words: ")[2].partition(";")[0]
        assert not listed or set(listed.split(", ")) == known


MEASURES = ("measure", "item", "by", "step", "region", "group", "age_band", "sex", "trait", "bin", "value")
COLUMNS = {
    "measures.parquet": MEASURES,
    "parts.parquet": (*MEASURES[:-2], "part", "value"),
    "response.parquet": ("step", "quantity", "item", "region", "group", "age_band", "sex", "value"),
}
MANIFEST = {
    "scorewatch", "results_version", "name", "title", "regime", "regime_digest", "population", "template_rows",
    "beside", "people", "steps", "step", "warm_up", "seed", "engine", "versions", "started", "seconds", "digest",
}  # fmt: skip


def test_a_run_folder_holds_no_person(folder: Path) -> None:
    """Catches a file, a column or a field of the manifest in which a person could stand."""
    import polars as pl

    assert {p.name for p in folder.iterdir()} == {"manifest.json", *TABLES}
    for name, columns in COLUMNS.items():
        assert tuple(pl.read_parquet(folder / name).columns) == columns
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest) == MANIFEST
    assert manifest["beside"] == []  # names of regimes
    flat = {key: value for key, value in manifest.items() if key not in ("regime", "beside")}
    assert not [key for key, value in flat.items() if isinstance(value, list)]
    assert manifest["regime"] == sw.load("article").raw


@pytest.mark.parametrize("table", COLUMNS)
def test_the_tables_grow_with_the_cells_and_not_with_the_people(table: str, folder: Path) -> None:
    """Catches a number of a person hidden in a text or integer column: their values are few, whatever N is."""
    import polars as pl

    done = sw.open(folder)
    census, rules = done.template.census, done.regime.rules
    parts = {*rules.behaviour, *rules.list, *rules.sanction, "observed", "error_free", "all_acts", ""}
    grounds = {ground for one in rules.list.values() for ground in one.ground}
    by = {"", "score", "kin", "mistaken", "accurate", "appeal", "term", "complied", "running", "expression", *grounds}
    may: dict[str, set[Any]] = {
        "item": parts,
        "by": by,
        "region": {"", *census.regions},
        "group": {"", *census.groups},
        "age_band": {"", *census.age_bands},
        "sex": {"", *census.sexes},
        "trait": {"none", *rules.trait},
        "part": set(range(32)),
        "step": set(range(done.steps)),
    }
    held = pl.read_parquet(folder / table)
    for column in held.columns:
        if column in may:
            assert set(held[column].unique()) <= may[column], column
        elif column in ("measure", "quantity"):
            assert all(re.fullmatch("[a-z_]+", name) for name in held[column].unique())
    if "bin" in held.columns:
        bins = held.filter(pl.col("measure") == "score")["bin"]
        assert all(value % 10 == 0 for value in bins), "a histogram, in tens"


LABEL = re.compile("hypothetical", re.IGNORECASE)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_regime_says_that_it_is_hypothetical(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a shipped regime that could be taken for a description of a place."""
    assert LABEL.search(sw.load(name).rules.about or "")
    assert LABEL.search(typed(capsys, "describe", name).out)


def test_what_is_printed_says_that_it_is_hypothetical(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a table, a demo or a JSON object that could be passed on as findings about real people."""
    small = ("--people", "60", "--months", "2")
    table = typed(capsys, "run", "article", *small, "--out", tmp_path / "a")
    demo = typed(capsys, "demo", *small, "--out", tmp_path / "b")
    assert table.status == demo.status == 0
    for said in (table.out, demo.out):
        assert LABEL.search(said)
        assert "invented people" in said
    found = json.loads(typed(capsys, "run", "article", *small, "--out", tmp_path / "c", "--json").out)
    assert "invented people" in found["hypothetical"]
    assert "not a forecast" in found["hypothetical"]
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert "no real person" in manifest["scorewatch"]
    new = tmp_path / "new.toml"
    assert typed(capsys, "new", new).status == 0
    assert LABEL.search(sw.load(new).rules.about or "")


def test_a_life_says_that_the_person_does_not_exist(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a replayed life that could be taken for somebody's file."""
    said = typed(capsys, "life", folder, "7")
    assert "person 7, who does not exist" in said.out.lower()
    assert "who does not exist" in json.loads(typed(capsys, "life", folder, "7", "--json").out)["who"]


def test_a_life_says_that_the_regime_is_hypothetical(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a replayed life passed on without the word that its regime is invented, too."""
    assert LABEL.search(typed(capsys, "life", folder, "7").out)
    assert LABEL.search(typed(capsys, "life", folder, "7", "--json").out)


HARSH = re.compile(
    r"blacklisted|bad citizen|criminal|deadbeat|offender|wrongdoer|undesirable|low[- ]quality people", re.I
)
CLAIM = re.compile(r"national\W+(\w+\W+)?(credit\W+)?scor|social\W+credit|citizen(ship)?\W+scor|sesame", re.I)
DENIAL = re.compile(r"\b(no|not|never|nobody)\b[^.]*$", re.I)


@pytest.mark.parametrize("file", [p for p in files() if p.suffix in (".py", ".toml")], ids=lambda p: p.name)
def test_words_for_people_and_claims_about_places(file: Path) -> None:
    """Catches words that judge the listed, and any claim that China has a national score."""
    text = file.read_text(encoding="utf-8")
    assert not HARSH.findall(text)
    for claim in CLAIM.finditer(text):
        assert DENIAL.search(text[: claim.start()][-120:]), f"{file.name}: {claim.group()} is claimed"
