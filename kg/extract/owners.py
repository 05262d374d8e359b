"""What an office is of where its title does not say so: from the rest of the article, or the gazetteer."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.extract.gazetteer import Gazetteer
from kg.extract.offices import Holding
from kg.extract.referents import Resolution
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["lend_owners"]


def lend_owners(resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer) -> None:
    """A title that names no country is of the one its holder is said to serve elsewhere, or the article's only one."""
    for holding in resolution.holdings:  # owners that only coreference could tell: "the country's president"
        if holding.owners and not resolution.office_owners.get(holding.head):
            links = [resolution.links.get(o) for o in holding.owners]
            resolution.office_owners[holding.head] = tuple(k for link in links if link for k in link.keys)
    unowned = [holding for holding in resolution.holdings if not resolution.office_owners.get(holding.head)]
    if unowned:
        lender = _Lender(resolution, ontology, gazetteer)
        for holding in unowned:  # of two titles with one head the first is asked
            if not resolution.office_owners.get(holding.head) and (lent := lender.owners(holding)):
                resolution.office_owners[holding.head] = lent
    resolution.index_service()


class _Lender:
    """What a title that names no owner is of, from what the rest of the article and the gazetteer say."""

    def __init__(self, resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer) -> None:
        self.res, self.ontology, self.gazetteer = resolution, ontology, gazetteer
        self.served: dict[int, tuple[int, ...]] = {}
        self.filled: dict[tuple[int, str], set[int]] = defaultdict(set)
        for holding in resolution.holdings:
            owners = resolution.office_owners.get(holding.head, ())
            holders = resolution.holders.get(holding.head, ())
            for owner in owners:
                self.filled[owner, holding.office.office.id] |= set(holders)
            for n, key in enumerate(holders):
                if owners and holding.status != "former":
                    self.served.setdefault(key, owners[n : n + 1] if len(holders) == len(owners) else owners)
        self.main = _main_country(resolution)
        self.before = _without_holders(resolution)
        self.where = {(k, resolution.annotated.sent_of[i]) for i, link in resolution.links.items() for k in link.keys}

    def owners(self, holding: Holding) -> tuple[int, ...]:
        """The surest answer there is; none rather than a guess."""
        holders = self.res.holders.get(holding.head, ())
        lent = next((self.served[k] for k in holders if k in self.served), ())
        if not lent and holders and holding.definite:
            lent = self._owner_before(holding)
        if lent or not _state_office(holding):
            return lent
        lent = _known_service(self.res, self.ontology, self.gazetteer, holders)
        if not lent and holders:
            lent = _speaks_for(self.res, holding) or self._only_country(holding, set(holders))
        return lent

    def _owner_before(self, holding: Holding) -> tuple[int, ...]:
        """ "Ankara's ambassador ... The ambassador, Fatih Yildiz": an office that had its owner, but no holder."""
        owners = {
            self.res.office_owners.get(head, ())
            for head in self.before.get(holding.office.office.id, ())
            if head < holding.head
        } - {()}
        return owners.pop() if len(owners) == 1 else ()

    def _only_country(self, holding: Holding, holders: set[int]) -> tuple[int, ...]:
        """The country that the article is about, if it is near and has nobody else in that office."""
        if self.main is None or not _near(self.res, holding, self.main, self.where):
            return ()
        return (self.main,) if self.filled[self.main, holding.office.office.id] <= holders else ()


def _without_holders(resolution: Resolution) -> dict[str, list[int]]:
    """The heads of the titles that nobody is said to hold, by their offices."""
    found: dict[str, list[int]] = defaultdict(list)
    for holding in resolution.holdings:
        if not holding.plural and not resolution.holders.get(holding.head):
            found[holding.office.office.id].append(holding.head)
    return found


def _near(resolution: Resolution, holding: Holding, country: int, where: set[tuple[int, int]]) -> bool:
    """The country is named in the title's sentence or the one before."""
    n = resolution.annotated.sent_of[holding.head]
    return (country, n) in where or (country, n - 1) in where


def _known_service(
    resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer, holders: tuple[int, ...]
) -> tuple[int, ...]:
    """Whom the gazetteer knows a person to serve: "President Obama" is of the United States."""
    for key in holders:
        referent = resolution.referents[key]
        actor = ontology.actors.get(referent.actor or "")
        options = {actor.represents or ""} if actor is not None else set()
        if actor is None and all(len(words) == 1 for words in referent.words):
            options = {served for words in referent.words for served in gazetteer.service.get(words[-1], ())}
        served = ontology.actors.get(next(iter(options))) if len(options) == 1 else None
        if served is not None:
            return (resolution.known(served.id, served.type),)
    return ()


def _speaks_for(resolution: Resolution, holding: Holding) -> tuple[int, ...]:
    """ "Pakistan will release the pilot, Prime Minister Imran Khan announced": a minister speaks for the subject."""
    sent = resolution.annotated.sents[resolution.annotated.sent_of[holding.head]]
    verbs = [p for h in holding.persons for p in (resolution.annotated.doc[h].head,) if p.pos_ == "VERB"]
    countries = []
    for token in sent:
        link = resolution.link(token)
        if (
            link
            and token.dep_ in ("nsubj", "nsubjpass")
            and resolution.referents[link.keys[0]].type is EntityType.COUNTRY
        ) and any(v.i in (token.head.i, token.head.head.i) for v in verbs):
            countries.append(link.keys[0])
    return tuple(countries[:1])


STATE_WORDS = frozenset("minister secretary ministry ambassador envoy vice-president chancellor diplomat".split())


def _state_office(holding: Holding) -> bool:
    if holding.office.office.id == "office-opposition-leader":
        return False
    words = {w for name in holding.office.office.names for w in name.lower().split()}
    return holding.office.office.head or bool(words & STATE_WORDS)


def _main_country(resolution: Resolution) -> int | None:
    counts: Counter[int] = Counter()
    for name in {id(n): n for n in resolution.names.values()}.values():
        link = resolution.links.get(name.head)
        if link and resolution.referents[link.keys[0]].type is EntityType.COUNTRY:
            counts[link.keys[0]] += 1
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]
