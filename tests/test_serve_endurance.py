"""How it holds out: endless queries, clients that go or never come, workers that die, builds that write meanwhile."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.graph.build import update
from kg.graph.folder import exchange
from kg.graph.lock import hold
from kg.graph.store import open_store
from kg.jsonl import write_claims
from kg.model import Article, Claim, make_article
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
ENDLESS_ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(MD5(CONCAT(STR(?a), STR(?d), STR(?g))) = '') }"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SECONDS = 1.5
COUNT = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?graphs) { GRAPH ?g { ?claim a kg:Claim } }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, news: News, small_ontology: Ontology) -> Path:
    folder = tmp_path_factory.mktemp("endured") / "news"
    with open_store(folder, create=True) as opened:
        update(opened, news, small_ontology, "test-model 1")
    return folder


@pytest.fixture(scope="module")
def served(kg_serve: Callable[..., Any], store: Path) -> Any:
    return kg_serve(store, "--timeout", str(SECONDS), "--workers", "3", "--max-rows", "1000000", "--max-memory", "300")


def ask(served: Any, query: str, accept: str = "*/*") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": accept})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def children(served: Any) -> set[int]:
    """All processes that come from the server's."""
    found: set[int] = set()
    new: set[int] = {served.process.pid}
    while new:
        listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
        new = {pid for pid, parent in pairs if parent in new} - found
        found |= new
    return found


def workers(served: Any) -> set[int]:
    """The processes of which none comes from another child of the server but one: forks of the one that forks."""
    direct = {
        int(pid)
        for pid in subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(served.process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
    }
    return children(served) - direct


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def busy(served: Any) -> list[int]:
    """Workers that take the processor's time."""

    def ticks(pid: int) -> int:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            return 0
        return int(fields[11]) + int(fields[12])

    before = {pid: ticks(pid) for pid in workers(served)}
    time.sleep(0.3)
    return [pid for pid, then in before.items() if ticks(pid) > then + 1]


class TestTime:
    def test_an_endless_query_is_stopped_and_its_worker_with_it(self, served: Any) -> None:
        begin = time.monotonic()
        status, text = ask(served, ENDLESS)
        assert (status, b"stopped after 1.5 seconds" in text) == (504, True)
        assert time.monotonic() - begin < SECONDS + 10
        assert until(lambda: not busy(served))

    def test_endless_rows_that_never_come_are_stopped(self, served: Any) -> None:
        assert ask(served, ENDLESS_ROWS)[0] == 504

    def test_rows_that_come_in_time_are_given_and_the_cut_is_told(self, served: Any) -> None:
        status, body = ask(served, LONG.replace("SELECT *", "SELECT (MD5(CONCAT(STR(?a), STR(?f), STR(?i))) AS ?x)"))
        told = json.loads(body)
        assert status == 200
        assert "was up" in told["cut"] or "bytes" in told["cut"]
        assert len(told["results"]["bindings"]) > 10

    def test_a_query_that_wants_all_the_memory_gets_no_more_than_its_own(self, served: Any) -> None:
        status, text = ask(served, f"SELECT * {{ {LONG} }} ORDER BY DESC(?i) ?d ?a")
        assert status in {504, 507}, text
        assert ask(served, "ASK {}")[0] == 200

    def test_pages_are_served_while_clients_queries_take_all_that_is_theirs(
        self, kg_serve: Callable[..., Any], store: Path
    ) -> None:
        own = kg_serve(store, "--timeout", "60", "--workers", "2")
        endless = [socket.create_connection(("127.0.0.1", own.port)) for _ in range(4)]
        connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=30)
        try:
            for each in endless:
                each.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert until(lambda: bool(busy(own)))
            connection.request("GET", "/find?q=Putin")
            assert connection.getresponse().status == 200
        finally:
            connection.close()
            for each in endless:
                each.close()
        assert until(lambda: not busy(own))
        assert len(workers(own)) <= 2


class TestClientsThatGo:
    def test_who_goes_before_the_answer_stops_the_query(self, served: Any) -> None:
        assert until(lambda: not busy(served))
        raw = socket.create_connection(("127.0.0.1", served.port))
        raw.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        begin = time.monotonic()
        worked = until(lambda: bool(busy(served)), SECONDS)
        raw.close()
        assert until(lambda: not busy(served), SECONDS)
        assert worked or time.monotonic() - begin > SECONDS  # on a machine that is too busy to see it

    def test_who_goes_in_the_middle_of_an_answer_stops_it(self, served: Any) -> None:
        raw = socket.create_connection(("127.0.0.1", served.port))
        raw.sendall(f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert raw.recv(1000).startswith(b"HTTP/1.1 200 OK")
        raw.close()
        assert until(lambda: not busy(served), SECONDS + 2)
        assert ask(served, "ASK {}")[0] == 200

    def test_many_that_send_nothing_do_not_keep_others_out(self, served: Any) -> None:
        silent = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(100)]
        for half in silent[::2]:
            half.sendall(b"GET /sparql HTTP/1.1\r\nHo")
        try:
            assert ask(served, "ASK {}")[0] == 200
            silent[0].settimeout(30)
            assert silent[0].recv(100) == b""  # it is given up
        finally:
            for each in silent:
                each.close()


class TestWorkersThatDie:
    def test_one_that_is_killed_is_replaced(self, served: Any) -> None:
        assert ask(served, "ASK {}")[0] == 200
        for pid in workers(served):
            os.kill(pid, signal.SIGKILL)
        statuses = [ask(served, "ASK {}")[0] for _ in range(8)]
        assert set(statuses) <= {200, 503}
        assert statuses[-1] == 200

    def test_one_that_is_killed_at_work_is_told_of(self, served: Any) -> None:
        with ThreadPoolExecutor(1) as threads:
            answer = threads.submit(ask, served, ENDLESS)
            if until(lambda: bool(busy(served)), SECONDS):
                for pid in workers(served):
                    os.kill(pid, signal.SIGKILL)
            assert answer.result()[0] in {503, 504}
        assert until(lambda: ask(served, "ASK {}")[0] == 200)

    def test_the_one_that_forks_is_replaced_too(self, served: Any) -> None:
        for pid in children(served):
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: ask(served, "ASK {}")[0] == 200)


class TestEnd:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    def test_it_leaves_no_process_behind_and_no_copy(
        self, kg_serve: Callable[..., Any], store: Path, number: signal.Signals
    ) -> None:
        served = kg_serve(store, "--timeout", "60")
        thread = threading.Thread(target=_try_to_ask, args=(served,))
        thread.start()
        assert until(lambda: bool(busy(served)))
        family = children(served)
        os.kill(served.process.pid, number)
        code = served.process.wait(timeout=20)
        thread.join()
        assert until(lambda: not any(map(alive, family)))
        left = list((store / "serving").glob("*/*/CURRENT"))
        if number == signal.SIGKILL:
            again = kg_serve(store)
            assert ask(again, "ASK {}")[0] == 200
            assert len(list((store / "serving").glob("*/*/CURRENT"))) <= len(left)
            again.process.terminate()
            again.process.wait(timeout=20)
        else:
            assert code == 0
            assert "Traceback" not in served.said.read_text()

    def test_a_port_in_use_and_a_store_that_is_none_are_one_line(
        self, served: Any, store: Path, tmp_path: Path
    ) -> None:
        def fails(*options: str) -> str:
            done = subprocess.run([*KG, "serve", *options], capture_output=True, text=True, check=False, timeout=60)
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
            return done.stderr

        told = fails("--store", str(store), "--port", str(served.port))
        assert "is in use; take another one, such as --port" in told
        assert "no store there; `kg build` makes one" in fails("--store", str(tmp_path / "none"), "--port", "0")
        with open_store(tmp_path / "half", create=True) as opened:
            opened.kept.mark_unwritten(["one"])
        assert "its last build was interrupted halfway" in fails("--store", str(tmp_path / "half"), "--port", "0")
        assert "nobody answers there" in fails("--store", "http://127.0.0.1:9/query", "--port", "0")
        assert "is no address of this machine" in fails("--store", str(store), "--host", "203.0.113.7", "--port", "0")


def _try_to_ask(served: Any) -> None:
    with suppress(OSError, http.client.HTTPException):
        ask(served, ENDLESS)


def articles(news: News, first: int, last: int) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
    """Copies of the first article, each another one."""
    _, claims = news[0]
    for number in range(first, last):
        article = make_article(news[0][0].text, id=f"copy-{number}", title=f"Copy {number}", published="2022-03-07")
        yield article, tuple(replace(claim, id=f"{claim.id}-{number}", article=article.meta) for claim in claims)


class TestBeside:
    def test_a_build_shows_when_it_is_done_and_never_halfway(
        self, served: Any, store: Path, news: News, small_ontology: Ontology
    ) -> None:
        def now() -> tuple[int, int]:
            row = json.loads(ask(served, COUNT)[1])["results"]["bindings"][0]
            return int(row["n"]["value"]), int(row["graphs"]["value"])

        before = now()
        seen: list[tuple[int, int]] = []
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                seen.append(now())

        watchers = [threading.Thread(target=watch) for _ in range(2)]
        for each in watchers:
            each.start()
        with open_store(store) as opened:
            for first in (0, 60):
                update(opened, articles(news, first, first + 60), small_ontology, "test-model 1")
        whole = (before[0] + 360, before[1] + 120)
        assert until(lambda: now() == whole)
        done.set()
        for each in watchers:
            each.join()
        # Each update is a whole by itself.
        assert set(seen) <= {before, (before[0] + 180, before[1] + 60), whole}
        assert len(seen) > 3

    def test_fifty_clients_at_once_while_a_build_writes(
        self, served: Any, store: Path, news: News, tmp_path: Path
    ) -> None:
        claims = tmp_path / "claims.jsonl"
        with claims.open("w", encoding="utf-8") as out:
            write_claims((claim for _, each in articles(news, 200, 400) for claim in each), out)
        queries = ("ASK { ?a kg:metWith ?b }", COUNT, "SELECT ?a ?b { ?a kg:metWith ?b } LIMIT 10")
        with (
            subprocess.Popen(
                [*KG, "build", str(claims), "--store", str(store)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as build,
            ThreadPoolExecutor(50) as threads,
        ):
            statuses = list(threads.map(lambda at: ask(served, queries[at % 3])[0], range(300)))
            assert build.wait(timeout=120) == 0
        assert statuses == [200] * 300

    def test_queries_are_answered_while_somebody_holds_the_lock(self, served: Any, store: Path) -> None:
        lock = hold(store)
        try:
            assert ask(served, "ASK {}")[0] == 200
        finally:
            lock.release()


class TestOtherStores:
    def test_an_empty_one_is_served_and_filled_while_it_is(
        self, kg_serve: Callable[..., Any], tmp_path: Path, news: News, small_ontology: Ontology
    ) -> None:
        with open_store(tmp_path / "new", create=True) as opened:
            update(opened, (), small_ontology, "test-model 1")
        served = kg_serve(tmp_path / "new")
        assert until(lambda: "is empty; `kg build` fills it" in served.said.read_text())
        assert ask(served, "ASK { ?a kg:metWith ?b }")[1] == b'{"head":{},"boolean":false}'
        with open_store(tmp_path / "new") as opened:
            update(opened, news, small_ontology, "test-model 1")
        assert until(lambda: b"true" in ask(served, "ASK { ?a kg:metWith ?b }")[1])
        # Another store in its place, as `kg restore --force` puts it there.
        with open_store(tmp_path / "other", create=True) as opened:
            update(opened, news[2:], small_ontology, "test-model 1")
        exchange(tmp_path / "other", tmp_path / "new")
        assert until(lambda: b"false" in ask(served, "ASK { ?a kg:metWith ?b }")[1])
        shutil.rmtree(tmp_path / "new")
        assert ask(served, "ASK { ?a kg:visited ?b }")[0] in {200, 503}
        assert served.process.poll() is None

    def test_an_endpoint_is_asked_in_turn(
        self, kg_serve: Callable[..., Any], endpoint: str, tmp_path: Path, news: News, small_ontology: Ontology
    ) -> None:
        with open_store(tmp_path / "far", create=True, endpoint=endpoint) as opened:
            update(opened, news, small_ontology, "test-model 1")
        served = kg_serve(endpoint)
        rows = json.loads(ask(served, "SELECT ?b { kgr:naftali-bennett kg:metWith ?b }")[1])["results"]["bindings"]
        assert [row["b"]["value"] for row in rows] == ["https://newskg.example/resource/vladimir-putin"]
        assert ask(served, "SELECT * {")[0] == 400
        assert ask(served, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")[0] == 403

    def test_weak_claims_are_left_out_and_stay_out(
        self, kg_serve: Callable[..., Any], tmp_path: Path, news: News, small_ontology: Ontology
    ) -> None:
        with open_store(tmp_path / "sure", create=True) as opened:
            update(opened, news[:1], small_ontology, "test-model 1")
        served = kg_serve(tmp_path / "sure", "--min-confidence", "0.9")
        weak = "SELECT (COUNT(*) AS ?n) { ?c kg:confidence ?x FILTER(?x < 0.9) }"
        sure = "SELECT (COUNT(*) AS ?n) { ?c kg:confidence ?x FILTER(?x >= 0.9) }"

        def count(query: str) -> int:
            return int(json.loads(ask(served, query)[1])["results"]["bindings"][0]["n"]["value"])

        assert (count(weak), count(sure)) == (0, 3)
        with open_store(tmp_path / "sure") as opened:
            update(opened, news[1:], small_ontology, "test-model 1")
        assert until(lambda: count(sure) == 7)
        assert count(weak) == 0
