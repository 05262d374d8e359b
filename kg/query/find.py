"""Who is meant by a name that a person types: the node of the graph that bears it, or a word on whom it may be."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.errors import QueryError
from kg.graph.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.graph.link import Node

__all__ = ["find_bearers", "find_node", "find_type", "near_names"]


class Named(Protocol):
    """Whatever bears names."""

    @property
    def label(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


NamedT = TypeVar("NamedT", bound=Named)

_PREFIX = "kgr:"
_SHOWN = 5
# How much of a name must be as typed; below, short names are like any.
_ALIKE = 0.75


def find_node(nodes: Mapping[str, Node], name: str) -> Node:
    """The node of a name: a label before an alias, whatever its capitals and accents; or `kgr:` and its local name.

    Args:
        nodes: All nodes by their local names.
        name: A label, an alias, or `kgr:israel`.

    Raises:
        QueryError: Nobody has that name, or several have; the message has the nearest names, or who they are.
    """
    found = find_bearers(nodes, name)
    if len(found) > 1:
        raise QueryError(f"{name!r} may be {_one_of(found)}; say which by what stands in brackets")
    return found[0]


def find_bearers(nodes: Mapping[str, NamedT], name: str) -> list[NamedT]:
    """All nodes that a name may mean, as `find_node` understands it.

    Raises:
        QueryError: Nobody has that name; the message has the nearest names.
    """
    if name.startswith(_PREFIX) and (named := nodes.get(name.removeprefix(_PREFIX))) is not None:
        return [named]
    wanted = fold(name)
    found = _called(nodes.values(), wanted) or _called(nodes.values(), wanted.removeprefix("the "))
    if not found:
        raise QueryError(f"nobody and nothing in the graph is called {name!r}{_hint(nodes.values(), wanted)}")
    return found


def find_type(known: Collection[str], name: str) -> str:
    """The event type or relation of that name, whatever its capitals.

    Raises:
        QueryError: There is none.
    """
    folded = {each.lower(): each for each in known}
    if name.lower() in folded:
        return folded[name.lower()]
    near = [folded[each] for each in get_close_matches(name.lower(), folded, n=3)]
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise QueryError(f"no event type or relation is called {name!r}{hint}")


def _called(nodes: Iterable[NamedT], wanted: str) -> list[NamedT]:
    if not wanted:
        return []
    nodes = list(nodes)
    labelled = [node for node in nodes if fold(node.label) == wanted]
    return labelled or [node for node in nodes if any(fold(alias) == wanted for alias in node.aliases)]


def _one_of(found: Iterable[Node]) -> str:
    shown = [f"{node.label} ({node.type.value}: {_PREFIX}{node.name})" for node in sorted(found, key=lambda n: n.name)]
    more = [f"{len(shown) - _SHOWN} more"] if len(shown) > _SHOWN else []
    return " or ".join(shown[:_SHOWN] + more)


def near_names(nodes: Iterable[Named], name: str, *, alike: float = _ALIKE) -> tuple[str, ...]:
    """The labels of those who have these very words in a name, else of those with a name or a word like it.

    Args:
        nodes: Who may be meant.
        name: The name as it was typed.
        alike: How much of a name must be as typed (0..1).
    """
    wanted = fold(name)
    labels: dict[str, str] = {}
    bearers: dict[str, None] = {}  # who has these very words in a name is meant before who has words like them
    for node in nodes:
        for each in (node.label, *node.aliases):
            folded = fold(each)
            labels.setdefault(folded, node.label)
            if wanted and f" {wanted} " in f" {folded} ":
                bearers.setdefault(node.label)
            for word in folded.split():  # a name is often known by one of its words
                labels.setdefault(word, node.label)
    bearing = sorted(bearers, key=lambda label: (f" {wanted} " not in f" {fold(label)} ", len(label), label))
    close = get_close_matches(wanted, sorted(labels), n=_SHOWN, cutoff=alike)
    return tuple(bearing[:_SHOWN] or dict.fromkeys(labels[each] for each in close))


def _hint(nodes: Iterable[Named], wanted: str) -> str:
    near = near_names(nodes, wanted)
    return f"; did you mean {' or '.join(near)}?" if near else ""
