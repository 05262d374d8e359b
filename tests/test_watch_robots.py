"""What a robots.txt, or its absence, allows."""

from __future__ import annotations

import pytest

from kg.watch.addresses import read_address
from kg.watch.problems import FetchError
from kg.watch.robots import Robots, allows, answered, crawl_delay, failed, is_due

NOW = 1_646_650_000.0
DAY = 86_400.0


def asked(text: str, path: str = "/a/b") -> bool:
    return allows(answered(text.encode(), NOW), read_address(f"https://news.example{path}"), NOW)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),  # the longest match counts
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: newskg\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: NewsKG\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\r\nDisallow: /a # not this", "/a", False),
        ("User-agent: *\nDisallow: /\u00e4", "/%C3%A4", False),
        ("<!doctype html><p>Not found</p>", "/a", True),
        ("\0\0\0", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert asked(text, path) is allowed


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 10", 10),
        ("User-agent: *\nCrawl-delay: 1.5\n\nUser-agent: newskg\nCrawl-delay: 3", 3),
        ("User-agent: *\nRequest-rate: 1/30", 30),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: -5", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
        ("User-agent: *\nCrawl-delay: inf", 0),
    ],
)
def test_crawl_delay(text: str, seconds: float) -> None:
    assert crawl_delay(answered(text.encode(), NOW)) == seconds


PAGE = read_address("https://news.example/a")


@pytest.mark.parametrize(
    ("error", "allowed"),
    [
        (FetchError("the server says 404", lasting=True, status=404), True),
        (FetchError("the server says 403", lasting=True, status=403), True),
        (FetchError("gone", lasting=True, status=410, gone=True), True),
        (FetchError("redirects", lasting=True, endless=True), True),
        (FetchError("the server says 500", status=500), False),
        (FetchError("the server says 429", status=429), False),
        (FetchError("too slow"), False),
        (FetchError("is image/png", lasting=True), False),
    ],
)
def test_none(error: FetchError, allowed: bool) -> None:
    assert allows(failed(Robots(), error, NOW), PAGE, NOW) is allowed


def test_one_that_was_seen_counts_while_it_cannot_be_had() -> None:
    away = FetchError("too slow")
    open_ = answered(b"User-agent: *\nDisallow: /b", NOW)
    later = failed(open_, away, NOW + 2 * DAY)
    assert allows(later, PAGE, NOW + 2 * DAY)
    assert not allows(later, read_address("https://news.example/b"), NOW + 2 * DAY)
    for none in (answered(b"", NOW), failed(Robots(), FetchError("404", lasting=True, status=404), NOW)):
        assert not allows(failed(none, away, NOW + 2 * DAY), PAGE, NOW + 2 * DAY)


def test_one_that_is_away_for_a_month_is_taken_for_missing() -> None:
    away = failed(Robots(), FetchError("too slow"), NOW)
    again = failed(away, FetchError("too slow"), NOW + 31 * DAY)
    assert not allows(away, PAGE, NOW + DAY)
    assert allows(again, PAGE, NOW + 31 * DAY)


def test_when_it_is_asked_for_again() -> None:
    assert is_due(Robots(), NOW)
    known = answered(b"", NOW)
    assert [is_due(known, NOW + after) for after in (0, DAY - 1, DAY, -10)] == [False, False, True, True]
    away = failed(known, FetchError("too slow"), NOW)
    assert [is_due(away, NOW + after) for after in (0, 60, 1800)] == [False, False, True]
