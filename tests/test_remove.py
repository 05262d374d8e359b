"""Articles that are removed leave no trace, and a name that is none removes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import ArticleError, QueryError
from kg.graph.store import Store, open_store
from kg.jsonl import write_claims
from kg.model import Article, Claim
from kg.pipeline import Reading, build, remove

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]


def claims_file(file: Path, news: News) -> Path:
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        write_claims((claim for _, claims in news for claim in claims), out)
    return file


@pytest.fixture
def store(tmp_path: Path, news: News) -> Path:
    build([claims_file(tmp_path / "all.jsonl", news)], tmp_path / "store")
    return tmp_path / "store"


def quads(folder: Path) -> list[str]:
    with open_store(folder, read_only=True) as opened:
        return sorted(map(str, opened.quads()))


def test_as_if_it_had_never_been_there(store: Path, tmp_path: Path, news: News) -> None:
    whole = quads(store)
    build([claims_file(tmp_path / "two.jsonl", news[1:])], tmp_path / "two")
    articles, summary = remove(["a SURPRISE visit"], store)
    assert [meta.id for meta in articles] == ["alpha"]
    assert str(summary) == "2 articles (1 removed), 5 claims, 6 entities"
    assert quads(store) == quads(tmp_path / "two")
    build([tmp_path / "all.jsonl"], store)
    assert quads(store) == whole


def test_several_by_what_they_are_known_by(store: Path, tmp_path: Path, news: News) -> None:
    file = claims_file(tmp_path / "gone" / "gamma.jsonl", news[2:])
    articles, summary = remove(["https://news.example/alpha", str(file.parent), "alpha"], store)
    assert [meta.id for meta in articles] == ["alpha", "gamma"]
    assert summary is not None
    assert summary.articles == 1


def test_all_or_none(store: Path, tmp_path: Path) -> None:
    before = quads(store)
    other = tmp_path / "other.txt"
    other.write_text("Somebody said something.")
    for name, told in (
        ("alfa", "no article of the store is 'alfa'; did you mean 'alpha'?"),
        (str(other), f"{other}: none of its articles is in the store as it reads now"),
        (str(tmp_path / "none.txt"), "no article of the store is"),
    ):
        with pytest.raises(QueryError) as caught:
            remove(["gamma", name], store)
        assert str(caught.value).startswith(told)
    (tmp_path / "x.png").write_bytes(b"\x89PNG\0")
    with pytest.raises(ArticleError, match=r"a binary file"):
        remove([str(tmp_path / "x.png")], store)
    assert quads(store) == before


def test_a_dry_run_only_looks(store: Path) -> None:
    before = quads(store)
    articles, summary = remove(["gamma", "beta/2"], store, dry_run=True)
    assert ([meta.id for meta in articles], summary) == (["gamma", "beta/2"], None)
    assert quads(store) == before


def test_what_was_interrupted_is_completed_first(store: Path, tmp_path: Path, news: News) -> None:
    build([claims_file(tmp_path / "two.jsonl", news[1:])], tmp_path / "two")
    with open_store(store) as opened:  # killed between the claims and the graph
        opened.kept.remove(["alpha"])
    told: list[str] = []
    with pytest.raises(QueryError, match="no article of the store is 'A surprise visit'"):
        remove(["A surprise visit"], store, on_note=told.append)
    assert told == ["an interrupted build is completed first"]
    assert quads(store) == quads(tmp_path / "two")


def test_another_ontology_is_told(store: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "more.ttl").write_text("@prefix x: <https://x.example/> .\n", encoding="utf-8")
    told: list[str] = []
    remove(["alpha"], store, ontology=tmp_path / "own", on_note=told.append)
    assert told == ["the graph is linked anew, for it was linked by another version of kg or of the ontology"]


def test_a_file_in_any_language_names_its_articles(tmp_path: Path) -> None:
    file = tmp_path / "treffen.txt"
    file.write_text(
        "Die Außenminister von Norwegen und Chile haben sich am Montag in Genf getroffen, sagten Beamte beider Länder. "
        "Sie sprachen über den Krieg und darüber, wie er zu beenden wäre, und wollen sich bald wieder treffen.\n",
        encoding="utf-8",
    )
    build([file], tmp_path / "store", Reading(languages=("any",)))
    articles, _ = remove([str(file)], tmp_path / "store")
    assert [meta.language for meta in articles] == ["de"]
