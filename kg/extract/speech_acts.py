"""What is done to somebody by saying something of him: "X says Y must go" urges Y, "X said Y had lied" accuses Y."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.arguments import Predicate
from kg.extract.attribution import Attribution, Speakers
from kg.extract.factuality import factuality_of
from kg.extract.fillers import Filler
from kg.extract.lexicon import DIRECT_OBJECT, Lexicon
from kg.extract.matching import Matcher
from kg.extract.operators import operator_of
from kg.extract.subjects import noun_agent, subjects
from kg.extract.tokens import Token
from kg.model import Modality, Polarity
from kg.ontology import Ontology, Relation

__all__ = ["SpeechAct", "find_speech_acts"]

OBLIGATION = frozenset(("must", "should", "need", "ought"))
BY_OBJECT = frozenset("commit perpetrate violate breach flout break".split())
RULES = ("truce", "treaty", "rule")
CRIMES = ("campaign", "attack", "airstrike")


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """Who does what to whom by saying so; `source` is who tells of it, where that is somebody else."""

    relation: Relation
    subject: Filler
    object: Filler
    source: Attribution | None
    verb: Token  # of saying, which has the time


@dataclass(frozen=True, slots=True)
class _Saying:
    """Who says something, by which verb, and who tells of that."""

    sayers: list[Filler]
    verb: Token
    source: Attribution | None


def find_speech_acts(
    predicate: Predicate, matcher: Matcher, speakers: Speakers, ontology: Ontology, lexicon: Lexicon
) -> Iterator[SpeechAct]:
    """The acts that the statement around a verb does to the verb's subject."""
    urged, accused = ontology.relations.get("urged"), ontology.relations.get("accused")
    if urged is not None and (saying := _urging(predicate.head, urged, matcher, speakers, lexicon)) is not None:
        yield from _acts(predicate, urged, saying, matcher)
    if accused is not None and _is_wrong(predicate, lexicon):
        saying = _telling(predicate.head, accused, matcher, speakers, lexicon)
        if saying is not None:
            yield from _acts(predicate, accused, saying, matcher)


def _acts(predicate: Predicate, relation: Relation, saying: _Saying, matcher: Matcher) -> Iterator[SpeechAct]:
    for token in predicate.subject:
        for obj in matcher.fillers.of(token, {relation.range}, agent=True):
            for subject in saying.sayers:
                if subject.key != obj.key:
                    own = saying.source is not None and subject.key in saying.source.keys
                    yield SpeechAct(relation, subject, obj, None if own else saying.source, saying.verb)


def _said(verb: Token, speakers: Speakers) -> _Saying | None:
    said = speakers.of(verb)
    if said is None or not said.keys:
        return None
    return _Saying([Filler(k, 0.8) for k in said.keys], verb.doc[said.verb] if said.verb is not None else verb, said)


def _urging(verb: Token, relation: Relation, matcher: Matcher, speakers: Speakers, lexicon: Lexicon) -> _Saying | None:
    """ "X says Y must VP", "X demanded that Y VP", "its demand that Y VP"."""
    if any(c.lower_ in ("whether", "if") for c in verb.by_dep.get("mark", ())):
        return None
    if any(c.lemma_.lower() in OBLIGATION for c in verb.by_dep.get("aux", ())):
        return _said(verb, speakers)
    if verb.dep_ not in ("ccomp", "acl"):
        return None
    head = verb.head
    if any(c.lower_ == "to" for c in verb.children):
        return None
    if verb.dep_ == "ccomp":
        op = operator_of(head, "that", lexicon, verb)
        if op is not None and op.modality == Modality.REQUESTED.value and op.mark == "that":
            return _of_verb(head, relation, matcher, speakers)
    if verb.dep_ in ("acl", "ccomp") and head.pos_ == "NOUN" and head.lemma_.lower() in lexicon.words("ask"):
        return _of_noun(head, relation, matcher, speakers)
    return None


def _telling(verb: Token, relation: Relation, matcher: Matcher, speakers: Speakers, lexicon: Lexicon) -> _Saying | None:
    """ "X said Y had violated the truce", "complaints by X that Y was meddling"."""
    head = verb.head
    blaming = lexicon.words("accusation", "criticism")
    if verb.dep_ in ("acl", "ccomp") and head.pos_ == "NOUN" and head.lemma_.lower() in blaming:
        return _of_noun(head, relation, matcher, speakers)
    return _said(verb, speakers)


def _of_verb(head: Token, relation: Relation, matcher: Matcher, speakers: Speakers) -> _Saying | None:
    tokens, _ = subjects(head)
    return _saying(tokens, head, relation, matcher, speakers)


def _of_noun(noun: Token, relation: Relation, matcher: Matcher, speakers: Speakers) -> _Saying | None:
    tokens, _ = noun_agent(noun, 0)
    return _saying(tokens, noun, relation, matcher, speakers)


def _saying(
    tokens: tuple[Token, ...], at: Token, relation: Relation, matcher: Matcher, speakers: Speakers
) -> _Saying | None:
    sayers = [f for t in tokens for f in matcher.fillers.of(t, {relation.domain}, agent=True)]
    return _Saying(sayers, at, speakers.of(at)) if sayers else None


def _is_wrong(predicate: Predicate, lexicon: Lexicon) -> bool:
    """Is it blamed on somebody when it is said of him: to violate a truce, to commit crimes, to meddle?"""
    lemma, words = predicate.head.lemma_.lower(), lexicon.words
    wrong = lemma in words("wrong")
    objects = {t.lemma_.lower() for t in predicate.at(DIRECT_OBJECT)} if lemma in BY_OBJECT else frozenset()
    if lemma in ("commit", "perpetrate"):
        wrong = any(objects & words(name) for name in CRIMES)
    if lemma in ("violate", "breach", "flout"):
        wrong = bool(objects)
    if lemma == "break":
        wrong = any(objects & words(name) for name in RULES)
    if not wrong or predicate.passive:
        return False
    fact = factuality_of(predicate, lexicon)
    told = fact.modality is Modality.ACTUAL or fact.operator in ("alleged", "suspected")
    return told and fact.polarity is Polarity.POSITIVE
