"""`kg score`."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import UNDERSTANDING, min_confidence_option, reads

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["score"]


@click.command(
    epilog="\b\nExamples:\n  kg score my-articles --details\n  kg score my-articles --claims claims.jsonl --format json"
)
@click.argument("directory", metavar="GOLD_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@partial(reads, options=UNDERSTANDING)
@click.option(
    "--claims",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Score these claims, as `kg extract` prints them, instead of reading; - is standard input.",
)
@min_confidence_option("Leave out claims below X.")
@click.option("--details", is_flag=True, help="Also list what was wrong, missed and falsely asserted.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form.",
)
def score(
    *, directory: Path, reading: Reading, claims: str | None, min_confidence: float, details: bool, form: str
) -> None:
    """Measure how well articles are read that people have annotated.

    GOLD_DIR holds an ID.txt and an ID.json for each article: its text, and the entities and claims that a careful
    reader finds. tests/gold/README.md in the source describes the form. A claim is right when subject, relation,
    object and polarity are.
    """
    from kg import pipeline
    from kg.score_report import format_details, format_score, score_to_dict

    gold, result = pipeline.evaluate(directory, reading, claims=claims, min_confidence=min_confidence)
    if form == "json":
        click.echo(json.dumps(score_to_dict(result, details=details), ensure_ascii=False, indent=2))
        return
    if details and (listed := format_details(result, gold)):
        click.echo(f"{listed}\n")
    click.echo(format_score(result))
