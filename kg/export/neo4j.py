"""The graph as Neo4j takes it: an archive of `nodes.csv` and `relationships.csv` for `neo4j-admin database import`.

A node is an entity, with the labels `Entity` and its type; a relationship is a claim, with the relation as type in
capitals, as is the custom there (`MET_WITH`). Headers have the types of the columns. The importer reads line by line
unless told otherwise, so line ends in texts are spaces here:
https://neo4j.com/docs/operations-manual/current/tutorial/neo4j-admin-import/
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from kg.query.claim_rows import graph_claim_row
from kg.query.claims import graph_claims
from kg.query.graph_entities import graph_entities
from kg.query.rows import cell
from kg.query.terms import tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.store import Store

__all__ = ["NODES", "RELATIONSHIPS", "export_neo4j", "type_name"]

NODES = (
    "iri:ID",
    "name",
    "aliases:string[]",
    "sameAs:string[]",
    "iso",
    "latitude:double",
    "longitude:double",
    ":LABEL",
)
_PROPERTIES = {
    "claim": "claim", "relation": "relation", "event_type": "eventType", "polarity": "polarity",
    "modality": "modality", "operator": "operator", "asserted": "asserted:boolean", "confidence": "confidence:double",
    "place": "place", "time": "time", "topic": "topic", "speaker": "speaker", "sentence": "sentence",
    "start": "start:long", "end": "end:long", "outlet": "outlet", "published": "published", "title": "title",
    "url": "url", "article": "article",
}  # fmt: skip
RELATIONSHIPS = (":START_ID", ":END_ID", *_PROPERTIES.values(), ":TYPE")
_LINE_END = re.compile(r"\r\n|[\r\n]")
_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # of ZIP's: the same graph is the same bytes


def export_neo4j(store: Store, out: BinaryIO) -> None:
    """Write the archive.

    Raises:
        StoreError: The store cannot be read.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "nodes.csv", NODES, _nodes(store))
        _write(archive, "relationships.csv", RELATIONSHIPS, _relationships(store))


def type_name(relation: str) -> str:
    """The type of a relationship: `metWith` as `MET_WITH`, `open:signDeal` as `OPEN_SIGN_DEAL`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", tail(relation))
    return re.sub(r"\W+", "_", words).upper()


def _nodes(store: Store) -> Iterator[Iterable[object]]:
    for entity in graph_entities(store):
        yield (
            entity.iri,
            entity.label,
            _listed(entity.aliases),
            _listed(entity.same_as),
            entity.iso,
            entity.latitude,
            entity.longitude,
            f"Entity;{entity.type.value}",
        )


def _relationships(store: Store) -> Iterator[Iterable[object]]:
    for row in map(graph_claim_row, graph_claims(store)):
        told = (cell(row[name]) for name in _PROPERTIES)
        yield (row["subject_id"], row["object_id"], *told, type_name(str(row["relation"])))


def _listed(values: Iterable[str]) -> str:
    """Values of an array, which semicolons part: theirs become commas."""
    return ";".join(value.replace(";", ",") for value in values)


def _in_lines(row: Iterable[object]) -> list[object]:
    return [_LINE_END.sub(" ", value) if isinstance(value, str) else value for value in row]


def _write(archive: zipfile.ZipFile, name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    member = zipfile.ZipInfo(name, _BEGINNING_OF_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    with archive.open(member, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(map(_in_lines, rows))
