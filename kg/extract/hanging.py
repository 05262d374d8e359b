"""What hangs on a noun or verb, as frames look at it: measures, prepositional phrases, clauses."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.arguments import Predicate, lemmas_of
from kg.extract.coordination import coordinated, is_denied
from kg.extract.lexicon import DIRECT_OBJECT
from kg.extract.tokens import Token

__all__ = ["LEADING", "forms_of", "hanging_on", "has_clause", "in_clause", "is_question", "measured", "names_it"]

LEADING = ("to", "against", "on", "at", "into", "with", "for", "toward", "towards")
PLACED = frozenset(
    "impose place slap levy put enforce introduce file lodge submit make send issue propose table draft write sign"
    " extend offer provide give award".split()
)
_DEPTH = 12


def in_clause(token: Token, verb: Token) -> bool:
    """Does a token hang on a verb without a clause that has a subject of its own between them?"""
    node = token
    for _ in range(_DEPTH):
        if node.i == verb.i:
            return True
        if (node.dep_ in ("relcl", "ccomp", "conj") and node.pos_ in ("VERB", "AUX")) or node.head.i == node.i:
            return False
        node = node.head
    return False


def forms_of(tokens: Iterable[Token]) -> frozenset[str]:
    """The words under which tokens, and what they measure, may be listed."""
    found: set[str] = set()
    for token in tokens:
        found.update(lemmas_of(token))
        for counted in measured(token):
            found.update(lemmas_of(counted))
    return frozenset(found)


def measured(noun: Token) -> tuple[Token, ...]:
    """ "a package of sanctions", "dozens of drones": what there is so much of."""
    if noun.lemma_.lower() not in MEASURES and noun.pos_ != "NUM":
        return ()
    of = [c for c in noun.by_dep.get("prep", ()) if c.lower_ == "of"]
    return tuple(t for c in of for o in c.by_dep.get("pobj", ()) for t in coordinated(o))


PAPERS = frozenset("memorandum letter declaration treaty statement protocol agreement".split())
MEASURES = frozenset(
    "package batch tranche barrage shipment consignment load ton tonne dozen hundred thousand number series round wave"
    " volley salvo fleet convoy truckload planeload piece amount kilo kilogram pair set string score host array range"
    " slew raft lot".split()
)


def hanging_on(token: Token, depth: int = 0) -> dict[str, tuple[Token, ...]]:
    """The objects of prepositions that hang on a noun, by preposition."""
    table: dict[str, tuple[Token, ...]] = {}
    for child in token.children:
        if child.dep_ == "prep":
            objs = child.by_dep.get("pobj", ())
            found = tuple(t for o in objs for t in (o, *o.conjuncts) if not is_denied(t))
            table[child.lower_] = (*table.get(child.lower_, ()), *found)
            if (
                child.lower_ == "of" and depth == 0 and token.lemma_.lower() in PAPERS
            ):  # "a memorandum of understanding with Oman"
                for inner in objs:
                    table.update({w: o for w, o in hanging_on(inner, 1).items() if w in LEADING and w not in table})
        elif child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in PLACED:
            for word, carried in _carried(child).items():  # "sanctions imposed on Iran", "an appeal filed by Oman"
                table[word] = (*table.get(word, ()), *carried)
    return table


def _carried(participle: Token) -> dict[str, tuple[Token, ...]]:
    links = [c for c in participle.children if c.dep_ in ("prep", "agent")]
    return {c.lower_: tuple(t for o in c.children if o.dep_ == "pobj" for t in (o, *o.conjuncts)) for c in links}


def has_clause(head: Token, mark: str) -> bool:
    """Whether a clause hangs on the head that is marked so: "from entering", "that ..."."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == mark and "pcomp" in child.by_dep:
            return True  # "barred them from entering"
        if child.dep_ in ("xcomp", "ccomp", "acl", "advcl"):
            marks = {c.lower_ for c in child.children if c.dep_ in ("aux", "mark")}
            if mark in marks or (mark == "that" and child.dep_ == "ccomp" and "to" not in marks):
                return True
    return False


def is_question(verb: Token) -> bool:
    """Whether the verb's clause is a question: "asked whether"."""
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "advcl")]
    return any(g.lower_ in ("whether", "if") or g.tag_ in ("WRB", "WP") for c in clauses for g in c.children)


def names_it(predicate: Predicate) -> bool:
    """ "called the decision a mistake": the verb says what its object is, and does nothing to it."""
    return predicate.head.lemma_ != "be" and any(
        t.dep_ == "oprd" and t not in predicate.at(DIRECT_OBJECT) for t in predicate.at("=")
    )
