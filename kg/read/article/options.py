"""How inputs are read, and who is told what happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from kg.errors import ArticleError
from kg.read.article.limits import MAX_MEMORY, MAX_SECONDS

__all__ = ["LISTENERS", "Options", "Skipped", "Told", "ignore_note", "ignore_skip", "raise_error"]


def raise_error(error: ArticleError) -> None:
    """Stop at the first input that cannot be read."""
    raise error


def ignore_note(note: str) -> None:
    """Pass over a note: notes are for people who watch."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that is passed over without anything being wrong: its name, a word for the kind, and why."""

    name: str
    kind: str
    why: str


def ignore_skip(skipped: Skipped) -> None:
    """Pass over what was skipped: that is for people who watch, and for whoever counts."""


def ignore_record(number: int) -> None:
    """Pass over which record of an archive is read next: that is for whoever goes on where another stopped."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a file beside an article says of it; `published` is an ISO date."""

    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says of the inputs.

    `published` is the ISO date of articles that give none, `publisher` that of articles that name none, `text_column`
    the column or field of a table or of JSON that holds the text. `languages` are the codes of those that are read;
    None reads all. `max_seconds` and `max_memory` (megabytes) are what one document may cost while it is read. `file`
    is the name of the file that an article alone is in, `told` what lies beside it says; whoever opens it sets these.
    """

    published: str | None = None
    publisher: str | None = None
    text_column: str | None = None
    on_error: Callable[[ArticleError], object] = raise_error
    on_note: Callable[[str], object] = ignore_note
    on_skip: Callable[[Skipped], object] = ignore_skip
    on_record: Callable[[int], object] = ignore_record
    file: str | None = None
    told: Told | None = None
    languages: frozenset[str] | None = frozenset({"en"})
    max_seconds: float = MAX_SECONDS
    max_memory: int = MAX_MEMORY


LISTENERS = tuple(field.name for field in fields(Options) if field.name.startswith("on_"))
"""The fields of `Options` that are told something."""
