"""Place and topic of a predicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extract.arguments import Predicate
from kg.extract.clauses import held, shared_clause
from kg.extract.referents import Resolution
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["Placed", "place_of", "topic_of"]

PLACE_TYPES = frozenset({EntityType.COUNTRY, EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
PLACE_PREPOSITIONS = frozenset("in at near inside outside throughout across within around through along".split())
# These give a place to what is done with force or ships; elsewhere they give a topic: "talks on the Barents Sea".
OVER = frozenset(("on", "over", "off", "above"))
FORCED_PREPOSITIONS = PLACE_PREPOSITIONS | OVER
# What is done to people where they are: "arrested protesters in Minsk".
BODILY = frozenset("ASSAULT COERCE AID CONSULT".split())
FORCEFUL = frozenset("ASSAULT MOBILIZE COERCE RETREAT".split())


class Placed(NamedTuple):
    """A place by its referent's key, and the token that names it."""

    key: int
    at: int


def place_of(
    predicate: Predicate,
    resolution: Resolution,
    taken: frozenset[int],
    literals: tuple[Token, ...] = (),
    event_type: str | None = None,
    *,
    alone: bool = False,
) -> Placed | None:
    """Where: a place that hangs on the predicate or its object by a local preposition, and is no argument already.

    `alone` leaves out the clause around it: what is asked for in Geneva is not to be done there.
    """
    local = FORCED_PREPOSITIONS if event_type in FORCEFUL else PLACE_PREPOSITIONS
    for word, objects in predicate.arguments.items():
        if word in local:
            found = _first_place(objects, resolution, taken)
            if found is not None:
                return found
    found = _relative_place(predicate.head, resolution, taken)
    if found is not None:
        return found
    for node in _place_heads(predicate, resolution, literals, event_type, alone):
        for child in node.children:
            if child.dep_ in ("prep", "advmod") and child.lower_ in local:
                found = _first_place(child.by_dep.get("pobj", ()), resolution, taken)
                if found is not None:
                    return found
    return _there(predicate, resolution, taken)


def _relative_place(head: Token, resolution: Resolution, taken: frozenset[int]) -> Placed | None:
    """ "Latvia, where they met", "Latvia, where he was to meet her and sign"."""
    where = _has_where(head)
    while head.dep_ in ("conj", "xcomp") and head.head.i != head.i:
        head = head.head
        where = where or _has_where(head)
    return _placed(head.head, resolution, taken) if where and head.dep_ == "relcl" else None


def _has_where(verb: Token) -> bool:
    return any(c.lower_ == "where" for c in verb.by_dep.get("advmod", ()))


def _there(predicate: Predicate, resolution: Resolution, taken: frozenset[int]) -> Placed | None:
    """ "there": the last place that something was in, came to or belonged to, in this sentence or the one before."""
    adverbs = [c for c in predicate.head.by_dep.get("advmod", ()) if c.lower_ == "there"]
    if not adverbs:
        return None
    doc, sent_of = predicate.head.doc, resolution.annotated.sent_of
    at = adverbs[0].i
    for i in range(at - 1, -1, -1):
        if sent_of[at] - sent_of[i] > 1:
            return None
        name = resolution.names.get(i)
        if name is None or name.head != i or name.kind != "name":
            continue
        position = doc[i].dep_ in ("poss", "compound") or (
            doc[i].dep_ == "pobj" and doc[i].head.lower_ in LEADS_THERE
        )  # an actor by its capital is no place: "coordinated with Moscow"
        found = _placed(doc[i], resolution, taken) if position else None
        if found is not None:
            return found
    return None


LEADS_THERE = PLACE_PREPOSITIONS | frozenset(("to", "into", "from", "for", "on"))


def _first_place(tokens: Iterable[Token], resolution: Resolution, taken: frozenset[int]) -> Placed | None:
    places = (_placed(token, resolution, taken) for token in tokens)
    return next((place for place in places if place is not None), None)


def _place_heads(
    predicate: Predicate, resolution: Resolution, literals: tuple[Token, ...], event_type: str | None, alone: bool
) -> Iterator[Token]:
    """What a place may hang on: the predicate, its things ("Iranian targets in Syria", never a topic), its clause."""
    lexicon = resolution.lexicon
    belongings, events = lexicon.words("belonging", "organ"), lexicon.nominals
    yield predicate.head
    yield from held((predicate.head, *literals))
    yield from literals
    for word in ("during", "at", "for"):  # "during a stop in Bahrain", "for three days in the capital"
        yield from (t for t in predicate.at(word) if t.i not in resolution.names)
    people = lexicon.words("people") if event_type in BODILY else frozenset()
    for objects in predicate.arguments.values():
        # "met Putin in Moscow": a person's name has no place of its own
        yield from (t for t in objects if t.i in resolution.names and resolution.names[t.i].type is EntityType.PERSON)
        yield from (t for t in objects if t.i not in resolution.names and t.lemma_.lower() in people)
        loose = [(t, t.lemma_.lower()) for t in objects if t.i not in resolution.names]
        nouns = [t for t, lemma in loose if lemma in belongings or lemma in events]
        yield from nouns
        yield from held(nouns)
        yield from _inner(nouns, resolution)
    if alone or _has_place(predicate, resolution):
        return
    outer = shared_clause(predicate.head, resolution.lexicon.words("judge"))
    for _ in range(_DEPTH):
        if outer is None:
            return
        yield outer
        if predicate.head.tag_ == "VBG":  # "shelled villages in the district, killing four"
            yield from (c for c in outer.children if c.dep_ == "dobj" and c.i not in resolution.names)
        outer = shared_clause(outer)


_DEPTH = 3


def _inner(nouns: list[Token], resolution: Resolution) -> Iterator[Token]:
    """What the event nouns are about: "over airstrikes against *targets* in Syria"."""
    for noun in nouns:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("against", "on", "of"):
                yield from (o for o in child.children if o.dep_ == "pobj" and o.i not in resolution.names)


def _placed(token: Token, resolution: Resolution, taken: frozenset[int]) -> Placed | None:
    link = resolution.link(token)
    if link is not None:
        name = resolution.names.get(token.i)
        for key in link.keys:
            if resolution.referents[key].type not in PLACE_TYPES:
                continue
            if key in taken and not _is_repeated(token, key, resolution):
                continue
            if name is not None and name.kind != "name":
                continue
            return Placed(key, token.i)
        return None
    # "in the northern city of Mosul", "at the airport in Zhytomyr", "in Syria's civil war"
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "near"):
            for obj in child.children:
                if obj.dep_ == "pobj":
                    found = _placed(obj, resolution, taken)
                    if found is not None:
                        return found
        elif child.dep_ in ("appos", "compound") and resolution.link(child) is not None:
            found = _placed(child, resolution, taken)
            if found is not None:
                return found
    return None


def _has_place(predicate: Predicate, resolution: Resolution) -> bool:
    """Whether a verb has a place of its own, though an actor has it too: what "is held in Iran" is not elsewhere."""
    if predicate.head.pos_ != "VERB":
        return False
    local = (o for c in predicate.head.children if c.lower_ in PLACE_PREPOSITIONS for o in c.children)
    return any(_placed(o, resolution, frozenset()) is not None for o in local)


def _is_repeated(token: Token, key: int, resolution: Resolution) -> bool:
    """Whether an actor is named apart from the place: "China and Laos will hold talks in the south of China"."""
    sent = resolution.annotated.sent(token)
    return any(
        i != token.i and sent.start <= i < sent.end and resolution.names[i].kind == "name" and key in link.keys
        for i in (t.i for t in sent if t.i in resolution.names)
        if (link := resolution.links.get(i)) is not None
    )


def topic_of(predicate: Predicate, resolution: Resolution) -> str | None:
    """What it is about: the object that is an event or thing rather than an actor, or what follows "over", "about".

    Else it is the field that an adverb limits it to: what is refused "militarily" may be given in words.
    """
    annotated = resolution.annotated
    for word in ("", "over", "about", "on", "for", "regarding", "concerning", "of"):
        for token in predicate.at(word):
            if token.pos_ != "NOUN" or resolution.links.get(token.i) is not None:
                continue
            if word == "of" and predicate.kind != "noun":
                continue
            start, end = token.left_edge.i, token.right_edge.i + 1
            for inner in token.subtree:  # a relative clause or participle is no part of the topic
                if inner.dep_ in ("relcl", "acl", "advcl") and inner.head.i == token.i:
                    end = min(end, inner.left_edge.i)
            if 1 < end - start <= 14:
                return annotated.text(start, end).strip(" ,;")
    fields = resolution.lexicon.words("field")
    return next((c.text for c in predicate.head.by_dep.get("advmod", ()) if c.lower_ in fields), None)
