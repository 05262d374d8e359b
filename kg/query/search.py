"""Finds sentences and articles by their words, with the claims that were drawn from each."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.quads import article_iri
from kg.graph.spans import ALWAYS, overlap, parse_span
from kg.graph.word_index import Found, Indexed, open_index, to_match
from kg.lines import cut_line, one_line
from kg.outlets import outlet_of
from kg.query.terms import interval, local, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from pyoxigraph import QuerySolution

    from kg.graph.kept import Kept
    from kg.graph.spans import Span
    from kg.graph.store import Store
    from kg.graph.word_index import WordIndex
    from kg.query.rows import Row

__all__ = ["SEARCH_COLUMNS", "Hit", "Said", "search", "search_rows", "to_text"]

SEARCH_COLUMNS = (
    *("published", "outlet", "title", "url", "article", "kind", "start", "end", "text"),
    *("claim", "subject", "relation", "object", "polarity", "modality", "asserted", "confidence", "place", "time"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that a sentence was read as; names are labels, `claim` is an IRI."""

    claim: str
    subject: str
    relation: str
    object: str
    polarity: str
    modality: str
    asserted: bool
    confidence: float
    place: str | None
    time: str | None

    def __str__(self) -> str:
        about = [*(["not so"] if self.polarity == "negative" else []), *([self.modality] * (self.modality != "actual"))]
        if not about and not self.asserted:
            about = ["reported only"]
        about += [each for each in (self.place, self.time) if each]
        return f"{self.subject} {self.relation} {self.object}" + (f" ({', '.join(about)})" if about else "")


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found, and where it stands; `article` is the article's IRI, `said` is empty where nothing was read."""

    found: Found
    article: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    said: tuple[Said, ...] = ()


# What marks a word for the terminal, while lines are wrapped and after.
_OPEN, _CLOSE = "\x02", "\x03"
_BOLD = {_OPEN: "\x1b[1m", _CLOSE: "\x1b[22m"}
_QUOTES = """
SELECT ?article ?start ?end ?text { GRAPH ?article {
  ?evidence a kg:Evidence ; oa:start ?start ; oa:end ?end ; oa:exact ?text
} }"""
_ARTICLES = """
SELECT ?article ?title ?outlet ?published ?url {
  GRAPH ?article { ?article a schema:NewsArticle }
  OPTIONAL { GRAPH ?article { ?article schema:headline ?title } }
  OPTIONAL { GRAPH ?article { ?article schema:publisher ?outlet } }
  OPTIONAL { GRAPH ?article { ?article schema:datePublished ?published } }
  OPTIONAL { GRAPH ?article { ?article schema:url ?url } }
}"""
_FACTS = ("title", "outlet", "published", "url")
_CLAIMS = """
SELECT ?article ?start ?end ?claim ?s ?property ?o ?polarity ?modality ?asserted ?confidence ?place ?from ?to {{
  VALUES ?article {{ {articles} }}
  GRAPH ?article {{
    ?evidence oa:start ?start ; oa:end ?end .
    ?claim prov:wasDerivedFrom ?evidence ; rdf:subject ?s ; rdf:predicate ?property ; rdf:object ?o ;
           kg:polarity ?polarity ; kg:modality ?modality ; kg:asserted ?asserted ; kg:confidence ?confidence .
    OPTIONAL {{ ?claim kg:place ?place }}
    OPTIONAL {{ ?claim kg:timeStart ?from }}
    OPTIONAL {{ ?claim kg:timeEnd ?to }}
  }}
}}"""


def search(
    store: Store, words: str, *, graph: Store | None = None, within: Span = ALWAYS, limit: int | None = None
) -> list[Hit]:
    """Find sentences and articles by their words: first sentences that claims quote, the best first.

    Args:
        store: An open store. One that is opened by the address of its endpoint alone has no texts: there only the
            sentences that claims quote are found.
        words: All of them have to occur, in any form ("sanctions" finds "sanctioned"); "in quotes" one after the other,
            with `-` before it not at all, and with `*` behind it as the beginning of one.
        graph: What to take the claims from, if not the store: its graph above a threshold.
        within: The days of which articles have to be; an article without a date is of none but `ALWAYS`.
        limit: At most so many.

    Raises:
        QueryError: There is no word to look for.
        StoreError: The store cannot be read.
    """
    match = to_match(words)
    graph = graph or store
    about = {row["article"].value: row for row in graph.select(_ARTICLES)}
    with _index(store) as index:
        found = (each for each in index.find(match) if _is_within(about.get(_iri(store, each)), within))
        chosen = list(islice(found, limit))
    said = _said(graph, {_iri(store, each) for each in chosen if each.kind == "sentence"})
    hits = []
    for each in chosen:
        iri = _iri(store, each)
        title, publisher, published, url = (text(about[iri][name]) or None for name in _FACTS)
        claims = tuple(said.get((iri, each.start, each.end), ()))
        hits.append(Hit(each, iri, title, outlet_of(publisher, url), published, url, claims))
    return hits


def search_rows(hits: Iterable[Hit]) -> Iterator[Row]:
    """A row of `SEARCH_COLUMNS` for each claim of each hit, and one for each hit of which nothing was read."""
    for hit in hits:
        for said in hit.said or (None,):
            yield {
                "published": hit.published,
                "outlet": hit.outlet,
                "title": hit.title,
                "url": hit.url,
                "article": hit.article,
                "kind": hit.found.kind,
                "start": hit.found.start if hit.found.start >= 0 else None,
                "end": hit.found.end if hit.found.end >= 0 else None,
                "text": hit.found.text,
                **{name: getattr(said, name, None) for name in SEARCH_COLUMNS[9:]},
            }


def to_text(hits: Iterable[Hit], *, width: int | None = None, bold: bool = False) -> str:
    """The hits as a person reads them: the sentence, where it stands, and the claims, each on a line of its own.

    Args:
        hits: What `search` gave.
        width: How wide lines may be; any width if None.
        bold: Whether to mark the words for a terminal.
    """
    return "\n".join("\n".join(_lines(hit, width, bold=bold)) + "\n" for hit in hits)


def _lines(hit: Hit, width: int | None, *, bold: bool) -> Iterator[str]:
    found, pieces, at = hit.found, [], 0
    for start, end in found.marks:
        pieces += [one_line(f".{found.text[at:start]}.")[1:-1], _OPEN, one_line(found.text[start:end]), _CLOSE]
        at = end
    pieces.append(one_line(f".{found.text[at:]}.")[1:-1])
    marked = " ".join("".join(pieces).split())
    wrapped = marked if width is None else "\n".join(textwrap.wrap(marked, width))
    yield re.sub(f"[{_OPEN}{_CLOSE}]", lambda match: _BOLD[match[0]] if bold else "", wrapped)
    title = one_line(hit.title or "")
    where = [one_line(hit.outlet or ""), hit.published, f"“{title}”" if title else "", one_line(hit.url or "")]
    source = ", ".join(each for each in where if each) or hit.article
    yield "    " + (source if width is None else cut_line(source, max(width - 4, 20)))
    for said in hit.said:
        yield f"    → {one_line(str(said))}  {said.confidence:.2f}"


def _index(store: Store) -> AbstractContextManager[WordIndex]:
    """The index of what is kept beside the graph; of what the graph quotes where nothing is."""
    try:
        kept = store.kept
    except StoreError:
        quoted = _quoted(store)
        return open_index(None, dict.fromkeys(quoted, ""), lambda ids: (quoted[own] for own in ids))
    articles = kept.articles()
    digests = {article.meta.id: article.digest for article in articles}
    titles = {article.meta.id: article.meta.title or "" for article in articles}
    return open_index(store.path, digests, lambda ids: (_indexed(kept, own, titles[own]) for own in ids))


def _indexed(kept: Kept, article: str, title: str) -> Indexed:
    known = kept.text_of(article)
    if known:
        return Indexed(article, title, known, kept.spans_of(article))
    evidence = (each for claim in kept.claims_of(article) for each in claim.evidence)  # came as claims, without a text
    return _from_quotes(article, title, {(each.start, each.end): each.text for each in evidence})


def _quoted(store: Store) -> dict[str, Indexed]:
    quotes: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in store.select(_QUOTES):
        quotes[row["article"].value][int(text(row["start"])), int(text(row["end"]))] = text(row["text"])
    titles = {row["article"].value: text(row["title"]) for row in store.select(_ARTICLES)}
    return {own: _from_quotes(own, title, quotes[own]) for own, title in titles.items()}


def _from_quotes(article: str, title: str, quotes: Mapping[tuple[int, int], str]) -> Indexed:
    """An article of which only the quoted sentences are known: lines between them stand for the rest of its text."""
    known = ["\n"] * max((end for _, end in quotes), default=0)
    for (start, end), quote in quotes.items():
        known[start:end] = quote.ljust(end - start)[: end - start]
    return Indexed(article, title, "".join(known), list(quotes))


def _iri(store: Store, found: Found) -> str:
    return (
        found.article if ":" in found.article and store.path is None else article_iri(store.base, found.article).value
    )


def _is_within(row: QuerySolution | None, within: Span) -> bool:
    """Whether an article is of the graph, and of those days."""
    if row is None or within == ALWAYS:
        return row is not None
    published = parse_span(text(row["published"])) if row["published"] else None
    return published is not None and overlap(published, within)


def _said(graph: Store, articles: Iterable[str]) -> dict[tuple[str, int, int], list[Said]]:
    """The claims of articles by the sentence that they quote."""
    values = " ".join(f"<{article}>" for article in sorted(articles))
    rows = list(graph.select(_CLAIMS.format(articles=values))) if values else []
    labels = graph.labels(row[name] for row in rows for name in ("s", "o", "place"))
    named = {str(node): label for node, label in labels.items()}
    said: dict[tuple[str, int, int], list[Said]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: text(row["claim"])):
        subject, object_, place = (named.get(str(row[name]), local(row[name])) for name in ("s", "o", "place"))
        said[text(row["article"]), int(text(row["start"])), int(text(row["end"]))].append(
            Said(
                text(row["claim"]),
                subject,
                local(row["property"]),
                object_,
                local(row["polarity"]),
                local(row["modality"]),
                text(row["asserted"]) == "true",
                float(text(row["confidence"])),
                place or None,
                interval(text(row["from"]), text(row["to"])),
            )
        )
    return said
