"""A replayed life, told: what happened, what the authority recorded, and what followed, beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from scorewatch.mechanism.redress import AT_ENTRY
from scorewatch.mechanism.state import KIN, SCORE, Happened
from scorewatch.regime.phases import begins
from scorewatch.study.replay import Life, Moment, Snapshot


def heading(life: Life) -> str:
    """Who this is, in a sentence."""
    run, me = life.run, life.members[life.me]
    census, rules = run.template.census, run.regime.rules
    region, group, age, sex = run.template.cells[me.cell]
    traits = list(rules.trait.values())
    what = [census.age_bands[age], census.sexes[sex], census.groups[group], census.regions[region]]
    if me.trait >= 0:
        what.append(traits[me.trait].says)
    others = len(life.household) - 1
    home = "lives alone" if not others else f"lives with {others} other{'s' if others > 1 else ''}"
    names = f" (the household is persons {life.household.start} to {life.household.stop - 1})" if others else ""
    return (
        f"Under a hypothetical regime, {run.regime.title}: person {life.person}, who does not exist: "
        f"{', '.join(what)}; {home}{names}."
    )


def table(life: Life, *, everything: bool = False) -> Table:
    """One row a step in which something happened (or every step): happened, recorded, score, list, denied."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption=_caption(life, everything), caption_justify="left")
    for title, ratio in (
        (life.run.regime.step, 1),
        ("what happened", 4),
        ("what the authority recorded", 4),
        ("score", 2),
        ("list, notice, appeal", 4),
        ("sanctions", 3),
    ):
        shown.add_column(title, ratio=ratio, overflow="fold")
    for label, *cells in rows(life, everything=everything):
        shown.add_row(label, *(Text(cell) for cell in cells))
    return shown


def rows(life: Life, *, everything: bool = False) -> Iterator[tuple[str, ...]]:
    """The step, and in lines what happened, what was recorded, the score, lists, sanctions; a change of rules, too."""
    before: Snapshot | None = None
    changes = _changes(life)
    for moment in life.moments:
        mine = moment.members[life.me]
        if moment.step == 0 and before is not None:
            yield "before", "", "", _score(before), _standing(life, before), ""
        if moment.step in changes:
            yield str(moment.step), "The rules change: " + changes[moment.step], "", "", "", ""
        if moment.step >= 0:
            cells = _row(life, moment, before)
            if everything or any(cells[i] for i in (0, 1, 3, 4)):
                yield str(moment.step), *cells
        before = mine


def _changes(life: Life) -> dict[int, str]:
    """What each phase says, by the step from which it holds."""
    rules, regime = life.run.regime.rules, life.run.regime
    found: dict[int, str] = {}
    for phase in rules.phase:
        step = begins(phase, rules.step, regime.warm_up)
        found[step] = "; ".join([*([found[step]] if step in found else []), phase.says])
    return {step: says for step, says in found.items() if step >= 0}


def _standing(life: Life, before: Snapshot) -> str:
    """On which lists somebody was when the run began, after the warm-up."""
    lines = []
    for (name, declared), now in zip(life.run.regime.rules.list.items(), before.lists, strict=True):
        if now.listed:
            why = "score" if now.origin == SCORE else list(declared.ground)[now.origin]
            mistake, told = ", by mistake" if now.mistaken else "", "told" if now.told else "not told"
            lines.append(f"on {name} since before ({why}){mistake}, {told}")
    return "\n".join(lines)


def _caption(life: Life, everything: bool) -> str:
    said = [f"Replayed from its address: seed {life.run.seed}, person {life.person}."]
    if life.members[life.me].scores is not None:
        said.append("Score: observed, and in brackets what it would be without false records.")
    if not everything:
        said.append(f"A {life.run.regime.step} in which nothing happened is left out.")
    return " ".join(said)


def _row(life: Life, moment: Moment, before: Snapshot | None) -> list[str]:
    mine = moment.members[life.me]
    return [
        "\n".join(_did(life, mine.happened)),
        "\n".join(_recorded(life, mine.happened)),
        _score(mine),
        "\n".join(_listing(life, mine, before)),
        "\n".join(_denied(life, mine.happened, before)),
    ]


def _times(count: int) -> str:
    return "" if count == 1 else f" x {count}"


def _did(life: Life, what: Happened) -> list[str]:
    behaviours = life.run.regime.rules.behaviour.values()
    return [f"{b.says}{_times(n)}" for b, n in zip(behaviours, what.acts, strict=True) if n]


def _recorded(life: Life, what: Happened) -> list[str]:
    lines = []
    for index, behaviour in enumerate(life.run.regime.rules.behaviour.values()):
        kept, other = what.kept_for[index], what.false[index] - what.kept_for[index]
        if what.true[index]:
            lines.append(f"{behaviour.says}{_times(what.true[index])}")
        if kept:
            lines.append(f"FALSELY, somebody else of the household did it: {behaviour.says}{_times(kept)}")
        if what.household[index] and _has_keeper(life):
            lines.append(f"against the keeper of the household: {behaviour.says}{_times(what.household[index])}")
        if other:
            lines.append(f"FALSELY: {behaviour.says}{_times(other)}")
    return lines


def _has_keeper(life: Life) -> bool:
    """Whether there is an adult beside the person, on whom the household's misattributions land."""
    return any(not member.child for index, member in enumerate(life.members) if index != life.me)


def _score(mine: Snapshot) -> str:
    if mine.scores is None:
        return ""
    observed, error_free, _ = mine.scores
    return str(observed) if observed == error_free else f"{observed} ({error_free})"


def _listing(life: Life, mine: Snapshot, before: Snapshot | None) -> list[str]:
    lines = []
    for index, (name, declared) in enumerate(life.run.regime.rules.list.items()):
        now, what = mine.lists[index], mine.happened.lists[index]
        grounds = list(declared.ground)
        of = f" ({name})" if len(mine.lists) > 1 else ""
        if what.decision:
            lines.append(f"appeal {what.decision}{of}")
        if what.exit:
            causes = {"appeal": "the appeal", "term": "the term is over", "complied": "complied", "score": "the score"}
            lines.append(f"off {name}: {causes[what.exit]}, after {what.spell} {life.run.regime.step}s")
        if what.stopped:
            lines.append(f"{name}: about to be listed; a review stopped it")
        elif what.entered:
            why = "score" if now.origin == SCORE else grounds[now.origin]
            lines.append(f"LISTED on {name} ({why}){', by mistake' if now.mistaken else ''}")
            if what.reviewed:
                lines.append(f"a review let it stand{of}")
            if what.told is None:
                lines.append(f"not told{of}")
        if what.told is not None:
            by = "at entry" if what.told == AT_ENTRY else "by being denied"
            lines.append(f"told {by}{of}")
        if what.filed:
            lines.append(f"appeals{of}")
        was = before.lists[index].mistaken if before is not None else False
        if now.listed and not what.entered and now.mistaken != was:
            lines.append(f"on {name} {'now by mistake' if now.mistaken else 'no longer by mistake'}")
    if mine.happened.corrected:
        lines.append("the record was corrected")
    return lines


def _denied(life: Life, what: Happened, before: Snapshot | None) -> list[str]:
    """Denials, and from when to when a sanction lies on somebody for what a relative did."""
    lines = []
    for index, sanction in enumerate(life.run.regime.rules.sanction.values()):
        was = before.happened.reached[index] if before is not None else None
        if (what.reached[index] == KIN) != (was == KIN):
            until = "from here on" if what.reached[index] == KIN else "no longer"
            lines.append(f"{until}, for what a relative did: {sanction.says}")
        if what.denials[index]:
            lines.append(f"DENIED: {sanction.says}{_times(what.denials[index])}")
    return lines


def summary(life: Life) -> str:
    """How it ends, in a sentence."""
    return f"Person {life.person}: {_ends(life, life.me)}"


def as_json(life: Life) -> dict[str, Any]:
    """A life as plain data: what the table shows, for every member of the household."""
    rules = life.run.regime.rules

    def member(snapshot: Snapshot, number: int) -> dict[str, Any]:
        what = snapshot.happened
        named = dict(zip(rules.behaviour, range(len(rules.behaviour)), strict=True))
        return {
            "person": number,
            "acts": {b: what.acts[i] for b, i in named.items() if what.acts[i]},
            "recorded_rightly": {b: what.true[i] for b, i in named.items() if what.true[i]},
            "recorded_falsely": {b: what.false[i] for b, i in named.items() if what.false[i]},
            "scores": None if snapshot.scores is None else dict(zip(_LEDGERS, snapshot.scores, strict=True)),
            "lists": {
                name: {
                    "listed": now.listed,
                    "by_mistake": now.mistaken,
                    "told": now.told,
                    "appealing": now.appealing,
                    "entered": happened.entered,
                    "exit": happened.exit,
                    "stopped": happened.stopped,
                    "decision": happened.decision,
                }
                for name, now, happened in zip(rules.list, snapshot.lists, what.lists, strict=True)
            },
            "denials": {s: d for s, d in zip(rules.sanction, what.denials, strict=True) if d},
        }

    return {
        "person": life.person,
        "who": heading(life),
        "household": list(life.household),
        "seed": life.run.seed,
        "steps": [
            {
                "step": moment.step,
                "members": [member(s, n) for s, n in zip(moment.members, life.household, strict=True)],
            }
            for moment in life.moments
        ],
    }


_LEDGERS = ("observed", "error_free", "all_acts")


def relatives(life: Life) -> list[str]:
    """The others of the household, a sentence each."""
    census = life.run.template.census
    said = []
    for index, (number, other) in enumerate(zip(life.household, life.members, strict=True)):
        if index == life.me:
            continue
        _, _, age, sex = life.run.template.cells[other.cell]
        said.append(f"Person {number} ({census.age_bands[age]}, {census.sexes[sex]}): {_ends(life, index)}")
    return said


def _ends(life: Life, member: int) -> str:
    last = life.moments[-1].members[member]
    ends = [
        f"on {name}{' by mistake' if now.mistaken else ''}{', and told' if now.told else ', not told'}"
        for name, now in zip(life.run.regime.rules.list, last.lists, strict=True)
        if now.listed
    ]
    steps = sum(any(one.listed for one in m.members[member].lists) for m in life.moments if m.step >= 0)
    denials = sum(sum(m.members[member].happened.denials) for m in life.moments if m.step >= 0)
    kin = sum(
        sum(d for d, by in zip(h.denials, h.reached, strict=True) if by == KIN)
        for m in life.moments
        if m.step >= 0
        for h in [m.members[member].happened]
    )
    where = f"in the end {' and '.join(ends) if ends else 'on no list'}"
    for_kin = f", {kin} of them for what a relative did" if kin else ""
    unit = life.run.regime.step
    times = f"{denials} time{'' if denials == 1 else 's'}"
    return f"{where}; listed in {steps} of {life.run.steps} {unit}s, denied {times}{for_kin}."
