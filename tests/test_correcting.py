"""Corrections as their users meet them: commands write the file, the graph follows, and nothing of theirs is lost."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from kg.cli import run
from kg.graph.store import Store, open_store
from kg.jsonl import claim_to_dict
from kg.model import Article, Claim
from kg.ontology import load_ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Kg = Callable[..., str]


@pytest.fixture(scope="module", autouse=True)
def load_the_ontology_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("kg.ontology", "kg.pipeline"):
            patch.setattr(f"{module}.load_ontology", cache(load_ontology))
        yield


@pytest.fixture
def articles(news: News, tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    lines = [json.dumps(claim_to_dict(claim)) for _, claims in news for claim in claims]
    (folder / "news.claims.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def kg(store: Path, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Run a command on the store; what it says, on whatever stream."""

    def call(*arguments: str | Path, status: int = 0) -> str:
        found = run([*map(str, arguments), "--store", str(store)])
        out, err = capsys.readouterr()
        assert found == status, err
        return out + err

    return call


@pytest.fixture
def built(kg: Kg, articles: Path) -> Path:
    """The corrections file of a store that is built."""
    kg("build", articles)
    return articles / "corrections.toml"


def graph(store: Path) -> list[str]:
    with open_store(store, read_only=True) as opened:
        return sorted(map(str, opened.quads()))


COMMANDS = {
    "merge": ["merge", "Syria", "Israel", "--note", "why not"],
    "apart": ["apart", "Volodymyr Zelensky", "Volodymyr Zelenskyy", "--by", "me"],
    "rename": ["rename", "Bennett", "N. Bennett"],
    "retype": ["retype", "putin", "organization"],
    "alias": ["alias", "kgr:russia", "RF"],
    "drop-entity": ["drop", "entity", "Damascus"],
    "drop-claim": ["drop", "claim", "Israel works with Russia"],
    "confirm-claim": ["confirm", "--article", "beta/2", "--object", "Zelenskyy", "--relation", "phoned"],
}


@pytest.mark.parametrize(("kind", "command"), COMMANDS.items())
def test_a_command_writes_what_a_build_replays(
    kg: Kg, built: Path, store: Path, articles: Path, kind: str, command: Sequence[str]
) -> None:
    assert not built.exists()
    before = graph(store)
    told = kg(*command)
    assert f"kg: {built}, line 1: " in told
    assert told.endswith("the graph follows it\n")
    assert built.read_text().startswith(f"[[{kind}]]\n")
    after = graph(store)
    assert after != before
    assert kind in kg("query", "corrections", "--format", "table")
    shutil.rmtree(store)
    kg("build", articles)
    assert graph(store) == after


def test_a_copy_of_store_and_articles_leaves_the_original_alone(
    kg: Kg, built: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kg("rename", "Bennett", "N. Bennett")
    said, copy = built.read_bytes(), tmp_path_factory.mktemp("copies") / "project"
    shutil.copytree(tmp_path, copy)
    own = copy / "articles" / "corrections.toml"
    assert run(["alias", "kgr:russia", "RF", "--store", str(copy / "store")]) == 0
    assert "RF" in own.read_text()
    assert built.read_bytes() == said
    assert run(["build", str(copy / "articles"), "--store", str(copy / "store")]) == 0
    shutil.rmtree(tmp_path)
    assert run(["drop", "entity", "Damascus", "--store", str(copy / "store")]) == 0
    assert "Damascus" in own.read_text()


def test_a_store_of_before_is_followed_and_then_tells_no_folder(kg: Kg, built: Path, store: Path) -> None:
    kg("rename", "Bennett", "N. Bennett")
    with open_store(store) as opened:
        opened.kept.remember("corrections_file", str(built))
    assert str(built) in kg("alias", "kgr:russia", "RF")
    with open_store(store, read_only=True) as opened:
        assert opened.kept.corrections[0] == str(built)
        assert opened.kept.recall("corrections_file") == "./../articles/corrections.toml"


def test_a_backup_tells_nobody_where_it_was_made(kg: Kg, built: Path, tmp_path: Path) -> None:
    built.write_text("[[drop-entity]]\nname = 'Nobody'\n")
    assert f'{built}, line 1: drop-entity: nobody and nothing is called "Nobody"' in kg("build", built.parent)
    kg("backup", tmp_path / "b.nq.gz")
    assert str(tmp_path) not in gzip.decompress((tmp_path / "b.nq.gz").read_bytes()).decode()
    for form in ("trig", "jsonld"):
        assert str(tmp_path) not in kg("export", "--format", form)


def test_a_build_without_the_folder_follows_the_file_that_it_knows(kg: Kg, built: Path, tmp_path: Path) -> None:
    built.write_text("[[drop-entity]]\nname = 'Nobody'\n")
    (tmp_path / "more.jsonl").write_text((built.parent / "news.claims.jsonl").read_text())
    assert 'corrections.toml, line 1: drop-entity: nobody and nothing is called "Nobody"' in kg(
        "build", tmp_path / "more.jsonl"
    )


def test_what_the_user_wrote_stays(kg: Kg, built: Path) -> None:
    own = "# Mine, in my order.\n[[rename]]   # he likes it\nto='Volodymyr'\nname='Volodymyr Zelensky'\n# the end"
    built.write_text(own)
    kg("alias", "Naftali Bennett", "Bibi")
    kg("alias", "Putin", "VVP")
    assert built.read_text().startswith(f'{own}\n\n[[alias]]\nname = "Naftali Bennett"\nalias = "Bibi"\n')
    assert [path.name for path in sorted(built.parent.iterdir())] == ["corrections.toml", "news.claims.jsonl"]
    kg("rename", "Volodymyr", "Vova", status=1)  # has another label from them
    assert "Volodymyr" in kg("query", "corrections")  # what they wrote is replayed by now


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["merge", "Ann Lee", "Putin"], "nobody and nothing in the graph is called 'Ann Lee'"),
        (["merge", "Putin", "Vladimir Putin"], '"Vladimir Putin" is Vladimir Putin already'),
        (["rename", "Naftali Benett", "B"], "did you mean Naftali Bennett?"),
        (["apart", "Naftali Bennett"], "name two that are not one; or one, and the article"),
        (["apart", "Russia", "Syrai"], 'nobody and nothing is called "Syrai"; did you mean "Syria"?'),
        (["apart", "Russia", "--article", "A surprize visit"], 'did you mean "A surprise visit"?'),
        (["drop", "claim", "Nobody says so"], "no claim that fits the rest has the sentence"),
        (["drop", "claim", "flew to Damascus"], "3 claims fit; say more (--relation, --subject ...), or --all"),
        (["confirm", "flew to Damascus", "--relation", "visted"], 'did you mean "visited"?'),
        (["alias", "Putin", "\udcff"], "half of a surrogate pair cannot be written"),
    ],
)
def test_what_cannot_be_leaves_everything(kg: Kg, built: Path, store: Path, command: Sequence[str], told: str) -> None:
    before = graph(store)
    assert told in kg(*command, status=1)
    assert not built.exists()
    assert graph(store) == before


def test_contradictions_are_not_written(kg: Kg, built: Path, store: Path) -> None:
    kg("merge", "Russia", "Israel")
    text, before = built.read_text(), graph(store)
    for command in (["apart", "Israel", "Russia"], ["merge", "Israel", "Russian Federation"], ["alias", "Putin", "\t"]):
        kg(*command, status=1)
    assert "line 1" in kg("apart", "Israel", "Russia", status=1)
    assert (built.read_text(), graph(store)) == (text, before)
    kg("alias", "Vladimir Putin", "VVP")
    assert "says already that" in kg("alias", "Putin", "VVP", status=1)


def test_all_claims_that_fit(kg: Kg, built: Path) -> None:
    told = kg("drop", "claim", "flew to Damascus", "--all")
    assert "Naftali Bennett leads Israel, in gamma" in told
    assert "3 of them dropped" in kg("build", built.parent)


def test_namesakes_are_told_apart_by_what_stays(kg: Kg, articles: Path, news: News) -> None:
    """Two unnamed groups have one label and type: each is written down by its article."""
    (_, (met, *_)), (_, (never, *_)), _ = news
    crowd = {"id": "crowd", "label": "protesters", "type": "Group", "aliases": []}
    claims = [claim_to_dict(claim) | {"id": claim.id + "-p", "subject": crowd} for claim in (met, never)]
    with (articles / "news.claims.jsonl").open("a") as file:
        file.write("\n" + "\n".join(map(json.dumps, claims)))
    kg("build", articles)
    told = kg("drop", "entity", "protesters", status=1)
    name = next(word for word in told.replace(")", " ").split() if word.startswith("kgr:protesters-"))
    kg("drop", "entity", name)
    text = (articles / "corrections.toml").read_text()
    assert ('article = "A surprise visit"' in text) != ('article = "beta/2"' in text)
    assert "1 of them dropped" in kg("build", articles)


def test_another_ontology_leaves_the_graph_to_the_next_build(kg: Kg, built: Path, store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "mine.ttl").write_text("# nothing\n")
    before = graph(store)
    assert "the next `kg build` replays it" in kg("drop", "entity", "Putin", "--ontology", mine)
    assert graph(store) == before
    kg("build", built.parent)
    assert graph(store) != before


def test_a_mistake_in_the_file_stops_a_build_before_it_begins(kg: Kg, built: Path, store: Path) -> None:
    before = graph(store)
    built.write_text("[[marge]]\n")
    told = kg("build", built.parent, status=1)
    assert f"kg: {built}, line 1: there is no correction \"marge\"; did you mean 'merge'?" in told
    assert len(told.splitlines()) == 1
    assert graph(store) == before


def test_a_file_that_contradicts_itself_is_not_followed(kg: Kg, built: Path, store: Path, tmp_path: Path) -> None:
    kg("rename", "Putin", "V. Putin")
    before = graph(store)
    other = tmp_path / "other.toml"
    other.write_text("[[rename]]\nname = 'Israel'\nto = 'A'\n[[rename]]\nname = 'ISRAEL'\nto = 'B'\n")
    assert "which contradicts line" in kg("build", built.parent, "--corrections", other, status=1)  # by its words
    assert graph(store) == before
    other.write_text(
        "[[rename]]\nname = 'Israel'\nto = 'A'\n[[rename]]\nname = 'Jerusalem'\nto = 'B'\n"
    )  # by what they find
    assert "which contradicts line" in kg("build", built.parent, "--corrections", other, status=1)
    assert graph(store) == before
    kg("build", built.parent)
    assert graph(store) == before


def test_a_lost_file_is_told_and_its_corrections_stay(kg: Kg, built: Path, store: Path) -> None:
    kg("rename", "Putin", "V. Putin")
    before = graph(store)
    built.unlink()
    assert f"kg: {built}: gone; the corrections that the store has of it are followed" in kg("build", built.parent)
    assert graph(store) == before
    kg("alias", "V. Putin", "VVP")  # brings it back
    assert built.read_text().count("[[") == 2


def test_another_file_is_followed_from_then_on(kg: Kg, built: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.touch()
    kg("build", built.parent, "--corrections", other)
    kg("rename", "Putin", "V. Putin")
    assert "[[rename]]" in other.read_text()
    assert not built.exists()


def test_a_store_that_is_read_is_not_corrected(store: Path, kg: Kg, built: Path) -> None:
    with open_store(store) as held:
        assert isinstance(held, Store)
        assert "in use" in kg("alias", "Putin", "VVP", status=1)
    assert not built.exists()
