"""Titles and who holds them: "the Israeli premier", "both presidents", "the leaders of Germany and France"."""

from __future__ import annotations

from kg.extract.discourse import NUMBERS, Discourse
from kg.extract.groups import resolve_group
from kg.extract.incumbents import Incumbents, Office, first_two
from kg.extract.offices import Holding
from kg.extract.referents import Link
from kg.extract.tokens import Token
from kg.extract.unnamed import introduce
from kg.model import EntityType

__all__ = ["note_holders", "resolve_title"]


_LONG_AGO = 99  # sentences back in which a holder may have been mentioned last


def note_holders(d: Discourse) -> None:
    """Note who holds the offices of the article, and whose those are."""
    links = d.res.links
    for holding in d.res.holdings:
        persons = tuple(k for p in holding.persons if p in links for k in links[p].keys)
        owners = tuple(k for o in holding.owners if o in links for k in links[o].keys)
        d.res.office_owners[holding.head] = owners
        if persons:
            d.res.holders[holding.head] = persons
    d.res.index_service()
    d.incumbents = Incumbents(
        Office(
            holding.office.office.id,
            holding.office.office.head,
            d.doc[holding.office.end - 1].lemma,
            frozenset(d.res.office_owners.get(holding.head, ())),
            d.res.holders[holding.head],
            holding.status == "former",
        )
        for holding in d.res.holdings
        if holding.head in d.res.holders
    )


def _held(d: Discourse, holding: Holding) -> list[int]:
    """Persons of the article that hold this office, the holding's own owners respected: the two most recent."""
    single = holding.office.end - holding.office.start == 1
    groups = d.incumbents.holding(
        holding.office.office.id,
        d.doc[holding.office.end - 1].lemma if single else None,
        d.res.office_owners.get(holding.head, ()),
        head=d.doc[holding.head].lemma == "leader",
        former=holding.status == "former",
    )
    return first_two(groups, (key for _, key, _ in d.before(holding.head, _LONG_AGO))) if groups else []


def resolve_title(d: Discourse, holding: Holding, token: Token) -> None:
    """A title refers to its holder; one without a name beside it, to whom the article has in that office."""
    mine = d.res.holders.get(holding.head)
    if mine:
        _beside(d, holding, token, mine)
        return
    modifier = token.dep_ in ("compound", "amod", "nmod") and token.head.pos_ in ("NOUN", "PROPN")
    if modifier and token.head.i not in d.by_head:
        return
    determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "nummod")}
    if holding.plural:
        if not _titles(d, holding, token, determiners):
            introduce(d, token, determiners)
        return
    if determiners & {"a", "an", "another", "any", "no", "some"}:
        introduce(d, token, determiners)
        return
    if holding.status == "future" and not holding.owners:
        return
    held = _held(d, holding)
    if holding.status == "former" and not holding.owners and len(held) != 1:
        return
    if len(held) > 1 and not holding.owners and _equals(d, held, token):
        return
    certain = bool(holding.owners) or holding.definite or token.text[:1].isupper()
    if held and certain and (len(held) == 1 or holding.definite or holding.owners):
        confidence = 0.85 if len(held) == 1 else 0.7
        d.bind(token, held[:1], confidence, "title", (holding.start, holding.end))
        return
    owners = d.res.office_owners.get(holding.head, ())
    leads = holding.office.office.implies == "leads" and len(owners) == 1
    serving = _serving(d, owners[0], holding.head) if leads and not held else []
    if len(serving) == 1:
        d.bind(token, serving, 0.75, "title", (holding.start, holding.end))
        return
    if not held and leads and d.referents[owners[0]].type is EntityType.ORGANIZATION:
        d.bind(token, owners, 0.65, "title")  # "the UN chief urged"


def _equals(d: Discourse, held: list[int], token: Token) -> bool:
    """Were the two latest holders of an office last mentioned together: "Putin received Xi. The president"?"""
    one, other = (d.latest(key, token.i) for key in held[:2])
    return one is not None and other is not None and d.a.sent_of[one] == d.a.sent_of[other]


def _serving(d: Discourse, country: int, before: int) -> list[int]:
    """Who the gazetteer knows to act for a country, of those named before without another office."""
    actor = d.referents[country].actor
    return [
        key
        for key in d.recent(frozenset({EntityType.PERSON}), before)
        if key not in d.incumbents.by_holder
        and actor is not None
        and (known := d.ontology.actors.get(d.referents[key].actor or "")) is not None
        and known.represents == actor
    ]


def _beside(d: Discourse, holding: Holding, token: Token, persons: tuple[int, ...]) -> None:
    """A title with its holder's name beside it."""
    named = d.res.names.get(holding.persons[0]) if len(holding.persons) == 1 else None
    end = named.end if named is not None and named.start == holding.end else holding.end
    text = d.a.text(holding.start, end)  # "Egyptian President Sisi", with the name where it follows at once
    for key in persons:
        if not holding.plural and len(text.split()) <= 8:
            d.referents[key].forms[text] += 0
    if token.i not in holding.persons:
        d.res.links[token.i] = Link(persons, 0.95, "title")
        if token.dep_ not in ("compound", "amod", "nmod"):
            d.see(token, persons)


def _titles(d: Discourse, holding: Holding, token: Token, determiners: set[str]) -> bool:
    """ "both presidents", "the leaders of Germany and France": the holders, or the countries they stand for."""
    number = next((d for d in determiners if d in NUMBERS), None)
    if number and not holding.owners:
        office, leaders = holding.office.office, d.doc[holding.head].lemma == "leader"
        alike = d.incumbents.alike(office.id, head=office.head or leaders)
        return resolve_group(d, token, number, "person", alike)
    owners = d.res.office_owners.get(holding.head, ())
    if len(owners) < 2 or not holding.office.office.head:
        return False
    keys = []
    for owner in owners:
        held = [
            person
            for h in d.res.holdings
            if h.office.office.head and owner in d.res.office_owners.get(h.head, ()) and h.status == "current"
            for person in d.res.holders.get(h.head, ())
        ]
        keys.append(held[0] if held else owner)
    d.bind(token, keys, 0.8, "holders")
    return True
