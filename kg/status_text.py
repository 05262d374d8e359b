"""The status of a store for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.graph.runs import GIVEN
from kg.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.status import RunStatus, Status
    from kg.model import ArticleMeta

__all__ = ["article_line", "counted", "format_status", "status_to_dict"]

_OUTLETS = 8  # how many are named
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def format_status(status: Status) -> str:
    """The status as lines of label and value, and what to do where something is out of date."""
    rows = list(_rows(status))
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label.ljust(width)}  {value}".rstrip() for label, value in rows)


def status_to_dict(status: Status) -> dict[str, Any]:
    """The status as plain JSON values."""
    values = asdict(status)
    values["runs"] = [
        {**asdict(each.run), "articles": each.articles, "stale": list(each.stale)} for each in status.runs
    ]
    return {**values, "stale": status.stale}


def article_line(meta: ArticleMeta) -> str:
    """An article in one line: id, date, title and where it is from, as far as they are known."""
    known = (meta.id, meta.published, meta.title, meta.publisher or meta.url)
    return "  ".join(one_line(each) for each in known if each)


def _rows(status: Status) -> Iterator[tuple[str, str]]:
    yield "store", f"{status.where} (format {status.format}, {_bytes(status.size)})"
    if status.endpoint:
        yield "graph at", status.endpoint
    yield "articles", _articles(status)
    yield "claims", _claims(status)
    yield "entities", f"{status.entities:,}"
    if status.outlets:
        named = [f"{one_line(name)} {count:,}" for name, count in list(status.outlets.items())[:_OUTLETS]]
        more = [f"{len(status.outlets) - _OUTLETS:,} more"] if len(status.outlets) > _OUTLETS else []
        yield "outlets", ", ".join(named + more)
    label = "read by"
    for each in status.runs:
        yield label, _run(each)
        label = ""
    if status.corrections:
        gone = "" if Path(status.corrections).is_file() else " (gone; what it said is followed)"
        yield "mended", f"by {one_line(status.corrections)}{gone}"
    yield "graph", _graph(status)
    if status.stale:
        yield "stale", f"{counted(status.stale, 'article')}; {_remedy(status)}"


def _articles(status: Status) -> str:
    text = f"{status.articles:,}"
    if status.first and status.last:
        text += f", of {status.first}" + (f" to {status.last}" if status.last != status.first else "")
    if status.undated:
        text += f", {status.undated:,} without a date"
    return text


def _claims(status: Status) -> str:
    text = f"{status.claims:,}"
    if status.min_confidence:
        text += f", {status.left_out:,} of them below {status.min_confidence:g}, kept out of the graph"
    if status.dropped:
        text += f", {status.dropped:,} of them dropped by corrections"
    if status.open_claims:
        text += f", {status.open_claims:,} of them of open relations"
    return text


def _run(each: RunStatus) -> str:
    run, parts = each.run, []
    for part, text in (
        ("program", f"kg {run.program}"),
        ("ontology", f"ontology {run.ontology[:12]}"),
        ("model", "claims as given" if run.model == GIVEN else run.model),
    ):
        parts.append(f"{text} (now another)" if part in each.stale else text)
    if run.open_relations:
        parts.append("with open relations")
    return f"{', '.join(parts)}: {counted(each.articles, 'article')}"


def _graph(status: Status) -> str:
    if status.graph == "interrupted":
        waiting = f" ({counted(status.unwritten, 'article')} not written)" if status.unwritten else ""
        return f"a build was interrupted{waiting}; any `kg build` completes it"
    if status.graph == "out of date":
        return f"linked by another version of kg (now {__version__}) or of the ontology; any `kg build` links it anew"
    return f"{status.graph}, with what follows from the facts (--infer)" if status.infers else status.graph


def _remedy(status: Status) -> str:
    given = sum(each.articles for each in status.runs if each.stale and each.run.model == GIVEN)
    remedies = []
    if status.stale > given:
        remedies.append("`kg build` on their files reads them anew")
    if given:
        remedies.append("`kg build` on their claims takes those anew")
    return ", ".join(remedies)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _bytes(size: int) -> str:
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {_UNITS[unit]}" if unit == 0 or value >= 10 else f"{value:.1f} {_UNITS[unit]}"
