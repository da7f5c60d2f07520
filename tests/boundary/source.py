"""The package's own source as these tests look at it: its files, what they import, what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import scorewatch

ROOT = Path(scorewatch.__file__).resolve().parent
PROJECT = ROOT.parent.parent


def files() -> list[Path]:
    """Every file of the package, without what Python leaves behind."""
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def modules() -> list[str]:
    """Every module as its path inside the package: "regime/text.py"."""
    return [path.relative_to(ROOT).as_posix() for path in files() if path.suffix == ".py"]


@cache
def tree(module: str) -> ast.Module:
    """The module, parsed."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)


def imports(module: str) -> set[str]:
    """The full names of what a module imports, also where a call does it: "os.path", "numpy"."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__", "find_spec"):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return found


def called(node: ast.Call) -> str:
    """The last name of what is called: "open" for open(…) and for path.open(…)."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(module: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a module, with the last name of what is called."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            yield called(node), node


def names(module: str) -> set[str]:
    """What a module itself names: functions, classes, parameters and what it assigns to."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found
