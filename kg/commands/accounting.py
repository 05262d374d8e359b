"""What a run of a command comes to: a few lines when it ends, and a report, however it ends."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from kg.errors import KGError, NothingReadError, StrictError
from kg.lines import one_line
from kg.output import open_output
from kg.run_report import Run, check_report, failure_line, lines_of, to_json

if TYPE_CHECKING:
    from kg.commands.options import Listener
    from kg.pipeline import Reading
    from kg.summary import Summary
    from kg.tally import Tally

__all__ = ["Account", "accounted"]

_STANDARD_OUTPUT = Path("-")
_OUTCOMES: tuple[tuple[type[BaseException], str], ...] = (
    (StrictError, "stopped"),
    (Exception, "failed"),
    (BaseException, "interrupted"),  # Ctrl-C and SIGTERM
)


@dataclass(slots=True)
class Account:
    """What the command gives back: the summary of a build."""

    summary: Summary | None = None


@contextmanager
def accounted(
    command: str, reading: Reading, listener: Listener, report: Path | None, store: Path | str | None
) -> Iterator[Account]:
    """Tell what a command did, and write its report whether it comes through, fails or is interrupted.

    Raises:
        OutputError: The report cannot be written; told before the work begins, where that is known then.
    """
    tally, account = reading.tally, Account()
    if tally is None:  # it reads no inputs of the user's
        yield account
        if listener.failed:
            inputs = "1 input" if listener.failed == 1 else f"{listener.failed:,} inputs"
            listener.tell(f"skipped {inputs} that could not be read (see above)")
        return
    if report == _STANDARD_OUTPUT and store is None:
        raise click.UsageError("--report - goes with `kg build` alone; here standard output has the data.")
    if report not in (None, _STANDARD_OUTPUT):
        check_report(report)
    place = None if store is None else str(store)
    ended = partial(Run, command, workers=reading.workers, store=place)
    try:
        with _ended_in_order():
            yield account
    except click.UsageError:
        raise
    except BaseException as failure:
        outcome = next(outcome for kind, outcome in _OUTCOMES if isinstance(failure, kind))
        if isinstance(failure, NothingReadError) and tally.skipped:
            _tell(tally, None, listener, place)
        _write(report, ended(outcome, error=_words(failure)), tally)
        raise
    _tell(tally, account.summary, listener, place)
    _write(report, ended("incomplete" if tally.failed else "done", summary=account.summary), tally)


def _tell(tally: Tally, summary: Summary | None, listener: Listener, store: str | None) -> None:
    if summary or listener.watched or tally.skipped:
        for line in lines_of(tally, summary):
            listener.note(line)
    if failures := failure_line(tally):
        listener.tell(failures)
    if summary:
        listener.note(f"{store} holds {summary}")


def _words(failure: BaseException) -> str | None:
    if isinstance(failure, KGError):
        return str(failure)
    return one_line(f"{type(failure).__name__} {failure}") if isinstance(failure, Exception) else None


def _write(report: Path | None, run: Run, tally: Tally) -> None:
    if report is None:
        return
    data = to_json(run, tally).encode(
        "utf-8", "backslashreplace"
    )  # half a surrogate pair, which JSON writes as this does
    if report == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        return
    with open_output(report, force=True) as file:
        file.write(data)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """End on SIGTERM as on Ctrl-C: what is half done is undone, and no process is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
