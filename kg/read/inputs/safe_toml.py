"""TOML of unknown origin, read within bounds."""

from __future__ import annotations

import re
import tomllib
from typing import Any

__all__ = ["load_toml"]

# A key of many parts takes tomllib memory by the square of their number: 500 kilobytes of "a.a.a" fill any machine.
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){40}""")


def load_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML document.

    Raises:
        ValueError: It is none.
        RecursionError: It is nested too deeply.
    """
    if _LONG_KEY.search(text):
        raise RecursionError
    return tomllib.loads(text)
