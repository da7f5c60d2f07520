"""Where a sentence turns: against closed forms, on whole numbers, on both sides, and where it never does."""

from __future__ import annotations

from math import exp, log

import pytest

from exact.lab import a_list, behaviour, ground, score, sensor
from scorewatch.errors import InputError
from scorewatch.measure.claim import claim
from scorewatch.measure.harm import EVERYBODY, HEADLINES, Harm
from scorewatch.measure.interval import Estimate
from scorewatch.regime.inputs import inputs
from scorewatch.regime.read import Regime
from scorewatch.study.breakeven import breakeven, crossings
from scorewatch.study.figures import Figures
from support import regime


def false_records(value: float, low: float, high: float, more: str = "") -> Regime:
    """Acts 0.25 a month, all recorded, and false ones; a record lists with chance 0.4 for three months."""
    given = f"false_per_year = {{ value = {value}, low = {low}, high = {high} }}"
    return regime(
        behaviour("act", 3)
        + sensor("eye", "act", "recorded = 1", given)
        + a_list("l")
        + ground("l", "g", "act", "chance = 0.4", 'term = "3 months"')
        + more
    )


def turns_at(share: float) -> float:
    """The false records a year with which this share of the listed is there by mistake, in closed form.

    Listed for true records alone: 1 - A, A = exp(-0.4 x 0.25 x 3); for all: 1 - A B, B = exp(-0.4 x f / 12 x 3). By
    mistake: A (1 - B) / (1 - A B), which is the share where B = (A - share) / (A (1 - share)).
    """
    a = exp(-0.3)
    return -12 * log((a - share) / (a * (1 - share))) / (0.4 * 3)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_break_even_is_that_of_the_closed_form(seed: int) -> None:
    """Catches a bisection to the wrong side, an answer at an end of its bracket, an interval of another curve."""
    exact = turns_at(0.5)
    assert exact == pytest.approx(4.3057, abs=0.0001)
    of = false_records(8, 2, 12)
    found = breakeven(of, harm="wrong person", over="sensor.eye.false_per_year", people=300_000, months=3, seed=seed)
    (crossing,) = found.crossings
    assert found.claim.at == 0.5
    assert not crossing.above
    assert crossing.low is not None
    assert crossing.high is not None
    assert crossing.low < exact < crossing.high
    assert crossing.value == pytest.approx(exact, rel=0.01)
    assert crossing.high - crossing.low < 0.1 * exact
    assert "More than one in two of the listed [l] are there by mistake as long as" in found.sentence
    assert f"stays above {crossing.value:.3g}" in found.sentence


def test_the_interval_holds_the_closed_form_from_the_other_side_too() -> None:
    """As written fewer than half: the bounds change places. Catches the two curves of the interval mixed up."""
    exact = turns_at(0.5)
    found = breakeven(
        false_records(2.5, 2, 12), harm="wrong person", over="sensor.eye.false_per_year", at=0.5, people=300_000,
        months=3,
    )  # fmt: skip
    (crossing,) = found.crossings
    assert crossing.above
    assert crossing.low is not None
    assert crossing.high is not None
    assert crossing.low < crossing.value < crossing.high
    assert crossing.low < exact < crossing.high
    assert crossing.value == pytest.approx(exact, rel=0.01)
    assert found.sentence.startswith("No more than one in two")


# who stands where without doing anything: children 950, adults 942, older people 935
STANDING = behaviour("act", 0) + score(900, 0, 2000) + "profile = { age = { child = 50, adult = 42, older = 35 } }\n"


def below(value: int, low: int, high: int) -> Regime:
    """Whoever stands below a threshold is listed."""
    return regime(STANDING + a_list("l", f"enter_below = {{ value = {value}, low = {low}, high = {high} }}"))


def test_a_whole_number_turns_at_the_first_where_it_is_not_so() -> None:
    """Below 943 adults and old people are listed, most of all; below 942 the old alone. Catches a value in between, and
    a bracket that ends before two neighbours.
    """
    found = breakeven(below(945, 0, 949), harm="listed", over="list.l.enter_below", at=0.5, people=2_000, months=1)
    (crossing,) = found.crossings
    assert crossing == type(crossing)(above=False, value=942, low=942, high=942)
    assert "stays above 942" in found.sentence


def test_a_sentence_that_is_not_so_as_written_may_become_so() -> None:
    """No more than half as written, 940; more from 943 on, and never below. Then: as long as it stays below."""
    found = breakeven(below(940, 930, 960), harm="listed", over="list.l.enter_below", at=0.5, people=2_000, months=1)
    (crossing,) = found.crossings
    assert (crossing.above, crossing.value) == (True, 943)
    assert "stays below 943" in found.sentence


def harm(name: str, unit: str, value: float, low: float, high: float) -> Harm:
    """A figure for everybody."""
    return Harm(name, HEADLINES[name], "x", "", EVERYBODY, unit, Estimate(value, low, high, 9, 99), "")


class Parabola(Figures):
    """Figures without a run: of the rate of false records x, 1 - (x - 5)² / 25, and 0.1 to either side by chance."""

    def of(self, regime: Regime, *, alone: bool = True) -> list[Harm]:
        del alone
        value = 1 - (regime.rules.sensor["eye"].false_per_year.value - 5) ** 2 / 25  # type: ignore[union-attr]
        return [harm("wrong person", "share", value, value - 0.1, value + 0.1)]


def test_a_sentence_may_turn_on_both_sides() -> None:
    """More than half between 5 - 5·sqrt(0.5) and 5 + 5·sqrt(0.5); the interval where it is 0.6 and 0.4.

    Catches a side that is not looked at, and bounds that are not on the side of their value.
    """
    of = false_records(5, 0, 10)
    said = claim(harm("wrong person", "share", 1.0, 0.9, 1.1), 0.5)
    assert said is not None
    below, above = crossings(Parabola(1, 1, 0), of, inputs(of)[0], said)
    assert (below.above, above.above) == (False, True)
    assert [below.value, above.value] == pytest.approx([5 - 5 * 0.5**0.5, 5 + 5 * 0.5**0.5], abs=0.01)
    bounds = [5 - 5 * 0.6**0.5, 5 - 5 * 0.4**0.5, 5 + 5 * 0.4**0.5, 5 + 5 * 0.6**0.5]
    assert [below.low, below.high, above.low, above.high] == pytest.approx(bounds, abs=0.05)


@pytest.mark.parametrize(("low", "high"), [(944, 949), (943, 950)])
def test_what_turns_nowhere_has_no_value(low: int, high: int) -> None:
    """Catches a break-even at an end, or outside of the range, where the sentence is the same at both ends."""
    found = breakeven(below(945, low, high), harm="listed", over="list.l.enter_below", at=0.5, people=2_000, months=1)
    assert found.crossings == ()
    assert "holds over the whole range of" in found.sentence
    assert f"{low} to {high}" in found.sentence


def test_an_interval_that_does_not_end_within_the_range_is_open() -> None:
    """400 people say little: the value is within the range, chance may move it beyond. Catches an end taken for one."""
    exact = turns_at(0.5)
    of = false_records(exact * 1.3, exact * 0.98, exact * 1.4)
    found = breakeven(of, harm="wrong person", over="sensor.eye.false_per_year", at=0.5, people=1_500, months=3, seed=4)
    (crossing,) = found.crossings
    assert crossing.low is None
    assert f"(below {exact * 0.98:.10g} to" in found.sentence


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"harm": "wrong persn"}, 'Did you mean "wrong person"?'),
        ({"over": "sensor.eye.false_per_yaer"}, 'Did you mean "sensor.eye.false_per_year"?'),
        ({"over": "sensor.eye.recorded"}, "--set sensor.eye.recorded.low=…"),
        ({"item": "k"}, "--item"),
        ({"who": "minorty"}, 'Did you mean "minority"?'),
        ({"at": -1.0}, "--at"),
        ({"harm": "kin"}, 'no figure of "kin"'),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_runs(
    given: dict[str, object], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a question about what is not there that runs first, or answers something else."""
    monkeypatch.setattr("scorewatch.study.figures.run", lambda *_, **__: pytest.fail("it runs"))
    asked: dict[str, object] = {"harm": "wrong person", "over": "sensor.eye.false_per_year", **given}
    with pytest.raises(InputError) as refused:
        breakeven(false_records(8, 2, 12), **asked)  # type: ignore[arg-type]  # what is wrong with it is the test
    assert says in str(refused.value)


def test_an_end_that_makes_no_regime_is_said_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """750 acts a month are too many. Catches a bisection towards what cannot be run."""
    monkeypatch.setattr("scorewatch.study.figures.run", lambda *_, **__: pytest.fail("it runs"))
    of = false_records(8, 2, 12).set("behaviour.act.acts_per_year.high", 9000)
    with pytest.raises(InputError, match=r"acts_per_year: at its high end, 9000"):
        breakeven(of, harm="wrong person", over="behaviour.act.acts_per_year")


def test_a_figure_that_is_not_estimable_is_no_answer() -> None:
    """At the low end nobody is listed. Catches 0 of 0 taken for "no more than half"."""
    of = regime(
        behaviour("act", 0)
        + sensor("eye", "act", "false_per_year = { value = 8, low = 0, high = 12 }")
        + a_list("l")
        + ground("l", "g", "act")
    )
    with pytest.raises(InputError, match="not estimable where this is 0"):
        breakeven(of, harm="wrong person", over="sensor.eye.false_per_year", people=2_000, months=1)


@pytest.mark.parametrize(
    ("of", "at", "says"),
    [
        (harm("wrong person", "share", 0.18, 0.17, 0.19), 0.1, "More than one in ten of the listed [x] are there"),
        (harm("listed", "share", 0.0067, 0.0065, 0.0068), 0.005, "More than one in 200 of the people are listed [x]"),
        (harm("secrecy", "share", 0.51, 0.50, 0.52), 1 / 3, "More than one in three of the listed [x] were not told"),
        (harm("no way out", "share", 0.95, 0.92, 0.97), 0.9, "More than nine in ten of all ever listed [x]"),
        (harm("arbitrariness", "share", 0.013, 0.011, 0.02), 0.01, "More than one in a hundred of those whose conduct"),
        (harm("kin", "share", 0.022, 0.0201, 0.03), 0.02, "More than one in fifty of all children are reached"),
        (harm("expression", "share", 0.3, 0.26, 0.4), 0.25, "More than one in four of the listed [x] are there for"),
        (harm("unrelated context", "denials", 5027, 4833, 5221), 2000, "More than 2,000 denials are by a sanction"),
        (harm("disproportion", "denials for each", 0.79, 0.7, 0.8), 0.5, "More than 0.5 denials come of each entry"),
        (harm("claimed benefit", "change", -0.08, -0.1, -0.06), 0.05, "Acts of x fall by more than 5 %"),
        (harm("claimed benefit", "change", 0.03, 0.025, 0.04), 0.02, "Acts of x rise by more than 2 %"),
    ],
)  # fmt: skip
def test_every_headline_is_a_sentence_about_the_largest_round_figure_below_its_interval(
    of: Harm, at: float, says: str
) -> None:
    """By hand, one of each harm. Catches a threshold within the interval, and a fall taken for a rise."""
    found = claim(of)
    assert found is not None
    assert found.holds
    assert found.at == pytest.approx(at)
    assert found.sentence.startswith(says)


def test_a_figure_of_which_nothing_round_is_sure_claims_nothing() -> None:
    """An interval from 0 has no round figure below it; with one given it is compared all the same."""
    of = harm("wrong person", "share", 0.05, 0.0, 0.1)
    assert claim(of) is None
    given = claim(of, 0.07)
    assert given is not None
    assert given.sentence.startswith("No more than 7 % of the listed [x]")
