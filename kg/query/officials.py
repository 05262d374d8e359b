"""Who acts for a country or organization, and who held which office when."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.names import fold
from kg.graph.standing import all_above
from kg.graph.tenures import Tenure, tenures
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.spans import Span
    from kg.graph.whole import Whole
    from kg.query.rows import Row

__all__ = ["official_rows", "officials_of", "principals"]

_ACTS_FOR = "represents"


def principals(whole: Whole) -> dict[str, str]:
    """For whom nodes act who lead or represent somebody, as facts or the gazetteer have it, by way of its organs too.

    Whoever acts for one country acts for that, whatever else there is ("the spokesman of the ministry of Israel"); who
    acts for several, or for none but several organizations, is left out.
    """
    acts_for: dict[str, set[str]] = defaultdict(set)
    for claim in whole.claims:
        relation = whole.relations.get(claim.relation)
        if claim.is_fact and relation is not None and _ACTS_FOR in (relation.name, *relation.parents):
            acts_for[claim.subject].add(claim.object)
    for name, node in whole.nodes.items():
        served = node.actor.represents if node.actor is not None else None
        if served is not None and served in whole.nodes:
            acts_for[name].add(served)
    found = {}
    for name in sorted(acts_for):
        reached = all_above(name, acts_for)
        countries = {each for each in reached if whole.nodes[each].type is EntityType.COUNTRY}
        last = countries or {each for each in reached if not acts_for.get(each)}
        if len(last) == 1 and whole.nodes[name].type is not EntityType.COUNTRY:
            found[name] = last.pop()
    return found


def officials_of(whole: Whole, node: str) -> frozenset[str]:
    """A node with all who act for it.

    Args:
        whole: All claims.
        node: Local name of a node.
    """
    return frozenset({node} | {name for name, principal in principals(whole).items() if principal == node})


def official_rows(whole: Whole, node: str | None = None, *, at: Span | None = None) -> Iterator[Row]:
    """Who held which office from when to when, as rows of plain values, in the order of offices and time.

    Args:
        whole: All claims.
        node: Local name of a node: only offices of it, and those of whoever acts for it.
        at: Only who may have held the office at some day of this span, for all that is stated.
    """
    articles = {claim.name: claim.article for claim in whole.claims}
    acting = None if node is None else officials_of(whole, node)
    found = [
        each
        for each in tenures(whole)
        if (node is None or acting is None or _is_office_of(whole, each, node) or each.holder in acting)
        and (at is None or _may_be_held(each, at))
    ]
    for each in sorted(found, key=lambda one: (fold(whole.label(one.office)), one.office, _since(one), one.holder)):
        yield {
            "office": whole.label(each.office),
            "holder": whole.label(each.holder),
            "begin": _text(each.begin),
            "end": _text(each.end),
            "told_from": _text(each.told and each.told[0]),
            "told_until": _text(each.told and each.told[1]),
            "articles": len({articles[claim] for claim in each.claims}),
            "claims": list(each.claims),
        }


def _is_office_of(whole: Whole, tenure: Tenure, node: str) -> bool:
    """Whether an office bears the name of what it is an office of: "Prime Minister of Israel"."""
    owner = fold(whole.label(tenure.office)).partition(" of ")[2]
    return owner.removeprefix("the ") == fold(whole.label(node)).removeprefix("the ")


def _may_be_held(tenure: Tenure, at: Span) -> bool:
    return (tenure.begin is None or tenure.begin.first <= at.last) and (
        tenure.end is None or at.first <= tenure.end.last
    )


def _since(tenure: Tenure) -> int:
    known = tenure.begin or (tenure.told and tenure.told[0]) or tenure.end
    return known.first if known else 0


def _text(span: Span | None) -> str | None:
    return None if span is None else str(span)
