"""Sentences and articles by their words, for the search page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.search import search
from kg.server.pages.addresses import to_path, web_address
from kg.server.pages.finding import FoundPassage
from kg.server.pages.sayings import Link, Source
from kg.server.pages.wording import Piece, cut, printable, readable

if TYPE_CHECKING:
    from kg.query.search import Hit, Said
    from kg.server.pages.reading import Reading

__all__ = ["find_passages"]


def find_passages(reading: Reading, words: str, limit: int) -> list[FoundPassage]:
    """So many places that have all the words, the best first; none where there is no word to look for.

    Raises:
        StoreError: The store cannot be read.
    """
    try:
        hits = search(reading.store, words, limit=limit)
    except QueryError:
        return []
    return [_passage(reading, hit) for hit in hits]


def _passage(reading: Reading, hit: Hit) -> FoundPassage:
    base = reading.base
    title = cut(hit.title or "", 200) or (cut(hit.outlet) if hit.outlet else "Article")
    outlet = cut(hit.outlet) if hit.outlet else None
    date = printable(hit.published) if hit.published else None
    source = Source(to_path(hit.article, base), title, outlet, date, web_address(hit.url))
    claims = tuple(Link(cut(str(_in_words(reading, said)), 200), to_path(said.claim, base)) for said in hit.said)
    return FoundPassage(_pieces(readable(hit.found.text), hit.found.marks), source, claims)


def _in_words(reading: Reading, said: Said) -> Said:
    known = reading.ontology.relations.get(said.relation)
    return replace(said, relation=known.label if known is not None else said.relation)


def _pieces(text: str, marks: tuple[tuple[int, int], ...]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for start, end in marks:
        pieces += [Piece(text[at:start]), Piece(text[start:end], "found")]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)
