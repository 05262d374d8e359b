"""What a part of the bench finds, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Cell", "Part", "Ratio", "Table", "part_from", "part_to", "to_markdown"]

Cell = str | float | int | None
"""Words, a figure, or nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title; a cell without a value is `None`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure that should be much the same on every machine, and whether more of it is better."""

    value: float
    more_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was measured; `skipped` says why there are no tables."""

    name: str
    tables: tuple[Table, ...] = ()
    ratios: Mapping[str, Ratio] = field(default_factory=dict)
    seconds: float = 0.0
    skipped: str | None = None


def part_to(part: Part) -> dict[str, Any]:
    """A part as JSON has it."""
    return {
        "name": part.name,
        "seconds": round(part.seconds, 1),
        "skipped": part.skipped,
        "ratios": {
            name: {"value": _rounded(each.value), "more_is_better": each.more_is_better}
            for name, each in part.ratios.items()
        },
        "tables": [
            {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [[_rounded(cell) for cell in row] for row in table.rows],
                "notes": list(table.notes),
            }
            for table in part.tables
        ],
    }


def part_from(found: Mapping[str, Any]) -> Part:
    """The reverse of `part_to`."""
    tables = tuple(
        Table(each["title"], tuple(each["columns"]), tuple(map(tuple, each["rows"])), tuple(each["notes"]))
        for each in found["tables"]
    )
    ratios = {name: Ratio(each["value"], each["more_is_better"]) for name, each in found["ratios"].items()}
    return Part(found["name"], tables, ratios, found["seconds"], found["skipped"])


def to_markdown(parts: Sequence[Part], *, level: int = 2) -> str:
    """All tables, each under a heading of that level."""
    lines: list[str] = []
    for part in parts:
        if part.skipped:
            lines += [f"{'#' * level} {part.name}", "", f"Not measured: {part.skipped}.", ""]
        for table in part.tables:
            lines += [f"{'#' * level} {table.title}", "", *_rows(table), ""]
            lines += [line for note in table.notes for line in (note, "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _rows(table: Table) -> list[str]:
    numeric = [
        any(not isinstance(row[n], str) and row[n] is not None for row in table.rows) for n in range(len(table.columns))
    ]
    marks = ["---:" if right else ":---" for right in numeric]
    cells = [[_cell(cell) for cell in row] for row in table.rows]
    return ["| " + " | ".join(row) + " |" for row in ([*table.columns], marks, *cells)]


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.replace("|", "\\|")
    if isinstance(cell, int) or abs(cell) >= 1000:
        return f"{cell:,.0f}"
    return f"{cell:.{0 if abs(cell) >= 100 else 1 if abs(cell) >= 10 else 2}f}"


def _rounded(cell: Cell) -> Cell:
    """To five digits, for more were never measured."""
    return float(f"{cell:.5g}") if isinstance(cell, float) else cell
