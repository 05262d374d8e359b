"""The phrases of a question that ask for something: "who", "with whom", "which countries", "how many times"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from kg.ask.model import Asked, NotUnderstoodError
from kg.model import EntityType

__all__ = ["NOUNS", "Phrase", "find_phrases"]

_ANYBODY = (EntityType.PERSON, EntityType.COUNTRY, EntityType.ORGANIZATION)
_ANYTHING = (EntityType.COUNTRY, EntityType.CITY, EntityType.ORGANIZATION, EntityType.PERSON, EntityType.FACILITY)
_PLACE = (EntityType.CITY,)
# What the noun after "which" or "how many" narrows the answer to.
NOUNS = {
    **dict.fromkeys("country state nation government".split(), (EntityType.COUNTRY,)),
    **dict.fromkeys("city town capital".split(), (EntityType.CITY,)),
    **dict.fromkeys("organization organisation company agency body".split(), (EntityType.ORGANIZATION,)),
    **dict.fromkeys("group militia party".split(), (EntityType.ORGANIZATION, EntityType.GROUP)),
    **dict.fromkeys("person people politician individual statesman".split(), (EntityType.PERSON,)),
}
_PLACES = frozenset("place location city town country region".split())
_DATES = frozenset("day date month year time week".split())
_SOMEBODY = frozenset("anyone anybody someone somebody".split())
_OPEN = {"why": "reasons are not in the graph", "how": "only 'how many' and 'how often' are read", "whose": ""}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is asked for: the tokens of its phrase (half-open), the preposition before it, and what it may be."""

    start: int
    end: int
    asked: Asked
    fillers: tuple[EntityType, ...]
    preposition: str | None = None
    types: tuple[EntityType, ...] = ()
    office: str | None = None
    count: bool = False
    left: tuple[str, ...] = ()


def find_phrases(tokens: list[Token], offices: Mapping[str, str]) -> Iterator[Phrase]:
    """The phrases that ask for something, in order."""
    for n, token in enumerate(tokens):
        low = token.lower_
        relative = n > 0 and token.dep_ in ("nsubj", "dobj", "nsubjpass") and token.head.dep_ == "relcl"
        if low in ("which", "what", "who", "whom", "that") and relative and n > 1:
            continue
        if low in _OPEN and not (low == "how" and n + 1 < len(tokens) and tokens[n + 1].lower_ in ("many", "often")):
            if token.tag_ in ("WRB", "WP$", "WP") and (n == 0 or low != "how"):
                long = low == "how" and n + 1 < len(tokens) and tokens[n + 1].tag_ in ("RB", "JJ")
                raise NotUnderstoodError(" ".join(t.text for t in tokens[n : n + 1 + long]), _OPEN[low])
            continue
        before = tokens[n - 1] if n and tokens[n - 1].pos_ in ("ADP", "SCONJ") else None
        preposition = before.lower_ if before is not None and (n == 1 or low in ("whom", "which")) else None
        if low in ("who", "whom"):
            yield Phrase(token.i, token.i + 1, Asked.WHO, _ANYBODY, preposition)
        elif low == "where":
            yield Phrase(token.i, token.i + 1, Asked.PLACE, _PLACE)
        elif low == "when":
            yield Phrase(token.i, token.i + 1, Asked.TIME, ())
        elif low == "how":
            yield _how(tokens, n, offices)
        elif low in ("what", "which"):
            yield _which(tokens, n, preposition, offices)
        elif low in _SOMEBODY:
            yield Phrase(token.i, token.i + 1, Asked.WHO, _ANYBODY)
        elif low in ("any", "all", "the") and n == 0:
            continue


def _how(tokens: list[Token], n: int, offices: Mapping[str, str]) -> Phrase:
    """ "how often", "how many times", "how many countries"."""
    if tokens[n + 1].lower_ == "often":
        return Phrase(tokens[n].i, tokens[n].i + 2, Asked.TIMES, ())
    found = _which(tokens, n + 1, None, offices)
    noun = tokens[min(n + 2, len(tokens) - 1)]
    if noun.lemma_.lower() in ("time", "occasion"):
        return Phrase(tokens[n].i, noun.i + 1, Asked.TIMES, ())
    return Phrase(tokens[n].i, found.end, found.asked, found.fillers, None, found.types, found.office, True, found.left)


def _which(tokens: list[Token], n: int, preposition: str | None, offices: Mapping[str, str]) -> Phrase:
    """ "what", "which countries", "what other European leaders", "on which day"."""
    token, noun, left = tokens[n], None, []
    for each in tokens[n + 1 :]:
        if each.pos_ in ("NOUN", "PROPN") or each.lemma_.lower() in NOUNS:
            follows = tokens[tokens.index(each) + 1] if each != tokens[-1] else None
            if each.dep_ == "compound" and follows is not None and follows.pos_ == "NOUN":
                left.append(each)
                continue
            noun = each
            break
        if each.pos_ not in ("ADJ", "DET", "NUM") and each.lower_ != "of":
            break
        left.append(each)
    known = noun is not None and (
        noun.lemma_.lower() in NOUNS.keys() | _PLACES | _DATES | offices.keys()
        or token.head == noun
        or token.dep_ == "det"
    )
    if noun is None or not known:
        return Phrase(token.i, token.i + 1, Asked.WHO, _ANYTHING, preposition)
    lemma, end = noun.lemma_.lower(), noun.i + 1
    extra = tuple(t.text for t in left if t.lower_ not in ("other", "of", "the", "all"))
    if lemma in _DATES:
        return Phrase(token.i, end, Asked.TIME, (), preposition, left=extra)
    if lemma in _PLACES and preposition in ("in", "at"):
        return Phrase(token.i, end, Asked.PLACE, _PLACE, preposition, NOUNS.get(lemma, ()), left=extra)
    if lemma in NOUNS:
        kinds = NOUNS[lemma]
        return Phrase(token.i, end, Asked.WHO, kinds, preposition, kinds, left=extra)
    if lemma in ("leader", "official"):
        return Phrase(token.i, end, Asked.WHO, (EntityType.PERSON,), preposition, (EntityType.PERSON,), left=extra)
    title = " ".join((*(t.lower_ for t in left), lemma))
    for office in (title, lemma):
        if office in offices:
            rest = extra if office == lemma else ()
            return Phrase(
                token.i,
                end,
                Asked.WHO,
                (EntityType.PERSON,),
                preposition,
                (EntityType.PERSON,),
                offices[office],
                left=rest,
            )
    raise NotUnderstoodError(noun.text, "that is no kind of answer that the graph has")
