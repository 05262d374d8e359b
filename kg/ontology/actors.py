"""The actors of the gazetteer, their terms of office, and the titles of offices."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.days import ends_before, is_day
from kg.model import EntityType
from kg.ontology.tables import Actor, Office, TermOfOffice
from kg.ontology.terms import OnError, Terms, is_true, known_relation, telling
from kg.turtle import GEO, KG, OWL, RDF, RDFS, SCHEMA, SKOS, Facts, Value, mistake, unknown

__all__ = ["read_actors", "read_office", "read_terms_of_office"]

_ENTITY_TYPES = frozenset(map(str, EntityType))
# Instances of these are words, or of an actor; instances of every other class of the ontology are actors.
_WORDS = frozenset(
    {
        *("Operator", "WordClass", "OfficeTitle", "EventType", "QuadClass", "Polarity", "Modality", "ConflictKind"),
        "TermOfOffice",
    }
)
# So are instances of these properties, of a kind that OWL does not have.
_PROPERTIES = frozenset({"FunctionalAtATime", "InverseFunctionalAtATime"})
_GENDERS = ("female", "male")
_DEGREES = re.compile(r"[+-]?\d+(?:\.\d+)?")
_FARTHEST = {GEO + "lat": 90, GEO + "long": 180}


def read_actors(facts: Facts, terms: Terms, on_error: OnError) -> dict[str, Actor]:
    """All actors by their ids, but for those with mistakes."""
    kinds = {}
    for iri, properties in facts.of.items():
        for value in properties.get(RDF + "type", ()):
            with telling(on_error):
                kind = _entity_type(facts, terms, iri, value)
                if kind is not None:
                    kinds[iri] = kind
                    break
    actors = {}
    for iri, kind in kinds.items():
        with telling(on_error):
            actors[facts.name(iri)] = _actor(facts, iri, kind, kinds)
    return actors


def _entity_type(facts: Facts, terms: Terms, iri: str, value: Value) -> EntityType | None:
    """The type of an actor; none for what is no actor."""
    name = facts.name(value.text)
    if name in _WORDS | _PROPERTIES or not (name in terms.classes or value.text.startswith(KG)):
        return None
    for each in terms.classes.get(name, ()):
        if each in _ENTITY_TYPES:
            return EntityType(each)
    known = (f"kg:{each}" for each in _ENTITY_TYPES | _WORDS | _PROPERTIES)
    raise unknown(facts, value, iri, "class", facts.curie(value.text), known)


def _actor(facts: Facts, iri: str, kind: EntityType, kinds: Mapping[str, EntityType]) -> Actor:
    def links(prop: str) -> tuple[str, ...]:
        values = facts.values(iri, KG + prop)
        for value in values:
            if value.text not in kinds:
                known = map(facts.curie, kinds)
                raise unknown(facts, value, iri, f"actor in kg:{prop}", facts.curie(value.text), known)
        return tuple(facts.name(value.text) for value in values)

    def link(prop: str) -> str | None:
        facts.at_most_one(iri, KG + prop)
        return next(iter(links(prop)), None)

    iso = facts.at_most_one(iri, KG + "iso")
    gender = facts.at_most_one(iri, KG + "gender")
    if gender is not None and gender.text not in _GENDERS:
        raise unknown(facts, gender, iri, "gender", gender.text, _GENDERS)
    return Actor(
        id=facts.name(iri),
        label=facts.one(iri, RDFS + "label").text,
        type=kind,
        names=facts.texts(iri, RDFS + "label", SKOS + "altLabel"),
        adjectives=facts.texts(iri, KG + "adjective"),
        demonyms=facts.texts(iri, KG + "demonym"),
        metonym_of=link("metonymOf"),
        located_in=link("locatedIn"),
        part_of=link("partOf"),
        represents=link("represents"),
        member_of=links("memberOf"),
        capital=link("capital"),
        iso=None if iso is None else iso.text,
        population=_population(facts, iri),
        same_as=facts.texts(iri, OWL + "sameAs"),
        gender=None if gender is None else gender.text,
        coordinates=_coordinates(facts, iri),
    )


def _coordinates(facts: Facts, iri: str) -> tuple[float, float] | None:
    """Latitude and longitude, of which there are both or none."""
    found = [_degrees(facts, iri, prop, farthest) for prop, farthest in _FARTHEST.items()]
    latitude, longitude = found
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        missing = list(_FARTHEST)[found.index(None)]
        raise mistake(facts, facts.file(iri), iri, f"has one coordinate, and no {facts.curie(missing)}")
    return latitude, longitude


def _degrees(facts: Facts, iri: str, prop: str, farthest: int) -> float | None:
    value = facts.at_most_one(iri, prop)
    if value is None:
        return None
    if not _DEGREES.fullmatch(value.text) or abs(float(value.text)) > farthest:
        why = f"has a {facts.curie(prop)} that is no number of degrees from -{farthest} to {farthest}: {value.text}"
        raise mistake(facts, value.file, iri, why)
    return float(value.text)


def _population(facts: Facts, iri: str) -> int:
    value = facts.at_most_one(iri, KG + "population")
    if value is None:
        return 0
    if not value.text.isdecimal():
        raise mistake(facts, value.file, iri, f"has a kg:population that is no number: {value.text}")
    return int(value.text)


def read_terms_of_office(facts: Facts) -> dict[str, tuple[TermOfOffice, ...]]:
    """The offices of actors with their dates, by the actor's id."""
    declared = frozenset(facts.instances(KG + "TermOfOffice"))
    found = {}
    for iri in facts.of:
        values = facts.values(iri, KG + "termOfOffice")
        for value in values:
            if value.text not in declared:
                raise unknown(facts, value, iri, "term of office", facts.curie(value.text), map(facts.curie, declared))
        if values:
            found[facts.name(iri)] = tuple(_term_of_office(facts, value.text) for value in values)
    return found


def _term_of_office(facts: Facts, iri: str) -> TermOfOffice:
    def day(prop: str) -> str | None:
        value = facts.at_most_one(iri, SCHEMA + prop)
        if value is not None and not is_day(value.text):
            raise mistake(facts, value.file, iri, f"has a schema:{prop} that is no date, month or year: {value.text}")
        return None if value is None else value.text

    start, end = day("startDate"), day("endDate")
    if ends_before(start, end):
        raise mistake(facts, facts.file(iri), iri, f"ends ({end}) before it begins ({start})")
    return TermOfOffice(facts.name(iri), facts.one(iri, RDFS + "label").text, start, end)


def read_office(facts: Facts, terms: Terms, iri: str) -> Office:
    """The title of an office."""
    return Office(
        id=facts.name(iri),
        label=facts.one(iri, RDFS + "label").text,
        names=facts.texts(iri, RDFS + "label", SKOS + "altLabel"),
        implies=known_relation(facts, terms, iri, facts.one(iri, KG + "implies")),
        head=is_true(facts, iri, KG + "headOf"),
    )
