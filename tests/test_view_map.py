"""The page of events in a real browser: timeline, map, lists, and what they do to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.view import render_html
from kg.view.graph import ViewGraph
from kg.view.page import render_page
from scripts.browser import Opened

pytestmark = pytest.mark.browser

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Open = Callable[..., Opened]
Draw = Callable[[News], str]

MET = "Naftali Bennett metWith Vladimir Putin"


@pytest.fixture(scope="module")
def draw(shipped: Ontology) -> Draw:
    """Articles -> the page of their graph, with the places of the shipped gazetteer."""

    def draw_it(news: News) -> str:
        with open_store() as store:
            update(store, news, shipped, "m")
            return render_html(store, shipped, title="Events")

    return draw_it


def at_events(open_page: Open, page: str, **how: Any) -> Opened:
    opened = open_page(page, **how)
    opened.page.click("#events-tab")
    settle(opened)
    return opened


def settle(opened: Opened) -> None:
    """Wait until what moves has come to rest."""
    opened.page.wait_for_timeout(180)


@pytest.fixture
def shown(open_page: Open, happenings_page: str) -> Opened:
    return at_events(open_page, happenings_page)


def events(opened: Opened) -> dict[str, dict[str, Any]]:
    """The events in the window, by what happened."""
    return {each["label"]: each for each in opened.page.evaluate("kgView.events()")}


def find(opened: Opened, *words: str) -> dict[str, Any]:
    (found,) = (each for label, each in events(opened).items() if all(word in label for word in words))
    return found


def circles(opened: Opened) -> dict[str, dict[str, Any]]:
    """The circles of the map by their first place."""
    return {each["places"][0]: each for each in opened.page.evaluate("kgView.circles()")}


def click(opened: Opened, point: dict[str, Any]) -> None:
    opened.page.mouse.click(point["x"], point["y"])
    settle(opened)


class TestTimeline:
    def test_events_stand_at_their_time_and_as_they_are_told(self, shown: Opened) -> None:
        told = {each["when"]: each["how"] for each in events(shown).values()}
        assert told == {
            "1973-10-06": "stated",
            "2022-02-24 to 2022-03-20": "stated",
            "2022-03": "reported",
            "2022-03-05": "disputed",
            "~ 2022-03-07": "planned",
            "2022-03-08": "stated",
            "no date": "stated",
        }
        siege, phoned = find(shown, "Ukraine"), find(shown, "Zelensky", "phoned")
        assert find(shown, "Egypt")["point"] is None
        shown.page.click("#lanes-all")
        settle(shown)
        assert find(shown, "Egypt")["point"]
        assert siege["point"]["bar"]
        assert phoned["point"]["bar"] is False

    def test_what_is_of_long_ago_does_not_squeeze_the_rest(self, shown: Opened) -> None:
        points = [each["point"]["x"] for each in events(shown).values() if each["point"]]
        assert max(points) - min(points) > 200
        assert "‹ 1 earlier" in shown.page.inner_text("#lanes-count")

    def test_a_click_tells_who_reports_and_who_denies(self, shown: Opened) -> None:
        click(shown, find(shown, "Bennett", "Putin")["point"])
        told = shown.panel()
        assert "Denied by some" in told
        assert "told by 2 articles" in told
        reported, denied = told.split("WHO DENIES IT")
        assert "The one" in reported
        assert "The two" in reported
        assert "The three" in denied
        shown.page.keyboard.press("Escape")
        assert shown.page.is_hidden("#panel")

    def test_what_has_no_date_is_a_list_of_its_own(self, shown: Opened) -> None:
        shown.page.click("text=1 undated")
        assert "Volodymyr Zelensky" in shown.panel()
        assert "the articles bear no date" in shown.panel()

    def test_keys_go_from_event_to_event(self, shown: Opened) -> None:
        page = shown.page
        page.focus("#lanes")
        said = []
        for _ in range(3):
            page.keyboard.press("ArrowRight")
            said.append(page.inner_text("#lanes-said"))
        assert len(set(said)) == 3
        page.keyboard.press("Enter")
        assert said[-1].split(",")[0].split()[0] in shown.panel()

    def test_closer_and_back(self, shown: Opened) -> None:
        before = events(shown).keys()
        for _ in range(6):
            shown.page.click("#lanes-in")
        settle(shown)
        assert len(events(shown)) < len(before)
        assert not find_all(shown, "no date")  # which is nowhere, once one looks at some days
        shown.page.click("#lanes-all")
        settle(shown)
        assert events(shown).keys() == before

    def test_dragging_and_the_wheel_move_it(self, shown: Opened) -> None:
        page = shown.page
        point = find(shown, "Winter Residence")["point"]
        page.mouse.move(700, 700)
        page.mouse.down()
        page.mouse.move(640, 700, steps=4)
        page.mouse.up()
        settle(shown)
        moved = find(shown, "Winter Residence")["point"]
        assert moved["x"] == pytest.approx(point["x"] - 60, abs=14)
        page.mouse.move(moved["x"], moved["y"])
        page.mouse.wheel(0, -200)
        settle(shown)
        assert find(shown, "Winter Residence")["point"]["x"] == pytest.approx(moved["x"], abs=30)

    def test_lanes_by_who_took_part_come_back_with_undo(self, shown: Opened) -> None:
        lanes = (
            "() => [...document.querySelectorAll('[data-lanes][aria-pressed=true]')].map((each) => each.dataset.lanes)"
        )
        shown.page.click("[data-lanes=who]")
        assert shown.page.evaluate(lanes) == ["who"]
        assert all(each["point"] for each in events(shown).values() if each["when"].startswith("2022"))
        shown.page.keyboard.press("Control+z")
        assert shown.page.evaluate(lanes) == ["what"]


def find_all(opened: Opened, when: str) -> list[dict[str, Any]]:
    return [each for each in events(opened).values() if each["when"] == when]


class TestMap:
    def test_events_lie_where_they_took_place(self, shown: Opened) -> None:
        found = circles(shown)
        assert {place for circle in found.values() for place in circle["places"]} == {
            "Moscow", "Kharkiv", "Winter Residence", "Munich",
        }  # fmt: skip
        while len(found) < 4:
            shown.page.click("#map-in")
            found = circles(shown)
        moscow, kharkiv, cairo, munich = (found[name] for name in ("Moscow", "Kharkiv", "Winter Residence", "Munich"))
        assert moscow["y"] < kharkiv["y"] < munich["y"] < cairo["y"] or moscow["y"] < munich["y"] < cairo["y"]
        assert munich["x"] < cairo["x"] < moscow["x"]
        listed = shown.page.inner_text("#places")
        assert "Winter Residence (in Cairo)" in listed
        assert "NOT ON THE MAP\nZubrowka" in listed
        assert "2 events without a place" in listed

    def test_near_places_are_one_from_afar(self, shown: Opened) -> None:
        for _ in range(8):
            shown.page.click("#map-out")
        far = circles(shown)
        for _ in range(8):
            shown.page.click("#map-in")
        near = circles(shown)
        assert any(len(circle["places"]) > 1 for circle in far.values())
        assert all(len(circle["places"]) == 1 for circle in near.values())
        assert sum(circle["events"] for circle in far.values()) == 4
        shown.page.click("#map-fit")
        assert sum(circle["events"] for circle in circles(shown).values()) == 4

    def test_a_click_shows_only_what_happened_there_and_undo_takes_it_back(self, shown: Opened) -> None:
        while len(circles(shown)) < 4:
            shown.page.click("#map-in")
        before = events(shown).keys()
        click(shown, circles(shown)["Moscow"])
        assert len(events(shown)) == 1
        assert "Vladimir Putin" in shown.panel()
        assert "The timeline shows only Moscow" in shown.page.inner_text(".picked-note")
        shown.page.keyboard.press("Control+z")
        assert events(shown).keys() == before
        assert shown.page.is_hidden(".picked-note")

    def test_a_place_of_the_list_does_the_same_and_all_places_takes_it_back(self, shown: Opened) -> None:
        before = events(shown).keys()
        shown.page.click("#places button:has-text('Zubrowka')")
        assert [each["where"] for each in events(shown).values()] == ["Zubrowka"]
        shown.page.click(".picked-note button")
        assert events(shown).keys() == before

    def test_keys_go_from_place_to_place(self, shown: Opened) -> None:
        shown.page.focus("#map")
        shown.page.keyboard.press("ArrowRight")
        said = shown.page.inner_text(".world + .beside [role=status], .where [role=status]")
        assert "1 event" in said or "events" in said
        shown.page.keyboard.press("Enter")
        settle(shown)
        assert len(events(shown)) < 7

    def test_hovering_names_the_place(self, shown: Opened) -> None:
        while len(circles(shown)) < 4:
            shown.page.click("#map-in")
        circle = circles(shown)["Kharkiv"]
        shown.page.mouse.move(circle["x"], circle["y"])
        assert "Kharkiv" in shown.page.inner_text(".world .tip")
        assert "1 coerce, attack" in shown.page.inner_text(".world .tip")

    def test_it_shows_what_the_timeline_does(self, shown: Opened) -> None:
        point = find(shown, "Winter Residence")["point"]
        for _ in range(12):
            shown.page.mouse.move(point["x"], point["y"])
            shown.page.mouse.wheel(0, -200)
            shown.page.wait_for_timeout(30)
            point = find(shown, "Winter Residence")["point"] or point
        settle(shown)
        places = {place for circle in circles(shown).values() for place in circle["places"]}
        assert "Winter Residence" in places
        assert "Munich" not in places  # whose visit has no date


class TestFilters:
    def test_events_pass_the_filters_of_the_page(self, shown: Opened) -> None:
        shown.page.fill("#minimum", "50")
        told = find(shown, "Bennett", "Putin")
        click(shown, told["point"])
        assert "The filters hide 1 claim more" in shown.panel()
        shown.page.uncheck("input[data-kind=type][data-name=Person]")
        assert all("Bennett" not in label for label in events(shown))
        assert find(shown, "Ukraine")
        assert [place for circle in circles(shown).values() for place in circle["places"]] == ["Kharkiv"]

    def test_no_event_is_left_and_all_come_back(self, shown: Opened) -> None:
        before = events(shown).keys()
        for kind in ("Person", "Country"):
            shown.page.uncheck(f"input[data-kind=type][data-name={kind}]")
        assert "No event passes these filters." in shown.page.inner_text("#events")
        shown.page.click("#events >> text=Show everything again")
        settle(shown)
        assert events(shown).keys() == before


class TestAddress:
    def test_a_link_opens_the_same_picture(self, open_page: Open, shown: Opened) -> None:
        page = shown.page
        page.click("[data-lanes=who]")
        page.click("#places button:has-text('Moscow')")
        page.click("#map-in")
        page.click("#lanes-in")
        settle(shown)
        link = page.evaluate("kgView.link()")
        again = open_page(shown.path, address=link.removeprefix(shown.path.as_uri()))
        settle(again)
        assert events(again).keys() == events(shown).keys()
        for name, circle in circles(shown).items():
            same = circles(again)[name]
            assert (same["x"], same["y"]) == pytest.approx((circle["x"], circle["y"]), abs=0.5)
        assert again.panel() == shown.panel()
        assert "Bennett" in again.panel()
        for selector in (".bar-of-time", "#places", "#told"):
            assert again.page.inner_text(selector) == page.inner_text(selector)

    def test_a_link_with_what_the_page_does_not_have_says_so(self, open_page: Open, happenings_page: str) -> None:
        address = "#tab=events&places=atlantis&days=x~y&map=1&chosen=event:nothing&lanes=zigzag"
        opened = open_page(happenings_page, address=address)
        settle(opened)
        told = opened.page.inner_text("#link-status")
        assert "atlantis" in told
        assert "Kharkiv" in opened.page.inner_text("#places")


class TestLists:
    def test_a_list_mirrors_the_timeline_in_its_order(self, shown: Opened) -> None:
        shown.page.click(".mirror summary")
        shown.page.wait_for_selector("#event-list li:nth-child(7)")
        lines = shown.page.locator("#event-list li").all_inner_texts()
        assert len(lines) == 7
        assert [line.split()[0] for line in lines][:2] == ["1973-10-06", "2022-02-24"]
        assert lines[-1].startswith("no date")
        assert any(line.endswith("denied by some in Moscow") for line in lines)
        shown.page.click("#event-list li:nth-child(2) button")
        assert "Ukraine" in shown.panel()


class TestPages:
    def test_colours_follow_the_theme(self, shown: Opened) -> None:
        pixels = "() => document.querySelector('#lanes').toDataURL()"
        before = shown.page.evaluate(pixels)
        shown.page.click("#theme")
        settle(shown)
        assert shown.page.evaluate(pixels) != before

    def test_it_fits_a_phone(self, open_page: Open, happenings_page: str) -> None:
        opened = at_events(open_page, happenings_page, width=390, height=844, has_touch=True)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert opened.page.evaluate("document.querySelector('#events').scrollWidth") <= 390
        opened.page.locator("#lanes").scroll_into_view_if_needed()
        settle(opened)
        point = find(opened, "Winter Residence")["point"]
        opened.page.touchscreen.tap(point["x"], point["y"])
        settle(opened)
        assert "Winter Residence" in opened.panel()

    @pytest.mark.parametrize("graph", [ViewGraph()])
    def test_no_event(self, open_page: Open, graph: ViewGraph) -> None:
        opened = at_events(open_page, render_page(graph, title="Nothing"))
        assert "The articles tell of no event" in opened.page.inner_text("#events")
        assert opened.page.is_hidden("#map")

    def test_one_event(self, open_page: Open, happenings: News, draw: Draw) -> None:
        article, (met, *_) = happenings[0]
        opened = at_events(open_page, draw(((article, (met,)),)))
        (only,) = events(opened).values()
        click(opened, only["point"])
        assert "Naftali Bennett" in opened.panel()
        assert circles(opened).keys() == {"Moscow"}

    def test_no_event_with_a_place(self, open_page: Open, happenings: News, draw: Draw) -> None:
        news = tuple(
            (article, tuple(replace(claim, place=None) for claim in claims if claim.relation == "metWith"))
            for article, claims in happenings
        )
        opened = at_events(open_page, draw(news))
        assert len(events(opened)) == 1
        assert circles(opened) == {}
        assert "No place of these events is known." in opened.page.inner_text("#places")

    def test_texts_of_articles_never_run(self, open_page: Open, hostile_news: News, draw: Draw) -> None:
        opened = at_events(open_page, draw(hostile_news))
        ((_, only),) = events(opened).items()
        opened.page.mouse.move(only["point"]["x"], only["point"]["y"])
        assert "<img src=x" in opened.page.inner_text(".course .tip")
        click(opened, only["point"])
        assert "<img src=x onerror='window.hacked=2'>" in opened.panel()
        opened.page.click("#places button")
        opened.page.click(".mirror summary")
        opened.page.click("[data-lanes=who]")
        settle(opened)
        assert "<img src=x" in opened.page.inner_text("#event-list")
        assert opened.page.locator("#events img, #panel a").count() == 0
        assert opened.page.evaluate("window.hacked") is None
