"""What somebody did and underwent, by time: dates, repetition, restrictions, and nothing by the order of articles."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.graph.build import update
from kg.graph.spans import ALWAYS, Span, between, parse_span
from kg.graph.store import open_store
from kg.graph.whole import Whole, read_whole
from kg.model import Article, Claim, Modality, Polarity
from kg.ontology import Ontology
from kg.query.officials import officials_of
from kg.query.timeline import read_sentences, tell, timeline_rows

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Read = Callable[[News], Whole]
Line = tuple[str, str, str, str, list[str]]
Lines = list[Line]


def lines(whole: Whole, *sides: set[str], within: Span = ALWAYS, facts_only: bool = False) -> Lines:
    entries = tell(whole, *sides, within=within, facts_only=facts_only)
    rows = list(timeline_rows(whole, entries, {}))
    return [tuple(row[name] for name in ("when", "subject", "relation", "object", "how")) for row in rows]  # type: ignore[misc]


MET: Line = ("2022-03-05", "Naftali Bennett", "metWith", "Vladimir Putin", [])
PHONED: Line = ("2022-03", "Naftali Bennett", "phoned", "Volodymyr Zelenskyy", [])
DENIED: Line = ("~2022-03-09", "Vladimir Putin", "metWith", "Naftali Bennett", ["not so", "denied"])
PLANNED: Line = ("~2022-03-09", "Naftali Bennett", "phoned", "Volodymyr Zelenskyy", ["planned"])
VISITED: Line = ("undated", "Naftali Bennett", "visited", "Damascus", ["says Vladimir Putin"])
OFFICE: Line = ("undated", "Naftali Bennett", "holdsOffice", "Prime Minister of Israel", [])
LEADS: Line = ("undated", "Naftali Bennett", "leads", "Israel", [])
COORDINATES: Line = ("2015/..", "Israel", "coordinatesWith", "Russia", [])
BENNETT, PUTIN = {"naftali-bennett"}, {"vladimir-putin"}


def test_all_that_is_told_of_somebody_by_time(whole_of: Read, news: News) -> None:
    whole = whole_of(news)
    assert lines(whole, BENNETT) == [PHONED, MET, PLANNED, DENIED, OFFICE, LEADS, VISITED]
    assert lines(whole, BENNETT, facts_only=True) == [PHONED, MET, OFFICE, LEADS]
    assert lines(whole, BENNETT, PUTIN) == lines(whole, PUTIN, BENNETT) == [MET, DENIED]
    assert lines(whole, {"moscow"}) == [MET]  # what happened at a place is told of it
    assert lines(whole, BENNETT, {"syria"}) == []


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ("2022-03-05", "2022-03-05", [PHONED, MET]),
        ("2022-03-06", None, [PHONED, PLANNED, DENIED]),
        (None, "2022-02", []),
        ("2022-04", None, []),
        (None, None, [PHONED, MET, PLANNED, DENIED, OFFICE, LEADS, VISITED]),
    ],
)
def test_only_what_has_to_do_with_a_span(
    whole_of: Read, news: News, begin: str | None, end: str | None, found: Lines
) -> None:
    assert lines(whole_of(news), BENNETT, within=between(parse_span(begin), parse_span(end))) == found


def test_who_acts_for_a_country_is_told_with_it(whole_of: Read, news: News) -> None:
    whole = whole_of(news)
    assert officials_of(whole, "israel") == {"israel", "naftali-bennett"}
    assert officials_of(whole, "naftali-bennett") == {"naftali-bennett"}
    assert lines(whole, {"israel"}, {"russia"}) == [COORDINATES]
    assert lines(whole, set(officials_of(whole, "israel")), {"russia"}) == [COORDINATES]
    assert LEADS in lines(whole, set(officials_of(whole, "israel")))


def test_who_is_only_said_to_act_for_it_is_not(whole_of: Read, news: News) -> None:
    (gamma, (visited, office, leads)) = news[2]
    for changed in (
        replace(leads, asserted=False),
        replace(leads, asserted=False, modality=Modality.PLANNED),
        replace(leads, asserted=False, polarity=Polarity.NEGATIVE),
    ):
        assert officials_of(whole_of(((gamma, (visited, office, changed)),)), "israel") == {"israel"}


def again(news: News, article: str, **changes: object) -> tuple[Article, tuple[Claim, ...]]:
    """The first article under another name, with its claims changed."""
    made, claims = news[0]
    meta = replace(made.meta, id=article, **{k: v for k, v in changes.items() if k in ("published", "publisher")})  # type: ignore[arg-type]
    own = {k: v for k, v in changes.items() if k in ("time", "event_type")}
    return replace(made, meta=meta), tuple(
        replace(claim, id=f"{article}-{claim.id}", article=meta, **own)  # type: ignore[arg-type]
        for claim in claims
    )


def test_what_many_articles_say_is_one_line(whole_of: Read, news: News) -> None:
    copies = tuple(again(news, f"copy{n}", publisher=f"Paper {n}") for n in range(3))
    whole = whole_of((*news, *copies))
    (entry,) = (e for e in tell(whole, BENNETT, PUTIN) if e.placed and e.placed.stated)
    (row,) = timeline_rows(whole, [entry], {})
    assert row["articles"] == 4
    assert row["outlets"] == ["Paper 0", "Paper 1", "Paper 2", "The Example"]
    assert row["where"] == ["Moscow"]
    assert len(lines(whole, BENNETT)) == len(lines(whole_of(news), BENNETT))


def test_two_days_are_two_lines_but_a_lasting_fact_is_one(whole_of: Read, news: News) -> None:
    days = ("2022-05-02", "2022-05-01")
    events = tuple(again(news, day, time=None, published=day) for day in days)
    assert [line[0] for line in lines(whole_of(events), BENNETT, PUTIN)] == ["~2022-05-01", "~2022-05-02"]
    lasting = tuple(again(news, day, time=None, published=day, event_type="STRUCTURE") for day in days)
    assert [line[0] for line in lines(whole_of(lasting), BENNETT, PUTIN)] == ["~2022-05-01"]


def test_the_order_of_articles_changes_nothing(whole_of: Read, news: News) -> None:
    chance = random.Random(3)
    articles = [*news, *(again(news, f"copy{n}", published=f"2022-0{n}") for n in range(1, 5))]
    found = []
    for _ in range(5):
        chance.shuffle(articles)
        whole = whole_of(tuple(articles))
        found.append(list(timeline_rows(whole, tell(whole, BENNETT), {})))
    assert found == found[:1] * 5


def test_lines_come_with_their_sentences(small_ontology: Ontology, news: News) -> None:
    with open_store() as store:
        update(store, news, small_ontology, "m")
        whole = read_whole(store)
        entries = tell(whole, BENNETT, PUTIN)
        sentences = read_sentences(store, (claim for entry in entries for claim in entry.claims))
        first, second = timeline_rows(whole, entries, sentences)
    assert first["sentences"] == ["Bennett sat down with Putin in Moscow."]
    assert second["sentences"] == ["The Israeli premier never met the Russian leader, an aide insisted."]
    assert len(sentences) == 2
