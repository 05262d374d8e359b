"""The library of named queries, `named/*.rq`.

The first comment of a file is its title. A line `# param: actor = "Naftali Bennett"` names a parameter and
what it is when nobody says; in the query it stands as `$actor`, and is replaced by a string literal,
whatever is in the string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from kg.errors import QueryError
from kg.graph.literals import plain

__all__ = ["NamedQuery", "find_named", "named_queries"]

_TITLE = re.compile(r"#\s*(?!param:)(\S.*)")
_PARAM = re.compile(r'#\s*param:\s*(\w+)\s*=\s*"([^"\n]*)"\s*')


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library; `params` are its parameters with what they are when nobody says."""

    name: str
    title: str
    params: Mapping[str, str]
    text: str

    def fill(self, values: Mapping[str, str] | None = None) -> str:
        """The SPARQL with its parameters as string literals.

        Raises:
            QueryError: A value is given for what is no parameter.
        """
        given = values or {}
        for name in given:
            if name not in self.params:
                has = f"it has {', '.join(self.params)}" if self.params else "it has none"
                raise QueryError(f"query {self.name!r} has no parameter {name!r}; {has}")
        literals = {name: str(plain(value)) for name, value in {**self.params, **given}.items()}
        return re.sub(r"\$(\w+)", lambda match: literals.get(match[1], match[0]), self.text)


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
    params = {match[1]: match[2] for line in lines if (match := _PARAM.fullmatch(line))}
    return NamedQuery(name, title, params, text)
