"""How friendly two actors are, month by month: right sums, in shape, above a threshold too, in rows and by query."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.graph.build import update
from kg.graph.deeds import deeds
from kg.graph.quads import derived_graph
from kg.graph.spans import parse_span
from kg.graph.store import open_store
from kg.graph.tone import tones
from kg.graph.whole import Whole
from kg.model import Article, Claim
from kg.ontology import Ontology, ontology_files
from kg.query import run_query
from kg.query.officials import officials_of, principals
from kg.query.tone import tone_rows

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Read = Callable[[News], Whole]
Cut = Callable[[News, list[float], float, int], tuple[set[Quad], set[Quad]]]
Table = list[tuple[object, ...]]

COLUMNS = ("period", "a", "b", "deeds", "sum", "a_to_b", "b_to_a")


@pytest.fixture(scope="session")
def year(report: Report) -> News:
    """Half a year of Israel, Iran and a minister."""
    return (
        report("a", "2022-03-07", "Israel|bombed|Iran", "Iran|condemned|Israel", "Ann Lee|represents|Israel"),
        report("b", "2022-03-20", "Israel|bombed|Iran", "Ann Lee|phoned|Iran"),
        report("c", "2022-08-02", "Israel|metWith|Iran", time="2022-08-01"),
        report("d", None, "Iran|aided|Iraq"),
        report("e", "2023-01-02", "Iran|aided|Iraq", time="2022"),
        report("f", "2023-01-02", "Iran|bombed|Iraq", asserted=False),
    )


def table(whole: Whole, *actors: str, **options: object) -> Table:
    rows = tone_rows(whole, actors, **options)  # type: ignore[arg-type]
    return [tuple(row[name] for name in COLUMNS) for row in rows]


MARCH = ("2022-03", "Iran", "Israel", 3, -22.0, -2.0, -10.0)
AUGUST = ("2022-08", "Iran", "Israel", 1, 1.0, None, None)
AIDED = ("2022", "Iran", "Iraq", 1, 7.0, 7.0, None)
PHONED = ("2022-03", "Ann Lee", "Iran", 1, 1.0, None, None)


def test_pairs_by_month(year: News, shipped_whole_of: Read) -> None:
    whole = shipped_whole_of(year)
    assert table(whole) == [PHONED, AIDED, MARCH, AUGUST]
    assert table(whole, "iran", "iraq") == table(whole, "iran", "iraq", within=parse_span("2022")) == [AIDED]
    assert table(whole, "iraq", "iran") == table(whole, "iraq") == [("2022", "Iraq", "Iran", 1, 7.0, None, 7.0)]
    assert table(whole, "israel", "iraq") == []
    assert table(whole, within=parse_span("2022-08")) == [AIDED, AUGUST]
    assert table(whole, "israel", within=parse_span("2022-09")) == []


def test_other_periods(year: News, shipped_whole_of: Read) -> None:
    whole = shipped_whole_of(year)
    assert table(whole, "israel", by="year") == [("2022", "Israel", "Iran", 4, -21.0, -10.0, -2.0)]
    assert table(whole, "israel", by="all") == [("all", "Israel", "Iran", 4, -21.0, -10.0, -2.0)]


def test_officials_count_for_their_country(year: News, shipped_whole_of: Read) -> None:
    whole = shipped_whole_of(year)
    assert principals(whole)["ann-lee"] == "israel"
    assert officials_of(whole, "israel") == {"ann-lee", "israel"}
    found = table(whole, "israel", acting_for=principals(whole), by="year")
    assert found == [("2022", "Israel", "Iran", 5, -20.0, -10.0, -2.0)]


@pytest.mark.parametrize(
    ("lines", "principal"),
    [
        (["Ann Lee|leads|Israel"], "israel"),
        (["Ann Lee|spokespersonFor|Bo Vega", "Bo Vega|leads|Israel"], "israel"),
        (["Ann Lee|leads|Israel", "Ann Lee|represents|Iran"], None),
        (["Ann Lee|memberOf|Israel"], None),
        (["Ann Lee|represents|Bo Vega", "Bo Vega|represents|Ann Lee"], None),
        (["Israel|represents|Iran", "Ann Lee|represents|Bo Vega"], "bo-vega"),
    ],
)
def test_for_whom_somebody_acts(
    report: Report, shipped_whole_of: Read, lines: list[str], principal: str | None
) -> None:
    found = principals(shipped_whole_of((report("a", "2022-03-07", *lines),)))
    assert found.get("ann-lee") == principal
    assert "israel" not in found


def test_a_direction_has_what_one_did_alone(year: News, shipped_whole_of: Read) -> None:
    found = deeds(shipped_whole_of(year))
    directed = {(tone.one, tone.other, tone.period): tone for tone in tones(found, directed=True)}
    assert sorted(key[:2] for key in directed) == [("iran", "iraq"), ("iran", "israel"), ("israel", "iran")]
    assert directed["israel", "iran", "2022-03"].by_class == {"materialConflict": 2}
    pairs = tones(found, directed=False)
    assert sum(len(tone.deeds) for tone in pairs) == sum(sum(tone.by_class.values()) for tone in pairs) == len(found)


def test_the_graph_has_its_shape_and_answers(year: News, shipped: Ontology) -> None:
    with open_store() as store:
        update(store, year, shipped, "m")
        name = derived_graph(store.base, "tone")
        graph = rdflib.Graph().parse(data="\n".join(f"{quad.triple} ." for quad in store.quads(name)), format="nt")
        shapes = reduce(lambda made, file: made.parse(file), _files("shapes.ttl"), rdflib.Graph())
        conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
        assert conforms, text
        graph.update("DELETE { ?t ?p ?mean } WHERE { ?t ?p ?mean FILTER(STRENDS(STR(?p), '#goldstein')) }")
        assert not pyshacl.validate(graph, shacl_graph=shapes)[0]
        rows = run_query(store, "tone", {"actor": "israel"})
        found = [[str(row[each].value) for each in ("month", "who", "whom", "deeds", "sum")] for row in rows]  # type: ignore[union-attr]
    assert found == [["2022-03", "Israel", "Iran", "3", "-22"], ["2022-08", "Israel", "Iran", "1", "1"]]


def _files(name: str) -> list[str]:
    return [str(file) for file in ontology_files() if file.name == name]


shares = st.integers(0, 10).map(lambda tenth: tenth / 10)


@settings(max_examples=25, deadline=None)
@given(confidences=st.lists(shares, min_size=9, max_size=9), minimum=shares, seed=st.integers(0, 99))
def test_cutting_later_is_building_so_in_any_order(
    year: News, built_and_cut: Cut, confidences: list[float], minimum: float, seed: int
) -> None:
    built, cut = built_and_cut(year, confidences, minimum, seed)
    assert cut == built
