"""Work that makes much and few cycles, without anybody looking for them all the time.

To find none takes a quarter of the time of linking, and a tenth of that of reading.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["seldom_collected", "uncollected"]

_SELDOM = 50_000  # objects more than there were; Python looks after 700, which is a single sentence


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for cycles; what nobody holds any more is let go all the same."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles where many objects have come together, so that memory stays bounded."""
    before = gc.get_threshold()
    if before[0]:  # else it is off
        gc.set_threshold(max(before[0], _SELDOM), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
