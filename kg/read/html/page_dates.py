"""The day on which a page's article was published, as its outlet's own clock has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from kg.model import DateSource
from kg.read.html.furniture import words_of
from kg.read.html.page_words import SHOWN_DATE, all_of, day_in_figures, is_elsewhere, is_labelled, words_in
from kg.read.text.date_fields import date_of, first_by_place
from kg.read.text.dates import First, to_iso_date

__all__ = ["PUBLISHED", "modified_on", "published_on"]

# Meta names, from the most to the least particular to articles.
PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "article:published",
    "article.published", "rnews:datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "dc.date.created", "dc.date", "dc:date", "dcsext.articlefirstpublished",
    "citation_publication_date", "citation_date", "pubdate", "publishdate", "publish-date", "publish_date",
    "published-date",
    "publication_date",
    "publication-date", "published_date", "published", "publishtime", "ptime", "originalpublicationdate",
    "article_date_original", "displaydate", "iptc:datecreated", "datecreated", "created", "creation_date", "date",
    "pdate", "eomportal-firstpublished", "gentime", "weibo:article:create_at", "bbc:published",
    "analyticsattributes.articledate",
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
_PATH_DATE = (
    re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(
        r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
        re.IGNORECASE,
    ),
    # With the section between year and month: "/2010/POLITICS/08/13/".
    re.compile(r"/((?:19|20)\d\d)/[A-Za-z_-]{2,30}/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[-_]((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?")
_LATE = frozenset("updated modified update edited".split())
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
# Of a work that the article cites: when that was read.
_CITED = frozenset("accessdate retrieved reference references citation cite".split())
_DATED = frozenset(
    "published publish time timestamp posted byline meta dateline info pubtime submitted datetime".split()
)


def published_on(
    root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any], url: str | None, furniture: Callable[[Any], bool]
) -> tuple[str | None, DateSource]:
    """The day that a page says its article was published on, and whether its metadata or its text say so."""
    told = [str(node.get("datePublished") or ""), *all_of(meta, PUBLISHED), *_itemprops(root, "datePublished")]
    told.extend(_microformats(root, furniture))
    shown = list(_times(root, furniture))
    told.extend(stamp for stamp, late in shown if not late)
    in_path = _path_day(urlsplit(url).path) if url else None
    for each in told:
        if day := _day(each):
            own = _in_own_zone(each, day, [*told, *(stamp for stamp, _ in shown)])
            return (in_path if in_path and _is_a_clock_apart(each, own, in_path) else own), DateSource.METADATA
    if in_path:
        return in_path, DateSource.METADATA
    return _shown_day(root, furniture, first_by_place(url, root.get("lang"))), DateSource.TEXT


def modified_on(
    root: Any, meta: Mapping[str, list[str]], node: Mapping[str, Any], furniture: Callable[[Any], bool]
) -> str | None:
    """The day of the last change, for a page that tells no other."""
    told = [
        *all_of(meta, _MODIFIED),
        str(node.get("dateModified") or ""),
        *(stamp for stamp, _ in _times(root, furniture)),
    ]
    return next(filter(None, map(_day, told)), None)


def _itemprops(root: Any, name: str) -> Iterator[str]:
    for element in root.xpath(f"//*[contains(concat(' ', @itemprop, ' '), ' {name} ')]")[:5]:
        yield element.get("content") or element.get("datetime") or words_in(element)


def _microformats(root: Any, furniture: Callable[[Any], bool]) -> Iterator[str]:
    """Stamps in titles, as hAtom has them: `<abbr class="published" title="2012-03-08T21:14:00+08:00">`."""
    for element in root.xpath("//abbr[@title]|//span[@title]")[:200]:
        outer = element.getparent()
        names = f"{element.get('class') or ''} {(outer.get('class') or '') if outer is not None else ''}"
        if not {"published", "dtstamp", "date", "timestamp", "byline", "dateline"}.isdisjoint(words_of(names)):
            stamp = element.get("title")
            if _STAMP.match(stamp.strip()) and not is_elsewhere(element, furniture):
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
        stamp = element.get("datetime") or element.get("content") or words_in(element)
        if not stamp or not _day(stamp) or is_elsewhere(element, furniture):
            continue
        if not started and next(element.iterancestors("article", "header", "main"), None) is None:
            continue
        seen += 1
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        before = element.getprevious()
        lead = (element.getparent().text if before is None else before.tail) or (
            words_in(before) if before is not None else ""
        )
        late = not _LATE.isdisjoint(words_of(names)) and "published" not in names and "pubdate" not in element.attrib
        late = late and "entry-date" not in names  # WordPress calls the only date "entry-date published updated"
        yield stamp, late or bool(re.search(r"(?i)\b(?:updated|modified)\b[^.]{0,12}$", lead))


def _shown_day(root: Any, furniture: Callable[[Any], bool], first: First | None) -> str | None:
    """A date in what is named as one ("date", "published", "byline"), best behind the headline."""
    before: str | None = None
    headline = next(root.iter("h1"), None)
    behind = headline is None
    for element in root.iter(*_DATE_TAGS):
        if element is headline:
            behind = True
        named = words_of(f"{element.get('class') or ''} {element.get('id') or ''}")
        if not _CITED.isdisjoint(named):
            continue
        if not any("date" in word or word in _DATED for word in named) and not is_labelled(element, _DATE_LABEL):
            continue
        text = words_in(element) if _LATE.isdisjoint(named) and len(element) < 12 else ""
        if not 5 < len(text) < 160 or is_elsewhere(element, furniture):
            continue
        found = SHOWN_DATE.search(text)
        if day := to_iso_date(found[0]) if found else day_in_figures(text, first):
            if behind:
                return day
            before = before or day
    return before


def _day(text: str) -> str | None:
    """The day of a stamp, as it is written there."""
    text = text.strip()
    if found := _STAMP.match(text):
        return to_iso_date(found[1])
    if day := date_of(text):
        return day
    if day := day_in_figures(text):
        return day
    found = SHOWN_DATE.search(text[:200])
    return to_iso_date(found[0]) if found else None


def _in_own_zone(text: str, day: str, others: list[str]) -> str:
    """The day of a stamp in universal time as the outlet's own clock has it, where the page gives that elsewhere."""
    moment = _moment(text)
    if (moment is None and text.strip() != day) or (moment is not None and moment[1] != 0):
        return day
    for other in others:
        its = _moment(other)
        # A day alone may be that of universal time, too.
        if its is not None and its[1] != 0 and (its[0] == moment[0] if moment else _day_of(its[0]) == day):
            return _day(other) or day
    return day


def _day_of(minutes: int) -> str:
    from datetime import date

    return date.fromordinal(minutes // 1440).isoformat() if minutes >= 1440 else ""


def _is_a_clock_apart(text: str, day: str, other: str) -> bool:
    """Whether a stamp in universal time is of the day before or after another, which is then that of the outlet."""
    from datetime import date

    moment = _moment(text)
    apart = abs((date.fromisoformat(day) - date.fromisoformat(other)).days) if moment and moment[1] == 0 else 0
    return apart == 1


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
