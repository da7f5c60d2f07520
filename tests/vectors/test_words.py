"""Words against what is published and against the page: Philox, addresses, streams."""

from __future__ import annotations

import numpy as np
import pytest

from scorewatch.chance.philox import block, blocks
from scorewatch.chance.stream import stream
from scorewatch.chance.words import ONCE, Month, Words

Four = tuple[int, int, int, int]

# Random123 1.14, tests/kat_vectors, the three lines of "philox4x32 10": counter, key, words
PUBLISHED: tuple[tuple[Four, tuple[int, int], Four], ...] = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)


@pytest.mark.parametrize(("counter", "key", "words"), PUBLISHED)
def test_philox_gives_the_published_words(counter: Four, key: tuple[int, int], words: Four) -> None:
    assert block(counter, key) == words


@pytest.mark.parametrize(("counter", "key", "words"), PUBLISHED)
def test_the_array_form_gives_the_published_words(counter: Four, key: tuple[int, int], words: Four) -> None:
    found = blocks(np.array([counter[0]], dtype=np.uint64), counter[1:], key)
    assert tuple(found[:, 0].tolist()) == words


def test_the_array_form_is_the_scalar_form_for_many_counters() -> None:
    first = np.array([0, 1, 2, 3, 4111, 4112, 2**31, 2**32 - 1], dtype=np.uint64)
    for rest in ((0, 0, 0), (2**32 - 7, 0xDEADBEEF, 1), (ONCE, 5, 2**32 - 1)):
        for key in ((0, 0), (123456789, 987654321), (2**32 - 1, 1)):
            found = blocks(first, rest, key)
            assert found.shape == (4, len(first))
            for j, c0 in enumerate(first.tolist()):
                assert tuple(found[:, j].tolist()) == block((c0, *rest), key)


def test_the_array_form_leaves_its_counters_alone() -> None:
    first = np.arange(5, dtype=np.uint64)
    blocks(first, (1, 2, 3), (4, 5))
    assert first.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("rows", [1, 7, 4112])
@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, 2**32, 2**64 - 1])
def test_a_word_stands_where_the_page_says(rows: int, seed: int) -> None:
    """Person i is copy c = i div B of row r; word c mod 4 at ((c div 4)·B + r, step mod 2^32, stream, index)."""
    words = Words(seed, rows)
    for copy in (0, 1, 2, 3, 4, 5, 7, 8, 401):
        for row in {0, rows // 2, rows - 1}:
            for step in (0, 11, -1, -60, ONCE):
                for index in (0, 1):
                    person = copy * rows + row
                    counter = (copy // 4 * rows + row, step % 2**32, 77, index)
                    at = block(counter, (seed % 2**32, seed // 2**32))
                    assert words.word(person, step, 77, index) == at[copy % 4]


def test_no_two_persons_steps_streams_or_indices_share_an_address() -> None:
    words = Words(3, 5)
    found = [
        words.word(person, step, stream, index)
        for person in range(60)
        for step in (-2, -1, 0, 1, ONCE)
        for stream in (8, 9)
        for index in (0, 1)
    ]
    assert len(set(found)) == len(found)  # 1,200 words: two alike by chance come once in 6,000 seeds


@pytest.mark.parametrize("rows", [1, 5, 64])
def test_the_words_of_the_first_people_are_those_of_each(rows: int) -> None:
    words = Words(2**40 + 9, rows)
    around = {n for k in (0, 1, 2, 3, 4, 5, 8, 9) for n in (k * rows - 1, k * rows, k * rows + 1) if n > 0}
    for people in sorted(around):
        for step in (0, -3, 2**20):
            expected = [words.word(i, step, 0xFEDCBA98) for i in range(people)]
            assert words.of_first(people, step, 0xFEDCBA98) == expected


def test_a_month_gives_the_same_words_ahead_and_one_by_one() -> None:
    words = Words(12, 6)
    ahead, alone = Month(words, -4, 50, frozenset({1, 2})), Month(words, -4)
    for number in (1, 2, 3):
        for person in range(50):
            word = words.word(person, -4, number)
            assert ahead.word(person, number) == word == alone.word(person, number)


# computed with `printf '%s' NAME | openssl dgst -blake2s256`: the first four bytes, the first one lowest
STREAMS = {
    "behaviour.smoking/acts": 0xBED6404A,
    "behaviour.smoking/false": 0x63F7C3A5,
    "behaviour.smoking/level": 0x44C2DDAC,
    "traits": 0xAE944D60,
    "list.untrustworthy.ground.apology/fires": 0x451A2182,
    "list.untrustworthy/review": 0xDE95079A,
    "sanction.flights/notice": 0xB3897613,
}


@pytest.mark.parametrize(("purpose", "number"), STREAMS.items())
def test_streams_are_what_they_were(purpose: str, number: int) -> None:
    assert stream(purpose) == number
