"""The ontology as plain tables: relations, the words that express them, and who is known by name.

The Turtle files of `ontology/` are the one source of truth; a directory of the user's own adds files to them,
or replaces one of the same name. Every mistake is one line with file, term and what was probably meant.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.days import ends_before, is_day
from kg.errors import OntologyError
from kg.model import EntityType, Modality, Polarity
from kg.turtle import KG, OWL, RDF, RDFS, SCHEMA, SKOS, Facts, Value, mistake, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "ASPECTS",
    "Actor",
    "EventType",
    "Frame",
    "Office",
    "Ontology",
    "Operator",
    "Relation",
    "TermOfOffice",
    "load_ontology",
    "ontology_files",
]

ASPECTS = ("happening", "state", "either")
"""What a relation tells of: what happens, what holds, or either of them, where only a date makes it a happening."""

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
_FRAME_CLASS = re.compile(r"<([^<>\s]*)>")
_FRAME_TYPES = re.compile(r"\b(?:SUBJ|OBJ|BOTH|PLACE|TOPIC|ANY):([\w|]+)")
_FRAME_EVENT = re.compile(r"@\s*(\w+)\s*$")
_FRAME_OPERATOR = re.compile(r"~\s*(\w+)")
_FRAME_EXTRA = re.compile(r"\s\+\s+[A-Z]+\s+(\S+)\s+[A-Z]+")
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_FRIENDLIEST = 10
_NOMINAL = re.compile(r"\s*(\S+)\s*=\s*(\S+)\s*")


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
    while, others happen; `one_object` and `one_subject` say that there is only one of it at a time.
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

    The links to other actors (`metonym_of`, `located_in` and so on) are ids.
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
    terms_of_office: dict[str, tuple[TermOfOffice, ...]] = field(default_factory=dict)


def load_ontology(directory: Path | None = None) -> Ontology:
    """Read and check the shipped ontology, with the files of `directory` added or in place of shipped ones.

    Raises:
        OntologyError: a file cannot be read, or what it says is wrong.
    """
    facts = Facts()
    digest = hashlib.sha256()
    for file in ontology_files(directory):
        data = _read(file)
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
        facts.add(file, data)
    terms = _declared(facts)
    _check_properties(facts)
    return Ontology(
        relations={name: _relation(facts, terms, name, iri) for name, iri in terms.relations.items()},
        classes=terms.classes,
        frames=tuple(_frames(facts, terms)),
        operators=tuple(_operator(facts, terms, iri) for iri in facts.instances(KG + "Operator")),
        word_classes=terms.word_classes,
        nominals=_nominals(facts),
        actors=_actors(facts, terms),
        offices={facts.name(iri): _office(facts, terms, iri) for iri in facts.instances(KG + "OfficeTitle")},
        digest=digest.hexdigest(),
        event_types={facts.name(iri): _event_type(facts, iri) for iri in facts.instances(KG + "EventType")},
        terms_of_office=_terms_of_office(facts),
    )


def ontology_files(directory: Path | None = None) -> tuple[Path, ...]:
    """The Turtle files of the ontology, sorted by name.

    Raises:
        OntologyError: `directory` is no directory, or holds no Turtle file.
    """
    package = Path(__file__).parent
    installed = package / "_ontology"
    shipped = installed if installed.is_dir() else package.parent / "ontology"
    found = {path.name: path for path in shipped.glob("*.ttl")}
    if directory is not None:
        if not directory.is_dir():
            raise OntologyError(f"{directory}: no such directory of ontology files")
        own = {path.name: path for path in directory.glob("*.ttl")}
        if not own:
            raise OntologyError(f"{directory}: holds no .ttl file")
        found |= own
    return tuple(found[name] for name in sorted(found))


def _read(file: Path) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OntologyError(f"{file}: cannot be read: {error.strerror}") from error
    return data.replace(b"\r\n", b"\n")  # one digest, whatever a checkout does to line ends


class _Terms(NamedTuple):
    """What the files declare, by the name that the program uses."""

    classes: dict[str, tuple[str, ...]]
    relations: dict[str, str]
    event_types: frozenset[str]
    operators: frozenset[str]
    word_classes: dict[str, frozenset[str]]


def _declared(facts: Facts) -> _Terms:
    parents = {
        facts.name(iri): tuple(map(facts.name, facts.texts(iri, RDFS + "subClassOf")))
        for iri in facts.instances(OWL + "Class", RDFS + "Class")
    }
    return _Terms(
        classes={name: (name, *_ancestors(name, parents)) for name in parents},
        relations={facts.name(iri): iri for iri in facts.instances(OWL + "ObjectProperty")},
        event_types=frozenset(facts.name(iri) for iri in facts.instances(KG + "EventType")),
        operators=frozenset(facts.name(iri) for iri in facts.instances(KG + "Operator")),
        word_classes={
            facts.name(iri): frozenset(facts.texts(iri, KG + "word")) for iri in facts.instances(KG + "WordClass")
        },
    )


def _ancestors(name: str, parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All that stands above a name, the nearest first."""
    found: dict[str, None] = {}
    level = parents.get(name, ())
    while level:
        found |= dict.fromkeys(level)
        level = tuple(above for each in level for above in parents.get(each, ()) if above not in found)
    return tuple(found)


def _check_properties(facts: Facts) -> None:
    """A property of `kg:` that nobody declares is a slip of the pen."""
    for subject, properties in facts.of.items():
        for prop, values in properties.items():
            if prop.startswith(KG) and prop not in facts.of:
                known = (facts.curie(iri) for iri in facts.of if iri.startswith(KG))
                raise unknown(facts, values[0], subject, "property", facts.curie(prop), known)


def _relation(facts: Facts, terms: _Terms, name: str, iri: str) -> Relation:
    event_type = facts.one(iri, KG + "eventType")
    if facts.name(event_type.text) not in terms.event_types:
        known = (f"plover:{each}" for each in terms.event_types)
        raise unknown(facts, event_type, iri, "event type", facts.curie(event_type.text), known)
    kinds = facts.texts(iri, RDF + "type")
    aspect = _aspect(facts, iri, facts.name(event_type.text))
    relation = Relation(
        name=name,
        iri=iri,
        label=facts.one(iri, RDFS + "label").text,
        definition=facts.one(iri, SKOS + "definition").text,
        example=facts.one(iri, SKOS + "example").text,
        domain=_class(facts, terms, iri, "domain"),
        range=_class(facts, terms, iri, "range"),
        symmetric=OWL + "SymmetricProperty" in kinds,
        parents=_superproperties(facts, terms, name),
        event_type=facts.name(event_type.text),
        goldstein=_goldstein(facts, iri),
        aspect=aspect,
        told_as=tuple(_known_relation(facts, terms, iri, value) for value in facts.values(iri, KG + "toldAs")),
        gathers=_is_true(facts, iri, KG + "gathers"),
        opposites=_opposites(facts, terms, name, iri),
        lasting=_is_true(facts, iri, KG + "lasting", default=aspect == "state"),
        one_object=KG + "FunctionalAtATime" in kinds,
        one_subject=KG + "InverseFunctionalAtATime" in kinds,
    )
    if relation.symmetric and relation.domain != relation.range:
        why = f"is symmetric, but its domain kg:{relation.domain} is not its range kg:{relation.range}"
        raise mistake(facts, facts.file(iri), iri, why)
    return relation


def _event_type(facts: Facts, iri: str) -> EventType:
    quad_class = facts.at_most_one(iri, KG + "quadClass")
    if quad_class is not None and quad_class.text not in (known := tuple(facts.instances(KG + "QuadClass"))):
        raise unknown(facts, quad_class, iri, "quad class", facts.curie(quad_class.text), map(facts.curie, known))
    return EventType(
        name=facts.name(iri),
        label=facts.one(iri, RDFS + "label").text,
        quad_class=None if quad_class is None else facts.name(quad_class.text),
        goldstein=_goldstein(facts, iri),
    )


def _goldstein(facts: Facts, iri: str) -> float | None:
    value = facts.at_most_one(iri, KG + "goldstein")
    if value is None:
        return None
    if not _DECIMAL.fullmatch(value.text) or abs(float(value.text)) > _FRIENDLIEST:
        why = f"has a kg:goldstein that is no number from -{_FRIENDLIEST} to {_FRIENDLIEST}: {value.text}"
        raise mistake(facts, value.file, iri, why)
    return float(value.text)


def _aspect(facts: Facts, iri: str, event_type: str) -> str:
    """What the ontology says; else the lasting facts are states, and what has an event type happens."""
    value = facts.at_most_one(iri, KG + "aspect")
    if value is None:
        return "state" if event_type == "STRUCTURE" else "happening"
    if value.text not in ASPECTS:
        raise unknown(facts, value, iri, "aspect", value.text, ASPECTS)
    return value.text


def _is_true(facts: Facts, iri: str, prop: str, *, default: bool = False) -> bool:
    value = facts.at_most_one(iri, prop)
    return default if value is None else value.text == "true"


def _class(facts: Facts, terms: _Terms, iri: str, side: str) -> str:
    value = facts.one(iri, RDFS + side)
    name = facts.name(value.text)
    if name not in terms.classes:
        known = (f"kg:{each}" for each in terms.classes)
        raise unknown(facts, value, iri, f"class in rdfs:{side}", facts.curie(value.text), known)
    return name


def _superproperties(facts: Facts, terms: _Terms, name: str) -> tuple[str, ...]:
    def direct(iri: str) -> tuple[str, ...]:
        values = facts.values(iri, RDFS + "subPropertyOf")
        return tuple(_known_relation(facts, terms, iri, value) for value in values)

    parents = {child: direct(iri) for child, iri in terms.relations.items()}
    found = _ancestors(name, parents)
    if name in found:
        iri = terms.relations[name]
        raise mistake(facts, facts.file(iri), iri, "is a superproperty of itself")
    return found


def _opposites(facts: Facts, terms: _Terms, name: str, iri: str) -> tuple[str, ...]:
    """The opposites of a relation, whichever of the two names the other."""
    prop = KG + "oppositeOf"
    own = {_known_relation(facts, terms, iri, value) for value in facts.values(iri, prop)}
    found = own | {other for other, each in terms.relations.items() if iri in facts.texts(each, prop)}
    if name in found:
        raise mistake(facts, facts.file(iri), iri, "is the opposite of itself")
    return tuple(sorted(found))


def _known_relation(facts: Facts, terms: _Terms, subject: str, value: Value) -> str:
    name = facts.name(value.text)
    if name not in terms.relations:
        known = map(facts.curie, terms.relations.values())
        raise unknown(facts, value, subject, "relation", facts.curie(value.text), known)
    return name


def _frames(facts: Facts, terms: _Terms) -> Iterator[Frame]:
    operators = frozenset(facts.instances(KG + "Operator"))
    relations = {iri: name for name, iri in terms.relations.items()}
    for iri in facts.of:
        for value in facts.values(iri, KG + "frame"):
            _check_frame(facts, terms, iri, value)
            if iri in relations:
                yield Frame(relations[iri], value.text)
            elif iri not in operators:
                raise unknown(facts, value, iri, "relation", facts.curie(iri), map(facts.curie, relations))


def _check_frame(facts: Facts, terms: _Terms, iri: str, value: Value) -> None:
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


def _operator(facts: Facts, terms: _Terms, iri: str) -> Operator:
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
        fallback=None if fallback is None else _known_relation(facts, terms, iri, fallback),
        frames=facts.texts(iri, KG + "frame"),
    )


def _nominals(facts: Facts) -> dict[str, str]:
    found = {}
    for iri in facts.of:
        for value in facts.values(iri, KG + "nominal"):
            parts = _NOMINAL.fullmatch(value.text)
            if parts is None:
                why = f'has a nominal that is not "noun = verb": "{value.text}"'
                raise mistake(facts, value.file, iri, why)
            found[parts[1]] = parts[2]
    return found


def _actors(facts: Facts, terms: _Terms) -> dict[str, Actor]:
    kinds = {}
    for iri, properties in facts.of.items():
        for value in properties.get(RDF + "type", ()):
            kind = _entity_type(facts, terms, iri, value)
            if kind is not None:
                kinds[iri] = kind
                break
    return {facts.name(iri): _actor(facts, iri, kind, kinds) for iri, kind in kinds.items()}


def _entity_type(facts: Facts, terms: _Terms, iri: str, value: Value) -> EntityType | None:
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
    )


def _population(facts: Facts, iri: str) -> int:
    value = facts.at_most_one(iri, KG + "population")
    if value is None:
        return 0
    if not value.text.isdecimal():
        raise mistake(facts, value.file, iri, f"has a kg:population that is no number: {value.text}")
    return int(value.text)


def _terms_of_office(facts: Facts) -> dict[str, tuple[TermOfOffice, ...]]:
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


def _office(facts: Facts, terms: _Terms, iri: str) -> Office:
    return Office(
        id=facts.name(iri),
        label=facts.one(iri, RDFS + "label").text,
        names=facts.texts(iri, RDFS + "label", SKOS + "altLabel"),
        implies=_known_relation(facts, terms, iri, facts.one(iri, KG + "implies")),
        head=_is_true(facts, iri, KG + "headOf"),
    )
