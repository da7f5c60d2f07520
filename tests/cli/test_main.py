"""One entry: what goes wrong becomes a message and a status, and help loads no numbers library."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from scorewatch.cli import main as entry
from scorewatch.cli.main import LATER, main
from scorewatch.errors import InputError, Mistake, RunError
from scorewatch.version import __version__


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def loaded(*arguments: str) -> tuple[int, set[str]]:
    """The status of a command in a process of its own, and the modules that it loaded."""
    code = (
        "import sys\nfrom scorewatch.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--help",),
        *((name, "--help") for name in ("regimes", "new", "check", "describe", "schema", "demo", "run", "verify")),
    ],
)
def test_help_loads_neither_numpy_nor_polars_nor_the_compiler(arguments: tuple[str, ...]) -> None:
    status, modules = loaded(*arguments)
    assert status == 0
    assert "scorewatch.cli.main" in modules
    assert not modules & {"numpy", "polars", "numba", "llvmlite", "altair"}


@pytest.mark.parametrize("command", ["regimes", "schema", "check", "describe"])
def test_a_regime_is_read_without_polars_and_the_compiler(command: str) -> None:
    status, modules = loaded(command, *(["article"] if command in ("check", "describe") else []))
    assert status == 0
    assert not modules & {"polars", "numba", "llvmlite", "altair"}


def test_nothing_typed_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = typed(capsys)
    assert (status, err) == (0, "")
    for name in ("regimes", "new", "check", "describe", "schema"):
        assert name in out


@pytest.mark.parametrize("name", LATER)
def test_a_command_that_comes_later_says_so_and_is_not_in_the_help(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = typed(capsys, name, "article", "--json")
    assert (status, out) == (2, "")
    assert f'"{name}" comes later' in err
    assert f"\n  {name} " not in typed(capsys)[1]


def test_a_misspelt_command_has_its_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = typed(capsys, "chek", "article")
    assert (status, out) == (2, "")
    assert 'Did you mean "check"?' in err
    assert "There are: " in typed(capsys, "zzz")[2]


def test_misspelt_options_and_missing_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = typed(capsys, "check", "article", "--jsn")
    assert (status, out) == (2, "")
    assert "--jsn" in err
    assert "--json" in err
    status, out, err = typed(capsys, "check")
    assert (status, out) == (2, "")
    assert "REGIME" in err
    assert typed(capsys, "check", "article", "other")[0] == 2


@pytest.mark.parametrize(
    ("raised", "status", "says"),
    [
        (
            InputError([Mistake("one", "f:1"), Mistake("two", "f:2", "why", "do")]),
            2,
            "f:1: one\nf:2: two\n    why\n    do\n2 mistakes.\n",
        ),
        (RunError("the disk is full"), 1, "the disk is full\n"),
        (OSError(28, "No space left on device", "run"), 1, "run: No space left on device\n"),
        (ZeroDivisionError("by nothing"), 1, None),
        (KeyboardInterrupt(), 1, "Stopped. Nothing is half written.\n"),
        (MemoryError(), 1, "There is not enough memory for this. Nothing is half written.\n"),
    ],
)
def test_what_is_raised_becomes_a_message_and_a_status(
    raised: BaseException,
    status: int,
    says: str | None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr("scorewatch.cli.regime.read_regime", fail)
    left, out, err = typed(capsys, "check", "article")
    assert (left, out) == (status, "")
    assert "Traceback" not in err
    assert err == says if says else "This is a fault in Scorewatch" in err


def test_the_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scorewatch", "--version"], capture_output=True, text=True, check=False
    )
    assert done.stdout == f"scorewatch {__version__}\n"


def test_a_reader_that_goes_away_is_no_failure_to_speak_of() -> None:
    command = f"{sys.executable} -m scorewatch describe article | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "article: The regime of the article\n"
    assert done.stderr == ""


def test_a_console_that_knows_few_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = subprocess.run([sys.executable, "-m", "scorewatch", "check", "列表.toml"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"??.toml" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_module_is_the_program() -> None:
    done = subprocess.run([sys.executable, "-m", "scorewatch", "regimes"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert re.search(r"^article +The regime of the article \(hypothetical\)$", done.stdout, re.MULTILINE)


def test_every_name_kept_for_later_is_no_command() -> None:
    names = {command.name for command in entry.app.registered_commands}
    assert not names & set(LATER)
