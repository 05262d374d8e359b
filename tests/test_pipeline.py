"""The whole way, with the real model and a real store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.errors import ArticleError, ModelNotFoundError, NothingReadError
from kg.extract.annotate import load_model
from kg.graph.store import open_store
from kg.jsonl import claim_to_line
from kg.pipeline import Reading, build, extract, extract_lines
from kg.read import read_articles

MEETING = "Vladimir Putin met Joe Biden in Geneva on Wednesday.\n"
CALL = "Emmanuel Macron phoned Olaf Scholz on Friday.\n"


@pytest.fixture(scope="module", autouse=True)
def load_the_model_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("kg.extract"), "load_model", cache(load_model))
        yield


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "meeting.txt").write_text(MEETING)
    (folder / "call.txt").write_text(CALL)
    return folder


def meetings(store: Path) -> list[tuple[str, ...]]:
    """Who met whom, by the last part of the IRIs."""
    with open_store(store, read_only=True) as opened:
        rows = opened.query("SELECT ?a ?b WHERE { ?a kg:metWith ?b }")
        assert isinstance(rows, QuerySolutions)
        return sorted(tuple(str(term).strip("<>").rsplit("/", 1)[1] for term in row) for row in rows)


def quads(store: Path) -> list[str]:
    with open_store(store, read_only=True) as opened:
        return sorted(str(quad) for quad in opened.quads())


def test_articles_become_a_graph_that_answers(articles: Path, tmp_path: Path) -> None:
    summary = build([articles], tmp_path / "store")
    assert (summary.new, summary.articles) == (2, 2)
    assert summary.model
    assert summary.model.startswith("en_core_web_md-")
    assert meetings(tmp_path / "store") == [("joe-biden", "vladimir-putin"), ("vladimir-putin", "joe-biden")]


def test_lines_are_the_claims(articles: Path) -> None:
    claims = [claim for _, found in extract([articles], min_confidence=0.5) for claim in found]
    lines = "".join(extract_lines([articles], min_confidence=0.5))
    assert lines == "".join(f"{claim_to_line(claim)}\n" for claim in claims) != ""


def test_the_graph_hangs_on_the_articles_alone(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "at-once")
    build([articles / "meeting.txt"], tmp_path / "by-and-by")
    build([articles / "call.txt"], tmp_path / "by-and-by")
    build([articles], tmp_path / "in-processes", Reading(workers=2))
    assert quads(tmp_path / "at-once") == quads(tmp_path / "by-and-by") == quads(tmp_path / "in-processes")


def test_the_last_reading_decides_on_open_relations(articles: Path, tmp_path: Path) -> None:
    (articles / "song.txt").write_text("Adele sang with Taylor Swift.\n")
    opened = Reading(open_relations=True)
    build([articles], tmp_path / "plain")
    build([articles], tmp_path / "open", opened)
    assert any("singWith" in quad for quad in quads(tmp_path / "open"))
    assert not any("open" in quad for quad in quads(tmp_path / "plain"))
    build([articles], tmp_path / "plain-first")
    build([articles], tmp_path / "plain-first", opened)
    assert quads(tmp_path / "plain-first") == quads(tmp_path / "open")
    build([articles], tmp_path / "open")
    assert quads(tmp_path / "open") == quads(tmp_path / "plain")
    build([articles], tmp_path / "in-processes", replace(opened, workers=2))
    assert quads(tmp_path / "in-processes") == quads(tmp_path / "plain-first")


def test_a_store_of_both_modes_says_so(articles: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    build([articles / "meeting.txt"], tmp_path / "store", Reading(on_note=notes.append))
    build([articles / "call.txt"], tmp_path / "store", Reading(on_note=notes.append, open_relations=True))
    assert notes == ["1 article of the store was read without --open; build from it again to change that"]
    build([articles], tmp_path / "store", Reading(on_note=notes.append, open_relations=True))
    assert len(notes) == 1


def test_what_is_known_is_not_read_again(articles: Path, tmp_path: Path) -> None:
    read: list[int] = []
    reading = Reading(on_progress=lambda count, _: read.append(count))
    build([articles], tmp_path / "store", reading)
    assert read == [1, 2]
    again = build([articles], tmp_path / "store", reading)
    assert read == [1, 2]
    assert (again.new, again.unchanged) == (0, 2)


def test_sync_removes_what_is_gone(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "store")
    (articles / "meeting.txt").unlink()
    assert build([articles], tmp_path / "store").articles == 2
    assert build([articles], tmp_path / "store", sync=True).removed == 1
    build([articles], tmp_path / "fresh")
    assert quads(tmp_path / "store") == quads(tmp_path / "fresh")


def test_sync_removes_nothing_where_an_input_failed(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "store")
    (articles / "meeting.txt").write_bytes(b"\0")
    errors: list[ArticleError] = []
    notes: list[str] = []
    reading = Reading(on_error=errors.append, on_note=notes.append)
    assert build([articles], tmp_path / "store", reading, sync=True).articles == 2
    assert len(errors) == 1
    assert notes == ["nothing was removed, for some inputs could not be read"]


def test_claims_build_the_same_facts_as_their_articles(articles: Path, tmp_path: Path) -> None:
    lines = [claim_to_line(claim) for _, claims in extract([articles]) for claim in claims]
    (tmp_path / "claims.jsonl").write_text("\n".join(lines))
    summary = build([tmp_path / "claims.jsonl"], tmp_path / "given")
    assert summary.model is None
    assert summary.claims == len(lines) > 0
    build([articles], tmp_path / "read")
    assert meetings(tmp_path / "given") == meetings(tmp_path / "read") != []


def test_one_article_twice_counts_once(articles: Path, tmp_path: Path) -> None:
    (articles / "copy.txt").write_text(MEETING)
    assert build([articles, articles], tmp_path / "store").articles == 2


def test_two_articles_of_one_id_are_told(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "text": text}) for text in (MEETING, CALL)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    errors: list[ArticleError] = []
    assert build([tmp_path], tmp_path / "store", Reading(on_error=errors.append)).articles == 1
    assert [str(error) for error in errors] == ["two different articles have the id 'a'; the first is taken"]


def test_bad_inputs_are_raised_where_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no such file"):
        build([tmp_path / "none"], tmp_path / "store")


def test_nothing_read_makes_no_store(tmp_path: Path) -> None:
    told: list[str] = []
    reading = Reading(on_error=lambda error: told.append(str(error)))
    for folder in (tmp_path / "made" / "for" / "it", tmp_path / "new", tmp_path / "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        with pytest.raises(NothingReadError, match=f"^{folder}: not made, for nothing was read"):
            build([tmp_path / "none"], folder, reading)
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]
    assert told == [f"{tmp_path / 'none'}: no such file or folder"] * 3


def test_whatever_ends_a_first_build_leaves_no_empty_store(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(MEETING)
    for path, reading in ((tmp_path / "none", Reading()), (text, Reading(model="en_core_web_huge"))):
        with pytest.raises((ArticleError, ModelNotFoundError)):
            build([path], tmp_path / "store", reading)
        assert not (tmp_path / "store").exists()


def test_nothing_read_leaves_a_store_as_it_is(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "store")
    before = quads(tmp_path / "store")
    assert build([tmp_path / "none"], tmp_path / "store", Reading(on_error=lambda _: None)).articles == 2
    assert quads(tmp_path / "store") == before


def test_a_missing_model_says_how_to_get_one(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="pip install"):
        build([articles], tmp_path / "store", Reading(model="en_core_web_huge"))


def test_evidence_is_the_text_at_its_offsets_and_never_junk(tmp_path: Path) -> None:
    text = f"!-- Tag (tag.js) -->\r\n\r\nBy Angela Merkel\r\n\r\n{MEETING}\r\nAlso Read: {CALL}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (article,) = read_articles([tmp_path / "a.txt"])
    ((extracted, claims),) = extract([tmp_path / "a.txt"])
    assert replace(extracted, junk=article.junk) == article
    assert [claim.relation for claim in claims] == ["metWith"]
    for evidence in claims[0].evidence:
        assert evidence.text == article.text[evidence.start : evidence.end] == MEETING.strip()
