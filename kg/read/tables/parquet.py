"""Tables in Parquet and Arrow files: streamed piece by piece, and of the columns only those that are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.columns import choose_columns
from kg.read.article.extras import load
from kg.read.article.limits import seekable
from kg.read.article.options import Options
from kg.read.inputs.sources import Source
from kg.read.tables.tables import articles_of_rows

__all__ = ["read_arrow", "read_parquet"]

_ROWS = 64  # that are in memory at a time: as many long articles are a few megabytes
_BUFFER = 2**20
_STREAM = b"\xff\xff\xff\xff"  # how an Arrow stream begins, as Hugging Face's datasets keep it

_Batches = Callable[[list[str]], Iterator[Any]]


def read_parquet(source: Source, options: Options) -> Iterator[Article]:
    """Read a Parquet table, one article a row.

    Raises:
        ArticleError: It is damaged, or no column holds the text.
    """
    parquet = load("pyarrow.parquet", source.name, "a Parquet table", "parquet")
    with source.open() as opened:
        file = parquet.ParquetFile(seekable(opened, source.name), buffer_size=_BUFFER, pre_buffer=False)
        names = list(file.schema_arrow.names)
        batches = partial(file.iter_batches, _ROWS, use_threads=False)
        yield from _articles(source.name, names, lambda columns: batches(columns=columns), options)


def read_arrow(source: Source, options: Options) -> Iterator[Article]:
    """Read an Arrow (Feather) table, one article a row.

    Raises:
        ArticleError: It is damaged, or no column holds the text.
    """
    ipc = load("pyarrow.ipc", source.name, "an Arrow table", "parquet")
    with source.open() as opened:
        file = seekable(opened, source.name)
        streamed = file.read(len(_STREAM)) == _STREAM
        file.seek(0)
        names = list((ipc.open_stream if streamed else ipc.open_file)(file).schema.names)

        def batches(columns: list[str]) -> Iterator[Any]:
            file.seek(0)
            chosen = ipc.IpcReadOptions(included_fields=[names.index(each) for each in columns], use_threads=False)
            if streamed:
                yield from ipc.open_stream(file, options=chosen)
                return
            reader = ipc.open_file(file, options=chosen)
            yield from map(reader.get_batch, range(reader.num_record_batches))

        yield from _articles(source.name, names, batches, options)


def _articles(name: str, names: Sequence[str], batches: _Batches, options: Options) -> Iterator[Article]:
    try:
        columns = choose_columns(names, options.text_column)
    except ArticleError as error:
        raise error.at(name) from error
    wanted = sorted(set(columns.values()), key=names.index)
    yield from articles_of_rows(name, wanted, _rows(batches, wanted), options, columns)


def _rows(batches: _Batches, wanted: list[str]) -> Iterator[tuple[int, list[Any]]]:
    number = 0
    for batch in batches(wanted):
        batch.validate(full=True)  # Arrow believes what a file says of its own lengths, and reads beyond its memory
        for start in range(0, batch.num_rows, _ROWS):
            for record in batch.slice(start, _ROWS).to_pylist():
                number += 1
                yield number, [_plain(record.get(column)) for column in wanted]


def _plain(value: Any) -> Any:
    """A cell; text that is kept as bytes is text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return dict(value) if isinstance(value, Mapping) else value
