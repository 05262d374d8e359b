"""What the reader chose, in the address of the page and in undo and redo: a link opens the very picture."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bench.generate import World
from kg.model import Article, Claim
from kg.ontology import Ontology
from scripts.browser import Opened

pytestmark = pytest.mark.browser

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
OpenPage = Callable[..., Opened]

# All that a reader sees, as far as it can be compared.
PICTURE = """() => ({
  nodes: kgView.nodes().map((node) => node.label),
  edges: kgView.edges().map((edge) => [edge.from, edge.label, edge.to]),
  drawn: kgView.drawn().nodes.length, told: document.getElementById('told').textContent,
  summary: document.getElementById('summary').textContent, time: document.getElementById('time-says').textContent,
  panel: document.getElementById('panel').hidden ? null : document.querySelector('#panel h2').textContent,
  tab: document.querySelector('.tabs [aria-selected=true]').id, theme: document.documentElement.dataset.theme,
  boxes: [...document.querySelectorAll('#filters > .line input, #filters > details:not(.long) input')]
    .map((box) => [box.checked, box.indeterminate]),
})"""
# One more choice, by chance numbers between 0 and 1.
CHOICE = """([kind, one, other]) => {
  const pick = (list) => list[Math.floor(one * list.length)];
  const lists = '#filters > .line, #filters > details:not(.long) .line';
  const slide = (id) => {
    const slider = document.getElementById(id);
    if (!slider) return;
    slider.value = Number(slider.min) + Math.round(one * 0.8 * (slider.max - slider.min));
    slider.dispatchEvent(new Event('input'));
    slider.dispatchEvent(new Event('change'));
  };
  const press = (id, key) => {
    document.getElementById(id).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    document.getElementById(id).dispatchEvent(new Event('blur'));
  };
  const choices = {
    box: () => pick(document.querySelectorAll(lists)).querySelector('input').click(),
    only: () => pick(document.querySelectorAll(lists)).querySelector('.only').click(),
    article: () => { document.querySelector('[data-list=article]').open = true; },
    listed: () => {
      const line = pick(document.querySelectorAll('details.long .line'));
      if (line) line.querySelector(other < 0.5 ? '.only' : 'input').click();
    },
    sure: () => slide('minimum'), told: () => slide('independent'),
    from: () => press('time-from', 'PageUp'), to: () => press('time-to', other < 0.6 ? 'PageDown' : 'End'),
    edge: () => { const edge = pick(kgView.edges()); if (edge) kgView.select(edge.id); },
    node: () => { const node = pick(kgView.nodes()); if (node) kgView.selectNode(node.id); },
    close: () => { const close = document.querySelector('#panel .close'); if (close) close.click(); },
    tab: () => pick(document.querySelectorAll('.tabs [role=tab]')).click(),
    community: () => (other < 0.6 ? kgView.closeCommunity : kgView.openCommunity)(0),
    theme: () => document.getElementById('theme').click(),
    chip: () => { const chip = pick(document.querySelectorAll('#told .chip button')); if (chip) chip.click(); },
    dates: () => {
      const box = document.getElementById('dates');
      box.value = other < 0.5 ? 'articles' : 'own';
      box.dispatchEvent(new Event('change'));
    },
    everything: () => {
      const button = document.querySelector('#told .everything');
      if (button && other < 0.4) button.click();
    },
  };
  choices[kind]();
}"""
KINDS = [
    *("box", "only", "article", "listed", "listed", "sure", "told", "from", "to", "edge", "node", "close", "tab"),
    *("theme", "chip", "dates", "everything", "community"),
]


def picture(page: Page) -> dict[str, Any]:
    seen: dict[str, Any] = page.evaluate(PICTURE)
    return seen


def go(page: Page, address: str) -> None:
    """Type another address, and wait until the page has followed it."""
    page.evaluate(
        """address => new Promise((done) => {
          const before = location.hash;
          addEventListener('hashchange', () => setTimeout(done), { once: true });
          location.hash = address;
          if (location.hash === before) done();
        })""",
        address,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_a_walk_of_choices_is_undone_redone_and_linked_to(open_page: OpenPage, month_page: Path, seed: int) -> None:
    chance = random.Random(seed)
    page = open_page(month_page).page
    seen = [(picture(page), page.evaluate("kgView.link()"))]
    for _ in range(25):
        page.evaluate(CHOICE, [chance.choice(KINDS), chance.random(), chance.random()])
        seen.append((picture(page), page.evaluate("kgView.link()")))
    steps = 0
    while page.is_enabled("#undo"):
        page.keyboard.press("Control+z")
        steps += 1
        assert picture(page) in [each for each, _ in seen]
    assert steps > 10
    assert picture(page) == seen[0][0]
    assert page.evaluate("kgView.address()") == ""
    while page.is_enabled("#redo"):
        page.keyboard.press("Control+Shift+z")
    assert picture(page) == seen[-1][0]
    # The address of each step, in a page that stands open ...
    other = open_page(month_page).page
    for expected, link in seen:
        go(other, link.split("#")[1])
        assert picture(other) == expected, link
        assert other.inner_text("#link-status") == ""
    # ... and of some in a new one.
    for expected, link in chance.sample(seen, 2):
        assert picture(open_page(month_page, address="#" + link.split("#")[1]).page) == expected, link


def test_back_and_forward_go_from_choice_to_choice(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    pictures = [picture(page)]
    for choice in (["sure", 0.5, 0], ["node", 0.2, 0], ["tab", 0.4, 0], ["only", 0.1, 0]):
        page.evaluate(CHOICE, choice)
        pictures.append(picture(page))
    for expected in reversed(pictures[:-1]):
        page.go_back()
        page.wait_for_timeout(50)
        assert picture(page) == expected
    for expected in pictures[1:]:
        page.go_forward()
        page.wait_for_timeout(50)
        assert picture(page) == expected
    page.keyboard.press("Control+z")  # coming back was a choice, too
    assert picture(page) == pictures[-2]


def test_a_slider_dragged_is_one_step(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    page.focus("#minimum")
    page.evaluate(
        """() => {
          const slider = document.getElementById('minimum');
          for (const value of [10, 20, 60, 70]) { slider.value = value; slider.dispatchEvent(new Event('input')); }
          slider.dispatchEvent(new Event('change'));
        }"""
    )
    page.wait_for_function("() => location.hash.includes('sure=70')")
    assert page.evaluate("history.length") == 2 + 1  # the blank page, this one, and one step
    page.keyboard.press("Control+z")
    assert page.is_disabled("#undo")
    assert "sure" not in page.evaluate("location.hash")


def test_zoom_and_place_are_in_the_link(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    frame = page.locator("#canvas").bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 300, frame["y"] + 200)
    page.mouse.wheel(0, -600)
    page.mouse.move(frame["x"] + 10, frame["y"] + 10)
    page.mouse.down()
    page.mouse.move(frame["x"] + 110, frame["y"] + 60, steps=3)
    page.mouse.up()
    page.wait_for_function("() => location.hash.includes('at=') && location.hash === '#' + kgView.address()")
    before, address = page.evaluate("[kgView.view(), '#' + kgView.address()]")
    other = open_page(month_page, address=address).page
    after = other.evaluate("kgView.view()")
    assert after["scale"] == pytest.approx(before["scale"], rel=0.01)
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1)
    assert page.is_disabled("#undo")  # looking elsewhere is no choice


def test_a_link_opens_in_a_grown_graph(
    open_page: OpenPage, month_page: Path, shipped: Ontology, page_of: Callable[[News], Path]
) -> None:
    young = page_of(tuple(World(shipped, seed=10, daily=1).articles(12)))
    first = open_page(young).page
    first.evaluate("document.querySelector('[data-list=article]').open = true")
    first.locator("[data-list=article] .line .only").first.click(force=True)
    edge = first.evaluate("kgView.edges().find((edge) => edge.label.startsWith('supports')).id")
    first.evaluate("id => kgView.select(id)", edge)
    chosen, told = first.inner_text("#panel h2"), first.inner_text("#told")
    edges = {(each["from"], each["to"]) for each in first.evaluate("kgView.edges()")}
    grown = open_page(month_page, address=first.evaluate("location.hash")).page
    assert grown.inner_text("#panel h2") == chosen
    assert grown.inner_text("#told") == told
    # What came later is none of what was wanted.
    assert edges == {(each["from"], each["to"]) for each in grown.evaluate("kgView.edges()")}
    assert grown.inner_text("#link-status") == ""
    # And the other way round: what the younger graph lacks is told.
    back = open_page(young, address="#article=-synthetic-10-0000020&chosen=nobody-known&type=*").page
    said = back.inner_text("#link-status")
    assert said == "The link names what this page does not have: synthetic-10-0000020 and nobody-known"
    assert back.inner_text("#told") == "Everything is shown"


HARMLESS = [
    "#", "##", "#=", "#&&&", "#%", "#%zz=%zz", "#chosen=%E0%A4%A", "#type", "#type=", "#type=-", "#type=,,,",
    "#sure=NaN", "#sure=1e999", "#sure=-5", "#told=0.5", "#at=x", "#at=israel~1~2", "#at=israel~NaN~0~1",
    "#at=russia~1e308~1e308~1e308", "#chosen=~~~", "#chosen=a~b~c~d~e", "#tab=nothing", "#tab=%3Cscript%3E",
    "#theme=pink", "#event=-%00%00", "#undated=2", "#__proto__=x&constructor=y&toString=z", "#type=__proto__",
    "#chosen=__proto__", "#dates=constructor", "#turned=constructor", "#chosen=" + "a~" * 5_000,
    "#<img src=x onerror=window.hacked=1>=<script>window.hacked=1</script>", "#type=-" + "x," * 5_000,
    "#\u202echosen=\u2066x", "#sure=50&sure=60&sure=x",
]  # fmt: skip


def test_a_malformed_address_does_no_harm(open_page: OpenPage, month_page: Path) -> None:
    opened = open_page(month_page)
    page = opened.page
    for address in HARMLESS:
        go(page, address)
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 1400
        go(page, "type=*&event=*")
        assert page.inner_text("#told") == "Everything is shown"
    assert page.evaluate("document.querySelectorAll('#link-status *').length") == 0
    for address in HARMLESS[3:30:13]:
        fresh = open_page(month_page, address=address).page
        assert fresh.evaluate("kgView.nodes().length") > 0


def test_a_link_says_what_a_first_look_leaves_out(opened: Opened) -> None:
    assert opened.page.evaluate("kgView.address()") == ""
    assert opened.page.evaluate("kgView.link()").split("#")[1] == "type=-Office&event=*"


def test_the_link_is_copied(browser: Any, month_page: Path) -> None:
    opened = Opened(browser, month_page, permissions=["clipboard-read", "clipboard-write"])
    opened.page.evaluate(CHOICE, ["sure", 0.9, 0])
    opened.page.click("#copy-link")
    opened.page.wait_for_function("() => document.getElementById('link-status').textContent === 'Link copied'")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied == opened.page.evaluate("kgView.link()")
    assert re.fullmatch(r"file:///\S+#[\w=&*,-]+", copied)
    opened.close()


def test_what_cannot_be_copied_stands_there(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.click("#copy-link")
    assert page.input_value("#link-status input") == page.evaluate("kgView.link()")


def test_keys_undo_what_is_typed_in_a_field_and_choices_elsewhere(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    page.evaluate(CHOICE, ["sure", 0.9, 0])
    chosen = picture(page)
    page.fill("#search", "rus")
    page.keyboard.press("Control+z")
    assert picture(page) == chosen
    page.focus("#minimum")
    page.keyboard.press("Control+z")
    assert picture(page)["told"] != chosen["told"]
    page.keyboard.press("Control+y")
    assert picture(page) == chosen
    page.click("#undo")
    page.click("#redo")
    assert picture(page) == chosen


def test_another_choice_after_undo_leaves_nothing_to_redo(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    for share in (0.5, 0.9):
        page.evaluate(CHOICE, ["sure", share, 0])
        page.click("#undo")
        assert page.is_enabled("#redo")
    page.evaluate(CHOICE, ["tab", 0.4, 0])
    assert page.is_disabled("#redo")


def test_the_way_past_the_drawing_keeps_the_address(open_page: OpenPage, month_page: Path) -> None:
    page = open_page(month_page).page
    page.evaluate(CHOICE, ["sure", 0.9, 0])
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.is_visible("#table")
    assert "sure=" in page.evaluate("location.hash")
    assert "tab=table" in page.evaluate("location.hash")
