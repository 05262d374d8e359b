"""The conflicts of a store, each with what its two sides say, and where and when."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.graph.literals import safe_text
from kg.graph.quads import entity_iri
from kg.lines import one_line
from kg.query.rows import to_csv, to_json
from kg.query.run import to_sparql

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Quote", "ToldConflict", "read_conflicts", "write_conflicts"]

_SIDES = ("one", "other")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of one side: the claim that it makes, who says so if not the article, and where and when.

    `denied` is the operator of a claim that something is not so: not, refused, denied.
    """

    side: str
    subject: str
    relation: str
    object: str
    denied: str | None
    sentence: str
    speaker: str | None
    time: str | None
    outlet: str | None
    published: str | None
    article: str


@dataclass(frozen=True, slots=True)
class ToldConflict:
    """A conflict in words; `id` is its IRI without the base, `kind` a local name in `kg:`."""

    id: str
    kind: str
    label: str
    quotes: tuple[Quote, ...]

    def side(self, name: str) -> tuple[Quote, ...]:
        """What one of the two sides, `one` or `other`, says."""
        return tuple(quote for quote in self.quotes if quote.side == name)


def read_conflicts(
    store: Store, *, about: Iterable[str] = (), kinds: Iterable[str] | None = None
) -> tuple[ToldConflict, ...]:
    """The conflicts of a store, by kind and by what they are about.

    Args:
        store: An open store.
        about: Local names of nodes; only conflicts in whose claims each of them is subject or object are given.
        kinds: Only these kinds; all by default.

    Raises:
        StoreError: The store cannot be read.
    """
    wanted = {entity_iri(store.base, name).value for name in about}
    allowed = None if kinds is None else frozenset(kinds)
    parties: dict[str | None, set[str | None]] = defaultdict(set)
    for row in store.select(_PARTIES) if wanted else ():
        parties[_text(row["id"])].add(_text(row["party"]))
    rows = [{name: _text(row[name]) for name in _COLUMNS} for row in store.select(to_sparql("conflicts"))]
    found = []
    for id_, group in groupby(rows, key=lambda row: row["id"]):
        told = list(group)
        quotes = tuple(_quote(row) for row in told)
        conflict = ToldConflict(id_ or "", told[0]["kind"] or "", told[0]["conflict"] or "", quotes)
        if wanted <= parties[id_] and (allowed is None or conflict.kind in allowed):
            found.append(conflict)
    return tuple(found)


def write_conflicts(conflicts: Sequence[ToldConflict], form: str, out: BinaryIO, *, width: int | None = None) -> None:
    """Write conflicts for people (`table`), or for programs: a row for each sentence (`csv`), or one tree (`json`).

    Args:
        conflicts: What to write.
        form: One of `ROW_FORMATS`.
        out: Takes UTF-8.
        width: How many characters a line may have, for people.
    """
    if form == "json":
        text = to_json([asdict(conflict) for conflict in conflicts])
    elif form == "csv":
        text = _csv(conflicts)
    else:
        text = "\n".join(_told(conflict, width or _WIDTH) for conflict in conflicts)
    out.write(safe_text(text).encode())


_WIDTH = 100
_PARTIES = """
SELECT DISTINCT ?id ?party {
  ?node a kg:Conflict ; kg:oneSide|kg:otherSide ?claim . GRAPH ?article { ?claim rdf:subject|rdf:object ?party }
  BIND(STRAFTER(STR(?node), "conflict/") AS ?id)
}"""
_COLUMNS = (
    "id", "kind", "conflict", "side", "subject", "relation", "object", "denied", "sentence", "speaker", "time",
    "outlet", "published", "article",
)  # fmt: skip


def _quote(row: dict[str, str | None]) -> Quote:
    return Quote(
        side=row["side"] or "",
        subject=row["subject"] or "",
        relation=row["relation"] or "",
        object=row["object"] or "",
        denied=row["denied"] or None,
        sentence=row["sentence"] or "",
        speaker=row["speaker"],
        time=row["time"],
        outlet=row["outlet"],
        published=row["published"],
        article=row["article"] or "",
    )


def _text(term: object) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None


def _csv(conflicts: Iterable[ToldConflict]) -> str:
    return to_csv(
        ("conflict", *_COLUMNS[:2], *_COLUMNS[3:]),
        (
            (conflict.label, conflict.id, conflict.kind, *asdict(quote).values())
            for conflict in conflicts
            for quote in conflict.quotes
        ),
    )


def _told(conflict: ToldConflict, width: int) -> str:
    lines = [f"{_brief(conflict.label)}  [{conflict.kind}]"]
    for side in _SIDES:
        lines += _side(conflict.side(side), width)
    return "\n".join(lines) + "\n"


def _side(quotes: Iterable[Quote], width: int) -> Iterator[str]:
    """What a side says, each claim over its sentences, and under each sentence where it stands."""
    for head, group in groupby(quotes, key=_claim):
        yield f"  {head}"
        for quote in group:
            yield textwrap.fill(
                f"“{one_line(quote.sentence)}”", width, initial_indent="    ", subsequent_indent="     "
            )
            yield f"      {_source(quote)}"


def _claim(quote: Quote) -> str:
    who = f"{_brief(quote.subject)} {quote.relation} {_brief(quote.object)}"
    if quote.denied is None:
        return who
    return f"{who}: not so" + (f", {one_line(quote.denied)}" if quote.denied != "not" else "")


def _source(quote: Quote) -> str:
    facts = [quote.outlet or f"article {unquote(quote.article.partition('/article/')[2])}", quote.published]
    facts += [f"of {quote.time}" if quote.time else None, f"says {quote.speaker}" if quote.speaker else None]
    return ", ".join(one_line(fact) for fact in facts if fact)


def _brief(text: str) -> str:
    """A name on one line, cut where it is longer than names are."""
    line = one_line(text)
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
