"""Updates, each carried out in a process of its own, under the lock that builds hold, too."""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError
from kg.graph.lock import hold
from kg.graph.own import check_update
from kg.graph.store import open_store
from kg.server.messages import RefusedError
from kg.server.refuse import refuse_calls

__all__ = ["change"]

_BUSY = "another process writes to the store, a build perhaps; try again"


def change(store: Path | str, sparql: str) -> None:
    """Carry out an update, whole or not at all.

    Raises:
        RefusedError: Somebody else writes, or the store cannot be written this way.
        QueryError: It is no update, or one that is not let through.
        StoreError: The store cannot be written.
    """
    if isinstance(store, str):
        raise RefusedError(403, "this store is an endpoint's; send updates there")
    try:
        hold(store).release()
    except StoreError as error:
        raise RefusedError(503, _BUSY, {"Retry-After": "5"}) from error
    refuse_calls(sparql)
    with open_store(store) as opened:
        check_update(sparql, opened.base)
        opened.update(sparql)
