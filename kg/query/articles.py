"""Which article is meant by what a person types: its id, address, title, or a file that it was read from."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.names import fold
from kg.graph.quads import article_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import ArticleMeta

__all__ = ["find_article"]

_NEAR = 3
_SHOWN = 5
_SCHEME = re.compile(r"https?://(www\.)?", re.IGNORECASE)


def find_article(articles: Iterable[ArticleMeta], name: str, base: str) -> ArticleMeta:
    """The article of a name: by its id, its IRI in the graph, its address, or its title.

    Capitals and accents of a title do not matter, nor do `https://`, `www.`, a fragment and a slash at the end of an
    address.

    Raises:
        QueryError: There is none, or there are several; the message has the nearest, or which.
    """
    articles = sorted(articles, key=lambda meta: meta.id)
    by_id = {meta.id: meta for meta in articles}
    iri = name.removeprefix("<").removesuffix(">")
    if name in by_id:
        return by_id[name]
    for found in (
        [meta for meta in articles if article_iri(base, meta.id).value == iri],
        [meta for meta in articles if meta.url and _address(meta.url) == _address(iri)],
        [meta for meta in articles if meta.title and fold(meta.title) == fold(name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            shown = [meta.id for meta in found[:_SHOWN]]
            more = [f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
            raise QueryError(f"{name!r} may be {' or '.join(shown + more)}; say which by its id")
    raise QueryError(f"no article of the store is {name!r}{_near(articles, name)}")


def _address(url: str) -> str:
    return _SCHEME.sub("", url).partition("#")[0].rstrip("/")


def _near(articles: Iterable[ArticleMeta], name: str) -> str:
    known: dict[str, str] = {}
    for meta in articles:
        known.setdefault(meta.id, meta.id)
        if meta.url:
            known.setdefault(_address(meta.url), meta.url)
        if meta.title:
            known.setdefault(fold(meta.title), meta.title)
    near: list[str] = []
    for typed in (name, _address(name), fold(name)):
        near += [known[each] for each in get_close_matches(typed, known, n=_NEAR)]
    return f"; did you mean {' or '.join(map(repr, dict.fromkeys(near[:_NEAR])))}?" if near else ""
