"""Solutions as an aligned table for people: labels, not IRIs; nothing that moves the cursor."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import prefixes
from kg.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyoxigraph import QuerySolutions

    from kg.graph.store import Store

__all__ = ["align", "format_table", "shortener"]

_GAP = "  "
_NARROWEST = 8


def shortener(store: Store) -> Callable[[Sequence[object]], list[str]]:
    """A function that writes terms for people: an entity by its label, another IRI as a CURIE."""
    namespaces = sorted(prefixes(store.base).items(), key=lambda item: -len(item[1]))

    def shorten(term: object, labels: Mapping[NamedNode, str]) -> str:
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return "" if term is None else str(term)
        if term in labels:
            return labels[term]
        for prefix, namespace in namespaces:
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value[len(namespace) :]}"
        return term.value.removeprefix(store.base)

    def shorten_all(terms: Sequence[object]) -> list[str]:
        labels = store.labels(terms)
        return [shorten(term, labels) for term in terms]

    return shorten_all


def format_table(
    solutions: QuerySolutions, shorten: Callable[[Sequence[object]], Sequence[str]], *, width: int | None = None
) -> str:
    """Align solutions in columns.

    Args:
        solutions: What a SELECT gave.
        shorten: Writes terms.
        width: How many characters a line may have; long cells are cut. None for as many as it takes.
    """
    header = [variable.value for variable in solutions.variables]
    cells = iter(shorten([solution[name] for solution in solutions for name in header]))
    return align(header, zip(*[cells] * len(header), strict=True), width=width)


def align(header: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None) -> str:
    """Rows of texts in columns under a header.

    Args:
        header: Names of the columns.
        rows: As many cells each.
        width: How many characters a line may have; long cells are cut. None for as many as it takes.
    """
    rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(header, *rows, strict=True)]
    if width is not None:
        widths = _fit(widths, width - len(_GAP) * (len(widths) - 1))
    lines = [_line(header, widths), _line(["-" * each for each in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines) + "\n"


def _fit(widths: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns until they fit; none gets narrower than can be read."""
    fitted = list(widths)
    while sum(fitted) > room and max(fitted) > _NARROWEST:
        widest = max(fitted)
        second = max((each for each in fitted if each < widest), default=_NARROWEST)
        columns = [at for at, each in enumerate(fitted) if each == widest]
        cut = min(widest - max(second, _NARROWEST), -(-(sum(fitted) - room) // len(columns)))
        for at in columns:
            fitted[at] = widest - max(cut, 1)
    return fitted


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return _GAP.join(_pad(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _pad(cell: str, width: int) -> str:
    if _width(cell) > width:
        kept = ""
        for char in cell:
            if _width(kept + char) >= width:
                break
            kept += char
        cell = kept + "…"
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
