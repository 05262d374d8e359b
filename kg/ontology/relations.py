"""Relations and event types, as the ontology declares them."""

from __future__ import annotations

from kg.ontology.tables import ASPECTS, EventType, Relation
from kg.ontology.terms import OnError, Terms, all_above, is_true, known_relation, read_goldstein, telling
from kg.turtle import KG, OWL, RDF, RDFS, SKOS, Facts, Value, mistake, unknown

__all__ = ["read_event_type", "read_relation", "read_superproperties"]

_WORDED = {"label": RDFS + "label", "definition": SKOS + "definition", "example": SKOS + "example"}


def read_relation(facts: Facts, terms: Terms, iri: str, parents: tuple[str, ...], on_error: OnError) -> Relation:
    """A relation with all that is said of it; `parents` are its superproperties."""
    told: dict[str, str] = {}
    for name, prop in _WORDED.items():
        with telling(on_error):
            told[name] = facts.one(iri, prop).text
    for side in ("domain", "range"):
        with telling(on_error):
            told[side] = _class(facts, terms, iri, side)
    with telling(on_error):
        told["event_type"] = _event_type_of(facts, terms, iri)
    kinds = facts.texts(iri, RDF + "type")
    aspect = _aspect(facts, iri, told.get("event_type", ""))
    relation = Relation(
        name=facts.name(iri),
        iri=iri,
        label=told.get("label", ""),
        definition=told.get("definition", ""),
        example=told.get("example", ""),
        domain=told.get("domain", ""),
        range=told.get("range", ""),
        symmetric=OWL + "SymmetricProperty" in kinds,
        parents=parents,
        event_type=told.get("event_type", ""),
        goldstein=read_goldstein(facts, iri),
        aspect=aspect,
        told_as=tuple(known_relation(facts, terms, iri, value) for value in facts.values(iri, KG + "toldAs")),
        gathers=is_true(facts, iri, KG + "gathers"),
        opposites=_opposites(facts, terms, facts.name(iri), iri),
        lasting=is_true(facts, iri, KG + "lasting", default=aspect == "state"),
        one_object=KG + "FunctionalAtATime" in kinds,
        one_subject=KG + "InverseFunctionalAtATime" in kinds,
        slot=_slot(facts, terms, iri),
        mode=None if (mode := facts.at_most_one(iri, KG + "eventMode")) is None else mode.text,
    )
    if relation.symmetric and relation.domain != relation.range:
        why = f"is symmetric, but its domain kg:{relation.domain} is not its range kg:{relation.range}"
        raise mistake(facts, facts.file(iri), iri, why)
    return relation


def read_event_type(facts: Facts, _terms: Terms, iri: str) -> EventType:
    """An event type with its quad class."""
    quad_class = facts.at_most_one(iri, KG + "quadClass")
    if quad_class is not None and quad_class.text not in (known := tuple(facts.instances(KG + "QuadClass"))):
        raise unknown(facts, quad_class, iri, "quad class", facts.curie(quad_class.text), map(facts.curie, known))
    return EventType(
        name=facts.name(iri),
        label=facts.one(iri, RDFS + "label").text,
        quad_class=None if quad_class is None else facts.name(quad_class.text),
        goldstein=read_goldstein(facts, iri),
    )


def _aspect(facts: Facts, iri: str, event_type: str) -> str:
    """What the ontology says; else the lasting facts are states, and what has an event type happens."""
    value = facts.at_most_one(iri, KG + "aspect")
    if value is None:
        return "state" if event_type == "STRUCTURE" else "happening"
    if value.text not in ASPECTS:
        raise unknown(facts, value, iri, "aspect", value.text, ASPECTS)
    return value.text


def _event_type_of(facts: Facts, terms: Terms, iri: str) -> str:
    event_type = facts.one(iri, KG + "eventType")
    if facts.name(event_type.text) not in terms.event_types:
        known = (f"plover:{each}" for each in terms.event_types)
        raise unknown(facts, event_type, iri, "event type", facts.curie(event_type.text), known)
    return facts.name(event_type.text)


def _class(facts: Facts, terms: Terms, iri: str, side: str) -> str:
    return _known_class(facts, terms, iri, facts.one(iri, RDFS + side), f"rdfs:{side}")


def _slot(facts: Facts, terms: Terms, iri: str) -> str | None:
    value = facts.at_most_one(iri, KG + "slot")
    return None if value is None else _known_class(facts, terms, iri, value, "kg:slot")


def _known_class(facts: Facts, terms: Terms, iri: str, value: Value, where: str) -> str:
    name = facts.name(value.text)
    if name not in terms.classes:
        known = (f"kg:{each}" for each in terms.classes)
        raise unknown(facts, value, iri, f"class in {where}", facts.curie(value.text), known)
    return name


def read_superproperties(facts: Facts, terms: Terms, on_error: OnError) -> dict[str, tuple[str, ...]]:
    """All superproperties of each relation, the nearest first."""
    direct: dict[str, tuple[str, ...]] = {}
    for child, iri in terms.relations.items():
        for value in facts.values(iri, RDFS + "subPropertyOf"):
            with telling(on_error):
                direct[child] = (*direct.get(child, ()), known_relation(facts, terms, iri, value))
    found = {}
    for name, iri in terms.relations.items():
        found[name] = all_above(name, direct)
        if name in found[name]:
            with telling(on_error):
                raise mistake(facts, facts.file(iri), iri, "is a superproperty of itself")
    return found


def _opposites(facts: Facts, terms: Terms, name: str, iri: str) -> tuple[str, ...]:
    """The opposites of a relation, whichever of the two names the other."""
    prop = KG + "oppositeOf"
    own = {known_relation(facts, terms, iri, value) for value in facts.values(iri, prop)}
    found = own | {other for other, each in terms.relations.items() if iri in facts.texts(each, prop)}
    if name in found:
        raise mistake(facts, facts.file(iri), iri, "is the opposite of itself")
    return tuple(sorted(found))
