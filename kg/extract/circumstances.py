"""Place, time and topic of a predicate.

Time words that hang on the predicate are resolved against the article's date to ISO 8601: a day, month, year, or an
interval `from/to` (`..` for an open end). Where the article has no date, only what says a year by itself is resolved.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extract.annotate import Annotated
from kg.extract.predicates import Predicate
from kg.extract.referents import Resolution
from kg.model import EntityType

__all__ = ["place_of", "resolve_time", "time_at", "time_of", "topic_of"]

PLACE_TYPES = frozenset({EntityType.COUNTRY, EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
PLACE_PREPOSITIONS = frozenset("in at near on inside outside throughout across within around off over".split())
WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
WEEKDAYS |= {name[:3]: n for name, n in WEEKDAYS.items()} | {"tues": 1, "wednes": 2, "thurs": 3}
MONTHS = {m.lower(): n for n, m in enumerate(calendar.month_name) if m}
MONTHS |= {m.lower(): n for n, m in enumerate(calendar.month_abbr) if m} | {"sept": 9}
NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
NUMBERS |= {"a": 1, "an": 1, "couple": 2, "several": 3}
# Verbs that look ahead: "will meet on Monday" is the Monday to come.
_FUTURE = frozenset(("will", "shall", "'ll", "would"))
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]+)\.?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)(?:\s*,?\s+(\d{4}))?")
_AGO = re.compile(r"\b(\w+)\s+(day|week|month|year|hour)s?\s+(ago|earlier|before)\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def _date(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _week(day: dt.date, shift: int) -> str:
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=shift)
    return f"{monday}/{monday + dt.timedelta(days=6)}"


def _weekend(day: dt.date, ahead: bool) -> str:
    saturday = day - dt.timedelta(days=(day.weekday() - 5) % 7)
    if ahead and day.weekday() < 5:
        saturday = day + dt.timedelta(days=5 - day.weekday())
    return f"{saturday}/{saturday + dt.timedelta(days=1)}"


def _month_shift(day: dt.date, shift: int) -> str:
    months = day.year * 12 + day.month - 1 + shift
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _near_year(month: int, day: dt.date, ahead: bool) -> int:
    """The year of a month named without one: the nearest in the past, or to come."""
    if ahead:
        return day.year if month >= day.month else day.year + 1
    return day.year if month <= day.month else day.year - 1


def _calendar(text: str, day: dt.date | None, ahead: bool) -> str | None:
    found = _ISO.search(text)
    if found:
        return found[0]
    for pattern, swap in ((_MONTH_FIRST, False), (_DAY_FIRST, True)):
        for hit in pattern.finditer(text):
            number, name = (hit[1], hit[2]) if swap else (hit[2], hit[1])
            month = MONTHS.get(name.lower())
            if month is None:
                continue
            if hit[3]:
                year = int(hit[3])
            elif _YEAR.search(text):
                year = int(_YEAR.findall(text)[0])
            elif day is not None:
                year = _near_year(month, day, ahead)
            else:
                return None
            try:
                return dt.date(year, month, int(number)).isoformat()
            except ValueError:
                return None
    for word in re.findall(r"[A-Za-z]+", text):
        month = MONTHS.get(word.lower())
        if month and (len(word) > 3 or word[0].isupper()) and (word.lower() != "may" or word[0].isupper()):
            years = _YEAR.findall(text)
            if years:
                return f"{years[0]}-{month:02d}"
            if day is not None:
                return f"{_near_year(month, day, ahead):04d}-{month:02d}"
            return None
    return None


def resolve_time(text: str, published: str | None, *, ahead: bool = False, since: bool = False) -> str | None:
    """Resolve a time expression to ISO 8601.

    Args:
        text: the expression, "on Saturday", "two weeks ago", "March 2021".
        published: the article's ISO date, or None.
        ahead: the clause speaks of the future, so that "Monday" is the one to come.
        since: the expression is the begin of an interval that is still open.

    Returns:
        a date, month, year or interval; None where it cannot be told.
    """
    value = _resolve(text, _date(published), ahead)
    if value is None or not since:
        return value
    return f"{value.split('/')[0]}/.."


def _resolve(text: str, day: dt.date | None, ahead: bool) -> str | None:
    low = text.lower()
    found = _calendar(text, day, ahead)
    if found:
        return found
    if day is not None:
        relative = _relative(low, day, ahead)
        if relative:
            return relative
    years = _YEAR.findall(text)
    if len(years) == 1 and not re.search(r"\b(year-old|years? old)\b", low):
        return str(years[0])
    decade = re.search(r"\b(1[89]|20)(\d)0s\b", low)
    if decade:
        start = int(decade[1] + decade[2] + "0")
        return f"{start}/{start + 9}"
    return None


TODAY = re.compile(r"\b(today|tonight|this (morning|afternoon|evening))\b")
YESTERDAY = re.compile(r"\b(yesterday|last night|the day before|a day earlier|the previous day)\b")
_SPAN = re.compile(r"\b(last|previous|past|next|coming|this|earlier this|later this)\s+(week|month|year)\b(?!s)")
_SHIFT = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}


def _relative(low: str, day: dt.date, ahead: bool) -> str | None:
    """Expressions that count from the article's day, in lower case."""
    one = dt.timedelta(days=1)
    if TODAY.search(low):
        return day.isoformat()
    if YESTERDAY.search(low):
        return (day - one).isoformat()
    if "overnight" in low:
        return f"{day - one}/{day}"
    if "tomorrow" in low:
        return (day + one).isoformat()
    if "weekend" in low:
        return _weekend(day, "last" not in low and (ahead or "next" in low or "coming" in low))
    ago = _AGO.search(low)
    n = (int(ago[1]) if ago[1].isdigit() else NUMBERS.get(ago[1])) if ago else None
    if ago and n is not None:
        return _back(day, n, ago[2])
    return _weekday(low, day, ahead) or _span(low, day)


def _weekday(low: str, day: dt.date, ahead: bool) -> str | None:
    for word in re.findall(r"[a-z]+", low):
        if word not in WEEKDAYS or (len(word) == 3 and word not in ("mon", "tue", "wed", "thu", "fri")):
            continue
        gap = (day.weekday() - WEEKDAYS[word]) % 7
        if "next" in low or "coming" in low or (ahead and "last" not in low):
            return (day + dt.timedelta(days=(-gap) % 7 or (7 if "next" in low else 0))).isoformat()
        return (day - dt.timedelta(days=7 if "last" in low and gap == 0 else gap)).isoformat()
    return None


def _span(low: str, day: dt.date) -> str | None:
    found = _SPAN.search(low)
    if found is None:
        return None
    shift, unit = _SHIFT.get(found[1], 0), found[2]
    if unit == "week":
        return _week(day, shift)
    return _month_shift(day, shift) if unit == "month" else str(day.year + shift)


def _back(day: dt.date, n: int, unit: str) -> str | None:
    if unit == "hour":
        return day.isoformat() if n < 12 else None
    if unit == "day":
        return (day - dt.timedelta(days=n)).isoformat()
    if unit == "week":
        return _week(day, -n)
    if unit == "month":
        return _month_shift(day, -n)
    return str(day.year - n)


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in WEEKDAYS or token.lower_ in (
        "yesterday", "today", "tomorrow", "weekend", "tonight", "overnight",
    )  # fmt: skip


def _time_tokens(head: Token) -> Iterator[tuple[Token, str]]:
    """Time expressions that hang on a head, with their preposition."""
    for child in head.children:
        if child.dep_ in (
            "npadvmod",
            "advmod",
            "tmod",
            "nmod",
            "compound",
            "poss",
            "nummod",
            "appos",
        ) and _is_time(child):
            yield child, ""
        elif child.dep_ == "prep":
            for obj in child.children:
                if obj.dep_ in ("pobj", "pcomp") and (
                    _is_time(obj)
                    or any(
                        _is_time(t)
                        for t in obj.subtree
                        if t.head.i == obj.i and t.dep_ in ("nummod", "compound", "npadvmod")
                    )
                ):
                    yield obj, child.lower_
        elif child.dep_ in ("dobj", "attr", "dative") and _is_time(child) and head.pos_ == "VERB":
            yield child, ""


def time_of(predicate: Predicate, annotated: Annotated) -> str | None:
    """When: from the predicate's own time words, else those of the verb that it shares a clause with."""
    heads = [predicate.head, *_outer(predicate)]
    for objects in predicate.arguments.values():
        heads.extend(t for t in objects if t.pos_ == "NOUN" and t.i > predicate.head.i)
    ahead = any(_looks_ahead(node) for node in heads)
    for node in heads:
        value = time_at(node, annotated, ahead=ahead)
        if value is not None:
            return value
    return None


def time_at(node: Token, annotated: Annotated, *, ahead: bool = False) -> str | None:
    """When, from the time words that hang on a word, or that its clause hangs on: "July 2016, when he paid a visit"."""
    published = annotated.article.meta.published
    for token, preposition in _time_tokens(node):
        text = " ".join(t.text for t in token.subtree if abs(t.i - token.i) < TIME_REACH)
        value = resolve_time(text, published, ahead=ahead, since=preposition == "since")
        if value is not None and preposition not in ("before", "until", "by", "ahead"):
            return value
    if node.dep_ == "relcl" and any(c.dep_ == "advmod" and c.lower_ == "when" for c in node.children):
        text = " ".join(t.text for t in node.head.subtree if t.i < node.left_edge.i)
        return resolve_time(text, published, ahead=ahead)
    return None


TIME_REACH = 6  # tokens around a time word that belong to the expression


def _looks_ahead(verb: Token) -> bool:
    words = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if words & _FUTURE:
        return True
    return "to" in words and (verb.dep_ == "ROOT" or (verb.dep_ == "xcomp" and verb.head.tag_ != "VBD"))


def _outer(predicate: Predicate) -> list[Token]:
    """The verb that the predicate shares a clause with, so that its time and place are the predicate's too."""
    head = predicate.head
    if predicate.kind == "noun":
        node = head
        while node.dep_ in NOMINAL_POSITIONS and node.head.i != node.i and node.pos_ != "VERB":
            node = node.head
        return [node] if node.pos_ in ("VERB", "AUX") else []
    ruler = head.head
    if head.dep_ in ("conj", "xcomp", "advcl") and ruler.pos_ in ("VERB", "AUX"):
        return [ruler]
    return []


NOMINAL_POSITIONS = frozenset("conj pobj prep dobj nsubj nsubjpass attr".split())


def place_of(
    predicate: Predicate, resolution: Resolution, taken: frozenset[int], literals: tuple[Token, ...] = ()
) -> int | None:
    """Where: a place that hangs on the predicate or its object by a local preposition, and is no argument already."""
    for word, objects in predicate.arguments.items():
        if word in PLACE_PREPOSITIONS:
            found = _first_place(objects, resolution, taken)
            if found is not None:
                return found
    head = predicate.head
    if any(c.dep_ == "advmod" and c.lower_ == "where" for c in head.children):
        while head.dep_ == "conj" and head.head.i != head.i:
            head = head.head
        found = _place_key(head.head, resolution, taken) if head.dep_ == "relcl" else None  # "Latvia, where they met"
        if found is not None:
            return found
    for node in _place_heads(predicate, resolution, literals):
        for child in node.children:
            if child.dep_ in ("prep", "advmod") and child.lower_ in PLACE_PREPOSITIONS:
                found = _first_place((o for o in child.children if o.dep_ == "pobj"), resolution, taken)
                if found is not None:
                    return found
    return None


def _first_place(tokens: Iterable[Token], resolution: Resolution, taken: frozenset[int]) -> int | None:
    keys = (_place_key(token, resolution, taken) for token in tokens)
    return next((key for key in keys if key is not None), None)


def _place_heads(predicate: Predicate, resolution: Resolution, literals: tuple[Token, ...]) -> Iterator[Token]:
    """What a place may hang on: the predicate, its things ("Iranian targets in Syria", never a topic), its clause."""
    lexicon = resolution.lexicon
    things = lexicon.words("belonging") | lexicon.words("organ") | lexicon.nominals.keys()
    yield predicate.head
    yield from literals
    for word in ("during", "at", "for"):  # "during a stop in Bahrain", "for three days in the capital"
        yield from (t for t in predicate.at(word) if t.i not in resolution.names)
    for objects in predicate.arguments.values():
        nouns = [t for t in objects if t.i not in resolution.names and t.lemma_.lower() in things]
        yield from nouns
        yield from _inner(nouns, resolution)
    yield from _outer(predicate)


def _inner(nouns: list[Token], resolution: Resolution) -> Iterator[Token]:
    """What the event nouns are about: "over airstrikes against *targets* in Syria"."""
    for noun in nouns:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("against", "on", "of"):
                yield from (o for o in child.children if o.dep_ == "pobj" and o.i not in resolution.names)


def _place_key(token: Token, resolution: Resolution, taken: frozenset[int]) -> int | None:
    link = resolution.link(token)
    if link is not None:
        name = resolution.names.get(token.i)
        for key in link.keys:
            if key in taken or resolution.referents[key].type not in PLACE_TYPES:
                continue
            if name is not None and name.kind != "name":
                continue
            return key
        return None
    # "in the northern city of Mosul", "at the airport in Zhytomyr", "in Syria's civil war"
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "near"):
            for obj in child.children:
                if obj.dep_ == "pobj":
                    found = _place_key(obj, resolution, taken)
                    if found is not None:
                        return found
        elif child.dep_ in ("appos", "compound") and resolution.link(child) is not None:
            found = _place_key(child, resolution, taken)
            if found is not None:
                return found
    return None


def topic_of(predicate: Predicate, resolution: Resolution) -> str | None:
    """What it is about: the object that is an event or thing rather than an actor, or what follows "over", "about"."""
    annotated = resolution.annotated
    for word in ("", "over", "about", "on", "for", "regarding", "concerning", "of"):
        for token in predicate.at(word):
            if token.pos_ != "NOUN" or resolution.links.get(token.i) is not None:
                continue
            if word == "of" and predicate.kind != "noun":
                continue
            start, end = token.left_edge.i, token.right_edge.i + 1
            for inner in token.subtree:  # a relative clause or participle is no part of the topic
                if inner.dep_ in ("relcl", "acl", "advcl") and inner.head.i == token.i:
                    end = min(end, inner.left_edge.i)
            if 1 < end - start <= 14:
                return annotated.text(start, end).strip(" ,;")
    return None
