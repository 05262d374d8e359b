"""The `kg` command: options in, messages out; what is done is done elsewhere.

Data goes to standard output, everything else to standard error. Exit 0 done, 1 something failed that the
message explains, 2 wrong usage. Commands import what they need when they run: `kg --help` answers at once.
"""

from __future__ import annotations

import os
import sys

import click

from kg import __version__
from kg.commands.actors import actors
from kg.commands.ask import ask
from kg.commands.backup import backup
from kg.commands.build import build
from kg.commands.check import check
from kg.commands.completion import completion
from kg.commands.conflicts import conflicts
from kg.commands.correct import CORRECTING
from kg.commands.diff import diff
from kg.commands.doctor import doctor
from kg.commands.entities import entities
from kg.commands.events import events
from kg.commands.explain import explain
from kg.commands.export import export
from kg.commands.extract import extract
from kg.commands.network import network
from kg.commands.officials import officials
from kg.commands.query import query
from kg.commands.read import read
from kg.commands.remove import remove
from kg.commands.report import report
from kg.commands.restore import restore
from kg.commands.score import score
from kg.commands.search import search
from kg.commands.serve import serve
from kg.commands.status import status
from kg.commands.timeline import timeline
from kg.commands.tone import tone
from kg.commands.upload import upload
from kg.commands.view import view
from kg.commands.watch import watch
from kg.errors import KGError
from kg.lines import visible

__all__ = ["cli", "main", "run"]

_INTERRUPTED = 130  # as shells say it of Ctrl-C


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  kg build articles/ && kg view --output graph.html",
)
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Build a knowledge graph of who does what to whom from news articles."""


for _command in (
    *(
        actors,
        ask,
        backup,
        build,
        check,
        completion,
        conflicts,
        diff,
        doctor,
        entities,
        events,
        explain,
        export,
        extract,
    ),
    *(network, officials, query, read, remove, report, restore, score, search, serve, status, timeline, tone),
    *(upload, view, watch),
    *CORRECTING,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; a failure that a user can understand is one line, no traceback, and the exit status."""
    if "_KG_COMPLETE" in os.environ:  # a shell asks what an unfinished word may become
        from kg.commands.shells import answer

        return answer(cli)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: matrices this small lose by more threads
    try:
        code = cli.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _INTERRUPTED
    except KGError as error:
        click.echo(f"kg: {visible(str(error))}", err=True)
        return 1
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not raise again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UnicodeEncodeError as error:
        lacking = ascii(error.object[error.start])
        click.echo(
            f"kg: standard output is {error.encoding}, which lacks {lacking}; set PYTHONIOENCODING=utf-8", err=True
        )
        return 1
    except OSError as error:
        click.echo(visible(f"kg: {error.filename or 'input or output'}: {error.strerror or error}"), err=True)
        return 1
    return code if isinstance(code, int) else 0
