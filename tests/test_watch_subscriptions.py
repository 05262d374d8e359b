"""What a user names: addresses, and lists of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import FeedError
from kg.watch.subscriptions import find_feeds

OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="2.0"><head><title>Mine &x;</title></head><body>
<outline text="World"><outline type="rss" text="A" xmlUrl="https://a.example/feed?a=1&amp;b=2" htmlUrl="https://a.example"/>
<outline text="B" xmlurl=" https://b.example/rss "/></outline><outline text="empty" xmlUrl=""/>
<outline text="A again" xmlUrl="http://a.example/feed?a=1&amp;b=2"/></body></opml>"""
LIST = """# my feeds
https://a.example/feed

feed://b.example/rss   # the second
feed:http://c.example/atom
"""


def found(*named: str | Path) -> list[str]:
    return [str(address) for address in find_feeds(map(str, named))]


def test_addresses() -> None:
    assert found("https://a.example/feed", "HTTP://b.example", "feed://c.example/x", "https://a.example/feed#x") == [
        "https://a.example/feed",
        "http://b.example/",
        "https://c.example/x",
    ]


def test_opml(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML)
    assert found(tmp_path / "feeds.opml") == ["https://a.example/feed?a=1&b=2", "https://b.example/rss"]


def test_a_list(tmp_path: Path) -> None:
    (tmp_path / "feeds.txt").write_text(LIST, encoding="utf-8-sig")
    assert found(tmp_path / "feeds.txt", "https://d.example/") == [
        "https://a.example/feed",
        "https://b.example/rss",
        "http://c.example/atom",
        "https://d.example/",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://a.example/\nftp://b.example/\n", "feeds, line 2: ftp://b.example/: only http and https"),
        ("a.example/feed", "feeds, line 1: a.example/feed: only http and https"),
        ("# nothing\n\n", "lists no feed; write addresses one a line"),
        ("", "lists no feed"),
        ("<opml><body><outline text='a'/></body></opml>", "lists no feed"),
        ("<opml><body>\n<outline xmlUrl='file:///etc/passwd'/></body></opml>", "feeds, line 2: file:///etc/passwd"),
        ("<rss version='2.0'><channel/></rss>", "is a feed itself; `kg build` reads it"),
        ("\x00\x01\x02", "a binary file"),
    ],
)
def test_what_is_no_list(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "feeds").write_text(text)
    with pytest.raises(Exception, match="feeds") as raised:
        found(tmp_path / "feeds")
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_text_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_bytes(
        b"<opml><body><outline text='a' xmlUrl='https://a.example/&#xD800;'/></body></opml>"
    )
    with pytest.raises(FeedError, match="feeds"):
        found(tmp_path / "feeds")


def test_what_is_neither(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"a\.example/feed: there is no such file; .* as https://a\.example/feed"):
        found("a.example/feed")
    with pytest.raises(FeedError, match="is a folder"):
        found(tmp_path)
    with pytest.raises(FeedError, match="only http and https") as raised:
        found("ftp://user:secret@a.example/")
    assert "secret" not in str(raised.value)


def test_too_many(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("\n".join(f"https://a.example/{number}" for number in range(10_001)))
    with pytest.raises(FeedError, match="more than 10,000 feeds"):
        found(tmp_path / "feeds")
