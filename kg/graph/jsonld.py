"""Resources as JSON-LD 1.1 by the context of the ontology, `ontology/context.jsonld` (https://www.w3.org/TR/json-ld11/).

Only compaction by a context of our own, of what has no lists: a resource is written when its triples are at hand, so
that a graph of any size passes. Nothing is lost or rounded: decimals are texts, for JSON has binary numbers only.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import RDF, XSD

from kg.errors import OutputError
from kg.graph.vocab import DEFAULT_BASE, prefixes
from kg.ontology import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad, Triple

__all__ = ["Compactor", "context_of", "reference"]

Json: TypeAlias = "str | int | bool | dict[str, Json] | list[Json]"

_TYPE, _STRING = str(RDF.type), str(XSD.string)
_EXACT = 2**53  # up to there every number is one of JavaScript's, too
_WHOLE = re.compile("0|-?[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class _Term:
    """What the context says of a term: its name; of a property, how values are written, and whether they are a list."""

    name: str
    kind: str | None = None
    language: str | None = None
    many: bool = False


def context_of(base: str) -> dict[str, Json]:
    """The context for a base of IRIs: what stands under `@context`."""
    return {**_shipped(), **prefixes(base)}


def reference(address: str, base: str) -> Json:
    """The context by its address; what it says of another base is added."""
    other = {name: space for name, space in prefixes(base).items() if prefixes(DEFAULT_BASE)[name] != space}
    return [address, {**other}] if other else address


@cache
def _shipped() -> Mapping[str, Json]:
    read: Mapping[str, Json] = json.loads((shipped_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return read


class Compactor:
    """Writes resources in the words of the context."""

    def __init__(self, base: str) -> None:
        """Turn the context round, for IRIs under a base."""
        self.context = context_of(base)
        self._spaces = {space: prefix for prefix, space in prefixes(base).items()}
        self._prefixes = prefixes(base)
        self._terms: dict[str, _Term] = {}
        for name, told in self.context.items():
            if isinstance(told, dict):
                kind, language = told.get("@type"), told.get("@language")
                self._terms[self._whole(told["@id"])] = _Term(
                    name,
                    self._whole(kind) if isinstance(kind, str) else None,
                    language if isinstance(language, str) else None,
                    many="@container" in told,
                )
            elif isinstance(told, str) and name not in self._prefixes and not told.startswith("@"):
                self._terms[self._whole(told)] = _Term(name)

    def nodes(self, statements: Iterable[Quad | Triple]) -> Iterator[dict[str, Json]]:
        """The resources of statements that stand together by their subjects, in their order.

        Raises:
            OutputError: JSON-LD has no form for one of them.
        """
        for subject, group in groupby(statements, key=_subject):
            yield self._node(subject, group)

    def document(self, statements: Iterable[Triple]) -> dict[str, Json]:
        """A document that stands alone, with as much of the context as it needs; the order is that of the subjects.

        Raises:
            OutputError: JSON-LD has no form for a statement.
        """
        nodes: list[Json] = [*self.nodes(statements)]
        return {"@context": self._part(nodes), "@graph": nodes}

    def in_full(self, term: NamedNode | BlankNode) -> str:
        """The name of a resource as it is, without the words of the context.

        Raises:
            OutputError: A reader would take it for something else.
        """
        if isinstance(term, BlankNode):
            return str(term)
        scheme, _, rest = term.value.partition(":")
        if scheme in self._prefixes and not rest.startswith("//"):
            raise OutputError(f"JSON-LD cannot hold <{term.value}>, for {scheme}: is a prefix of its context")
        return term.value

    def _node(self, subject: object, statements: Iterable[Quad | Triple]) -> dict[str, Json]:
        node: dict[str, Json] = {"id": self._name(subject)}
        for each in statements:
            if each.predicate.value == _TYPE and isinstance(each.object, NamedNode):
                _add(node, "type", self._word(each.object), many=False)
                continue
            term = self._terms.get(each.predicate.value) or _Term(self._name(each.predicate))
            _add(node, term.name, self._value(term, each.object), many=term.many)
        return node

    def _value(self, term: _Term, value: object) -> Json:
        if isinstance(value, Literal):
            return self._literal(term, value)
        if term.kind == "@vocab":
            return self._word(value)
        return self._name(value) if term.kind == "@id" else {"id": self._name(value)}

    def _literal(self, term: _Term, value: Literal) -> Json:
        text, kind = value.value, value.datatype.value
        if value.language:
            if value.language == term.language and not value.direction:
                return text
            direction: dict[str, Json] = {"@direction": str(value.direction)} if value.direction else {}
            return {"@value": text, "@language": value.language, **direction}
        if kind == _STRING:
            return {"@value": text} if term.kind or term.language else text
        if kind == term.kind:
            return _native(text, kind)
        return {"type": self._name(value.datatype), "@value": text}

    def _word(self, value: object) -> str:
        """A class or another value of the vocabulary by its name."""
        known = self._terms.get(value.value) if isinstance(value, NamedNode) else None
        return known.name if known else self._name(value)

    def _name(self, term: object) -> str:
        if isinstance(term, NamedNode):
            cut = max(term.value.rfind("/"), term.value.rfind("#")) + 1
            prefix = self._spaces.get(term.value[:cut])
            return f"{prefix}:{term.value[cut:]}" if prefix else self.in_full(term)
        if isinstance(term, BlankNode):
            return self.in_full(term)
        raise OutputError("JSON-LD has no form for statements about statements; export them as trig12")

    def _whole(self, name: object) -> str:
        prefix, colon, rest = str(name).partition(":")
        return f"{self._prefixes[prefix]}{rest}" if colon and prefix in self._prefixes else str(name)

    def _part(self, nodes: list[Json]) -> dict[str, Json]:
        """As much of the context as the words of a document need."""
        needed = {"@version"}
        waiting = set(_words(nodes))
        while waiting:
            word = waiting.pop()
            for name in (word, word.partition(":")[0]):
                if name in self.context and name not in needed:
                    needed.add(name)
                    waiting |= set(_words(self.context[name]))
        return {name: told for name, told in self.context.items() if name in needed}


def _subject(statement: Quad | Triple) -> object:
    return statement.subject


def _add(node: dict[str, Json], name: str, value: Json, *, many: bool) -> None:
    there = node.get(name)
    if there is None:
        node[name] = [value] if many else value
    elif isinstance(there, list):
        there.append(value)
    else:
        node[name] = [there, value]


def _native(text: str, kind: str) -> Json:
    """A number or truth as JSON has it, where it comes out as the same text again."""
    if kind == str(XSD.boolean) and text in {"true", "false"}:
        return text == "true"
    if kind == str(XSD.integer) and _WHOLE.fullmatch(text) and abs(int(text)) < _EXACT:
        return int(text)
    return text


def _words(told: Json) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, list):
        for each in told:
            yield from _words(each)
    elif isinstance(told, dict):
        for name, value in told.items():
            yield name
            yield from _words(value)
