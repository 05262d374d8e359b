"""Event nouns as predicates: "Iran's attack on Erbil", "talks with Putin"."""

from __future__ import annotations

from kg.extract.arguments import Predicate, add_prepositional, governed
from kg.extract.coordination import coordinated, spread
from kg.extract.lexicon import DIRECT_OBJECT, Lexicon
from kg.extract.referents import Resolution
from kg.extract.subjects import is_passive, subjects
from kg.extract.tokens import Token
from kg.extract.verbs import verb_predicate

__all__ = ["HAPPEN", "SERIES", "is_undergone", "noun_predicate"]

# Adverbial event nouns whose agent is the clause's subject: "after talks with Putin, Bennett said"
ADVERBIAL = frozenset(
    "after during before following in at amid through for on ahead until since via by to from despite".split()
)
# Operators whose complement somebody else does.
# Word classes of the event nouns that take the clause's subject from an adjunct: "after talks with Putin, he left".
CONSULTING = ("talks", "meeting", "visit", "phonecall", "negotiation", "meal", "mediation")
OF_AGENT = frozenset("invitation request behest initiative urging insistence appeal demand".split())
OF_OTHERS = frozenset("discuss study debate fear expect".split())
OTHERS_DO = frozenset("prevented suspected deprecated requested ordered permitted denied".split())
# Who does this to an event is no party to it: "a truce brokered by Qatar".
BROUGHT_ABOUT = frozenset(
    "mediate broker sponsor oversee facilitate host arrange supervise monitor propose guarantee negotiate draft"
    " condemn criticize criticise welcome support back order prevent foil interrupt disrupt".split()
)


def is_undergone(noun: Token, lexicon: Lexicon) -> bool:
    """ "Kabuye's detention" happened to her; "Iran's execution of Habib Chaab" did not happen to Iran."""
    if noun.lemma_.lower() not in lexicon.words("undergone"):
        return False
    of = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)
    return not of and any(c.dep_ == "poss" for c in noun.children)


def _whole(noun: Token) -> Token:
    """ "a new round of talks", "a series of strikes": the noun that stands for the event in the clause."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in SERIES:
        return noun.head.head
    return noun


def _noun_subject(noun: Token, lexicon: Lexicon, resolution: Resolution) -> tuple[tuple[Token, ...], int]:
    """The agent of an event noun."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    modifiers = [
        one
        for c in noun.children
        if c.dep_ in ("amod", "nmod", "compound")
        for one in ((c, *c.conjuncts) if c.dep_ != "compound" else (c,))
        if resolution.link(one) is not None and (c.dep_ != "compound" or _acts(one, resolution))
    ]
    by = governed(noun, "by")
    told = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ not in BROUGHT_ABOUT]
    carried = [o for c in told for o in governed(c, "by")]
    if not by and not carried and is_undergone(noun, lexicon):
        return (), 0  # "Kabuye's detention": the owner is whom it happened to
    if noun.lemma_.lower() in OF_AGENT and not owners:  # "at the invitation of Paris"
        by += governed(noun, "of")
    if owners and not by and not carried and all(o.tag_ == "PRP$" and resolution.link(o) is None for o in owners):
        owners = []  # "Iraqi troops began their assault": whose it is, the verb tells
    if owners or modifiers or by or carried:
        return spread([*owners, *by, *carried] or modifiers) if (owners or by or carried) else tuple(modifiers), 0
    node = _whole(noun)
    while node.dep_ == "conj" and node.head.pos_ == "NOUN":
        node = node.head
    if node is not noun and node.dep_ != "nsubj" and node.head.lemma_ not in lexicon.words("light"):
        shared, steps = _noun_subject(node, lexicon, resolution)
        if shared:
            return shared, steps + 1
    verb = node.head
    if node.dep_ in ("dobj", "attr") and verb.pos_ in ("VERB", "AUX"):
        if verb.lemma_ in lexicon.words("light") or _own_act(verb, lexicon):
            if is_passive(verb):
                return tuple(verb_predicate(verb).subject), 1
            found, steps = subjects(verb)
            return found, steps + 1
        return (), 0
    if node.dep_ == "nsubjpass" and (verb.lemma_ in lexicon.words("light") or _own_act(verb, lexicon)):
        return tuple(verb_predicate(verb).subject), 1
    consult = any(noun.lemma_.lower() in lexicon.words(name) for name in CONSULTING)
    if consult and node.dep_ == "pobj" and verb.dep_ in ("prep", "agent") and verb.lower_ in ADVERBIAL:
        ruler = verb.head
        if ruler.pos_ in ("VERB", "AUX"):
            found, steps = subjects(ruler)
            return found, steps + 2
    return (), 0


def _own_act(verb: Token, lexicon: Lexicon) -> bool:
    """Does the verb's subject do what its object noun says? Yes in "planned a visit", no in "prevented an attack"."""
    operators = lexicon.operators.get(verb.lemma_.lower(), ())
    return (
        any(op.mark == DIRECT_OBJECT and op.name not in OTHERS_DO for op in operators) and verb.lemma_ not in OF_OTHERS
    )


# Nouns of which an event is one or many: "a round of talks".
SERIES = frozenset(
    "round series wave number set kind day hour lot string spate session bout barrage act flurry raft slew".split()
)
# What events do: "fighting broke out", "the talks took place".
HAPPEN = frozenset(
    "come enter take happen occur proceed materialize materialise go be hold erupt break begin start resume continue"
    " ensue rage flare unfold end conclude open follow".split()
)
ACRONYM_LENGTH = 5


def _acts(token: Token, resolution: Resolution) -> bool:
    """A name right before an event noun is its agent ("US strikes"), unless it is a place ("the Kyiv visit")."""
    link = resolution.link(token)
    if link is None:
        return False
    kind = resolution.referents[link.keys[0]].type.value
    name = resolution.names.get(token.i)
    if name is not None and name.kind == "adjective":
        return True
    return kind in ("Organization", "Group", "Person") or (
        kind == "Country" and token.text.replace(".", "").isupper() and len(token.text) <= ACRONYM_LENGTH
    )


def _handed_up(noun: Token, resolution: Resolution, table: dict[str, list[Token]]) -> None:
    """ "an attack by Al-Shabaab on Baidoa": what the parser hangs on the agent's name is the noun's."""
    for child in noun.children:
        if child.dep_ not in ("prep", "agent") or child.lower_ not in ("by", "of"):
            continue
        for obj in child.children:
            if obj.dep_ == "pobj" and obj.i in resolution.names:
                inner: dict[str, list[Token]] = {}
                add_prepositional(obj, inner)
                for word in ("on", "against", "at", "to", "with"):
                    if word in inner:
                        table.setdefault(word, inner[word])


def _shared_by_conjuncts(noun: Token, table: dict[str, list[Token]]) -> Token:
    """ "visits and talks with Putin": arguments that conjuncts share; returns the first conjunct."""
    node = _whole(noun)
    while node.dep_ == "conj" and node.head.pos_ == "NOUN":
        node = node.head
        outer: dict[str, list[Token]] = {}
        add_prepositional(node, outer)
        for word, objs in outer.items():
            table.setdefault(word, objs)
    if node.i in (noun.i, noun.head.head.i):  # "visits and talks with Putin": what follows the last conjunct serves all
        for later in coordinated(noun)[1:]:
            outer = {}
            add_prepositional(later, outer)
            for word, objs in outer.items():
                if word in ("with", "between", "against", "on"):
                    table.setdefault(word, objs)
    return node


def noun_predicate(
    noun: Token, keys: tuple[str, ...], verbs: tuple[str, ...], lexicon: Lexicon, resolution: Resolution
) -> Predicate:
    """An event noun with its arguments, those of a light verb's clause ("held talks in Vienna with") among them."""
    table: dict[str, list[Token]] = {}
    add_prepositional(noun, table)
    table.pop("by", None)
    _handed_up(noun, resolution, table)
    subject, distance = _noun_subject(noun, lexicon, resolution)
    node = _shared_by_conjuncts(noun, table)
    light = node.head if node.dep_ in ("dobj", "nsubjpass", "attr") and node.head.pos_ in ("VERB", "AUX") else None
    if node.dep_ == "nsubj" and node.head.lemma_ in HAPPEN:  # "clashes erupted between"
        light = node.head
    if light is not None and (light.lemma_ in lexicon.words("light") or light.lemma_ in ("be", *HAPPEN)):
        outer: dict[str, list[Token]] = {}
        add_prepositional(light, outer)
        for word, objs in outer.items():
            if word != "by":
                table.setdefault(word, objs)
    compounds = [
        c
        for c in noun.children
        if c.dep_ in ("compound", "nmod") and resolution.link(c) is not None and c not in subject
    ]
    undergone = [c for c in noun.children if c.dep_ == "poss" and is_undergone(noun, lexicon)]
    if compounds or undergone:
        table["+"] = [*spread(undergone), *compounds]
    arguments = {k: tuple(dict.fromkeys(v)) for k, v in table.items()}
    return Predicate(noun, "noun", keys, subject, arguments, frozenset(), False, distance, verbs)
