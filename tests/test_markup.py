"""Parsing ends in bounded time for whatever is in a page, and loses no text that a browser shows."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read.html.markup import parse_markup


def text_of(html: str) -> str:
    return " ".join(parse_markup(html, "x").root.text_content().split())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one <script>two</script>three", "one three"),
        ("<p>one <SCRIPT type=x>two</p></SCRIPT >three", "one three"),
        ("<p>one<script>two", "one"),  # as browsers do
        ("<p>in <!-- -->Geneva<!-- -->. T<!-->wo", "in Geneva. Two"),
        ("<p>one<!-- two", "one two"),  # what is cut off is better read than lost
        ("<p>one <svg><text>two</text></svg>three", "one three"),
        ("<p>one <svg/>two", "one two"),
        ("<p>one <svg>two", "one two"),
        ("<p>one <noscript>two</noscript>three", "one three"),
        ("<p>scripted <scripture>words</scripture>", "scripted words"),
        # Attributes as people, templates and attackers write them.
        ('<a href="x"" title="y">one</a> two', "one two"),
        ("<a title='it\"s > that'>one</a> two", "one two"),
        ('<p title="a > b < c">one</p> two', "one two"),
        (f'<div data-x="{"<b>" * 4000}" class=c>one</div> two', "one two"),
        (f'<div data-x=\'{{"a": "{"x" * 9000}"}}\'>one</div> two', "one two"),
        ("<p>one</p><a hre", "one"),
        ("a < b and c > d", "a < b and c > d"),
        ("\0one\x01two\x0c", "onetwo"),
    ],
)
def test_text_is_what_is_shown(html: str, text: str) -> None:
    assert text_of(f"<body>{html}") == text


def test_long_tags_keep_their_names() -> None:
    html = f'<div data-x="{"y" * 20_000}" class="keep" {" ".join(f"a{at}=1" for at in range(9000))}>text</div>'
    element = parse_markup(html, "x").root.find(".//div")
    assert element.get("class") == "keep"
    assert element.get("data-x") is None
    assert len(element.attrib) < 100


def test_scripts_are_kept_apart() -> None:
    markup = parse_markup('<script type="application/ld+json">{"a": "</p>"}</script><p>text</p><script>b', "x")
    assert [content for _, content in markup.scripts] == ['{"a": "</p>"}', "b"]
    assert "ld+json" in markup.scripts[0][0]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<p>x</p>" * 400_000,
        "<table>" * 50_000,
    ],
    ids=["deep", "many", "tables"],
)
def test_too_much_is_one_line(html: str) -> None:
    with pytest.raises(ArticleError, match=r"^x: [^\n]+$"):
        parse_markup(html, "x")


@pytest.mark.parametrize("html", ["", "   ", "<!-- only this -->", "<script>x</script>"])
def test_nothing_is_one_line(html: str) -> None:
    with pytest.raises(ArticleError, match="nothing in it"):
        parse_markup(html, "x")


@pytest.mark.parametrize(
    "piece",
    ["<script>", "<!--", "<svg>", "<a '", "<a \"'", "<", "<a", '<a b="', "<noscript", "&amp;&x;&#1;", "</b>", "<p><b>"],
)
def test_time_grows_with_the_size_alone(piece: str) -> None:
    def seconds(count: int) -> float:
        html = "<body><p>text</p>" + piece * count
        started = time.process_time()
        with contextlib.suppress(ArticleError):
            parse_markup(html, "x")
        return time.process_time() - started

    # Quadratic, ten times as much would take a hundred times as long: minutes.
    small = max(seconds(10_000), 0.02)
    assert seconds(100_000) < 40 * small


@given(st.text("<>/ab=\"'! -", max_size=80))
def test_any_markup_parses_or_is_an_error(html: str) -> None:
    with contextlib.suppress(ArticleError):
        parse_markup(html, "x")
