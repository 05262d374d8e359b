"""The view: claims to edges, edges to places on the plane, all of it to one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology, load_ontology
from kg.view.drawing import draw
from kg.view.graph import Status, Tone, ViewEdge, ViewGraph, tone_of
from kg.view.layout import lay_out
from kg.view.page import render_page
from kg.view.read import read_view

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Render = Callable[[News, str], str]


@pytest.fixture(scope="module")
def graph(news: News, small_ontology: Ontology) -> ViewGraph:
    with open_store() as store:
        update(store, news, small_ontology, "test-model 1")
        return read_view(store, small_ontology)


def find(graph: ViewGraph, relation: str, status: Status) -> ViewEdge:
    (edge,) = (edge for edge in graph.edges if (edge.relation, edge.status) == (relation, status))
    return edge


class TestGraph:
    def test_claims_of_one_relation_pair_and_status_are_one_edge(self, graph: ViewGraph) -> None:
        met, denied = find(graph, "metWith", Status.STATED), find(graph, "metWith", Status.DENIED)
        assert len(met.claims) == len(denied.claims) == 1
        # The second article names the pair the other way round; a symmetric edge has one direction.
        assert (met.source, met.target) == (denied.source, denied.target)
        assert met.places == ("Moscow",)
        claim = graph.claims[met.claims[0]]
        assert claim.sentences == ("Bennett sat down with Putin in Moscow.",)
        assert (claim.time, claim.confidence, claim.asserted) == ("2022-03-05", 0.93, True)

    def test_status_tells_what_is_said_planned_and_denied(self, graph: ViewGraph) -> None:
        assert len(find(graph, "phoned", Status.PLANNED).claims) == 1
        visited = find(graph, "visited", Status.REPORTED)
        speaker = graph.claims[visited.claims[0]].speaker
        assert speaker is not None
        assert speaker.endswith("vladimir-putin")

    def test_a_conflict_has_the_claims_of_both_sides(self, graph: ViewGraph) -> None:
        (conflict,) = graph.conflicts
        assert conflict.label == "Naftali Bennett metWith Vladimir Putin, or not"
        assert conflict.one == find(graph, "metWith", Status.STATED).claims
        assert conflict.other == find(graph, "metWith", Status.DENIED).claims

    def test_open_times_come_back(self, graph: ViewGraph) -> None:
        edge = find(graph, "coordinatesWith", Status.STATED)
        assert graph.claims[edge.claims[0]].time == "2015/.."

    def test_facts_of_the_gazetteer_have_no_claims(self, graph: ViewGraph) -> None:
        background = [edge for edge in graph.edges if edge.status is Status.BACKGROUND]
        assert {(edge.source.rsplit("/")[-1], edge.target.rsplit("/")[-1]) for edge in background} >= {
            ("damascus", "syria"),
            ("moscow", "russia"),
        }
        assert all(not edge.claims for edge in background if edge.relation == "locatedIn")

    def test_articles_come_with_outlet_and_date(self, graph: ViewGraph) -> None:
        alpha = next(article for article in graph.articles if article.title == "A surprise visit")
        assert (alpha.outlet, alpha.date, alpha.url) == ("The Example", "2022-03-07", "https://news.example/alpha")

    def test_an_open_relation_has_a_tone_of_its_own_and_is_told_in_its_words(
        self, news: News, small_ontology: Ontology
    ) -> None:
        (article, (claim, *others)), *_ = news
        # named like a relation of the ontology, and still another
        opened = [replace(claim, id=name, relation=f"open:{name}", event_type=None) for name in ("playFor", "metWith")]
        with open_store() as store:
            update(store, [(article, [*opened, *others])], small_ontology, "m", base="https://b.example/")
            graph = read_view(store, small_ontology)
        assert find(graph, "open:playFor", Status.STATED).tone is Tone.OPEN
        labels = {relation.name: relation.label for relation in graph.relations}
        assert (labels["open:playFor"], labels["open:metWith"]) == ("play for", "met with")
        assert "play for (Moscow)" in {edge["label"] for edge in draw(graph).network.edges}

    @pytest.mark.parametrize(
        ("event", "tone"),
        [
            ("CONSULT", Tone.VERBAL_COOPERATION),
            ("AID", Tone.MATERIAL_COOPERATION),
            ("ACCUSE", Tone.VERBAL_CONFLICT),
            ("ASSAULT", Tone.MATERIAL_CONFLICT),
            ("STRUCTURE", Tone.STRUCTURE),
            ("GOSSIP", Tone.OTHER),
            (None, Tone.OTHER),
        ],
    )
    def test_tone_is_the_quad_class(self, event: str | None, tone: Tone) -> None:
        assert tone_of(event) is tone

    def test_all_event_types_of_the_ontology_have_a_tone(self) -> None:
        types = {relation.event_type for relation in load_ontology().relations.values()}
        assert {event for event in types if tone_of(event) is Tone.OTHER} == set()


class TestLayout:
    LINKS = (("a", "b", 1.0), ("b", "c", 2.0), ("c", "a", 1.0), ("d", "e", 1.0))
    SIZES = dict.fromkeys("abcdef", 10.0)

    def test_nothing_lies_upon_another(self) -> None:
        many = {f"n{number:03}": 8.0 + number % 20 for number in range(80)}
        links = [(f"n{number:03}", f"n{number * 7 % 80:03}", 1.0) for number in range(80)]
        places = list(lay_out(many, links, {}).values())
        for index, (x, y) in enumerate(places):
            assert all(abs(x - left) > 60 or abs(y - top) > 30 for left, top in places[:index])

    def test_the_order_of_nodes_and_links_is_of_no_matter(self) -> None:
        turned = [(target, source, weight) for source, target, weight in reversed(self.LINKS)]
        backwards = dict(reversed(self.SIZES.items()))
        assert lay_out(self.SIZES, self.LINKS, {"f": "a"}) == lay_out(backwards, turned, {"f": "a"})

    def test_a_satellite_stands_by_its_holder_and_moves_nobody(self) -> None:
        without = lay_out(dict.fromkeys("abcde", 10.0), self.LINKS, {})
        places = lay_out(self.SIZES, self.LINKS, {"f": "a"})
        assert {name: places[name] for name in "abcde"} == without
        assert abs(places["f"][0] - places["a"][0]) + abs(places["f"][1] - places["a"][1]) < 300

    def test_a_large_graph_takes_no_age(self) -> None:
        names = [f"n{number}" for number in range(1_500)]
        links = [(name, names[number // 4], 1.0) for number, name in enumerate(names) if number]
        places = lay_out(dict.fromkeys(names, 8.0), links, {})
        assert places.keys() == set(names)
        # Hardly two in one place.
        assert len(set(places.values())) > 1_480

    def test_nothing_at_all(self) -> None:
        assert lay_out({}, (), {}) == {}


class Markup(HTMLParser):
    """The start tags of a page with their attributes, and its style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.style = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "style":
            self.style += data


class TestPage:
    def test_the_same_graph_gives_the_same_bytes(self, page_text: str, news: News, render: Render) -> None:
        assert render(tuple(reversed(news)), "Small <world> & all") == page_text

    def test_nothing_is_loaded(self, page_text: str) -> None:
        markup = Markup(page_text)
        policy = next(
            attributes["content"]
            for tag, attributes in markup.tags
            if attributes.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy is not None
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe" not in policy
        assert {tag for tag, _ in markup.tags} & {"link", "img", "iframe", "object", "embed", "base"} == set()
        # A hash may have two slashes, by chance.
        values = [re.sub(r"'sha256-[^']*'", "", value or "") for _, known in markup.tags for value in known.values()]
        assert not [value for value in values if "//" in value]
        assert not re.search(r"@import|url\((?!data:)", markup.style)
        assert "sourceMappingURL" not in page_text

    def test_the_title_is_text(self, page_text: str) -> None:
        assert "<title>Small &lt;world&gt; &amp; all</title>" in page_text

    def test_texts_of_articles_cannot_leave_the_data(self, hostile_news: News, render: Render, page_text: str) -> None:
        hostile = Markup(render(hostile_news, hostile_news[0][0].meta.title or ""))
        assert hostile.tags == Markup(page_text).tags

    def test_no_graph_is_a_page_too(self) -> None:
        assert "<title>Nothing</title>" in render_page(ViewGraph(), title="Nothing")
