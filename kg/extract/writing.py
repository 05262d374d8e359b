"""Bound frames -> drafts of claims, with factuality, attribution and circumstances weighed together."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from kg.extract.arguments import Predicate
from kg.extract.attribution import Attribution, Speakers
from kg.extract.circumstances import Placed, place_of, topic_of
from kg.extract.clauses import is_over
from kg.extract.confidence import Doubts
from kg.extract.drafts import Draft
from kg.extract.fillers import Filler
from kg.extract.lexicon import FramePattern
from kg.extract.matching import Binding, Misfit
from kg.extract.open_relations import OpenMatch
from kg.extract.places import PLACES
from kg.extract.reasons import Rule, Why
from kg.extract.referents import Resolution
from kg.extract.scale import Factuality, Step
from kg.extract.subjects import subjects
from kg.extract.timeline import Timed
from kg.extract.times import is_later
from kg.model import EntityType, Modality, Polarity
from kg.ontology import Ontology, Relation

__all__ = ["HOSTILE", "Circumstances", "Writer", "Written"]

FRIENDLY = frozenset("CONSULT COOPERATE AGREE SUPPORT AID CONCEDE RETREAT".split())
HOSTILE = frozenset("SANCTION COERCE ASSAULT MOBILIZE PROTEST".split())
MOST_PARTICIPANTS = 6  # past these a meeting is no set of pairs (relations.md)
SPOTS = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
LASTING = frozenset(("alliedWith", "maintainsRelationsWith"))


class Circumstances(NamedTuple):
    """Where, when and about what."""

    place: Placed | None = None
    time: Timed | None = None
    topic: str | None = None


class Written(NamedTuple):
    """What came of a bound frame."""

    drafts: list[Draft]
    said: Attribution | None
    around: Circumstances
    fact: Factuality


class Writer:
    """Turns bindings into drafts."""

    def __init__(self, resolution: Resolution, speakers: Speakers, ontology: Ontology) -> None:
        self.res = resolution
        self.speakers = speakers
        self.ontology = ontology
        self.operators = {operator.name: operator for operator in ontology.operators}
        self.timeline = resolution.timeline

    def write(self, predicate: Predicate, frame: FramePattern, bound: Binding, fact: Factuality) -> Written | Misfit:
        """The claims of one matched frame, or why it makes none."""
        relation = self.ontology.relations[frame.relation]
        fact = self._told(frame, predicate, fact)
        paired = [self._states(relation, pair) for pair in self._pairs(bound, predicate, relation)]
        pairs = [pair for pair in paired if self._lasts(relation, pair, described=predicate.kind == "be")]
        if relation.symmetric and len({k for s, o in pairs for k in (s.key, o.key)}) > MOST_PARTICIPANTS + 1:
            return Misfit(Why.CROWD)
        if not pairs and not frame.extras:
            return Misfit(Why.UNNAMED if paired else _unpaired(bound, predicate))
        around = self._around(predicate, bound, relation, fact)
        fact, around = self._by_date(predicate, relation, fact, around)
        said = self.speakers.of(predicate.head)
        drafts = []
        for subject, obj in pairs:
            where = around
            if relation.event_type != "STRUCTURE" and self.res.referents[obj.key].type in (
                PLACES if relation.name == "visited" else SPOTS
            ):  # a city that is visited or bombed is where it happens
                where = around._replace(place=Placed(obj.key, predicate.head.i))
            drafts.append(self.draft(predicate, relation, (subject, obj), fact, said, where, frame))
        for extra in frame.extras:
            other = self.ontology.relations[extra.relation]
            for subject in bound.get(extra.subject):
                for obj in bound.get(extra.object):
                    if subject.key != obj.key:
                        draft = self.draft(predicate, other, (subject, obj), Factuality(), said, around)
                        drafts.append(draft._replace(rule=Rule.EXTRA))
        if drafts:
            return Written(drafts, said, around, fact)
        return Misfit(Why.UNNAMED if paired else _unpaired(bound, predicate))

    def write_open(self, predicate: Predicate, match: OpenMatch, fact: Factuality) -> Written | Misfit:
        """The claims of an open relation: like those of a frame, less sure and without an event type."""
        bound = Binding({"SUBJ": list(match.subjects), "OBJ": list(match.objects)}, match.tokens)
        relation = Relation(match.relation, "", "", "", "", "", "", symmetric=False, parents=(), event_type="")
        pairs = self._pairs(bound, predicate, relation)
        if len({k for s, o in pairs for k in (s.key, o.key)}) > MOST_PARTICIPANTS + 1:
            return Misfit(Why.CROWD)
        around = self._around(predicate, bound, relation, fact)
        said = self.speakers.of(predicate.head)
        drafts = []
        for pair in pairs:
            draft = self.draft(predicate, relation, pair, fact, said, around)
            doubts = draft.doubts._replace(vague=1.0)  # no frame vouches for it
            drafts.append(draft._replace(event_type=None, doubts=doubts, rule=Rule.OPEN))
        return Written(drafts, said, around, fact) if drafts else Misfit(_unpaired(bound, predicate))

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

    def _when(self, predicate: Predicate, relation: Relation, fact: Factuality) -> Timed | None:
        if fact.modality is Modality.REQUESTED:  # when it was asked for is not when it is to be
            return self.timeline.at(predicate.head, ahead=True)
        due = fact.by is None and fact.operator == "planned"  # "was expected in Oslo on Friday"
        return self.timeline.of(predicate, ahead=due, with_ruler=relation.event_type == "AGREE")

    def _by_date(
        self, predicate: Predicate, relation: Relation, fact: Factuality, around: Circumstances
    ) -> tuple[Factuality, Circumstances]:
        """What begins after the article's day is to come, unless a verb says that it is over: then the time is not its.

        "is heading to Delhi next week", "their talks tomorrow".
        """
        published = self.res.annotated.article.meta.published
        if published is None or around.time is None or not fact.is_fact:
            return fact, around
        if relation.event_type == "STRUCTURE" or not is_later(around.time.value, published):
            return fact, around
        if predicate.kind == "verb" and is_over(predicate.head):
            return fact, around._replace(time=None)
        step = Step(around.time.start, fact.polarity.value, Modality.PLANNED.value, "planned")
        operator = fact.operator or "planned"
        return fact._replace(modality=Modality.PLANNED, operator=operator, steps=(*fact.steps, step)), around

    def _pairs(self, bound: Binding, predicate: Predicate, relation: Relation) -> list[tuple[Filler, Filler]]:
        both = self._acting(bound.get("BOTH"), relation)
        if both:
            pairs = [(a, b) for i, a in enumerate(both) for b in both[i + 1 :] if a.key != b.key]
            if predicate.kind != "verb" or relation.symmetric:
                return pairs
            return [one for a, b in pairs for one in ((a, b), (b, a))]  # "traded insults": each at the other
        if _one_group(bound, predicate):
            return []
        subjects_, objects = (self._acting(bound.get(role), relation) for role in ("SUBJ", "OBJ"))
        if len(objects) == len(subjects_) > 1 and any(t.lower_ == "respectively" for t in predicate.head.sent):
            return list(zip(subjects_, objects, strict=True))
        return [
            (subject, obj)
            for subject in subjects_
            for obj in objects
            if subject.key != obj.key and not self._at_home(subject, obj, relation)
        ]

    def _at_home(self, subject: Filler, obj: Filler, relation: Relation) -> bool:
        """ "Netanyahu told his cabinet": who talks to his own country deals with no other."""
        if relation.event_type != "CONSULT" or relation.name == "visited":
            return False
        return subject.key in self.represented(obj.key) or obj.key in self.represented(subject.key)

    def _acting(self, fillers: list[Filler], relation: Relation) -> list[Filler]:
        """ "Sisi and Somalia's President Mohamud met": who talks for a country does so in its place, not beside it."""
        if relation.event_type != "CONSULT" or len(fillers) < 2:
            return fillers
        for_others = {key for filler in fillers for key in self.represented(filler.key)}
        return [filler for filler in fillers if filler.key not in for_others]

    def _told(self, frame: FramePattern, predicate: Predicate, fact: Factuality) -> Factuality:
        """A frame may itself tell only of something to come: "promised Ukraine tanks"."""
        if frame.operator is None or fact.modality is not Modality.ACTUAL or fact.polarity is Polarity.NEGATIVE:
            return fact
        operator = self.operators[frame.operator]
        told = Factuality(Polarity(operator.polarity), Modality(operator.modality), operator.name)
        step = Step(predicate.head.i, told.polarity.value, told.modality.value, frame.operator)
        return told._replace(steps=(*fact.steps, step))

    def _states(self, relation: Relation, pair: tuple[Filler, Filler]) -> tuple[Filler, Filler]:
        """Relations that two presidents speak of are those of their countries."""
        if relation.name not in LASTING:
            return pair
        a, b = (self._country(filler.key) for filler in pair)
        if a is None or b is None or a == b:
            return pair
        return replace(pair[0], key=a), replace(pair[1], key=b)

    def _country(self, key: int) -> int | None:
        """Whose country somebody acts for, by the article or by the gazetteer."""
        told = self.res.country_of(key)
        actor = self.ontology.actors.get(self.res.referents[key].actor or "")
        served = self.ontology.actors.get(actor.represents or "") if actor is not None and told is None else None
        return told if served is None else self.res.known(served.id, served.type)

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
            place=around.place.key if around.place is not None else None,
            time=around.time.value if around.time is not None else None,
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
        passive = any(c.dep_ == "auxpass" for c in verb.children)  # "was invited": by whom is not told
        tokens, _ = subjects(verb) if verb.pos_ in ("VERB", "AUX") and not passive else ((), 0)
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


def _one_group(bound: Binding, predicate: Predicate) -> bool:
    """One group on both sides: "they ... their release"."""
    subjects_, objects = bound.get("SUBJ"), bound.get("OBJ")
    same = {f.key for f in subjects_} == {f.key for f in objects}
    return len(objects) > 1 and same and not predicate.reciprocal


def _unpaired(bound: Binding, predicate: Predicate) -> Why:
    """Why a frame whose slots are filled has no pair of subject and object."""
    if bound.get("BOTH"):
        return Why.ONE_PARTY
    return Why.SHARED_GROUP if _one_group(bound, predicate) else Why.SAME


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
