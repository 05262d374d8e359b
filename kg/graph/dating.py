"""When claims are placed: at the time that they state, else at the date of their article."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.graph.spans import Span, parse_span

if TYPE_CHECKING:
    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Placed", "place_claim", "published"]


class Placed(NamedTuple):
    """When, and whether the claim itself says so; else it is when the article came out."""

    span: Span
    stated: bool

    @property
    def key(self) -> tuple[int, int]:
        """What to sort by: the begin, and where there is none the end."""
        return (self.span.first if self.span.begins else self.span.last), self.span.last

    def __str__(self) -> str:
        """The time in ISO 8601, with ~ before it where it is the article's."""
        return f"{'' if self.stated else '~'}{self.span}"


def place_claim(claim: LinkedClaim, whole: Whole) -> Placed | None:
    """When a claim is placed; None where neither it nor its article has a date."""
    stated = parse_span(claim.time)
    if stated is not None and (stated.begins or stated.ends):
        return Placed(stated, stated=True)
    told = published(claim, whole)
    return None if told is None else Placed(told, stated=False)


def published(claim: LinkedClaim, whole: Whole) -> Span | None:
    """When the article of a claim came out."""
    return parse_span(whole.articles[claim.article].published)
