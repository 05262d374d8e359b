"""`kill -9` at any moment: what was there stays, articles are whole or absent, and the same command completes it.

The command runs as its users run it. It is killed after a random delay, and the store is looked at; then it is run
again, and killed again, until it comes through: then the graph has to be that of an undisturbed build, byte for byte.
"""

from __future__ import annotations

import random
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
from kg.graph.lock import LOCK, hold
from kg.graph.store import Store, open_store
from kg.jsonl import write_claims
from kg.model import Article, Claim

NQuads = Callable[[Store], list[str]]
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]


@dataclass(frozen=True)
class State:
    """An undisturbed build: the command that leads there, and all that the store holds then."""

    command: Sequence[str]
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


def undisturbed(command: Sequence[str], store: Path, nquads: NQuads) -> tuple[State, float]:
    """What a command comes to, and how many seconds it works once it has opened the store."""
    with start(command, store) as process:
        wait_for(store, process)
        begin = time.monotonic()
        _, told = process.communicate()
        worked = time.monotonic() - begin
        assert process.returncode == 0, told
    with open_store(store, read_only=True) as opened:
        claims = {name: opened.kept.claims_of(name) for name in opened.kept.ids()}
        quads = nquads(opened)
        return State(command, claims, quads, by_graph(quads)), worked


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


def pursue(
    store: Path, aim: State, before: Sequence[State], worked: float, chance: random.Random, nquads: NQuads
) -> Counter[str]:
    """Run a command until it comes through, killing it at random moments; say how far it had come at each kill."""
    stages: Counter[str] = Counter()
    while kill(aim.command, store, chance.uniform(0, 1.1 * worked)):
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


@pytest.fixture(scope="session")
def hundreds(seed_claims: tuple[tuple[Article, tuple[Claim, ...]], ...]) -> list[Claim]:
    """The claims of the seeds, as those of some three hundred articles of one or two claims."""
    return [
        replace(claim, id=f"{claim.id}-{part}", article=replace(article.meta, id=f"{article.id}-{part}"))
        for article, claims in seed_claims
        for part in range(0, len(claims), 2)
        for claim in claims[part : part + 2]
    ]


def test_fifty_kills_while_claims_are_built(tmp_path: Path, hundreds: list[Claim], nquads: NQuads) -> None:
    chance = random.Random()  # another one each time: over many runs all moments are met
    files = tmp_path / "all.jsonl", tmp_path / "some.jsonl"
    ids = sorted({claim.article.id for claim in hundreds})
    some = set(ids[::3])
    for file, claims in zip(files, (hundreds, [c for c in hundreds if c.article.id in some]), strict=True):
        with file.open("w", encoding="utf-8") as out:
            write_claims(claims, out)
    assert len(ids) > 200
    whole, worked = undisturbed(["build", str(files[0])], tmp_path / "whole", nquads)
    part, _ = undisturbed(["build", "--sync", str(files[1])], tmp_path / "part", nquads)
    sure, _ = undisturbed(["build", str(files[0]), "--min-confidence", "0.9"], tmp_path / "sure", nquads)
    full = replace(whole, command=[*whole.command, "--min-confidence", "0"])
    stages, kills = Counter[str](), 0
    while kills < 50:
        store = tmp_path / f"store-{kills}"
        stages += pursue(store, whole, [], worked, chance, nquads)
        stages += pursue(store, part, [whole], worked, chance, nquads)
        stages += pursue(store, whole, [part], worked, chance, nquads)
        stages += pursue(store, sure, [whole], worked, chance, nquads)
        stages += pursue(store, full, [sure], worked, chance, nquads)
        kills = stages.total()
    print(f"{kills} kills: {dict(stages)}")  # noqa: T201 - for who runs it with -rP
    assert {"claims", "graphs"} <= stages.keys()
