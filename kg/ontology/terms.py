"""What the files of the ontology declare, and what is checked of all that they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias, TypeVar

from kg.errors import OntologyError
from kg.ontology.tables import Axiom
from kg.turtle import KG, OWL, RDF, RDFS, Facts, Value, mistake, unknown

__all__ = [
    "OnError",
    "Terms",
    "all_above",
    "check_classes",
    "check_properties",
    "is_true",
    "known_relation",
    "raise_mistake",
    "read_axioms",
    "read_each",
    "read_goldstein",
    "read_terms",
    "telling",
]

OnError: TypeAlias = Callable[[OntologyError], object]
_Each = TypeVar("_Each")

_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_FRIENDLIEST = 10
_AXIOMS = frozenset(
    {
        *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(OWL + name for name in ("inverseOf", "disjointWith", "equivalentClass", "equivalentProperty")),
    }
)
_CLASSES = (OWL + "Class", RDFS + "Class")
_PROPERTY_KINDS = (OWL + "ObjectProperty", OWL + "DatatypeProperty", RDF + "Property")
_OF_CLASSES = frozenset(
    {*(RDFS + name for name in ("subClassOf", "domain", "range")), OWL + "disjointWith", OWL + "equivalentClass"}
)
_KINDS = frozenset(OWL + name for name in ("SymmetricProperty", "TransitiveProperty"))


def raise_mistake(error: OntologyError) -> None:
    """Let the first mistake end the reading."""
    raise error


@contextmanager
def telling(on_error: OnError) -> Iterator[None]:
    """Tell a mistake, and go on after it if that does not raise."""
    try:
        yield
    except OntologyError as error:
        on_error(error)


def read_each(
    facts: Facts, terms: Terms, kind: str, read: Callable[[Facts, Terms, str], _Each], on_error: OnError
) -> Iterator[_Each]:
    """The instances of a class of `kg:`, but for those with mistakes."""
    for iri in facts.instances(KG + kind):
        with telling(on_error):
            yield read(facts, terms, iri)


class Terms(NamedTuple):
    """What the files declare, by the name that the program uses."""

    classes: dict[str, tuple[str, ...]]
    relations: dict[str, str]
    event_types: frozenset[str]
    operators: frozenset[str]
    word_classes: dict[str, frozenset[str]]


def read_terms(facts: Facts) -> Terms:
    """The classes, relations, event types, operators and word classes that are declared."""
    parents = {
        facts.name(iri): tuple(map(facts.name, facts.texts(iri, RDFS + "subClassOf")))
        for iri in facts.instances(*_CLASSES)
    }
    return Terms(
        classes={name: (name, *all_above(name, parents)) for name in parents},
        relations={facts.name(iri): iri for iri in facts.instances(OWL + "ObjectProperty")},
        event_types=frozenset(facts.name(iri) for iri in facts.instances(KG + "EventType")),
        operators=frozenset(facts.name(iri) for iri in facts.instances(KG + "Operator")),
        word_classes={
            facts.name(iri): frozenset(facts.texts(iri, KG + "word")) for iri in facts.instances(KG + "WordClass")
        },
    )


def read_axioms(facts: Facts) -> Iterator[Axiom]:
    """What is said in terms of RDFS and OWL."""
    for subject, prop, value in _stated(facts):
        if prop in _AXIOMS or (prop == RDF + "type" and value.text in _KINDS):
            yield subject, prop, value.text


def all_above(name: str, parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All that stands above a name, the nearest first."""
    found: dict[str, None] = {}
    level = parents.get(name, ())
    while level:
        found |= dict.fromkeys(level)
        level = tuple(above for each in level for above in parents.get(each, ()) if above not in found)
    return tuple(found)


def check_classes(facts: Facts, terms: Terms, on_error: OnError) -> None:
    """What is said of classes and of properties with OWL is said of declared ones."""
    relations = set(terms.relations.values())
    for subject, prop, value in _stated(facts):
        if prop not in _AXIOMS or (subject in relations and prop.startswith(RDFS)):  # which are checked with the rest
            continue
        with telling(on_error):
            if value.text.startswith(KG) and value.text not in facts.of:
                what, kinds = ("class", _CLASSES) if prop in _OF_CLASSES else ("property", _PROPERTY_KINDS)
                known = map(facts.curie, facts.instances(*kinds))
                raise unknown(facts, value, subject, f"{what} in {facts.curie(prop)}", facts.curie(value.text), known)
    for name, above in terms.classes.items():
        if name in above[1:]:
            iri = next(each for each in facts.instances(*_CLASSES) if facts.name(each) == name)
            with telling(on_error):
                raise mistake(facts, facts.file(iri), iri, "is a superclass of itself")


def _stated(facts: Facts) -> Iterator[tuple[str, str, Value]]:
    for subject, properties in facts.of.items():
        for prop, values in properties.items():
            for value in values:
                yield subject, prop, value


def check_properties(facts: Facts, on_error: OnError) -> None:
    """A property of `kg:` that nobody declares is a slip of the pen."""
    for subject, properties in facts.of.items():
        for prop, values in properties.items():
            if prop.startswith(KG) and prop not in facts.of:
                known = (facts.curie(iri) for iri in facts.of if iri.startswith(KG))
                with telling(on_error):
                    raise unknown(facts, values[0], subject, "property", facts.curie(prop), known)


def read_goldstein(facts: Facts, iri: str) -> float | None:
    """How friendly something is, if it is said."""
    value = facts.at_most_one(iri, KG + "goldstein")
    if value is None:
        return None
    if not _DECIMAL.fullmatch(value.text) or abs(float(value.text)) > _FRIENDLIEST:
        why = f"has a kg:goldstein that is no number from -{_FRIENDLIEST} to {_FRIENDLIEST}: {value.text}"
        raise mistake(facts, value.file, iri, why)
    return float(value.text)


def is_true(facts: Facts, iri: str, prop: str, *, default: bool = False) -> bool:
    """Whether a property says so; by default where it says nothing."""
    value = facts.at_most_one(iri, prop)
    return default if value is None else value.text == "true"


def known_relation(facts: Facts, terms: Terms, subject: str, value: Value) -> str:
    """The name of a relation that is declared."""
    name = facts.name(value.text)
    if name not in terms.relations:
        known = map(facts.curie, terms.relations.values())
        raise unknown(facts, value, subject, "relation", facts.curie(value.text), known)
    return name
