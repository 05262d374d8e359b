"""The page in a real browser, opened from a file without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.model import Article, Claim
from scripts.browser import Opened

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Render = Callable[[News, str], str]
Open = Callable[..., Opened]

pytestmark = pytest.mark.browser


def test_the_slider_leaves_out_what_is_less_sure(opened: Opened) -> None:
    page = opened.page
    page.evaluate(
        "for (const box of document.querySelectorAll('#filters input:not(:checked)[type=checkbox]')) box.click()"
    )
    everything = page.evaluate("kgView.edges()")
    assert opened.edge("phoned", "planned")
    slider = page.locator("#minimum")
    for value, phoned in (("50", True), ("55", False)):
        slider.fill(value)
        assert any(edge["status"] == "planned" for edge in page.evaluate("kgView.edges()")) == phoned
        assert page.inner_text("#filters output") == f"{value} % and more"
    assert "7 claims" in page.inner_text("#summary")
    slider.fill("0")
    assert page.evaluate("kgView.edges()") == everything


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

    def test_small_screens_keep_everything_in_reach(self, open_page: Open, page_text: str) -> None:
        opened = open_page(page_text, width=390)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
        opened.page.click("#filters-toggle")
        opened.page.uncheck("input[data-kind=type][data-name=Person]")
        assert "Vladimir Putin" not in opened.labels()

    def test_who_has_the_very_name_is_found_before_the_busier_whose_name_begins_so(
        self, open_page: Open, news: News, render: Render
    ) -> None:
        (article, (met, *others)), *rest = news
        met = replace(met, subject=replace(met.subject, aliases=("Syrian guest",)))
        opened = open_page(render(((article, (met, *others)), *rest), "Names"))
        for typed, found in (("Syria", "Syria"), ("Syrian", "Naftali Bennett")):
            opened.page.fill("#search", typed)
            opened.page.keyboard.press("Enter")
            assert f"\n{found}\n" in opened.panel()

    def test_texts_of_articles_never_run(self, open_page: Open, hostile_news: News, render: Render) -> None:
        opened = open_page(render(hostile_news, hostile_news[0][0].meta.title or ""))
        opened.page.evaluate("kgView.select(kgView.edges().find((edge) => edge.label.startsWith('metWith')).id)")
        assert "<img src=x onerror='window.hacked=2'>" in opened.panel()
        assert opened.page.locator("#panel a, img").count() == 0
        opened.page.fill("#search", "<img")
        opened.page.keyboard.press("Enter")
        opened.page.click("#table-tab")
        assert opened.page.evaluate("window.hacked") is None


def test_what_is_contradicted_is_marked_and_told_with_both_sides(opened: Opened) -> None:
    page = opened.page
    marked = {edge["status"] for edge in page.evaluate("kgView.edges()") if str(edge["label"]).endswith(" ≠")}
    assert marked == {"stated", "denied"}
    page.evaluate("id => kgView.select(id)", opened.edge("metWith", "denied")["id"])
    sides = page.locator(".conflict .sides > div")
    assert "Bennett sat down with Putin in Moscow." in sides.nth(0).inner_text()
    assert "never met the Russian leader" in sides.nth(1).inner_text()
    assert "Daily Sample" in sides.nth(1).inner_text()
    one, other = (sides.nth(at).bounding_box() for at in (0, 1))
    assert one
    assert other
    assert one["y"] == other["y"]
    assert one["x"] + one["width"] <= other["x"]


@pytest.mark.parametrize("width", [360, 1400])
def test_a_long_topic_can_be_read_whole_beside_its_contradiction(
    open_page: Open, news: News, render: Render, width: int
) -> None:
    topic = "the fate of the prisoners whom both sides had promised to let go before the truce that the two agreed on"
    said = tuple((article, tuple(replace(claim, topic=topic) for claim in claims)) for article, claims in news)
    opened = open_page(render(said, "Topics"), width=width)
    opened.page.evaluate("id => kgView.select(id)", opened.edge("metWith", "denied")["id"])
    chips = opened.page.locator(".conflict .chips li", has_text=topic)
    assert chips.count() == 2
    for chip in chips.all():
        cut = chip.evaluate("e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]")
        assert cut == [0, 0]


def test_a_side_that_is_not_sure_enough_contradicts_nothing(opened: Opened) -> None:
    opened.page.locator("#filters input[type=range]").fill("95")
    assert not [edge for edge in opened.page.evaluate("kgView.edges()") if "≠" in str(edge["label"])]


def test_undo_and_redo_bring_choices_back(opened: Opened) -> None:
    page = opened.page
    first = page.evaluate("kgView.edges()")
    page.uncheck("input[data-kind=type][data-name=Person]")
    second = page.evaluate("kgView.edges()")
    page.locator("#minimum").fill("95")
    third = page.evaluate("kgView.edges()")
    for keys, expected in (("z", second), ("z", first), ("z", first), ("Shift+z", second), ("Shift+z", third)):
        page.keyboard.press(f"Control+{keys}")
        assert page.evaluate("kgView.edges()") == expected
    assert not page.is_checked("input[data-kind=type][data-name=Person]")
