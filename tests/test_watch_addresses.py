"""Addresses of feeds and pages: what is taken, how it is shown, and what is one page."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.watch.addresses import Address, identity, join, key_of, read_address, untracked
from kg.watch.problems import FetchError


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://news.example", "http://news.example/"),
        (" HTTPS://News.Example:443/A?b=C#d ", "https://news.example/A?b=C"),
        ("http://news.example:80/", "http://news.example/"),
        ("http://news.example:8080/a b", "http://news.example:8080/a%20b"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://news.example/ä?ö=ü", "http://news.example/%C3%A4?%C3%B6=%C3%BC"),
        ("http://news.example/%C3%A4%2F", "http://news.example/%C3%A4%2F"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://BÜCHER。example/", "http://xn--bcher-kva.example/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("https://новости.example/лента", "https://xn--b1amnebsh.example/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"),
        ("http://user:pa%40ss@news.example/a", "http://news.example/a"),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("http://news.example?a=1", "http://news.example/?a=1"),
        ("http://news.\nexample/a", "http://news.example/a"),
        ("http://a_b.example/", "http://a_b.example/"),
    ],
)
def test_read(text: str, read: str) -> None:
    assert str(read_address(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "news.example/feed", "/feed", "file:///etc/passwd", "ftp://news.example/", "javascript:alert(1)", "http:",
        "http:///a", "http://", "http://:80/", "http://news.example:99999/", "http://news.example:x/", "http://a..b/",
        "http://-a.example/", "http://a b.example/", "http://a%00.example/", "http://a\\b.example/", "http://[::1",
        "http://[fe80::1%25eth0]/", "http://[v1.x]/", "http://news.example/\x00", "http://news.example/\u202e",
        "http://" + "a" * 64 + ".example/", "http://news.example/" + "a" * 5000, "http://xn--\u2603.example/\x7f",
        "http://a,b.example/", "http://\u2488com/",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(FetchError) as raised:
        read_address(text)
    assert raised.value.lasting
    assert "\n" not in str(raised.value)


def test_user_and_password_are_kept_apart() -> None:
    address = read_address("http://user:pa%40ss@news.example/a?token=x&id=1&api_key=y&monkey=z")
    assert address.login == "user:pa@ss"
    assert address.shown == "http://news.example/a?token=...&id=1&api_key=...&monkey=z"
    assert "pa" not in repr(address).replace("api_key", "")
    with pytest.raises(FetchError) as raised:
        read_address("ftp://user:secret@news.example/")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("link", "read"),
    [
        ("/b", "https://news.example/b"),
        ("b?c=d", "https://news.example/feeds/b?c=d"),
        ("//other.example/b", "https://other.example/b"),
        ("https://me:mine@other.example/b", "https://other.example/b"),
        ("?page=2", "https://news.example/feeds/a?page=2"),
    ],
)
def test_join(link: str, read: str) -> None:
    joined = join(read_address("https://user:secret@news.example/feeds/a"), link)
    assert str(joined) == read
    assert joined.login is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example/x", "https://a.example/x", True),
        ("http://a.example/x?utm_source=rss&utm_medium=feed", "http://a.example/x", True),
        ("http://a.example/x?id=1&fbclid=abc", "http://a.example/x?id=1#top", True),
        ("http://A.example:80/x", "http://a.example/x", True),
        ("http://a.example/x?id=1", "http://a.example/x?id=2", False),
        ("http://a.example/x", "http://a.example/X", False),
        ("http://a.example/x", "http://a.example:8080/x", False),
        ("http://a.example/x", "http://www.a.example/x", False),
    ],
)
def test_identity(one: str, other: str, same: bool) -> None:
    assert (identity(read_address(one)) == identity(read_address(other))) is same


def test_keys_are_short_and_always_the_same() -> None:
    assert key_of("//a.example/x") == "c9c3d15a4de7bcaf"
    assert key_of("a") == key_of("a") != key_of("b")
    assert len(key_of("\ud800")) == 16


@given(st.text(max_size=60), st.sampled_from(["http://", "https://", "http://a.example/", "//", "http://a@"]))
def test_what_is_read_is_read_again_as_the_same(text: str, before: str) -> None:
    try:
        address = read_address(before + text)
    except FetchError:
        return
    again = read_address(str(address))
    assert again == Address(address.scheme, address.host, address.port, address.target)
    assert str(address).isascii()
    assert urlsplit(str(address)).hostname == address.host  # nobody else reads another host into it
    assert untracked(untracked(address)) == untracked(address)
