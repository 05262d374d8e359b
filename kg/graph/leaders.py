"""Who leads which country or organization, and when: as the articles that speak of somebody say."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.claim_columns import told_as
from kg.graph.dating import published
from kg.graph.spans import Span, parse_span

if TYPE_CHECKING:
    from kg.graph.whole import Whole

__all__ = ["Leaders"]

_LEADS = "leads"
# Half a year before and after an article that names a leader, they are taken to have led: few terms are shorter.
_REACH = 183


class Leaders:
    """The leaders that the asserted claims name, to be asked for one time."""

    def __init__(self, whole: Whole) -> None:
        """Gather who is said to lead whom."""
        self._spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
        self._articles: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._others: dict[str, set[str]] = defaultdict(set)
        leading = {name for name, relation in whole.relations.items() if _LEADS in (name, *relation.parents)}
        for _, claim in told_as(whole.claims, leading):
            if claim.subject == claim.object:  # a name may be linked to what it is said to lead
                continue
            if claim.is_fact:
                pair = claim.subject, claim.object
                self._articles[pair].add(claim.article)
                if span := parse_span(claim.time) or published(claim, whole):
                    self._spans[pair].append(span)
                self._others[claim.subject].add(claim.object)
                self._others[claim.object].add(claim.subject)
        for spans in self._spans.values():
            spans.sort()

    def others(self, node: str) -> tuple[str, ...]:
        """Whom a node leads at any time, and who leads it."""
        return tuple(sorted(self._others.get(node, ())))

    def led(self, one: str, other: str, article: str, span: Span | None) -> bool:
        """Whether one of two nodes led the other at that time, or, where that is unknown, as the article has it.

        Args:
            one: Local name of a leader or of what is led.
            other: Local name of the other of the two.
            article: The article that speaks of the time.
            span: The time.
        """
        return any(self._did_lead(pair, article, span) for pair in ((one, other), (other, one)))

    def _did_lead(self, pair: tuple[str, str], article: str, span: Span | None) -> bool:
        if article in self._articles.get(pair, ()):
            return True
        spans = self._spans.get(pair)
        if not spans or span is None:
            return False
        # Spans of articles are single days, so that the neighbours of the place are the nearest.
        at = bisect_left(spans, span)
        near = spans[max(at - 1, 0) : at + 1]
        return any(each.first - _REACH <= span.last and span.first <= each.last + _REACH for each in near)
