"""`kg backup`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.options import Listener, binary_output, folder_option, force_option, wait_option
from kg.output import check_output

__all__ = ["backup"]


@click.command(
    epilog="\b\nExamples:\n  kg backup news-2022-03-07.nq.gz\n  kg backup - | ssh elsewhere 'cat > news.nq.gz'"
)
@click.argument("file", metavar="FILE.nq.gz", type=click.Path(path_type=Path))
@folder_option
@force_option
@wait_option
def backup(*, file: Path, store: Path, force: bool, wait: float) -> None:
    """Write the store into one file of compressed N-Quads.

    Any RDF store takes the file, and `kg restore` makes the same store of it, with all that is needed for building on.
    FILE is - for standard output.
    """
    from kg.graph.backup import write_backup
    from kg.status_text import counted

    listener = Listener(quiet=False)
    piped = file == Path("-")
    if piped and sys.stdout.isatty():
        raise click.UsageError("A backup is no text for a terminal; name a file, or send it into a pipe.")
    if not piped:
        check_output(file, force=force)
    with binary_output(None if piped else file, force=force) as out:
        count = write_backup(store, out, wait=wait, on_wait=listener.note)
    listener.note(f"wrote {counted(count, 'article')} of {store} to {file}")
