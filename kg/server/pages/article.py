"""What the page of an article says: its text, in which the sentences behind claims are marked, and these claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.literals import safe_text
from kg.graph.quads import article_iri
from kg.server.pages.claims import read_claims
from kg.server.pages.paging import Pages, page_of
from kg.server.pages.sayings import Saying, Source, read_passages, source_of, tell_sayings
from kg.server.pages.wording import printable, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.server.pages.reading import Reading
    from kg.server.pages.sayings import Passage

__all__ = ["ArticlePage", "Stretch", "mark_text", "read_article"]

_CLAIMS_A_PAGE = 60
_CLAIMS = "SELECT ?article ?claim {{ BIND({iri} AS ?article) GRAPH {iri} {{ ?claim a kg:Claim }} }}"
_REPEATS = "SELECT ?one ?other {{ {{ {iri} kg:repeats ?other }} UNION {{ ?one kg:repeats {iri} }} }}"


class Stretch(NamedTuple):
    """A piece of a text, with the numbers of the claims that it is evidence of; `first` of which it begins."""

    text: str
    claims: tuple[int, ...] = ()
    first: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page says; `sayings` are numbered from after `offset` on, `size` of them a page."""

    iri: str
    path: str
    source: Source
    author: str | None
    language: str | None
    text: tuple[Stretch, ...]
    sayings: tuple[Saying, ...]
    offset: int
    size: int
    pages: Pages
    repeats: tuple[Source, ...]
    repeated_by: tuple[Source, ...]


def read_article(reading: Reading, name: str, page: int) -> ArticlePage:
    """What there is to say of an article.

    Args:
        reading: The store.
        name: The id of the article.
        page: Which page of its claims.
    """
    store, base = reading.store, reading.base
    iri = article_iri(base, name)
    whole = read_claims(store, reading.ontology, _CLAIMS.format(iri=iri))
    passages = read_passages(store, whole.claims)
    ordered = sorted(whole.claims, key=lambda claim: (_place(passages.get(claim.name, ())), claim.name))
    shown, pages = page_of(ordered, page, _CLAIMS_A_PAGE)
    offset = (pages.number - 1) * _CLAIMS_A_PAGE
    numbered = {at: passages.get(claim.name, ()) for at, claim in enumerate(ordered, 1)}
    metas = reading.articles({name, *(others := _repeats(reading, name))})
    meta = metas[name]
    text = reading.text_of(name)
    return ArticlePage(
        iri=iri.value,
        path=reading.link(iri.value),
        source=source_of(meta, base),
        author=printable(meta.author) if meta.author else None,
        language=printable(meta.language) if meta.language else None,
        text=() if text is None else tuple(mark_text(text, numbered)),
        sayings=tell_sayings(whole, shown, passages),
        offset=offset,
        size=_CLAIMS_A_PAGE,
        pages=pages,
        repeats=tuple(source_of(metas[each], base) for each, first in sorted(others.items()) if first),
        repeated_by=tuple(source_of(metas[each], base) for each, first in sorted(others.items()) if not first),
    )


def mark_text(text: str, passages: Mapping[int, Iterable[Passage]]) -> Iterable[Stretch]:
    """A text in pieces, each with the numbers of the claims whose sentences it belongs to.

    Sentences may overlap; one whose place does not have its words any more is not marked.
    """
    starts: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for number, told in passages.items():
        for start, end in {
            (each.start, each.end) for each in told if safe_text(text[each.start : each.end]) == each.text
        }:
            if start < end:
                starts[start].append(number)
                ends[end].append(number)
    open_: list[int] = []
    seen: set[int] = set()
    bounds = sorted({0, len(text), *starts, *ends})
    for start, end in pairwise(bounds):
        for number in ends[start]:
            open_.remove(number)
        open_ += starts[start]
        first = tuple(sorted(set(starts[start]) - seen))
        seen.update(first)
        yield Stretch(readable(text[start:end]), tuple(sorted(set(open_))), first)


def _place(passages: Sequence[Passage]) -> tuple[int, int]:
    return (passages[0].start, passages[0].end) if passages else (0, 0)


def _repeats(reading: Reading, name: str) -> dict[str, bool]:
    """The articles that this one repeats (true), or that repeat it."""
    iri = article_iri(reading.base, name)
    found: dict[str, bool] = {}
    for row in reading.store.select(_REPEATS.format(iri=iri)):
        other = row["other"] or row["one"]
        found[reading.article_id(other.value)] = row["other"] is not None
    return found
