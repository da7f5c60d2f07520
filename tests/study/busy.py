"""A regime in which much happens to few people: every mechanism at work, all in a second."""

from __future__ import annotations

from functools import cache
from math import isclose

from scorewatch.regime.read import Regime
from scorewatch.study.run import Run, run
from support import regime as of_parts

TOP = 'warm_up = "3 months"\n'
PARTS = """
[trait.organiser]
says = "Organiser"
share = 0.1
by_age = { child = 0, adult = 1, older = 0.5 }

[score]
start = 100
range = [0, 130]
recovery = 40

[behaviour.debt]
says = "A debt"
acts_per_year = 4
spread = 1
by_age = { child = 0.2, adult = 1, older = 0.5 }
by_list = { debtors = 1.2, watched = 1, none = 1 }
points = -15
domain = "money"
targeted = true

[behaviour.protest]
says = "A protest"
acts_per_year = 2
by_trait = { organiser = 5, none = 1 }
points = -3
domain = "expression"
right = "assembly"

[behaviour.help]
says = "Help"
acts_per_year = 5
points = 2
domain = "civic"

[behaviour.speeding]
says = "Speeding"
acts_per_year = 3
points = -4
domain = "traffic"
targeted = true

[sensor.courts]
says = "Courts"
sees = ["debt", "help"]
recorded = { debt = 0.5, help = 0.7 }
misattributed = { debt = 0.1, help = 0 }
[sensor.courts.false_per_year]
majority = { debt = 0.1, help = 0 }
minority = { debt = 0.3, help = 0 }

[sensor.cameras]
says = "Cameras"
sees = "protest"
coverage = { urban = 0.7, rural = 0.3 }
recorded = 0.4
misattributed = { majority = 0.1, minority = 0.3 }
confuses = { age = 0.1, sex = 0.2 }
avoidable = true

[sensor.gates]
says = "Gates"
sees = "speeding"
recorded = 0.4
misattributed = 0.4
to = "household"

[list.debtors]
says = "Debtors"
subject = ["adult", "older"]
enter_below = 80
leave_at = 86
complies_per_year = 0.5

[list.watched]
says = "The watched"
[list.watched.ground.unrest]
says = "Unrest"
on = "protest"
chance = 0.4
unless = { is_believed = 0.3 }
term = "2 months"
[list.watched.ground.insult]
says = "Insult"
on = ["speeding", "protest"]
chance = 0.1
term = "4 months"
[list.watched.due_process]
notice = 0.1
corrects_record = true

[sanction.trains]
says = "No train"
list = "debtors"
domain = "travel"
reaches = "person"
attempts_per_year = 6
evaded = 0.1

[sanction.school]
says = "No school"
list = "debtors"
domain = "education"
reaches = "children"
attempts_per_year = 3

[sanction.visit]
says = "A visit"
list = "watched"
domain = "housing"
reaches = "household"
imposed = "at entry"

[due_process]
notice = 0.4
notice_on_denial = 0.5
appeals = { mistaken = 0.7, accurate = 0.4 }
decided_after = "2 months"
granted_if_mistaken = 0.6
granted_if_accurate = 0.2
[due_process.review]
share = 0.6
stops_mistaken = 0.6
stops_accurate = 0.2
capacity_per_year = 12_000

[response]
deterrence = { most = 0.3, half_at = 0.3 }
chilling = { most = 0.5, half_at = 0.1 }
avoidance = { most = 0.4, half_at = 0.1 }

[[phase]]
from = "8 months"
says = "Stricter"
set = { "list.debtors.enter_below" = 85, "list.debtors.leave_at" = 95 }
"""
PEOPLE, STEPS, SEED = 211, 13, 5


@cache
def regime() -> Regime:
    """The regime."""
    return of_parts(PARTS, TOP)


@cache
def done() -> Run:
    """A run of it, made once; nothing changes a run."""
    return run(regime(), people=PEOPLE, steps=STEPS, seed=SEED)


def same(mine: float | None, theirs: float | None) -> bool:
    """Whether two figures are the same but for the order in which they were added up; undefined is not zero."""
    if mine is None or theirs is None:
        return mine is theirs
    return isclose(mine, theirs, rel_tol=1e-12)
