"""Claims as a page shows them: the sentence with its names marked, where it stands, and how it is meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.quads import article_iri, claim_iri, entity_iri
from kg.model import Modality, Polarity
from kg.outlets import outlet_of
from kg.query import terms
from kg.query.timeline import in_words
from kg.server.pages.addresses import to_path, web_address
from kg.server.pages.claims import listed
from kg.server.pages.wording import cut, highlight, in_period, printable, status, tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.store import Store
    from kg.graph.whole import LinkedClaim, Whole
    from kg.model import ArticleMeta
    from kg.server.pages.wording import Piece

__all__ = ["Chip", "Link", "Passage", "Saying", "Source", "link_to", "read_passages", "source_of", "tell_sayings"]

_PASSAGES = """
SELECT ?claim ?evidence ?text ?start ?end {{
  VALUES ?claim {{ {listed} }}
  GRAPH ?article {{ ?claim prov:wasDerivedFrom ?evidence . ?evidence oa:exact ?text ; oa:start ?start ; oa:end ?end }}
}}"""


class Link(NamedTuple):
    """Something that has a page; `kind` is its type, by which it is coloured."""

    label: str
    href: str
    kind: str = ""


class Chip(NamedTuple):
    """A word on how a claim is meant, whether it is to be seen first, and where it leads, if anywhere."""

    text: str
    strong: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article that says a claim; it begins and ends at these characters of the article's text."""

    href: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands: the article's own page, its address in the web if it has one, and what is known of it."""

    href: str
    title: str
    outlet: str | None
    date: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim with its sentences; `confidence` in percent, `symmetric` where there is no direction."""

    href: str
    subject: Link
    relation: str
    object: Link
    symmetric: bool
    status: str
    tone: str
    confidence: int
    chips: tuple[Chip, ...]
    sentences: tuple[tuple[Piece, ...], ...]
    source: Source


def link_to(whole: Whole, name: str) -> Link:
    """The link to the page of a node."""
    node = whole.nodes.get(name)
    href = to_path(entity_iri(whole.base, name).value, whole.base)
    return Link(cut(node.label if node else name) or "?", href, node.type.value if node else "")


def source_of(meta: ArticleMeta, base: str) -> Source:
    """Where an article is to be found, and what it is called."""
    outlet = outlet_of(meta.publisher, meta.url)
    return Source(
        to_path(article_iri(base, meta.id).value, base),
        cut(meta.title or "", 200) or cut(outlet or "") or f"Article {cut(meta.id)}",
        cut(outlet) if outlet else None,
        printable(meta.published) if meta.published else None,
        web_address(meta.url),
    )


def read_passages(store: Store, claims: Iterable[LinkedClaim]) -> dict[str, tuple[Passage, ...]]:
    """The sentences behind claims, by the local names of these, in the order of the text."""
    iris = {claim_iri(store.base, claim.name).value: claim.name for claim in claims}
    found: dict[str, list[Passage]] = defaultdict(list)
    for some in listed(iris):
        for row in store.select(_PASSAGES.format(listed=some)):
            href = to_path(terms.text(row["evidence"]), store.base)
            passage = Passage(href, terms.text(row["text"]), int(terms.text(row["start"])), int(terms.text(row["end"])))
            found[iris[terms.text(row["claim"])]].append(passage)
    return {name: tuple(sorted(told, key=lambda each: (each.start, each.end))) for name, told in found.items()}


def tell_sayings(
    whole: Whole, claims: Iterable[LinkedClaim], passages: Mapping[str, Sequence[Passage]]
) -> tuple[Saying, ...]:
    """Claims as a page shows them, in the order in which they are given.

    Args:
        whole: The entities and articles that they name.
        claims: The claims.
        passages: What `read_passages` gave.
    """
    return tuple(_say(whole, claim, passages.get(claim.name, ())) for claim in claims)


def _say(whole: Whole, claim: LinkedClaim, passages: Sequence[Passage]) -> Saying:
    names = {"subject": _names(whole, claim.subject), "object": _names(whole, claim.object)}
    return Saying(
        href=to_path(claim_iri(whole.base, claim.name).value, whole.base),
        subject=link_to(whole, claim.subject),
        relation=cut(in_words(claim.relation, whole)),
        object=link_to(whole, claim.object),
        symmetric=claim.symmetric,
        status=status(claim),
        tone=tone(claim).value,
        confidence=round(100 * claim.confidence),
        chips=tuple(_chips(whole, claim)),
        sentences=tuple(highlight(text, names) for text in dict.fromkeys(each.text for each in passages)),
        source=source_of(whole.articles[claim.article], whole.base),
    )


def _names(whole: Whole, name: str) -> tuple[str, ...]:
    node = whole.nodes.get(name)
    return (node.label, *node.aliases) if node else ()


def _chips(whole: Whole, claim: LinkedClaim) -> Iterator[Chip]:
    operator = printable(claim.operator or "")
    if claim.polarity is Polarity.NEGATIVE:
        yield Chip("refused" if operator == "refused" else "denied or not so", strong=True)
    if claim.modality is not Modality.ACTUAL:
        word = claim.modality.value
        yield Chip(f"{word}: {operator}" if operator and operator != word else word, strong=True)
    if claim.speaker is not None:
        yield Chip("according to", link=link_to(whole, claim.speaker))
    elif status(claim) == "reported":
        yield Chip("not asserted")
    if claim.place is not None:
        yield Chip("in", link=link_to(whole, claim.place))
    if claim.time:
        yield Chip(in_period(claim.time))
    if claim.topic:
        yield Chip(f"about {cut(claim.topic, 160)}")
    if claim.event_type and claim.event_type != "STRUCTURE":
        yield Chip(printable(claim.event_type).lower())
