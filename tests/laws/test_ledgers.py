"""Three ledgers with the same luck: what the rules would do with the facts, beside what they do."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from laws.lives import few, live
from laws.regimes import Raw, regimes
from scorewatch.mechanism.state import Holds
from scorewatch.plan.order import ALL_ACTS, ERROR_FREE, OBSERVED

STEPS = 8


def test_whom_a_ground_lists_on_the_facts_it_lists() -> None:
    """With no review and no appeal: a ground that holds in error_free holds in observed and in all_acts, as long.

    One word decides for the three ledgers, error_free has no more records than either, and whoever pays leaves all.
    """
    met: Counter[str] = Counter()

    @few(20)
    @given(regimes(redress=False))
    def law(raw: Raw) -> None:
        lives = live(raw, 120, STEPS)
        for moment in lives.at.values():
            for name, ledgers in moment.on.items():
                for more in (OBSERVED, ALL_ACTS):
                    _holds_as_long(ledgers[ERROR_FREE], ledgers[more])
                met["on the facts"] += any(fired is not None for fired in ledgers[ERROR_FREE].grounds)
                met["as seen"] += any(fired is not None for fired in ledgers[OBSERVED].grounds)
                met["by all acts"] += any(fired is not None for fired in ledgers[ALL_ACTS].grounds)
                met["paid"] += moment.did[name].exit == "complied"

    law()
    assert min(met.values()) > 50, met
    assert met["on the facts"] < min(met["as seen"], met["by all acts"])


def _holds_as_long(fewer: Holds, more: Holds) -> None:
    for here, there in zip(fewer.grounds, more.grounds, strict=True):
        if here is not None:
            assert there is not None
            assert there >= here


def test_records_are_acts_or_mistakes() -> None:
    """True records are among the acts; where nobody errs the observed ledger is the error-free one."""
    alike = []

    @few(15)
    @given(regimes(lookalikes=False, keepers=False, redress=False))
    def law(raw: Raw) -> None:
        for sensor in raw.get("sensor", {}).values():
            sensor.pop("false_per_year", None)
        for moment in live(raw, 100, STEPS).at.values():
            assert not any(moment.false.values())
            assert all(moment.true[name] <= moment.acts[name] for name in moment.acts)
            if moment.scores is not None:
                assert moment.scores[OBSERVED] == moment.scores[ERROR_FREE]
            for ledgers in moment.on.values():
                assert ledgers[OBSERVED] == ledgers[ERROR_FREE]
                alike.append(ledgers[OBSERVED].any())

    law()
    assert sum(alike) > 100


def test_nobody_unnamed_is_listed_or_scored() -> None:
    """`subject` names age bands and traits; who is none of them has no score, no listing and no case."""

    @few(15)
    @given(regimes())
    def law(raw: Raw) -> None:
        lives = live(raw, 100, STEPS)
        ages = lives.template.census.age_bands
        rules = lives.regime.rules
        for (person, _), moment in lives.at.items():
            what = {ages[lives.template.rows[person % len(lives.template.rows)][0]], lives.traits[person]}
            scored = rules.score is not None and (rules.score.subject is None or bool(what & {*rules.score.subject}))
            assert (moment.scores is not None) == scored
            for name, listed in rules.list.items():
                if listed.subject is not None and not what & {*listed.subject}:
                    assert not any(holds.any() for holds in moment.on[name])
                    assert not moment.did[name].case

    law()
