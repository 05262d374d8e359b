"""Terms of the graph as people call them, with the page or address that they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.graph.quads import open_name
from kg.graph.vocab import prefixes
from kg.open_names import from_open_name
from kg.query.terms import text
from kg.server.pages.addresses import to_path, web_address
from kg.server.pages.wording import cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.server.pages.reading import Reading

__all__ = ["Namer", "Value"]

_OURS = frozenset({"kg", "plover"})
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TITLES = """
SELECT ?node ?text {{
  VALUES ?node {{ {listed} }} {{ ?node schema:headline ?text }} UNION {{ ?node oa:exact ?text }}
}}"""


class Value(NamedTuple):
    """A value of a property: where it leads, if anywhere, and whether that is out of this server."""

    text: str
    href: str | None = None
    outside: bool = False


class Namer:
    """Calls terms what people call them."""

    def __init__(self, reading: Reading, terms: Iterable[object]) -> None:
        """Look up what terms are called, all at once."""
        terms = list(terms)
        self._reading = reading
        nodes = {term.value for term in terms if isinstance(term, NamedNode)}
        self._labels = {node.value: label for node, label in reading.store.labels(terms).items()}
        texts = tuple(f"{reading.base}{kind}/" for kind in ("article", "evidence"))
        listed = " ".join(f"<{iri}>" for iri in sorted(nodes) if iri.startswith(texts))
        for row in reading.store.select(_TITLES.format(listed=listed)) if listed else ():
            self._labels[text(row["node"])] = text(row["text"])
        self._spaces = sorted(prefixes(reading.base).items(), key=lambda item: -len(item[1]))

    def value(self, term: object) -> Value:
        """A term as a value of a fact."""
        if not isinstance(term, NamedNode):
            return Value(printable(term.value if isinstance(term, Literal) else term))
        base = self._reading.base
        named = cut(self.name(term.value), 200)
        if term.value.startswith(base) and "#" not in term.value:
            return Value(named, to_path(term.value, base))
        known = any(term.value.startswith(space) for _, space in self._spaces)
        return Value(named, None if known else web_address(term.value), outside=not known)

    def name(self, iri: str) -> str:
        """What a resource is called: by its label, in words, or shortened."""
        if iri in self._labels:
            return self._labels[iri]
        label = self._reading.relation_labels.get(iri)
        if label is not None:
            return label
        if (own := open_name(iri, self._reading.base)) is not None:
            return from_open_name(own)
        for prefix, space in self._spaces:
            if iri.startswith(space):
                name = iri.removeprefix(space)
                return _CAPITAL.sub(" ", name).lower() if prefix in _OURS else f"{prefix}:{name}"
        return iri.removeprefix(self._reading.base)
