"""How many cores this process may use: what its affinity and its control group leave, not what the machine has."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["usable_cores"]

_GROUPS = Path("/sys/fs/cgroup")


def usable_cores(groups: Path = _GROUPS) -> int:
    """The number of cores, one at least.

    Args:
        groups: Where the system shows the limits of the control group, as containers have them.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    quota = _quota(groups)
    return max(1, min(cores, int(quota)) if quota else cores)


def _quota(groups: Path) -> float | None:
    """The share of time that the group has, in cores: `cpu.max` of version 2, two files of version 1."""
    try:
        if (groups / "cpu.max").exists():
            allowed, period = (groups / "cpu.max").read_text(encoding="ascii").split()
        else:
            allowed, period = (
                (groups / "cpu" / f"cpu.cfs_{name}_us").read_text(encoding="ascii").strip()
                for name in ("quota", "period")
            )
        return max(1.0, int(allowed) / int(period)) if int(allowed) > 0 else None
    except (OSError, ValueError, ZeroDivisionError):  # no such limit: `max`, or no such files
        return None
