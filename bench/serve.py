"""Time of answers of `kg serve` to many clients at once, with nothing else going on and while builds write.

    python bench/serve.py                              # a store of 1,000 made-up articles, 50 clients, 20 s each
    python bench/serve.py --articles 200 --clients 10 --seconds 5
    python bench/serve.py --store DIR                  # the first part only, on a store that is there

Each client asks one query after the other, by a connection of its own that stays open: looking up what is said of one
actor, a list with names, a count of all claims by kind, a CONSTRUCT. While they ask, builds add articles (given as
claims, see bench/generate.py) one after the other. All is on 127.0.0.1, server, clients and builds on the same
processors. Told are answers a second, the time until an answer was whole at the median, for 95 and 99 of 100 and at
most, what was no answer, the processor's time and the memory of all the server's processes, and how long after the end
of a build its articles were shown.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from generate import World

from kg.graph.store import open_store
from kg.jsonl import write_claims
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
BUSIEST = """
SELECT ?name (COUNT(*) AS ?claims) { GRAPH ?article { ?claim rdf:subject ?node } ?node a ?kind ; rdfs:label ?name }
GROUP BY ?name ORDER BY DESC(?claims) ?name LIMIT 1"""
QUERIES = {
    "one actor": """SELECT ?relation ?other { ?node rdfs:label NAME ; ?relation ?other . ?other rdfs:label ?label }
LIMIT 100""",
    "with names": """SELECT ?one ?other { ?a kg:metWith ?b . ?a rdfs:label ?one . ?b rdfs:label ?other } LIMIT 500""",
    "count": "SELECT ?kind (COUNT(*) AS ?n) { GRAPH ?article { ?claim kg:eventType ?kind } } GROUP BY ?kind",
    "triples": "CONSTRUCT { ?a ?p ?b } { ?node rdfs:label NAME . ?node ?p ?b BIND(?node AS ?a) } LIMIT 200",
}
ARTICLES = "SELECT (COUNT(DISTINCT ?article) AS ?n) { GRAPH ?article { ?claim a kg:Claim } }"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000, help="articles of the store")
    parser.add_argument("--added", type=int, default=20, help="articles that each build adds")
    parser.add_argument("--clients", type=int, default=50, help="clients at a time")
    parser.add_argument("--seconds", type=float, default=20, help="how long they ask")
    parser.add_argument("--workers", type=int, default=4, help="workers of the server")
    parser.add_argument("--store", type=Path, help="ask this store")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or Path(folder) / "store"
        if chosen.store is None:
            build(store, Path(folder) / "first.jsonl", 0, chosen.articles)
        with serving(store, chosen.workers) as (port, pid):
            name = name_in(store)
            load(port, pid, name, chosen.clients, chosen.seconds)
            if chosen.store is None:
                load(port, pid, name, chosen.clients, chosen.seconds, Builds(chosen, store, port))


class Builds:
    """Builds that add articles, one after the other, until `ended` is set."""

    def __init__(self, chosen: argparse.Namespace, store: Path, port: int) -> None:
        self.ended = threading.Event()
        self.delays: list[float] = []
        self._chosen, self._store, self._port = chosen, store, port

    def run(self) -> None:
        first = self._chosen.articles
        while not self.ended.is_set():
            build(self._store, self._store.parent / "more.jsonl", first, self._chosen.added)
            first += self._chosen.added
            landed = time.monotonic()
            with open_store(self._store, read_only=True) as opened:
                there = next(iter(opened.select(ARTICLES)))["n"].value
            while shown(self._port) != there and not self.ended.is_set():
                time.sleep(0.01)
            self.delays.append(time.monotonic() - landed)


def load(port: int, pid: int, name: str, clients: int, seconds: float, builds: Builds | None = None) -> None:
    """Let many ask, and print how long each kind of question took."""
    times: dict[str, list[float]] = defaultdict(list)
    failures: Counter[str] = Counter()
    end = time.monotonic() + seconds
    worked = processor(pid)

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        at = number
        while time.monotonic() < end:
            at += 1
            kind = list(QUERIES)[at % len(QUERIES)]
            query = QUERIES[kind].replace("NAME", name)
            begin = time.monotonic()
            try:
                connection.request("GET", f"/sparql?query={quote(query)}")
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException) as error:
                failures[type(error).__name__] += 1
                connection.close()
                continue
            if response.status != 200:
                failures[str(response.status)] += 1
            times[kind].append(time.monotonic() - begin)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    if builds is not None:
        threads.append(threading.Thread(target=builds.run))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    used, worked = memory(pid), processor(pid) - worked
    if builds is not None:
        builds.ended.set()
    for thread in threads:
        thread.join()
    count = sum(map(len, times.values()))
    beside = "nothing else" if builds is None else "builds"
    print(f"\n{clients} clients beside {beside}: {count / seconds:.0f} answers/s, ", end="")
    print(f"{1000 * worked / max(1, count):.1f} ms of the processor's each, {used:.0f} MB, ", end="")
    print(f"failed: {dict(failures) or 'none'}")
    print(f"{'':12}{'answers':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'most':>8}")
    for kind, taken in [*times.items(), ("all", [each for some in times.values() for each in some])]:
        taken.sort()
        places = (taken[int(len(taken) * share)] for share in (0.5, 0.95, 0.99))
        print(f"{kind:12}{len(taken):8}" + "".join(f"{1000 * each:8.0f}" for each in (*places, taken[-1])))
    if builds is not None and builds.delays:
        worst = max(builds.delays)
        print(f"{len(builds.delays)} builds, each shown within {worst:.2f} s of its end", flush=True)


def build(store: Path, file: Path, first: int, count: int) -> None:
    """Add articles to a store, in a process of its own."""
    world = World(load_ontology())
    with file.open("w", encoding="utf-8") as out:
        write_claims((claim for number in range(first, first + count) for claim in world.article(number)[1]), out)
    subprocess.run([*KG, "build", str(file), "--store", str(store), "--quiet"], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(store: Path, workers: int) -> Iterator[tuple[int, int]]:
    """A server over a store: its port, and the number of its process."""
    command = [*KG, "serve", "--store", str(store), "--port", "0", "--workers", str(workers), "--timeout", "60"]
    begin = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline()
        print(f"answers {time.monotonic() - begin:.1f} s after its start")
        try:
            yield int(re.findall(r":(\d+)/", address)[0]), process.pid
        finally:
            process.terminate()


def name_in(store: Path) -> str:
    """The name of the busiest actor, as a literal."""
    with open_store(store, read_only=True) as opened:
        return str(next(iter(opened.select(BUSIEST)))["name"])


def shown(port: int) -> str:
    """How many articles the server shows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", f"/sparql?query={quote(ARTICLES)}")
    found = json.loads(connection.getresponse().read())
    connection.close()
    return str(found["results"]["bindings"][0]["n"]["value"])


def family(server: int) -> set[int]:
    """The server's process and all that come from it."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = {server}
    for _ in range(3):
        found |= {pid for pid, parent in rows if parent in found}
    return found


def told(server: int, file: str) -> list[str]:
    """What the system tells of each of them."""
    texts = []
    for pid in family(server):
        with suppress(OSError):  # it may have ended
            texts.append(Path(f"/proc/{pid}/{file}").read_text(encoding="utf-8"))
    return texts


def memory(server: int) -> float:
    """Megabytes of all of them, pages that they share counted once (PSS)."""
    return sum(int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) for text in told(server, "smaps_rollup")) / 1024


def processor(server: int) -> float:
    """Seconds of the processor's that all of them took."""
    fields = (text.rpartition(")")[2].split() for text in told(server, "stat"))
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
