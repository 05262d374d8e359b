"""Names and titles as pieces of a text, and the words that tell whose a name is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from kg.extract.tokens import Doc, Token
from kg.model import EntityType
from kg.ontology import Office

__all__ = [
    "HONORIFICS",
    "ORGAN_HEADS",
    "Name",
    "OfficeSpan",
    "covered_by",
    "each_name",
    "head_of",
    "is_after_title",
    "is_office_word",
    "trim",
]

HONORIFICS = frozenset(
    "mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady sheikh sheik ayatollah imam rev. reverend prof prof."
    " professor"
    " president king queen prince princess pope gen. col. lt. maj. sgt. capt. sen. rep. gov. brig. adm. general"
    " colonel marshal admiral minister premier chancellor secretary".split()
)
# Capitalised heads that make "the Iraqi Foreign Ministry" an organization of its own.
ORGAN_HEADS = frozenset(
    "ministry office army navy parliament congress senate council court agency commission department police guard"
    " guards forces force assembly command committee party authority bureau institute university bank corps cabinet"
    " government coast front movement union league federation association group fund center centre foundation".split()
)


class Name(NamedTuple):
    """A name in the text: tokens `start` to `end` (half-open), its head token, and what it names.

    `kind` is `name`, `adjective` ("Iranian"), `demonym` ("the Dutch") or `people` ("hundreds of Poles"); `actor` is the
    gazetteer's id, if it knows the name.
    """

    start: int
    end: int
    head: int
    type: EntityType
    kind: str = "name"
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeSpan:
    """An office's title in the text, "prime minister": tokens `start` to `end` (half-open)."""

    start: int
    end: int
    office: Office


def head_of(doc: Doc, start: int, end: int) -> int:
    """The token of a span that the others hang on."""
    for i in range(end - 1, start, -1):
        head = doc[i].head.i
        if not start <= head < end or head == i:
            return i
    return start


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Take articles, possessive marks, titles and punctuation off the edges of a model's entity."""
    while end > start and (doc[end - 1].tag_ == "POS" or (doc[end - 1].is_punct and doc[end - 1].text not in ".)")):
        end -= 1
    while start < end and (doc[start].lower_ in ("the", "a", "an") or doc[start].is_punct):
        start += 1
    return start, end


def is_after_title(doc: Doc, name: Name, titles: Mapping[int, OfficeSpan]) -> bool:
    """A capitalised title right before a name: the name is a person's."""
    title = titles.get(name.start)
    if title is None and name.start > 0 and doc[name.start - 1].lower_ in HONORIFICS:
        return doc[name.start - 1].text[:1].isupper()
    return title is not None and doc[title.start].text[:1].isupper()


def covered_by(names: Iterable[Name]) -> set[int]:
    """The tokens of names."""
    return set(chain.from_iterable(range(name.start, name.end) for name in names))


def each_name(names: Mapping[int, Name]) -> list[Name]:
    """The names of a table by token, each once, in order."""
    found = {name.start: name for name in names.values()}
    return [found[start] for start in sorted(found)]


_OFFICE_WORDS = frozenset(
    "president minister secretary premier chancellor king queen prince senator governor mayor ambassador envoy leader"
    " chief spokesman spokeswoman spokesperson commander general colonel director chairman deputy vice affairs state"
    " foreign defense defence interior finance trade prime chairwoman chairperson justice commissioner speaker judge"
    " representative congressman congresswoman captain major lieutenant sergeant marshal crown former acting".split()
)


def is_office_word(token: Token) -> bool:
    """Whether the word is part of the title of an office."""
    return token.lower_ in _OFFICE_WORDS
