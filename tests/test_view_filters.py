"""The filters of the page: what they leave, how much each line promises, and what they say where nothing is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.view.graph import Status, Tone, ViewGraph, tone_of
from kg.view.read import read_view
from scripts.browser import Opened

pytestmark = pytest.mark.browser

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
OpenPage = Callable[..., Opened]
OPEN_ALL = "for (const list of document.querySelectorAll('#filters details')) list.open = true"


@pytest.fixture(scope="module")
def month_opened(browser: Browser, month_page: Path) -> Iterator[Opened]:
    """The page of a month with all lists unfolded, opened once."""
    opened = Opened(browser, month_page, address="#type=*&event=*")
    opened.page.set_default_timeout(8_000)
    opened.page.evaluate(OPEN_ALL)
    opened.page.wait_for_selector("[data-list=article] .line")
    yield opened
    opened.close()


@pytest.fixture
def month(month_opened: Opened) -> Page:
    """The page of a month with all filters off."""
    month_opened.page.evaluate("location.hash = 'type=*&event=*'")
    month_opened.page.wait_for_function("() => !document.querySelector('#told .chip')")
    return month_opened.page


@pytest.fixture(scope="module")
def graph(a_month: News, shipped: Ontology) -> ViewGraph:
    with open_store() as store:
        update(store, a_month, shipped, "m")
        return read_view(store, shipped)


def shown_claims(page: Page) -> int:
    """How many claims the page says it shows."""
    found = re.search(r"([\d,]+) claims?", page.inner_text("#summary"))
    assert found
    return int(found[1].replace(",", ""))


def promised(page: Page) -> dict[tuple[str, str], int]:
    """The numbers beside all lines of the filters, by kind and name."""
    rows: list[list[Any]] = page.evaluate(
        """() => [...document.querySelectorAll('#filters .line')].map((line) => {
          const { kind, name } = line.querySelector('input').dataset;
          return [kind, name, Number(line.querySelector('.count').textContent.replaceAll(',', ''))];
        })"""
    )
    return {(kind, name): number for kind, name, number in rows}


def line(page: Page, kind: str, name: str) -> Any:
    return page.locator("#filters .line", has=page.locator(f'input[data-kind={kind}][data-name="{name}"]'))


def only(page: Page, kind: str, name: str) -> None:
    """Press the button that leaves this one alone."""
    line(page, kind, name).locator(".only").click(force=True)


def chips(page: Page) -> list[str]:
    return page.locator("#told .chip > span").all_inner_texts()


@pytest.mark.parametrize("kind", ["event", "status", "relation", "outlet", "article", "tone"])
def test_a_line_shows_as_much_as_it_says(month: Page, kind: str) -> None:
    numbers = {name: number for (of, name), number in promised(month).items() if of == kind and number}
    assert len(numbers) > 2
    facts = {"STRUCTURE", "structure", "background"}
    for name in sorted(numbers.keys() - facts)[:6]:
        only(month, kind, name)
        known = [edge for edge in month.evaluate("kgView.edges()") if edge["status"] == "background"]
        if kind != "relation" or not known:  # the numbers of relations count known facts, too
            assert shown_claims(month) == numbers[name], name
        month.click("#undo")
    assert shown_claims(month) == sum(len(claims) for claims in month.evaluate("kgView.claims()"))


def test_types_count_the_entities_that_they_show(month: Page) -> None:
    numbers = {name: number for (kind, name), number in promised(month).items() if kind == "type"}
    assert numbers == Counter(node["type"] for node in month.evaluate("kgView.nodes()"))
    line(month, "type", "Person").locator("input").uncheck()
    seen = Counter(node["type"] for node in month.evaluate("kgView.nodes()"))
    after = {name: number for (kind, name), number in promised(month).items() if kind == "type"}
    assert {name: number for name, number in after.items() if name != "Person" and number} == seen
    assert after["Person"] == numbers["Person"]


def test_numbers_follow_the_other_filters(month: Page, graph: ViewGraph) -> None:
    outlets = {article.iri: article.outlet for article in graph.articles}
    everywhere = Counter(outlets[claim.article] for claim in graph.claims)
    before = promised(month)
    assert {name: before["outlet", name] for name in everywhere if name} == everywhere
    outlet = min(filter(None, everywhere), key=lambda name: everywhere[name])
    only(month, "outlet", outlet)
    month.click("h1")  # nobody is at the lists any more
    after = promised(month)
    said = Counter(claim.event_type for claim in graph.claims if outlets[claim.article] == outlet)
    told = {name: after["event", name] for name in ("CONSULT", "SUPPORT", "ASSAULT", "SANCTION") if said[name]}
    assert told == {name: said[name] for name in told}
    # The outlets' own numbers stay: they say what each would show instead.
    assert {name: after["outlet", name] for name in everywhere if name} == everywhere
    empty = [name for (kind, name), number in after.items() if kind == "event" and not number]
    for name in empty:
        assert "without" in line(month, "event", name).get_attribute("class").split()
    articles = [name for kind, name in after if kind == "article"]
    shows = [after["article", name] > 0 for name in articles]
    assert shows == sorted(shows, reverse=True)  # what shows something comes first
    assert True in shows
    assert False in shows


def test_the_line_of_words_says_what_is_filtered_and_takes_it_back(month: Page) -> None:
    assert month.inner_text("#told") == "Everything is shown"
    everything = month.evaluate("kgView.edges()")
    line(month, "type", "Person").locator("input").uncheck()
    only(month, "status", "denied")
    month.locator("#minimum").fill("60")
    assert chips(month) == ["without people", "only “Denied”", "at least 60 % sure"]
    month.get_by_role("button", name="Take away: only “Denied”").click()
    assert chips(month) == ["without people", "at least 60 % sure"]
    assert month.evaluate("document.activeElement.getAttribute('aria-label')") == "Take away: without people"
    month.click("#told .everything")
    assert month.evaluate("kgView.edges()") == everything
    assert month.inner_text("#told") == "Everything is shown"


def test_all_events_of_a_tone_are_called_by_it(month: Page) -> None:
    month.uncheck("input[data-kind=tone][data-name=verbal-cooperation]")
    assert chips(month) == ["without “Talk, agree”"]
    assert not month.is_checked("input[data-kind=event][data-name=SUPPORT]")
    month.check("input[data-kind=event][data-name=SUPPORT]")
    assert month.evaluate("document.querySelector('input[data-name=verbal-cooperation]').indeterminate")


def test_only_these_grows_by_what_is_switched_on(month: Page) -> None:
    only(month, "type", "Person")
    people = month.evaluate("kgView.nodes()")
    assert {node["type"] for node in people} == {"Person"}
    line(month, "type", "Country").locator("input").check()
    assert chips(month) == ["only countries and people"]
    line(month, "type", "Person").locator("input").uncheck()
    line(month, "type", "Country").locator("input").uncheck()
    assert chips(month) == ["only nothing"]
    assert month.evaluate("kgView.nodes()") == []


def test_long_lists_are_searched(month: Page) -> None:
    articles = month.locator("[data-list=article]")
    assert articles.locator(".line").count() == 24
    articles.locator("input[type=search]").fill("harbour POST")
    found = articles.locator(".line .text").all_inner_texts()
    assert 0 < len(found) < 24
    assert all("Harbour Post" in text for text in found)
    articles.locator("input[type=search]").fill("no such thing")
    assert articles.locator(".line").count() == 0
    assert "None of that name" in articles.inner_text()
    articles.locator("input[type=search]").fill("")
    assert articles.locator(".line").count() == 24


def test_copies_of_one_report_count_once(month: Page, graph: ViewGraph) -> None:
    told = Counter(claim.independent for claim in graph.claims)
    most = max(told)
    assert most > 1
    for least in range(2, most + 1):
        month.locator("#independent").fill(str(least))
        assert shown_claims(month) == sum(number for independent, number in told.items() if independent >= least)
    assert chips(month) == [f"told by at least {most} independent articles"]


def test_nothing_left_says_what_to_loosen(month: Page) -> None:
    only(month, "status", "denied")
    denied = shown_claims(month)
    only(month, "event", "AID")
    assert month.is_visible("#nothing")
    told = month.locator("#nothing button").all_inner_texts()
    assert told[-1] == "Show everything again"
    best = re.fullmatch(r"Take away “(.*)”: shows ([\d,]+) claims?", told[0])
    assert best
    gains = [int(number) for number in re.findall(r"shows (\d+)", " ".join(told))]
    assert gains == sorted(gains, reverse=True)
    month.locator("#nothing button").first.click()
    assert month.is_hidden("#nothing")
    assert shown_claims(month) == int(best[2])
    month.click("#undo")
    month.get_by_role("button", name=re.compile("Take away “only “Aid””")).click()
    assert shown_claims(month) == denied


def test_the_keyboard_reaches_the_filters(month: Page) -> None:
    month.focus("input[data-kind=status][data-name=stated]")
    month.keyboard.press("Space")
    assert chips(month) == ["without “Stated as fact”"]
    month.keyboard.press("Tab")
    assert month.evaluate("document.activeElement.textContent") == "only"
    month.keyboard.press("Enter")
    assert chips(month) == ["only “Stated as fact”"]


def test_the_table_and_the_drawing_show_the_same(month: Page) -> None:
    only(month, "tone", "verbal-conflict")
    month.click("#table-tab")
    assert month.locator("#table tbody tr").count() == min(200, len(month.evaluate("kgView.edges()")))


def test_the_panel_tells_what_the_filters_leave(month: Page) -> None:
    node = month.evaluate("kgView.nodes().find((node) => node.type === 'Country').id")
    month.evaluate("id => kgView.selectNode(id)", node)
    whole = month.inner_text("#panel .kind")
    month.locator("#minimum").fill("90")
    assert month.inner_text("#panel .kind") != whole
    month.click("#undo")
    assert month.inner_text("#panel .kind") == whole
    month.keyboard.press("Escape")


def test_a_first_look_leaves_lasting_facts_out(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    assert chips(page) == ["without offices", "without “Lasting facts”"]
    assert not any(edge["label"].startswith("leads") for edge in page.evaluate("kgView.edges()"))


def test_hostile_names_are_filtered_like_others(
    open_page: OpenPage, hostile_news: News, render: Callable[[News, str], str]
) -> None:
    page = open_page(render(hostile_news, "Hostile")).page
    page.evaluate(OPEN_ALL)
    assert page.evaluate("window.hacked") is None
    page.uncheck("input[data-kind=type][data-name=Person]")
    assert page.is_visible("#nothing")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400


def test_every_event_type_has_words_and_the_tone_that_python_gives_it() -> None:
    script = files("kg.view").joinpath("assets", "js", "kinds.js").read_text(encoding="utf-8")
    table = script[script.index("const EVENTS") : script.index("const TONE_OF_EVENT")]
    told = {
        event: tone.strip("'")
        for tone, labels in re.findall(r"^  ([\w'-]+): \{(.*)\},$", table, re.MULTILINE)
        for event in re.findall(r"([A-Z]+):", labels)
    }
    assert told == {event: tone_of(event).value for event in told}
    assert {tone_of(event) for event in told} == set(Tone) - {Tone.OPEN, Tone.OTHER}
    assert len(told) == 17
    labels = files("kg.view").joinpath("assets", "js", "data.js").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{status.value}:", labels) for status in Status)
