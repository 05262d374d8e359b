"""What the data block of the page has, as tables; `assets/js/data.js` puts them together again.

A table has the fields of the dataclass that it is made of; what is a list of things there is a table of its own here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

from kg.view.drawing import Community
from kg.view.graph import (
    ViewArticle,
    ViewClaim,
    ViewConflict,
    ViewEvent,
    ViewEvidence,
    ViewGraph,
    ViewOffice,
    ViewRelation,
)
from kg.view.packing import Table

__all__ = ["tables"]


def tables(
    graph: ViewGraph, communities: Sequence[Community], drawn: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Table]:
    """All tables of a page.

    Args:
        graph: What it shows.
        communities: What its nodes belong to, by the numbers that these give.
        drawn: What vis-network draws, by `nodes`, `edges` and what else there is; under `kg` each thing has what is
            told of it.
    """
    evidence = list(dict.fromkeys(each for claim in graph.claims for each in claim.evidence))
    places = {each: place for place, each in enumerate(evidence)}
    made: dict[str, Table] = {}
    for name, things in drawn.items():
        made[name] = _columns([{key: value for key, value in thing.items() if key != "kg"} for thing in things])
        made[f"{name}Told"] = _columns([thing["kg"] for thing in things])
    return {
        **made,
        "communities": _fields(Community, communities),
        "offices": {
            "node": [number for number, node in enumerate(graph.nodes) for _ in node.offices],
            **_fields(ViewOffice, [office for node in graph.nodes for office in node.offices]),
        },
        "claims": {
            **_fields(ViewClaim, graph.claims, without=("evidence",)),
            "evidence": [[places[each] for each in claim.evidence] for claim in graph.claims],
        },
        "evidence": _fields(ViewEvidence, evidence),
        "articles": _fields(ViewArticle, graph.articles),
        "relations": _fields(ViewRelation, graph.relations),
        "conflicts": _fields(ViewConflict, graph.conflicts),
        "events": {
            # The page puts their labels together of those of the nodes.
            **_fields(ViewEvent, graph.events, without=("label",)),
            "tone": [event.tone.value for event in graph.events],
        },
    }


def _fields(kind: type, things: Sequence[object], without: Collection[str] = ()) -> dict[str, list[object]]:
    names = [field.name for field in fields(kind) if field.name not in without]
    return {name: [getattr(thing, name) for thing in things] for name in names}


def _columns(rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
