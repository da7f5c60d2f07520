"""The words of `life --where`: who, in the course of a run, was ever what."""

from __future__ import annotations

import re
from collections.abc import Callable

from scorewatch.errors import InputError, Mistake, nearest
from scorewatch.mechanism.state import KIN
from scorewatch.study.replay import Life, ListSnapshot
from scorewatch.study.run import Run

Wanted = Callable[[Life, int], bool]
_MOST_TOKENS = 200

MEANINGS = {
    "listed": "on a list at the end of some step",
    "mistaken": "listed by mistake at the end of some step",
    "told": "listed and told of it",
    "untold": "listed, and never told of it",
    "denied": "denied something at least once",
    "kin": "reached by a sanction for what a relative did",
    "appealed": "filed an appeal",
    "granted": "had an appeal granted",
    "refused": "had an appeal refused",
    "stopped": "had a listing stopped by a review",
    "out": "got off a list",
    "missed": "would be listed for all acts, and was not",
}


def wanted(text: str, run: Run) -> Wanted:
    """Whether a member of a household fits "denied and mistaken", "child or not told" …

    Words of MEANINGS and the names of traits, lists, age bands, sexes, groups and regions, with and, or, not and
    brackets. InputError for anything else.
    """
    tokens = re.findall(r"[()]|[^\s()]+", text)
    parser = _Parser(tokens, text, _of_the_run(run))
    if len(tokens) > _MOST_TOKENS:
        parser.fail(f"this asks for {len(tokens)} things at once; at most {_MOST_TOKENS} words and brackets")
    result = parser.either()
    if parser.left():
        parser.fail(f'"{parser.left()}" is not expected here')
    return result


class _Parser:
    """Recursive descent: either = both {"or" both}; both = one {"and" one}; one = "not" one | "(" either ")" | word."""

    def __init__(self, tokens: list[str], text: str, known: dict[str, Wanted]) -> None:
        self._tokens, self._text, self._known = tokens, text, known
        self._at = 0

    def left(self) -> str:
        """The next token, or "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def fail(self, what: str, do: str = "") -> None:
        """Always raises."""
        words = ", ".join([*MEANINGS, *(w for w in self._known if w not in MEANINGS)])
        raise InputError(Mistake(what, where=f'--where "{self._text}"', do=do or f"Words: {words}; and, or, not, ( )."))

    def _take(self) -> str:
        token = self.left()
        self._at += 1
        return token

    def either(self) -> Wanted:
        """One of several."""
        parts = [self._both()]
        while self.left() == "or":
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda life, member: any(part(life, member) for part in parts)

    def _both(self) -> Wanted:
        parts = [self._one()]
        while self.left() == "and":
            self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda life, member: all(part(life, member) for part in parts)

    def _one(self) -> Wanted:
        token = self._take()
        if token == "not":
            inner = self._one()
            return lambda life, member: not inner(life, member)
        if token == "(":
            inside = self.either()
            if self._take() != ")":
                self.fail('a ")" is missing')
            return inside
        if token in self._known:
            return self._known[token]
        near = nearest(token, self._known)
        if not token or token in ("and", "or", ")"):
            self.fail("a word is missing" if self._text.strip() else "nothing is asked for")
        self.fail(f'"{token}" is not a word of --where', f'Did you mean "{near}"?' if near else "")
        raise AssertionError


def _of_the_run(run: Run) -> dict[str, Wanted]:
    """Every word, and the names that this regime and population have."""
    census, rules = run.template.census, run.regime.rules
    words: dict[str, Wanted] = {
        "listed": _ever(lambda one: one.listed),
        "mistaken": _ever(lambda one: one.mistaken),
        "told": _ever(lambda one: one.listed and one.told),
        "denied": lambda life, m: any(any(s.members[m].happened.denials) for s in life.moments if s.step >= 0),
        "kin": lambda life, m: any(KIN in s.members[m].happened.reached for s in life.moments if s.step >= 0),
        "appealed": _happened("filed"),
        "stopped": _happened("stopped"),
        "granted": _decided("granted"),
        "refused": _decided("refused"),
        "out": _happened("exit"),
        "missed": _ever(lambda one: one.all_acts and not one.listed),
    }
    words["untold"] = lambda life, m: words["listed"](life, m) and not words["told"](life, m)
    for axis, names in enumerate((census.regions, census.groups, census.age_bands, census.sexes)):
        for index, name in enumerate(names):
            words.setdefault(name, _is(axis, index))
    for index, name in enumerate(rules.trait):
        words.setdefault(name, _has(index))
    for index, name in enumerate(rules.list):
        words.setdefault(name, _on(index))
    return words


def _ever(holds: Callable[[ListSnapshot], bool]) -> Wanted:
    return lambda life, member: any(
        holds(one) for moment in life.moments if moment.step >= 0 for one in moment.members[member].lists
    )


def _happened(name: str) -> Wanted:
    return lambda life, member: any(
        getattr(one, name)
        for moment in life.moments
        if moment.step >= 0
        for one in moment.members[member].happened.lists
    )


def _decided(how: str) -> Wanted:
    return lambda life, member: any(
        one.decision == how
        for moment in life.moments
        if moment.step >= 0
        for one in moment.members[member].happened.lists
    )


def _is(axis: int, index: int) -> Wanted:
    return lambda life, member: life.run.template.cells[life.members[member].cell][axis] == index


def _has(trait: int) -> Wanted:
    return lambda life, member: life.members[member].trait == trait


def _on(index: int) -> Wanted:
    return lambda life, member: any(
        moment.members[member].lists[index].listed for moment in life.moments if moment.step >= 0
    )
