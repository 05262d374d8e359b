"""What the words of a verb or event noun itself say of it: auxiliaries, negation, conditions, hedges, modifiers."""

from __future__ import annotations

from kg.extract.lexicon import Lexicon, OperatorPattern
from kg.extract.scale import ACTUAL, PLANNED, POSSIBLE, REQUESTED, Scale
from kg.extract.tokens import Token, text_of

__all__ = [
    "CONDITIONAL_MARKS",
    "MODALS",
    "NOUN_MODIFIERS",
    "apply_modifiers",
    "apply_own_words",
    "is_future",
    "marks_of",
]

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
    **dict.fromkeys("planned scheduled proposed upcoming forthcoming future intended expected impending".split(),
                    ("positive", PLANNED, "planned")),
    **dict.fromkeys("possible potential likely eventual hypothetical prospective threatened further".split(),
                    ("positive", POSSIBLE, "possible")),
    **dict.fromkeys("alleged suspected purported supposed so-called reported apparent rumoured rumored".split(),
                    ("positive", POSSIBLE, "alleged")),
    **dict.fromkeys("former onetime erstwhile defunct".split(), ("negative", ACTUAL, "former")),
    **dict.fromkeys("cancelled canceled failed aborted abortive thwarted foiled attempted postponed".split(),
                    ("negative", ACTUAL, "failed")),
}  # fmt: skip
# The last three deny by falling short: "almost invaded".
NEGATIVE_ADVERBS = frozenset("never neither nor hardly scarcely almost nearly virtually".split())
QUALIFYING = frozenset("aux advmod mark prep".split())
INVERTED = frozenset("had should were could".split())


def apply_own_words(
    verb: Token, scale: Scale, lexicon: Lexicon, *, deny: bool = True, under: OperatorPattern | None = None
) -> None:
    """The verb's own auxiliaries, negation, conditions and hedges; `under` is the operator that it is."""
    inverted = _inverted(verb)
    if inverted is not None:
        scale.apply(inverted, "positive", POSSIBLE, "conditional")  # "Had Iraq signed ...", "Should Russia invade ..."
    auxiliaries = verb.by_dep.get("aux", ())
    to = next((c for c in auxiliaries if c.lower_ == "to"), None) if verb.dep_ == "ROOT" else None
    if to is not None:
        scale.apply(to, "positive", PLANNED, "planned")  # a headline: "Macron to visit Kyiv"
    denial = next((word for c in verb.children if (word := _negation(c)) is not None), None) if deny else None
    if denial is not None:
        if under is not None and under.name == "continued" and under.mark == "that":
            scale.leave_open(denial)  # "did not confirm that": it may be
        else:
            # "no longer": it was so before
            name = "stopped" if denial.head.lower_ == "longer" and scale.operator is None else "not"
            scale.apply(denial, "negative", ACTUAL, name)  # once: "neither ... nor" is one negation
    elif deny and text_of(verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]).lower().strip() == "all but":
        scale.apply(verb.doc[verb.i - 1], "negative", ACTUAL, "not")  # "all but invaded"
    perfect = any(c.lower_ in ("have", "'ve") for c in auxiliaries)
    for child in verb.children:
        if child.dep_ not in QUALIFYING:
            continue
        low = child.lower_
        if child.dep_ == "aux" and low in MODALS:
            unreal = perfect and low in ("would", "could", "should", "might", "must")  # "could have sent"
            scale.apply(child, "positive", *((POSSIBLE, "possible") if unreal else MODALS[low]))
        elif child.dep_ == "advmod" and low in lexicon.words("hedge"):
            scale.apply(child, "positive", POSSIBLE, "possible")
        elif child.dep_ == "mark" and low in CONDITIONAL_MARKS:
            scale.apply(child, "positive", POSSIBLE, "conditional")
        elif child.dep_ in ("mark", "advmod") and low in ("when", "once", "until") and _awaits(verb):
            scale.apply(child, "positive", PLANNED, "planned")
        elif child.dep_ == "advmod" and low == "long" and verb.dep_ == "advcl":
            scale.apply(child, "positive", POSSIBLE, "conditional")  # "as long as it releases ..."
        elif child.dep_ == "prep" and low in ("in", "of", "on") and _in_fiction(child, lexicon):
            scale.apply(child, "positive", POSSIBLE, "fictional")


def _inverted(verb: Token) -> Token | None:
    """A condition without "if": the auxiliary that stands before the subject of an adverbial clause."""
    if verb.dep_ != "advcl":
        return None
    first = min((c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), default=-1)
    auxiliaries = (c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < first)
    return next((c for c in auxiliaries if c.lower_ in INVERTED), None)


def _awaits(verb: Token) -> bool:
    """An adverbial clause of time whose main clause is still to come."""
    return verb.dep_ == "advcl" and is_future(verb.head)


def _in_fiction(preposition: Token, lexicon: Lexicon) -> bool:
    """ "In the novel, Russia invades Norway"."""
    return any(o.dep_ == "pobj" and o.lemma_.lower() in lexicon.words("fiction") for o in preposition.children)


DENIABLE = ("nsubj", "nsubjpass", "dobj")
DENYING = frozenset((*DENIABLE, "neg", "advmod", "preconj", "cc"))


def _negation(child: Token) -> Token | None:
    """The word by which a dependent denies its verb: "not", "never", "neither", "no longer", "no envoy met ..."."""
    if child.dep_ not in DENYING:
        return None
    low = child.lower_
    if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj") and low in NEGATIVE_ADVERBS):
        return child
    if child.dep_ == "cc" and (low == "neither" or (low == "nor" and child.i < child.head.i)):
        return child  # "Nor did China condemn it"
    if child.dep_ == "advmod" and (child.i < child.head.i or low == "longer"):  # "no longer", "not once"
        return next((c for c in child.children if c.lower_ in ("no", "not", "never")), None)
    if child.dep_ not in DENIABLE:
        return None
    if low in ("nobody", "none", "nothing"):
        return child
    determiners = (d for d in child.children if d.dep_ in ("det", "predet", "preconj"))
    return next((d for d in determiners if d.lower_ in ("no", "neither")), None)


def is_future(verb: Token) -> bool:
    """Whether the verb's own auxiliary puts it into the future."""
    return any(c.lower_ in ("will", "'ll", "shall") for c in verb.by_dep.get("aux", ()))


def marks_of(verb: Token) -> set[str]:
    """The words that mark how a clause hangs on another: "to", "that", "if"."""
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark") or c.tag_ == "TO"}


def apply_modifiers(noun: Token, scale: Scale) -> None:
    """What an event noun's own modifiers say: "planned talks", "no attack"."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.lower_ in NOUN_MODIFIERS:
            scale.apply(child, *NOUN_MODIFIERS[child.lower_])
        elif child.dep_ == "det" and child.lower_ in ("no", "neither"):
            scale.apply(child, "negative", ACTUAL, "not")
        elif child.dep_ == "det" and child.lower_ == "any":
            scale.apply(child, "positive", POSSIBLE, "possible")
