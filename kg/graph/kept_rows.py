"""The tables of the kept claims, and how claims, nodes and texts stand in their rows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.graph.link import Node
from kg.graph.quads import claim_name
from kg.graph.whole import LinkedClaim
from kg.model import ArticleMeta, DateSource, EntityType, Modality, Polarity
from kg.ontology import Actor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.model import Claim

__all__ = [
    "LINKED",
    "SCHEMA",
    "pack",
    "to_columns",
    "to_linked_claim",
    "to_meta",
    "to_node",
    "unpack",
    "with_tuples",
]

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS article (
    id BLOB PRIMARY KEY, key TEXT NOT NULL, digest TEXT NOT NULL, meta TEXT NOT NULL, text BLOB NOT NULL,
    run TEXT NOT NULL, written TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS claim (
    article BLOB NOT NULL REFERENCES article (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    id BLOB NOT NULL, subject BLOB NOT NULL, relation BLOB NOT NULL, object BLOB NOT NULL,
    place BLOB, speaker BLOB, symmetric INTEGER NOT NULL, event_type BLOB, polarity TEXT NOT NULL,
    modality TEXT NOT NULL, operator BLOB, asserted INTEGER NOT NULL, confidence REAL NOT NULL, time TEXT,
    body TEXT NOT NULL, PRIMARY KEY (article, position)
); -- with rowid: the bodies are long, and would fill a page each
CREATE TABLE IF NOT EXISTS entity (
    article BLOB NOT NULL REFERENCES article (id) ON DELETE CASCADE, id BLOB NOT NULL, label BLOB NOT NULL,
    type TEXT NOT NULL, aliases TEXT NOT NULL, node BLOB, PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketch (
    article BLOB PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE, method TEXT NOT NULL,
    shingles BLOB NOT NULL, signature BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS candidate (
    one BLOB NOT NULL, other BLOB NOT NULL, score REAL NOT NULL, why BLOB NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS node (name BLOB PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS verdict (
    article BLOB NOT NULL REFERENCES article (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    dropped INTEGER NOT NULL, confidence REAL, placeless INTEGER NOT NULL, speakerless INTEGER NOT NULL,
    made_by TEXT NOT NULL, PRIMARY KEY (article, position)
) WITHOUT ROWID;
"""

LINKED = """
SELECT c.article, c.id, s.node, c.relation, o.node, p.node, k.node, c.event_type, c.operator,
       CAST(json_extract(c.body, '$.topic') AS BLOB),
       c.symmetric, c.polarity, c.modality, c.asserted, coalesce(v.confidence, c.confidence) AS sure, c.time,
       (SELECT group_concat(json_extract(e.value, '$.start')) FROM json_each(c.body, '$.evidence') e)
FROM claim c
LEFT JOIN verdict v ON v.article = c.article AND v.position = c.position
JOIN entity s ON s.article = c.article AND s.id = c.subject
JOIN entity o ON o.article = c.article AND o.id = c.object
LEFT JOIN entity p ON p.article = c.article AND p.id = c.place
LEFT JOIN entity k ON k.article = c.article AND k.id = c.speaker
WHERE sure >= ? AND NOT coalesce(v.dropped, 0) ORDER BY c.article, c.position
"""


def to_columns(claim: Claim) -> tuple[object, ...]:
    """A claim as its row has it between its place and its body."""
    place, speaker = (None if entity is None else pack(entity.id) for entity in (claim.place, claim.speaker))
    event_type, operator = (None if text is None else pack(text) for text in (claim.event_type, claim.operator))
    own, subject, relation, object_ = map(pack, (claim.id, claim.subject.id, claim.relation, claim.object.id))
    parts = (own, subject, relation, object_, place, speaker, claim.symmetric, event_type, claim.polarity.value)
    return (*parts, claim.modality.value, operator, claim.asserted, claim.confidence, claim.time)


def to_linked_claim(
    row: Sequence[Any], shared: Mapping[str, Collection[str]], texts: dict[str, str]
) -> LinkedClaim | None:
    """A row of `LINKED` as a claim; none where it has lost one of its ends.

    Args:
        row: The row.
        shared: The ids that claims of more than one article bear, by article.
        texts: The texts of the rows before by themselves: thousands of claims have the same, and need it once.
    """
    article, subject, relation, object_, place, speaker, event_type, operator, time = (
        None if value is None else texts.setdefault(text := value if isinstance(value, str) else unpack(value), text)
        for value in (row[0], *row[2:9], row[15])
    )
    own, topic = (None if value is None else unpack(value) for value in (row[1], row[9]))
    symmetric, polarity, modality, asserted, confidence, _, starts = row[10:]
    if article is None or own is None or not (subject and relation and object_):
        return None
    return LinkedClaim(
        article=article,
        id=own,
        name=claim_name(article, own, shared.get(article, ())),
        subject=subject,
        relation=relation,
        object=object_,
        place=place,
        speaker=speaker,
        symmetric=bool(symmetric),
        event_type=event_type,
        polarity=Polarity(polarity),
        modality=Modality(modality),
        operator=operator,
        asserted=bool(asserted),
        confidence=confidence,
        time=time,
        starts=_starts(starts) if starts else (),
        topic=topic,
    )


@lru_cache(maxsize=1 << 14)  # most are told of many claims
def _starts(told: str) -> tuple[int, ...]:
    return tuple(map(int, told.split(",")))


def to_meta(told: dict[str, Any]) -> ArticleMeta:
    """What is known of an article, from what JSON has of it; earlier versions kept no source of its date."""
    source = told.get("date_source")
    return ArticleMeta(**{**told, "date_source": DateSource(source) if source else None})


def to_node(told: dict[str, Any]) -> Node:
    """A node from what JSON has of it."""
    actor = told["actor"]
    if actor is not None:
        actor = Actor(**{**with_tuples(actor), "type": EntityType(actor["type"])})
    return Node(told["name"], told["label"], EntityType(told["type"]), tuple(told["aliases"]), actor)


def with_tuples(told: dict[str, Any]) -> dict[str, Any]:
    """What JSON has as lists as the tuples that they were."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def pack(text: str) -> bytes:
    """A text as SQLite takes it, whatever it holds."""
    # SQLite refuses halves of surrogate pairs in text, and articles may hold them.
    return text.encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> str:
    """The text that was packed."""
    return data.decode("utf-8", "surrogatepass")
