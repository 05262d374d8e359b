"""What the server was told when it was started."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.server.messages import Limits

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve a store.

    `token` lets updates in; without one there are none. `names` are further names by which the server may be called,
    `origins` those of pages elsewhere whose scripts may ask it, `*` for all. `ontology` is the user's own folder.
    """

    store: Path | str
    host: str = "127.0.0.1"
    port: int = 8077
    limits: Limits = field(default_factory=Limits)
    workers: int = 4
    memory: int = 2 * 2**30
    min_confidence: float = 0.0
    token: str | None = field(default=None, repr=False)
    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    verbose: bool = False
    ontology: Path | None = None
