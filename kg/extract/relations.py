"""Predicate + lexicon -> claims of an article.

The most specific frame whose arguments all resolve to entities of the right types makes the claim; factuality,
attribution and circumstances are added. Verbs come first: an object noun that a verb's frame has used up
("imposed *sanctions* on") makes no claim of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.attribution import Attribution, Speakers
from kg.extract.circumstances import place_of, time_of, topic_of
from kg.extract.coreference import Resolution
from kg.extract.drafts import Draft
from kg.extract.factuality import Factuality, factuality_of, operator_of
from kg.extract.lexicon import DIRECT_OBJECT, Element, FramePattern, Lexicon, Slot, Words
from kg.extract.predicates import Predicate, find_predicates, lemmas_of, subjects
from kg.model import EntityType, Modality, Polarity
from kg.ontology import Ontology, Relation

__all__ = ["find_relations"]

FRIENDLY = frozenset("CONSULT COOPERATE AGREE SUPPORT AID CONCEDE RETREAT".split())
HOSTILE = frozenset("SANCTION COERCE ASSAULT MOBILIZE PROTEST".split())
MOST_PARTICIPANTS = 6  # past these a meeting is no set of pairs (relations.md)
# Where the object of a nominalised verb stands, in the order of trust: "attack on", "invasion of", "support for".
NOMINAL_OBJECT = ("of", "against", "on", "to", "at", "for", "into", "toward", "towards", "over", "upon", "+")
LEADING = ("to", "against", "on", "at", "into", "with", "for", "toward", "towards")
# What somebody does in person: an ambassador's return is not his country's.
BODILY = frozenset("visited attended bornIn livesIn marriedTo relativeOf resignedFrom".split())
SITES = frozenset("city town village camp district area suburb neighbourhood neighborhood part region province".split())
SPOTS = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
OBLIGATION = frozenset(("must", "should", "need", "ought"))


@dataclass(frozen=True, slots=True)
class Filler:
    """A referent in a slot, and how sure that is."""

    key: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Binding:
    """A matched frame: what fills each role, and the nouns that its literal words took."""

    roles: dict[str, list[Filler]]
    literals: tuple[Token, ...] = ()

    def get(self, role: str) -> list[Filler]:
        """The fillers of a role; none for an unbound one."""
        return self.roles.get(role, [])


class _Matcher:
    """Matches frames against the predicates of one article."""

    def __init__(self, resolution: Resolution, lexicon: Lexicon, ontology: Ontology) -> None:
        self.res = resolution
        self.lexicon = lexicon
        self.ontology = ontology
        self.consumed: set[int] = set()
        self.objects: dict[int, list[Filler]] = {}  # a verb's OBJ, for a conjunct that leaves its own out

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
        return out

    def _unwrapped(self, token: Token, agent: bool) -> list[Filler]:
        """ "Iranian targets" is Iran, "Russia's invasion" is Russia; "a Saudi dissident" is not Saudi Arabia."""
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
            return []
        lemma = token.lemma_.lower()
        words = self.lexicon.words
        trusted = lemma in words("organ") or lemma in words("belonging") or lemma in self.lexicon.nominals
        if not trusted and (lemma in words("person") or lemma in words("people")):
            return []
        if not trusted and agent or lemma in words("undergone"):
            return []
        found = []
        for owner in self.res.owners(token):
            link = self.res.link(owner)
            if link is None or not trusted and owner.dep_ in ("amod", "compound", "nmod"):
                continue  # "a Japanese ship" is not Japan
            for key in link.keys:
                state = self.res.country_of(key) if lemma in words("organ") else None  # "whose government"
                found.append(Filler(key if state is None else state, link.confidence * (0.92 if trusted else 0.7)))
        if not found and not agent and (lemma in words("facility") or lemma in SITES):
            for child in token.children:  # "a camp in Pakistan", "cities near Aleppo"
                if child.dep_ == "prep" and child.lower_ in ("in", "at", "near", "of"):
                    for obj in (o for c in child.children if c.dep_ == "pobj" for o in (c, *c.conjuncts)):
                        link = self.res.link(obj)
                        if link is not None:
                            found.extend(Filler(k, link.confidence * 0.8) for k in link.keys)
        return found

    def _fit(self, filler: Filler, classes: Iterable[str]) -> Filler | None:
        kind = self.res.referents[filler.key].type
        mine = self.ontology.classes.get(kind.value, (kind.value,))
        wanted = set(classes)
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
        classes = slot.types
        if not classes and relation is not None:
            classes = frozenset(
                {relation.domain if slot.role in ("SUBJ", "BOTH") else relation.range} if slot.role != "ANY" else ()
            )
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

    def match(self, frame: FramePattern, predicate: Predicate) -> Binding | None:
        """Bind the slots of a frame, or None where it does not fit."""
        if frame.particle and not frame.particle & predicate.particles:
            return None
        if frame.forbidden and self._forbidden(frame, predicate):
            return None
        if frame.clause and not self._has_clause(predicate.head, frame.clause):
            return None
        if _names_it(predicate) and not any(isinstance(e.filler, Words) for e in frame.elements):
            return None
        relation = self.ontology.relations.get(frame.relation)
        table = dict(predicate.arguments)
        bound: dict[str, list[Filler]] = {}
        used: list[Token] = []
        for element in frame.elements:
            if isinstance(element.filler, Words):
                literal = [t for t in self._tokens(element, table, predicate) if self._is_word(t, element.filler)]
                if not literal:
                    return None
                used.extend(literal)
                for token in literal:
                    for word, objs in self._hanging(token).items():
                        table[word] = (*table.get(word, ()), *objs)
                continue
            slot = element.filler
            if slot.role in ("ANY", "TOPIC"):
                if not any(table.get(word) for word in element.prepositions):
                    return None
                continue
            found = self._fill(slot, element, table, predicate, relation)
            if not found and used and slot.role == "OBJ" and DIRECT_OBJECT not in element.prepositions:
                found = self._borrowed(predicate, slot, relation)
            if not found:
                return None
            if slot.role in ("OBJ", "SUBJ", "BOTH"):
                bound.setdefault(slot.role, []).extend(found)
        if frame.subject.role != "ANY":
            subject = self._subject(frame, predicate, relation, bound)
            if subject:
                bound.setdefault(frame.subject.role, []).extend(subject)
            elif frame.subject.role == "BOTH" or "BOTH" not in bound:
                return None
        self.consumed.update(t.i for t in used)
        if predicate.kind == "verb" and "OBJ" in bound:
            self.objects.setdefault(predicate.head.i, bound["OBJ"])
        return Binding(bound, tuple(used))

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
                order = ("of", *sorted(element.prepositions - {DIRECT_OBJECT}), "+")
            others = any(table.get(w) for w in LEADING)
            if not predicate.subject and others and table.get("of"):
                order = tuple(w for w in order if w != "of")
            for word in order:
                found = self._slot(slot, table.get(word, ()), relation)
                if found:
                    return found
        for word in sorted(element.prepositions, reverse=True):
            tokens = table.get(word, ())
            if word in predicate.particles:  # "took in refugees": the preposition is a particle of the verb
                tokens = (*tokens, *table.get(DIRECT_OBJECT, ()))
            found = self._slot(slot, tokens, relation)
            if not found and word and predicate.kind == "verb":  # "coordinates its strikes with Russia"
                nouns = [t for t in table.get(DIRECT_OBJECT, ()) if self.res.link(t) is None]
                found = self._slot(slot, (o for t in nouns for o in self._hanging(t).get(word, ())), relation)
            if found:
                return found
        if predicate.kind == "be" and "of" in element.prepositions:
            return self._slot(slot, table.get("of", ()), relation)
        if predicate.kind == "noun" and slot.role == "BOTH" and "between" in element.prepositions:
            owners = self._slot(slot, predicate.subject, relation)
            return owners if len(owners) > 1 else []
        return []

    def _tokens(self, element: Element, table: dict[str, tuple[Token, ...]], predicate: Predicate) -> Iterator[Token]:
        for word in element.prepositions:
            yield from table.get(word, ())
            if word == DIRECT_OBJECT:
                yield from table.get("=", ())

    def _borrowed(self, predicate: Predicate, slot: Slot, relation: Relation | None) -> list[Filler]:
        """ "expressed solidarity with Kyiv and sent humanitarian aid": the recipient is in the conjunct before."""
        head = predicate.head
        if predicate.kind != "verb" or head.dep_ != "conj":
            return []
        wanted = slot.types or ({relation.range} if relation is not None else set())
        fitted = (self._fit(f, wanted) for f in self.objects.get(head.head.i, []))
        return [Filler(f.key, f.confidence * 0.75) for f in fitted if f is not None]

    def _is_word(self, token: Token, words: Words) -> bool:
        return any(form in words.lemmas for form in lemmas_of(token))

    def _hanging(self, token: Token) -> dict[str, tuple[Token, ...]]:
        table: dict[str, tuple[Token, ...]] = {}
        for child in token.children:
            if child.dep_ == "prep":
                objs = [o for o in child.children if o.dep_ == "pobj"]
                found = tuple(t for o in objs for t in (o, *(c for c in o.conjuncts)))
                table[child.lower_] = (*table.get(child.lower_, ()), *found)
        return table

    def _forbidden(self, frame: FramePattern, predicate: Predicate) -> bool:
        if any(word in frame.forbidden for word in predicate.arguments):
            return True
        objects = (*predicate.at(DIRECT_OBJECT), *predicate.at("="))
        if any(form in frame.forbidden for t in objects for form in lemmas_of(t)):
            return True
        children = {c.lower_ for c in predicate.head.children if c.dep_ not in ("nsubj", "nsubjpass")}
        return bool(children & frame.forbidden) or bool(predicate.particles & frame.forbidden)

    def _has_clause(self, head: Token, mark: str) -> bool:
        for child in head.children:
            if child.dep_ in ("xcomp", "ccomp", "acl", "advcl"):
                marks = {c.lower_ for c in child.children if c.dep_ in ("aux", "mark")}
                if mark in marks or (mark == "that" and child.dep_ == "ccomp" and "to" not in marks):
                    return True
        return False

    def frames(self, predicate: Predicate) -> Iterator[FramePattern]:
        """Frames that could fit, the most specific first."""
        if predicate.kind == "noun":
            for key in predicate.keys:
                yield from self.lexicon.nouns.get(key, ())
            for verb in predicate.verbs:
                yield from self.lexicon.verbs.get(verb, ())
            return
        table = self.lexicon.bes if predicate.kind == "be" else self.lexicon.verbs
        for key in predicate.keys:
            yield from table.get(key, ())


def _names_it(predicate: Predicate) -> bool:
    """ "called the decision a mistake": the verb says what its object is, and does nothing to it."""
    return predicate.head.lemma_ != "be" and any(
        t.dep_ == "oprd" and t not in predicate.at(DIRECT_OBJECT) for t in predicate.at("=")
    )


class _Writer:
    """Turns bindings into drafts."""

    def __init__(self, resolution: Resolution, speakers: Speakers, ontology: Ontology) -> None:
        self.res = resolution
        self.speakers = speakers
        self.ontology = ontology

    def write(self, predicate: Predicate, frame: FramePattern, bound: Binding, fact: Factuality) -> Iterator[Draft]:
        """The claims of one matched frame."""
        relation = self.ontology.relations[frame.relation]
        taken = frozenset(f.key for fillers in bound.roles.values() for f in fillers)
        place = place_of(predicate, self.res, taken, bound.literals)
        time = time_of(predicate, self.res.annotated)
        topic = topic_of(predicate, self.res)
        said = self.speakers.of(predicate.head)
        pairs = list(self._pairs(bound))
        if len({k for s, o in pairs for k in (s.key, o.key)}) > MOST_PARTICIPANTS + 1:
            return
        for subject, obj in pairs:
            where = place
            if where is None and relation.event_type != "STRUCTURE" and self.res.referents[obj.key].type in SPOTS:
                where = obj.key  # a city that is visited or bombed is where it happens
            yield self.draft(predicate, relation, subject, obj, fact, said, where, time, topic, frame)
        for extra in frame.extras:
            other = self.ontology.relations[extra.relation]
            for subject in bound.get(extra.subject):
                for obj in bound.get(extra.object):
                    if subject.key != obj.key:
                        yield self.draft(predicate, other, subject, obj, Factuality(), said, place, time, topic, None)

    def _pairs(self, bound: Binding) -> Iterator[tuple[Filler, Filler]]:
        both = bound.get("BOTH")
        if both:
            for i, a in enumerate(both):
                for b in both[i + 1 :]:
                    if a.key != b.key:
                        yield a, b
            return
        subjects_, objects = bound.get("SUBJ"), bound.get("OBJ")
        if len(objects) > 1 and {f.key for f in subjects_} == {f.key for f in objects}:
            return  # one group on both sides: "they ... their release"
        for subject in subjects_:
            for obj in objects:
                if subject.key != obj.key:
                    yield subject, obj

    def draft(
        self,
        predicate: Predicate,
        relation: Relation,
        subject: Filler,
        obj: Filler,
        fact: Factuality,
        said: Attribution | None,
        place: int | None,
        time: str | None,
        topic: str | None,
        frame: FramePattern | None,
    ) -> Draft:
        speaker = said.keys[0] if said is not None and said.keys else None
        if fact.operator == "purpose" and relation.event_type in ("SUPPORT", "AID"):
            fact = Factuality(fact.polarity)  # who acts in order to help, helps: "deployed to fight on behalf of"
        modality = fact.modality
        operator = fact.operator
        party = speaker is not None and self._party(speaker, subject.key, obj.key, relation)
        own_word = said is None or party or (said.factive and not _hostile(relation))
        if said is not None and said.alleged and not party and modality is Modality.ACTUAL:
            modality, operator = Modality.POSSIBLE, operator or "alleged"
        asserted = fact.polarity is Polarity.POSITIVE and modality is Modality.ACTUAL and own_word
        if speaker is not None and speaker == subject.key and relation.event_type in SPEECH_TYPES:
            speaker = None
            asserted = fact.polarity is Polarity.POSITIVE and modality is Modality.ACTUAL
        specific = frame.weight if frame is not None else 4
        confidence = (
            subject.confidence
            * obj.confidence
            * (0.96 - 0.12 * math.exp(-specific / 3))
            * 0.94**predicate.distance
            * (0.93 if predicate.kind == "noun" else 1.0)
        )
        return Draft(
            subject=subject.key,
            relation=relation.name,
            object=obj.key,
            polarity=fact.polarity,
            modality=modality,
            operator=operator,
            place=place,
            time=time,
            topic=topic,
            speaker=speaker,
            asserted=asserted,
            confidence=round(max(0.05, min(0.99, confidence)), 3),
            sent=self.res.annotated.sent_of[predicate.head.i],
            event_type=_event_type(relation, frame, fact.polarity, modality, operator),
            symmetric=relation.symmetric,
        )

    def _party(self, speaker: int, subject: int, obj: int, relation: Relation) -> bool:
        """An admission: the speaker is who did it, or a partner in something friendly."""
        mine = {speaker, *self.represented(speaker)}
        if subject in mine or self.represented(subject) & {speaker}:
            return True
        return relation.event_type in FRIENDLY and (obj in mine or bool(self.represented(obj) & {speaker}))

    def represented(self, key: int) -> set[int]:
        owners = {
            owner
            for holding in self.res.holdings
            if key in self.res.holders.get(holding.head, ()) and holding.status in ("current", "acting")
            for owner in self.res.office_owners.get(holding.head, ())
        }
        return owners | set(self.res.referents[key].owners)


SPEECH_TYPES = frozenset("ACCUSE REQUEST REJECT THREATEN SUPPORT AGREE CONSULT".split())


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
    if negative and friendly and (operator in ("refused", "rejected", "cancelled") or modality is Modality.PLANNED):
        return "REJECT"
    if operator == "threatened" and (hostile or kind in ("ACCUSE", "REJECT")):
        return "THREATEN"
    if modality is Modality.REQUESTED or negative:
        return None
    if modality is Modality.PLANNED and friendly and operator != "purpose":
        return "AGREE"
    return kind


def find_relations(resolution: Resolution, speakers: Speakers, lexicon: Lexicon, ontology: Ontology) -> list[Draft]:
    """All claims that the predicates of an article make."""
    matcher = _Matcher(resolution, lexicon, ontology)
    writer = _Writer(resolution, speakers, ontology)
    drafts: list[Draft] = []
    predicates = sorted(find_predicates(resolution), key=lambda p: (p.kind != "verb", p.head.i))
    by_head = {p.head.i: p for p in predicates if p.kind == "verb"}
    for predicate in predicates:
        if predicate.kind == "noun" and predicate.head.i in matcher.consumed:
            continue
        fired = False
        fact: Factuality | None = None
        for frame in matcher.frames(predicate):
            bound = matcher.match(frame, predicate)
            if bound is None:
                continue
            fact = fact or factuality_of(predicate, lexicon)
            found = list(writer.write(predicate, frame, bound, fact))
            if found:
                drafts.extend(found)
                fired = True
                break
        if predicate.kind == "verb":
            drafts.extend(_obligation(predicate, matcher, writer, ontology, lexicon))
            if not fired:
                drafts.extend(_fallback(predicate, by_head, matcher, writer, ontology, lexicon))
    return drafts


def _obligation(
    predicate: Predicate, matcher: _Matcher, writer: _Writer, ontology: Ontology, lexicon: Lexicon
) -> Iterator[Draft]:
    """ "X says Y must VP", "X demanded that Y VP": X urged Y."""
    verb = predicate.head
    relation = ontology.relations.get("urged")
    if relation is None:
        return
    said = writer.speakers.of(verb)
    urging: list[Filler] = []
    if any(c.dep_ == "aux" and c.lemma_.lower() in OBLIGATION for c in verb.children):
        urging = [Filler(k, 0.8) for k in (said.keys if said is not None else ())]
    elif verb.dep_ == "ccomp" and not any(c.lower_ == "to" for c in verb.children):
        op = operator_of(verb.head, "that", lexicon, verb)
        if op is not None and op.modality == Modality.REQUESTED.value and op.mark == "that":
            tokens, _ = subjects(verb.head)
            urging = [f for t in tokens for f in matcher.fillers(t, {relation.domain}, agent=True)]
            said = writer.speakers.of(verb.head)
    fact = Factuality()
    time = time_of(predicate, matcher.res.annotated)
    for token in predicate.subject:
        for obj in matcher.fillers(token, {relation.range}, agent=True):
            for subject in urging:
                if subject.key != obj.key and obj.key not in writer.represented(subject.key):
                    source = None if said and subject.key in said.keys else said
                    yield writer.draft(predicate, relation, subject, obj, fact, source, None, time, None, None)


def _fallback(
    predicate: Predicate,
    by_head: dict[int, Predicate],
    matcher: _Matcher,
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
        objects = [o for o in objects if o.key not in {s.key for s in subject}]
        if objects:
            outer = factuality_of(ruler, lexicon) if ruler is not None else Factuality()
            for one in subject:
                for other in objects[:2]:
                    yield writer.draft(
                        ruler or predicate,
                        relation,
                        Filler(one.key, one.confidence * 0.8),
                        other,
                        outer,
                        writer.speakers.of(predicate.head),
                        None,
                        time_of(ruler or predicate, matcher.res.annotated),
                        None,
                        None,
                    )
            return
