"""People and bodies that a text does not name: "26 alleged gang members", "a Kyrgyz journalist", "police".

They take part in events like anybody else, and are entities of their article alone. What belongs to somebody who is
named stands for its owner instead ("German police"), which is the matcher's business.
"""

from __future__ import annotations

from enum import Enum

from spacy.tokens import Doc, Token

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import CROWDS

__all__ = ["LABEL_WORDS", "Unnamed", "described_span", "unnamed"]

LABEL_WORDS = 8
INDEFINITE = frozenset("a an another".split())
COLLECTIVE = frozenset("opposition militia crowd public population people mob minority community crew".split())
BEFORE = frozenset("amod compound nmod nummod poss".split())
# A postmodifier that tells who they are: "residents of Yeoncheon", "people affected by the cyclone".
AFTER = frozenset("prep acl".split())
PLURAL = frozenset(("NNS", "NNPS"))
ARGUMENTS = frozenset("nsubj nsubjpass dobj pobj conj dative appos ROOT".split())


class Unnamed(Enum):
    """What an unnamed description stands for."""

    PERSON = "one person"
    PEOPLE = "several people"
    BODY = "one organization"
    BODIES = "several organizations"
    ORGAN = "an organ whose state is not said"


def unnamed(token: Token, lexicon: Lexicon, *, owned: bool) -> Unnamed | None:
    """What a noun without a name stands for, if for people or a body; `owned` when somebody named owns it."""
    lemma, words = token.lemma_.lower(), lexicon.words
    mutual = any(c.dep_ == "poss" and c.lower_ in ("other", "another") for c in token.children)
    if token.dep_ not in ARGUMENTS or mutual or (owned and lemma in words("organ")):
        return None
    plural = token.tag_ in PLURAL
    singled = any(c.dep_ == "det" and c.lower_ in INDEFINITE for c in token.children)
    if lemma in words("organ-at-work") and not singled:
        return Unnamed.ORGAN if _at_work(token, plural=plural) else None
    if lemma in words("organ") - words("body") - words("people") and not plural:
        return None  # "a spokesman": somebody's, and the text does not say whose
    crowd = plural and lemma in CROWDS and not any(c.lower_ == "of" for c in token.children)
    vague = lemma in words("anybody")
    if crowd or (vague and lemma == "people"):
        return Unnamed.PEOPLE if crowd or _described(token) else None
    if vague or lemma in words("people") or lemma in words("person"):
        if vague and not _described(token):
            return None
        many = plural or lemma in COLLECTIVE
        return Unnamed.PEOPLE if many else Unnamed.PERSON if singled else None
    if lemma in words("body") and not (owned and lemma in words("belonging")):
        many = plural and _described(token)
        return Unnamed.BODIES if many else Unnamed.BODY if singled and not plural else None
    return None


def _at_work(token: Token, *, plural: bool) -> bool:
    """ "police", "the army", "security forces"; not "by force", "any court"."""
    if token.lemma_ == "force" and not plural and not any(c.dep_ == "compound" for c in token.children):
        return False
    return all(c.lower_ in ("the", "local") for c in token.children if c.dep_ == "det")


def _described(token: Token) -> bool:
    """ "12 people", "people affected by the flood": somebody in particular, unlike "people" and "others"."""
    if any(c.dep_ in BEFORE for c in token.children):
        return True
    if any(c.dep_ in ("acl", "relcl") or (c.dep_ == "prep" and c.lower_ in WHERE) for c in token.children):
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in CROWDS


WHERE = frozenset("in of from at near with".split())
OF_WHOM = frozenset("of from with".split())  # "12 people in Kharkiv": where it happened, rather than who they are


def described_span(token: Token, *, vague: bool = False) -> tuple[int, int]:
    """The tokens (half-open) that say who is meant, without article, at most `LABEL_WORDS` words."""
    left = [c for c in token.children if c.dep_ in BEFORE and c.i < token.i and c.tag_ != "PRP$"]
    start = min((_first(c) for c in left), default=token.i)
    end = token.i + 1
    for child in sorted(token.children, key=lambda c: c.i):
        if child.i <= token.i:
            continue
        telling = child.tag_ == "VBN" if child.dep_ == "acl" else child.lower_ in (WHERE if vague else OF_WHOM)
        if child.dep_ not in AFTER or child.left_edge.i != end or not telling:
            break
        upto = _within_limit(token.doc, start, child)
        if upto is None:
            break
        end = upto
        if child.dep_ == "acl":
            break
    return start, end


def _first(modifier: Token) -> int:
    """Where a modifier begins: "at least 12" counts from its number."""
    return modifier.i if modifier.dep_ == "nummod" else modifier.left_edge.i


def _within_limit(doc: Doc, start: int, modifier: Token) -> int | None:
    """Where a postmodifier ends, without what is told of its own noun if it is too long with it."""
    nouns = [o for o in modifier.children if o.dep_ == "pobj"]
    for end in (modifier.right_edge.i + 1, *(o.i + 1 for o in nouns)):
        words = doc[start:end]
        if len(words.text.split()) <= LABEL_WORDS and not any(t.is_punct and t.text not in "-'’" for t in words):
            return end
    return None
