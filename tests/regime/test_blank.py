"""The file to start from is a whole regime without a mistake, every line of it in plain words."""

from __future__ import annotations

from scorewatch.regime.blank import TEXT
from scorewatch.regime.notes import notes
from scorewatch.regime.read import parse


def test_it_has_no_mistake_and_nothing_to_note() -> None:
    regime = parse(TEXT, "blank.toml", "blank")
    assert not notes(regime)
    assert len(regime.timeline) == 2


def test_every_part_is_there_and_hypothetical() -> None:
    rules = parse(TEXT, "blank.toml", "blank").rules
    assert rules.behaviour
    assert rules.sensor
    assert rules.list
    assert rules.sanction
    assert rules.due_process.notice is not None
    assert "Hypothetical" in (rules.about or "")


def test_every_word_is_explained_where_it_first_stands() -> None:
    explained: set[str] = set()
    for line in TEXT.splitlines():
        word = line.split("=")[0].strip()
        if "=" not in line or line.startswith("#") or word in explained:
            continue
        if "#" in line:
            explained.add(word)
        else:
            assert word in {
                "title",
                "granted_if_mistaken",
                "granted_if_accurate",
                "stops_mistaken",
                "stops_accurate",
            }, line
