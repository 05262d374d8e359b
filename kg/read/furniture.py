"""What is on a page but no part of its article, told by elements, roles and names of classes.

The tables hold how the web marks up its furniture, each line with the reason. A name is compared word by word, so
that "related" is found in `article__related-links`, `RelatedLinks_root__x1` and `related_stories`, and not in
`correlated`. What holds most of a page's text, or its headline, is never furniture, whatever it is called: `<div
class="page with-sidebar comments-open">` is the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

__all__ = ["find_furniture", "text_lengths", "words_of"]

_TAGS = frozenset(
    (
        "nav",  # ways to other pages
        "aside",  # by its definition beside the content: related links, boxes, advertisements
        "footer",  # of the page or of the article: rights, tags, about the author
        "figcaption",  # says what a picture shows, not what happened
        "form",  # searches, sign-ups; one around the whole page holds most of the text and stays
        "dialog",  # laid over the page
        "menu",
        "search",
        "fieldset",
        "amp-ad", "amp-sidebar", "amp-consent", "amp-user-notification", "amp-social-share",  # AMP's own words for them
        "amp-carousel", "amp-list", "amp-sticky-ad", "amp-iframe", "amp-embed",
        "amp-twitter", "amp-instagram", "amp-facebook",  # posts from elsewhere
        "gu-island",  # a placeholder that scripts fill
    )
)  # fmt: skip
# ARIA's landmarks and widgets (https://www.w3.org/TR/wai-aria/) that hold no content of their own.
_ROLES = frozenset(
    "navigation banner complementary contentinfo search dialog alertdialog menu menubar toolbar tablist tooltip status"
    " alert note doc-footnote form progressbar slider".split()
)
# Words of classes, ids and test ids -> why.
_WORDS = {
    **dict.fromkeys(("related", "relatedlinks", "recirc", "recirculation", "readnext", "upnext"), "other articles"),
    **dict.fromkeys(("recommended", "recommendation", "recommendations", "recommend"), "other articles"),
    **dict.fromkeys(("popular", "trending", "mostread", "mostpopular", "mostviewed", "toplist"), "other articles"),
    **dict.fromkeys(("outbrain", "taboola", "revcontent", "zergnet", "mgid", "nativo", "plista"), "paid links"),
    **dict.fromkeys(("ad", "ads", "adv", "advert", "adverts", "advertisement", "advertising"), "advertisements"),
    **dict.fromkeys(("adslot", "adspot", "adunit", "adbox", "adwrapper", "adsense", "dfp", "gpt", "mpu", "leaderboard"), "them, too"),
    **dict.fromkeys(("sponsor", "sponsored", "sponsors", "advertorial", "promo", "promos", "promoted"), "paid for"),
    **dict.fromkeys(("promotion", "promobox", "teaser", "teasers", "crosspromo"), "what else there is"),
    **dict.fromkeys(("newsletter", "newsletters", "signup", "subscribe", "subscription", "optin"), "sign-ups"),
    **dict.fromkeys(("mailchimp", "donate", "donation", "donations", "fundraising", "membership"), "appeals"),
    **dict.fromkeys(("share", "sharing", "sharebar", "sharetools", "shares", "sociable"), "buttons to share"),
    **dict.fromkeys(("social", "socials", "addtoany", "sharedaddy", "addthis", "shariff", "whatsapp"), "buttons to share"),
    **dict.fromkeys(("comments", "commentlist", "disqus", "respond", "commenting", "livefyre", "coral"), "readers' words"),
    **dict.fromkeys(("cookie", "cookies", "consent", "gdpr", "onetrust", "ccpa", "didomi", "cmp"), "consent banners"),
    **dict.fromkeys(("cookiebar", "cookiebanner", "cookieconsent", "usercentrics", "quantcast"), "consent banners"),
    **dict.fromkeys(("breadcrumb", "breadcrumbs", "crumbs", "pagination", "pager", "paging", "skip"), "ways elsewhere"),
    **dict.fromkeys(("nav", "navbar", "navigation", "subnav", "menu", "submenu", "hamburger", "sitemap"), "ways elsewhere"),
    **dict.fromkeys(("footer", "masthead", "topbar", "toolbar", "toolbox", "statusbar"), "the page's frame"),
    **dict.fromkeys(("sidebar", "sidebars", "rail", "rightrail", "leftrail", "sidecol"), "beside the article"),
    **dict.fromkeys(("caption", "captions", "credit", "credits", "photocredit", "imagecredit"), "of pictures"),
    **dict.fromkeys(("cap", "cutline", "photo", "thumbnail", "gallery", "slideshow", "carousel"), "of pictures"),
    **dict.fromkeys(("lightbox", "videoplayer", "jwplayer", "brightcove", "player", "playlist"), "players"),
    **dict.fromkeys(("podcast", "audioplayer"), "players"),
    **dict.fromkeys(("byline", "bylines", "author", "authors", "bio", "biography", "contributor"), "who wrote it"),
    **dict.fromkeys(("contributors", "authorbox"), "who wrote it"),
    **dict.fromkeys(("timestamp", "pubdate", "datestamp", "readtime", "updated", "modified"), "when it was written"),
    **dict.fromkeys(("kicker", "eyebrow", "overline", "rubric", "sectionname"), "the section's name over the headline"),
    **dict.fromkeys(("meta", "metadata", "postmeta", "entrymeta", "infoline"), "about the article"),
    **dict.fromkeys(("tags", "taglist", "tagcloud", "keywords", "topics", "categories", "filed"), "tags"),
    **dict.fromkeys(("popup", "modal", "overlay", "interstitial", "toast", "tooltip", "snackbar"), "laid over the page"),
    **dict.fromkeys(("poll", "quiz", "survey", "weather", "horoscope", "crossword", "stockticker"), "pastimes"),
    **dict.fromkeys(("toc", "tableofcontents", "copyright", "disclaimer", "legal", "colophon"), "boilerplate"),
    **dict.fromkeys(("regwall", "piano", "tinypass", "metering", "gatekeeper"), "before a paywall"),
    **dict.fromkeys(("tweet", "twitter", "instagram", "facebook", "tiktok", "fb"), "posts from elsewhere"),
    **dict.fromkeys(("print", "email", "bookmark", "feedback", "translate"), "things to do with the page"),
    **dict.fromkeys(("pullquote", "pullquotes"), "the text's own words, set large"),
    **dict.fromkeys(("wm", "wayback"), "the toolbar of the Wayback Machine"),
}  # fmt: skip
# Two words that say it together, in this order next to each other.
_PAIRS = {
    **dict.fromkeys(
        (
            ("read", "more"), ("read", "next"), ("read", "also"), ("also", "read"), ("see", "also"), ("more", "on"),
            ("more", "from"), ("more", "stories"), ("more", "news"), ("more", "articles"), ("most", "read"),
            ("most", "viewed"), ("you", "may"), ("up", "next"), ("next", "article"), ("latest", "news"),
            ("top", "stories"), ("other", "stories"), ("in", "article-links"), ("link", "list"), ("story", "list"),
            ("article", "list"), ("editors", "picks"), ("dont", "miss"), ("infinite", "scroll"),
        ),
        "other articles",
    ),
    **dict.fromkeys(
        (
            ("twitter", "tweet"), ("instagram", "media"), ("fb", "post"), ("comment", "list"), ("comment", "form"),
            ("comments", "area"), ("comment", "respond"), ("reader", "comments"), ("comment", "section"),
        ),
        "readers' words",
    ),
    **dict.fromkeys(
        (
            ("paywall", "prompt"), ("paywall", "overlay"), ("paywall", "offer"), ("paywall", "message"),
            ("paywall", "cta"), ("paywall", "barrier"), ("paywall", "gate"), ("paywall", "banner"),
            ("pull", "quote"), ("app", "banner"), ("app", "promo"), ("site", "header"), ("page", "header"), ("global", "header"),
            ("tag", "list"), ("post", "tags"), ("article", "tags"), ("entry", "tags"), ("read", "time"),
            ("reading", "time"), ("time", "stamp"), ("publish", "date"), ("published", "date"), ("back", "top"),
            ("about", "author"), ("follow", "us"), ("call", "action"), ("sign", "up"), ("opt", "in"),
            ("print", "only"), ("skip", "link"), ("follow", "button"), ("listen", "button"), ("image", "source"),
        ),
        "around the article",
    ),
}  # fmt: skip
# "with-sidebar" and "no-comments" tell of the page, not of what is in the element.
_OF_THE_PAGE = frozenset("with has no without single is not hide hidden".split())
# What an element is called for people who hear the page.
_LABELS = re.compile(
    r"\b(?:related|recommended|share|sharing|advertisement|newsletter|comments?|breadcrumbs?|most (?:read|popular|viewed)"
    r"|navigation|menu|cookies?|consent|more (?:stories|from|on)|read (?:more|next)|tags|topics|sponsored|promoted"
    r"|sign up|subscribe|author|byline|pagination)\b",
    re.IGNORECASE,
)
# Inside a paragraph these words alone are there for the ears, or for the mouse.
_UNSEEN = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader a11y-hidden u-hidden".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NAMING = ("class", "id", "data-testid", "data-component", "data-module", "data-qa", "data-type")
# Elements inside a paragraph: their names tell of a word or two ("dateline", "author"), which belong to the sentence.
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time u var"
    " label".split()
)
_HEADLINE = ".//h1|.//*[@itemprop='headline']|.//*[@itemprop='articleBody']"
_HEADLINES = 20  # more are no headlines
_SENTENCES = frozenset("p li blockquote td dd h1 h2 h3 h4 h5 h6".split())
_PAGE_LEVEL = frozenset(("html", "body", "main", "article", "h1"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MOST = 0.5  # share of the text that no furniture holds
# Furniture by a word of its class that may as well be the name of a layout, of a colour, of a kind of article.
_LITTLE = 0.35
_READERS = frozenset(("readers' words", "consent banners"))  # may be longer than the article


def find_furniture(root: Any, lengths: Mapping[Any, int]) -> Callable[[Any], bool]:
    """A test for elements that are furniture.

    Args:
        root: The tree they are in.
        lengths: The characters of text in each element, as of `text_lengths`.
    """
    total = max(lengths.get(root, 0), 1)
    headed: set[Any] = set()
    for headline in root.xpath(_HEADLINE)[:_HEADLINES]:
        headed.update((headline, *headline.iterancestors()))
    alone: dict[Any, bool] = {}

    def is_furniture(element: Any) -> bool:
        tag = element.tag
        if tag in _INLINE:
            if _is_unseen(element):
                return True
            why = _named_so(element)
            return why is not None and _is_alone(element, alone)
        if tag in _PAGE_LEVEL or element in headed:
            return False
        share = lengths.get(element, 0) / total
        why = _named_so(element)
        if why in _READERS:
            return True
        if share > _MOST:
            return False
        if tag in _TAGS or element.get("role") in _ROLES:
            return True
        if tag == "header":
            return next(element.iterancestors("article", "main"), None) is None
        if tag == "figure" and why is None:
            return element.find(".//blockquote") is None and element.find(".//table") is None
        return share < _LITTLE and (why is not None or _is_hidden(element))

    return is_furniture


def text_lengths(root: Any) -> dict[Any, int]:
    """Characters of text in every element, white space aside, all its descendants' included."""
    lengths: dict[Any, int] = {}
    elements = list(root.iter("*"))
    for element in elements:
        lengths[element] = len(element.text.strip()) if element.text else 0
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None and element is not root:
            lengths[parent] += lengths[element] + (len(element.tail.strip()) if element.tail else 0)
    return lengths


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a class or id: "ArticleBody_related-links__x1" -> article, body, related, links, x, 1."""
    return tuple(word.lower() for word in _WORD.findall(name[:300]))


@lru_cache(maxsize=8192)
def _why(name: str) -> str | None:
    """Why what is called so is furniture, if it is."""
    for token in name.split()[:40]:
        words = words_of(token)
        for at, word in enumerate(words):
            before = words[at - 1] if at else ""
            if before in _OF_THE_PAGE:
                continue
            if word in _WORDS:
                return _WORDS[word]
            if (before, word) in _PAIRS:
                return _PAIRS[before, word]
    return None


def _named_so(element: Any) -> str | None:
    for attribute in _NAMING:
        name = element.get(attribute)
        if name and (why := _why(name)):
            return why
    label = element.get("aria-label")
    return "labelled so" if label and len(label) < 80 and _LABELS.search(label) else None


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _is_unseen(element: Any) -> bool:
    if element.get("hidden") is not None or (element.get("style") and _HIDDEN.search(element.get("style"))):
        return True
    return not _UNSEEN.isdisjoint((element.get("class") or "").lower().split())


def _is_alone(element: Any, known: dict[Any, bool]) -> bool:
    """Whether an inline element stands in a container, not in a sentence."""
    parent = element.getparent()
    if parent is None or parent.tag in _SENTENCES or parent.tag in _INLINE:
        return False
    if parent not in known:
        known[parent] = not ((parent.text or "").strip() or any((child.tail or "").strip() for child in parent))
    return known[parent]
