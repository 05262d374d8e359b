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
_SERIES = 3  # paragraphs behind each other, with so much in them, are an article; a teaser has one or two
_IN_SERIES = 500  # bytes
_HEADLINE = 36  # bytes; a shorter heading may be the name of a section


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
    series: int = 0
    """Bytes of the body's paragraphs that no link parts from each other."""
    in_series: int = 0
    """How many they are."""
    headed: int = 0
    """Bytes of the headline that the body stands under, without a headline of another article between."""


def _says(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# What such pages have for a title, all of it: "504 killed" is news, and so is "Site of crash not found".
_MISSING = _says(
    r"(?:error:? )?4(?:04|10)(?: error)?(?::? (?:page )?not found|:? gone)?|(?:page|file|article|story) not found"
    r"|(?:sorry[,.!]? )?(?:the|this|that) (?:page|file) (?:was |is |could |can )?not (?:be )?found|not found"
    r"|.{0,40}\b(?:page|story|article|content) (?:(?:that )?you (?:are|were|['’]re) looking for|no longer"
    r"|(?:is|was) no longer|doesn['’]t exist|does not exist|has been (?:moved|removed|deleted)).{0,40}"
    r"|page unavailable"
)
_ERROR = _says(
    r"(?:(?:http )?error:? )?50[0234](?: error)?"
    r"|(?:(?:http )?error:? )?(?:50[0234]:? )?(?:internal (?:server )?error|service (?:temporarily )?unavailable"
    r"|bad gateway|gateway time-?out)|(?:oops[,.!]* )?something went wrong"
)
_CHALLENGE_TITLE = _says(
    r"just a moment|attention required|access (?:to this page has been )?denied|403 forbidden|forbidden"
    r"|request blocked|security check|captcha|are you (?:a )?(?:robot|human)\??|checking your browser"
)
_CHALLENGE = _says(
    r"checking your browser|are you a robot|verify(?:ing)? (?:that )?you are (?:a )?human|complete the captcha"
    r"|access to this page has been denied|unusual (?:traffic|activity) (?:from|on|in) your"
    r"|enable javascript and cookies|your request (?:has been|was) blocked|performance (?:&|and) security by"
    r"|needs to review the security of your connection"
)
_WALL = _says(
    r"before you continue|we (?:and our \d* ?partners )?(?:use|value|care about) (?:cookies|your privacy)|your privacy"
    r"|cookie (?:consent|settings|preferences|policy)|privacy (?:choices|preferences|settings|cent(?:er|re))"
    r"|consent to (?:the )?(?:use|storing|processing)|accept (?:all|and continue)"
    r"|manage (?:cookies|preferences|options)|gdpr"
)
_SEARCH = _says(
    r"search results?\b|^\W*(?:\d\S* )?results? for\b|\bresults? for\s?[:\"“‘]|^\s*search(?:\s*$|\s+[|–—-])"
    r"|you searched for|\d+ results\b"
)
_SEARCH_ADDRESS = _says(r"/search(?:[/?.]|$)|[?&](?:q|query|s|search|keyword)=")
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


def _runs_on(seen: Seen) -> bool:
    """Whether there is a text that goes on for some paragraphs, as none does in a list of teasers."""
    return seen.in_series >= _SERIES and seen.series >= _IN_SERIES


def _parts(titles: str) -> list[str]:
    return [part.strip(" .!…") for part in re.split(r"\s[|–—-]\s", titles)]


def _is_titled(pattern: re.Pattern[str], seen: Seen) -> bool:
    return any(pattern.fullmatch(part) for part in _parts(seen.titles))


def _is_challenge(seen: Seen) -> bool:
    if not _short(seen) or seen.is_article:
        return False
    return _is_titled(_CHALLENGE_TITLE, seen) or (seen.prose < _LITTLE and _CHALLENGE.search(seen.text) is not None)


def _is_wall(seen: Seen) -> bool:
    if not _short(seen) or seen.is_article:
        return False
    said = {words.lower() for words in _WALL.findall(seen.text)}
    return len(said) > 2 or (bool(said) and len(said | {words.lower() for words in _WALL.findall(seen.titles)}) > 1)


def _is_search(seen: Seen) -> bool:
    if seen.is_article or _runs_on(seen):
        return False
    return (
        "searchresultspage" in seen.kinds
        or bool(_SEARCH_ADDRESS.search(seen.address) and seen.headlines > 1)
        or bool(_SEARCH.search(seen.titles) and (seen.headlines > 1 or _short(seen)))
    )


def _is_login(seen: Seen) -> bool:
    if not _short(seen) or seen.is_article:
        return False
    prompts = len(_LOGIN.findall(seen.text))
    return (prompts > 0 and bool(_LOGIN.match(seen.titles))) or (seen.prose < _LITTLE / 2 and prompts > 1)


def _is_about(seen: Seen) -> bool:
    """Whether the title is that of a page about the outlet, with no more than the outlet's name behind it."""
    parts = re.split(r"\s[–—-]\s", seen.titles.split(" | ")[0])
    return (
        not seen.is_article and _ABOUT.fullmatch(parts[0].strip()) is not None and len(" ".join(parts[1:]).split()) < 4
    )


def _is_hub(seen: Seen) -> bool:
    """Whether there are so many other headlines that the text beside them can only be their teasers."""
    if seen.is_article or _runs_on(seen):
        return False
    return (
        (seen.cards >= _CARDS and seen.prose < _PER_CARD * seen.cards)
        or (seen.headlines >= _LINKS and seen.prose < _PER_HEADLINE * seen.headlines)
        or (seen.headlines > 2 and not seen.kinds.isdisjoint(_LISTS))
    )


def _is_front(seen: Seen) -> bool:
    at_root = re.fullmatch(r"https?://[^/]+/?", seen.address) is not None
    return at_root and seen.headlines + seen.cards > 1 and not seen.is_article and not _runs_on(seen)


def _is_scrap(seen: Seen) -> bool:
    few = seen.paragraphs < 2 and 0 < seen.prose < _LITTLE and seen.prose < seen.visible / 2
    return few and not seen.is_article and seen.headed < _HEADLINE


# In this order: what a page seems to be, and how that is told.
_KINDS: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
    ("a check for robots", _is_challenge),
    ("a page that was not found", lambda seen: _short(seen) and _is_titled(_MISSING, seen)),
    ("an error of the server", lambda seen: _short(seen) and _is_titled(_ERROR, seen)),
    ("a consent wall", _is_wall),
    ("search results", _is_search),
    ("a form to log in or subscribe", _is_login),
    ("a page about the outlet", _is_about),
    ("a front page", _is_front),
    ("a page of headlines", lambda seen: _is_hub(seen) and seen.headed < _HEADLINE),
    ("something with too little text for an article", _is_scrap),
)


def what_else(seen: Seen) -> str | None:
    """What a page seems to be instead of an article; None where it may be one."""
    return next((kind for kind, is_so in _KINDS if is_so(seen)), None)
