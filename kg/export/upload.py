"""Parts of a graph -> a server, by the SPARQL 1.1 Graph Store Protocol (W3C, 2013), batch by batch.

Sending a batch again changes nothing on the server, for a graph is a set. So what fails for the moment is tried again
with growing pauses, and an upload that ended before its time goes on at the first part that the server has not taken:
which it has, a file beside the parts remembers, by their checksums.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from kg.errors import OutputError
from kg.export.parts import RECORD, Part, find_parts, sum_of, to_lines
from kg.graph.batches import batches
from kg.graph.endpoint import BusyError, Endpoint, TooLargeError

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Uploaded", "upload"]

_BATCH = 20_000
"""Quads of a request: some 3 MB, which servers and what stands before them take as a rule."""
_TRIES = 8
_LONGEST = 120.0  # seconds between two tries; with those before it, a server may be away for some four minutes
_N_QUADS, _N_TRIPLES = RdfFormat.N_QUADS.media_type, RdfFormat.N_TRIPLES.media_type


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of an upload: parts that were there already, and those that were sent with their quads."""

    there: int
    sent: int
    quads: int


def upload(
    folder: Path,
    service: Endpoint,
    *,
    by_graph: bool = False,
    again: bool = False,
    on_note: Callable[[str], object] = lambda _: None,
    on_progress: Callable[[int, int, int], object] = lambda *_: None,
    pause: Callable[[float], object] = time.sleep,
) -> Uploaded:
    """Send the parts of a folder that a server has not taken yet.

    Args:
        folder: Parts, as `export_parts` writes them.
        service: Its address for queries is that of the Graph Store Protocol.
        by_graph: Whether to send each graph by itself, as the standard has it, and not many at once as N-Quads.
        again: Whether to send what the server has taken, too, for it may have lost it.
        on_note: Is told why there is a pause.
        on_progress: Is told of parts that are there, of all parts, and of quads that were sent.
        pause: Waits so many seconds.

    Raises:
        OutputError: A part is missing or damaged, or what was sent cannot be noted.
        StoreError: The server does not take it, was away for minutes, or was not there from the beginning.
    """
    parts = find_parts(folder)
    record = _Record(folder, service.query)
    if again:
        record.forget()
    to = _Patient(service, on_note, pause)
    there = sum(part.sha256 in record.taken for part in parts)
    sent = quads = 0
    send = _by_graph if by_graph else _together
    for part in parts:
        if part.sha256 in record.taken:
            continue
        if sum_of(part.path) != part.sha256:
            raise OutputError(f"{part.path}: is damaged; export the parts again")
        for batch in batches(_quads(part), _BATCH):
            send(to, batch)
            quads += len(batch)
            on_progress(there + sent, len(parts), quads)
        record.add(part)
        sent += 1
        on_progress(there + sent, len(parts), quads)
    return Uploaded(there, sent, quads)


class _Record:
    """Which parts a server has taken, in a file beside them: a line of checksum and name for each."""

    def __init__(self, folder: Path, address: str) -> None:
        self._path = folder / f"{RECORD}{hashlib.sha256(address.encode()).hexdigest()[:12]}"
        try:
            text = self._path.read_text(encoding="ascii") if self._path.exists() else ""
        except (OSError, ValueError) as error:
            raise OutputError(f"{self._path}: cannot be read; delete it to send all parts again") from error
        # A line that was cut short is none, and its part is sent again; the next one is not to be a piece of it.
        self._begin = "\n" if text and not text.endswith("\n") else ""
        self.taken = {line.split()[0] for line in text.splitlines() if re.fullmatch(r"[0-9a-f]{64}  \S+\.gz", line)}

    def forget(self) -> None:
        """Begin anew."""
        self._path.unlink(missing_ok=True)
        self._begin = ""
        self.taken = set()

    def add(self, part: Part) -> None:
        """Note that a part is there."""
        try:
            with self._path.open("a", encoding="ascii") as file:
                file.write(f"{self._begin}{part.sha256}  {part.path.name}\n")
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be written ({error.strerror})") from error
        self._begin = ""
        self.taken.add(part.sha256)


class _Patient:
    """A service that is asked again where it is busy or away."""

    def __init__(self, service: Endpoint, on_note: Callable[[str], object], pause: Callable[[float], object]) -> None:
        self._service, self._on_note, self._pause = service, on_note, pause
        self._known = False  # whoever mistook the address need not wait for minutes

    def put(self, data: bytes, kind: str, graph: NamedNode | DefaultGraph | None = None) -> None:
        """Send data until they are taken."""
        for tried in range(1, _TRIES):
            try:
                self._service.put(data, kind, graph)
            except BusyError as error:
                if not (self._known or error.answered):
                    raise
                seconds = min(_LONGEST, max(2.0**tried, error.after or 0.0))
                self._on_note(f"{error}; trying again in {seconds:.0f} s ({tried} of {_TRIES - 1})")
                self._pause(seconds)
            else:
                self._known = True
                return
        self._service.put(data, kind, graph)


def _quads(part: Part) -> Iterator[Quad]:
    try:
        with gzip.open(part.path) as file:
            yield from parse(io.BufferedReader(file), RdfFormat.N_QUADS)
    except (OSError, EOFError, zlib.error, SyntaxError, ValueError) as error:
        raise OutputError(f"{part.path}: cannot be read; export the parts again") from error


def _together(service: _Patient, quads: list[Quad]) -> None:
    _in_halves(quads, lambda some: service.put(to_lines(some, RdfFormat.N_QUADS), _N_QUADS))


def _by_graph(service: _Patient, quads: list[Quad]) -> None:
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        graph = name if isinstance(name, NamedNode) else DefaultGraph()

        def put(some: list[Quad], to: NamedNode | DefaultGraph = graph) -> None:
            triples = (quad.triple for quad in some)
            service.put(to_lines(triples, RdfFormat.N_TRIPLES), _N_TRIPLES, to)

        _in_halves(list(group), put)


def _in_halves(quads: list[Quad], send: Callable[[list[Quad]], object]) -> None:
    """Send quads; what the server finds too large goes in two."""
    try:
        send(quads)
    except TooLargeError:
        if len(quads) < 2:
            raise
        _in_halves(quads[: len(quads) // 2], send)
        _in_halves(quads[len(quads) // 2 :], send)
