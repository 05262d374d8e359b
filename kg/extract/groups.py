"""Counted groups: "both", "the two countries", "the three leaders"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.extract.discourse import NUMBERS, SUBJECTS, Discourse, clause_of
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["PAIR_WORDS", "resolve_group"]

PAIR_WORDS = frozenset(("both", "two"))
_MEMORY = 60  # sentences over which "the two countries" are counted


def resolve_group(
    d: Discourse, token: Token, number: str, kind: str | None, among: frozenset[int] = frozenset()
) -> bool:
    """So many persons, countries or actors of any kind, out of `among` if it holds enough; did it find them?"""
    kinds = {
        "person": frozenset({EntityType.PERSON}),
        "country": frozenset({EntityType.COUNTRY}),
        "body": frozenset({EntityType.ORGANIZATION}),
        "any": frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION}),
        None: frozenset({EntityType.PERSON, EntityType.COUNTRY}),
    }[kind]
    count = NUMBERS[number]
    options = d.recent(kinds, token.i, 6)
    if len(among & set(options)) >= count:  # "the two presidents" are those who hold that office
        options = [k for k in options if k in among]
    if token.dep_ not in SUBJECTS:
        clause = clause_of(token)
        own = {k for i, k, subject in d.before(token.i, 0) if subject and clause_of(d.doc[i]) == clause}
        options = [k for k in options if k not in own]
    if kind is None and options:
        options = [k for k in options if d.referents[k].type is d.referents[options[0]].type]
    if kind != "person":  # "the two countries" are those that the text is about, not the last in passing
        counts, near = (Counter(_each_mention(d, token, back)) for back in (_MEMORY, 1))
        options.sort(key=lambda k: -(min(counts[k], 5) + 2 * min(near[k], 2)))
    if len(options) < count:
        return False
    d.bind(token, _listed(d, token, frozenset(options), count) or options[:count], 0.7, "group")
    return True


def _each_mention(d: Discourse, token: Token, back: int) -> Iterator[int]:
    """Who was mentioned, but for earlier groups: who these are was made out as it is now."""
    for i, key, _ in d.before(token.i, back):
        link = d.res.links.get(i)
        if link is None or link.how != "group":
            yield key


def _listed(d: Discourse, token: Token, options: frozenset[int], count: int) -> list[int]:
    """The latest coordination of just so many: of two in the same sentence, of more in one of the last three.

    Two are coordinated wherever anything is told of them, three seldom but to be told of together.
    """
    lists: dict[int, dict[int, None]] = {}
    for i, key, _ in d.before(token.i, 0 if count == 2 else 2):
        lists.setdefault(d.doc[i].first_conjunct.i, {})[key] = None
    for found in lists.values():  # the latest first
        if len(found) == count and found.keys() <= options:
            return list(reversed(found))
    return []
