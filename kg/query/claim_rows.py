"""Claims as rows of plain values, for tables, data frames and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim_table import stance
from kg.outlets import outlet_of

if TYPE_CHECKING:
    from kg.model import Claim
    from kg.query.claims import GraphClaim

__all__ = ["CLAIMS_SHOWN", "CLAIM_COLUMNS", "claim_row", "graph_claim_row"]

CLAIM_COLUMNS = tuple(
    "published subject relation object how event_type polarity modality operator asserted confidence place time topic "
    "speaker sentence start end outlet title url subject_type object_type subject_id object_id article claim".split()
)
"""`how` is how the text stands to it in words, empty for a plain fact. The first sentence stands for the evidence;
`start` and `end` are half-open characters of the article's text."""
CLAIMS_SHOWN = ("published", "subject", "relation", "object", "how", "place", "time", "sentence", "outlet")


def claim_row(claim: Claim) -> dict[str, object]:
    """A claim as one article has it; its ids are those of the article."""
    return _told(claim) | {
        "outlet": outlet_of(claim.article.publisher, claim.article.url),
        "subject_id": claim.subject.id,
        "object_id": claim.object.id,
        "article": claim.article.id,
        "claim": claim.id,
    }


def graph_claim_row(claim: GraphClaim) -> dict[str, object]:
    """A claim as the graph has it; its ids are IRIs."""
    return _told(claim) | {
        "outlet": outlet_of(claim.article.publisher, claim.article.url),
        "subject_id": claim.subject.iri,
        "object_id": claim.object.iri,
        "article": claim.article.iri,
        "claim": claim.iri,
    }


def _told(claim: Claim | GraphClaim) -> dict[str, object]:
    cited = claim.evidence[0] if claim.evidence else None
    speaker = claim.speaker.label if claim.speaker else None
    subject, object_ = claim.subject.type, claim.object.type
    return {
        "published": claim.article.published,
        "subject": claim.subject.label,
        "relation": claim.relation,
        "object": claim.object.label,
        "how": ", ".join(
            stance(claim.polarity, claim.modality, operator=claim.operator, speaker=speaker, asserted=claim.asserted)
        ),
        "event_type": claim.event_type,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "operator": claim.operator,
        "asserted": claim.asserted,
        "confidence": claim.confidence,
        "place": claim.place.label if claim.place else None,
        "time": claim.time,
        "topic": claim.topic,
        "speaker": speaker,
        "sentence": cited.text if cited else None,
        "start": cited.start if cited else None,
        "end": cited.end if cited else None,
        "title": claim.article.title,
        "url": claim.article.url,
        "subject_type": subject.value if subject else None,
        "object_type": object_.value if object_ else None,
    }
