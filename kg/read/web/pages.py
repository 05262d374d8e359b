"""Saved web pages, and the archives that browsers save: the article without the page around it.

The body is told from the furniture by `body`, what the page says of it is read by `page_facts`. Where a page shows no
body, it may be in the JSON of its scripts, which are read and never run; trafilatura (Barbaresi 2021) has the last
word. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.limits import read_whole
from kg.read.article.options import Options
from kg.read.html.blocks import join_blocks
from kg.read.html.body import Body, find_body, is_prose, plain
from kg.read.html.fragments import as_text
from kg.read.html.furniture import find_furniture, text_lengths
from kg.read.html.linked import state_texts
from kg.read.html.markup import Markup, parse_markup
from kg.read.html.no_article import Seen, what_else
from kg.read.html.page_facts import PageFacts, page_facts
from kg.read.inputs.sources import Source
from kg.read.text.charsets import decode_page

__all__ = ["page_found", "read_mhtml", "read_page"]

# What browsers and their helpers write on top of a page that they save.
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->|Page saved with SingleFile\s+url:\s*(\S+)|<base\s+href=[\"']?(https?://[^\"'\s>]+)",
    re.IGNORECASE,
)
_HEAD = 6000  # characters in which a page says where it comes from
_LEAST = 60  # bytes of a page's prose; a page with less is a menu
_POOR = 500  # bytes of prose; a body with less may be a teaser of one that a script has
_PART = 0.5  # share of the body in a script that the page shows; below it the rest is not shown
_TEASER = 2500  # bytes; an article that is said not to be free and is shorter is its beginning
_BYLINES = ("", "By ", "Von ", "Par ", "Por ", "Di ", "Written by ", "Text: ")
_REACHED = re.compile(r"\w@\w|(?<!\w)@\w|\b(?:follow|contact|reach|e-?mail) (?:him|her|them|us|the)\b", re.IGNORECASE)
_PLAIN = Options()
_FRAMES = 12  # parts of a web archive that are looked into


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as read: what is in it, and what it says."""

    body: Body
    facts: PageFacts
    markup: Markup


def read_page(source: Source, options: Options) -> Iterator[Article]:
    """Read a saved page as one article.

    Raises:
        ArticleError: There is no article in it.
    """
    with source.open() as file:
        html = decode_page(read_whole(file, source.name), source.name)
    yield compose(page_found(html, source.name, source.address, options=options), source.name, options)


def read_mhtml(source: Source, options: Options) -> Iterator[Article]:
    """Read the page in a web archive as one article; if it has none, one of its frames may.

    Raises:
        ArticleError: There is no page in it, or no article in that.
    """
    with source.open() as file:
        archive = message_from_bytes(read_whole(file, source.name), policy=policy.default)
    snapshot = _location(archive["Snapshot-Content-Location"])
    pages = [part for part in archive.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise ArticleError(f"{source.name}: a web archive without a page", kind="no article")
    pages.sort(key=lambda part: _location(part["Content-Location"]) != snapshot)  # the frames keep their order
    first: ArticleError | None = None
    for part in pages[:_FRAMES]:
        own = _location(part["Content-Location"])
        address = snapshot if part is pages[0] else own
        try:
            found = page_found(_part_text(part, source.name), source.name, address or own, options=options)
        except ArticleError as error:
            first = first or error
            continue
        yield compose(found, source.name, options)
        return
    raise first or ArticleError(f"{source.name}: no article in this web archive", kind="no article")


def page_found(html: str, name: str, address: str | None = None, *, options: Options = _PLAIN) -> Found:
    """The article of a page.

    Args:
        html: The page.
        name: What it is called in messages.
        address: Where it was saved from, if that is known from elsewhere.
        options: Who is told what.

    Raises:
        ArticleError: There is none.
    """
    saved = _SAVED_FROM.search(html, 0, _HEAD)
    markup = parse_markup(html, name)
    furniture = find_furniture(markup.root, text_lengths(markup.root))
    body = find_body(markup.root, furniture)
    told = address or (next(filter(None, saved.groups())) if saved else None)
    facts = page_facts(markup, furniture, told, body.lead)
    read = _Read(body, facts, markup)
    text = _text(read, html)
    _refuse(read, text, name)
    if not facts.free and len(text.encode()) < max(_TEASER, 5 * (facts.words or 0)):
        words = len(text.split())
        options.on_note(f"{name}: behind a paywall; {words} words are in the page, and only they are read")
    host = (urlsplit(facts.url).hostname or "").removeprefix("www.") if facts.url else ""
    return Found(
        text=text,
        title=facts.title,
        published=facts.published,
        url=facts.url,
        author=facts.author,
        publisher=facts.publisher or options.publisher or host or None,
        language=facts.language,
        date_source=facts.date_source,
        made=facts.modified,
    )


def _text(read: _Read, html: str) -> str:
    """The article's text: as shown, else as JSON-LD has it, else as the application's state has it."""
    shown = join_blocks(_article(read.body.texts, read.facts))
    if read.facts.body:
        told = as_text(read.facts.body)
        if read.body.prose < _PART * len(told.encode()):
            return _paragraphs(told)
    if read.body.prose >= _POOR:
        return shown
    for text in state_texts(read.markup.scripts, read.facts.title):
        if len(text.encode()) > 2 * read.body.prose:
            return text
    return shown if read.body.prose >= _LEAST else _by_trafilatura(html) or shown


def _paragraphs(text: str) -> str:
    """A text from JSON, where one line end may end a paragraph."""
    return join_blocks([line.strip() for line in text.splitlines() if line.strip()])


def _article(texts: list[str], facts: PageFacts) -> list[str]:
    """The paragraphs without the title, which is kept apart, and without a last one that says who the author is."""
    title = plain(facts.title or "")
    kept = [text for at, text in enumerate(texts) if at > 3 or not title or plain(text) != title]
    author = (facts.author or "").split(",")[0]
    signed = {plain(by + author) for by in _BYLINES} if author else set()
    kept = [text for text in kept if plain(text) not in signed]
    while len(kept) > 2 and len(author.split()) > 1 and _is_of_author(kept[-1], author):
        kept.pop()
    return kept


def _is_of_author(text: str, author: str) -> bool:
    """Whether a last paragraph tells who the author is, or how to reach them."""
    return text.startswith(author) or (author in text and len(text) < 300 and _REACHED.search(text) is not None)


def _by_trafilatura(html: str) -> str:
    """What trafilatura takes for the text, for pages of a kind that nothing here knows."""
    from trafilatura import bare_extraction

    if len(html) > 2_000_000:
        return ""  # some of its steps take quadratic time
    page = bare_extraction(html.replace("\0", ""), fast=True, include_comments=False, include_tables=False)
    text = "" if page is None or isinstance(page, dict) else page.text or ""
    return join_blocks([line for line in text.split("\n") if line.strip()])


def _refuse(read: _Read, text: str, name: str) -> None:
    """Raise an error where a page is no article."""
    window = read.markup.root.find(".//title")
    titles = [read.facts.title or "", *("".join(each.itertext()) for each in list(read.markup.root.iter("h1"))[:3])]
    titles.append("" if window is None else window.text or "")
    visible = " ".join("".join(read.markup.root.itertext()).split())
    seen = Seen(
        titles=" | ".join(" ".join(each.split()) for each in titles),
        text=visible[:4000] if read.body.prose < 2 * _LEAST else text[:4000],
        address=read.facts.url or "",
        prose=len(text.encode()),
        page_prose=read.body.page_prose,
        headlines=read.body.headlines,
        cards=read.body.cards,
        series=read.body.series,
        in_series=read.body.in_series,
        headed=read.body.headed,
        kinds=read.facts.kinds,
        is_article=read.facts.is_article,
        paragraphs=sum(map(is_prose, read.body.blocks)),
        visible=len(visible),
    )
    kind = what_else(seen)
    if kind is None and len(text.encode()) >= _LEAST and max(map(len, text.split("\n"))) * 3 >= _LEAST:
        return
    seems = f", it seems to be {kind}" if kind else ""
    raise ArticleError(
        f"{name}: no article in this page{seems}; if it has one, save its text alone as .txt", kind="no article"
    )


def _location(field: object) -> str | None:
    return str(field).strip() if field else None


def _part_text(part: EmailMessage, name: str) -> str:
    data = part.get_payload(decode=True)
    return decode_page(data if isinstance(data, bytes) else b"", name, part.get_content_charset())
