"""The findings of a run as sentences: every figure computed, and what is not there not said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import Estimate, ratio
from scorewatch.report import numbers
from scorewatch.report.page import basis, dots, put_in, words
from scorewatch.report.page.counts import Counted
from scorewatch.report.page.tables import Basis, Chart, Picture, Table, figures
from scorewatch.report.page.words import sentence, share

NOBODY = "Nobody is listed at the end of this run"


@dataclass(frozen=True)
class Finding:
    """A sentence with figures, what it rests on, and how far it goes where inputs were tried."""

    says: Markup
    basis: Basis
    reach: str = ""


def headline(counted: Counted) -> Chart:
    """The finding that the page opens with: who is on the longest list by mistake."""
    name = longest(counted)
    if name is None:
        says = Markup("This regime has no list: nobody is listed")
        return Chart("headline", says, "", None, None, basis.LISTED)
    declared = counted.run.regime.rules.list[name]
    (listed,) = counted.harm("listed", name)
    if not listed.estimate.n:
        on = words.rests_on(listed.estimate)
        return Chart("headline", Markup(NOBODY), f"{declared.says}. {on} people.", None, None, basis.LISTED)
    (harm,) = counted.harm("wrong person", name)
    says = words.lead(harm.estimate, "people listed", "are there by mistake", "The share listed by mistake")
    groups = [f"{h.who}: {numbers.said(h.estimate, h.unit)}" for h in counted.harm("wrong person", name, "group")]
    under = (
        f"{declared.says}, at the end of {words.length(counted.run)}. {words.rests_on(harm.estimate)}. By mistake: "
        "without false records they would not be on it; it does not say that they did nothing."
    )
    reach = words.reach(harm, counted.run)
    tail = f" {reach}.{put_in.remark_on_held(counted.run)}" if reach else ""
    if len(groups) > 1:
        unequal = ", to which the file gives different numbers" if put_in.by_group(counted.run) else ""
        tail += f" By group{unequal}: {'; '.join(groups)}."
    table = Table(
        f"There by mistake, of the listed: {declared.says}",
        ("who", "figure", "95 %, chance alone", "counts"),
        tuple((h.who, *figures(h)) for h in (harm, *counted.harm("wrong person", name, "group"))),
    )
    return Chart("headline", says, under + tail, _dots(harm.estimate), table, basis.OF_HARM["wrong person"])


def _dots(estimate: Estimate) -> Picture | None:
    if estimate.value is None:
        return None
    coloured = round(dots.THOUSAND * estimate.value)
    said = f"A thousand marks for a thousand people on the list; {coloured} are coloured: there by mistake."
    return dots.thousand(coloured, said)


def longest(counted: Counted) -> str | None:
    """The list with the most people on it at the end, the first of them; None where there is no list."""
    lists = list(counted.run.regime.rules.list)
    return max(lists, key=lambda n: int(counted.parts.counts("listed", n).sum()), default=None)


def findings(counted: Counted) -> list[Finding]:
    """The findings, in the order of the harms; each list, sanction and behaviour says its own."""
    found: list[Finding] = []
    for harm in counted.harms:
        if harm.axis and harm.harm != "kin":
            continue
        reach = words.reach(harm, counted.run) if harm.headline else ""
        for says in _says(counted, harm):
            kind = "withheld" if harm.what.startswith("acts withheld") else harm.harm
            found.append(says if isinstance(says, Finding) else Finding(says, basis.OF_HARM[kind], reach))
            reach = ""  # it is of the figure itself, which the first sentence says
    return found


def _says(counted: Counted, harm: Harm) -> Iterator[Markup | Finding]:
    """The sentences about a figure; one that rests on other measures is a finding of its own."""
    tell = {
        "listed": _listed,
        "wrong person": _wrong,
        "expression": _expression,
        "kin": _kin,
        "secrecy": _secrecy,
        "no way out": _way_out,
        "unrelated context": _unrelated,
        "disproportion": _disproportion,
        "arbitrariness": _arbitrary,
        "claimed benefit": _benefit,
    }
    yield from tell[harm.harm](counted, harm)


def _title(counted: Counted, harm: Harm) -> str:
    """The list by its title where there are several."""
    lists = counted.run.regime.rules.list
    return f" ({lists[harm.item].says})" if harm.item in lists and len(lists) > 1 else ""


def _nobody(counted: Counted, harm: Harm) -> bool:
    """Whether there is nobody listed whom a share could be of: said once, by the listed."""
    return harm.item in counted.run.regime.rules.list and not harm.estimate.of


def _listed(counted: Counted, harm: Harm) -> Iterator[Markup]:
    title = counted.run.regime.rules.list[harm.item].says
    yield share(harm.estimate, "people", f"are on the list at the end: {title}", f"The share of people on {title}")


def _wrong(counted: Counted, harm: Harm) -> Iterator[Markup | Finding]:
    if _nobody(counted, harm):
        return
    tail = f"are there by mistake{_title(counted, harm)}: without false records they would not be"
    yield share(harm.estimate, "listed", tail, f"The share listed by mistake{_title(counted, harm)}")
    yield _even_if_all_were_seen(counted, harm)
    groups = counted.harm("wrong person", harm.item, "group")
    if len(groups) > 1:
        said = "; ".join(f"{h.who}: {numbers.of_thousand(h.estimate, 'listed')}" for h in groups)
        yield sentence("There by mistake, by group{}: {}.", _title(counted, harm), said)
        unequal = put_in.by_group(counted.run)
        if unequal:
            yield sentence(
                "The file gives the groups different numbers, so a difference between them was put in with these, and "
                "is no finding about groups: {}.",
                "; ".join(unequal),
            )


def _even_if_all_were_seen(counted: Counted, harm: Harm) -> Finding:
    """Of the listed, those whom all their acts would not list: they did not do enough, seen or unseen."""
    parts, name = counted.parts, harm.item
    listed = parts.counts("listed", name)
    enough = parts.counts("listed_all_acts", name) - parts.counts("missed", name)
    says = share(
        ratio(listed - enough, listed),
        "listed",
        f"would not be listed if all that they did had been recorded and nothing else{_title(counted, harm)}",
        f"The share whom all their acts would not list{_title(counted, harm)}",
    )
    if harm.estimate.n and (listed > enough).any():
        tail = "Another question than “by mistake”: how many are in both was not counted, so the two do not add up."
        says = sentence("{} {}", says, tail)
    return Finding(says, basis.ALL_SEEN)


def _expression(counted: Counted, harm: Harm) -> Iterator[Markup]:
    e, rules = harm.estimate, counted.run.regime.rules
    if harm.unit == "acts":
        says = rules.behaviour[harm.item].says
        if e.value is None:
            yield sentence("How often “{}” was left undone for fear is {}.", says, numbers.NOT_ESTIMABLE)
        else:
            yield sentence(
                "“{}”: {} acts were left undone for fear. That is expected from the response that the regime assumes, "
                "not drawn, so it has no interval; {} were done.",
                says,
                numbers.count(e.value),
                numbers.count(e.n),
            )
    elif harm.unit == "share" and not _nobody(counted, harm):
        right = harm.what[harm.what.index("(") + 1 : -1]
        tail = f"are there for what the right to {right} protects{_title(counted, harm)}"
        yield share(e, "listed", tail, f"The share listed for what the right to {right} protects")


def _kin(counted: Counted, harm: Harm) -> Iterator[Markup]:
    says = counted.run.regime.rules.sanction[harm.item].says
    if harm.unit == "persons" and not harm.estimate.n:
        yield sentence("“{}”: at the end nobody is under it for what a relative did{}.", says, _at_most(harm.estimate))
    elif harm.unit == "persons":
        under = "are under it at the end for what a relative did, and are not listed themselves"
        yield sentence("“{}”: {} people {}.", says, numbers.number(harm.estimate), under)
    elif harm.axis == "age_band":
        if not harm.estimate.of:
            yield sentence("“{}” reaches no children ({}): there are none in this run.", says, harm.who)
        else:
            tail = f"are reached by it for what a relative did: “{says}”"
            yield share(harm.estimate, "children", tail, f"The share of children that “{says}” reaches")


def _secrecy(counted: Counted, harm: Harm) -> Iterator[Markup]:
    if not _nobody(counted, harm):
        tail = f"have not been told so far{_title(counted, harm)}"
        yield share(harm.estimate, "listed", tail, f"The share never told{_title(counted, harm)}")


def _way_out(counted: Counted, harm: Harm) -> Iterator[Markup]:
    if harm.what.startswith("of all ever listed") and not _nobody(counted, harm):
        tail = f"are still on the list at the end{_title(counted, harm)}"
        yield share(harm.estimate, "ever listed", tail, f"The share still listed{_title(counted, harm)}")


def _unrelated(counted: Counted, harm: Harm) -> Iterator[Markup]:
    sanction = counted.run.regime.rules.sanction[harm.item]
    what = "it was imposed {} times" if sanction.imposed else "{} attempts were refused"
    if not harm.estimate.n:
        never = "“{}” never struck in {}{}."
        yield sentence(never, sanction.says, words.length(counted.run), _at_most(harm.estimate, " times"))
    else:
        yield sentence(
            "“{}”: {}, for causes that have nothing to do with {}.",
            sanction.says,
            what.format(numbers.number(harm.estimate)),
            sanction.domain,
        )


def _at_most(e: Estimate, unit: str = "") -> str:
    """The bound of what was not seen at all, in brackets."""
    return "" if e.high is None else f" (at most {numbers.in_unit(e.high, 'acts', up=True)}{unit})"


def _disproportion(counted: Counted, harm: Harm) -> Iterator[Markup]:
    e, rules = harm.estimate, counted.run.regime.rules
    denials = harm.unit.startswith("denials")
    if not e.of or (denials and not any(s.list == harm.item for s in rules.sanction.values())):
        return
    unit = "denials" if denials else f"{counted.run.regime.step}s on the list"
    if e.value is None:
        yield sentence("How many {} each listing costs is {}{}.", unit, numbers.NOT_ESTIMABLE, _title(counted, harm))
        return
    interval = numbers.interval(e, harm.unit)
    yield sentence(
        "Each listing costs {} {} so far{} ({}{} for {} listings).",
        numbers.said(e, harm.unit) if e.value else "no",
        unit,
        _title(counted, harm),
        f"{interval}; " if interval else "",
        numbers.count(e.n),
        numbers.count(e.of),
    )


def _arbitrary(counted: Counted, harm: Harm) -> Iterator[Markup | Finding]:
    if _nobody(counted, harm):
        yield sentence("Nobody’s conduct would qualify for the list{}.", _title(counted, harm))
        return
    tail = f"are listed{_title(counted, harm)}; the others would qualify as well and are not"
    if harm.estimate.value == 1.0:
        tail = f"are listed{_title(counted, harm)}"
    yield share(
        harm.estimate,
        "people whose conduct would qualify",
        tail,
        "The share listed of those whose conduct would qualify",
    )
    would = ratio(counted.parts.counts("listed_all_acts", harm.item), counted.parts.counts("people"))
    qualify = f"would be listed if all that everybody did were recorded, and nothing else{_title(counted, harm)}"
    yield Finding(share(would, "people", qualify, "The share whom all their acts would list"), basis.ALL_SEEN)


def _benefit(counted: Counted, harm: Harm) -> Iterator[Markup]:
    says, e = counted.run.regime.rules.behaviour[harm.item].says, harm.estimate
    if e.value is None or e.low is None or e.high is None:
        yield sentence("Claimed benefit, “{}”: {} (too few who would do it).", says, numbers.NOT_ESTIMABLE)
        return
    said = f"{numbers.said(e, harm.unit)} ({numbers.interval(e, harm.unit)}); {numbers.count(e.n)} acts"
    against = f"against {numbers.count(e.of or 0)} expected where nobody is watched"
    word = "no difference that chance would not make: " if e.low <= 0.0 <= e.high else ""
    yield sentence(
        "Acts of “{}” change under the regime, by what the file assumes of people: {}{}, {}.", says, word, said, against
    )
