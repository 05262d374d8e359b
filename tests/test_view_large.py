"""Large graphs in a real browser: communities first, opened in place, with the edges between them counted."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from kg.model import EntityType, Modality, Polarity
from kg.view.communities import find_communities
from kg.view.drawing import draw
from kg.view.graph import ViewArticle, ViewClaim, ViewGraph, ViewNode, ViewOffice, ViewRelation, assemble
from kg.view.layout import lay_out
from kg.view.page import render_page
from scripts.browser import Opened

Open = Callable[..., Opened]

RELATIONS = {
    name: ViewRelation(name, name, "", event, symmetric)
    for name, event, symmetric in (("metWith", "CONSULT", True), ("attacked", "ASSAULT", False))
}


def world(people: int, clubs: int, *, seed: int = 1) -> ViewGraph:
    """People in clubs, who mostly meet within theirs; the first of each has most to do."""
    chance = random.Random(seed)
    nodes = [ViewNode(f"n/{at:05}", f"Person {at}", EntityType.PERSON) for at in range(people)]
    members = [[at for at in range(people) if at % clubs == club] for club in range(clubs)]
    claims: list[ViewClaim] = []
    for at in range(people):
        others = [members[at % clubs][0], *chance.sample(members[at % clubs], 2)]
        others += [chance.randrange(people)] if chance.random() < 0.1 else []
        for other in others:
            if other != at:
                relation = "metWith" if other % clubs == at % clubs else "attacked"
                claims.append(
                    ViewClaim(f"c/{len(claims):05}", f"a/{at % 9}", f"n/{at:05}", relation, f"n/{other:05}", "CONSULT")
                )
    return assemble(nodes, claims, [ViewArticle(f"a/{at}") for at in range(9)], RELATIONS)


def pair(**changes: Any) -> ViewGraph:
    """Two nodes and one claim."""
    nodes = [ViewNode("n/a", "Ann", EntityType.PERSON), ViewNode("n/b", "Bob", EntityType.PERSON)]
    claim = ViewClaim(
        **{"iri": "c/1", "article": "a/1", "subject": "n/a", "relation": "metWith", "object": "n/b", **changes}
    )
    return assemble(nodes, [claim], [ViewArticle("a/1")], RELATIONS)


LARGE = world(1_600, 12)


@pytest.fixture(scope="module")
def large_page() -> str:
    return render_page(LARGE, title="Large")


NAMES = tuple(f"n{number:02}" for number in range(24))
# Two rings of twelve that one line holds together, each with the spokes of its first member.
LINKS = [
    (NAMES[first + at], NAMES[first + other], 1.0)
    for first in (0, 12)
    for at in range(12)
    for other in {(at + 1) % 12, 0} - {at}
]
LINKS.append(("n03", "n15", 0.5))


class TestCommunities:
    def test_those_who_deal_with_each_other_are_together_the_weightiest_first(self) -> None:
        weights = {name: 1.0 + (name == "n14") for name in NAMES}
        one, other = find_communities(weights, LINKS, {})
        assert {frozenset(one), frozenset(other)} == {frozenset(NAMES[:12]), frozenset(NAMES[12:])}
        assert "n14" in (one[0], other[0])

    def test_the_order_of_links_and_nodes_is_of_no_matter(self) -> None:
        links = [(other, one, weight) for one, other, weight in reversed(LINKS)]
        weights = dict.fromkeys(NAMES, 1.0)
        assert find_communities(weights, LINKS, {}) == find_communities(dict(reversed(weights.items())), links, {})

    def test_a_satellite_is_where_its_holder_is(self) -> None:
        weights = dict.fromkeys([*NAMES, "office", "seat"], 1.0)
        found = find_communities(weights, [*LINKS, ("office", "n20", 9.0)], {"office": "n02", "seat": "office"})
        assert next({"office", "seat"} <= set(group) for group in found if "n02" in group)

    def test_small_groups_that_nothing_ties_to_any_other_are_one(self) -> None:
        pairs = [(f"p{at:02}", f"q{at:02}", 1.0) for at in range(9)]
        weights = dict.fromkeys([*NAMES, *(name for one, other, _ in pairs for name in (one, other))], 1.0)
        found = find_communities(weights, [*LINKS, *pairs], {})
        assert {name for one, other, _ in pairs for name in (one, other)} in map(set, found)
        assert sorted(name for group in found for name in group) == sorted(weights)

    def test_no_community_is_too_large_to_read_if_it_can_be_divided(self) -> None:
        drawing = draw(world(1_600, 2))
        assert max(community.members for community in drawing.communities) <= 400

    def test_nothing_at_all(self) -> None:
        assert find_communities({}, (), {}) == []


class TestDrawing:
    def test_the_same_graph_gives_the_same_page(self, large_page: str) -> None:
        assert render_page(world(1_600, 12), title="Large") == large_page

    def test_rooms_of_communities_do_not_lie_upon_each_other(self) -> None:
        drawing = draw(LARGE)
        rooms = []
        for number in range(len(drawing.communities)):
            members = [node for node in drawing.network.nodes if node["kg"]["community"] == number]
            across, down = [node["x"] for node in members], [node["y"] for node in members]
            rooms.append((min(across), max(across), min(down), max(down)))
        for at, (left, right, top, bottom) in enumerate(rooms):
            for other in rooms[:at]:
                assert right < other[0] or other[1] < left or bottom < other[2] or other[3] < top

    def test_a_star_of_thousands_has_a_place_for_each(self) -> None:
        names = [f"n{at:04}" for at in range(3_000)]
        places = lay_out(dict.fromkeys(names, 8.0), [(names[0], name, 1.0) for name in names[1:]], {})
        assert len(set(places.values())) == len(names)

    def test_numbers_of_articles_leave_out_those_that_repeat_others(self) -> None:
        nodes = [ViewNode(f"n/{name}", name, EntityType.PERSON) for name in "ab"]
        claims = [ViewClaim(f"c/{at}", f"a/{at}", "n/a", "metWith", "n/b") for at in range(4)]
        claims.append(ViewClaim("c/4", "a/4", "n/b", "metWith", "n/a", polarity=Polarity.NEGATIVE))
        articles = [ViewArticle(f"a/{at}", repeats="a/0" if at in (1, 2) else None) for at in range(5)]
        graph = assemble(nodes, claims, articles, RELATIONS)
        assert [(claim.articles, claim.independent) for claim in graph.claims] == [(4, 2)] * 4 + [(1, 1)]
        assert [node.articles for node in graph.nodes] == [5, 5]

    def test_what_some_state_and_others_report_is_one_edge_and_what_is_planned_another(self) -> None:
        nodes = [ViewNode(f"n/{name}", name, EntityType.PERSON) for name in "ab"]
        claims = [
            ViewClaim("c/1", "a/1", "n/a", "metWith", "n/b"),
            ViewClaim("c/2", "a/1", "n/b", "metWith", "n/a", asserted=False),
            ViewClaim("c/3", "a/1", "n/a", "metWith", "n/b", modality=Modality.PLANNED),
        ]
        graph = assemble(nodes, claims, [ViewArticle("a/1")], RELATIONS)
        assert [(edge.status.value, len(edge.claims)) for edge in graph.edges] == [("planned", 1), ("stated", 2)]


@pytest.mark.browser
class TestLargePage:
    def test_communities_come_first_and_stand_for_all_that_is_shown(self, open_page: Open, large_page: str) -> None:
        page = open_page(large_page).page
        drawn = page.evaluate("kgView.drawn()")
        shown = page.evaluate("kgView.nodes().length")
        assert drawn["nodes"] == drawn["edges"] == []
        assert sum(community["members"] for community in drawn["communities"]) == shown == 1_600
        within = page.evaluate("""() => {
          const drawn = kgView.drawn().bundles.reduce((sum, { claims }) => sum + claims, 0);
          return [drawn, kgView.edges().length];
        }""")
        assert 0 < within[0] < len(LARGE.claims)
        assert any(label.startswith("Person ") for label in (each["label"] for each in drawn["communities"]))

    def test_a_click_opens_a_community_in_place_and_another_closes_it(self, open_page: Open, large_page: str) -> None:
        page = open_page(large_page).page
        first = page.evaluate("kgView.drawn()")
        chosen = first["communities"][3]
        point = page.evaluate("id => kgView.pointOnCommunity(id)", chosen["id"])
        page.mouse.click(point["x"], point["y"])
        opened = page.evaluate("kgView.drawn()")
        assert len(opened["nodes"]) == chosen["members"]
        assert chosen["id"] not in [each["id"] for each in opened["communities"]]
        assert opened["edges"]
        title = page.evaluate("id => kgView.pointOnCommunity(id)", chosen["id"])
        page.mouse.click(title["x"], title["y"])
        assert page.evaluate("kgView.drawn()") == first
        page.keyboard.press("Control+z")
        assert page.evaluate("kgView.drawn()") == opened

    def test_the_list_opens_and_closes_by_keys_alone(self, open_page: Open, large_page: str) -> None:
        page = open_page(large_page).page
        page.focus("#communities summary")
        page.keyboard.press("Enter")
        page.focus("#communities button[data-community='2']")
        page.keyboard.press("Enter")
        assert page.get_attribute("#communities button[data-community='2']", "aria-expanded") == "true"
        assert 2 not in page.evaluate("kgView.drawn().communities.map(({ id }) => id)")
        assert page.evaluate("document.activeElement.dataset.community") == "2"
        page.keyboard.press("Enter")
        assert 2 in page.evaluate("kgView.drawn().communities.map(({ id }) => id)")

    def test_who_is_looked_for_is_shown_out_of_a_closed_community(self, open_page: Open, large_page: str) -> None:
        opened = open_page(large_page)
        opened.page.fill("#search", "person 777")
        opened.page.keyboard.press("Enter")
        assert "Person 777\n" in opened.panel()
        assert 777 in opened.page.evaluate("kgView.drawn().nodes")

    def test_a_bundle_lists_what_is_in_it(self, open_page: Open, large_page: str) -> None:
        opened = open_page(large_page)
        page = opened.page
        points = page.evaluate("""() => kgView.drawn().bundles.map(({ from, to }) => {
          const [one, other] = [from, to].map((id) => kgView.pointOnCommunity(Number(id.slice(1))));
          return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
        })""")
        for point in points:  # of some, the middle is under another community
            page.mouse.move(point["x"], point["y"])
            if page.is_visible("#hover") and "claim" in page.inner_text("#hover"):
                break
        page.mouse.click(point["x"], point["y"])
        assert page.locator("#communities h2").inner_text().count("Person") >= 2
        page.locator("#communities .list > button").first.click()
        assert "attacked" in opened.panel() or "metWith" in opened.panel()
        assert page.evaluate("kgView.drawn().edges.length") > 0

    def test_a_small_graph_is_open_and_can_be_closed(self, open_page: Open) -> None:
        page = open_page(render_page(world(60, 3), title="Small")).page
        assert page.evaluate("kgView.drawn().communities") == []
        before = page.evaluate("kgView.drawn().nodes.length")
        page.evaluate("kgView.closeCommunity(1)")
        closed = page.evaluate("kgView.drawn()")
        assert len(closed["nodes"]) + closed["communities"][0]["members"] == before
        page.evaluate("kgView.openCommunity(1)")
        assert page.evaluate("kgView.drawn().nodes.length") == before


@pytest.mark.browser
class TestOddGraphs:
    def test_no_claims_say_so_in_one_line(self, open_page: Open) -> None:
        opened = open_page(render_page(ViewGraph(), title="Nothing"))
        assert opened.page.is_visible("#nothing")
        assert opened.page.is_hidden("#communities")
        assert opened.page.evaluate("kgView.drawn().nodes") == []

    def test_one_node_alone(self, open_page: Open) -> None:
        opened = open_page(render_page(pair(object="n/a"), title="Alone"))
        assert opened.labels() == {"Ann"}
        opened.page.evaluate("kgView.select(0)")
        assert "Ann" in opened.panel()

    def test_hovering_tells_names_offices_and_articles(self, open_page: Open) -> None:
        graph = pair()
        ann = ViewNode(
            "n/a", "Ann", EntityType.PERSON, ("Ann", "Mrs A."), offices=(ViewOffice("Mayor", "2020", "2022-05"),)
        )
        page = open_page(
            render_page(assemble([ann, graph.nodes[1]], graph.claims, graph.articles, RELATIONS), title="Hover")
        ).page
        point, frame = page.evaluate("kgView.pointOfNode(0)"), page.locator("#canvas").bounding_box()
        assert frame is not None
        page.mouse.move(frame["x"] + point["x"] + 40, frame["y"] + point["y"] + 60)
        page.mouse.move(frame["x"] + point["x"], frame["y"] + point["y"])
        page.wait_for_selector("#hover:not([hidden])")
        told = page.inner_text("#hover")
        for words in ("Ann", "Person, 1 article, 1 edge", "Mayor, 2020 to 2022-05", "also: Mrs A."):
            assert words in told

    def test_it_settles_only_when_asked(self, open_page: Open) -> None:
        page = open_page(render_page(world(40, 3), title="Still")).page
        before = json.dumps([page.evaluate("id => kgView.pointOfNode(id)", at) for at in range(3)])
        page.click("#settle")
        page.wait_for_function(
            "before => JSON.stringify([0, 1, 2].map((id) => kgView.pointOfNode(id))) !== before", arg=before
        )
        page.click("#settle")
        assert page.get_attribute("#settle", "aria-pressed") == "false"
