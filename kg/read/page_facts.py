"""What a page says of its article: title, date, author, outlet, address, language, and whether it is all there.

Several places of a page say the same, and some of them wrongly: each field is a table of places in the order in which
they are believed, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.model import DateSource
from kg.read.body import plain
from kg.read.date_fields import date_of
from kg.read.dates import to_iso_date
from kg.read.furniture import words_of
from kg.read.linked import article_nodes, linked_data, types_of
from kg.read.markup import Markup

__all__ = ["PageFacts", "page_facts"]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself. `free` is false where it says that the article is not all there for everybody."""

    title: str | None = None
    published: str | None = None
    date_source: DateSource = DateSource.METADATA
    modified: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    free: bool = True
    words: int | None = None
    body: str | None = None
    """The article's text as JSON-LD has it."""
    kinds: frozenset[str] = frozenset()
    """Types of schema.org and OpenGraph that the page gives itself, in lower case."""
    is_article: bool = False
    """Whether the page says that it is an article."""


# Meta names, from the most to the least particular to articles.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "article:published",
    "article.published", "rnews:datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "dc.date.created", "dc.date", "dc:date", "dcsext.articlefirstpublished", "citation_publication_date",
    "citation_date", "pubdate", "publishdate", "publish-date", "publish_date", "published-date", "publication_date",
    "publication-date", "published_date", "published", "publishtime", "ptime", "originalpublicationdate",
    "article_date_original", "displaydate", "iptc:datecreated", "datecreated", "created", "creation_date", "date",
    "pdate", "eomportal-firstpublished", "gentime", "weibo:article:create_at", "bbc:published", "analyticsattributes.articledate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
)
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
_TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "title",
    "headline",
)
_OUTLETS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "apple-mobile-web-app-title",
    "al:android:app_name",
    "source",
)
# What makes pages, and is nobody's outlet.
_MAKERS = frozenset(
    "wordpress drupal joomla blogger blogspot ghost squarespace wix webflow typo3 medium substack tumblr hugo jekyll"
    " gatsby next.js nuxt localhost website home untitled".split()
)
_SEPARATOR = re.compile(r"\s+(?:[|–—\-·•:»«~/]|--|::)\s+|\s*[|»]\s*|(?<=\w): (?=[A-Z])")
_PATH_DATE = (
    re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(
        r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[-_]((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_STROKES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})\b")
_SHOWN_DATE = re.compile(
    r"(?i)(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,?\s+\d{4}|\d{4}-\d\d-\d\d)"
)
# "https://web.archive.org/web/20160304112233id_/http://...", and other archives that are made with the same software.
_WAYBACK = re.compile(r"^https?://[^/]+/(?:\w{1,20}/)?\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)", re.IGNORECASE)
_BY = re.compile(
    r"^\W*(?:(?:story|words|text|report|reporting|written|posted|published|analysis|opinion)?\s*by|from|author[s:]*)\b[:\s]*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?i)\b(?:correspondent|reporter|editor|columnist|bureau chief|contributor|journalist|producer|analyst|writer"
    r"|fellow|professor|lecturer|director|chief|desk|team|updated?|published|posted|min read|minutes?|\d{4}|@"
    r"|news|in [A-Z])\b"
)
_AND = re.compile(r"\s*(?:,|;|\||•|·|/|\n|\band\b|&)\s*")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_NO_NAME = re.compile(
    r"^(?:https?:|www\.|/)|^\W*$|^(?:admin|administrator|super ?user|root|editor|webmaster|null|none|undefined|guest)$",
    re.IGNORECASE,
)
_CONTROLS = frozenset(
    "print email e-mail share follow facebook twitter x whatsapp linkedin comments subscribe bio profile contact".split()
)
_LATE = frozenset("updated modified update edited".split())
_MAX_NAME = 80
_MAX_TITLE = 200
_LONG = 500  # characters of what may be a title
_VALUES = 20  # of one name
_NODES = 200  # articles that a page may describe
_TOLD = 16  # titles that a page may give itself


def page_facts(
    markup: Markup, furniture: Callable[[Any], bool], told: str | None = None, lead: Sequence[str] = ()
) -> PageFacts:
    """Read what a page says of itself.

    Args:
        markup: The page.
        furniture: Tells which elements are no part of the article, and so say nothing of it.
        told: The address that the page was saved from, where that is known.
        lead: Short texts before the article's first paragraph.
    """
    root = markup.root
    meta = _meta(root)
    nodes = linked_data(markup.scripts)
    headlines = _headings(root, furniture)
    url = _address(root, meta, told)
    node = _main_node(article_nodes(nodes), url, [*headlines, *_all(meta, _TITLES[:2])])
    outlet = _outlet(meta, node, nodes, root)
    title = _title(root, meta, node, headlines, outlet) or _led_title(root, lead, outlet)
    published, source = _published(root, meta, node, url, furniture)
    if published is None:
        published = next(filter(None, map(_lone_day, lead)), None)
    body = node.get("articleBody")
    kinds = {kind.lower() for each in (*nodes[:20], node) for kind in types_of(each)} | {
        kind.lower() for kind in meta.get("og:type", ())
    }
    return PageFacts(
        title=title,
        published=published,
        date_source=source,
        modified=_modified(root, meta, node, furniture),
        author=_author(root, meta, node, furniture, outlet),
        publisher=outlet or _title_outlet(root, title),
        url=url,
        language=_language(root, meta, node),
        free=_is_free(node, meta),
        words=_number(node.get("wordCount")),
        body=body if isinstance(body, str) else None,
        kinds=frozenset(kinds),
        is_article=_is_article(node, meta, root),
    )


def _is_article(node: Mapping[str, Any], meta: Mapping[str, list[str]], root: Any) -> bool:
    if node.get("articleBody") or (node.get("datePublished") and not _NO_ARTICLE.intersection(types_of(node))):
        return True
    if {kind.lower() for kind in meta.get("og:type", ())} & {"article", "news", "video.other", "news.article"}:
        return True
    return bool(_all(meta, _PUBLISHED[:12])) or bool(root.xpath("//*[@itemprop='articleBody']"))


_NO_ARTICLE = frozenset(("CollectionPage", "WebSite", "ProfilePage", "SearchResultsPage", "CreativeWork"))


def _meta(root: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = _line(element.get("content"))
        if name and content:
            values = found.setdefault(name.strip().lower(), [])
            if content not in values[:_VALUES] and len(values) < _VALUES:
                values.append(content)
    return found


def _all(meta: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _line(text: object) -> str:
    """The words of an attribute or field; what has been escaped twice is taken for what was meant."""
    if not isinstance(text, str):
        return ""
    if "&" in text:
        text = unescape(unescape(text))
    return " ".join(re.sub(r"<[^<>]{0,200}>", "", text).split())


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


# Titles


_HEADLINE_NAMES = frozenset(("headline", "hed"))
_TITLE_OF = frozenset(("article", "entry", "post", "story", "page", "news"))


def _headings(root: Any, furniture: Callable[[Any], bool]) -> list[str]:
    """The headlines that the page shows, those marked as such first."""
    marked = [element for element in root.xpath("//*[@itemprop='headline']")[:5] if element.tag != "meta"]
    named = [element for element in root.iter("h1", "h2", "h3", "div", "p", "span") if _is_headline(element)][:5]
    shown = [*marked, *list(root.iter("h1"))[:10], *(each for each in named if not furniture(each))]
    found = [_words(element) for element in shown if not _is_logo(element)]
    return [each for each in found if 2 < len(each) < 400]


def _is_headline(element: Any) -> bool:
    """Whether an element is named a headline: "entry-title", "article__headline"."""
    name = element.get("class")
    if not name or len(element) > 6 or element.find(".//a") is not None:
        return False
    words = words_of(name)
    return not _HEADLINE_NAMES.isdisjoint(words) or ("title" in words and not _TITLE_OF.isdisjoint(words))


def _is_logo(element: Any) -> bool:
    """Whether a heading is the outlet's name: a link to its front page, and nothing else."""
    links = element.findall(".//a[@href]")
    return len(links) == 1 and urlsplit_path(links[0].get("href")) in ("", "/") and _words(links[0]) == _words(element)


def urlsplit_path(address: str) -> str | None:
    """The path of an address, None for one that is none."""
    try:
        return urlsplit(address.strip()).path
    except ValueError:
        return None


def _title(
    root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any], headings: list[str], outlet: str | None
) -> str | None:
    """The title that most places agree in, as it is shown on the page if it is."""
    element = root.find(".//head/title")
    element = root.find(".//title") if element is None else element
    window = _line(element.text)[:_LONG] if element is not None else ""
    told = [*headings, _line(node.get("headline")), *_all(meta, _TITLES), _line(node.get("name"))]
    told = [each[:_LONG] for each in told if each][:_TOLD]
    candidates = list(dict.fromkeys(_bare_title(each, outlet) for each in told))
    candidates = [each for each in candidates if each and not _same(each, outlet or "")]
    witnesses = [each for each in (*told, window) if each]
    return max(candidates, key=lambda each: sum(_alike(each, other) for other in witnesses), default=None)


def _led_title(root: Any, lead: Sequence[str], outlet: str | None) -> str | None:
    """The title of a page that marks none: what stands over the text, else the window's title."""
    element = root.find(".//title")
    window = _line(element.text)[:_LONG] if element is not None else ""
    for text in lead:
        if len(text.split()) >= 3 and len(text) <= _MAX_TITLE and not re.search(r"[.:;]$|\s[>»]\s", text):
            if _lone_day(text):
                continue
            return text
    return _bare_title(window, outlet, cut=True) or None


def _lone_day(text: str) -> str | None:
    """The day of a text that says little else."""
    found = _SHOWN_DATE.search(text) if len(text) < 80 else None
    return to_iso_date(found[0]) if found else _dotted(text) if len(text) < 60 else None


def _bare_title(title: str, outlet: str | None, *, cut: bool = False) -> str:
    """A title without the outlet's name before or behind it; `cut` takes the longest part where no outlet is known."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    if _lone_day(parts[-1]) and len(parts[-1]) < 20:
        return _bare_title(title[: title.rfind(parts[-1])].strip().rstrip("|–—-·•:»«~/").strip(), outlet, cut=cut)
    for end in (-1, 0):
        if outlet and _is_of(parts[end], outlet):
            at = title.rfind(parts[-1]) if end else len(parts[0])
            rest = title[:at] if end else title[at:]
            bare = rest.strip().rstrip("|–—-·•:»«~/").lstrip("|–—-·•:»«~/").strip()
            # "World | The Meridian" is left where a section stands between, too.
            return _bare_title(bare, outlet) if bare else title
    while cut and len(parts) > 1 and len(parts[-1]) < 40 and len(title[: title.rfind(parts[-1])]) > len(parts[-1]):
        title = title[: title.rfind(parts[-1])].strip().rstrip("|–—-·•:»«~/").strip()
        parts.pop()
    return title


def _is_of(part: str, outlet: str) -> bool:
    """Whether a part of a title names the outlet, or a section of it: "CNN Politics" of CNN."""
    name, own = part.split(".", maxsplit=1)[0], outlet.split(".", maxsplit=1)[0]
    if _same(name, own) or _same(part, outlet):
        return True
    plain_name, plain_own = plain(name), plain(own)
    return len(part) < 40 and len(plain_own) > 2 and plain_name.startswith(plain_own) and len(name.split()) < 5


def _same(one: str, other: str) -> bool:
    return bool(one) and plain(one).removeprefix("the") == plain(other).removeprefix("the")


def _alike(one: str, other: str) -> float:
    """How far two titles are one: 1 for the same, less for one that the other begins with or contains."""
    first, second = plain(one), plain(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if first in second or second in first:
        return 0.9 * min(len(first), len(second)) / max(len(first), len(second))
    ours, theirs = set(words_of_title(one)), set(words_of_title(other))
    return 0.8 * len(ours & theirs) / max(len(ours | theirs), 1)


def words_of_title(title: str) -> list[str]:
    """The words of a title, for comparing it."""
    return re.findall(r"\w+", title.casefold())


# Which of the described articles is the page's


def _main_node(nodes: list[Mapping[str, Any]], url: str | None, titles: list[str]) -> Mapping[str, Any]:
    """The description that is of this page: of its address, else of its headline, else the first."""
    nodes = [node for node in nodes if node.get("headline") or node.get("datePublished") or node.get("articleBody")]
    nodes, titles = nodes[:_NODES], titles[:_TOLD]
    if not nodes:
        return {}
    path = urlsplit(url).path.rstrip("/") if url else None

    def fits(node: Mapping[str, Any]) -> float:
        own = max((_alike(_line(node.get("headline")), title) for title in titles), default=0.0)
        addresses = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
        named = [each.get("@id") if isinstance(each, dict) else each for each in addresses]
        here = any(path and isinstance(each, str) and urlsplit(each).path.rstrip("/") == path for each in named)
        return own + here + 0.1 * bool(node.get("datePublished"))

    return max(nodes, key=fits)


# Dates


def _published(
    root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any], url: str | None, furniture: Callable[[Any], bool]
) -> tuple[str | None, DateSource]:
    told = [str(node.get("datePublished") or ""), *_all(meta, _PUBLISHED), *_itemprops(root, "datePublished")]
    told.extend(_microformats(root, furniture))
    shown = list(_times(root, furniture))
    told.extend(stamp for stamp, late in shown if not late)
    for each in told:
        if day := _day(each):
            return _in_own_zone(each, day, [*told, *(stamp for stamp, _ in shown)]), DateSource.METADATA
    if url and (day := _path_day(urlsplit(url).path)):
        return day, DateSource.METADATA
    return _shown_day(root, furniture), DateSource.TEXT


def _modified(
    root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any], furniture: Callable[[Any], bool]
) -> str | None:
    """The day of the last change, for a page that tells no other."""
    told = [
        *_all(meta, _MODIFIED),
        str(node.get("dateModified") or ""),
        *(stamp for stamp, _ in _times(root, furniture)),
    ]
    return next(filter(None, map(_day, told)), None)


def _itemprops(root: Any, name: str) -> Iterator[str]:
    for element in root.xpath(f"//*[contains(concat(' ', @itemprop, ' '), ' {name} ')]")[:5]:
        yield element.get("content") or element.get("datetime") or _words(element)


def _microformats(root: Any, furniture: Callable[[Any], bool]) -> Iterator[str]:
    """Stamps in titles, as hAtom has them: `<abbr class="published" title="2012-03-08T21:14:00+08:00">`."""
    for element in root.xpath("//abbr[@title]|//span[@title]")[:200]:
        if not {"published", "dtstamp", "date", "timestamp"}.isdisjoint(words_of(element.get("class") or "")):
            stamp = element.get("title")
            if _STAMP.match(stamp.strip()) and not _is_elsewhere(element, furniture):
                yield stamp


def _times(root: Any, furniture: Callable[[Any], bool]) -> Iterator[tuple[str, bool]]:
    """The times that a page shows near its headline, each with whether it is one of an update."""
    started = root.find(".//h1") is None
    seen = 0
    for element in root.iter("h1", "time"):
        if element.tag == "h1":
            started = True
            continue
        # Some outlets have the date above the headline, but then right there.
        if seen >= 4:
            return
        stamp = element.get("datetime") or element.get("content") or _words(element)
        if not stamp or not _day(stamp) or _is_elsewhere(element, furniture):
            continue
        if not started and next(element.iterancestors("article", "header", "main"), None) is None:
            continue
        seen += 1
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        before = element.getprevious()
        lead = (element.getparent().text if before is None else before.tail) or (
            _words(before) if before is not None else ""
        )
        late = not _LATE.isdisjoint(words_of(names)) and "published" not in names and "pubdate" not in element.attrib
        late = late and "entry-date" not in names  # WordPress calls the only date "entry-date published updated"
        yield stamp, late or bool(re.search(r"(?i)\b(?:updated|modified)\b[^.]{0,12}$", lead))


_ELSEWHERE = frozenset(
    "related recommended popular trending comments comment sidebar teaser teasers promo card newsletter recirc latest"
    " breaking ticker mostread".split()
)


def _is_elsewhere(element: Any, furniture: Callable[[Any], bool]) -> bool:
    """Whether an element is in something that is about other articles."""
    for outer in element.iterancestors():
        if outer.tag in ("aside", "nav", "footer") or outer.get("role") in (
            "complementary",
            "navigation",
            "contentinfo",
        ):
            return furniture(outer)
        if not _ELSEWHERE.isdisjoint(words_of(f"{outer.get('class') or ''} {outer.get('id') or ''}")) and furniture(
            outer
        ):
            return True
    return False


def _shown_day(root: Any, furniture: Callable[[Any], bool]) -> str | None:
    """A date in what is named as one ("date", "published", "byline"), best behind the headline."""
    before: str | None = None
    headline = next(root.iter("h1"), None)
    behind = headline is None
    for element in root.iter(*_DATE_TAGS):
        if element is headline:
            behind = True
        named = words_of(f"{element.get('class') or ''} {element.get('id') or ''}")
        if not any("date" in word or word in _DATED for word in named) and not _is_labelled(element, _DATE_LABEL):
            continue
        text = _words(element) if _LATE.isdisjoint(named) and len(element) < 12 else ""
        if not 5 < len(text) < 160 or _is_elsewhere(element, furniture):
            continue
        found = _SHOWN_DATE.search(text)
        if day := to_iso_date(found[0]) if found else _dotted(text):
            if behind:
                return day
            before = before or day
    return before


def _is_labelled(element: Any, label: re.Pattern[str]) -> bool:
    """Whether an element begins with a label: `<li><b>Date</b> 18.07.2022</li>`."""
    if element.tag not in ("li", "dd", "p", "td", "div", "span", "tr") or len(element) > 4:
        return False
    text = element.text if element.text and element.text.strip() else (element[0].text if len(element) else None)
    return text is not None and label.match(text.strip()) is not None


_DATE_TAGS = (
    "h1",
    "p",
    "div",
    "span",
    "small",
    "td",
    "li",
    "em",
    "i",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "abbr",
    "dd",
    "tr",
)
_DATE_LABEL = re.compile(r"(?i)(?:date|published|posted|issued|released?|date of publication)\b:?")
_AUTHOR_LABEL = re.compile(r"(?i)(?:by\b|(?:written|reported) by|authors?:?$|author:)")
_DATED = frozenset(
    "published publish time timestamp posted byline meta dateline info pubtime submitted datetime".split()
)


def _day(text: str) -> str | None:
    """The day of a stamp, as it is written there."""
    text = text.strip()
    if found := _STAMP.match(text):
        return to_iso_date(found[1])
    if day := date_of(text):
        return day
    if day := _dotted(text):
        return day
    found = _SHOWN_DATE.search(text[:200])
    return to_iso_date(found[0]) if found else None


def _dotted(text: str) -> str | None:
    """ "7.3.2022": who writes dots writes the day first; with strokes only where no month has that number."""
    if found := _DOTTED.search(text):
        return to_iso_date(f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}")
    if found := _STROKES.search(text):
        first, second = int(found[1]), int(found[2])
        if first == second or max(first, second) > 12:
            day, month = max(first, second), min(first, second)
            return to_iso_date(f"{found[3]}-{month:02}-{day:02}")
    return None


def _in_own_zone(text: str, day: str, others: list[str]) -> str:
    """The day of a stamp in universal time as the outlet's own clock has it, where the page gives that elsewhere."""
    moment = _moment(text)
    if moment is None or moment[1] != 0:
        return day
    for other in others:
        its = _moment(other)
        if its is not None and its[1] != 0 and its[0] == moment[0]:
            return _day(other) or day
    return day


def _moment(text: str) -> tuple[int, int] | None:
    """Minutes since the year 0 in universal time, and minutes by which the clock is ahead of it."""
    from datetime import date

    found = _STAMP.match(text.strip())
    if found is None or found[2] is None or found[4] is None or to_iso_date(found[1]) is None:
        return None
    zone = found[4]
    ahead = 0
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        ahead = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    minutes = date.fromisoformat(found[1]).toordinal() * 1440 + int(found[2]) * 60 + int(found[3])
    return minutes - ahead, ahead


def _path_day(path: str) -> str | None:
    for pattern in _PATH_DATE:
        if found := pattern.search(path):
            year, month, day = found.groups()
            month = str(_MONTHS.index(month.lower()) + 1) if month.isalpha() else month
            if iso := to_iso_date(f"{year}-{month:0>2}-{day:0>2}"):
                return iso
    return None


# Authors


def _author(
    root: Any,
    meta: Mapping[str, list[str]],
    node: Mapping[str, Any],
    furniture: Callable[[Any], bool],
    outlet: str | None,
) -> str | None:
    labelled = [
        each for number in "12" for label, each in zip(meta.get(f"twitter:label{number}", ()), meta.get(f"twitter:data{number}", ()), strict=False)
        if _AUTHOR_LABEL.match(label)
    ]  # fmt: skip
    for names in (_node_authors(node), _all(meta, _AUTHORS), labelled, _shown_authors(root, furniture)):
        people = [person for name in names for person in _people(name) if not _same(person, outlet or "")]
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
            (others if any("Organization" in one for one in kind) else people).extend(_line(one) for one in names)
        else:
            people.append(_line(each))
    return [name for name in people if name] or [name for name in others if name]


def _shown_authors(root: Any, furniture: Callable[[Any], bool]) -> list[str]:
    """Whom the page shows as author: marked as such, or named after "By" near the headline."""
    for element in root.xpath("//*[@rel='author' or contains(@itemprop, 'author')]")[:6]:
        if element.tag not in ("meta", "link") and not _is_elsewhere(element, furniture):
            inner = element.xpath(".//*[@itemprop='name']")
            if text := (inner[0].get("content") or _words(inner[0])) if inner else _words(element):
                return [text]
    for element in root.iter(
        "p", "div", "span", "a", "address", "h3", "h4", "h5", "h6", "li", "b", "i", "em", "strong", "td", "font"
    ):
        if len(element) > 8:
            continue
        named = words_of(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}")
        is_byline = not _BYLINES.isdisjoint(named)
        is_labelled = _is_labelled(element, _AUTHOR_LABEL)
        text = _words(element) if is_byline or is_labelled else ""
        if not 2 < len(text) < 160 or _is_elsewhere(element, furniture):
            continue
        if is_byline or re.match(r"(?:[Bb][Yy]|Author:?|Written by|Reported by)\s+[A-Z]", text):
            # "Jane Roe The Meridian March 7" glued together: the first of its parts says who.
            if is_byline and len(element) and (link := element.find(".//a")) is not None and _words(link):
                return [_words(each) for each in element.iter("a") if _words(each)]
            return [text]
    return []


_BYLINES = frozenset("byline author authors writer byl reporter".split())


def _people(text: str) -> Iterator[str]:
    """The names in a byline, without "By", addresses, handles and offices."""
    if _NO_NAME.search(text):
        return
    text = _BY.sub("", _HANDLE.sub("", _EMAIL.sub("", _line(text)))).strip()
    found = _SHOWN_DATE.search(text) or _STROKES.search(text)
    text = text[: found.start()] if found else text
    text = re.split(r"\s(?:[-–—|•·]|in|for|at)\s(?=[A-Z])", text)[0]
    for at, part in enumerate(_AND.split(text)):
        name = _BY.sub("", part).strip(" .,;:()[]-–—|")
        if not name or len(name) > _MAX_NAME or _NO_NAME.search(name) or name.lower() in _CONTROLS:
            continue
        if (at and _ROLE.search(name)) or not any(char.isalpha() for char in name):
            continue
        yield name


# Outlet, address, language


def _outlet(
    meta: Mapping[str, list[str]], node: Mapping[str, Any], nodes: list[Mapping[str, Any]], root: Any
) -> str | None:
    told = [*meta.get("og:site_name", ()), *_names(node.get("publisher"))]
    told.extend(name for each in nodes for name in _names(each) if _is_outlet(each))
    told.extend(_all(meta, _OUTLETS[1:]))
    for element in root.xpath("//*[@itemprop='publisher']")[:3]:
        inner = element.xpath(".//*[@itemprop='name']")
        told.extend((each.get("content") or _words(each)) for each in inner[:1])
    told.extend(_words(element) for element in list(root.iter("h1", "h2"))[:5] if _is_logo(element))
    told.extend(_words(element) for element in root.iter("a", "span", "div", "p") if _is_site_name(element))
    names = [name for name in (_line(each) for each in told) if name and not _is_maker(name)]
    # "meridian.example" is said by templates where nobody filled in the name.
    spoken = [name for name in names if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name)]
    best = next(iter([*spoken, *names, *_likely_names(root)]), None)
    if best is None:
        return None
    best = _SLOGAN.split(best)[0]
    element = root.find(".//title")
    parts = _SEPARATOR.split(_line(element.text)[:_LONG]) if element is not None else []
    # As a name is written where it stands alone: "The Courier", not "the courier" of some template.
    return next((each for each in (*names, *parts) if each and _same(each, best) and each[0].isupper()), best)


def _is_site_name(element: Any) -> bool:
    """Whether an element is named the site's name: "site-title", "site-name"."""
    words = words_of(element.get("class") or element.get("id") or "")
    return "site" in words and not {"title", "name"}.isdisjoint(words) and len(element) < 3


def _likely_names(root: Any) -> Iterator[str]:
    """Names of feeds and pictures that the window's title has, too."""
    element = root.find(".//title")
    window = plain(element.text or "") if element is not None else ""
    told = [
        _FEED_NAME.sub("", each) for each in root.xpath("//link[@rel='alternate'][contains(@type, '+xml')]/@title")[:2]
    ]
    for each in (*told, *root.xpath("//a[@href='/' or @rel='home']//img/@alt")[:2]):
        if len(plain(each)) > 2 and plain(each) in window and not _is_maker(each.strip()):
            yield _line(each)


# What an outlet says of itself behind its name: "The Meridian - News you can use", "OpenWire, the free news source".
_SLOGAN = re.compile(r"\s+[|»–—]\s+|\s+-\s+|:\s|,\s(?=(?:the|a|an|your|all)\s)")
_FEED_NAME = re.compile(r"(?i)\s*[-–—»|:]*\s*(?:comments?|rss|atom|feed|newsfeed|2\.0)\b.*$")


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_line(each.get("name") if isinstance(each, dict) else each) for each in values[:5]]


def _is_outlet(node: Mapping[str, Any]) -> bool:
    return any(kind in ("NewsMediaOrganization", "WebSite", "Organization", "Newspaper") for kind in types_of(node))


def _is_maker(name: str) -> bool:
    return name.lower().split()[0] in _MAKERS or name.startswith(("http", "@")) or len(name) > 100


def _title_outlet(root: Any, title: str | None) -> str | None:
    """The outlet that stands behind the title in the window's title."""
    element = root.find(".//title")
    window = _line(element.text)[:_LONG] if element is not None else ""
    if not title or not window or title == window:
        return None
    if title in window:
        rest = window.replace(title, "", 1).strip(" |–—-·•:»«~/")
        parts = [part for part in _SEPARATOR.split(rest) if part]
    elif set(words_of_title(title)) & set(words_of_title(window)):
        # Another title for search engines, and behind it the outlet.
        parts = [part for part in _SEPARATOR.split(window)[1:] if part and len(part.split()) < 6]
    else:
        # The same on all pages of the site: its name.
        parts = _SEPARATOR.split(window)[:1]
    name = _SLOGAN.split(parts[-1])[0] if parts else ""
    return name if 1 < len(name) < 50 and not _is_maker(name) and not _lone_day(name) else None


def _address(root: Any, meta: Mapping[str, list[str]], told: str | None) -> str | None:
    """The address that the page says is its own, that of a copy undone; else the one that it was saved from."""
    links = root.xpath("//link[contains(concat(' ', translate(@rel, 'CANOIL', 'canoil'), ' '), ' canonical ')]/@href")
    base = _whole(told, None)
    candidates = [*links[:2], *meta.get("og:url", ()), *meta.get("twitter:url", ())]
    said = [address for each in candidates if (address := _whole(each, base))]
    # A template that gives the front page as the address of every page says nothing.
    inner = [address for address in said if len(urlsplit(address).path) > 1 or urlsplit(address).query]
    if base and not inner:
        return base
    return next(iter([*inner, *said]), base) or _printed_address(root)


_PRINTED = re.compile(
    r"(?i)(?:(?:find|read|view|see) (?:this|the) (?:article|page|story)|printed from|source|url|original(?: article)?)"
    r"[^.\n]{0,30}?:?\s{0,40}(https?://[^\s<>\"]{8,400})"
)


def _printed_address(root: Any) -> str | None:
    """The address that a version for printing shows at its end."""
    text = "".join(root.itertext())
    found = _PRINTED.search(text[-5000:]) or _PRINTED.search(text[:3000])
    return _whole(found[1].rstrip(".,)"), None) if found else None


def _whole(address: str | None, base: str | None) -> str | None:
    if not address or len(address) > 2000:
        return None
    try:
        address = _WAYBACK.sub("", urljoin(base or "", address.strip()))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc and " " not in address else None


def _language(root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any]) -> str | None:
    said = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    body = root.find("body")
    said.extend(
        [
            body.get("lang") if body is not None else None,
            *_all(meta, ("og:locale", "content-language", "language", "dc.language")),
        ]
    )
    said.append(node.get("inLanguage") if isinstance(node.get("inLanguage"), str) else None)
    for each in said:
        if each and (found := re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", each)):
            return found[1].lower()
    return None


def _is_free(node: Mapping[str, Any], meta: Mapping[str, list[str]]) -> bool:
    said = str(node.get("isAccessibleForFree", "true")).rsplit("/", 1)[-1].lower()
    tiers = {
        each.lower() for each in _all(meta, ("article:content_tier", "article:opinion_tier", "cxenseparse:premium"))
    }
    return said not in ("false", "no", "0") and tiers.isdisjoint({"locked", "metered", "paid", "premium", "true"})


def _number(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
