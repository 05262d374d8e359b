"""Holds counts and ratios to the committed baseline, and tells what got worse by more than a tenth: `make bench-check`.

    python bench/check.py                   # counts, then ratios: some five minutes
    python bench/check.py --counts          # counts only: half a minute, on a busy machine, too
    python bench/check.py --ratios extract  # the ratios of some parts only
    python bench/check.py --write           # renew the baseline; with --counts or --ratios that part of it

Exit 1 where something got worse, or nothing could be compared. A ratio that looks worse is measured again, and counts
only if it does so three times. The baseline has counts by version of Python: where it has none for this one, that is
told and they are left out. Seconds are never compared.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.count import JOBS, Count, count_jobs
from bench.machine import describe_machine, libraries
from bench.sizes import checked
from bench.tables import Ratio
from kg.language_model import BUNDLED

__all__ = ["BASELINE", "Verdict", "compare_counts", "compare_ratios", "main", "settle_ratios"]

BASELINE = ROOT / "bench" / "baseline.json"
TOLERANCE = 0.1
TRIES = 3
# Whose ratios are the same on every machine, or nearly.
PARTS = ("extract", "stages", "memory", "startup", "graph", "view")
# What runs while steps are counted, or calls ours.
COUNTED = ("spacy", "thinc", BUNDLED, "rdflib", "pyoxigraph", "lxml")
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(slots=True)
class Verdict:
    """How many figures were compared, and in one line each what is worse, better, or cannot be told."""

    compared: int = 0
    worse: list[str] = field(default_factory=list)
    better: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    def add(self, name: str, before: float, now: float, *, more_is_better: bool, detail: str = "") -> None:
        """Compare one figure."""
        self.compared += 1
        if before <= 0 or now <= 0:
            change = 0.0 if before == now else float("inf")
        else:
            change = (before / now if more_is_better else now / before) - 1
        line = f"{name}: {before:,.4g} -> {now:,.4g} ({(now / before - 1) if before else 1:+.0%}){detail}"
        if change > TOLERANCE:
            self.worse.append(line)
        elif change < 1 / (1 + TOLERANCE) - 1:
            self.better.append(line)

    def join(self, other: Verdict) -> None:
        """Take over what another says."""
        self.compared += other.compared
        self.worse += other.worse
        self.better += other.better
        self.untold += other.untold


def compare_counts(before: Mapping[str, Count], now: Mapping[str, Count], verdict: Verdict) -> None:
    """Hold counts to those of the baseline."""
    for name, found in now.items():
        if name not in before:
            verdict.untold.append(f"{name}: not in the baseline")
            continue
        known = before[name]
        detail = _detail(known, found)
        for kind in ("steps", "calls"):
            old, new = getattr(known, kind), getattr(found, kind)
            verdict.add(f"{name}, {kind} a {found.unit}", old, new, more_is_better=False, detail=detail)
    verdict.untold += [f"{name}: in the baseline, but not counted any more" for name in before if name not in now]


def compare_ratios(before: Mapping[str, Ratio], now: Mapping[str, Ratio]) -> Verdict:
    """Hold ratios to those of the baseline."""
    verdict = Verdict()
    for name, found in now.items():
        if name in before:
            verdict.add(name, before[name].value, found.value, more_is_better=found.more_is_better)
        else:
            verdict.untold.append(f"{name}: not in the baseline")
    return verdict


def main(arguments: Sequence[str] | None = None, baseline: Path = BASELINE) -> int:
    """Compare and tell, or write the baseline; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", nargs="*", choices=JOBS, metavar="JOB", help=f"only these: {', '.join(JOBS)}")
    parser.add_argument("--ratios", nargs="*", choices=PARTS, metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--write", action="store_true", help="renew the baseline instead")
    chosen = parser.parse_args(arguments)
    both = chosen.counts is None and chosen.ratios is None
    jobs = (chosen.counts or list(JOBS)) if both or chosen.counts is not None else []
    parts = (chosen.ratios or list(PARTS)) if both or chosen.ratios is not None else []
    known = json.loads(baseline.read_text(encoding="utf-8")) if baseline.exists() else {"counts": {}, "ratios": {}}
    if chosen.write:
        _write(baseline, known, jobs, parts)
        return 0
    verdict = Verdict()
    if jobs:
        _check_counts(known, jobs, verdict)
    for part in parts:
        before = {name: Ratio(**each) for name, each in known["ratios"].get(part, {}).items()}
        verdict.join(settle_ratios(before, partial(_ratios, part)))
    return _tell(verdict)


def _check_counts(known: Mapping[str, Any], jobs: Sequence[str], verdict: Verdict) -> None:
    if _PYTHON not in known["counts"]:
        has = ", ".join(sorted(known["counts"])) or "none"
        verdict.untold.append(
            f"counts: the baseline has none for Python {_PYTHON} (it has {has}), so they are not checked"
        )
        return
    kept = known["counts"][_PYTHON]
    here = libraries(COUNTED)
    if kept["libraries"] != here:
        verdict.untold.append(
            f"counts: whether a change is ours, for they were made with {kept['libraries']}; here: {here}"
        )
    before = {name: Count(**found) for name, found in kept["jobs"].items() if name in jobs or name not in JOBS}
    compare_counts(before, count_jobs(jobs), verdict)


def settle_ratios(before: Mapping[str, Ratio], measure: Callable[[], Mapping[str, Ratio]]) -> Verdict:
    """Hold ratios to those of the baseline, measured again while one looks worse; of each the best counts.

    Chance makes a figure worse once, not three times.
    """
    best: dict[str, Ratio] = {}
    for _ in range(TRIES):
        now = measure()
        best |= {name: _better(best.get(name), each) for name, each in now.items()}
        verdict = compare_ratios(before, best)
        if not verdict.worse:
            break
    verdict.untold += [f"{name}: in the baseline, but not measured" for name in before if name not in best]
    return verdict


def _better(one: Ratio | None, other: Ratio) -> Ratio:
    if one is None:
        return other
    return max(one, other, key=lambda each: each.value if each.more_is_better else -each.value)


def _ratios(part: str) -> Mapping[str, Ratio]:
    print(f"measuring: {part} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        found = importlib.import_module(f"bench.{part}").measure(checked(Path(folder)))
    if found.skipped:
        print(f"{part}: not measured: {found.skipped}", file=sys.stderr)
    ratios: Mapping[str, Ratio] = found.ratios
    return ratios


def _write(baseline: Path, known: dict[str, Any], jobs: Sequence[str], parts: Sequence[str]) -> None:
    machine = describe_machine()
    if jobs:
        kept = known["counts"].get(_PYTHON, {"jobs": {}})["jobs"]
        kept |= {name: _rounded(found) for name, found in count_jobs(jobs).items()}
        in_order = {name: kept[name] for name in JOBS if name in kept}
        known["counts"][_PYTHON] = {"libraries": libraries(COUNTED), "jobs": in_order}
    for part in parts:
        if found := _ratios(part):
            known["ratios"][part] = {
                name: {"value": round(each.value, 4), "more_is_better": each.more_is_better}
                for name, each in found.items()
            }
            known["machine"] = {name: machine[name] for name in ("date", "processor", "cores", "Python", "libraries")}
    baseline.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    print(f"written: {baseline.name}", file=sys.stderr)


def _rounded(found: Count) -> dict[str, Any]:
    modules = {name: round(made, 4) for name, made in sorted(found.modules.items())}
    return {**asdict(found), "steps": round(found.steps, 4), "calls": round(found.calls, 4), "modules": modules}


def _detail(before: Count, now: Count) -> str:
    """In which file most was added."""
    added = {name: made - before.modules.get(name, 0.0) for name, made in now.modules.items()}
    most = max(added, key=lambda name: added[name], default=None)
    if most is None or added[most] <= 0:
        return ""
    return f", most of it in {most} ({before.modules.get(most, 0.0):,.4g} -> {now.modules[most]:,.4g})"


def _tell(verdict: Verdict) -> int:
    for line in _lines(verdict):
        print(line)
    return 1 if verdict.worse or not verdict.compared else 0


def _lines(verdict: Verdict) -> Iterator[str]:
    yield from (f"not told: {line}" for line in verdict.untold)
    yield from (f"better: {line}" for line in verdict.better)
    yield from (f"WORSE: {line}" for line in verdict.worse)
    if verdict.better and not verdict.worse:
        yield "`make bench-baseline` keeps what is better from getting lost again"
    if not verdict.compared:
        yield "nothing could be compared"
    else:
        worse = f"{len(verdict.worse)} worse" if verdict.worse else "none is worse"
        yield f"{verdict.compared} figures compared, {worse} by more than {TOLERANCE:.0%}"


if __name__ == "__main__":
    sys.exit(main())
