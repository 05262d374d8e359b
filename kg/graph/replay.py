"""The user's corrections of who is who, replayed over entities as articles give them.

All of it is a pure function of the entities, the ontology and the set of corrections. Corrections act in one order,
whatever their order in the file: types, then what is kept apart, then what is one, then labels and aliases, then what
is no entity. A name stands for all that bears it, labels before aliases; where things of several types bear it, a merge
takes the type that its names share, and what needs one type waits until the user says which.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from kg.graph.corrections import (
    Alias,
    Apart,
    ConfirmClaim,
    Correction,
    DropClaim,
    DropEntity,
    Merge,
    Rename,
    Retype,
    way_between,
)
from kg.graph.corrections_file import contradiction
from kg.graph.link import make_nodes, who_is_who
from kg.graph.named import Articles, Named, UnclearNameError
from kg.graph.names import fold
from kg.graph.ties import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.graph.corrections import Corrections, Reference
    from kg.graph.link import EntityKey, Group, Node
    from kg.graph.persons import Doubt
    from kg.model import Entity, EntityType
    from kg.ontology import Ontology

__all__ = ["Replayed", "replay"]

_NOTHING = Told()


@dataclass(slots=True)
class Replayed:
    """What came of corrections.

    `nodes` has all entities, dropped ones too; `dropped` says which these are, and by which corrections. `changed` are
    the corrections behind each node, by the node's name, and `matched` those that found what they speak of. `missed`
    says of the others why they did not. `doubts` are the pairs that may be one but were kept apart.
    """

    nodes: dict[EntityKey, Node] = field(default_factory=dict)
    dropped: dict[EntityKey, frozenset[Correction]] = field(default_factory=dict)
    changed: dict[str, frozenset[Correction]] = field(default_factory=dict)
    matched: frozenset[Correction] = frozenset()
    missed: tuple[tuple[Correction, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def replay(
    entities: Mapping[EntityKey, Entity],
    ontology: Ontology,
    corrections: Corrections,
    articles: Articles,
    told: Told = _NOTHING,
) -> Replayed:
    """Find the node of every entity, as the user corrects it.

    Raises:
        CorrectionError: Two corrections contradict each other.
    """
    if all(isinstance(each.what, DropClaim | ConfirmClaim) for each in corrections.all):
        grouping = who_is_who(entities, ontology, told)
        return Replayed(make_nodes(grouping.groups, entities, ontology), doubts=grouping.doubts)
    return _Replay(entities, ontology, corrections, articles, told).run()


class _Replay:
    """The steps, in their order; what they share is who is who so far, and what was found and missed."""

    def __init__(
        self,
        entities: Mapping[EntityKey, Entity],
        ontology: Ontology,
        corrections: Corrections,
        articles: Articles,
        told: Told,
    ) -> None:
        self.entities = dict(entities)
        self.ontology = ontology
        # Sorted, so that their order in the file says nothing.
        self.corrections = sorted(corrections.all, key=lambda each: (each.id, each.line or 0))
        self.articles = articles
        self.told = told
        self.group()
        self.matched: set[Correction] = set()
        self.missed: list[tuple[Correction, str]] = []
        self.by_key: dict[EntityKey, set[Correction]] = defaultdict(set)

    def run(self) -> Replayed:
        types = self.retype()
        self.keep_apart()
        named = self.named()
        self.merge(named)
        nodes = self.relabel(named, make_nodes(self.groups, self.entities, self.ontology), types)
        dropped = self.drop(named)
        changed: dict[str, set[Correction]] = defaultdict(set)
        for key, found in self.by_key.items():
            changed[nodes[key].name] |= found
        return Replayed(
            nodes,
            {key: frozenset(found) for key, found in dropped.items()},
            {name: frozenset(found) for name, found in changed.items()},
            frozenset(self.matched),
            tuple(self.missed),
            self.doubts,
        )

    def group(self) -> None:
        """Decide who is who as if there were no corrections."""
        grouping = who_is_who(self.entities, self.ontology, self.told)
        self.groups, self.doubts = grouping.groups, grouping.doubts

    def named(self) -> Named:
        return Named(self.groups, self.entities, self.ontology, self.articles, self.corrections)

    def retype(self) -> dict[EntityKey, EntityType]:
        """Give entities their types before anybody decides who is who by them."""
        wanted = [(each, each.what) for each in self.corrections if isinstance(each.what, Retype)]
        types: dict[EntityKey, tuple[EntityType, Correction]] = {}
        named = self.named() if wanted else None
        for correction, what in wanted:
            for key in self.find(named, correction, what.entity):
                before = types.setdefault(key, (what.to, correction))
                if before[0] is not what.to:
                    raise contradiction(correction, before[1])
                self.by_key[key].add(correction)
        self.entities |= {key: replace(self.entities[key], type=kind) for key, (kind, _) in types.items()}
        if types:
            self.group()
        return {key: kind for key, (kind, _) in types.items()}

    def find(
        self, named: Named | None, correction: Correction, entity: Reference, *, one_type: bool = False
    ) -> frozenset[EntityKey]:
        """The entities that a correction speaks of; if there are none, the user will be told."""
        if named is None:
            return frozenset()
        try:
            keys = named.keys(entity)
            if one_type:
                keys = named.of_one_type([keys], [entity])[0]
        except UnclearNameError as error:
            self.missed.append((correction, str(error)))
            return frozenset()
        self.matched.add(correction)
        return keys

    def keep_apart(self) -> None:
        """Split the groups in which two stand that are not one."""
        apart = [(each, each.what) for each in self.corrections if isinstance(each.what, Apart)]
        named = self.named() if apart else None
        units: dict[tuple[str, ...], frozenset[EntityKey]] = {}
        pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], Correction] = {}
        for correction, what in apart:
            found = {}
            for each in what.names:
                keys = self.find_bearers(named, correction, each)
                if keys:
                    found[each.key] = keys
            if len(found) < len(what.names):
                self.matched.discard(correction)
            units |= found
            pairs |= dict.fromkeys(combinations(sorted(found), 2), correction)
        self.units = _told_apart(units, self.entities)
        self.pairs = pairs
        for (one, other), correction in pairs.items():
            if not self.units[one] or not self.units[other]:
                self.matched.discard(correction)
                self.missed.append((correction, "one article takes both names for one, so they cannot be told apart"))
            for key in self.units[one] | self.units[other]:
                self.by_key[key].add(correction)
        self.groups = _split(self.groups, self.units, set(pairs), self.ontology)
        unit_of = {key: unit for unit, keys in self.units.items() for key in keys}
        self.doubts = tuple(
            doubt for doubt in self.doubts if tuple(sorted(unit_of.get(key, ()) for key in doubt[:2])) not in pairs
        )

    def find_bearers(self, named: Named | None, correction: Correction, entity: Reference) -> frozenset[EntityKey]:
        if named is None:
            return frozenset()
        try:
            keys = named.bearers(entity)
        except UnclearNameError as error:
            self.missed.append((correction, str(error)))
            return frozenset()
        self.matched.add(correction)
        return keys

    def merge(self, named: Named) -> None:
        """Make one group of those that are one."""
        joined: list[tuple[Group, Group, Correction]] = []
        for correction in self.corrections:
            if isinstance(correction.what, Merge):
                found = self.find_all(named, correction, correction.what.names)
            elif isinstance(correction.what, Alias):
                keys = self.find(named, correction, correction.what.entity, one_type=True)
                found = [keys, named.namesakes(keys, correction.what.alias)] if keys else []
            else:
                continue
            groups = sorted({self.groups[key] for keys in found for key in keys})
            joined += [(groups[0], other, correction) for other in groups[1:]]
            for keys in found:
                for key in keys:
                    self.by_key[key].add(correction)
        self.check_parts(joined)
        self.groups = _joined(self.groups, joined)

    def find_all(self, named: Named, correction: Correction, names: Sequence[Reference]) -> list[frozenset[EntityKey]]:
        """The entities of each name; none of any, where fewer than two names are anybody's."""
        found, told = [], []
        for each in names:
            try:
                found.append(named.keys(each))
                told.append(each)
            except UnclearNameError as error:
                self.missed.append((correction, str(error)))
        if len(found) < 2:
            return []
        try:
            found = named.of_one_type(found, told)
        except UnclearNameError as error:
            self.missed.append((correction, str(error)))
            return []
        self.matched.add(correction)
        return found

    def check_parts(self, joined: list[tuple[Group, Group, Correction]]) -> None:
        """See that nothing becomes one that is to be kept apart."""
        for (one, other), correction in sorted(self.pairs.items()):
            for a in {self.groups[key] for key in self.units[one]}:
                for b in {self.groups[key] for key in self.units[other]} - {a}:
                    if way := way_between(a, b, joined):
                        raise contradiction(correction, *way)

    def relabel(
        self, named: Named, nodes: dict[EntityKey, Node], types: Mapping[EntityKey, EntityType]
    ) -> dict[EntityKey, Node]:
        """Give nodes the labels, aliases and types that the user gives them; their IRIs stay."""
        told: dict[tuple[str, str], tuple[str, Correction]] = {}
        aliases: dict[str, set[str]] = defaultdict(set)
        kinds = {nodes[key].name: kind for key, kind in types.items()}
        for correction in self.corrections:
            what = correction.what
            if isinstance(what, Rename):
                keys = self.find(named, correction, what.entity, one_type=True)
                for key in keys:
                    self.by_key[key].add(correction)
                    before = told.setdefault((nodes[key].name, "label"), (what.to, correction))
                    if before[0] != what.to:
                        raise contradiction(correction, before[1])
            elif isinstance(what, Alias) and correction in self.matched:
                for key in named.of_one_type([named.keys(what.entity)], [what.entity])[0]:
                    aliases[nodes[key].name].add(" ".join(what.alias.split()))
        labels = {name: " ".join(label.split()) for (name, _), (label, _) in told.items()}
        made: dict[str, Node] = {}
        for node in nodes.values():
            if node.name not in made:
                label = labels.get(node.name, node.label)
                names = {*node.aliases, *aliases[node.name], node.label} - {label}
                kind = kinds.get(node.name, node.type)
                made[node.name] = replace(node, label=label, type=kind, aliases=tuple(sorted(names)))
        return {key: made[node.name] for key, node in nodes.items()}

    def drop(self, named: Named) -> dict[EntityKey, set[Correction]]:
        """The entities that are none; of a name that no article is given with, the whole node is meant."""
        members: dict[Group, list[EntityKey]] = defaultdict(list)
        wanted = [(each, each.what) for each in self.corrections if isinstance(each.what, DropEntity)]
        if wanted:
            for key, group in self.groups.items():
                members[group].append(key)
        dropped: dict[EntityKey, set[Correction]] = defaultdict(set)
        for correction, what in wanted:
            keys = self.find(named, correction, what.entity)
            if what.entity.article is None:
                keys = frozenset(each for key in keys for each in members[self.groups[key]])
            for key in keys:
                dropped[key].add(correction)
        return dropped


def _told_apart(
    units: Mapping[tuple[str, ...], frozenset[EntityKey]], entities: Mapping[EntityKey, Entity]
) -> dict[tuple[str, ...], frozenset[EntityKey]]:
    """Each entity in one unit at most: that of its article before that of all, that of its label before an alias."""
    best: dict[EntityKey, list[tuple[bool, bool, tuple[str, ...]]]] = defaultdict(list)
    for unit, keys in sorted(units.items()):
        for key in keys:
            best[key].append((not unit[2], fold(entities[key].label) != unit[0], unit))
    owner: dict[EntityKey, tuple[str, ...]] = {}
    for key, claims in best.items():
        first, *others = sorted(claims)
        if not others or others[0][:2] != first[:2]:
            owner[key] = first[2]
    return {unit: frozenset(key for key in keys if owner.get(key) == unit) for unit, keys in units.items()}


def _split(
    groups: Mapping[EntityKey, Group],
    units: Mapping[tuple[str, ...], frozenset[EntityKey]],
    pairs: set[tuple[tuple[str, ...], tuple[str, ...]]],
    ontology: Ontology,
) -> dict[EntityKey, Group]:
    """Groups in which no two units of a pair are one."""
    standing: dict[Group, dict[tuple[str, ...], int]] = defaultdict(Counter)
    unit_of = {key: unit for unit, keys in units.items() for key in keys}
    for key, unit in unit_of.items():
        standing[groups[key]][unit] += 1
    parts: dict[Group, dict[tuple[str, ...], Group]] = {}
    for group, sizes in standing.items():
        if any(one in sizes and other in sizes for one, other in pairs):
            parts[group] = _parts(group, sizes, pairs, ontology)
    sides: dict[tuple[Group, str], set[Group]] = defaultdict(set)  # of a group in an article
    for key, unit in unit_of.items():
        if groups[key] in parts:
            sides[groups[key], key[0]].add(parts[groups[key]][unit])
    split = {}
    for key, group in groups.items():
        if group not in parts:
            split[key] = group
        elif key in unit_of:
            split[key] = parts[group][unit_of[key]]
        else:
            # Who is named in full beside it is meant; without that, only an actor is known well enough.
            beside = sides[group, key[0]]
            alone = group if group[0] == "actor" else ("alone", *key)
            split[key] = next(iter(beside)) if len(beside) == 1 else alone
    return split


def _parts(
    group: Group,
    sizes: Mapping[tuple[str, ...], int],
    pairs: set[tuple[tuple[str, ...], tuple[str, ...]]],
    ontology: Ontology,
) -> dict[tuple[str, ...], Group]:
    """The group that each unit of a group goes to: the first that has none of those it is kept apart from."""
    names: tuple[str, ...] = ()
    if group[0] == "actor":
        names = tuple(fold(name) for name in ontology.actors[group[1]].names)

    def rank(unit: tuple[str, ...]) -> tuple[object, ...]:
        known = names.index(unit[0]) if unit[0] in names and not unit[2] else len(names)
        return known, -sizes[unit], unit

    made: list[list[tuple[str, ...]]] = []
    for unit in sorted(sizes, key=rank):
        for part in made:
            if all((min(unit, other), max(unit, other)) not in pairs for other in part):
                part.append(unit)
                break
        else:
            made.append([unit])
    return {
        unit: group if number == 0 else ("apart", *group, *part[0]) for number, part in enumerate(made) for unit in part
    }


def _joined(
    groups: Mapping[EntityKey, Group], joined: Iterable[tuple[Group, Group, Correction]]
) -> dict[EntityKey, Group]:
    """Groups that belong together under one of them: an actor before a name, a name before what stands alone."""
    above: dict[Group, Group] = {}

    def top(group: Group) -> Group:
        while (higher := above.get(group)) is not None:
            group = higher
        return group

    for one, other, _ in joined:
        first, *rest = sorted({top(one), top(other)}, key=lambda g: (g[0] != "actor", g[0] == "alone", g))
        for group in rest:
            above[group] = first
    return {key: top(group) for key, group in groups.items()}
