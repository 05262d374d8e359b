"""Rows of numbers that are made once for each key and kept; all are forgotten when there are too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Kept"]


class Kept:
    """So many rows at most, and those asked for together."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: dict[bytes, int] = {}
        self._rows: NDArray[Any] = np.empty(0)

    def of(self, keys: Sequence[bytes], make: Callable[[list[int]], NDArray[Any]]) -> NDArray[Any]:
        """The rows of these keys, one of them at least.

        Args:
            keys: What the rows hang on.
            make: Makes rows for keys that are new, which are told by their places.
        """
        new = {key: n for n, key in enumerate(keys) if key not in self._places}
        if len(self._places) + len(new) > self._most:
            self._places.clear()
            new = {key: n for n, key in enumerate(keys)}
        if new:
            known = len(self._places)
            made = make(list(new.values()))
            # The rows first: were memory short for them, places without a row would shift all that come later.
            self._rows = np.concatenate([self._rows[:known], made]) if known else made
            self._places.update(zip(new, range(known, known + len(made)), strict=True))
        rows: NDArray[Any] = self._rows[[self._places[key] for key in keys]]
        return rows
