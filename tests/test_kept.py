"""Rows that are made once for each key."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.extract.analysis.kept import Kept


class Maker:
    """Makes of each key the row of its bytes, and counts."""

    def __init__(self) -> None:
        self.made: list[bytes] = []

    def rows(self, kept: Kept, keys: list[bytes]) -> list[bytes]:
        def make(new: list[int]) -> NDArray[Any]:
            self.made += [keys[n] for n in new]
            return np.array([list(keys[n]) for n in new], np.uint8)

        return [row.tobytes() for row in kept.of(keys, make)]


KEYS = st.binary(min_size=2, max_size=2).map(lambda key: bytes(byte % 3 for byte in key))


@given(st.lists(st.lists(KEYS, min_size=1, max_size=12), max_size=8), st.integers(1, 12))
def test_rows_are_those_of_their_keys_however_few_are_kept(asked: list[list[bytes]], most: int) -> None:
    kept, maker = Kept(most), Maker()
    for keys in asked:
        assert maker.rows(kept, keys) == keys


def test_a_row_is_made_once_until_there_are_too_many() -> None:
    kept, maker = Kept(3), Maker()
    for keys in ([b"aa", b"bb", b"aa"], [b"bb", b"cc"], [b"aa", b"bb", b"cc"]):
        maker.rows(kept, keys)
    assert maker.made == [b"aa", b"bb", b"cc"]
    maker.rows(kept, [b"dd", b"aa"])
    assert maker.made == [b"aa", b"bb", b"cc", b"dd", b"aa"]
