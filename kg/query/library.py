"""The library of named queries, `named/*.rq`.

The first comment of a file is its title, and a line `# question: ...` the question that it answers. A line
`# param: actor entity = "Naftali Bennett"` names a parameter, of which kind it is (see `KINDS`), and what it is when
nobody says; in the query it stands as `$actor`, and is replaced by a string literal, whatever is in the string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from kg.errors import QueryError
from kg.graph.literals import plain

__all__ = ["ENTITY", "EVENT_TYPE", "NamedQuery", "find_named", "named_queries"]

# What a parameter may be: the name of somebody or something in the graph, or a PLOVER type.
ENTITY, EVENT_TYPE = "entity", "event-type"

_TITLE = re.compile(r"#\s*(?!param:)(\S.*)")
_QUESTION = re.compile(r"#\s*question:\s*(\S.*)")
_PARAM = re.compile(rf'#\s*param:\s*(\w+)\s+({ENTITY}|{EVENT_TYPE})\s*=\s*"([^"\n]*)"\s*')


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library; `params` are its parameters with their usual values, `kinds` of which kind each is."""

    name: str
    title: str
    params: Mapping[str, str]
    text: str
    question: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)

    def fill(self, values: Mapping[str, str] | None = None) -> str:
        """The SPARQL with its parameters as string literals.

        Raises:
            QueryError: A value is given for what is no parameter.
        """
        given = values or {}
        self.check(given)
        literals = {name: str(plain(value)) for name, value in {**self.params, **given}.items()}
        return re.sub(r"\$(\w+)", lambda match: literals.get(match[1], match[0]), self.text)

    def check(self, names: Iterable[str]) -> None:
        """See to it that these are parameters.

        Raises:
            QueryError: One is none; the message has those that there are.
        """
        for name in names:
            if name not in self.params:
                has = f"it has {', '.join(self.params)}" if self.params else "it has none"
                raise QueryError(f"query {self.name!r} has no parameter {name!r}; {has}")


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """All queries of the library by name, in the order of their names."""
    found = (
        _parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))
        for file in files("kg.query").joinpath("named").iterdir()
        if file.name.endswith(".rq")
    )
    return {query.name: query for query in sorted(found, key=lambda query: query.name)}


def find_named(name: str) -> NamedQuery:
    """The query of that name.

    Raises:
        QueryError: There is none; the message has the nearest names.
    """
    library = named_queries()
    if name in library:
        return library[name]
    near = get_close_matches(name, library, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(library)}"
    raise QueryError(f"no query is called {name!r}; {hint}")


def _parse(name: str, text: str) -> NamedQuery:
    lines = text.splitlines()
    title = next((match[1] for line in lines if (match := _TITLE.fullmatch(line))), name)
    question = next((match[1] for line in lines if (match := _QUESTION.fullmatch(line))), "")
    params = [match for line in lines if (match := _PARAM.fullmatch(line))]
    kinds = {match[1]: match[2] for match in params}
    return NamedQuery(name, title, {match[1]: match[3] for match in params}, text, question, kinds)
