"""Feeds saved as files."""

# ruff: noqa: E501 - XML is wide

from __future__ import annotations

from pathlib import Path

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Meridian</title><link>https://meridian.example</link><language>en-gb</language>
<item><title>Envoys &amp; ministers meet</title><link>https://meridian.example/1</link><guid>meridian-1</guid>
<pubDate>Mon, 07 Mar 2022 10:15:00 GMT</pubDate><dc:creator>Jane Roe</dc:creator>
<description>A teaser.</description>
<content:encoded><![CDATA[<p>Envoys met in Oslo.</p><p>They spoke for hours.</p>]]></content:encoded></item>
<item><title>Short</title><link>https://meridian.example/2</link><description>Chile recalled its envoy.</description></item>
<item><title></title><link>https://meridian.example/3</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title>
<entry><id>urn:1</id><title>Talks</title><updated>2022-03-07T10:00:00Z</updated><link href="https://wire.example/1"/>
<author><name>John Doe</name></author>
<content type="html">&lt;p&gt;Envoys met in Oslo.&lt;/p&gt;</content></entry></feed>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">
<!ENTITY i SYSTEM "file:///etc/hostname">]>
<rss version="2.0"><channel><item><title>&i;</title><description>&h;</description></item></channel></rss>"""


def read(path: Path) -> tuple[list[Article], list[str], list[str]]:
    errors: list[ArticleError] = []
    notes: list[str] = []
    articles = list(read_articles([path], Options(on_error=errors.append, on_note=notes.append)))
    return articles, [str(error) for error in errors], notes


def test_rss(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RSS)
    articles, errors, notes = read(path)
    first, second = articles
    assert first.text == "Envoys & ministers meet\n\nEnvoys met in Oslo.\n\nThey spoke for hours."
    meta = first.meta
    assert (meta.id, meta.published, meta.url) == ("meridian-1", "2022-03-07", "https://meridian.example/1")
    assert (meta.author, meta.publisher, meta.language) == ("Jane Roe", "The Meridian", "en")
    assert second.text == "Short\n\nChile recalled its envoy."
    assert errors == [f"{path}, entry 3: empty, there is nothing to read"]
    assert notes == [f"{path}: 2 entries have a summary only, not the article"]


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(ATOM)
    (article,), errors, _ = read(tmp_path / "a.atom")
    assert not errors
    assert article.text == "Talks\n\nEnvoys met in Oslo."
    assert (article.id, article.meta.published, article.meta.author) == ("urn:1", "2022-03-07", "John Doe")


def test_entities_open_no_file_and_fill_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(LAUGHS)
    articles, errors, _ = read(tmp_path / "a.rss")
    assert sum(len(article.text) for article in articles) < 1000
    host = Path("/etc/hostname")
    assert not host.exists() or host.read_text().strip() not in "".join(article.text for article in articles)
    assert len(articles) + len(errors) == 1


def test_a_feed_without_entries_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text("<rss version='2.0'><channel></channel></rss>")
    articles, errors, _ = read(tmp_path / "a.rss")
    assert not articles
    assert "a feed without entries" in errors[0]


FOOT = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire</title><item>
<title>Talks</title><link>https://wire.example/1?id=2&amp;utm_source=rss&amp;utm_medium=feed</link>
<pubDate>Mon, 07 Mar 2022 23:30:00 -0500</pubDate><author>jane@wire.example (Jane Roe)</author>
<content:encoded><![CDATA[<figure><img src="a"><figcaption>Oslo harbour.</figcaption></figure><p>Envoys met in <b>Oslo</b>.<br>They
spoke for hours.</p><p>The post <a href="/1">Talks</a> appeared first on <a href="/">Wire</a>.</p>]]></content:encoded>
</item></channel></rss>"""


def test_an_entry_is_read_as_its_outlet_means_it(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(FOOT)
    (article,), _, _ = read(tmp_path / "a.rss")
    assert article.text == "Talks\n\nEnvoys met in Oslo.\n\nThey spoke for hours."
    # It is the 8th in Greenwich, but not where the outlet is.
    assert (article.meta.published, article.meta.author) == ("2022-03-07", "Jane Roe")
    assert article.meta.url == "https://wire.example/1?id=2"
