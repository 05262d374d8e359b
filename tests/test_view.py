"""The view: claims to edges, edges to a page, and the page in a real browser without a network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.ontology import Ontology
from kg.view import render_html
from kg.view.graph import Status, Tone, ViewEdge, ViewGraph, tone_of
from kg.view.layout import lay_out
from kg.view.page import render_page
from kg.view.read import read_view

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

HOSTILE = (
    "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=2'>"
    "<!--<script>\"'\u202eabc\u2028\u2066\x00{{7*7}}"
)


def store_of(news: News, ontology: Ontology) -> Store:
    store = open_store()
    update(store, news, ontology, "test-model 1")
    return store


@pytest.fixture(scope="module")
def graph(news: News, small_ontology: Ontology) -> ViewGraph:
    with store_of(news, small_ontology) as store:
        return read_view(store, small_ontology)


@pytest.fixture(scope="module")
def page_text(news: News, small_ontology: Ontology) -> str:
    with store_of(news, small_ontology) as store:
        return render_html(store, small_ontology, title="Small <world> & all")


@pytest.fixture(scope="module")
def hostile_news() -> News:
    """An article whose every text tries to get out of its place."""
    long_name = "Very " * 2_000 + "long"
    nasty = make_article(
        f"{HOSTILE} met {long_name}.", id="evil", title=HOSTILE, published="2022-03-07", publisher=HOSTILE,
        url="javascript:window.hacked=3",
    )  # fmt: skip
    one = Entity("one", HOSTILE, EntityType.PERSON, (HOSTILE, "$&", "(["))
    two = Entity("two", long_name, EntityType.PERSON)
    evidence = (Evidence(nasty.text, 0, len(nasty.text)),)
    claim = Claim("e1", nasty.meta, one, "metWith", two, True, "CONSULT", topic=HOSTILE, place=one, evidence=evidence)
    return ((nasty, (claim,)),)


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

    def test_all_event_types_of_the_ontology_have_a_tone(self, extractor_ontology: Ontology) -> None:
        types = {relation.event_type for relation in extractor_ontology.relations.values()}
        assert {event for event in types if tone_of(event) is Tone.OTHER} == set()


@pytest.fixture(scope="module")
def extractor_ontology() -> Ontology:
    from kg.ontology import load_ontology

    return load_ontology()


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
    def test_the_same_graph_gives_the_same_bytes(self, page_text: str, news: News, small_ontology: Ontology) -> None:
        with store_of(tuple(reversed(news)), small_ontology) as store:
            assert render_html(store, small_ontology, title="Small <world> & all") == page_text

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
        assert not [value for _, attributes in markup.tags for value in attributes.values() if value and "//" in value]
        assert not re.search(r"@import|url\((?!data:)", markup.style)
        assert "sourceMappingURL" not in page_text

    def test_the_title_is_text(self, page_text: str) -> None:
        assert "<title>Small &lt;world&gt; &amp; all</title>" in page_text

    def test_texts_of_articles_cannot_leave_the_data(
        self, hostile_news: News, small_ontology: Ontology, page_text: str
    ) -> None:
        with store_of(hostile_news, small_ontology) as store:
            hostile = Markup(render_html(store, small_ontology, title=HOSTILE))
        assert hostile.tags == Markup(page_text).tags

    def test_no_graph_is_a_page_too(self) -> None:
        assert "<title>Nothing</title>" in render_page(ViewGraph(), title="Nothing")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        advice = "the browser tests need Chromium: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(advice)
        pytest.skip(advice)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield launched
        launched.close()


class Opened:
    """A page opened from a file, with all it complained of and all it asked the network for."""

    def __init__(self, browser: Browser, path: Path, *, width: int = 1400) -> None:
        context = browser.new_context(offline=True, viewport={"width": width, "height": 900})
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_function("window.kgView")

    def labels(self) -> set[str]:
        return {node["label"] for node in self.page.evaluate("kgView.nodes()")}

    def edge(self, relation: str, status: str) -> dict[str, object]:
        found = [
            edge
            for edge in self.page.evaluate("kgView.edges()")
            if edge["status"] == status and edge["label"].startswith(relation)
        ]
        assert len(found) == 1
        edge: dict[str, object] = found[0]
        return edge

    def panel(self) -> str:
        return self.page.inner_text("#panel")


@pytest.fixture
def opened(browser: Browser, page_text: str, tmp_path: Path) -> Iterator[Opened]:
    path = tmp_path / "graph.html"
    path.write_text(page_text, encoding="utf-8")
    shown = Opened(browser, path)
    yield shown
    assert shown.complaints == []
    assert shown.requests == [path.as_uri()]
    shown.page.context.close()


@pytest.mark.browser
class TestBrowser:
    def test_the_graph_is_there_at_once(self, opened: Opened) -> None:
        assert {"Naftali Bennett", "Vladimir Putin", "Israel", "Russia", "Syria"} <= opened.labels()
        assert opened.edge("coordinatesWith", "stated")["label"] == "coordinatesWith (Syria)"

    def test_planned_and_denied_edges_are_drawn_otherwise(self, opened: Opened) -> None:
        drawn = [opened.edge("phoned", status)["dashes"] for status in ("stated", "planned")]
        drawn.append(opened.edge("metWith", "denied")["dashes"])
        assert drawn[0] is False
        assert len({str(dashes) for dashes in drawn}) == 3

    def test_a_click_on_an_edge_shows_the_sentences_of_all_articles(self, opened: Opened) -> None:
        point = opened.page.evaluate("id => kgView.pointOnEdge(id, 0.4)", opened.edge("metWith", "stated")["id"])
        opened.page.mouse.click(point["x"], point["y"])
        opened.page.wait_for_selector("#panel blockquote")
        told = opened.panel()
        assert "Bennett sat down with Putin in Moscow." in told
        assert "The Example, 2022-03-07" in told
        assert "The Israeli premier never met the Russian leader" in told
        assert "Daily Sample, 2022-03-09" in told
        assert opened.page.locator("#panel mark.subject").first.inner_text() == "Bennett"
        assert opened.page.get_attribute("#panel a", "href") == "https://news.example/alpha"

    def test_a_node_shows_what_is_told_of_it_and_escape_closes(self, opened: Opened) -> None:
        opened.page.fill("#search", "the pm")
        opened.page.keyboard.press("Enter")
        told = opened.panel()
        assert "Naftali Bennett\n" in told
        assert "phoned" in told
        opened.page.keyboard.press("Escape")
        assert opened.page.is_hidden("#panel")

    def test_filters_take_away_and_give_back(self, opened: Opened) -> None:
        before = opened.labels()
        assert "Prime Minister of Israel" not in before
        opened.page.check("input[data-kind=type][data-name=Office]")
        assert opened.labels() == before | {"Prime Minister of Israel"}
        opened.page.uncheck("input[data-kind=type][data-name=Person]")
        assert opened.labels() & {"Naftali Bennett", "Vladimir Putin"} == set()
        opened.page.uncheck("input[data-kind=status][data-name=stated]")
        opened.page.uncheck("input[data-kind=status][data-name=background]")
        assert opened.labels() == set()
        opened.page.click("#reset")
        assert before <= opened.labels()

    def test_the_table_says_the_same_and_needs_no_mouse(self, opened: Opened) -> None:
        opened.page.focus("#graph-tab")
        opened.page.keyboard.press("ArrowRight")
        shown = opened.page.evaluate("kgView.edges().length")
        assert opened.page.locator("#table tbody tr").count() == shown
        row = opened.page.locator("#table tbody tr", has_text="coordinatesWith").locator("button")
        row.focus()
        opened.page.keyboard.press("Enter")
        assert "Israel works with Russia over Syria." in opened.panel()
        assert "since 2015" in opened.panel()

    def test_light_and_dark(self, opened: Opened) -> None:
        before = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        opened.page.click("#theme")
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") != before

    def test_small_screens_keep_everything_in_reach(self, browser: Browser, page_text: str, tmp_path: Path) -> None:
        path = tmp_path / "graph.html"
        path.write_text(page_text, encoding="utf-8")
        opened = Opened(browser, path, width=390)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
        opened.page.click("#filters-toggle")
        opened.page.uncheck("input[data-kind=type][data-name=Person]")
        assert "Vladimir Putin" not in opened.labels()

    def test_texts_of_articles_never_run(
        self, browser: Browser, hostile_news: News, small_ontology: Ontology, tmp_path: Path
    ) -> None:
        path = tmp_path / "hostile.html"
        with store_of(hostile_news, small_ontology) as store:
            path.write_text(render_html(store, small_ontology, title=HOSTILE), encoding="utf-8")
        opened = Opened(browser, path)
        opened.page.evaluate("kgView.select(kgView.edges().find((edge) => edge.label.startsWith('metWith')).id)")
        assert "<img src=x onerror='window.hacked=2'>" in opened.panel()
        assert opened.page.locator("#panel a, img").count() == 0
        opened.page.fill("#search", "<img")
        opened.page.keyboard.press("Enter")
        opened.page.click("#table-tab")
        assert opened.page.evaluate("window.hacked") is None
        assert opened.complaints == []
        assert opened.requests == [path.as_uri()]
