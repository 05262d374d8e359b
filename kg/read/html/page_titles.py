"""The title of the article in a page: several places give it, and the one that most agree with is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from kg.read.html.body import plain
from kg.read.html.furniture import words_of
from kg.read.html.page_words import SEPARATOR, all_of, line_of, lone_day, same_name, title_words, words_in

__all__ = ["LONG", "TITLES", "TOLD", "alike", "headings_of", "is_logo", "led_title", "title_of_page", "without_author"]

TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "title",
    "headline",
)
_HEADLINE_NAMES = frozenset(("headline", "hed"))
_TITLE_OF = frozenset(("article", "entry", "post", "story", "page", "news", "reader"))
_MAX_TITLE = 200
LONG = 500  # characters of what may be a title
TOLD = 16  # titles that a page may give itself


def headings_of(root: Any, furniture: Callable[[Any], bool]) -> list[str]:
    """The headlines that the page shows, those marked as such first."""
    marked = [element for element in root.xpath("//*[@itemprop='headline']")[:5] if element.tag != "meta"]
    named = [element for element in root.iter("h1", "h2", "h3", "div", "p", "span") if _is_headline(element)][:5]
    shown = [*marked, *list(root.iter("h1"))[:10], *(each for each in named if not furniture(each))]
    found = [words_in(element) for element in shown if not is_logo(element)]
    return [each for each in found if 2 < len(each) < 400]


def _is_headline(element: Any) -> bool:
    """Whether an element is named a headline: "entry-title", "article__headline"."""
    name = element.get("class")
    if not name or len(element) > 6 or element.find(".//a") is not None:
        return False
    words = words_of(name)
    return not _HEADLINE_NAMES.isdisjoint(words) or ("title" in words and not _TITLE_OF.isdisjoint(words))


def is_logo(element: Any) -> bool:
    """Whether a heading is the outlet's name: a link to its front page, and nothing else."""
    links = element.findall(".//a[@href]")
    return len(links) == 1 and _path_of(links[0].get("href")) in ("", "/") and words_in(links[0]) == words_in(element)


def _path_of(address: str) -> str | None:
    """The path of an address, None for one that is none."""
    try:
        return urlsplit(address.strip()).path
    except ValueError:
        return None


def title_of_page(
    root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any], headings: list[str], outlet: str | None
) -> str | None:
    """The title that most places agree in, as it is shown on the page if it is."""
    element = root.find(".//head/title")
    element = root.find(".//title") if element is None else element
    window = line_of(element.text)[:LONG] if element is not None else ""
    told = [*headings, line_of(node.get("headline")), *all_of(meta, TITLES), line_of(node.get("name"))]
    told = [each[:LONG] for each in told if each][:TOLD]
    candidates = list(dict.fromkeys(_bare_title(each, outlet) for each in told))
    candidates = [each for each in candidates if each and not same_name(each, outlet or "")]
    witnesses = [each for each in (*told, window) if each]
    return max(candidates, key=lambda each: sum(alike(each, other) for other in witnesses), default=None)


def led_title(root: Any, lead: Sequence[str], outlet: str | None) -> str | None:
    """The title of a page that marks none: what stands over the text, else the window's title."""
    element = root.find(".//title")
    window = line_of(element.text)[:LONG] if element is not None else ""
    for text in lead:
        if len(text.split()) >= 3 and len(text) <= _MAX_TITLE and not re.search(r"[.:;]$|\s[>»]\s", text):
            if lone_day(text):
                continue
            return text
    return _bare_title(window, outlet, cut=True) or None


def without_author(title: str | None, author: str | None) -> str | None:
    """A title without the names of its authors at its end: "Talks in Geneva - Jane Roe and John Doe"."""
    parts = SEPARATOR.split(title) if title and author else []
    if not title or len(parts) < 2 or plain(re.sub(r"\s(?:and|&)\s", " ", parts[-1])) != plain(author or ""):
        return title
    return title[: title.rfind(parts[-1])].rstrip(" |–—-·•:»«~/") or title


def _bare_title(title: str, outlet: str | None, *, cut: bool = False) -> str:
    """A title without the outlet's name before or behind it; `cut` takes the longest part where no outlet is known."""
    parts = [part for part in SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    if lone_day(parts[-1]) and len(parts[-1]) < 20:
        return _bare_title(title[: title.rfind(parts[-1])].strip().rstrip("|–—-·•:»«~/").strip(), outlet, cut=cut)
    for end in (-1, 0):
        if outlet and _is_of(parts[end], outlet):
            at = title.rfind(parts[-1]) if end else len(parts[0])
            rest = title[:at] if end else title[at:]
            bare = rest.strip().rstrip("|–—-·•:»«~/").lstrip("|–—-·•:»«~/").strip()
            # "World | The Meridian" is left where a section stands between, too.
            return _bare_title(bare, outlet) if bare else title
    while cut and len(parts) > 1 and len(parts[-1]) < 40 and len(title[: title.rfind(parts[-1])]) > len(parts[-1]):
        title = title[: title.rfind(parts[-1])].strip().rstrip("|–—-·•:»«~/").strip()
        parts.pop()
    return title


def _is_of(part: str, outlet: str) -> bool:
    """Whether a part of a title names the outlet, or a section of it: "CNN Politics" of CNN."""
    name, own = part.split(".", maxsplit=1)[0], outlet.split(".", maxsplit=1)[0]
    if same_name(name, own) or same_name(part, outlet):
        return True
    plain_name, plain_own = plain(name), plain(own)
    # Of a name that only the address tells, "time" of time.com, a short one is no proof: "Time to talk".
    least = 5 if own.islower() else 2
    return len(part) < 40 and len(plain_own) > least and plain_name.startswith(plain_own) and len(name.split()) < 5


def alike(one: str, other: str) -> float:
    """How far two titles are one: 1 for the same, less for one that the other begins with or contains."""
    first, second = plain(one), plain(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if first in second or second in first:
        return 0.9 * min(len(first), len(second)) / max(len(first), len(second))
    ours, theirs = set(title_words(one)), set(title_words(other))
    return 0.8 * len(ours & theirs) / max(len(ours | theirs), 1)
