"""What a page seems to be that has no article: for a message that lets the user see why it is not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Seen", "what_else"]

_SHORT = 1200  # bytes of prose; a page with more is an article, whatever its title says
_LITTLE = 400  # bytes of prose; with less, among twice as much other text, a page is hardly an article
_LINKS = 6  # headings that are links: a page of teasers, if there is no more prose than theirs
_PER_HEADLINE = 400
_CARDS = 4  # the same of headlines that something is told of
_PER_CARD = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to tell by: titles, the first words, the prose of body and page in bytes, and more."""

    titles: str
    text: str
    address: str
    prose: int
    page_prose: int
    headlines: int
    cards: int
    kinds: frozenset[str]
    is_article: bool
    paragraphs: int
    visible: int
    """Characters of text in the whole page."""


def _says(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MISSING = _says(
    r"\b(?:404|410)\b|page (?:was |is )?not found|not found"
    r"|(?:page|story|article|content) (?:you (?:are|were) looking for|no longer"
    r"|doesn['’]t exist|does not exist|has been (?:moved|removed|deleted))|no longer available|page unavailable"
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
_SEARCH = _says(r"search results?\b|\bresults? for\b|^\s*search(?:\s*$|\s+[|–—-])|you searched for|\d+ results\b")
_SEARCH_ADDRESS = _says(r"/search(?:[/?.]|$)|[?&](?:q|query|s|search|keyword)=")
_ERROR = _says(
    r"\b50[0234]\b|internal server error|service unavailable|bad gateway|gateway time-?out|something went wrong"
)
_LOGIN = _says(
    r"\b(?:log ?in|sign ?in|sign ?up|create (?:an|your)(?: free)? account|register(?: now)?|subscribe(?: now)?"
    r"|already (?:a |have an? )?(?:subscriber|member|account|registered)|subscribers only|forgot (?:your )?password)\b"
)
_ABOUT = _says(
    r"(?:about(?: us)?|contact(?: us)?|privacy(?: policy| notice)?|cookie policy"
    r"|terms(?: (?:of|and) \w+)?|imprint|impressum"
    r"|advertise(?: with us)?|careers|jobs|newsletters?|subscri(?:be|ptions?)|site ?map|help|faqs?|index of .*)"
)
_LISTS = frozenset("collectionpage searchresultspage itemlist website profilepage aboutpage contactpage".split())


def _short(seen: Seen) -> bool:
    return seen.prose < _SHORT


def _begins(titles: str) -> str:
    return re.split(r"\s[|–—-]\s", titles)[0].strip()


# In this order: what a page seems to be, and how that is told.
_KINDS: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
    ("a check for robots", lambda seen: _short(seen) and bool(_CHALLENGE.search(f"{seen.titles} {seen.text}"))),
    ("a page that was not found", lambda seen: _short(seen) and bool(_MISSING.search(seen.titles))),
    ("an error of the server", lambda seen: _short(seen) and bool(_ERROR.search(seen.titles))),
    (
        "a consent wall",
        lambda seen: (
            _short(seen)
            and not seen.is_article
            and (bool(_WALL.search(seen.titles)) or len(_WALL.findall(seen.text)) > 2)
        ),
    ),
    (
        "search results",
        lambda seen: (
            not seen.is_article
            and (
                "searchresultspage" in seen.kinds
                or bool(_SEARCH_ADDRESS.search(seen.address) and seen.headlines > 1)
                or bool(_SEARCH.search(seen.titles) and (seen.headlines > 1 or _short(seen)))
            )
        ),
    ),
    (
        "a form to log in or subscribe",
        lambda seen: (
            _short(seen)
            and not seen.is_article
            and (bool(_LOGIN.match(seen.titles)) or (seen.prose < _LITTLE / 2 and len(_LOGIN.findall(seen.text)) > 1))
        ),
    ),
    (
        "a page about the outlet",
        lambda seen: not seen.is_article and _ABOUT.fullmatch(_begins(seen.titles)) is not None,
    ),
    # So many other headlines that the text beside them can only be their teasers.
    (
        "a page of headlines",
        lambda seen: (
            not seen.is_article
            and (
                (seen.cards >= _CARDS and seen.prose < _PER_CARD * seen.cards)
                or (seen.headlines >= _LINKS and seen.prose < _PER_HEADLINE * seen.headlines)
                or (seen.headlines > 2 and not seen.kinds.isdisjoint(_LISTS))
            )
        ),
    ),
    (
        "a front page",
        lambda seen: (
            not seen.is_article
            and seen.headlines + seen.cards > 1
            and re.fullmatch(r"https?://[^/]+/?", seen.address) is not None
        ),
    ),
    (
        "something with too little text for an article",
        lambda seen: (
            not seen.is_article and seen.paragraphs < 2 and 0 < seen.prose < _LITTLE and seen.prose < seen.visible / 2
        ),
    ),
)


def what_else(seen: Seen) -> str | None:
    """What a page seems to be instead of an article; None where it may be one."""
    return next((kind for kind, is_so in _KINDS if is_so(seen)), None)
