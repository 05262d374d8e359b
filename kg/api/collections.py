"""What the library hands out: sequences that show themselves as a table in a notebook and become data frames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar, overload

from kg.api.display import html_table, in_frame
from kg.api.frames import frame
from kg.api.marked import Marked, mark_claims
from kg.api.rows import ARTICLE_COLUMNS, ARTICLES_SHOWN, article_row
from kg.api.wording import in_python
from kg.jsonl import article_to_line, claim_to_line
from kg.model import Article, Claim
from kg.output import open_output
from kg.query.claim_rows import CLAIM_COLUMNS, CLAIMS_SHOWN, claim_row

__all__ = ["Articles", "Claims", "Marked", "Page", "Table"]

Item = TypeVar("Item")


class _Items(ABC, Sequence[Item]):
    """A sequence that cannot be changed; a slice of it is of the same kind, and each item makes a row."""

    noun: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | slice) -> Item | Self:
        return self._some(self._items[at]) if isinstance(at, slice) else self._items[at]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __repr__(self) -> str:
        return f"<{len(self):,} {self.noun}{'' if len(self) == 1 else 's'}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def where(self, keep: Callable[[Item], object]) -> Self:
        """Those for which `keep` is true, in their order, as a sequence of the same kind."""
        return self._some(item for item in self if keep(item))

    @in_python()
    def table(self, library: str | None = None) -> Any:
        """A data frame with a row each, and `columns`.

        Args:
            library: "pandas" or "polars"; by default the first that is installed.

        Raises:
            KGError: It is not installed.
        """
        return frame(self._rows(), self.columns, library)

    def _some(self, items: Iterable[Item]) -> Self:
        return type(self)(items)

    @abstractmethod
    def _rows(self) -> Sequence[Mapping[str, object]]: ...

    def _repr_html_(self) -> str:
        return html_table(self._rows(), self.shown, self.noun)


class _Lines(_Items[Item]):
    """Items that are kept as JSON Lines."""

    @in_python()
    def save(self, path: str | Path, *, force: bool = False) -> None:
        """Write them as JSON Lines, one a line, which `kg.build` takes; articles `kg.read`, too.

        Args:
            path: The file, which appears whole or not at all.
            force: Whether to replace a file that is there.

        Raises:
            OutputError: The file exists and is not to be replaced, or cannot be written.
        """
        with open_output(Path(path), force=force) as out:
            for item in self:
                out.write(f"{self._line(item)}\n".encode())

    @abstractmethod
    def _line(self, item: Item) -> str: ...


class Articles(_Lines[Article]):
    """Articles as they were read (see `kg.model.Article`); their tables leave the texts out.

    >>> articles = kg.read("seeds")
    >>> articles.where(lambda article: article.meta.published and article.meta.published < "2020")
    <2 articles>
    >>> articles[:3].table().shape
    (3, 9)
    """

    noun = "article"
    columns = ARTICLE_COLUMNS
    shown = ARTICLES_SHOWN

    def _rows(self) -> Sequence[Mapping[str, object]]:
        return [article_row(article) for article in self]

    def _line(self, item: Article) -> str:
        return article_to_line(item)


class Claims(_Lines[Claim]):
    """Claims of articles, each with its sentence, before anything is linked (see `kg.model.Claim`).

    In their tables `confidence` is 0..1; `start` and `end` are half-open characters of the article's text.

    >>> claims = kg.extract(text="Israel bombed Damascus. France did not condemn Israel.")
    >>> [(claim.relation, claim.asserted) for claim in claims]
    [('bombed', True), ('condemned', False)]
    >>> claims.where(lambda claim: claim.asserted)
    <1 claim>
    >>> sorted(claims.table()["relation"])
    ['bombed', 'condemned']
    """

    noun = "claim"
    columns = CLAIM_COLUMNS
    shown = CLAIMS_SHOWN

    def marked(self, article: Article) -> Marked:
        """The text of an article with the sentences of its claims in colour; a notebook shows it.

        Args:
            article: The article; claims of others are passed over.
        """
        return mark_claims(article, self)

    def _rows(self) -> Sequence[Mapping[str, object]]:
        return [claim_row(claim) for claim in self]

    def _line(self, item: Claim) -> str:
        return claim_to_line(item)


class Table(_Items[Mapping[str, object]]):
    """The answers to a query: rows of plain values by the name of their column.

    >>> from kg.api.collections import Table
    >>> table = Table([{"who": "Israel", "n": 2}, {"who": "Iran", "n": 1}], ("who", "n"))
    >>> table[0]["who"], table.where(lambda row: row["n"] > 1), table.table().shape
    ('Israel', <1 row>, (2, 2))
    """

    noun = "row"

    def __init__(
        self, rows: Iterable[Mapping[str, object]], columns: Sequence[str], *, shown: Sequence[str] = ()
    ) -> None:
        """Rows with these columns; a notebook shows those of `shown`, by default all."""
        super().__init__(rows)
        self.columns = tuple(columns)
        self.shown = tuple(shown) or self.columns

    def _some(self, items: Iterable[Mapping[str, object]]) -> Self:
        return type(self)(items, self.columns, shown=self.shown)

    def _rows(self) -> Sequence[Mapping[str, object]]:
        return self


class Page:
    """An HTML page that needs nothing else; in a notebook it shows itself."""

    def __init__(self, html: str, *, height: int = 600) -> None:
        """Take over a whole document; `height` is that of its frame in a notebook, in pixels."""
        self.html = html
        self.height = height

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters>"

    @in_python()
    def save(self, path: str | Path, *, force: bool = False) -> None:
        """Write the page.

        Args:
            path: The file, which appears whole or not at all.
            force: Whether to replace a file that is there.

        Raises:
            OutputError: The file exists and is not to be replaced, or cannot be written.
        """
        with open_output(Path(path), force=force) as out:
            out.write(self.html.encode("utf-8"))

    def _repr_html_(self) -> str:
        return in_frame(self.html, self.height)
