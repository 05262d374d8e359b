"""A page without an article is refused in one line that says what it seems to be; an article is never refused."""

# ruff: noqa: E501 - pages are wide

from __future__ import annotations

import pytest

from kg.errors import ArticleError
from kg.read.web.pages import page_found

SENTENCE = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said."
TEASER = "It was a cold morning, and the nets were full of fish that nobody would buy."
CARD = f"<div class=c><h3><a href=/x>How the quarrel between Norway and Chile began</a></h3><p>{TEASER}</p></div>"
LOOSE = f"<div><a href=/x>How the quarrel between Norway and Chile began</a><p>{TEASER}</p></div>"
LINES = "<table>" + "<tr><td><a href=/x>How the quarrel between Norway and Chile began</a></td></tr>" * 12 + "</table>"
MENU = "<header><a href=/>Home</a> <a href=/login>Log in</a> <a href=/s>Subscribe</a></header><div>Sign up for our letter. Register now. Sign in.</div>"
COOKIES = "<div id=cookie-banner><p>We use cookies to improve your visit. Accept all. Manage preferences. Privacy settings.</p></div>"


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (page("Page not found | The Meridian", f"<h1>404</h1><p>{TEASER}</p>"), "a page that was not found"),
        (page("The Meridian", "<h1>Sorry, the story you are looking for no longer exists</h1><p>It may have been moved. Try the search above or our front page.</p>"), "a page that was not found"),
        (page("Just a moment...", "<h2>Checking your browser before accessing meridian.example, please wait a few seconds.</h2><p>This process is automatic, and takes about five seconds.</p>"), "a check for robots"),
        (page("Before you continue", "<p>We and our 842 partners value your privacy, and use cookies to store information on your device.</p>"), "a consent wall"),
        (page("Search results for “Chile”", CARD * 3), "search results"),
        (page("Sudan: latest news", CARD * 8), "a page of headlines"),
        (page("Sudan: latest news", LOOSE * 8), "a page of headlines"),
        (page("Log in - The Meridian", f"<h1>Log in</h1><p>{TEASER}</p><form><input></form>"), "a form to log in or subscribe"),
        (page("Privacy policy - The Meridian", f"<h1>Privacy policy</h1>{f'<p>{SENTENCE}</p>' * 9}"), "a page about the outlet"),
        (page("502 Bad Gateway", "<h1>Bad gateway</h1><p>The server could not answer, and we are sorry for that, dear reader.</p>"), "an error of the server"),
        (page("The Meridian", CARD * 3, "<link rel=canonical href='https://meridian.example/'>"), "a front page"),
        (page("x", "<ul>" + "<li><a href=/x>Section</a></li>" * 50 + "</ul>"), None),
        (page("x", "<img src=a>"), None),
    ],
)  # fmt: skip
def test_what_it_seems_to_be(html: str, kind: str | None) -> None:
    with pytest.raises(ArticleError) as caught:
        page_found(html, "a.html")
    seems = f", it seems to be {kind}" if kind else ""
    assert str(caught.value) == f"a.html: no article in this page{seems}; if it has one, save its text alone as .txt"


@pytest.mark.parametrize(
    "html",
    [
        # A short one, among menus, banners and prompts.
        page("Talks - The Meridian", f"{MENU}{COOKIES}<h1>Talks</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
        # About the very things.
        page("Court says cookies need consent", f"<h1>Court says cookies need consent</h1><article><p>{SENTENCE} We use cookies, it said.</p><p>{TEASER}</p></article>", "<meta property=og:type content=article>"),
        page("Body of minister not found", f"<h1>Body of minister not found</h1><article>{f'<p>{SENTENCE}</p><p>{TEASER}</p>' * 8}</article>"),
        page("Search for survivors goes on", f"<h1>Search for survivors goes on</h1><article><p>{SENTENCE}</p><p>{TEASER}</p></article>"),
        # With many other headlines around.
        page("Talks", f"<h1>Talks</h1><article>{f'<p>{SENTENCE}</p>' * 3}</article>{CARD * 9}", "<meta property=og:type content=article>"),
        page("Talks", f"<table><tr><td><h1>Talks</h1>{''.join(f'<p>{SENTENCE} {at}.</p>' for at in range(6))}</td></tr></table>{LINES}"),
        # An old page, without a word of metadata, among many more cards than it has sentences.
        page("Talks", f"<div><p>{SENTENCE} {TEASER}</p><p>{TEASER} {SENTENCE}</p><p>{SENTENCE} {SENTENCE} Then they left.</p></div>{CARD * 40}"),
        page("Talks - The Meridian", f"<div><p>{SENTENCE} {TEASER}</p><p>{TEASER} {SENTENCE}</p><p>{SENTENCE} {SENTENCE} Then they left.</p></div>{CARD * 9}", "<meta property=og:type content=website>"),
        # So short that only the headline over it tells.
        page("Norway and Chile agree on fishing quotas", f"<h1>Norway and Chile agree on fishing quotas</h1><p>{SENTENCE}</p>{CARD * 9}"),
        page("Norway and Chile agree on fishing quotas", f"<table><tr><td>{'<a href=/s>Section</a> ' * 20}</td></tr></table><h1>Norway and Chile agree on fishing quotas</h1><p>{SENTENCE}</p>"),
        # Whose headlines have the words of other pages.
        page("504 migrants rescued off Lampedusa", f"<h1>504 migrants rescued off Lampedusa</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
        page("The 404 show: talks in Geneva", f"<h1>The 404 show: talks in Geneva</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
        page("Site of crash not found", f"<h1>Site of crash not found</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
        page("Satellites see unusual activity at test site", f"<h1>Satellites see unusual activity at test site</h1><p>{SENTENCE}</p><p>The unusual activity began in May, a captcha of sorts.</p>"),
        page("Regulator fines firms over GDPR", f"<h1>Regulator fines firms over GDPR</h1><p>{SENTENCE}</p><p>The GDPR is a law of the union.</p>"),
        page("Rebels consent to truce", f"<h1>Rebels consent to truce</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
        page("Election results for Chile delayed", f"<h1>Election results for Chile delayed</h1><p>{SENTENCE}</p><p>{TEASER}</p>{CARD * 2}"),
        page("Jobs – the numbers that frighten Chile", f"<h1>Jobs – the numbers that frighten Chile</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
        page("Register of ships leaked", f"<h1>Register of ships leaked</h1><p>{SENTENCE}</p><p>{TEASER}</p>"),
    ],
)  # fmt: skip
def test_an_article_is_no_other_page(html: str) -> None:
    assert SENTENCE in page_found(html, "a.html").text
