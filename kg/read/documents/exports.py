"""What news databases give out: one text of many articles, each between fields that say where it is from.

LexisNexis ("1 of 250 DOCUMENTS", `BYLINE:`, `LOAD-DATE:`), Nexis Uni ("Body", "End of Document"), Factiva (as shown, or
with its tags `HD`, `PD`, `LP`) and ProQuest ("Full text:"). The text of an article is the piece of the file between the
fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.limits import read_whole
from kg.read.article.options import Options
from kg.read.inputs.export_marks import export_form
from kg.read.inputs.sources import Source
from kg.read.text.dates import DATE, to_iso_date
from kg.read.text.decode import clean_text, decode

__all__ = ["articles_of_export", "exported", "read_export"]

_DATE = re.compile(re.sub(r"[?]P<\w+>", "?:", DATE), re.IGNORECASE | re.ASCII)
_BYLINE = re.compile(r"by(?:line)?:?\s+", re.IGNORECASE)
_RIGHTS = re.compile(r"\s*(?:copyright\b|\(c\)|©)\s*(?:\(c\)|©)?\s*(?:\d{4},?\s*)?(?P<owner>.*)", re.IGNORECASE)
_LANGUAGE = re.compile(
    "(?:english|german|french|spanish|italian|portuguese|russian|arabic|chinese|japanese|turkish|dutch)", re.IGNORECASE
)

_COMPANY = re.compile(r"(?:,?\s+(?:inc|ltd|llc|plc|company|limited)\b\.?)+$", re.IGNORECASE)

_NEXIS_HEAD = "byline|section|length|dateline|highlight|headline|title|series|source|publication|url|correction-date"
_NEXIS_TAIL = (
    "load-date|language|graphic|publication-type|subject|company|organization|person|city|state|country|geographic"
    "|industry|ticker|document-type|journal-code|correction|notes|classification|link|photo|update|distribution"
)
_NEXIS_FIELD = re.compile(rf"(?P<name>{_NEXIS_HEAD}|{_NEXIS_TAIL})\s*:\s*(?P<value>.*)", re.IGNORECASE)
_NEXIS_BODY = re.compile(r"\s*body\s*:?\s*", re.IGNORECASE)
_NEXIS_END = re.compile(
    r"(?:(?:load-date|language|graphic|publication-type|subject|document-type|journal-code|url)\s*:.*|classification\s*"
    r"|end of document\s*|\s{8,}copyright\b.*|copyright \d{4}\b.*|\s*\d+ of \d+ documents?\s*)",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"\s*(?:(?:document|page)\s+)?\d+ of \d+(?: documents?)?\s*", re.IGNORECASE)

_TAG = re.compile(
    r"(?P<tag>(?:SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|IPC|IPD|PUB|AN|ART|CLM)(?=\s|$)"
    r"|(?:CO|IN|NS|RE)(?=\s{2}|\t|$))\s*(?P<value>.*)"
)
_WORDS = re.compile(r"\s*[\d,. ]+ words\s*", re.IGNORECASE)
_ACCESSION = re.compile(r"\s*Document [A-Za-z0-9]{15,}\s*")

_PROQUEST = re.compile(
    r"(?P<name>title|author|credit|publication title|publication info|publication date|publication year|abstract"
    r"|full text|document url|copyright|links|subject|location|people|company / organization|pages|section|publisher"
    r"|place of publication|country of publication|publication subject|issn|source type|language of publication"
    r"|document type|proquest document id|last updated|database|first page|volume|issue|dateline|identifier / keyword)"
    r"\s*:\s*(?P<value>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int


def read_export(source: Source, options: Options) -> Iterator[Article]:
    """Read the articles of a database export; one without a text goes to `on_error`.

    Raises:
        ArticleError: There is none at all.
    """
    with source.open() as file:
        text = clean_text(decode(read_whole(file, source.name), source.name))
    yield from articles_of_export(text, source.name, options)


def articles_of_export(text: str, name: str, options: Options) -> Iterator[Article]:
    """The articles of a text that is an export, whatever file it stands in.

    Raises:
        ArticleError: There is none at all.
    """
    number = 0
    for number, found in exported(text):
        place = f"{name}, document {number}"
        try:
            if found is None:
                raise ArticleError(f"{place}: no text between its fields", kind="empty")
            yield compose(found, place, options)
        except ArticleError as error:
            options.on_error(error)
    if not number:
        raise ArticleError(f"{name}: a database export without articles", kind="no article")


def exported(text: str) -> Iterator[tuple[int, Found | None]]:
    """The articles of a text that is an export, numbered as they stand in it; none for a document without a text."""
    form = export_form(text)
    if form is None:
        return
    read = _READERS[form.name]
    number = 0
    for lines in _documents(text, form.begins, form.ends):
        if sum(bool(line.text.strip()) for line in lines) > 2:  # less is a cover, or what stands between two
            number += 1
            yield number, read(text, lines)


def _documents(text: str, begins: re.Pattern[str] | None, ends: re.Pattern[str] | None) -> Iterator[list[_Line]]:
    """The lines of each document."""
    lines: list[_Line] = []
    offset = 0
    for row in text.split("\n"):
        line = _Line(row, offset, offset + len(row))
        offset += len(row) + 1
        if begins is not None and begins.fullmatch(row):
            yield lines
            lines = []
            continue
        lines.append(line)
        if ends is not None and ends.fullmatch(row):
            yield lines
            lines = []
    yield lines


def _nexis(text: str, lines: list[_Line]) -> Found | None:
    """LexisNexis and Nexis Uni: a head of lines, fields, the body, and fields again."""
    fields: dict[str, str] = {}
    head: list[_Line] = []
    body = len(lines)
    for at, line in enumerate(lines):
        told = _NEXIS_FIELD.fullmatch(line.text.strip())
        if told is not None:
            fields.setdefault(told["name"].lower(), told["value"].strip())
        elif _NEXIS_BODY.fullmatch(line.text):
            body = at + 1
            break
        elif not fields and line.text.strip():
            head.append(line)
        elif "length" in fields and len(line.text.strip()) > 60:  # an export without the word "Body"
            body = at
            break
    last = next((at for at in range(body, len(lines)) if _NEXIS_END.fullmatch(lines[at].text)), len(lines))
    for line in lines[last:]:
        if told := _NEXIS_FIELD.fullmatch(line.text.strip()):
            fields.setdefault(told["name"].lower(), told["value"].strip())
    piece = _piece(text, lines[body:last])
    if piece is None:
        return None
    rights = next((told["owner"] for line in lines if (told := _RIGHTS.fullmatch(line.text))), None)
    head = [line for line in head if not _RIGHTS.fullmatch(line.text) and not _COUNTER.fullmatch(line.text)]
    dated = next((at for at, line in enumerate(head) if _day(line.text)), None)
    before, after = (head, []) if dated is None else (head[:dated], head[dated + 1 :])
    # Nexis Uni has the title first, LexisNexis the outlet; there the title stands last, below the edition.
    title = _paragraph(after) if len(before) < 2 else before[0].text.strip()
    outlet = before[-1].text.strip() if before and (len(before) > 1 or dated is not None) else None
    if dated is None and outlet == title:
        outlet = None
    return Found(
        text=piece,
        title=fields.get("headline") or fields.get("title") or title,
        published=_day(head[dated].text) if dated is not None else _day(fields.get("load-date", "")),
        author=_people(fields.get("byline")),
        publisher=fields.get("publication") or outlet or fields.get("source") or _owner(rights),
        url=fields.get("url") or None,
        language=fields.get("language", "").partition(";")[0] or None,
    )


def _factiva(text: str, lines: list[_Line]) -> Found | None:
    """Factiva as it is shown: title, who wrote it, words, date, outlet, code, language, rights, and the body."""
    rows = [line for line in lines if line.text.strip()]
    words = next((at for at, line in enumerate(rows) if _WORDS.fullmatch(line.text)), None)
    if words is None:
        return None
    above = [line.text.strip() for line in rows[:words]]
    byline = next((row for row in reversed(above) if _BYLINE.match(row)), None)
    titles = [row for row in above if row != byline]
    below = rows[words + 1 : words + 12]
    rights = next((at for at, line in enumerate(below) if _RIGHTS.fullmatch(line.text)), None)
    language = next((at for at, line in enumerate(below) if _LANGUAGE.fullmatch(line.text.strip())), None)
    opened = rights if rights is not None else language
    if opened is None:
        return None
    dated = next((at for at, line in enumerate(below[:opened]) if _day(line.text)), None)
    outlet = None
    if dated is not None:
        named = (line.text.strip() for line in below[dated + 1 : opened])
        outlet = next((row for row in named if not re.fullmatch(r"\d{1,2}:\d{2}.*|[\d ]+", row)), None)
    tail = [line for line in rows[words + 2 + opened :] if not _ACCESSION.fullmatch(line.text)]
    accession = next((line.text.split()[1] for line in reversed(rows) if _ACCESSION.fullmatch(line.text)), None)
    piece = _piece(text, tail)
    if piece is None:
        return None
    return Found(
        text=piece,
        id=accession,
        title=titles[-1] if titles else None,
        published=_day(below[dated].text) if dated is not None else None,
        author=_people(byline),
        publisher=outlet,
        language=below[language].text.strip() if language is not None else None,
    )


def _factiva_tagged(text: str, lines: list[_Line]) -> Found | None:
    """Factiva with its tags: `HD` headline, `BY` who wrote it, `PD` date, `SN` outlet, `LP` and `TD` the body."""
    fields: dict[str, list[_Line]] = {}
    tag = ""
    for line in lines:
        told = _TAG.fullmatch(line.text)
        if told is not None:
            tag = told["tag"]
            start = line.start + told.start("value")
            fields.setdefault(tag, []).append(_Line(told["value"], start, line.end))
        elif tag and not _ACCESSION.fullmatch(line.text):
            fields[tag].append(line)

    def words(tag: str) -> str | None:
        return " ".join(" ".join(line.text for line in fields.get(tag, ())).split()) or None

    body = [line for tag in ("LP", "TD") for line in fields.get(tag, ())]
    # Both in one piece of the file, as they stand one after the other.
    piece = text[min(line.start for line in body) : max(line.end for line in body)] if body else ""
    piece = re.sub(r"^TD(?=\s)", "  ", piece, flags=re.MULTILINE).strip()
    if not piece:
        return None
    return Found(
        text=piece,
        id=(words("AN") or "").removeprefix("Document ").split(" ")[0] or None,
        title=words("HD"),
        published=_day(words("PD") or ""),
        author=_people(words("BY")),
        publisher=words("SN"),
        language=words("LA"),
    )


def _proquest(text: str, lines: list[_Line]) -> Found | None:
    """ProQuest: fields with their names, of which "Full text" is the body."""
    fields: dict[str, str] = {}
    body: list[_Line] = []
    inside = False
    for line in lines:
        told = _PROQUEST.fullmatch(line.text)
        if told is None:
            if inside:
                body.append(line)
            continue
        name = told["name"].lower()
        inside = name == "full text"
        if inside:
            body.append(_Line(told["value"], line.start + told.start("value"), line.end))
        else:
            fields.setdefault(name, told["value"].strip())
    piece = _piece(text, body)
    if piece is None:
        return None
    info = fields.get("publication info", "")
    return Found(
        text=piece,
        title=fields.get("title"),
        published=_day(fields.get("publication date", "")) or _day(info),
        author=_people(fields.get("author")),
        publisher=(fields.get("publication title") or info).partition(";")[0].strip() or None,
        url=fields.get("document url") or None,
        language=fields.get("language of publication") or None,
    )


_READERS: dict[str, Callable[[str, list[_Line]], Found | None]] = {
    "LexisNexis": _nexis,
    "Nexis Uni": _nexis,
    "Factiva": _factiva,
    "Factiva with tags": _factiva_tagged,
    "ProQuest": _proquest,
}


def _piece(text: str, lines: list[_Line]) -> str | None:
    """The piece of the text that lines are, without blank ones around."""
    full = [line for line in lines if line.text.strip()]
    return text[full[0].start : full[-1].end].strip() or None if full else None


def _paragraph(lines: list[_Line]) -> str | None:
    """The last paragraph of some lines, in one line."""
    last: list[_Line] = []
    for line in reversed(lines):
        if last and last[0].start - line.end > 1:
            break
        last.insert(0, line)
    return " ".join(" ".join(line.text for line in last).split()) or None


def _day(words: str) -> str | None:
    """The ISO date that words begin with or hold: "March 7, 2022 Monday Late Edition - Final"."""
    found = _DATE.search(words) if len(words) < 200 else None
    return to_iso_date(found[0]) if found is not None else None


def _people(byline: str | None) -> str | None:
    if not byline:
        return None
    names = _BYLINE.sub("", byline.strip(), count=1).strip(" .;")
    return (names.title() if names.isupper() else names)[:200] or None


def _owner(rights: str | None) -> str | None:
    owner = re.split(r"all rights reserved", rights or "", maxsplit=1, flags=re.IGNORECASE)[0]
    return _COMPANY.sub("", owner.strip(" .,")).strip(" .,") or None
