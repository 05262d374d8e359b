"""Whether a phrase speaks of a whole or of some of it: "EU members", "several EU members", "few Russian officials".

A country acts through each of its officials and soldiers, however many. Those who make up a union act for themselves:
what some of them do, the union does not. Nothing is known of the whole where hardly anybody or not everybody acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from kg.extract.lexicon import Lexicon
from kg.extract.referents import Referent, Resolution, is_others
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["Share", "is_apart", "is_divided", "is_quantity"]

SCARCELY = frozenset("hardly scarcely barely".split())
ENTIRE = frozenset("all every each both entire whole".split())
# Adjectives that tell nobody from the others, or are of a title: "foreign ministers".
NOT_PICKING = ENTIRE | frozenset("foreign prime respective sovereign".split())
DEFINITE = frozenset("the these those".split())
QUANTITIES = frozenset(
    "some several many most various numerous certain other another more fewer few half enough countless multiple any"
    " no neither one a an dozen hundred thousand score handful couple majority minority quarter third part number pair"
    " bulk plurality".split()
)
EXCEPTING = frozenset("except but save excluding barring bar minus besides without apart aside".split())
NAMING = frozenset("as including like".split())  # "members such as Turkey"
BARRING = EXCEPTING - frozenset("but save minus besides without".split())  # of a clause
BEFORE = frozenset("det predet nummod amod advmod quantmod neg preconj cc".split())
STATES = frozenset({EntityType.ORGANIZATION, EntityType.GROUP, EntityType.REGION})
OF_WHOLES = frozenset(("name", "named"))  # links of nouns to what they have in their name
PLURAL = frozenset(("NNS", "NNPS"))


class Share(Enum):
    """How much of a whole a noun phrase speaks of."""

    WHOLE = "all of it"
    ONE = "one that is told, or will be"
    SOME = "some of it"
    FEW = "hardly any, or not all"


def _share_of(noun: Token, named: int | None = None) -> Share:
    """How much of a whole a noun means, by what stands before and behind it.

    "The EU's members" and "all 27 members" are the whole, "an EU member", "two members" and "its eastern members" some.
    `named` is where a name begins that the noun ends: "several *Western countries*".
    """
    start = noun.i if named is None else named
    words = [token.lower_ for token in _before(noun, start)]
    if _denied([*words, noun.lower_]):
        return Share.FEW
    entire = not ENTIRE.isdisjoint(words)
    definite = "poss" in noun.by_dep or not DEFINITE.isdisjoint(words)
    exact = "nummod" in noun.by_dep and not entire and not definite
    if exact or not QUANTITIES.isdisjoint(words) or _is_excepted(noun):
        return Share.SOME
    if noun.tag_ in PLURAL:
        return Share.SOME if _is_picked(noun, start) else Share.WHOLE
    return Share.WHOLE if entire or noun.pos_ == "PROPN" else Share.ONE


def _is_bare(noun: Token) -> bool:
    """Whether nothing before a noun, nor itself, says how many."""
    return noun.left_edge is noun and noun.lower_ != "few" and noun.lemma != "state"


def _before(noun: Token, start: int) -> Iterator[Token]:
    """The words before a noun that say how many or which, in order: "not all", "more than a dozen"."""
    for child in noun.children if noun.left_edge is not noun else ():
        if child.i >= start:
            break
        if child.dep_ in BEFORE:
            yield from child.subtree


def _denied(words: list[str]) -> bool:
    """ "few", "hardly any", "not every"; not "a few"."""
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        if word in SCARCELY or (word == "few" and before not in ("a", "the", "these", "those")):
            return True
        if before == "not" and (word in ENTIRE or word in QUANTITIES):
            return True
    return False


def _is_picked(noun: Token, start: int) -> bool:
    """ "eastern members", "countries that border Russia": some are told from the others."""
    kinds = (c for c in noun.by_dep.get("amod", ()) if c.i < start)
    if any(c.ent_type_ == "" and c.lower_ not in NOT_PICKING for c in kinds):
        return True
    return "relcl" in noun.by_dep and noun.doc[noun.i + 1].text != ","


def _is_excepted(noun: Token) -> bool:
    """ "all members except Hungary", "apart from Hungary, the members ...", "members such as Poland"."""
    around = [c for c in noun.children if c.i > noun.i]
    beside = noun.head.children if noun.head.pos_ in ("VERB", "AUX") else ()
    return (
        any(c.lower_ in EXCEPTING or c.lower_ in NAMING for c in around)
        or any(c.lower_ in BARRING for c in beside)
        or any(o.lemma == "exception" for c in (*around, *beside) for o in c.by_dep.get("pobj", ()))
    )


def is_quantity(noun: Token) -> bool:
    """Whether a word before "of" counts or measures what follows: "most of", "two of"."""
    return noun.pos_ == "NUM" or noun.lemma in QUANTITIES


def is_apart(
    resolution: Resolution,
    noun: Token,
    key: int,
    *,
    share: Share | None = None,
    force: bool = False,
) -> bool:
    """Whether those whom a noun means do not stand for what they belong to.

    Args:
        resolution: Who is who in the article, and the words for states and for those who lead them.
        noun: What they are called.
        key: The referent that they belong to.
        share: How many of them are meant, where the noun's own words do not tell.
        force: Whether by deeds of force, which the members of a group do for it.
    """
    whole, words = resolution.referents[key], resolution.lexicon.words
    if share is None and whole.type not in STATES and _is_bare(noun):
        return False  # most are, and the rest takes its time
    if share is None:
        name = resolution.names.get(noun.i)
        share = _share_of(noun, name.start if name is not None else None)
    link = resolution.links.get(noun.i)
    itself = link is not None and link.how not in OF_WHOLES  # "Iran's ally Hezbollah" is Hezbollah
    if itself or share in (Share.FEW, Share.WHOLE):
        return share is Share.FEW
    if share is Share.ONE:
        return whole.type in STATES and (noun.lemma == "member" or is_others(noun))
    if whole.type is EntityType.COUNTRY:  # "two US states"
        return noun.pos_ == "NOUN" and noun.lemma == "state" and noun.tag_ in PLURAL
    if whole.type not in STATES:
        return False
    if noun.lemma in words("sovereign") or (noun.lemma == "member" and not force):
        return True
    return (noun.lemma == "member" or noun.lemma in words("statesman")) and _is_union(whole, resolution.lexicon)


def is_divided(whole: Referent, lexicon: Lexicon, *, agent: bool, force: bool) -> bool:
    """Whether a part of it does not stand for it: "most of the Arab League"; it does in "parts of Ukraine"."""
    if whole.type is EntityType.REGION:
        return agent
    return (whole.type is EntityType.ORGANIZATION and not force) or _is_union(whole, lexicon)


def _is_union(whole: Referent, lexicon: Lexicon) -> bool:
    """Whether states make up an organization or group."""
    return whole.actor in lexicon.unions
