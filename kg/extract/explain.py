"""What the rules made of an article -> the same in plain values, sentence by sentence.

Nothing is decided here: every reason is one that a rule gave when it decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.extract.arguments import Predicate
from kg.extract.attribution import Attribution
from kg.extract.claims import label_of
from kg.extract.discourse import Discourse
from kg.extract.drafts import Draft
from kg.extract.factuality import factuality_of
from kg.extract.fillers import wanted_by
from kg.extract.lexicon import DIRECT_OBJECT, FramePattern, Lexicon, Slot
from kg.extract.matching import Misfit, frames_of
from kg.extract.name_spans import each_name
from kg.extract.reasons import Rule, Why
from kg.extract.relations import Reading
from kg.extract.scale import Factuality
from kg.extract.tokens import Token
from kg.extract.trace import (
    Argument,
    Cue,
    Explanation,
    FactStep,
    FrameTrace,
    Made,
    MentionTrace,
    Origin,
    PredicateTrace,
    Reason,
    Ref,
    Refusal,
    SentenceTrace,
    SpeakerTrace,
    StatementTrace,
    TitleTrace,
)
from kg.extract.understood import Understood
from kg.model import Modality, Polarity
from kg.ontology import Ontology

__all__ = ["explain"]

# Places of arguments that are no preposition.
_PLACES = {DIRECT_OBJECT: "object", "=": "is", "+": "compound"}
_RELATIVE = ("WP", "WDT", "WP$")
_PLAIN_HOW = {"the": "description", "his": "description"}  # links by description name the noun
_KNOWN_CLASSES = ("say", "confirm", "allege", "light")


def explain(understood: Understood, ontology: Ontology, lexicon: Lexicon, before: int = 0) -> Explanation:
    """Explain all sentences of an article, or of a section with so many sentences `before` it."""
    explainer = _Explainer(understood, ontology, lexicon, before)
    annotated = understood.resolution.annotated
    return Explanation(
        annotated.article, tuple(explainer.sentence(n) for n in range(len(annotated.sents))), understood.claims
    )


class _Explainer:
    """Puts what was understood of one article into the sentences it stands in."""

    def __init__(self, understood: Understood, ontology: Ontology, lexicon: Lexicon, before: int) -> None:
        self.all = understood
        self.before = before
        self.res = understood.resolution
        self.a = understood.resolution.annotated
        self.ontology = ontology
        self.lexicon = lexicon
        self.mentions = self._by_sentence(self._mentions())
        self.readings: dict[int, list[Reading]] = defaultdict(list)
        for reading in sorted(_by_predicate(understood.readings), key=lambda r: (r.predicate.head.i, r.predicate.kind)):
            self.readings[self.a.sent_of[reading.predicate.head.i]].append(reading)
        self.statements = self._statements()

    def sentence(self, n: int) -> SentenceTrace:
        sent = self.a.sents[n]
        start, end = self.a.span(sent.start, sent.end)
        return SentenceTrace(
            number=self.before + n + 1,
            start=start,
            end=end,
            text=self.a.article.text[start:end],
            mentions=tuple(self.mentions[n]),
            titles=tuple(self._titles(n)),
            predicates=tuple(self._predicate(reading) for reading in self.readings[n]),
            statements=tuple(self.statements[n]),
        )

    # -- words and entities

    def _ref(self, key: int) -> Ref:
        referent = self.res.referents[key]
        return Ref(label_of(referent, self.ontology), referent.type, referent.actor)

    def _refs(self, keys: Iterable[int]) -> tuple[Ref, ...]:
        return tuple(self._ref(key) for key in dict.fromkeys(keys))

    def _words(self, token: Token) -> tuple[int, int]:
        """The name or noun phrase that a token is the head of (half-open tokens)."""
        name = self.res.names.get(token.i)
        return (name.start, name.end) if name is not None else Discourse.phrase(token)

    def _text(self, token: Token) -> str:
        return self.a.text(*self._words(token))

    # -- who is who

    def _mentions(self) -> Iterator[tuple[int, MentionTrace]]:
        """Mentions by their head tokens, in order."""
        heads = {name.head for name in each_name(self.res.names)}
        for token in self.a.doc:
            link = self.res.links.get(token.i)
            if link is None and token.i not in self.res.abstained:
                continue
            if link is not None and token.i in self.res.names and token.i not in heads:
                continue
            start, end = self.a.span(*self._words(token))
            text = self.a.article.text[start:end]
            if link is None:
                yield token.i, MentionTrace(start, end, text, self.res.abstained[token.i], None, ())
            else:
                how = "relative" if token.tag_ in _RELATIVE else _PLAIN_HOW.get(link.how.split()[0], link.how)
                yield token.i, MentionTrace(start, end, text, how, link.confidence, self._refs(link.keys))

    def _by_sentence(self, found: Iterable[tuple[int, MentionTrace]]) -> dict[int, list[MentionTrace]]:
        table: dict[int, list[MentionTrace]] = defaultdict(list)
        for i, mention in found:
            table[self.a.sent_of[i]].append(mention)
        return table

    def _titles(self, n: int) -> Iterator[TitleTrace]:
        for holding in self.res.holdings:
            if self.a.sent_of[holding.head] == n:
                start, end = self.a.span(holding.start, holding.end)
                yield TitleTrace(
                    start=start,
                    end=end,
                    text=self.a.article.text[start:end],
                    status=holding.status,
                    holders=self._refs(self.res.holders.get(holding.head, ())),
                    owners=self._refs(self.res.office_owners.get(holding.head, ())),
                )

    # -- predicates

    def _predicate(self, reading: Reading) -> PredicateTrace:
        predicate = reading.predicate
        head = predicate.head
        start, end = self.a.span(head.i, head.i + 1)
        lemma = head.lemma_.lower()
        fact = reading.fact or factuality_of(predicate, self.lexicon)
        around = reading.around
        time = around.time if around is not None else None
        place = around.place if around is not None else None
        return PredicateTrace(
            start=start,
            end=end,
            text=self.a.text(head.i, head.i + 1),
            lemma=lemma,
            kind=predicate.kind,
            passive=predicate.passive,
            arguments=tuple(self._arguments(predicate)),
            frames=tuple(self._frames(reading)),
            bound=tuple(self._bound(reading)),
            taken_by=self.a.doc[reading.taken_by].text if reading.taken_by is not None else None,
            operators=tuple(dict.fromkeys(op.name for op in self.lexicon.operators.get(lemma, ()))),
            classes=tuple(name for name in _KNOWN_CLASSES if lemma in self.lexicon.words(name)),
            polarity=fact.polarity,
            modality=fact.modality,
            steps=tuple(self._steps(fact)),
            opened=tuple(dict.fromkeys(draft.relation for draft in reading.drafts if draft.rule is Rule.OPEN)),
            speaker=self._speaker(reading.said) if reading.said is not None else None,
            place=Cue(self._ref(place.key).label, self._text(self.a.doc[place.at])) if place is not None else None,
            time=Cue(time.value, self.a.text(time.start, time.end)) if time is not None else None,
            topic=around.topic if around is not None else None,
        )

    def _arguments(self, predicate: Predicate) -> Iterator[Argument]:
        for token in predicate.subject:
            yield self._argument("subject", token)
        for word, tokens in predicate.arguments.items():
            for token in tokens:
                yield self._argument(_PLACES.get(word, word), token)

    def _argument(self, place: str, token: Token) -> Argument:
        link = self.res.link(token)
        return Argument(place, self._text(token), self._refs(link.keys) if link is not None else ())

    def _bound(self, reading: Reading) -> Iterator[Argument]:
        for role, fillers in reading.bound.roles.items() if reading.bound is not None else ():
            yield Argument(role, "", self._refs(filler.key for filler in fillers))

    def _frames(self, reading: Reading) -> Iterator[FrameTrace]:
        """The frame that fired, then those that did not fit, those that all but did first, then those not needed."""
        tried = {id(frame): (frame, misfit) for frame, misfit in reading.tried}
        if reading.frame is not None:
            yield FrameTrace(_notation(reading.frame), reading.frame.relation, fired=True)
        for frame, misfit in sorted(tried.values(), key=lambda pair: -pair[1].reach):
            if frame is not reading.frame:
                yield FrameTrace(
                    _notation(frame), frame.relation, reason=self._reason(frame, misfit), reach=misfit.reach
                )
        if reading.taken_by is None:
            for frame in {id(f): f for f in frames_of(reading.predicate, self.lexicon)}.values():
                if id(frame) not in tried and frame is not reading.frame:
                    yield FrameTrace(_notation(frame), frame.relation)

    def _reason(self, frame: FramePattern, misfit: Misfit) -> Reason:
        slot = misfit.slot
        wanted = wanted_by(slot, self.ontology.relations.get(frame.relation)) if slot is not None else ()
        refused = dict.fromkeys(misfit.refused)
        return Reason(
            misfit.why,
            tuple(sorted(misfit.words)),
            _slot(slot) if slot is not None else None,
            misfit.prepositions,
            tuple(sorted(wanted)),
            tuple(Refusal(self._text(token), self._ref(key) if key is not None else None) for token, key in refused),
        )

    def _steps(self, fact: Factuality) -> Iterator[FactStep]:
        for step in fact.steps:
            start, end = self.a.span(step.word, step.word + 1)
            yield FactStep(
                start=start,
                end=end,
                text=self.a.article.text[start:end],
                polarity=Polarity(step.polarity),
                modality=Modality(step.modality),
                operator=step.name,
                frame=step.by.text if step.by is not None else None,
            )

    def _speaker(self, said: Attribution) -> SpeakerTrace:
        return SpeakerTrace(
            cue=self.a.doc[said.cue].text if said.cue is not None else "",
            entities=self._refs(said.keys),
            quoted=said.quoted,
            confirms=said.factive,
            alleges=said.alleged,
        )

    # -- claims

    def _statements(self) -> dict[int, list[StatementTrace]]:
        made = [Made(one.draft.rule, None, None) for one in self.all.stated if one.dropped is None]
        made += [self._made(reading, draft.rule) for reading in self.all.readings for draft in reading.drafts]
        table: dict[int, list[StatementTrace]] = defaultdict(list)
        for settled in self.all.settled:
            drafts = [(self.all.drafts[n], made[n]) for n in settled.drafts]
            origins = dict.fromkeys(Origin(made_, draft.sent + 1) for draft, made_ in drafts)
            draft = drafts[0][0]
            statement = StatementTrace(
                subject=self._ref(draft.subject),
                relation=draft.relation,
                object=self._ref(draft.object),
                claim=settled.claim if settled.dropped is None else None,
                dropped=settled.dropped,
                origins=tuple(sorted(origins, key=lambda origin: origin.sentence)),
            )
            for n in sorted({origin.sentence - 1 for origin in origins}):
                table[n].append(statement)
        for one in self.all.stated:
            if one.dropped is not None:
                table[one.draft.sent].append(self._dropped(one.draft, one.dropped))
        return table

    def _made(self, reading: Reading, rule: Rule) -> Made:
        frame = reading.frame.text if reading.frame is not None else None
        if rule is Rule.FALLBACK:
            operator = factuality_of(reading.predicate, self.lexicon).by
            frame = operator.text if operator is not None else None
        return Made(rule, reading.predicate.head.text, frame if rule is not Rule.SPEECH_ACT else None)

    def _dropped(self, draft: Draft, why: Why) -> StatementTrace:
        origin = Origin(Made(draft.rule, None, None), draft.sent + 1)
        return StatementTrace(self._ref(draft.subject), draft.relation, self._ref(draft.object), None, why, (origin,))


def _by_predicate(readings: Iterable[Reading]) -> Iterable[Reading]:
    """One reading a predicate: one that no frame covers may be read once more, by the words of the text."""
    found: dict[int, Reading] = {}
    for reading in readings:
        key = id(reading.predicate)
        first = found.get(key)
        found[key] = (
            reading
            if first is None
            else first._replace(
                fact=reading.fact, said=reading.said, around=reading.around, drafts=(*first.drafts, *reading.drafts)
            )
        )
    return found.values()


def _notation(frame: FramePattern) -> str:
    """The frame as the lexicon has it; a symmetric relation's frame also serves two who do it together."""
    together = frame.subject.role == "BOTH" and "BOTH" not in frame.text
    return f"{frame.text} (as BOTH)" if together else frame.text


def _slot(slot: Slot) -> str:
    types = f":{'|'.join(sorted(slot.types))}" if slot.types else ""
    owner = "'s" if slot.owner_of else ""
    return f"{slot.role}{types}{owner}"
