"""Whom "they" means: groups, coordinated names, a state's forces, or two who met."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from kg.extract.discourse import SUBJECTS, Discourse, clause_of
from kg.extract.referents import Link
from kg.extract.salience import rivals
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["resolve_they"]

NO_ACTORS = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY, EntityType.EVENT})
SEVERAL = frozenset({EntityType.GROUP, EntityType.ORGANIZATION})
JOINT = frozenset("discuss talk agree negotiate meet speak sign".split())  # what several do with each other
_LATEST = 40  # mentions that "they" may look back on


class _Several(NamedTuple):
    score: float
    keys: tuple[int, ...]
    at: int


def resolve_they(d: Discourse, token: Token, ahead: Sequence[int]) -> None:
    """Bind a "they" to several who were mentioned together, or to one that is many."""
    if len(ahead) > 1 or (ahead and d.referents[ahead[0]].type in SEVERAL):
        d.bind(token, tuple(ahead), 0.8, "pronoun")
        return
    best = max(_candidates(d, token), default=None, key=lambda c: c.score)
    if best is None:
        pair = _partners(d, token)
        if pair:
            d.bind(token, pair, 0.65, "pronoun")
        return
    if _outdone(d, token, best.score):
        return
    keys = best.keys
    if token.dep_ in SUBJECTS and token.head.lemma_ in JOINT and d.doc[best.at].dep_ in SUBJECTS and len(keys) == 1:
        keys = tuple(dict.fromkeys((*keys, *_other_side(d, d.doc[best.at]))))
    d.bind(token, keys, 0.65, "pronoun")


def _candidates(d: Discourse, token: Token) -> list[_Several]:
    here = d.a.sent_of[token.i]
    organs = {i for i in islice(reversed(d.organs), _LATEST) if i < token.i and here - d.a.sent_of[i] <= 1}
    seen = sorted({i for i, _, _ in islice(d.before(token.i, 1), 2 * _LATEST)} | organs)[-_LATEST:]
    inside = token.tag_ == "PRP" and token.dep_ not in SUBJECTS
    barred = d.clause_subjects(clause_of(token)) if inside else set()
    found = []
    for i in seen:
        link = d.res.links.get(i) or Link(d.organs[i], 0.8, "organ")
        mention = d.doc[i]
        if mention.dep_ == "conj" or barred & set(link.keys):
            continue
        keys = list(link.keys)
        for other in mention.conjuncts[:_LATEST]:
            linked = d.res.links.get(other.i)
            if linked and other.i > i:
                keys.extend(linked.keys)
        keys = list(dict.fromkeys(keys))
        kinds = {d.referents[k].type for k in keys}
        single = len(keys) == 1 and not kinds & SEVERAL and i not in organs
        if single or len(kinds) > 1 or kinds & NO_ACTORS:
            continue
        body = len(keys) == 1 and kinds == {EntityType.ORGANIZATION}
        if body and mention.tag_ not in ("NNS", "NNPS") and mention.dep_ not in SUBJECTS:
            continue
        found.append(_Several(_weigh(d, token, mention, body=body), tuple(keys), i))
    return found


def _weigh(d: Discourse, token: Token, mention: Token, *, body: bool = False) -> float:
    gap = d.a.sent_of[token.i] - d.a.sent_of[mention.i]
    return (3.5 if body else 5.0) - 3.0 * gap + (2.0 if mention.dep_ in SUBJECTS else 0.0) + 0.001 * mention.i


def _outdone(d: Discourse, token: Token, score: float) -> bool:
    """Is a plural that means nobody known as good: "The talks between Iran and the US ... They lasted"?"""
    acts = token.dep_ == "nsubj" and token.head.lemma_ in d.actions
    persons = d.lexicon.words("person") | d.lexicon.words("people")
    return any(
        _weigh(d, token, noun) >= score
        for _, noun in rivals(d, token, 1, plural=True)
        if noun.i not in d.organs and (not acts or noun.lemma_ in persons)
    )


def _other_side(d: Discourse, subject: Token) -> list[int]:
    """The partner of a subject: "U.S. officials met Taliban envoys in Doha"."""
    verb = subject.head
    ends = [c for c in verb.children if c.dep_ == "dobj"]
    ends += [o for c in verb.children if c.dep_ == "prep" and c.lower_ == "with" for o in c.children]
    keys: list[int] = []
    for end in ends:
        link = d.res.link(end)
        keys.extend(link.keys if link is not None else d.organs.get(end.i, ()))
    return [k for k in keys if d.referents[k].type not in NO_ACTORS and d.referents[k].type is not EntityType.PERSON]


def _partners(d: Discourse, token: Token) -> tuple[int, ...]:
    """ "his meeting with Putin ... They discussed": the two persons of the sentence before."""
    barred = set() if token.dep_ in SUBJECTS else d.clause_subjects(clause_of(token))
    persons = {k for _, k, _ in d.before(token.i, 1) if d.referents[k].type is EntityType.PERSON} - barred
    return tuple(sorted(persons)) if len(persons) == 2 and token.dep_ in SUBJECTS else ()
