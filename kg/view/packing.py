"""Tables as compact JSON: a list a column, every text once. `assets/js/unpack.js` turns them back into rows.

A packed table is its number of rows and its columns. A column holds texts (as places in the list of all texts, the
first of which is 1; 0 is none), lists of texts, or plain values as they are. A column of few different values lists
these once and then which of them each row has. The list of all texts is sorted, and each text says how many characters
it has in common with the one before, for most are addresses that begin alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

__all__ = ["Table", "pack"]

Table: TypeAlias = Mapping[str, Sequence[object]]
"""The columns of a table by their names, all of one length."""


def pack(tables: Mapping[str, Table]) -> dict[str, object]:
    """Pack tables into one value for JSON; the same tables give the same value."""
    kinds = {(name, column): _kind(values) for name, table in tables.items() for column, values in table.items()}
    texts: set[str] = set()
    for (name, column), kind in kinds.items():
        values: Sequence[Any] = tables[name][column]
        if kind == "text":
            texts.update(value for value in values if value is not None)
        elif kind == "texts":
            texts.update(text for value in values for text in value)
    order = sorted(texts)
    places = {text: place for place, text in enumerate(order, 1)}
    return {
        "texts": _front_coded(order),
        "tables": {
            name: {
                "rows": max(map(len, table.values()), default=0),
                "columns": {column: _column(kinds[name, column], values, places) for column, values in table.items()},
            }
            for name, table in tables.items()
        },
    }


def _kind(values: Sequence[object]) -> str:
    if all(value is None or isinstance(value, str) for value in values):
        return "text"
    if all(isinstance(value, list | tuple) and all(isinstance(each, str) for each in value) for value in values):
        return "texts"
    return "plain"


def _column(kind: str, values: Sequence[Any], places: Mapping[str, int]) -> dict[str, object]:
    if kind == "text":
        values = [0 if value is None else places[value] for value in values]
    elif kind == "texts":
        values = [[places[text] for text in value] for value in values]
    keys = [json.dumps(value) if isinstance(value, list | tuple | dict) else (type(value), value) for value in values]
    first = dict(zip(reversed(keys), reversed(values), strict=True))
    different = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    if 2 * len(different) > len(keys):
        return {"kind": kind, "values": values}
    packed: dict[str, object] = {"kind": kind, "values": [first[key] for key in different]}
    return packed if len(different) == 1 else {**packed, "which": [different[key] for key in keys]}


def _front_coded(texts: Sequence[str]) -> dict[str, list[Any]]:
    """How many characters each text shares with the one before, as JavaScript counts them, and what it has besides."""
    shared: list[int] = []
    rest: list[str] = []
    before = ""
    for text in texts:
        common = _common(before, text)
        shared.append(_units(text[:common]))
        rest.append(text[common:])
        before = text
    return {"shared": shared, "rest": rest}


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
