"""Who turned against whom, or towards them, between two days: what one did to another was friendly and is hostile.

Measured are the deeds of one to another alone, by the mean of their values on the scale of the ontology: those told by
the earlier day against those told since. A mean that is hardly above or below nothing, as of mere requests, is neither.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING

from kg.graph.deeds import deeds
from kg.query.diff import Change, Difference, known_from
from kg.query.timeline import concerns, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from kg.graph.deeds import Deed
    from kg.graph.spans import Span
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["turns"]

_CLEAR = 1.0  # the value of a consultation, on a scale from -10 to 10


def turns(
    whole: Whole, begin: Span, end: Span, actor: Set[str] | None = None, other: Set[str] | None = None
) -> list[Difference]:
    """The turns between what is known by the end of one span and by the end of a later one, in order of time.

    Args:
        whole: All claims.
        begin: The earlier day, month or year.
        end: The later one.
        actor: Local names of nodes; only turns from or to one of them.
        other: Likewise; only turns between the two.
    """
    told = [(known_from(claim, whole), claim) for claim in whole.claims if claim.is_fact and not claim.symmetric]
    before = _by_pair(whole, (claim for day, claim in told if day <= begin.last))
    since = _by_pair(whole, (claim for day, claim in told if begin.last < day <= end.last))
    claims: dict[tuple[str, str], list[tuple[int, LinkedClaim]]] = defaultdict(list)
    for day, claim in told:
        if begin.last < day <= end.last and (claim.subject, claim.object) in before:
            claims[claim.subject, claim.object].append((day, claim))
    found = []
    for pair in sorted(before.keys() & since.keys()):
        was, now = _mean(before[pair]), _mean(since[pair])
        kinds = {deed.relation for deed in since[pair]}
        own = sorted(
            ((day, claim) for day, claim in claims[pair] if claim.relation in kinds),
            key=lambda each: (each[0], each[1].article, each[1].id),
        )
        clear = min(abs(was), abs(now)) >= _CLEAR
        if was * now < 0 and clear and (actor is None or concerns(own[0][1], actor, other)):
            texts = (_in_words(before[pair], was, whole), _in_words(since[pair], now, whole))
            found.append(Difference(Change.TURNED, own[0][1], *texts, own[0][0], tuple(claim for _, claim in own)))
    return sorted(found, key=lambda one: (one.since, one.about.subject, one.about.object))


def _by_pair(whole: Whole, claims: Iterable[LinkedClaim]) -> dict[tuple[str, str], list[Deed]]:
    found = defaultdict(list)
    for deed in deeds(replace(whole, claims=tuple(claims))):
        if not deed.mutual:
            found[deed.actor, deed.target].append(deed)
    return dict(found)


def _mean(found: Sequence[Deed]) -> float:
    return fsum(deed.goldstein for deed in found) / len(found)


def _in_words(found: Sequence[Deed], mean: float, whole: Whole) -> str:
    """The mean, and the relations that it comes from: "supports (+3.4)"."""
    return f"{', '.join(sorted({in_words(deed.relation, whole) for deed in found}))} ({mean:+.1f})"
