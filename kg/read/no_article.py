"""What a page seems to be that has no article: for a message that lets the user see why it is not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Seen", "what_else"]

_SHORT = 1200  # bytes of prose; a page with more is an article, whatever its title says
_LINKS = 6  # headings that are links: a page of teasers, if there is less prose than they would need
_PER_HEADLINE = 400


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to tell by: titles, the first words, the prose of body and page in bytes, and more."""

    titles: str
    text: str
    address: str
    prose: int
    page_prose: int
    headlines: int
    kinds: frozenset[str]


def _says(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MISSING = _says(
    r"\b(?:404|410)\b|page (?:was |is )?not found|not found|(?:page|story|article|content) (?:you (?:are|were) looking for|"
    r"no longer|doesn['’]t exist|does not exist|has been (?:moved|removed|deleted))|no longer available|page unavailable"
)
_WALL = _says(
    r"before you continue|we (?:and our \d* ?partners )?(?:use|value|care about) (?:cookies|your privacy)|your privacy"
    r"|cookie (?:consent|settings|preferences|policy)|privacy (?:choices|preferences|settings|cent(?:er|re))|consent to"
    r"|accept (?:all|and continue)|manage (?:cookies|preferences|options)|gdpr"
)
_CHALLENGE = _says(
    r"just a moment|checking your browser|are you (?:a )?(?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|access (?:to this page has been )?denied|attention required|captcha|unusual (?:traffic|activity)|403 forbidden"
    r"|enable javascript and cookies|request blocked"
)
_SEARCH = _says(r"search results?\b|\bresults? for\b|^\s*search\b|you searched for|\d+ results\b")
_SEARCH_ADDRESS = _says(r"/search(?:[/?.]|$)|[?&](?:q|query|s|search|keyword)=")
_ERROR = _says(
    r"\b50[0234]\b|internal server error|service unavailable|bad gateway|gateway time-?out|something went wrong"
)
_LOGIN = _says(r"^\s*(?:log ?in|sign ?in|create (?:an|your) account|register)\b")
_LISTS = frozenset("collectionpage searchresultspage itemlist website profilepage aboutpage contactpage".split())
_FRONT = frozenset(("website",))


def _short(seen: Seen) -> bool:
    return seen.prose < _SHORT


# In this order: what a page seems to be, and how that is told.
_KINDS: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
    ("a check for robots", lambda seen: _short(seen) and bool(_CHALLENGE.search(f"{seen.titles} {seen.text}"))),
    ("a page that was not found", lambda seen: _short(seen) and bool(_MISSING.search(seen.titles))),
    ("an error of the server", lambda seen: _short(seen) and bool(_ERROR.search(seen.titles))),
    (
        "a consent wall",
        lambda seen: _short(seen) and (bool(_WALL.search(seen.titles)) or len(_WALL.findall(seen.text)) > 2),
    ),
    (
        "search results",
        lambda seen: bool(
            "searchresultspage" in seen.kinds
            or (_SEARCH_ADDRESS.search(seen.address) and seen.headlines > 1)
            or (_SEARCH.search(seen.titles) and (seen.headlines > 1 or _short(seen)))
        ),
    ),
    ("a login form", lambda seen: _short(seen) and bool(_LOGIN.search(seen.titles))),
    (
        "a page of headlines",
        lambda seen: (
            (seen.headlines >= _LINKS and seen.prose < _PER_HEADLINE * seen.headlines and not _is_article(seen.kinds))
            or (seen.headlines > 2 and not _is_article(seen.kinds) and not seen.kinds.isdisjoint(_LISTS))
        ),
    ),
    (
        "a front page",
        lambda seen: (
            not _is_article(seen.kinds)
            and not seen.kinds.isdisjoint(_FRONT)
            and re.fullmatch(r"https?://[^/]+/?", seen.address) is not None
        ),
    ),
)


def what_else(seen: Seen) -> str | None:
    """What a page seems to be instead of an article; None where it may be one."""
    return next((kind for kind, is_so in _KINDS if is_so(seen)), None)


def _is_article(kinds: frozenset[str]) -> bool:
    return any(kind.endswith(("article", "posting")) for kind in kinds)
