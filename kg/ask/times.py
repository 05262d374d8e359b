"""The time that a question is about: "in March 2022", "since 2021", "last week", "between May and July 2023"."""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.ask.model import NotUnderstoodError
from kg.extract.times import resolve_time
from kg.graph import spans

__all__ = ["Asking", "take_time"]

_FROM = frozenset(("since", "after", "from"))
_WITHIN = frozenset("in on during at over within by of around the this last".split())
_BETWEEN = re.compile(r"^(?:between|from)?\s*(.+?)\s+(?:and|to|until|till)\s+(.+)$")
_YEAR = re.compile(r"\b\d{4}\b")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_SMALL_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_CLOSE = frozenset(("before", "by", "until", "till"))


class Asking(NamedTuple):
    """A question without its time: the words, the days that it is about, and how it told them."""

    text: str
    within: spans.Span | None
    told: str | None


def take_time(doc: Doc, today: str | None) -> Asking:
    """Take the time out of a question.

    Args:
        doc: The question, parsed, with its named dates.
        today: The ISO date that "last week" counts from; None where it is not known.

    Raises:
        NotUnderstoodError: It tells a time that cannot be told in days.
    """
    ahead = any(token.tag_ == "MD" and token.lower_ in ("will", "'ll", "wo") for token in doc)
    within: spans.Span | None = None
    gone: set[int] = set()
    for ent in _dates(doc):
        start, lead = _lead(doc, ent)
        found = _resolve(ent.text, lead, today, ahead=ahead)
        if found is None:
            raise NotUnderstoodError(doc[start : ent.end].text, "that is no time that can be told in days")
        within = found if within is None else spans.common(within, found)
        if within is None:
            raise NotUnderstoodError(doc[start : ent.end].text, "nothing can be at both times")
        gone.update(range(start, ent.end))
    kept = "".join(token.text_with_ws for token in doc if token.i not in gone)
    told = "".join(token.text_with_ws for token in doc if token.i in gone).strip() or None
    return Asking(re.sub(r"\s+([?.!,])", r"\1", " ".join(kept.split())), within, told)


def _dates(doc: Doc) -> list[Span]:
    """Dates as the model names them, and years and ISO dates that it passes over."""
    found = [ent for ent in doc.ents if ent.label_ in ("DATE", "TIME") and not _asks(ent)]
    taken = {i for ent in found for i in range(ent.start, ent.end)}
    named = {i for ent in doc.ents for i in range(ent.start, ent.end)}
    return found + [doc[t.i : t.i + 1] for t in doc if t.i not in taken | named and _is_date(t)]


def _asks(ent: Span) -> bool:
    """ "which day" asks for a date and is none; "many times" and "PM" are none either."""
    return any(token.tag_ in ("WDT", "WP", "WRB") for token in ent) or resolve_hint(ent.text) is None


def resolve_hint(text: str) -> str | None:
    """Whether an expression is a time at all, as seen from some day."""
    if _BETWEEN.match(text.lower()):
        return text
    text = _capital(text)
    return resolve_time(text, "2024-02-29") or resolve_time(text, "2024-02-29", ahead=True)


def _capital(text: str) -> str:
    """The months with a capital, as articles write them."""
    return _SMALL_MONTH.sub(lambda month: month[0].capitalize(), text)


def _is_date(token: Token) -> bool:
    near = token.nbor(-1).lower_ if token.i else ""
    is_year = re.fullmatch(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", token.text) is not None
    return (is_year and near in _WITHIN | _FROM | _CLOSE) or token.lower_ in ("yesterday", "today")


def _lead(doc: Doc, ent: Span) -> tuple[int, str]:
    """Where an expression begins with its preposition, and that preposition."""
    start, lead = ent.start, doc[ent.start].lower_
    while start and doc[start - 1].lower_ in _WITHIN | _FROM | _CLOSE | {"between", "ever"}:
        start -= 1
        if doc[start].lower_ in _FROM | _CLOSE | {"between"}:
            lead = doc[start].lower_
    return start, lead


def _resolve(text: str, lead: str, today: str | None, *, ahead: bool) -> spans.Span | None:
    """The days that are meant; None where they cannot be told."""
    bare = re.sub(r"^(?:since|after|before|until|till|by)\s+", "", _capital(text), flags=re.IGNORECASE)
    two = _BETWEEN.match(bare)
    if two is not None and (lead in ("between", "from") or re.match("between|from", bare.lower())):
        first, second = two[1], two[2]
        if not _YEAR.search(first) and (year := _YEAR.search(second)):
            first = f"{first} {year[0]}"
        begin, end = (spans.parse_span(resolve_time(each, today, ahead=ahead)) for each in (first, second))
        if begin is None or end is None or begin.first > end.last:
            return None
        return spans.between(begin, end)
    at = spans.parse_span(resolve_time(bare, today, ahead=ahead))
    if at is None or (at.precision == "year" and _MONTH.search(bare)):  # "31 February 2022" is no day of 2022
        return None
    if lead in ("since", "from"):
        return spans.between(at, None)
    if lead == "after":
        return spans.Span(at.last + 1, spans.ALWAYS.last)
    if lead == "before":
        return spans.Span(spans.ALWAYS.first, at.first - 1)
    if lead in _CLOSE:
        return spans.between(None, at)
    return at
