"""People and bodies that a text does not name: "26 alleged gang members", "a Kyrgyz journalist", "police".

They take part in events like anybody else, and are entities of their article alone. What belongs to somebody who is
named stands for its owner instead ("German police"), which is the matcher's business.
"""

from __future__ import annotations

from enum import Enum

from kg.extract.discourse import DEFINITE, Discourse
from kg.extract.gazetteer import CROWDS
from kg.extract.lexicon import Lexicon
from kg.extract.tokens import Doc, Token, text_of
from kg.model import EntityType

__all__ = ["Unnamed", "described_span", "introduce", "unnamed"]

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


TYPES = {
    Unnamed.PERSON: EntityType.PERSON,
    Unnamed.PEOPLE: EntityType.GROUP,
    Unnamed.BODY: EntityType.ORGANIZATION,
    Unnamed.BODIES: EntityType.GROUP,
    Unnamed.ORGAN: EntityType.ORGANIZATION,
}
FIGHTERS = frozenset(
    "rebel militant insurgent fighter guerrilla militia separatist jihadist extremist terrorist".split()
)


def unnamed(token: Token, lexicon: Lexicon, *, owned: bool) -> Unnamed | None:
    """What a noun without a name stands for, if for people or a body; `owned` when somebody named owns it."""
    lemma, words = token.lemma, lexicon.words
    mutual = any(c.dep_ == "poss" and c.lower_ in ("other", "another") for c in token.children)
    of = (o for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children)
    somebodys = owned or any(o.lemma in CROWDS for o in of)
    if token.dep_ not in ARGUMENTS or mutual or (somebodys and lemma in words("organ")):
        return None  # "leaders of a number of countries" are theirs
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
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma in CROWDS


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
        if len(text_of(words).split()) <= LABEL_WORDS and not any(t.is_punct and t.text not in "-'’" for t in words):
            return end
    return None


def introduce(d: Discourse, token: Token, determiners: set[str]) -> None:
    """ "pro-Turkey protesters", "the rebels", "a Saudi dissident", "police": those of before, or somebody new."""
    owners = d.res.owners(token)
    links = [link for owner in owners if (link := d.res.link(owner)) is not None]
    # a region is no actor, its government is: "the West Bengal government"
    regional = bool(links) and all(d.referents[link.keys[0]].type is EntityType.REGION for link in links)
    kind = unnamed(token, d.lexicon, owned=bool(owners) and not regional)
    if kind is None:
        organ = token.lemma in d.lexicon.words("organ") and token.tag_ in ("NNS", "NNPS")
        if organ and len(links) == 1 and not d.is_share(token, links[0].keys[0]):
            d.organs[token.i] = links[0].keys
        return
    lemma = token.lemma
    definite = bool(determiners & DEFINITE)
    if (definite or kind is Unnamed.ORGAN) and not owners and lemma in d.people:
        d.bind(token, [d.people[lemma]], 0.75, "the " + lemma)
        return
    if kind is Unnamed.PEOPLE and definite and not owners and lemma in FIGHTERS:
        bodies = d.recent(frozenset({EntityType.ORGANIZATION, EntityType.GROUP}), token.i, 3)
        if bodies:  # "The Houthis ... The rebels"
            d.bind(token, bodies[:1], 0.65, "the " + lemma)
            return
    referent = d.clusters.new(TYPES[kind])
    start, end = described_span(token, vague=lemma in d.lexicon.words("anybody") and not definite)
    short = d.a.text(d.phrase(token)[0], token.i + 1)
    text = d.a.text(start, end)
    first = d.doc[start]
    common = first.is_sent_start and first.tag_ not in ("NNP", "NNPS") and d.res.link(first) is None
    referent.label = text[:1].lower() + text[1:] if common else text
    referent.forms[text] += 1
    referent.forms[d.a.text(start, token.i + 1)] += 0
    if token.dep_ == "pobj" and token.head.head.lemma in CROWDS:  # "dozens of demonstrators"
        short = d.a.text(token.head.head.i, token.i + 1)
    if len(short.split()) <= LABEL_WORDS:
        referent.forms[short] += 0
    d.people[lemma] = referent.key
    d.bind(token, [referent.key], 0.6 if kind is Unnamed.PERSON else 0.7, "people")
