"""Whom the user means by a name in a correction."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from kg.errors import CorrectionError
from kg.graph.corrections import Alias, Rename, clip
from kg.graph.kinds import KINDS
from kg.graph.link import make_nodes
from kg.graph.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from kg.graph.corrections import Correction, Reference
    from kg.graph.link import EntityKey, Group, Node
    from kg.model import ArticleMeta, Entity, EntityType
    from kg.ontology import Ontology

__all__ = ["Articles", "Named", "UnclearNameError", "folded", "near_names", "plain"]

_NEAR = 75.0  # Zelenksy/Zelensky 88, Macron/Marcon 83; Lavrov/Laval 73 is another
_SHOWN = 3


class UnclearNameError(CorrectionError):
    """UnclearNameError is called so, or more than one may be meant; the message is why, and what to do."""


class Articles:
    """Articles by what people call them: id, title or address; copies of one report may share a title."""

    def __init__(self, metas: Iterable[ArticleMeta]) -> None:
        """Draw up the table of titles."""
        self.metas = {meta.id: meta for meta in sorted(metas, key=lambda meta: meta.id)}
        self._called: dict[str, set[str]] = defaultdict(set)
        for meta in self.metas.values():
            for text in filter(None, (meta.id, meta.title, meta.url)):
                self._called[plain(text)].add(meta.id)

    def find(self, told: str) -> frozenset[str]:
        """The ids of the articles that are called so."""
        return frozenset(self._called.get(plain(told), ()))

    def why_not(self, told: str) -> str:
        """A word on an article that is not there."""
        return f"there is no article {clip(told)}{near_names(told, (meta.title or '' for meta in self.metas.values()))}"


class Named:
    """Everything by its names, as far as who is who has been decided."""

    def __init__(
        self,
        groups: Mapping[EntityKey, Group],
        entities: Mapping[EntityKey, Entity],
        ontology: Ontology,
        articles: Articles,
        corrections: Iterable[Correction],
    ) -> None:
        """Draw up the tables of names."""
        self._groups = groups
        self._entities = entities
        self._articles = articles
        self._members: dict[Group, list[EntityKey]] = defaultdict(list)
        self._nodes: dict[Group, Node] = {}
        for key, node in make_nodes(groups, entities, ontology).items():
            self._members[groups[key]].append(key)
            self._nodes[groups[key]] = node
        self._labels: dict[str, set[Group]] = defaultdict(set)
        self._aliases: dict[str, set[Group]] = defaultdict(set)
        for group, node in self._nodes.items():
            self._labels[folded(node.label)].add(group)
            for alias in node.aliases:
                self._aliases[folded(alias)].add(group)
        self._labelled: dict[str, list[EntityKey]] = defaultdict(list)
        self._called: dict[str, list[EntityKey]] = defaultdict(list)
        for key, entity in entities.items():
            self._labelled[folded(entity.label)].append(key)
            for name in {folded(alias) for alias in entity.aliases}:
                self._called[name].append(key)
            self._aliases[folded(entity.label)].add(groups[key])  # what has no name is known by its description
        self._given: dict[str, list[Reference]] = defaultdict(list)
        for each in corrections:
            if isinstance(each.what, Rename | Alias):
                new = each.what.to if isinstance(each.what, Rename) else each.what.alias
                self._given[folded(new)].append(each.what.entity)

    def keys(self, entity: Reference) -> frozenset[EntityKey]:
        """All entities of the things that bear a name; of one article only where the user says which.

        Raises:
            UnclearNameError: Nothing does.
        """
        found = self._keys(entity, frozenset())
        if not found:
            raise UnclearNameError(self._why(entity))
        return found

    def bearers(self, entity: Reference) -> frozenset[EntityKey]:
        """The entities that an article itself gives a name, as label before alias; else those of things so named.

        Raises:
            UnclearNameError: There are none.
        """
        wanted = folded(entity.name)
        found = self._among(self._labelled, wanted, entity) or self._among(self._called, wanted, entity)
        return found or self.keys(entity)

    def namesakes(self, keys: Set[EntityKey], name: str) -> frozenset[EntityKey]:
        """The entities of things whose label is this name, and which are of the kind that these are."""
        kinds = {KINDS[self._nodes[self._groups[key]].type] for key in keys}
        groups = (g for g in self._labels.get(folded(name), ()) if KINDS[self._nodes[g].type] in kinds)
        return frozenset(key for group in groups for key in self._members[group])

    def of_one_type(
        self, found: Sequence[frozenset[EntityKey]], entities: Sequence[Reference]
    ) -> list[frozenset[EntityKey]]:
        """The same, each of a single type: that which all of them share, where one has several.

        Raises:
            UnclearNameError: One has several, and which is meant does not show.
        """
        types = [{self._type(key) for key in keys} for keys in found]
        shared = set.intersection(*types) if len(found) > 1 else set()
        told = []
        for keys, kinds, entity in zip(found, types, entities, strict=True):
            left = kinds & shared or kinds
            if len(left) > 1:
                which = " or ".join(f'type = "{kind}"' for kind in sorted(left))
                raise UnclearNameError(f"{entity} may be things of several types; say {which}")
            told.append(frozenset(key for key in keys if self._type(key) in left))
        return told

    def _type(self, key: EntityKey) -> EntityType:
        return self._nodes[self._groups[key]].type

    def _keys(self, entity: Reference, asked: frozenset[str]) -> frozenset[EntityKey]:
        wanted = folded(entity.name)
        groups = self._of_type(self._labels.get(wanted, set()), entity.type)
        groups = groups or self._of_type(self._aliases.get(wanted, set()), entity.type)
        found = frozenset(key for group in groups for key in self._members[group])
        if entity.article is not None:
            articles = self._articles.find(entity.article)
            found = frozenset(key for key in found if key[0] in articles)
            found = found or self._among(self._labelled, wanted, entity) or self._among(self._called, wanted, entity)
        if found or wanted in asked:
            return found
        # Not called so by any article, but by the user.
        given = self._given.get(wanted, ())
        return frozenset(key for each in given for key in self._keys(each, asked | {wanted}))

    def _among(self, called: Mapping[str, Sequence[EntityKey]], wanted: str, entity: Reference) -> frozenset[EntityKey]:
        articles = None if entity.article is None else self._articles.find(entity.article)
        kind = None if entity.type is None else KINDS[entity.type]
        return frozenset(
            key
            for key in called.get(wanted, ())
            if (articles is None or key[0] in articles) and kind in (None, KINDS[self._type(key)])
        )

    def _of_type(self, groups: Set[Group], kind: EntityType | None) -> Set[Group]:
        if kind is None:
            return groups
        exact = {group for group in groups if self._nodes[group].type is kind}
        # Articles may differ over a type of one kind (a group, an organization) when they are read anew.
        return exact or {g for g in groups if KINDS[self._nodes[g].type] == KINDS[kind]}

    def _why(self, entity: Reference) -> str:
        if entity.article is not None and not self._articles.find(entity.article):
            return self._articles.why_not(entity.article)
        wanted = folded(entity.name)
        others = self._labels.get(wanted, set()) | self._aliases.get(wanted, set())
        if others:
            kinds = sorted({str(self._nodes[group].type) for group in others})
            what = "" if entity.type is None else f" of type {entity.type}, but of {' and '.join(kinds)}"
            where = "" if entity.article is None else f" in article {clip(entity.article)}"
            return f"there is no {clip(entity.name)}{what}{where}"
        return f"nobody and nothing is called {clip(entity.name)}{_nearest(entity.name, self._words)}"

    @cached_property
    def _words(self) -> dict[str, str]:
        return _by_words(node.label for node in self._nodes.values())


def near_names(name: str, known: Iterable[str]) -> str:
    """A word on what was probably meant; empty where nothing is near."""
    return _nearest(name, _by_words(known))


def _by_words(known: Iterable[str]) -> dict[str, str]:
    """Names by themselves and by their words, for a name is often known by one of them."""
    names: dict[str, str] = {}
    for each in sorted(set(known)):
        names.setdefault(folded(each), each)
        for word in fold(each).split():
            names.setdefault(word, each)
    return names


def _nearest(name: str, names: Mapping[str, str]) -> str:
    found = extract(folded(name), list(names), scorer=ratio, limit=_SHOWN, score_cutoff=_NEAR)
    shown = dict.fromkeys(names[match] for match, _, _ in found)
    return f"; did you mean {' or '.join(map(clip, shown))}?" if shown else ""


def folded(name: str) -> str:
    """A name as names are compared here: without capitals, accents, punctuation and the article."""
    return (fold(name) or name).removeprefix("the ")


def plain(text: str) -> str:
    """A text without capitals, and with one space where it has any."""
    return " ".join(text.lower().split())
