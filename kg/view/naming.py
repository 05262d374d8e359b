"""Where a sentence names whom, so that the page can mark the arguments of a claim in it.

Claims keep what their article calls an entity, but not where. So names are looked for in the sentence, and a wrong mark
is worse than none: a name inside a longer one ("Kim" in "Kim Yo Jong", "Moscow" in "Moscow Exchange"), a name that the
article also gives to somebody else, a description that could be anybody's, and pronouns are passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from kg.model import EntityType

__all__ = ["Called", "Span", "find_names", "utf16"]

Span: TypeAlias = tuple[int, int]


class Called(NamedTuple):
    """What an article calls an entity."""

    type: EntityType
    names: frozenset[str]


class _Found(NamedTuple):
    start: int
    end: int
    bearers: frozenset[str]


_HOLDERS = frozenset({EntityType.PERSON, EntityType.OFFICE})
_PLACES = frozenset({EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
_OWNERS = frozenset("his her its their whose my our your".split())
_PRONOUNS = frozenset(
    "i me he him she it they them we us you who whom which that this these those himself herself itself themselves "
    "one ones others another both".split()
) | _OWNERS  # fmt: skip
_ARTICLES = ("the ", "a ", "an ")
# Words that begin a sentence, or stand before a name, and are no part of it.
_BEFORE_NAMES = frozenset(
    "a after against ahead although amid among an and another as at because before between both but by "
    "despite did does during earlier even for from had has have he how however if in inside into is it its "
    "last late later like meanwhile near neither next no nor not now of on once only or outside over since so "
    "some still than that the then there these they this those though through to today under unless unlike "
    "until was were what when where whether which while who whom whose why will with within without would "
    "yesterday yet monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december mr mrs ms dr.split(".split()
)
_WORD_BEFORE = re.compile(r"(?:^|[^\w’'-])([\w’'-]+\.?) $")
_OF_BEFORE = re.compile(r"\b([^\W\d_]\S*) of (?:the )?$")
_AT_BEFORE = re.compile(r"\b(?:in|at|near|to|into|from|via|for) $", re.IGNORECASE)
# "the prime minister of Hungary", "the Prime Minister's Office": not the one whom the article calls so.
_NOT_ALONE = re.compile(r" of |[’']s? [A-Z]")
_POSSESSIVE = re.compile(r"[’']s?\b|[’'] ")


def find_names(sentence: str, called: Mapping[str, Called], arguments: Collection[str]) -> dict[str, tuple[Span, ...]]:
    """Find where a sentence names the arguments of its claims; spans never cross, but may lie in each other.

    Args:
        sentence: The sentence.
        called: The entities of its article, and what this calls them.
        arguments: Those among them that the claims made from the sentence name.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for entity, (kind, names) in called.items():
        for name in names:
            if name in sentence or name[:4] in ("The ", "the "):
                for form in _forms(name, kind):
                    bearers[form].add(entity)
    found = [
        _Found(start, start + len(form), frozenset(entities))
        for form, entities in bearers.items()
        for start in _occurrences(form, sentence)
    ]
    found.sort(key=lambda each: (each.start, -each.end))
    spans: dict[str, list[Span]] = defaultdict(list)
    taken: list[Span] = []
    for each in found:
        around = [other for other in found if _inside(each, other)]
        meant = [entity for entity in each.bearers if entity in arguments]
        bearer = meant[0] if len(meant) == 1 else _likeliest(meant, each, around, sentence, called)
        if bearer is None or bearer not in arguments or not _is_whole(each, around, found, sentence, bearer, called):
            continue
        if not any(_cross(each, span) for span in taken):
            taken.append((each.start, each.end))
            spans[bearer].append((each.start, each.end))
    return {entity: tuple(places) for entity, places in spans.items()}


def utf16(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans as JavaScript counts them, where what lies beyond the first plane is two characters."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return tuple(spans)
    return tuple((_units(text[:start]), _units(text[:end])) for start, end in spans)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _forms(name: str, kind: EntityType) -> tuple[str, ...]:
    """A name as it may stand in a sentence; nothing for what could be anybody."""
    words = name.split()
    if not words or len(name) < 2 or name.lower() in _PRONOUNS or words[0].lower() in _OWNERS:
        return ()
    if kind is EntityType.PERSON and name == name.lower() and not name.startswith(_ARTICLES):
        return ()  # "president": whose?
    if words[0] in ("the", "The"):
        return name, name[0].swapcase() + name[1:]
    return (name,)


def _occurrences(form: str, sentence: str) -> list[int]:
    places = []
    at = sentence.find(form)
    while at >= 0:
        end = at + len(form)
        open_left = at == 0 or not (sentence[at - 1].isalnum() or sentence[at - 1] == "-") or not form[0].isalnum()
        open_right = end == len(sentence) or not sentence[end].isalnum() or not form[-1].isalnum()
        if open_left and open_right:
            places.append(at)
        at = sentence.find(form, at + 1)
    # A description that stands there twice may well mean two.
    described = form == form.lower() or form.lower().startswith(_ARTICLES)
    return [] if described and sentence.lower().count(form.lower()) > 1 else places


def _inside(one: _Found, other: _Found) -> bool:
    return other.start <= one.start and one.end <= other.end and (other.start, other.end) != (one.start, one.end)


def _cross(one: _Found, span: Span) -> bool:
    return one.start < span[0] < one.end < span[1] or span[0] < one.start < span[1] < one.end


def _likeliest(
    meant: Iterable[str], each: _Found, around: Iterable[_Found], sentence: str, called: Mapping[str, Called]
) -> str | None:
    """Who is meant by a name that several arguments bear, where its place in the sentence says so."""
    if around:
        wanted = frozenset({EntityType.OFFICE})  # in "President Putin" the title
    elif _AT_BEFORE.search(sentence[: each.start]):
        wanted = _PLACES  # "in Washington", and not its government
    else:
        return None
    left = [entity for entity in meant if called[entity].type in wanted]
    return left[0] if len(left) == 1 else None


def _is_whole(
    each: _Found,
    around: list[_Found],
    found: Iterable[_Found],
    sentence: str,
    bearer: str,
    called: Mapping[str, Called],
) -> bool:
    """Whether it is a name by itself, and not a piece of a longer one."""
    if any(bearer in other.bearers for other in around):
        return False
    owns = _POSSESSIVE.match(sentence, each.end) is not None
    if around:
        if owns:
            return True
        kinds = {called[entity].type for other in around for entity in other.bearers}
        if kinds <= _HOLDERS:
            # A title in a longer one ("President" in "Vice President") is another, and so is a name in a longer name.
            return called[bearer].type not in kinds | {EntityType.PERSON}
        return _word_after(sentence, each.end)[:1].islower() and not _has_name_before(each, (), sentence)
    if sentence[each.start].islower() or sentence.startswith("The ", each.start):
        return _NOT_ALONE.match(sentence, each.end) is None
    starts = {other.start for other in found}
    after = _word_after(sentence, each.end)
    if after[:1].isupper() and each.end + 1 not in starts:
        return False
    return not _has_name_before(each, found, sentence)


def _word_after(sentence: str, end: int) -> str:
    """The word after a space; none where something else comes first."""
    return re.split(r"\W", sentence[end + 1 :], maxsplit=1)[0] if sentence.startswith(" ", end) else ""


def _has_name_before(each: _Found, found: Iterable[_Found], sentence: str) -> bool:
    """Whether a capitalised word that nobody is known by stands right before, or governs it by "of"."""
    before = sentence[: each.start]
    ends = {other.end for other in found}
    head = _OF_BEFORE.search(before)
    if head and head[1][:1].isupper() and head.end(1) not in ends:
        return True
    word = _WORD_BEFORE.search(before)
    if word is None or not word[1][:1].isupper() or word.end(1) in ends:
        return False
    return word[1].rstrip(".").lower() not in _BEFORE_NAMES and not word[1].endswith(("’s", "'s", "s’", "s'"))
