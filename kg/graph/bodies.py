"""Which names of bodies, places, offices and events, read in many articles, are names of one thing.

A name that every country has one of ("Foreign Ministry", "Supreme Court", "President") is one thing only together with
the country: the name says it, or the article does, or it stays a thing of its article. Other names are one thing unless
articles give them different countries. Abbreviations join the one name that they stand for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from kg.graph.kinds import KINDS
from kg.graph.likeness import MARGIN, POSSIBLE, SURE
from kg.graph.names import fold, initials, is_abbreviation, is_named, skeleton, sound, without_dots
from kg.graph.namesakes import tell_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graph.likeness import Likeness, Weigher
    from kg.graph.owners import Owners
    from kg.graph.persons import Doubt, Group
    from kg.graph.ties import EntityKey, Profile, Profiles
    from kg.model import Entity
    from kg.ontology import Actor

__all__ = ["group_others", "long_form"]

# How much a likeness of names says by itself, and how it is told.
_COMMON = (0.35, "one name, which others have, too")
_ABBREVIATED = (0.5, "abbreviation of the name")
_NEAR, _BEGINS = 0.6, 0.45
_ALIKE = 85.0
_MOST_RIVALS = 3
_SHORTEST_NEAR = 5  # letters
_LONGEST = 8  # words of a name with which another begins
_ALONE = "alone"
_UNOWNED = 2  # parts of the group of a name that is no country's: kind and name


def group_others(
    others: Mapping[EntityKey, Entity],
    actors: Mapping[tuple[str | None, str], Actor],
    owners: Owners,
    profiles: Profiles,
    weigher: Weigher,
) -> tuple[dict[EntityKey, Group], list[Doubt]]:
    """Decide which of the bodies, places, offices, events and works of all articles are one.

    Args:
        others: Those that the gazetteer does not know by their names alone.
        actors: The bodies that it knows, by whose they are and what they are called.
        owners: Whose something is by its name.
        profiles: What is told of everybody.
        weigher: Weighs it.

    Returns:
        The group of each, and the pairs that may be one but were kept apart.
    """
    return _Grouping(others, actors, owners, profiles, weigher).run()


def long_form(entity: Entity) -> str:
    """The name of a body written out, where its label is an abbreviation and the article explains it."""
    if is_abbreviation(entity.label):
        letters = without_dots(entity.label)
        explained = [alias for alias in entity.aliases if " " in alias and initials(alias).startswith(letters)]
        return max(explained, key=lambda alias: (len(alias), alias), default=entity.label)
    return entity.label


class _Grouping:
    def __init__(
        self,
        others: Mapping[EntityKey, Entity],
        actors: Mapping[tuple[str | None, str], Actor],
        owners: Owners,
        profiles: Profiles,
        weigher: Weigher,
    ) -> None:
        self._others = {key: others[key] for key in sorted(others)}
        self._actors = actors
        self._owners = owners
        self._profiles = profiles
        self._weigher = weigher
        self._groups: dict[EntityKey, Group] = {}
        self._doubts: list[Doubt] = []

    def run(self) -> tuple[dict[EntityKey, Group], list[Doubt]]:
        bearers: dict[Group, list[EntityKey]] = defaultdict(list)
        lone: dict[Group, list[EntityKey]] = defaultdict(list)
        for key, entity in self._others.items():
            kind = KINDS[entity.type]
            if not is_named(entity):
                self._groups[key] = _alone(key)
                continue
            name, owner, common = self._name(key, entity, kind)
            if not name:
                self._groups[key] = _alone(key)
            elif owner is not None:
                actor = self._actors.get((owner, name)) if kind == "body" else None
                self._groups[key] = ("actor", actor.id) if actor else (kind, name, owner)
            elif common:
                lone[kind, name].append(key)
            else:
                bearers[kind, name].append(key)
        for group, keys in sorted(bearers.items()):
            for key, sense in tell_apart(keys, self._profiles, forgiving=False).items():
                self._groups[key] = _alone(key) if sense is None else (*group, *filter(None, (sense,)))
        members = self._members()
        self._join_common(lone, members, self._sum(members))
        members = self._members()
        summed = self._sum(members)
        self._join_abbreviations(members, summed)
        self._doubt_near(self._members(), summed)
        return self._groups, self._doubts

    def _name(self, key: EntityKey, entity: Entity, kind: str) -> tuple[str, str | None, bool]:
        """What a thing is called, whose it is, and whether every country has one of that name."""
        if kind == "office":
            name, owner = self._owners.office(entity.label)
            common = self._owners.is_bare_title(name)
            homes = self._profiles.holders_homes(key) or self._profiles.homes(key)
        elif kind == "body":
            owner, name = self._owners.body(long_form(entity))
            common = owner is None and self._owners.is_common(name)
            homes = self._profiles.nations(key)
        else:
            return fold(entity.label).removeprefix("the "), None, False
        if owner is None and common and len(homes) == 1:
            owner = next(iter(homes))
        return name, owner, common

    def _join_common(
        self,
        lone: Mapping[Group, list[EntityKey]],
        members: Mapping[Group, list[EntityKey]],
        summed: Mapping[Group, Profile],
    ) -> None:
        """A common name means the one that its article names in full, else the one for whom most speaks."""
        owned: dict[tuple[str, ...], list[Group]] = defaultdict(list)
        for group in sorted(members):
            owned[group[:2]].append(group)
        full: dict[tuple[str, ...], set[Group]] = defaultdict(set)
        for (article, _), group in self._groups.items():
            full[article, *group[:2]].add(group)
        for (kind, name), keys in sorted(lone.items()):
            for key in keys:
                here = full.get((key[0], kind, name), set())
                if len(here) == 1:
                    self._groups[key] = next(iter(here))
                else:
                    company = self._profiles.company(key[0])
                    meant = sorted(here) or [group for group in owned[kind, name] if not company.isdisjoint(group[2:])]
                    self._decide(key, meant, members, summed, _COMMON)
                    if not owned[kind, name] and key != keys[0]:
                        profiles = self._profiles.of(keys[0]), self._profiles.of(key)
                        self._doubt(keys[0], key, self._weigher.weigh(*_COMMON, *profiles))

    def _decide(
        self,
        key: EntityKey,
        meant: list[Group],
        members: Mapping[Group, list[EntityKey]],
        summed: Mapping[Group, Profile],
        how: tuple[float, str],
    ) -> None:
        """Join what is likely enough, and likelier than the others; else stay in the article, and tell of them."""
        profile = self._profiles.of(key)
        weighed = [(self._weigher.weigh(*how, profile, summed[group]), group) for group in meant]
        weighed.sort(key=lambda each: (-each[0].score, each[1]))
        if weighed and _is_clear(weighed):
            self._groups[key] = weighed[0][1]
            return
        self._groups[key] = _alone(key)
        for likeness, group in weighed[:_MOST_RIVALS]:
            self._doubt(key, min(members[group]), likeness)

    def _join_abbreviations(self, members: Mapping[Group, list[EntityKey]], summed: Mapping[Group, Profile]) -> None:
        meanings: dict[str, set[Group]] = defaultdict(set)
        for group, keys in members.items():
            for entity in (self._others[key] for key in keys if group[0] == "body"):
                if not is_abbreviation(entity.label):
                    for alias in filter(is_abbreviation, entity.aliases):
                        meanings[without_dots(alias)].add(group)
                elif long_form(entity) != entity.label:
                    meanings[without_dots(entity.label)].add(group)
        for key, entity in self._others.items():
            meant = sorted(meanings.get(without_dots(entity.label), ())) if KINDS[entity.type] == "body" else []
            if not meant or long_form(entity) != entity.label:
                continue
            alone = len(meant) == 1 and not self._weigher.clash(self._profiles.of(key), summed[meant[0]])
            if alone:
                self._groups[key] = meant[0]
            else:
                self._decide(key, meant, members, summed, _ABBREVIATED)

    def _doubt_near(self, members: Mapping[Group, list[EntityKey]], summed: Mapping[Group, Profile]) -> None:
        """Names spelled nearly alike, and names of which one begins with the other, are told as candidates."""
        found: set[tuple[Group, Group]] = set()
        for why, base, pairs in (
            ("names spelled nearly alike", _NEAR, self._nearly(members)),
            ("one name begins with the other", _BEGINS, self._beginnings(members)),
            ("first letters of the name", _BEGINS, _first_letters(members)),
        ):
            for one, other in pairs:
                if (one, other) in found or one not in summed or other not in summed:
                    continue
                found.add((one, other))
                likeness = self._weigher.weigh(base, why, summed[one], summed[other])
                self._doubt(min(members[one]), min(members[other]), likeness)

    def _nearly(self, members: Mapping[Group, list[EntityKey]]) -> Iterator[tuple[Group, Group]]:
        blocks: dict[tuple[str, ...], list[Group]] = defaultdict(list)
        for group in sorted(members):
            if group[0] in {"body", "place"} and len(group[1]) >= _SHORTEST_NEAR:
                blocks[group[0], skeleton(group[1].replace(" ", "")), *group[2:]].append(group)
        for block in blocks.values():
            for at, one in enumerate(block):
                for other in block[at + 1 :]:
                    if ratio(sound(one[1]), sound(other[1])) >= _ALIKE:
                        yield one, other

    def _beginnings(self, members: Mapping[Group, list[EntityKey]]) -> Iterator[tuple[Group, Group]]:
        names = {group[1]: group for group in sorted(members) if group[0] == "body" and len(group) == _UNOWNED}
        for name, group in names.items():
            words = name.split()
            for length in range(min(len(words) - 1, _LONGEST), 0, -1):
                shorter = names.get(" ".join(words[:length]))
                if shorter is not None and not self._owners.says_nothing(shorter[1]):
                    yield shorter, group
                    break

    def _doubt(self, one: EntityKey, other: EntityKey, likeness: Likeness) -> None:
        if likeness.score >= POSSIBLE:
            self._doubts.append((one, other, likeness.capped(SURE)))

    def _members(self) -> dict[Group, list[EntityKey]]:
        members: dict[Group, list[EntityKey]] = defaultdict(list)
        for key in sorted(self._groups):
            if self._groups[key][0] != _ALONE:
                members[self._groups[key]].append(key)
        return members

    def _sum(self, members: Mapping[Group, list[EntityKey]]) -> dict[Group, Profile]:
        summed = {}
        for group, keys in members.items():
            # What is a country's by its name is of that country.
            summed[group] = self._profiles.of_homes(group[2:])
            for key in keys:
                summed[group].add(self._profiles.of(key))
        return summed


def _is_clear(weighed: list[tuple[Likeness, Group]]) -> bool:
    scores = [likeness.score for likeness, _ in weighed]
    return scores[0] >= SURE and (len(scores) == 1 or scores[0] - scores[1] >= MARGIN)


def _first_letters(members: Mapping[Group, list[EntityKey]]) -> Iterator[tuple[Group, Group]]:
    """Abbreviations that no article explains, with what they may stand for."""
    written_out: dict[str, list[Group]] = defaultdict(list)
    for group in sorted(members):
        if group[0] == "body" and " " in group[1]:
            written_out[initials(group[1])].append(group)
    for group in sorted(members):
        if group[0] == "body" and " " not in group[1]:
            meant = written_out.get(group[1].upper(), [])
            for other in meant if len(meant) <= _MOST_RIVALS else ():
                yield group, other


def _alone(key: EntityKey) -> Group:
    return (_ALONE, *key)
