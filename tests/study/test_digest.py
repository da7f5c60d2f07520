"""The digest of a run: anyone can recompute it, and it is the same wherever the run is."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import script
from scorewatch.measure import tables
from scorewatch.regime.read import Regime
from scorewatch.study.run import Run

from . import busy


def ten_lines(path: Path) -> str:
    """The digest of draws.md 8, recomputed from the file as a stranger would."""
    table = pl.read_parquet(path)
    columns = ("measure", "item", "by", "step", "region", "group", "age_band", "sex", "trait", "bin", "value")
    rows = sorted(zip(*(table[name].to_list() for name in columns), strict=True))
    sha = hashlib.sha256()
    for row in rows:
        sha.update("\t".join(str(field) for field in row).encode() + b"\n")
    return sha.hexdigest()


def test_the_digest_is_recomputed_from_the_file(run: Run, saved: Path) -> None:
    """Catches a digest over something else than the rows of measures.parquet, or in another form."""
    stated = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))["digest"]
    assert ten_lines(saved / "measures.parquet") == stated == run.digest == sw.open(saved).digest


def test_the_digest_does_not_hang_on_the_order_of_rows(run: Run) -> None:
    """Catches a digest that another engine, which adds up in another order, could not meet."""
    rows = run.measures.rows()
    random.Random(1).shuffle(rows)
    assert tables.digest(pl.DataFrame(rows, schema=run.measures.schema, orient="row")) == run.digest


@pytest.mark.parametrize("column", ["measure", "step", "trait", "bin", "value"])
def test_the_digest_hangs_on_every_column(column: str, run: Run) -> None:
    """Catches a column that may be changed unseen."""
    kind = run.measures.schema[column]
    changed = pl.lit("x") if kind == pl.String else (pl.col(column) + 1).cast(kind)
    last = pl.int_range(pl.len()) == pl.len() - 1
    table = run.measures.with_columns(pl.when(last).then(changed).otherwise(pl.col(column)).alias(column))
    assert tables.digest(table) != run.digest


AGAIN = """
import sys
sys.path.insert(0, sys.argv[1])
from study import busy
run = busy.done()
run.save(sys.argv[2])
print(run.digest, run.regime.digest)
"""


def test_the_same_run_twice_and_in_other_processes(run: Run, saved: Path, tmp_path: Path) -> None:
    """Catches sets, hashes, clocks or global chance that make two runs of one seed differ, by a single byte."""
    again = sw.run(busy.regime(), people=busy.PEOPLE, steps=busy.STEPS, seed=busy.SEED)
    assert again.digest == run.digest
    tests = Path(__file__).parents[1]
    for number, hashseed in enumerate(("0", "4242")):
        changes = {"PYTHONHASHSEED": hashseed, "POLARS_MAX_THREADS": str(number + 1), "TZ": "Asia/Tokyo"}
        said = script(AGAIN, tests, tmp_path / hashseed, changes=changes)
        assert said.out.split() == [run.digest, run.regime.digest], said.err
        for name in ("measures.parquet", "parts.parquet", "response.parquet"):
            assert (tmp_path / hashseed / name).read_bytes() == (saved / name).read_bytes(), name


def test_what_makes_a_run_makes_its_digest() -> None:
    """Catches a seed, a number of people, a length or a rule that a run does not listen to."""

    def digest(of: Regime, people: int = 90, steps: int = 5, seed: int = 5) -> str:
        return sw.run(of, people=people, steps=steps, seed=seed).digest

    regime = busy.regime()
    found = [
        digest(regime),
        digest(regime, seed=6),
        digest(regime, seed=5 + 2**32),
        digest(regime, people=100),
        digest(regime, steps=6),
        digest(regime.set("list.debtors.enter_below", 75)),
    ]
    assert len(set(found)) == len(found)
    assert digest(regime.set("title", "Another")) == found[0]
