"""The inputs of a build, which may be articles and claims in any order, sorted into what is read and what is given."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.errors import ArticleError
from kg.lines import cut_line
from kg.model import Article, ArticleMeta, Claim
from kg.read.article.options import Skipped
from kg.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.read.article.options import Options
    from kg.tally import Tally

__all__ = ["Inputs"]

Extracted = tuple[Article, tuple[Claim, ...]]
Read = TypeVar("Read", bound=Article | Extracted)


@dataclass(slots=True)
class Inputs(Generic[Read]):
    """The inputs sorted into articles, or articles with the claims read from them, and given claims; each article once.

    `read` reads them all, telling whoever its options name.
    """

    read: Callable[[Options], Iterable[Read | Claim]]
    options: Options
    tally: Tally
    failed: int = 0
    _seen: dict[str, str | None] = field(default_factory=dict)
    _claims: Shelf[Claim] = field(default_factory=Shelf)

    @property
    def ids(self) -> set[str]:
        """The ids of all articles met so far."""
        return self._seen.keys() | self._claims.keys()

    def articles(self) -> Iterator[Read]:
        """The articles, as they are read; claims that are met meanwhile are put aside."""
        items = self.read(replace(self.options, on_error=self._fail))
        for item in self.tally.watch.each("reading", items):
            if isinstance(item, Claim):
                self._claims.put(item.article.id, item)
                continue
            article = item if isinstance(item, Article) else item[0]
            self.tally.add_article(article)
            if article.id not in self._seen:
                self._seen[article.id] = article.meta.sha256
                yield item
            else:
                self._pass_over(article.meta)

    @property
    def has_given(self) -> bool:
        """Whether there are claims of articles that are not themselves among the inputs."""
        return not self._claims.keys() <= self._seen.keys()

    def given(self, text_of: Callable[[str], str | None]) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        """The given claims by article; an article that is itself among the inputs is read instead.

        Args:
            text_of: The text of an article by its id, where it is known from elsewhere.
        """
        for id_, claims in self._claims.items():
            if id_ not in self._seen:
                self.tally.add_given(claims)
                yield Article(_fullest(claims), _text_behind(claims, text_of(id_) or "")), tuple(claims)

    def _pass_over(self, meta: ArticleMeta) -> None:
        if self._seen[meta.id] == meta.sha256:
            name = cut_line(meta.title or meta.url or meta.id)
            self.options.on_skip(Skipped(name, "duplicate", f"an earlier one has its id {meta.id!r} and its text"))
        else:
            why = f"two different articles have the id {meta.id!r}; the first is taken"
            self._fail(ArticleError(why, kind="same id"))

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
