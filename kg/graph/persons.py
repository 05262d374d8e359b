"""Which names of persons, read in many articles, are names of one person.

Strong evidence unites full names word by word (Zelensky, Zelenskyy). Weak evidence (a lone surname, an
initial, a name without its middle) joins a name to the one person that it fits, and abstains when it fits
two.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from kg.graph.names import FAMILY_FIRST, Tokens, similar, skeleton, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Groups", "Index", "unite_full_names"]

Index: TypeAlias = "Mapping[str, list[Tokens]]"
"""The full names that a lone word may mean, by how it sounds."""


class Groups:
    """Names united so far; a group is known by its smallest name, so that order does not matter."""

    def __init__(self) -> None:
        """Begin with every name in a group of its own."""
        self._parent: dict[Tokens, Tokens] = {}

    def find(self, name: Tokens) -> Tokens:
        """The name that a group is known by."""
        root = name
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(name, name)) != root:
            self._parent[name], name = root, parent
        return root

    def unite(self, a: Tokens, b: Tokens) -> None:
        """Make the groups of two names one."""
        small, large = sorted((self.find(a), self.find(b)))
        self._parent[large] = small


def unite_full_names(names: Iterable[Tokens]) -> tuple[Groups, Index, Index]:
    """Group names of two words and more.

    Returns:
        The groups; the names by how their family names sound; and by how their other words but the first
        sound, for some are called by these (Luiz Inácio *Lula* da Silva).
    """
    full = sorted({name for name in names if len(name) > 1})
    groups = Groups()
    for block in _blocks(full):
        for at, a in enumerate(block):
            for b in block[at + 1 :]:
                if _same_person(a, b):
                    groups.unite(a, b)
    _join_partial_names(full, groups)
    return groups, _index(full, _family_names), _index(full, lambda name: name[1:-1])


def _blocks(full: Iterable[Tokens]) -> Iterable[list[Tokens]]:
    blocks: dict[tuple[int, str, str], list[Tokens]] = defaultdict(list)
    for name in full:
        blocks[len(name), skeleton(name[0]), skeleton(name[-1])].append(name)
    return blocks.values()


def _same_person(a: Tokens, b: Tokens) -> bool:
    *given_a, family_a = a
    *given_b, family_b = b
    return similar(family_a, family_b) and all(similar(x, y, given=True) for x, y in zip(given_a, given_b, strict=True))


def _join_partial_names(full: list[Tokens], groups: Groups) -> None:
    """Join "J. Biden" or "Bashar Assad" to the one longer name that it fits, the longest names first."""
    by_word: dict[str, list[Tokens]] = defaultdict(list)
    for name in full:
        for word in {sound(word) for word in (name[0], name[-1])}:
            by_word[word].append(name)
    for name in sorted(full, key=lambda name: (-len(name), _initials(name), name)):
        near = by_word[sound(name[-1])] + (by_word[sound(name[0])] if len(name[0]) > 1 else [])
        fits = {groups.find(longer) for longer in near if _is_part(name, longer)} - {groups.find(name)}
        if len(fits) == 1:
            groups.unite(name, fits.pop())


def _initials(name: Tokens) -> int:
    return sum(len(word) == 1 for word in name)


def _is_part(short: Tokens, longer: Tokens) -> bool:
    """Whether one name is the other with words left out at one end or in the middle, or with initials."""
    if (len(short), -_initials(short)) >= (len(longer), -_initials(longer)):
        return False
    tail, head = longer[-len(short) :], longer[: len(short)]
    ends = (longer[0], longer[-1]) if len(short) == 2 else tail
    return any(len(part) == len(short) and all(map(_word_fits, short, part)) for part in {tail, head, ends})


def _word_fits(short: str, word: str) -> bool:
    return word.startswith(short) if len(short) == 1 else similar(short, word, given=True)


def _index(full: Iterable[Tokens], words: Callable[[Tokens], Tokens]) -> Index:
    index: dict[str, list[Tokens]] = defaultdict(list)
    for name in full:
        for heard in sorted({sound(word) for word in words(name)}):
            index[heard].append(name)
    return index


def _family_names(name: Tokens) -> Tokens:
    return (name[-1], name[0]) if name[0] in FAMILY_FIRST else (name[-1],)
