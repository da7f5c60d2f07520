"""What the format knows at each path: the models, walked by the dotted paths that users write."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from scorewatch.regime.declare import Rules
from scorewatch.regime.places import Path
from scorewatch.regime.values import Quantity, meanings

Kinds = frozenset[Any]  # the types that may stand at a path; none where the format knows no such path


@cache
def _plain(annotation: Any) -> Kinds:
    """The types behind Annotated, unions and optionals."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return frozenset().union(*(_plain(part) for part in get_args(annotation)))
    return frozenset() if annotation is type(None) else frozenset({annotation})


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _origin(kind: Any) -> Any:
    return get_origin(kind)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _below(kind: Any, part: str | int) -> Kinds:
    if _is_model(kind):
        hints = _hints(kind)
        return _plain(hints[str(part)]) if part in hints else frozenset()
    if _origin(kind) is dict and isinstance(part, str):
        return _plain(get_args(kind)[1])
    if _origin(kind) is tuple and isinstance(part, int):
        return _plain(get_args(kind)[0])
    return frozenset()


def at(path: Path) -> Kinds:
    """The types that the format knows at this path."""
    kinds: Kinds = frozenset({Rules})
    for part in path:
        kinds = frozenset().union(*(_below(kind, part) for kind in kinds))
    return kinds


def table_fields(path: Path) -> tuple[str, ...]:
    """As `fields`, without the words of a number."""
    kinds = [kind for kind in at(path) if _is_model(kind) and not issubclass(kind, Quantity)]
    return tuple(word for kind in kinds for word in _hints(kind))


def fields(path: Path) -> tuple[str, ...]:
    """The words that may stand in the table at this path, in the format's order; not names of one's own."""
    return tuple(word for kind in at(path) if _is_model(kind) for word in _hints(kind))


def is_quantity(path: Path) -> bool:
    """Whether a number with bounds and source may stand here."""
    return any(_is_model(kind) and issubclass(kind, Quantity) for kind in at(path))


def is_named(path: Path) -> bool:
    """Whether the keys of the table at this path are names: of parts, of groups, of bands, of factors."""
    return any(_origin(kind) is dict for kind in at(path))


def meaning(path: Path) -> tuple[str, Path]:
    """The sentence of the last word of the format in a path, and the path up to it; the rest are names."""
    for end in range(len(path), 0, -1):
        for kind in at(path[: end - 1]):
            if _is_model(kind) and path[end - 1] in _hints(kind):
                return meanings(kind)[str(path[end - 1])], path[:end]
    return "", ()


def is_leaf(path: Path) -> bool:
    """Whether one value may stand here: a number, a text, a word, a truth or an array of them."""
    return any(_leaf(kind) for kind in at(path))


def _leaf(kind: Any) -> bool:
    if _is_model(kind):
        return issubclass(kind, Quantity)
    if _origin(kind) is tuple:
        return not any(_is_model(part) for part in get_args(kind))
    return _origin(kind) is Literal or kind in (str, int, float, bool)


def words(path: Path) -> tuple[str, ...]:
    """The closed vocabulary at a path, also of the items of an array; () where there is none."""
    kinds = set(at(path))
    for kind in tuple(kinds):
        if _origin(kind) is tuple:
            kinds.update(get_args(kind))
    return tuple(str(word) for kind in kinds if _origin(kind) is Literal for word in get_args(kind))


def is_array(path: Path) -> bool:
    """Whether several values may stand here in brackets."""
    return any(_origin(kind) is tuple for kind in at(path))
