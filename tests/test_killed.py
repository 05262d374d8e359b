"""`kill -9` at any moment: what was there stays, articles are whole or absent, and the same command completes it.

The command runs as its users run it. It is killed after a random delay, and the store is looked at; then it is run
again, and killed again, until it comes through: then the graph has to be that of an undisturbed build, byte for byte.
"""

from __future__ import annotations

import io
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.backup import restore_backup
from kg.graph.lock import LOCK, hold
from kg.graph.store import Store, open_store
from kg.jsonl import write_claims
from kg.model import Claim

NQuads = Callable[[Store], list[str]]
SEEDS = Path(__file__).parent.parent / "seeds"
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]


@dataclass(frozen=True)
class State:
    """An undisturbed build: the command that leads there, what it works once it has the store, and what comes out."""

    command: Sequence[str]
    store: Path
    seconds: float
    claims: Mapping[str, tuple[Claim, ...]]
    quads: list[str]
    graphs: Mapping[str, list[str]]


def by_graph(quads: Iterable[str]) -> dict[str, list[str]]:
    """The quads by the graph that ends them; those of the default graph under what no other is called."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        name = quad.removesuffix(" .").rsplit(" ", 1)[1]
        graphs[name if "/article/" in name or "/graph/" in name else "default"].append(quad)
    return graphs


def start(command: Sequence[str], store: Path) -> subprocess.Popen[str]:
    arguments = [*COMMAND, *command, "--store", str(store)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def undisturbed(command: Sequence[str], store: Path, nquads: NQuads) -> State:
    """Run a command on a new store to its end."""
    with start(command, store) as process:
        wait_for(store, process)
        begin = time.monotonic()
        _, told = process.communicate()
        worked = time.monotonic() - begin
        assert process.returncode == 0, told
    with open_store(store, read_only=True) as opened:
        claims = {name: opened.kept.claims_of(name) for name in opened.kept.ids()}
        quads = nquads(opened)
        return State(command, store, worked, claims, quads, by_graph(quads))


def wait_for(store: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the command holds the store's lock, which it takes before all work on the store."""
    while process.poll() is None:
        if (store / LOCK).exists():
            try:
                hold(store).release()
            except StoreError:
                return
        time.sleep(0.01)


def kill(command: Sequence[str], store: Path, delay: float, *, from_start: bool = False) -> bool:
    """Run a command and kill it after a delay; say whether it was killed, for it may have come through before."""
    with start(command, store) as process:
        if not from_start:
            wait_for(store, process)
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
        _, told = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), told
        return process.returncode != 0


def look(store: Path, states: Sequence[State], nquads: NQuads) -> str:
    """Open a store after a kill, check that it holds nothing by halves, and say how far the command had come."""
    try:
        opened = open_store(store, read_only=True)
    except StoreError as error:
        if "no store there" not in str(error):
            raise
        return "no store yet"  # killed before it was one
    with opened:
        for name in opened.kept.ids():
            assert opened.kept.claims_of(name) in [state.claims.get(name) for state in states]
        quads = nquads(opened)
        graphs = by_graph(quads)
        for name, graph in graphs.items():
            assert graph in [state.graphs.get(name) for state in states], f"{name} is neither as before nor as after"
        if opened.kept.stamp is not None:
            assert quads in [state.quads for state in states]
            return "done"
        if not opened.kept.ids():
            return "empty"
        return "graphs" if all(each.written for each in opened.kept.articles()) else "claims"


def pursue(store: Path, aim: State, before: Sequence[State], chance: random.Random, nquads: NQuads) -> Counter[str]:
    """Run a command until it comes through, killing it at random moments; say how far it had come at each kill."""
    stages: Counter[str] = Counter()
    while kill(aim.command, store, chance.uniform(0, aim.seconds)):
        stages[look(store, [*before, aim], nquads)] += 1
        if stages.total() % 10 == 5:  # now and then before the store is opened, while modules are loaded
            kill(aim.command, store, chance.uniform(0, 0.3), from_start=True)
        if stages.total() % 8 == 0:
            with start(aim.command, store) as process:
                _, told = process.communicate()
                assert process.returncode == 0, told
            break
    with open_store(store, read_only=True) as opened:
        assert nquads(opened) == aim.quads
    return stages


@pytest.fixture(scope="module")
def files(hundreds: list[Claim], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The claims of all articles, of a third of them, and of the others."""
    ids = sorted({claim.article.id for claim in hundreds})
    assert len(ids) > 200
    third = set(ids[::3])
    folder = tmp_path_factory.mktemp("claims")
    for name, own in (("all", {*ids}), ("third", third), ("others", {*ids} - third)):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            write_claims((claim for claim in hundreds if claim.article.id in own), out)
    return {file.stem: file for file in folder.iterdir()}


@pytest.fixture(scope="module")
def whole(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, nquads: NQuads) -> State:
    return undisturbed(["build", str(files["all"])], tmp_path_factory.mktemp("whole") / "store", nquads)


@pytest.fixture(scope="module")
def third(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, nquads: NQuads) -> State:
    command = ["build", "--sync", str(files["third"])]
    return undisturbed(command, tmp_path_factory.mktemp("third") / "store", nquads)


def test_fifty_kills_while_claims_are_built(
    tmp_path: Path, files: dict[str, Path], whole: State, third: State, nquads: NQuads
) -> None:
    chance = random.Random()  # another one each time: over many runs all moments are met
    sure = undisturbed([*whole.command, "--min-confidence", "0.9"], tmp_path / "sure", nquads)
    full = replace(whole, command=[*whole.command, "--min-confidence", "0"])
    stages, kills = Counter[str](), 0
    while kills < 50:
        store = tmp_path / f"store-{kills}"
        for aim, before in ((whole, []), (third, [whole]), (whole, [third]), (sure, [whole]), (full, [sure])):
            stages += pursue(store, aim, before, chance, nquads)
        kills = stages.total()
    print(f"{kills} kills: {dict(stages)}")  # noqa: T201 - for who runs it with -rP
    assert {"claims", "graphs"} <= stages.keys()
    assert files


def test_kills_while_articles_are_removed(
    tmp_path: Path, files: dict[str, Path], whole: State, third: State, nquads: NQuads
) -> None:
    chance = random.Random()
    command = ["remove", str(files["others"])]
    for number in range(6):
        store = tmp_path / f"store-{number}"
        shutil.copytree(whole.store, store)
        kill(command, store, chance.uniform(0, third.seconds))
        look(store, [whole, third], nquads)
        with start(command, store) as process:
            _, told = process.communicate()
        # Where they are gone already the command completes what the killed one began, and finds none to remove.
        assert process.returncode == 0 or "none of its articles is in the store" in told
        with open_store(store, read_only=True) as opened:
            assert nquads(opened) == third.quads


def test_kills_while_a_store_is_backed_up_and_restored(
    tmp_path: Path, whole: State, third: State, nquads: NQuads
) -> None:
    chance = random.Random()
    file, store = tmp_path / "news.nq.gz", tmp_path / "store"
    for _ in range(4):
        kill(["backup", str(file), "--force"], whole.store, chance.uniform(0, 0.3))
        if file.exists():  # whole, then
            restore_backup(io.BytesIO(file.read_bytes()), "it", store)
            shutil.rmtree(store)
    with start(["backup", str(file), "--force"], whole.store) as process:
        process.communicate()
    data = file.read_bytes()
    worked = undisturbed(["restore", str(file)], tmp_path / "first", nquads).seconds
    kills = 0
    while kills < 8:
        if not store.exists():
            shutil.copytree(third.store, store)
        killed = kill(["restore", str(file), "--force"], store, chance.uniform(0, 1.1 * worked))
        with open_store(store, read_only=True) as opened:
            assert nquads(opened) in ([third.quads, whole.quads] if killed else [whole.quads])
            assert opened.kept.stamp is not None
        kills += killed
        if not killed:
            shutil.rmtree(store)
    with start(["restore", str(file), "--force"], store) as process:
        process.communicate()
        assert process.returncode == 0
    with start(["backup", str(tmp_path / "news-again.nq.gz")], store) as process:
        process.communicate()
    assert (tmp_path / "news-again.nq.gz").read_bytes() == data
    assert sorted(path.name for path in tmp_path.iterdir() if ".nq.gz" not in path.name) == ["first", "store"]


def test_kills_while_texts_are_read(tmp_path: Path, nquads: NQuads) -> None:
    chance = random.Random()
    files = [str(file) for file in (*sorted(SEEDS.glob("*.txt"))[:4], SEEDS / "wire.jsonl")]
    command = ["build", *files, "--quiet"]
    aim = undisturbed(command, tmp_path / "whole", nquads)
    in_processes = replace(aim, command=[*command, "--workers", "2"])
    for number, each in enumerate((aim, in_processes)):
        store = tmp_path / f"store-{number}"
        kills = 0
        while kills < 3 and kill(each.command, store, chance.uniform(0.3, 1) * aim.seconds):
            kills += 1
            look(store, [aim], nquads)
        with start(each.command, store) as process:
            _, told = process.communicate()
        assert process.returncode == 0, told
        with open_store(store, read_only=True) as opened:
            assert nquads(opened) == aim.quads
