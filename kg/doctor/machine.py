"""The machine: cores, memory, room on the disks, open files, the terminal."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.cores import usable_cores
from kg.doctor.findings import Finding, State, telling

if sys.platform != "win32":
    import resource

__all__ = ["look_at_machine", "usable_memory"]

_GB = 10**9
# A process that reads takes some 0.6 GB with the language model, a second one much less.
_MEMORY = 1.5 * _GB
_ROOM = 0.5 * _GB
_FILES = (96, 512)  # below the first Oxigraph opens no folder; below the second large stores are slow
_GROUPS = Path("/sys/fs/cgroup")


def look_at_machine(store: Path, encoding: str | None) -> list[Finding]:
    """What the machine has, and what is short.

    Args:
        store: The store's folder, there or to be.
        encoding: The encoding of the terminal.
    """
    found = [Finding("machine", "system", State.OK, f"{platform.platform()}, {platform.machine()}"), _cores()]
    for look in (_memory, _files, lambda: _room(store), _temporary, lambda: _terminal(encoding)):
        with telling(found, "machine", "machine"):
            found += look()
    return found


def usable_memory(groups: Path = _GROUPS) -> int | None:
    """The bytes of memory that this process may use, by the machine and by its control group; none if unknown."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # not on every system
        whole = None
    limits = [whole, *(_number(groups / name) for name in ("memory.max", "memory/memory.limit_in_bytes"))]
    return min((each for each in limits if each), default=None)


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):  # no such limit
        return None


def _cores() -> Finding:
    threads = os.environ.get("OPENBLAS_NUM_THREADS")
    value = f"{usable_cores()}, as many processes read unless --workers says otherwise"
    if threads and threads != "1":
        remedy = "export OPENBLAS_NUM_THREADS=1"
        return Finding("machine", "cores", State.NOTE, f"{value}; {threads} BLAS threads each get in their way", remedy)
    return Finding("machine", "cores", State.OK, value)


def _memory() -> Iterator[Finding]:
    memory = usable_memory()
    if memory is None:
        return
    scarce = memory < _MEMORY
    remedy = "kg build --workers 1 ..." if scarce else None
    yield Finding("machine", "memory", State.NOTE if scarce else State.OK, _size(memory), remedy)


def _files() -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    value = f"{allowed:,} at once" if allowed != resource.RLIM_INFINITY else "as many as wanted"
    least, good = _FILES
    few = 0 <= allowed < good
    state = State.BROKEN if 0 <= allowed < least else State.NOTE if few else State.OK
    best = 4096 if most == resource.RLIM_INFINITY else min(most, 4096)
    yield Finding("machine", "open files", state, value, f"ulimit -n {best}" if few else None)


def _room(store: Path) -> Iterator[Finding]:
    place = next(each for each in (store.absolute(), *store.absolute().parents) if each.is_dir())
    free = shutil.disk_usage(place).free
    if not os.access(place, os.W_OK):
        yield Finding("machine", "disk", State.NOTE, f"{place} cannot be written", "--store in another folder")
        return
    remedy = f"make room on {place}, or --store on another disk" if free < _ROOM else None
    value = f"{_size(free)} free at {place}"
    yield Finding("machine", "disk", State.OK if remedy is None else State.NOTE, value, remedy)


def _temporary() -> Iterator[Finding]:
    remedy = "export TMPDIR=/a/folder/with/room"
    try:
        with tempfile.NamedTemporaryFile(prefix="kg-") as file:
            file.write(b"kg")
            file.flush()
    except OSError as error:
        why = error.strerror or str(error)
        yield Finding("machine", "temporary files", State.BROKEN, f"cannot be written: {why}", remedy)
        return
    place = tempfile.gettempdir()
    free = shutil.disk_usage(place).free
    state = State.OK if free >= _ROOM else State.NOTE
    yield Finding(
        "machine", "temporary files", state, f"{_size(free)} free in {place}", remedy if free < _ROOM else None
    )


def _terminal(encoding: str | None) -> Iterator[Finding]:
    spoken = (encoding or "ascii").lower().replace("_", "-")
    good = spoken in {"utf-8", "utf8", "cp65001"}
    value = spoken if good else f"{spoken}, which has no letters for many names"
    yield Finding(
        "machine", "encoding", State.OK if good else State.NOTE, value, None if good else "export PYTHONUTF8=1"
    )


def _size(size: int) -> str:
    return f"{size / _GB:.1f} GB" if size < 100 * _GB else f"{size / _GB:,.0f} GB"
