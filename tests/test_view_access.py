"""The page for those who see little, hear it read, or use keys or fingers: WCAG 2.2 AA as far as a test can tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kg.model import Article, Claim
from kg.view.graph import Tone
from scripts.browser import Opened

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Render = Callable[[News, str], str]
Open = Callable[..., Opened]

BASE = (Path(__file__).parent.parent / "kg" / "view" / "assets" / "css" / "base.css").read_text(encoding="utf-8")
THEMES = {
    "dark" if "dark" in head else "light": dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", body))
    for head, body in re.findall(r"(:root[^{]*)\{(.*?)\n\}", BASE, re.DOTALL)
}
GROUNDS = ("paper", "card", "canvas")
MARKS = ("subject-mark", "object-mark", "place-mark", "speaker-mark")
TYPES = "Person Country Organization Group City Region Facility Office Event Work".split()
LINES = [*map(str, Tone), "denied"]
DRAWN = 0.9  # share of an edge's colour on the canvas


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    parts = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in parts)


def test_contrast_is_as_the_standard_counts_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", sorted(THEMES))
class TestColours:
    def test_texts_stand_out_from_what_is_behind_them(self, theme: str) -> None:
        colours = THEMES[theme]
        pairs = [
            *product(("ink", "soft", "accent"), GROUNDS),
            *product(("right", "wrong"), GROUNDS),
            *product(("ink",), (*MARKS, "accent-soft")),
            *product(("soft",), ("accent-soft",)),
            ("card", "ink"), ("card", "accent"),
        ]  # fmt: skip
        weak = {(one, on): round(contrast(colours[one], colours[on]), 2) for one, on in pairs}
        assert {pair: found for pair, found in weak.items() if found < 4.5} == {}

    def test_names_of_relations_in_their_colours_can_be_read(self, theme: str) -> None:
        """`edgeTextColour` in theme.js mixes them with the ink; lasting facts are `soft`."""
        colours = THEMES[theme]
        texts = {line: mixed(colours[line], colours["ink"], 0.7) for line in LINES if line != "structure"}
        weak = {
            (line, on): round(contrast(text, colours[on]), 2)
            for (line, text), on in product(texts.items(), (*GROUNDS, "accent-soft"))
        }
        assert {pair: found for pair, found in weak.items() if found < 4.5} == {}

    def test_nodes_edges_and_controls_stand_out_from_the_ground(self, theme: str) -> None:
        colours = THEMES[theme]
        shown = {name: [colours[name]] * 3 for name in (*TYPES, "control", "accent", "disputed")}
        shown |= {line: [mixed(colours[line], colours[on], DRAWN) for on in GROUNDS] for line in LINES}
        weak = {
            (name, on): round(contrast(found[at], colours[on]), 2)
            for name, found in shown.items()
            for at, on in enumerate(GROUNDS)
        }
        assert {pair: found for pair, found in weak.items() if found < 3} == {}


def look_up(opened: Opened, name: str) -> None:
    opened.page.fill("#search", name)
    opened.page.keyboard.press("Enter")


def open_marks(opened: Opened) -> None:
    look_up(opened, "putin")
    opened.page.get_by_role("button", name="Right").first.click()
    opened.page.click("#marks-toggle")


def open_mending(opened: Opened) -> None:
    look_up(opened, "bennett")
    opened.page.evaluate("for (const part of document.querySelectorAll('#panel details')) part.open = true")
    opened.page.get_by_role("button", name="Rename").click()


def open_event(opened: Opened) -> None:
    opened.page.click("#events-tab")
    opened.page.click(".mirror summary")
    opened.page.focus("#lanes")
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")


def open_entities(opened: Opened) -> None:
    opened.page.click("#table-tab")
    opened.page.click("[data-table=node]")


STATES: dict[str, Callable[[Opened], object]] = {
    "event": open_event,
    "graph": lambda opened: opened.page.click("#graph-tab"),
    "edge": lambda opened: opened.page.evaluate("id => kgView.select(id)", opened.edge("metWith", "denied")["id"]),
    "node": open_mending,
    "table of edges": lambda opened: opened.page.click("#table-tab"),
    "table of entities": open_entities,
    "events": lambda opened: opened.page.click("#events-tab"),
    "marks": open_marks,
    "keys": lambda opened: opened.page.click("#help-open"),
}

# Text whose colour is too near to that behind it: `[text, contrast]`. What is switched off, by opacity, is no matter.
FAINT = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const level = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * level(red) + 0.7152 * level(green) + 0.0722 * level(blue);
  const behind = (part) => {
    for (let at = part; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = parse(getComputedStyle(at).backgroundColor);
      if (alpha === 1 && red !== undefined) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isFaded = (part) => part && (Number(getComputedStyle(part).opacity) < 1 || isFaded(part.parentElement));
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    const box = part.getBoundingClientRect();
    if (!text || box.width < 2 || !part.checkVisibility({ visibilityProperty: true }) || isFaded(part)) continue;
    if (/^(SCRIPT|STYLE|NOSCRIPT)$/.test(part.tagName)) continue;
    const [one, other] = [light(parse(getComputedStyle(part).color)), light(behind(part))].sort((a, b) => b - a);
    const found = (one + 0.05) / (other + 0.05);
    if (found < 4.5) faint.push([text.slice(0, 30), Math.round(found * 100) / 100]);
  }
  return faint;
}"""

# What a finger would miss: smaller than 24 by 24 pixels, and no link in a line of text.
SMALL = """() => [...document.querySelectorAll('button, a[href], summary, select, input, [role=tab], [role=option]')]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.classList.contains('skip'))
  .map((part) => {
    const hit = /^(checkbox|radio|range)$/.test(part.type) ? part.closest('label') || part : part;
    const { width, height } = hit.getBoundingClientRect();
    const name = (part.id || part.textContent || part.getAttribute('data-name')).trim().slice(0, 30);
    return [name, Math.round(width), Math.round(height), part.tagName];
  }).filter(([, width, height, tag]) => tag !== 'A' && (width < 24 || height < 24))"""

NAMELESS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((part) => part.id);
  const wrong = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`);
  for (const name of ['aria-controls', 'aria-labelledby', 'aria-activedescendant', 'for']) {
    for (const part of document.querySelectorAll(`[${name}]`)) {
      const wanted = part.getAttribute(name).split(' ');
      const isLost = wanted.some((id) => !document.getElementById(id));
      if (part.checkVisibility() && !part.matches('output') && isLost) wrong.push(`${name}: ${wanted}`);
    }
  }
  return wrong;
}"""


def nameless(page: Page) -> list[Any]:
    """Controls that a screen reader would have no name for, by Chromium's own tree."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = {
        "button",
        "link",
        "checkbox",
        "slider",
        "combobox",
        "textbox",
        "tab",
        "listbox",
        "dialog",
        "tabpanel",
        "table",
    }
    return [
        node["role"]["value"]
        for node in tree
        if not node["ignored"] and node["role"]["value"] in roles and not node.get("name", {}).get("value", "").strip()
    ]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_states_can_be_read_named_and_touched(page_text: str, open_page: Open, scheme: str) -> None:
    for width in (1400, 390):
        opened = open_page(page_text, width=width, height=844, color_scheme=scheme)
        for name, show in STATES.items():
            show(opened)
            assert opened.page.evaluate(FAINT) == [], (name, width)
            assert opened.page.evaluate(SMALL) == [], (name, width)
            assert opened.page.evaluate(NAMELESS) == [], (name, width)
            assert nameless(opened.page) == [], (name, width)
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            for _ in range(2):
                opened.page.keyboard.press("Escape")
            opened.page.click("#graph-tab")


RIGHT_OF = """([one, other]) => {
  const place = (name) => kgView.pointOfNode(kgView.nodes().find((node) => node.label === name).id);
  return place(other).x > place(one).x;
}"""


@pytest.mark.browser
class TestKeyboard:
    def test_the_arrows_walk_the_graph_and_enter_opens(self, opened: Opened) -> None:
        page = opened.page
        page.focus("#canvas")
        page.keyboard.press("Home")
        first = page.inner_text("#hover strong")
        turned = {"ArrowRight": "ArrowLeft", "ArrowLeft": "ArrowRight", "ArrowUp": "ArrowDown", "ArrowDown": "ArrowUp"}
        for key in turned:
            page.keyboard.press(key)
            if page.inner_text("#hover strong") != first:
                break
        second = page.inner_text("#hover strong")
        page.wait_for_function("(text) => document.getElementById('said').textContent.includes(text)", arg=second)
        assert "neighbour" in page.inner_text("#said")
        assert "Person" in page.inner_text("#said") or "Country" in page.inner_text("#said")
        page.keyboard.press("e")
        assert {first, second} <= set(page.locator("#panel h2 button").all_inner_texts())
        assert page.evaluate("document.activeElement.id") == "canvas"
        page.keyboard.press(turned[key])
        assert page.is_hidden("#panel")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") in (first, second)
        assert page.get_by_role("complementary", name=page.inner_text("#panel h2"), exact=True).count() == 1
        assert page.evaluate("document.activeElement.id") == "panel"
        page.keyboard.press("Escape")
        assert page.is_hidden("#panel")
        assert page.evaluate("document.activeElement.id") == "canvas"

    def test_an_arrow_goes_to_the_neighbour_on_that_side(self, opened: Opened) -> None:
        page = opened.page
        page.focus("#canvas")
        page.keyboard.press("Home")
        for _ in range(6):
            at = page.inner_text("#hover strong")
            page.keyboard.press("ArrowRight")
            now = page.inner_text("#hover strong")
            if now == at:
                break
            assert page.evaluate(RIGHT_OF, [at, now])
        page.wait_for_function("() => document.getElementById('said').textContent === 'Nothing on that side'")

    def test_every_node_can_be_come_to(self, opened: Opened) -> None:
        page = opened.page
        page.focus("#canvas")
        seen = set()
        for _ in range(len(opened.labels())):
            page.keyboard.press("PageDown")
            seen.add(page.inner_text("#hover strong"))
        assert seen == opened.labels()

    def test_help_opens_and_gives_the_focus_back(self, opened: Opened) -> None:
        page = opened.page
        look_up(opened, "putin")
        page.focus("#panel .close")
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        assert "Go to the neighbour on that side" in page.inner_text("#help")
        page.keyboard.press("Escape")
        assert page.locator("#help").is_hidden()
        # only the sheet is closed
        assert page.locator("#panel").is_visible()
        assert page.evaluate("document.activeElement.classList.contains('close')")
        page.fill("#search", "")
        page.focus("#search")
        page.keyboard.type("?")
        assert page.locator("#help").is_hidden()
        assert page.input_value("#search") == "?"

    def test_tab_comes_to_everything_and_never_gets_stuck(self, opened: Opened) -> None:
        page = opened.page
        look_up(opened, "bennett")
        wanted = page.evaluate(
            """() => [...document.querySelectorAll('button, input, summary, a[href], select, [tabindex="0"]')]
            .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.disabled)
            .filter((part) => part.tabIndex >= 0).length"""
        )
        page.evaluate("document.activeElement.blur(); window.seen = new Set()")
        for _ in range(wanted + 3):
            page.keyboard.press("Tab")
            page.evaluate("window.seen.add(document.activeElement)")
        assert page.evaluate("[...seen].filter((part) => part !== document.body).length") >= wanted
        assert page.evaluate("[...seen].includes(document.getElementById('canvas'))")

    def test_a_row_has_the_focus_back_when_its_panel_is_closed(self, opened: Opened) -> None:
        page = opened.page
        page.click("#table-tab")
        for table in ("edge", "node"):
            page.click(f"[data-table={table}]")
            row = page.locator("#table tbody tr").nth(1)
            row.locator("button").focus()
            page.keyboard.press("Enter")
            assert page.locator("#panel").is_visible()
            page.keyboard.press("Escape")
            assert row.locator("button").evaluate("(part) => part === document.activeElement")


@pytest.mark.browser
class TestTables:
    def test_the_tables_say_all_that_the_graph_shows(self, opened: Opened) -> None:
        page = opened.page
        page.click("#table-tab")
        for filtered in (False, True):
            if filtered:
                page.uncheck("input[data-kind=type][data-name=Person]")
            page.click("[data-table=edge]")
            rows = page.locator("#table tbody tr")
            assert rows.count() == page.evaluate("kgView.edges().length")
            page.click("[data-table=node]")
            assert set(page.locator("#table tbody th").all_inner_texts()) == opened.labels()
        page.get_by_role("button", name="Name", exact=True).click()
        names = page.locator("#table tbody th").all_inner_texts()
        assert names == sorted(names)
        assert page.locator("#table thead th").first.get_attribute("aria-sort") == "ascending"

    def test_no_column_lies_beneath_the_panel(self, opened: Opened) -> None:
        page = opened.page
        page.click("#table-tab")
        page.click("#table tbody tr >> nth=0")
        table, panel = (page.locator(part).bounding_box() for part in ("#table", "#panel"))
        assert table
        assert panel
        assert table["x"] + table["width"] <= panel["x"]

    def test_an_entity_has_its_kind_names_and_numbers(self, opened: Opened) -> None:
        opened.page.click("#table-tab")
        opened.page.click("[data-table=node]")
        row = opened.page.locator("#table tbody tr", has_text="Vladimir Putin").first
        cells = row.locator("td").all_inner_texts()
        assert cells[:2] == ["Person", "Putin"]
        ends = opened.page.evaluate("kgView.edges().flatMap((edge) => [edge.from, edge.to])")
        assert cells[3] == str(ends.count("Vladimir Putin"))
        assert row.locator("td.number").all_inner_texts()[1:] == ["2", "2"]

    def test_what_a_filter_leaves_is_told(self, opened: Opened) -> None:
        page = opened.page
        assert page.get_attribute("#said", "role") == "status"
        page.uncheck("input[data-kind=type][data-name=Person]")
        number = len(opened.labels())
        page.wait_for_function(
            "(text) => document.getElementById('said').textContent.startsWith(text)", arg=f"{number} entities and"
        )


@pytest.mark.browser
class TestPhone:
    @pytest.fixture
    def phone(self, page_text: str, open_page: Open) -> Opened:
        return open_page(page_text, width=390, height=844, has_touch=True, is_mobile=True)

    def test_the_panel_is_a_sheet_from_below(self, phone: Opened) -> None:
        page = phone.page
        look_up(phone, "bennett")
        low = page.locator("#panel").bounding_box()
        assert low
        assert low["y"] > 844 * 0.3
        assert low["y"] + low["height"] <= 844
        page.tap(".taller")
        high = page.locator("#panel").bounding_box()
        assert high
        assert high["height"] > low["height"]
        page.tap("#panel .close")
        assert page.is_hidden("#panel")

    def test_what_is_found_lies_before_the_tools(self, phone: Opened) -> None:
        page = phone.page
        page.fill("#search", "met")
        found = page.locator("#hits").bounding_box()
        tools = page.locator("#explore .row").bounding_box()
        assert found
        assert tools
        assert found["y"] + found["height"] > tools["y"]
        point = [tools["x"] + 20, min(tools["y"] + 10, found["y"] + found["height"] - 4)]
        assert page.evaluate("([x, y]) => Boolean(document.elementFromPoint(x, y).closest('#hits'))", point)

    def test_the_keys_are_read_from_the_first(self, phone: Opened) -> None:
        phone.page.tap("#help-open")
        assert phone.page.evaluate("document.getElementById('help').scrollTop") == 0

    def test_the_table_has_all_columns_and_whole_words(self, phone: Opened) -> None:
        page = phone.page
        page.tap("#table-tab")
        assert page.evaluate("(box => box.scrollWidth <= box.clientWidth)(document.getElementById('table'))")
        widths = page.evaluate(
            "[...document.querySelectorAll('#table tbody td:first-child')].map((cell) => cell.offsetWidth)"
        )
        assert min(widths) >= 70

    def test_the_filters_are_a_drawer(self, phone: Opened) -> None:
        page = phone.page
        toggle = page.locator("#filters-toggle")
        toggle.tap()
        assert toggle.get_attribute("aria-expanded") == "true"
        assert page.evaluate("document.getElementById('filters').contains(document.activeElement)")
        page.keyboard.press("Escape")
        assert toggle.get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.activeElement.id") == "filters-toggle"
        toggle.tap()
        page.touchscreen.tap(370, 500)
        assert toggle.get_attribute("aria-expanded") == "false"
        assert page.is_hidden("#panel")


@pytest.mark.browser
def test_at_twice_the_size_everything_is_there(page_text: str, open_page: Open) -> None:
    """A window of 1400 by 900 at 200 % is one of 700 by 450."""
    opened = open_page(page_text, width=700, height=450)
    for show in STATES.values():
        show(opened)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 700
        box = opened.page.locator("#panel").bounding_box()
        assert box is None or (box["y"] >= 0 and box["y"] + box["height"] <= 450)
        for _ in range(2):
            opened.page.keyboard.press("Escape")
        opened.page.click("#graph-tab")


@pytest.mark.browser
def test_who_asks_for_less_motion_more_contrast_or_own_colours_gets_them(page_text: str, open_page: Open) -> None:
    still = open_page(page_text, reduced_motion="reduce", width=390)
    assert still.page.evaluate("getComputedStyle(document.getElementById('filters')).transitionDuration") == "0s"
    strong = open_page(page_text, contrast="more")
    assert strong.page.evaluate(
        "getComputedStyle(document.getElementById('summary')).color === getComputedStyle(document.body).color"
    )
    own = open_page(page_text, forced_colors="active")
    own.page.evaluate("id => kgView.select(id)", own.edge("metWith", "stated")["id"])
    looks = own.page.evaluate(
        """[...document.querySelectorAll('#panel > .claims mark')]
            .map((mark) => getComputedStyle(mark).textDecorationStyle)"""
    )
    assert len(set(looks)) == len(looks) == 3
