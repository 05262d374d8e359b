"""Where places are: in the gazetteer, in the graph, and in actors of one's own."""

from __future__ import annotations

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest
from rdflib import Graph

from kg.actors import import_actors
from kg.errors import ActorsError, OntologyError
from kg.graph.build import update
from kg.graph.store import Store
from kg.model import Article, Claim, EntityType
from kg.ontology import Ontology, load_ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

PLACES = {EntityType.COUNTRY, EntityType.REGION, EntityType.CITY, EntityType.FACILITY}
HEAD = """
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix kg: <https://newskg.example/ontology#> .
@prefix kgr: <https://newskg.example/resource/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two places on a globe."""
    (north, east), (north_, east_) = (tuple(map(radians, each)) for each in (one, other))
    half = sin((north_ - north) / 2) ** 2 + cos(north) * cos(north_) * sin((east_ - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def test_every_place_of_the_gazetteer_has_coordinates_and_nothing_else_has(shipped: Ontology) -> None:
    assert {
        actor.id for actor in shipped.actors.values() if (actor.type in PLACES) != (actor.coordinates is not None)
    } == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("moscow", (55.75, 37.62)),
        ("buenos-aires", (-34.6, -58.4)),
        ("kremlin", (55.75, 37.62)),
        ("crimea", (45.3, 34.4)),
        ("ukraine", (49, 32)),
        ("strait-of-hormuz", (26.5, 56.5)),
        ("fiji", (-17.8, 178)),
        ("soviet-union", (60, 90)),
    ],
)
def test_places_are_where_they_are(shipped: Ontology, name: str, expected: tuple[float, float]) -> None:
    found = shipped.actors[name].coordinates
    assert found is not None
    assert kilometres(found, expected) < 150


def test_places_lie_near_what_they_lie_in(shipped: Ontology) -> None:
    """A sign or two numbers in the wrong order would put them on the other side of the globe."""
    overseas = {
        *("new-caledonia", "french-polynesia", "reunion", "mayotte", "french-guiana", "martinique", "guadeloupe"),
        *("greenland", "curacao", "aruba", "guam", "american-samoa", "puerto-rico", "easter-island"),
    }
    known: dict[str, list[tuple[float, float]]] = {}
    for actor in shipped.actors.values():
        if actor.type in (EntityType.CITY, EntityType.COUNTRY) and actor.coordinates:
            for around in {actor.id, actor.located_in or actor.id}:
                known.setdefault(around, []).append(actor.coordinates)
    far = [
        actor.id
        for actor in shipped.actors.values()
        if actor.type in (EntityType.REGION, EntityType.FACILITY) and actor.located_in and actor.coordinates
        if actor.id not in overseas
        and min(kilometres(actor.coordinates, city) for city in known[actor.located_in]) > 1500
    ]
    assert far == []


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("geo:lat 1.5", "kgr:oz has one coordinate, and no geo:long"),
        ("geo:long 1.5", "kgr:oz has one coordinate, and no geo:lat"),
        ("geo:lat 91 ; geo:long 0", "kgr:oz has a geo:lat that is no number of degrees from -90 to 90: 91"),
        ("geo:lat 0 ; geo:long -180.1", "kgr:oz has a geo:long that is no number of degrees from -180 to 180: -180.1"),
        ('geo:lat "12 N" ; geo:long 3', "kgr:oz has a geo:lat that is no number of degrees from -90 to 90: 12 N"),
        ('geo:lat "nan" ; geo:long 3', "kgr:oz has a geo:lat that is no number of degrees from -90 to 90: nan"),
        ("geo:lat 1, 2 ; geo:long 3", "kgr:oz has more than one geo:lat: '1', '2'"),
    ],
)
def test_mistakes(tmp_path: Path, told: str, message: str) -> None:
    (tmp_path / "actors.ttl").write_text(f'{HEAD}kgr:oz a kg:City ; rdfs:label "Oz" ; {told} .', "utf-8")
    with pytest.raises(OntologyError) as caught:
        load_ontology(tmp_path)
    assert message in str(caught.value)


def test_the_graph_says_where_the_places_are_that_occur(any_store: Store, news: News, shipped: Ontology) -> None:
    update(any_store, news, shipped, "m")
    ask = "SELECT ?place ?north ?east { GRAPH <graph/gazetteer> { ?place geo:lat ?north ; geo:long ?east } }"
    found = {str(row["place"].value).rsplit("/", 1)[-1]: (row["north"], row["east"]) for row in any_store.select(ask)}
    assert found.keys() == {"israel", "russia", "syria", "moscow", "damascus", "ukraine"}
    assert {str(term.datatype.value).rsplit("#", 1)[-1] for pair in found.values() for term in pair} == {"decimal"}
    assert found["moscow"][0].value == str(shipped.actors["moscow"].coordinates[0])  # type: ignore[index]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ('geo:lat "1.5"^^xsd:decimal ; geo:long "-2"^^xsd:decimal', ""),
        ('geo:lat "91"^^xsd:decimal ; geo:long "0"^^xsd:decimal', "a latitude is a decimal from -90 to 90"),
        ('geo:long "north"', "a longitude is a decimal from -180 to 180"),
    ],
)
def test_check_holds_coordinates_to_the_shapes(wrong: Callable[[Graph], str], told: str, message: str) -> None:
    graph = Graph().parse(
        data=f'{HEAD}@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\nkgr:oz a kg:City ; rdfs:label "Oz" ; {told} .',
        format="turtle",
    )
    assert message in wrong(graph) if message else wrong(graph) == ""


def test_a_table_of_actors_may_say_where_places_are(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,type,latitude,longitude\nOz,City,-12.5,+171\n", "utf-8")
    import_actors(table, tmp_path / "own")
    assert load_ontology(tmp_path / "own").actors["oz"].coordinates == (-12.5, 171)
    table.write_text("name,type,latitude,longitude\nOz,City,12° S,171\n", "utf-8")
    (tmp_path / "own" / "mine.ttl").unlink()
    with pytest.raises(ActorsError, match="column 'latitude': is '12° S', not degrees north"):
        import_actors(table, tmp_path / "own")
