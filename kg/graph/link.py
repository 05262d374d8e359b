"""Entities of many articles become entities of the graph.

`link` is a pure function of the whole set: what is one node depends on names, types and the gazetteer,
never on the order of arrival. It abstains when not sure: a lone surname that fits two people stays a node
of its own article, and so does what has no name at all ("the protesters").
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.graph.names import fold, is_described, is_proper, person_tokens, slug, sound
from kg.graph.persons import unite_full_names
from kg.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.names import Tokens
    from kg.model import Claim
    from kg.ontology import Actor, Ontology

__all__ = ["EntityKey", "Group", "Node", "entities_of", "group_entities", "link", "make_nodes"]

EntityKey: TypeAlias = tuple[str, str]
"""An entity of an article: the article's id and the entity's."""

Group: TypeAlias = tuple[str, ...]
"""What a group is known by; the first word is its kind: actor, person, body, place, alone ..."""

# Types that one thing may be given by turns; a person and a place of one name are two.
_KINDS = {
    EntityType.PERSON: "person",
    EntityType.ORGANIZATION: "body",
    EntityType.GROUP: "body",
    EntityType.COUNTRY: "place",
    EntityType.CITY: "place",
    EntityType.REGION: "place",
    EntityType.FACILITY: "place",
    EntityType.OFFICE: "office",
    EntityType.EVENT: "event",
    EntityType.WORK: "work",
}
_ORDER = {kind: place for place, kind in enumerate(EntityType)}
# A name may stand for what the gazetteer knows under another type (Jerusalem for Israel, a party as a group).
_NEVER_ACTORS = frozenset({"person", "office", "event", "work"})


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the graph; `name` is the local name of its IRI, `actor` what the gazetteer knows of it."""

    name: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    actor: Actor | None = None


def entities_of(article: str, claims: Iterable[Claim]) -> dict[EntityKey, Entity]:
    """The entities of an article's claims; where one has several forms the fullest is taken."""
    forms: dict[EntityKey, set[Entity]] = defaultdict(set)
    for claim in claims:
        for entity in (claim.subject, claim.object, claim.place, claim.speaker):
            if entity is not None:
                forms[article, entity.id].add(entity)
    return {key: _merge(each) for key, each in forms.items()}


def link(entities: Mapping[EntityKey, Entity], ontology: Ontology) -> dict[EntityKey, Node]:
    """Find the node of the graph for every entity of every article."""
    groups = group_entities(entities, ontology)
    return make_nodes(groups, entities, ontology)


def group_entities(entities: Mapping[EntityKey, Entity], ontology: Ontology) -> dict[EntityKey, Group]:
    """Decide who is who: the entities of one group are one thing; an actor of the gazetteer is `("actor", its id)`."""
    known = _known_actors(entities, ontology)
    groups: dict[EntityKey, Group] = {key: ("actor", actor.id) for key, actor in known.items()}
    rest = {key: entity for key, entity in sorted(entities.items()) if key not in known}
    persons = {k: e for k, e in sorted(entities.items()) if e.type is EntityType.PERSON}
    groups |= _with_known(_group_persons(persons), groups)
    groups |= _group_others({k: e for k, e in rest.items() if e.type is not EntityType.PERSON})
    return groups


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


def _known_actors(entities: Mapping[EntityKey, Entity], ontology: Ontology) -> dict[EntityKey, Actor]:
    by_name: dict[tuple[str, str], list[Actor]] = defaultdict(list)
    for actor in ontology.actors.values():
        for name in {fold(name) for name in actor.names}:
            by_name[_KINDS[actor.type], name].append(actor)
    found = {}
    for key, entity in entities.items():
        given = ontology.actors.get(entity.id)
        if given is not None and _may_be(entity, given):
            found[key] = given
        elif namesakes := by_name.get((_KINDS[entity.type], fold(entity.label))):
            # Of the entity's own type if there is one, then the most populous.
            found[key] = min(namesakes, key=lambda a: (a.type is not entity.type, -a.population, a.id))
    return found


def _may_be(entity: Entity, actor: Actor) -> bool:
    kinds = {_KINDS[entity.type], _KINDS[actor.type]}
    return len(kinds) == 1 or not kinds & _NEVER_ACTORS


def _group_persons(persons: Mapping[EntityKey, Entity]) -> dict[EntityKey, Group]:
    tokens = {key: person_tokens(entity.label) for key, entity in persons.items()}
    united, by_family_name, by_other_name = unite_full_names(tokens.values())
    in_article: dict[str, set[Tokens]] = defaultdict(set)
    for (article, _), name in tokens.items():
        if len(name) > 1:
            in_article[article].add(united.find(name))
    groups: dict[EntityKey, Group] = {}
    for key, name in tokens.items():
        if not name or not _is_named(persons[key]):
            groups[key] = _alone(key)
            continue
        if len(name) > 1:
            groups[key] = ("person", *united.find(name))
            continue
        heard = sound(name[0])
        fitting = {united.find(full) for full in by_family_name.get(heard, []) or by_other_name.get(heard, [])}
        fitting = fitting & in_article[key[0]] or fitting
        if len(fitting) == 1:
            groups[key] = ("person", *fitting.pop())
        else:
            groups[key] = _alone(key) if fitting else ("person", heard)
    return groups


def _with_known(persons: Mapping[EntityKey, Group], known: Mapping[EntityKey, Group]) -> dict[EntityKey, Group]:
    """Whoever is one with a single person of the gazetteer is that person: lone "Putin" is Vladimir Putin."""
    meant: dict[Group, set[Group]] = defaultdict(set)
    for key in persons.keys() & known.keys():
        meant[persons[key]].add(known[key])
    return {
        key: known.get(key) or (next(iter(meant[group])) if len(meant[group]) == 1 else group)
        for key, group in persons.items()
    }


def _group_others(others: Mapping[EntityKey, Entity]) -> dict[EntityKey, Group]:
    groups = {
        key: (_KINDS[entity.type], name) if _is_named(entity) and (name := _bare(entity.label)) else _alone(key)
        for key, entity in others.items()
    }
    meanings: dict[str, set[Group]] = defaultdict(set)
    for key, entity in others.items():
        if _KINDS[entity.type] == "body" and not _is_abbreviation(entity.label):
            for alias in filter(_is_abbreviation, entity.aliases):
                meanings[alias].add(groups[key])
    for key, entity in others.items():
        meant = meanings.get(entity.label, set()) if _KINDS[entity.type] == "body" else set()
        if len(meant) == 1:
            groups[key] = next(iter(meant))
    return groups


def _is_named(entity: Entity) -> bool:
    people = entity.type in (EntityType.PERSON, EntityType.GROUP)
    return is_proper(entity.label) and not (people and is_described(entity.label))


def _bare(label: str) -> str:
    return fold(label).removeprefix("the ")


def _is_abbreviation(text: str) -> bool:
    return 2 <= len(text) <= 8 and text.isalpha() and text.isupper()


def _alone(key: EntityKey) -> Group:
    return ("alone", *key)


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
        return _bare(text) in titles
    parts = (" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return own.isdisjoint(words) and not titles.isdisjoint(parts)


def _fullest(labels: Counter[str]) -> str:
    """The label of most words; among those the one that most articles use."""
    return min(labels, key=lambda label: (-len(fold(label).split()), -labels[label], -len(label), label))


def _commonest(forms: list[Entity]) -> EntityType:
    counts = Counter(form.type for form in forms)
    return min(counts, key=lambda kind: (-counts[kind], _ORDER[kind]))


def _free_name(name: str, kind: EntityType, group: Group, taken: set[str]) -> str:
    """The name itself, else with its type, else with a digest of what the group is.

    What belongs to one article only always bears the digest, so that its name does not hang on other
    articles.
    """
    digest = hashlib.sha256("\0".join(group).encode("utf-8", "surrogatepass")).hexdigest()
    choices = [name, f"{name}-{kind.value.lower()}"] if group[0] != "alone" else []
    choices += [f"{name}-{digest[:length]}" for length in (6, 16, 64)]
    return next(choice for choice in choices if choice not in taken)
