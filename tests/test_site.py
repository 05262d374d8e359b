"""The documentation as readers get it: whole, without dead links, and without a look at the network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

import kg
from scripts.site.command_pages import commands

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
# What a browser fetches by itself, as XPath.
FETCHED = "//script/@src | //link[@rel != 'prev' and @rel != 'next']/@href | //img/@src | //iframe/@src | //source/@src"
# Addresses in styles that a browser fetches.
OF_STYLES = re.compile(r"@import\s+[\"']([^\"']+)|url\([\"']?([^\"')]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    return {path.relative_to(site).as_posix(): html.parse(path).getroot() for path in site.rglob("*.html")}


def test_a_reader_finds_each_page_from_the_first(pages: dict[str, html.HtmlElement]) -> None:
    listed = {link.split("#")[0] for link in pages["index.html"].xpath("//nav//a/@href")}
    kept = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")}
    assert len(kept) > 50
    assert kept <= listed
    made = {path for path in pages if path.split("/")[0] not in ("files", "404.html")}
    assert made <= listed


def test_pages_fetch_nothing_from_elsewhere(site: Path, pages: dict[str, html.HtmlElement]) -> None:
    fetched = {(path, link) for path, page in pages.items() for link in page.xpath(FETCHED)}
    assert any(link.endswith(".js") for _, link in fetched)
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    styles += [text for page in pages.values() for text in page.xpath("//style/text() | //@style")]
    fetched |= {("a style", link) for text in styles for found in OF_STYLES.findall(text) for link in found if link}
    assert not {told for told in fetched if "//" in told[1] and not told[1].startswith("data:")}


def test_pictures_and_files_that_pages_name_are_there(site: Path, pages: dict[str, html.HtmlElement]) -> None:
    for path, page in pages.items():
        if path == "404.html":  # shown for any address, so its links go by the root
            continue
        for link in page.xpath("//a/@href | //img/@src"):
            target = link.split("#")[0].split("?")[0]
            if target and ":" not in target:
                assert (site / path).parent.joinpath(target).exists(), f"{path} names {link}"


def test_the_python_page_tells_each_public_name(pages: dict[str, html.HtmlElement]) -> None:
    headings = [" ".join(each.text_content().split()) for each in pages["python.html"].xpath("//h3")]
    for name in set(kg.__all__) - {"__version__"}:
        assert [each for each in headings if f"kg.{name}" in each.split()], name
    assert len(headings) == len(set(headings))


def test_each_part_of_the_library_says_what_it_is(pages: dict[str, html.HtmlElement]) -> None:
    objects = pages["python.html"].xpath(
        "//div[contains(@class, 'doc-object') and not(contains(@class, 'doc-attribute'))]"
    )
    assert len(objects) > 50
    for told in objects:
        assert told.xpath("./div[contains(@class, 'doc-contents')]/p"), told.text_content()[:60]


def test_each_command_has_a_heading(pages: dict[str, html.HtmlElement]) -> None:
    for call, _ in commands():
        if call != "kg":
            page = pages[f"commands/{call.split()[1]}.html"]
            assert page.xpath(f"//*[self::h1 or self::h2][@id = '{call.replace(' ', '-')}']"), call


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "ontology/README.md", "seeds/README.md"])
def test_links_of_pages_outside_the_site_hold(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)", text):
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.exists(), f"{page} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    handler = partial(_Silent, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        visit = Visit(browser, f"http://127.0.0.1:{server.server_port}/")
        yield visit
        for page in visit.opened:
            page.context.close()
        server.shutdown()
        thread.join()
    assert visit.told == []


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Visit:
    """Opens pages of the site; what they complain of, or ask of others, is told."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.opened: list[Page] = []
        self.told: list[str] = []

    def __call__(self, path: str, *, width: int = 1300, scheme: str = "light") -> Page:
        sides = {"width": width, "height": 900}
        context = self.browser.new_context(viewport=sides, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.on("console", lambda message: self.told.append(message.text))
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on(
            "request", lambda each: self.told.extend([] if each.url.startswith((self.address, "data:")) else [each.url])
        )
        page.goto(self.address + path)
        self.opened.append(page)
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.told.append(url)


@pytest.mark.browser
def test_the_search_finds_without_a_network(visit: Visit) -> None:
    page = visit("stores.html")
    page.keyboard.press("/")
    page.keyboard.type("compressed N-Quads")
    page.locator("a.md-search-result__link[href*='commands/backup.html']").first.click()
    page.wait_for_url(re.compile(r"/commands/backup\.html"))


@pytest.mark.browser
@pytest.mark.parametrize("path", ["index.html", "view.html", "commands/network.html", "python.html", "claims.html"])
def test_pages_fit_a_phone_in_the_dark(visit: Visit, path: str) -> None:
    page = visit(path, width=390, scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


@pytest.mark.browser
def test_relations_are_found_by_words_of_the_news(visit: Visit) -> None:
    page = visit("ontology/relations.html")
    rows = page.locator("tbody tr:visible")
    everything = rows.count()
    page.get_by_placeholder("Find relations").fill("embargo")
    page.wait_for_function(
        f"[...document.querySelectorAll('tbody tr')].filter((row) => row.offsetParent).length < {everything}"
    )
    assert rows.count() > 0
