"""What commands print of a graph, for pages that show it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.cli import run
from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article

__all__ = ["printed_of"]


def printed_of(
    articles: Iterable[Article], extractor: Extractor, commands: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Build a store of some articles, and give what commands print of it.

    Args:
        articles: The articles.
        extractor: Reads them.
        commands: The arguments of each command, without the store, by a name.

    Raises:
        ValueError: A command failed.
    """
    told = {}
    with TemporaryDirectory() as folder:
        where = str(Path(folder) / "news")
        with open_store(where, create=True) as store:
            update(store, extractor.extract(articles), extractor.ontology, extractor.model)
        for name, command in commands.items():
            with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as out:
                if run([*command, "--store", where]):
                    raise ValueError(f"kg {' '.join(command)} failed")
                out.flush()
                told[name] = out.buffer.getvalue().decode()
    return told
