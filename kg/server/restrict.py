"""The graph of the claims that are sure enough, as a copy on disk that workers open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.threshold import restricted

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.store import Store

__all__ = ["write_restricted"]


def write_restricted(store: Store, minimum: float, target: Path) -> None:
    """Write the graph of the claims of at least this confidence into a folder.

    Raises:
        StoreError: The store has no claims beside its graph.
        OSError: It cannot be written.
    """
    with restricted(store, minimum) as cut:
        native = ox.Store(target)
        native.bulk_extend(cut.quads())
        native.flush()
