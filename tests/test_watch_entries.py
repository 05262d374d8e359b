"""Feeds as they come from servers: their entries, and what is no feed."""

# ruff: noqa: E501 - XML is wide

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.web import feed, item
from kg.watch.addresses import read_address
from kg.watch.entries import MAX_ENTRIES, Entry, Feed, read_feed
from kg.watch.problems import FetchError

HERE = read_address("https://news.example/feeds/world.xml")
LONG = "<p>" + "The envoys of both countries met in Oslo on Monday. " * 30 + "</p>"
CUT = "<p>" + "The envoys of both countries met in Oslo on Monday. " * 30 + "{}</p>"


def read(body: object, kind: str = "application/rss+xml") -> Feed:
    data = body if isinstance(body, bytes) else str(body).encode()
    return read_feed(data, kind, HERE)


def only(*more: str) -> Entry:
    (entry,) = read(feed(item("Envoys &amp;amp; ministers", "/a", "".join(more))).body).entries
    return entry


def test_an_entry() -> None:
    entry = only(
        '<guid isPermaLink="false">g1</guid>'
        "<author>jane@news.example (Jane Roe)</author><description>They &lt;b&gt;met.</description>"
    )
    assert (entry.link, entry.title, entry.published) == ("https://news.example/a", "Envoys & ministers", "2022-03-07")
    assert (entry.guid, entry.publisher, entry.author) == ("g1", "The Meridian", "Jane Roe")
    assert (entry.content, entry.whole, entry.stamp) == ("They <b>met.", False, 1646648100.0)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (LONG, True),
        ("Envoys met in Oslo.", False),
        (CUT.format("They said that…"), False),
        (CUT.format("They said that [...]"), False),
        (CUT.format("They said. <a href='/a'>Continue reading &rarr;</a>"), False),
        (CUT.format("Read more at The Meridian"), False),
        (CUT.format("They had read more than that."), True),
    ],
)
def test_whether_a_feed_has_the_article(text: str, whole: bool) -> None:
    for name in ("description", "content:encoded"):
        assert only(f"<{name}><![CDATA[{text}]]></{name}>").whole is whole


def test_the_longest_that_it_says_is_taken() -> None:
    assert (
        only(f"<description>Short.</description><content:encoded><![CDATA[{LONG}]]></content:encoded>").content == LONG
    )


@pytest.mark.parametrize(
    "link",
    ["", "file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.example", "http://", "http://a b/", "#top\x7f"],
)
def test_links_that_lead_nowhere(link: str) -> None:
    (entry,) = read(feed(item("A", link or None, "<description>Text.</description>")).body).entries
    assert entry.link is None or entry.link.startswith("https://news.example/")


def test_what_an_entry_says_of_its_source_wins() -> None:
    assert only('<source url="https://other.example/">The Other</source>').publisher == "The Other"


@pytest.mark.parametrize(
    ("told", "author"),
    [
        ("<author>Jane Roe</author>", "Jane Roe"),
        ("<author>desk@news.example</author>", None),
        ("<dc:creator>Jane Roe</dc:creator><dc:creator>John Doe</dc:creator>", "Jane Roe, John Doe"),
        ("", None),
    ],
)
def test_who_wrote_it(told: str, author: str | None) -> None:
    assert only(told).author == author


def test_its_fingerprint_changes_with_what_it_says_and_with_nothing_else() -> None:
    same = [
        only("<description>They met.</description>"),
        only("<description>They  &lt;b&gt;met.&lt;/b&gt;</description>"),
    ]
    assert same[0].fingerprint == only("<description>They met.</description>").fingerprint
    assert same[0].fingerprint != only("<description>They met twice.</description>").fingerprint


def test_atom() -> None:
    (entry,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/x/"><title>Wire</title><entry>'
        '<id>urn:1</id><title type="html">Talks &amp;lt;b></title><updated>2022-03-07T10:00:00+02:00</updated>'
        '<link rel="self" href="/self"/><link href="1"/><summary>They met.</summary></entry></feed>',
        "application/atom+xml",
    ).entries
    assert (entry.link, entry.published, entry.stamp) == ("https://news.example/x/1", "2022-03-07", 1646640000.0)


def test_a_feed_without_entries_is_one() -> None:
    assert read(feed().body).entries == ()


def test_how_long_it_asks_to_be_left_alone() -> None:
    assert read(feed(more="<ttl>60</ttl>").body).patience == 3600
    assert read(feed(more="<ttl>soon</ttl>").body).patience == 0


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"><link rel=ALTERNATE '
            'type="application/atom+xml" href="https://other.example/atom"><link rel="alternate" href="/de">',
            "a page, and no feed; the page names https://news.example/rss, https://other.example/atom",
        ),
        ("<!doctype html><p>hello", "a page, and no feed; it names none, either"),
        ('<html><link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', "a page, and no feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a JSON feed, which is not read"),
        ('{"items": []}', "JSON Lines, and no feed"),
        ("%PDF-1.7", "a PDF, and no feed"),
        (b"\x1f\x8b\x08", "a gzip file, and no feed"),
        ("hello", "no feed"),
        ("", "no feed"),
        ("<?xml version='1.0'?><note>hello</note>", "no feed"),
    ],
)
def test_what_is_no_feed(body: str | bytes, told: str) -> None:
    with pytest.raises(FetchError) as raised:
        read(body, "text/html")
    assert told in str(raised.value)
    assert not raised.value.lasting  # tomorrow it may be one again


def test_a_feed_of_very_many_entries_is_cut() -> None:
    many = feed(*(item(f"T{number}", f"/{number}") for number in range(50_000))).body
    began = time.process_time()
    read_ = read(many)
    assert read_.cut
    assert len(read_.entries) == MAX_ENTRIES
    assert read_.entries[0].link == "https://news.example/0"
    assert time.process_time() - began < 20


WHOLE = str(feed(item("Envoys", "/a", "<description>They met.</description>"), more="<ttl>60</ttl>").body).encode()


@given(
    st.binary(max_size=200)
    | st.builds(
        lambda at, size, new: WHOLE[:at] + new + WHOLE[at + size :],
        st.integers(0, len(WHOLE)),
        st.integers(0, 40),
        st.binary(max_size=20) | st.sampled_from([b"<", b"&", b"]]>", b"<item>", b"<!--", b"\xff", b"\0", b'"']),
    ),
    st.sampled_from(["", "application/rss+xml", "text/xml; charset=utf-16", "text/html; charset=nonsense", "x"]),
)
@settings(max_examples=300, deadline=None)
def test_broken_feeds_are_read_or_refused(body: bytes, kind: str) -> None:
    try:
        read_ = read_feed(body, kind, HERE)
    except FetchError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    for entry in read_.entries:
        assert entry.link is None or entry.link.startswith(("http://", "https://"))


LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">
<!ENTITY i SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&i;</title><item><title>&i;</title><description>&h;</description></item></channel></rss>"""


def test_entities_open_no_file_and_fill_no_memory() -> None:
    read_ = read(LAUGHS)
    assert "root:" not in repr(read_)
    assert len(repr(read_)) < 2000


def test_a_day_is_the_one_that_is_written() -> None:
    late = feed("<item><title>Talks</title><link>/a</link><pubDate>Mon, 07 Mar 2022 23:30:00 -0500</pubDate></item>")
    assert read(late.body).entries[0].published == "2022-03-07"  # by universal time it is the 8th
