"""Where each key and each value stands in a regime file.

TOML begins a value on the line of its key, so one line says where both are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
_CONTAINERS = ("table", "table_array_element")


def dotted(path: Path) -> str:
    """A path as a user types it: list.untrustworthy.enter_below."""
    return ".".join(str(part) for part in path)


@dataclass(frozen=True)
class Places:
    """The lines of a file by path, from 1; without a file there are none, and a path is its own place."""

    file: str
    lines: dict[Path, int]

    def nearest(self, path: Path) -> Path:
        """The path itself where it has a place, else the nearest enclosing one that has; () is the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return path

    def where(self, path: Path) -> str:
        """What a message begins with: file:line, or the file and the path where lines are unknown."""
        if not self.lines:
            return f"{self.file}: {dotted(path)}" if path else self.file
        found = self.nearest(path)
        return f"{self.file}:{self.lines[found] if found else 1}"


def places(text: str, file: str) -> Places:
    """The places of every table, key and value of a TOML text that tomllib accepts."""
    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    lines: dict[Path, int] = {}
    arrays: dict[Path, int] = {}  # how many elements each array of tables has so far
    for node in root.children:
        if node.type == "pair":
            _pair(node, (), lines)
        elif node.type in _CONTAINERS:
            names = next(_names(child) for child in node.children if child.is_named and child.type != "comment")
            base = _into_arrays(names[:-1], arrays) + names[-1:]
            line = node.start_point[0] + 1
            if node.type == "table_array_element":
                count = arrays.get(base, 0)
                arrays[base] = count + 1
                lines.setdefault(base, line)
                base = (*base, count)
            else:
                base = _into_arrays(names, arrays)
            _enclosing(base, line, lines)
            lines[base] = line
            for pair in node.children:
                if pair.type == "pair":
                    _pair(pair, base, lines)
    return Places(file, lines)


def _into_arrays(names: Path, arrays: dict[Path, int]) -> Path:
    """A header's path, with the number of the latest element after each array of tables on the way."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in arrays:
            path = (*path, arrays[path] - 1)
    return path


def _enclosing(path: Path, line: int, lines: dict[Path, int]) -> None:
    """Tables that exist only because a longer key names them stand where that key stands first."""
    for end in range(1, len(path)):
        lines.setdefault(path[:end], line)


def _pair(node: Node, base: Path, lines: dict[Path, int]) -> None:
    key, value = (child for child in node.children if child.is_named and child.type != "comment")
    path = base + _names(key)
    line = key.start_point[0] + 1
    _enclosing(path, line, lines)
    lines[path] = line
    _value(value, path, lines)


def _value(node: Node, path: Path, lines: dict[Path, int]) -> None:
    if node.type == "inline_table":
        for pair in node.children:
            if pair.type == "pair":
                _pair(pair, path, lines)
    elif node.type == "array":
        items = [child for child in node.children if child.is_named and child.type != "comment"]
        for number, item in enumerate(items):
            line = item.start_point[0] + 1
            lines[(*path, number)] = line
            _value(item, (*path, number), lines)


def _names(node: Node) -> Path:
    return tuple(_parts(node))


def _parts(node: Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.children:
            if child.is_named:
                yield from _parts(child)
        return
    text = (node.text or b"").decode()
    if text[:1] == '"':
        yield next(iter(tomllib.loads(f"{text} = 0")))  # it may hold escapes
    else:
        yield text.strip("'")
