"""Small regimes at the corners of what a page must say: nobody, everybody, no list, several lists, weeks, days."""

from __future__ import annotations

from functools import cache

from scorewatch.report.page.page import page
from scorewatch.study.run import Run
from support import ran

SEEN = (
    '[behaviour.debt]\nsays = "A debt"\nacts_per_year = {acts}\ndomain = "money"\ntargeted = true\npoints = -10\n'
    '[sensor.courts]\nsays = "Courts"\nsees = "debt"\nrecorded = 0.9\nfalse_per_year = {false}\n'
)
LIST = '[list.l]\nsays = "A list"\n[list.l.ground.g]\nsays = "A ground"\non = "debt"\nterm = "6 months"\n'
SANCTION = (
    '[sanction.loan]\nsays = "No loan"\nlist = "l"\ndomain = "credit"\nreaches = "person"\nattempts_per_year = 6\n'
    '[sanction.school]\nsays = "No school"\nlist = "l"\ndomain = "education"\nreaches = "children"\n'
    "attempts_per_year = 2\n"
)
SCORE = "[score]\nstart = 100\nrange = [0, 200]\nbands = { good = 90, poor = 0 }\n"
SECOND = '[list.m]\nsays = "Another list"\nsubject = ["older"]\n[list.m.ground.h]\nsays = "Too"\non = "debt"\n'
NOTHING = '[behaviour.walk]\nsays = "A walk"\nacts_per_year = 3\ndomain = "movement"\n'


def seen(acts: float = 1, false: float = 0.2) -> str:
    """A behaviour and the courts that record it, rightly and falsely."""
    return SEEN.format(acts=acts, false=false)


@cache
def corner(name: str) -> Run:
    """The run of this corner."""
    both = LIST + SANCTION
    parts, people, steps, top = {
        "plenty": (SCORE + seen() + both, 600, 14, ""),
        "nobody listed": (seen(0, 0) + both, 200, 3, ""),
        "everybody listed": (seen(480, 0).replace("0.9", "1") + both, 200, 4, ""),
        "all by mistake": (seen(0, 480) + both, 200, 4, ""),
        "no sanction": (seen() + LIST, 200, 5, ""),
        "no score": (seen() + both, 200, 5, ""),
        "no list": (SCORE + seen(), 200, 5, ""),
        "nothing": (NOTHING, 200, 3, ""),
        "several lists": (SCORE + seen() + both + SECOND, 400, 8, ""),
        "one household": (seen() + both, 1, 3, ""),
        "weeks": (SCORE + seen() + both, 200, 30, 'step = "week"'),
        "days": (SCORE + seen() + both, 60, 40, 'step = "day"'),
        "warm-up": (SCORE + seen() + both, 200, 5, 'warm_up = "1 year"'),
    }[name]
    return ran(parts, people, steps, top=top)


NAMES = (
    "plenty",
    "nobody listed",
    "everybody listed",
    "all by mistake",
    "no sanction",
    "no score",
    "no list",
    "nothing",
    "several lists",
    "one household",
    "weeks",
    "days",
    "warm-up",
)


@cache
def written(name: str) -> str:
    """The page of this corner."""
    return page(corner(name))
