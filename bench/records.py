"""Results as files: a page for people and JSON for programs, by date; the newest stand in docs/speed.md, too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.tables import Part, part_from, part_to, to_markdown

__all__ = ["DOCS", "RESULTS", "fill_docs", "newest", "results_block", "save", "to_page"]

_ROOT = Path(__file__).resolve().parent.parent
RESULTS = _ROOT / "bench" / "results"
DOCS = _ROOT / "docs" / "speed.md"
_BEGIN = "<!-- what follows is written by `python bench/run.py --docs` -->"
_END = "<!-- until here -->"


def save(machine: Mapping[str, str], parts: Sequence[Part], folder: Path = RESULTS) -> Path:
    """Write results under the date of the machine's description, in place of earlier ones of that day; the page."""
    folder.mkdir(exist_ok=True)
    found = {"machine": dict(machine), "parts": [part_to(part) for part in parts]}
    page = folder / f"{machine['date']}.md"
    page.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    page.write_text(to_page(found), encoding="utf-8")
    return page


def newest(folder: Path = RESULTS) -> dict[str, Any] | None:
    """The results of the last date."""
    files = sorted(folder.glob("????-??-??.json"))
    found: dict[str, Any] | None = json.loads(files[-1].read_text(encoding="utf-8")) if files else None
    return found


def to_page(found: Mapping[str, Any]) -> str:
    """Results as a page."""
    title = f"# Speed, measured on {found['machine']['date']}"
    return f"{title}\n\n{_machine(found)}\n{_tables(found, level=2)}"


def fill_docs(found: Mapping[str, Any] | None, docs: Path = DOCS) -> None:
    """Put results into the place that the page has for them."""
    text = docs.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    docs.write_text(
        before + _BEGIN + "\n\n" + results_block(found) + "\n" + _END + rest.split(_END)[1], encoding="utf-8"
    )


def results_block(found: Mapping[str, Any] | None) -> str:
    """What docs/speed.md says of results."""
    if found is None:
        return "No results are kept yet: `make bench`.\n"
    return f"Measured on {found['machine']['date']}.\n\n{_machine(found)}\n{_tables(found, level=3)}"


def _machine(found: Mapping[str, Any]) -> str:
    return "".join(f"- {name}: {value}\n" for name, value in found["machine"].items() if name != "date")


def _tables(found: Mapping[str, Any], *, level: int) -> str:
    return to_markdown([part_from(part) for part in found["parts"]], level=level)
