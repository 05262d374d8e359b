"""Answers a question from a store: reads it, asks the store, and gathers what its articles say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.ask.model import (
    Answer,
    Asked,
    Finding,
    NotUnderstoodError,
    Outcome,
    Question,
    Quote,
    Stance,
    UnknownNameError,
)
from kg.ask.names import Names, read_names
from kg.ask.saying import relation_words, say_question, say_verdict
from kg.ask.sparql import to_sparql
from kg.claim_table import stance as stance_words
from kg.graph.quads import entity_iri
from kg.model import Modality, Polarity
from kg.outlets import outlet_of
from kg.query.terms import interval, local, text

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from kg.ask.reading import Reader
    from kg.graph.store import Store
    from kg.ontology import Relation

__all__ = ["ask", "newest"]

_DATES = "SELECT ?date { GRAPH ?article { ?article schema:datePublished ?date } }"
_UNREAL = {Modality.PLANNED: Stance.PLANNED, Modality.REQUESTED: Stance.REQUESTED, Modality.POSSIBLE: Stance.POSSIBLE}
_ORDER = {stance: place for place, stance in enumerate(Stance)}


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim that fits: its ends and answer by their IRIs, how it is told, and its sentences."""

    subject: str
    relation: str
    object: str
    answer: str | None
    stance: Stance
    how: tuple[str, ...]
    date: str | None
    place: str | None
    events: frozenset[str]
    quotes: tuple[Quote, ...]


def ask(store: Store, text: str, reader: Reader, *, names: Names | None = None, today: str | None = None) -> Answer:
    """Answer a question.

    Args:
        store: An open store.
        text: The question, in English.
        reader: Reads it.
        names: The names of the store, if they have been read already.
        today: The ISO date that "last week" counts from; by default that of the newest article.

    Raises:
        StoreError: The store cannot be read.
    """
    names = names or read_names(store)
    relations = reader.extractor.ontology.relations
    try:
        question = reader.read(text, names, today or newest(store))
    except NotUnderstoodError as error:
        return _not_understood(text, error)
    except UnknownNameError as error:
        return _unknown(text, error)
    sparql = to_sparql(question, relations, store.base)
    labels = {str(entity_iri(store.base, node)): bearer.label for node, bearer in names.bearers.items()}
    told = _read_claims(store.select(sparql), labels, has_answer=question.has_answer)
    findings = _gather(question, told, labels, relations)
    return Answer(
        text,
        Outcome.ANSWERED if findings else Outcome.NOTHING,
        say_verdict(question, findings),
        say_question(question, names.bearers, relations),
        sparql,
        findings,
        question.notes,
    )


def newest(store: Store) -> str | None:
    """The date of the newest article of a store; none where no article has one."""
    return max((row["date"].value[:10] for row in store.select(_DATES)), default=None)


def _not_understood(text: str, error: NotUnderstoodError) -> Answer:
    why = f" ({error.why})" if error.why else ""
    verdict = f"not understood: '{error.part}'{why}{_hint(error.near)}"
    return Answer(text, Outcome.NOT_UNDERSTOOD, verdict, part=error.part, near=error.near)


def _unknown(text: str, error: UnknownNameError) -> Answer:
    if error.known:
        verdict = f"no article of the store has anything to do with '{error.name}'"
    else:
        verdict = f"nobody and nothing in the store is called '{error.name}'{_hint(error.near)}"
    return Answer(text, Outcome.UNKNOWN_NAME, verdict, part=error.name, near=error.near)


def _hint(near: Sequence[str]) -> str:
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _read_claims(rows: Iterable[QuerySolution], labels: Mapping[str, str], *, has_answer: bool) -> list[_Told]:
    """The claims of an answer, each with all its sentences, in the order of the rows."""
    grouped: dict[tuple[str, str, str | None], list[QuerySolution]] = defaultdict(list)
    for row in rows:
        answer = _iri(row["answer"]) if has_answer else None
        grouped[(row["article"].value, row["claim"].value, answer)].append(row)
    return [_to_told(rows, answer, labels) for (_, _, answer), rows in grouped.items()]


def _to_told(rows: Sequence[QuerySolution], answer: str | None, labels: Mapping[str, str]) -> _Told:
    first = rows[0]
    polarity = Polarity(local(first["polarity"]))
    modality = Modality(local(first["modality"]))
    asserted = first["asserted"].value == "true"
    speaker = _label(first["speaker"], labels)
    stance = Stance.FACT if asserted else Stance.REPORTED
    if modality is not Modality.ACTUAL:
        stance = _UNREAL[modality]
    if polarity is Polarity.NEGATIVE:
        stance = Stance.NEGATIVE
    how = stance_words(polarity, modality, operator=text(first["operator"]) or None, speaker=speaker, asserted=asserted)
    published = text(first["published"]) or None
    dated = interval(text(first["start"]), text(first["end"]))
    dated = dated or interval(text(first["begun"]), text(first["ended"]))
    quotes = {
        (row["from"].value, row["sentence"].value): Quote(
            row["sentence"].value,
            outlet_of(text(row["outlet"]), text(row["url"])),
            published,
            text(row["url"]) or None,
            unquote(row["article"].value.rpartition("/article/")[2]),
            row["claim"].value.rpartition("/claim/")[2],
            float(row["confidence"].value),
            speaker,
            text(row["title"]) or None,
        )
        for row in rows
    }
    return _Told(
        _iri(first["subject"]),
        first["relation"].value,
        _iri(first["object"]),
        answer,
        stance,
        tuple(how),
        dated or (f"~{published[:10]}" if published else None),
        _label(first["place"], labels),
        frozenset(row["event"].value for row in rows if row["event"] is not None),
        tuple(quotes.values()),
    )


def _gather(
    question: Question, told: Sequence[_Told], labels: Mapping[str, str], relations: Mapping[str, Relation]
) -> tuple[Finding, ...]:
    """Each answer once in each stance; what is a fact somewhere is not told again as somebody's word."""
    groups: dict[tuple[str, str | None, Stance], list[_Told]] = defaultdict(list)
    for each in told:
        text, node = _answer(question, each, labels, relations)
        if text is not None:
            groups[(text, node, each.stance)].append(each)
    for text, node, stance in list(groups):
        if stance is Stance.REPORTED and (text, node, Stance.FACT) in groups:
            groups[(text, node, Stance.FACT)] += groups.pop((text, node, stance))
    found = [_finding(text, node, stance, claims, question) for (text, node, stance), claims in groups.items()]
    if question.asked is Asked.TIME:
        found.sort(key=lambda each: (not each.wanted, _ORDER[each.stance], each.answer.lstrip("~"), each.answer))
    else:
        found.sort(key=lambda each: (not each.wanted, _ORDER[each.stance], -each.articles, each.answer))
    if question.most:
        top = max((each.events for each in found if each.wanted), default=0)
        found = [each for each in found if each.wanted and each.events == top]
    return tuple(found)


def _answer(
    question: Question, told: _Told, labels: Mapping[str, str], relations: Mapping[str, Relation]
) -> tuple[str | None, str | None]:
    """The answer that a claim gives, and its node if it is one."""
    subject, object_ = (labels.get(each, _bare(each)) for each in (told.subject, told.object))
    match question.asked:
        case Asked.WHO | Asked.PLACE:
            if told.answer is None:
                return None, None
            return labels.get(told.answer, _bare(told.answer)), _bare(told.answer)
        case Asked.TIME:
            return told.date, None
        case Asked.PAIR:
            pattern = question.patterns[0]
            ends = sorted((subject, object_)) if pattern.both_ways else [subject, object_]
            return (" and " if pattern.both_ways else " → ").join(ends), None
        case _:
            return f"{subject} {relation_words(told.relation, relations)} {object_}", None


def _finding(text: str, node: str | None, stance: Stance, claims: Sequence[_Told], question: Question) -> Finding:
    quotes = dict.fromkeys(quote for each in claims for quote in each.quotes)
    events = {event for each in claims for event in each.events}
    loose = sum(not each.events for each in claims)
    dates = {each.date for each in claims if each.date is not None}
    stated = {date for date in dates if not date.startswith("~")}
    plain = [each for each in claims if not each.how]
    how = dict.fromkeys(word for each in claims for word in each.how) if not plain else {}
    return Finding(
        text,
        node,
        stance,
        stance is Stance.FACT if question.wanted.is_plain else not (question.has_opposite and stance is Stance.FACT),
        tuple(how),
        len({quote.article for quote in quotes}),
        len(events) or loose,
        tuple(sorted(stated or dates)),
        tuple(sorted({each.place for each in claims if each.place is not None})),
        tuple(quotes),
    )


def _iri(term: object) -> str:
    return str(term)


def _label(term: object, labels: Mapping[str, str]) -> str | None:
    return None if term is None else labels.get(str(term), _bare(str(term)))


def _bare(iri: str) -> str:
    return unquote(iri.strip("<>").rpartition("/resource/")[2])
