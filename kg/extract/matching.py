"""Frames against predicates: which entities fill which slot.

A frame fits a predicate when all its slots resolve to entities of the right classes. An argument that is no entity is
unwrapped to its owner or agent ("Iranian targets", "Russia's invasion"), with less confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Token

from kg.extract.arguments import Predicate, lemmas_of
from kg.extract.coordination import coordinated
from kg.extract.event_nouns import is_undergone
from kg.extract.hanging import LEADING, forms_of, hanging_on, has_clause, in_clause, is_question, measured, names_it
from kg.extract.lexicon import DIRECT_OBJECT, Element, FramePattern, Lexicon, Slot, Words
from kg.extract.reasons import Why
from kg.extract.referents import Resolution
from kg.model import EntityType
from kg.ontology import Ontology, Relation

__all__ = ["SITES", "Binding", "Filler", "Matcher", "Misfit", "Refused", "frames_of", "wanted_by"]

# Where the object of a nominalised verb stands, in the order of trust: "attack on", "invasion of", "support for".
NOMINAL_OBJECT = ("of", "against", "on", "to", "at", "for", "into", "toward", "towards", "over", "upon", "+")
LONGEST_NAME = 8  # words of an alias
PARTS = frozenset(
    "group number dozen hundred thousand score ten million series part half majority member some most one handful pair"
    " couple crowd team delegation band".split()
)
SITES = frozenset(
    "city town village camp district area suburb neighbourhood neighborhood part region province corridor valley strip"
    " peninsula basin coast shore desert border strait enclave frontier outskirt".split()
)
FAR = 60  # tokens in which a recipient is looked for
SPENT = frozenset("in across throughout for to".split())
# What somebody does in person: an ambassador's return is not his country's.
# Particles that leave a verb what it is; the others make another verb of it.
KEEPING = frozenset("on in into over together along".split())
BODILY = frozenset("visited attended bornIn livesIn marriedTo relativeOf resignedFrom".split())


@dataclass(frozen=True, slots=True)
class Filler:
    """A referent in a slot, and how sure that is."""

    key: int
    confidence: float
    place: bool = False  # only where something is, which a relation that takes no place cannot mean


@dataclass(frozen=True, slots=True)
class Binding:
    """A matched frame: what fills each role, and the nouns that its literal words took."""

    roles: dict[str, list[Filler]]
    literals: tuple[Token, ...] = ()

    def get(self, role: str) -> list[Filler]:
        """The fillers of a role; none for an unbound one."""
        return self.roles.get(role, [])


class Refused(NamedTuple):
    """A token that a slot did not take: it stands for no entity, or for one of a class that is not wanted."""

    token: Token
    key: int | None


class Misfit(NamedTuple):
    """Why a frame does not fit, as far as the reason has them: words, slot, its prepositions, what it refused.

    `reach` counts the elements of the frame that did fit.
    """

    why: Why
    words: frozenset[str] = frozenset()
    slot: Slot | None = None
    prepositions: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    reach: int = 0


class _Around(NamedTuple):
    """A particle that makes another verb of the head ("called off"), whether it asks, whether it names its object."""

    particle: str | None
    question: bool
    naming: bool
    forms: Mapping[str, frozenset[str]]  # the words that stand at each position, for a quick no


class Matcher:
    """Matches frames against the predicates of one article."""

    def __init__(self, resolution: Resolution, lexicon: Lexicon, ontology: Ontology) -> None:
        self.res = resolution
        self.lexicon = lexicon
        self.ontology = ontology
        self.consumed: dict[int, int] = {}  # a noun that a frame has used up -> the head of that frame's predicate
        self.objects: dict[int, list[Filler]] = {}  # a verb's OBJ, for a conjunct that leaves its own out
        self._last: Predicate | None = None
        self._seen = _Around(None, False, False, {})
        self._refused: list[Refused] = []  # by the slots of the frame at hand

    # -- slots

    def fillers(
        self, token: Token, classes: Iterable[str], *, agent: bool = False, unwrap: bool = True
    ) -> list[Filler]:
        """Entities of the right classes that an argument stands for."""
        link = self.res.link(token)
        if link is not None:
            found = [Filler(k, link.confidence) for k in link.keys]
        else:
            found = self._unwrapped(token, agent) if unwrap else []
        out = []
        for filler in found:
            fitted = self._fit(filler, classes)
            if fitted is not None:
                out.append(fitted)
            else:
                self._refused.append(Refused(token, filler.key))
        if not found:
            self._refused.append(Refused(token, None))
        return out

    def _unwrapped(self, token: Token, agent: bool) -> list[Filler]:
        """ "Iranian targets" is Iran, "Russia's invasion" is Russia; "a Saudi dissident" is not Saudi Arabia."""
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
            return []
        lemma = token.lemma_.lower()
        if lemma in PARTS:  # "hundreds of prisoners", "members of the delegation"
            of = [o for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children]
            whole = [t for o in of if o.dep_ == "pobj" for t in coordinated(o)]
            if whole:
                return [f for t in whole for f in self.fillers(t, (), agent=agent)]
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
                state = self._state(key) if lemma in words("organ") else None  # "whose government"
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

    def _state(self, key: int) -> int | None:
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

    def _fit(self, filler: Filler, classes: Iterable[str]) -> Filler | None:
        kind = self.res.referents[filler.key].type
        mine = self.ontology.classes.get(kind.value, (kind.value,))
        wanted = set(classes)
        if filler.place and not any("Place" in name for name in wanted):
            return None
        if not wanted or wanted & {kind.value, *mine}:
            return filler
        actor = self.res.referents[filler.key].actor
        known = self.ontology.actors.get(actor) if actor else None
        if known is not None and known.metonym_of:
            state = self.ontology.actors.get(known.metonym_of)
            if state is not None and wanted & set(self.ontology.classes.get(state.type.value, (state.type.value,))):
                key = self.res.known(state.id, state.type)
                self.res.referents[key].forms.update(self.res.referents[filler.key].forms)
                return Filler(key, filler.confidence * 0.95)
        return None

    def _slot(self, slot: Slot, tokens: Iterable[Token], relation: Relation | None) -> list[Filler]:
        classes = wanted_by(slot, relation)
        found: list[Filler] = []
        unwrap = relation is None or relation.event_type != "STRUCTURE"  # "leads its delegation" is not leading it
        for token in tokens:
            if slot.owner_of:
                if token.lemma_.lower() not in slot.owner_of and token.lower_ not in slot.owner_of:
                    continue
                for owner in self.res.owners(token):
                    found.extend(self.fillers(owner, classes))
            else:
                agent = slot.role in ("SUBJ", "BOTH")
                single = relation is not None and relation.name in BODILY and token.tag_ in ("NN", "NNP")
                whole = unwrap and not (agent and single and token.lemma_.lower() in self.lexicon.words("person"))
                found.extend(self.fillers(token, classes, agent=agent, unwrap=whole))
        seen: dict[int, Filler] = {}
        for filler in found:
            seen.setdefault(filler.key, filler)
        return list(seen.values())

    # -- frames

    def matches(self, predicate: Predicate) -> Iterator[tuple[FramePattern, Binding | Misfit]]:
        """Frames and how they fit, the most specific first; those that must borrow an argument come last."""
        for borrow in (False, True):
            if borrow and (predicate.kind != "verb" or predicate.head.dep_ != "conj"):
                return
            for frame in frames_of(predicate, self.lexicon):
                yield frame, self.match(frame, predicate, borrow=borrow)

    def match(self, frame: FramePattern, predicate: Predicate, *, borrow: bool = False) -> Binding | Misfit:
        """Bind the slots of a frame, or tell why it does not fit."""
        barred = self._barred(frame, predicate)
        if barred is not None:
            return barred
        first = frame.elements[0] if frame.elements else None
        if first is not None and isinstance(first.filler, Words) and not self._has_word(first, first.filler, predicate):
            return Misfit(Why.WORDS, first.filler.lemmas, prepositions=first.prepositions, reach=0)
        relation = self.ontology.relations.get(frame.relation)
        table = dict(predicate.arguments)
        bound: dict[str, list[Filler]] = {}
        used: list[Token] = []
        for reach, element in enumerate(frame.elements):
            filler, at = element.filler, element.prepositions
            if isinstance(filler, Words):
                literal = self._literals(element, filler, table)
                if not literal:
                    return Misfit(Why.WORDS, filler.lemmas, prepositions=at, reach=reach)
                used.extend(literal)
            elif filler.role in ("ANY", "TOPIC"):
                if not any(table.get(word) for word in at):
                    return Misfit(Why.EMPTY, slot=filler, prepositions=at, reach=reach)
            else:
                self._refused.clear()
                found = self._fill(filler, element, table, predicate, relation)
                if not found and used and relation is not None and relation.event_type == "AID":
                    found = self._recipients(predicate, filler)
                if not found and used and borrow:
                    found = self._borrowed(predicate, element, filler, relation)
                if not found:
                    return Misfit(Why.UNFILLED, slot=filler, prepositions=at, refused=tuple(self._refused), reach=reach)
                bound.setdefault(filler.role, []).extend(found)
        self._refused.clear()
        if not self._bind_subject(frame, predicate, relation, bound):
            reach = len(frame.elements)
            return Misfit(Why.UNFILLED, slot=frame.subject, refused=tuple(self._refused), reach=reach)
        if self._others_deed(used, bound):
            return Misfit(Why.UNFILLED, slot=frame.subject, reach=len(frame.elements))
        if predicate.kind == "verb" and "OBJ" in bound:
            self.objects.setdefault(predicate.head.i, bound["OBJ"])
        return Binding(bound, tuple(used))

    def _others_deed(self, literals: Iterable[Token], bound: dict[str, list[Filler]]) -> bool:
        """ "the blessing for continuing *its* raids": the deed that the frame's noun tells is another's."""
        doers = {filler.key for role in ("SUBJ", "BOTH") for filler in bound.get(role, ())}
        deeds = (noun for noun in literals if not is_undergone(noun, self.lexicon))  # "demanded her release"
        owners = (c for noun in deeds for c in noun.children if c.dep_ == "poss" and c.tag_ == "PRP$")
        return any((link := self.res.link(owner)) is not None and doers.isdisjoint(link.keys) for owner in owners)

    def _recipients(self, predicate: Predicate, slot: Slot) -> list[Filler]:
        """ "gave 20 million to fight malaria in Ghana": who is helped is whose country it is spent in."""
        if slot.role != "OBJ":
            return []
        found: dict[int, Filler] = {}
        for token in predicate.head.doc[predicate.head.i + 1 : predicate.head.i + FAR]:
            near = token.dep_ == "pobj" and token.head.lower_ in SPENT
            if not near or not in_clause(token, predicate.head):
                continue
            for one in coordinated(token):
                link = self.res.link(one)
                if link is not None:
                    states = [state for key in link.keys if (state := self._state(key)) is not None]
                    found.update({state: Filler(state, link.confidence * 0.6) for state in states})
        return list(found.values())

    def _barred(self, frame: FramePattern, predicate: Predicate) -> Misfit | None:
        """Particle, clause and forbidden words, before any slot is looked at."""
        head = predicate.head
        if frame.particle and not frame.particle & predicate.particles:
            return Misfit(Why.PARTICLE, frame.particle)
        around = self._around(predicate)
        if around.particle and not frame.particle:  # "called off a rally" is not calling one
            return Misfit(Why.OTHER_VERB, frozenset((around.particle,)))
        forbidden = self._forbidden(frame, predicate) if frame.forbidden else None
        if forbidden is not None:
            return Misfit(Why.FORBIDDEN, frozenset((forbidden,)))
        if around.question:
            return Misfit(Why.QUESTION)  # "asked whether" asks for an answer, not for a deed
        if frame.clause and not has_clause(head, frame.clause):
            return Misfit(Why.CLAUSE, frozenset((frame.clause,)))
        if around.naming and not any(isinstance(e.filler, Words) for e in frame.elements):
            return Misfit(Why.NAMING)
        return None

    def _around(self, predicate: Predicate) -> _Around:
        """What bars frames whatever they are; looked up once for all frames of a predicate."""
        if self._last is not predicate:
            head = predicate.head
            particles = (c.lower_ for c in head.children if c.dep_ == "prt" and c.lower_ not in KEEPING)
            question = head.lemma_ == "ask" and is_question(head)
            forms = {word: forms_of(tokens) for word, tokens in predicate.arguments.items()}
            self._last = predicate
            self._seen = _Around(next(particles, None), question, names_it(predicate), forms)
        return self._seen

    def _has_word(self, element: Element, words: Words, predicate: Predicate) -> bool:
        """Does a literal word of the frame stand where it should at all?"""
        forms = self._around(predicate).forms
        at = (*element.prepositions, "=") if DIRECT_OBJECT in element.prepositions else element.prepositions
        return any(not words.lemmas.isdisjoint(forms[word]) for word in at if word in forms)

    def _literals(self, element: Element, words: Words, table: dict[str, tuple[Token, ...]]) -> list[Token]:
        """The nouns that a literal word of the frame takes; what hangs on them joins the table of arguments."""
        positions = [t for word in element.prepositions for t in table.get(word, ())]
        if DIRECT_OBJECT in element.prepositions:
            positions.extend(table.get("=", ()))
        positions.extend(t for measure in positions for t in measured(measure))
        found = [t for t in positions if any(form in words.lemmas for form in lemmas_of(t))]
        for token in found:
            for word, objs in hanging_on(token).items():
                table[word] = (*table.get(word, ()), *objs)
        return found

    def _bind_subject(
        self, frame: FramePattern, predicate: Predicate, relation: Relation | None, bound: dict[str, list[Filler]]
    ) -> bool:
        if frame.subject.role == "ANY":
            return True
        subject = self._subject(frame, predicate, relation, bound)
        if subject:
            bound.setdefault(frame.subject.role, []).extend(subject)
            return True
        return frame.subject.role != "BOTH" and "BOTH" in bound

    def _subject(
        self,
        frame: FramePattern,
        predicate: Predicate,
        relation: Relation | None,
        bound: dict[str, list[Filler]],
    ) -> list[Filler]:
        tokens: tuple[Token, ...] = predicate.subject
        if predicate.kind == "noun":
            if frame.subject.role == "BOTH":
                for word in ("between", "among", "of"):
                    found = self._slot(frame.subject, predicate.at(word), relation)
                    if len(found) > 1:
                        return found
            if frame.subject.role == "SUBJ" and not tokens:
                # "the visit of Macron to Kyiv": nothing but "of" can be the agent
                of = self._slot(frame.subject, predicate.at("of"), relation)
                return [f for f in of if all(f.key != o.key for o in bound.get("OBJ", []))]
        return self._slot(frame.subject, tokens, relation)

    def _fill(
        self,
        slot: Slot,
        element: Element,
        table: dict[str, tuple[Token, ...]],
        predicate: Predicate,
        relation: Relation | None,
    ) -> list[Filler]:
        direct = DIRECT_OBJECT in element.prepositions
        if predicate.kind == "noun" and direct:
            order: tuple[str, ...] = NOMINAL_OBJECT
            if len(element.prepositions) > 1:  # "meet (with)": the noun keeps the preposition
                order = ("of", *(w for w in element.prepositions if w != DIRECT_OBJECT), "+")
            others = any(table.get(w) for w in LEADING)
            if not predicate.subject and others and table.get("of"):
                order = tuple(w for w in order if w != "of")
            for word in order:
                found = self._slot(slot, table.get(word, ()), relation)
                if found:
                    return found
        for word in element.prepositions:
            tokens = table.get(word, ())
            if word in predicate.particles:  # "took in refugees": the preposition is a particle of the verb
                tokens = (*tokens, *table.get(DIRECT_OBJECT, ()))
            found = self._slot(slot, tokens, relation)
            if not found and word and predicate.kind == "verb":  # "coordinates its strikes with Russia"
                nouns = [t for t in table.get(DIRECT_OBJECT, ()) if self.res.link(t) is None]
                found = self._slot(slot, (o for t in nouns for o in hanging_on(t).get(word, ())), relation)
            if found:
                return found
        if predicate.kind == "be" and "of" in element.prepositions:
            return self._slot(slot, table.get("of", ()), relation)
        if predicate.kind == "noun" and slot.role == "BOTH" and "between" in element.prepositions:
            owners = self._slot(slot, predicate.subject, relation)
            return owners if len(owners) > 1 else []
        return []

    def _borrowed(self, predicate: Predicate, element: Element, slot: Slot, relation: Relation | None) -> list[Filler]:
        """ "expressed solidarity with Kyiv and sent humanitarian aid": the recipient is in the conjunct before."""
        head = predicate.head
        if slot.role != "OBJ" or DIRECT_OBJECT in element.prepositions:
            return []
        if predicate.kind != "verb" or head.dep_ != "conj":
            return []
        wanted = wanted_by(slot, relation)
        fitted = (self._fit(f, wanted) for f in self.objects.get(head.head.i, []))
        return [Filler(f.key, f.confidence * 0.75) for f in fitted if f is not None]

    def _forbidden(self, frame: FramePattern, predicate: Predicate) -> str | None:
        """The first word there that the frame forbids."""
        for word, tokens in predicate.arguments.items():  # "on Monday" is no "on"
            if word in frame.forbidden and any(t.ent_type_ not in ("DATE", "TIME") for t in tokens):
                return word
        for token in (t for word in (DIRECT_OBJECT, "=", "to", "with") for t in predicate.at(word)):
            for form in lemmas_of(token):
                if form in frame.forbidden:
                    return form
        children = {c.lower_ for c in predicate.head.children if c.dep_ not in ("nsubj", "nsubjpass", "prep")}
        return min((children | predicate.particles) & frame.forbidden, default=None)


def frames_of(predicate: Predicate, lexicon: Lexicon) -> Iterator[FramePattern]:
    """Frames that could fit a predicate, the most specific first."""
    if predicate.kind == "noun":
        for key in predicate.keys:
            yield from lexicon.nouns.get(key, ())
        for verb in predicate.verbs:
            yield from lexicon.verbs.get(verb, ())
        return
    table = lexicon.bes if predicate.kind == "be" else lexicon.verbs
    for key in predicate.keys:
        yield from table.get(key, ())


def wanted_by(slot: Slot, relation: Relation | None) -> frozenset[str]:
    """The classes of a slot: its own, else the relation's domain or range."""
    if slot.types or relation is None or slot.role == "ANY":
        return slot.types
    return frozenset((relation.domain if slot.role in ("SUBJ", "BOTH") else relation.range,))
