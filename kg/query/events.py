"""The events of a graph, and the sentences that tell of them, as rows; by SPARQL alone, on any store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.event_quads import EVENTS
from kg.graph.literals import plain
from kg.graph.quads import derived_graph, entity_iri
from kg.graph.spans import ALWAYS, Span, overlap, parse_span
from kg.outlets import outlet_of
from kg.query.terms import interval, local, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import QuerySolution

    from kg.graph.store import Store
    from kg.query.rows import Row

__all__ = ["event_rows", "report_rows"]

_AT_ONCE = 500  # events in one query for their sentences
# Every variable is bound once an event, as none of these properties has two values.
_FACTS = """
SELECT ?event ?type ?kind ?status ?attested ?place ?start ?end ?reported ?last ?articles ?independent ?first
WHERE {{ GRAPH {graph} {{
  {wanted}
  ?event kg:eventType ?type ; kg:kind ?kind ; kg:status ?status ; kg:attested ?attested ;
         kg:articles ?articles ; kg:independentArticles ?independent ; kg:firstArticle ?first .
  OPTIONAL {{ ?event kg:place ?place }}
  OPTIONAL {{ ?event kg:timeStart ?start }}
  OPTIONAL {{ ?event kg:timeEnd ?end }}
  OPTIONAL {{ ?event kg:firstReported ?reported }}
  OPTIONAL {{ ?event kg:lastReported ?last }}
}} }}"""
_ROLES = """
SELECT ?event ?role ?who
WHERE {{ GRAPH {graph} {{
  VALUES ?role {{ kg:participant kg:agent kg:target kg:occasion }}
  {wanted}
  ?event ?role ?who
}} }}"""
_ARTICLES = """
SELECT ?article ?publisher ?url
WHERE {
  ?article a schema:NewsArticle
  OPTIONAL { ?article schema:publisher ?publisher }
  OPTIONAL { ?article schema:url ?url }
}"""
_REPORTS = """
SELECT ?event ?way ?article ?published ?publisher ?url ?claim ?sentence ?from
WHERE {{
  GRAPH {graph} {{
    VALUES ?way {{ kg:report kg:deniedBy }}
    VALUES ?event {{ {listed} }}
    ?event ?way ?claim
  }}
  GRAPH ?article {{
    ?claim prov:wasDerivedFrom ?evidence . ?evidence oa:exact ?sentence ; oa:start ?from .
    OPTIONAL {{ ?article schema:datePublished ?published }}
    OPTIONAL {{ ?article schema:publisher ?publisher }}
    OPTIONAL {{ ?article schema:url ?url }}
  }}
}}"""


def event_rows(
    store: Store, *, actors: Iterable[str] = (), event_type: str | None = None, within: Span = ALWAYS
) -> list[Row]:
    """The events in the order of their time; those of which nobody tells the time stand where they were reported.

    Args:
        store: An open store.
        actors: Local names of nodes that take part, all of them.
        event_type: The PLOVER type or the relation that they must have, whatever its capitals.
        within: The days that they must have one in common with; what has no date at all is in none but `ALWAYS`.
    """
    wanted = _wanted(store, actors, event_type)
    facts = list(store.select(_FACTS.format(**wanted)))
    roles: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(_ROLES.format(**wanted)):
        roles[text(row["event"])][local(row["role"])].append(row["who"])
    shown = [row["place"] for row in facts]
    shown += [who for told in roles.values() for each in told.values() for who in each]
    labels = {str(node): label for node, label in store.labels(shown).items()}
    outlets = {text(row["article"]): _outlet(row) for row in store.select(_ARTICLES)}
    rows = []
    for row in facts:
        event, reported = text(row["event"]), text(row["reported"]) or None
        time = interval(text(row["start"]), text(row["end"]))
        span = parse_span(time or reported)
        if within != ALWAYS and (span is None or not overlap(span, within)):
            continue
        who = {
            role: sorted(labels.get(str(node), local(node)) for node in roles[event][role])
            for role in ("participant", "agent", "target", "occasion")
        }
        told: Row = {
            "date": time or (f"~{reported}" if reported else None),
            "time": time,
            "type": local(row["type"]),
            "kind": local(row["kind"]),
            "status": local(row["status"]),
            "attested": text(row["attested"]) == "true",
            "how": _how(local(row["status"]), attested=text(row["attested"]) == "true"),
            "participants": who["participant"],
            "who": _in_roles(who),
            "agents": who["agent"],
            "targets": who["target"],
            "occasion": next(iter(who["occasion"]), None),
            "place": labels.get(str(row["place"])),
            "articles": int(text(row["articles"])),
            "independent": int(text(row["independent"])),
            "first_reported": reported,
            "last_reported": text(row["last"]) or None,
            "outlet": outlets.get(text(row["first"])),
            "event": event.removeprefix(store.base),
        }
        rows.append((span or Span(ALWAYS.last, ALWAYS.last), event, told))
    return [told for _, _, told in sorted(rows, key=lambda each: each[:2])]


def report_rows(store: Store, events: Iterable[Row]) -> Iterator[Row]:
    """The sentences behind events, event by event, the first published first.

    Args:
        store: An open store.
        events: Rows of `event_rows`.
    """
    events = list(events)
    told: dict[str, list[Row]] = defaultdict(list)
    graph = derived_graph(store.base, EVENTS)
    for start in range(0, len(events), _AT_ONCE):
        listed = " ".join(f"<{store.base}{row['event']}>" for row in events[start : start + _AT_ONCE])
        for row in store.select(_REPORTS.format(graph=graph, listed=listed)):
            told[text(row["event"]).removeprefix(store.base)].append(
                {
                    "says": "denies" if local(row["way"]) == "deniedBy" else "reports",
                    "published": text(row["published"]) or None,
                    "outlet": _outlet(row),
                    "article": text(row["article"]).removeprefix(store.base),
                    "claim": text(row["claim"]).removeprefix(store.base),
                    "from": int(text(row["from"])),
                    "sentence": text(row["sentence"]),
                }
            )
    for event in events:
        for report in sorted(told[str(event["event"])], key=_first_published):
            yield {**event, **report}


def _wanted(store: Store, actors: Iterable[str], event_type: str | None) -> dict[str, str]:
    patterns = [f"?event kg:participant {entity_iri(store.base, name)} ." for name in actors]
    if event_type is not None:
        name = str(plain(event_type))
        patterns += (
            "{ ?event kg:eventType ?sort } UNION { ?event kg:kind ?sort }",
            f'FILTER(LCASE(REPLACE(STR(?sort), "^.*[#/]", "")) = LCASE({name}))',
        )
    return {"graph": str(derived_graph(store.base, EVENTS)), "wanted": "\n  ".join(patterns)}


def _how(status: str, *, attested: bool) -> str:
    """What is to be known of an event that did not simply take place."""
    return status if status != "actual" else "" if attested else "said"


def _in_roles(who: Mapping[str, Sequence[str]]) -> str:
    """The participants, with an arrow from those who did it to those to whom it was done."""
    sides = (who["agent"], who["target"] or who["occasion"]) if who["agent"] else (who["participant"],)
    return " -> ".join("; ".join(side) for side in sides if side)


def _outlet(row: QuerySolution) -> str | None:
    return outlet_of(text(row["publisher"]), text(row["url"]))


def _first_published(row: Row) -> tuple[object, ...]:
    return row["says"] == "denies", row["published"] or "~", row["article"], row["claim"], row["from"]
