"""A sentence that a figure makes true or false: "More than one in ten of the listed are there by mistake"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scorewatch.measure.harm import EVERYBODY, HEADLINES, Harm
from scorewatch.measure.interval import Estimate

# of each harm of HEADLINES: {at} is the threshold, {item} the list, sanction or behaviour, {who} a group or "",
# {right} what the figure names after its headline
_SENTENCES = {
    "listed": "{More} than {at} of the people{who} are listed [{item}]",
    "wrong person": "{More} than {at} of the listed [{item}]{who} are there by mistake",
    "expression": "{More} than {at} of the listed [{item}]{who} are there for what a right protects{right}",
    "kin": "{More} than {at} of all children{who} are reached for what a relative did [{item}]",
    "secrecy": "{More} than {at} of the listed [{item}]{who} were not told",
    "no way out": "{More} than {at} of all ever listed [{item}]{who} are still listed at the end",
    "unrelated context": "{More} than {at} denials are by a sanction unrelated to its cause [{item}]{who}",
    "disproportion": "{More} than {at} denials come of each entry [{item}]{who}",
    "arbitrariness": "{More} than {at} of those whose conduct would qualify [{item}]{who} are listed",
    "claimed benefit": "Acts of {item}{who} {move} by {more} than {at}",
}
_WORDS = ("one in two", "one in three", "one in four", "one in five", "one in ten", "one in twenty", "one in fifty")
_SHARES = {
    0.9: "nine in ten",
    0.75: "three in four",
    **dict(zip((1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 10, 1 / 20, 1 / 50), _WORDS, strict=True)),
    1 / 100: "one in a hundred",
    **{1 / n: f"one in {n:,}" for k in range(2, 9) for n in (2 * 10**k, 5 * 10**k, 10 ** (k + 1))},
}


@dataclass(frozen=True)
class Claim:
    """That a figure is more than `at`; of a change, that it falls (sign -1) or rises (sign 1) by more than that.

    harm: the figure as written, which says what is claimed.
    """

    harm: Harm
    at: float
    sign: int = 1

    @property
    def holds(self) -> bool:
        """Whether the figure as written is more."""
        assert self.harm.estimate.value is not None
        return self.sign * self.harm.estimate.value > self.at

    def curves(self, e: Estimate) -> tuple[float, float, float] | None:
        """(low, figure, high), each to be compared with `at`; None where one of them is not estimable."""
        if e.value is None or e.low is None or e.high is None:
            return None
        return (e.low, e.value, e.high) if self.sign > 0 else (-e.high, -e.value, -e.low)

    @property
    def sentence(self) -> str:
        """What is so as written: that it is more, or that it is no more."""
        h = self.harm
        more = "more" if self.holds else "no more"
        return _SENTENCES[h.harm].format(
            More=more.capitalize(),
            more=more,
            at=_threshold(self.at, h.unit),
            item=h.item,
            who="" if h.who == EVERYBODY else f" ({h.who})",
            right=h.what.removeprefix(HEADLINES[h.harm]),
            move="fall" if self.sign < 0 else "rise",
        )


def claim(harm: Harm, at: float | None = None) -> Claim | None:
    """The claim that the figure is more than `at`, or than the largest round figure that its interval is all above.

    None where there is no such figure.
    """
    e = harm.estimate
    if e.value is None:
        return None
    sign = -1 if harm.unit == "change" and e.value <= 0 else 1
    if at is not None:
        return Claim(harm, at, sign)
    curves = Claim(harm, 0.0, sign).curves(e)
    round_figures: Sequence[float] = sorted(_SHARES if harm.unit == "share" else _ROUND, reverse=True)
    below = [figure for figure in round_figures if curves is not None and figure < curves[0]]
    return Claim(harm, below[0], sign) if below else None


_ROUND = tuple(float(f"{digit}e{k}") for k in range(-6, 13) for digit in (1, 2, 5))


def _threshold(at: float, unit: str) -> str:
    if unit == "share" and at in _SHARES:
        return _SHARES[at]
    return f"{100 * at:.10g} %" if unit in ("share", "change") else f"{at:,.10g}"
