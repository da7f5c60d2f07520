"""One 32-bit word a decision, found by its address: seed, person, step, stream, index."""

from __future__ import annotations

import numpy as np

from scorewatch.chance.philox import block, blocks

ONCE = 2**31  # the step of what is drawn once per person
_MASK = 0xFFFFFFFF


class Words:
    """The words of one seed for a template of `rows` rows. Holds no state: asking changes nothing."""

    def __init__(self, seed: int, rows: int) -> None:
        self.seed = seed
        self.rows = rows
        self._key = (seed & _MASK, seed >> 32)

    def word(self, person: int, step: int, stream: int, index: int = 0) -> int:
        """The word of this person: word c mod 4 of the block at ((c div 4)·B + r, step, stream, index)."""
        copy, row = divmod(person, self.rows)
        return block(((copy // 4) * self.rows + row, step & _MASK, stream, index), self._key)[copy & 3]

    def of_first(self, people: int, step: int, stream: int) -> list[int]:
        """`word(i, step, stream)` for i from 0 to people - 1, computed together."""
        copies = -(-people // self.rows)
        width = min(people, self.rows)  # rows in use: fewer than the template has while there is one copy
        first = (np.arange(-(-copies // 4))[:, None] * self.rows + np.arange(width)).astype(np.uint64).ravel()
        lanes = blocks(first, (step & _MASK, stream, 0), self._key)
        # [word, block, row] -> [block, word, row]: copy 4q + w is word w of block q
        by_copy = lanes.reshape(4, -1, width).transpose(1, 0, 2)
        ahead: list[int] = by_copy.reshape(-1)[:people].tolist()
        return ahead


class Month:
    """The words of one step, those of `dense` streams computed for the first `people` at once when first asked for.

    With people = 0 nothing is computed ahead: the way of a single life. The words are the same.
    """

    def __init__(self, words: Words, step: int, people: int = 0, dense: frozenset[int] = frozenset()) -> None:
        self._words, self._step, self._people, self._dense = words, step, people, dense
        self._ahead: dict[int, list[int]] = {}

    def word(self, person: int, stream: int) -> int:
        """The word of this person in this step and stream."""
        if self._people and stream in self._dense:
            ahead = self._ahead.get(stream)
            if ahead is None:
                ahead = self._ahead[stream] = self._words.of_first(self._people, self._step, stream)
            return ahead[person]
        return self._words.word(person, self._step, stream)
