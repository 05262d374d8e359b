"""Terms of office: since when, until when or at what time somebody holds an office, as the words around a title say.

"became prime minister in June 2021" and "president since 2010" give a begin, "was premier until 2022" an end, and
"chancellor from 2005 to 2021" both; "resigned as premier on Thursday" is read by `left_office`. What a clause says of
another time ("the president on Monday met ...") is none of the title's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.clauses import looks_ahead
from kg.extract.subjects import subjects
from kg.extract.times import span_of

if TYPE_CHECKING:
    from kg.extract.offices import Holding
    from kg.extract.referents import Resolution
    from kg.extract.timeline import Timeline
    from kg.extract.tokens import Token

__all__ = ["is_to_come", "left_office", "term_of"]

# Verbs with whose time the office begins; with those that hold it, a time is one at which it is held.
_BEGIN = frozenset("become swear install inaugurate crown take assume appoint reappoint return succeed replace".split())
_HOLD = frozenset("be serve act continue remain stay work".split())
_LEAVE = frozenset("resign quit retire abdicate".split())
_LEAVE_DOWN = frozenset("step stand".split())
_UNTIL = frozenset("until till to through".split())
_OPEN = ".."


def term_of(resolution: Resolution, timeline: Timeline, holding: Holding) -> str | None:
    """From when to when an office is held, or a time at which it is: ISO 8601; None where the text does not say."""
    head = resolution.annotated.doc[holding.head].first_conjunct
    verb = _governor(head)
    if head.dep_ in ("appos", "attr", "oprd", "pobj") and (found := _bounds(timeline, head)):
        return found
    if verb is None or verb.lemma_ not in _BEGIN | _HOLD or looks_ahead(verb):
        return None
    if found := _bounds(timeline, verb):
        return found
    time = timeline.at(verb)
    if time is None or "/" in time.value:
        return None if time is None else time.value
    return f"{time.value}/{_OPEN}" if verb.lemma_ in _BEGIN else time.value


def is_to_come(resolution: Resolution, holding: Holding) -> bool:
    """Whether somebody is only to hold the office: "will become prime minister"."""
    verb = _governor(resolution.annotated.doc[holding.head].first_conjunct)
    if verb is None or verb.lemma_ not in _BEGIN | _HOLD:
        return False
    holding_on = verb.tag_ == "VBG" and verb.lemma_ in _HOLD  # "is staying on as": he is it now
    return (looks_ahead(verb) and not holding_on) or any(child.tag_ == "MD" for child in verb.children)


def left_office(resolution: Resolution, holding: Holding) -> tuple[tuple[int, ...], Token] | None:
    """Who gave up the office, by referents' keys, and the verb that says so: "resigned as prime minister"."""
    head = resolution.annotated.doc[holding.head].first_conjunct
    verb = _governor(head)
    if verb is None or head.dep_ != "pobj" or head.head.lower_ not in ("as", "from"):
        return None
    down = any(child.lower_ in ("down", "aside") for child in verb.children)
    if not (verb.lemma_ in _LEAVE or (verb.lemma_ in _LEAVE_DOWN and down)) or not _is_past(verb):
        return None
    who, _ = subjects(verb)
    keys = tuple(key for token in who if (link := resolution.link(token)) for key in link.keys)
    return (keys, verb) if keys else None


def _governor(head: Token) -> Token | None:
    """The verb that says of somebody that he is, becomes or stops being what the title says."""
    if head.dep_ in ("attr", "oprd", "acomp"):
        return head.head
    if head.dep_ == "pobj" and head.head.lower_ in ("as", "from"):
        verb = head.head.head
        return verb.head if verb.pos_ == "NOUN" else verb  # "took office as president"
    return None


def _bounds(timeline: Timeline, node: Token) -> str | None:
    """What "since", "from" and "until" bound, of the times that hang on a word, or on what an office is of."""
    begin, end = None, None
    owners = [o for c in node.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
    for preposition, time in (phrase for each in (node, *owners) for phrase in timeline.phrases(each)):
        value = time.value.partition("/")[0]
        if preposition in ("since", "from") and begin is None:
            begin = value
        elif preposition in _UNTIL and end is None:
            end = time.value.rpartition("/")[2]
    if begin and end:
        return span_of(begin, end)
    return f"{begin}/{_OPEN}" if begin else f"{_OPEN}/{end}" if end else None


def _is_past(verb: Token) -> bool:
    """Whether it has happened: "resigned", "has resigned", not "would resign" or "did not resign"."""
    helpers = {child.lemma for child in verb.children if child.dep_ in ("aux", "auxpass")}
    unreal = any(child.dep_ == "neg" or child.lower_ in ("if", "unless") for child in verb.children)
    return not unreal and (verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helpers == {"have"}))
