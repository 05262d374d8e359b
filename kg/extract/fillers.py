"""Which entities an argument stands for, and whether they are of the classes that a slot wants.

An argument that is no entity is unwrapped to its owner or agent ("Iranian targets", "Russia's invasion"), with less
confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from kg.extract.coordination import coordinated
from kg.extract.event_nouns import is_undergone
from kg.extract.lexicon import Lexicon, Slot
from kg.extract.referents import Resolution
from kg.extract.shares import Share, is_apart, is_divided, is_quantity
from kg.extract.tokens import Token
from kg.model import EntityType
from kg.ontology import Ontology, Relation

__all__ = ["SITES", "Filler", "Fillers", "Refused", "wanted_by"]

LONGEST_NAME = 8  # words of an alias
PARTS = frozenset(
    "group number dozen hundred thousand score ten million series part half majority member some most one handful pair"
    " couple crowd team delegation band".split()
)
SITES = frozenset(
    "city town village camp district area suburb neighbourhood neighborhood part region province corridor valley strip"
    " peninsula basin coast shore desert border strait enclave frontier outskirt".split()
)
# What the members of a group do, or undergo, for it; what they say is their own.
FORCE = frozenset("ASSAULT COERCE MOBILIZE RETREAT SANCTION".split())
# What somebody does in person: an ambassador's return is not his country's.
BODILY = frozenset("visited attended bornIn livesIn marriedTo relativeOf resignedFrom".split())


@dataclass(frozen=True, slots=True)
class Filler:
    """A referent in a slot, and how sure that is."""

    key: int
    confidence: float
    place: bool = False  # only where something is, which a relation that takes no place cannot mean


class Refused(NamedTuple):
    """A token that a slot did not take: it stands for no entity, or for one of a class that is not wanted."""

    token: Token
    key: int | None


class Fillers:
    """Fills slots with the referents of one article."""

    def __init__(self, resolution: Resolution, lexicon: Lexicon, ontology: Ontology) -> None:
        self.res = resolution
        self.lexicon = lexicon
        self.ontology = ontology
        self.refused: list[Refused] = []  # by the slots of the frame at hand

    def of(
        self,
        token: Token,
        classes: AbstractSet[str],
        *,
        agent: bool = False,
        unwrap: bool = True,
        force: bool = False,
    ) -> list[Filler]:
        """Entities of the right classes that an argument stands for; `force`: in a deed of force."""
        link = self.res.link(token)
        if link is not None:
            found = [Filler(k, link.confidence) for k in link.keys]
        else:
            found = self._unwrapped(token, agent, force) if unwrap else []
        found = [filler for filler in found if not self._is_apart(token, filler.key, force=force)]
        out = []
        for filler in found:
            fitted = self.fit(filler, classes)
            if fitted is not None:
                out.append(fitted)
            else:
                self.refused.append(Refused(token, filler.key))
        if not found:
            self.refused.append(Refused(token, None))
        return out

    def _is_apart(self, noun: Token, key: int, *, share: Share | None = None, force: bool) -> bool:
        return is_apart(self.res, noun, key, share=share, force=force)

    def _is_some_of(self, counted: Token, key: int, agent: bool, force: bool) -> bool:
        """ "half of NATO's members", "most of the Arab League": too little for the whole."""
        divided = is_divided(self.res.referents[key], self.lexicon, agent=agent, force=force)
        named = self.res.link(counted) is not None
        return (named and divided) or self._is_apart(counted, key, share=Share.SOME, force=force)

    def _unwrapped(self, token: Token, agent: bool, force: bool) -> list[Filler]:
        """ "Iranian targets" is Iran, "Russia's invasion" is Russia; "a Saudi dissident" is not Saudi Arabia."""
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
            return []
        lemma = token.lemma_.lower()
        counted = is_quantity(token)
        if counted or lemma in PARTS:  # "hundreds of prisoners", "members of the delegation"
            of = [o for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children]
            whole = [t for o in of if o.dep_ == "pobj" for t in coordinated(o)]
            parts = [(t, f) for t in whole for f in self.of(t, frozenset(), agent=agent, force=force)]
            kept = [f for t, f in parts if not (counted and self._is_some_of(t, f.key, agent, force))]
            if whole and (lemma in PARTS or len(kept) < len(parts)):
                return kept
        words = self.lexicon.words
        trusted = lemma in words("organ") or lemma in words("belonging") or lemma in self.lexicon.nominals
        if not trusted and (lemma in words("person") or lemma in words("people")):
            return []
        if (not trusted and agent) or is_undergone(token, self.lexicon):
            return []
        found = []
        for owner in self.res.owners(token):
            link = self.res.link(owner)
            if link is None or (not trusted and owner.dep_ in ("amod", "compound", "nmod")):
                continue  # "a Japanese ship" is not Japan
            for key in link.keys:
                if owner.dep_ == "amod" and self.res.referents[key].type is EntityType.REGION:
                    continue  # "the southern African state" is not Africa
                state = self.state(key) if lemma in words("organ") else None  # "whose government"
                if state is not None and state != key:
                    self._call(state, token, owner)
                found.append(Filler(key if state is None else state, link.confidence * (0.92 if trusted else 0.7)))
        if not found and not agent and (lemma in words("facility") or lemma in words("belonging") or lemma in SITES):
            return self._at_site(token)
        return found

    def _call(self, state: int, organ: Token, owner: Token) -> None:
        """ "an Istanbul court" is what the text calls Turkey here."""
        annotated = self.res.annotated
        first, last = min(organ.i, owner.left_edge.i), max(organ.i, owner.i)
        text = annotated.text(first, last + 1)
        if annotated.sent_of[first] == annotated.sent_of[last] and len(text.split()) <= LONGEST_NAME:
            self.res.referents[state].forms[text] += 0

    def _at_site(self, token: Token) -> list[Filler]:
        """ "the Lachin corridor", "a camp in Pakistan", "cities near Aleppo": the place that the noun is in."""
        places = [c for c in token.children if c.dep_ == "compound"]
        told = [c for c in token.children if c.lower_ in ("in", "at", "near", "of")]
        if token.dep_ in ("dobj", "nsubjpass"):  # "hit targets in Syria": the parser hangs it on the verb
            told += [c for c in token.head.children if c.lower_ in ("in", "at", "near") and c.i > token.head.i]
        for child in told:
            if child.dep_ == "prep":
                places.extend(o for c in child.children if c.dep_ == "pobj" for o in (c, *c.conjuncts))
        links = [link for place in places if (link := self.res.link(place)) is not None]
        return [Filler(k, link.confidence * 0.8, place=True) for link in links for k in link.keys]

    def state(self, key: int) -> int | None:
        """The country that an organ's owner stands for: a person's, a ministry's, "a court in Lyon"."""
        country = self.res.country_of(key)
        actor = self.ontology.actors.get(self.res.referents[key].actor or "")
        if country is None and actor is not None and actor.type is EntityType.PERSON:  # "Putin's troops"
            served = self.ontology.actors.get(actor.represents or "")
            return self.res.known(served.id, served.type) if served is not None else None
        if country is not None or actor is None or self.res.referents[key].type is not EntityType.CITY:
            return country
        state = self.ontology.actors.get(actor.located_in or "")
        return self.res.known(state.id, state.type) if state is not None and state.type is EntityType.COUNTRY else None

    def fit(self, filler: Filler, wanted: AbstractSet[str]) -> Filler | None:
        """The filler if it is of a wanted class, or the state that is meant by the name of its capital."""
        referent = self.res.referents[filler.key]
        if filler.place and not any("Place" in name for name in wanted):
            return None
        if not wanted or self._is_one_of(referent.type, wanted):
            return filler
        known = self.ontology.actors.get(referent.actor) if referent.actor else None
        if known is not None and known.metonym_of:
            state = self.ontology.actors.get(known.metonym_of)
            if state is not None and self._is_one_of(state.type, wanted):
                key = self.res.known(state.id, state.type)
                self.res.referents[key].forms.update(referent.forms)
                return Filler(key, filler.confidence * 0.95)
        return None

    def _is_one_of(self, kind: EntityType, wanted: AbstractSet[str]) -> bool:
        return kind in wanted or not wanted.isdisjoint(self.ontology.classes.get(kind, ()))

    def slot(self, slot: Slot, tokens: Sequence[Token], relation: Relation | None) -> list[Filler]:
        """What of some tokens fills a slot, each referent once."""
        if not tokens:
            return []
        classes = wanted_by(slot, relation)
        found: dict[int, Filler] = {}
        unwrap = relation is None or relation.event_type != "STRUCTURE"  # "leads its delegation" is not leading it
        agent = slot.role in ("SUBJ", "BOTH")
        force = relation is not None and relation.event_type in FORCE
        bodily = agent and relation is not None and relation.name in BODILY
        for token in tokens:
            if slot.owner_of:
                owns = token.lower_ in slot.owner_of or token.lemma_.lower() in slot.owner_of
                fillers = [f for o in self.res.owners(token) for f in self.of(o, classes)] if owns else []
            else:
                single = bodily and token.tag_ in ("NN", "NNP") and token.lemma_.lower() in self.lexicon.words("person")
                fillers = self.of(token, classes, agent=agent, unwrap=unwrap and not single, force=force)
            for filler in fillers:
                found.setdefault(filler.key, filler)
        return list(found.values())


def wanted_by(slot: Slot, relation: Relation | None) -> frozenset[str]:
    """The classes of a slot: its own, else the relation's domain, or what its objects are looked for among."""
    if slot.types or relation is None or slot.role == "ANY":
        return slot.types
    return frozenset((relation.domain if slot.role in ("SUBJ", "BOTH") else relation.slot or relation.range,))
