"""`kg restore`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from kg.commands.options import Listener, folder_option, wait_option

__all__ = ["restore"]


@click.command(epilog="\b\nExample:\n  kg restore news-2022-03-07.nq.gz --store kg-store")
@click.argument("file", metavar="FILE.nq.gz", type=click.Path(path_type=Path))
@folder_option
@click.option("--force", is_flag=True, help="Replace a store that is there.")
@wait_option
def restore(*, file: Path, store: Path, force: bool, wait: float) -> None:
    """Make a store of a file that `kg backup` wrote: the same one, whole or not at all.

    FILE is - for standard input.
    """
    from kg.graph.backup import restore_backup
    from kg.status_text import counted

    listener = Listener(quiet=False)
    piped = file == Path("-")
    name = "standard input" if piped else str(file)
    with nullcontext(sys.stdin.buffer) if piped else file.open("rb") as source:
        done = restore_backup(source, name, store, force=force, wait=wait, on_wait=listener.note)
    listener.note(f"{store} holds {counted(done.articles, 'article')}, {counted(done.claims, 'claim')}")
    if not done.complete:
        listener.note("the backup is of an interrupted build; any `kg build` completes it")
