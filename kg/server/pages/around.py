"""What derived graphs have of an entity: offices and who held them, events, conflicts, what the gazetteer knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.event_quads import EVENTS
from kg.graph.literals import plain
from kg.graph.names import fold
from kg.graph.quads import claim_iri, derived_graph
from kg.query import terms
from kg.server.pages.addresses import to_path, web_address
from kg.server.pages.sayings import Link
from kg.server.pages.wording import cut, in_period, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.store import Store
    from kg.model import EntityType
    from kg.ontology import Relation

__all__ = [
    "Background",
    "Held",
    "Identifier",
    "Known",
    "Shown",
    "background",
    "conflicts_of",
    "events_of",
    "held",
    "identifiers",
]

# Names and codes of a resource, in whatever graph they stand.
_NAMED = """
SELECT ?p ?o {{ VALUES ?p {{ rdf:type rdfs:label skos:altLabel owl:sameAs kg:iso }} {iri} ?p ?o }}"""
_TENURES = """
SELECT ?node ?holder ?who ?office ?what ?start ?end ?from ?until {{
  GRAPH {graph} {{ {{ {meant} }} ?node kg:holder ?holder ; kg:heldOffice ?office .
    OPTIONAL {{ ?node schema:startDate ?start }} OPTIONAL {{ ?node schema:endDate ?end }}
    OPTIONAL {{ ?node kg:toldFrom ?from }} OPTIONAL {{ ?node kg:toldUntil ?until }}
  }}
  ?holder rdfs:label ?who . ?office rdfs:label ?what .
}}"""
_OFFICES = """
SELECT ?office ?what {{ ?office a kg:Office ; rdfs:label ?what FILTER(STRENDS(LCASE(STR(?what)), LCASE({ending}))) }}"""
_TERMS = """
SELECT ?node ?what ?start ?end {{ GRAPH {graph} {{ {iri} kg:termOfOffice ?node . ?node rdfs:label ?what .
  OPTIONAL {{ ?node schema:startDate ?start }} OPTIONAL {{ ?node schema:endDate ?end }} }} }}"""
_GAZETTEER = """
SELECT ?p ?there ?other ?label ?type {{
  {{ GRAPH {graph} {{ {iri} ?p ?other }} BIND(true AS ?there) }}
  UNION {{ GRAPH {graph} {{ ?other ?p {iri} }} BIND(false AS ?there) }}
  ?other rdfs:label ?label ; a ?type
}}"""
_EVENTS = """
SELECT ?event ?label ?start ?articles ?independent ?reported ?status {{ GRAPH {graph} {{
  {{ ?event kg:participant {iri} }} UNION {{ ?event kg:place {iri} }} UNION {{ ?event kg:occasion {iri} }}
  ?event rdfs:label ?label ; kg:articles ?articles ; kg:independentArticles ?independent ; kg:status ?status .
  OPTIONAL {{ ?event kg:timeStart ?start }} OPTIONAL {{ ?event kg:firstReported ?reported }}
}} }}"""
_CONFLICTS = """
SELECT ?conflict ?claim {{ GRAPH {graph} {{ ?conflict kg:oneSide|kg:otherSide ?claim }} }}"""
_CONFLICT_WORDS = """
SELECT ?conflict ?label ?kind {{ GRAPH {graph} {{
  VALUES ?conflict {{ {listed} }} ?conflict rdfs:label ?label ; kg:conflictKind ?kind }} }}"""
_HOSTS = {"wikidata.org": "Wikidata", "geonames.org": "GeoNames", "dbpedia.org": "DBpedia", "viaf.org": "VIAF"}


class Identifier(NamedTuple):
    """What others call it: whose identifier, and where that leads if it is an address."""

    name: str
    value: str
    href: str | None


class Known(NamedTuple):
    """What a resource is called, and its types as IRIs."""

    label: str
    aliases: tuple[str, ...]
    types: tuple[str, ...]
    identifiers: tuple[Identifier, ...]


class Held(NamedTuple):
    """An office and who held it; `when` in words, `stated` where an article or the gazetteer gives begin or end."""

    href: str
    office: Link
    holder: Link | None
    when: str
    stated: bool
    source: str


class Shown(NamedTuple):
    """An event or conflict in a list, with a note beside it."""

    link: Link
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class Background:
    """A relation in words, and with whom the gazetteer knows of it."""

    words: str
    others: tuple[Link, ...]


def identifiers(store: Store, iri: str) -> Known:
    """The names, types and identifiers of a resource."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_NAMED.format(iri=f"<{iri}>")):
        told[terms.text(row["p"]).rpartition("#")[2]].append(terms.text(row["o"]))
    label = min(told["label"], default="")
    found = [Identifier("ISO 3166", printable(code), None) for code in sorted(set(told["iso"]))]
    for same in sorted(set(told["sameAs"])):
        host = next((name for part, name in _HOSTS.items() if f"{part}/" in same), "Also at")
        found.append(Identifier(host, cut(same.rstrip("/").rpartition("/")[2] or same), web_address(same)))
    aliases = sorted(set(told["altLabel"]) - {label}, key=lambda name: (fold(name), name))
    return Known(label, tuple(aliases), tuple(sorted(set(told["type"]))), tuple(found))


def held(store: Store, iri: str, label: str, kind: EntityType | None) -> tuple[Held, ...]:
    """Offices: those that somebody held, who held one, or those that are called a country's or organization's own."""
    meant = f"?node kg:holder <{iri}>" if kind is None or kind.value == "Person" else f"?node kg:heldOffice <{iri}>"
    if kind is not None and kind.value in {"Country", "Organization", "Group"} and label:
        query = _OFFICES.format(ending=plain(f" of {label}"))
        offices = sorted({terms.text(row["office"]) for row in store.select(query)})
        if not offices:
            return ()
        meant = f"VALUES ?office {{ {' '.join(f'<{each}>' for each in offices)} }} ?node kg:heldOffice ?office"
    graph = derived_graph(store.base, "tenures")
    found = []
    for row in store.select(_TENURES.format(graph=graph, meant=meant)):
        start, end, since, until = (terms.text(row[name]) for name in ("start", "end", "from", "until"))
        stated = bool(start or end)
        told = since if since == until else f"{since} to {until}"
        when = in_period(f"{start or '..'}/{end or '..'}") if stated else f"told of {told}" if since else ""
        holder = None if iri == terms.text(row["holder"]) else _link(store, row["holder"], row["who"], "Person")
        office = _link(store, row["office"], row["what"], "Office")
        order = start or since or end or "~"
        href = to_path(terms.text(row["node"]), store.base)
        found.append((fold(office.label), order, href, Held(href, office, holder, when, stated, "articles")))
    graph = derived_graph(store.base, "gazetteer")
    for row in store.select(_TERMS.format(graph=graph, iri=f"<{iri}>")):
        start, end = terms.text(row["start"]), terms.text(row["end"])
        href = to_path(terms.text(row["node"]), store.base)
        office = Link(cut(terms.text(row["what"])), href, "Office")
        when = in_period(f"{start or '..'}/{end or '..'}") if start or end else ""
        found.append((fold(office.label), start or "~", href, Held(href, office, None, when, True, "gazetteer")))
    return tuple(each[-1] for each in sorted(found))


def background(store: Store, iri: str, relations: Mapping[str, Relation]) -> tuple[Background, ...]:
    """What the gazetteer knows of how an entity belongs together with others."""
    labels = {relation.iri: relation.label for relation in relations.values()}
    graph = derived_graph(store.base, "gazetteer")
    found: dict[tuple[bool, str], set[Link]] = defaultdict(set)
    for row in store.select(_GAZETTEER.format(graph=graph, iri=f"<{iri}>")):
        prop = terms.text(row["p"])
        if prop.endswith("#termOfOffice"):
            continue
        there = terms.text(row["there"]) == "true"
        kind = terms.text(row["type"]).rpartition("#")[2]
        words = labels.get(prop, prop.rpartition("#")[2])
        found[not there, words].add(_link(store, row["other"], row["label"], kind))
    return tuple(
        Background(words if not back else f"← {words}", tuple(sorted(links)))
        for (back, words), links in sorted(found.items())
    )


def events_of(store: Store, iri: str) -> tuple[Shown, ...]:
    """The events that an entity took part in, or was the place of; those that most articles tell of first."""
    found: dict[str, tuple[int, str, Shown]] = {}
    for row in store.select(_EVENTS.format(graph=derived_graph(store.base, EVENTS), iri=f"<{iri}>")):
        event, articles, independent = (
            terms.text(row["event"]),
            int(terms.text(row["articles"])),
            int(terms.text(row["independent"])),
        )
        start, reported = terms.text(row["start"]), terms.text(row["reported"])
        status = terms.text(row["status"]).rpartition("#")[2]
        note = "1 article" if articles == 1 else f"{articles} articles"
        if independent != articles:
            note += f", {independent} independent"
        if status != "actual":
            note = f"{status} · {note}"
        when = printable(start or (f"~{reported[:10]}" if reported else ""))
        shown = Shown(_link(store, row["event"], row["label"], "Event"), when, note)
        found[event] = (-articles, when.lstrip("~") or "~", shown)
    return tuple(found[event][-1] for event in sorted(found, key=lambda each: (*found[each][:2], each)))


def conflicts_of(store: Store, claims: Iterable[str]) -> tuple[Shown, ...]:
    """The conflicts that claims, by their local names, are a side of."""
    graph = derived_graph(store.base, "conflicts")
    wanted = {claim_iri(store.base, name).value for name in claims}
    pairs = store.select(_CONFLICTS.format(graph=graph)) if wanted else ()
    met = sorted({terms.text(row["conflict"]) for row in pairs if terms.text(row["claim"]) in wanted})
    if not met:
        return ()
    listed = " ".join(f"<{iri}>" for iri in met)
    rows = store.select(_CONFLICT_WORDS.format(graph=graph, listed=listed))
    return tuple(
        sorted(
            Shown(
                _link(store, row["conflict"], row["label"], "Conflict"), "", terms.text(row["kind"]).rpartition("#")[2]
            )
            for row in rows
        )
    )


def _link(store: Store, node: object, label: object, kind: str) -> Link:
    return Link(cut(terms.text(label), 160), to_path(terms.text(node), store.base), kind)
