""" "It" that means nothing: "it is clear that", "it took 20 months to", "it rained" (after Lappin and Leass 1994)."""

from __future__ import annotations

from kg.extract.tokens import Token

__all__ = ["is_pleonastic"]

LINKING = frozenset("be seem appear remain become look turn sound prove".split())
# What a clause may be; "willing", "confident" and the like are what somebody is.
MODAL = frozenset(
    "necessary possible impossible certain likely unlikely probable important crucial vital essential good bad better"
    " best useful advisable convenient easy hard difficult tough desirable legal illegal clear unclear obvious evident"
    " plain known unknown uncertain early late premature wrong right natural normal inevitable imperative true false"
    " strange odd surprising unusual regrettable understandable unacceptable acceptable urgent critical unthinkable"
    " enough rare common safe dangerous risky wise unfair fair notable noteworthy significant worth".split()
)
CLAUSES = frozenset("ccomp xcomp csubj csubjpass advcl".split())
JUDGING = frozenset("make find think consider deem believe".split())  # "made it clear", "finds it hard"
LASTING = frozenset("take cost".split())
WEATHER = frozenset("rain snow hail thunder drizzle".split())
TIMES = frozenset(
    "time day night midnight noon morning afternoon evening hour minute week weekend month year dawn dusk winter spring"
    " summer autumn monday tuesday wednesday thursday friday saturday sunday".split()
)
SEEMING = frozenset("seem appear happen turn emerge transpire remain".split())


def is_pleonastic(token: Token) -> bool:
    """Does this "it" stand for a clause, the time or the weather rather than for somebody or something?"""
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if _judged(token):
        return True
    clause = any(c.dep_ in CLAUSES and c.i > token.i for c in verb.children)
    lemma = verb.lemma
    if token.dep_ == "nsubjpass":
        return any(c.dep_ in ("ccomp", "csubjpass") for c in verb.children)
    if lemma in WEATHER or (lemma in SEEMING and clause):
        return True
    if lemma in LASTING:
        return clause and any(c.dep_ == "dobj" and (c.lemma_ in TIMES or c.ent_type_) for c in verb.children)
    return lemma in LINKING and _told_of_clause(verb, clause=clause)


def _judged(token: Token) -> bool:
    """ "finds it hard to", "thinks it unlikely that": an adjective at once, and a verb of judging before."""
    doc = token.doc
    if not token.i or token.i + 1 >= len(doc) or doc[token.i - 1].lemma_ not in JUDGING:
        return False
    after = doc[token.i + 1]
    return after.pos_ in ("ADJ", "ADV") or after.lemma_ in TIMES


def _told_of_clause(verb: Token, *, clause: bool) -> bool:
    """ "it is hard to say", "it was the third time that", "it was Hemedti who", "it was nearly midnight"."""
    for child in verb.children:
        if child.dep_ == "acomp" and child.lemma in MODAL:
            return clause or any(c.dep_ in CLAUSES or c.dep_ == "prep" for c in child.children)
        if child.dep_ in ("attr", "npadvmod") and (
            child.lemma in TIMES or any(c.dep_ == "relcl" and c.i > child.i for c in child.children)
        ):
            return True
    return False
