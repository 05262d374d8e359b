"""Claims read out of a graph by SPARQL, with the entities and articles that they name: a small `Whole`.

So what works on all claims of a store works on those of one entity or article, too, on any store.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kg.graph.link import Node
from kg.graph.quads import open_name
from kg.graph.vocab import PREFIXES
from kg.graph.whole import LinkedClaim, Whole
from kg.model import ArticleMeta, EntityType, Modality, Polarity
from kg.query import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["entity_type", "listed", "local_id", "read_articles", "read_claims", "read_names"]

_AT_ONCE = 500
_CLAIMS = "SELECT ?article ?claim ?p ?o {{ {{ {meant} }} GRAPH ?article {{ ?claim ?p ?o }} }}"
_ARTICLES = "SELECT ?article ?p ?o {{ VALUES ?article {{ {listed} }} GRAPH ?article {{ ?article ?p ?o }} }}"
# Pairs: two VALUES would make Oxigraph read all names of the store.
_NAMES = "SELECT ?node ?p ?o {{ VALUES (?node ?p) {{ {pairs} }} ?node ?p ?o }}"
_NAMING = ("rdf:type", "rdfs:label", "skos:altLabel")
_ENDS = ("subject", "object", "place", "speaker")
_META = {
    "inLanguage": "language",
    "headline": "title",
    "datePublished": "published",
    "url": "url",
    "publisher": "publisher",
    "author": "author",
}


def read_claims(store: Store, ontology: Ontology, meant: str) -> Whole:
    """The claims that a query means, as far as they are whole.

    Args:
        store: An open store.
        ontology: Names and kinds of the relations.
        meant: SPARQL that binds `?article` and `?claim`.

    Raises:
        StoreError: The store cannot be read.
    """
    told: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in store.select(_CLAIMS.format(meant=meant)):
        told[terms.text(row["article"]), terms.text(row["claim"])][terms.local(row["p"])] = terms.text(row["o"])
    names = {relation.iri: relation.name for relation in ontology.relations.values()}
    claims = tuple(
        claim
        for (article, iri), said in sorted(told.items())
        if (claim := _claim(store.base, names, ontology, article, iri, said)) is not None
    )
    entities = {said[prop] for said in told.values() for prop in _ENDS if prop in said}
    return Whole(
        store.base,
        ontology.relations,
        {node.name: node for node in read_names(store, ontology, entities)},
        {meta.id: meta for meta in read_articles(store, {article for article, _ in told})},
        claims,
        ontology.event_types,
    )


def read_names(store: Store, ontology: Ontology, iris: Iterable[str]) -> Iterator[Node]:
    """The entities of these IRIs by type and names; of those that have none, what their IRI calls them."""
    told: dict[str, dict[str, set[str]]] = {iri: defaultdict(set) for iri in sorted(iris)}
    for some in listed(told):
        pairs = " ".join(f"({iri} {prop})" for iri in some.split() for prop in _NAMING)
        for row in store.select(_NAMES.format(pairs=pairs)):
            told[terms.text(row["node"])][terms.local(row["p"])].add(terms.text(row["o"]))
    for iri, said in told.items():
        name = local_id(iri, f"{store.base}resource/")
        label = min(said["label"], default=name)
        kind = entity_type(said["type"], ontology.classes) or EntityType.ORGANIZATION
        yield Node(name, label, kind, tuple(sorted(said["altLabel"] - {label})), None)


def entity_type(types: Iterable[str], classes: Mapping[str, tuple[str, ...]]) -> EntityType | None:
    """The type of an entity: its own, or that of the nearest class above for classes of the user's own."""
    known = {kind.value: kind for kind in EntityType}
    for iri in sorted(types):
        name = iri.removeprefix(PREFIXES["kg"])
        for each in (name, *classes.get(name, ())):
            if each in known:
                return known[each]
    return None


def _claim(
    base: str, names: Mapping[str, str], ontology: Ontology, article: str, iri: str, said: Mapping[str, str]
) -> LinkedClaim | None:
    if not {"subject", "predicate", "object", "polarity", "modality"} <= said.keys():
        return None
    relation = names.get(said["predicate"]) or _relation(said["predicate"], base)
    known = ontology.relations.get(relation)
    own = iri.removeprefix(f"{base}claim/")

    def node(prop: str) -> str | None:
        return local_id(said[prop], f"{base}resource/") if prop in said else None

    return LinkedClaim(
        article=local_id(article, f"{base}article/"),
        id=own,
        name=own,
        subject=node("subject") or "",
        relation=relation,
        object=node("object") or "",
        place=node("place"),
        speaker=node("speaker"),
        symmetric=known is not None and known.symmetric,
        event_type=_after(said["eventType"]) if "eventType" in said else None,
        polarity=Polarity(_after(said["polarity"])),
        modality=Modality(_after(said["modality"])),
        operator=said.get("operator"),
        asserted=said.get("asserted") == "true",
        confidence=float(said.get("confidence", "1")),
        time=terms.interval(said.get("timeStart", ""), said.get("timeEnd", "")),
        topic=said.get("topic"),
    )


def read_articles(store: Store, iris: Iterable[str]) -> Iterator[ArticleMeta]:
    """What is known of the articles of these IRIs."""
    told: dict[str, dict[str, Any]] = {iri: {} for iri in sorted(iris)}
    for some in listed(told):
        for row in store.select(_ARTICLES.format(listed=some)):
            if (field := _META.get(terms.local(row["p"]))) is not None:
                told[terms.text(row["article"])][field] = terms.text(row["o"])
    for iri, said in told.items():
        yield ArticleMeta(id=local_id(iri, f"{store.base}article/"), **said)


def listed(iris: Iterable[str]) -> Iterator[str]:
    """IRIs as values of a query, so many at once as one takes."""
    known = sorted(iris)
    for start in range(0, len(known), _AT_ONCE):
        yield " ".join(f"<{iri}>" for iri in known[start : start + _AT_ONCE])


def _relation(iri: str, base: str) -> str:
    """The name of a relation that the ontology lacks."""
    own = open_name(iri, base)
    if own is not None:
        return own
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return iri.removeprefix(namespace) if prefix == "kg" else f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def local_id(iri: str, namespace: str) -> str:
    """The name that an IRI ends in, as it was before it was escaped."""
    name = iri.removeprefix(namespace)
    try:
        return unquote(name, errors="surrogatepass")
    except UnicodeDecodeError:  # of other making
        return name


def _after(iri: str) -> str:
    return iri.rpartition("#")[2]
