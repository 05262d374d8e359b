"""Polarity and modality of a predicate: did it happen, according to the words around it?

From the predicate upwards every word that has it in its scope is asked: negation, auxiliaries, hedges, conditions and
operators of the lexicon ("refuse to", "call for", "deny that"). The innermost word that takes away factuality names
the result, and every negative one flips the polarity (after FactBank, Saurí and Pustejovsky 2009). Adjunct clauses
stand outside the scope of what governs their main clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.arguments import Predicate
from kg.extract.event_nouns import HAPPEN, SERIES
from kg.extract.lexicon import DIRECT_OBJECT, Lexicon, OperatorPattern
from kg.extract.subjects import ruling
from kg.model import Modality, Polarity

__all__ = ["Factuality", "Step", "factuality_of", "is_other_half", "operator_of"]

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
NEGATIVE_PREPOSITIONS = frozenset(("without", "instead", "than"))
MEANS = frozenset("by through in".split())
PROSPECTIVE = frozenset("before ahead until".split())
# The last three deny by falling short: "almost invaded".
NEGATIVE_ADVERBS = frozenset("never neither nor hardly scarcely almost nearly virtually".split())
INVERTED = frozenset("had should were could".split())
SUPPOSING = frozenset("provided assuming supposing".split())
# Verbs whose infinitive is no plan: "began to", "managed to".
WANTING = frozenset("want like need prefer expect ask".split())  # take their infinitive with an object or without
RAISING = frozenset("begin start continue manage help seem appear happen prove get come go use cease proceed".split())
ENDING = frozenset("end conclude".split())
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A word (token index) that changed polarity or modality, as what, and the operator's frame if it has one."""

    word: int
    polarity: str
    modality: str
    name: str
    by: OperatorPattern | None = None


@dataclass(frozen=True, slots=True)
class Factuality:
    """How the text stands to a predicate; `operator` names the word class that made it other than a fact."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    operator: str | None = None
    by: OperatorPattern | None = None
    at: int | None = None  # the operator's head token
    steps: tuple[Step, ...] = ()  # the innermost first

    @property
    def is_fact(self) -> bool:
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


# Operators whose negation leaves open what they were about.
LEFT_OPEN = frozenset("denied refused prevented".split())


class _Scale:
    """Collects what the walk upwards meets."""

    def __init__(self) -> None:
        self.negative = False
        self.modality = ACTUAL
        self.operator: str | None = None
        self.by: OperatorPattern | None = None
        self.at: int | None = None
        self.steps: list[Step] = []

    def apply(self, word: Token, polarity: str, modality: str, name: str, by: OperatorPattern | None = None) -> None:
        if name == "not" and self.operator in LEFT_OPEN:
            self.leave_open(word)  # "neither confirmed nor denied that": it may be
            return
        before = (self.negative, self.modality, self.operator)
        if polarity == "negative":
            self.negative = not self.negative
        if self.modality == ACTUAL and modality != ACTUAL:
            self.modality = modality
        if name == "conditional":  # a condition makes a mere possibility of any plan
            self.modality, self.operator = POSSIBLE, name
        if self.operator is None and (polarity == "negative" or modality != ACTUAL):
            self.operator, self.by, self.at = name, by, word.i if by is not None else None
        if before != (self.negative, self.modality, self.operator):
            self.steps.append(Step(word.i, polarity, modality, name, by))

    def leave_open(self, word: Token) -> None:
        """What is not denied is not said to be so either."""
        self.negative = False
        if self.modality == ACTUAL:
            self.modality = POSSIBLE
        self.operator = self.operator or "not"
        self.steps.append(Step(word.i, "positive", POSSIBLE, "not"))

    def result(self) -> Factuality:
        return Factuality(
            Polarity.NEGATIVE if self.negative else Polarity.POSITIVE,
            Modality(self.modality),
            self.operator,
            self.by,
            self.at,
            tuple(self.steps),
        )


def _own(
    verb: Token, scale: _Scale, lexicon: Lexicon, *, deny: bool = True, under: OperatorPattern | None = None
) -> None:
    """The verb's own auxiliaries, negation, conditions and hedges; `under` is the operator that it is."""
    inverted = _inverted(verb)
    if inverted is not None:
        scale.apply(inverted, "positive", POSSIBLE, "conditional")  # "Had Iraq signed ...", "Should Russia invade ..."
    to = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    if verb.dep_ == "ROOT" and to is not None:
        scale.apply(to, "positive", PLANNED, "planned")  # a headline: "Macron to visit Kyiv"
    denial = next((word for c in verb.children if (word := _negation(c)) is not None), None) if deny else None
    if denial is not None:
        if under is not None and under.name == "continued" and under.mark == "that":
            scale.leave_open(denial)  # "did not confirm that": it may be
        else:
            scale.apply(denial, "negative", ACTUAL, "not")  # once: "neither ... nor" is one negation
    perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "'ve") for c in verb.children)
    for child in verb.children:
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
    return verb.dep_ == "advcl" and _future(verb.head)


def _in_fiction(preposition: Token, lexicon: Lexicon) -> bool:
    """ "In the novel, Russia invades Norway"."""
    return any(o.dep_ == "pobj" and o.lemma_.lower() in lexicon.words("fiction") for o in preposition.children)


def _negation(child: Token) -> Token | None:
    """The word by which a dependent denies its verb: "not", "never", "neither", "no longer", "no envoy met ..."."""
    low = child.lower_
    if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj") and low in NEGATIVE_ADVERBS):
        return child
    if child.dep_ == "cc" and low == "neither":
        return child
    if child.dep_ == "advmod" and (child.i < child.head.i or low == "longer"):  # "no longer", "not once"
        return next((c for c in child.children if c.lower_ in ("no", "not", "never")), None)
    if child.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return None
    if low in ("nobody", "none", "nothing"):
        return child
    determiners = (d for d in child.children if d.dep_ in ("det", "predet", "preconj"))
    return next((d for d in determiners if d.lower_ in ("no", "neither")), None)


def _future(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("will", "'ll", "shall") for c in verb.children)


def _marks(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark") or c.tag_ == "TO"}


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
            _own(node, scale, lexicon)
        else:
            return scale.result()
    else:
        _own(node, scale, lexicon)
    _climb(node, scale, lexicon)
    sent_end = predicate.head.sent[-1]
    if sent_end.text == "?" and scale.modality == ACTUAL:
        scale.apply(sent_end, "positive", POSSIBLE, "question")
    return scale.result()


def _noun_modifiers(noun: Token, scale: _Scale) -> None:
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.lower_ in NOUN_MODIFIERS:
            scale.apply(child, *NOUN_MODIFIERS[child.lower_])
        elif child.dep_ == "det" and child.lower_ in ("no", "neither"):
            scale.apply(child, "negative", ACTUAL, "not")
        elif child.dep_ == "det" and child.lower_ == "any":
            scale.apply(child, "positive", POSSIBLE, "possible")


def _climb(node: Token, scale: _Scale, lexicon: Lexicon) -> None:
    """Walk upwards, each step by the dependency that ties a node to its parent, until a scope ends."""
    current: Token | None = node
    for _ in range(_DEPTH):
        if current is None or current.head.i == current.i:
            return
        verbal = current.pos_ in ("VERB", "AUX")
        step = (VERB_STEPS if verbal else NOUN_STEPS).get(current.dep_)
        current = step(current, scale, lexicon) if step else None


def _operate(ruler: Token, mark: str, lexicon: Lexicon, target: Token, scale: _Scale) -> OperatorPattern | None:
    """Apply the operator that `ruler` is for its complement `target`, if it is one."""
    op = operator_of(ruler, mark, lexicon, target)
    if op is not None:
        scale.apply(ruler, op.polarity, op.modality, op.name, op)
    return op


def is_other_half(node: Token, ruler: Token) -> bool:
    """ "X bombed Y; Z vows revenge": a verb behind a semicolon governs nothing before it.

    A source that is all that stands there ("X bombed Y; Z shelled W, officials said") may well stand for both.
    """
    if node.i > ruler.i or not any(t.text == ";" for t in node.doc[node.i : ruler.i]):
        return False
    later = [t for t in node.doc[ruler.i + 1 : ruler.sent.end] if t.pos_ in ("VERB", "AUX")]
    return bool(later) or any(c.dep_ in ("dobj", "xcomp") and c.i > ruler.i for c in ruler.children)


def _complement(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
    """A verb in a complement clause: "refused to VP", "said that CLAUSE", "likely to VP"."""
    parent = node.head
    if is_other_half(node, parent):
        return None
    marks = _marks(node)
    gerund = node.tag_ == "VBG" and not any(c.dep_ == "aux" for c in node.children)  # "was VPing" is a clause
    mark = "to" if "to" in marks else "ing" if gerund else "that"
    if parent.lower_ in SUPPOSING:
        scale.apply(parent, "positive", POSSIBLE, "conditional")
        return None
    op = _operate(parent, mark, lexicon, node, scale)
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
    _own(parent, scale, lexicon, under=op)
    return parent


def _predicative(parent: Token, mark: str, lexicon: Lexicon, node: Token, scale: _Scale) -> OperatorPattern | None:
    """ "It is doubtful that ...": the operator is the predicate adjective or noun."""
    for child in parent.children if parent.lemma_ == "be" else ():
        if child.dep_ in ("acomp", "attr"):
            return _operate(child, mark, lexicon, node, scale)
    return None


def _infinitive(node: Token, parent: Token, scale: _Scale) -> None:
    """An infinitive that no operator of the lexicon governs."""
    if parent.tag_ == "MD" and parent.lower_ in MODALS:  # "ought to VP"
        scale.apply(parent, "positive", *MODALS[parent.lower_])
        return
    going = parent.lemma_ == "go" and parent.tag_ == "VBG"  # "is going to VP"
    if going or (node.dep_ == "xcomp" and parent.pos_ == "VERB" and parent.lemma_ not in RAISING):
        scale.apply(parent, "positive", PLANNED, "planned")


def _conjunct(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
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
        _own(parent, scale, lexicon, deny=nor is None)
    return parent


def _adjunct(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
    """An adjunct clause stands outside the operator's scope; an infinitive of purpose is only meant."""
    if node.head.pos_ == "NOUN":
        _of_noun(node, scale, lexicon)
        return None
    marks = (c for c in node.children if c.dep_ in ("mark", "advmod"))
    ahead = next((c for c in marks if c.lower_ in ("before", "until", "till", "once")), None)
    if ahead is not None and node.tag_ in ("VBZ", "VBP"):
        scale.apply(ahead, "positive", PLANNED, "planned")  # "before Libya releases them": it has not yet
        return None
    if "to" not in _marks(node) or any(c.dep_ == "mark" for c in node.children):
        return None
    op = operator_of(node.head, "to", lexicon, node)
    if op is not None and (op.particle or op.object_first):  # "went on to VP", "called on X to VP"
        return _complement(node, scale, lexicon)
    scale.apply(node, "positive", PLANNED, "purpose")
    return None


DRAFTS = frozenset("bill motion draft amendment legislation measure proposal".split())
ENACT = frozenset("pass approve adopt enact sign ratify carry endorse promulgate".split())


def _of_noun(node: Token, scale: _Scale, lexicon: Lexicon) -> None:
    """An infinitive under a noun: "a plan to VP", "requests to VP", and what the noun's own verb does to it."""
    parent = node.head
    if "that" in _marks(node):  # "no evidence that ...", "the myth that ..."
        _operate(parent, "that", lexicon, node, scale)
        _noun_modifiers(parent, scale)
        return
    if "to" not in _marks(node):
        passed = parent.head.lemma_ in ENACT or parent.dep_ not in ("dobj", "nsubjpass", "nsubj")
        if node.tag_ == "VBG" and parent.lemma_ in DRAFTS and not passed:
            scale.apply(parent, "positive", POSSIBLE, "possible")  # "introduced a bill banning": no law yet
        return
    if parent.lemma_ in ("first", "last", "only"):
        return  # "the first to recognise it": it did
    mark = "for" if "for" in _marks(node) else "to"
    if _operate(parent, mark, lexicon, node, scale) is None and _operate(parent, "to", lexicon, node, scale) is None:
        scale.apply(parent, "positive", PLANNED, "planned")
    if parent.dep_ in ("dobj", "nsubjpass") and parent.head.pos_ == "VERB":
        outer = operator_of(parent.head, DIRECT_OBJECT, lexicon, parent)
        if outer is not None and outer.polarity == "negative":
            scale.apply(parent.head, outer.polarity, outer.modality, outer.name, outer)


def _gerund(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
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
    operated = _operate(ruler, preposition.lower_, lexicon, node, scale) is not None
    if ruler.pos_ in ("VERB", "AUX") and (operated or preposition.lower_ in MEANS):
        _own(ruler, scale, lexicon)
        return ruler
    if operated:
        return None
    if preposition.lower_ == "about":
        scale.apply(preposition, "positive", POSSIBLE, "possible")
    elif preposition.lower_ in PROSPECTIVE and not (preposition.lower_ == "before" and _past(ruler)):
        scale.apply(preposition, "positive", PLANNED, "planned")
    return None


def _past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not _future(verb))


def _noun_conjunct(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
    return node.head if node.head.pos_ in ("NOUN", "PROPN") else None


def _noun_object(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
    """An event noun as object: an operator ("cancelled the visit") or a light verb ("will hold talks")."""
    parent = node.head
    if parent.pos_ not in ("VERB", "AUX"):
        return None
    happening = _happening(parent) if node.dep_ == "nsubjpass" else None
    if happening is not None:  # "the talks are set to resume"
        _own(happening, scale, lexicon)
        return happening
    op = _operate(parent, DIRECT_OBJECT, lexicon, node, scale)
    if op is not None or parent.lemma_ in lexicon.words("light") or parent.lemma_ in HAPPEN:
        _own(parent, scale, lexicon, under=op)
        return parent
    return None


def _noun_prepositional(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
    """An event noun after a preposition: "called for talks", "before the visit", "a series of strikes"."""
    preposition = node.head
    ruler = preposition.head
    if preposition.lower_ == "without":
        scale.apply(preposition, "negative", ACTUAL, "not")
        return None
    if ruler.lower_ in PROSPECTIVE:  # "ahead of her meeting with Scholz"
        scale.apply(ruler, "positive", PLANNED, "planned")
        return None
    if _operate(ruler, preposition.lower_, lexicon, node, scale) is not None:
        if ruler.pos_ in ("VERB", "AUX"):
            _own(ruler, scale, lexicon)
            return ruler
        return ruler if ruler.pos_ == "NOUN" else None
    if ruler.pos_ in ("VERB", "AUX"):
        if preposition.lower_ in PROSPECTIVE:
            scale.apply(preposition, "positive", PLANNED, "planned")
            return None
        if preposition.lower_ == "for":
            _purpose(ruler, scale, lexicon, node)
            return None
        clause = _Scale()
        _own(ruler, clause, lexicon, deny=False)
        if clause.modality != ACTUAL:  # "would have flown to Tunis after talks"
            scale.apply(ruler, "positive", clause.modality, clause.operator or "planned")
    elif ruler.pos_ == "NOUN" and (ruler.lemma_ in SERIES or preposition.lower_ == "for"):
        return ruler  # "cancelled a trip to Baku for talks"
    return None


def _purpose(ruler: Token, scale: _Scale, lexicon: Lexicon, node: Token) -> None:
    """What something is done for is as real as that: "is due in Oslo for talks", "is set to fly to Oslo for talks"."""
    for word in (ruler, *(c for c in ruler.children if c.dep_ in ("acomp", "attr"))):
        op = operator_of(word, "to", lexicon, node)
        if op is not None and op.modality != ACTUAL:
            scale.apply(word, op.polarity, op.modality, op.name, op)
            return
    clause = _Scale()
    _own(ruler, clause, lexicon)
    _climb(ruler, clause, lexicon)
    if clause.negative or clause.modality != ACTUAL:
        polarity = "negative" if clause.negative else "positive"
        scale.apply(ruler, polarity, clause.modality, clause.operator or "planned")


def _noun_subject(node: Token, scale: _Scale, lexicon: Lexicon) -> Token | None:
    """An event noun as subject: "the talks did not take place", "the visit will be the first"."""
    parent = node.head
    if parent.pos_ not in ("VERB", "AUX"):
        return None
    happening = _happening(parent)
    if happening is not None:  # "the talks failed to begin"
        _own(happening, scale, lexicon)
        return happening
    judged = _judged(parent, scale, lexicon, node)
    if judged or parent.lemma_ in HAPPEN:
        _own(parent, scale, lexicon)
        return parent
    if parent.lemma_ in ("seem", "look", "appear", "loom") or any(
        c.dep_ == "aux" and c.lower_ in ("would", "could", "might", "may") for c in parent.children
    ):
        scale.apply(parent, "positive", POSSIBLE, "possible")
    elif _future(parent):
        scale.apply(parent, "positive", PLANNED, "planned")
    return None


def _happening(verb: Token) -> Token | None:
    """The infinitive by which an event noun comes about under another verb or adjective: "is due to begin"."""
    heads = (verb, *(c for c in verb.children if c.dep_ == "acomp"))
    infinitives = (c for head in heads for c in head.children if c.dep_ == "xcomp" and "to" in _marks(c))
    return next((c for c in infinitives if c.lemma_ in HAPPEN - ENDING), None)


def _judged(verb: Token, scale: _Scale, lexicon: Lexicon, node: Token) -> bool:
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


def _only_conditional(verb: Token, scale: _Scale) -> None:
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITIONAL_MARKS:
            scale.apply(child, "positive", POSSIBLE, "conditional")
