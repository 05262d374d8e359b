"""Articles as rows of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Article

__all__ = ["ARTICLES_SHOWN", "ARTICLE_COLUMNS", "article_row"]

ARTICLE_COLUMNS = ("id", "title", "published", "date_source", "publisher", "author", "url", "language", "characters")
ARTICLES_SHOWN = ("published", "title", "publisher", "characters", "id")


def article_row(article: Article) -> dict[str, object]:
    """An article, without its text."""
    told = {name: getattr(article.meta, name) for name in ARTICLE_COLUMNS[:-1]}
    source = article.meta.date_source
    return {**told, "date_source": source.value if source else None, "characters": len(article.text)}
