"""All findings, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.doctor.findings import Finding, State
from kg.doctor.machine import look_at_machine
from kg.doctor.model import look_at_model, look_at_ontology, look_at_reading
from kg.doctor.packages import look_at_extras, look_at_program
from kg.doctor.store import look_at_store
from kg.errors import ModelNotFoundError
from kg.language_model import installed_model
from kg.lines import visible

__all__ = ["examine", "findings_to_dict", "format_findings", "works"]


def examine(
    *,
    store: Path,
    named: bool = False,
    model: str | None = None,
    ontology: Path | None = None,
    encoding: str | None = None,
    quick: bool = False,
) -> list[Finding]:
    """Look at everything.

    Args:
        store: The store's folder.
        named: Whether the user named it, so that it has to be there.
        model: The language model by name or path; the bundled one by default.
        ontology: A folder that adds to the shipped ontology.
        encoding: The encoding of the terminal.
        quick: Whether to do without what takes a second or more: loading the model, and hashing its files.
    """
    of_ontology, tables = look_at_ontology(ontology)
    of_model = look_at_model(model, quick=quick)
    reading = [*of_model, *of_ontology]
    if tables is not None and works(reading) and not quick:
        reading += look_at_reading(tables, model)
    return [
        *look_at_program(),
        *reading,
        *look_at_machine(store, encoding),
        *look_at_store(store, tables, _name_of(model), named=named),
        *look_at_extras(),
    ]


def works(findings: Sequence[Finding]) -> bool:
    """Whether the main job can be done: nothing is broken."""
    return not any(each.state is State.BROKEN for each in findings)


def format_findings(findings: Sequence[Finding]) -> str:
    """The findings by parts, each with its state before it and its remedy below it, and a last line that sums up."""
    return "\n".join(_lines(findings))


def findings_to_dict(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as plain JSON values."""
    return {"works": works(findings), "findings": [asdict(each) for each in findings]}


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    first, second = (max(map(len, column)) for column in ([*State], [each.name for each in findings]))
    for part, group in groupby(findings, key=lambda each: each.part):
        yield part
        for each in group:
            yield f"  {each.state.ljust(first)}  {each.name.ljust(second)}  {visible(each.value)}".rstrip()
            if each.remedy:
                yield f"{' ' * (first + second + 6)}-> {visible(each.remedy)}"
        yield ""
    broken, notes = (sum(each.state is state for each in findings) for state in (State.BROKEN, State.NOTE))
    if broken:
        yield f"kg does not work here: {broken} broken, see above"
    else:
        yield "kg works here" + (f"; {notes} to note, see above" if notes else "")


def _name_of(model: str | None) -> str | None:
    try:
        return installed_model(model)
    except ModelNotFoundError:
        return None
