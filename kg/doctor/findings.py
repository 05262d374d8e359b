"""What is found out about one thing, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "State", "pip_install", "telling"]


class State(StrEnum):
    """How it is: as it should be, not there and not needed, a drawback, or so that the main job cannot be done."""

    OK = "ok"
    ABSENT = "absent"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `part` is what it belongs to, `remedy` what mends it, a command where there is one."""

    part: str
    name: str
    state: State
    value: str
    remedy: str | None = None


@contextmanager
def telling(found: list[Finding], part: str, name: str, remedy: str | None = None) -> Iterator[None]:
    """Have whatever is raised inside be a finding: a doctor that breaks at what is broken helps nobody."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a damaged package may raise anything when it is imported
        why = str(error).strip().partition("\n")[0] or type(error).__name__
        if not (isinstance(error, ImportError) or type(error).__module__.startswith("kg.")):
            why = f"{type(error).__name__}: {why}"
        found.append(Finding(part, name, State.BROKEN, why, remedy))


def pip_install(*packages: str) -> str:
    """The command that installs packages for this very Python, whichever one a shell would find."""
    return " ".join((sys.executable, "-m pip install", *(f"'{package}'" for package in packages)))
