"""An article with what is to be known of its text before it is read: what is damaged in it, and what is no news."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Article
from kg.read.text.heading import dateline, datelines
from kg.read.text.junk import is_junk, junk_spans, merged
from kg.read.text.repairs import mend
from kg.read.text.wraps import mend_lines

__all__ = ["beginning", "mark"]


def mark(article: Article) -> Article:
    """The article with its repairs, and with the spans of junk and datelines, which no sentence may include.

    What is junk the repaired text tells; its spans, as all, are those of the text as read.
    """
    reading = mend(article.text)
    mended = mend_lines(reading.text, _is_apart)
    lines = reading.then(mended.repairs)
    furniture = [lines.to_repaired(*reading.to_read(*span)) for span in mended.furniture]
    junk = merged([*junk_spans(lines.text), *furniture])
    opened = [(found.start, found.end) for found in datelines(lines.text, junk)]
    spans = merged(lines.to_read(*span) for span in [*junk, *opened] if span[0] < span[1])
    return replace(article, junk=tuple(spans), repairs=lines.repairs)


def beginning(text: str, length: int) -> str:
    """The first characters of a text as they are to be read, where title and date are looked for."""
    reading = mend(text[:length])
    mended = mend_lines(reading.text, _is_apart)
    lines = reading.then(mended.repairs)
    head = lines.text
    for span in mended.furniture:
        start, end = lines.to_repaired(*reading.to_read(*span))
        head = head[:start] + " " * (end - start) + head[end:]
    return head


def _is_apart(line: str) -> bool:
    """Whether a line is junk, or begins a report."""
    return is_junk(line) or dateline(line) is not None
