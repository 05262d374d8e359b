"""A store: whether it can be read and written, and what of it is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.doctor.findings import Finding, State, telling
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph.status import Status
    from kg.ontology import Ontology

__all__ = ["look_at_store"]


def look_at_store(folder: Path, ontology: Ontology | None, model: str | None, *, named: bool) -> list[Finding]:
    """What `kg status` says of a store, as far as it wants something to be done.

    Args:
        folder: The store's folder.
        ontology: The ontology of today, if it can be read.
        model: Name and version of the language model of today, if there is one.
        named: Whether the user named it; if not, it does not matter if there is none.
    """
    found: list[Finding] = []
    if not named and not folder.exists():
        return [Finding("store", str(folder), State.ABSENT, "no store there", f"kg build articles/ --store {folder}")]
    with telling(found, "store", str(folder), "kg restore FILE.nq.gz --store ..., or kg build in another folder"):
        from kg.graph.status import read_status
        from kg.graph.store import open_store

        with open_store(folder, read_only=True) as store:
            if ontology is not None:
                found += _state(folder, read_status(store, ontology, model))
        found += _writing(folder)
    return found


def _state(folder: Path, status: Status) -> Iterator[Finding]:
    from kg.status_text import counted

    holds = f"format {status.format}: {counted(status.articles, 'article')}, {counted(status.claims, 'claim')}"
    yield Finding("store", str(folder), State.OK, holds)
    whole = status.graph in ("up to date", "empty")
    again = None if whole else f"kg build --store {folder} on any article"
    yield Finding("store", "graph", State.OK if whole else State.NOTE, status.graph, again)
    for each in status.runs:
        if each.stale:
            value = f"{counted(each.articles, 'article')} read with another {' and '.join(each.stale)}"
            yield Finding("store", "stale", State.NOTE, value, f"kg build --store {folder} on their files")


def _writing(folder: Path) -> Iterator[Finding]:
    from kg.graph.lock import hold

    try:
        hold(folder).release()
    except StoreError as error:
        yield Finding("store", "writing", State.NOTE, str(error).removeprefix(f"{folder}: "))
    else:
        yield Finding("store", "writing", State.OK, "nobody else writes to it")
