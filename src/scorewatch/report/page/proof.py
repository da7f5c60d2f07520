"""How anybody reproduces the run: its seed, its digest, the command, and five lines of Python."""

from __future__ import annotations

from dataclasses import dataclass

from scorewatch.regime.read import load, shipped
from scorewatch.study.run import Run, length


@dataclass(frozen=True)
class Proof:
    """What reproduces a run, and the digest that it must have.

    beside: the name and the digest of each run beside it. version: of the program.
    """

    seed: int
    digest: str
    regime_digest: str
    beside: tuple[tuple[str, str], ...]
    version: str
    command: str
    python: str


def proof(run: Run) -> Proof:
    """The command and the lines for this run; of a regime that is not shipped as it was run, from its folder."""
    as_shipped = all(
        one.regime.name in shipped() and load(one.regime.name).digest == one.regime.digest
        for one in (run, *run.beside[1:])
    )
    months = [m for m in _months(run) if length(run.regime, m) == run.steps]
    if as_shipped and months:
        command = f"scorewatch run {run.regime.name} --people {run.people} --months {months[0]} --seed {run.seed}"
        command += "".join(f" --beside {other.regime.name}" for other in run.beside[1:])
        command += " --inputs" if run.inputs is not None else ""
    else:
        command = "scorewatch verify RUN"
    regime = f'sw.load("{run.regime.name}")' if as_shipped else 'sw.open("RUN").regime'
    return Proof(
        run.seed,
        run.digest,
        run.regime.digest,
        tuple((other.regime.name, other.digest) for other in run.beside),
        run.versions["scorewatch"],
        command,
        "\n".join(
            (
                "import scorewatch as sw",
                f"regime = {regime}",
                f"run = sw.run(regime, people={run.people}, steps={run.steps}, seed={run.seed})",
                "print(run.digest)",
                f'print(run.digest == "{run.digest}")',
            )
        ),
    )


def _months(run: Run) -> range:
    months = round(12 * run.steps / run.regime.steps_a_year)
    return range(max(1, months), min(months, 1200) + 1)
