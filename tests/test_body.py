"""Which of a page's paragraphs are its article: one row for each way in which the web puts other things among them."""

# ruff: noqa: E501 - pages are wide

from __future__ import annotations

import pytest

from kg.read.html.body import find_body
from kg.read.html.furniture import find_furniture, text_lengths, words_of
from kg.read.html.markup import parse_markup

ONE = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said."
TWO = "“We agreed on every point of the treaty,” the Norwegian minister, Kari Hansen, told reporters after the talks."
THREE = "Chile had recalled its ambassador from Oslo in January, after Norway seized two of its fishing vessels."
FOUR = "A second round is to be held in Santiago in April, the Chilean foreign ministry said in a statement."
P1, P2, P3, P4 = (f"<p>{text}</p>" for text in (ONE, TWO, THREE, FOUR))
ALL = [ONE, TWO, THREE, FOUR]
LONG = (
    "Readers of this paper know that nothing ever comes of such talks, and I for one have seen thirty years of them. "
)


def body(html: str) -> list[str]:
    root = parse_markup(f"<html><body>{html}</body></html>", "x").root
    return find_body(root, find_furniture(root, text_lengths(root))).texts


OTHERS = {
    "nav": f"<nav><p>{LONG}</p></nav>",
    "aside": f"<aside><h3>Background</h3><p>{LONG}</p></aside>",
    "figure": "<figure><img src=a><figcaption>Ministers at the gate in Geneva on Monday. Photo: Agency</figcaption></figure>",
    "hidden": "<div style='display: none'><p>You have two articles left this month, sign in to go on.</p></div>",
    "role": f"<div role=complementary><p>{LONG}</p></div>",
    "label": f"<section aria-label='Related stories'><p>{LONG}</p></section>",
    "word of a class": f"<div class='c-article__related-links'><p>{LONG}</p></div>",
    "word of a camel": f"<div class='RelatedLinks_root__x1z'><p>{LONG}</p></div>",
    "pair of words": f"<div class='block-read-more'><p>{LONG}</p></div>",
    "id": f"<div id='newsletter-signup-3'><p>{LONG}</p></div>",
    "test id": f"<div data-testid='RecircModule'><div class=recirc>{LONG}</div></div>",
    "comments longer than the article": f"<div id=comments>{''.join(f'<p>{LONG * 3}</p>' for _ in range(9))}</div>",
    "a tweet": f"<blockquote class=twitter-tweet><p>{LONG}</p></blockquote>",
    "a lone link": "<p><a href=/x>Norway and Chile: the story of a quarrel about fish and what is beneath it</a></p>",
    "a lone link in brackets": "<p>[ <a href=/x>More from Geneva, where the talks of the ministers are held</a> ]</p>",
    "a link with a lead": "<p>Read more: <a href=/x>Norway and Chile, the story of a quarrel about fish</a></p>",
    "a link with a date": "<ul><li>12 March: <a href=/x>Norway and Chile, the story of a quarrel about fish</a></li></ul>",
    "a card": "<div><h3><a href=/x>How the quarrel began</a></h3><p>It was a cold morning, and the nets were full of fish.</p></div>",
    "a card inside a link": "<a href=/x><h3>How the quarrel began</h3><p>It was a cold morning, and the nets were full of fish.</p></a>",
    "a heading of nothing": "<h3>Related</h3><ul><li><a href=/x>How the quarrel between the two countries began</a></li></ul>",
    "a caption glued in": "",
    "a table of figures": "<table><tr><th>Year</th><th>Catch</th></tr><tr><td>2021</td><td>31,000</td></tr></table>",
    "an advertisement": "<div class='ad ad--inline'><p>Cars that drive you home, now from nine thousand at your dealer.</p></div>",
    "not printed": f"<div class='box noprint'><p>{LONG}</p></div>",
    "a pull quote": "<blockquote><p>We agreed on every point of the treaty</p></blockquote>",
    "a teaser that breaks off": f"<div><p>{LONG[:70]} … <a href=/x>More »</a></p><p>{LONG[9:80]} ... <a href=/y>Go on</a></p></div>",
    "a label of links": "<div>Further reading</div><ul><li><a href=/x>How the quarrel between the two countries began</a></li></ul>",
    "a way to report slips": "<p>Atradāt kļūdu? Iezīmējiet to un spiediet Ctrl+Enter, lai mēs to labotu jau šodien!</p>",
    "comments of visitors": f"<div class=visitors_comment_block><p>{LONG * 9}</p></div>",
    "comments of one name": f"<div class='post_comment'><p>{LONG}</p></div>" * 9,
    "what a video is called": "<div class=video-resource__details><div>Watch what happened in Geneva, a day after the two ministers met.</div></div>",
    "buttons": "<div id=print-bar><p>Print this</p></div>",
    "a lone time": "<time datetime='2024-03-12'>12 March 2024</time>",
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_part_of_it(kind: str) -> None:
    assert body(f"<h1>Talks</h1><article><div>{P1}{P2}{OTHERS[kind]}{P3}{P4}</div></article>") == ALL


@pytest.mark.parametrize("kind", OTHERS)
def test_what_stands_beside_it(kind: str) -> None:
    assert body(f"{OTHERS[kind]}<h1>Talks</h1><div><div class=x>{P1}{P2}{P3}{P4}</div></div>{OTHERS[kind]}") == ALL


LAYOUTS = {
    "paragraphs in a div": f"<div>{P1}{P2}{P3}{P4}</div>",
    "divs for paragraphs": "<div>" + "".join(f"<div>{text}</div>" for text in ALL) + "</div>",
    "breaks": f"<div>{'<br><br>'.join(ALL)}</div>",
    "single breaks": f"<div>{'<br>'.join(ALL)}</div>",
    "breaks and furniture": f"<td><a href=/>Home</a> | <a href=/w>World</a></td><td><font size=2>{'<br><br>'.join(ALL)}</font></td>",
    "nested tables": f"<table><tr><td><a href=/>Home</a></td><td><table><tr><td>{P1}{P2}{P3}{P4}</td></tr></table></td></tr></table>",
    "in sections": f"<article><section>{P1}</section><section>{P2}</section><section>{P3}{P4}</section></article>",
    "in parts of one class": f"<main><div><div class=part>{P1}{P2}</div></div><div class=ad>x</div><div><div class=part>{P3}{P4}</div></div></main>",
    "no end tags": f"<div><p>{'<p>'.join(ALL)}</div>",
    "spans in a div": "<div>" + "".join(f"<div><span>{text}</span></div>" for text in ALL) + "</div>",
    "everything in a form": f"<form id=aspnetForm><div>{P1}{P2}{P3}{P4}</div></form>",
    "a page with a sidebar": f"<div class='page with-sidebar has-comments'>{P1}{P2}{P3}{P4}</div>",
    "a class that says too much": f"<div class='social share ads'>{P1}{P2}{P3}{P4}</div>",
    "a hidden body": f"<div style='display:none'>{P1}{P2}{P3}{P4}</div>",
    "a paywall's class": f"<div><p>{ONE}</p><div class=paywall>{P2}{P3}{P4}</div></div>",
    "tags of the article": f"<div><div class='post tag-facebook category-ads'>{P1}{P2}</div><div class='post tag-facebook category-ads'>{P3}{P4}</div></div>",
    "a standfirst over it": f"<header><h1>Talks</h1>{P1}</header><div class=share>Share</div><div>{P2}{P3}{P4}</div>",
    "a quotation": f"<div>{P1}<blockquote>{P2}</blockquote>{P3}{P4}</div>",
    "a list": f"<div>{P1}<ul><li>{TWO}</li><li>{THREE}</li></ul>{P4}</div>",
    "preformatted": "<pre>" + "\n\n".join(ALL) + "</pre>",
    "custom elements": f"<x-page><x-body>{P1}{P2}{P3}{P4}</x-body></x-page>",
    "followed by another article": f"<main><article><h1>Talks</h1>{P1}{P2}{P3}{P4}</article><article><h1>Next</h1>{f'<p>{LONG}</p>' * 9}</article></main>",
    "notes in it": f"<div>{P1}{P2.replace('treaty,', 'treaty,<sup><a href=#n1>[1]</a></sup>')}{P3}{P4}</div>",
    "a caption in a paragraph": f"<div><p><img src=a><span class='photo-caption'>Ministers at the gate.</span>{ONE}</p>{P2}{P3}{P4}</div>",
    "a name for the ears": f"<div><p><span class=sr-only>opens in a new window</span>{ONE}</p>{P2}{P3}{P4}</div>",
    "a dateline of its own": f"<div><p><span class=dateline></span>{ONE}</p>{P2}{P3}{P4}</div>",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    assert body(LAYOUTS[layout]) == ALL


@pytest.mark.parametrize("name", ["id=content_print", "class=big_photo", "class=share-column"])
def test_a_word_for_a_picture_or_button_is_no_word_against_paragraphs(name: str) -> None:
    """What is printed is the article, and a column may be named for its photo."""
    long = [f"{ONE} {TWO}", f"{THREE} {FOUR}"]
    others = f"<div class=more><div>{LONG}</div></div>" * 9
    assert body(f"<div {name}><p>{long[0]}</p><p>{long[1]}</p></div><div><a href=/x>x</a>{others}</div>")[:2] == long


@pytest.mark.parametrize(
    ("inner", "texts"),
    [
        (f"{P1}<h2>The quarrel</h2>{P2}", [ONE, "The quarrel", TWO]),
        (f"{P1}<h2>The quarrel</h2><div class=ad>x</div>{P2}", [ONE, "The quarrel", TWO]),
        (f"{P1}{P2}<p>He left.</p>", [ONE, TWO, "He left."]),
        # One paragraph that breaks off is the end of what is free to read.
        (f"{P1}<p>{TWO}… <a href=/x>Read on</a></p>", [ONE, f"{TWO}… Read on"]),
        (f"<p>From the ministry, after the talks:</p>{P1}{P2}", ["From the ministry, after the talks:", ONE, TWO]),
        # Labels before the first sentence and behind the last.
        (f"<div>Europe</div><div>12.03.2024</div>{P1}{P2}<div>kh/or</div>", [ONE, TWO]),
        (f"<p>GENEVA —</p>{P1}{P2}", ["GENEVA —", ONE, TWO]),
        (f"<ul><li>Norway and Chile settle</li><li>Ships to be returned</li></ul>{P1}", ["Norway and Chile settle", "Ships to be returned", ONE]),
        # End matter goes with its heading; a box inside the text takes nothing with it.
        (f"{P1}{P2}<h2>Sources</h2><ul><li>Ministry of Foreign Affairs, statement of Monday.</li></ul>", [ONE, TWO]),
        (f"{P1}{P2}<h3>Press contacts</h3><p>Duty officer: Ola Berg, tel. 00 00 00 00, press@mfa.example.</p>", [ONE, TWO]),
        (f"{P1}<h3>Related</h3>{P2}{P3}{P4}{P1}{P2}{P3}", [ONE, TWO, THREE, FOUR, ONE, TWO, THREE]),
        # Each post of a live blog keeps its time.
        (
            "".join(f"<div class=post><time datetime='2024-03-12T10:0{at}'>10:0{at}</time>{text}</div>" for at, text in enumerate((P1, P2, P3))),
            ["10:00", ONE, "10:01", TWO, "10:02", THREE],
        ),
    ],
)  # fmt: skip
def test_what_is_kept_and_what_goes(inner: str, texts: list[str]) -> None:
    assert body(f"<h1>Talks</h1><article>{inner}</article>") == texts


@pytest.mark.parametrize("html", [P1, f"<div><div><div>{P1}</div></div></div>", f"<div>{ONE}</div>", ONE])
def test_a_lone_paragraph_is_a_body(html: str) -> None:
    assert body(html) == [ONE]


def test_a_page_without_prose_has_no_body() -> None:
    assert body("<ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul><p>Short.</p>") == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("article__related-links", ("article", "related", "links")),
        ("ArticleBody_root__x1Z", ("article", "body", "root", "x", "1", "z")),
        ("HTMLBody", ("html", "body")),
        ("correlated", ("correlated",)),
        ("", ()),
    ],
)
def test_words_of_names(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words
