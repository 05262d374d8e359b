"""What is in a store, what it was built by, and what of it is out of date."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import __version__
from kg.graph.build import graph_stamp
from kg.graph.folder import FORMAT
from kg.graph.runs import GIVEN, Run
from kg.outlets import outlet_of

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["RunStatus", "Status", "read_status"]


@dataclass(frozen=True, slots=True)
class RunStatus:
    """Articles that one run read, and in what it differs from a run of today: program, ontology, model."""

    run: Run
    articles: int
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds. Dates are ISO dates; `size` is in bytes; `outlets` are publishers, the busiest first.

    `corrections` is the file of those that the store follows, if they say anything; `dropped` claims are out by them,
    `left_out` ones by the threshold.

    `graph` is `"up to date"`, `"interrupted"` while it lacks what is kept beside it, or `"out of date"` where
    another version of the program or the ontology linked it. `unwritten` articles are not in it as they are kept.
    """

    where: str
    endpoint: str | None
    base: str
    format: int
    size: int
    articles: int
    claims: int
    left_out: int
    dropped: int
    min_confidence: float
    infers: bool
    corrections: str | None
    entities: int
    open_claims: int
    first: str | None
    last: str | None
    undated: int
    outlets: dict[str, int]
    runs: tuple[RunStatus, ...]
    graph: str
    unwritten: int

    @property
    def stale(self) -> int:
        """How many articles a build of today would read anew, or be given anew."""
        return sum(each.articles for each in self.runs if each.stale)


def read_status(store: Store, ontology: Ontology, model: str | None) -> Status:
    """The status of a store, seen from an ontology and a language model that builds of today use.

    Args:
        store: The store; one opened for reading only will do.
        ontology: The ontology of today.
        model: Name and version of the model of today; none where there is none to compare with.
    """
    kept = store.kept
    articles = kept.articles()
    dates = sorted(each.meta.published for each in articles if each.meta.published)
    outlets = Counter(filter(None, (outlet_of(each.meta.publisher, each.meta.url) for each in articles)))
    file, text = kept.corrections
    stamp = kept.stamp
    graph = "interrupted" if stamp is None else "up to date"
    if stamp is not None and stamp != graph_stamp(store, ontology):
        graph = "out of date"
    return Status(
        where=store.where,
        endpoint=store.endpoint,
        base=store.base,
        format=FORMAT,
        size=0 if store.path is None else _size(store.path),
        articles=len(articles),
        claims=kept.count_claims(),
        left_out=kept.count_left_out(),
        dropped=kept.count_dropped(),
        min_confidence=kept.min_confidence,
        infers=kept.infers,
        corrections=file if text.strip() else None,
        entities=store.count_entities(),
        open_claims=kept.count_open_claims(),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        undated=len(articles) - len(dates),
        outlets=dict(sorted(outlets.items(), key=lambda each: (-each[1], each[0]))),
        runs=tuple(RunStatus(run, count, _stale(run, ontology, model)) for run, count in kept.runs().items()),
        graph=graph if articles or stamp is not None else "empty",
        unwritten=sum(not each.written for each in articles),
    )


def _stale(run: Run, ontology: Ontology, model: str | None) -> tuple[str, ...]:
    differs = {
        "program": run.program != __version__,
        "ontology": run.ontology != ontology.digest,
        "model": model is not None and run.model not in (GIVEN, model),
    }
    return tuple(part for part, other in differs.items() if other)


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a writer may take it away meanwhile
            total += path.stat().st_size if path.is_file() else 0
    return total
