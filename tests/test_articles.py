"""An article is found by whatever a person knows it by."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.model import ArticleMeta
from kg.query.articles import find_article

BASE = "https://newskg.example/"
ARTICLES = [
    ArticleMeta("a1", "Bennett returns from Moscow", url="https://www.news.example/2022/bennett/"),
    ArticleMeta("b/2", "Élysée: “no” to the visit", url="http://news.example/elysee?id=7#top"),
    ArticleMeta("c3", "In brief"),
    ArticleMeta("d4", "In brief"),
    ArticleMeta("e5"),
    ArticleMeta("عربي", "لقاء في موسكو"),
    ArticleMeta("Twice", "a1"),
]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("a1", "a1"),  # an id is looked at before a title
        ("b/2", "b/2"),
        ("https://newskg.example/article/b%2F2", "b/2"),
        ("<https://newskg.example/article/b%2F2>", "b/2"),
        ("https://www.news.example/2022/bennett/", "a1"),
        ("news.example/2022/bennett", "a1"),
        ("https://news.example/elysee?id=7", "b/2"),
        ("bennett returns  from moscow", "a1"),
        ("Elysée: “no” to the visit", "b/2"),
        ("e5", "e5"),
        ("لقاء في موسكو", "عربي"),
    ],
)
def test_by_id_address_and_title(name: str, id_: str) -> None:
    for order in (ARTICLES, ARTICLES[::-1]):
        assert find_article(order, name, BASE).id == id_


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("In brief", "'In brief' may be c3 or d4; say which by its id"),
        ("Bennet returns from Moskow", "did you mean 'Bennett returns from Moscow'?"),
        ("https://news.example/2022/bennet", "did you mean 'https://www.news.example/2022/bennett/'"),
        ("", "no article of the store is ''"),
        ("zzzzzz", "no article of the store is 'zzzzzz'"),
    ],
)
def test_who_is_not_meant(name: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        find_article(ARTICLES, name, BASE)
    assert told in str(caught.value)
    assert ("did you mean" in str(caught.value)) == ("did you mean" in told)
    assert "\n" not in str(caught.value)
