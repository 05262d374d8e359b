"""What results of queries say, as plain text."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

__all__ = ["interval", "local", "tail", "text"]


def text(term: object) -> str:
    """An IRI or a literal as it reads; nothing of nothing."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def local(term: object) -> str:
    """What stands behind the last `#` or `/` of an IRI."""
    return tail(text(term))


def tail(iri: str) -> str:
    """The same of an IRI as text."""
    return re.split("[#/]", iri)[-1]


def interval(start: str, end: str) -> str | None:
    """A time as claims have it, by its begin and end: "2022-03-05", "2015/..", or none."""
    if start == end:
        return start or None
    return f"{start or '..'}/{end or '..'}"
