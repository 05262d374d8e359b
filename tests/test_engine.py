"""A cluster of real processes reads what one process reads, even if its workers die."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dask import config
from dask.distributed import Client, LocalCluster, Worker, WorkerPlugin

from kg.engine import on_dask
from kg.engine.parts import Manifest, Parts
from kg.engine.reading import Engine, Reader, read_with
from kg.engine.shards import Shard, open_shard, plan
from kg.engine.work import FailedError, Settings, work
from kg.errors import ArticleError, EngineError, StrictError
from kg.extract import Extractor
from kg.extract.annotate import Annotated
from kg.jsonl import article_to_line, claim_to_line
from kg.model import Article, Claim, make_article
from kg.ontology import load_ontology
from kg.pipeline import Reading, build
from kg.read import Options, raise_error, read_articles
from kg.read.articles import read_sources

CAPITALS = ("Oslo", "Lima", "Cairo", "Hanoi", "Accra", "Rome", "Riga", "Dhaka", "Quito", "Vienna")
PAIRS = [(one, two) for one in CAPITALS for two in CAPITALS if one != two][:40]
DEADLY = "Whoever reads this sentence leaves."


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    told = (
        "The foreign minister of Norway met his counterpart from {} in {} on March 4, 2024.\n\nThey flew to {} later."
    )
    return [make_article(told.format("Chile", one, two), published="2024-03-05") for one, two in PAIRS]


@pytest.fixture
def inputs(tmp_path: Path, articles: list[Article]) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(article_to_line(each) + "\n" for each in articles), encoding="utf-8")
    return path


@pytest.fixture
def expected(inputs: Path, extractor: Extractor) -> list[str]:
    return [
        line for article, claims in extractor.extract(read_articles([inputs])) for line in lines_of(article, claims)
    ]


def lines_of(article: Article, claims: tuple[Claim, ...]) -> list[str]:
    return [article_to_line(article), *map(claim_to_line, claims)]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with on_dask.cluster(None, 2) as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path, extractor: Extractor) -> Settings:
    return Settings(load_ontology(), Reader(None, extractor.model), Options(), str(tmp_path / "parts"))


def shards(path: Path, size: int = 1200) -> list[Shard]:
    return list(plan([path], on_error=raise_error, on_note=lambda _: None, size=size))


def read(manifests: list[Manifest], settings: Settings) -> list[str]:
    parts = Parts(settings.place)
    items = [item for manifest in manifests for item in parts.read(manifest)]
    return [line for item in items if not isinstance(item, Claim) for line in lines_of(*item)]


def test_a_killed_worker_is_made_up_for(client: Client, inputs: Path, settings: Settings, expected: list[str]) -> None:
    done: list[Manifest] = []
    killed: list[int] = []

    def kill_one(manifest: Manifest) -> None:
        done.append(manifest)
        if not killed:
            killed.extend(list(client.run(os.getpid).values())[:1])
            os.kill(killed[0], signal.SIGKILL)

    cut = shards(inputs)
    assert len(cut) == 6
    manifests = on_dask.run(cut, settings, client, kill_one)
    assert killed
    assert len(done) == len(manifests) == len(cut)
    assert read(manifests, settings) == expected


def test_what_is_there_is_not_read_again(client: Client, inputs: Path, settings: Settings, expected: list[str]) -> None:
    cut = shards(inputs)
    on_dask.run(cut[:3], settings, client, lambda _: None)
    parts = Path(settings.place)
    before = {path.name: path.stat().st_mtime_ns for path in parts.iterdir()}
    damaged = next(parts.glob("*.claims.jsonl.zst"))
    damaged.write_bytes(b"")
    manifests = on_dask.run(cut, settings, client, lambda _: None)
    kept = [name for name, time in before.items() if (parts / name).stat().st_mtime_ns == time]
    assert len(kept) == 8  # two parts of four files; the damaged one was made anew
    assert read(manifests, settings) == expected


class Deadly(WorkerPlugin):
    """Makes an article that says so end the process that extracts its claims, as a crash in a library would."""

    name = "deadly"

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's signature
        whole = Extractor.extract

        def extract(
            self: Extractor, articles: list[Article], *, on_error: Callable[[ArticleError], object] | None = None
        ) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
            if any(DEADLY in article.text for article in articles):
                os.kill(os.getpid(), signal.SIGKILL)
            return whole(self, articles, on_error=on_error)

        Extractor.extract = extract  # type: ignore[assignment, method-assign]


def test_an_article_that_ends_its_workers_is_left_out_and_told(
    inputs: Path, settings: Settings, expected: list[str]
) -> None:
    deadly = make_article(f"{DEADLY} Norway met Chile.", id="deadly")
    lines = inputs.read_text().splitlines(keepends=True)
    inputs.write_text("".join([*lines[:20], article_to_line(deadly) + "\n", *lines[20:]]))
    # The cluster of one worker waits for the next one, however long it takes to start.
    with config.set({"distributed.deploy.lost-worker-timeout": "100ms"}), on_dask.cluster(None, 1) as client:
        client.register_plugin(Deadly())
        manifests = on_dask.run(shards(inputs, size=10**6), settings, client, lambda _: None)
    assert read(manifests, settings) == expected
    assert [telling.text.partition(":")[0] for telling in manifests[0].told] == ["deadly"]


def test_workers_of_our_own_are_quiet(client: Client) -> None:
    assert set(client.run(logs_warnings).values()) == {False}


def logs_warnings() -> bool:
    return logging.getLogger("distributed.worker.state_machine").isEnabledFor(logging.WARNING)


def test_a_cluster_without_workers_is_told(inputs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "_LOOK", 0.1)
    monkeypatch.setattr(on_dask, "_DESERTED", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as deserted,  # type: ignore[no-untyped-call]
        on_dask.cluster(deserted.scheduler_address, 0) as client,
        pytest.raises(EngineError, match="no worker"),
    ):
        on_dask.run(shards(inputs), settings, client, lambda _: None)


def address_of(client: Client) -> str:
    assert client.scheduler is not None
    return str(client.scheduler.address)


def test_the_graph_is_that_of_one_process(client: Client, tmp_path: Path, inputs: Path) -> None:
    from kg.export import export
    from kg.graph.store import open_store

    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "one.txt").write_text("Norway condemned Chile.\n")
    paths = [inputs, tmp_path / "one.txt", tmp_path / "empty.txt", inputs]
    quads = []
    for name, engine in (("a", None), ("b", Engine(str(tmp_path / "b-parts"), address_of(client)))):
        errors: list[ArticleError] = []
        reading = Reading(on_error=errors.append)
        summary = build(paths, tmp_path / name, reading, engine=engine)
        assert (summary.new, len(errors)) == (len(PAIRS) + 1, 1)
        with open_store(tmp_path / name, read_only=True) as store, (tmp_path / f"{name}.nq").open("wb") as file:
            export(store, "nquads", file)
        quads.append(sorted((tmp_path / f"{name}.nq").read_bytes().splitlines()))
    assert quads[0] == quads[1]


def test_another_model_on_a_worker_is_told(client: Client, inputs: Path, settings: Settings) -> None:
    from kg.errors import ModelNotFoundError

    other = replace(settings, reader=Reader(None, "en_other-1.0"))
    with pytest.raises(ModelNotFoundError, match="not en_other-"):
        on_dask.run(shards(inputs), other, client, lambda _: None)


def test_nobody_at_the_address_is_one_line(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "_PATIENCE", 1)
    engine = Engine(str(tmp_path / "parts"), scheduler="tcp://127.0.0.1:9")
    with pytest.raises(EngineError, match="no Dask scheduler answers there"):
        list(read_with(engine, [inputs], Options(), load_ontology(), Reader(None, "en-1")))


def test_a_part_is_called_the_same_by_every_process(settings: Settings) -> None:
    languages = ["en", "de", "fr", "es", "it", "pt"]
    code = (
        "from kg.engine.reading import Reader; from kg.engine.work import Settings; from kg.ontology import *;"
        "from kg.read import Options;"
        f"options = Options(languages=frozenset({languages}));"
        "print(repr(Settings(load_ontology(), Reader(None, 'm'), options, 'p').digest))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    some, others = (replace(settings, options=Options(languages=frozenset(each))) for each in (["en"], ["de"]))
    assert some.digest != others.digest


def test_what_lies_beside_a_file_is_part_of_its_state(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Envoys met in Oslo.")
    (before,) = shards(tmp_path)
    (tmp_path / "a.toml").write_text('title = "Talks"')
    (between,) = shards(tmp_path)
    (tmp_path / "a.toml").write_text('title = "Talks in Oslo"')
    (after,) = shards(tmp_path)
    assert before.names == between.names == after.names
    assert len({before.mark, between.mark, after.mark}) == 3


def test_articles_beside_a_file_that_is_cut_are_read_once(tmp_path: Path, inputs: Path) -> None:
    more = tmp_path / "articles.json"
    more.write_text('[{"text": "The envoys of Peru and Ghana met in Lagos on Friday.", "id": "own"}]')
    cut = shards(inputs)
    assert len(cut) > 1
    sources = [source for shard in cut for source in open_shard(shard, raise_error)]
    there = [article.id for article in read_articles([inputs])]
    assert there[0] == "own"
    assert [article.id for article in read_sources(sources) if isinstance(article, Article)] == there


def test_strict_work_stops_at_the_first_failure_anywhere(
    client: Client, inputs: Path, tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "bad.txt").write_text("")
    cut = [*shards(tmp_path / "bad.txt"), *shards(inputs)]
    done: list[Manifest] = []
    with pytest.raises(FailedError, match=r"bad\.txt") as raised:
        on_dask.run(cut, replace(settings, strict=True), client, done.append)
    assert raised.value.error.kind == "empty"
    assert len(done) < len(cut) - 1
    assert not [name for plugins in client.run(names_of_plugins).values() for name in plugins]
    after = on_dask.run(cut, settings, client, lambda _: None)  # the same parts, and the failure is in one
    assert [len(manifest.told) for manifest in after] == [1, *[0] * (len(cut) - 1)]


def names_of_plugins(dask_worker: Worker) -> list[str]:
    return [name for name in dask_worker.plugins if name.startswith("kg-")]


@pytest.mark.parametrize("parts_are_there", [False, True])
def test_a_strict_build_tells_one_failure(client: Client, tmp_path: Path, inputs: Path, parts_are_there: bool) -> None:
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.txt").write_text(" ")
    paths = [inputs, tmp_path / "b.txt", tmp_path / "c.txt"]
    engine = Engine(str(tmp_path / "parts"), address_of(client))
    if parts_are_there:
        build(paths, tmp_path / "a", Reading(on_error=lambda _: None), engine=engine)
    told: list[ArticleError] = []

    def stop(error: ArticleError) -> None:
        told.append(error)
        raise StrictError("stopped")

    with pytest.raises(StrictError, match="stopped"):
        build(paths, tmp_path / "store", Reading(strict=True, on_error=stop), engine=engine)
    assert len(told) == 1


def test_nobody_waits_for_what_is_stopped(inputs: Path, settings: Settings) -> None:
    (shard,) = shards(inputs, size=10**6)
    asked = iter([False, False, True])
    with pytest.raises(EngineError, match="nobody waits"):
        work(shard, settings, stopped=lambda: next(asked))
    assert not list(Path(settings.place).iterdir())


def test_an_article_that_cannot_be_understood_costs_only_itself(
    inputs: Path, settings: Settings, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = make_article(f"{DEADLY} Norway met Chile.", id="strange")
    inputs.write_text(article_to_line(strange) + "\n" + inputs.read_text())
    whole = Extractor.claims

    def claims(self: Extractor, annotated: Annotated) -> tuple[Claim, ...]:
        if DEADLY in annotated.article.text:
            raise RecursionError("too deep")
        return whole(self, annotated)

    monkeypatch.setattr(Extractor, "claims", claims)
    (shard,) = shards(inputs, size=10**6)
    manifest = work(shard, settings)
    assert read([manifest], settings) == expected
    assert [(telling.how, telling.kind) for telling in manifest.told] == [("error", "not understood")]
    with pytest.raises(FailedError, match="too deep"):
        work(shard, replace(settings, strict=True))
