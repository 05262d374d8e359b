"""What stands in quotation marks."""

from __future__ import annotations

from typing import NamedTuple

from kg.extract.annotate import Annotated

__all__ = ["Quotation", "find_quotations", "quoted"]


class Quotation(NamedTuple):
    """Tokens `start` to `end` (half-open) in quotes, the paragraph, and whether the quotes are balanced."""

    start: int
    end: int
    paragraph: int
    closed: bool


def find_quotations(annotated: Annotated) -> list[Quotation]:
    """What stands in double quotes; an unbalanced quote ends with its paragraph."""
    doc = annotated.doc
    found: list[Quotation] = []
    opened: int | None = None
    paragraph = 0
    for token in doc:
        if annotated.begins_paragraph(token.i):
            if opened is not None:
                found.append(Quotation(opened, token.i, paragraph, closed=False))
            opened, paragraph = None, paragraph + 1
        if token.text == '"':
            if opened is not None:
                found.append(Quotation(opened, token.i, paragraph, closed=True))
            opened = token.i if opened is None else None
    if opened is not None:
        found.append(Quotation(opened, len(doc), paragraph, closed=False))
    return found


def quoted(annotated: Annotated) -> frozenset[int]:
    """Tokens inside double quotes."""
    return frozenset(i for quotation in find_quotations(annotated) for i in range(quotation.start, quotation.end))
