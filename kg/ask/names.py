"""The names of a store in a question: who bears them, whatever their capitals, and how the question is then spelt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from kg.graph.names import FAMILY_FIRST, fold, is_proper
from kg.model import EntityType
from kg.ontology import Actor, Ontology
from kg.query.find import near_names

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = [
    "Bearer",
    "Found",
    "Names",
    "Spelled",
    "Spelling",
    "index_names",
    "known_spellings",
    "read_names",
    "spell",
    "to_actors",
]

_LONGEST = 8  # words of a name
_ALIKE = 0.8  # "Bennet" is, "secretly" is not like "security"
_WORD = re.compile(r"[^\W_]+(?:[-.’'`][^\W_]+)*")
_LARGE = 500_000  # people of a city that is known by its name alone
_KINDS = " ".join(f"kg:{kind}" for kind in EntityType)
_NODES = f"SELECT ?node ?type ?label {{ VALUES ?type {{ {_KINDS} }} ?node a ?type ; rdfs:label ?label }}"
_ALIASES = "SELECT ?node ?alias { ?node skos:altLabel ?alias }"
_SAID = """
SELECT ?node (COUNT(*) AS ?claims)
WHERE { { GRAPH ?g { ?c rdf:subject ?node } } UNION { GRAPH ?h { ?d rdf:object ?node } } }
GROUP BY ?node"""
# Words of questions that are no names in small letters, whoever bears them.
_NO_NAMES = frozenset(
    "a an and any are as at be been by can could did do does else ever for from had has have he her him his how i if in"
    " is it its many may me might most much must my no not now of off on or our out over shall she should so some such"
    " than that the their them then there they this those to today too was we week were what when where which who whom"
    " whose why will with would year yes you your month march say said says tell show state states met meet meeting"
    " talk talks sign signed strike force forces call order deal house general leader people country countries visit"
    " back fire help parliament government army police minister president prime foreign army ministry war".split()
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A node of the store with its names; `claims` counts those about it."""

    node: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """Who bears which name: nodes by their local names, and by their folded names."""

    bearers: Mapping[str, Bearer]
    by_name: Mapping[str, tuple[Bearer, ...]] = field(default_factory=dict)

    def called(self, name: str) -> tuple[Bearer, ...]:
        """Who bears a name: those whose label it is before others, of whom more is said first."""
        wanted = fold(name)
        found = self.by_name.get(wanted, ())
        return tuple(each for each in found if fold(each.label) == wanted) or found

    def near(self, name: str) -> tuple[str, ...]:
        """The labels of those who are called like that."""
        named = (
            replace(each, aliases=())
            for each in self.bearers.values()
            if each.type is not EntityType.OFFICE and is_proper(each.label)
        )
        return near_names(named, name, alike=_ALIKE)


@dataclass(frozen=True, slots=True)
class Found:
    """A name as it was written, as it is spelt, and who bears it in the store; nobody, if only the gazetteer knows."""

    written: str
    spelt: str
    bearers: tuple[Bearer, ...] = ()


class Spelling(NamedTuple):
    """How the gazetteer spells a name, whose it is, and whether it is a place of which few know."""

    text: str
    actor: str
    small: bool


@dataclass(frozen=True, slots=True)
class Spelled:
    """A question with its names spelt as the store spells them, persons by their full names."""

    text: str
    found: tuple[Found, ...]


def read_names(store: Store) -> Names:
    """All names of a store."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_ALIASES):
        aliases[row["node"].value].append(row["alias"].value)
    said = {row["node"].value: int(row["claims"].value) for row in store.select(_SAID)}
    prefix = f"{store.base}resource/"
    bearers: dict[str, Bearer] = {}
    for row in sorted(store.select(_NODES), key=lambda row: (row["node"].value, row["label"].value)):
        iri = row["node"].value
        if not iri.startswith(prefix):
            continue
        node = unquote(iri.removeprefix(prefix))
        kind = EntityType(row["type"].value.partition("#")[2])
        bearers.setdefault(node, Bearer(node, row["label"].value, kind, tuple(sorted(aliases[iri])), said.get(iri, 0)))
    return index_names(bearers.values())


def index_names(bearers: Iterable[Bearer]) -> Names:
    """Who bears which name."""
    bearers = sorted(bearers, key=lambda each: (-each.claims, each.node))
    named: dict[str, dict[str, Bearer]] = defaultdict(dict)
    derived: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for each in bearers:
        for name in (each.label, *filter(is_proper, each.aliases)):  # what merely describes somebody is no name
            named[fold(name)].setdefault(each.node, each)
        for name in _parts(each):
            derived[fold(name)].setdefault(each.node, each)
    by_name = {name: tuple(who.values()) for name, who in {**derived, **named}.items()}
    return Names({each.node: each for each in bearers}, by_name)


def _parts(bearer: Bearer) -> Iterator[str]:
    """By which parts of their name persons are known, where nobody bears that as a name: "Sisi" of "el-Sisi"."""
    words = bearer.label.split()
    if bearer.type is not EntityType.PERSON or len(words) < 2 or not is_proper(bearer.label):
        return
    yield words[-1]
    if "-" in words[-1] and words[-1][:1].islower():
        yield words[-1].partition("-")[2]
    if words[-2].islower():
        yield " ".join(words[-2:])
    if words[0].lower() in FAMILY_FIRST:
        yield words[0]


def spell(text: str, names: Names, known: Mapping[str, Spelling], verbs: frozenset[str] = frozenset()) -> Spelled:
    """Find the names in a question, the longest first.

    Args:
        text: The question.
        names: The names of the store.
        known: How the gazetteer spells names.
        verbs: Words of the lexicon, which in small letters are no names.
    """
    words = list(_WORD.finditer(text))
    small = not any(word[0][:1].isupper() for word in words[1:])
    out: list[str] = []
    found: dict[str, Found] = {}
    at = step = 0
    while step < len(words):
        for length in range(min(_LONGEST, len(words) - step), 0, -1):
            first, last = words[step], words[step + length - 1]
            written = text[first.start() : last.end()]
            plain, owns = (written[:-2], True) if written[-2:] in ("'s", "’s") else (written, False)
            if length == 1 and not _may_name(plain, small=small, verbs=verbs, at_start=step == 0):
                continue
            hit = _bearers(plain, names, known)
            if hit is None:
                continue
            found.setdefault(hit.spelt, hit)
            out += [text[at : first.start()], hit.spelt, "'s" if owns else ""]
            at, step = last.end(), step + length
            break
        else:
            step += 1
    return Spelled("".join((*out, text[at:])), tuple(found.values()))


def _may_name(word: str, *, small: bool, verbs: frozenset[str], at_start: bool) -> bool:
    """Whether a single word may be a name: "us" is no country where others are written with capitals."""
    if word[:1].isupper() and not at_start:
        return True
    low = word.lower()
    if low in _NO_NAMES or low in verbs:
        return False
    return len(word) > 3 or (small and len(word) > 1)


def _bearers(written: str, names: Names, known: Mapping[str, Spelling]) -> Found | None:
    """Who bears a name, and how it is spelt: a person by the full name, others as the store or gazetteer has it."""
    key = fold(written)
    found = known.get(key)
    if found is not None and found.small and found.actor not in names.bearers:
        found = None
    spelt = found.text if found is not None else ""
    own = names.bearers.get(found.actor) if found is not None else None
    # "Washington" is the city, whoever is called so by its name; the extractor knows when it stands for the state
    bearers = (own,) if own is not None else () if spelt else names.called(written)
    if not bearers:
        return Found(written, spelt) if spelt else None
    first = bearers[0]
    if first.type is EntityType.OFFICE or not (spelt or is_proper(first.label)):
        return None
    if spelt and first.type is not EntityType.PERSON:
        return Found(written, spelt, bearers)
    if first.type is EntityType.PERSON:
        return Found(written, first.label, bearers)
    spellings = (first.label, *first.aliases)
    return Found(written, next(each for each in spellings if fold(each) == key), bearers)


def known_spellings(ontology: Ontology) -> dict[str, Spelling]:
    """How names are spelt that the gazetteer knows, by their folded forms: countries first, then the larger."""
    spelt: dict[str, Spelling] = {}
    ranked = sorted(
        ontology.actors.values(), key=lambda each: (each.type is not EntityType.COUNTRY, -each.population, each.id)
    )
    for actor in ranked:
        small = actor.type is EntityType.CITY and actor.population < _LARGE and actor.metonym_of is None
        if actor.type is EntityType.PERSON:
            continue
        for name in (actor.label, *actor.names, *actor.adjectives, *actor.demonyms):
            spelt.setdefault(fold(name), Spelling(name, actor.id, small))
    return spelt


def to_actors(found: Iterable[Found], ontology: Ontology) -> dict[str, Actor]:
    """The bearers of names as actors that the extractor knows; of several that bear one name, the first."""
    actors: dict[str, Actor] = {}
    for each in found:
        if not each.bearers:
            continue
        bearer = each.bearers[0]
        known = actors.get(bearer.node) or ontology.actors.get(bearer.node)
        if known is None:
            known = Actor(bearer.node, bearer.label, bearer.type, (bearer.label,))
        words = {*known.names, *known.adjectives, *known.demonyms}
        if each.spelt not in words:
            known = replace(known, names=(*known.names, each.spelt))
        actors[bearer.node] = known
    return actors
