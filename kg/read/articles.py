"""The one way in: paths of any kind -> articles, with every failure told and none fatal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import ArticleError, KGError
from kg.model import Article, Claim
from kg.read.article.language_filter import in_language
from kg.read.article.limits import MAX_BYTES, MAX_DEPTH
from kg.read.article.options import Options, Told
from kg.read.documents.documents import MOST_BYTES, read_text
from kg.read.documents.docx import read_docx
from kg.read.documents.exports import read_export
from kg.read.documents.markdown import read_markdown
from kg.read.documents.odt import read_odt
from kg.read.documents.pdf import read_pdf
from kg.read.guard import GUARDS, Ahead, Document, make_document
from kg.read.inputs.archives import ARCHIVES, CONTAINERS, unpack
from kg.read.inputs.failures import told
from kg.read.inputs.formats import HEAD, Format, sniff
from kg.read.inputs.sidecars import parse_sidecar, read_sidecar
from kg.read.inputs.sources import Source, find_sources
from kg.read.tables.excel import read_excel
from kg.read.tables.json_lines import read_json_lines
from kg.read.tables.parquet import read_arrow, read_parquet
from kg.read.tables.records import read_json
from kg.read.tables.tables import read_table
from kg.read.web.feeds import read_feed
from kg.read.web.mail import read_mail
from kg.read.web.pages import read_mhtml, read_page
from kg.read.web.warc import read_warc

__all__ = ["read_articles", "read_inputs", "read_source", "read_sources"]

_READERS: dict[Format, Callable[[Source, Options], Iterator[Article | Claim]]] = {
    Format.TEXT: read_text,
    Format.MARKDOWN: read_markdown,
    Format.HTML: read_page,
    Format.MHTML: read_mhtml,
    Format.MAIL: read_mail,
    Format.FEED: read_feed,
    Format.JSON: read_json,
    Format.JSON_LINES: read_json_lines,
    Format.TABLE: read_table,
    Format.PARQUET: read_parquet,
    Format.ARROW: read_arrow,
    Format.EXCEL: read_excel,
    Format.PDF: read_pdf,
    Format.DOCX: read_docx,
    Format.ODT: read_odt,
    Format.WARC: read_warc,
    Format.EXPORT: read_export,
}
# What cannot be read -> what to do about it.
_REMEDIES = {
    Format.OLD_OFFICE: "save it as .docx or .xlsx",
    Format.RTF: "save it as .docx, .odt or .txt",
    Format.SLIDES: "save its text as .txt",
}
# These hold many articles as a rule: the file's name, and what lies beside it, tell nothing of one of them.
_TABLES = frozenset({Format.TABLE, Format.PARQUET, Format.ARROW, Format.EXCEL})
_OF_MANY = _TABLES | {Format.FEED, Format.JSON, Format.JSON_LINES, Format.WARC, Format.EXPORT}
# These are read here, piece by piece or after one look at the bytes; all others where they can do no harm, and of these
# a text that is longer than any head.
_ONE_TEXT = frozenset({Format.TEXT, Format.MARKDOWN})
_GUARDED = frozenset(_READERS) - _ONE_TEXT - {Format.JSON_LINES, Format.TABLE}
# Too large to be handed over as bytes: read elsewhere where they can be opened there.
_LARGE = frozenset({Format.PARQUET, Format.ARROW, Format.WARC})
_PLAIN = Options()


def read_inputs(paths: Iterable[str | Path], options: Options = _PLAIN) -> Iterator[Article | Claim]:
    """Read articles, and the claims of JSON Lines files that hold claims.

    What an input is, its bytes say first and its name second; archives are looked into.

    Args:
        paths: Files, folders and patterns, searched to the bottom, and `-` for standard input.
        options: What the user says of them. Each input that cannot be read goes to `on_error`, which raises it by
            default; the rest goes on.
    """
    yield from _ahead(lambda inner: find_sources(paths, on_error=inner.on_error, on_note=inner.on_note), options)


def read_sources(sources: Iterable[Source], options: Options = _PLAIN) -> Iterator[Article | Claim]:
    """Read inputs that were found already, as `read_inputs`."""
    yield from _ahead(lambda _: sources, options)


def _ahead(find: Callable[[Options], Iterable[Source]], options: Options) -> Iterator[Article | Claim]:
    with Ahead(options) as ahead:
        guarded = _GUARDED if GUARDS else frozenset[Format]()
        walk = (met for source in find(ahead.options) for met in _read(source, ahead.options, guarded, 0))
        yield from ahead.follow(walk)


def read_articles(paths: Iterable[str | Path], options: Options = _PLAIN) -> Iterator[Article]:
    """Read articles, as `read_inputs`; claims among them are an error, told once."""
    told = False
    for item in read_inputs(paths, options):
        if isinstance(item, Article):
            yield item
        elif not told:
            told = True
            options.on_error(
                ArticleError("these inputs hold claims, not articles; `kg build` takes claims", kind="wrong fields")
            )


def read_source(
    source: Source, options: Options, guarded: frozenset[Format] = frozenset(), depth: int = 0
) -> Iterator[Article | Claim | Document]:
    """Read one input, or tell that it is to be read elsewhere.

    Args:
        source: The input.
        options: What the user says of it.
        guarded: The formats that are to be read elsewhere.
        depth: How many archives it is in.

    Raises:
        Exception: Whatever the libraries behind the readers raise; `told` makes one line of it.
    """
    with source.open() as file:
        head = file.read(HEAD)
    kind = sniff(head, source.suffix)
    if source.beside is not None and (kind not in CONTAINERS or kind in ARCHIVES):
        beside, source = source.beside, replace(source, beside=None)
        said = None if kind in ARCHIVES | _OF_MANY else _told_beside(beside, source, options)
        if said is None:
            yield from _read(beside, options, guarded, depth)
        options = replace(options, told=said)
    if kind in CONTAINERS:
        if depth == MAX_DEPTH:
            raise ArticleError(
                f"{source.name}: archives in archives in archives; unpack it first", kind="unknown format"
            )
        for inner in unpack(source, kind, options.on_note):
            yield from _read(inner, options, guarded, depth + 1)
    elif kind in guarded and (source.again or kind not in _LARGE or 0 < source.size < MAX_BYTES // 8):
        yield make_document(source, options)
    elif guarded and kind in _ONE_TEXT and len(head) == HEAD:
        yield make_document(source, options, MOST_BYTES)
    elif kind in _READERS:
        placed = options if kind in _OF_MANY else replace(options, file=source.name)
        yield from in_language(_READERS[kind](source, placed), source.name, options)
    else:
        remedy = _REMEDIES.get(kind, "extract its text first and save that as UTF-8")
        raise ArticleError(f"{source.name}: {kind.value}, not text; {remedy}", kind="unknown format")


def _told_beside(beside: Source, source: Source, options: Options) -> Told | None:
    """What the file beside an input says of it; none where that is an input of its own."""
    try:
        fields = read_sidecar(beside.name, beside.open)
    except ArticleError as error:
        options.on_error(ArticleError(f"{error}; {source.name} is read without it", kind=error.kind))
        return Told()
    return None if fields is None else parse_sidecar(fields, beside.name, options.on_note)


def _read(
    source: Source, options: Options, guarded: frozenset[Format], depth: int
) -> Iterator[Article | Claim | Document]:
    """Read one input; whatever is wrong with it is one line, and only that input is lost."""
    try:
        yield from read_source(source, options, guarded, depth)
    except KGError as error:
        if not isinstance(error, ArticleError):
            raise
        options.on_error(error)
    except Exception as error:  # noqa: BLE001 - the libraries behind the readers may raise anything for a broken file
        options.on_error(told(error, source.name, options))
