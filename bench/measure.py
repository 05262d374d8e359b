"""How all parts measure: each thing in a process of its own, in rounds that alternate, of which the median counts.

What a process keeps (words, sentences, memory) helps none but itself, and work of others on the machine disturbs all
alike. Ratios are taken within a round, between things that ran right after each other. Beside the seconds that pass
stand those of the processor, which tell more on a machine that has other work.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

__all__ = [
    "KG",
    "Clock",
    "answer",
    "ask",
    "environment",
    "median",
    "peak",
    "ratio",
    "rounds",
    "run",
    "spread",
    "wait_for",
]

ROOT = Path(__file__).resolve().parent.parent
KG = (sys.executable, "-c", "from kg.cli import main; main()")
# One thread, or those who multiply with several would be called fast on one core.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
# These hold a machine's BLAS to an older kernel than its processor has; what is measured is what users get.
_HELD_BACK = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

Found = TypeVar("Found")


class Clock:
    """Seconds since it was made: those that pass, and those of the processor, of ended child processes too."""

    def __init__(self) -> None:
        self._begun = self._now()

    def read(self) -> dict[str, float]:
        """Both, as `wall` and `cpu`."""
        return {name: now - begun for (name, now), begun in zip(self._now().items(), self._begun.values(), strict=True)}

    @staticmethod
    def _now() -> dict[str, float]:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {"wall": time.perf_counter(), "cpu": time.process_time() + children.ru_utime + children.ru_stime}


def peak() -> float:
    """The most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # the figure that a process is told of itself begins with that of whoever started it
        held = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def environment() -> dict[str, str]:
    """The environment of whatever is measured."""
    kept = {name: value for name, value in os.environ.items() if name not in _HELD_BACK}
    return {**kept, **dict.fromkeys(_THREADS, "1"), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


def ask(module: str, function: str, **given: object) -> dict[str, Any]:
    """What a function of the bench gives, called in a process of its own.

    Args:
        module: `bench.NAME`.
        function: Takes `given`, and gives what can be written as JSON.
        given: Can be written as JSON.

    Raises:
        RuntimeError: It failed; what it said is in the message.
    """
    program = "import sys; from bench.measure import answer; answer(*sys.argv[1:])"
    command = [sys.executable, "-W", "ignore", "-c", program, module, function, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment())
    if done.returncode:
        raise RuntimeError(f"{module}.{function} failed: {done.stderr.strip()[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def answer(module: str, function: str, given: str) -> None:
    """The other side of `ask`."""
    found = getattr(importlib.import_module(module), function)(**json.loads(given))
    print("\n" + json.dumps(found))


def run(command: Sequence[str]) -> dict[str, float]:
    """Run a command whose output nobody wants: `wall` and `cpu` in seconds.

    Raises:
        RuntimeError: It failed.
    """
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=quiet, stdout=quiet, stderr=quiet) as process:
        return wait_for(process, begun)


def wait_for(process: subprocess.Popen[bytes], begun: float) -> dict[str, float]:
    """What a process has cost, once it has ended.

    Raises:
        RuntimeError: It failed.
    """
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, process.args))} ended with {process.returncode}")  # type: ignore[arg-type]
    wall = time.perf_counter() - begun
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime}


def rounds(works: Mapping[str, Callable[[], Found]], count: int) -> dict[str, list[Found]]:
    """What each gives in each round; every other round goes the other way round."""
    found: dict[str, list[Found]] = {name: [] for name in works}
    for number in range(count):
        for name in list(works)[:: -1 if number % 2 else 1]:
            found[name].append(works[name]())
    return found


def median(found: Iterable[Mapping[str, float]], key: str) -> float:
    """The median of one figure."""
    return statistics.median(each[key] for each in found)


def ratio(one: Sequence[Mapping[str, float]], other: Sequence[Mapping[str, float]], key: str = "cpu") -> float:
    """How many times the second is of the first, round by round; the median."""
    return statistics.median(b[key] / a[key] for a, b in zip(one, other, strict=True))


def spread(found: Sequence[Mapping[str, float]], key: str = "cpu") -> float:
    """How far the rounds lie apart, as a share of their median."""
    values = [each[key] for each in found]
    return (max(values) - min(values)) / statistics.median(values)
