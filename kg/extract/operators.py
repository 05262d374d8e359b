"""Operators of the lexicon, "refuse to", "call for", "deny that", found by their head and what they mark."""

from __future__ import annotations

from kg.extract.lexicon import DIRECT_OBJECT, Lexicon, OperatorPattern
from kg.extract.scale import Scale
from kg.extract.tokens import Token

__all__ = ["apply_operator", "operator_of"]

# Verbs whose infinitive is no plan: "began to", "managed to".
WANTING = frozenset("want like need prefer expect ask".split())  # take their infinitive with an object or without


def operator_of(ruler: Token, mark: str, lexicon: Lexicon, target: Token) -> OperatorPattern | None:
    """The operator of which `ruler` is the head and `target` (a verb or event noun) the complement VP."""
    be = False
    lemmas = [ruler.lemma_.lower()]
    if ruler.pos_ in ("ADJ", "NOUN"):
        nominal = lexicon.nominals.get(lemmas[0])
        if nominal:
            lemmas.append(nominal)
    if ruler.pos_ == "ADJ" or ruler.tag_ == "VBN":
        be = True
        lemmas.append(ruler.lower_)
    particles = {c.lower_ for c in ruler.children if c.dep_ in ("prt", "advmod", "prep")}
    nouns = {c.lemma_.lower() for c in ruler.children if c.dep_ in ("dobj", "attr", "acomp", "advmod")}
    if ruler.dep_ in ("dobj", "attr") and ruler.pos_ == "NOUN":
        nouns.add(ruler.lemma_.lower())
        lemmas.append(ruler.head.lemma_.lower())
    best: tuple[int, OperatorPattern] | None = None
    for lemma in lemmas:
        for op in lexicon.operators.get(lemma, ()):
            if op.be and not be and ruler.pos_ != "NOUN":
                continue
            if op.literal and not op.literal & nouns:
                continue
            if op.particle and not op.particle & particles:
                continue
            if op.object_first and mark == "to" and ruler.lemma_ in WANTING and not _has_object(ruler, target):
                continue
            if (
                lemma != ruler.lemma_.lower()
                and lemma != ruler.lower_
                and ruler.pos_ == "NOUN"
                and not op.literal
                and lemma == ruler.head.lemma_.lower()
            ):
                continue
            if not _mark_fits(op.mark, mark):
                continue
            exact = (op.mark == mark) * 2 + bool(op.literal) * 4 + bool(op.particle) * 4 + op.be
            if best is None or exact > best[0]:
                best = (exact, op)
    return best[1] if best else None


def _has_object(ruler: Token, target: Token) -> bool:
    """Somebody is told to do it: "want Israel to VP", not "want to VP"."""
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in target.children) or ruler.pos_ not in ("VERB", "AUX"):
        return True
    return any(c.dep_ in ("dobj", "dative", "nsubjpass", "prep", "oprd") for c in ruler.children) or ruler.tag_ == "VBN"


def _mark_fits(want: str, have: str) -> bool:
    if want == have:
        return True
    if want == "to":
        return have in ("to", "ing")
    if want == DIRECT_OBJECT:
        return have in (DIRECT_OBJECT, "ing", "that")
    if want == "that":
        return have in ("that", DIRECT_OBJECT)
    return have in want.split("|")


def apply_operator(ruler: Token, mark: str, lexicon: Lexicon, target: Token, scale: Scale) -> OperatorPattern | None:
    """Apply the operator that `ruler` is for its complement `target`, if it is one."""
    op = operator_of(ruler, mark, lexicon, target)
    if op is not None:
        scale.apply(ruler, op.polarity, op.modality, op.name, op)
    return op
