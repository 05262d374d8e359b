"""Whose an office or an institution is by its name: "Russian Foreign Ministry", "President of the United States".

The names that every country has one of (a foreign ministry, a supreme court, a labour party) mean something only with
the country; which words these are is said in `ontology/names.ttl`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.names import fold, without_dots
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ontology import Actor, Ontology

__all__ = ["Owners"]

_OWNING = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION, EntityType.GROUP})
_LONGEST = 6  # words in the name of an owner
_FILLERS = frozenset("of the for and".split())
_SPELLINGS = {"defence": "defense", "labour": "labor", "centre": "center", "organisation": "organization"}
# "Ministry of Foreign Affairs" is the "Foreign Ministry", and so with its minister.
_DEPARTMENTS = frozenset({"ministry", "department", "minister"})
_AFFAIRS = "affairs"
_LEGAL_FORMS = frozenset(
    "ab ag asa bv co company corp corporation gmbh inc incorporated jsc kk limited llc llp ltd lp nv ojsc oyj pjsc plc "
    "sa se spa".split()
)


class Owners:
    """The countries and bodies of the gazetteer, by the words that make something theirs."""

    def __init__(self, ontology: Ontology) -> None:
        """Sort the gazetteer's names and adjectives, and take the lexicon's words for institutions."""
        self._actors = ontology.actors
        self._owners: dict[str, str] = {}
        bodies: dict[str, str] = {}
        for actor in sorted(ontology.actors.values(), key=lambda actor: actor.id):
            if actor.type in _OWNING:
                country = actor.type is EntityType.COUNTRY
                for name in (*actor.names, *(actor.adjectives if country else ())):
                    (self._owners if country else bodies).setdefault(fold(name), actor.id)
        self._owners = bodies | self._owners
        self._titles = {self._canonical(fold(name)) for office in ontology.offices.values() for name in office.names}
        self._institutions = ontology.word_classes.get("institution", frozenset())
        self._kinds = ontology.word_classes.get("institution-kind", frozenset()) | _FILLERS
        self._nations: dict[str, str | None] = {}

    def parse(self, label: str) -> tuple[str | None, str]:
        """Whose something is by its name, and what is left of the name (folded).

        "Russia's Foreign Ministry", "Foreign Ministry of Russia" -> ("russia", "foreign ministry").
        """
        words = fold(label).removeprefix("the ").split()
        for length in range(min(_LONGEST, len(words) - 1), 0, -1):
            name = " ".join(words[:length])
            owner = self._owners.get(name) or self._owners.get(name.removesuffix("s"))  # Russia's is folded to russias
            if owner is not None and words[length] not in _FILLERS:
                return owner, " ".join(words[length:])
        for at, word in enumerate(words[1:-1], 1):
            if word == "of":
                tail = words[at + 1 :]
                owner = self._owners.get(" ".join(tail[1:] if tail[0] == "the" else tail))
                if owner is not None:
                    return owner, " ".join(words[:at])
        return None, " ".join(words)

    def office(self, label: str) -> tuple[str, str | None]:
        """The title of an office (folded), and whose it is."""
        owner, title = self.parse(label)
        return self._canonical(title), owner

    def is_bare_title(self, title: str) -> bool:
        """Whether a folded title does not say whose it is: "prime minister", but not "mayor of springfield"."""
        return " of " not in title or title in self._titles

    def body(self, label: str) -> tuple[str | None, str]:
        """Whose an institution is, where its name says so, and its name, one for all ways to write it.

        The country stays part of names that are no institution's: "American Airlines" is not "airlines" of anybody.
        """
        owner, rest = self.parse(label)
        if owner is not None and self.is_institution(rest):
            return owner, self._canonical(rest)
        return None, self._canonical(fold(without_dots(label)).removeprefix("the "))

    def is_institution(self, name: str) -> bool:
        """Whether a folded name ends in a word for institutions: ministry, court, party."""
        return self._head(name) in self._institutions

    def is_common(self, name: str) -> bool:
        """Whether many countries have something of this folded name."""
        return self.is_institution(name) and self.says_nothing(name)

    def says_nothing(self, name: str) -> bool:
        """Whether a folded name is made of words that go with institutions anywhere."""
        return all(word in self._kinds or word in self._institutions for word in name.split())

    def home(self, anchor: str) -> str:
        """What something belongs to in the end: its country where there is one, itself where not."""
        return self.nation(anchor) or anchor

    def nations(self, homes: Iterable[str]) -> set[str]:
        """The countries among homes."""
        return {nation for home in homes if (nation := self.nation(home)) is not None}

    def nation(self, anchor: str) -> str | None:
        """The country that something is, is in, acts for or has in its name."""
        if anchor not in self._nations:
            self._nations[anchor] = self._find_nation(anchor)
        return self._nations[anchor]

    def compatible(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether two sets of homes have one in common, or one is a member of another."""
        one, other = set(one), set(other)
        return not one.isdisjoint(other) or self._members_of(one, other) or self._members_of(other, one)

    def label(self, anchor: str) -> str:
        """How an actor of the gazetteer is called; empty for others."""
        actor = self._actors.get(anchor)
        return actor.label if actor else ""

    def _members_of(self, members: set[str], bodies: set[str]) -> bool:
        return any(not bodies.isdisjoint(self._actors[each].member_of) for each in members if each in self._actors)

    def _find_nation(self, anchor: str) -> str | None:
        seen = set()
        actor: Actor | None = self._actors.get(anchor)
        if actor is None:
            return self._country_of(anchor.partition(":")[2])
        while actor is not None and actor.id not in seen:
            if actor.type is EntityType.COUNTRY:
                return actor.id
            seen.add(actor.id)
            above = actor.represents or actor.located_in or actor.part_of
            if above is None:
                return next(filter(None, map(self._country_of, actor.names)), None)
            actor = self._actors.get(above)
        return None

    def _country_of(self, name: str) -> str | None:
        owner, _ = self.parse(name)
        return owner if owner and self._actors[owner].type is EntityType.COUNTRY else None

    def _head(self, name: str) -> str:
        words = name.partition(" of ")[0].partition(" for ")[0].split()
        return words[-1] if words else ""

    def _canonical(self, name: str) -> str:
        words = [_SPELLINGS.get(word, word) for word in name.split()]
        while len(words) > 1 and words[-1] in _LEGAL_FORMS:
            words = words[:-1]
        if len(words) > 2 and words[0] in _DEPARTMENTS and words[1] in {"of", "for"}:
            rest = words[3:] if words[2] == "the" else words[2:]
            words = [*rest, words[0]]
        if len(words) > 2 and words[-1] in _DEPARTMENTS and words[-2] == _AFFAIRS:
            words = [*words[:-2], words[-1]]
        return " ".join(words)
