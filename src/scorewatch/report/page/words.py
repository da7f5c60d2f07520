"""Sentences of the page: figures as a person says them, the one that matters coloured."""

from __future__ import annotations

from markupsafe import Markup

from scorewatch.measure.harm import Harm
from scorewatch.measure.interval import ALL_FOUND, NONE_FOUND, Estimate
from scorewatch.measure.unmeasured import BOTH, CHANCE, widest
from scorewatch.report import numbers
from scorewatch.study.run import Run


def sentence(pattern: str, *parts: object, **named: object) -> Markup:
    """The pattern of this code with its parts, which are escaped unless they are markup."""
    return Markup(pattern).format(*parts, **named)


def figure(text: str, kind: str = "listed") -> Markup:
    """A figure in the colour of the listed or of what they are compared with."""
    return sentence('<b class="{}">{}</b>', kind, text)


def plain(text: str) -> str:
    """A sentence without its marks, for a reader who cannot see them."""
    return Markup(text).striptags()


def share(estimate: Estimate, whom: str, tail: str, asked: str) -> Markup:
    """ "Of 1,000 listed, 178 (160 to 196; 114 of 662) are there by mistake."

    tail: what they are. asked: what is said to be not estimable where it is.
    """
    if estimate.value is None:
        return sentence(
            "{} is {} ({} of {} {}).",
            asked,
            numbers.NOT_ESTIMABLE,
            numbers.count(estimate.n),
            numbers.count(estimate.of or 0),
            whom,
        )
    said = numbers.of_thousand(estimate, whom)
    return sentence("{} {}.", said[0].upper() + said[1:], tail)


def lead(estimate: Estimate, whom: str, tail: str, asked: str) -> Markup:
    """The same as a title: the figure coloured, what it rests on left to the line below."""
    of = numbers.count(estimate.of or 0)
    if estimate.value is None:
        return sentence("{} is {}", asked, figure(numbers.NOT_ESTIMABLE, "soft"))
    if estimate.note == NONE_FOUND:
        return sentence("{} of {} {} {}", figure("None"), of, whom, tail)
    if estimate.note == ALL_FOUND:
        return sentence("{} {} {} {}", figure("All"), of, whom, tail)
    said, _, _ = numbers.bounds(estimate)
    return sentence("Of {} {}, {} {}", numbers.count(_base(estimate)), whom, figure(said), tail)


def rests_on(estimate: Estimate) -> str:
    """ "95 %: 160 to 196 of 1,000; 114 of 662": what stands under a title."""
    counts = f"{numbers.count(estimate.n)} of {numbers.count(estimate.of or 0)}"
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return counts
    if estimate.note in (NONE_FOUND, ALL_FOUND):
        return f"95 %: {numbers.interval(estimate, 'share')}; {counts}"
    _, low, high = numbers.bounds(estimate)
    return f"95 %: {low} to {high} of {numbers.count(_base(estimate))}; {counts}"


def _base(estimate: Estimate) -> int:
    return numbers.base_of(estimate.value or estimate.high or 0.0)


def several(number: int, one: str, many: str = "") -> str:
    """ "1 month", "36 months"."""
    return f"{numbers.count(number)} {one if number == 1 else many or one + 's'}"


def length(run: Run) -> str:
    """How long the run is: "36 months"."""
    return several(run.steps, run.regime.step)


def joined(words: list[str]) -> str:
    """ "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def capital(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


def reach(harm: Harm, run: Run) -> str:
    """ "Chance and unmeasured inputs, 11 of them tried: 72 to 302 of 1,000"; "" where no input was tried."""
    found = widest(harm, run.inputs, run.people)
    if found.label == CHANCE or found.low is None or found.high is None:
        return ""
    if harm.unit == "share":
        base = numbers.base_of(harm.estimate.value or found.high)
        low, high = (
            numbers.amount(base * value) if base * value < 10 else numbers.count(base * value)
            for value in (found.low, found.high)
        )
        high += f" of {numbers.count(base)}"
    else:
        low, high = (numbers.in_unit(value, harm.unit) for value in (found.low, found.high))
    tried = run.inputs["path"].n_unique() if run.inputs is not None else 0
    label = found.label.replace(BOTH, f"{BOTH}, {tried} of them tried", 1)
    return f"{capital(label)}: {low.removesuffix(' %')} to {high}"
