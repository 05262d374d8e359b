"""On what was measured: processor and versions, never names of machines or folders."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.cores import usable_cores
from kg.language_model import BUNDLED, installed_model

__all__ = ["describe_machine", "libraries"]

LIBRARIES = ("spacy", "thinc", "blis", "numpy", BUNDLED, "rdflib", "pyoxigraph", "oxrdflib", "pyvis", "textacy",
             "triplet-extract")  # fmt: skip
_ROOT = Path(__file__).resolve().parent.parent


def describe_machine() -> dict[str, str]:
    """What a reader of the results has to know, in words."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "kg": _revision(),
        "processor": _processor(),
        "cores": str(usable_cores()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "language model": installed_model() or "none",
        "libraries": libraries(),
    }


def libraries(names: Iterable[str] = LIBRARIES) -> str:
    """Those that are installed, with their versions."""
    return ", ".join(f"{name} {found}" for name in names if (found := _version(name)))


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _memory() -> str:
    meminfo = Path("/proc/meminfo")
    if not meminfo.exists():
        return "unknown"
    return f"{int(meminfo.read_text(encoding='utf-8').split()[1]) / 1e6:.0f} GB"


def _revision() -> str:
    """The revision that was measured, `+` where files have been changed since."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False, cwd=_ROOT
    )
    return done.stdout.strip() or "unknown"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
