"""Who or what may be meant, the most salient first.

Sentence recency and grammatical role weigh the candidates, as in Lappin and Leass (1994). Nouns that mean nobody known
("the treaty", "an official") compete with the rest: where one of them is the most salient, a pronoun means no actor.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from kg.extract.discourse import SUBJECTS, Discourse, clause_of
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["NOBODY_KNOWN", "Candidate", "antecedents", "rivals"]

NOBODY_KNOWN = -1
NEARNESS = 4  # sentences that a pronoun may look back
MENTIONS = 80  # the nearest mentions, so that a sentence without end costs no more than linear time
RIVALS = 24  # unnamed nouns that compete, the nearest
ARGUMENTS = frozenset("nsubj nsubjpass dobj pobj conj dative attr oprd".split())
MODIFIERS = frozenset("poss compound amod nmod".split())


class Candidate(NamedTuple):
    """A referent (or `NOBODY_KNOWN`), how salient it is, and the token of the mention that makes it so."""

    score: float
    key: int
    at: int


def _weigh(d: Discourse, token: Token, mention: Token, subject: bool) -> float:
    gap = d.a.sent_of[token.i] - d.a.sent_of[mention.i]
    score = 10.0 - 3.5 * gap + (2.5 if subject else 0.0) + 0.001 * min(mention.i - token.i, 0)
    if mention.i in d.quoted and token.i not in d.quoted:
        score -= 3.0  # what somebody speaks of is not what the article speaks of
    if mention.dep_ in MODIFIERS:
        return score - 1.5
    return score - 0.7 if mention.dep_ == "pobj" else score


def antecedents(
    d: Discourse, token: Token, kinds: frozenset[EntityType], back: int = NEARNESS, barred: frozenset[int] = frozenset()
) -> list[Candidate]:
    """Referents of these types that syntax lets a pronoun mean, the most salient first.

    An object pronoun is nobody of its own clause (principle B of binding theory): "Putin told him". The subject of a
    relative clause is not the noun that an object relative stands for: "Erdogan, whom he had called". Nor is a speaker
    named in what he says (principle C): '"Maduro has lost," he said'.
    """
    clause = clause_of(token)
    inside = token.tag_ == "PRP" and token.dep_ not in SUBJECTS
    barred |= frozenset(d.clause_subjects(clause)) if inside else _relativized(d, token, clause)
    said = _said(d, token, clause)
    here = d.a.sent_of[token.i]
    best: dict[int, Candidate] = {}
    for i, key, subject in islice(d.before(token.i, back), MENTIONS):
        if d.referents[key].type not in kinds or key in barred or i in said:
            continue
        mention = d.doc[i]
        if (
            inside
            and d.a.sent_of[i] == here
            and (subject or token.dep_ in ("dobj", "pobj", "dative"))
            and clause_of(mention) == clause
        ):
            continue
        score = _weigh(d, token, mention, subject)
        if key not in best or score > best[key].score:
            best[key] = Candidate(score, key, i)
    return sorted(best.values(), key=lambda c: (-c.score, c.key))


def _said(d: Discourse, token: Token, clause: int) -> range:
    """The tokens of what a speaking subject has said before it."""
    verb = d.doc[clause]
    if token.dep_ == "nsubj" and token.head.i == clause and verb.lemma_ in d.lexicon.words("say"):
        for child in verb.children:
            if child.dep_ == "ccomp" and child.i < token.i:
                return range(child.left_edge.i, child.right_edge.i + 1)
    return range(0)


def _relativized(d: Discourse, token: Token, clause: int) -> frozenset[int]:
    """Whom an object relative pronoun of the pronoun's own clause stands for."""
    verb = d.doc[clause]
    if token.dep_ not in SUBJECTS or verb.dep_ != "relcl":
        return frozenset()
    link = d.res.link(verb.head)
    objects = any(c.tag_ in ("WP", "WDT") and c.dep_ not in SUBJECTS for c in verb.children)
    return frozenset(link.keys) if link is not None and objects else frozenset()


def rivals(d: Discourse, token: Token, back: int, *, plural: bool) -> Iterator[tuple[Candidate, Token]]:
    """Nouns of one number that mean nobody known, with their salience."""
    here = d.a.sent_of[token.i]
    clause = clause_of(token)
    inside = token.tag_ == "PRP" and token.dep_ not in SUBJECTS
    for i in islice(reversed(d.others), RIVALS):
        noun = d.doc[i]
        if inside and d.a.sent_of[i] == here and clause_of(noun) == clause:
            continue
        if here - d.a.sent_of[i] > back:
            return
        if noun.dep_ in ARGUMENTS and (noun.tag_ in ("NNS", "NNPS")) == plural and not _is_time(noun):
            yield Candidate(_weigh(d, token, noun, noun.dep_ in SUBJECTS), NOBODY_KNOWN, i), noun


def _is_time(noun: Token) -> bool:
    return noun.ent_type_ in ("DATE", "TIME", "MONEY", "QUANTITY", "PERCENT", "CARDINAL")
