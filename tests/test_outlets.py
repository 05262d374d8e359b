"""What outlets are called."""

from __future__ import annotations

import pytest

from kg.model import ArticleMeta
from kg.outlets import outlet_of
from kg.query.timeline import outlets


@pytest.mark.parametrize(
    ("publisher", "url", "outlet"),
    [
        ("Reuters", "https://www.example.org/a", "Reuters"),
        (None, "https://www.Example.org:8080/a?b", "example.org"),
        ("", "http://news.example.org", "news.example.org"),
        (None, "https://wwwx.example.org/", "wwwx.example.org"),
        (None, "file:///home/me/a.txt", None),
        (None, "urn:isbn:1", None),
        (None, "https://[::1/a", None),
        (None, "https://", None),
        (None, None, None),
        ("", "", None),
    ],
)
def test_an_outlet_is_the_publisher_or_else_the_host(
    publisher: str | None, url: str | None, outlet: str | None
) -> None:
    assert outlet_of(publisher, url) == outlet


def test_a_title_is_no_outlet() -> None:
    known = ArticleMeta("1", title="A title", url="https://www.example.org/a")
    assert outlets([ArticleMeta("2", title="A title"), known, known]) == ["example.org"]
