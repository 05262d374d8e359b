"""What the search page finds: entities by name, and sentences and articles by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.graph.names import fold
from kg.server.pages.paging import Pages
from kg.server.pages.sayings import Link
from kg.server.pages.wording import cut

if TYPE_CHECKING:
    from kg.server.pages.names import Known
    from kg.server.pages.reading import Reading
    from kg.server.pages.sayings import Source
    from kg.server.pages.wording import Piece

__all__ = ["Found", "FoundPassage", "Hit", "Passages", "find_all", "suggest"]

_PLAIN = re.compile(r"\w[\w-]*")
_A_PAGE = 30
_PASSAGES = 50
_SUGGESTED = 10


class FoundPassage(NamedTuple):
    """A sentence that has the words, in pieces with the words marked; where it stands, and the claims drawn from it."""

    pieces: tuple[Piece, ...]
    source: Source
    claims: tuple[Link, ...]


Passages: TypeAlias = Callable[["Reading", str, int], list[FoundPassage]]
"""Finds so many sentences of a store by words."""


class Hit(NamedTuple):
    """An entity that was found, how much is told of it, and the name that was found if that is not the first."""

    link: Link
    claims: int
    alias: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entities, names that are nearly right where none is, and sentences; None where none are looked for."""

    entities: tuple[Hit, ...]
    pages: Pages
    near: tuple[Link, ...]
    passages: tuple[FoundPassage, ...] | None
    more_passages: bool


def find_all(reading: Reading, typed: str, page: int, passages: Passages | None = None) -> Found:
    """What has a name, or words, that somebody typed; without any, those of whom most is told.

    Args:
        reading: The store.
        typed: What was typed.
        page: Which page of entities.
        passages: What finds sentences.
    """
    names = reading.names
    offset = (page - 1) * _A_PAGE
    if typed:
        found, count = names.find(typed, _A_PAGE, offset=offset)
    else:
        found, count = names.leading(page * _A_PAGE)[offset:], len(names.by_iri)
    told = passages(reading, typed, _PASSAGES + 1) if passages is not None and typed else None
    last = max(1, -(-count // _A_PAGE))
    return Found(
        tuple(_hit(reading, known, typed) for known in found),
        Pages(min(page, last), last, count),
        tuple(_link(reading, known) for known in names.near(typed)) if typed and not count else (),
        None if told is None else tuple(told[:_PASSAGES]),
        told is not None and len(told) > _PASSAGES,
    )


def suggest(reading: Reading, typed: str) -> list[dict[str, str]]:
    """The entities to offer while somebody types."""
    found, _ = reading.names.find(typed, _SUGGESTED)
    told = ((known, _link(reading, known)) for known in found)
    return [
        {"label": link.label, "type": link.kind, "href": link.href, "name": _short(reading, known.iri)}
        for known, link in told
    ]


def _hit(reading: Reading, known: Known, typed: str) -> Hit:
    wanted = fold(typed)
    named = wanted in fold(known.label)
    alias = None if named else next((name for name in known.aliases if wanted in fold(name)), None)
    return Hit(_link(reading, known), known.claims, alias)


def _link(reading: Reading, known: Known) -> Link:
    return Link(cut(known.label), reading.link(known.iri), known.type.value if known.type else "")


def _short(reading: Reading, iri: str) -> str:
    """An entity as a query may write it: by the prefix, or whole where its name has signs that mean something there."""
    name = iri.removeprefix(f"{reading.base}resource/")
    return f"kgr:{name}" if _PLAIN.fullmatch(name) else f"<{iri}>"
