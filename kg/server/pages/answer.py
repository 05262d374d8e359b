"""What the server answers to a request for a page: a pure function of the store and of what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Asked", "Page", "Site"]


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a server share: its title, and which state of the store they show."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path as it came, escaped, the values of its address, and what its client takes and reads."""

    path: str
    values: dict[str, str] = field(default_factory=dict)
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, and the headers that go with it besides those of every answer."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
