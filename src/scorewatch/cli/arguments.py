"""What several commands take: each argument and option once, with its help."""

from __future__ import annotations

from typing import Annotated

import typer

RegimeArg = Annotated[str, typer.Argument(metavar="REGIME", help="A shipped name (see `regimes`) or a TOML file.")]
RunArg = Annotated[str, typer.Argument(metavar="RUN", help="A run folder.")]
People = Annotated[str | None, typer.Option(metavar="N", help="At most so many people; households stay whole.")]
Months = Annotated[str | None, typer.Option(metavar="M", help="Length in months, rounded to steps.")]
Seed = Annotated[str | None, typer.Option(metavar="S", help="0 to 2^64-1; 0 if not given.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Any leaf of the regime; may be repeated.")
]
Beside = Annotated[
    list[str] | None,
    typer.Option(metavar="REGIME", help="Another regime on the same people, for the page; may be repeated."),
]
Out = Annotated[str | None, typer.Option(metavar="DIR", help="The run folder to write.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a run folder that is there.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no table; mistakes are still said.")]
Threads = Annotated[
    str | None, typer.Option(metavar="K", help="Threads of the fast engine; one a processor if not given.")
]
Engine = Annotated[
    str, typer.Option(metavar="NAME", help="fast, or plain: the reference, far slower, the same digest.")
]
