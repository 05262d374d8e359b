"""Predicate + lexicon -> claims of an article.

The most specific frame whose arguments all resolve to entities of the right types makes the claim; factuality,
attribution and circumstances are added. Verbs come first: an object noun that a verb's frame has used up
("imposed *sanctions* on") makes no claim of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.attribution import Attribution, Speakers
from kg.extract.circumstances import place_of, topic_of
from kg.extract.confidence import Doubts
from kg.extract.drafts import Draft
from kg.extract.factuality import Factuality, factuality_of
from kg.extract.lexicon import DIRECT_OBJECT, FramePattern, Lexicon
from kg.extract.matching import Binding, Filler, Matcher
from kg.extract.open_relations import OpenMatch, find_appositions, find_open
from kg.extract.places import PLACES
from kg.extract.predicates import Predicate, find_predicates, subjects
from kg.extract.referents import Resolution
from kg.extract.speech_acts import find_speech_acts
from kg.extract.timeline import Timeline
from kg.extract.works import add_works
from kg.model import EntityType, Modality, Polarity
from kg.ontology import Ontology, Relation

__all__ = ["find_relations"]

FRIENDLY = frozenset("CONSULT COOPERATE AGREE SUPPORT AID CONCEDE RETREAT".split())
HOSTILE = frozenset("SANCTION COERCE ASSAULT MOBILIZE PROTEST".split())
MOST_PARTICIPANTS = 6  # past these a meeting is no set of pairs (relations.md)
SPOTS = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
LASTING = frozenset(("alliedWith", "maintainsRelationsWith"))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where (a referent's key), when and about what."""

    place: int | None = None
    time: str | None = None
    topic: str | None = None


class _Writer:
    """Turns bindings into drafts."""

    def __init__(self, resolution: Resolution, speakers: Speakers, ontology: Ontology) -> None:
        self.res = resolution
        self.speakers = speakers
        self.ontology = ontology
        self.timeline = Timeline(resolution.annotated, resolution.lexicon)
        self.told = {
            op.name: Factuality(Polarity(op.polarity), Modality(op.modality), op.name) for op in ontology.operators
        }

    def write(self, predicate: Predicate, frame: FramePattern, bound: Binding, fact: Factuality) -> Iterator[Draft]:
        """The claims of one matched frame."""
        relation = self.ontology.relations[frame.relation]
        fact = self._told(frame, fact)
        pairs = [self._states(relation, pair) for pair in self._pairs(bound, predicate, relation)]
        pairs = [pair for pair in pairs if self._lasts(relation, pair, described=predicate.kind == "be")]
        if relation.symmetric and len({k for s, o in pairs for k in (s.key, o.key)}) > MOST_PARTICIPANTS + 1:
            return
        around = self._around(predicate, bound, relation, fact)
        said = self.speakers.of(predicate.head)
        for subject, obj in pairs:
            where = around
            if relation.event_type != "STRUCTURE" and self.res.referents[obj.key].type in (
                PLACES if relation.name == "visited" else SPOTS
            ):
                where = replace(around, place=obj.key)  # a city that is visited or bombed is where it happens
            yield self.draft(predicate, relation, (subject, obj), fact, said, where, frame)
        for extra in frame.extras:
            other = self.ontology.relations[extra.relation]
            for subject in bound.get(extra.subject):
                for obj in bound.get(extra.object):
                    if subject.key != obj.key:
                        yield self.draft(predicate, other, (subject, obj), Factuality(), said, around)

    def write_open(self, predicate: Predicate, match: OpenMatch, fact: Factuality) -> Iterator[Draft]:
        """The claims of an open relation: like those of a frame, less sure and without an event type."""
        bound = Binding({"SUBJ": list(match.subjects), "OBJ": list(match.objects)}, match.tokens)
        relation = Relation(match.relation, "", "", "", "", "", "", symmetric=False, parents=(), event_type="")
        pairs = list(self._pairs(bound, predicate, relation))
        if len({k for s, o in pairs for k in (s.key, o.key)}) > MOST_PARTICIPANTS + 1:
            return
        around = self._around(predicate, bound, relation, fact)
        said = self.speakers.of(predicate.head)
        for pair in pairs:
            draft = self.draft(predicate, relation, pair, fact, said, around)
            yield replace(draft, event_type=None, doubts=replace(draft.doubts, vague=1.0))  # no frame vouches for it

    def _around(self, predicate: Predicate, bound: Binding, relation: Relation, fact: Factuality) -> Circumstances:
        # "was arrested in Thailand": by whom is told by the place alone
        open_roles = ("SUBJ",) if predicate.kind == "be" and relation.event_type != "STRUCTURE" else ()
        taken = frozenset(f.key for role, fillers in bound.roles.items() for f in fillers if role not in open_roles)
        requested = fact.modality is Modality.REQUESTED
        return Circumstances(
            place=place_of(predicate, self.res, taken, bound.literals, relation.event_type, alone=requested),
            time=self._when(predicate, relation, fact),
            topic=topic_of(predicate, self.res),
        )

    def _when(self, predicate: Predicate, relation: Relation, fact: Factuality) -> str | None:
        if fact.modality is Modality.REQUESTED:  # when it was asked for is not when it is to be
            return self.timeline.at(predicate.head, ahead=True)
        return self.timeline.of(predicate, with_ruler=relation.event_type == "AGREE")

    def _pairs(self, bound: Binding, predicate: Predicate, relation: Relation) -> Iterator[tuple[Filler, Filler]]:
        both = bound.get("BOTH")
        if both:
            for i, a in enumerate(both):
                for b in both[i + 1 :]:
                    if a.key != b.key:
                        yield a, b
                        if predicate.kind == "verb" and not relation.symmetric:  # "traded insults": each at the other
                            yield b, a
            return
        subjects_, objects = bound.get("SUBJ"), bound.get("OBJ")
        same = {f.key for f in subjects_} == {f.key for f in objects}
        if len(objects) > 1 and same and not predicate.reciprocal:
            return  # one group on both sides: "they ... their release"
        if len(objects) == len(subjects_) > 1 and any(t.lower_ == "respectively" for t in predicate.head.sent):
            yield from zip(subjects_, objects, strict=True)
            return
        for subject in subjects_:
            for obj in objects:
                if subject.key != obj.key:
                    yield subject, obj

    def _told(self, frame: FramePattern, fact: Factuality) -> Factuality:
        """A frame may itself tell only of something to come: "promised Ukraine tanks"."""
        if frame.operator is None or fact.modality is not Modality.ACTUAL or fact.polarity is Polarity.NEGATIVE:
            return fact
        return self.told[frame.operator]

    def _states(self, relation: Relation, pair: tuple[Filler, Filler]) -> tuple[Filler, Filler]:
        """Relations that two presidents speak of are those of their countries."""
        if relation.name not in LASTING:
            return pair
        a, b = (self.res.country_of(filler.key) for filler in pair)
        if a is None or b is None or a == b:
            return pair
        return replace(pair[0], key=a), replace(pair[1], key=b)

    def _lasts(self, relation: Relation, pair: tuple[Filler, Filler], *, described: bool) -> bool:
        """Lasting facts, alliances and what a description says ("his opponents") are of somebody with a name."""
        if relation.event_type != "STRUCTURE" and relation.name not in LASTING and not described:
            return True
        return not any(self.res.is_nobody(filler.key) for filler in pair)

    def draft(
        self,
        predicate: Predicate,
        relation: Relation,
        pair: tuple[Filler, Filler],
        fact: Factuality,
        said: Attribution | None,
        around: Circumstances,
        frame: FramePattern | None = None,
    ) -> Draft:
        """One claim: factuality weighed with who says so."""
        subject, obj = pair
        speaker = said.keys[0] if said is not None and said.keys else self._asker(fact)
        if said is not None and subject.key in said.keys:
            speaker = subject.key  # "Norway, Ireland and Spain said they would": each says it of itself
        if fact.operator == "purpose" and relation.event_type in ("SUPPORT", "AID"):
            fact = Factuality(fact.polarity)  # who acts in order to help, helps: "deployed to fight on behalf of"
        if fact.operator == "agreed" and relation.event_type == "AGREE":
            fact = Factuality(fact.polarity)  # "agreed to reach a settlement" is an agreement, made
        modality = fact.modality
        operator = fact.operator
        party = speaker is not None and self._party(speaker, subject.key, obj.key, relation)
        own_word = said is None or party or (said.factive and not _hostile(relation))
        own_word = own_word and not self._hearsay(said, subject.key, obj.key, relation)
        if said is not None and said.alleged and not party and modality is Modality.ACTUAL:
            modality, operator = Modality.POSSIBLE, operator or "alleged"
        asserted = fact.polarity is Polarity.POSITIVE and modality is Modality.ACTUAL and own_word
        if speaker is not None and speaker == subject.key and relation.event_type in SPEECH_TYPES:
            speaker = None
            asserted = fact.polarity is Polarity.POSITIVE and modality is Modality.ACTUAL
        specific = frame.weight if frame is not None else 4
        doubts = Doubts(
            reference=math.log(1 / (subject.confidence * obj.confidence)),
            clause=1.0,
            vague=math.exp(-specific / 3),
            steps=predicate.distance,
            noun=float(predicate.kind == "noun"),
            indirect=float(frame is None),
            unreal=float(modality is not Modality.ACTUAL or fact.polarity is not Polarity.POSITIVE),
            length=min(3.0, max(0, len(self.res.annotated.sent(predicate.head)) - 25) / 10),
        )
        return Draft(
            subject=subject.key,
            relation=relation.name,
            object=obj.key,
            polarity=fact.polarity,
            modality=modality,
            operator=operator,
            place=around.place,
            time=around.time,
            topic=around.topic,
            speaker=speaker,
            asserted=asserted,
            doubts=doubts,
            sent=self.res.annotated.sent_of[predicate.head.i],
            event_type=_event_type(relation, frame, fact.polarity, modality, operator),
            symmetric=relation.symmetric,
            at=predicate.head.i,
        )

    def _asker(self, fact: Factuality) -> int | None:
        """Who asks for it, of something requested: "Blinken demanded that Minsk release the prisoners"."""
        if fact.modality is not Modality.REQUESTED or fact.at is None:
            return None
        verb = self.res.annotated.doc[fact.at]
        tokens, _ = subjects(verb) if verb.pos_ in ("VERB", "AUX") else ((), 0)
        links = (self.speakers.link(token) for token in tokens)
        return next((link.keys[0] for link in links if link is not None), None)

    def _hearsay(self, said: Attribution | None, subject: int, obj: int, relation: Relation) -> bool:
        """ "According to Riyadh, Iran admitted ...": an admission that somebody else reports is the reporter's word."""
        if said is None or said.verb is None:
            return False
        outer = self.speakers.of(self.res.annotated.doc[said.verb])
        return outer is not None and not any(self._party(key, subject, obj, relation) for key in outer.keys)

    def _party(self, speaker: int, subject: int, obj: int, relation: Relation) -> bool:
        """An admission: the speaker is who did it, or a partner in something friendly."""
        mine = {speaker, *self.represented(speaker)}
        if subject in mine or self.represented(subject) & {speaker}:
            return True
        return relation.event_type in FRIENDLY and (obj in mine or bool(self.represented(obj) & {speaker}))

    def represented(self, key: int) -> set[int]:
        referent = self.res.referents[key]
        actor = self.ontology.actors.get(referent.actor or "")
        known = (
            {self.res.by_actor.get(state or "") for state in (actor.represents, actor.metonym_of)} if actor else set()
        )
        return set(self.res.served.get(key, ())) | set(referent.owners) | {k for k in known if k is not None}


SPEECH_TYPES = frozenset("ACCUSE REQUEST REJECT THREATEN SUPPORT".split())


def _hostile(relation: Relation) -> bool:
    return relation.event_type in HOSTILE or relation.event_type in ("ACCUSE", "THREATEN")


def _event_type(
    relation: Relation,
    frame: FramePattern | None,
    polarity: Polarity,
    modality: Modality,
    operator: str | None,
) -> str | None:
    """The PLOVER type of the claim as a whole (design.md)."""
    kind = (frame.event_type if frame is not None else None) or relation.event_type
    if kind == "STRUCTURE":
        return kind
    friendly, hostile = kind in FRIENDLY, kind in HOSTILE
    negative = polarity is Polarity.NEGATIVE
    if (
        negative
        and friendly
        and (operator in ("refused", "rejected", "cancelled", "failed") or modality is Modality.PLANNED)
    ):
        return "REJECT"
    if operator == "threatened" and (hostile or kind in ("ACCUSE", "REJECT")):
        return "THREATEN"
    if modality is Modality.REQUESTED or negative:
        return None
    if modality is Modality.PLANNED and friendly and operator != "purpose":
        return "AGREE"
    return kind


def find_relations(
    resolution: Resolution,
    speakers: Speakers,
    lexicon: Lexicon,
    ontology: Ontology,
    *,
    open_relations: bool = False,
) -> list[Draft]:
    """All claims that the predicates of an article make; with `open_relations` also those that no frame covers."""
    matcher = Matcher(resolution, lexicon, ontology)
    writer = _Writer(resolution, speakers, ontology)
    drafts: list[Draft] = []
    predicates = sorted(find_predicates(resolution), key=lambda p: (p.kind != "verb", p.head.i))
    by_head = {p.head.i: p for p in predicates if p.kind == "verb"}
    covered: set[int] = set()  # heads of predicates whose frame made a claim
    for predicate in predicates:
        if predicate.kind == "noun" and predicate.head.i in matcher.consumed:
            continue
        fired = False
        fact: Factuality | None = None
        for frame, bound in matcher.matches(predicate):
            fact = fact or factuality_of(predicate, lexicon)
            if predicate.kind == "be" and fact.operator == "former":
                break
            found = list(writer.write(predicate, frame, bound, fact))
            if found:
                matcher.consumed.update(token.i for token in bound.literals)
                drafts.extend(found)
                drafts.extend(_threats(found, fact, ontology))
                covered.add(predicate.head.i)
                fired = True
                break
        if predicate.kind == "verb":
            drafts.extend(_spoken(predicate, matcher, writer, ontology, lexicon))
            if not fired:
                drafts.extend(_fallback(predicate, by_head, matcher, writer, ontology, lexicon))
    if open_relations:
        drafts.extend(_open(predicates, covered | matcher.consumed, matcher, writer, lexicon))
    return drafts


def _open(
    predicates: list[Predicate], covered: set[int], matcher: Matcher, writer: _Writer, lexicon: Lexicon
) -> Iterator[Draft]:
    """Claims by the words of the text, where no frame has made one of any of these words.

    Last of all, for works and products become entities only here: no frame may come to see them.
    """
    add_works(matcher.res)
    found = [(p, match) for p in predicates for match in find_open(p, matcher)]
    for predicate, match in [*found, *find_appositions(matcher.res, matcher)]:
        if not covered.intersection(token.i for token in match.tokens):
            yield from writer.write_open(predicate, match, factuality_of(predicate, lexicon))


def _threats(found: list[Draft], fact: Factuality, ontology: Ontology) -> Iterator[Draft]:
    """ "threatened to bomb Poland" is a threat, made; so is a vow of something hostile."""
    relation = ontology.relations.get("threatened")
    if relation is None or fact.operator not in ("threatened", "promised") or fact.polarity is Polarity.NEGATIVE:
        return
    for draft in found:
        if ontology.relations[draft.relation].event_type in HOSTILE - {"PROTEST"}:
            asserted = draft.speaker is None
            yield replace(
                draft, relation="threatened", modality=Modality.ACTUAL, operator=None, place=None,
                asserted=asserted, event_type=relation.event_type, doubts=replace(draft.doubts, indirect=1.0),
            )  # fmt: skip


def _spoken(
    predicate: Predicate, matcher: Matcher, writer: _Writer, ontology: Ontology, lexicon: Lexicon
) -> Iterator[Draft]:
    """What is done to somebody by what is said of him; it was done when it was said."""
    for act in find_speech_acts(predicate, matcher, writer.speakers, ontology, lexicon):
        if act.object.key in writer.represented(act.subject.key):
            continue
        around = Circumstances(time=writer.timeline.clause(act.verb))
        yield writer.draft(predicate, act.relation, (act.subject, act.object), Factuality(), act.source, around)


def _fallback(
    predicate: Predicate,
    by_head: dict[int, Predicate],
    matcher: Matcher,
    writer: _Writer,
    ontology: Ontology,
    lexicon: Lexicon,
) -> Iterator[Draft]:
    """ "refused to VP" where no frame covers the VP: SUBJ rejected the entity in the VP."""
    if predicate.head.dep_ not in ("xcomp", "ccomp", "pcomp", "acl"):
        return
    fact = factuality_of(predicate, lexicon)
    if fact.by is None or fact.by.fallback is None or fact.at is None:
        return
    relation = ontology.relations.get(fact.by.fallback)
    if relation is None:
        return
    ruler = by_head.get(fact.at)
    subject = [f for t in predicate.subject for f in matcher.fillers(t, {relation.domain}, agent=True)]
    if fact.by.object_first or not subject:
        return
    for word in (DIRECT_OBJECT, "with", "to", "for", "against", "from"):
        objects = [f for t in predicate.at(word) for f in matcher.fillers(t, {relation.range})]
        objects = [o for o in objects if o.key not in {s.key for s in subject} and not matcher.res.is_nobody(o.key)]
        if objects:
            outer = factuality_of(ruler, lexicon) if ruler is not None else Factuality()
            acting = ruler or predicate
            around = Circumstances(time=writer.timeline.of(acting))
            for one in subject:
                for other in objects[:2]:
                    weaker = Filler(one.key, one.confidence * 0.8)
                    said = writer.speakers.of(predicate.head)
                    yield writer.draft(acting, relation, (weaker, other), outer, said, around)
            return
