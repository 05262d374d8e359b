"""The page about exports is true: its samples are lines of the exports, its examples run, its sizes are about right."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.export import FORMATS, SUFFIXES, export
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.graph.vocab import DEFAULT_BASE
from kg.ontology import Ontology
from tests.conftest import News

PAGE = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"<!-- sample: (\w+) -->\n```\w*\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SIZES = re.findall(r"`(\w+)` \| (\d+)\b", PAGE)
FILES = {
    "news.ttl": "turtle",
    "news.trig": "trig",
    "news.jsonld": "jsonld",
    "news12.ttl": "turtle12",
    "news.parquet": "parquet",
    "events.csv": "events",
    "news.graphml": "graphml",
}


@pytest.fixture(scope="module")
def seeds(seed_claims: News, shipped: Ontology) -> Iterator[Store]:
    with open_store() as opened:
        update(opened, seed_claims, shipped, "m")
        yield opened


@pytest.fixture(scope="module")
def written(seeds: Store) -> Mapping[str, bytes]:
    """The seeds in every format."""
    made = {}
    for form in FORMATS:
        out = io.BytesIO()
        export(seeds, form, out)
        made[form] = out.getvalue()
    return made


def test_the_page_tells_of_every_format_and_ending() -> None:
    table = PAGE[: PAGE.index("In all of them")]
    for form in FORMATS:
        assert f"`{form}`" in table, form
    for suffix in SUFFIXES.keys() - {".xml"}:
        assert f"`{suffix}`" in table, suffix


@pytest.mark.parametrize(("form", "sample"), SAMPLES, ids=[form for form, _ in SAMPLES])
def test_samples_are_lines_of_the_export(written: Mapping[str, bytes], form: str, sample: str) -> None:
    data = written[form]
    if form == "neo4j":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    text = data.decode()
    for line in sample.splitlines():
        assert line.removesuffix("...").rstrip(" ") in text, line


def test_most_formats_have_a_sample() -> None:
    assert set(FORMATS) - {form for form, _ in SAMPLES} == {"trig", "nquads", "ntriples", "xml", "trig12", "parquet"}


def test_sizes_are_about_right(written: Mapping[str, bytes]) -> None:
    assert {form for form, _ in SIZES} == set(FORMATS)
    for form, size in SIZES:
        assert int(size) == pytest.approx(len(written[form]) / 1000, rel=0.2), form


def test_the_query_of_the_page_gives_its_answer(written: Mapping[str, bytes]) -> None:
    query, answer = re.findall(
        r"<!-- query: turtle12 -->\n```\w*\n(.*?)```.*?<!-- answer -->\n```\n(.*?)```", PAGE, re.DOTALL
    )[0]
    store = ox.Store()
    store.load(written["turtle12"], ox.RdfFormat.TURTLE)
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    told = ["  ".join(term.value.replace(f"{DEFAULT_BASE}resource/", "kgr:") for term in row) for row in rows]
    assert len(told) == 1
    assert told[0].startswith(answer.strip().removesuffix(" ..."))


@pytest.mark.filterwarnings(r"ignore:Dataset\.:DeprecationWarning")  # rdflib warns of what it calls itself
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split()[1] for example in EXAMPLES])
def test_examples_run(
    written: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    for name, form in FILES.items():
        if name in example:
            (tmp_path / name).write_bytes(written[form])
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "docs/exports.md", "exec"), {})
    assert list(tmp_path.iterdir()), "every example reads a file"
