"""A regime is found by name or path, keeps its whole file, and can be read again from it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from scorewatch.errors import InputError
from scorewatch.regime.read import Regime, from_raw, load, shipped


def refused(name: str | Path) -> str:
    with pytest.raises(InputError) as caught:
        load(name)
    return str(caught.value)


def test_every_shipped_regime_loads() -> None:
    assert "article" in shipped()
    for name in shipped():
        assert load(name).name == name


def test_a_file_goes_before_a_shipped_name_and_a_folder_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, article: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article").mkdir()
    assert load("article").title == "The regime of the article"
    (tmp_path / "article").rmdir()
    (tmp_path / "article").write_text(article.replace("The regime of the article", "Mine"), encoding="utf-8")
    assert load("article").title == "Mine"


def test_a_path_gives_its_stem_as_name_and_itself_as_place(tmp_path: Path, article: str) -> None:
    path = tmp_path / "draft law.toml"
    path.write_bytes(b"\xef\xbb\xbf" + article.replace("\n", "\r\n").encode())
    assert load(path).name == "draft law"
    path.write_text(article.replace("points = -60", "pionts = -60"), encoding="utf-8")
    assert f"{path}:76: " in refused(path)


@pytest.mark.parametrize(
    "name", ["", ".", "nothing.toml", "x" * 300, "a\0b", "../article", "https://example.org/a.toml"]
)
def test_what_is_neither_a_file_nor_shipped(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(name)


def test_the_nearest_shipped_name_is_told() -> None:
    assert 'Did you mean "article"?' in refused("artcle")
    assert 'Did you mean "article"?' in refused("article.tml")


def test_a_regime_read_from_its_raw_file_is_the_same(changed: Callable[..., Regime]) -> None:
    regime = changed(sets=[("sensor.cameras.recorded", 0.2)])
    again = from_raw(json.loads(json.dumps(regime.raw)), "article")
    assert again == regime
    assert hash(again) == hash(regime)
    assert (again.digest, again.rules, again.timeline) == (regime.digest, regime.rules, regime.timeline)


def test_a_damaged_raw_file_is_told_by_path() -> None:
    raw = load("article").raw
    raw["behaviour"]["smoking"]["points"] = "many"
    with pytest.raises(InputError) as caught:
        from_raw(raw, "run/manifest.json")
    assert caught.value.mistakes[0].where == "run/manifest.json: behaviour.smoking.points"


def test_the_digest_is_of_the_rules_not_of_the_layout(changed: Callable[..., Regime]) -> None:
    same = changed(("points = -60\n", "points   =   -60   # sixty\n"))
    assert same.digest == changed().digest
    assert changed(("points = -60\n", "points = -61\n")).digest != same.digest


def test_the_digest_knows_the_order_of_parts() -> None:
    """The first sensor in the file's order misattributes first: another order is another regime."""
    raw = load("article").raw
    turned = {**raw, "sensor": dict(reversed(raw["sensor"].items()))}
    assert turned == raw
    assert from_raw(turned, "article").digest != from_raw(raw, "article").digest


def test_its_numbers(changed: Callable[..., Regime]) -> None:
    regime = changed(('step = "month"', 'step = "week"\nwarm_up = "6 months"'))
    assert (regime.title, regime.step, regime.steps_a_year) == ("The regime of the article", "week", 52)
    assert (regime.steps, regime.warm_up) == (156, 26)


def test_a_regime_knows_the_place_of_a_path_and_travels() -> None:
    regime = pickle.loads(pickle.dumps(load("article")))
    assert regime.where("behaviour.tax_evasion.points") == "article.toml:76"
    assert regime.where("phase.0.set.list.untrustworthy.leave_at") == "article.toml:186"
    assert regime.where("behaviour.tax_evasion.spread") == "article.toml:72"


def test_the_population_is_a_shipped_one(mistakes: Callable[..., list[tuple[str, str]]]) -> None:
    use = 'use = "china-2020"'
    near = mistakes((use, 'use = "china-2002"'), ("coverage = { urban = 0.35, rural = 0.05 }", "coverage = {}"))
    assert [where for where, _ in near] == ["article.toml:13", "article.toml:93"]  # tables are judged all the same
    assert 'Did you mean "china-2020"?' in near[0][1]
    for put, says in (
        ('"mine.csv"', "reads no records"),
        ('"mine.toml"', "come later"),
        ('"towns/mine"', "come later"),
        ("'towns\\mine'", "come later"),
        ('"mars"', "Shipped: china"),
    ):
        found = mistakes((use, f"use = {put}"))
        assert len(found) == 1
        assert says in found[0][1]


def test_a_table_of_persons_that_is_not_there_is_told_the_reason_all_the_same() -> None:
    assert "reads no records of persons" in refused("persons.csv")
    assert "reads no records of persons" not in refused("persons.toml")


def test_without_a_near_name_all_shipped_ones_are_told() -> None:
    assert "Shipped: article" in refused("qqq").replace(", ", " ")


def test_no_warm_up_is_none(changed: Callable[..., Regime]) -> None:
    assert changed().warm_up == 0


def test_a_set_that_spoils_what_another_line_says_is_told_at_the_set(
    mistakes: Callable[..., list[tuple[str, str]]],
) -> None:
    found = mistakes(sets=[("list.untrustworthy.enter_below", 951)])
    assert [where for where, _ in found] == ["--set list.untrustworthy.enter_below=951"]
