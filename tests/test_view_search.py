"""The search box of the page: names, pairs, relations, places, and words in sentences and titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from kg.model import Article, Claim, Evidence, make_article
from scripts.browser import Opened

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Render = Callable[[News, str], str]
Open = Callable[..., Opened]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def typing(browser: Browser, summit_text: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A page for all tests that only type."""
    path = tmp_path_factory.mktemp("typing") / "summit.html"
    path.write_text(summit_text, encoding="utf-8")
    opened = Opened(browser, path)
    yield opened
    opened.close()


@pytest.fixture
def summit(open_page: Open, summit_text: str) -> Opened:
    return open_page(summit_text)


def options(opened: Opened, typed: str) -> list[str]:
    """What stands in the list, a line each; what is typed is typed by keys, as completion needs it."""
    opened.page.fill("#search", typed)
    found: list[str] = opened.page.locator("#hits [role=option]").all_inner_texts()
    return [" ".join(each.split()) for each in found]


def sentences(opened: Opened, typed: str) -> list[str]:
    opened.page.fill("#search", typed)
    found: list[str] = opened.page.locator("#hits .group .words").all_inner_texts()
    return found


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("merk", "Angela Merkel Person"),
        ("ERDOGAN", "Recep Tayyip Erdoğan Erdoğan Person"),  # accents and capitals; the name that fitted stands beside
        ("orbán", "Viktor Orbán Person"),
        ("potus", "Joe Biden POTUS Person"),
        ("ang mer", "Angela Merkel Person"),
        ("merkel angela", "Angela Merkel Person"),
        ("merkel johnson", "Angela Merkel – Boris Johnson 1 edge"),
        ("biden and kim", "Joe Biden – Kim Jong Un find a path"),
        ("phoned erdogan", "Angela Merkel phoned Recep Tayyip Erdoğan stated as fact"),
        ("johnson meets", "Boris Johnson – Angela Merkel 1 edge"),
        ("criticized", "criticized 1 edge"),
        ("Merkle", "Angela Merkel Person"),  # letters swapped
        ("Erdogann", "Recep Tayyip Erdoğan Person"),
        ("zzzz", None),
        ("   ", None),
    ],
)  # fmt: skip
def test_the_first_suggestion(typing: Opened, typed: str, first: str | None) -> None:
    found = options(typing, typed)
    if typed == "johnson meets":  # a word between two names is none of them
        assert not any("–" in each for each in found)
        return
    assert found[:1] == ([first] if first else [])
    if typed == "zzzz":
        assert "No name, relation or sentence" in typing.page.inner_text("#hits")
    assert typing.page.is_hidden("#hits") == (not typed.strip())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bilat", ["Merkel sat", "Macron criticized"]),  # the beginning of a word, while it is typed
        ("bilat ", ["Merkel sat", "Macron criticized"]),  # a whole word now, which stands nowhere: but its like does
        ("bila kim", []),
        ("bilateral ties", ["Merkel sat", "Macron criticized"]),
        ('"sat down"', ["Merkel sat"]),
        ('"down sat"', []),
        ("bilateral -criticized", ["Merkel sat"]),
        ("telephoned erdogan", ["Erdoğan telephoned", "Merkel telephoned"]),
        ("sanctions", ["Macron had lunch"]),  # another form of the word, where the word itself is not found
        ('"sanctions"', []),
        ("s", []),  # says too little
    ],
)
def test_sentences_by_their_words(typing: Opened, typed: str, found: list[str]) -> None:
    texts = sentences(typing, typed)
    assert sorted(texts) == sorted(text for text in texts if any(text.startswith(each) for each in found))
    assert len(texts) == len(found)


def test_the_words_are_marked_and_the_claim_opens(summit: Opened) -> None:
    page = summit.page
    (found,) = sentences(summit, '"bilateral ties" berlin')
    assert found == "Merkel sat down with Macron in Berlin over bilateral ties."
    assert page.locator("#hits mark").all_inner_texts() == ["Berlin", "bilateral ties"]
    box = page.locator("#hits .words").bounding_box()
    assert box
    assert box["width"] > 200
    page.keyboard.press("Enter")
    assert "Angela Merkel" in summit.panel()
    assert "bilateral ties" in page.inner_text("#panel [data-claim].found")
    assert page.evaluate("document.activeElement.matches('[data-claim].found')")


def test_what_is_hidden_is_shown_when_it_is_looked_for(summit: Opened) -> None:
    page = summit.page
    page.uncheck("input[data-kind=type][data-name=Person]")
    assert summit.labels() == set()
    sentences(summit, "telephoned erdogan")
    assert "not shown now" in page.inner_text("#hits")
    page.keyboard.press("Enter")
    assert "Erdoğan telephoned Biden." in summit.panel()
    assert "Joe Biden" in summit.labels()
    page.click("#undo")
    assert summit.labels() == set()


def test_a_relation_a_place_and_an_article_are_all_that_is_left(summit: Opened) -> None:
    page = summit.page
    options(summit, "criticized")
    page.keyboard.press("Enter")
    assert summit.labels() == {"Emmanuel Macron", "Viktor Orbán"}
    options(summit, "berlin")
    page.locator("#hits [role=option]", has_text="in Berlin").click()
    assert summit.labels() >= {"Emmanuel Macron", "Angela Merkel"}
    assert "Joe Biden" not in summit.labels()
    options(summit, "long summit")
    page.locator("#hits .long").click()
    assert {edge["label"].split()[0] for edge in page.evaluate("kgView.edges()")} <= {"metWith", "acts"}
    assert "only “The long summit”" in page.inner_text("#told")


def test_keys_and_names_for_screen_readers(summit: Opened) -> None:
    page = summit.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("m")
    active = "document.getElementById(document.getElementById('search').getAttribute('aria-activedescendant'))"
    assert page.get_attribute("#search", "aria-expanded") == "true"
    first = page.evaluate(f"{active}.innerText")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{active}.innerText") != first
    assert page.evaluate(f"{active}.getAttribute('aria-selected')") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # round to the last
    assert page.evaluate(f"{active} === [...document.querySelectorAll('#hits [role=option]')].pop()")
    assert "suggestions" in page.inner_text(".search [role=status]")
    assert page.locator("#hits [role=group]").count() == page.locator("#hits [role=group][aria-labelledby]").count() > 0
    page.keyboard.press("Escape")
    assert page.is_hidden("#hits")
    assert page.input_value("#search") == "m"
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""


def test_two_names_show_what_is_between_them_or_a_path(summit: Opened) -> None:
    options(summit, "erdogan biden")
    summit.page.keyboard.press("Enter")
    assert "phoned" in summit.panel()
    options(summit, "merkel biden")
    summit.page.keyboard.press("Enter")
    assert "Path 1 of 2, 2 steps" in summit.page.inner_text("#card")


def test_what_articles_say_stays_text(open_page: Open, hostile_news: News, render: Render) -> None:
    opened = open_page(render(hostile_news, "Hostile"))
    for typed in ("<script", "window hacked", '"', "\\", "(*[", "very long", "x" * 10_000):
        options(opened, typed)
    opened.page.fill("#search", "window hacked")
    assert "window.hacked = 1" in opened.page.inner_text("#hits")
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("#hits img, #hits script").count() == 0


def test_scripts_without_spaces_and_without_latin_letters(open_page: Open, news: News, render: Render) -> None:
    (_, (claim, *_)), *_ = news
    texts = ("習近平主席與拜登在北京會面。", "Владимир Путин встретился с ним.", "التقى بوتين وبينيت في موسكو.")
    made = []
    for number, text in enumerate(texts):
        meta = make_article(text, id=f"t{number}")
        evidence = (Evidence(text, 0, len(text)),)
        made.append((meta, (replace(claim, id=f"t{number}", article=meta.meta, evidence=evidence),)))
    opened = open_page(render(tuple(made), "Scripts"))
    assert sentences(opened, "北京會") == [texts[0]]
    assert sentences(opened, "京北") == []
    assert sentences(opened, "путин встр") == [texts[1]]
    assert sentences(opened, "بوتين") == [texts[2]]
