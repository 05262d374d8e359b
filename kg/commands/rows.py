"""What commands have in common that answer with rows: whom and when they are asked about, and how they write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.graph.spans import Span
    from kg.graph.whole import Whole
    from kg.query.rows import Row

__all__ = ["FORMATS", "find_sides", "from_to", "print_rows", "row_format_option", "to_time"]

FORMATS = ("table", "csv", "json")

_PROSE = frozenset({"aliases", "reason", "sentence", "sentences", "why"})  # what a narrow terminal may cut

row_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Form of the answer.  [default: table on a terminal, else csv]",
)


def to_time(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Span | None:
    """Read a day, month or year."""
    from kg.graph.spans import parse_span

    if value is None:
        return None
    span = None if "/" in value else parse_span(value)
    if span is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2022-03-07, 2022-03 or 2022")
    return span


def from_to(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--from` and `--to`; it gets what lies between, both of them within, as `within`."""

    @click.option("--from", "begin", metavar="DATE", callback=to_time, help="From this day, month or year on.")
    @click.option("--to", "end", metavar="DATE", callback=to_time, help="Up to this day, month or year.")
    @wraps(command)
    def bounded(*, begin: Span | None, end: Span | None, **rest: object) -> None:
        from kg.graph.spans import between

        if begin is not None and end is not None and begin.first > end.last:
            raise click.UsageError(f"--from {begin} is later than --to {end}")
        command(within=between(begin, end), **rest)

    return bounded


def find_sides(whole: Whole, *names: str | None, officials: bool) -> list[frozenset[str]]:
    """The nodes that each name stands for, with all who act for it if `officials`; None is nobody's name.

    Raises:
        QueryError: Nobody has a name, or several have.
    """
    from kg.query.find import find_node
    from kg.query.officials import officials_of

    found = [find_node(whole.nodes, name).name for name in names if name is not None]
    return [officials_of(whole, name) if officials else frozenset({name}) for name in found]


def print_rows(rows: Sequence[Row], columns: Sequence[str], shown: Sequence[str], form: str | None) -> None:
    """Write rows to standard output.

    Args:
        rows: The value of every column by its name.
        columns: The columns for programs.
        shown: The columns of the table for people.
        form: One of `FORMATS`; None for what suits where the output goes.
    """
    from kg.query.rows import write_rows

    watched = sys.stdout.isatty()
    form = form or ("table" if watched else "csv")
    width = get_terminal_size().columns if watched else None
    write_rows(rows, shown if form == "table" else columns, form, sys.stdout.buffer, width=width, prose=_PROSE)
