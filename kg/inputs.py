"""The inputs of a build, which may be articles and claims in any order, sorted into what is read and what is given."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.lines import cut_line
from kg.model import Article, ArticleMeta, Claim
from kg.read.articles import read_inputs
from kg.read.options import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.read.options import Options
    from kg.tally import Tally

__all__ = ["Inputs"]


@dataclass(slots=True)
class Inputs:
    """The inputs sorted into articles and given claims, each article once."""

    paths: Iterable[str | Path]
    options: Options
    tally: Tally
    failed: int = 0
    _seen: dict[str, str | None] = field(default_factory=dict)
    _claims: dict[str, list[Claim]] = field(default_factory=dict)

    @property
    def ids(self) -> set[str]:
        """The ids of all articles met so far."""
        return self._seen.keys() | self._claims.keys()

    def articles(self) -> Iterator[Article]:
        """The articles, as they are read; claims that are met meanwhile are put aside."""
        items = read_inputs(self.paths, replace(self.options, on_error=self._fail))
        for item in self.tally.watch.each("reading", items):
            if isinstance(item, Claim):
                self._claims.setdefault(item.article.id, []).append(item)
                continue
            self.tally.add_article(item)
            if item.id not in self._seen:
                self._seen[item.id] = item.meta.sha256
                yield item
            elif self._seen[item.id] == item.meta.sha256:
                name = cut_line(item.meta.title or item.meta.url or item.id)
                self.options.on_skip(
                    Skipped(name, "duplicate", f"its id {item.id!r} and its text are an earlier one's")
                )
            else:
                why = f"two different articles have the id {item.id!r}; the first is taken"
                self._fail(ArticleError(why, kind="same id"))

    def given(self, text_of: Callable[[str], str | None]) -> list[tuple[Article, tuple[Claim, ...]]]:
        """The given claims by article; an article that is itself among the inputs is read instead.

        Args:
            text_of: The text of an article by its id, where it is known from elsewhere.
        """
        return [
            (Article(_fullest(claims), _text_behind(claims, text_of(id_) or "")), tuple(claims))
            for id_, claims in self._claims.items()
            if id_ not in self._seen
        ]

    def _fail(self, error: ArticleError) -> None:
        self.failed += 1
        self.options.on_error(error)


def _fullest(claims: Iterable[Claim]) -> ArticleMeta:
    """What is known of an article where its claims differ on it: the most that one tells, whatever the order."""
    told = {claim.article for claim in claims}
    return max(told, key=lambda meta: (sum(value is not None for value in astuple(meta)), repr(meta)))


def _text_behind(claims: Iterable[Claim], text: str) -> str:
    """The text that is known of an article, unless the evidence of these claims is from another one."""
    evidence = (each for claim in claims for each in claim.evidence)
    return text if all(text[each.start : each.end] == each.text for each in evidence) else ""
