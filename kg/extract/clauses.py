"""What a clause shares with another: whether two verbs are of one scene, and whether one looks ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.subjects import INSTRUMENTS
from kg.extract.tokens import Token

__all__ = ["OTHER_SCENE", "SAME_OCCASION", "held", "is_over", "is_prospective", "looks_ahead", "shared_clause"]

# Verbs whose infinitive is still to come, so that a weekday in it is the next one.
PROSPECTIVE = frozenset(
    "agree plan intend expect schedule promise vow pledge want hope threaten set prepare invite urge ask demand call"
    " seek arrange due propose offer request order aim decide be".split()
)
ATTEMPTS = frozenset("attempt bid effort try failure success".split())
# Verbs whose infinitive happens with them: "managed on Monday to reach him".
IMPLICATIVE = frozenset("manage try fail begin start continue refuse decline help go come proceed attempt be".split())
OTHER_SCENE = frozenset(
    "after before since until because although though if unless once whereas that whether so".split()
)
COME_FOR = frozenset(
    "fly travel go arrive come land head leave gather meet convene host receive be return expect due".split()
)
NEXT = frozenset("then later subsequently afterwards thereafter eventually previously".split())
NOT_SHARED = OTHER_SCENE | NEXT
SAME_OCCASION = frozenset("in at during with".split())
# Verbs of participles that say where and when an event noun was.
HELD = frozenset("hold carry conduct launch stage mount sign conclude agree convene begin broker reach".split())


def shared_clause(node: Token, told: frozenset[str] = frozenset()) -> Token | None:
    """The verb that a verb or event noun shares its scene with, or None.

    `told` are the verbs whose object is only spoken of: the time of "condemned the attack" is not the attack's.
    """
    if node.head.i == node.i:
        return None
    if node.pos_ not in ("VERB", "AUX"):
        return _of_noun(node, told)
    return _of_noun_clause(node) if node.dep_ in ("acl", "relcl") else _of_clause(node)


def _of_clause(verb: Token) -> Token | None:
    """Participles, infinitives, "when" clauses and conjuncts, unless a word says that they are of another time."""
    ruler = verb.head
    if verb.dep_ not in ("conj", "xcomp", "advcl") or ruler.pos_ not in ("VERB", "AUX"):
        return None
    if any(c.lower_ in NOT_SHARED for dep in ("mark", "advmod") for c in verb.by_dep.get(dep, ())):
        return None
    if verb.dep_ == "conj" and (looks_ahead(verb) != looks_ahead(ruler) or _is_own_relative(verb)):
        return None
    return ruler


def _is_own_relative(verb: Token) -> bool:
    """ "who lives in Lithuania and *who* asked them": two clauses about one noun, not one scene."""
    return any(c.tag_ in ("WP", "WDT") for dep in ("nsubj", "nsubjpass") for c in verb.by_dep.get(dep, ()))


def _of_noun_clause(verb: Token) -> Token | None:
    """ "came for an *attempt* to VP", "*adopted* a resolution demanding that ...", "*met* the envoy, who urged him"."""
    noun = verb.head
    if verb.dep_ == "acl" and any(c.tag_ == "TO" for c in verb.children):
        return noun if noun.lemma_ in ATTEMPTS else None
    if noun.lemma_.lower() in INSTRUMENTS and noun.dep_ == "dobj":
        return _of_noun(noun, frozenset())
    answers = (
        verb.tag_ == "VBD"
        and any(c.dep_ == "nsubj" and c.lower_ == "who" for c in verb.children)
        and any(c.dep_ == "dobj" and c.lower_ in ("him", "her", "them") for c in verb.children)
    )  # the relative clause goes on with the scene of the two
    return next((t for t in noun.ancestors if t.pos_ in ("VERB", "AUX")), None) if answers else None


def _of_noun(noun: Token, told: frozenset[str]) -> Token | None:
    """ "*held* talks", "the talks *began*", "*flew* in for talks", "*agreed* at the talks"."""
    node = noun
    while node.dep_ == "conj" and node.head.pos_ == "NOUN":
        node = node.head
    ruler = node.head
    if node.dep_ == "pobj" and ruler.dep_ == "prep":
        verb = ruler.head
        fits = verb.lemma_ in COME_FOR if ruler.lower_ in ("for", "to") else ruler.lower_ in SAME_OCCASION
        fits = fits and (verb.lemma_ in COME_FOR or verb.lemma_ not in told)
    else:
        verb = ruler
        fits = node.dep_ in ("nsubj", "nsubjpass", "attr") or (node.dep_ == "dobj" and verb.lemma_ not in told)
    return verb if fits and verb.pos_ in ("VERB", "AUX") else None


def held(nouns: Iterable[Token]) -> Iterator[Token]:
    """The participles that say where and when an event noun was: "talks *held* in Cairo on Friday"."""
    for noun in nouns:
        if noun.pos_ == "NOUN":
            yield from (c for c in noun.by_dep.get("acl", ()) if c.tag_ == "VBN" and c.lemma_ in HELD)


def is_prospective(verb: Token) -> bool:
    """Whether what an infinitive says comes after what its verb says: "agreed to meet", not "managed to meet"."""
    ruler = verb.head
    return verb.dep_ == "xcomp" and ruler.lemma_ not in IMPLICATIVE and any(c.tag_ == "TO" for c in verb.children)


def is_over(verb: Token) -> bool:
    """Whether a verb is in the past or the perfect: "met", "was met", "has met"."""
    if any(c.lower_ in ("will", "shall", "would", "'ll") for c in verb.by_dep.get("aux", ())):
        return False
    words = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return any(word.tag_ == "VBD" or word.lower_ in ("has", "have", "had", "'ve") for word in words)


def looks_ahead(verb: Token) -> bool:
    """Whether a verb speaks of what is to come, so that "on Monday" is the Monday to come."""
    if "aux" not in verb.by_dep:
        return False
    auxiliaries = {c.lower_ for c in verb.by_dep["aux"]}
    if auxiliaries & {"will", "shall", "'ll", "would"}:
        return True
    if verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'s", "'re"}:
        return True  # "is meeting them on Friday"
    if "to" not in auxiliaries:
        return False
    if verb.dep_ == "acl":
        return verb.head.lemma_ not in ATTEMPTS
    if verb.dep_ != "xcomp":
        return verb.dep_ == "ROOT"
    ruler = verb.head
    perfect = any(c.lower_ == "had" for c in ruler.by_dep.get("aux", ()))
    return not perfect and (ruler.lemma_ in PROSPECTIVE or ruler.tag_ not in ("VBD", "VBN"))
