"""The graph as files of network programs: GraphML, GEXF (Gephi) and the JSON of Cytoscape.

A node is an entity, an edge a claim, both with what is known of them as attributes; the relation is an edge's label.
networkx is imported where it is used, for whoever exports RDF does not need it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from kg.graph.literals import safe_text
from kg.query.claim_rows import graph_claim_row
from kg.query.claims import graph_claims
from kg.query.graph_entities import graph_entities

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from kg.graph.store import Store

__all__ = ["export_cytoscape", "export_gexf", "export_graphml", "plain_network"]

_TOLD = (
    *("event_type", "polarity", "modality", "operator", "asserted", "confidence", "place", "time", "topic", "speaker"),
    *("sentence", "outlet", "published", "title", "url", "article"),
)


def export_graphml(store: Store, out: BinaryIO) -> None:
    """Write GraphML (http://graphml.graphdrawing.org/), which networkx, igraph, yEd and Gephi read.

    Raises:
        StoreError: The store cannot be read.
    """
    from networkx.readwrite.graphml import GraphMLWriterLxml

    class Writer(GraphMLWriterLxml):  # type: ignore[misc]  # networkx has no types
        """Writes truth as XML Schema spells it, where networkx writes it as Python does."""

        def add_data(self, name: str, element_type: object, value: object, *rest: object, **more: object) -> object:
            element = super().add_data(name, element_type, value, *rest, **more)
            if element_type is bool:
                element.text = str(value).lower()
            return element

    Writer(out, graph=plain_network(store), encoding="utf-8", prettyprint=True, named_key_ids=True).dump()


def export_gexf(store: Store, out: BinaryIO) -> None:
    """Write GEXF 1.2, which Gephi reads.

    Raises:
        StoreError: The store cannot be read.
    """
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(plain_network(store))
    for meta in writer.xml.findall("meta"):
        writer.xml.remove(meta)  # it has the day: the same graph is the same bytes
    for attribute in writer.xml.iter("attribute"):
        if attribute.get("title") == "networkx_key":
            attribute.set("title", "claim")  # which its values are
    for graph in writer.xml.findall("graph"):
        del graph.attrib["name"]  # which the schema does not know
    writer.write(out)


def export_cytoscape(store: Store, out: BinaryIO) -> None:
    """Write the JSON of Cytoscape (`.cyjs`) and Cytoscape.js.

    Raises:
        StoreError: The store cannot be read.
    """
    import networkx as nx

    told = nx.cytoscape_data(plain_network(store), name="label")
    told["data"] = {"name": "News graph"}  # networkx has a list here, where Cytoscape looks for an object
    for edge in told["elements"]["edges"]:
        data = edge["data"]
        data["id"], data["interaction"] = data["key"], data["label"]
    out.write(json.dumps(told, ensure_ascii=False, indent=1).encode())
    out.write(b"\n")


def plain_network(store: Store) -> nx.MultiDiGraph:
    """Entities by their IRIs and the claims between them by theirs, with texts, numbers and truth as attributes.

    Raises:
        StoreError: The store cannot be read.
    """
    import networkx as nx

    network = nx.MultiDiGraph()
    for entity in graph_entities(store):
        told: dict[str, object] = {
            "label": entity.label,
            "type": entity.type.value,
            "aliases": "; ".join(entity.aliases),
            "iso": entity.iso,
            "latitude": entity.latitude,
            "longitude": entity.longitude,
        }
        network.add_node(entity.iri, **_known(told))
    for row in map(graph_claim_row, graph_claims(store)):
        told = {"label": row["relation"], **{name: row[name] for name in _TOLD}}
        network.add_edge(row["subject_id"], row["object_id"], key=row["claim"], **_known(told))
    return network


def _known(told: Mapping[str, object]) -> dict[str, object]:
    """What there is: these formats have no word for nothing, and XML no letters for some that others put in."""
    known = {name: value for name, value in told.items() if value is not None and value != ""}
    return {name: safe_text(value) if isinstance(value, str) else value for name, value in known.items()}
