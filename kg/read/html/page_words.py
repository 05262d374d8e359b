"""What the readers of a page's facts share: its meta elements, texts on one line, and what is about other articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Any

from kg.read.html.body import plain
from kg.read.html.furniture import words_of
from kg.read.text.dates import First, to_iso_date

__all__ = [
    "FIGURES",
    "MAKERS",
    "SEPARATOR",
    "SHOWN_DATE",
    "all_of",
    "day_in_figures",
    "is_elsewhere",
    "is_labelled",
    "line_of",
    "lone_day",
    "read_meta",
    "same_name",
    "title_words",
    "words_in",
]

_VALUES = 20  # of one name
FIGURES = re.compile(r"(?<!\d)\d{1,2}([./])\s?\d{1,2}\1\s?\d{4}\b")
SHOWN_DATE = re.compile(
    r"(?i)(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,?\s+\d{4}|\d{4}-\d\d-\d\d)"
)
SEPARATOR = re.compile(r"\s+(?:[|–—\-·•:»«~/]|--|::)\s+|\s*[|»]\s*|(?<=\w): (?=[A-Z])")
# What makes pages, and is nobody's outlet.
MAKERS = frozenset(
    "wordpress drupal joomla blogger blogspot ghost squarespace wix webflow typo3 medium substack tumblr hugo jekyll"
    " gatsby next.js nuxt localhost website home untitled".split()
)
_ELSEWHERE = frozenset(
    "related recommended popular trending comments comment sidebar teaser teasers promo card newsletter recirc latest"
    " breaking ticker mostread".split()
)


def read_meta(root: Any) -> dict[str, list[str]]:
    """The meta elements of a page: name in lower case -> what they say, each once."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = line_of(element.get("content"))
        if name and content:
            values = found.setdefault(name.strip().lower(), [])
            if content not in values[:_VALUES] and len(values) < _VALUES:
                values.append(content)
    return found


def all_of(meta: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    """What the meta elements of these names say, in the order of the names."""
    return [value for name in names for value in meta.get(name, ())]


def line_of(text: object) -> str:
    """The words of an attribute or field; what has been escaped twice is taken for what was meant."""
    if not isinstance(text, str):
        return ""
    if "&" in text:
        text = unescape(unescape(text))
    return " ".join(re.sub(r"<[^<>]{0,200}>", "", text).split())


def words_in(element: Any) -> str:
    """The text in an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, whatever their case, spaces and article."""
    return bool(one) and plain(one).removeprefix("the") == plain(other).removeprefix("the")


def title_words(title: str) -> list[str]:
    """The words of a title, for comparing it."""
    return re.findall(r"\w+", title.casefold())


def lone_day(text: str) -> str | None:
    """The day of a text that says little else."""
    found = SHOWN_DATE.search(text) if len(text) < 80 else None
    return to_iso_date(found[0]) if found else day_in_figures(text) if len(text) < 60 else None


def day_in_figures(text: str, first: First | None = None) -> str | None:
    """A day in figures, "7.3.2022" or "25/12/2021", where it is clear which of them is the month."""
    found = FIGURES.search(text)
    return to_iso_date(found[0], first) if found else None


def is_elsewhere(element: Any, furniture: Callable[[Any], bool]) -> bool:
    """Whether an element is in something that is about other articles."""
    for outer in element.iterancestors():
        if outer.tag in ("aside", "nav", "footer") or outer.get("role") in (
            "complementary",
            "navigation",
            "contentinfo",
        ):
            return furniture(outer)
        if not _ELSEWHERE.isdisjoint(words_of(f"{outer.get('class') or ''} {outer.get('id') or ''}")) and furniture(
            outer
        ):
            return True
    return False


def is_labelled(element: Any, label: re.Pattern[str]) -> bool:
    """Whether an element begins with a label: `<li><b>Date</b> 18.07.2022</li>`."""
    if element.tag not in ("li", "dd", "p", "td", "div", "span", "tr") or len(element) > 4:
        return False
    text = element.text if element.text and element.text.strip() else (element[0].text if len(element) else None)
    return text is not None and label.match(text.strip()) is not None
