"""The pages of the server in a real browser: what their scripts do, and that nothing complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.ontology import Ontology

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=2'>\u202e\u2066"
LONG = "Very " * 2_000 + "Long"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, news: News, shipped: Ontology) -> Path:
    path = tmp_path_factory.mktemp("browser") / "store"
    article = make_article(f"{HOSTILE} met {LONG}.", id="evil", title=HOSTILE, published="2022-03-08")
    one, other = Entity("h", HOSTILE, EntityType.PERSON), Entity("l", LONG, EntityType.PERSON)
    evidence = (Evidence(article.text, 0, len(article.text)),)
    claim = Claim("e1", article.meta, one, "metWith", other, True, "CONSULT", evidence=evidence)
    with open_store(path, create=True) as store:
        update(store, [*news, (article, (claim,))], shipped, "m")
    return path


@pytest.fixture(scope="module")
def address(kg_serve: Callable[..., Any], folder: Path) -> str:
    served: str = kg_serve(folder, "--workers", "2").address
    return served


@pytest.fixture
def go(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A path -> the page there; it must not complain, nor ask another server, nor be refused what it asks for."""
    pages: list[Page] = []
    told: list[str] = []

    def open_it(path: str, *, quiet: bool = True, **context: Any) -> Page:
        page = browser.new_context(viewport={"width": 1200, "height": 900}, **context).new_page()
        pages.append(page)
        if quiet:
            page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda each: told.extend([] if each.url.startswith((address, "data:")) else [each.url]))
        page.goto(address + path)
        return page

    yield open_it
    for page in pages:
        page.context.close()
    assert told == []


def asked(page: Page) -> str:
    """The query that the address of a page has."""
    return parse_qs(urlsplit(page.url).query)["query"][0]


class TestEditor:
    def test_the_layer_has_the_same_text_in_colours(self, go: Callable[..., Page]) -> None:
        page = go("/query?query=" + quote('# why\nSELECT ?a { ?a kg:metWith "x#y"@en ; <http://a#b> 12 }'))
        layer = page.locator(".layer")
        assert (layer.text_content() or "").rstrip("\n") == page.input_value("#query")
        kinds = {
            kind: layer.locator(f".{kind}").all_text_contents()
            for kind in ("comment", "keyword", "variable", "name", "string", "iri", "number")
        }
        assert kinds == {
            "comment": ["# why"],
            "keyword": ["SELECT"],
            "variable": ["?a", "?a"],
            "name": ["kg:metWith"],
            "string": ['"x#y"'],
            "iri": ["<http://a#b>"],
            "number": ["12"],
        }

    @pytest.mark.parametrize(
        ("query", "wrong"),
        [
            ("SELECT ?a {\n  ?a kgg:metWith ?b }", "kgg:metWith"),
            ("SELECT ?a { ?a kg:metWith }", "}"),
            ("SELECT ?ä { '\U0001f600' xx:b ?ä }", "xx:b"),
        ],
    )
    def test_the_place_of_a_mistake_is_marked_until_the_text_changes(
        self, go: Callable[..., Page], query: str, wrong: str
    ) -> None:
        page = go("/query?query=" + quote(query), quiet=False)
        assert page.locator(".layer .wrong").all_text_contents() == [wrong]
        assert page.get_attribute("#query", "aria-invalid") == "true"
        page.click("#fault-place")
        begin = page.evaluate("document.getElementById('query').selectionStart")
        assert page.evaluate("at => document.getElementById('query').value.slice(at)", begin).startswith(wrong)
        page.locator("#query").press_sequentially(" ")
        assert page.locator(".layer .wrong").count() == 0

    def test_ctrl_enter_asks_and_the_address_and_the_history_have_it(self, go: Callable[..., Page]) -> None:
        page = go("/query")
        page.fill("#query", "SELECT ?who { ?who kg:leads ?what }")
        page.press("#query", "Control+Enter")
        page.wait_for_selector(".answer table")
        assert asked(page) == "SELECT ?who { ?who kg:leads ?what }"
        assert page.locator(".answer td a").get_attribute("href") == "/id/resource/naftali-bennett"
        page.click("#history summary")
        assert page.locator("#history a").all_text_contents() == ["SELECT ?who { ?who kg:leads ?what }"]
        page.go_back()
        assert "metWith" in page.input_value("#query")

    def test_words_are_completed_by_keys(self, go: Callable[..., Page]) -> None:
        page = go("/query")
        page.fill("#query", "")
        area = page.locator("#query")
        area.press_sequentially("SELECT ?who { ?who kg:metW")
        page.wait_for_selector("#words li")
        assert page.locator("#words li span").first.inner_text() == "kg:metWith"
        assert area.get_attribute("aria-activedescendant") == "word-0"
        area.press("Enter")
        assert page.input_value("#query") == "SELECT ?who { ?who kg:metWith "
        area.press_sequentially("?w")
        page.wait_for_selector("#words li")
        assert page.locator("#words li span").all_text_contents() == ["?who"]
        area.press("Escape")
        assert page.locator("#words").is_hidden()
        area.press("Control+z")
        area.press("Control+z")
        assert page.input_value("#query").startswith("SELECT ?who {")

    def test_entities_are_completed_by_name(self, go: Callable[..., Page]) -> None:
        page = go("/query")
        page.fill("#query", "")
        page.locator("#query").press_sequentially("ASK { kgr:benn")
        page.wait_for_selector("#words li")
        page.locator("#words li", has_text="kgr:naftali-bennett").click()
        assert page.input_value("#query") == "ASK { kgr:naftali-bennett "

    def test_nothing_is_completed_in_strings_and_comments(self, go: Callable[..., Page]) -> None:
        page = go("/query")
        page.fill("#query", "")
        page.locator("#query").press_sequentially("# kg:met")
        page.press("#query", "Control+Space")
        page.wait_for_timeout(300)
        assert page.locator("#words").is_hidden()

    def test_tab_leaves_the_editor(self, go: Callable[..., Page]) -> None:
        page = go("/query")
        page.focus("#query")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Ask"

    def test_questions_are_narrowed_and_their_parameters_suggested(self, go: Callable[..., Page]) -> None:
        page = go("/query?named=actor")
        words = page.locator(".library > ul li").first.inner_text()
        page.fill("#narrow", words.upper())
        assert page.locator(".library > ul li:visible").all_inner_texts() == [words]
        page.fill(".param", "")
        page.locator(".param").press_sequentially("puti")
        page.wait_for_selector("datalist option", state="attached")
        page.fill(".param", "Vladimir Putin")
        page.press(".param", "Enter")
        page.wait_for_url("**actor=Vladimir+Putin*")
        assert page.input_value(".param") == "Vladimir Putin"

    def test_a_very_long_query_is_sent_too(self, go: Callable[..., Page]) -> None:
        page = go("/query")
        page.fill("#query", "ASK { ?a kg:leads ?b } #" + "x" * 20_000)
        page.press("#query", "Control+Enter")
        page.wait_for_selector(".answer h2")
        assert page.inner_text(".answer h2") == "Yes"


class TestEverywhere:
    def test_the_box_finds_names_by_keys(self, go: Callable[..., Page]) -> None:
        page = go("/search")
        page.locator("#find").press_sequentially("puti")
        page.wait_for_selector("#found li")
        page.press("#find", "ArrowDown")
        assert page.get_attribute("#find", "aria-activedescendant") == "found-0"
        page.press("#find", "Enter")
        page.wait_for_url("**/id/resource/vladimir-putin")
        page.fill("#find", "Damascus")
        page.press("#find", "Enter")
        page.wait_for_url("**/search?q=Damascus")

    def test_light_and_dark_stay_from_page_to_page(self, go: Callable[..., Page]) -> None:
        page = go("/search", color_scheme="dark")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click("#theme")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert dark != light
        page.click("text=Query")
        page.wait_for_selector("#query")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light

    @pytest.mark.parametrize(
        "path", ["/id/resource/naftali-bennett", "/search?q=putin", "/query?named=who-met-whom", "/id/article/alpha"]
    )
    def test_nothing_is_wider_than_a_phone(self, go: Callable[..., Page], path: str) -> None:
        page = go(path)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    def test_hostile_names_run_nothing_and_break_nothing(self, go: Callable[..., Page]) -> None:
        page = go("/search?q=script")
        page.locator("main a", has_text="window.hacked").first.click()
        page.wait_for_selector(".timeline")
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 1200
        page.fill("#find", "hacked")
        page.wait_for_selector("#found li")
        assert page.evaluate("window.hacked") is None

    def test_it_works_without_scripts(self, go: Callable[..., Page]) -> None:
        page = go("/query", java_script_enabled=False)
        page.fill("#query", "SELECT ?who { ?who kg:leads ?what }")
        page.click("#asking button")
        page.wait_for_selector(".answer table")
        assert "Naftali Bennett" in page.inner_text(".answer")


class TestGraph:
    def test_the_graph_is_there_with_a_strip_above_it(self, go: Callable[..., Page]) -> None:
        page = go("/")
        page.wait_for_selector("#canvas canvas")
        names = {node["label"] for node in page.evaluate("kgView.nodes()")}
        assert {"Israel", "Naftali Bennett"} <= names
        page.fill("#search", "Israel")
        page.press("#search", "Enter")
        page.wait_for_selector("#chosen:not([hidden])")
        assert page.inner_text("#chosen-page") == "Page of Israel"
        page.click("#chosen-around")
        page.wait_for_selector("#canvas canvas")
        assert "Damascus" not in {node["label"] for node in page.evaluate("kgView.nodes()")}
        page.click(".strip >> text=Israel")
        page.wait_for_url("**/id/resource/israel")

    def test_a_page_tells_when_the_store_has_changed(
        self, go: Callable[..., Page], kg_serve: Callable[..., Any], tmp_path: Path, news: News, shipped: Ontology
    ) -> None:
        with open_store(tmp_path / "s", create=True) as store:
            update(store, news[:1], shipped, "m")
        address = kg_serve(tmp_path / "s", "--workers", "1").address
        page = go("/query").context.browser.new_context().new_page()  # type: ignore[union-attr]
        for path in ("/search", "/"):
            page.goto(address + path)
            page.clock.install()
            page.goto(address + path)
            before = page.content()
            page.clock.run_for(11_000)
            assert page.locator("#changed").is_hidden()
            with open_store(tmp_path / "s") as store:
                update(store, news if path == "/search" else news[:1], shipped, "m")
            for _ in range(40):
                page.clock.run_for(11_000)
                page.wait_for_timeout(100)
                if page.locator("#changed").is_visible():
                    break
            assert "The store has changed" in page.inner_text("#changed")
            page.click("#changed a")
            page.wait_for_load_state()
            assert page.locator("#changed").is_hidden()
            assert page.content() != before
        page.context.close()
