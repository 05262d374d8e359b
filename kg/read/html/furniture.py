"""What is on a page but no part of its article, told by elements, roles and names of classes.

The tables hold how the web marks up its furniture, each line with the reason. A name is compared word by word, so
that "related" is found in `article__related-links`, `RelatedLinks_root__x1` and `related_stories`, and not in
`correlated`. What holds most of a page's text, or its headline, is never furniture, whatever it is called: `<div
class="page with-sidebar comments-open">` is the page.
"""

from __future__ import annotations

import re
from collections import Counter
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
# Why something is furniture -> words of classes, ids and test ids that tell so.
_WORDS_FOR = {
    # Other articles, of the outlet or of who pays for it.
    "other articles": (
        "related relatedlinks recirc recirculation readnext upnext recommended recommendation recommendations recommend"
        " popular trending mostread mostpopular mostviewed toplist teaser teasers promo promos promobox crosspromo"
    ),
    "paid links": (
        "outbrain taboola revcontent zergnet mgid nativo plista sponsor sponsored sponsors advertorial promoted"
    ),
    # "ad" is a word of its own here: "header" and "shadow" are not split.
    "advertisements": (
        "ad ads adv advert adverts advertisement advertising adslot adspot adunit adbox adwrapper adsense dfp gpt mpu"
        " leaderboard promotion"
    ),
    "sign-ups and appeals": (
        "newsletter newsletters signup subscribe subscription optin mailchimp donate donation donations fundraising"
        " membership regwall piano tinypass metering gatekeeper"
    ),
    "things to do with the page": (
        "share sharing sharebar sharetools shares sociable social socials addtoany sharedaddy addthis shariff whatsapp"
        " print email bookmark feedback translate poll quiz survey"
    ),
    "readers' words": "comments commentlist disqus respond commenting livefyre coral",
    "consent banners": (
        "cookie cookies consent gdpr onetrust ccpa didomi cmp cookiebar cookiebanner cookieconsent usercentrics"
        " quantcast"
    ),
    "ways elsewhere": (
        "breadcrumb breadcrumbs crumbs pagination pager paging skip nav navbar navigation subnav menu submenu hamburger"
        " sitemap toc tableofcontents"
    ),
    "the page's frame": (
        "footer masthead topbar toolbar toolbox statusbar sidebar sidebars rail rightrail leftrail sidecol copyright"
        " disclaimer legal colophon weather horoscope crossword stockticker"
    ),
    "of pictures and players": (
        "caption captions credit credits photocredit imagecredit cap cutline photo thumbnail gallery slideshow carousel"
        " lightbox videoplayer jwplayer brightcove player playlist podcast audioplayer"
    ),
    # They are read by `page_facts`, and no part of the text.
    "about the article": (
        "byline bylines author authors bio biography contributor contributors authorbox timestamp pubdate datestamp"
        " readtime updated modified kicker eyebrow overline rubric sectionname meta metadata postmeta entrymeta"
        " infoline"
        " tags taglist tagcloud keywords topics categories filed"
    ),
    "laid over the page": "popup modal overlay interstitial toast tooltip snackbar",
    "posts from elsewhere": "tweet twitter instagram facebook tiktok fb",
    "the text's own words, set large": "pullquote pullquotes",
    "the toolbar of the Wayback Machine": "wm wayback",
}
_WORDS = {word: why for why, words in _WORDS_FOR.items() for word in words.split()}
# The same of two words next to each other, either of which is harmless alone.
_PAIRS_FOR = {
    "other articles": (
        "read-more read-next read-also also-read see-also more-on more-from more-stories more-news more-articles"
        " most-read most-viewed you-may up-next next-article latest-news top-stories other-stories link-list story-list"
        " article-list editors-picks dont-miss infinite-scroll"
    ),
    # "comment" alone is also where an outlet has its opinions.
    "readers' words": (
        "comment-list comment-form comments-area comment-respond comment-section reader-comments reader-comment"
        " readers-comments visitor-comment visitor-comments visitors-comment visitors-comments user-comment"
        " user-comments"
    ),
    "posts from elsewhere": "instagram-media fb-post",
    # Google asks for the class "paywall" on the text itself (https://schema.org/isAccessibleForFree), so it is no sign.
    "before a paywall": (
        "paywall-prompt paywall-overlay paywall-offer paywall-message paywall-cta paywall-barrier paywall-gate"
        " paywall-banner"
    ),
    "around the article": (
        "pull-quote app-banner app-promo site-header page-header global-header tag-list post-tags article-tags"
        " entry-tags read-time reading-time time-stamp publish-date published-date back-top about-author follow-us"
        " video-resource video-details video-headline video-caption video-duration"
        " call-action sign-up opt-in print-only skip-link follow-button listen-button image-source"
    ),
}
_PAIRS = {
    (pair.partition("-")[0], pair.partition("-")[2]): why for why, pairs in _PAIRS_FOR.items() for pair in pairs.split()
}
# "with-sidebar" and "no-comments" tell of the page, not of what is in the element.
# What is left out when the article is printed: the names that style sheets and frameworks have for that.
_NOT_PRINTED = frozenset("noprint no-print hidden-print d-print-none hide-for-print print-hide hide-print".split())
_TAG_LISTS = frozenset(("tag-list", "tag-cloud", "tag-links"))
_OF_THE_PAGE = frozenset("with has no without single is not hide hidden".split())
# What an element is called for people who hear the page.
_LABELS = re.compile(
    r"\b(?:related|recommended|share|sharing|advertisement|newsletter|comments?|breadcrumbs?"
    r"|most (?:read|popular|viewed)|navigation|menu|cookies?|consent|more (?:stories|from|on)|read (?:more|next)"
    r"|tags|topics|sponsored|promoted"
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
_CAPTIONS = frozenset("caption captions credit credits cutline photocredit imagecredit imagecaption".split())
_NUMBER = re.compile(r"\[?(?:\d{1,3}|[a-z]|note \d+)\]?")
_HEADLINES = 20  # more are no headlines
_SENTENCES = frozenset("p li blockquote td dd h1 h2 h3 h4 h5 h6".split())
_PAGE_LEVEL = frozenset(("html", "body", "main", "article", "h1"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PARAGRAPH = 200  # characters; what has two such is no caption and no button
_MOST = 0.5  # share of the text that no furniture holds
# Furniture by a word of its class that may as well be the name of a layout, of a colour, of a kind of article.
_LITTLE = 0.35
# Words that name a button or a picture, and also the part of the text that is printed or has the picture beside it.
_BESIDE_TEXT = frozenset(("of pictures and players", "things to do with the page"))
_COMMENTS = 3  # elements of one name, of which "comment" is a word: one a comment; an outlet's opinion stands alone
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
    comments = _repeated_comments(root)

    def is_furniture(element: Any) -> bool:
        tag = element.tag
        if tag in _INLINE:
            if _is_unseen(element) or (tag == "sup" and _is_footnote(element)):
                return True
            why = _named_so(element)
            return why is not None and (_is_glued(element) or _is_alone(element, alone))
        if tag in _PAGE_LEVEL or element in headed:
            return False
        share = lengths.get(element, 0) / total
        why = _named_so(element)
        if why in _READERS or (comments and element.get("class") in comments):
            return True
        if share > _MOST or (why in _BESIDE_TEXT and _has_paragraphs(element, lengths)):
            return False
        if tag in _TAGS or element.get("role") in _ROLES:
            return True
        if tag == "header":
            return next(element.iterancestors("article", "main"), None) is None
        if tag == "figure" and why is None:
            return element.find(".//blockquote") is None and element.find(".//table") is None
        return share < _LITTLE and (why is not None or _is_hidden(element))

    return is_furniture


def _has_paragraphs(element: Any, lengths: Mapping[Any, int]) -> bool:
    return sum(lengths.get(each, 0) > _PARAGRAPH for each in element.iter("p")) > 1


def _repeated_comments(root: Any) -> frozenset[str]:
    """The classes that there is one of for each comment of a reader."""
    names = Counter(
        str(name)
        for name in root.xpath("//div[contains(@class, 'omment')]/@class|//li[contains(@class, 'omment')]/@class")
    )
    return frozenset(name for name, times in names.items() if times >= _COMMENTS and "comment" in words_of(name))


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
        # Publishing software puts what the article is about into its classes: "tag-twitter", "category-legal".
        if token.startswith(("category-", "tag-")) and token not in _TAG_LISTS:
            continue
        if token in _NOT_PRINTED:
            return "not printed"
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


def _is_footnote(element: Any) -> bool:
    """Whether a raised number leads to a note: "the treaty[3] says"."""
    text = "".join(element.itertext()).strip()
    return _NUMBER.fullmatch(text) is not None and next(element.iter("a"), None) is not None


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _is_glued(element: Any) -> bool:
    """Whether an inline element is a caption or a credit, put into a paragraph with its picture."""
    return not _CAPTIONS.isdisjoint(words_of(element.get("class") or ""))


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
