"""When: the time of a predicate, from the time words of its clause, and the day that the story is at.

Another clause's time is not this one's: a predicate shares the time of the verb it hangs on only where the two are one
scene (a participle, an infinitive of purpose, a conjunct, "a meeting" that somebody flew in for). "A day after Y, X"
dates Y from X.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from kg.extract.annotate import Annotated
from kg.extract.arguments import Predicate
from kg.extract.clauses import SAME_OCCASION, held, is_prospective, looks_ahead, shared_clause
from kg.extract.lexicon import Lexicon
from kg.extract.times import WEEKDAYS, is_anaphoric, resolve_time, shift_time, span_of
from kg.extract.tokens import Span, Token

__all__ = ["Timed", "Timeline"]

NOT_WHEN = frozenset(("before", "by", "ahead", "after"))  # bounds, no times
_REACH = 6  # tokens around a time word that belong to the expression
_PHRASE = 40  # tokens of an object behind which the time of its verb may stand
_NEAR = 3  # sentences back in which the story's day is looked for
_LEAD = 1  # the sentence up to which the news of the day is told, a headline before it
_DAY = len("2022-03-07")
_DEPTH = 4


class Timed(NamedTuple):
    """A time in ISO 8601, and the tokens that tell it (half-open)."""

    value: str
    start: int
    end: int


class _Told(NamedTuple):
    """A time that the article tells: where, and whether it is an aside to the story."""

    start: int
    sent: int
    value: str
    aside: bool


def _start_of(told: _Told) -> int:
    return told.start


class Timeline:
    """The times of one article."""

    def __init__(self, annotated: Annotated, lexicon: Lexicon) -> None:
        self.annotated = annotated
        self.published = annotated.article.meta.published
        self._told = lexicon.telling
        self._told_times: list[_Told] = []
        for span in annotated.ents:
            if span.label_ in ("DATE", "TIME"):
                self._note(span)

    def _note(self, span: Span) -> None:
        """Follow the story to a time that is told; an aside leaves it where it is."""
        node = span.root
        while node.head.i != node.i and node.pos_ not in ("VERB", "AUX"):
            if node.dep_ == "prep" and node.lower_ in (*NOT_WHEN, "since", "until"):
                return
            node = node.head
        value = self._value(span.text, span.start, ahead=looks_ahead(node))
        if value is not None:
            aside = node.dep_ in ("relcl", "acl")
            self._told_times.append(_Told(span.start, self.annotated.sent_of[span.start], value, aside))

    def _anchor(self, at: int, text: str) -> str | None:
        """The day that the story is at before a token: the one told last, else for "the same day" that of the lead."""
        sent = self.annotated.sent_of[at]
        for n in range(bisect_left(self._told_times, at, key=_start_of) - 1, -1, -1):
            told = self._told_times[n]
            if sent - told.sent > _NEAR:
                break
            if told.aside and told.sent != sent:
                continue
            return told.value if len(told.value) == _DAY else None
        first = takewhile(lambda told: told.sent <= _LEAD, self._told_times)
        lead = next((told for told in first if not told.aside), None)
        counts = lead is not None and lead.start < at and len(lead.value) == _DAY and "same" in text.lower()
        return lead.value if lead is not None and counts else None

    def _value(self, text: str, at: int, *, ahead: bool, since: bool = False) -> str | None:
        anchor = self._anchor(at, text) if is_anaphoric(text) else None
        return resolve_time(text, self.published, ahead=ahead, since=since, anchor=anchor)

    def clause(self, verb: Token) -> Timed | None:
        """When, of a verb by itself: from its own time words or those of the verb it shares a scene with."""
        node: Token | None = verb
        for _ in range(_DEPTH):
            value = self.at(node, ahead=looks_ahead(node)) if node is not None else None
            if value is not None or node is None:
                return value
            node = shared_clause(node)
        return None

    def of(self, predicate: Predicate, *, ahead: bool = False, with_ruler: bool = False) -> Timed | None:
        """When: from the predicate's own time words, else from what it shares a scene with.

        `ahead` says that it is to come, whatever its verb looks like.
        `with_ruler` takes what was agreed or promised for done when it was agreed: "agreed in July to reach a deal".
        """
        ahead = ahead or looks_ahead(predicate.head) or self._is_scheduled(predicate.head)
        value = self.at(predicate.head, ahead=ahead) or self._offset(predicate.head) or self._since(predicate.head)
        if value is not None:
            return value
        for word, objects in predicate.arguments.items():
            for token in objects:
                if token.pos_ == "NOUN" and (token.i > predicate.head.i or word in SAME_OCCASION):
                    value = self.at(token, ahead=ahead)
                    if value is not None:
                        return value
        node: Token | None = predicate.head
        after: int | None = None
        for _ in range(_DEPTH):
            if node is not None and is_prospective(node) and not with_ruler:
                after = after or node.i  # what is agreed on happens later: only what stands behind it dates it
            node = shared_clause(node, self._told) if node is not None else None
            if node is None:
                break
            value = self.at(node, ahead=looks_ahead(node) or (ahead and after is not None), after=after)
            if value is not None:
                return value
        return None

    def at(self, node: Token, *, ahead: bool = False, after: int | None = None) -> Timed | None:
        """When, from the time words that hang on a word, or that its clause hangs on: "July 2016, when he came".

        `after` leaves out those before a token: "agreed on Monday to meet" does not say when they meet.
        """
        begin: Timed | None = None
        words = [pair for head in (node, *held((node,))) for pair in _time_tokens(head)]
        for token, preposition in words:
            if preposition in NOT_WHEN or (after is not None and token.i < after):
                continue
            text, start, end = _expression(token)
            found = self._value(text, start, ahead=ahead, since=preposition == "since")
            value = Timed(found, start, end) if found is not None else None
            if preposition in ("until", "to", "till", "through"):
                if begin is not None:
                    return Timed(span_of(begin.value, found) or begin.value, begin.start, end)
            elif value is not None and preposition == "from" and begin is None:
                begin = value
            elif value is not None:
                return value
        if begin is not None:
            return begin
        if node.dep_ == "relcl" and any(c.dep_ == "advmod" and c.lower_ == "when" for c in node.children):
            before = [t for t in node.head.subtree if t.i < node.left_edge.i]
            found = resolve_time(" ".join(t.text for t in before), self.published, ahead=ahead)
            return Timed(found, before[0].i, before[-1].i + 1) if found is not None else None
        return None

    def phrases(self, node: Token) -> Iterator[tuple[str, Timed]]:
        """The times that hang on a word, each with its preposition ("" for none), in the order of the grammar."""
        for token, preposition in _time_tokens(node):
            text, start, end = _expression(token)
            if (value := self._value(text, start, ahead=False)) is not None:
                yield preposition, Timed(value, start, end)

    def _is_scheduled(self, verb: Token) -> bool:
        """ "Blinken, who arrives on Thursday, ...": outside of headlines the present with a day is what is to come."""
        if verb.tag_ not in ("VBZ", "VBP") or any(c.dep_ in ("aux", "auxpass") for c in verb.children):
            return False
        return self.annotated.sent_of[verb.i] not in self.annotated.headlines

    def _offset(self, verb: Token) -> Timed | None:
        """ "a day after S": S lies a day before the clause that it hangs on, or before the one that this is said in."""
        marks = [c for c in verb.children if c.dep_ == "mark" and c.lower_ in ("after", "before")]
        lengths = [c for c in verb.children if c.dep_ == "npadvmod" and marks and c.i < marks[0].i]
        if not lengths or verb.dep_ != "advcl":
            return None
        start, end = lengths[0].left_edge.i, lengths[0].i + 1
        text = self.annotated.text(start, end)
        node = verb.head
        for _ in range(_DEPTH):
            day = self.at(node)
            if day is not None or node.head.i == node.i:
                value = shift_time(text, day.value if day is not None else None, back=marks[0].lower_ == "after")
                return Timed(value, start, end) if value is not None else None
            node = node.head
        return None

    def _since(self, verb: Token) -> Timed | None:
        """ "ever since Russia intervened in 2015 it has coordinated": from then on."""
        if not any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children):
            return None
        for child in verb.children:
            if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "since" for c in child.children):
                value = self.at(child)
                return value._replace(value=f"{value.value.split('/')[0]}/..") if value is not None else None
        return None


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in WEEKDAYS or token.lower_ in (
        "yesterday", "today", "tomorrow", "weekend", "tonight", "overnight",
    )  # fmt: skip


PARTS = frozenset("day morning afternoon evening".split())  # "in the evening", which the model does not mark
MODIFIERS = frozenset("npadvmod advmod tmod nmod compound poss nummod appos preconj".split())


def _time_tokens(head: Token) -> Iterator[tuple[Token, str]]:
    """Time expressions that hang on a head, with their preposition."""
    for child in head.children:
        if child.dep_ in MODIFIERS and (_is_time(child) or _is_distance(child)):
            yield child, ""
        elif child.dep_ == "prep":
            yield from _in_phrase(child)
        elif child.dep_ in ("nsubj", "nsubjpass") and head.pos_ in ("VERB", "AUX") and child.right_edge.i < head.i:
            last = [c for c in child.children if c.dep_ == "prep" and c.right_edge.i == child.right_edge.i]
            for inner in last:  # "The government on Sunday refused": the parser hangs the day on the government
                yield from _in_phrase(inner)
        elif child.lower_ in ("late", "early", "earlier", "later", "again", "only", "times", "once", "twice"):
            for inner in child.children:  # "late on Friday", "three times since 2020"
                if inner.dep_ == "prep":
                    yield from _in_phrase(inner)
        elif child.dep_ in ("dobj", "attr", "dative") and head.pos_ == "VERB":
            if _is_time(child):
                yield child, ""
            for inner in _trailing(child):
                yield inner, ""


def _is_distance(adverb: Token) -> bool:
    """ "the night *before*", "two days *later*", of which the model marks the first part alone."""
    far = adverb.lower_ in ("before", "earlier", "later", "after", "ago")
    return far and any(c.dep_ == "npadvmod" and _is_time(c) for c in adverb.children)


def _trailing(noun: Token) -> Iterator[Token]:
    """ "bombed sites used by rebels *overnight*": an adverb behind a participle's agent is the main verb's."""
    phrase = noun.doc[noun.i : min(noun.right_edge.i + 1, noun.i + _PHRASE)]
    for participle in (t for t in phrase if t.dep_ == "acl" and t.tag_ == "VBN"):
        agents = [c.i for c in participle.children if c.dep_ == "agent"]
        for child in participle.children:
            if agents and child.i > agents[0] and child.dep_ in ("advmod", "npadvmod") and _is_time(child):
                yield child


def _in_phrase(preposition: Token) -> Iterator[tuple[Token, str]]:
    for obj in preposition.children:
        if obj.dep_ == "preconj" and _is_time(obj):  # "in Geneva the same day"
            yield obj, ""
        if obj.dep_ == "prep" and obj.i > preposition.i:  # "from Friday until Monday"
            yield from _in_phrase(obj)
        if obj.dep_ not in ("pobj", "pcomp"):
            continue
        parts = (t for t in obj.children if t.dep_ in ("nummod", "compound", "npadvmod"))
        if _is_time(obj) or obj.lower_ in PARTS or any(map(_is_time, parts)):
            yield obj, preposition.lower_


def _expression(token: Token) -> tuple[str, int, int]:
    """The words of a time expression, with the preposition where it says more than that, and its tokens (half-open)."""
    words = [t for t in token.subtree if abs(t.i - token.i) < _REACH]
    text = " ".join(t.text for t in words)
    return (f"in {text}" if token.lower_ in PARTS else text), words[0].i, words[-1].i + 1
