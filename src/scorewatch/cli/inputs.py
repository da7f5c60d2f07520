"""`scorewatch breakeven REGIME --harm H --over PATH`: where a sentence about a regime turns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scorewatch.cli import options, say, stop
from scorewatch.cli.arguments import AsJson, Months, Quiet, RegimeArg, Seed, Set, Threads
from scorewatch.cli.progress import announced, progress
from scorewatch.cli.regime import read_regime
from scorewatch.errors import InputError, Mistake

if TYPE_CHECKING:
    from scorewatch.measure.interval import Estimate
    from scorewatch.study.breakeven import Breakeven


def register(app: typer.Typer) -> None:
    """The command is known to `app`."""
    app.command(name="breakeven")(breakeven)


def breakeven(
    regime: RegimeArg,
    harm: Annotated[str, typer.Option(metavar="HARM", help='Which harm, e.g. "wrong person".')],
    over: Annotated[str, typer.Option(metavar="PATH", help="The number to vary, between its low and its high.")],
    at: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="What it is more than, e.g. 0.1; a round figure below it if not given."),
    ] = None,
    item: Annotated[
        str | None, typer.Option(metavar="NAME", help="The list, sanction or behaviour, where there are several.")
    ] = None,
    who: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of one group or other part of the people; else everybody.")
    ] = None,
    people: Annotated[
        str | None, typer.Option(metavar="N", help="At most so many people; 100,000 at most if not given.")
    ] = None,
    months: Months = None,
    seed: Seed = None,
    threads: Threads = None,
    set_: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find the value of a number at which a finding about a regime no longer holds: on the same people and luck."""
    judged, size, most, length, luck, several = options.together(
        lambda: read_regime(regime, set_),
        lambda: _size(at),
        lambda: options.people(people),
        lambda: options.months(months),
        lambda: options.seed(seed),
        lambda: options.threads(threads),
    )
    from scorewatch.study import breakeven as study

    with progress(judged.name, quiet=quiet or as_json) as report:
        watch = report if quiet or as_json else announced(report)
        found = stop.interruptible(
            lambda: study.breakeven(
                judged,
                harm=harm,
                over=over,
                at=size,
                item=item,
                who=who,
                people=most,
                months=length,
                seed=luck,
                threads=several,
                progress=watch,
            )
        )
    if as_json:
        say.object_out(_as_json(found, judged.name, judged.digest))
        return
    say.out(say.wrapped(found.sentence))
    if quiet:
        return
    say.out(
        say.wrapped(
            f"{found.people:,} invented people, {found.steps} {judged.step}s, seed {found.seed}. A hypothetical "
            "regime; one number varied, all others as written."
        )
    )


def _size(text: str | None) -> float | None:
    """--at."""
    if text is None:
        return None
    try:
        size = float(text)
    except ValueError:
        size = math.nan
    if not (math.isfinite(size) and size >= 0):
        raise InputError(Mistake(f'"{text[:40]}" is not a size', "--at", do="Write a number from 0: 0.1, not 10 %."))
    return size


def _as_json(found: Breakeven, name: str, digest: str) -> dict[str, Any]:
    harm, one = found.claim.harm, found.input
    return {
        "regime": name,
        "regime_digest": digest,
        "hypothetical": "invented people; not a forecast of any place",
        "people": found.people,
        "steps": found.steps,
        "seed": found.seed,
        "harm": harm.harm,
        "what": harm.what,
        "item": harm.item,
        "who": harm.who,
        "unit": harm.unit,
        "at": found.claim.at,
        "over": one.path,
        "says": one.says,
        "source": one.source,
        "range": list(one.range),
        "value": one.value,
        "as_written": _figure(harm.estimate),
        "holds": found.claim.holds,
        "crossings": [{"side": "above" if c.above else "below", **_bounds(c)} for c in found.crossings],
        "intervals": "95 %, chance alone",
        "sentence": found.sentence,
    }


def _bounds(crossing: Any) -> dict[str, Any]:
    return {"value": crossing.value, "low": crossing.low, "high": crossing.high}


def _figure(e: Estimate) -> dict[str, Any]:
    return {"value": e.value, "low": e.low, "high": e.high, "n": e.n, "of": e.of, "note": e.note}
