"""What the properties of a document say of it, unless its program wrote that by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["plausible_author", "plausible_date", "plausible_title", "title_first"]

_MAX = 200  # characters; what is longer is no name
_NOBODY = re.compile(
    r".*\busers?\b.*|admin(?:istrator)?|author|unknown|anonymous|owner|root|none|n/?a|(?:microsoft|adobe|canva|apple)\b.*"
    r"|python-docx|apache poi|.*\.(?:com|net|dll|exe)|\W*",
    re.IGNORECASE,
)
# "Microsoft Word - draft2.doc", "untitled", "Document1", "page_12.indd", "http://a.example/print?id=1"
_NO_TITLE = re.compile(
    r"(?:microsoft|adobe|powerpoint|libreoffice)\b.*|(?:un|no )title[d]?\W*\d*|(?:new )?document\W*\d*|doc\d+"
    r"|\S*\.(?:docx?|odt|rtf|pdf|indd|qxp|html?|txt|pages|ai|tmp)|\w+://\S*|about:\S*"
    r"|[\W\d_]*|template\b.*|\S*_\S*|slide \d+",
    re.IGNORECASE,
)

# When the template of python-docx was made, which all documents carry that a program wrote with it.
_TEMPLATES = frozenset({"2013-12-23T23:15:00Z"})


def plausible_date(stamp: str | None) -> str | None:
    """When a document was made; nothing where that is its template's date."""
    return None if stamp in _TEMPLATES else stamp


def plausible_author(name: str | None) -> str | None:
    """The name of an author; nothing where it is what programs write there."""
    return _plausible(name, _NOBODY)


def plausible_title(title: str | None) -> str | None:
    """The title of a document; nothing where it is what programs write there."""
    return _plausible(title, _NO_TITLE)


def title_first(paragraphs: Sequence[str], title: str | None) -> list[str]:
    """The paragraphs, with the title before what stands above it in print: a rubric, a place, a date."""
    if title is None:
        return list(paragraphs)
    at = paragraphs.index(title)
    return [title, *paragraphs[:at], *paragraphs[at + 1 :]]


def _plausible(text: str | None, wrong: re.Pattern[str]) -> str | None:
    bare = " ".join((text or "").split())
    return bare if bare and len(bare) <= _MAX and not wrong.fullmatch(bare) else None
