"""The words of the ontology: frames, operators and nominals; the grammar of frames is checked where they are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Modality, Polarity
from kg.ontology.tables import Frame, Operator
from kg.ontology.terms import OnError, Terms, known_relation, telling
from kg.turtle import KG, Facts, Value, mistake, unknown

__all__ = ["read_frames", "read_nominals", "read_operator"]

_FRAME_CLASS = re.compile(r"<([^<>\s]*)>")
_FRAME_TYPES = re.compile(r"\b(?:SUBJ|OBJ|BOTH|PLACE|TOPIC|ANY):([\w|]+)")
_FRAME_EVENT = re.compile(r"@\s*(\w+)\s*$")
_FRAME_OPERATOR = re.compile(r"~\s*(\w+)")
_FRAME_EXTRA = re.compile(r"\s\+\s+[A-Z]+\s+(\S+)\s+[A-Z]+")
_NOMINAL = re.compile(r"\s*(\S+)\s*=\s*(\S+)\s*")


def read_frames(facts: Facts, terms: Terms, on_error: OnError) -> Iterator[Frame]:
    """The frames of all relations, but for those with mistakes."""
    operators = frozenset(facts.instances(KG + "Operator"))
    relations = {iri: name for name, iri in terms.relations.items()}
    for iri in facts.of:
        for value in facts.values(iri, KG + "frame"):
            with telling(on_error):
                _check_frame(facts, terms, iri, value)
                if iri in relations:
                    yield Frame(relations[iri], value.text)
                elif iri not in operators:
                    raise unknown(facts, value, iri, "relation", facts.curie(iri), map(facts.curie, relations))


def _check_frame(facts: Facts, terms: Terms, iri: str, value: Value) -> None:
    """Check the names in a frame; its grammar is checked where it is parsed."""
    types = (name for group in _FRAME_TYPES.findall(value.text) for name in group.split("|"))
    for what, used, known in (
        ("word class", _FRAME_CLASS.findall(value.text), terms.word_classes),
        ("class", types, terms.classes),
        ("event type", _FRAME_EVENT.findall(value.text), terms.event_types),
        ("operator", _FRAME_OPERATOR.findall(value.text), terms.operators),
        ("relation", _FRAME_EXTRA.findall(value.text), terms.relations),
    ):
        for name in used:
            if name not in known:
                raise unknown(facts, value, iri, f'{what} in frame "{value.text}"', name, known)


def read_operator(facts: Facts, terms: Terms, iri: str) -> Operator:
    """An operator with its frames."""
    polarity = facts.one(iri, KG + "polarity")
    modality = facts.one(iri, KG + "modality")
    for what, value, known in (
        ("polarity", polarity, [str(each) for each in Polarity]),
        ("modality", modality, [str(each) for each in Modality]),
    ):
        if value.text not in known:
            raise unknown(facts, value, iri, what, value.text, known)
    fallback = facts.at_most_one(iri, KG + "fallback")
    return Operator(
        name=facts.name(iri),
        polarity=polarity.text,
        modality=modality.text,
        fallback=None if fallback is None else known_relation(facts, terms, iri, fallback),
        frames=facts.texts(iri, KG + "frame"),
    )


def read_nominals(facts: Facts, on_error: OnError) -> dict[str, str]:
    """Event nouns, each with its verb."""
    found = {}
    for iri in facts.of:
        for value in facts.values(iri, KG + "nominal"):
            with telling(on_error):
                parts = _NOMINAL.fullmatch(value.text)
                if parts is None:
                    why = f'has a nominal that is not "noun = verb": "{value.text}"'
                    raise mistake(facts, value.file, iri, why)
                found[parts[1]] = parts[2]
    return found
