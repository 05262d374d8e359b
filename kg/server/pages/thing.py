"""What the page of anything else says: a claim, evidence, an event, conflict, tenure, tone, run, correction and so on.

What a resource has to do with claims is told in their sentences, everything else as a table of facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from kg.query.terms import local, text
from kg.server.pages.claims import read_claims
from kg.server.pages.naming import Namer, Value
from kg.server.pages.sayings import Saying, read_passages, tell_sayings
from kg.server.pages.wording import STATUSES, cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.server.pages.reading import Reading

__all__ = ["Fact", "Group", "ThingPage", "read_thing"]

_MOST = 200  # values of a property, and resources that name this one, that are shown
_OUT = "SELECT ?p ?o {{ {iri} ?p ?o }}"
_IN = "SELECT DISTINCT ?s ?p {{ ?s ?p {iri} }} ORDER BY ?p ?s LIMIT {limit}"
_MEANT = """
SELECT ?article ?claim {{ VALUES ?claim {{ {listed} }} GRAPH ?article {{ ?claim a kg:Claim }} }}"""
# What is told better by its sentences, its label or the page's heading.
_UNTOLD = frozenset({"type", "label"})
_WORDS = {
    "wasDerivedFrom": "evidence", "hadPrimarySource": "article", "wasGeneratedBy": "read by", "oneSide": "one side",
    "otherSide": "the other side", "report": "reported by", "deniedBy": "denied by", "timeStart": "begin",
    "timeEnd": "end", "startDate": "begin", "endDate": "end", "exact": "sentence", "start": "from character",
    "wasInfluencedBy": "corrected by", "conflictKind": "kind of conflict", "asserted": "given as fact",
    "heldOffice": "office", "independentArticles": "independent articles", "goldstein": "mean, from -10 to 10",
    "goldsteinSum": "sum", "wasAssociatedWith": "program", "versionInfo": "version", "softwareVersion": "version",
    "sha256": "digest of the text", "between": "between", "articles": "articles", "attested": "given as fact",
    "occasion": "occasion", "told": "told", "dateSource": "date taken from",
}  # fmt: skip
# How what names a resource stands to it, said from its own side.
_NAMED_BY = {
    "report": "is a report of", "deniedBy": "denies", "oneSide": "is one side of", "otherSide": "is the other side of",
    "wasDerivedFrom": "is evidence of", "wasGeneratedBy": "made", "wasInfluencedBy": "changed",
}  # fmt: skip
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SIDES = ("oneSide", "otherSide")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Fact(NamedTuple):
    """A property in words with its values, of which `more` are left out."""

    words: str
    values: tuple[Value, ...]
    more: int = 0


class Group(NamedTuple):
    """Claims that stand to the resource in one way, of which `more` are left out."""

    words: str
    sayings: tuple[Saying, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ThingPage:
    """All that the page says; `sides` are groups that stand against each other."""

    iri: str
    path: str
    kind: str
    title: str
    facts: tuple[Fact, ...]
    named_by: tuple[Fact, ...]
    groups: tuple[Group, ...]
    sides: bool


def read_thing(reading: Reading, iri: str) -> ThingPage:
    """What there is to say of a resource.

    Args:
        reading: The store.
        iri: Its IRI.
    """
    store, node = reading.store, NamedNode(iri)
    told: dict[str, list[object]] = defaultdict(list)
    for row in store.select(_OUT.format(iri=node)):
        if row["o"] not in told[text(row["p"])]:
            told[text(row["p"])].append(row["o"])
    named: dict[str, list[object]] = defaultdict(list)
    for row in store.select(_IN.format(iri=node, limit=10 * _MOST)):
        named[text(row["p"])].append(row["s"])
    namer = Namer(
        reading, [*(term for terms in told.values() for term in terms), *(s for v in named.values() for s in v)]
    )
    kind = next((local(term) for term in told.get(_RDF_TYPE, ())), "Resource")
    claims = f"{reading.base}claim/"
    own = iri.startswith(claims)
    groups = [_group(reading, "", [iri])] if own else []
    sources = {**told, **{prop: nodes for prop, nodes in named.items() if _local(prop) == "wasDerivedFrom" and not own}}
    for prop in sorted(sources):
        listed = [each for term in sources[prop] if (each := text(term)).startswith(claims)]
        if listed and not own:
            words = (
                "what it is taken from"
                if _local(prop) == "wasDerivedFrom" and prop in told
                else _in_words(prop, reading)
            )
            groups.append(_group(reading, "says" if prop not in told else words, sorted(listed)))
    facts = [
        _fact(_in_words(prop, reading), terms, namer)
        for prop, terms in told.items()
        if _local(prop) not in _UNTOLD and (own or not all(text(term).startswith(claims) for term in terms))
    ]
    named_by = [
        _fact(_NAMED_BY.get(_local(prop), f"← {_in_words(prop, reading)}"), terms, namer)
        for prop, terms in named.items()
        if own or not all(text(term).startswith(claims) for term in terms)
    ]
    return ThingPage(
        iri=iri,
        path=reading.link(iri),
        kind=_CAPITAL.sub(" ", kind),
        title=_title(iri, kind, told, groups, namer),
        facts=tuple(sorted(facts)),
        named_by=tuple(sorted(named_by)),
        groups=tuple(groups),
        sides={_local(prop) for prop in told} >= set(_SIDES),
    )


def _group(reading: Reading, words: str, iris: Sequence[str]) -> Group:
    """The claims of these IRIs, in the order of time."""
    listed = " ".join(f"<{iri}>" for iri in iris[:_MOST])
    whole = read_claims(reading.store, reading.ontology, _MEANT.format(listed=listed))
    claims = sorted(whole.claims, key=lambda claim: (whole.articles[claim.article].published or "~", claim.name))
    passages = read_passages(reading.store, claims)
    return Group(words, tell_sayings(whole, claims, passages), max(0, len(iris) - _MOST))


def _fact(words: str, terms: Iterable[object], namer: Namer) -> Fact:
    values = sorted({namer.value(term) for term in terms}, key=lambda value: (value.text, value.href or ""))
    return Fact(words, tuple(values[:_MOST]), max(0, len(values) - _MOST))


def _in_words(prop: str, reading: Reading) -> str:
    """A property in words: its label in the ontology, else the words of its name."""
    name = _local(prop)
    return _WORDS.get(name) or reading.relation_labels.get(prop) or _CAPITAL.sub(" ", name).lower()


def _title(iri: str, kind: str, told: Mapping[str, Sequence[object]], groups: Sequence[Group], namer: Namer) -> str:
    """A heading: the label of the resource, what its claim says, or whom it is about."""
    facts = {_local(prop): [namer.name(text(term)) for term in terms] for prop, terms in told.items()}
    if facts.get("label"):
        return printable(min(facts["label"]))
    if kind == "Claim" and groups and groups[0].sayings:
        first = groups[0].sayings[0]
        how = "" if first.status == "stated" else f" ({STATUSES[first.status]})"
        return f"{first.subject.label} {first.relation} {first.object.label}{how}"
    parts = {
        "Tenure": [*facts.get("holder", ()), *facts.get("heldOffice", ())],
        "Tone": [*sorted(facts.get("between", ())), *facts.get("month", ())],
        "DirectedTone": [*facts.get("fromActor", ()), *facts.get("toActor", ()), *facts.get("month", ())],
        "Candidate": sorted(facts.get("candidate", ())),
        "Evidence": facts.get("exact", ()),
    }.get(kind) or [namer.name(iri)]
    return cut(", ".join(parts), 240)


def _local(iri: str) -> str:
    return re.split("[#/]", iri)[-1]
