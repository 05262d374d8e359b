"""Claims and linked entities as RDF quads. The only place that mints IRIs of the graph.

Under the base: `article/ID`, `claim/ID` and `evidence/ID-N` (ids percent-encoded), `resource/NAME` for entities,
`open/NAME` for open relations, `tone/NAME/NAME/MONTH` for tones, `tenure/NAME/OFFICE/BEGIN` for tenures, `event/NAME`
for events, `conflict/KIND/...` with what is in conflict, `candidate/NAME/NAME` for pairs of entities that may be one,
`run/DIGEST` and `run/KIND/NAME-VERSION` for its parts, `correction/DIGEST`, and `graph/NAME` for graphs that are
derived.
Relations keep the IRI that the ontology gives them. There are no blank nodes.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS

from kg.graph import literals
from kg.graph.vocab import DEFAULT_BASE, GEO, KG, OA, PLOVER, PREFIXES, SCHEMA, open_namespace
from kg.open_names import OPEN, from_open_name, is_open

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.graph.corrections import Correction
    from kg.graph.link import Node
    from kg.graph.runs import Run
    from kg.model import ArticleMeta, Claim
    from kg.ontology import Actor, Relation, TermOfOffice

__all__ = [
    "Kin",
    "article_iri",
    "article_quads",
    "candidate_iri",
    "claim_iri",
    "claim_name",
    "conflict_iri",
    "correction_quads",
    "derived_graph",
    "direct_quads",
    "entity_iri",
    "entity_quads",
    "event_iri",
    "fact_quads",
    "gazetteer_quads",
    "influence_quads",
    "kin_of",
    "local_name",
    "open_name",
    "open_quads",
    "relation_iri",
    "run_quads",
    "tenure_iri",
    "term_quads",
    "tone_iri",
]

# IRI of a relation -> IRIs of what it says: itself and its superproperties, each with whether it is symmetric.
Kin: TypeAlias = dict[str, dict[str, bool]]

_PLAIN_NAME = re.compile(r"[\w.~-]+")  # most names are such
_CURIE = re.compile(r"([A-Za-z][\w.-]*):(?!//)(.+)")
# A part of a run -> how the run is linked to it, its types, and the property of its version.
_PARTS = {
    "program": (PROV.wasAssociatedWith, (PROV.SoftwareAgent, SCHEMA.SoftwareApplication), SCHEMA.softwareVersion),
    "model": (PROV.used, (PROV.Entity, SCHEMA.SoftwareApplication), SCHEMA.softwareVersion),
    "ontology": (PROV.used, (PROV.Entity, OWL.Ontology), OWL.versionInfo),
}
_PART = (PROV.used, (PROV.Entity,), OWL.versionInfo)
# What an article's metadata says, and how; the rest needs more than a plain string.
_PLAIN_META = {"headline": "title", "publisher": "publisher", "author": "author"}


def article_iri(base: str, article: str) -> NamedNode:
    """The IRI of an article, which names its graph too."""
    return NamedNode(f"{base}article/{local_name(article)}")


def claim_iri(base: str, name: str) -> NamedNode:
    """The IRI of a claim by its local name."""
    return NamedNode(f"{base}claim/{name}")


def claim_name(article: str, claim: str, ambiguous: Collection[str] = frozenset()) -> str:
    """The local name of a claim: its id, to which that of the article is added where others bear it too.

    Args:
        article: The id of the article.
        claim: The id of the claim.
        ambiguous: Ids that claims of several articles bear.
    """
    return local_name(f"{article}/{claim}" if claim in ambiguous else claim)


def conflict_iri(base: str, parts: Iterable[str]) -> NamedNode:
    """The IRI of a conflict by what tells it from others: its kind, who, what, whom, and since when."""
    return NamedNode(f"{base}conflict/{'/'.join(map(local_name, parts))}")


def entity_iri(base: str, name: str) -> NamedNode:
    """The IRI of an entity by its local name."""
    return NamedNode(f"{base}resource/{local_name(name)}")


def tone_iri(base: str, one: str, other: str, period: str | None, *, directed: bool) -> NamedNode:
    """The IRI of the tone between two entities, or of one to the other, in a period."""
    ends = f"{local_name(one)}/to/{local_name(other)}" if directed else f"{local_name(one)}/{local_name(other)}"
    return NamedNode(f"{base}tone/{ends}/{period or 'undated'}")


def tenure_iri(base: str, holder: str, office: str, which: str) -> NamedNode:
    """The IRI of a tenure of an office by its holder; `which` tells several of them apart."""
    return NamedNode(f"{base}tenure/{local_name(holder)}/{local_name(office)}/{local_name(which)}")


def event_iri(base: str, name: str) -> NamedNode:
    """The IRI of an event that claims tell of, by its local name."""
    return NamedNode(f"{base}event/{local_name(name)}")


def candidate_iri(base: str, one: str, other: str) -> NamedNode:
    """The IRI of a pair of entities that may be one, by their local names."""
    return NamedNode(f"{base}candidate/{local_name(one)}/{local_name(other)}")


def derived_graph(base: str, name: str) -> NamedNode:
    """The IRI of a graph that is derived from others and replaced whole."""
    return NamedNode(f"{base}graph/{local_name(name)}")


def relation_iri(name: str, relations: Mapping[str, Relation], base: str = DEFAULT_BASE) -> NamedNode:
    """The IRI of a relation: the ontology's, else that of the CURIE (`open:` is of the base), else one in `kg:`."""
    known = relations.get(name)
    if known is not None:
        return NamedNode(known.iri)
    if is_open(name):
        return NamedNode(open_namespace(base) + local_name(name.removeprefix(f"{OPEN}:")))
    curie = _CURIE.fullmatch(name)
    if curie and curie[1] in PREFIXES:
        return NamedNode(PREFIXES[curie[1]] + local_name(curie[2]))
    return NamedNode(PREFIXES["kg"] + local_name(name))


def article_quads(
    meta: ArticleMeta,
    claims: Iterable[Claim],
    names: Mapping[str, str],
    relations: Mapping[str, Relation],
    *,
    run: Run,
    base: str,
    ambiguous: frozenset[str] = frozenset(),
    corrected: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Iterator[Quad]:
    """The graph of one article: itself, its claims and their evidence.

    Args:
        meta: What is known of the article.
        claims: Its claims.
        names: The local name of the node of each of its entities, by the entity's id.
        relations: The relations of the ontology.
        run: What made the claims.
        base: The base of all IRIs.
        ambiguous: Ids of claims that other articles use too.
        corrected: The ids of the corrections behind claims, by the id of the claim.
    """
    graph = article_iri(base, meta.id)
    for prop, value in _about_article(meta):
        yield Quad(graph, prop, value, graph)
    maker = NamedNode(f"{base}run/{run.digest}")
    language = literals.language_of(meta.language)
    for claim in claims:
        name = claim_name(meta.id, claim.id, ambiguous)
        node = claim_iri(base, name)
        entities = {key: entity_iri(base, names[key]) for key in _entity_ids(claim)}
        for prop, value in _about_claim(claim, entities, language):
            yield Quad(node, prop, value, graph)
        yield Quad(node, _node(RDF.predicate), relation_iri(claim.relation, relations, base), graph)
        yield Quad(node, _node(PROV.wasGeneratedBy), maker, graph)
        for correction in corrected.get(claim.id, ()):
            yield Quad(node, _node(PROV.wasInfluencedBy), _correction_iri(base, correction), graph)
        # Says again what the graph's name says, for formats and stores without graphs.
        yield Quad(node, _node(PROV.hadPrimarySource), graph, graph)
        for number, evidence in enumerate(claim.evidence, 1):
            source = NamedNode(f"{base}evidence/{name}-{number}")
            yield Quad(node, _node(PROV.wasDerivedFrom), source, graph)
            yield Quad(source, _node(RDF.type), _node(KG.Evidence), graph)
            yield Quad(source, _node(OA.exact), literals.plain(evidence.text), graph)
            yield Quad(source, _node(OA.start), literals.integer(evidence.start), graph)
            yield Quad(source, _node(OA.end), literals.integer(evidence.end), graph)


def entity_quads(nodes: Iterable[Node], base: str) -> Iterator[Quad]:
    """What the default graph says of entities: type, names and identifiers."""
    for node in nodes:
        yield from _named(entity_iri(base, node.name), node.label, node.type.value, DefaultGraph())
        for alias in node.aliases:
            yield _default(entity_iri(base, node.name), SKOS.altLabel, literals.worded(alias))
        if node.actor is not None:
            if node.actor.iso is not None:
                yield _default(entity_iri(base, node.name), KG.iso, literals.plain(node.actor.iso))
            for same in node.actor.same_as:
                yield _default(entity_iri(base, node.name), OWL.sameAs, NamedNode(same))


def kin_of(facts: Iterable[tuple[str, str, str, bool]], relations: Mapping[str, Relation], base: str) -> Kin:
    """What the relations of asserted claims say besides themselves.

    A relation that the ontology lacks is symmetric if any of its claims says so.

    Args:
        facts: Local name of the subject, relation, local name of the object, whether it is symmetric.
        relations: The relations of the ontology.
        base: The base of all IRIs.
    """
    kin: Kin = {}
    for _, name, _, symmetric in facts:
        known = relations.get(name)
        both = symmetric or (known is not None and known.symmetric)
        above = kin.setdefault(relation_iri(name, relations, base).value, {})
        for each in (name, *(known.parents if known else ())):
            other = relations.get(each)
            prop = relation_iri(each, relations, base).value
            above[prop] = above.get(prop, False) or both or (other is not None and other.symmetric)
    return kin


def direct_quads(subject: NamedNode, relation: NamedNode, object_: NamedNode, kin: Kin) -> Iterator[Quad]:
    """The direct triples of one asserted claim: with all superproperties, and both ways where symmetric."""
    for prop, symmetric in kin[relation.value].items():
        yield Quad(subject, _node(prop), object_, DefaultGraph())
        if symmetric:
            yield Quad(object_, _node(prop), subject, DefaultGraph())


def fact_quads(facts: Iterable[tuple[str, str, str, bool]], relations: Mapping[str, Relation], base: str) -> set[Quad]:
    """The direct triples of asserted claims, with all superproperties and both directions of symmetric ones.

    Args:
        facts: Local name of the subject, relation, local name of the object, whether it is symmetric.
        relations: The relations of the ontology.
        base: The base of all IRIs.
    """
    facts = list(facts)
    kin = kin_of(facts, relations, base)
    return {
        quad
        for subject, name, object_, _ in facts
        for quad in direct_quads(
            entity_iri(base, subject), relation_iri(name, relations, base), entity_iri(base, object_), kin
        )
    }


def gazetteer_quads(
    nodes: Iterable[Node], actors: Mapping[str, Actor], base: str, said: frozenset[Quad] | set[Quad]
) -> Iterator[Quad]:
    """What the gazetteer knows of where the actors that occur are and how they belong together, in a graph of its own.

    What an actor lies in or acts for is named here where no article names it. What the default graph
    already says is left out, so that no pattern over all graphs counts it twice.
    """
    graph = derived_graph(base, "gazetteer")
    occurring = {node.actor.id for node in nodes if node.actor is not None}
    reached = _closure(occurring, actors)
    for name in sorted(reached):
        actor = actors[name]
        if name not in occurring:
            yield from _named(entity_iri(base, name), actor.label, actor.type.value, graph)
        for prop, degrees in zip((GEO.lat, GEO.long), actor.coordinates or (), strict=False):
            yield Quad(entity_iri(base, name), _node(prop), literals.decimal(degrees), graph)
        for prop, others in (
            (KG.locatedIn, (actor.located_in,)),
            (KG.partOf, (actor.part_of,)),
            (KG.represents, (actor.represents,)),
            (KG.capital, (actor.capital,)),
            (KG.memberOf, actor.member_of),
        ):
            for other in others:
                if other in reached:
                    fact = entity_iri(base, name), _node(prop), entity_iri(base, other)
                    if Quad(*fact, DefaultGraph()) not in said:
                        yield Quad(*fact, graph)


def term_quads(nodes: Iterable[Node], terms: Mapping[str, Iterable[TermOfOffice]], base: str) -> Iterator[Quad]:
    """The offices of the actors that occur, with their dates, as the gazetteer has them."""
    graph = derived_graph(base, "gazetteer")
    for node in nodes:
        for term in terms.get(node.actor.id, ()) if node.actor is not None else ():
            own = entity_iri(base, term.id)
            yield Quad(entity_iri(base, node.name), _node(KG.termOfOffice), own, graph)
            yield Quad(own, _node(RDF.type), _node(KG.TermOfOffice), graph)
            yield Quad(own, _node(RDFS.label), literals.worded(term.office), graph)
            for prop, day in ((SCHEMA.startDate, term.start), (SCHEMA.endDate, term.end)):
                if day is not None:
                    yield Quad(own, _node(prop), literals.time_literal(day), graph)


def open_name(relation: str, base: str) -> str | None:
    """The name of an open relation by its IRI; none for other relations."""
    namespace = open_namespace(base)
    return f"{OPEN}:{unquote(relation.removeprefix(namespace))}" if relation.startswith(namespace) else None


def open_quads(relations: Iterable[str], base: str) -> Iterator[Quad]:
    """The open relations among these (IRIs) declared, in a graph of their own, for no ontology does it.

    The label is the words of the text that the relation is made of.
    """
    graph = derived_graph(base, "open-relations")
    for iri in sorted(relations):
        name = open_name(iri, base)
        if name is not None:
            yield Quad(_node(iri), _node(RDF.type), _node(KG.OpenRelation), graph)
            yield Quad(_node(iri), _node(RDF.type), _node(OWL.ObjectProperty), graph)
            yield Quad(_node(iri), _node(RDFS.label), literals.worded(from_open_name(name)), graph)


def run_quads(runs: Iterable[Run], base: str) -> Iterator[Quad]:
    """What made the claims: program, model and ontology of each run, in a graph of its own."""
    graph = derived_graph(base, "provenance")
    for run in runs:
        node = NamedNode(f"{base}run/{run.digest}")
        yield Quad(node, _node(RDF.type), _node(PROV.Activity), graph)
        for kind, name, version in run.parts:
            part = NamedNode(f"{base}run/{local_name(kind)}/{local_name(f'{name}-{version}')}")
            link, types, version_of = _PARTS.get(kind, _PART)
            yield Quad(node, _node(link), part, graph)
            for each in types:
                yield Quad(part, _node(RDF.type), _node(each), graph)
            yield Quad(part, _node(RDFS.label), literals.worded(name), graph)
            yield Quad(part, _node(version_of), literals.plain(version), graph)


def correction_quads(corrections: Iterable[Correction], base: str) -> Iterator[Quad]:
    """The corrections that the graph follows: what each says, by whom, when, why, and where it stands."""
    graph = derived_graph(base, "provenance")
    labels: dict[str, str] = {}
    for each in corrections:
        node = _correction_iri(base, each.id)
        labels[each.id] = min(str(each.what), labels.get(each.id, str(each.what)))  # names may stand in another order
        yield Quad(node, _node(RDF.type), _node(KG.Correction), graph)
        yield Quad(node, _node(RDF.type), _node(PROV.Entity), graph)
        yield Quad(node, _node(KG.correctionKind), literals.plain(each.kind), graph)
        if each.line is not None:
            yield Quad(node, _node(KG.line), literals.integer(each.line), graph)
        if each.note is not None:
            yield Quad(node, _node(RDFS.comment), literals.worded(each.note), graph)
        if each.by is not None:
            yield Quad(node, _node(SCHEMA.author), literals.plain(each.by), graph)
        if each.date is not None:
            yield Quad(node, _node(SCHEMA.dateCreated), literals.time_literal(each.date), graph)
    for own, label in labels.items():
        yield Quad(_correction_iri(base, own), _node(RDFS.label), literals.worded(label), graph)


def influence_quads(changed: Mapping[str, Iterable[Correction]], base: str) -> Iterator[Quad]:
    """Which corrections made entities what they are, by the local names of the entities."""
    for name, corrections in changed.items():
        for each in corrections:
            yield _default(entity_iri(base, name), PROV.wasInfluencedBy, _correction_iri(base, each.id))


def _correction_iri(base: str, correction: str) -> NamedNode:
    return NamedNode(f"{base}correction/{correction}")


def _about_article(meta: ArticleMeta) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield _node(RDF.type), _node(SCHEMA.NewsArticle)
    for prop, field in _PLAIN_META.items():
        if value := getattr(meta, field):
            yield _node(SCHEMA[prop]), literals.plain(value)
    if meta.published is not None:
        yield _node(SCHEMA.datePublished), literals.time_literal(meta.published)
    if meta.date_source is not None:
        yield _node(KG.dateSource), literals.plain(meta.date_source.value)
    if meta.url is not None:
        yield _node(SCHEMA.url), literals.url_term(meta.url)
    if meta.language is not None:
        yield _node(SCHEMA.inLanguage), literals.plain(literals.language_of(meta.language))
    if meta.sha256 is not None:
        yield _node(KG.sha256), literals.plain(meta.sha256)


def _about_claim(
    claim: Claim, entities: Mapping[str, NamedNode], language: str
) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield _node(RDF.type), _node(KG.Claim)
    yield _node(RDF.subject), entities[claim.subject.id]
    yield _node(RDF.object), entities[claim.object.id]
    yield _node(KG.polarity), NamedNode(PREFIXES["kg"] + claim.polarity.value)
    yield _node(KG.modality), NamedNode(PREFIXES["kg"] + claim.modality.value)
    yield _node(KG.asserted), literals.boolean(claim.asserted)
    yield _node(KG.confidence), literals.decimal(claim.confidence)
    if claim.event_type is not None:
        yield _node(KG.eventType), NamedNode(str(PLOVER) + local_name(claim.event_type))
    if claim.operator is not None:
        yield _node(KG.operator), literals.plain(claim.operator)
    if claim.place is not None:
        yield _node(KG.place), entities[claim.place.id]
    if claim.time is not None:
        for bound, value in literals.time_bounds(claim.time):
            yield _node(KG.timeStart if bound == "start" else KG.timeEnd), literals.time_literal(value)
    if claim.topic is not None:
        yield _node(KG.topic), literals.worded(claim.topic, language)
    if claim.speaker is not None:
        yield _node(KG.speaker), entities[claim.speaker.id]


def _entity_ids(claim: Claim) -> Iterator[str]:
    for entity in (claim.subject, claim.object, claim.place, claim.speaker):
        if entity is not None:
            yield entity.id


def _closure(names: Iterable[str], actors: Mapping[str, Actor]) -> set[str]:
    found: set[str] = set()
    waiting = [name for name in names if name in actors]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            actor = actors[name]
            above = (actor.located_in, actor.part_of, actor.represents)
            waiting += [each for each in above if each is not None and each in actors]
    return found


def _named(node: NamedNode, label: str, kind: str, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    yield Quad(node, _node(RDF.type), NamedNode(PREFIXES["kg"] + kind), graph)
    yield Quad(node, _node(RDFS.label), literals.worded(label), graph)


def _default(subject: NamedNode, prop: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, _node(prop), value, DefaultGraph())


@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def local_name(name: str) -> str:
    """The name with everything but letters, digits and `-._~` percent-encoded, so that no two names meet."""
    if _PLAIN_NAME.fullmatch(name):
        return name
    return "".join(
        char if char.isalnum() or char in "-._~" else quote(char, safe="", errors="surrogatepass") for char in name
    )
