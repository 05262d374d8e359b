"""One process against a cluster that loses a worker and its driver: is the graph the same, and what does it cost?

    python bench/engine.py [--articles 5000] [--nodes]    # 2,000 articles at least, or there are too few parts

Builds a store of made-up articles in one process, then by a Dask scheduler with two workers; while they read, one
worker is killed (another takes its place) and later the driver, which is then started again. With `--nodes` each worker
has a network of its own (a Linux network namespace on a bridge; needs root and `ip`), as two machines would. At the end
the sorted N-Quads of both stores are compared.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
KG = [sys.executable, "-c", "from kg.cli import main; main()"]
BRIDGE, NET = "kgbench0", "10.77.0"
PORT = 18786


def main(articles: int, nodes: bool) -> int:
    """Run both builds and print what came out; the status is 1 where the graphs differ."""
    with tempfile.TemporaryDirectory(prefix="kg-engine-") as name, ExitStack() as stack:
        folder = Path(name)
        host = stack.enter_context(_networks()) if nodes else "127.0.0.1"
        inputs = folder / "articles.jsonl"
        form = ["--form", "articles", "--output", str(inputs)]
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(articles), *form], check=True, cwd=HERE.parent)
        alone, took = _timed(lambda: _build(inputs, folder / "alone", ["--workers", "1"]))
        _check(alone)
        print(f"one process           {took:7.1f} s  {articles / took:6.1f} articles/s", flush=True)

        scheduler = f"tcp://{host}:{PORT}"
        stack.enter_context(_running(["scheduler", "--host", host, "--port", str(PORT), "--no-dashboard"]))
        workers = [stack.enter_context(_worker(scheduler, number, nodes)) for number in (1, 2)]
        engine = ["--engine", "dask", "--scheduler", scheduler, "--parts", str(folder / "parts")]
        began = time.monotonic()
        driver = _start(inputs, folder / "together", engine)
        first = _wait_for_parts(folder / "parts", 1, driver)
        _kill(workers[0], "worker 1", first)
        stack.enter_context(_worker(scheduler, 3, nodes, place=1))
        second = _wait_for_parts(folder / "parts", first + 1, driver)
        _kill(driver, "the driver", second)
        kept = _parts(folder / "parts")
        _check(_build(inputs, folder / "together", engine))
        took = time.monotonic() - began
        print(f"cluster of two        {took:7.1f} s  {articles / took:6.1f} articles/s, with both losses")
        made_again = [path for path, time_ in kept.items() if path.stat().st_mtime_ns != time_]
        print(f"parts                 {len(_parts(folder / 'parts'))}, of them {len(made_again)} made again")
        digests = [_digest(folder / store) for store in ("alone", "together")]
        same = digests[0] == digests[1]
        print(f"sorted N-Quads        {digests[0][:16]}  {digests[1][:16]}  {'the same' if same else 'NOT the same'}")
        return 0 if same else 1


def _build(inputs: Path, store: Path, options: list[str]) -> int:
    return _start(inputs, store, options).wait()


def _start(inputs: Path, store: Path, options: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*KG, "build", str(inputs), "--store", str(store), "--quiet", *options], cwd=HERE.parent)


@contextmanager
def _running(command: list[str], node: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    inside = ["ip", "netns", "exec", f"kgbench{node}"] if node else []
    whole = [*inside, sys.executable, "-m", "dask", *command]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(whole, cwd=HERE.parent, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _worker(scheduler: str, number: int, nodes: bool, place: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    place = place or number
    host = f"{NET}.{place + 1}" if nodes else "127.0.0.1"
    options = ["--host", host, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", str(number)]
    return _running(["worker", scheduler, *options], place if nodes else None)


@contextmanager
def _networks() -> Iterator[str]:
    """Two networks of their own on a bridge of this machine, which has the address that is given."""

    def ip(*words: str) -> None:
        subprocess.run(["ip", *words], check=True)

    with ExitStack() as stack:
        ip("link", "add", BRIDGE, "type", "bridge")
        stack.callback(ip, "link", "del", BRIDGE)
        ip("addr", "add", f"{NET}.1/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for node in (1, 2):
            space = f"kgbench{node}"
            ip("netns", "add", space)
            stack.callback(ip, "netns", "del", space)
            ip("link", "add", f"{space}a", "type", "veth", "peer", "name", f"{space}b")
            ip("link", "set", f"{space}a", "master", BRIDGE, "up")
            ip("link", "set", f"{space}b", "netns", space)
            ip("-n", space, "addr", "add", f"{NET}.{node + 1}/24", "dev", f"{space}b")
            ip("-n", space, "link", "set", f"{space}b", "up")
            ip("-n", space, "link", "set", "lo", "up")
        yield f"{NET}.1"


def _parts(place: Path) -> dict[Path, int]:
    """The parts that are there, each with the time at which it was written."""
    return {path: path.stat().st_mtime_ns for path in place.glob("*.json")}


def _wait_for_parts(place: Path, count: int, driver: subprocess.Popen[bytes]) -> int:
    while len(_parts(place)) < count:
        if driver.poll() is not None:
            raise SystemExit(f"the driver ended with {driver.returncode} before there were {count} parts")
        time.sleep(0.1)
    return len(_parts(place))


def _kill(process: subprocess.Popen[bytes], name: str, parts: int) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    print(f"killed {name:14} when {parts} parts were there", flush=True)


def _check(status: int) -> None:
    if status:
        raise SystemExit(f"kg build ended with {status}")


def _timed(work: Callable[[], int]) -> tuple[int, float]:
    start = time.monotonic()
    return work(), time.monotonic() - start


def _digest(store: Path) -> str:
    command = [*KG, "export", "--store", str(store), "--format", "nquads"]
    lines = subprocess.run(command, check=True, capture_output=True, cwd=HERE.parent).stdout.splitlines()
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--nodes", action="store_true")
    chosen = parser.parse_args()
    sys.exit(main(chosen.articles, chosen.nodes))
