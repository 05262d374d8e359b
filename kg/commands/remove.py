"""`kg remove`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.complete import files
from kg.commands.options import Listener, folder_option, ontology_option, wait_option

__all__ = ["remove"]


@click.command(
    epilog="\b\nExamples:\n  kg remove 'Bennett returns from Moscow'\n"
    "  kg remove https://news.example/2022/03/07/bennett articles/retracted/ --dry-run"
)
@click.argument("names", nargs=-1, required=True, metavar="ARTICLE...", shell_complete=files)
@folder_option
@ontology_option
@click.option("--dry-run", is_flag=True, help="Only tell which articles would go.")
@wait_option
def remove(*, names: tuple[str, ...], store: Path, ontology: Path | None, dry_run: bool, wait: float) -> None:
    """Remove articles from the store, with all that only they say.

    ARTICLE is its id, its address, its title, or a file or folder that it was read from. All go or none.
    """
    from kg import pipeline
    from kg.status_text import article_line, counted

    listener = Listener(quiet=False)
    articles, summary = pipeline.remove(
        names, store, ontology=ontology, dry_run=dry_run, wait=wait, on_note=listener.note
    )
    for meta in articles:
        click.echo(article_line(meta))
    if summary is None:
        listener.note(f"{counted(len(articles), 'article')} would go from {store}; nothing was changed")
    else:
        listener.note(f"{store} holds {summary}")
