"""How a run ends, and what it says then: as its users run it, on real files, terminals and signals."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bench.generate import World
from kg.cli import run
from kg.extract.annotate import load_model
from kg.graph.store import Store, open_store
from kg.ontology import Ontology
from kg.workers import SMALL

NQuads = Callable[[Store], list[str]]
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]
ROOT = Path(__file__).parent.parent
MEETING = "Vladimir Putin met Joe Biden in Geneva on Wednesday.\n"
CALL = "Emmanuel Macron phoned Olaf Scholz on Friday.\n"
COUNT = 75  # made-up articles, enough for several processes


@pytest.fixture(scope="module", autouse=True)
def load_the_model_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("kg.extract"), "load_model", cache(load_model))
        yield


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two articles, and an empty one between them."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(MEETING)
    (folder / "b.txt").write_text("")
    (folder / "c.txt").write_text(CALL)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, shipped: Ontology) -> Path:
    made = [article for article, _ in World(shipped).articles(COUNT)]
    assert sum(len(article.text) for article in made) > SMALL
    file = tmp_path_factory.mktemp("many") / "articles.jsonl"
    file.write_text("".join(json.dumps({"id": each.id, "text": each.text}) + "\n" for each in made))
    return file


def kg(*arguments: str | Path) -> int:
    return run([str(argument) for argument in arguments])


def report_in(file: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def quads_of(folder: Path, nquads: NQuads) -> list[str]:
    with open_store(folder, read_only=True) as store:
        return nquads(store)


def test_a_build_is_reported(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, file = tmp_path / "s", tmp_path / "r.json"
    assert kg("build", articles, "--store", store, "--report", file, "--workers", "2") == 1
    first = report_in(file)
    assert (first["outcome"], first["workers"], first["store"]["place"]) == ("incomplete", 2, str(store))
    assert first["model"].startswith("en_core_web_md-")
    assert first["failed"]["inputs"] == [
        {
            "name": f"{articles}/b.txt",
            "kind": "empty",
            "why": f"{articles}/b.txt: empty, there is nothing to read",
        }
    ]
    assert first["store"]["changes"] == {"new": 2, "changed": 0, "unchanged": 0, "removed": 0}
    assert first["claims"]["found"] == first["claims"]["asserted"] == 2
    assert set(first["seconds"]) == {"wall", "reading", "extraction", "linking", "writing"}
    stages = sum(seconds for stage, seconds in first["seconds"].items() if stage != "wall")
    assert 0 < stages <= first["seconds"]["wall"] + 0.01
    (articles / "b.txt").unlink()
    assert kg("build", articles, "--store", store, "--report", file) == 0
    again = report_in(file)
    assert (again["outcome"], again["store"]["changes"]["unchanged"], again["articles"]["extracted"]) == ("done", 2, 0)
    assert "failed" not in capsys.readouterr().err.splitlines()[-2]


def test_no_other_file_is_replaced_and_nothing_done(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    for file in ("notes", "none/r.json", "."):
        assert kg("build", articles, "--store", tmp_path / "s", "--report", tmp_path / file) == 1
    assert (tmp_path / "notes").read_text() == "mine"
    assert not (tmp_path / "s").exists()


def test_a_report_goes_where_no_data_goes(
    articles: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert kg("build", articles, "--store", tmp_path / "s", "--quiet", "--report", "-") == 1
    assert json.loads(capsysbinary.readouterr().out)["command"] == "build"
    for command in ("read", "extract"):
        assert kg(command, articles, "--report", "-") == 2
        assert capsysbinary.readouterr().out == b""


@pytest.mark.parametrize("command", ["read", "extract"])
def test_commands_that_print_report_too(command: str, articles: Path, tmp_path: Path) -> None:
    assert kg(command, articles, "--report", tmp_path / "r.json") == 1
    report = report_in(tmp_path / "r.json")
    assert (report["command"], report["articles"]["read"], report["failed"]["kinds"]) == (command, 2, {"empty": 1})
    assert report["store"] is None


def test_a_failure_of_all_is_reported(articles: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    assert kg("build", articles, "--store", tmp_path / "s", "--model", "no_such_model", "--report", file) == 1
    report = report_in(file)
    assert report["outcome"] == "failed"
    assert "no_such_model" in report["error"]


def test_wrong_usage_is_no_run(articles: Path, tmp_path: Path) -> None:
    assert kg("build", articles, "--update-endpoint", "http://x", "--report", tmp_path / "r.json") == 2
    assert not (tmp_path / "r.json").exists()


def test_strict_stops_at_the_first_failure_and_what_is_stored_is_whole(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], nquads: NQuads
) -> None:
    store, file = tmp_path / "s", tmp_path / "r.json"
    assert kg("build", articles / "a.txt", "--store", store, "--quiet") == 0
    before = quads_of(store, nquads)
    assert kg("build", articles, "--store", store, "--strict", "--report", file) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"kg: {articles}/b.txt: empty, there is nothing to read",
        f"kg: nothing was put into {store}",
        "kg: stopped at the first failure, as --strict wants it",
    ]
    assert quads_of(store, nquads) == before
    report = report_in(file)
    assert (report["outcome"], report["articles"]["read"], report["failed"]["count"]) == ("stopped", 1, 1)
    (articles / "b.txt").write_text("It rained.\n")
    assert kg("build", articles, "--store", store, "--strict", "--quiet") == 0
    assert kg("build", articles, "--store", tmp_path / "fresh", "--quiet") == 0
    assert quads_of(store, nquads) == quads_of(tmp_path / "fresh", nquads)


@pytest.mark.parametrize("command", ["read", "extract"])
def test_commands_that_print_stop_too(command: str, articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg(command, articles, "--strict") == 1
    printed = capsys.readouterr()
    assert "Scholz" not in printed.out
    assert printed.err.splitlines()[-1] == "kg: stopped at the first failure, as --strict wants it"


def test_kinds_of_duplicates_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "seeds" / "bennett-returns.txt").read_text(encoding="utf-8")
    other = f"{text}\nThat was all that became known by the evening.\n"
    lines = [("a", text), ("b", text), ("a", text), ("a", MEETING), ("c", other)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in lines))
    assert kg("build", tmp_path / "in.jsonl", "--store", tmp_path / "s", "--report", tmp_path / "r.json") == 1
    report, told = report_in(tmp_path / "r.json"), capsys.readouterr().err
    assert report["skipped"]["kinds"] == {"duplicate": 1}
    assert report["failed"]["kinds"] == {"same id": 1}
    assert report["store"]["duplicates"] == {
        "same_text": [{"article": "b", "repeats": "a"}],
        "near": [{"article": "c", "repeats": "a"}],
    }
    assert "2 articles repeat others: 1 word for word, 1 nearly\n" in told


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_a_whole_store_and_no_process(
    many: Path, tmp_path: Path, number: signal.Signals, nquads: NQuads
) -> None:
    store, file = tmp_path / "s", tmp_path / "r.json"
    # Tests that were started in the background ignore Ctrl-C, and so would what they start.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    command = [*COMMAND[:-1], listening + COMMAND[-1], "build", str(many), "--store", str(store), "--workers", "2"]
    command += ["--report", str(file)]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: kept_in(store) > 0 or process.poll() is not None)
        os.killpg(process.pid, number)  # a terminal's Ctrl-C, or a service that is stopped, means all
        told = process.communicate()[1]
    assert process.returncode == 128 + number, told
    assert re.search(rf"kg: {store} keeps the \d+ articles? that w\w+ put into it; the next build goes on", told)
    assert "Traceback" not in told
    wait_until(lambda: not in_session(process.pid))
    assert report_in(file)["outcome"] == "interrupted"
    kept = kept_in(store)
    assert 0 < kept < COUNT
    assert kg("build", many, "--store", store, "--quiet", "--report", file, "--workers", "1") == 0
    assert report_in(file)["store"]["changes"] == {"new": COUNT - kept, "changed": 0, "unchanged": kept, "removed": 0}
    assert kg("build", many, "--store", tmp_path / "fresh", "--quiet", "--workers", "1") == 0
    assert quads_of(store, nquads) == quads_of(tmp_path / "fresh", nquads)


def kept_in(store: Path) -> int:
    try:
        with sqlite3.connect(f"file:{store / 'claims.sqlite'}?mode=ro", uri=True) as database:
            return int(database.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet
        return 0


def in_session(session: int) -> list[str]:
    """The processes of a session that are still there."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own = stat.read_text().rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(own) == session and state != "Z":
            found.append(stat.parent.name)
    return found


def wait_until(what: Callable[[], bool]) -> None:
    for _ in range(12_000):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to be")


def test_progress_is_for_terminals(articles: Path, tmp_path: Path) -> None:
    (articles / "b.txt").write_text("It rained.\n")
    command = [*COMMAND, "build", str(articles), "--store", str(tmp_path / "s")]
    ours, terminal = pty.openpty()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=terminal) as process:
        os.close(terminal)
        assert process.stdout is not None
        assert process.stdout.read() == b""
    shown = b""
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # so Linux says that nobody writes any more
        pass
    os.close(ours)
    told = shown.decode()
    assert "\r0 of 3 articles, 0 claims" in told
    assert told.splitlines()[-1].startswith(f"kg: {tmp_path}/s holds 3 articles")
    done = subprocess.run([*command[:-1], str(tmp_path / "t")], cwd=ROOT, capture_output=True, check=True)
    assert b"\r" not in done.stderr
    assert done.stdout == b""
