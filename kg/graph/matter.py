"""What a claim is about, as the words of its topic that tell matters apart.

"the Russian invasion of Ukraine" and "Russia's invasion", both said of how Israel stands to Russia, are one matter:
the names of the two parties, the relation's own words and the small words of English are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.graph.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.link import Node
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["matters"]

_SMALL = frozenset(
    "a about after against all an and any as at be been before between both but by can could do during each etc every "
    "few for from further had has have having he her his how i in into is it its itself last later latest more most "
    "much my new next no nor not of off on once one only or other our out over own per same she should since so some "
    "still such than that the their them then there these they this those three through to two under until up upon "
    "very was we well were what when where whether which while who whom whose why will with within without would "
    "you your".split()
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# So much of two words is the same where one is made of the other: condemned, condemnation.
_ROOT = 5


def matters(whole: Whole) -> Callable[[LinkedClaim], frozenset[str]]:
    """What tells of a claim what it is about: no words where it has no topic, or one that says nothing new."""
    parties: dict[str, frozenset[str]] = {}
    relations: dict[str, frozenset[str]] = {}

    def of_party(name: str) -> frozenset[str]:
        if name not in parties:
            parties[name] = _names(whole.nodes[name])
        return parties[name]

    def of_relation(name: str) -> frozenset[str]:
        if name not in relations:
            known = whole.relations.get(name)
            text = f"{_HUMP.sub(' ', name)} {known.label if known else ''}"
            relations[name] = frozenset(word[:_ROOT] for word in fold(text).split() if len(word) >= _ROOT)
        return relations[name]

    def matter(claim: LinkedClaim) -> frozenset[str]:
        words = frozenset(map(_singular, fold(claim.topic or "").split())) - _SMALL
        if not words:
            return words
        words -= of_party(claim.subject) | of_party(claim.object)
        roots = of_relation(claim.relation)
        return frozenset(word for word in words if len(word) > 1 and word[:_ROOT] not in roots)

    return matter


def _names(node: Node) -> frozenset[str]:
    texts = [node.label, *node.aliases]
    if node.actor is not None:
        texts += [*node.actor.names, *node.actor.adjectives, *node.actor.demonyms]
    return frozenset(_singular(word) for text in texts for word in fold(text).split())


def _singular(word: str) -> str:
    """A word without the s of a plural or, "Russia's" being folded to "russias", of a possessive."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
