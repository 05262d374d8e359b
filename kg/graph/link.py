"""Entities of many articles become entities of the graph.

`link` is a pure function of the whole set: what is one node depends on names, types, the gazetteer and what the
articles tell (whose somebody is, which office they hold and when, in whose company), never on the order of arrival. It
abstains when not sure: a lone surname that fits two people stays a node of its own article, and so does what has no
name at all ("the protesters"). Pairs that may be one but were kept apart are told as candidates.

Only names that begin or sound alike are ever compared, so that the work grows with the number of entities.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.bodies import group_others, long_form
from kg.graph.kinds import KINDS, NEVER_ACTORS
from kg.graph.likeness import Weigher
from kg.graph.names import fold, is_named, is_proper, slug
from kg.graph.owners import Owners
from kg.graph.persons import Group, Lexicon, group_persons
from kg.graph.ties import EntityKey, Profiles, Told
from kg.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.persons import Doubt
    from kg.model import Claim
    from kg.ontology import Actor, Ontology

__all__ = [
    "Candidate",
    "EntityKey",
    "Group",
    "Grouping",
    "Node",
    "candidates",
    "entities_of",
    "group_entities",
    "link",
    "make_nodes",
    "who_is_who",
]

_ORDER = {kind: place for place, kind in enumerate(EntityType)}
_ALONE = "alone"
_MOST_CANDIDATES = 3  # of one entity, those of the highest scores
_NOTHING = Told()
_NAME_CLASSES = ("common-family-name", "royal-title", "female-name", "male-name")


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the graph; `name` is the local name of its IRI, `actor` what the gazetteer knows of it."""

    name: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two nodes, by their local names in order, that may be one: a score of 0..1, and why."""

    one: str
    other: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """Who is who, and which pairs of entities may be one but were kept apart."""

    groups: dict[EntityKey, Group]
    doubts: tuple[Doubt, ...] = ()


def entities_of(article: str, claims: Iterable[Claim]) -> dict[EntityKey, Entity]:
    """The entities of an article's claims; where one has several forms the fullest is taken."""
    forms: dict[EntityKey, set[Entity]] = defaultdict(set)
    for claim in claims:
        for entity in (claim.subject, claim.object, claim.place, claim.speaker):
            if entity is not None:
                forms[article, entity.id].add(entity)
    return {key: _merge(each) for key, each in forms.items()}


def link(entities: Mapping[EntityKey, Entity], ontology: Ontology, told: Told = _NOTHING) -> dict[EntityKey, Node]:
    """Find the node of the graph for every entity of every article."""
    return make_nodes(group_entities(entities, ontology, told), entities, ontology)


def group_entities(
    entities: Mapping[EntityKey, Entity], ontology: Ontology, told: Told = _NOTHING
) -> dict[EntityKey, Group]:
    """Who is who alone; see `who_is_who`."""
    return who_is_who(entities, ontology, told).groups


def who_is_who(entities: Mapping[EntityKey, Entity], ontology: Ontology, told: Told = _NOTHING) -> Grouping:
    """Decide who is who: the entities of one group are one thing; an actor of the gazetteer is `("actor", its id)`.

    Args:
        entities: The entities of all articles.
        ontology: Its gazetteer, offices and words.
        told: What the articles tell of their entities besides names.
    """
    owners = Owners(ontology)
    bodies = _bodies(ontology, owners)
    known = _known_actors(entities, ontology, bodies, owners)
    profiles = Profiles(entities, known, owners, told)
    known = {key: actor for key, actor in known.items() if _may_be_of(key, entities[key], actor, profiles, owners)}
    weigher = Weigher(profiles, owners)
    words = ontology.word_classes
    lexicon = Lexicon(*(words.get(name, frozenset()) for name in _NAME_CLASSES))
    actors = [actor for actor in ontology.actors.values() if actor.type is EntityType.PERSON]
    named = {key: entity for key, entity in entities.items() if is_named(entity)}
    groups: dict[EntityKey, Group] = {key: (_ALONE, *key) for key in entities}
    persons = {key: entity for key, entity in named.items() if entity.type is EntityType.PERSON and fold(entity.label)}
    found, doubts = group_persons(persons, known, actors, profiles, weigher, lexicon)
    others = {key: e for key, e in named.items() if e.type is not EntityType.PERSON and key not in known}
    found_others, more_doubts = group_others(others, bodies, owners, profiles, weigher)
    groups |= found | found_others | {key: ("actor", actor.id) for key, actor in known.items()}
    return Grouping(groups, tuple(doubts + more_doubts))


def candidates(doubts: Iterable[Doubt], nodes: Mapping[EntityKey, Node]) -> tuple[Candidate, ...]:
    """The pairs of nodes that may be one, the likeliest first; of each node only its likeliest few.

    Args:
        doubts: Pairs of entities.
        nodes: The node of each entity.
    """
    pairs: dict[tuple[str, str], tuple[float, str]] = {}
    for key, other_key, likeness in doubts:
        one, other = sorted((nodes[key].name, nodes[other_key].name))
        if one != other:
            weighed = (likeness.score, "; ".join(likeness.why))
            pairs[one, other] = max(pairs.get((one, other), weighed), weighed)
    counts: Counter[str] = Counter()
    chosen = []
    for (one, other), (score, why) in sorted(pairs.items(), key=lambda each: (-each[1][0], each[0])):
        if min(counts[one], counts[other]) < _MOST_CANDIDATES:
            counts.update((one, other))
            chosen.append(Candidate(one, other, score, why))
    return tuple(chosen)


def make_nodes(
    groups: Mapping[EntityKey, Group], entities: Mapping[EntityKey, Entity], ontology: Ontology
) -> dict[EntityKey, Node]:
    """Give every group its label, type, names and the local name of its IRI."""
    members: dict[Group, list[EntityKey]] = defaultdict(list)
    for key in sorted(groups):
        members[groups[key]].append(key)
    actors = {group: ontology.actors[group[1]] for group in members if group[0] == "actor"}
    titles = frozenset(fold(name) for office in ontology.offices.values() for name in office.names)
    nodes = _nodes(members, entities, actors, frozenset(ontology.actors), titles)
    return {key: nodes[group] for key, group in groups.items()}


def _merge(forms: set[Entity]) -> Entity:
    best = max(forms, key=lambda entity: (len(entity.label.split()), len(entity.label), entity.label, entity.type))
    aliases = {alias for entity in forms for alias in (*entity.aliases, entity.label)} - {best.label}
    return Entity(best.id, best.label, best.type, tuple(sorted(aliases)))


def _bodies(ontology: Ontology, owners: Owners) -> dict[tuple[str | None, str], Actor]:
    """The bodies of the gazetteer by whose they are and what they are called; names of two are left out."""
    found: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for actor in ontology.actors.values():
        for name in actor.names if KINDS[actor.type] == "body" else ():
            owner, rest = owners.body(name)
            found[owner or (owners.nation(actor.id) if owners.is_common(rest) else None), rest].add(actor.id)
    return {name: ontology.actors[next(iter(ids))] for name, ids in found.items() if len(ids) == 1}


def _known_actors(
    entities: Mapping[EntityKey, Entity],
    ontology: Ontology,
    bodies: Mapping[tuple[str | None, str], Actor],
    owners: Owners,
) -> dict[EntityKey, Actor]:
    by_name: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in ontology.actors.values():
        for name in {fold(name) for name in actor.names}:
            by_name[KINDS[actor.type], name].append(actor)
    found = {}
    for key, entity in entities.items():
        given = ontology.actors.get(entity.id)
        kind = KINDS[entity.type]
        name = long_form(entity) if kind == "body" else entity.label
        namesakes = by_name.get((kind, fold(name)))
        if not namesakes and kind == "body" and is_named(entity):
            body = bodies.get(owners.body(name))
            namesakes = [body] if body else _owned(name, by_name, owners)
        if given is not None and _may_be(entity, given):
            found[key] = given
        elif namesakes:
            # Of the entity's own type if there is one, then the most populous.
            found[key] = min(namesakes, key=lambda a: (a.type is not entity.type, -a.population, a.id))
    return found


def _owned(label: str, by_name: Mapping[tuple[str, str], list[Actor]], owners: Owners) -> list[Actor]:
    """A body by its name under its country's: "Yemen's Houthi rebels"."""
    owner, rest = owners.parse(label)
    if owner is None:
        return []
    return [actor for actor in by_name.get(("body", rest), ()) if owners.nation(actor.id) == owners.nation(owner)]


def _may_be(entity: Entity, actor: Actor) -> bool:
    kinds = {KINDS[entity.type], KINDS[actor.type]}
    return len(kinds) == 1 or not kinds & NEVER_ACTORS


def _may_be_of(key: EntityKey, entity: Entity, actor: Actor, profiles: Profiles, owners: Owners) -> bool:
    """Whether an actor's country is the one that the article gives; a slip of reading is none to go by.

    Tripoli is in Libya, unless an article that does not name Libya says that it is in Lebanon.
    """
    own, nations = owners.nation(actor.id), profiles.nations(key)
    if entity.type in {EntityType.PERSON, EntityType.COUNTRY} or actor.type is EntityType.COUNTRY:
        return True
    return own is None or not nations or own in nations or own in profiles.company(key[0])


def _nodes(
    members: Mapping[Group, list[EntityKey]],
    entities: Mapping[EntityKey, Entity],
    actors: Mapping[Group, Actor],
    reserved: frozenset[str],
    titles: frozenset[str],
) -> dict[Group, Node]:
    nodes = {}
    drafts = []
    for group, keys in members.items():
        draft = _draft([entities[key] for key in keys], actors.get(group), titles)
        if draft.actor is not None:
            nodes[group] = draft
        else:
            drafts.append((draft.type, draft.label, group, draft))
    taken = set(reserved)
    for kind, _, group, draft in sorted(drafts, key=lambda each: (_ORDER[each[0]], *each[1:3])):
        name = _free_name(draft.name, kind, group, taken)
        taken.add(name)
        nodes[group] = Node(name, draft.label, kind, draft.aliases)
    return nodes


def _draft(forms: list[Entity], actor: Actor | None, titles: frozenset[str]) -> Node:
    if actor is not None:
        label, kind, names = actor.label, actor.type, actor.names
    else:
        label, kind, names = _fullest(Counter(form.label for form in forms)), _commonest(forms), ()
    surface = {text for form in forms for text in (form.label, *form.aliases) if is_proper(text)}
    if kind in {EntityType.PERSON, EntityType.OFFICE}:
        own = frozenset(fold(" ".join(form.label for form in forms)).split())
        surface = {text for text in surface if not _is_title(text, kind, own, titles)}
    aliases = tuple(sorted({" ".join(text.split()) for text in surface.union(names)} - {label}))
    return Node(actor.id if actor else slug(label), label, kind, aliases, actor)


def _is_title(text: str, kind: EntityType, own: frozenset[str], titles: frozenset[str]) -> bool:
    """Whether a surface form is a mere title, which the next article gives to somebody else.

    "Ukrainian President" is none of a person's names, "President" none of one office's.
    """
    words = fold(text).split()
    if kind is EntityType.OFFICE:
        return fold(text).removeprefix("the ") in titles
    parts = (" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return own.isdisjoint(words) and not titles.isdisjoint(parts)


def _fullest(labels: Counter[str]) -> str:
    """The label of most words; among those the one that most articles use."""
    return min(labels, key=lambda label: (-len(fold(label).split()), -labels[label], -len(label), label))


def _commonest(forms: list[Entity]) -> EntityType:
    counts = Counter(form.type for form in forms)
    return min(counts, key=lambda kind: (-counts[kind], _ORDER[kind]))


def _free_name(name: str, kind: EntityType, group: Group, taken: set[str]) -> str:
    """The name itself, else with whose it is or with its type, else with a digest of what the group is.

    What belongs to one article only always bears the digest, so that its name does not hang on other
    articles.
    """
    digest = hashlib.sha256("\0".join(group).encode("utf-8", "surrogatepass")).hexdigest()
    owner = [f"{name}-{slug(group[-1])}"] if len(group) > 2 and kind is not EntityType.PERSON else []
    choices = [name, *owner, f"{name}-{kind.value.lower()}"] if group[0] != _ALONE else []
    choices += [f"{name}-{digest[:length]}" for length in (6, 16, 64)]
    return next(choice for choice in choices if choice not in taken)
