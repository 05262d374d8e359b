"""What a person says for the parameters of a named query, as the graph has it, or a word on what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.errors import QueryError
from kg.query.find import find_bearers
from kg.query.library import ENTITY, EVENT_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.store import Store
    from kg.query.library import NamedQuery

__all__ = ["resolve"]

_NAMES = """
SELECT DISTINCT ?node ?label ?other {
  ?node rdfs:label ?label OPTIONAL { ?node skos:altLabel ?other } FILTER(STRSTARTS(STR(?node), STR(kgr:)))
}"""
_EVENT_TYPES = "SELECT DISTINCT ?type { GRAPH ?article { ?claim kg:eventType ?type } }"


class _Entity(NamedTuple):
    label: str
    aliases: tuple[str, ...]


def resolve(store: Store, query: NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a query as the graph has them: a name that somebody bears, an event type that occurs.

    Raises:
        QueryError: One is no parameter; nobody is called so, with the nearest names; no claim is of that type; or
            nothing is said for a parameter whose usual value is not in the graph.
    """
    query.check(given)
    values = {**query.params, **given}
    entities = _entities(store) if ENTITY in query.kinds.values() else {}
    for name, value in values.items():
        try:
            values[name] = _event_type(store, value) if query.kinds[name] == EVENT_TYPE else _name(entities, value)
        except QueryError as error:
            if name in given:
                raise
            raise QueryError(f"query {query.name!r} asks about one {name}: say which by --{name} ({error})") from error
    return values


def _name(entities: Mapping[str, _Entity], value: str) -> str:
    """The name itself if somebody bears it letter by letter, else the label of who is meant by it."""
    bearers = find_bearers(entities, value)
    if any(name.lower() == value.lower() for bearer in bearers for name in (bearer.label, *bearer.aliases)):
        return value
    return bearers[0].label


def _entities(store: Store) -> dict[str, _Entity]:
    """All names, from the graph alone, for an endpoint has no more."""
    names: dict[str, tuple[set[str], set[str]]] = {}
    for row in store.select(_NAMES):
        labels, others = names.setdefault(row["node"].value.removeprefix(f"{store.base}resource/"), (set(), set()))
        labels.add(row["label"].value)
        others.update(() if row["other"] is None else (row["other"].value,))
    return {own: _Entity(min(labels), tuple(sorted(others))) for own, (labels, others) in sorted(names.items())}


def _event_type(store: Store, value: str) -> str:
    known = sorted(row["type"].value.rpartition("#")[2] for row in store.select(_EVENT_TYPES))
    if value.upper() not in known:
        raise QueryError(f"no claim of the graph is of type {value!r}; there are {', '.join(known) or 'none at all'}")
    return value.upper()
