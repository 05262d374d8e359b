"""What the query page says: the query, its answer as a table, or where it is wrong; and the library of questions."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.vocab import KG, PREFIXES, prefixes
from kg.query.library import ENTITY, find_named, named_queries
from kg.query.params import resolve
from kg.server.pages.naming import Namer, Value
from kg.server.pages.wording import cut
from kg.server.refuse import refuse_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.ontology import Ontology
    from kg.query.library import NamedQuery
    from kg.server.pages.reading import Reading

__all__ = ["ROWS_SHOWN", "Answer", "Fault", "QueryPage", "Question", "ask", "words"]

ROWS_SHOWN = 500
"""Rows that the page shows; the formats to download have all that the server gives."""

_TRIPLES_SHOWN = 2_000
_PLACE = re.compile(r"line (\d+), column (\d+): ")
_OPTION = re.compile(r" by --[\w-]+")  # of a command
_EXAMPLE = """# Who met whom, by the articles
SELECT ?who ?whom WHERE {
  ?who kg:metWith ?whom
}
LIMIT 50
"""
# Terms of other vocabularies that the graph has, with what they are for (docs/model.md).
_BORROWED = {
    "rdf:type": "what kind of thing it is",
    "rdf:subject": "who, of a claim",
    "rdf:predicate": "the relation of a claim",
    "rdf:object": "whom or what, of a claim",
    "rdfs:label": "the name",
    "rdfs:comment": "a note",
    "skos:altLabel": "another name",
    "owl:sameAs": "the identifier that others use",
    "prov:wasDerivedFrom": "the evidence of a claim",
    "prov:hadPrimarySource": "the article of a claim",
    "prov:wasGeneratedBy": "the run that read it",
    "prov:wasInfluencedBy": "the correction behind it",
    "oa:exact": "the words of the evidence",
    "oa:start": "where the evidence begins in the text",
    "oa:end": "where it ends",
    "schema:NewsArticle": "an article",
    "schema:headline": "its title",
    "schema:publisher": "its outlet",
    "schema:datePublished": "when it appeared",
    "schema:url": "its address",
    "schema:author": "who wrote it",
    "schema:inLanguage": "its language",
    "schema:startDate": "when a tenure began",
    "schema:endDate": "when it ended",
}
_VALUES = {
    "kg:positive": "it is so", "kg:negative": "it is not so", "kg:actual": "it happened",
    "kg:planned": "somebody intends it",
    "kg:possible": "it may be", "kg:requested": "somebody asks for it",
}  # fmt: skip


class Fault(NamedTuple):
    """What is wrong with a query; line and column (from 1) where the parser says so."""

    why: str
    line: int | None = None
    column: int | None = None


class Question(NamedTuple):
    """A question of the library; `params` with what they are asked with."""

    name: str
    title: str
    params: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows under their columns, one word, or Turtle; `cut` says why there are no more, if there would have been."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    word: str | None = None
    turtle: str | None = None
    count: int = 0
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class QueryPage:
    """All that the page says; `question` is the one of the library that is asked."""

    text: str
    asked: bool
    answer: Answer | None
    fault: Fault | None
    question: Question | None
    library: tuple[Question, ...]


def ask(reading: Reading, text: str | None, named: str | None, params: Mapping[str, str], seconds: float) -> QueryPage:
    """Answer what is asked, for people.

    Args:
        reading: The store.
        text: SPARQL.
        named: A question of the library; the text wins over it.
        params: The parameters of that question.
        seconds: How long the answer may take.

    Raises:
        Refusal: The query may not be asked here.
        StoreError: The store cannot be read.
    """
    library = tuple(_question(query) for query in named_queries().values())
    question = None
    if text is None and named is not None:
        try:
            found = find_named(named)
        except QueryError as error:
            return QueryPage(_EXAMPLE, False, None, Fault(str(error)), None, library)
        given = _usual(reading, found) | {name: value for name, value in params.items() if name in found.params}
        question = _question(found, given)
        try:
            text = found.fill(resolve(reading.store, found, given))
        except QueryError as error:
            why = _OPTION.sub("", str(error))
            return QueryPage(found.fill(given), False, None, Fault(why), question, library)
    if text is None or not text.strip():
        return QueryPage(text or _EXAMPLE, False, None, None, None, library)
    try:
        return QueryPage(text, True, _answer(reading, text, seconds), None, question, library)
    except QueryError as error:
        return QueryPage(text, True, None, fault(str(error)), question, library)


def fault(message: str) -> Fault:
    """The parser's complaint, apart from the place that it names.

    >>> fault("line 2, column 7: expected WHERE")
    Fault(why='expected WHERE', line=2, column=7)
    """
    place = _PLACE.match(message)
    return Fault(message) if place is None else Fault(message[place.end() :], int(place[1]), int(place[2]))


def words(ontology: Ontology, base: str) -> dict[str, object]:
    """What the editor completes: prefixes, and terms with what they mean."""
    found: dict[str, dict[str, str]] = {}

    def add(names: Iterable[tuple[str, str]], kind: str) -> None:
        for name, note in names:
            if name is not None:
                found.setdefault(name, {"name": name, "kind": kind, "note": note})

    relations = sorted(ontology.relations.values(), key=lambda relation: relation.name)
    add(((_curie(each.iri, base), f"{each.label}: {each.definition}") for each in relations), "relation")
    add(((f"kg:{name}" if ":" not in name else name, "") for name in sorted(ontology.classes)), "class")
    add(((f"kg:{name}", "") for name in sorted(_terms()) if name[0].isupper()), "class")
    add(((f"kg:{name}", "") for name in sorted(_terms()) if name[0].islower()), "property")
    add(_BORROWED.items(), "property")
    add(_VALUES.items(), "value")
    types = sorted(ontology.event_types.values(), key=lambda each: each.name)
    add(((f"plover:{each.name}", each.label) for each in types), "event type")
    return {"prefixes": prefixes(base), "terms": list(found.values())}


def _terms() -> set[str]:
    return {name for name in KG.__annotations__ if not name.startswith("_")}


def _curie(iri: str, base: str) -> str:
    for prefix, space in sorted({**PREFIXES, **prefixes(base)}.items(), key=lambda item: -len(item[1])):
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri}>"


def _question(query: NamedQuery, given: Mapping[str, str] | None = None) -> Question:
    """A question of the library, asked about those who are given in the place of those it is usually asked about."""
    values = {**query.params, **(given or {})}
    title = query.question or query.title
    usual = {value: values[name] for name, value in query.params.items() if value}
    if usual:
        title = re.sub("|".join(map(re.escape, usual)), lambda match: cut(usual[match[0]], 60), title)
    return Question(query.name, title, tuple(values.items()))


def _usual(reading: Reading, query: NamedQuery) -> dict[str, str]:
    """Whom to ask about when nobody says, where the store does not know whom the library names: who is told of most."""
    leading = iter(each.label for each in reading.names.leading(len(query.params) + 2))
    usual: dict[str, str] = {}
    for name, value in query.params.items():
        if query.kinds[name] == ENTITY and not reading.names.knows(value):
            usual[name] = next((label for label in leading if label not in usual.values()), value)
    return usual


def _answer(reading: Reading, text: str, seconds: float) -> Answer:
    refuse_calls(text)
    end = time.monotonic() + seconds
    result = reading.store.query(text)
    if isinstance(result, ox.QueryBoolean):
        return Answer(word="Yes" if result else "No", count=1)
    late = f"the time of {seconds:g} s for a query was up"
    if isinstance(result, ox.QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        found: list[tuple[object, ...]] = []
        cut = None
        for solution in result:
            if len(found) >= ROWS_SHOWN or time.monotonic() > end:
                cut = late if len(found) < ROWS_SHOWN else "the formats to download have more"
                break
            found.append(tuple(solution))
        namer = Namer(reading, [term for row in found for term in row])
        rows = tuple(tuple(namer.value(term) if term is not None else Value("") for term in row) for row in found)
        return Answer(columns=columns, rows=rows, count=len(rows), cut=cut)
    triples: set[ox.Triple] = set()
    cut = None
    for triple in result:
        if len(triples) >= _TRIPLES_SHOWN or time.monotonic() > end:
            cut = late if len(triples) < _TRIPLES_SHOWN else "the formats to download have more"
            break
        triples.add(triple)
    turtle = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes(reading.base)) or b""
    return Answer(turtle=turtle.decode(), count=len(triples), cut=cut)
