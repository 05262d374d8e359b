"""Leaves out articles in languages that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Article, Claim
from kg.read.article.options import Options, Skipped
from kg.read.text.language import language_name

__all__ = ["in_language"]


def in_language(items: Iterable[Article | Claim], name: str, options: Options) -> Iterator[Article | Claim]:
    """The items without the articles in other languages than `options` names; those go to `on_skip`.

    What may be in any language is kept, and so are claims, for somebody has read them already.

    Args:
        items: What was read.
        name: Where it was read from.
        options: Which languages are read, and who is told.
    """
    for item in items:
        code = item.meta.language if isinstance(item, Article) else None
        if options.languages is None or code is None or code in options.languages:
            yield item
        else:
            title = item.meta.title if isinstance(item, Article) else None
            place = f"{name} ({title[:60]})" if title else name
            why = f"it is in {language_name(code)}; --language any reads it all the same"
            options.on_skip(Skipped(place, "language", why))
