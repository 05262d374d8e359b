"""Writes docs/queries.md: every query of the library with its question, its command, and what it gives on seeds/.

    python scripts/queries_page.py

tests/test_queries_page.py holds that the page is up to date.
"""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.graph.store import Store, open_store
from kg.lines import cut_line
from kg.pipeline import build
from kg.query import NamedQuery, named_queries, run_query, write_result

__all__ = ["PAGE", "draw_page"]

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "queries.md"
ROWS = 5
_HEAD = """# The library of queries

`kg query NAME` asks one of these; `kg query --list` lists them. Parameters are options: names of actors and places as
anybody would write them, event types of PLOVER. Below stands for each what it gives on the articles of `seeds/`
(`kg build seeds --store news`), the first rows of it. The SPARQL is in `kg/query/named/`.
"""


def draw_page(store: Store) -> str:
    """The page, from the graph of the seeds."""
    return "\n".join([_HEAD, *(line for query in named_queries().values() for line in _section(store, query))])


def _section(store: Store, query: NamedQuery) -> Iterator[str]:
    options = "".join(f" --{name} {shlex.quote(value)}" for name, value in query.params.items())
    yield f"## {query.name}\n\n{query.title}.\n\n*{query.question}*\n"
    yield f"```sh\nkg query {query.name}{options} --store news\n```\n"
    out = io.BytesIO()
    write_result(run_query(store, query.name), "csv", out, store=store)
    columns, *rows = csv.reader(io.StringIO(out.getvalue().decode()))
    if not rows:
        yield "Nothing in `seeds/`.\n"
        return
    yield f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"
    for row in rows[:ROWS]:
        yield f"| {' | '.join(cut_line(cell).replace('|', '&#124;') for cell in row)} |"
    more = len(rows) - ROWS
    yield f"\n... and {more} more {'row' if more == 1 else 'rows'}.\n" if more > 0 else ""


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        build([str(ROOT / "seeds")], Path(folder) / "store")
        with open_store(Path(folder) / "store", read_only=True) as store:
            PAGE.write_text(draw_page(store), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
