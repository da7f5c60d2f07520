"""`verify` finds nothing in a sound folder, and every change in one that was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.study.verify import verify

from . import busy

Change = Callable[[Path], None]


def _table(name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Change:
    def changed(folder: Path) -> None:
        path = folder / f"{name}.parquet"
        before = pl.read_parquet(path)
        after = change(before)
        assert not after.equals(before)
        after.write_parquet(path)

    return changed


def _one_more(row: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    here = pl.int_range(pl.len()) == row
    return lambda t: t.with_columns(pl.when(here).then(pl.col("value") + 1).otherwise(pl.col("value")).alias("value"))


def _a_little_more(table: pl.DataFrame) -> pl.DataFrame:
    """One number of the responses larger by its last bit."""
    row = next(i for i, value in enumerate(table["value"]) if 0 < value < 1)
    value = table["value"][row]
    here = pl.int_range(pl.len()) == row
    return table.with_columns(pl.when(here).then(value + value * 2**-52).otherwise(pl.col("value")).alias("value"))


def _renamed(column: str, old: str, new: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda t: t.with_columns(pl.col(column).replace(old, new))


def _manifest(**fields: object) -> Change:
    def changed(folder: Path) -> None:
        path = folder / "manifest.json"
        held = json.loads(path.read_text(encoding="utf-8"))
        assert any(held[name] != value for name, value in fields.items())
        path.write_text(json.dumps({**held, **fields}), encoding="utf-8")

    return changed


def _other_regime(folder: Path) -> None:
    other = busy.regime().set("list.debtors.enter_below", 79)
    _manifest(regime=other.raw, regime_digest=other.digest)(folder)


CHANGES: dict[str, tuple[Change, set[str]]] = {
    "a value of measures": (_table("measures", _one_more(0)), {"measures.parquet"}),
    "a row of measures gone": (_table("measures", lambda t: t[:-1]), {"measures.parquet"}),
    "a row of measures twice": (_table("measures", lambda t: pl.concat([t, t[-1:]])), {"measures.parquet"}),
    "a group renamed": (_table("measures", _renamed("group", "minority", "majority")), {"measures.parquet"}),
    "a value of parts": (_table("parts", _one_more(3)), {"parts.parquet"}),
    "a row of parts gone": (_table("parts", lambda t: t[1:]), {"parts.parquet"}),
    "a value of response": (_table("response", _one_more(0)), {"response.parquet"}),
    "the last bit of a response": (_table("response", _a_little_more), {"response.parquet"}),
    "a row of response gone": (_table("response", lambda t: t[:-1]), {"response.parquet"}),
    "a column of response more": (
        _table("response", lambda t: t.with_columns(x=pl.lit(1))),
        {"response.parquet"},
    ),
    "the seed": (
        _manifest(seed=busy.SEED + 1),
        {"digest of the manifest", "measures.parquet", "parts.parquet", "response.parquet"},
    ),
    "the upper half of the seed": (_manifest(seed=busy.SEED + 2**63), {"digest of the manifest", "measures.parquet"}),
    "the people, in whole households": (_manifest(people=5), {"digest of the manifest", "measures.parquet"}),
    "the steps": (_manifest(steps=busy.STEPS - 1), {"digest of the manifest", "measures.parquet", "response.parquet"}),
    "the digest": (_manifest(digest="0" * 64), {"digest of the manifest"}),
    "the regime and its digest": (_other_regime, {"digest of the manifest", "measures.parquet"}),
}


def test_a_sound_folder_has_nothing_to_find(saved: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Catches a verification that cannot be met: another order, other types, a detail where nothing differs."""
    held, checks = verify(saved)
    assert [check.what for check in checks if not check.same or check.detail] == []
    assert held.digest == busy.done().digest
    said = typed(capsys, "verify", saved)
    assert said.status == 0
    assert "Reproduced." in said.out
    assert "DIFFERENT" not in said.out
    found = json.loads(typed(capsys, "verify", saved, "--json").out)
    assert found["same"] is True
    assert {check["what"] for check in found["checks"] if check["same"]} == {check.what for check in checks}
    again = held.save(tmp_path / "again")
    assert all(check.same for check in verify(again)[1])


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_found(name: str, folder: Path) -> None:
    """Catches a change of a table or of what reproduces it that verification does not look at."""
    change, found_by = CHANGES[name]
    change(folder)
    _, checks = verify(folder)
    different = {check.what for check in checks if not check.same}
    assert found_by <= different
    assert all(check.detail for check in checks if not check.same), "where it differs is said"


def test_the_command_says_what_differs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a difference that is computed and not said: status 0, or a silent --quiet."""
    _table("measures", _one_more(0))(folder)
    said = typed(capsys, "verify", folder)
    assert said.status == 1
    different = [line for line in said.out.splitlines() if line.startswith("DIFFERENT")]
    assert len(different) == 1
    assert different[0].startswith("DIFFERENT measures.parquet: row 1: ")
    assert "Not reproduced" in said.out
    quiet = typed(capsys, "verify", folder, "--quiet")
    assert quiet.status == 1
    assert different[0] in quiet.out + quiet.err
    asked = typed(capsys, "verify", folder, "--json")
    assert (asked.status, json.loads(asked.out)["same"]) == (1, False)


def test_a_change_is_found_where_it_is(folder: Path) -> None:
    """Catches a verification that finds fault with files that are as they were."""
    _table("parts", _one_more(3))(folder)
    different = [check for check in verify(folder)[1] if not check.same]
    assert [check.what for check in different] == ["parts.parquet"]
    assert different[0].detail.startswith("row 4: ")


def test_people_that_tear_a_household_are_refused(folder: Path) -> None:
    """Catches a folder from which the lives of persons who did not run are told."""
    run = sw.open(folder)
    torn = next(n for n in range(run.people, 1, -1) if run.clock.persons.household_of(n - 1).stop != n)
    _manifest(people=torn)(folder)
    with pytest.raises(sw.InputError, match="household"):
        sw.open(folder)


@pytest.mark.parametrize("name", ["regime", "regime_digest", "population", "template_rows", "results_version"])
def test_a_manifest_that_contradicts_itself_is_refused(name: str, folder: Path) -> None:
    """Catches a regime changed by hand in the manifest that would be run as if it were the one of the digest."""
    change = busy.regime().set("list.debtors.enter_below", 79).raw if name == "regime" else 7
    other: object = "0" * 64 if name == "regime_digest" else "germany" if name == "population" else change
    _manifest(**{name: other})(folder)
    with pytest.raises(sw.InputError):
        verify(folder)


@pytest.mark.parametrize("field", [{"step": "week"}, {"title": "A regime that exists"}, {"warm_up": 99}])
def test_what_the_manifest_says_twice_is_the_same(
    field: dict[str, object], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a manifest whose `step`, `title` or `warm_up` is not the one of its regime."""
    _manifest(**field)(folder)
    assert typed(capsys, "verify", folder).status != 0
