"""What stands in quotation marks."""

from __future__ import annotations

from typing import NamedTuple

from kg.extract.annotate import Annotated

__all__ = ["Quotation", "find_quotations"]


class Quotation(NamedTuple):
    """Tokens `start` to `end` (half-open) in quotes, the paragraph, and whether the quotes are balanced."""

    start: int
    end: int
    paragraph: int
    closed: bool


def find_quotations(annotated: Annotated) -> list[Quotation]:
    """What stands in double quotes; an unbalanced quote ends with its paragraph."""
    doc = annotated.doc
    marks = {token.i for token in doc if token.text == '"'}
    found: list[Quotation] = []
    opened: int | None = None
    paragraph = 0
    for i in sorted(marks | annotated.breaks) if marks else ():
        if annotated.begins_paragraph(i):
            if opened is not None:
                found.append(Quotation(opened, i, paragraph, closed=False))
            opened, paragraph = None, paragraph + 1
        if i in marks:
            if opened is not None:
                found.append(Quotation(opened, i, paragraph, closed=True))
            opened = i if opened is None else None
    if opened is not None:
        found.append(Quotation(opened, len(doc), paragraph, closed=False))
    return found
