"""Compiled code is kept for the next start, under a name that changes with every source that goes into it."""

from __future__ import annotations

import ast
import shutil
import sys
from pathlib import Path

import pytest

import scorewatch as sw
from boundary.command import Said, script
from scorewatch.tile import compiled
from support import HEADER

ROOT = Path(sw.__file__).parent
SOURCES = [
    path.relative_to(ROOT).as_posix() for room in compiled.SOURCES for path in sorted((ROOT / room).glob("*.py"))
]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key is now made of a copy of the package."""
    package = tmp_path / "package"
    shutil.copytree(ROOT, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "_PACKAGE", package)
    return package


def test_the_key_changes_with_every_source(copy: Path) -> None:
    """Catches a kernel whose change goes unnoticed: old code would run under new source."""
    keys = {compiled.key()}
    for name in SOURCES:
        text = (copy / name).read_bytes()
        (copy / name).write_bytes(text + b"\n")
        keys.add(compiled.key())
        (copy / name).write_bytes(text)
    assert len(keys) == 1 + len(SOURCES)
    (copy / "tile" / "another.py").write_bytes(b"")
    assert compiled.key() not in keys
    (copy / "tile" / "another.py").unlink()
    assert compiled.key() in keys


def test_the_key_changes_with_the_compiler(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches code of another compiler that is taken for this one's."""
    before = compiled.key()
    monkeypatch.setattr("numba.__version__", "0.0")
    assert compiled.key() != before
    assert copy.is_dir()


def test_every_room_of_a_kernel_is_in_the_key() -> None:
    """Catches a function that is compiled, or called by one that is, in a room that the key does not cover."""
    from numba.core.dispatcher import Dispatcher

    import scorewatch.engine.fast  # noqa: F401  # brings every kernel

    rooms = set()
    for module in [module for name, module in sys.modules.items() if name.startswith("scorewatch.")]:
        for held in list(vars(module).values()):
            if isinstance(held, Dispatcher):
                rooms.add(held.py_func.__module__.split(".")[1])
    assert rooms
    assert rooms <= set(compiled.SOURCES)


def test_every_room_that_a_kernel_takes_a_name_from_is_in_the_key() -> None:
    """Catches a constant that is compiled into a kernel and changes without the key: `PARTS` is one."""
    from numba.core.dispatcher import Dispatcher

    import scorewatch.engine.fast  # noqa: F401  # brings every kernel

    rooms = set()
    for module in [module for name, module in sys.modules.items() if name.startswith("scorewatch.")]:
        kernels = [held for held in vars(module).values() if isinstance(held, Dispatcher)]
        used = {name for kernel in kernels for name in kernel.py_func.__code__.co_names}
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")) if kernels else ast.Module([], [])
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("scorewatch."):
                rooms |= {
                    str(node.module).split(".")[1] for alias in node.names if (alias.asname or alias.name) in used
                }
    assert rooms
    assert rooms <= set(compiled.SOURCES)


# runs a little, and says what was compiled meanwhile: loading compiled code is no such event
WATCHED = """
import sys
from numba.core import event
compiled = []
class Listener(event.Listener):
    def on_start(self, happened):
        compiled.append(str(happened.data["dispatcher"]))
    def on_end(self, happened):
        pass
event.register("numba:compile", Listener())
from scorewatch.cli.main import main
try:
    main(["run", *sys.argv[1:]])
finally:
    print("compiled", len(compiled), *compiled[:5])
"""


def started(cache: Path, out: Path, *arguments: str) -> tuple[Said, int]:
    """What a start with this cache said, and how many functions it compiled."""
    said = script(WATCHED, *arguments, "--out", out, changes={"SCOREWATCH_CACHE": str(cache)})
    assert said.status == 0, said.err
    return said, int(said.out.split("\ncompiled ")[-1].split()[0])


def test_the_second_start_compiles_nothing(tmp_path: Path) -> None:
    """Catches a kernel that is not kept, one that each regime or number of threads compiles anew, one that the first
    regime does not use and the next one waits for, a silent first start and a message at the second."""
    cache = tmp_path / "cache"
    alone = tmp_path / "alone.toml"  # no step takes anything from the one before
    alone.write_text(
        HEADER.format(top="") + '[behaviour.b]\nsays = "b"\nacts_per_year = 1\ndomain = "civic"\n', encoding="utf-8"
    )
    said, count = started(cache, tmp_path / "a", str(alone), "--people", "40", "--months", "2", "--threads", "1")
    assert "Compiling the fast engine" in said.err
    assert count > 20
    assert [path.name for path in cache.iterdir()] == [compiled.key()]
    article = ("article", "--people", "200_000", "--months", "13", "--threads", "2")
    wide = (str(Path(__file__).parent.parent / "laws" / "wide.toml"), "--people", "300", "--months", "2")
    for number, arguments in enumerate((article, wide)):
        said, count = started(cache, tmp_path / f"b{number}", *arguments)
        assert (said.err, count) == ("", 0), said.out.splitlines()[-1]


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    """Catches a start that fails where nothing can be kept."""
    (tmp_path / "file").write_text("no folder")
    code = "from scorewatch.tile import compiled; print(compiled.FOLDER)"
    said = script(code, changes={"SCOREWATCH_CACHE": str(tmp_path / "file")})
    assert said.status == 0, said.err
    assert str(tmp_path) not in said.out
