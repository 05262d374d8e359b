"""Offices with begin and end where claims state them, and nowhere else."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.graph.build import update
from kg.graph.quads import derived_graph
from kg.graph.spans import parse_span
from kg.graph.store import open_store
from kg.graph.tenures import tenures
from kg.graph.whole import Whole
from kg.model import Article, Claim, Modality
from kg.ontology import Ontology, ontology_files
from kg.query import run_query
from kg.query.officials import official_rows

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Read = Callable[[News], Whole]
Cut = Callable[[News, list[float], float, int], tuple[set[Quad], set[Quad]]]
Told = list[tuple[str | None, str, str | None]]

PREMIER, KING = "Prime Minister of Israel:Office", "King of Iran:Office"
LEE, ROE = f"Ann Lee|holdsOffice|{PREMIER}", f"Bo Roe|holdsOffice|{PREMIER}"
LEFT = f"Ann Lee|resignedFrom|{PREMIER}"
SUCCEEDED, DISMISSED = "Bo Roe|succeeded|Ann Lee", "Cy Vega|dismissed|Ann Lee"
PLANNED = {"modality": Modality.PLANNED, "asserted": False}


def news_of(report: Report, told: Told, **changes: object) -> News:
    return tuple(report(f"a{n}", date, line, time=time, **changes) for n, (date, line, time) in enumerate(told))


def of(whole: Whole, holder: str = "ann-lee") -> list[str]:
    """Tenures in short: "begin - end (told from, told until)"."""
    return [
        f"{each.begin or ''} - {each.end or ''}" + (f" ({each.told[0]}, {each.told[1]})" if each.told else "")
        for each in tenures(whole)
        if each.holder == holder
    ]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param([(None, LEE, None)], [" - "], id="nothing stated"),
        pytest.param(
            [("2022-03-07", LEE, None), ("2022-01", LEE, None)], [" -  (2022-01, 2022-03-07)"], id="called so, twice"
        ),
        pytest.param([("2022-03-07", LEE, "2020")], [" -  (2020, 2020)"], id="called so for the past"),
        pytest.param([("2022-03-07", LEE, "2021-06/..")], ["2021-06 - "], id="begin"),
        pytest.param([("2022-03-07", LEE, "../2021-06-30")], [" - 2021-06-30"], id="end"),
        pytest.param([("2022-03-07", LEE, "2005/2021")], ["2005 - 2021"], id="both"),
        pytest.param(
            [("2022-03-07", LEE, "2021/.."), ("2022-03-08", LEE, "2021-06/..")], ["2021-06 - "], id="the exacter begin"
        ),
        pytest.param(
            [("2022-03-07", LEE, "2021/.."), ("2022-03-08", LEE, None), ("2022-07", LEFT, "2022-06-30")],
            ["2021 - 2022-06-30 (2022-03-08, 2022-03-08)"],
            id="begin, middle and end from three articles",
        ),
        pytest.param([("2022-07-07", LEFT, "2022-06-30")], [" - 2022-06-30"], id="resigned, who was not called so"),
        pytest.param([("2022-07-07", LEFT, None)], [], id="resigned some time"),
        pytest.param([(None, LEE, "2017/2021"), (None, LEE, "2025/..")], ["2017 - 2021", "2025 - "], id="two terms"),
        pytest.param(
            [(None, LEE, "2017/.."), (None, LEE, "2025/.."), (None, LEE, "../2021")],
            ["2017 - 2021", "2025 - "],
            id="an end belongs to a term before it",
        ),
        pytest.param(
            [(None, LEE, "2009/.."), (None, LEE, "2017/.."), (None, LEE, "../2021")],
            ["2009 - ", "2017 - 2021"],
            id="to the last of them",
        ),
        pytest.param(
            [(None, LEE, "2017/2021"), ("2023-01-01", LEE, None), ("2019", LEE, None)],
            [" -  (2023-01-01, 2023-01-01)", "2017 - 2021 (2019, 2019)"],
            id="called so after the end",
        ),
        pytest.param([(None, LEE, "2017/.."), (None, LEE, None)], ["2017 - "], id="undated, of the one known"),
        pytest.param(
            [(None, LEE, "2017/2021"), (None, LEE, "2025/.."), (None, LEE, None)],
            [" - ", "2017 - 2021", "2025 - "],
            id="undated, of either",
        ),
        pytest.param(
            [("2021", LEE, None), ("2022", ROE, None), ("2022", SUCCEEDED, "2021-06-13")],
            [" - 2021-06-13 (2021, 2021)"],
            id="succeeded",
        ),
        pytest.param([("2022", LEE, None), ("2022", SUCCEEDED, "2021-06-13")], [" -  (2022, 2022)"], id="in what?"),
        pytest.param(
            [("2021", LEE, None), ("2022", DISMISSED, "2021-05")], [" - 2021-05 (2021, 2021)"], id="dismissed"
        ),
        pytest.param(
            [
                ("2021", LEE, None),
                ("2021", "Ann Lee|holdsOffice|King of Israel:Office", None),
                ("2022", DISMISSED, "2021-05"),
            ],
            [" -  (2021, 2021)"] * 2,
            id="dismissed from which of two?",
        ),
    ],
)
def test_begin_and_end_are_those_that_are_stated(
    report: Report, shipped_whole_of: Read, told: Told, found: list[str]
) -> None:
    assert of(shipped_whole_of(news_of(report, told))) == found


def test_a_successor_begins(report: Report, shipped_whole_of: Read) -> None:
    whole = shipped_whole_of(
        news_of(report, [("2022", LEE, None), ("2022", ROE, None), ("2022", SUCCEEDED, "2021-06")])
    )
    assert of(whole, "bo-roe") == ["2021-06 -  (2022, 2022)"]


def test_who_is_dismissed_is_not_called_so_on_the_day_of_the_article(report: Report, shipped_whole_of: Read) -> None:
    article, claims = report("a", "2024-06-01", LEE, DISMISSED)
    whole = shipped_whole_of(((article, (claims[0], replace(claims[1], time="2024-05"))),))
    assert of(whole) == [" - 2024-05"]


def test_what_is_only_planned_or_said_is_no_tenure(report: Report, shipped_whole_of: Read) -> None:
    assert of(shipped_whole_of(news_of(report, [("2022", LEE, "2022/..")], **PLANNED))) == []
    assert of(shipped_whole_of(news_of(report, [("2022", LEE, "2022/..")], asserted=False))) == []


@pytest.fixture(scope="module")
def offices(report: Report) -> News:
    told: Told = [
        ("2022-03-07", LEE, "2021-06/.."),
        ("2022-08-01", LEFT, "2022-07-01"),
        ("2022-08-01", ROE, None),
        ("2022-09-01", SUCCEEDED, "2022-07-02"),
        (None, LEE, "2009"),
        ("2020", f"Cy Vega|holdsOffice|{KING}", "1990/.."),
        ("2020", "Di Lux|represents|Israel", None),
        ("2020", "Di Lux|holdsOffice|Chief of Staff:Office", None),
        ("2020", "Iran|bombed|Israel", None),
    ]
    return news_of(report, told)


def test_rows(offices: News, shipped_whole_of: Read) -> None:
    whole = shipped_whole_of(offices)

    def rows(node: str | None = None, at: str | None = None) -> list[tuple[object, ...]]:
        found = official_rows(whole, node, at=parse_span(at))
        return [tuple(row[name] for name in ("holder", "begin", "end", "told_until")) for row in found]

    earlier, lee = ("Ann Lee", None, None, "2009"), ("Ann Lee", "2021-06", "2022-07-01", None)
    roe, lux = ("Bo Roe", "2022-07-02", None, "2022-08-01"), ("Di Lux", None, None, "2020")
    vega = ("Cy Vega", "1990", None, None)
    assert rows() == [lux, vega, earlier, lee, roe]
    assert rows("israel") == [lux, earlier, lee, roe]
    assert rows("iran") == [vega]
    assert rows("israel", "2022-06") == [lux, earlier, lee]
    assert rows("israel", "2022-07") == [lux, earlier, lee, roe]
    assert rows("iran", "1989") == []


def test_the_graph_has_its_shape(offices: News, shipped: Ontology) -> None:
    with open_store() as store:
        update(store, offices, shipped, "m")
        rows = run_query(store, "tenures")
        answers = [str(row["holder"].value) for row in rows]  # type: ignore[union-attr]
        quads = store.quads(derived_graph(store.base, "tenures"))
        graph = rdflib.Graph().parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")
    assert answers == ["Di Lux", "Cy Vega", "Ann Lee", "Ann Lee", "Bo Roe"]
    (file,) = (file for file in ontology_files() if file.name == "shapes.ttl")
    shapes = rdflib.Graph().parse(file)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, text
    graph.update("DELETE { ?t ?p ?who } WHERE { ?t ?p ?who FILTER(STRENDS(STR(?p), '#holder')) }")
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


shares = st.integers(0, 10).map(lambda tenth: tenth / 10)


@settings(max_examples=25, deadline=None)
@given(confidences=st.lists(shares, min_size=9, max_size=9), minimum=shares, seed=st.integers(0, 99))
def test_cutting_later_is_building_so_in_any_order(
    offices: News, built_and_cut: Cut, confidences: list[float], minimum: float, seed: int
) -> None:
    built, cut = built_and_cut(offices, confidences, minimum, seed)
    assert cut == built


times = st.sampled_from(
    [None, "2017/2021", "2017/..", "../2021", "2019", "2017-01-20/..", "2025/..", "../2018-05", "2022"]
)
dates = st.sampled_from([None, "2016", "2018-03-07", "2020", "2023-01-01"])
lines = st.sampled_from([LEE, LEE, ROE, LEFT, SUCCEEDED, DISMISSED])


@settings(max_examples=80, deadline=None)
@given(told=st.lists(st.tuples(dates, lines, times), max_size=8), seed=st.integers(0, 99))
def test_laws(report: Report, shipped_whole_of: Read, told: Told, seed: int) -> None:
    """Order changes nothing, every claim is in a tenure once, and begins and ends are of claims."""
    whole = shipped_whole_of(news_of(report, told))
    found = tenures(whole)
    shuffled = list(whole.claims)
    random.Random(seed).shuffle(shuffled)
    assert tenures(replace(whole, claims=tuple(shuffled))) == found
    for claim in whole.claims:
        if claim.relation == "holdsOffice":
            own = [each for each in found if claim.name in each.claims]
            assert [(each.holder, each.office) for each in own] == [(claim.subject, claim.object)]
    stated = {part for claim in whole.claims for part in (claim.time or "").split("/")}
    assert {str(each.begin) for each in found if each.begin} <= stated
    assert {str(each.end) for each in found if each.end} <= stated
    names = [(each.holder, each.office, each.begin, each.end if each.begin is None else None) for each in found]
    assert len(names) == len(set(names))  # each has an IRI of its own
