"""Whose an organization is, and of whom somebody is, by the words that it is called by."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.drafts import Draft, structure_draft
from kg.extract.gazetteer import Gazetteer
from kg.extract.name_spans import ORGAN_HEADS, Name, each_name
from kg.extract.places import PLACES
from kg.extract.referents import Resolution
from kg.extract.tokens import Doc
from kg.extract.unnamed import FIGHTERS
from kg.model import EntityType

__all__ = ["BODIES", "find_bodies", "find_citizens", "find_compounds"]


BODIES = frozenset({EntityType.ORGANIZATION, EntityType.GROUP})
# What tells an organ of a state: "the Indian Congress party" is none, though of India.
_OF_STATES = ORGAN_HEADS - set(
    "party university institute front movement union league federation association group fund center centre"
    " foundation".split()
)
_MODIFIERS = frozenset({"compound", "nmod", "amod"})
_SAME = ORGAN_HEADS | FIGHTERS  # "Lebanon's Hezbollah movement" is Hezbollah


def find_bodies(resolution: Resolution, gazetteer: Gazetteer) -> Iterator[Draft]:
    """ "the Iraqi Foreign Ministry" represents Iraq; "Yemen's Houthi rebels" are based in Yemen."""
    doc = resolution.annotated.doc
    done: set[tuple[int, int]] = set()
    for name in each_name(resolution.names):
        if name.type not in BODIES or name.kind != "name":
            continue
        link = resolution.links.get(name.head)
        if link is None:
            continue
        key = link.keys[0]
        words = [token.lower_ for token in doc[name.start : name.end]]
        organ = words[-1] in ORGAN_HEADS and not _OF_STATES.isdisjoint(words)
        state = _state_of(resolution, gazetteer, name)
        if state is None or (key, state) in done or state == key:
            continue
        done.add((key, state))
        kind = resolution.referents[state].type
        sent = resolution.annotated.sent_of[name.head]
        if organ and kind is EntityType.COUNTRY:
            resolution.referents[key].owners = (state,)
            yield structure_draft(key, "represents", state, sent, 0.85)
        elif kind in PLACES:
            yield structure_draft(key, "basedIn", state, sent, 0.75)


def _state_of(resolution: Resolution, gazetteer: Gazetteer, name: Name) -> int | None:
    """The country that stands in or right before an organization's name."""
    doc = resolution.annotated.doc
    if name.actor is None:
        for token in doc[name.start : name.end - 1]:
            if token.text in gazetteer.countries and name.end - name.start > 1:
                actor_id = gazetteer.countries[token.text]
                return resolution.known(actor_id, EntityType.COUNTRY)
    before = name.start - 1
    if before >= 0 and doc[before].tag_ == "POS":
        if name.actor in resolution.lexicon.unions or not _is_owned(doc, name):
            return None  # the European Union is in no single country
        before -= 1
        if before in resolution.names:
            link = resolution.links.get(resolution.names[before].head)
            if link and resolution.referents[link.keys[0]].type in PLACES:
                return link.keys[0]
        return None
    if before in resolution.names and resolution.names[before].kind == "adjective" and name.actor is None:
        link = resolution.links.get(resolution.names[before].head)
        if link:
            return link.keys[0]
    return None


def _is_owned(doc: Doc, name: Name) -> bool:
    """Whether the owner before an organization's name owns the organization: not in "Sweden's NATO membership"."""
    head = doc[doc[name.head].head.i]
    outside = not name.start <= head.i < name.end
    return not (outside and doc[name.head].dep_ in _MODIFIERS) or head.lemma in _SAME


# "Saudi-led coalition", "Geneva-based group", "pro-Turkey protesters": participle or prefix -> relation, and whether
# the place or country is its subject.
COMPOUNDS = {
    "led": ("memberOf", True),
    "based": ("basedIn", False),
    "backed": ("proxyOf", False),
    "supported": ("supports", True),
    "funded": ("aided", True),
    "armed": ("armed", True),
    "born": ("bornIn", False),
    "owned": ("owns", True),
}
PREFIXES = {"pro": ("supports", False), "anti": ("opposes", False)}


def find_compounds(resolution: Resolution) -> Iterator[Draft]:
    """Relations in hyphenated adjectives of a named or described actor."""
    doc = resolution.annotated.doc
    for token in doc:
        if token.text != "-" or token.i == 0 or token.i + 1 >= len(doc):
            continue
        before, after = doc[token.i - 1], doc[token.i + 1]
        if after.lower_ in COMPOUNDS:
            relation, forward = COMPOUNDS[after.lower_]
            owner, noun = resolution.link(before), after.head if after.dep_ in ("amod", "compound") else before.head
        elif before.lower_ in PREFIXES:
            relation, forward = PREFIXES[before.lower_]
            owner = resolution.link(after)
            noun = after.head
        else:
            continue
        for _ in range(3):
            if resolution.link(noun) is None and noun.dep_ in ("compound", "amod") and noun.head.i > noun.i:
                noun = noun.head
        bearer = resolution.link(noun)
        if owner is None or bearer is None or noun.i < token.i:
            continue
        sent = resolution.annotated.sent_of[token.i]
        for key in owner.keys:
            if relation == "proxyOf" and resolution.referents[bearer.keys[0]].type not in BODIES:
                relation, forward = "supports", True
            pair = (key, bearer.keys[0]) if forward else (bearer.keys[0], key)
            yield structure_draft(pair[0], relation, pair[1], sent, 0.8 * bearer.confidence)


def find_citizens(resolution: Resolution) -> Iterator[Draft]:
    """ "American journalist Jane Roe": a nationality word, a noun that is no office, a name."""
    doc = resolution.annotated.doc
    held = {k for keys in resolution.holders.values() for k in keys}
    for name in each_name(resolution.names):
        if name.type is not EntityType.PERSON:
            continue
        link = resolution.links.get(name.head)
        if link is None or link.keys[0] in held:
            continue
        i = name.start - 1
        steps = 0
        while i > 0 and doc[i].pos_ in ("NOUN", "ADJ") and i not in resolution.names and steps < 4:
            i, steps = i - 1, steps + 1
        if steps and i in resolution.names and resolution.names[i].kind == "adjective":
            other = resolution.links.get(resolution.names[i].head)
            if other and resolution.referents[other.keys[0]].type is EntityType.COUNTRY:
                yield structure_draft(
                    link.keys[0], "citizenOf", other.keys[0], resolution.annotated.sent_of[name.head], 0.8
                )
