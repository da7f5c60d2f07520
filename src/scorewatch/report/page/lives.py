"""Three lives, chosen by a fixed rule and told step by step."""

from __future__ import annotations

from dataclasses import dataclass

from scorewatch.report import story
from scorewatch.report.numbers import count
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.meet import Seen, Wanted, bound, meet
from scorewatch.report.page.tables import Table
from scorewatch.report.page.words import several
from scorewatch.study.replay import Life, Replay

HEAD = ("what happened", "what the authority recorded", "score", "list, notice, appeal", "sanctions")
MOST_ROWS = 12


@dataclass(frozen=True)
class Told:
    """A life as the page tells it; where nobody was found, `says` alone."""

    name: str
    title: str
    rule: str
    says: str
    sums: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    moments: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = ()
    table: Table | None = None
    command: str = ""


def lives(counted: Counted) -> list[Told]:
    """A life like most, one listed by mistake, a child reached for what a relative did: each as far as there is one."""
    run = counted.run
    rules = run.regime.rules
    replay = Replay(run)
    whom = _whom(counted)
    found = meet(replay, {name: is_so for name, (_, _, is_so) in whom.items()})
    told = []
    for name, (title, rule, _) in whom.items():
        if name in found:
            told.append(_told(name, title, rule, replay.life(found[name])))
        else:
            told.append(Told(name, title, rule, f"Nobody like this among the first {count(bound(run))} persons."))
    if not rules.list:
        told = told[:1]
    return told


def _whom(counted: Counted) -> dict[str, tuple[str, str, Wanted]]:
    """By name: the title, the rule in words, and the rule."""
    children, adults = counted.run.template.census.children, "the first adult, by number,"
    bands = [b for b in counted.run.template.census.age_bands if b not in children]
    people = sum(int(counted.parts.counts("people", age_band=b).sum()) for b in bands)
    ever = max(
        (
            sum(int(counted.parts.counts("ever_listed", name, age_band=b).sum()) for b in bands)
            for name in counted.run.regime.rules.list
        ),
        default=0,
    )
    most_listed = 2 * ever > people
    word = (
        "was once listed, as most adults were"
        if most_listed
        else "did something that counts and was never listed, as most adults"
    )

    def typical(seen: Seen) -> bool:
        return not seen.child and seen.acted and seen.listed == most_listed

    return {
        "typical": ("A life like most", f"{adults} who {word}", typical),
        "mistaken": (
            "Listed by mistake",
            "the first person, by number, who was listed and would not have been without false records",
            lambda seen: seen.mistaken,
        ),
        "kin": (
            "A child, for what a relative did",
            "the first child, by number, on whom a sanction lay for what a relative did",
            lambda seen: seen.child and seen.kin,
        ),
    }


def _told(name: str, title: str, rule: str, life: Life) -> Told:
    step = life.run.regime.step
    rows = list(story.rows(life))
    moments = []
    for label, *cells in rows:
        said = tuple(
            (head, tuple(cell.split("\n"))) for head, cell in zip(HEAD, cells, strict=True) if cell and head != "score"
        )
        if any(head in HEAD[3:] for head, _ in said) or "The rules change" in cells[0]:
            moments.append((f"{step} {_label(label)}" if label.isdecimal() else label, said))
    caption = (
        f"{title}, person {life.person}: every {step} in which something happened. Score: observed, and in brackets "
        f"what it would be without false records. The first {step} is 1; in the files of the run it is step 0."
    )
    table = Table(
        caption,
        (step, *HEAD),
        tuple((_label(label), *(cell.replace("\n", "; ") for cell in cells)) for label, *cells in rows),
        frozenset({1, 2, 4, 5}),
    )
    return Told(
        name,
        title,
        f"Chosen by a rule: {rule}.",
        story.heading(life).partition(": ")[2].capitalize(),
        _sums(life),
        (story.summary(life), *story.relatives(life)),
        tuple(moments[:MOST_ROWS]),
        table,
        f"scorewatch life RUN {life.person}",
    )


def _label(step: str) -> str:
    """Steps from 1, as the charts have them."""
    return str(int(step) + 1) if step.isdecimal() else step


def _sums(life: Life) -> tuple[str, ...]:
    """What the person did over the run, and what of it was recorded, a behaviour each; what never came up left out."""
    said = []
    mine = [moment.members[life.me].happened for moment in life.moments if moment.step >= 0]
    for index, behaviour in enumerate(life.run.regime.rules.behaviour.values()):
        did = sum(happened.acts[index] for happened in mine)
        true = sum(happened.true[index] for happened in mine)
        false = sum(happened.false[index] for happened in mine)
        if did or true or false:
            falsely = f", {several(false, 'time')} falsely" if false else ""
            rightly = f"recorded {several(true, 'time')} rightly"
            said.append(f"{behaviour.says}: done {several(did, 'time')}, {rightly}{falsely}")
    return tuple(said)
