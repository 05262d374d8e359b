"""Who wrote an article and where it appeared, by its head: bylines, outlets, labelled lines, the dateline's agency.

Only what stands apart from sentences counts: "By Jane Roe, Associated Press", "Source: The Meridian", a line that is
nothing but the name of an agency. Words that may be a place or a person's office are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.read.text.dates import DATE, STAMP, to_iso_date

__all__ = ["Credits", "agency_of", "credits_of"]

_HEAD = 4000  # characters in which credits are looked for
_HEAD_LINES = 14
_LONGEST = 160  # characters; a longer line is a sentence
_LONGEST_LABELLED = 300
_MOST = 80  # of a name

# Agencies, by all that they sign with: what carries their reports is an outlet of its own.
_AGENCIES = {
    alias.lower(): names[0]
    for names in (
        ("Reuters", "Thomson Reuters"), ("Associated Press", "The Associated Press", "AP", "AP News"),
        ("AFP", "Agence France-Presse", "Agence France Presse"), ("AAP",), ("Anadolu", "Anadolu Agency", "AA"),
        ("ANI",), ("ANSA",), ("Bloomberg", "Bloomberg News"), ("DPA", "Deutsche Presse-Agentur"), ("EFE",), ("IANS",),
        ("Interfax",), ("IRNA",), ("KCNA",), ("Kyodo", "Kyodo News"), ("Mehr News Agency",), ("PA Media", "PA"),
        ("PTI", "Press Trust of India"), ("RIA Novosti", "RIA"), ("SANA",), ("TASS",),
        ("Tasnim", "Tasnim News Agency"), ("Ukrinform",), ("UPI", "United Press International"), ("WAM",),
        ("Xinhua", "Xinhua News Agency"), ("Yonhap", "Yonhap News Agency"),
    )
    for alias in names
}  # fmt: skip
# Large outlets, which may stand alone in a line or behind a name.
_OUTLETS = {
    name.lower(): name
    for name in (
        "ABC News", "Al Arabiya", "Al Jazeera", "Al-Monitor", "Arab News", "Asharq Al-Awsat", "Axios", "Bangkok Post",
        "BBC", "BBC News", "BBC Monitoring", "CBC News", "CBS News", "CGTN", "China Daily", "CNBC", "CNN",
        "Daily Mail", "Daily Maverick", "Deutsche Welle", "DW", "Euractiv", "Euronews", "Financial Times",
        "Foreign Policy", "Fox News", "France 24", "Global Times", "Gulf News", "Haaretz", "Hindustan Times",
        "Iran International", "Kyiv Independent", "Le Monde", "Los Angeles Times", "Middle East Eye", "NBC News",
        "New York Times", "NPR", "Nikkei Asia", "Politico", "Press TV", "RFE/RL", "Sky News",
        "South China Morning Post", "Sputnik", "The Atlantic", "The Conversation", "The Daily Star",
        "The Daily Telegraph", "The Diplomat", "The Economist", "The Globe and Mail", "The Guardian", "The Hill",
        "The Hindu", "The Independent", "The Irish Times", "The Japan Times", "The Jerusalem Post",
        "The Korea Herald", "The Moscow Times", "The New York Times", "The Straits Times", "The Times of India",
        "The Times of Israel", "The Wall Street Journal", "The Washington Post", "Times of India", "Times of Israel",
        "USA Today", "Voice of America", "VOA", "VOA News", "Wall Street Journal", "Washington Post", "Ynet",
    )
}  # fmt: skip
_KNOWN = _AGENCIES | _OUTLETS
# The last word of most outlets' names; together with capitals it makes one, where only credits stand.
_LAST = (
    "Agency|Bulletin|Chronicle|Courier|Daily|Digest|Dispatch|Examiner|Express|Gazette|Globe|Guardian|Herald|Inquirer"
    "|Insider|Journal|Ledger|Mail|Media|Mirror|Monitor|News|Observer|Online|Post|Press|Radio|Record|Register|Report"
    "|Review|Service|Standard|Star|Sun|Telegraph|Times|Today|Tribune|TV|Voice|Weekly|Wire"
)
_OUTLET = re.compile(rf"(?:The |the )?[A-Z][\w.'’&-]*(?: (?:[A-Z][\w.'’&-]*|and|of|de|&)){{0,5}}? (?:{_LAST})")
_THE = re.compile(r"The [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}")
_BRACKETS = re.compile(r"(?P<date>\d[ .,]*)?[(\[](?P<name>[^()\[\]]{2,40})[)\]]")
_NAMED = re.compile(r"[A-Z][\w.'’&-]*(?: (?:[A-Z][\w.'’&-]*|of|and|de)){0,4}")
_CAPITALS = re.compile(r"[A-Z][A-Z-]{1,6}")  # "HNA": an agency, in the brackets of a dateline
_NO_AGENCY = frozenset(
    "BREAKING EXCLUSIVE FILE LIVE UPDATE UPDATED UPDATES VIDEO WATCH CORRECTED OPINION US UK UN EU UAE USA".split()
)

_PARTICLE = r"(?:de|da|do|dos|di|du|del|della|der|den|van|von|ten|ter|al|el|bin|bint|ibn|abu|la|le|y|e)"
_PERSON = rf"(?:[^\W\d_a-z][\w.'’-]*)(?: (?:{_PARTICLE} ){{0,3}}(?:(?:al|el|ed|bin)-)?[^\W\d_a-z][\w.'’-]*){{1,4}}"
_PEOPLE = re.compile(rf"{_PERSON}(?:(?:, and |, | and | & ){_PERSON}){{0,5}}")
_BY = re.compile(
    r"(?:(?:(?:words|story|text|written|reported|report|article|analysis|opinion|posted|published)?\s*\bby)|author"
    r"|reporter|from)\b\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:our|a|staff|special|the|web|news|online)\b.*\b(?:correspondents?|reporters?|desk|staff|team|writers?|editors?)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[|·•/]|\s[–—-]\s)\s*")
# What stands behind the name of who wrote it: an office, a place, when it was changed.
_TAIL = re.compile(
    rf"(?:,? (?:in|for|at|of) |\s*\(|\s*,? (?:{STAMP}|(?i:{re.sub(r'[?]P<[a-z0-9]+>', '?:', DATE)}))).*", re.IGNORECASE
)
# What they are, which is no part of the name.
_OFFICE = re.compile(
    r"\s*\b(?:(?:chief|senior|staff|special|foreign|diplomatic|political|national|world|white house|associate|news)\s)*"
    r"(?:writers?|correspondents?|reporters?|editors?|columnists?|bureau(?: chief)?|staff)\b.*",
    re.IGNORECASE,
)
_STAMPS = re.compile(STAMP, re.IGNORECASE)
_MOST_PEOPLE = 6
_AND = re.compile(r", and |, | and | & ")
# What a line is called by those who paste articles together with where they are from.
_LABELS = {
    "author": ("author", "authors", "byline", "by-line", "writer", "journalist", "written by"),
    "publisher": ("source", "publisher", "publication", "outlet", "newspaper", "site", "agency", "news source"),
    "url": ("url", "link", "address", "source url", "original url", "permalink", "web address", "retrieved from"),
    "published": ("date", "published", "publication date", "date published", "pub date", "published on", "posted"),
    "title": ("title", "headline"),
    "language": ("language",),
}
_LABEL_OF = {label: name for name, labels in _LABELS.items() for label in labels}
_ANY_LABEL = "|".join(sorted(map(re.escape, _LABEL_OF), key=len, reverse=True))
_LABELLED = re.compile(rf"\s*(?P<label>{_ANY_LABEL})\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(slots=True)
class Credits:
    """What the head of a text says of the article; `labelled` holds the spans of lines that are labels and values.

    Whether an `agency` is also the publisher depends on what else is known.
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None
    labelled: list[tuple[int, int]] = field(default_factory=list)

    def add(self, name: str, value: str | None) -> None:
        """Take a value for what nothing has been said of yet."""
        if name == "publisher" and value and value.lower() in _AGENCIES:
            name = "agency"
        if value and getattr(self, name) is None:
            setattr(self, name, value)


def credits_of(text: str) -> Credits:
    """The credits in the first lines of a text."""
    found = Credits()
    lines = list(_head_lines(text))
    _read_labels(lines, found)
    for start, line in lines:
        if (start, start + len(line)) in found.labelled or len(line) > _LONGEST:
            continue
        bare = line.strip().strip("*_ ")
        byline = _BY.match(bare)
        if byline:
            _read_byline(bare[byline.end() :], found)
        elif outlet := _KNOWN.get(bare.lower().rstrip(".")):
            found.add("publisher", outlet)
        else:
            _read_parts(bare, found)
    return found


def agency_of(dateline: str) -> str | None:
    """The agency in the brackets of a dateline: "BAGHDAD, June 16 (Reuters) - "."""
    brackets = _BRACKETS.search(dateline)
    if brackets is None:
        return None
    name = brackets["name"].strip()
    if name.upper() in _NO_AGENCY:
        return None
    # Behind a date there is nothing else; behind a place it may be the country.
    named = _CAPITALS.fullmatch(name) or (brackets["date"] and _NAMED.fullmatch(name))
    return _AGENCIES.get(name.lower()) or outlet_of(name) or (name if named else None)


def outlet_of(words: str) -> str | None:
    """The outlet that words name, if they are named like one."""
    bare = " ".join(words.split()).strip(" .,;:*_")
    if len(bare) > _MOST:
        return None
    return _KNOWN.get(bare.lower()) or (bare if _OUTLET.fullmatch(bare) or _THE.fullmatch(bare) else None)


def _head_lines(text: str) -> Iterator[tuple[int, str]]:
    offset = count = 0
    for line in text[:_HEAD].split("\n"):
        if line.strip():
            yield offset, line
            count += 1
            if count == _HEAD_LINES:
                return
        offset += len(line) + 1


def _read_labels(lines: list[tuple[int, str]], found: Credits) -> None:
    """Lines such as "Source: The Meridian", where a text begins with at least two of them, perhaps below its title."""
    told = [(at, labelled) for at, (_, line) in enumerate(lines) if (labelled := _labelled(line)) is not None]
    places = [at for at, _ in told]
    if len({name for _, (name, _) in told}) < 2 or places[0] > 1 or places[-1] - places[0] > len(places):
        return
    for at, (name, value) in told:
        start, line = lines[at]
        found.labelled.append((start, start + len(line)))
        found.add(name, value)


def _labelled(line: str) -> tuple[str, str] | None:
    """The field and the value of a line that is both."""
    told = _LABELLED.fullmatch(line) if len(line) <= _LONGEST_LABELLED else None
    if told is None:
        return None
    name, value = _LABEL_OF[told["label"].lower()], told["value"].strip()
    if name == "publisher" and _ADDRESS.fullmatch(value):
        name = "url"
    fits = {"published": to_iso_date(value) is not None, "url": bool(_ADDRESS.fullmatch(value))}
    return (name, value) if fits.get(name, name in ("title", "url") or len(value) <= _MOST) else None


def _read_byline(words: str, found: Credits) -> None:
    """What stands behind "By": people, then perhaps their outlet, their office, a place or a date."""
    head, *parts = _PARTS.split(words)
    bare = _OFFICE.sub("", head).strip()
    if _KNOWN.get(bare.lower()) or bare.startswith("The "):
        found.add("publisher", outlet_of(bare))
    elif not _STAFF.match(head):
        _read_people(head, found)
    for part in parts:
        found.add("publisher", outlet_of(part))


def _read_people(words: str, found: Credits) -> None:
    people: list[str] = []
    tail = _TAIL.search(words)
    if tail is not None:  # "for The Guardian", "(Reuters)", "in Geneva", "Updated ..."
        found.add(
            "publisher", _KNOWN.get(tail[0].partition("for ")[2].strip(" .,").lower() or tail[0].strip(" ().,").lower())
        )
        words = words[: tail.start()]
    for number, each in enumerate(_AND.split(words)):
        name, outlet = _without_outlet(_OFFICE.sub("", each).strip(" .,;*_"), alone=number > 0)
        found.add("publisher", outlet)
        if name and len(people) < _MOST_PEOPLE and len(name) <= _MOST and _PEOPLE.fullmatch(name):
            people.append(name.title() if name.isupper() else name)
    if people:
        found.add("author", ", ".join(people))


def _without_outlet(words: str, *, alone: bool) -> tuple[str, str | None]:
    """A name and the outlet behind it ("JANE ROE Associated Press"), or the outlet alone where it may be that."""
    if alone and (outlet := outlet_of(words)):
        return "", outlet
    parts = words.split()
    for begin in range(2, len(parts)):
        if known := _KNOWN.get(" ".join(parts[begin:]).lower()):
            return " ".join(parts[:begin]), known
    return words, None


def _read_parts(line: str, found: Credits) -> None:
    """A line of a date and an outlet, or of who wrote where for whom."""
    parts = [part.strip() for part in _PARTS.split(line) if part.strip()]
    if len(parts) < 2:
        return
    where = [re.split(r" in ", each) for each in _AND.split(parts[0])]
    staff = all(len(each) == 2 and _PEOPLE.fullmatch(each[0]) for each in where)
    if staff and (outlet := outlet_of(parts[-1])):
        found.add("author", ", ".join(each[0] for each in where))
        found.add("publisher", outlet)
    elif any(to_iso_date(_STAMPS.sub("", part, count=1)) for part in parts):
        for part in parts:
            if byline := _BY.match(part):
                _read_byline(part[byline.end() :], found)
            else:
                found.add("publisher", outlet_of(part))
