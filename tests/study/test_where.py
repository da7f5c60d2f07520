"""The words of `life --where`: each means what it says, and they go together as in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.report import story
from scorewatch.study.replay import Life, Replay
from scorewatch.study.run import Run
from scorewatch.study.where import MEANINGS, wanted

Steps = list[dict[str, Any]]  # one person, step after step, as the JSON of a life has it


@pytest.fixture(scope="module")
def lives(run: Run) -> list[Life]:
    """The life of every household."""
    replay = Replay(run)
    return [replay.life(household.start) for household in replay.clock.persons.households()]


@pytest.fixture(scope="module")
def people(lives: list[Life]) -> dict[int, Steps]:
    """Every person's steps from step 0, as JSON."""
    found: dict[int, Steps] = {}
    for life in lives:
        for moment in story.as_json(life)["steps"]:
            for member in moment["members"] if moment["step"] >= 0 else ():
                found.setdefault(member["person"], []).append(member)
    return found


Asked = Callable[[str], set[int]]


@pytest.fixture
def asked(run: Run, lives: list[Life]) -> Asked:
    """Who fits a text."""

    def ask(text: str) -> set[int]:
        fits = wanted(text, run)
        return {n for life in lives for m, n in enumerate(life.household) if fits(life, m)}

    return ask


def _ever(holds: Callable[[dict[str, Any]], Any]) -> Callable[[Steps], bool]:
    return lambda steps: any(holds(one) for step in steps for one in step["lists"].values())


WORDS: dict[str, Callable[[Steps], bool]] = {
    "listed": _ever(lambda one: one["listed"]),
    "mistaken": _ever(lambda one: one["by_mistake"]),
    "told": _ever(lambda one: one["listed"] and one["told"]),
    "untold": lambda steps: WORDS["listed"](steps) and not WORDS["told"](steps),
    "denied": lambda steps: any(step["denials"] for step in steps),
    "granted": _ever(lambda one: one["decision"] == "granted"),
    "refused": _ever(lambda one: one["decision"] == "refused"),
    "stopped": _ever(lambda one: one["stopped"]),
    "out": _ever(lambda one: one["exit"]),
}


@pytest.mark.parametrize("word", WORDS)
def test_each_word_means_what_it_says(word: str, asked: Asked, people: dict[int, Steps]) -> None:
    """Catches a word that finds others than it says: another list, another step, the warm-up."""
    expected = {number for number, steps in people.items() if WORDS[word](steps)}
    assert asked(word) == expected
    assert 0 < len(expected) < len(people)


def test_words_that_json_does_not_tell(asked: Asked, run: Run) -> None:
    """Catches `appealed`, `kin` and `missed` that count something else than the measures do."""
    values = run.measures.to_dicts()

    def total(measure: str, by: str | None = None) -> int:
        return sum(r["value"] for r in values if r["measure"] == measure and (by is None or r["by"] == by))

    filed = total("appeals_filed")
    appealed = asked("appealed")
    assert 0 < len(appealed) <= filed
    assert asked("granted or refused") & appealed
    kin, children = asked("kin"), asked("child")
    assert 0 < len(kin) <= total("reached", "kin")
    assert kin & children
    assert 0 < len(asked("missed")) <= total("missed")
    assert set(MEANINGS) == {*WORDS, "appealed", "kin", "missed"}


def test_the_names_of_the_run_are_words(asked: Asked, run: Run, people: dict[int, Steps]) -> None:
    """Catches a name of an axis, a trait or a list that finds others."""
    everybody = set(people)
    persons, census = run.clock.persons, run.template.census
    for axis, names in enumerate((census.regions, census.groups, census.age_bands, census.sexes)):
        for index, name in enumerate(names):
            assert asked(name) == {n for n in everybody if run.template.cells[persons.cell(n)][axis] == index}
    assert asked("organiser") == {n for n in everybody if persons.trait(n) == 0} != set()
    for name in ("debtors", "watched"):
        assert asked(name) == {n for n, s in people.items() if any(step["lists"][name]["listed"] for step in s)}


def test_and_or_not_and_brackets(asked: Asked, people: dict[int, Steps]) -> None:
    """Catches `or` that binds before `and`, `not` that takes more than the next word, and brackets without effect."""
    everybody = set(people)
    listed, denied, child, minority = asked("listed"), asked("denied"), asked("child"), asked("minority")
    assert asked("listed and denied") == listed & denied
    assert asked("listed or child") == listed | child
    assert asked("not listed") == everybody - listed
    assert asked("not not listed") == listed
    assert asked("not listed and denied") == denied - listed != everybody - (listed & denied)
    assert asked("not (listed and denied)") == everybody - (listed & denied)
    assert asked("child or listed and minority") == child | (listed & minority) != (child | listed) & minority
    assert asked("(child or listed) and minority") == (child | listed) & minority
    assert asked("listed and minority or child") == (listed & minority) | child
    assert asked("((listed))and(not(child))") == listed - child
    assert asked("listed and denied and minority") == listed & denied & minority
    assert asked("  listed\n and\tdenied ") == listed & denied


@pytest.mark.parametrize(
    ("text", "what", "do"),
    [
        ("", "nothing is asked for", "Words: listed, "),
        ("   ", "nothing is asked for", "Words: listed, "),
        ("listd", '"listd" is not a word of --where', 'Did you mean "listed"?'),
        ("denied and misstaken", '"misstaken" is not a word', 'Did you mean "mistaken"?'),
        ("debtor", '"debtor" is not a word', 'Did you mean "debtors"?'),
        ("zzz", '"zzz" is not a word', "Words: listed, "),
        ("Listed", '"Listed" is not a word', 'Did you mean "listed"?'),
        ("listed mistaken", '"mistaken" is not expected here', ""),
        ("listed and", "a word is missing", ""),
        ("and listed", "a word is missing", ""),
        ("listed or or denied", "a word is missing", ""),
        ("not", "a word is missing", ""),
        ("()", "a word is missing", ""),
        ("(listed", 'a ")" is missing', ""),
        ("(listed denied)", 'a ")" is missing', ""),
        ("listed)", '")" is not expected here', ""),
        (")", "a word is missing", ""),
    ],
)
def test_what_is_no_sentence_is_refused(
    text: str, what: str, do: str, saved: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a misspelt or broken --where that finds somebody, a traceback, and a message without the nearest word."""
    with pytest.raises(sw.InputError) as refused:
        wanted(text, run)
    (mistake,) = refused.value.mistakes
    assert what in mistake.what
    assert do in mistake.do
    assert mistake.do
    said = typed(capsys, "life", saved, "--where", text)
    assert (said.status, said.out) == (2, "")
    assert what in said.err


def test_very_deep_brackets_are_refused(run: Run) -> None:
    """Catches a --where nested so deeply that it ends in a traceback."""
    with pytest.raises(sw.InputError):
        wanted("(" * 10_000 + "listed" + ")" * 10_000, run)


def test_the_command_finds_the_first(saved: Path, asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a search that does not begin at person 0 or says another number than it shows."""
    fits = sorted(asked("listed and mistaken"))
    said = typed(capsys, "life", saved, "--where", "listed and mistaken")
    assert said.status == 0
    words = " ".join(said.out.split())
    more = "; also " + ", ".join(map(str, fits[1:5])) if len(fits) > 1 else ""
    start = '"listed and mistaken", each word at some time in the run: the first is person'
    assert words.startswith(f"{start} {fits[0]}{more}.")
    assert f"person {fits[0]}, who does not exist" in words.lower()
    nobody = typed(capsys, "life", saved, "--where", "listed and not listed")
    assert (nobody.status, nobody.out) == (2, "")
    assert 'nobody in this run is "listed and not listed"' in nobody.err
    both = typed(capsys, "life", saved, "3", "--where", "listed")
    assert both.status == 2
