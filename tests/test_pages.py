"""Saved pages and web archives: the article without the page around it, and what the page says of it."""

# ruff: noqa: E501 - pages are wide

from __future__ import annotations

import json
import quopri
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles

PARAGRAPHS = (
    "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said.",
    "“We agreed on every point of the treaty,” the Norwegian minister, Kari Hansen, told reporters after the talks.",
    "Chile had recalled its ambassador from Oslo in January, after Norway seized two of its fishing vessels.",
    "A second round is to be held in Santiago in April, the Chilean foreign ministry said in a statement.",
)
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
TITLE = "Norway and Chile settle quarrel over fishing"
LINKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-03-12T08:30:00+01:00",
    "author": {"@type": "Person", "name": "Jane Roe"},
    "publisher": {"@type": "Organization", "name": "The Meridian"},
}
NAVIGATION = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World news</a></li></ul></nav>"
AROUND = (
    "<aside><h3>Most read</h3><ul><li><a href='/1'>Ten beaches to see</a></li><li><a href='/2'>Quiz</a></li></ul></aside>"
    "<section id='comments' class='comments'><p>Great article, thank you very much for it!</p></section>"
    "<footer><p>© 2024 The Meridian. All rights reserved.</p></footer>"
)

LAYOUTS = {
    "json-ld": f"""<html lang="en-GB"><head><title>{TITLE} - The Meridian</title>
        <script type="application/ld+json">{json.dumps(LINKED)}</script></head>
        <body>{NAVIGATION}<article><h1>{TITLE}</h1>{BODY}</article>{AROUND}</body></html>""",
    "json-ld-graph": f"""<html lang="en"><head><title>x</title>
        <script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@graph": [LINKED]})}</script>
        <meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Meridian"></head>
        <body><main><h1>{TITLE}</h1>{BODY}</main>{AROUND}</body></html>""",
    "open-graph": f"""<html lang="en"><head><meta property="og:title" content="{TITLE}">
        <meta property="og:site_name" content="The Meridian"><meta name="author" content="Jane Roe">
        <meta property="article:published_time" content="2024-03-12T07:30:00Z"></head>
        <body>{NAVIGATION}<div class="story-body">{BODY}</div>{AROUND}</body></html>""",
    "time-element": f"""<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="The Meridian">
        </head><body><article><header><h1>{TITLE}</h1><p>By <span class="author">Jane Roe</span></p>
        <time datetime="2024-03-12">Tuesday</time></header>{BODY}</article>{AROUND}</body></html>""",
    "microdata": f"""<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="The Meridian">
        </head><body><div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1>
        <meta itemprop="datePublished" content="2024-03-12"><div itemprop="articleBody">{BODY}</div></div></body></html>""",
    "breaks-for-paragraphs": f"""<html lang="en"><head><title>{TITLE}</title><meta name="date" content="2024-03-12">
        <meta property="og:site_name" content="The Meridian"></head>
        <body><div id="content"><h1>{TITLE}</h1><div class="article-text">{"<br><br>".join(PARAGRAPHS)}</div></div></body></html>""",
    "tables-of-old": f"""<html lang="en"><head><title>{TITLE}</title><meta name="DC.date" content="2024-03-12">
        <meta property="og:site_name" content="The Meridian"></head><body bgcolor="white"><table width="100%"><tr><td>
        <a href="/">Home</a></td><td><h1>{TITLE}</h1>{BODY}</td></tr></table></body></html>""",
    "advertisements-between": f"""<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="The Meridian">
        <meta property="article:published_time" content="2024-03-12"></head><body><article><h1>{TITLE}</h1>
        <p>{PARAGRAPHS[0]}</p><div class="advertisement"><p>Advertisement</p></div><p>{PARAGRAPHS[1]}</p>
        <div class="related-links"><a href="/3">Read more: Chile votes</a></div><p>{PARAGRAPHS[2]}</p>
        <figure><img src="a.jpg"><figcaption>Ships at anchor. Photo: Agency</figcaption></figure><p>{PARAGRAPHS[3]}</p>
        </article>{AROUND}</body></html>""",
    "sections-and-quotes": f"""<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="The Meridian">
        <meta property="article:published_time" content="2024-03-12"></head><body><article><h1>{TITLE}</h1>
        <p>{PARAGRAPHS[0]}</p><blockquote><p>{PARAGRAPHS[1]}</p></blockquote><h2>A long quarrel</h2>
        <p>{PARAGRAPHS[2]}</p><ul><li>{PARAGRAPHS[3]}</li></ul></article></body></html>""",
    "share-and-cookies": f"""<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="The Meridian">
        <meta property="article:published_time" content="2024-03-12"></head><body>
        <div id="cookie-banner"><p>We use cookies to improve your visit.</p><button>Accept all</button></div>
        <div class="share"><a href="#">Facebook</a> <a href="#">Twitter</a></div><main><h1>{TITLE}</h1>{BODY}
        <p>Sign up for our newsletter</p></main>{AROUND}</body></html>""",
    "scripts-inside": f"""<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="The Meridian">
        <meta property="article:published_time" content="2024-03-12"></head><body><article><h1>{TITLE}</h1>
        <script>window.dataLayer = [];gtag('js', new Date());</script><style>p {{ color: red }}</style>{BODY}
        <noscript><p>Please enable JavaScript</p></noscript></article></body></html>""",
    "print-version": f"""<html lang="en"><head><title>The Meridian: {TITLE}</title><meta property="og:title" content="{TITLE}">
        <meta property="og:site_name" content="The Meridian"><meta name="pubdate" content="2024-03-12"></head>
        <body onload="print()"><h1>{TITLE}</h1><hr>{BODY}<hr><p>Source: https://meridian.example/a</p></body></html>""",
}
OUTSIDE = (
    "Home",
    "World news",
    "Ten beaches",
    "Great article",
    "dataLayer",
    "Facebook",
    "Ships at anchor",
    "JavaScript",
)


def read(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[ArticleError] = []
    articles = list(read_articles([path], Options(on_error=errors.append)))
    return articles, [str(error) for error in errors]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_article_and_nothing_else(tmp_path: Path, layout: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(LAYOUTS[layout], encoding="utf-8")
    (article,), errors = read(path)
    assert not errors
    for paragraph in PARAGRAPHS:
        assert paragraph in article.text
    for words in OUTSIDE:
        assert words not in article.text
    assert article.meta.title == TITLE
    assert article.text.count(TITLE) == 1
    assert article.meta.published == "2024-03-12"
    assert article.meta.publisher == "The Meridian"
    assert article.meta.language == "en"


def test_paragraphs_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(LAYOUTS["json-ld"])
    (article,), _ = read(tmp_path)
    assert article.text.split("\n\n") == [TITLE, *PARAGRAPHS]


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("<!DOCTYPE html>" + LAYOUTS["json-ld"])
    (article,), _ = read(tmp_path)
    assert article.meta.publisher == "The Meridian"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-8-sig", ""),
        ("utf-16", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", ""),
        ("iso-8859-2", "iso-8859-2"),
        ("cp1251", "windows-1251"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    name = "Ђинђић" if encoding == "cp1251" else "Kovář" if encoding == "iso-8859-2" else "Señor Núñez"
    page = LAYOUTS["json-ld"].replace("“", '"').replace("”", '"').replace("Kari Hansen", name).replace("©", "c")
    head = f"<meta charset={declared}>" if declared else ""
    (tmp_path / "a.html").write_bytes(page.replace("<head>", f"<head>{head}").encode(encoding))
    (article,), _ = read(tmp_path)
    assert name in article.text


def archive(location: str = "https://meridian.example/a") -> bytes:
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {location}\r\n"
        "Subject: x\r\nDate: Wed, 13 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
    )
    page = LAYOUTS["json-ld"].replace("=", "=3D").replace("“", "=E2=80=9C").replace("”", "=E2=80=9D").replace("©", "")
    part = f"------b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{page}\r\n"
    frame = (
        "------b\r\nContent-Type: text/html\r\n\r\n<html><body><p>An advertisement.</p></body></html>\r\n------b--\r\n"
    )
    return (head + part + frame).encode()


def test_web_archives(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(archive())
    (article,), errors = read(tmp_path)
    assert not errors
    assert PARAGRAPHS[1] in article.text
    assert "advertisement" not in article.text
    assert article.meta.url == "https://meridian.example/a"
    assert article.meta.published == "2024-03-12"


def parts(*pages: tuple[str, str], encoding: str = "utf-8") -> bytes:
    """A web archive of pages, each with its location; quoted-printable, as Chromium writes it."""
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://meridian.example/a\r\nMIME-Version: 1.0\r\n"
    archive = f'{head}Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'.encode()
    for location, page in pages:
        fields = f"Content-Type: text/html; charset={encoding}\r\nContent-Location: {location}\r\n"
        fields += "Content-Transfer-Encoding: quoted-printable\r\n"
        archive += b"--b\r\n" + fields.encode() + b"\r\n" + quopri.encodestring(page.encode(encoding)) + b"\r\n"
    return archive + b"--b--\r\n"


FRAMES = ("https://ads.example/f", f"<html><body><p>{'Cars that drive you home. ' * 40}</p></body></html>")
ARTICLE = ("https://meridian.example/a", LAYOUTS["json-ld"].replace("©", ""))


@pytest.mark.parametrize(
    "pages",
    [
        (ARTICLE, FRAMES),
        (FRAMES, ARTICLE),  # the page is the part of the archive's own address
        (
            ("https://meridian.example/a", "<frameset><frame src=b></frameset>"),
            ("https://meridian.example/b", ARTICLE[1]),
        ),
    ],
)
def test_web_archives_of_several_parts(tmp_path: Path, pages: tuple[tuple[str, str], ...]) -> None:
    (tmp_path / "a.mhtml").write_bytes(parts(*pages))
    (article,), errors = read(tmp_path / "a.mhtml")
    assert not errors
    assert article.text.split("\n\n") == [TITLE, *PARAGRAPHS]


def test_the_encoding_of_a_part_is_its_own(tmp_path: Path) -> None:
    page = ARTICLE[1].replace("Kari Hansen", "Kateřina Kovář").replace("“", '"').replace("”", '"')
    (tmp_path / "a.mhtml").write_bytes(parts((ARTICLE[0], page), encoding="iso-8859-2"))
    (article,), _ = read(tmp_path / "a.mhtml")
    assert "Kateřina Kovář" in article.text


@pytest.mark.parametrize(
    ("comment", "address"),
    [
        ("<!-- saved from url=(0030)https://meridian.example/2024/a -->", "https://meridian.example/2024/a"),
        ("<!--\n Page saved with SingleFile \n url: https://meridian.example/2024/a \n saved date: x\n-->", "https://meridian.example/2024/a"),
        ("<base href='https://web.archive.org/web/20240401000000/https://meridian.example/2024/a'>", "https://meridian.example/2024/a"),
        ("", None),
    ],
)  # fmt: skip
def test_what_browsers_write_on_top(tmp_path: Path, comment: str, address: str | None) -> None:
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html>{comment}" + LAYOUTS["json-ld"], encoding="utf-8")
    (article,), _ = read(tmp_path / "a.html")
    assert article.meta.url == address


@pytest.mark.parametrize(
    "last",
    ["Jane Roe is the Geneva correspondent of The Meridian.", "Reach Jane Roe at roe@meridian.example.", "By Jane Roe"],
)
def test_who_the_author_is_is_no_news(tmp_path: Path, last: str) -> None:
    (tmp_path / "a.html").write_text(LAYOUTS["json-ld"].replace("</article>", f"<p>{last}</p></article>"))
    (article,), _ = read(tmp_path / "a.html")
    assert article.text.split("\n\n") == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.html", b"<html><body></body></html>"),
        ("menu.html", f"<html><body>{NAVIGATION}</body></html>".encode()),
        ("deep.html", b"<div>" * 100_000 + b"x"),
        ("nul.html", b"<html>\0\0\0<body>\0"),
        ("none.mhtml", archive().replace(b"text/html", b"text/css")),
        ("cut.html", b"<html><body><p"),
    ],
)
def test_a_page_without_an_article_is_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    articles, errors = read(path)
    assert not articles
    assert len(errors) == 1
    assert errors[0].startswith(f"{path}: ")
    assert "\n" not in errors[0]
