"""`kg build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import min_confidence_option, reads, store_option, wait_option

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["build"]


@click.command(epilog="\b\nExample:\n  kg build articles/ more.jsonl --published 2022-03-07")
@reads
@store_option
@click.option("--sync", is_flag=True, help="Also remove what is in the store but not among PATH.")
@min_confidence_option(
    "Keep claims below X out of the graph, those of earlier builds too; later builds keep to it until told otherwise.",
    default=None,
)
@wait_option
def build(
    *, paths: tuple[str, ...], reading: Reading, store: Path, sync: bool, min_confidence: float | None, wait: float
) -> None:
    """Read articles and add what they say to a store.

    PATH is a file, a folder, a pattern, or - for standard input: articles in any form that `kg read`
    takes, or claims as `kg extract` prints them. Articles that the store knows already are not read again.
    """
    from kg import pipeline

    summary = pipeline.build(paths, store, reading, sync=sync, min_confidence=min_confidence, wait=wait)
    if summary.model:
        reading.on_note(f"language model {summary.model}")
    reading.on_note(f"{store} holds {summary}")
