"""`kg report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import entities
from kg.commands.options import binary_output, folder_option, force_option, min_confidence_option
from kg.commands.rows import find_sides, from_to

if TYPE_CHECKING:
    from kg.graph.spans import Span

__all__ = ["report"]

_FORMATS = ("markdown", "html")
_OTHERS = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".json", ".csv", ".svg", ".png")
_BY_SUFFIX = {".html": "html", ".htm": "html"}


@click.command(
    epilog="\b\nExamples:\n  kg report 'Naftali Bennett' --output bennett.html\n"
    "  kg report Israel Russia --officials --from 2022-01 --output pair.md"
)
@click.argument("actor", metavar="A", shell_complete=entities)
@click.argument("other", metavar="[B]", required=False, shell_complete=entities)
@from_to
@click.option("--officials", is_flag=True, help="Also what those did who lead or represent A, and B.")
@click.option("--limit", type=click.IntRange(min=1), default=40, show_default=True, help="Lines of the timeline.")
@folder_option
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write FILE.")
@force_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Form of the report.  [default: by FILE's name, else markdown]",
)
@min_confidence_option("Tell only the claims at or above X.")
def report(  # noqa: PLR0913 - all but the first are options
    *,
    actor: str,
    other: str | None,
    within: Span,
    officials: bool,
    limit: int,
    store: Path,
    output: Path | None,
    force: bool,
    form: str | None,
    min_confidence: float,
) -> None:
    """Write a dossier of one page on A, or on A and B with each other.

    It tells who they are, with whom they deal, what happened by time, what articles contradict each other in, and
    what they say. Every statement is footnoted with the sentences that it rests on, their outlets and dates; what is
    planned, denied or only somebody's word is told as that. A page has its picture in it, FILE.md has it in FILE.svg.
    """
    from kg.errors import OutputError, QueryError
    from kg.graph.store import open_store
    from kg.graph.whole import read_whole
    from kg.output import check_output
    from kg.query.find import find_node
    from kg.query.timeline import sentence_reader
    from kg.report import draw_picture, make_dossier, to_html, to_markdown

    if output is not None:
        check_output(output, force=force)
        if form is None and output.suffix.lower() in _OTHERS:
            raise OutputError(f"{output}: a report is Markdown or HTML; call it .md or .html, or give --format")
    with open_store(store, read_only=True) as opened:
        whole = read_whole(opened, min_confidence)
        names = [find_node(whole.nodes, name).name for name in (actor, other) if name is not None]
        if len(names) > len(set(names)):
            raise QueryError(f"'{actor}' and '{other}' are both {whole.nodes[names[0]].label}; name two")
        sides = find_sides(whole, actor, other, officials=officials)
        dossier = make_dossier(whole, names, sides, sentence_reader(opened), within=within, most=limit)
    form = form or _BY_SUFFIX.get(output.suffix.lower() if output else "", "markdown")
    beside = output.with_suffix(".svg") if output is not None and form == "markdown" else None
    picture = draw_picture(whole, names, alone=form == "markdown")
    if form == "html":
        text = to_html(dossier, picture=picture)
    else:
        text = to_markdown(dossier, picture=beside.name if beside and picture else None)
    written = [(output, text), *([(beside, picture)] if beside and picture else [])]
    for path, _ in written:
        if path is not None:
            check_output(path, force=force)
    for path, content in written:
        with binary_output(path, force=force) as file:
            file.write(content.encode("utf-8", "replace"))
        if path is not None:
            click.echo(f"kg: wrote {path}", err=True)
