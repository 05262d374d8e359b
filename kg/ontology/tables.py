"""What the ontology says, as plain tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from kg.model import EntityType

__all__ = [
    "ASPECTS",
    "Actor",
    "Axiom",
    "EventType",
    "Frame",
    "Office",
    "Ontology",
    "Operator",
    "Relation",
    "TermOfOffice",
]

ASPECTS = ("happening", "state", "either")
"""What a relation tells of: what happens, what holds, or either of them, where only a date makes it a happening."""

Axiom: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of the coding standard: its quad class, and how friendly it is (-10..10, after Goldstein), if an event."""

    name: str
    label: str
    quad_class: str | None = None
    goldstein: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A property of the graph.

    `name` is its local name in `kg:`, else a CURIE; `parents` are all its superproperties, the nearest first.
    `goldstein` (-10..10) is how friendly it is, where that is not the value of its event type. `aspect` is one of
    `ASPECTS`; `told_as` are relations that one happening may be told as, too; `gathers` is whether many meet at once.
    `opposites` are the relations that cannot hold of the same pair at the same time. A `lasting` relation holds for a
    while, others happen; `one_object` and `one_subject` say that there is only one of it at a time. `slot` is the class
    that the object of a frame is looked for in where the frame names none, if that is narrower than the range. `mode`
    is that of PLOVER within the event type, where there is one.
    """

    name: str
    iri: str
    label: str
    definition: str
    example: str
    domain: str
    range: str
    symmetric: bool
    parents: tuple[str, ...]
    event_type: str
    goldstein: float | None = None
    aspect: str = "state"
    told_as: tuple[str, ...] = ()
    gathers: bool = False
    opposites: tuple[str, ...] = ()
    lasting: bool = False
    one_object: bool = False
    one_subject: bool = False
    slot: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to express a relation, in the notation of `ontology/README.md`."""

    relation: str
    text: str


@dataclass(frozen=True, slots=True)
class Operator:
    """What makes a claim something other than a fact: refused, planned, requested."""

    name: str
    polarity: str
    modality: str
    fallback: str | None
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that the gazetteer knows; `names` begins with the label.

    The links to other actors (`metonym_of`, `located_in` and so on) are ids. `coordinates` are the degrees north and
    east of a place: its middle, as far as it is known.
    """

    id: str
    label: str
    type: EntityType
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonym_of: str | None = None
    located_in: str | None = None
    part_of: str | None = None
    represents: str | None = None
    member_of: tuple[str, ...] = ()
    capital: str | None = None
    iso: str | None = None
    population: int = 0
    same_as: tuple[str, ...] = ()
    gender: str | None = None
    coordinates: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The title of an office, and the relation of its holder to what it is an office of."""

    id: str
    label: str
    names: tuple[str, ...]
    implies: str
    head: bool


@dataclass(frozen=True, slots=True)
class TermOfOffice:
    """That an actor holds or held an office; `start` and `end` are ISO dates, months or years."""

    id: str
    office: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that the files say; `classes` gives each class with all its superclasses, itself first.

    `axioms` are what the files say in terms of RDFS and OWL of their classes and properties, as IRIs.
    `terms_of_office` are the offices of actors with their dates, by the actor's id.
    """

    relations: dict[str, Relation]
    classes: dict[str, tuple[str, ...]]
    frames: tuple[Frame, ...]
    operators: tuple[Operator, ...]
    word_classes: dict[str, frozenset[str]]
    nominals: dict[str, str]
    actors: dict[str, Actor]
    offices: dict[str, Office]
    digest: str
    event_types: dict[str, EventType] = field(default_factory=dict)
    axioms: tuple[Axiom, ...] = ()
    terms_of_office: dict[str, tuple[TermOfOffice, ...]] = field(default_factory=dict)
