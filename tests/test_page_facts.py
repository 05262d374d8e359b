"""What a page says of its article: each place that may say it, and which is believed where they differ."""

# ruff: noqa: E501 - pages are wide

from __future__ import annotations

import json

import pytest

from kg.read.html.body import find_body
from kg.read.html.furniture import find_furniture, text_lengths
from kg.read.html.markup import parse_markup
from kg.read.html.page_facts import PageFacts, page_facts

TEXT = "<p>The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said.</p>" * 3


def facts(head: str = "", body: str = "", told: str | None = None, page: str = "<html lang=en>") -> PageFacts:
    markup = parse_markup(f"{page}<head>{head}</head><body>{body}{TEXT}</body></html>", "x")
    furniture = find_furniture(markup.root, text_lengths(markup.root))
    return page_facts(markup, furniture, told, find_body(markup.root, furniture).lead)


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **fields})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


H1 = "<h1>Norway and Chile settle</h1>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Norway and Chile settle | The Meridian</title>", H1, "Norway and Chile settle"),
        (meta("og:title", "Norway and Chile settle") + "<title>The Meridian</title>", "", "Norway and Chile settle"),
        (linked(headline="Norway &amp; Chile settle"), "", "Norway & Chile settle"),
        # A logo, a section: what the other places agree in is the title.
        (meta("og:title", "Norway and Chile settle") + linked(headline="Norway and Chile settle"), "<h1>World news</h1>", "Norway and Chile settle"),
        ("<title>Blog: Norway and Chile settle</title>", "<h1><a href=/>Blog</a></h1><h3 class=entry-title>Norway and Chile settle</h3>", "Norway and Chile settle"),
        # As the page shows it, where search engines are told something else.
        (meta("og:title", "Fish: what Norway did"), H1 + "<h2>x</h2>", "Norway and Chile settle"),
        ("<title>Norway and Chile settle - CNN Politics</title>" + meta("og:site_name", "CNN") + meta("og:title", "Norway and Chile settle | CNN Politics"), "", "Norway and Chile settle"),
        ("<title>Norway and Chile settle | Adria Welle | 18.07.2022</title>" + meta("og:site_name", "Adria Welle"), "", "Norway and Chile settle"),
        ("<title>Norway and Chile settle » World » News » Daily Bugle Online</title>", "", "Norway and Chile settle"),
        # The name is told by the address alone; a short one is no proof where more stands behind it.
        ("<title>Norway and Chile settle - MERIDIAN.com</title><link rel=canonical href=https://www.meridian.com/a>", "", "Norway and Chile settle"),
        ("<title>Norway - Time to talk</title><link rel=canonical href=https://time.com/a>" + meta("og:title", "Norway - Time to talk"), "", "Norway - Time to talk"),
        (meta("og:title", "Norway and Chile settle - Jane Roe and John Doe") + meta("author", "Jane Roe, John Doe"), "", "Norway and Chile settle"),
        # Over the text, where nothing is marked.
        ("<title>BUGLE :: News</title>", "<font>04.11.2008</font><br><b>Norway and Chile settle</b>", "Norway and Chile settle"),
        ("", "", None),
    ],
)  # fmt: skip
def test_titles(head: str, body: str, title: str | None) -> None:
    assert facts(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "url", "day"),
    [
        (linked(datePublished="2024-03-12T08:30:00+01:00", dateModified="2024-03-14"), "", None, "2024-03-12"),
        (meta("article:published_time", "2024-03-12T08:30:00Z") + meta("article:modified_time", "2024-03-14"), "", None, "2024-03-12"),
        *((f'<meta name="{name}" content="2024-03-12">', "", None, "2024-03-12") for name in ("parsely-pub-date", "DC.date.issued", "pubdate", "sailthru.date", "date")),
        ("", "<meta itemprop=datePublished content='2024-03-12'>", None, "2024-03-12"),
        ("", H1 + "<time datetime='2024-03-12T10:00'>Tuesday</time>", None, "2024-03-12"),
        ("", H1 + "<abbr class=published title='2024-03-12T21:14:00+08:00'>21:14</abbr>", None, "2024-03-12"),
        ("", H1 + "<p class=date>12 March 2024</p>", None, "2024-03-12"),
        ("", H1 + "<p class=byline>By Jane Roe, March 12, 2024, 8:14 a.m.</p>", None, "2024-03-12"),
        ("", H1 + "<ul><li><b>Date</b> 12.03.2024</li></ul>", None, "2024-03-12"),
        ("", "", "https://meridian.example/2024/03/12/talks", "2024-03-12"),
        ("", "", "https://meridian.example/world/2024/mar/12/talks", "2024-03-12"),
        ("", "", "https://meridian.example/talks-20240312.html", "2024-03-12"),
        ("", "", "https://meridian.example/talks-12345678", None),
        ("", "", "https://meridian.example/2010/POLITICS/08/13/talks/index.html", "2010-08-13"),
        ("", "", "https://meridian.example/2013/middle_east/8/3/talks/index.html", "2013-08-03"),
        ("", "", "https://meridian.example/2013/top/40/30/talks/index.html", None),
        # An address has the day of the outlet's own clock, a stamp in universal time may not.
        (linked(datePublished="2024-03-13T02:30:00Z"), "", "https://meridian.example/2024/03/12/talks", "2024-03-12"),
        (linked(datePublished="2024-03-13T02:30:00+01:00"), "", "https://meridian.example/2024/03/12/talks", "2024-03-13"),
        (linked(datePublished="2024-03-15T02:30:00Z"), "", "https://meridian.example/2024/03/12/talks", "2024-03-15"),
        ('<meta name="sailthru.date" content="2024-03-13">', H1 + "<time datetime='2024-03-12 20:08:00-0400'>x</time>", None, "2024-03-12"),
        ('<meta name="sailthru.date" content="2024-03-13">', H1 + "<time datetime='2024-03-10 20:08:00-0400'>x</time>", None, "2024-03-13"),
        ("", H1 + "<p class=byline>By Jane Roe <abbr title='2024-03-12T10:00:00Z'>2 hours ago</abbr></p>", None, "2024-03-12"),
        # When a work that it cites was read.
        ("", H1 + "<p>The treaty is in the archive of the foreign ministry in Oslo, it says.<span class=reference-accessdate>Retrieved 2010-01-25</span></p>", None, None),
        # The day as the outlet's own clock has it.
        (linked(datePublished="2024-03-13T02:30:00Z") + meta("article:published_time", "2024-03-12T21:30:00-05:00"), "", None, "2024-03-12"),
        (linked(datePublished="2024-03-13T02:30:00Z"), H1 + "<time datetime='2024-03-12T21:30:00-05:00'>x</time>", None, "2024-03-12"),
        (linked(datePublished="2024-03-13T02:30:00Z") + meta("article:published_time", "2024-03-10T21:30:00-05:00"), "", None, "2024-03-13"),
        # Never that of another article, of a comment, of an update.
        ("", H1 + "<aside class=related><time datetime='2023-01-01'>x</time></aside>", None, None),
        ("", H1 + "<div id=comments><time datetime='2025-01-01'>x</time></div>", None, None),
        ("", H1 + "<p>Updated: <time datetime='2024-03-14'>x</time></p>", None, None),
        (linked(**{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2020-01-01"}]}), "", None, None),
        (linked(headline="Other", datePublished="2020-01-01") + linked(headline="Norway and Chile settle", datePublished="2024-03-12"), H1, None, "2024-03-12"),
        (linked(datePublished="soon") + meta("article:published_time", "2024-03-12"), "", None, "2024-03-12"),
        (linked(datePublished="2024-13-45"), "", None, None),
        # Day and month can be told apart, or there is no date.
        ("", H1 + "<p class=date>25/12/2021</p>", None, "2021-12-25"),
        ("", H1 + "<p class=date>03/04/2021</p>", None, None),
        ("", H1 + "<p class=date>03/04/2021</p>", "https://meridian.co.uk/talks", "2021-04-03"),
    ],
)  # fmt: skip
def test_days(head: str, body: str, url: str | None, day: str | None) -> None:
    assert facts(head, body, url).published == day


def test_a_page_that_only_says_when_it_was_changed() -> None:
    told = facts(meta("article:modified_time", "2024-03-14T10:00:00Z"))
    assert (told.published, told.modified) == (None, "2024-03-14")


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        (linked(author={"@type": "Person", "name": "Jane Roe"}), "", "Jane Roe"),
        (linked(author=[{"name": "Jane Roe"}, {"name": "John Doe"}]), "", "Jane Roe, John Doe"),
        (linked(author=[{"@type": "Organization", "name": "Agency"}, {"@type": "Person", "name": "Jane Roe"}]), "", "Jane Roe"),
        (linked(author="By Jane Roe and John Doe"), "", "Jane Roe, John Doe"),
        (linked(author={"@id": "#p"}) + linked(**{"@type": "Person", "@id": "#p", "name": "Jane Roe"}), "", "Jane Roe"),
        (linked(author={"@type": "Person", "givenName": "Jane", "familyName": "Roe"}), "", "Jane Roe"),
        (linked(author={"name": "The Meridian"}, publisher={"name": "The Meridian"}), "", None),
        ('<meta name="author" content="Jane Roe">', "", "Jane Roe"),
        (meta("article:author", "https://facebook.example/janeroe"), "", None),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Roe">', "", "Jane Roe"),
        ("", H1 + "<p class=byline>By <a href=/x>Jane Roe</a> and <a href=/y>John Doe</a></p>", "Jane Roe, John Doe"),
        ("", H1 + "<p>By Jane Roe, Diplomatic Correspondent</p>", "Jane Roe"),
        ("", H1 + "<p class=byline>By JANE ROE in Geneva | 12 March 2024</p>", "JANE ROE"),
        ("", H1 + "<span rel=author>Jane O'Neill-Roe @janeroe jane@meridian.example</span>", "Jane O'Neill-Roe"),
        ("", H1 + "<p class=byline>Staff</p>", "Staff"),
        # An office without a comma; the outlet's name, where only the address has it; a clock; an address.
        ("", H1 + "<p class=byline>Jane Roe Senior Washington Correspondent</p>", "Jane Roe"),
        ("", H1 + "<p class=byline>By Jane Roe, Herald Staff Writer</p>", "Jane Roe"),
        (meta("author", "Jane Roe, USA OBSERVER") + "<link rel=canonical href=https://www.usaobserver.com/a>", "", "Jane Roe"),
        ("", H1 + "<p class=byline>9:39AM BST 05 Oct 2011</p>", None),
        (meta("author", "meridian.com"), "", None),
        ("", H1 + "<p class=author>Par Jeanne Roux</p>", "Jeanne Roux"),
        ("", H1 + "<span class=author>admin</span>", None),
        ("", H1 + "<div class=comments><span class=author>Yak Herder</span></div>", None),
        ("", "<p>By Friday the town had fallen to the rebels, who had come from the north in the night.</p>", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, author: str | None) -> None:
    assert facts(head, body).author == author


@pytest.mark.parametrize(
    ("head", "body", "outlet"),
    [
        (meta("og:site_name", "The Meridian"), "", "The Meridian"),
        (linked(publisher={"@type": "Organization", "name": "The Meridian"}), "", "The Meridian"),
        (meta("og:site_name", "meridian.example") + linked(publisher={"name": "The Meridian"}), "", "The Meridian"),
        (meta("og:site_name", "WordPress") + "<title>Talks | The Meridian</title>", "<h1>Talks</h1>", "The Meridian"),
        (meta("og:site_name", "the Meridian") + "<title>Talks | The Meridian</title>", "", "The Meridian"),
        (meta("og:site_name", "The Meridian | News you can use"), "", "The Meridian"),
        ("<title>Norway and Chile settle - Daily Bugle</title>", H1, "Daily Bugle"),
        ("<title>Norway and Chile settle</title>", H1, None),
        (meta("og:site_name", "MERIDIAN.com"), "<h1><a href=/>Newsfeed</a></h1>", "MERIDIAN.com"),
        ("", "<h1><a href=/>Daily Bugle</a></h1>", "Daily Bugle"),
        ("<meta name=generator content=Joomla>", "<span class=site-title>Daily Bugle</span>", "Daily Bugle"),
    ],
)  # fmt: skip
def test_outlets(head: str, body: str, outlet: str | None) -> None:
    assert facts(head, body).publisher == outlet


@pytest.mark.parametrize(
    ("head", "told", "address"),
    [
        ('<link rel=canonical href="https://m.example/a?id=1&utm_source=x">', None, "https://m.example/a?id=1"),
        ('<link rel="canonical" href="/a">', "https://m.example/b?x=1", "https://m.example/a"),
        (meta("og:url", "https://m.example/a"), "https://m.example/amp/a", "https://m.example/a"),
        ("", "https://m.example/a", "https://m.example/a"),
        ('<link rel=canonical href="https://m.example/">', "https://m.example/a", "https://m.example/a"),
        ('<link rel=canonical href="https://web.archive.org/web/20160304112233/http://m.example/a">', None, "http://m.example/a"),
        ('<link rel=canonical href="javascript:alert(1)">', None, None),
        ('<link rel=canonical href="http://[">', None, None),
        ("", "file:///home/me/a.html", None),
    ],
)  # fmt: skip
def test_addresses(head: str, told: str | None, address: str | None) -> None:
    assert facts(head, told=told).url == address


def test_a_printed_page_tells_its_address() -> None:
    assert (
        facts(body="<p>Find this article at: https://m.example/2009/07/26/a.html</p>").url
        == "https://m.example/2009/07/26/a.html"
    )


@pytest.mark.parametrize(
    ("page", "head", "language"),
    [
        ("<html lang='en-GB'>", "", "en"),
        ("<html xml:lang=fr>", "", "fr"),
        ("<html>", meta("og:locale", "pt_BR"), "pt"),
        ("<html>", linked(inLanguage="de"), "de"),
        ("<html lang=''>", "", None),
    ],
)
def test_languages(page: str, head: str, language: str | None) -> None:
    assert facts(head, page=page).language == language


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (linked(isAccessibleForFree=False), False),
        (linked(isAccessibleForFree="False"), False),
        (linked(isAccessibleForFree=True), True),
        (meta("article:content_tier", "locked"), False),
        ("", True),
    ],
)
def test_what_is_not_free(head: str, free: bool) -> None:
    assert facts(head).free is free


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Talks"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Talks"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Talks", "keywords": ["a", "b",],}',
        '{"@type": ["Thing", "NewsArticle"], "headline": "Talks", "description": "two\nlines"}',
        '[{"@type": "WebSite"}, {"@graph": [{"@type": "http://schema.org/NewsArticle", "headline": "Talks"}]}]',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Talks&quot;}",
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Talks"}};',
    ],
)
def test_json_as_templates_write_it(script: str) -> None:
    assert facts(f"<script type='application/ld+json'>{script}</script>").title == "Talks"


@pytest.mark.parametrize(
    "script", ["", "{", "[" * 100_000, '{"@type": 1, "author": [[[]]]}', '{"@graph": {"@graph": 3}}', "null", '"x"']
)
def test_json_that_is_none_does_no_harm(script: str) -> None:
    assert facts(f"<script type='application/ld+json'>{script}</script>", H1).title == "Norway and Chile settle"
