"""Articles that only a page's scripts hold: read as data, and never run."""

# ruff: noqa: E501 - scripts are wide

from __future__ import annotations

import json

import pytest

from kg.errors import ArticleError
from kg.read import Options
from kg.read.html.linked import state_texts
from kg.read.web.pages import page_found

TEXTS = [
    "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said.",
    "“We agreed on every point of the treaty,” the Norwegian minister, Kari Hansen, told reporters after the talks.",
    "Chile had recalled its ambassador from Oslo in January, after Norway seized two of its fishing vessels.",
    "A second round is to be held in Santiago in April, the Chilean foreign ministry said in a statement.",
]
WHOLE = "\n\n".join(TEXTS)
HTML = "".join(f"<p>{text}</p>" for text in TEXTS)
OTHER = "Ten beaches that nobody has seen, and why they are the better for it, as our own traveller found out. " * 3

STATES = {
    "paragraphs": {"props": {"pageProps": {"article": {"title": "Talks", "body": TEXTS}}}},
    "HTML": {"article": {"headline": "Talks", "bodyHtml": HTML}},
    "blocks": {"page": {"title": "Talks", "content": [{"type": "text", "model": {"text": text}} for text in TEXTS]}},
    "elements": {"headlines": {"basic": "Talks"}, "content_elements": [{"type": "text", "content": text} for text in TEXTS]},
    "with others": {"related": {"title": "Beaches", "body": OTHER * 9}, "main": {"title": "Talks", "body": TEXTS}},
    "with pictures": {"title": "Talks", "body": [{"type": "image", "text": OTHER}, *({"type": "p", "text": text} for text in TEXTS)]},
}  # fmt: skip


@pytest.mark.parametrize("kind", STATES)
@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__PRELOADED_STATE__ = {};\nwindow.x = 1;</script>",
        "<script>var a=1;Fusion.globalContent={};Fusion.b=[]</script>",
    ],
)
def test_the_state_of_an_application(kind: str, script: str) -> None:
    page = f"<html><head><title>Talks</title></head><body><h1>Talks</h1><div id=root></div>{script}</body></html>"
    assert page_found(page.replace("{}", json.dumps(STATES[kind])), "x").text == WHOLE


def test_a_state_in_a_string() -> None:
    script = f"window.__DATA__ = {json.dumps(json.dumps(STATES['paragraphs']))};"
    assert state_texts([("", script)], "Talks")[0] == WHOLE


@pytest.mark.parametrize("text", [WHOLE, WHOLE.replace("\n\n", "\n"), HTML])
def test_json_ld_holds_the_body(text: str) -> None:
    linked = json.dumps({"@type": "NewsArticle", "headline": "Talks", "articleBody": text})
    page = f"<script type='application/ld+json'>{linked}</script><h1>Talks</h1><p>{TEXTS[0]}</p>"
    assert page_found(page, "x").text == WHOLE


def test_what_is_shown_is_read_where_all_of_it_is() -> None:
    linked = json.dumps({"@type": "NewsArticle", "headline": "Talks", "articleBody": " ".join(TEXTS)})
    page = f"<script type='application/ld+json'>{linked}</script><h1>Talks</h1><article>{HTML}</article>"
    assert page_found(page, "x").text == WHOLE


@pytest.mark.parametrize(
    "script",
    [
        "a = " * 50_000,
        "a = {" * 50_000,
        "window.x = " + "[" * 50_000,
        "window.x = " + '{"body": ' * 900 + '"x"' + "}" * 900,
        'window.x = {"body": "' + "alert(1);" * 900 + '"}',
    ],
)
def test_scripts_that_hold_nothing(script: str) -> None:
    with pytest.raises(ArticleError, match="no article in this page"):
        page_found(f"<html><body><h1>Talks</h1><script>{script}</script></body></html>", "x")


def test_a_paywall_is_noted() -> None:
    notes: list[str] = []
    linked = json.dumps({"@type": "NewsArticle", "headline": "Talks", "isAccessibleForFree": False, "wordCount": 900})
    page = f"<script type='application/ld+json'>{linked}</script><h1>Talks</h1><article><p>{TEXTS[0]}</p><div class=paywall-prompt>Subscribe</div></article>"
    assert page_found(page, "a.html", options=Options(on_note=notes.append)).text == TEXTS[0]
    assert notes == ["a.html: behind a paywall; 17 words are in the page, and only they are read"]
