"""What the page is told of events: who, when, and where on the map."""

from __future__ import annotations

import pytest

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim, EntityType
from kg.ontology import Ontology
from kg.view.graph import Status, Tone, ViewEdge, ViewEvent, ViewGraph, ViewNode
from kg.view.projection import project
from kg.view.read import read_view
from kg.view.world import spots, world

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture(scope="module")
def graph(happenings: News, shipped: Ontology) -> ViewGraph:
    with open_store() as store:
        update(store, happenings, shipped, "m")
        return read_view(store, shipped)


def local(iri: str | None) -> str:
    return (iri or "").rsplit("/", 1)[-1]


def find(graph: ViewGraph, relation: str, **wanted: str) -> ViewEvent:
    (found,) = (
        event
        for event in graph.events
        if event.relation == relation and all(local(getattr(event, name)) == value for name, value in wanted.items())
    )
    return found


def test_events_say_who_did_what_to_whom(graph: ViewGraph) -> None:
    siege = find(graph, "attacked", place="kharkiv")
    assert ([*map(local, siege.agents)], [*map(local, siege.targets)]) == (["russia"], ["ukraine"])
    assert (siege.start, siege.end, siege.tone) == ("2022-02-24", "2022-03-20", Tone.MATERIAL_CONFLICT)
    assert siege.reported == "2022-03-06"


def test_what_is_done_together_has_agents_only(graph: ViewGraph) -> None:
    met = find(graph, "metWith")
    assert {*map(local, met.agents)} == {"naftali-bennett", "vladimir-putin"}
    assert (met.targets, met.articles, local(met.place)) == ((), 2, "moscow")
    told = [claim for claim in graph.claims if claim.event == met.iri]
    assert sorted(claim.polarity.value for claim in told) == ["negative", "positive", "positive"]


def test_what_nobody_dates_has_the_date_of_its_first_report_or_none(graph: ViewGraph) -> None:
    phoned = find(graph, "phoned")
    assert (phoned.start, phoned.end, phoned.reported, phoned.status) == (None, None, "2022-03-07", "planned")
    visited = find(graph, "visited", place="munich")
    assert (visited.start, visited.end, visited.reported) == (None, None, None)


def test_relations_of_events_are_told_in_words(graph: ViewGraph) -> None:
    assert {event.relation for event in graph.events} <= {relation.name for relation in graph.relations}


def test_places_lie_where_the_gazetteer_has_them(graph: ViewGraph, shipped: Ontology) -> None:
    found = {local(graph.nodes[spot.node].iri): spot for spot in spots(graph)}
    moscow = shipped.actors["moscow"].coordinates
    assert moscow is not None
    assert (found["moscow"].x, found["moscow"].y) == pytest.approx(project(*moscow), abs=0.1)
    assert found["moscow"].within is None


def test_a_place_that_is_not_known_lies_where_that_does_which_it_is_in(graph: ViewGraph) -> None:
    found = {local(graph.nodes[spot.node].iri): spot for spot in spots(graph)}
    residence = found["winter-residence"]
    assert residence.within is not None
    assert local(graph.nodes[residence.within].iri) == "cairo"
    assert "zubrowka" not in found


def _inside(*edges: tuple[str, str, Status], at: str = "hut", **known: float) -> ViewGraph:
    """Places that lie in each other, and an event at one of them."""
    names = sorted({at, *known, *(name for one, other, _ in edges for name in (one, other))})
    return ViewGraph(
        nodes=tuple(
            ViewNode(name, name, EntityType.REGION, latitude=known.get(name), longitude=known.get(name))
            for name in names
        ),
        edges=tuple(ViewEdge(one, other, "locatedIn", status, "STRUCTURE", (0,)) for one, other, status in edges),
        events=(ViewEvent("e", "e", "metWith", place=at),),
    )


SO, BACKGROUND, DENIED = Status.STATED, Status.BACKGROUND, Status.DENIED


@pytest.mark.parametrize(
    ("graph", "within"),
    [
        pytest.param(_inside(("hut", "wood", SO), ("wood", "land", BACKGROUND), land=5.0), "land", id="far out"),
        pytest.param(_inside(("hut", "wood", SO), ("wood", "land", SO), land=5.0, wood=4.0), "wood", id="the nearest"),
        pytest.param(_inside(("hut", "b", SO), ("hut", "a", SO), b=5.0, a=4.0), "a", id="one of two, always the same"),
        pytest.param(_inside(("hut", "wood", SO), ("wood", "hut", SO)), None, id="in a circle"),
        pytest.param(_inside(("hut", "wood", DENIED), wood=5.0), None, id="denied"),
        pytest.param(_inside(wood=5.0), None, id="beside it"),
    ],
)
def test_what_a_place_lies_in(graph: ViewGraph, within: str | None) -> None:
    assert [graph.nodes[spot.within or 0].iri for spot in spots(graph)] == ([within] if within else [])


def test_no_place_no_outlines() -> None:
    assert world(ViewGraph()) == {"spots": [], "outlines": None}


def test_the_map_is_a_function_of_the_graph(graph: ViewGraph, happenings: News, shipped: Ontology) -> None:
    with open_store() as store:
        update(store, tuple(reversed(happenings)), shipped, "m")
        again = read_view(store, shipped)
    assert world(again) == world(graph)
    assert again.events == graph.events
