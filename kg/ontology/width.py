"""What can be worked with, but says more than it means: what leads out of domains and ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.ontology.tables import Relation
from kg.ontology.terms import OnError, Terms, telling
from kg.turtle import KG, Facts, Value, mistake

__all__ = ["check_width"]

_FRAME_SLOTS = re.compile(r"\b(SUBJ|OBJ|BOTH):([\w|]+)")


def check_width(facts: Facts, terms: Terms, relations: Mapping[str, Relation], on_error: OnError) -> None:
    """Check domains, ranges and frames of all relations against those that they have to keep to."""
    for relation in relations.values():
        if relation.domain and relation.range:
            with telling(on_error):
                _check_parents(facts, terms, relation, relations)
            for value in facts.values(relation.iri, KG + "frame"):
                with telling(on_error):
                    _check_slots(facts, terms, relation, value)


def _check_parents(facts: Facts, terms: Terms, relation: Relation, relations: Mapping[str, Relation]) -> None:
    """What a relation links, its superproperties link too; so their domains and ranges must be as wide."""
    for name in relation.parents:
        parent = relations.get(name)
        for side in ("domain", "range"):
            narrow, wide = getattr(relation, side), getattr(parent, side, "")
            if wide and not _kinds(terms, narrow) <= _kinds(terms, wide):
                why = (
                    f"has the rdfs:{side} {_shown(narrow)}, "
                    f"which its superproperty {_shown(name)} does not allow: {_shown(wide)}"
                )
                raise mistake(facts, facts.file(relation.iri), relation.iri, why)


def _kinds(terms: Terms, name: str) -> frozenset[str]:
    """The narrowest classes of a class, which say what it takes in."""
    wide = {above for each in terms.classes.values() for above in each[1:]}
    return frozenset(each for each, above in terms.classes.items() if name in above and each not in wide)


def _shown(name: str) -> str:
    return name if ":" in name else f"kg:{name}"


def _check_slots(facts: Facts, terms: Terms, relation: Relation, value: Value) -> None:
    """The types of slots are within the domain and range of the relation, or its claims would break them."""
    for role, types in _FRAME_SLOTS.findall(value.text):
        side = "range" if role == "OBJ" else "domain"
        wanted = getattr(relation, side)
        for name in types.split("|"):
            if name in terms.classes and not _kinds(terms, name) <= _kinds(terms, wanted):
                why = (
                    f'has {role}:{name} in frame "{value.text}", which its rdfs:{side} does not allow: {_shown(wanted)}'
                )
                raise mistake(facts, value.file, relation.iri, why)
