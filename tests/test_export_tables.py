"""The claims as tables for other tools: each is read again by one of its consumers."""

from __future__ import annotations

import csv
import gc
import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.export import FORMATS, RDF_FORMATS, event_data, export
from kg.export.claim_tables import DATES, days_of, write_csv
from kg.export.event_data import COLUMNS
from kg.export.neo4j import NODES, RELATIONSHIPS, type_name
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import EntityType
from kg.ontology import Ontology
from kg.query.claim_rows import CLAIM_COLUMNS, graph_claim_row
from kg.query.claims import graph_claims
from kg.query.graph_entities import graph_entities
from tests.conftest import HOSTILE, News


@pytest.fixture(scope="module")
def store(news: News, small_ontology: Ontology) -> Iterator[Store]:
    with open_store() as opened:
        update(opened, news, small_ontology, "test-1")
        yield opened


def written(store: Store, form: str) -> bytes:
    out = io.BytesIO()
    export(store, form, out)
    return out.getvalue()


def _rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def test_claims_come_with_names_sources_and_sentences(store: Store) -> None:
    claims = {claim.iri.rpartition("/")[2]: claim for claim in graph_claims(store)}
    met = claims["a1"]
    assert (met.subject.label, met.relation, met.object.label) == ("Naftali Bennett", "metWith", "Vladimir Putin")
    assert met.subject.type is EntityType.PERSON
    assert met.place is not None
    assert met.place.label == "Moscow"
    assert (met.article.title, met.article.publisher) == ("A surprise visit", "The Example")
    assert met.evidence[0].text == "Bennett sat down with Putin in Moscow."
    assert claims["b1"].operator == "denied"
    assert claims["c1"].speaker is not None
    assert claims["c1"].speaker.label == "Vladimir Putin"
    assert claims["a3"].time == "2015/.."


def test_claims_come_in_the_order_of_articles_and_text(store: Store) -> None:
    places = [(claim.article.iri, claim.evidence[0].start) for claim in graph_claims(store)]
    assert places == sorted(places)


def test_entities_come_with_what_is_told_of_them(store: Store) -> None:
    entities = {entity.label: entity for entity in graph_entities(store)}
    assert entities["Israel"].iso == "IL"
    assert entities["Israel"].same_as == ("https://sws.geonames.org/294640/",)
    assert "Bennett" in entities["Naftali Bennett"].aliases
    assert all("/resource/" in entity.iri for entity in entities.values())


def test_csv_and_parquet_hold_the_same_claims(store: Store) -> None:
    frame = pl.read_parquet(io.BytesIO(written(store, "parquet")))
    rows = _rows(written(store, "csv"))
    assert tuple(frame.columns) == (*CLAIM_COLUMNS, *DATES)
    assert frame.select(CLAIM_COLUMNS).to_dicts() == [graph_claim_row(claim) for claim in graph_claims(store)]
    assert [row["claim"] for row in rows] == frame["claim"].to_list()
    assert [row["asserted"] == "true" for row in rows] == frame["asserted"].to_list()
    assert [row["sentence"] for row in rows] == frame["sentence"].to_list()


def test_an_empty_graph_gives_tables_with_their_columns() -> None:
    with open_store() as empty:
        assert pl.read_parquet(io.BytesIO(written(empty, "parquet"))).columns == [*CLAIM_COLUMNS, *DATES]
        assert written(empty, "csv").decode().strip() == ",".join(CLAIM_COLUMNS)


def test_neo4j_gets_nodes_and_relationships_between_them(store: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(written(store, "neo4j"))) as archive:
        nodes, relationships = (
            list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline="")))
            for name in ("nodes.csv", "relationships.csv")
        )
    assert tuple(nodes[0]) == NODES
    assert tuple(relationships[0]) == RELATIONSHIPS
    ids = {node["iri:ID"] for node in nodes}
    assert len(ids) == len(nodes)
    assert {end for each in relationships for end in (each[":START_ID"], each[":END_ID"])} <= ids
    met = next(each for each in relationships if each[":TYPE"] == "MET_WITH" and each["polarity"] == "positive")
    assert met["asserted:boolean"] == "true"
    labels = [node[":LABEL"].split(";") for node in nodes]
    assert all(one == "Entity" and EntityType(other) for one, other in labels)


def test_parquet_has_dates_that_can_be_reckoned_with(store: Store) -> None:
    frame = pl.read_parquet(io.BytesIO(written(store, "parquet")))
    assert [frame[name].dtype for name in DATES] == [pl.Date] * 3
    rows = {row["claim"].rpartition("/")[2]: row for row in frame.to_dicts()}
    assert rows["a1"]["published_on"] == date(2022, 3, 7)
    assert (rows["a1"]["time_begin"], rows["a1"]["time_end"]) == (date(2022, 3, 5), date(2022, 3, 5))
    assert (rows["a3"]["time_begin"], rows["a3"]["time_end"]) == (date(2015, 1, 1), None)


@pytest.mark.parametrize(
    ("time", "days"),
    [
        ("1970-01-01", (0, 0)),
        ("1970-01", (0, 30)),
        ("1969/1970-01-02", (-365, 1)),
        ("../1970-01-01", (None, 0)),
        ("1970-01-01/..", (0, None)),
        ("last week", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_time_has_a_first_and_a_last_day(time: str | None, days: tuple[int | None, int | None]) -> None:
    assert days_of(time) == days


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a.example")'])
def test_no_text_of_an_article_is_a_formula(small_ontology: Ontology, news: News, text: str) -> None:
    article, claims = news[0]
    with open_store() as opened:
        update(opened, [(article, (replace(claims[0], topic=text),))], small_ontology, "test-1")
        (row,) = _rows(written(opened, "csv"))
        assert row["topic"] == f"'{text}"
        assert pl.read_parquet(io.BytesIO(written(opened, "parquet")))["topic"].to_list() == [text]


FORMULAS = "=+-@\t\r\n＝＋－＠"


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text(f"'{FORMULAS}a", max_size=4))
def test_a_cell_is_no_formula_and_tells_its_text(text: str) -> None:
    out = io.BytesIO()
    write_csv([{"text": text, "number": -1.5}], ("text", "number"), out)
    ((cell, number),) = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))[1:]
    assert number == "-1.5"
    assert not cell.startswith(tuple(FORMULAS))
    assert (cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(tuple(FORMULAS)) else cell) == text


def test_a_table_that_breaks_off_leaves_the_file_open() -> None:
    out = io.BytesIO()
    with pytest.raises(KeyError):
        write_csv([{"a": 1}, {}], ("a",), out)
    gc.collect()
    assert out.getvalue() == b"a\r\n1\r\n"


def test_neo4j_has_a_line_a_row(small_ontology: Ontology, news: News) -> None:
    """`neo4j-admin` reads lines: a quoted line end would need `--multiline-fields`."""
    article, claims = news[0]
    nasty = 'one\ntwo\r\n"three"; \\ four,\rfive'
    with open_store() as opened:
        update(opened, [(article, (replace(claims[0], topic=nasty),))], small_ontology, "test-1")
        with zipfile.ZipFile(io.BytesIO(written(opened, "neo4j"))) as archive:
            text = archive.read("relationships.csv").decode()
    assert text.count("\n") == 2
    assert "\r" not in text
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["topic"] == 'one two "three"; \\ four, five'


def test_what_articles_say_stays_in_its_cell(small_ontology: Ontology, news: News) -> None:
    article, claims = news[0]
    nasty = HOSTILE.replace("\x00", "") + '";\n,'
    with open_store() as opened:
        update(opened, [(article, (replace(claims[0], topic=nasty),))], small_ontology, "test-1")
        rows = _rows(written(opened, "csv"))
        assert [row["topic"] for row in rows] == [next(graph_claims(opened)).topic]
        assert rows[0]["topic"].startswith("</script>")
        assert rows[0]["title"] == article.meta.title


def test_event_data_tells_who_did_what_to_whom(shipped: Ontology, news: News) -> None:
    with open_store() as opened:
        update(opened, news, shipped, "test-1")
        rows = {row["claim"].rpartition("/")[2]: row for row in _rows(written(opened, "events"))}
    assert list(next(iter(rows.values()))) == list(COLUMNS)
    met = rows["a1"]
    assert (met["source"], met["target"], met["event_type"]) == ("Naftali Bennett", "Vladimir Putin", "CONSULT")
    assert (met["event_date"], met["date_source"]) == ("2022-03-05", "text")
    assert (met["date_begin"], met["date_end"]) == ("2022-03-05", "2022-03-05")
    assert (met["quad_class"], met["asserted"]) == ("verbalCooperation", "true")
    assert met["source_country"] == "IL"
    assert (rows["a2"]["event_mode"], rows["c1"]["event_mode"]) == ("phone", "visit")
    assert (rows["b2"]["asserted"], rows["b2"]["date_source"]) == ("false", "article")
    assert met["event"].startswith("https://newskg.example/event/")


def test_lasting_facts_and_denials_are_no_events(store: Store) -> None:
    claims = {row["claim"].rpartition("/")[2] for row in _rows(written(store, "events"))}
    assert not claims & {"b1", "c2", "c3"}


@pytest.mark.parametrize("form", ["csv", "parquet", "events"])
def test_tables_name_an_outlet_by_its_host(small_ontology: Ontology, news: News, form: str) -> None:
    """As everywhere else (`kg.outlets`), where no publisher is known."""
    article, claims = news[0]
    unnamed = replace(article, meta=replace(article.meta, publisher=None, url="https://www.example.org/a"))
    with open_store() as opened:
        update(opened, [(unnamed, (replace(claims[0], article=unnamed.meta),))], small_ontology, "test-1")
        table = written(opened, form)
    frame = pl.read_parquet(io.BytesIO(table)) if form == "parquet" else pl.read_csv(io.BytesIO(table))
    assert frame["outlet"].to_list() == ["example.org"]


def test_event_data_asks_of_some_claims_at_a_time(
    shipped: Ontology, news: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is told of all claims at once would have to be in memory."""
    with open_store() as opened:
        update(opened, news, shipped, "test-1")
        whole, select = written(opened, "events"), opened.select

        def watched(query: str) -> object:
            rows = list(select(query))
            if any(prop in query for prop in ("kg:report", "kg:iso", "geo:lat")):
                assert len(rows) <= 2  # an event, the countries of both sides, a place
            return iter(rows)

        monkeypatch.setattr(event_data, "_AT_ONCE", 1, raising=False)
        monkeypatch.setattr(opened, "select", watched)
        assert written(opened, "events") == whole


@pytest.mark.parametrize("form", ["csv", "parquet", "events", "neo4j"])
def test_the_same_graph_is_the_same_bytes(store: Store, news: News, small_ontology: Ontology, form: str) -> None:
    with open_store() as other:
        update(other, reversed(news), small_ontology, "test-1")
        assert written(other, form) == written(store, form)


@pytest.mark.parametrize(
    ("relation", "name"),
    [("metWith", "MET_WITH"), ("open:signDealWith", "OPEN_SIGN_DEAL_WITH"), ("https://example.org/x#likes", "LIKES")],
)
def test_relations_are_named_as_neo4j_names_them(relation: str, name: str) -> None:
    assert type_name(relation) == name


def test_parquet_without_its_library_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"newskg\[parquet\]"):
        written(store, "parquet")


def test_an_unknown_format_is_told(store: Store) -> None:
    with pytest.raises(OutputError, match=r"unknown format 'doc'; one of turtle, .*neo4j"):
        written(store, "doc")
    assert set(RDF_FORMATS) < set(FORMATS)
