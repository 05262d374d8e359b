"""Who wrote the article in a page: names of people, without offices, handles and "By"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kg.read.html.furniture import words_of
from kg.read.html.linked import types_of
from kg.read.html.page_words import FIGURES, SHOWN_DATE, all_of, is_elsewhere, is_labelled, line_of, same_name, words_in

__all__ = ["author_of"]

_AUTHORS = (
    "parsely-author",
    "sailthru.author",
    "article:author",
    "author",
    "byl",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "citation_author",
    "og:article:author",
    "cxenseparse:author",
    "byline",
    "article.author",
    "news_author",
    "lp.article:author",
    "bt:author",
    "mrf:authors",
    "shareaholic:article_author_name",
    "dcterms.contributor",
    "rbauthors",
)
_BY = re.compile(
    r"^(?:Par|Por)\s+(?=[A-ZÀ-Þ])|^\W*(?:(?:story|words|text|report|reporting|written|posted|published|analysis|opinion)?\s*by|from|author[s:]*)\b[:\s]*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?i)\b(?:correspondent|reporter|editor|columnist|bureau chief|contributor|journalist|producer|analyst|writer"
    r"|fellow|professor|lecturer|director|chief|desk|team|updated?|published|posted|min read|minutes?|\d{4}|@"
    r"|news|in [A-Z])\b"
)
_AND = re.compile(r"\s*(?:,|;|\||•|·|/|\n|\band\b|&)\s*")
# "Jane Roe Senior Washington Correspondent": the office, where nothing parts it from the name.
_OFFICE = re.compile(
    r"(?<=\w)\s(?:Senior|Staff|Chief|Foreign|Political|Diplomatic|National|International|Special|Deputy|Managing"
    r"|Associate|Contributing|World|Defen[cs]e|Security|Business|Science|Technology)\s(?:\w+\s){0,3}"
    r"(?:Correspondent|Reporter|Editor|Writer|Columnist|Analyst)s?$"
)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,4}")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|/)|^\W*$|^(?:admin|administrator|super ?user|root|editor|webmaster|null|none|undefined|guest)$",
    re.IGNORECASE,
)
_CONTROLS = frozenset(
    "print email e-mail share follow facebook twitter x whatsapp linkedin comments subscribe bio profile"
    " contact".split()
)
_MAX_NAME = 80
_AUTHOR_LABEL = re.compile(r"(?i)(?:by\b|(?:written|reported) by|authors?:?$|author:)")
_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:de|van|von|der|bin|al|el|la|[A-ZÀ-Þ][\w.'’-]*)){1,4}"
_SIGNED = re.compile(
    rf"(?:[Bb][Yy]|[Aa]uthors?:?|(?:[Ww]ritten|[Rr]eported) by)\s+{_NAME}"
    r"(?=$|\s*[,|·•(@–—\n]|\s-|\s(?:and|in|for|on|at|&)\s|\s[A-Z])"
)
_BYLINES = frozenset("byline author authors writer byl reporter".split())


def author_of(
    root: Any,
    meta: Mapping[str, list[str]],
    node: Mapping[str, Any],
    furniture: Callable[[Any], bool],
    outlets: Sequence[str],
) -> str | None:
    """The people who wrote an article, the organization where no people are named; the outlet is no author.

    Args:
        root: The page.
        meta: Its meta elements.
        node: How JSON-LD describes the article.
        furniture: Tells which elements are no part of the article.
        outlets: Names of the outlet.
    """
    # How publishing software tells cards of posts who wrote them: label1 "Written by", data1 the name.
    told = [
        pair
        for number in "12"
        for pair in zip(meta.get(f"twitter:label{number}", ()), meta.get(f"twitter:data{number}", ()), strict=False)
    ]
    labelled = [name for label, name in told if _AUTHOR_LABEL.match(label)]
    for names in (_node_authors(node), all_of(meta, _AUTHORS), labelled, _shown_authors(root, furniture)):
        people = [
            person
            for name in names
            for person in _people(name)
            if not any(same_name(person, outlet) for outlet in outlets)
        ]
        if people := list(dict.fromkeys(people)):
            return ", ".join(people[:12])
    return None


def _node_authors(node: Mapping[str, Any]) -> list[str]:
    authors = node.get("author") or node.get("creator") or []
    authors = authors if isinstance(authors, list) else [authors]
    people: list[str] = []
    others: list[str] = []
    for each in authors[:20]:
        if isinstance(each, dict):
            name = each.get("name") or " ".join(str(each.get(key) or "") for key in ("givenName", "familyName"))
            names = name if isinstance(name, list) else [name]
            kind = types_of(each)
            (others if any("Organization" in one for one in kind) else people).extend(line_of(one) for one in names)
        else:
            people.append(line_of(each))
    return [name for name in people if name] or [name for name in others if name]


def _shown_authors(root: Any, furniture: Callable[[Any], bool]) -> list[str]:
    """Whom the page shows as author: marked as such, or named after "By" near the headline."""
    for element in root.xpath("//*[@rel='author' or contains(@itemprop, 'author')]")[:6]:
        if element.tag not in ("meta", "link") and not is_elsewhere(element, furniture):
            inner = element.xpath(".//*[@itemprop='name']")
            if text := (inner[0].get("content") or words_in(inner[0])) if inner else words_in(element):
                return [text]
    for element in root.iter(
        "p", "div", "span", "a", "address", "h3", "h4", "h5", "h6", "li", "b", "i", "em", "strong", "td", "font"
    ):
        if len(element) > 8:
            continue
        named = words_of(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}")
        is_byline = not _BYLINES.isdisjoint(named)
        text = words_in(element) if is_byline or is_labelled(element, _AUTHOR_LABEL) else ""
        if not 2 < len(text) < 160 or is_elsewhere(element, furniture):
            continue
        if is_byline or _SIGNED.match(text):
            # "Jane Roe The Meridian March 7" glued together: the first of its parts says who.
            if is_byline and len(element) and (link := element.find(".//a")) is not None and words_in(link):
                return [words_in(each) for each in element.iter("a") if words_in(each)]
            return [text]
    return []


def _people(text: str) -> Iterator[str]:
    """The names in a byline, without "By", addresses, handles and offices."""
    if _NO_NAME.search(text):
        return
    text = _BY.sub("", _HANDLE.sub("", _EMAIL.sub("", line_of(text)))).strip()
    found = SHOWN_DATE.search(text) or FIGURES.search(text)
    text = text[: found.start()] if found else text
    text = re.split(r"\(|\s(?:[-–—|•·]|in|for|at)\s(?=[A-Z])", text)[0]
    for at, part in enumerate(_AND.split(text)):
        name = _BY.sub("", part).strip(" .,;:()[]-–—|")
        if not name or len(name) > _MAX_NAME or _NO_NAME.search(name) or name.lower() in _CONTROLS:
            continue
        # A clock, a day, a user's number, an address.
        if re.search(r"\d\d", name) or _DOMAIN.fullmatch(name):
            continue
        if (at and _ROLE.search(name)) or not any(char.isalpha() for char in name):
            continue
        yield _OFFICE.sub("", name)
