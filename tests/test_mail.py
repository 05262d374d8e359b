"""Newsletters as e-mails."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles

PLAIN = "Envoys of Norway and Chile met in Oslo on Monday, officials said.\n\n" + "They spoke for hours. " * 12
LONG = "They spoke for hours. " * 12
HTML = f"<html><body><style>p {{}}</style><p>Envoys met in <b>Oslo</b>.</p><p>{LONG}</p></body></html>"


def mail(plain: str | None, html: str | None) -> bytes:
    message = EmailMessage()
    message["From"] = "The Meridian <news@meridian.example>"
    message["To"] = "reader@mail.example"
    message["Subject"] = "Morning briefing: Señor Núñez in Oslo"
    message["Date"] = "Mon, 07 Mar 2022 06:00:00 +0100"
    if plain is not None:
        message.set_content(plain)
    if html is not None and plain is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    message.add_attachment(b"\0\1", maintype="image", subtype="png", filename="a.png")
    return message.as_bytes()


def read(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[ArticleError] = []
    articles = list(read_articles([path], Options(on_error=errors.append)))
    return articles, [str(error) for error in errors]


@pytest.mark.parametrize(
    ("plain", "html", "begins"),
    [
        # The HTML part says the same, without hard line ends.
        (PLAIN, HTML, "Envoys met in Oslo.\n\nThey spoke"),
        (PLAIN, None, "Envoys of Norway and Chile met in Oslo on Monday, officials said.\n\nThey spoke"),
        ("View this mail in your browser", HTML, "Envoys met in Oslo.\n\nThey spoke"),
        (None, HTML, "Envoys met in Oslo.\n\nThey spoke"),
    ],
)
def test_a_mail_is_an_article(tmp_path: Path, plain: str | None, html: str | None, begins: str) -> None:
    (tmp_path / "a.eml").write_bytes(mail(plain, html))
    (article,), errors = read(tmp_path / "a.eml")
    assert not errors
    title = "Morning briefing: Señor Núñez in Oslo"
    assert article.text.startswith(f"{title}\n\n{begins}")
    meta = article.meta
    assert (meta.title, meta.published, meta.publisher) == (title, "2022-03-07", "The Meridian")


def test_a_mail_without_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(None, None))
    articles, errors = read(tmp_path / "a.eml")
    assert not articles
    assert "an e-mail without text" in errors[0]


STORY = "Envoys of Norway and Chile met in Oslo on Monday, and spoke for hours about the fish that both of them want."
BRIEF = f"""<html><body><div style="display:none;max-height:0">Plus: what the king ate &#847;&zwnj;&nbsp;</div>
<table role=presentation><tr><td><a href="https://m.example/v">View in browser</a></td></tr>
<tr><td><p>Monday, March 7 | By Hannah Osei</p></td></tr>
<tr><td><h2>1. Fish</h2><p>{STORY} <a href="https://m.example/1">Read more</a></p></td></tr>
<tr><td><p>A message from Halden Insurance</p><p>Storms change. Cover your cargo with people who know.</p></td></tr>
<tr><td><h2>2. Fowl</h2><p>{STORY}</p></td></tr>
<tr><td><p>You are receiving this because you signed up. <a href="https://m.example/u">Unsubscribe</a></p></td></tr>
<tr><td><p>Meridian Media, 14 Cable Street</p></td></tr></table></body></html>"""


def test_a_newsletter_is_its_stories(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("View this mail in your browser", BRIEF))
    (article,), errors = read(tmp_path / "a.eml")
    assert not errors
    title = "Morning briefing: Señor Núñez in Oslo"
    assert article.text.split("\n\n") == [title, "1. Fish", STORY, "2. Fowl", STORY]
    assert (article.meta.author, article.meta.publisher) == ("Hannah Osei", "The Meridian")


@pytest.mark.parametrize(
    ("sender", "author", "publisher"),
    [
        ('"Hannah Osei, The Envoy" <a@b.example>', "Hannah Osei", "The Envoy"),
        ("Hannah Osei from The Envoy <a@b.example>", "Hannah Osei", "The Envoy"),
        ("The Envoy <a@b.example>", None, "The Envoy"),
        ("a@b.example", None, "a@b.example"),
    ],
)
def test_who_sends_it(tmp_path: Path, sender: str, author: str | None, publisher: str) -> None:
    (tmp_path / "a.eml").write_text(f"From: {sender}\nTo: b@c.example\nSubject: Talks\n\n{STORY}\n")
    (article,), _ = read(tmp_path / "a.eml")
    assert (article.meta.author, article.meta.publisher) == (author, publisher)
