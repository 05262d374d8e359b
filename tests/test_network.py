"""Measures of the network of actors, on networks whose answers are known by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.graph.spans import parse_span
from kg.graph.whole import Whole
from kg.model import Article, Claim, EntityType
from kg.network import balance as balance_module
from kg.network.balance import chance_of_balance, measure_balance, signed_ties, triads
from kg.network.brokers import ROLES, find_brokers, role_of
from kg.network.centrality import centralities
from kg.network.change import Change, compare_ties
from kg.network.choice import Choice
from kg.network.communities import METHODS, find_communities
from kg.network.ego import look_around
from kg.network.graph import arcs, claims_between, make_network, numbered, ties
from kg.network.paths import find_ways
from kg.network.plot import _look, check_plot, plot_network

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Read = Callable[[News], Whole]


@pytest.fixture(scope="module")
def told(report: Report, shipped_whole_of: Read) -> Whole:
    """Four articles, of which the last two are of another year, and one says nothing as a fact."""
    return shipped_whole_of(
        (
            report("a", "2022-03-07", "Israel|condemned|Iran", "Israel|metWith|Egypt", "Ann Lee|represents|Israel"),
            report("b", "2022-03-09", "Iran|condemned|Israel", "Ann Lee|phoned|Jordan"),
            report("c", "2023-01-02", "Iran|bombed|Iraq", asserted=False),
            report("d", "2023-02-03", "Israel|aided|Jordan", "Israel|bombed|Iran", "Israel|metWith|Iran"),
        )
    )


def weights(graph: nx.Graph) -> dict[tuple[str, str], int]:
    return {(one, other): weight for one, other, weight in graph.edges(data="weight")}


class TestGraph:
    def test_every_claim_is_an_edge_from_its_subject_to_its_object(self, told: Whole) -> None:
        network = make_network(told, types=None)
        assert {key for _, _, key in network.edges(keys=True)} == {claim.name for claim in told.claims}
        for subject, target, data in network.edges(data=True):
            assert (data["claim"].subject, data["claim"].object) == (subject, target)
        assert network.nodes["iran"] == {"label": "Iran", "type": "Country"}

    def test_a_tie_weighs_as_many_articles_as_report_it(self, told: Whole) -> None:
        assert weights(ties(make_network(told))) == {
            ("ann-lee", "israel"): 1,
            ("ann-lee", "jordan"): 1,
            ("egypt", "israel"): 1,
            ("iran", "israel"): 3,
            ("israel", "jordan"): 1,
        }

    def test_what_both_do_goes_both_ways_and_the_rest_one(self, told: Whole) -> None:
        found = weights(arcs(make_network(told)))
        assert (found["israel", "iran"], found["iran", "israel"]) == (2, 2)
        assert (found["israel", "egypt"], found["egypt", "israel"]) == (1, 1)
        assert ("jordan", "israel") not in found
        assert ("iran", "iraq") not in found  # somebody only says so

    def test_articles_that_repeat_another_add_nothing(self, told: Whole) -> None:
        again = replace(told, repeats={"d": "b"})
        assert weights(ties(make_network(again)))["iran", "israel"] == 2

    def test_only_what_has_to_do_with_a_span_counts(self, told: Whole) -> None:
        span = parse_span("2023")
        assert span is not None
        assert weights(ties(make_network(told, within=span))) == {("iran", "israel"): 1, ("israel", "jordan"): 1}

    def test_officials_count_for_their_countries(self, told: Whole) -> None:
        found = weights(ties(Choice(officials=True).network(told)))
        assert found["israel", "jordan"] == 2
        assert not [ends for ends in found if "ann-lee" in ends]

    def test_only_nodes_of_the_types_that_are_wanted(self, told: Whole) -> None:
        assert "ann-lee" not in make_network(told, types={EntityType.COUNTRY})

    def test_the_surest_claims_come_first(self, told: Whole) -> None:
        found = claims_between(make_network(told), "iran", "israel")
        assert sorted(claim.relation for claim in found) == ["bombed", "condemned", "condemned", "metWith"]
        assert claims_between(make_network(told), "iran", "iraq") == []


def network_of(*edges: tuple[str, str]) -> nx.MultiDiGraph:
    """A network in which one thing is told, once, of each of these."""
    made = nx.MultiDiGraph()
    for one, other in edges:
        made.add_edge(one, other, key=f"{one}{other}", fact=True, source="s", claim=_Directed)
    return made


class _Directed:
    symmetric = False


BARBELL = ("ab", "bc", "ca", "cd", "de", "ef", "fd")


def known(*edges: str, weight: int = 1) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from((min(pair), max(pair), {"weight": weight, "distance": 1 / weight}) for pair in edges)
    return graph


class TestCentrality:
    def test_the_middle_of_a_star(self) -> None:
        first, *others = centralities(network_of(("m", "a"), ("m", "b"), ("m", "c"), ("d", "m")), by="betweenness")
        assert (first.actor, first.degree, first.reports, first.incoming, first.outgoing) == ("m", 4, 4, 1, 3)
        assert first.betweenness == 1
        assert first.eigenvector == pytest.approx(0.5**0.5, abs=1e-4)
        assert {each.betweenness for each in others} == {0}
        assert [each.eigenvector for each in others] == pytest.approx([8**-0.5] * 4, abs=1e-4)

    def test_pagerank_follows_what_is_done_to_whom(self) -> None:
        found = {each.actor: each.pagerank for each in centralities(network_of(("a", "c"), ("b", "c"), ("c", "d")))}
        assert sum(found.values()) == pytest.approx(1)
        assert found["d"] > found["c"] > found["a"] == pytest.approx(found["b"])

    def test_equals_stand_in_the_order_of_their_names(self) -> None:
        assert [each.actor for each in centralities(network_of(("c", "d"), ("b", "a")))] == ["a", "b", "c", "d"]

    def test_eigenvector_is_of_the_largest_part(self) -> None:
        found = {each.actor: each.eigenvector for each in centralities(network_of(("a", "b"), ("b", "c"), ("x", "y")))}
        assert found["x"] == found["y"] == 0
        assert found["b"] == pytest.approx(0.5**0.5, abs=1e-4)

    def test_nobody_is_central_in_nothing(self) -> None:
        assert centralities(nx.MultiDiGraph()) == []


class TestCommunities:
    @pytest.mark.parametrize("method", METHODS)
    def test_two_triangles_on_a_bridge(self, method: str) -> None:
        division = find_communities(known(*BARBELL), method=method)
        assert division.communities == (("c", "a", "b"), ("d", "e", "f"))
        # Six of seven ties inside; each half has the ends of seven of fourteen: 6/7 - 2 * (1/2)^2.
        assert division.modularity == pytest.approx(6 / 7 - 1 / 2)
        assert division.home == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}

    @pytest.mark.parametrize("method", METHODS)
    def test_no_ties_no_communities(self, method: str) -> None:
        assert find_communities(nx.Graph(), method=method).communities == ()

    @given(st.sets(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1))
    @settings(max_examples=40, deadline=None)
    def test_everybody_is_in_one(self, pairs: set[tuple[str, str]]) -> None:
        graph = known(*("".join(pair) for pair in pairs if pair[0] != pair[1]))
        members = [name for group in find_communities(graph).communities for name in group]
        assert sorted(members) == sorted(graph)
        assert find_communities(graph) == find_communities(graph)


def apart(names: str) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    return graph


class TestBrokers:
    @pytest.mark.parametrize(
        ("groups", "role"),
        [
            ("111", "coordinator"),
            ("122", "gatekeeper"),
            ("112", "representative"),
            ("121", "consultant"),
            ("123", "liaison"),
        ],
    )
    def test_roles_by_group(self, groups: str, role: str) -> None:
        assert role_of(*groups) == role
        directed = nx.DiGraph([("a", "b"), ("b", "c")])
        found = find_brokers(known("ab", "bc"), directed, dict(zip("abc", groups, strict=True)))
        assert found[0].actor == "b"
        assert found[0].roles == {each: int(each == role) for each in ROLES}
        assert found[0].brokered == 1

    def test_whom_they_connect_must_not_be_connected(self) -> None:
        closed = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "c"), ("b", "a")])
        assert [each.brokered for each in find_brokers(known("ab", "bc", "ac"), closed, {})] == [0, 0, 0]

    def test_constraint_and_effective_size(self) -> None:
        star = {each.actor: each for each in find_brokers(known("ma", "mb", "mc"), apart("mabc"), {})}
        assert star["m"].constraint == pytest.approx(1 / 3)  # three contacts, a third of the time each
        assert star["m"].effective_size == pytest.approx(3)
        assert star["a"].constraint == pytest.approx(1)
        triangle = find_brokers(known("ab", "bc", "ca"), apart("abc"), {})
        assert triangle[0].constraint == pytest.approx(2 * (1 / 2 + 1 / 4) ** 2)
        assert triangle[0].effective_size == pytest.approx(1)


class TestPaths:
    @pytest.fixture
    def web(self) -> nx.Graph:
        """From a to d in two steps that are told once each, or in three that are told ten times."""
        graph = known("ax", "dx")
        graph.update(known("ab", "bc", "cd", weight=10))
        return graph

    def test_few_steps_or_well_told(self, web: nx.Graph) -> None:
        assert find_ways(web, "a", "d") == [["a", "x", "d"]]
        assert find_ways(web, "a", "d", fewest_steps=False) == [["a", "b", "c", "d"]]
        assert find_ways(web, "a", "d", count=9) == [["a", "x", "d"], ["a", "b", "c", "d"]]

    def test_of_ways_of_as_many_steps_the_one_that_is_told_more(self) -> None:
        graph = known("ab", "bd")
        graph.update(known("ac", "cd", weight=2))
        assert find_ways(graph, "a", "d", count=2) == [["a", "c", "d"], ["a", "b", "d"]]

    def test_nothing_connects_them(self, web: nx.Graph) -> None:
        web.add_node("alone")
        assert find_ways(web, "a", "alone") == []
        assert find_ways(web, "a", "nobody") == []


class TestEgo:
    def test_alters_and_density(self) -> None:
        graph = known("ea", "eb", "ec", "ab", "cd")
        around = look_around(graph, "e")
        assert [(each.actor, each.reports, each.shared) for each in around.alters] == [
            ("a", 1, 1),
            ("b", 1, 1),
            ("c", 1, 0),
        ]
        assert around.density == pytest.approx(1 / 3)
        wider = look_around(graph, "e", radius=2)
        assert [(each.actor, each.steps, each.reports) for each in wider.alters][-1] == ("d", 2, 0)

    def test_who_has_no_ties_has_nobody_around(self) -> None:
        assert look_around(known("ab"), "z").alters == ()


def signed(**edges: int) -> nx.Graph:
    graph = nx.Graph()
    graph.add_edges_from((*pair, {"sign": sign, "mean": float(sign), "deeds": 1}) for pair, sign in edges.items())
    return graph


class TestBalance:
    @pytest.mark.parametrize(
        ("signs", "balanced", "frustrated"),
        [((1, 1, 1), True, 0), ((1, 1, -1), False, 1), ((1, -1, -1), True, 0), ((-1, -1, -1), False, 1)],
    )
    def test_three(self, signs: tuple[int, int, int], balanced: bool, frustrated: int) -> None:
        for order in {(signs[a], signs[b], signs[c]) for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1))}:
            graph = signed(**dict(zip(("ab", "ac", "bc"), order, strict=True)))
            (triad,) = triads(graph)
            assert (triad.actors, triad.balanced, triad.friendly) == (("a", "b", "c"), balanced, signs.count(1))
            found = measure_balance(graph)
            assert (found.degree, len(found.frustrated)) == (float(balanced), frustrated)

    @pytest.mark.parametrize(("friendly", "hostile"), [(3, 0), (0, 3), (3, 3), (4, 2)])
    def test_chance_deals_the_signs_out_to_the_ties_of_a_network(self, friendly: int, hostile: int) -> None:
        """The mean over all ways to deal them, of a complete graph with as many ties or of one triangle."""
        pairs = list(combinations("abcd", 2)) if friendly + hostile == 6 else [("a", "b"), ("a", "c"), ("b", "c")]
        degrees = []
        for friends in combinations(pairs, friendly):
            graph = signed(**{one + other: 1 if (one, other) in friends else -1 for one, other in pairs})
            degrees.append(measure_balance(graph).degree or 0.0)
        assert chance_of_balance(friendly, hostile) == pytest.approx(sum(degrees) / len(degrees))

    def test_chance_says_nothing_of_less_than_three_ties(self) -> None:
        assert chance_of_balance(1, 1) is None

    @pytest.mark.parametrize(("count", "fewest"), [(4, 2), (5, 4), (6, 6)])
    def test_all_foes_fall_into_two_halves(self, count: int, fewest: int) -> None:
        """Of a complete graph the ties inside the two halves stay frustrated."""
        graph = signed(**{f"{one}{other}": -1 for one, other in combinations("abcdef"[:count], 2)})
        found = measure_balance(graph)
        assert (len(found.frustrated), found.exact) == (fewest, True)
        assert found.degree == 0

    @given(st.lists(st.booleans(), min_size=2, max_size=30), st.data())
    @settings(max_examples=40, deadline=None)
    def test_two_camps_are_found_again(self, sides: list[bool], data: st.DataObject) -> None:
        pairs = list(combinations(range(len(sides)), 2))
        chosen = data.draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
        graph = nx.Graph()
        graph.add_edges_from(
            (f"{one:02}", f"{other:02}", {"sign": 1 if sides[one] == sides[other] else -1}) for one, other in chosen
        )
        found = measure_balance(graph)
        assert (found.frustrated, found.exact) == ((), True)
        assert found.degree in (None, 1)

    @given(st.dictionaries(st.sampled_from(list(combinations("abcdefg", 2))), st.sampled_from((1, -1)), min_size=1))
    @settings(max_examples=40, deadline=None)
    def test_what_is_said_to_be_fewest_is(self, signs: dict[tuple[str, str], int]) -> None:
        graph = nx.Graph()
        graph.add_edges_from((*ends, {"sign": sign}) for ends, sign in signs.items())
        found = measure_balance(graph)
        least = min(
            sum(sides[one] * sides[other] != sign for (one, other), sign in signs.items())
            for sides in (dict(zip("abcdefg", each, strict=True)) for each in product((1, -1), repeat=7))
        )
        assert (len(found.frustrated), found.exact) == (least, True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(balance_module, "_EXACT", 0)
            searched = measure_balance(graph)
        assert least <= len(searched.frustrated) <= len(signs) // 2
        assert searched.exact == (least == 0)

    def test_signs_are_of_deeds_each_told_once(self, told: Whole) -> None:
        graph = signed_ties(Choice().deeds(told))
        assert graph["iran"]["israel"]["sign"] == -1
        assert graph["egypt"]["israel"]["sign"] == 1
        assert not graph.has_edge("ann-lee", "israel")  # what lasts is no deed

    def test_nothing_is_in_balance_in_nothing(self) -> None:
        found = measure_balance(nx.Graph())
        assert (found.degree, found.frustrated, dict(found.camps)) == (None, (), {})


def test_change_between_two_periods() -> None:
    before, after = known("ab", "ac", "ad", "ae"), known("ab", "af", "ae")
    after.add_edge("a", "d", weight=3, distance=1 / 3)
    found = compare_ties(before, after, signed(ab=1, ac=1), signed(ab=-1))
    assert [(each.one, each.other, each.change, each.before, each.after) for each in found] == [
        ("a", "b", Change.TURNED, 1, 1),
        ("a", "f", Change.NEW, 0, 1),
        ("a", "c", Change.GONE, 1, 0),
        ("a", "d", Change.CLOSER, 1, 3),
        ("a", "e", Change.SAME, 1, 1),
    ]
    assert (found[0].tone_before, found[0].tone_after, found[1].tone_after) == (1, -1, None)


def test_numbers_stand_for_names() -> None:
    graph, names = numbered(known(*BARBELL))
    assert {(names[one], names[other]) for one, other in graph.edges} == {(a, b) for a, b in known(*BARBELL).edges}


class TestPlot:
    @pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
    def test_the_same_network_is_the_same_picture(self, form: str, begins: bytes) -> None:
        graph = known(*BARBELL, "xy")
        nx.set_node_attributes(graph, {name: f"Mr {name} of $5" for name in graph}, "label")
        pictures = []
        for _ in range(2):
            out = io.BytesIO()
            plot_network(graph, {"a": 2.0}, {"a": 2}, out, form=form, title="T", signs=signed(ab=1, bc=-1))
            pictures.append(out.getvalue())
        assert pictures[0] == pictures[1]
        assert pictures[0].startswith(begins)
        if form == "svg":
            assert b"Mr a of $5" in pictures[0]
            assert b"Mr x" not in pictures[0]  # the largest part that hangs together

    def test_a_legend_tells_groups_and_lines(self) -> None:
        graph = known(*BARBELL)
        nx.set_node_attributes(graph, {name: f"Mr {name}" for name in graph}, "label")
        group = {name: 1 if name in "abc" else 9 for name in graph}

        def drawn(**options: object) -> str:
            out = io.BytesIO()
            plot_network(graph, {"b": 2.0}, group, out, form="svg", title="T", **options)  # type: ignore[arg-type]
            return out.getvalue().decode()

        plain, signs = drawn(), drawn(names={1: "one camp", 9: "the other"}, signs=signed(ab=1, bc=-1))
        assert ["community 1: Mr b" in plain, "community 9: Mr d" in plain, "hostile" in plain] == [True, True, False]
        for told in ("one camp", "the other", "friendly", "hostile", "neither known", f"{len(graph)} actors, "):
            assert told in signs
        assert "hostile" not in drawn(signs=signed(ab=1))

    def test_many_groups_look_different(self) -> None:
        assert len({tuple(_look(number).values()) for number in range(1, 64)}) == 63

    def test_nothing_is_a_picture_too(self) -> None:
        out = io.BytesIO()
        plot_network(nx.Graph(), {}, {}, out, form="png", title="T")
        assert out.getvalue().startswith(b"\x89PNG")

    @pytest.mark.parametrize("name", ["a.gif", "a", "png"])
    def test_other_formats_are_told(self, name: str) -> None:
        with pytest.raises(OutputError, match=r"a picture is a file \.png, \.svg, \.pdf"):
            check_plot(Path(name))

    def test_without_matplotlib_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.network.plot.find_spec", lambda _: None)
        with pytest.raises(OutputError, match=r"pip install 'newskg\[plots\]'"):
            check_plot(Path("a.png"))
