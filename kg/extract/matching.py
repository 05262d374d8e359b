"""Frames against predicates: which entities fill which slot.

A frame fits a predicate when all its slots resolve to entities of the right classes (see `fillers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.extract.arguments import Predicate, lemmas_of
from kg.extract.coordination import coordinated
from kg.extract.event_nouns import is_undergone
from kg.extract.fillers import Filler, Fillers, Refused, wanted_by
from kg.extract.hanging import LEADING, forms_of, hanging_on, has_clause, in_clause, is_question, measured, names_it
from kg.extract.lexicon import DIRECT_OBJECT, Element, FramePattern, Lexicon, Slot, Words
from kg.extract.reasons import Why
from kg.extract.referents import Resolution
from kg.extract.tokens import Token
from kg.ontology import Ontology, Relation

__all__ = ["Binding", "Matcher", "Misfit", "frames_of"]

# Where the object of a nominalised verb stands, in the order of trust: "attack on", "invasion of", "support for".
NOMINAL_OBJECT = ("of", "against", "on", "to", "at", "for", "into", "toward", "towards", "over", "upon", "+")
FAR = 60  # tokens in which a recipient is looked for
SPENT = frozenset("in across throughout for to".split())
# Particles that leave a verb what it is; the others make another verb of it.
KEEPING = frozenset("on in into over together along".split())


@dataclass(frozen=True, slots=True)
class Binding:
    """A matched frame: what fills each role, and the nouns that its literal words took."""

    roles: dict[str, list[Filler]]
    literals: tuple[Token, ...] = ()

    def get(self, role: str) -> list[Filler]:
        """The fillers of a role; none for an unbound one."""
        return self.roles.get(role, [])


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


class _Sight(NamedTuple):
    """What can be seen of a predicate before a frame's slots are looked at; the same for all frames.

    `other` is a particle that makes another verb of the head ("called off"), `question` whether it asks, `naming`
    whether it names its object. `forms` has the words that stand at each position, `words` all of them, and `barring`
    whatever a frame may forbid.
    """

    other: str | None
    question: bool
    naming: bool
    forms: Mapping[str, frozenset[str]]
    words: frozenset[str]
    barring: frozenset[str]


class Matcher:
    """Matches frames against the predicates of one article.

    With `thorough` it tells of every frame why it does not fit, else it passes over those that cannot at first sight.
    """

    def __init__(self, resolution: Resolution, lexicon: Lexicon, ontology: Ontology, *, thorough: bool = True) -> None:
        self.res = resolution
        self.lexicon = lexicon
        self.ontology = ontology
        self.thorough = thorough
        self.consumed: dict[int, int] = {}  # a noun that a frame has used up -> the head of that frame's predicate
        self.objects: dict[int, list[Filler]] = {}  # a verb's OBJ, for a conjunct that leaves its own out
        self.fillers = Fillers(resolution, lexicon, ontology)

    def matches(self, predicate: Predicate) -> Iterator[tuple[FramePattern, Binding | Misfit]]:
        """Frames and how they fit, the most specific first; those that must borrow an argument come last."""
        frames = frames_of(predicate, self.lexicon)
        if not frames:
            return
        sight = _look(predicate)
        if not self.thorough:
            frames = _that_may_fit(frames, predicate, sight)
        for frame in frames:
            yield frame, self.match(frame, predicate, sight)
        if predicate.kind == "verb" and predicate.head.dep_ == "conj":
            for frame in frames:
                if frame.borrows or self.thorough:
                    yield frame, self.match(frame, predicate, sight, borrow=True)

    def match(
        self, frame: FramePattern, predicate: Predicate, sight: _Sight, *, borrow: bool = False
    ) -> Binding | Misfit:
        """Bind the slots of a frame, or tell why it does not fit."""
        barred = _barred(frame, predicate, sight)
        if barred is not None:
            return barred
        first = frame.elements[0] if frame.elements else None
        if first is not None and isinstance(first.filler, Words) and not _has_word(first, first.filler, sight):
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
                self.fillers.refused.clear()
                found = self._fill(filler, element, table, predicate, relation)
                if not found and used and relation is not None and relation.event_type == "AID":
                    found = self._recipients(predicate, filler)
                if not found and used and borrow:
                    found = self._borrowed(predicate, element, filler, relation)
                if not found:
                    return Misfit(
                        Why.UNFILLED, slot=filler, prepositions=at, refused=tuple(self.fillers.refused), reach=reach
                    )
                bound.setdefault(filler.role, []).extend(found)
        self.fillers.refused.clear()
        if not self._bind_subject(frame, predicate, relation, bound):
            reach = len(frame.elements)
            return Misfit(Why.UNFILLED, slot=frame.subject, refused=tuple(self.fillers.refused), reach=reach)
        if self._others_deed(used, bound):
            return Misfit(Why.UNFILLED, slot=frame.subject, reach=len(frame.elements))
        if predicate.kind == "verb" and "OBJ" in bound:
            self.objects.setdefault(predicate.head.i, bound["OBJ"])
        return Binding(bound, tuple(used))

    def _others_deed(self, literals: Iterable[Token], bound: dict[str, list[Filler]]) -> bool:
        """ "the blessing for continuing *its* raids": the deed that the frame's noun tells is another's."""
        owned = [noun for noun in literals if any(c.tag_ == "PRP$" for c in noun.by_dep.get("poss", ()))]
        if not owned:
            return False
        doers = {filler.key for role in ("SUBJ", "BOTH") for filler in bound.get(role, ())}
        deeds = (noun for noun in owned if not is_undergone(noun, self.lexicon))  # "demanded her release"
        owners = (c for noun in deeds for c in noun.by_dep["poss"] if c.tag_ == "PRP$")
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
                    states = [state for key in link.keys if (state := self.fillers.state(key)) is not None]
                    found.update({state: Filler(state, link.confidence * 0.6) for state in states})
        return list(found.values())

    def _literals(self, element: Element, words: Words, table: dict[str, tuple[Token, ...]]) -> list[Token]:
        """The nouns that a literal word of the frame takes; what hangs on them joins the table of arguments."""
        positions = [t for word in element.prepositions for t in table.get(word, ())]
        if DIRECT_OBJECT in element.prepositions:
            positions.extend(table.get("=", ()))
        positions.extend(t for measure in positions for t in measured(measure))
        found = [t for t in positions if not words.lemmas.isdisjoint(lemmas_of(t))]
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
                    found = self.fillers.slot(frame.subject, predicate.at(word), relation)
                    if len(found) > 1:
                        return found
            if frame.subject.role == "SUBJ" and not tokens:
                # "the visit of Macron to Kyiv": nothing but "of" can be the agent
                of = self.fillers.slot(frame.subject, predicate.at("of"), relation)
                return [f for f in of if all(f.key != o.key for o in bound.get("OBJ", []))]
        return self.fillers.slot(frame.subject, tokens, relation)

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
                found = self.fillers.slot(slot, table.get(word, ()), relation)
                if found:
                    return found
        for word in element.prepositions:
            tokens = table.get(word, ())
            if word in predicate.particles:  # "took in refugees": the preposition is a particle of the verb
                tokens = (*tokens, *table.get(DIRECT_OBJECT, ()))
            found = self.fillers.slot(slot, tokens, relation)
            if not found and word and predicate.kind == "verb":  # "coordinates its strikes with Russia"
                nouns = [t for t in table.get(DIRECT_OBJECT, ()) if self.res.link(t) is None]
                found = self.fillers.slot(slot, [o for t in nouns for o in hanging_on(t).get(word, ())], relation)
            if found:
                return found
        if predicate.kind == "be" and "of" in element.prepositions:
            return self.fillers.slot(slot, table.get("of", ()), relation)
        if predicate.kind == "noun" and slot.role == "BOTH" and "between" in element.prepositions:
            owners = self.fillers.slot(slot, predicate.subject, relation)
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
        fitted = (self.fillers.fit(f, wanted) for f in self.objects.get(head.head.i, []))
        return [Filler(f.key, f.confidence * 0.75) for f in fitted if f is not None]


def _look(predicate: Predicate) -> _Sight:
    head = predicate.head
    other = next((c.lower_ for c in head.by_dep.get("prt", ()) if c.lower_ not in KEEPING), None)
    question = head.lemma_ == "ask" and is_question(head)
    forms = {word: forms_of(tokens) for word, tokens in predicate.arguments.items()}
    words = frozenset().union(*forms.values())
    barring = words.union(predicate.arguments, predicate.particles, (c.lower_ for c in head.children))
    return _Sight(other, question, names_it(predicate), forms, words, barring)


def _that_may_fit(frames: Iterable[FramePattern], predicate: Predicate, sight: _Sight) -> list[FramePattern]:
    """The frames worth a closer look: those passed over miss a particle, or the first thing that has to be there.

    Any further and it would show: whoever fills a slot takes the names that the text has for him there.
    """
    words, particles, bare = sight.words, predicate.particles, sight.other is None
    with_object = predicate.kind != "verb" or bool(predicate.at(DIRECT_OBJECT))
    return [
        frame
        for frame in frames
        if (frame.opening is None or not frame.opening.isdisjoint(words))
        and (not frame.particle.isdisjoint(particles) if frame.particle else bare)
        and (with_object or not frame.opens_with_object)
    ]


def _barred(frame: FramePattern, predicate: Predicate, sight: _Sight) -> Misfit | None:
    """Particle, clause and forbidden words, before any slot is looked at."""
    if frame.particle and not frame.particle & predicate.particles:
        return Misfit(Why.PARTICLE, frame.particle)
    if sight.other and not frame.particle:  # "called off a rally" is not calling one
        return Misfit(Why.OTHER_VERB, frozenset((sight.other,)))
    if not frame.forbidden.isdisjoint(sight.barring):
        forbidden = _forbidden(frame, predicate)
        if forbidden is not None:
            return Misfit(Why.FORBIDDEN, frozenset((forbidden,)))
    if sight.question:
        return Misfit(Why.QUESTION)  # "asked whether" asks for an answer, not for a deed
    if frame.clause and not has_clause(predicate.head, frame.clause):
        return Misfit(Why.CLAUSE, frozenset((frame.clause,)))
    if sight.naming and not frame.has_words:
        return Misfit(Why.NAMING)
    return None


def _forbidden(frame: FramePattern, predicate: Predicate) -> str | None:
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


def _has_word(element: Element, words: Words, sight: _Sight) -> bool:
    """Does a literal word of the frame stand where it should at all?"""
    at = (*element.prepositions, "=") if DIRECT_OBJECT in element.prepositions else element.prepositions
    return any(not words.lemmas.isdisjoint(sight.forms[word]) for word in at if word in sight.forms)


def frames_of(predicate: Predicate, lexicon: Lexicon) -> list[FramePattern]:
    """Frames that could fit a predicate, the most specific first."""
    if predicate.kind == "noun":
        tables = [lexicon.nouns.get(key, ()) for key in predicate.keys]
        tables += [lexicon.verbs.get(verb, ()) for verb in predicate.verbs]
    else:
        table = lexicon.bes if predicate.kind == "be" else lexicon.verbs
        tables = [table.get(key, ()) for key in predicate.keys]
    return [frame for frames in tables for frame in frames]
