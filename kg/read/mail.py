"""Newsletters as e-mails."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.utils import parseaddr

from kg.errors import ArticleError
from kg.model import Article
from kg.read.compose import Found, compose
from kg.read.date_fields import date_of
from kg.read.fragments import as_text
from kg.read.limits import read_whole
from kg.read.options import Options
from kg.read.sources import Source

__all__ = ["read_mail"]

_ENOUGH = 200  # characters; a shorter plain part only says that the mail is in HTML


def read_mail(source: Source, options: Options) -> Iterator[Article]:
    """Read an e-mail as one article; who sent it is its publisher.

    Raises:
        ArticleError: There is no text in it.
    """
    with source.open() as file:
        mail = message_from_bytes(read_whole(file, source.name), policy=policy.default)
    texts = {}
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        if part is not None:
            texts[kind] = str(part.get_content())
    text = texts.get("plain", "")
    if len(text.strip()) < _ENOUGH and "html" in texts:
        text = as_text(texts["html"])
    if not text.strip():
        raise ArticleError(f"{source.name}: an e-mail without text", kind="empty")
    sender, address = parseaddr(str(mail["From"] or ""))
    found = Found(
        text=text,
        title=str(mail["Subject"]) if mail["Subject"] else None,
        published=date_of(str(mail["Date"] or "")),
        url=str(mail["Archived-At"] or mail["List-Archive"] or "").strip("<> ") or None,
        publisher=sender or address or None,
    )
    yield compose(found, source.name, options)
