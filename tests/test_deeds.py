"""Each deed counts once, however many articles tell of it, and nothing that is no deed counts."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.deeds import deeds
from kg.graph.spans import overlap, parse_span
from kg.graph.whole import LinkedClaim, Whole
from kg.model import Article, Claim, Entity, EntityType, Modality, Polarity
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Read = Callable[[News], Whole]

BOMBED, MET, PHONED = "Israel|bombed|Iran", "Israel|metWith|Iran", "Israel|phoned|Iran"
SPOKE = "Iran|spokeWith|Israel"


@pytest.mark.parametrize(
    ("told", "days"),
    [
        pytest.param([("2022-03-07", BOMBED, None)], ["~2022-03-07"], id="the article's day"),
        pytest.param([("2022-03-07", BOMBED, "2022-03-05")], ["2022-03-05"], id="the day that is stated"),
        pytest.param([("2022-03-07", BOMBED, "2022-03-05")] * 40, ["2022-03-05"], id="forty reports of a day"),
        pytest.param([("2022-03-07", BOMBED, None)] * 40, ["2022-03-07"], id="forty reports on a day"),
        pytest.param(
            [("2022-03-07", BOMBED, "2022-03-05"), ("2022-03-09", BOMBED, "2022-03-06")],
            ["2022-03-05", "2022-03-06"],
            id="two days are two deeds",
        ),
        pytest.param(
            [("2022-03-07", BOMBED, "2022-03-05"), ("2022-03-12", BOMBED, None)], ["2022-03-05"], id="a week of news"
        ),
        pytest.param(
            [("2022-03-07", BOMBED, "2022-03-05"), ("2022-03-13", BOMBED, None)],
            ["2022-03-05", "2022-03-13"],
            id="what comes later is another",
        ),
        pytest.param(
            [("2022-03-07", BOMBED, "2022-03-05"), ("2022-03-04", BOMBED, None)],
            ["2022-03-04", "2022-03-05"],
            id="what comes before is another",
        ),
        pytest.param(
            [("2022-04-07", BOMBED, "2022-03"), ("2022-03-07", BOMBED, "2022-03-05"), ("2023-01-01", BOMBED, "2022")],
            ["2022-03-05"],
            id="the month and the year of the day",
        ),
        pytest.param(
            [("2022-04-07", BOMBED, "2022-03"), ("2023", BOMBED, "2022")], ["2022-03"], id="year of the month"
        ),
        pytest.param([(None, BOMBED, None)] * 3, [None], id="undated"),
        pytest.param([(None, BOMBED, None), ("2022-03-07", BOMBED, None)], ["2022-03-07"], id="undated, but known"),
        pytest.param([("2022-03-07", BOMBED, "2015/..")], ["2015"], id="what lasts is dated by its begin"),
        pytest.param([("2022-03-07", BOMBED, "2022-02-27/2022-03-02")], ["2022-02-27"], id="days on end"),
        pytest.param([("2022-03-07", BOMBED, "../2019")], [None], id="no begin"),
        pytest.param([("2022-03-07", PHONED, None), ("2022-03-08", SPOKE, None)], ["2022-03-07"], id="spoke by phone"),
        pytest.param(
            [("2022-03-07", PHONED, "2022-03-07"), ("2022-03-08", SPOKE, "2022-03-08")],
            ["2022-03-07", "2022-03-08"],
            id="phoned, and spoke on another day",
        ),
        pytest.param([("2022-03-07", MET, None), ("2022-03-07", BOMBED, None)], ["2022-03-07"] * 2, id="two kinds"),
    ],
)
def test_each_deed_is_told_once(
    report: Report, shipped_whole_of: Read, told: list[tuple[str | None, str, str | None]], days: list[str | None]
) -> None:
    news = tuple(report(f"a{n}", date, line, time=time) for n, (date, line, time) in enumerate(told))
    found = deeds(shipped_whole_of(news))
    assert sorted(str(deed.begin) for deed in found) == sorted(str(day).lstrip("~") for day in days)


@pytest.mark.parametrize(
    "changes",
    [
        {"modality": Modality.PLANNED, "asserted": False},
        {"modality": Modality.POSSIBLE, "asserted": False},
        {"polarity": Polarity.NEGATIVE, "asserted": False},
        {"asserted": False},
        {"event_type": None},
        {"event_type": "STRUCTURE"},
        {"relation": "open:singWith"},
        {"object": Entity("israel", "Israel", EntityType.COUNTRY)},
        {"object": Entity("tehran", "Tehran", EntityType.CITY)},
    ],
)
def test_what_is_no_deed_of_two_actors_is_left_out(
    report: Report, shipped_whole_of: Read, changes: dict[str, object]
) -> None:
    article, (claim,) = report("a", "2022-03-07", BOMBED)
    assert len(deeds(shipped_whole_of(((article, (claim,)),)))) == 1
    assert deeds(shipped_whole_of(((article, (replace(claim, **changes),)),))) == []  # type: ignore[arg-type]


def test_a_deed_has_its_value_and_its_direction(report: Report, shipped_whole_of: Read) -> None:
    lines = (BOMBED, "Iran|metWith|Israel", "Israel|spokeWith|Iran")
    found = {deed.relation: deed for deed in deeds(shipped_whole_of((report("a", "2022-03-07", *lines),)))}
    assert (found["bombed"].actor, found["bombed"].mutual, found["bombed"].goldstein) == ("israel", False, -10)
    assert (found["metWith"].actor, found["metWith"].mutual, found["metWith"].goldstein) == ("iran", True, 1)
    assert (found["bombed"].target, found["metWith"].target) == ("iran", "israel")
    assert found["bombed"].quad_class == "materialConflict"
    assert found["spokeWith"].quad_class == "verbalCooperation"
    # A sanction that is meant as coercion is worth what coercion is.
    coerced, sanctioned = (
        deeds(shipped_whole_of((report("a", "2022-03-07", "Israel|sanctioned|Iran", **changes),)))[0].goldstein
        for changes in ({"event_type": "COERCE"}, {})
    )
    assert (coerced, sanctioned) == (-7, -6.5)


def test_months(report: Report, shipped_whole_of: Read) -> None:
    months = {"2022-03-05": "2022-03", "2022-03": "2022-03", "2022": "2022", "2022-02-27/2022-03-02": "2022-02"}
    for time, month in {**months, "../2019": None}.items():
        (deed,) = deeds(shipped_whole_of((report("a", None, BOMBED, time=time),)))
        assert deed.month == month


def test_deeds_of_officials_may_count_for_their_country(report: Report, shipped_whole_of: Read) -> None:
    lines = ("Ann Lee|phoned|Iran", "Israel|phoned|Iran", "Ann Lee|phoned|Israel")
    whole = shipped_whole_of((report("a", "2022-03-07", *lines),))
    assert len(deeds(whole)) == 3
    (deed,) = deeds(whole, {"ann-lee": "israel"})
    assert (deed.actor, deed.target) == ("iran", "israel")


times = st.sampled_from([None, "2022", "2022-03", "2022-03-01", "2022-03-04", "2022-03-04/..", "../2021", "2021/2023"])
dates = st.sampled_from([None, "2022", "2022-02", "2022-03-05", "2022-03-09", "2022-03-30"])
lines = st.sampled_from([BOMBED, MET, PHONED, SPOKE, "Iran|bombed|Israel"])


@settings(max_examples=60, deadline=None)
@given(told=st.lists(st.tuples(dates, lines, times), max_size=8), seed=st.integers(0, 99))
def test_laws(
    report: Report, shipped_whole_of: Read, told: list[tuple[str | None, str, str | None]], seed: int
) -> None:
    """Order and repetition change nothing; every claim has a deed; no more deeds than claims."""
    news = [report(f"a{n}", date, line, time=time) for n, (date, line, time) in enumerate(told)]
    whole = shipped_whole_of(tuple(news))
    found = deeds(whole)
    shuffled = list(whole.claims)
    random.Random(seed).shuffle(shuffled)
    assert deeds(replace(whole, claims=(*shuffled, *shuffled))) == found
    assert len(found) <= len(told)
    assert all(_is_counted(claim, whole) for claim in whole.claims)


def _is_counted(claim: LinkedClaim, whole: Whole) -> bool:
    kinds = {claim.relation, *(name for name, each in whole.relations.items() if claim.relation in each.parents)}
    ends = {claim.subject, claim.object}
    time = parse_span(claim.time)
    return any(
        deed.relation in kinds
        and {deed.actor, deed.target} == ends
        and (time is None or not time.begins or (deed.begin is not None and overlap(deed.begin, time)))
        for deed in deeds(whole)
    )


def test_every_event_type_of_the_shipped_ontology_has_a_value(shipped: Ontology) -> None:
    for event_type in shipped.event_types.values():
        figures = (event_type.quad_class, event_type.goldstein)
        assert figures == (None, None) if event_type.name == "STRUCTURE" else None not in figures
    for relation in shipped.relations.values():
        if relation.goldstein is not None:  # a relation is as friendly or hostile as its event type, more or less
            usual = shipped.event_types[relation.event_type].goldstein
            assert usual is not None
            assert (relation.goldstein > 0) == (usual > 0), relation.name
