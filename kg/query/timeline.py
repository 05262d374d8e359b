"""What somebody did and underwent, or what was between two, by time.

A claim stands at the time that it states, else at the date of its article. What several articles say of one day in the
same way is one line. A lasting fact without a time ("holds office") is not said of a day: it has one line for all
articles, at the first of their dates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.claim_table import stance
from kg.graph.dating import Placed, place_claim
from kg.graph.spans import ALWAYS, Span, overlap
from kg.open_names import from_open_name
from kg.outlets import outlet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set

    from kg.graph.store import Store
    from kg.graph.whole import LinkedClaim, Whole
    from kg.model import ArticleMeta
    from kg.query.rows import Row

__all__ = ["Entry", "concerns", "in_words", "outlets", "read_sentences", "sentence_reader", "tell", "timeline_rows"]

_LASTING = "STRUCTURE"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, and the claims that say the same of it, by article; `placed` is None for what has no date."""

    placed: Placed | None
    claims: tuple[LinkedClaim, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that say so."""
        return tuple(dict.fromkeys(claim.article for claim in self.claims))


def tell(
    whole: Whole,
    actor: Set[str],
    other: Set[str] | None = None,
    *,
    within: Span = ALWAYS,
    facts_only: bool = False,
) -> list[Entry]:
    """The claims about an actor, or between two, by time; what has no date comes last.

    Args:
        whole: All claims.
        actor: Local names of the nodes that are the actor; at a place, what happened there counts too.
        other: The same of another actor, for what is between the two.
        within: Only what has to do with this span; what has no date is left out if it has a begin or end.
        facts_only: Leave out what is denied, planned or only somebody's word.
    """
    entries: dict[tuple[object, ...], list[LinkedClaim]] = defaultdict(list)
    times: dict[tuple[object, ...], Placed | None] = {}
    for claim in whole.claims:
        if (facts_only and not claim.is_fact) or not concerns(claim, actor, other):
            continue
        placed = place_claim(claim, whole)
        if not (overlap(placed.span, within) if placed else within == ALWAYS):
            continue
        key = (*_said(claim), None if _lasts(claim, placed) else placed)
        entries[key].append(claim)
        if placed and ((before := times.get(key)) is None or placed.key < before.key):
            times[key] = placed
    found = [Entry(times.get(key), tuple(claims)) for key, claims in entries.items()]
    return sorted(found, key=lambda entry: (entry.placed is None, entry.placed and entry.placed.key, _order(entry)))


def timeline_rows(
    whole: Whole, entries: Iterable[Entry], sentences: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[Row]:
    """Entries as rows of plain values.

    Args:
        whole: All claims.
        entries: What `tell` gave.
        sentences: What `read_sentences` gave; may be empty.
    """
    for entry in entries:
        claim, metas = entry.claims[0], [whole.articles[article] for article in entry.articles]
        places = sorted({whole.label(each.place) for each in entry.claims if each.place is not None})
        said = (text for each in entry.claims for text in sentences.get((each.article, each.id), ()))
        yield {
            "time": str(entry.placed.span) if entry.placed else None,
            "precision": entry.placed.span.precision if entry.placed else None,
            "stated": entry.placed.stated if entry.placed else None,
            "when": str(entry.placed or "undated"),
            "subject": whole.label(claim.subject),
            "relation": in_words(claim.relation, whole),
            "object": whole.label(claim.object),
            "how": stance(
                claim.polarity,
                claim.modality,
                operator=claim.operator,
                speaker=whole.label(claim.speaker) if claim.speaker else None,
                asserted=claim.asserted,
            ),
            "fact": claim.is_fact,
            "where": places,
            "articles": len(metas),
            "outlets": outlets(metas),
            "sentences": list(dict.fromkeys(said)),
            "claims": [each.name for each in entry.claims],
        }


def read_sentences(store: Store, claims: Iterable[LinkedClaim]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The sentences behind claims, by the ids of article and claim."""
    wanted = defaultdict(set)
    for claim in claims:
        wanted[claim.article].add(claim.id)
    return {
        (article, claim.id): tuple(evidence.text for evidence in claim.evidence)
        for article, ids in wanted.items()
        for claim in store.kept.claims_of(article)
        if claim.id in ids
    }


def sentence_reader(store: Store) -> Callable[[LinkedClaim], tuple[str, ...]]:
    """Reads the sentences behind one claim after the other; each article once."""

    @cache
    def of_article(article: str) -> dict[str, tuple[str, ...]]:
        return {
            claim.id: tuple(evidence.text for evidence in claim.evidence) for claim in store.kept.claims_of(article)
        }

    return lambda claim: of_article(claim.article).get(claim.id, ())


def outlets(metas: Iterable[ArticleMeta]) -> list[str]:
    """Who published articles, as far as that is known."""
    return sorted({outlet for meta in metas if (outlet := outlet_of(meta.publisher, meta.url))})


def in_words(relation: str, whole: Whole) -> str:
    """A relation as people say it: its label, else the words of its name."""
    known = whole.relations.get(relation)
    return known.label if known is not None else from_open_name(relation)


def concerns(claim: LinkedClaim, actor: Set[str], other: Set[str] | None) -> bool:
    """Whether a claim is about an actor, or happened there; or is between two."""
    if other is None:
        return not actor.isdisjoint((claim.subject, claim.object, claim.place))
    return (claim.subject in actor and claim.object in other) or (claim.object in actor and claim.subject in other)


def _said(claim: LinkedClaim) -> tuple[object, ...]:
    """What a claim says and how, apart from when and where."""
    ends = (claim.subject, claim.object)
    ways = (claim.polarity, claim.modality, claim.operator, claim.speaker, claim.asserted)
    return (claim.relation, *(sorted(ends) if claim.symmetric else ends), *ways)


def _lasts(claim: LinkedClaim, placed: Placed | None) -> bool:
    return claim.event_type == _LASTING and not (placed and placed.stated)


def _order(entry: Entry) -> tuple[str, ...]:
    claim = entry.claims[0]
    return tuple(map(str, (entry.placed, claim.subject, claim.relation, claim.object, claim.article, claim.id)))
