"""STRUCTURE claims from titles, appositions, possessives and place names.

"Israeli Prime Minister Naftali Bennett" holds the office Prime Minister of Israel and leads Israel; "the Iraqi Foreign
Ministry" represents Iraq; "Mosul, Iraq" lies in Iraq; "American journalist Jane Roe" is a citizen. Former holders get
nothing, coming ones a planned claim, and whoever gave up an office has resigned from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.bodies import BODIES, find_bodies, find_citizens, find_compounds
from kg.extract.coordination import appositions
from kg.extract.drafts import Draft, structure_draft
from kg.extract.gazetteer import Gazetteer
from kg.extract.installed import installed
from kg.extract.office_entities import label_of_owner, office_entity, office_named, singular, title_text, with_article
from kg.extract.offices import OWNER_TYPES, Holding
from kg.extract.owners import lend_owners
from kg.extract.places import find_locations
from kg.extract.reasons import Rule, Why
from kg.extract.referents import Resolution
from kg.extract.terms import is_to_come, left_office, term_of
from kg.extract.timeline import Timeline
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["Stated", "read_structure"]


DEPUTY = frozenset("deputy vice assistant under alternate".split())
# Titles that say what somebody does, not which office: no Office entity comes of them.
NO_OFFICE = frozenset(
    "leader official diplomat activist adviser advisor spokesman spokeswoman spokesperson general lawmaker soldier"
    " officer analyst expert journalist aide ruler strongman politician lawyer attorney mp commander warlord member"
    " negotiator dissident author professor scholar head boss founder captain major lieutenant sergeant".split()
)
# Ranks and trades of the gazetteer, likewise.
NO_POSTS = frozenset(
    f"office-{name}"
    for name in (
        "activist admiral adviser colonel correspondent dictator diplomat founder general grand-ayatollah head lawyer"
        " leader negotiator officer official opposition-leader opposition-politician politician"
        " presidential-candidate prince princess researcher spokesperson"
    ).split()
)
LEADERS = frozenset("leader ruler strongman dictator head".split())
SENATOR = "office-senator"
LEGISLATORS = frozenset((SENATOR, "office-member-of-congress", "office-member-of-parliament"))
CHAMBERS = frozenset(
    "parliament senate congress assembly house duma knesset bundestag rada majlis council diet".split()
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A lasting fact as a rule found it, and why it is no claim, if it is none."""

    draft: Draft
    dropped: Why | None = None


def read_structure(resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer) -> list[Stated]:
    """All lasting facts that titles and names state by themselves."""
    lend_owners(resolution, ontology, gazetteer)
    found = (
        (Rule.TITLE, _offices(resolution, ontology, resolution.timeline)),
        (Rule.COUNTERPART, _counterparts(resolution, ontology)),
        (Rule.BODY, find_bodies(resolution, gazetteer)),
        (Rule.PLACE, find_locations(resolution, ontology)),
        (Rule.CITIZEN, find_citizens(resolution)),
        (Rule.COMPOUND, find_compounds(resolution)),
    )
    drafts = [draft._replace(rule=rule) for rule, made in found for draft in made]  # in order: later rules see earlier
    return [_stated(draft, resolution, ontology) for draft in drafts]


def _stated(draft: Draft, resolution: Resolution, ontology: Ontology) -> Stated:
    relation = ontology.relations.get(draft.relation)
    if relation is None:
        return Stated(draft, Why.UNKNOWN_RELATION)
    draft = draft._replace(symmetric=relation.symmetric, event_type=relation.event_type)
    if draft.subject == draft.object:
        return Stated(draft, Why.SAME)
    if not _fits(draft, resolution, ontology):
        return Stated(draft, Why.OUT_OF_CLASS)
    return Stated(draft, Why.UNNAMED if resolution.is_nobody(draft.subject) else None)


def _fits(draft: Draft, resolution: Resolution, ontology: Ontology) -> bool:
    """Domain and range hold."""
    relation = ontology.relations[draft.relation]
    return all(
        wanted in ontology.classes.get(resolution.referents[key].type.value, ())
        for key, wanted in ((draft.subject, relation.domain), (draft.object, relation.range))
    )


def _relation_of(resolution: Resolution, holding: Holding, key: int) -> str:
    doc, owner = resolution.annotated.doc, resolution.referents[key]
    words = {t.lower_ for t in doc[holding.start : holding.office.end]}
    office, implied = holding.office.office, holding.office.office.implies
    country = owner.type is EntityType.COUNTRY
    if _is_party(resolution, holding, key):
        return "memberOf"
    if implied in ("worksFor", "memberOf") and country:
        return "citizenOf"  # "American journalist": a trade is no office of a country
    if implied == "leads" and words & DEPUTY:
        return "represents"
    if implied == "leads" and country and not office.head and holding.office.end - holding.office.start == 1:
        return implied if doc[holding.office.start].lower_ in LEADERS else "represents"
    return implied


def _offices(resolution: Resolution, ontology: Ontology, timeline: Timeline) -> Iterator[Draft]:
    for holding in resolution.holdings:
        holders = resolution.holders.get(holding.head, ())
        owners = resolution.office_owners.get(holding.head, ())
        planned = holding.status == "future" or is_to_come(resolution, holding)
        left = left_office(resolution, holding)
        if left is not None:
            holders = left[0]
        elif not holders or holding.persons == ():
            put, certain = installed(resolution, holding)
            holders, planned = put or holders, planned or (bool(put) and not certain)
            if not put and not holding.persons:
                continue
        if not holders or (holding.status == "former" and left is None):
            continue
        term = None if planned or left is not None else term_of(resolution, timeline, holding)
        sent = resolution.annotated.sent_of[holding.head]
        owners = tuple(_served(resolution, k) for k in owners)  # "President Kagame's chief of protocol" serves Rwanda
        owners = tuple(k for k in owners if resolution.referents[k].type in OWNER_TYPES)
        title = title_text(resolution, holding)
        if holding.plural:
            title = singular(resolution, holding, title)
        # "the presidents of Russia and Ukraine, Putin and Zelensky": in their order
        paired = len(holders) == len(owners) > 1
        for n, person in enumerate(holders):
            if len(owners) > 1 and not paired and len(holders) > 1:
                break  # ministers of three countries, two of them named: who is whose stays open
            mine = (owners[n],) if paired else owners[:1]
            for owner in mine if left is None else ():
                relation = _relation_of(resolution, holding, owner)
                yield structure_draft(person, relation, owner, sent, 0.9, planned=planned, time=term)
            of = tuple(k for k in mine if not _is_party(resolution, holding, k))  # an MP holds no office of his party
            if not _is_post(resolution, holding, owned=bool(of)):
                continue
            office = office_entity(resolution, ontology, holding, title, of)
            trust = 0.92 if of else 0.6
            if office is not None and left is not None:
                when = timeline.clause(left[1])
                yield structure_draft(person, "resignedFrom", office, sent, trust, time=when.value if when else None)
            elif office is not None:
                yield structure_draft(person, "holdsOffice", office, sent, trust, planned=planned, time=term)


def _is_post(resolution: Resolution, holding: Holding, *, owned: bool) -> bool:
    """Does the title say which office it is? "Senator" does, "spokesman", "the chief" and "an ambassador" do not."""
    office, doc = holding.office, resolution.annotated.doc
    if office.office.id in NO_POSTS or (not owned and office.office.id in LEGISLATORS - {SENATOR}):
        return False
    if office.end - office.start == 1 and doc[office.start].lemma in NO_OFFICE:
        return False
    return owned or office.end - holding.title[0] > 1 or office.office.id == SENATOR


def _is_party(resolution: Resolution, holding: Holding, owner: int) -> bool:
    """Is a legislator's title of a party ("Tory MP") rather than of a chamber or country?"""
    referent = resolution.referents[owner]
    if holding.office.office.id not in LEGISLATORS or referent.type not in BODIES:
        return False
    words = {w.lower() for form in referent.forms for w in form.split()} | set((referent.actor or "").split("-"))
    return not words & CHAMBERS


def _served(resolution: Resolution, owner: int) -> int:
    country = resolution.country_of(owner) if resolution.referents[owner].type is EntityType.PERSON else None
    return owner if country is None else country


def _by_holder(resolution: Resolution) -> dict[int, int]:
    """The first title that each person holds, by its place among the titles."""
    found: dict[int, int] = {}
    for n, holding in enumerate(resolution.holdings):
        for key in resolution.holders.get(holding.head, ()):
            found.setdefault(key, n)
    return found


def _counterparts(resolution: Resolution, ontology: Ontology) -> Iterator[Draft]:
    """ "Bennett ... his Ukrainian counterpart, Zelensky": the same office, of another country."""
    named_first = _by_holder(resolution)
    titles = {holding.head: holding for holding in resolution.holdings if not holding.plural}
    for token in resolution.annotated.doc:
        opposite = token.lemma == "number" and any(c.lower_ == "opposite" for c in token.children)
        if token.lemma != "counterpart" and not opposite:
            continue
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        link = resolution.link(owner) if owner is not None else None
        models = [named_first[key] for key in (link.keys if link is not None else ()) if key in named_first]
        model = resolution.holdings[min(models)] if models else None
        if token.dep_ == "conj" and token.head.i in titles:  # "the Russian president and his Ukrainian counterpart"
            model = titles[token.head.i]
        adjectives = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod")]
        adjectives = [t for a in adjectives for t in (a, *a.conjuncts)]
        countries = [k for a in adjectives if (found := resolution.link(a)) for k in found.keys]
        named = appositions(token)
        if token.dep_ in ("compound", "nmod") and resolution.link(token.head) is not None:
            named = [token.head]
        if token.dep_ == "appos":
            named = [token.head]
        persons = [k for n in named for t in (n, *n.conjuncts) if (found := resolution.link(t)) for k in found.keys]
        if model is None or len(countries) != len(persons):
            continue
        sent = resolution.annotated.sent_of[token.i]
        title = title_text(resolution, model)
        for country, person in zip(countries, persons, strict=True):
            if resolution.referents[person].type is not EntityType.PERSON:
                continue
            yield structure_draft(person, _relation_of(resolution, model, country), country, sent, 0.8)
            of = with_article(label_of_owner(resolution, ontology, country))
            office = office_named(resolution, f"{title} of {of}", (country,))
            yield structure_draft(person, "holdsOffice", office.key, sent, 0.8)
