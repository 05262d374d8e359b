"""Options that several commands have, what listens to long work, and where binary output goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from kg.commands.complete import files, folders
from kg.commands.progress import Progress
from kg.errors import ArticleError, StoreError, StrictError
from kg.lines import visible
from kg.output import open_output

if TYPE_CHECKING:
    from kg.pipeline import Reading
    from kg.summary import Summary
    from kg.tally import Tally

__all__ = [
    "EXPLAINING",
    "QUIET",
    "READING",
    "UNDERSTANDING",
    "WATCHING",
    "Listener",
    "binary_output",
    "endpoint_options",
    "engine_options",
    "folder_option",
    "force_option",
    "min_confidence_option",
    "model_option",
    "ontology_option",
    "reads",
    "store_option",
    "to_date",
    "to_pairs",
    "wait_option",
]

Command = TypeVar("Command", bound=Callable[..., Any])


class Listener:
    """Tells failures at once, and how far the work is where somebody watches; the first failure ends strict work."""

    def __init__(self, *, quiet: bool, strict: bool = False, total: Callable[[], int | None] | None = None) -> None:
        self.failed = 0
        self.watched = sys.stderr.isatty() and not quiet
        self._quiet = quiet
        self._strict = strict
        self._progress = Progress(watched=self.watched, total=total() if total and self.watched else None)

    def error(self, error: ArticleError) -> None:
        self.failed += 1
        self.tell(str(error))
        if self._strict:
            raise StrictError("stopped at the first failure, as --strict wants it")

    def note(self, text: str) -> None:
        if not self._quiet:
            self.tell(text)

    def progress(self, tally: Tally) -> None:
        """Tell how far articles are, where somebody watches."""
        self._progress.tally(tally)

    def count(self, articles: int, claims: int) -> None:
        """Tell how many there are so far, where somebody watches."""
        self._progress.step(f"{articles:,} articles, {claims:,} claims")

    def step(self, text: str) -> None:
        """Tell how far the work is, where somebody watches."""
        self._progress.step(text)

    def finish(self) -> None:
        """Leave with status 1 if any input could not be read."""
        self._progress.clear()
        if self.failed:
            click.get_current_context().exit(1)

    def tell(self, text: str) -> None:
        """Tell something whatever happens."""
        self._progress.clear()
        click.echo(f"kg: {visible(text)}", err=True)


def to_date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Read a date as articles have it."""
    from kg.read import to_iso_date

    if value is None or (date := to_iso_date(value)):
        return value and date
    raise click.BadParameter(f"{value!r} is no date; write it as 2022-03-07")


def _to_languages(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Read languages by their codes or English names, apart or with commas between them."""
    from kg.read import ANY_LANGUAGE, language_code

    words = [word.strip() for value in values for word in value.split(",")]
    for word in words:
        if word != ANY_LANGUAGE and language_code(word) is None:
            raise click.BadParameter(f"{word!r} is no language; write its code, as in en or de, or {ANY_LANGUAGE}")
    return tuple(word if word == ANY_LANGUAGE else language_code(word) or word for word in words)


def _number(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and isnan(value):  # no comparison finds fault with it
        raise click.BadParameter("nan is no number.")
    return value


def _place(_context: click.Context, _parameter: click.Parameter, value: str) -> Path | str:
    from kg.graph.endpoint import is_address

    return value if is_address(value) else Path(value)  # the slashes of an address are no path's


def _folder(_context: click.Context, _parameter: click.Parameter, value: str) -> Path:
    from kg.graph.endpoint import is_address, open_endpoint

    if is_address(value):
        shown = open_endpoint(value).query  # without the password
        raise StoreError(
            f"{shown}: has the graph alone, and this needs the store's folder; "
            "to build there, add --endpoint to a folder, and name that"
        )
    return Path(value)


def to_pairs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE, given any number of times."""
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} should be NAME=VALUE")
    return {name.strip(): text for name, _, text in (value.partition("=") for value in values)}


ontology_option = click.option(
    "--ontology",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of Turtle files that add to the shipped ontology, or replace its files.",
)
store_option = click.option(
    "--store",
    metavar="DIR|URL",
    callback=_place,
    shell_complete=folders,
    default="kg-store",
    show_default=True,
    help="The store's folder; to read, also the URL of a SPARQL endpoint (see `kg build --endpoint`).",
)
folder_option = click.option(
    "--store",
    metavar="DIR",
    callback=_folder,
    shell_complete=folders,
    default="kg-store",
    show_default=True,
    help="The store's folder.",
)
_endpoint = click.option(
    "--endpoint",
    metavar="URL",
    help="Keep the graph of a new store at this SPARQL 1.1 endpoint; DIR keeps the rest, and remembers the endpoint. "
    "User and password come from the URL, from KG_ENDPOINT_AUTH (user:password) or from ~/.netrc.",
)
_update_endpoint = click.option(
    "--update-endpoint",
    metavar="URL",
    help="Where the endpoint takes updates.  [default: URL, with /update for a /query at its end]",
)
wait_option = click.option(
    "--wait",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    callback=_number,
    default=60,
    show_default=True,
    help="How long to wait for another process that writes to the store.",
)
force_option = click.option("--force", is_flag=True, help="Overwrite an existing file.")
_published = click.option("--published", metavar="DATE", callback=to_date, help="Date of articles that give none.")
model_option = click.option(
    "--model",
    metavar="NAME",
    envvar="KG_MODEL",
    show_envvar=True,
    help="spaCy pipeline, by name or path, in place of the bundled one.",
)
_publisher = click.option("--publisher", metavar="NAME", help="Publisher of articles that name none.")
_languages = click.option(
    "--language",
    "languages",
    metavar="CODE",
    multiple=True,
    callback=_to_languages,
    help="Language of the articles to read, as en or de; any reads all. More than one may be given.  [default: en]",
)
_text_column = click.option(
    "--text-column", metavar="NAME", help="Column of a table, or field of JSON, that holds the text."
)
_LIMITS = (
    click.option(
        "--max-seconds",
        metavar="N",
        type=click.FloatRange(min=0.01, max=1_000_000),
        callback=_number,
        help="Leave a page or document alone that takes more than N seconds of work to read.  [default: 60]",
    ),
    click.option(
        "--max-memory",
        metavar="MB",
        type=click.IntRange(min=128, max=1 << 20),
        help="Leave a page or document alone that takes more than so many megabytes.  [default: 2048]",
    ),
)
_open = click.option(
    "--open",
    "open_relations",
    is_flag=True,
    help="Also tell what no relation of the ontology covers, by the words of the text.",
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Tell failures only.")
UNDERSTANDING = (
    model_option,
    ontology_option,
    _open,
    click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(min=1),
        help="Processes that extract; a few articles are read in one.  [default: as many as there are cores]",
    ),
    QUIET,
)
READING = (
    click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=files),
    _published,
    _publisher,
    _languages,
    _text_column,
    *_LIMITS,
    click.option("--strict", is_flag=True, help="Stop at the first input that cannot be read."),
    click.option(
        "--report",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write what was read, left out and why, and found, as JSON; replaces an earlier report, no other file.",
    ),
)
_READING = (*READING, *UNDERSTANDING)


def endpoint_options(command: Callable[..., Summary]) -> Callable[..., Summary]:
    """The options of a command that may make a store whose graph is kept at an endpoint."""
    return _endpoint(_update_endpoint(command))


def engine_options(command: Callable[..., Summary]) -> Callable[..., Summary]:
    """The options of a command that may have others read for it, given to it as an `Engine`."""

    @wraps(command)
    def with_engine(
        *, engine: str | None, scheduler: str | None, parts: str | None, store: Path, reading: Reading, **rest: object
    ) -> Summary:
        from kg.engine.reading import Engine

        if engine is None and (scheduler or parts):
            raise click.UsageError("--scheduler and --parts go with --engine.")
        chosen = Engine(parts or f"{store}-parts", scheduler, reading.workers) if engine else None
        return command(engine=chosen, store=store, reading=reading, **rest)

    for option in (
        click.option(
            "--parts",
            metavar="DIR|URL",
            shell_complete=folders,
            help="Where what an engine reads is kept until all is read, and for next time; every machine must see it.  "
            "[default: STORE-parts]",
        ),
        click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster that runs, as tcp://host:8786."),
        click.option(
            "--engine",
            type=click.Choice(["dask"]),
            help="Read on a cluster: the one at --scheduler, else --workers processes of this machine.",
        ),
    ):
        with_engine = option(with_engine)
    return with_engine


WATCHING = (_languages, *_LIMITS, *UNDERSTANDING)
EXPLAINING = (
    _published,
    _publisher,
    _languages,
    _text_column,
    *_LIMITS,
    model_option,
    ontology_option,
    _open,
    QUIET,
)


def min_confidence_option(text: str, *, default: float | None = 0.0) -> Callable[[Command], Command]:
    """The option of that name, with a help text of the command's own."""
    return click.option(
        "--min-confidence",
        metavar="X",
        type=click.FloatRange(0, 1),
        callback=_number,
        default=default,
        help=f"{text} X is a probability from 0 to 1.",
    )


def reads(
    command: Callable[..., Summary | None], options: Sequence[Callable[..., Callable[..., None]]] = _READING
) -> Callable[..., None]:
    """Give a command the arguments and options of reading, as a `Reading` that reports to a listener.

    Commands that read the inputs of a user end with a few lines on them, and with a report where that is wanted.
    """

    @wraps(command)
    def read(  # noqa: PLR0913 - a parameter an option
        *,
        published: str | None = None,
        publisher: str | None = None,
        text_column: str | None = None,
        languages: tuple[str, ...] = (),
        max_seconds: float | None = None,
        max_memory: int | None = None,
        model: str | None = None,
        ontology: Path | None = None,
        open_relations: bool = False,
        workers: int | None = None,
        strict: bool = False,
        report: Path | None = None,
        quiet: bool,
        **rest: Any,
    ) -> None:
        from kg.commands.accounting import accounted
        from kg.cores import usable_cores
        from kg.pipeline import Reading
        from kg.read.article.limits import MAX_MEMORY, MAX_SECONDS
        from kg.read.inputs.count import count_articles
        from kg.tally import Tally

        of_inputs = "paths" in rest
        total = partial(count_articles, rest["paths"]) if of_inputs else None
        listener = Listener(quiet=quiet, strict=strict, total=total)
        reading = Reading(
            published=published,
            publisher=publisher,
            text_column=text_column,
            languages=languages,
            max_seconds=max_seconds or MAX_SECONDS,
            max_memory=max_memory or MAX_MEMORY,
            ontology=ontology,
            model=model,
            open_relations=open_relations,
            workers=workers or usable_cores(),
            strict=strict,
            on_error=listener.error,
            on_note=listener.note,
            on_progress=None if of_inputs else listener.count,
            tally=Tally(on_change=listener.progress) if of_inputs else None,
        )
        with accounted(command.__name__, reading, listener, report, rest.get("store")) as account:
            account.summary = command(reading=reading, **rest)
        listener.finish()

    for option in reversed(options):
        read = option(read)
    return read


@contextmanager
def binary_output(path: Path | None, *, force: bool) -> Iterator[BinaryIO]:
    """A new file that appears whole or not at all, or standard output."""
    if path is None:
        yield sys.stdout.buffer
    else:
        with open_output(path, force=force) as file:
            yield file
