"""What stood in the way of the claims that an annotator has and kg has not, as far as a machine can tell.

It looks at what `kg explain` knows of the sentences of the annotator's evidence, and takes the first that holds:

- the two sides are told of there, as another relation or the other way round (denied or not);
- one side is not seen there: nothing that is linked there bears one of its names;
- both are seen, and a word there has a frame of the relation, which did not fit;
- both are seen, and no word there has a frame of the relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.extract.trace import Explanation, Ref, SentenceTrace
from kg.gold import GoldArticle, GoldClaim
from kg.graph.names import fold

__all__ = ["Cause", "Missed", "find_causes"]


class Cause(StrEnum):
    """What stood in the way."""

    OTHERWISE = "the two are told of, but as another relation or polarity"
    NAMELESS = "a side has no name, and was not seen"
    UNSEEN = "a side has a name, but not there, or was not seen"
    MISFIT = "both are seen, and a frame of the relation did not fit"
    NO_FRAME = "both are seen, and no word there has a frame of the relation"


@dataclass(frozen=True, slots=True)
class Missed:
    """A claim that was missed, in words, and what stood in the way."""

    article: str
    claim: GoldClaim
    told: str
    cause: Cause


def find_causes(
    missed: Iterable[tuple[str, GoldClaim]],
    gold: Mapping[str, GoldArticle],
    explanations: Mapping[str, Explanation],
) -> Iterator[Missed]:
    """Find what stood in the way of each.

    Args:
        missed: Claims with the ids of their articles.
        gold: The articles by their ids.
        explanations: What was understood of them, likewise.
    """
    for name, claim in missed:
        item = gold[name]
        ends = item.entities[claim.subject], item.entities[claim.object]
        told = f"{ends[0].label} {claim.relation} {ends[1].label}"
        yield Missed(name, claim, told, _cause(item, claim, _sentences(item, claim, explanations[name])))


def _sentences(item: GoldArticle, claim: GoldClaim, explanation: Explanation) -> list[SentenceTrace]:
    start = item.article.text.index(claim.evidence)
    end = start + len(claim.evidence)
    return [sentence for sentence in explanation.sentences if sentence.start < end and start < sentence.end]


def _cause(item: GoldArticle, claim: GoldClaim, sentences: list[SentenceTrace]) -> Cause:
    subject, other = (_called(item, key) for key in (claim.subject, claim.object))
    for sentence in sentences:
        for statement in sentence.statements:
            ends = {fold(statement.subject.label), fold(statement.object.label)}
            if statement.claim is not None and ends & subject and ends & other:
                return Cause.OTHERWISE
    seen = {fold(ref.label) for sentence in sentences for ref in _seen(sentence)}
    for key, called in ((claim.subject, subject), (claim.object, other)):
        if not seen & called:
            named = any(name[:1].isupper() for name in (item.entities[key].label, *item.entities[key].aliases))
            return Cause.UNSEEN if named else Cause.NAMELESS
    frames = (frame for s in sentences for predicate in s.predicates for frame in predicate.frames)
    return Cause.MISFIT if any(frame.relation in claim.relations for frame in frames) else Cause.NO_FRAME


def _called(item: GoldArticle, key: str) -> set[str]:
    entity = item.entities[key]
    return {fold(name) for name in (entity.label, *entity.aliases)} - {""}


def _seen(sentence: SentenceTrace) -> Iterator[Ref]:
    for mention in sentence.mentions:
        yield from mention.entities
    for predicate in sentence.predicates:
        for argument in predicate.bound:
            yield from argument.entities
