"""What articles tell of an entity besides its name: whose it is, which office it holds, when, and in whose company.

Names alone do not tell two people of one surname apart. What an article says of them does: the country that they
lead or stand for, the office and the year, and who else the article is about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.graph.names import fold, is_named, person_tokens, sound
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.owners import Owners
    from kg.model import Entity
    from kg.ontology import Actor

__all__ = ["HOME_RELATIONS", "OFFICE_RELATION", "Anchor", "EntityKey", "Profile", "Profiles", "Tie", "Told"]

EntityKey: TypeAlias = tuple[str, str]
"""An entity of an article: the article's id and the entity's."""

Anchor: TypeAlias = str
"""Somebody or something as context: the id of an actor of the gazetteer, else `kind:folded name`."""

OfficeKey: TypeAlias = tuple[str, Anchor]
"""The title of an office, and whose office it is."""

OFFICE_RELATION = "holdsOffice"
# The object of these is whose the subject is.
HOME_RELATIONS = frozenset(
    "leads represents spokespersonFor citizenOf memberOf worksFor partOf locatedIn basedIn".split()
)
_LEADS = "leads"
_COMPANY = 0.1  # what one companion whom few articles name is worth


class Tie(NamedTuple):
    """A lasting fact of one article; subject and object are ids of its entities."""

    article: str
    subject: str
    relation: str
    object: str


@dataclass(frozen=True, slots=True)
class Told:
    """What articles tell besides names: lasting facts, and the year in which each appeared."""

    ties: tuple[Tie, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Profile:
    """What is known of somebody from one article or, added up, from several.

    `nations` are the countries that it is of, `homes` these and other bodies; `offices` have the years of the
    articles that tell of them; `company` are the others that these articles name.
    """

    homes: set[Anchor] = field(default_factory=set)
    nations: set[Anchor] = field(default_factory=set)
    offices: dict[OfficeKey, set[int]] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    company: set[Anchor] = field(default_factory=set)

    def add(self, other: Profile) -> None:
        """Take in what is known from elsewhere."""
        self.homes |= other.homes
        self.nations |= other.nations
        self.years |= other.years
        self.company |= other.company
        for office, years in other.offices.items():
            self.offices.setdefault(office, set()).update(years)


class Profiles:
    """The profiles of all entities, and how telling it is to share a companion."""

    def __init__(
        self,
        entities: Mapping[EntityKey, Entity],
        known: Mapping[EntityKey, Actor],
        owners: Owners,
        told: Told,
    ) -> None:
        """Look at all entities once.

        Args:
            entities: The entities of all articles.
            known: Those of them that the gazetteer knows.
            owners: The countries and bodies that names speak of.
            told: What the articles tell of them.
        """
        self._owners = owners
        self._told = told
        self._anchors = {key: anchor for key, entity in entities.items() if (anchor := _anchor(entity, known.get(key)))}
        self._labels: dict[Anchor, str] = {}
        for key, anchor in self._anchors.items():
            self._labels[anchor] = min(self._labels.get(anchor, entities[key].label), entities[key].label)
        self._stands_for = {key: owners.home(actor.represents) for key, actor in known.items() if actor.represents}
        self._company: dict[str, set[Anchor]] = defaultdict(set)
        for (article, _), anchor in self._anchors.items():
            self._company[article].add(anchor)
        self._frequency = Counter(anchor for company in self._company.values() for anchor in company)
        self._log_articles = log(len(self._company) + 10)
        self._homes: dict[EntityKey, set[Anchor]] = defaultdict(set)
        self._offices: dict[EntityKey, set[OfficeKey]] = defaultdict(set)
        self._holders: dict[EntityKey, set[EntityKey]] = defaultdict(set)
        for tie in told.ties:
            self._tie(tie, entities)

    def of(self, key: EntityKey) -> Profile:
        """The profile of one entity."""
        homes = self._homes.get(key, set())
        year = self._told.years.get(key[0])
        years = set() if year is None else {year}
        offices = {office: set(years) for office in self._offices.get(key, ())}
        company = self._company.get(key[0], set()) - {self._anchors.get(key, "")}
        return Profile(set(homes), self._owners.nations(homes), offices, years, company)

    def of_homes(self, homes: Iterable[Anchor]) -> Profile:
        """The profile of somebody of whom only the homes are known."""
        homes = {self._owners.home(anchor) for anchor in homes}
        return Profile(homes=homes, nations=self._owners.nations(homes))

    def nations(self, key: EntityKey) -> frozenset[Anchor]:
        """The countries that an entity is of, as its own article tells."""
        return frozenset(self._owners.nations(self._homes.get(key, set())))

    def homes(self, key: EntityKey) -> frozenset[Anchor]:
        """The countries and bodies that an entity is of, as its own article tells."""
        return frozenset(self._homes.get(key, ()))

    def holders_homes(self, office: EntityKey) -> frozenset[Anchor]:
        """The homes of those who hold an office; the gazetteer says them where the article does not."""
        holders = self._holders.get(office, ())
        told = frozenset(home for holder in holders for home in self._homes.get(holder, ()))
        return told or frozenset(self._stands_for[holder] for holder in holders if holder in self._stands_for)

    def company(self, article: str) -> frozenset[Anchor]:
        """Whom an article names."""
        return frozenset(self._company.get(article, ()))

    def shared(self, one: Profile, other: Profile) -> list[tuple[float, Anchor]]:
        """The companions that two have in common, the rarest first, each with what it is worth (0..0.1)."""
        few, many = sorted((one.company, other.company), key=len)
        common = (few & many) - one.homes - other.homes
        return sorted(((self._worth(anchor), anchor) for anchor in common), key=lambda each: (-each[0], each[1]))

    def label(self, anchor: Anchor) -> str:
        """How an anchor is called."""
        return self._owners.label(anchor) or self._labels.get(anchor, anchor)

    def _worth(self, anchor: Anchor) -> float:
        return max(0.0, _COMPANY * (1 - log(self._frequency[anchor] or 1) / self._log_articles))

    def _tie(self, tie: Tie, entities: Mapping[EntityKey, Entity]) -> None:
        subject, other = (tie.article, tie.subject), (tie.article, tie.object)
        entity = entities.get(other)
        if entity is None or subject not in entities:
            return
        if tie.relation == OFFICE_RELATION:
            self._holders[other].add(subject)
            title, owner = self._owners.office(entity.label)
            if owner is not None:
                self._offices[subject].add((title, owner))
                self._homes[subject].add(owner)
        elif tie.relation in HOME_RELATIONS and other in self._anchors:
            home = self._owners.home(self._anchors[other])
            self._homes[subject].add(home)
            if tie.relation == _LEADS:
                self._offices[subject].add((_LEADS, home))


def _anchor(entity: Entity, actor: Actor | None) -> Anchor | None:
    if actor is not None:
        return actor.id
    if not is_named(entity):
        return None
    if entity.type is EntityType.PERSON:
        tokens = person_tokens(entity.label)
        return f"person:{sound(tokens[-1])}" if tokens else None
    return f"{entity.type.value.lower()}:{fold(entity.label)}"
