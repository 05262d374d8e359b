"""Polarity and modality of a predicate: did it happen, according to the words around it?

From the predicate upwards every word that has it in its scope is asked: negation, auxiliaries, hedges, conditions and
operators of the lexicon ("refuse to", "call for", "deny that"). The innermost word that takes away factuality names
the result, and every negative one flips the polarity (after FactBank, Saurí and Pustejovsky 2009). Adjunct clauses
stand outside the scope of what governs their main clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.lexicon import DIRECT_OBJECT, Lexicon, OperatorPattern
from kg.extract.predicates import Predicate
from kg.model import Modality, Polarity

__all__ = ["Factuality", "factuality_of", "operator_of"]

ACTUAL, PLANNED = Modality.ACTUAL.value, Modality.PLANNED.value
POSSIBLE, REQUESTED = Modality.POSSIBLE.value, Modality.REQUESTED.value

# Auxiliary (lower case) -> (modality, name of the operator)
MODALS = {
    "will": (PLANNED, "planned"),
    "'ll": (PLANNED, "planned"),
    "wo": (PLANNED, "planned"),
    "shall": (PLANNED, "planned"),
    "would": (PLANNED, "planned"),
    "'d": (POSSIBLE, "possible"),
    "may": (POSSIBLE, "possible"),
    "might": (POSSIBLE, "possible"),
    "could": (POSSIBLE, "possible"),
    "can": (POSSIBLE, "possible"),
    "ca": (POSSIBLE, "possible"),
    "must": (REQUESTED, "requested"),
    "should": (REQUESTED, "requested"),
    "ought": (REQUESTED, "requested"),
}
CONDITIONAL_MARKS = frozenset("if unless whether provided lest".split())
# Modifiers of an event noun -> (polarity, modality, operator)
NOUN_MODIFIERS = {
    **dict.fromkeys("planned scheduled proposed upcoming forthcoming future intended expected impending looming".split(),
                    ("positive", PLANNED, "planned")),
    **dict.fromkeys("possible potential likely eventual hypothetical prospective threatened further".split(),
                    ("positive", POSSIBLE, "possible")),
    **dict.fromkeys("alleged suspected purported supposed so-called reported apparent rumoured rumored".split(),
                    ("positive", POSSIBLE, "alleged")),
    **dict.fromkeys("cancelled canceled failed aborted abortive thwarted foiled attempted postponed".split(),
                    ("negative", ACTUAL, "failed")),
}  # fmt: skip
NEGATIVE_PREPOSITIONS = frozenset(("without", "despite"))
PROSPECTIVE = frozenset("before ahead for until".split())
OCCUR = frozenset("take happen occur proceed materialize materialise go be hold".split())
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Factuality:
    """How the text stands to a predicate; `operator` names the word class that made it other than a fact."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    operator: str | None = None
    by: OperatorPattern | None = None
    at: int | None = None  # the operator's head token

    @property
    def is_fact(self) -> bool:
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


class _Scale:
    """Collects what the walk upwards meets."""

    def __init__(self) -> None:
        self.negative = False
        self.modality = ACTUAL
        self.operator: str | None = None
        self.by: OperatorPattern | None = None
        self.at: int | None = None

    def apply(
        self, polarity: str, modality: str, name: str, by: OperatorPattern | None = None, at: Token | None = None
    ) -> None:
        if polarity == "negative":
            self.negative = not self.negative
        if self.modality == ACTUAL and modality != ACTUAL:
            self.modality = modality
        if self.operator is None and (polarity == "negative" or modality != ACTUAL):
            self.operator, self.by, self.at = name, by, at.i if at is not None else None

    def result(self) -> Factuality:
        return Factuality(
            Polarity.NEGATIVE if self.negative else Polarity.POSITIVE, Modality(self.modality), self.operator, self.by, self.at
        )


def _own(verb: Token, scale: _Scale, lexicon: Lexicon, reported: bool) -> None:
    """The verb's own auxiliaries, negation and hedges."""
    passive_or_past = any(c.dep_ == "aux" and c.lower_ in ("have", "'ve") for c in verb.children)
    modal = False
    for child in verb.children:
        low = child.lower_
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "cc", "preconj") and low in ("never", "neither", "nor", "hardly")):
            scale.apply("negative", ACTUAL, "not")
        elif child.dep_ == "aux" and low in MODALS:
            modality, name = MODALS[low]
            if low in ("would", "could", "should", "might", "must") and passive_or_past:
                modality, name = POSSIBLE, "possible"  # "could have sent"
            scale.apply("positive", modality, name)
            modal = True
        elif child.dep_ == "advmod" and low in lexicon.words("hedge"):
            scale.apply("positive", POSSIBLE, "possible")
        elif child.dep_ == "mark" and low in CONDITIONAL_MARKS:
            scale.apply("positive", POSSIBLE, "conditional")
        elif child.dep_ == "advmod" and low in ("when", "once") and verb.dep_ == "advcl" and _future(verb.head):
            scale.apply("positive", PLANNED, "planned")
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj") and (
            low in ("nobody", "none", "nothing") or any(d.lower_ in ("no", "neither") and d.dep_ in ("det", "predet", "preconj") for d in child.children)
        ):
            scale.apply("negative", ACTUAL, "not")
    if not modal and verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ == "going" for c in verb.children):
        scale.apply("positive", PLANNED, "planned")


def _future(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("will", "'ll", "shall") for c in verb.children)


def _marks(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark") or c.lower_ == "to"}


def operator_of(ruler: Token, mark: str, lexicon: Lexicon, target: Token) -> OperatorPattern | None:
    """The operator of which `ruler` is the head and `target` (a verb or event noun) the complement VP."""
    be = False
    lemmas = [ruler.lemma_.lower()]
    if ruler.pos_ in ("ADJ", "NOUN"):
        nominal = lexicon.nominals.get(lemmas[0])
        if nominal:
            lemmas.append(nominal)
    if ruler.pos_ in ("ADJ",) or ruler.tag_ == "VBN":
        be = True
        lemmas.append(ruler.lower_)
    particles = {c.lower_ for c in ruler.children if c.dep_ in ("prt", "advmod", "prep")}
    nouns = {c.lemma_.lower() for c in ruler.children if c.dep_ in ("dobj", "attr", "acomp")}
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
            if lemma != ruler.lemma_.lower() and lemma != ruler.lower_ and ruler.pos_ == "NOUN" and not op.literal and lemma == ruler.head.lemma_.lower():
                continue
            if not _mark_fits(op.mark, mark):
                continue
            exact = (op.mark == mark) * 2 + bool(op.literal) * 4 + bool(op.particle) * 4 + op.be
            if best is None or exact > best[0]:
                best = (exact, op)
    return best[1] if best else None


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


def factuality_of(predicate: Predicate, lexicon: Lexicon) -> Factuality:
    """Polarity and modality of a predicate."""
    scale = _Scale()
    node = predicate.head
    if predicate.kind == "noun":
        _noun_modifiers(node, scale)
    elif predicate.kind == "be" and node.pos_ in ("NOUN", "PROPN", "ADJ"):
        _noun_modifiers(node, scale)
        if node.dep_ in ("attr", "acomp", "oprd"):
            node = node.head
            _own(node, scale, lexicon, False)
        else:
            return scale.result()
    else:
        _own(node, scale, lexicon, False)
    _climb(node, scale, lexicon)
    sent_end = predicate.head.sent[-1]
    if sent_end.text == "?" and scale.modality == ACTUAL:
        scale.apply("positive", POSSIBLE, "question")
    return scale.result()


def _noun_modifiers(noun: Token, scale: _Scale) -> None:
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.lower_ in NOUN_MODIFIERS:
            scale.apply(*NOUN_MODIFIERS[child.lower_])
        elif child.dep_ == "det" and child.lower_ in ("no", "neither"):
            scale.apply("negative", ACTUAL, "not")


def _climb(node: Token, scale: _Scale, lexicon: Lexicon) -> None:
    for _ in range(_DEPTH):
        parent, dep = node.head, node.dep_
        if parent.i == node.i:
            return
        if node.pos_ in ("VERB", "AUX"):
            if dep in ("xcomp", "ccomp", "csubj"):
                marks = _marks(node)
                mark = "to" if "to" in marks else "ing" if node.tag_ == "VBG" else "that"
                op = operator_of(parent, mark, lexicon, node)
                if op is not None:
                    scale.apply(op.polarity, op.modality, op.name, op, parent)
                elif mark == "to" and dep == "xcomp" and parent.pos_ == "VERB" and parent.lemma_ not in RAISING:
                    scale.apply("positive", PLANNED, "planned")
                if parent.pos_ == "ADJ":
                    node = parent
                    continue
                if parent.pos_ not in ("VERB", "AUX"):
                    return
                if op is not None and not (op.modality == ACTUAL and op.polarity == "positive") or mark != "that" or op is not None:
                    _own(parent, scale, lexicon, False)
                elif mark == "that":
                    _only_conditional(parent, scale)
                node = parent
                continue
            if dep == "conj" and parent.pos_ in ("VERB", "AUX"):
                if not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "neg") for c in node.children):
                    _own(parent, scale, lexicon, False)
                node = parent
                continue
            if dep == "advcl":
                if "to" in _marks(node) and not any(c.dep_ == "mark" for c in node.children):
                    scale.apply("positive", PLANNED, "purpose")
                    return
                if any(c.dep_ == "mark" and c.lower_ in CONDITIONAL_MARKS for c in node.children):
                    return
                return
            if dep == "acl":
                if "to" in _marks(node):
                    op = operator_of(parent, "to", lexicon, node)
                    if op is not None:
                        scale.apply(op.polarity, op.modality, op.name, op, parent)
                    else:
                        scale.apply("positive", PLANNED, "planned")
                    if parent.dep_ in ("dobj", "nsubjpass") and parent.head.pos_ == "VERB":
                        outer = operator_of(parent.head, DIRECT_OBJECT, lexicon, parent)
                        if outer is not None and outer.polarity == "negative":
                            scale.apply(outer.polarity, outer.modality, outer.name, outer)
                return
            if dep == "pcomp":
                ruler = parent.head
                if parent.lower_ in NEGATIVE_PREPOSITIONS and parent.lower_ == "without" or parent.lower_ in ("instead", "than"):
                    scale.apply("negative", ACTUAL, "not")
                op = operator_of(ruler, parent.lower_, lexicon, node)
                if op is not None:
                    scale.apply(op.polarity, op.modality, op.name, op, ruler)
                    if ruler.pos_ in ("VERB", "AUX"):
                        _own(ruler, scale, lexicon, False)
                        node = ruler
                        continue
                elif parent.lower_ in ("before", "for", "about", "of"):
                    if ruler.pos_ != "NOUN" or parent.lower_ not in ("of", "for"):
                        if parent.lower_ != "for" and parent.lower_ != "of":
                            scale.apply("positive", POSSIBLE if parent.lower_ == "about" else ACTUAL, "possible")
                return
            return
        # nouns
        if dep == "conj" and parent.pos_ in ("NOUN", "PROPN"):
            node = parent
            continue
        if dep in ("dobj", "nsubjpass", "attr", "oprd") and parent.pos_ in ("VERB", "AUX"):
            op = operator_of(parent, DIRECT_OBJECT, lexicon, node)
            light = parent.lemma_ in lexicon.words("light") or parent.lemma_ in OCCUR
            if op is not None:
                scale.apply(op.polarity, op.modality, op.name, op, parent)
            if op is not None or light:
                _own(parent, scale, lexicon, False)
                node = parent
                continue
            return
        if dep in ("pobj", "pcomp") and parent.dep_ in ("prep", "agent"):
            ruler = parent.head
            if parent.lower_ == "without":
                scale.apply("negative", ACTUAL, "not")
                return
            op = operator_of(ruler, parent.lower_, lexicon, node)
            if op is not None:
                scale.apply(op.polarity, op.modality, op.name, op, ruler)
                if ruler.pos_ in ("VERB", "AUX"):
                    _own(ruler, scale, lexicon, False)
                    node = ruler
                    continue
                if ruler.pos_ == "NOUN":
                    node = ruler
                    continue
                return
            if parent.lower_ in PROSPECTIVE and ruler.pos_ in ("VERB", "AUX", "ADV"):
                scale.apply("positive", PLANNED, "planned")
                return
            if ruler.pos_ in ("VERB", "AUX") and _future(ruler):
                scale.apply("positive", PLANNED, "planned")
            elif ruler.pos_ in ("NOUN",) and ruler.lemma_ in ("round", "series", "wave", "number", "set", "kind", "day", "hour", "lot"):
                node = ruler
                continue
            return
        if dep == "nsubj" and parent.pos_ in ("VERB", "AUX"):
            if parent.lemma_ in OCCUR:
                _own(parent, scale, lexicon, False)
                node = parent
                continue
            if _future(parent):
                scale.apply("positive", PLANNED, "planned")
            return
        return


RAISING = frozenset("begin start continue manage help seem appear happen prove get come go use cease proceed".split())


def _only_conditional(verb: Token, scale: _Scale) -> None:
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITIONAL_MARKS:
            scale.apply("positive", POSSIBLE, "conditional")
