"""What the server and its workers say to each other, and what the server says to clients when it does not answer.

A message is a kind (one byte), a length (four bytes), and that many bytes: pickled where they are an object. Both ends
are processes of this server alone, joined by a socket without a name.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from kg.errors import KGError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.graph.sparql import Graphs

__all__ = [
    "HEADER",
    "Answered",
    "Ask",
    "Call",
    "Change",
    "Ended",
    "Kind",
    "Limits",
    "Open",
    "RefusedError",
    "Task",
    "Where",
]

HEADER = struct.Struct(">cI")


class Kind(bytes, Enum):
    """The kinds of messages, of which a task goes to a worker and all others come back."""

    TASK = b"T"
    HEAD = b"H"  # Answered: what kind of answer follows
    DATA = b"D"  # a piece of it
    END = b"E"  # Ended
    FAILED = b"F"  # RefusedError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds of work, rows or triples, and bytes of its answer."""

    seconds: float = 30.0
    rows: int = 100_000
    bytes: int = 64 * 2**20

    def __str__(self) -> str:
        return f"seconds={self.seconds:g}, rows={self.rows}, bytes={self.bytes}"


@dataclass(frozen=True, slots=True)
class Where:
    """A store as a worker is to open it: a folder with a copy of its graph, or what `open_store` takes alone."""

    store: Path | str
    graph: Path | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Open a store, so that the next task finds it open."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a query in a format that the client takes."""

    sparql: str
    accept: str
    graphs: Graphs | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Give what a function of the top level of a module makes of the store and these arguments."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Carry out an update."""

    sparql: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do with a store, within limits."""

    what: Open | Ask | Call | Change
    where: Where
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Answered:
    """The head of an answer: its media type, and whether its format can say at its end that something is missing."""

    media_type: str
    tells_cuts: bool = True


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of an answer: how many rows or triples it has, and why there are no more, if there would have been."""

    rows: int
    cut: str | None = None


class RefusedError(KGError):
    """No answer: the HTTP status, one line for the client, and headers that go with it."""

    def __init__(self, status: int, why: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.headers = headers or {}

    def __reduce__(self) -> tuple[type[RefusedError], tuple[int, str, dict[str, str]]]:
        return RefusedError, (self.status, self.why, self.headers)
