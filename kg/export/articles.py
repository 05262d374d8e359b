"""The articles of a store as they were read, one a line of JSON: what a graph can be built from again."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kg.jsonl import article_to_line
from kg.model import Article

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["export_articles"]


def export_articles(store: Store, out: BinaryIO) -> int:
    """Write the texts of a store with what is known of each, in the order of their ids.

    Returns:
        How many articles have no text, for they came as claims alone; they are left out.

    Raises:
        StoreError: The store is an endpoint alone, which keeps no texts.
    """
    missing = 0
    for kept in store.kept.articles():
        text = store.kept.text_of(kept.meta.id)
        if text:
            out.write(f"{article_to_line(Article(kept.meta, text))}\n".encode())
        else:
            missing += 1
    return missing
