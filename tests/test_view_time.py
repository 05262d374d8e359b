"""The time slider: what a window leaves, by mouse, touch and keyboard, and how it plays."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.view.graph import ViewGraph
from kg.view.read import read_view
from scripts.browser import Opened

pytestmark = pytest.mark.browser

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
OpenPage = Callable[..., Opened]
ALL = "#type=*&event=*"


@pytest.fixture(scope="module")
def days(a_month: News, shipped: Ontology) -> list[str]:
    """The day of each claim, its own or its article's, in order."""
    with open_store() as store:
        update(store, a_month, shipped, "m")
        graph: ViewGraph = read_view(store, shipped)
    published = {article.iri: article.date or "" for article in graph.articles}
    return sorted(claim.time or published[claim.article] for claim in graph.claims)


@pytest.fixture
def month(open_page: OpenPage, month_page: Path) -> Page:
    return open_page(month_page, address=ALL).page


def says(page: Page) -> str:
    return page.inner_text("#time-says")


def ends(page: Page) -> list[str | None]:
    return [page.get_attribute(f"#time-{end}", "aria-valuetext") for end in ("from", "to")]


def bar_of(page: Page, bar: float) -> tuple[float, float]:
    """Where a bar stands on the screen."""
    frame = page.locator("#strip").bounding_box()
    last = int(page.get_attribute("#time-to", "aria-valuemax") or 0)
    assert frame
    return frame["x"] + frame["width"] * (bar + 0.5) / (last + 1), frame["y"] + 20


def edge_of(page: Page, end: str) -> tuple[float, float]:
    """Where a handle stands on the screen."""
    frame = page.locator(f"#time-{end}").bounding_box()
    assert frame
    return frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2


def stop_clock(page: Page) -> None:
    """Let time pass in the page only where a test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000)


def test_keys_move_the_ends(month: Page, days: list[str]) -> None:
    assert says(month) == f"All the time · {len(days)} claims"
    assert ends(month) == ["from the beginning", "to the end"]
    first = sorted(set(days))
    month.focus("#time-from")
    month.keyboard.press("ArrowRight")
    month.keyboard.press("ArrowRight")
    left = [day for day in days if day >= first[2]]
    assert says(month).endswith(f" on · {len(left)} claims")
    month.focus("#time-to")
    month.keyboard.press("ArrowLeft")
    left = [day for day in left if day < first[-1]]
    assert says(month).endswith(f"· {len(left)} claims")
    assert ends(month)[0] == month.inner_text("#told .chip > span").split(" to ")[0].join(["from ", " on"])
    month.keyboard.press("Home")
    assert month.get_attribute("#time-to", "aria-valuenow") == "2"  # never before the other end
    assert says(month).endswith(f" · {days.count(first[2])} claims")
    month.keyboard.press("End")
    month.focus("#time-from")
    month.keyboard.press("Home")
    assert says(month) == f"All the time · {len(days)} claims"


def test_the_mouse_drags_brushes_and_moves(month: Page, days: list[str]) -> None:
    first = sorted(set(days))

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        month.mouse.move(*start)
        month.mouse.down()
        month.mouse.move(*end, steps=4)
        month.mouse.up()

    def claims_of(low: int, high: int) -> str:
        return f" · {sum(first[low] <= day <= first[high] for day in days)} claims"

    drag(bar_of(month, 4), bar_of(month, 9))
    assert says(month).endswith(claims_of(4, 9))
    drag(bar_of(month, 6), bar_of(month, 8))
    assert says(month).endswith(claims_of(6, 11))
    drag(edge_of(month, "to"), bar_of(month, 8))
    assert says(month).endswith(claims_of(6, 8))
    month.mouse.click(*bar_of(month, 15))
    assert says(month).endswith(claims_of(15, 15))
    for undone in ((6, 8), (6, 11), (4, 9)):  # each a step of its own
        month.keyboard.press("Control+z")
        assert says(month).endswith(claims_of(*undone))
    month.click("#all-time")
    assert says(month).startswith("All the time")


def test_a_finger_drags_a_handle(open_page: OpenPage, month_page: Path, days: list[str]) -> None:
    page = open_page(month_page, address=ALL, width=390, height=844, has_touch=True, is_mobile=True).page
    assert page.is_hidden("#strip")
    page.tap("#time-toggle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    start, end = edge_of(page, "from"), bar_of(page, 10)
    session = page.context.new_cdp_session(page)
    points = [start, ((start[0] + end[0]) / 2, end[1]), end]
    for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tenth = sorted(set(days))[10]
    page.wait_for_function("() => document.getElementById('time-from').getAttribute('aria-valuenow') === '10'")
    assert says(page).endswith(f"· {sum(day >= tenth for day in days)} claims")


def test_it_plays_stops_at_the_end_and_is_one_step(open_page: OpenPage, month_page: Path, days: list[str]) -> None:
    page = open_page(month_page, address=ALL).page
    stop_clock(page)
    page.select_option("#play-pace", "fast")
    page.click("#play")
    assert page.inner_text("#play") == "Pause"
    seen = [ends(page)]
    for _ in range(3):
        page.clock.run_for(400)
        seen.append(ends(page))
    assert len({str(each) for each in seen}) > 2
    page.click("#play")
    assert page.inner_text("#play") == "Play"
    paused = ends(page)
    page.clock.run_for(3_000)
    assert ends(page) == paused
    page.click("#undo")
    assert says(page).startswith("All the time")
    page.select_option("#play-mode", "growing")
    page.click("#play")
    page.clock.run_for(700)
    assert ends(page)[0] == "from the beginning"
    page.clock.run_for(60_000)
    assert page.inner_text("#play") == "Play"
    assert says(page) == f"All the time · {len(days)} claims"
    page.click("#undo")
    assert says(page).startswith("All the time")
    assert page.is_disabled("#undo")


def test_who_wants_little_motion_gets_it_step_by_step(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page, address=ALL, reduced_motion="reduce").page
    stop_clock(page)
    page.select_option("#play-pace", "fast")
    page.click("#play")
    begun = ends(page)
    page.clock.run_for(1_400)
    assert ends(page) == begun
    page.clock.run_for(600)
    assert ends(page) != begun
    page.click("#time-step")
    assert page.inner_text("#play") == "Play"


def test_taking_the_time_in_hand_stops_it(month: Page) -> None:
    month.click("#play")
    month.mouse.click(*bar_of(month, 3))
    assert month.inner_text("#play") == "Play"
    month.click("#play")
    month.keyboard.press("Control+z")
    assert month.inner_text("#play") == "Play"


def test_what_has_no_date_is_kept_or_left_out(opened: Opened) -> None:
    page = opened.page
    page.check("input[data-kind=type][data-name=Office]")
    everything = page.evaluate("kgView.edges()")
    page.evaluate("location.hash = 'time=2022-03&type=*'")
    page.wait_for_function("() => document.querySelector('#told .chip')")
    assert "also 3 claims without a date" in page.inner_text("#time")
    assert "Damascus" not in opened.labels()
    page.check("#undated")
    assert "Damascus" in opened.labels()
    assert page.evaluate("kgView.edges()") == everything
    assert "undated=shown" in page.evaluate("location.hash")


def test_the_date_that_counts(opened: Opened) -> None:
    page = opened.page
    page.evaluate("location.hash = 'time=2022-03-05'")
    page.wait_for_function("() => document.querySelector('#told .chip')")
    # "since 2015" and "in March" hold on that day, too.
    assert {edge["label"].split()[0] for edge in page.evaluate("kgView.edges()") if edge["status"] == "stated"} == {
        "metWith", "phoned", "coordinatesWith",
    }  # fmt: skip
    page.select_option("#dates", "articles")
    assert page.evaluate("kgView.edges()") == []
    page.evaluate("location.hash = 'time=2022-03-07&dates=articles'")
    page.wait_for_function("() => kgView.edges().length > 0")
    assert opened.edge("metWith", "stated")
    assert not [edge for edge in page.evaluate("kgView.edges()") if edge["status"] == "denied"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022", "2022"),
        ("2022-03", "Mar 2022"),
        ("2022-03-05", "5 Mar 2022"),
        ("2022-02/2022-03", "Feb 2022 to Mar 2022"),
        ("2022-01/2022-12", "2022"),
        ("2022-02-01/2022-02-28", "Feb 2022"),
        ("2022-02/2022-03-05", "1 Feb 2022 to 5 Mar 2022"),
        ("../2022-03-05", "Until 5 Mar 2022"),
        ("2015/..", "From 2015 on"),
        ("../..", "All the time"),
    ],
)
def test_a_window_is_told_as_exactly_as_it_is(opened: Opened, text: str, words: str) -> None:
    opened.page.evaluate("text => { location.hash = `time=${text}&sure=5`; }", text)
    opened.page.wait_for_function("() => document.getElementById('told').textContent.includes('5 %')")
    assert says(opened.page).split(" · ")[0] == words
    assert opened.page.inner_text("#link-status") == ""


@pytest.mark.parametrize(
    "text", ["x", "2022-13", "2022-02-30", "2023/2022", "2022/2023/2024", "-1", "2022-3", "NaN", "1e9"]
)
def test_a_window_that_is_none_is_told_and_left_out(opened: Opened, text: str) -> None:
    opened.page.evaluate("text => { location.hash = `time=${text}&sure=5`; }", text)
    opened.page.wait_for_function("() => document.getElementById('told').textContent.includes('5 %')")
    assert says(opened.page).startswith("All the time")
    assert text in opened.page.inner_text("#link-status")


def test_a_closer_look_has_finer_bars(month: Page) -> None:
    whole = month.get_attribute("#time-to", "aria-valuemax")
    month.mouse.move(*bar_of(month, 4))
    month.mouse.down()
    month.mouse.move(*bar_of(month, 9), steps=3)
    month.mouse.up()
    before = says(month)
    month.click("#time-closer")
    assert month.get_attribute("#time-to", "aria-valuemax") == "7"  # six days, and what is before and after
    assert says(month) == before
    month.click("#time-closer")
    assert month.get_attribute("#time-to", "aria-valuemax") == whole


def test_an_old_date_does_not_squeeze_the_rest(
    open_page: OpenPage, report: Callable[..., tuple[Article, tuple[Claim, ...]]], page_of: Callable[[News], Path]
) -> None:
    news = tuple(report(f"n{day}", f"2022-03-{day:02}", "Israel|condemned|Russia") for day in range(1, 21))
    old = report("old", "2022-03-02", "Israel|aided|Ukraine", time="1948")
    page = open_page(page_of((*news, old)), address=ALL).page
    assert page.get_attribute("#time-to", "aria-valuemax") == "20"  # earlier, and twenty days
    page.focus("#time-to")
    page.keyboard.press("Home")
    assert re.fullmatch(r"Until Feb 2022 · 1 claim", says(page))


def test_without_dates_there_is_no_slider(
    open_page: OpenPage, report: Callable[..., tuple[Article, tuple[Claim, ...]]], page_of: Callable[[News], Path]
) -> None:
    page = open_page(page_of((report("n", None, "Israel|condemned|Russia"),)), address="#time=2022").page
    assert page.is_hidden("#time")
    assert page.is_visible("#nothing")
    page.click("#nothing button")
    assert page.evaluate("kgView.edges()")
