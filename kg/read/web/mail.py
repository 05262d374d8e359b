"""Newsletters as e-mails.

A mail is one article, also where it tells several stories: it is one source with one date and one sender, and where a
story ends nobody but its reader can tell for sure. Their headings are paragraphs, which keep them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.limits import read_whole
from kg.read.article.options import Options
from kg.read.html.blocks import Block, blocks_of, join_blocks
from kg.read.html.furniture import find_furniture, text_lengths
from kg.read.html.markup import parse_markup
from kg.read.inputs.sources import Source
from kg.read.text.charsets import decode_page
from kg.read.text.date_fields import date_of

__all__ = ["read_mail"]

_SHARE = 0.6  # of the plain part's length that the HTML part has at least, if both say the same
# What newsletters hide from the eye and show in the list of mails, and fill up with nothing.
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|max-height\s*:\s*0|font-size\s*:\s*[01]px|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_NOTHING = re.compile("[\u00ad\u034f\u200b-\u200f\u2007\u2060-\u2064\ufeff\u115f\u1160\u17b4\u17b5\u180e]+")
# Links at the end of a story, for the rest of it elsewhere.
_MORE = re.compile(
    r"\W*(?:(?:read|see|learn|find out|get) (?:more|on|the (?:full|whole|rest)\b.{0,30})"
    r"|continue reading|full (?:story|article)"
    r"|more|go deeper|share this(?: story)?)(?: (?:at|on|in|from|here)\b.{0,40})?\W*",
    re.IGNORECASE,
)
# What a mail says of itself -> where it stands: at the top, or at the end of the stories.
_ABOUT = re.compile(
    r"(?:view|read|open|see) (?:this |it |the )?(?:\w+ )?(?:in|on|as) (?:your |a |the )?(?:web|browser|online)\b.{0,60}"
    r"|(?:trouble|problems?|having trouble) (?:viewing|reading)\b.{0,80}|view online"
    r"|(?:forward|share)(?: (?:this|to).{0,40})?"
    r"|(?:was this|were you) (?:e-?mail )?forwarded\b.{0,100}|(?:was this|did someone) .{0,40}(?:forward|sent).{0,80}",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"\bunsubscribe\b|you(?:['’]re| are) receiving this|you (?:have )?received this|(?:manage|update|change) (?:your )?"
    r"(?:e-?mail )?(?:preferences|settings|subscriptions?)|opt[- ]out"
    r"|was this forwarded to you|add us to your address book",
    re.IGNORECASE,
)
_SPONSORED = re.compile(
    r"\W*(?:a (?:message|word) from\b.{0,80}|sponsored\b.{0,60}|presented by\b.{0,60}|advertisement"
    r"|together with\b.{0,60}"
    r"|in partnership with\b.{0,60}|from our (?:sponsors?|partners?)\b.{0,40}|paid (?:post|content)\b.{0,40}"
    r"|brought to you by\b.{0,60})\W*",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]+(?: (?:de|van|von|der|bin|al|el|la|[A-ZÀ-Þ][\w.'’-]*)){1,3}"
_BYLINE = re.compile(rf"(?:^|[|·•–—-]\s*|\s)[Bb][Yy] (?P<name>{_NAME}(?:(?:, | and ){_NAME}){{0,3}})\s*$")
_PERSON_OF = re.compile(rf"(?P<person>{_NAME})(?:,| at| from| via| \||:| -) (?P<outlet>.+)")
_TOP = 8  # paragraphs in which a mail says who wrote it


def read_mail(source: Source, options: Options) -> Iterator[Article]:
    """Read an e-mail as one article; who sent it is its publisher.

    Raises:
        ArticleError: There is no text in it.
    """
    with source.open() as file:
        mail = message_from_bytes(read_whole(file, source.name), policy=policy.default)
    plain, html = _content(mail, "plain", source.name), _content(mail, "html", source.name)
    told = _html_text(html, source.name) if html.strip() else ""
    # The HTML part has its paragraphs whole, and its links out of the way.
    text = told if len(told) >= _SHARE * len(plain) or not plain.strip() else plain
    if not text.strip():
        raise ArticleError(f"{source.name}: an e-mail without text", kind="empty")
    sender, address = parseaddr(_field(mail, "From"))
    person, outlet = _sender(sender)
    byline, text = _without_byline(text)
    found = Found(
        text=text,
        title=_field(mail, "Subject") or None,
        published=date_of(_field(mail, "Date")),
        url=(_field(mail, "Archived-At") or _field(mail, "List-Archive")).strip("<> ") or None,
        author=byline or person,
        publisher=outlet or address or None,
    )
    yield compose(found, source.name, options)


def _field(mail: EmailMessage, name: str) -> str:
    """A field of the head, or nothing: the library fails on some that are broken, in ways of its own."""
    try:
        return str(mail[name] or "")
    except Exception:  # noqa: BLE001 - IndexError, OverflowError, AttributeError ...
        return ""


def _content(mail: EmailMessage, kind: str, name: str) -> str:
    part = mail.get_body((kind,))
    if part is None:
        return ""
    if kind == "plain":
        with suppress(LookupError, ValueError):  # a charset that is none
            return str(part.get_content())
    data = part.get_payload(decode=True)
    return decode_page(data, name, part.get_content_charset()) if isinstance(data, bytes) else ""


def _html_text(html: str, name: str) -> str:
    """The stories of a mail, without what it says of itself, what it hides, and what others paid for."""
    root = parse_markup(html, name).root
    furniture = find_furniture(root, text_lengths(root))

    def passed_over(element: Any) -> bool:
        if element.tag == "a" and _MORE.fullmatch("".join(element.itertext())):
            return True
        style = element.get("style")
        return furniture(element) or (style is not None and _HIDDEN.search(style) is not None)

    texts: list[str] = []
    sponsor: Any = None  # the cell that somebody paid for
    blocks = list(blocks_of(root, passed_over))
    for at, block in enumerate(blocks):
        text = " ".join(_NOTHING.sub("", block.text).split())
        if at > len(blocks) / 2 and _FOOT.search(text):
            break
        cell = _cell(block)
        if _SPONSORED.fullmatch(text):
            sponsor = cell
        if text and cell is not sponsor and block.link_share < 0.9 and not _ABOUT.fullmatch(text.rstrip(".?! ")):
            texts.append(text)
    return join_blocks(texts)


def _cell(block: Block) -> Any:
    if block.element.tag in ("td", "th"):
        return block.element
    return next(block.element.iterancestors("td", "th"), block.element)


def _sender(name: str) -> tuple[str | None, str | None]:
    """The person and the outlet in the name of a sender: "Jane Roe at The Meridian"."""
    found = _PERSON_OF.fullmatch(name.strip())
    return (found["person"], found["outlet"]) if found else (None, name or None)


def _without_byline(text: str) -> tuple[str | None, str]:
    """Who wrote it, where a line near the top says so, and the text without that line."""
    paragraphs = text.split("\n\n")
    for at, paragraph in enumerate(paragraphs[:_TOP]):
        found = _BYLINE.search(paragraph) if len(paragraph) < 120 and "\n" not in paragraph else None
        if found:
            names = found["name"].replace(" and ", ", ")
            return names, "\n\n".join(paragraphs[:at] + paragraphs[at + 1 :])
    return None, text
