"""Who turned against whom between two days."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.graph.spans import Span, parse_span
from kg.graph.whole import Whole
from kg.model import Article, Claim, Modality
from kg.query.diff import diff_rows
from kg.query.turns import turns

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Read = Callable[[News], Whole]
Told = list[tuple[str | None, str]]

SUPPORTS, OPPOSES, BOMBED = "Israel|supports|Iran", "Israel|opposes|Iran", "Israel|bombed|Iran"
BEFORE, SINCE = "2022-02-20", "2022-03-09"


FEBRUARY, MARCH = Span(19024, 19051), Span(19052, 19082)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param(
            [(BEFORE, SUPPORTS), (SINCE, OPPOSES)], [("Israel", "supports (+3.4)", "opposes (-4.0)")], id="against"
        ),
        pytest.param(
            [(BEFORE, BOMBED), (SINCE, SUPPORTS)], [("Israel", "bombed (-10.0)", "supports (+3.4)")], id="towards"
        ),
        pytest.param(
            [(None, SUPPORTS), (SINCE, OPPOSES), (SINCE, BOMBED)],
            [("Israel", "supports (+3.4)", "bombed, opposes (-7.0)")],
            id="all since",
        ),
        pytest.param([(BEFORE, SUPPORTS), (SINCE, "Iran|opposes|Israel")], [], id="the other way round"),
        pytest.param([(BEFORE, "Israel|metWith|Iran"), (SINCE, OPPOSES)], [], id="what both do is nobody's"),
        pytest.param([(BEFORE, "Israel|urged|Iran"), (SINCE, SUPPORTS)], [], id="a request is neither"),
        pytest.param([(BEFORE, OPPOSES), (SINCE, BOMBED)], [], id="no better before"),
        pytest.param([(BEFORE, SUPPORTS), ("2022-04-01", OPPOSES)], [], id="later"),
        pytest.param([(SINCE, SUPPORTS), (SINCE, OPPOSES)], [], id="at one time"),
        pytest.param([(BEFORE, SUPPORTS)], [], id="nothing since"),
    ],
)
def test_turns(report: Report, shipped_whole_of: Read, told: Told, found: list[tuple[str, str, str]]) -> None:
    assert (parse_span("2022-02"), parse_span("2022-03")) == (FEBRUARY, MARCH)
    whole = shipped_whole_of(tuple(report(f"a{n}", date, line) for n, (date, line) in enumerate(told)))
    rows = list(diff_rows(whole, turns(whole, FEBRUARY, MARCH), {}))
    assert [(row["subject"], row["before"], row["now"]) for row in rows] == found
    assert all(row["change"] == "turned" and row["since"] == SINCE for row in rows)
    assert turns(whole, MARCH, MARCH) == []


def test_only_facts_and_only_of_whom_is_asked(report: Report, shipped_whole_of: Read) -> None:
    news = (report("a", BEFORE, SUPPORTS), report("b", SINCE, OPPOSES))
    whole = shipped_whole_of(news)
    assert len(turns(whole, FEBRUARY, MARCH, {"iran"})) == len(turns(whole, FEBRUARY, MARCH, {"iran"}, {"israel"})) == 1
    assert turns(whole, FEBRUARY, MARCH, {"iraq"}) == turns(whole, FEBRUARY, MARCH, {"iran"}, {"iraq"}) == []
    planned = report("b", SINCE, OPPOSES, modality=Modality.PLANNED, asserted=False)
    assert turns(shipped_whole_of((news[0], planned)), FEBRUARY, MARCH) == []
