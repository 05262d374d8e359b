"""The `kg` command: options in, messages out; what is done is done elsewhere.

Data goes to standard output, everything else to standard error. Exit 0 done, 1 something failed that the
message explains, 2 wrong usage. Commands import what they need when they run: `kg --help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from math import isnan
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, BinaryIO

import click

from kg import __version__
from kg.errors import ArticleError, KGError, QueryError
from kg.output import check_output, open_output

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["cli", "main", "run"]

_QUERY_FORMATS = ("table", "csv", "json", "xml")
_EXPORT_FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "xml")
_INTERRUPTED = 130  # as shells say it of Ctrl-C


class _Listener:
    """Tells failures at once, and how far the work is where somebody watches."""

    def __init__(self, *, quiet: bool) -> None:
        self.failed = 0
        self._quiet = quiet
        self._watched = sys.stderr.isatty() and not quiet
        self._line_open = False

    def error(self, error: ArticleError) -> None:
        self.failed += 1
        self._tell(str(error))

    def note(self, text: str) -> None:
        if not self._quiet:
            self._tell(text)

    def progress(self, articles: int, claims: int) -> None:
        if self._watched:
            self._line_open = True
            click.echo(f"\r{articles:,} articles, {claims:,} claims ", err=True, nl=False)

    def finish(self) -> None:
        """Leave with status 1 if any input could not be read."""
        if self.failed:
            inputs = "1 input" if self.failed == 1 else f"{self.failed} inputs"
            self._tell(f"skipped {inputs} that could not be read (see above)")
            click.get_current_context().exit(1)

    def _tell(self, text: str) -> None:
        if self._line_open:
            click.echo(err=True)
            self._line_open = False
        click.echo(f"kg: {text}", err=True)


def _date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from kg.read import to_iso_date

    if value is None or (date := to_iso_date(value)):
        return value and date
    raise click.BadParameter(f"{value!r} is no date; write it as 2022-03-07")


def _number(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and isnan(value):  # no comparison finds fault with it
        raise click.BadParameter("nan is not in the range 0<=x<=1.")
    return value


def _pairs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} should be NAME=VALUE")
    return {name.strip(): text for name, _, text in (value.partition("=") for value in values)}


_ontology = click.option(
    "--ontology",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of Turtle files that add to the shipped ontology, or replace its files.",
)
_store = click.option(
    "--store",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("kg-store"),
    show_default=True,
    help="The store's folder.",
)
_force = click.option("--force", is_flag=True, help="Overwrite an existing file.")
_published = click.option("--published", metavar="DATE", callback=_date, help="Date of articles that give none.")
_model = click.option(
    "--model",
    metavar="NAME",
    envvar="KG_MODEL",
    show_envvar=True,
    help="spaCy pipeline, by name or path, in place of the bundled one.",
)
_open = click.option(
    "--open",
    "open_relations",
    is_flag=True,
    help="Also tell what no relation of the ontology covers, by the words of the text.",
)
_quiet = click.option("--quiet", "-q", is_flag=True, help="Tell failures only.")
_UNDERSTANDING = (
    _model,
    _ontology,
    _open,
    click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes."),
    _quiet,
)
_READING = (
    click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    _published,
    click.option("--publisher", metavar="NAME", help="Publisher of articles that name none."),
    *_UNDERSTANDING,
)


def _min_confidence(text: str, *, default: float | None = 0.0) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option of that name, with a help text of the command's own."""
    return click.option(
        "--min-confidence",
        metavar="X",
        type=click.FloatRange(0, 1),
        callback=_number,
        default=default,
        help=f"{text} X is a probability from 0 to 1.",
    )


def _reads(
    command: Callable[..., None], options: Sequence[Callable[..., Callable[..., None]]] = _READING
) -> Callable[..., None]:
    """Give a command the arguments and options of reading, as a `Reading` that reports to a listener."""

    @wraps(command)
    def read(
        *,
        published: str | None = None,
        publisher: str | None = None,
        model: str | None,
        ontology: Path | None,
        open_relations: bool,
        workers: int = 1,
        quiet: bool,
        **rest: object,
    ) -> None:
        from kg.pipeline import Reading

        listener = _Listener(quiet=quiet)
        reading = Reading(
            published=published,
            publisher=publisher,
            ontology=ontology,
            model=model,
            open_relations=open_relations,
            workers=workers,
            on_error=listener.error,
            on_note=listener.note,
            on_progress=listener.progress,
        )
        command(reading=reading, **rest)
        listener.finish()

    for option in reversed(options):
        read = option(read)
    return read


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  kg build articles/ && kg view --output graph.html",
)
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Build a knowledge graph of who does what to whom from news articles."""


@cli.command(epilog="\b\nExample:\n  kg build articles/ more.jsonl --published 2022-03-07")
@_reads
@_store
@click.option("--sync", is_flag=True, help="Also remove what is in the store but not among PATH.")
@_min_confidence(
    "Keep claims below X out of the graph, those of earlier builds too; later builds keep to it until told otherwise.",
    default=None,
)
def build(*, paths: tuple[str, ...], reading: Reading, store: Path, sync: bool, min_confidence: float | None) -> None:
    """Read articles and add what they say to a store.

    PATH is a .txt, .md or .jsonl file of articles, a .jsonl file of claims, a folder of them, or - for
    standard input. Articles that the store knows already are not read again.
    """
    from kg import pipeline

    summary = pipeline.build(paths, store, reading, sync=sync, min_confidence=min_confidence)
    if summary.model:
        reading.on_note(f"language model {summary.model}")
    reading.on_note(f"{store} holds {summary}")


@cli.command(epilog="\b\nExample:\n  kg extract article.txt --format table")
@_reads
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table"]),
    default="jsonl",
    show_default=True,
    help="Form.",
)
@_min_confidence("Leave out claims below X.")
def extract(*, paths: tuple[str, ...], reading: Reading, form: str, min_confidence: float) -> None:
    """Print the claims of articles, as JSON Lines or for reading.

    PATH is a .txt, .md or .jsonl file of articles, a folder of them, or - for standard input.
    """
    from kg import pipeline
    from kg.claim_table import claim_table
    from kg.jsonl import claim_to_line

    for article, claims in pipeline.extract(paths, reading, min_confidence=min_confidence):
        if form == "table":
            click.echo(claim_table(article, claims))
        else:
            for claim in claims:
                click.echo(claim_to_line(claim))


@cli.command(
    epilog="\b\nExamples:\n  kg score my-articles --details\n  kg score my-articles --claims claims.jsonl --format json"
)
@click.argument("directory", metavar="GOLD_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@partial(_reads, options=_UNDERSTANDING)
@click.option(
    "--claims",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Score these claims, as `kg extract` prints them, instead of reading; - is standard input.",
)
@_min_confidence("Leave out claims below X.")
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


@cli.command(
    epilog="\b\nExamples:\n  kg explain 'Russia denied that it had supplied drones to Iran.'\n"
    "  kg explain article.txt --find drones"
)
@click.argument("what", metavar="TEXT|ARTICLE")
@click.option("--find", metavar="WORDS", help="Only sentences that hold these words.")
@click.option(
    "--sentence", "-s", "numbers", type=click.IntRange(min=1), multiple=True, metavar="N", help="Only this sentence."
)
@click.option("--all", "everything", is_flag=True, help="Also every frame that was passed over.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form; json is one object a sentence.",
)
@partial(_reads, options=(_published, _model, _ontology, _open, _quiet))
def explain(
    *, what: str, reading: Reading, find: str | None, numbers: tuple[int, ...], everything: bool, form: str
) -> None:
    """Tell what is seen in a text, and why.

    For each sentence: who and what is mentioned, the predicates, the frame of the lexicon that fired and why others
    did not, what set polarity and modality, and the claims. TEXT is the text itself; ARTICLE a .txt, .md or .jsonl
    file, a folder of them, or - for standard input.
    """
    from kg import pipeline
    from kg.explained import explanation_lines, explanation_text, pick_sentences
    from kg.read import is_source

    given = pipeline.explain_inputs([what], reading) if is_source(what) else [pipeline.explain(what, reading)]
    read = shown = 0
    for explanation in given:
        picked = pick_sentences(explanation, find=find, numbers=numbers)
        read += 1
        shown += len(picked.sentences)
        if form == "json":
            for line in explanation_lines(picked):
                click.echo(line)
        elif picked.sentences:
            click.echo(explanation_text(picked, everything=everything))
    if read and not shown:
        chosen = find or numbers
        raise ArticleError("no such sentence; without --find and --sentence all are shown" if chosen else "no sentence")


@cli.command(
    epilog="\b\nExamples:\n  kg query who-met-whom\n  kg query actor --param 'actor=Naftali Bennett'\n"
    "  kg query 'SELECT ?a ?b { ?a kg:metWith ?b }' --format csv\n  kg query question.rq"
)
@click.argument("query", required=False, metavar="QUERY|NAME")
@_store
@click.option(
    "--format",
    "form",
    type=click.Choice(_QUERY_FORMATS),
    help="Form of the answer; CONSTRUCT answers in Turtle.  [default: table on a terminal, else csv]",
)
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_pairs,
    help="Parameter of a library query.",
)
@click.option("--list", "list_queries", is_flag=True, help="List the library queries and leave.")
@_min_confidence("Ask the graph of the claims at or above X.")
def query(
    *,
    query: str | None,
    store: Path,
    form: str | None,
    params: dict[str, str],
    list_queries: bool,
    min_confidence: float,
) -> None:
    """Ask the graph.

    QUERY is SPARQL, a file of it (question.rq or @question), - for standard input, or the name of a library
    query. The usual prefixes (kg, kgr, rdf, rdfs, skos, prov, schema ...) need no declaration.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.query import named_queries, run_query, write_result

    if list_queries:
        width = max(map(len, named_queries()))
        for name, named in named_queries().items():
            params_text = "".join(f" [{key}={value!r}]" for key, value in named.params.items())
            click.echo(f"{name.ljust(width)}  {named.title}{params_text}")
        return
    if query is None:
        raise click.UsageError("Missing argument 'QUERY|NAME'; --list shows the library.")
    watched = sys.stdout.isatty()
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        result = run_query(opened, _query_text(query), params)
        write_result(
            result,
            form or ("table" if watched else "csv"),
            sys.stdout.buffer,
            store=opened,
            width=get_terminal_size().columns if watched else None,
        )


def _query_text(query: str) -> str:
    if query != "-" and not query.startswith("@") and not query.endswith(".rq"):
        return query
    name = "standard input" if query == "-" else query.removeprefix("@")
    try:
        data = sys.stdin.buffer.read() if query == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{name}: not UTF-8 text") from error


@cli.command(epilog="\b\nExample:\n  kg view --output graph.html")
@_store
@_ontology
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=Path("graph.html"),
    show_default=True,
    help="The page to write.",
)
@click.option("--title", metavar="TEXT", default="News graph", show_default=True, help="Title of the page.")
@_force
@_min_confidence("Draw only the claims at or above X, and what they support.")
def view(*, store: Path, ontology: Path | None, output: Path, title: str, force: bool, min_confidence: float) -> None:
    """Draw the graph: one HTML file.

    It opens in any browser and loads nothing from anywhere.
    """
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted
    from kg.ontology import load_ontology
    from kg.view import render_html

    check_output(output, force=force)
    with open_store(store, read_only=True) as whole, restricted(whole, min_confidence) as opened:
        page = render_html(opened, load_ontology(ontology), title=title)
    with open_output(output, force=force) as file:
        file.write(page.encode("utf-8"))
    click.echo(f"kg: wrote {output}", err=True)


@cli.command(epilog="\b\nExample:\n  kg export --format turtle --output graph.ttl")
@_store
@click.option(
    "--format",
    "form",
    type=click.Choice(_EXPORT_FORMATS),
    default="turtle",
    show_default=True,
    help="Form of RDF; trig, nquads and jsonld keep the articles apart.",
)
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="File instead of standard output."
)
@_force
@_min_confidence("Write only the claims at or above X, and what they support.")
def export(*, store: Path, form: str, output: Path | None, force: bool, min_confidence: float) -> None:
    """Write the graph as RDF."""
    from kg.export import export as export_graph
    from kg.graph.store import open_store
    from kg.graph.threshold import restricted

    if output:
        check_output(output, force=force)
    with (
        open_store(store, read_only=True) as whole,
        restricted(whole, min_confidence) as opened,
        _binary_output(output, force=force) as file,
    ):
        export_graph(opened, form, file)


@contextmanager
def _binary_output(path: Path | None, *, force: bool) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
    else:
        with open_output(path, force=force) as file:
            yield file


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; a failure that a user can understand is one line, no traceback, and the exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: matrices this small lose by more threads
    try:
        status = cli.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _INTERRUPTED
    except KGError as error:
        click.echo(f"kg: {error}", err=True)
        return 1
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not raise again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        click.echo(f"kg: {error.filename or 'input or output'}: {error.strerror}", err=True)
        return 1
    return status if isinstance(status, int) else 0
