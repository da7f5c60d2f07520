"""The page again, tables as CSV, charts as files: what `scorewatch report` writes."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

import scorewatch as sw
from boundary.command import typed
from scorewatch.report import files
from scorewatch.study.beside import with_others


@pytest.fixture(scope="module")
def done() -> sw.Run:
    return with_others(sw.run(sw.load("article"), people=4000, months=14), [sw.load("article-with-safeguards")])


@pytest.fixture
def folder(done: sw.Run, tmp_path: Path) -> Path:
    return done.save(tmp_path / "run")


def test_a_folder_holds_the_runs_beside_it(done: sw.Run, folder: Path) -> None:
    held = sw.open(folder)
    assert [other.regime.name for other in held.beside] == ["no-regime", "article-with-safeguards"]
    assert [other.digest for other in held.beside] == [other.digest for other in done.beside]
    assert all(sw.open(folder / "beside" / other.regime.name).digest == other.digest for other in done.beside)


def test_the_page_is_written_again_in_the_same_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = typed(capsys, "report", folder)
    assert (first.status, first.out.strip()) == (0, str(folder / "report.html"))
    page = (folder / "report.html").read_bytes()
    typed(capsys, "report", folder)
    assert (folder / "report.html").read_bytes() == page
    sw.open(folder).report(folder.parent / "other.html")
    assert (folder.parent / "other.html").read_bytes() == page


def test_what_a_run_writes_is_what_report_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    said = typed(capsys, "run", "article", "--people", "400", "--months", "3", "--beside", "no-regime", "--out", run)
    assert said.status == 2
    assert "two regimes beside it would be called no-regime" in said.err
    said = typed(
        capsys, "run", "article", "--people", "400", "--months", "3", "--beside", "defaulter-list", "--out", run
    )
    assert said.status == 0
    page = (run / "report.html").read_bytes()
    assert typed(capsys, "report", run).status == 0
    assert (run / "report.html").read_bytes() == page
    assert b"defaulter" in page


def test_verify_runs_what_stands_beside_it_too_and_compares_the_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(capsys, "report", folder)
    said = typed(capsys, "verify", folder, "--json")
    checks = {check["what"]: check["same"] for check in json.loads(said.out)["checks"]}
    assert said.status == 0
    assert checks["no-regime: measures.parquet"]
    assert checks["report.html"]
    assert {check["detail"] for check in json.loads(said.out)["checks"]} == {""}, "what is the same needs no word"
    (folder / "report.html").write_text("other", encoding="utf-8")
    said = typed(capsys, "verify", folder, "--json")
    checks = {check["what"]: check["same"] for check in json.loads(said.out)["checks"]}
    assert said.status == 1
    assert [what for what, same in checks.items() if not same] == ["report.html"]


def test_verify_tries_the_inputs_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a table of inputs that was changed, and a page made of it, that pass as reproduced."""
    folder = sw.run(sw.load("defaulter-list"), people=600, months=2, inputs=True).save(tmp_path / "run")
    assert typed(capsys, "verify", folder, "--quiet").status == 0
    held = pl.read_parquet(folder / "inputs.parquet")
    assert held.height > 10
    held.with_columns(n=pl.col("n") + 1).write_parquet(folder / "inputs.parquet")
    said = typed(capsys, "verify", folder, "--json")
    checks = {check["what"]: check["same"] for check in json.loads(said.out)["checks"]}
    assert said.status == 1
    assert [what for what, same in checks.items() if not same] == ["inputs.parquet"]


def test_tables_as_csv_are_the_tables(done: sw.Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = typed(capsys, "report", folder, "--csv")
    assert said.status == 0
    for name, table in (("measures", done.measures), ("parts", done.parts), ("response", done.response)):
        path = folder / "csv" / f"{name}.csv"
        assert str(path) in said.out
        assert pl.read_csv(path, schema_overrides=table.schema, null_values=[]).fill_null("").equals(table)
    harms = pl.read_csv(folder / "csv" / "harms.csv")
    assert harms["n"].to_list() == [harm.estimate.n for harm in done.harms()]
    assert sw.open(folder).digest == done.digest


def test_every_chart_of_the_page_is_a_picture_with_its_finding_its_source_and_its_data(
    done: sw.Run, tmp_path: Path
) -> None:
    figures = files.figures(done)
    written = set(files.write_figures(figures, tmp_path / "figures"))
    assert len(figures) > 8
    assert len({figure.name for figure in figures}) == len(figures)
    for figure in figures:
        assert figure.title
        assert done.digest in figure.source
        assert "Hypothetical" in figure.source
        if figure.picture is not None:
            text = (tmp_path / "figures" / f"{figure.name}.svg").read_text(encoding="utf-8")
            said = " ".join(node.text or "" for node in ElementTree.fromstring(text).iter() if node.text)
            assert "var(" not in text
            assert " ".join(figure.title.split()) in " ".join(said.split())
            assert done.digest in said
            png = (tmp_path / "figures" / f"{figure.name}.png").read_bytes()
            assert png.startswith(b"\x89PNG")
        if figure.table is not None:
            lines = (tmp_path / "figures" / f"{figure.name}.csv").read_text(encoding="utf-8").splitlines()
            caption = [line for line in lines if line.startswith("# ")]
            assert caption[0] == f"# {figure.title}"
            assert done.digest in caption[-1]
            assert len(lines) >= len(caption) + 1 + len(figure.table.rows)
    assert written == {path.name for path in (tmp_path / "figures").iterdir()}
