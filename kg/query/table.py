"""Solutions as an aligned table for people: labels, not IRIs; nothing that moves the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import prefixes
from kg.query.columns import align

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pyoxigraph import QuerySolutions

    from kg.graph.store import Store

__all__ = ["format_table", "shortener"]

_NAME = 12  # words; literals of more are prose, as no name of a person, an office or a place has so many


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
        width: How many characters a line may have: prose is cut, what else is too long is wrapped. None for as many as
            it takes.
    """
    header = [variable.value for variable in solutions.variables]
    rows = [[solution[name] for name in header] for solution in solutions]
    prose = {name for name, *terms in zip(header, *rows, strict=True) if any(map(_is_prose, terms))}
    cells = iter(shorten([term for row in rows for term in row]))
    return align(header, zip(*[cells] * len(header), strict=True), width=width, prose=prose)


def _is_prose(term: object) -> bool:
    return isinstance(term, Literal) and len(term.value.split()) > _NAME
