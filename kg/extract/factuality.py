"""Polarity and modality of a predicate: did it happen, according to the words around it?

From the predicate upwards every word that has it in its scope is asked: negation, auxiliaries, hedges, conditions and
operators of the lexicon ("refuse to", "call for", "deny that"). The innermost word that takes away factuality names
the result, and every negative one flips the polarity (after FactBank, Saurí and Pustejovsky 2009). Adjunct clauses
stand outside the scope of what governs their main clause.
"""

from __future__ import annotations

from kg.extract.arguments import Predicate
from kg.extract.event_nouns import HAPPEN, SERIES
from kg.extract.lexicon import DIRECT_OBJECT, Lexicon, OperatorPattern
from kg.extract.operators import apply_operator, operator_of
from kg.extract.own_words import CONDITIONAL_MARKS, MODALS, apply_modifiers, apply_own_words, is_future, marks_of
from kg.extract.scale import ACTUAL, PLANNED, POSSIBLE, Factuality, Scale
from kg.extract.subjects import ruling
from kg.extract.tokens import Token

__all__ = ["factuality_of", "is_other_half"]

NEGATIVE_PREPOSITIONS = frozenset(("without", "instead", "than", "far"))
MEANS = frozenset("by through in".split())
PROSPECTIVE = frozenset("before ahead until".split())
SUPPOSING = frozenset("provided assuming supposing".split())
RAISING = frozenset("begin start continue manage help seem appear happen prove get come go use cease proceed".split())
ENDING = frozenset("end conclude".split())
CHOSEN = (DIRECT_OBJECT, "to", "with", "against", "on", "at", "by")  # where the other side of a claim stands
_DEPTH = 12


def factuality_of(predicate: Predicate, lexicon: Lexicon) -> Factuality:
    """Polarity and modality of a predicate."""
    scale = Scale()
    node = predicate.head
    if predicate.kind == "noun":
        apply_modifiers(node, scale)
    elif predicate.kind == "be" and node.pos_ in ("NOUN", "PROPN", "ADJ"):
        apply_modifiers(node, scale)
        if node.dep_ in ("attr", "acomp", "oprd"):
            node = node.head
            apply_own_words(node, scale, lexicon)
        else:
            return scale.result()
    else:
        apply_own_words(node, scale, lexicon)
    _climb(node, scale, lexicon)
    choice = _choice(predicate)
    if choice is not None and not scale.negative and scale.modality == ACTUAL:
        scale.apply(choice, "positive", POSSIBLE, "either")
    sent_end = predicate.head.sent.tokens[-1]
    if sent_end.text == "?" and scale.modality == ACTUAL:
        scale.apply(sent_end, "positive", POSSIBLE, "question")
    return scale.result()


def _choice(predicate: Predicate) -> Token | None:
    """The "or" between names that leaves open which of them it was: "Russia or Belarus attacked"."""
    arguments = (t for word in CHOSEN for t in predicate.at(word))
    others = [t for t in (*predicate.subject, *arguments) if t.dep_ == "conj" and t.pos_ == t.head.pos_ == "PROPN"]
    links = (c for t in others for c in t.head.by_dep.get("cc", ()) if t.head.i < c.i < t.i)
    return next((c for c in links if c.lower_ == "or"), None)


def _climb(node: Token, scale: Scale, lexicon: Lexicon) -> None:
    """Walk upwards, each step by the dependency that ties a node to its parent, until a scope ends."""
    current: Token | None = node
    for _ in range(_DEPTH):
        if current is None or current.head.i == current.i:
            return
        verbal = current.pos_ in ("VERB", "AUX")
        step = (VERB_STEPS if verbal else NOUN_STEPS).get(current.dep_)
        current = step(current, scale, lexicon) if step else None


def is_other_half(node: Token, ruler: Token) -> bool:
    """ "X bombed Y; Z vows revenge": a verb behind a semicolon governs nothing before it.

    A source behind something else that it tells ("X bombed Y; Z shelled W, officials said") may well stand for both.
    """
    if node.i > ruler.i or not any(t.text == ";" for t in node.doc[node.i : ruler.i]):
        return False
    later = [t for t in node.doc[ruler.i + 1 : ruler.sent.end] if t.pos_ in ("VERB", "AUX")]
    start = max(t.i for t in node.doc[node.i : ruler.i] if t.text == ";")
    told = [t for t in node.doc[start : ruler.i] if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
    return bool(later) or not told or any(c.dep_ in ("dobj", "xcomp") and c.i > ruler.i for c in ruler.children)


def _complement(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """A verb in a complement clause: "refused to VP", "said that CLAUSE", "likely to VP"."""
    parent = node.head
    if is_other_half(node, parent):
        return None
    marks = marks_of(node)
    gerund = node.tag_ == "VBG" and not any(c.dep_ == "aux" for c in node.children)  # "was VPing" is a clause
    mark = "to" if "to" in marks else "ing" if gerund else "that"
    if parent.lower_ in SUPPOSING:
        scale.apply(parent, "positive", POSSIBLE, "conditional")
        return None
    op = apply_operator(parent, mark, lexicon, node, scale)
    if op is None:
        op = _predicative(parent, mark, lexicon, node, scale)
    if op is None and mark == "to":
        _infinitive(node, parent, scale)
    if parent.pos_ == "ADJ":
        too = next((c for c in parent.children if c.lower_ == "too"), None)
        if too is not None:  # "too weak to attack"
            scale.apply(too, "negative", ACTUAL, "not")
        return parent
    if parent.pos_ not in ("VERB", "AUX"):
        return None
    if op is None and mark == "that" and parent.lemma_ != "be":
        _only_conditional(parent, scale)  # what is said has a factuality of its own
        return None
    apply_own_words(parent, scale, lexicon, under=op)
    return parent


def _predicative(parent: Token, mark: str, lexicon: Lexicon, node: Token, scale: Scale) -> OperatorPattern | None:
    """ "It is doubtful that ...": the operator is the predicate adjective or noun."""
    for child in parent.children if parent.lemma_ == "be" else ():
        if child.dep_ in ("acomp", "attr"):
            return apply_operator(child, mark, lexicon, node, scale)
    return None


def _infinitive(node: Token, parent: Token, scale: Scale) -> None:
    """An infinitive that no operator of the lexicon governs."""
    if parent.tag_ == "MD" and parent.lower_ in MODALS:  # "ought to VP"
        scale.apply(parent, "positive", *MODALS[parent.lower_])
        return
    going = parent.lemma_ == "go" and parent.tag_ == "VBG"  # "is going to VP"
    if going or (node.dep_ == "xcomp" and parent.pos_ == "VERB" and parent.lemma_ not in RAISING):
        scale.apply(parent, "positive", PLANNED, "planned")


def _conjunct(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """A coordinated verb shares auxiliaries and negation unless it has a subject or auxiliary of its own."""
    parent = node.head
    if parent.pos_ not in ("VERB", "AUX"):
        return None
    rather = next((t for t in node.doc[parent.i + 1 : node.i][-4:] if t.lower_ == "rather"), None)
    if rather is not None:  # "quit rather than sign"
        scale.apply(rather, "negative", ACTUAL, "not")
    between = (c for c in (*parent.children, *node.children) if parent.i < c.i < node.i)
    nor = next((c for c in between if c.lower_ == "nor"), None)
    if nor is not None:
        scale.apply(nor, "negative", ACTUAL, "not")
    if not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "neg") for c in node.children):
        apply_own_words(parent, scale, lexicon, deny=nor is None)
    return parent


def _adjunct(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """An adjunct clause stands outside the operator's scope; an infinitive of purpose is only meant."""
    if node.head.pos_ == "NOUN":
        _of_noun(node, scale, lexicon)
        return None
    marks = (c for c in node.children if c.dep_ in ("mark", "advmod"))
    ahead = next((c for c in marks if c.lower_ in ("before", "until", "till", "once")), None)
    if ahead is not None and node.tag_ in ("VBZ", "VBP"):
        scale.apply(ahead, "positive", PLANNED, "planned")  # "before Libya releases them": it has not yet
        return None
    compared = next((c for c in node.by_dep.get("mark", ()) if c.lower_ in ("than", "as")), None)
    if compared is not None and node.tag_ == "VB":
        if "nsubj" in node.by_dep and "to" in marks_of(node):  # "is as likely as Iran to attack"
            scale.apply(compared, "positive", POSSIBLE, "possible")
            return None
        if compared.lower_ == "than" and "nsubj" not in node.by_dep:  # "rather than bomb Iran, Israel ..."
            scale.apply(compared, "negative", ACTUAL, "not")
            return None
    if "to" not in marks_of(node) or any(c.dep_ == "mark" for c in node.children):
        return None
    op = operator_of(node.head, "to", lexicon, node)
    if op is not None and (op.particle or op.object_first):  # "went on to VP", "called on X to VP"
        return _complement(node, scale, lexicon)
    scale.apply(node, "positive", PLANNED, "purpose")
    return None


DRAFTS = frozenset("bill motion draft amendment legislation measure proposal".split())
ENACT = frozenset("pass approve adopt enact sign ratify carry endorse promulgate".split())


def _of_noun(node: Token, scale: Scale, lexicon: Lexicon) -> None:
    """An infinitive under a noun: "a plan to VP", "requests to VP", and what the noun's own verb does to it."""
    parent = node.head
    if "that" in marks_of(node):  # "no evidence that ...", "the myth that ..."
        apply_operator(parent, "that", lexicon, node, scale)
        apply_modifiers(parent, scale)
        return
    if "to" not in marks_of(node):
        passed = parent.head.lemma_ in ENACT or parent.dep_ not in ("dobj", "nsubjpass", "nsubj")
        if node.tag_ == "VBG" and parent.lemma_ in DRAFTS and not passed:
            scale.apply(parent, "positive", POSSIBLE, "possible")  # "introduced a bill banning": no law yet
        return
    if parent.lemma_ in ("first", "last", "only"):
        return  # "the first to recognise it": it did
    mark = "for" if "for" in marks_of(node) else "to"
    if (
        apply_operator(parent, mark, lexicon, node, scale) is None
        and apply_operator(parent, "to", lexicon, node, scale) is None
    ):
        scale.apply(parent, "positive", PLANNED, "planned")
    if parent.dep_ in ("dobj", "nsubjpass") and parent.head.pos_ == "VERB":
        outer = operator_of(parent.head, DIRECT_OBJECT, lexicon, parent)
        if outer is not None and outer.polarity == "negative":
            scale.apply(parent.head, outer.polarity, outer.modality, outer.name, outer)


def _gerund(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """A gerund after a preposition: "without VPing", "accused of VPing", "held back from VPing"."""
    preposition = node.head
    ruler = ruling(preposition)
    if preposition.lower_ in SUPPOSING:
        scale.apply(preposition, "positive", POSSIBLE, "conditional")
        return None
    words = {preposition.lower_, preposition.head.lower_, *(c.lower_ for c in preposition.children)}
    if words & NEGATIVE_PREPOSITIONS:
        scale.apply(preposition, "negative", ACTUAL, "not")
        return None
    operated = apply_operator(ruler, preposition.lower_, lexicon, node, scale) is not None
    if ruler.pos_ in ("VERB", "AUX") and (operated or preposition.lower_ in MEANS):
        apply_own_words(ruler, scale, lexicon)
        return ruler
    if operated:
        return None
    if preposition.lower_ == "about":
        scale.apply(preposition, "positive", POSSIBLE, "possible")
    elif preposition.lower_ in PROSPECTIVE and not (preposition.lower_ == "before" and _past(ruler)):
        scale.apply(preposition, "positive", PLANNED, "planned")
    return None


def _past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not is_future(verb))


def _noun_conjunct(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    return node.head if node.head.pos_ in ("NOUN", "PROPN") else None


def _noun_object(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """An event noun as object: an operator ("cancelled the visit") or a light verb ("will hold talks")."""
    parent = node.head
    if parent.pos_ not in ("VERB", "AUX"):
        return None
    happening = _happening(parent) if node.dep_ == "nsubjpass" else None
    if happening is not None:  # "the talks are set to resume"
        apply_own_words(happening, scale, lexicon)
        return happening
    op = apply_operator(parent, DIRECT_OBJECT, lexicon, node, scale)
    if op is not None or parent.lemma_ in lexicon.words("light") or parent.lemma_ in HAPPEN:
        apply_own_words(parent, scale, lexicon, under=op)
        return parent
    return None


def _noun_prepositional(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """An event noun after a preposition: "called for talks", "before the visit", "a series of strikes"."""
    preposition = node.head
    ruler = preposition.head
    if preposition.lower_ == "without":
        scale.apply(preposition, "negative", ACTUAL, "not")
        return None
    if ruler.lower_ in PROSPECTIVE:  # "ahead of her meeting with Scholz"
        scale.apply(ruler, "positive", PLANNED, "planned")
        return None
    if apply_operator(ruler, preposition.lower_, lexicon, node, scale) is not None:
        if ruler.pos_ in ("VERB", "AUX"):
            apply_own_words(ruler, scale, lexicon)
            return ruler
        return ruler if ruler.pos_ == "NOUN" else None
    if ruler.pos_ in ("VERB", "AUX"):
        if preposition.lower_ in PROSPECTIVE:
            scale.apply(preposition, "positive", PLANNED, "planned")
            return None
        if preposition.lower_ == "for":
            _purpose(ruler, scale, lexicon, node)
            return None
        clause = Scale()
        apply_own_words(ruler, clause, lexicon, deny=False)
        if clause.modality != ACTUAL:  # "would have flown to Tunis after talks"
            scale.apply(ruler, "positive", clause.modality, clause.operator or "planned")
    elif ruler.pos_ == "NOUN" and (ruler.lemma_ in SERIES or preposition.lower_ == "for"):
        return ruler  # "cancelled a trip to Baku for talks"
    return None


def _purpose(ruler: Token, scale: Scale, lexicon: Lexicon, node: Token) -> None:
    """What something is done for is as real as that: "is due in Oslo for talks", "is set to fly to Oslo for talks"."""
    for word in (ruler, *(c for c in ruler.children if c.dep_ in ("acomp", "attr"))):
        op = operator_of(word, "to", lexicon, node)
        if op is not None and op.modality != ACTUAL:
            scale.apply(word, op.polarity, op.modality, op.name, op)
            return
    clause = Scale()
    apply_own_words(ruler, clause, lexicon)
    _climb(ruler, clause, lexicon)
    if clause.negative or clause.modality != ACTUAL:
        polarity = "negative" if clause.negative else "positive"
        scale.apply(ruler, polarity, clause.modality, clause.operator or "planned")


def _noun_subject(node: Token, scale: Scale, lexicon: Lexicon) -> Token | None:
    """An event noun as subject: "the talks did not take place", "the visit will be the first"."""
    parent = node.head
    if parent.pos_ not in ("VERB", "AUX"):
        return None
    happening = _happening(parent)
    if happening is not None:  # "the talks failed to begin"
        apply_own_words(happening, scale, lexicon)
        return happening
    judged = _judged(parent, scale, lexicon, node)
    if judged or parent.lemma_ in HAPPEN:
        apply_own_words(parent, scale, lexicon)
        return parent
    if parent.lemma_ in ("seem", "look", "appear", "loom") or any(
        c.dep_ == "aux" and c.lower_ in ("would", "could", "might", "may") for c in parent.children
    ):
        scale.apply(parent, "positive", POSSIBLE, "possible")
    elif is_future(parent):
        scale.apply(parent, "positive", PLANNED, "planned")
    return None


def _happening(verb: Token) -> Token | None:
    """The infinitive by which an event noun comes about under another verb or adjective: "is due to begin"."""
    heads = (verb, *(c for c in verb.children if c.dep_ == "acomp"))
    infinitives = (c for head in heads for c in head.children if c.dep_ == "xcomp" and "to" in marks_of(c))
    return next((c for c in infinitives if c.lemma_ in HAPPEN - ENDING), None)


def _judged(verb: Token, scale: Scale, lexicon: Lexicon, node: Token) -> bool:
    """ "Talks are unlikely", "a deal remains possible", "peace is out of the question"."""
    if verb.lemma_ not in ("be", "remain", "seem", "look", "appear", "stay"):
        return False
    for child in verb.children:
        if child.dep_ == "acomp" and child.pos_ == "ADJ" and not any(c.dep_ == "xcomp" for c in child.children):
            op = operator_of(child, "to", lexicon, node) or operator_of(child, "that", lexicon, node)
            if op is not None and op.modality != ACTUAL:
                scale.apply(child, op.polarity, op.modality, op.name, op)
                return True
        elif child.dep_ == "prep" and child.text == "out" and any(t.lemma_ == "question" for t in child.subtree):
            scale.apply(child, "negative", POSSIBLE, "ruled out")
            return True
    return False


VERB_STEPS = {
    **dict.fromkeys(("xcomp", "ccomp", "csubj", "dobj"), _complement),
    "conj": _conjunct,
    "advcl": _adjunct,
    "acl": _of_noun,
    **dict.fromkeys(("pcomp", "pobj"), _gerund),
}
NOUN_STEPS = {
    "conj": _noun_conjunct,
    **dict.fromkeys(("dobj", "nsubjpass", "attr", "oprd"), _noun_object),
    **dict.fromkeys(("pobj", "pcomp"), _noun_prepositional),
    "nsubj": _noun_subject,
}


def _only_conditional(verb: Token, scale: Scale) -> None:
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITIONAL_MARKS:
            scale.apply(child, "positive", POSSIBLE, "conditional")
