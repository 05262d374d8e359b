"""The ontology as plain tables: relations, the words that express them, and who is known by name.

The Turtle files of `ontology/` are the one source of truth; a directory of the user's own adds files to them,
or replaces one of the same name. Every mistake is one line with file, term and what was probably meant.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from kg.days import ends_before, is_day
from kg.errors import OntologyError
from kg.model import EntityType, Modality, Polarity
from kg.turtle import KG, OWL, RDF, RDFS, SCHEMA, SKOS, Facts, Value, mistake, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    "load_ontology",
    "ontology_files",
    "raise_mistake",
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
_FRAME_SLOTS = re.compile(r"\b(SUBJ|OBJ|BOTH):([\w|]+)")
_FRAME_EVENT = re.compile(r"@\s*(\w+)\s*$")
_FRAME_OPERATOR = re.compile(r"~\s*(\w+)")
_FRAME_EXTRA = re.compile(r"\s\+\s+[A-Z]+\s+(\S+)\s+[A-Z]+")
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_FRIENDLIEST = 10
_NOMINAL = re.compile(r"\s*(\S+)\s*=\s*(\S+)\s*")

Axiom: TypeAlias = tuple[str, str, str]
OnError: TypeAlias = Callable[[OntologyError], object]

_WORDED = {"label": RDFS + "label", "definition": SKOS + "definition", "example": SKOS + "example"}
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


def raise_mistake(error: OntologyError) -> None:
    """Let the first mistake end the reading."""
    raise error


def load_ontology(
    directory: Path | None = None, *, on_error: OnError = raise_mistake, strict: bool = False
) -> Ontology:
    """Read and check the shipped ontology, with the files of `directory` added or in place of shipped ones.

    Args:
        directory: A folder of Turtle files, or one such file.
        on_error: Is told each mistake; where it does not raise, what has the mistake is left out.
        strict: Whether to tell, too, what can be worked with but says more than it means: a superproperty or a frame
            that leads out of domains and ranges.

    Raises:
        OntologyError: a file cannot be read, or what it says is wrong.
    """
    facts = Facts()
    digest = hashlib.sha256()
    for file in ontology_files(directory):
        data = _read(file)
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
        with _told(on_error):
            facts.add(file, data)
    terms = _declared(facts)
    _check_properties(facts, on_error)
    parents = _superproperties(facts, terms, on_error)
    relations = {}
    for name, iri in terms.relations.items():
        with _told(on_error):
            relations[name] = _relation(facts, terms, iri, parents[name], on_error)
    if strict:
        _check_width(facts, terms, relations, on_error)
    _check_classes(facts, terms, on_error)
    terms_of_office: dict[str, tuple[TermOfOffice, ...]] = {}
    with _told(on_error):
        terms_of_office = _terms_of_office(facts)
    return Ontology(
        relations=relations,
        classes=terms.classes,
        frames=tuple(_frames(facts, terms, on_error)),
        operators=tuple(_each(facts, terms, "Operator", _operator, on_error)),
        word_classes=terms.word_classes,
        nominals=_nominals(facts, on_error),
        actors=_actors(facts, terms, on_error),
        offices={office.id: office for office in _each(facts, terms, "OfficeTitle", _office, on_error)},
        digest=digest.hexdigest(),
        event_types={each.name: each for each in _each(facts, terms, "EventType", _event_type, on_error)},
        axioms=tuple(sorted(_axioms(facts))),
        terms_of_office=terms_of_office,
    )


def ontology_files(directory: Path | None = None) -> tuple[Path, ...]:
    """The Turtle files of the ontology, sorted by name; those of `directory`, which may be one file, among them.

    Raises:
        OntologyError: `directory` is no directory, or holds no Turtle file.
    """
    package = Path(__file__).parent
    installed = package / "_ontology"
    shipped = installed if installed.is_dir() else package.parent / "ontology"
    found = {path.name: path for path in shipped.glob("*.ttl")}
    if directory is not None and directory.is_file():
        found[directory.name] = directory
    elif directory is not None:
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


@contextmanager
def _told(on_error: OnError) -> Iterator[None]:
    """Tell a mistake, and go on after it if that does not raise."""
    try:
        yield
    except OntologyError as error:
        on_error(error)


_Each = TypeVar("_Each")


def _each(
    facts: Facts, terms: _Terms, kind: str, read: Callable[[Facts, _Terms, str], _Each], on_error: OnError
) -> Iterator[_Each]:
    """The instances of a class of `kg:`, but for those with mistakes."""
    for iri in facts.instances(KG + kind):
        with _told(on_error):
            yield read(facts, terms, iri)


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
        for iri in facts.instances(*_CLASSES)
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


def _axioms(facts: Facts) -> Iterator[Axiom]:
    for subject, properties in facts.of.items():
        for prop, values in properties.items():
            for value in values:
                if prop in _AXIOMS or (prop == RDF + "type" and value.text in _KINDS):
                    yield subject, prop, value.text


def _ancestors(name: str, parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All that stands above a name, the nearest first."""
    found: dict[str, None] = {}
    level = parents.get(name, ())
    while level:
        found |= dict.fromkeys(level)
        level = tuple(above for each in level for above in parents.get(each, ()) if above not in found)
    return tuple(found)


def _check_classes(facts: Facts, terms: _Terms, on_error: OnError) -> None:
    """What is said of classes and of properties with OWL is said of declared ones."""
    relations = set(terms.relations.values())
    for subject, prop, value in _stated(facts):
        if prop not in _AXIOMS or (subject in relations and prop.startswith(RDFS)):  # which are checked with the rest
            continue
        with _told(on_error):
            if value.text.startswith(KG) and value.text not in facts.of:
                what, kinds = ("class", _CLASSES) if prop in _OF_CLASSES else ("property", _PROPERTY_KINDS)
                known = map(facts.curie, facts.instances(*kinds))
                raise unknown(facts, value, subject, f"{what} in {facts.curie(prop)}", facts.curie(value.text), known)
    for name, above in terms.classes.items():
        if name in above[1:]:
            iri = next(each for each in facts.instances(*_CLASSES) if facts.name(each) == name)
            with _told(on_error):
                raise mistake(facts, facts.file(iri), iri, "is a superclass of itself")


def _stated(facts: Facts) -> Iterator[tuple[str, str, Value]]:
    for subject, properties in facts.of.items():
        for prop, values in properties.items():
            for value in values:
                yield subject, prop, value


def _check_properties(facts: Facts, on_error: OnError) -> None:
    """A property of `kg:` that nobody declares is a slip of the pen."""
    for subject, properties in facts.of.items():
        for prop, values in properties.items():
            if prop.startswith(KG) and prop not in facts.of:
                known = (facts.curie(iri) for iri in facts.of if iri.startswith(KG))
                with _told(on_error):
                    raise unknown(facts, values[0], subject, "property", facts.curie(prop), known)


def _relation(facts: Facts, terms: _Terms, iri: str, parents: tuple[str, ...], on_error: OnError) -> Relation:
    told: dict[str, str] = {}
    for name, prop in _WORDED.items():
        with _told(on_error):
            told[name] = facts.one(iri, prop).text
    for side in ("domain", "range"):
        with _told(on_error):
            told[side] = _class(facts, terms, iri, side)
    with _told(on_error):
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
        goldstein=_goldstein(facts, iri),
        aspect=aspect,
        told_as=tuple(_known_relation(facts, terms, iri, value) for value in facts.values(iri, KG + "toldAs")),
        gathers=_is_true(facts, iri, KG + "gathers"),
        opposites=_opposites(facts, terms, facts.name(iri), iri),
        lasting=_is_true(facts, iri, KG + "lasting", default=aspect == "state"),
        one_object=KG + "FunctionalAtATime" in kinds,
        one_subject=KG + "InverseFunctionalAtATime" in kinds,
    )
    if relation.symmetric and relation.domain != relation.range:
        why = f"is symmetric, but its domain kg:{relation.domain} is not its range kg:{relation.range}"
        raise mistake(facts, facts.file(iri), iri, why)
    return relation


def _event_type(facts: Facts, _terms: _Terms, iri: str) -> EventType:
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


def _event_type_of(facts: Facts, terms: _Terms, iri: str) -> str:
    event_type = facts.one(iri, KG + "eventType")
    if facts.name(event_type.text) not in terms.event_types:
        known = (f"plover:{each}" for each in terms.event_types)
        raise unknown(facts, event_type, iri, "event type", facts.curie(event_type.text), known)
    return facts.name(event_type.text)


def _check_width(facts: Facts, terms: _Terms, relations: Mapping[str, Relation], on_error: OnError) -> None:
    for relation in relations.values():
        if relation.domain and relation.range:
            with _told(on_error):
                _check_parents(facts, terms, relation, relations)
            for value in facts.values(relation.iri, KG + "frame"):
                with _told(on_error):
                    _check_slots(facts, terms, relation, value)


def _check_parents(facts: Facts, terms: _Terms, relation: Relation, relations: Mapping[str, Relation]) -> None:
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


def _kinds(terms: _Terms, name: str) -> frozenset[str]:
    """The narrowest classes of a class, which say what it takes in."""
    wide = {above for each in terms.classes.values() for above in each[1:]}
    return frozenset(each for each, above in terms.classes.items() if name in above and each not in wide)


def _shown(name: str) -> str:
    return name if ":" in name else f"kg:{name}"


def _class(facts: Facts, terms: _Terms, iri: str, side: str) -> str:
    value = facts.one(iri, RDFS + side)
    name = facts.name(value.text)
    if name not in terms.classes:
        known = (f"kg:{each}" for each in terms.classes)
        raise unknown(facts, value, iri, f"class in rdfs:{side}", facts.curie(value.text), known)
    return name


def _superproperties(facts: Facts, terms: _Terms, on_error: OnError) -> dict[str, tuple[str, ...]]:
    """All superproperties of each relation, the nearest first."""
    direct: dict[str, tuple[str, ...]] = {}
    for child, iri in terms.relations.items():
        for value in facts.values(iri, RDFS + "subPropertyOf"):
            with _told(on_error):
                direct[child] = (*direct.get(child, ()), _known_relation(facts, terms, iri, value))
    found = {}
    for name, iri in terms.relations.items():
        found[name] = _ancestors(name, direct)
        if name in found[name]:
            with _told(on_error):
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


def _frames(facts: Facts, terms: _Terms, on_error: OnError) -> Iterator[Frame]:
    operators = frozenset(facts.instances(KG + "Operator"))
    relations = {iri: name for name, iri in terms.relations.items()}
    for iri in facts.of:
        for value in facts.values(iri, KG + "frame"):
            with _told(on_error):
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


def _check_slots(facts: Facts, terms: _Terms, relation: Relation, value: Value) -> None:
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


def _nominals(facts: Facts, on_error: OnError) -> dict[str, str]:
    found = {}
    for iri in facts.of:
        for value in facts.values(iri, KG + "nominal"):
            with _told(on_error):
                parts = _NOMINAL.fullmatch(value.text)
                if parts is None:
                    why = f'has a nominal that is not "noun = verb": "{value.text}"'
                    raise mistake(facts, value.file, iri, why)
                found[parts[1]] = parts[2]
    return found


def _actors(facts: Facts, terms: _Terms, on_error: OnError) -> dict[str, Actor]:
    kinds = {}
    for iri, properties in facts.of.items():
        for value in properties.get(RDF + "type", ()):
            with _told(on_error):
                kind = _entity_type(facts, terms, iri, value)
                if kind is not None:
                    kinds[iri] = kind
                    break
    actors = {}
    for iri, kind in kinds.items():
        with _told(on_error):
            actors[facts.name(iri)] = _actor(facts, iri, kind, kinds)
    return actors


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
