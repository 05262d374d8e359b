"""Memory of each process while articles are read by two workers, and whether it grows with their number.

    python bench/run.py --only memory

`kg extract --workers 2` runs as a command; several times a second the system is asked what its processes have. What is
shared (the template loads the language model, the workers are forked off it) counts for each as a part in PSS, and not
at all in what is a process's own. Linux only.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import KG, ROOT, environment, wait_for
from bench.sizes import Size
from bench.tables import Cell, Part, Ratio, Table
from bench.texts import made_up, written
from kg.ontology import load_ontology

__all__ = ["Held", "measure", "watch"]

_PAUSE = 0.2
_FIELDS = {"Rss": "resident", "Pss": "proportional", "Private_Clean": "own", "Private_Dirty": "own"}
_SMALL = 30.0  # MB: multiprocessing's own helpers


@dataclass(slots=True)
class Held:
    """The most that a process has held, in MB."""

    resident: float = 0.0
    proportional: float = 0.0
    own: float = 0.0


def measure(size: Size) -> Part:
    """The peaks of all processes, with few articles and with many."""
    if not Path("/proc/self/smaps_rollup").exists():
        return Part("memory", skipped="only Linux tells the memory of other processes")
    peaks = {}
    for count in size.crowd:
        path = written("many", made_up(load_ontology(), count), size.folder / f"many-{count}.jsonl").path
        peaks[count] = watch([*KG, "extract", str(path), "--workers", "2"])
    few, many = size.crowd
    roles = sorted({role for found in peaks.values() for role in found})
    rows: list[tuple[Cell, ...]] = []
    for role in roles:
        held = [each.get(role, Held()) for each in peaks.values()]
        rows.append((role, *(round(size) for each in held for size in (each.resident, each.proportional, each.own))))
    growth = peaks[many]["parent"].resident / peaks[few]["parent"].resident
    columns = ("MB at most", *(f"{kind}, {count:,} articles" for count in size.crowd for kind in ("RSS", "PSS", "own")))
    note = (
        f"With {many:,} articles the parent holds {growth:.2f} times what it holds with {few:,}. The parent reads and "
        "writes, the template has the language model, the workers are forked off it and share that."
    )
    ratios = {
        "parent's memory, many articles / few": Ratio(growth, more_is_better=False),
        "worker's own memory / template": Ratio(
            peaks[many]["worker 1"].own / peaks[many]["template"].resident, more_is_better=False
        ),
    }
    return Part("memory", (Table("Memory by process, two workers", columns, tuple(rows), (note,)),), ratios)


def watch(command: list[str]) -> dict[str, Held]:
    """The peaks of a command's processes, by what they do.

    Raises:
        RuntimeError: It failed.
    """
    peaks: dict[int, Held] = {}
    parents: dict[int, int] = {}
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=quiet, stdout=quiet, stderr=quiet) as process:
        while _is_running(process.pid):
            for pid, parent in _family(process.pid):
                parents[pid] = parent
                _note(pid, peaks.setdefault(pid, Held()))
            time.sleep(_PAUSE)
        wait_for(process, begun)
    return dict(_named(process.pid, parents, peaks))


def _named(first: int, parents: dict[int, int], peaks: dict[int, Held]) -> Iterator[tuple[str, Held]]:
    yield "parent", peaks.get(first, Held())
    large = [pid for pid in sorted(parents) if peaks[pid].resident > _SMALL and pid != first]
    templates = [pid for pid in large if any(parents[other] == pid for other in large)]
    for number, pid in enumerate(templates, start=1):
        yield "template" if number == 1 else f"template {number}", peaks[pid]
    for number, pid in enumerate((pid for pid in large if parents[pid] in templates), start=1):
        yield f"worker {number}", peaks[pid]


def _is_running(pid: int) -> bool:
    """Whether it has not ended; one that has, and that nobody has waited for yet, has no memory."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _family(pid: int) -> Iterator[tuple[int, int]]:
    """A process and all below it, each with its parent."""
    waiting = [(pid, 0)]
    while waiting:
        one, parent = waiting.pop()
        yield one, parent
        try:
            tasks = Path(f"/proc/{one}/task").iterdir()
            waiting += [(int(child), one) for task in tasks for child in (task / "children").read_text("utf-8").split()]
        except OSError:
            continue  # it has ended meanwhile


def _note(pid: int, held: Held) -> None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return
    now = Held()
    for line in lines:
        name, _, rest = line.partition(":")
        if name in _FIELDS:
            setattr(now, _FIELDS[name], getattr(now, _FIELDS[name]) + int(rest.split()[0]) / 1e3)
    held.resident = max(held.resident, now.resident)
    held.proportional = max(held.proportional, now.proportional)
    held.own = max(held.own, now.own)
