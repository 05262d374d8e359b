"""How inputs are read, and who is told what happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from kg.errors import ArticleError
from kg.read.limits import MAX_MEMORY, MAX_SECONDS

__all__ = ["LISTENERS", "Options", "ignore_note", "raise_error"]


def raise_error(error: ArticleError) -> None:
    """Stop at the first input that cannot be read."""
    raise error


def ignore_note(note: str) -> None:
    """Pass over a note: notes are for people who watch."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says of the inputs.

    `published` is the ISO date of articles that give none; for text files it wins over what they say. `publisher` is
    that of articles that name none, `text_column` the column or field of a table or of JSON that holds the text.
    `max_seconds` and `max_memory` (megabytes) are what one document may cost while it is read.
    """

    published: str | None = None
    publisher: str | None = None
    text_column: str | None = None
    on_error: Callable[[ArticleError], object] = raise_error
    on_note: Callable[[str], object] = ignore_note
    max_seconds: float = MAX_SECONDS
    max_memory: int = MAX_MEMORY


LISTENERS = tuple(field.name for field in fields(Options) if field.name.startswith("on_"))
"""The fields of `Options` that are told something."""
