"""Rows as a data frame of pandas or polars, whichever is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from kg.errors import KGError

__all__ = ["LIBRARIES", "frame"]

LIBRARIES = ("pandas", "polars")


def frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str], library: str | None = None) -> Any:
    """Rows as a frame; None is a missing value, and a column without any value is there all the same.

    Args:
        rows: The value of every column by its name.
        columns: The columns in their order.
        library: One of `LIBRARIES`; by default the first that is installed.

    Raises:
        KGError: The library is unknown, or none is installed.
    """
    chosen = library or next((name for name in LIBRARIES if find_spec(name) is not None), LIBRARIES[0])
    if chosen not in LIBRARIES:
        raise KGError(f"no frames of {chosen!r}; one of {', '.join(LIBRARIES)}")
    if find_spec(chosen) is None:
        raise KGError(f"a table as a data frame needs {chosen}: pip install {chosen}")
    made = {name: [row[name] for row in rows] for name in columns}
    module = import_module(chosen)
    return module.DataFrame(made, columns=list(columns)) if chosen == "pandas" else _polars(module, made)


def _polars(polars: Any, made: Mapping[str, list[object]]) -> Any:
    return polars.DataFrame([polars.Series(name, values, strict=False) for name, values in made.items()])
