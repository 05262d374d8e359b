"""The footnotes of a dossier: each sentence of each article once, numbered in the order in which it is first needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.lines import one_line
from kg.outlets import outlet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.graph.whole import LinkedClaim
    from kg.model import ArticleMeta

__all__ = ["Note", "Notes"]

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence and where it stands; `url` is an address of the web or nothing."""

    number: int
    sentence: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    article: str

    @property
    def source(self) -> str:
        """Outlet, date and title, as far as they are known; else the article's id."""
        parts = (self.outlet, self.published, f"“{self.title}”" if self.title else None)
        return ", ".join(part for part in parts if part) or f"article {self.article}"


@dataclass(slots=True)
class Notes:
    """Footnotes in the making.

    Attributes:
        articles: What is known of articles, by their ids.
        sentences: Reads the sentences behind a claim.
    """

    articles: Mapping[str, ArticleMeta]
    sentences: Callable[[LinkedClaim], tuple[str, ...]]
    made: dict[tuple[str, str], Note] = field(default_factory=dict)

    def on(self, claims: Iterable[LinkedClaim], most: int) -> tuple[int, ...]:
        """The numbers of the notes on what claims say, at most so many: one sentence of each before the second of any.

        The claims of articles that came out first are noted first.
        """
        first = sorted(claims, key=lambda each: (self.articles[each.article].published or "~", each.article, each.id))
        quoted = [[(claim.article, sentence) for sentence in self.sentences(claim)] for claim in first]
        wanted = [key for row in zip_longest(*quoted) for key in row if key is not None]
        return tuple(sorted(self._note(*key).number for key in list(dict.fromkeys(wanted))[:most]))

    def _note(self, article: str, sentence: str) -> Note:
        if (article, sentence) not in self.made:
            meta = self.articles[article]
            url = (meta.url or "").strip()
            self.made[article, sentence] = Note(
                len(self.made) + 1,
                one_line(sentence),
                one_line(meta.title or ""),
                one_line(outlet) if (outlet := outlet_of(meta.publisher, meta.url)) else None,
                one_line(meta.published) if meta.published else None,
                url if url.lower().startswith(_WEB) and url.isprintable() and " " not in url else None,
                one_line(meta.id),
            )
        return self.made[article, sentence]
