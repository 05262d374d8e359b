"""What may stand on either side of an open relation: whoever and whatever has a name and is surely meant."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.coordination import coordinated
from kg.extract.fillers import Filler
from kg.extract.matching import Matcher
from kg.extract.own_words import NOUN_MODIFIERS
from kg.extract.referents import Referent, Resolution
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["JOINTLY", "PLACES", "SPOTS", "agents", "is_loose", "is_plain", "named", "owners"]

SPOTS = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
PLACES = SPOTS | {EntityType.COUNTRY}
BODIES = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION, EntityType.GROUP})
# "lots of", "one of": how many, not what.
QUANTITIES = frozenset(
    "thousand hundred dozen score million crowd number ten group majority lot most some one many couple half rest all"
    " bit pair percent percentage each none any kind sort type worth amount total series set piece".split()
)
INDEFINITE = frozenset("one ones another other others".split())
JOINTLY = frozenset("together along jointly alongside".split())
FIRST_PERSON = frozenset("my mine our ours".split())


def named(tokens: Iterable[Token], matcher: Matcher) -> tuple[Filler, ...]:
    """Who and what the tokens name, or stand for by a pronoun or description; never somebody without a name."""
    linked = (t for t in tokens if matcher.res.link(t) is not None and t.lower_ not in INDEFINITE)
    whole = (t for t in linked if not _is_part(t, matcher.res))
    return _distinct((f for t in whole for f in matcher.fillers.of(t, frozenset())), matcher)


def agents(tokens: Iterable[Token], matcher: Matcher) -> tuple[Filler, ...]:
    """The named, and states and bodies by their organs: "Turkish police", not "the Turkish envoy"."""
    found: list[Filler] = []
    for token in tokens:
        lemma = token.lemma_.lower()
        if matcher.res.link(token) is not None:
            found.extend(named([token], matcher))
        elif lemma in matcher.lexicon.words("organ") and not (
            token.tag_ == "NN" and lemma in matcher.lexicon.words("person")
        ):
            fillers = matcher.fillers.of(token, frozenset(), agent=True)
            found.extend(f for f in fillers if matcher.res.referents[f.key].type in BODIES)
    return _distinct(found, matcher)


def owners(noun: Token, matcher: Matcher) -> list[Token]:
    """Whose it is: "*X's* courage", and with organs of state "the *Saudi* delegation"; what is ours stays unsaid."""
    if noun.lemma_.lower() in matcher.lexicon.words("organ"):
        found = [c for c in noun.children if c.dep_ in ("poss", "amod", "nmod", "compound")]
    else:
        found = [t for c in noun.children if c.dep_ == "poss" for t in coordinated(c)]
    return [t for t in found if t.lower_ not in FIRST_PERSON]


def is_plain(noun: Token, matcher: Matcher, *, bound: bool = False) -> bool:
    """A common noun that names nobody, counts nothing, and is not undone by a modifier ("former", "alleged")."""
    if noun.pos_ != "NOUN" or noun.ent_type_ or noun.lemma_.lower() in QUANTITIES or noun.i in matcher.res.names:
        return False
    link = None if bound else matcher.res.link(noun)
    if link is not None and any(_has_name(matcher.res.referents[key]) for key in link.keys):
        return False
    return not any(c.lower_ in NOUN_MODIFIERS for c in noun.children if c.dep_ in ("amod", "compound"))


def _distinct(fillers: Iterable[Filler], matcher: Matcher) -> tuple[Filler, ...]:
    found: dict[int, Filler] = {}
    for filler in fillers:
        if _has_name(matcher.res.referents[filler.key]):
            found.setdefault(filler.key, filler)
    return tuple(found.values())


def _has_name(referent: Referent) -> bool:
    """Whether the text or the gazetteer names it; a label stands for a name that lacks."""
    return referent.actor is not None or (bool(referent.words) and referent.label is None)


def _is_part(token: Token, resolution: Resolution) -> bool:
    """Is it a place in a longer name or noun, "Real *Madrid*", "the former *Argentina* forward", or a sum of money?"""
    name = resolution.names.get(token.i)
    before = [c for c in token.children if c.i < token.i]
    if any(c.ent_type_ == "MONEY" for c in before):
        return True
    if name is None or name.type not in PLACES or name.start == 0:
        return False
    if any(c.lower_ in NOUN_MODIFIERS for c in before):
        return True
    beside = token.doc[name.start - 1]
    return (
        beside in before and beside.dep_ == "compound" and beside.pos_ == "PROPN" and beside.i not in resolution.names
    )


def is_loose(argument: Token) -> bool:
    """Is it behind a comma, or with a doer: "talents, from X to Y", "and, together with Z, asked for"?"""
    node = argument.first_conjunct
    if node.dep_ != "pobj" or node.head.i == 0:
        return False
    return node.doc[node.head.i - 1].text == "," or any(c.lower_ in JOINTLY for c in node.head.children)
