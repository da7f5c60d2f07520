"""Red flags: what a regime's rules do to people that a legal text has something to say about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from scorewatch.regime import flags_text as law
from scorewatch.regime.declare import List, Rules, Score
from scorewatch.regime.read import Regime
from scorewatch.regime.resolve import due_process
from scorewatch.regime.values import Quantity
from scorewatch.regime.words import NEVER, NONE

Kind = Literal[
    "unrelated",
    "no_way_out",
    "kin",
    "right",
    "profile",
    "no_notice",
    "no_appeal",
    "appeal_corrects_nothing",
    "no_review",
]


@dataclass(frozen=True)
class Flag:
    """One red flag: at a dotted path, with the legal texts and elements it touches, and what shows it."""

    kind: Kind
    where: str
    says: str
    touches: tuple[str, ...]
    evidence: str = ""


def flags(regime: Regime) -> tuple[Flag, ...]:
    """The red flags of a regime as written, then those that a phase raises."""
    found: dict[tuple[str, str], Flag] = {}
    phases = {step: rules for step, rules in regime.timeline if rules is not regime.rules}
    for step, rules in [(None, regime.rules), *phases.items()]:
        for flag in of_rules(rules):
            if step is not None:
                says = f"{flag.says} (from step {step} on)"
                flag = Flag(flag.kind, flag.where, says, flag.touches, flag.evidence)
            found.setdefault((flag.kind, flag.where), flag)
    return tuple(found.values())


def of_rules(rules: Rules) -> Iterator[Flag]:
    """The red flags of the rules of one time."""
    yield from _unrelated(rules)
    yield from _no_way_out(rules)
    yield from _kin(rules)
    yield from _rights(rules)
    yield from _profile(rules)
    for name in rules.list:
        yield from _redress(rules, name)


def causes(rules: Rules, list_name: str) -> dict[str, list[str]]:
    """The behaviours for which one gets on a list, by domain: its grounds, and what costs points."""
    one = rules.list[list_name]
    names = [name for ground in one.ground.values() for name in ground.on]
    if one.enter_below is not None:
        names += [name for name, behaviour in rules.behaviour.items() if behaviour.points.value < 0]
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(rules.behaviour[name].domain, []).append(name)
    return found


def _unrelated(rules: Rules) -> Iterator[Flag]:
    for name, sanction in rules.sanction.items():
        apart = {
            domain: behaviours
            for domain, behaviours in causes(rules, sanction.list).items()
            if domain != sanction.domain and domain not in sanction.related
        }
        if apart:
            touches: tuple[str, ...] = (law.AI_ACT_UNRELATED,)
            if sanction.domain in ("travel", "movement"):
                touches += (law.ICCPR_MOVEMENT,)
            yield Flag(
                "unrelated",
                f"sanction.{name}",
                f'"{sanction.says}" is about {sanction.domain}; people are listed for {_and(apart)}.',
                touches,
                "; ".join(f"{domain}: {', '.join(behaviours)}" for domain, behaviours in apart.items()),
            )


def _no_way_out(rules: Rules) -> Iterator[Flag]:
    for name, one in rules.list.items():
        if one.complies_per_year.value > 0:
            continue
        grounds = {ground: said.says for ground, said in one.ground.items() if said.term == NEVER}
        shut = [f"ground {ground}: term never" for ground in grounds]
        reasons = [f'"{says}"' for says in grounds.values()]
        by_score = _score_never_frees(rules.score, one, rules)
        if by_score:
            shut.append(f"score: {by_score}")
            reasons.append("a low score")
        if shut:
            process = due_process(rules, name)
            rest = "only a successful appeal" if process.tells and process.hears and process.grants else "nothing"
            yield Flag(
                "no_way_out",
                f"list.{name}",
                f"Whoever is on it for {_and(reasons)} stays for life; {rest} ends it.",
                (law.AI_ACT_DISPROPORTIONATE, law.ICCPR_REPUTATION),
                "; ".join(shut) + "; complies_per_year 0",
            )


def _score_never_frees(score: Score | None, one: List, rules: Rules) -> str:
    """Why who is listed by score never gets off by score or time, or ""."""
    if score is None or one.enter_below is None or one.term != NEVER:
        return ""
    leave = one.leave_at if one.leave_at is not None else one.enter_below
    if not isinstance(leave, Quantity):
        return "leave_at never, term never"
    if leave.value > score.range[1]:
        return f"leave_at {leave.value} is above the highest score, {score.range[1]}"
    if any(b.points.value > 0 and b.acts_per_year.value > 0 for b in rules.behaviour.values()):
        return ""
    if score.recovery.value == 0:
        return "no behaviour gives points and the score does not recover"
    given = (getattr(score.profile, word) for word in ("age", "sex", "region", "group", "trait"))
    least = score.start.value + sum(min(q.value for q in table.values()) for table in given if table)
    if leave.value <= least:
        return ""
    return f"the score of who starts lowest recovers to {least} at most, and leave_at is {leave.value}"


def _kin(rules: Rules) -> Iterator[Flag]:
    whom = {
        "children": "the children of whoever is listed",
        "household": "everybody who lives with somebody listed",
    }
    for name, sanction in rules.sanction.items():
        if sanction.reaches != "person":
            yield Flag(
                "kin",
                f"sanction.{name}",
                f'"{sanction.says}" reaches {whom[sanction.reaches]}, for what somebody else did.',
                (law.CRC_PARENTS, law.ICCPR_PRIVACY, law.AI_ACT_DISPROPORTIONATE),
                f"reaches {sanction.reaches}",
            )


def _rights(rules: Rules) -> Iterator[Flag]:
    for name, behaviour in rules.behaviour.items():
        seen = [sensor for sensor, said in rules.sensor.items() if name in said.sees]
        if behaviour.right is None or not seen:
            continue
        costs = [f"list.{one}.ground.{g}" for one, o in rules.list.items() for g, s in o.ground.items() if name in s.on]
        if behaviour.points.value < 0:
            costs.insert(0, f"points {behaviour.points.value}")
        yield Flag(
            "right",
            f"behaviour.{name}",
            f'"{behaviour.says}" is recorded, and the right to {behaviour.right} protects it.',
            (law.RIGHTS[behaviour.right],),
            f"seen by {', '.join(seen)}" + (f"; costs: {', '.join(costs)}" if costs else "; costs nothing here"),
        )


def _profile(rules: Rules) -> Iterator[Flag]:
    if rules.score is None:
        return
    for word in ("trait", "group", "sex", "age", "region"):
        table = getattr(rules.score.profile, word)
        if not table:
            continue
        points = {key: quantity.value for key, quantity in table.items()}
        if word == "trait":
            points.setdefault(NONE, 0)
        if len(set(points.values())) > 1:
            yield Flag(
                "profile",
                f"score.profile.{word}",
                f"The score begins with points for what a person is: {word}.",
                (law.AI_ACT_CHARACTERISTICS, law.ICCPR_EQUALITY),
                ", ".join(f"{key} {value:+d}" for key, value in points.items()),
            )


def _redress(rules: Rules, name: str) -> Iterator[Flag]:
    process, one, where = due_process(rules, name), rules.list[name], f"list.{name}"
    denies = any(sanction.list == name for sanction in rules.sanction.values())
    if process.notice == 0 and (process.notice_on_denial == 0 or not denies):
        says = "Nobody is told of being listed."
        yield Flag("no_notice", where, says, (law.GDPR_CONTEST,), "notice 0, notice_on_denial 0 or no denials")
    if not process.hears or not process.grants:
        says = "Nobody appeals." if not process.hears else "No appeal is ever granted."
        evidence = (
            f"appeals {process.appeals_mistaken:g} and {process.appeals_accurate:g}, "
            f"granted {process.granted_if_mistaken:g} and {process.granted_if_accurate:g}"
        )
        yield Flag("no_appeal", where, says, (law.GDPR_CONTEST,), evidence)
    elif one.enter_below is not None and not process.corrects_record:
        says = "Who wins an appeal is off the list, and the false record stays in the score."
        touches = (law.GDPR_CONTEST, law.AI_ACT_DISPROPORTIONATE)
        yield Flag("appeal_corrects_nothing", where, says, touches, "corrects_record false")
    if not process.reviews:
        says = "Nobody looks before a listing counts."
        yield Flag("no_review", where, says, (law.GDPR_HUMAN,), "review.share 0")


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
