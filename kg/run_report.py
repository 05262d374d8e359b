"""What a run did, from its tally: a few lines for people, one JSON object for programs.

The lines say nothing of what did not happen. The object is described in docs/run-report.md; its times and the name of
the store are the only things in it that are not a function of the inputs.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import OutputError
from kg.lines import cut_line
from kg.output import check_output
from kg.tally import CLAIM_KINDS, KINDS, LeftOut, Tally

if TYPE_CHECKING:
    from kg.summary import Summary

__all__ = ["FORMAT", "Run", "check_report", "duration", "failure_line", "lines_of", "to_json"]

FORMAT = 1
_FIRST = f'{{\n  "kg_report": {FORMAT},'
_NAMES = 3  # of each kind in a line; the report has them all


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a command: what it was called with, and how it ended.

    `outcome` is "done"; "incomplete", where inputs failed; "stopped" at the first of these; "interrupted"; or
    "failed" as a whole, which `error` explains. `summary` is that of a build.
    """

    command: str
    outcome: str
    workers: int
    error: str | None = None
    store: str | None = None
    summary: Summary | None = None


def check_report(path: Path) -> None:
    """Refuse a path for a report before any work is done; only an earlier report may be replaced.

    Raises:
        OutputError: It cannot become a file, or is one with something else in it.
    """
    check_output(path, force=True)
    try:
        with path.open("rb") as file:
            known = not (head := file.read(len(_FIRST))) or head.startswith(b'{\n  "kg_report": ')
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be read ({error.strerror}), to see whether it is an earlier report"
        ) from error
    if not known:
        raise OutputError(f"{path}: exists already and is no report of kg; name another file")


def lines_of(tally: Tally, summary: Summary | None = None) -> list[str]:
    """What is worth telling of a run."""
    told = [_read_line(tally, summary)]
    told += [_left_out_line(said, out) for said, out in (("skipped", tally.skipped),) if out]
    if summary:
        same, near = len(summary.duplicates.same_text), len(summary.duplicates.near)
        parts = [f"{same:,} word for word"] * bool(same) + [f"{near:,} nearly"] * bool(near)
        if parts:
            told.append(f"{_counted(same + near, 'article repeats', 'articles repeat')} others: {', '.join(parts)}")
    return told


def failure_line(tally: Tally) -> str | None:
    """What failed, if anything did."""
    return _left_out_line("failed", tally.failed) if tally.failed else None


def _read_line(tally: Tally, summary: Summary | None) -> str:
    done = []
    if tally.read or not tally.given:
        read = f"read {_counted(tally.read, 'article')}"
        if summary and summary.model and tally.extracted:
            read += f", {tally.extracted:,} of them with {summary.model}," if tally.known else f" with {summary.model}"
        done.append(read)
    if tally.given:
        done.append(f"took the claims of {_counted(tally.given, 'article')} as given")
    line = f"{' and '.join(done)} in {duration(tally.watch.wall)}"
    articles = tally.extracted + tally.given
    if articles:
        claims = tally.claims.total()
        line += f": {_counted(claims, 'claim')}, {claims / articles:.1f} an article"
        kinds = ", ".join(f"{tally.claims[kind]:,} {kind}" for kind in CLAIM_KINDS if tally.claims[kind])
        line += f" ({kinds})" if kinds else ""
    return line


def _left_out_line(said: str, out: Sequence[LeftOut]) -> str:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for each in out:
        kinds[each.kind].append(each.name)
    parts = []
    for kind, names in sorted(kinds.items(), key=lambda each: (-len(each[1]), each[0])):
        shown = ", ".join(cut_line(_short(name), 40) for name in islice(filter(None, names), _NAMES))
        more = ", ..." if len(names) > _NAMES else ""
        parts.append(f"{len(names):,} {KINDS.get(kind, kind)}" + (f" ({shown}{more})" if shown else ""))
    return f"{said} {_counted(len(out), 'input')}: {'; '.join(parts)}"


def _short(name: str) -> str:
    """The name without its folders; behind it in brackets may stand an address or a title, with slashes of its own."""
    path, gap, rest = name.partition(" (")
    return path.rpartition("/")[2] + gap + rest


def duration(seconds: float) -> str:
    """A time for people: "4.2 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"


def to_json(run: Run, tally: Tally, now: datetime | None = None) -> str:
    """The report of a run.

    Args:
        run: The run.
        tally: What it counted.
        now: When it ended.
    """
    now, wall = now or datetime.now(UTC), tally.watch.wall
    counts = [count for count, articles in sorted(tally.alike.items()) for _ in range(articles)]
    summary = run.summary
    report: dict[str, Any] = {
        "kg_report": FORMAT,
        "kg": __version__,
        "command": run.command,
        "outcome": run.outcome,
        "error": run.error,
        "started": _stamp(now - timedelta(seconds=wall)),
        "finished": _stamp(now),
        "seconds": {"wall": round(wall, 3), **{k: round(v, 3) for k, v in sorted(tally.watch.seconds.items())}},
        "workers": run.workers,
        "model": summary.model if summary else None,
        "articles": {
            "read": tally.read,
            "characters": tally.characters,
            "extracted": tally.extracted,
            "given_as_claims": tally.given,
        },
        "claims": {
            "found": tally.claims.total(),
            **{kind: tally.claims[kind] for kind in CLAIM_KINDS},
            "per_article": {
                "mean": round(sum(counts) / len(counts), 2) if counts else None,
                "median": counts[len(counts) // 2] if counts else None,
                "most": counts[-1] if counts else None,
                "articles_without": tally.alike[0],
            },
        },
        "failed": _left_out(tally.failed),
        "skipped": _left_out(tally.skipped),
        "store": _store(run.store, summary),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _store(place: str | None, summary: Summary | None) -> dict[str, Any] | None:
    if place is None or summary is None:
        return None
    kept = asdict(summary)
    changes = {name: kept.pop(name) for name in ("new", "changed", "unchanged", "removed")}
    found, _ = kept.pop("duplicates"), kept.pop("model")
    duplicates = {kind: [{"article": one, "repeats": other} for one, other in found[kind].items()] for kind in found}
    kept["corrections_unmatched"] = list(kept.pop("unmatched"))
    return {"place": place, "changes": changes, "duplicates": duplicates, "holds": kept}


def _left_out(out: Sequence[LeftOut]) -> dict[str, Any]:
    kinds = Counter(each.kind for each in out)
    return {"count": len(out), "kinds": dict(sorted(kinds.items())), "inputs": [asdict(each) for each in out]}


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
