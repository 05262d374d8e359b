"""`kg build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import (
    endpoint_options,
    engine_options,
    folder_option,
    min_confidence_option,
    reads,
    wait_option,
)
from kg.errors import StrictError

if TYPE_CHECKING:
    from kg.engine.reading import Engine
    from kg.pipeline import Reading
    from kg.summary import Summary

__all__ = ["build"]


@click.command(
    epilog="\b\nExamples:\n  kg build articles/ more.jsonl --published 2022-03-07\n"
    "  kg build articles/ --store news --endpoint http://localhost:7878/query\n"
    "  kg build s3://news/2024/*.jsonl --engine dask --scheduler tcp://10.0.0.1:8786 --parts s3://news/parts"
)
@reads
@folder_option
@click.option("--sync", is_flag=True, help="Also remove what is in the store but not among PATH.")
@min_confidence_option(
    "Keep claims below X out of the graph, those of earlier builds too; later builds keep to it until told otherwise.",
    default=None,
)
@click.option(
    "--corrections",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file of corrections, in place of corrections.toml beside PATH; later builds follow it too.",
)
@wait_option
@click.option(
    "--infer/--no-infer",
    default=None,
    help="Also write what follows from the facts by the ontology, in the graph `inferred`; later builds keep to it.",
)
@endpoint_options
@engine_options
def build(  # noqa: PLR0913 - a parameter an option
    *,
    paths: tuple[str, ...],
    reading: Reading,
    store: Path,
    sync: bool,
    min_confidence: float | None,
    infer: bool | None,
    corrections: Path | None,
    wait: float,
    endpoint: str | None,
    update_endpoint: str | None,
    engine: Engine | None,
) -> Summary:
    """Read articles and add what they say to a store.

    PATH is a file, a folder, a pattern, or - for standard input: articles in any form that `kg read`
    takes, or claims as `kg extract` prints them. Articles that the store knows already are not read again.
    Corrections in a file corrections.toml beside them are replayed each time.
    """
    from kg import pipeline

    if update_endpoint and not endpoint:
        raise click.UsageError("--update-endpoint goes with --endpoint, the URL for queries.")
    try:
        summary = pipeline.build(
            paths,
            store,
            reading,
            sync=sync,
            min_confidence=min_confidence,
            infer=infer,
            wait=wait,
            corrections=corrections,
            endpoint=endpoint,
            update_endpoint=update_endpoint,
            engine=engine,
        )
    except (StrictError, KeyboardInterrupt, SystemExit):
        reading.on_note(_state(store, reading.tally.taken if reading.tally else 0))
        raise
    for unmatched in summary.unmatched:
        reading.on_note(f"not corrected: {unmatched}")
    return summary


def _state(store: Path, taken: int) -> str:
    """What becomes of a store whose build ends before its time."""
    if not taken:
        return f"nothing was put into {store}"
    articles = "1 article that was" if taken == 1 else f"{taken:,} articles that were"
    return f"{store} keeps the {articles} put into it; the next build goes on from there and completes its graph"
