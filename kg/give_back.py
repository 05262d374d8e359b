"""Memory that nothing holds any more goes back to the system between two large steps, where it can be asked for.

The C library keeps what is freed between pieces that are not: of a step that held a hundred megabytes, half stay with
the process, and the next step finds them in the wrong places.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

__all__ = ["give_back"]


def give_back() -> None:
    """Give back what is free; a few milliseconds, and nothing happens where the C library is not GNU's."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, none to be loaded, and Windows
        return None
