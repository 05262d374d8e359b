"""`kg build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import endpoint_options, min_confidence_option, reads, store_option, wait_option

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["build"]


@click.command(
    epilog="\b\nExamples:\n  kg build articles/ more.jsonl --published 2022-03-07\n"
    "  kg build articles/ --store news --endpoint http://localhost:7878/query"
)
@reads
@store_option
@click.option("--sync", is_flag=True, help="Also remove what is in the store but not among PATH.")
@min_confidence_option(
    "Keep claims below X out of the graph, those of earlier builds too; later builds keep to it until told otherwise.",
    default=None,
)
@wait_option
@endpoint_options
def build(
    *,
    paths: tuple[str, ...],
    reading: Reading,
    store: Path,
    sync: bool,
    min_confidence: float | None,
    wait: float,
    endpoint: str | None,
    update_endpoint: str | None,
) -> None:
    """Read articles and add what they say to a store.

    PATH is a .txt, .md or .jsonl file of articles, a .jsonl file of claims, a folder of them, or - for
    standard input. Articles that the store knows already are not read again.
    """
    from kg import pipeline

    if update_endpoint and not endpoint:
        raise click.UsageError("--update-endpoint goes with --endpoint, the URL for queries.")
    summary = pipeline.build(
        paths,
        store,
        reading,
        sync=sync,
        min_confidence=min_confidence,
        wait=wait,
        endpoint=endpoint,
        update_endpoint=update_endpoint,
    )
    if summary.model:
        reading.on_note(f"language model {summary.model}")
    reading.on_note(f"{store} holds {summary}")
