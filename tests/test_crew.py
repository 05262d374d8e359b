"""A crew of processes: answers in order, whoever dies, and nobody left behind. Real processes, really killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kg.crew import CRASHED, map_in_order
from kg.errors import KGError, ModelNotFoundError
from kg.processes import start_processes

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


def prepare(log: Path | None = None, *, thread: bool = False) -> Callable[[Sequence[str]], list[object]]:
    """What workers do, noting each preparation in a file; with a thread that a fork would lose."""
    if log is not None:
        with log.open("a") as file:
            file.write("prepared\n")
    if thread:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    return partial(map_list, answer)


def map_list(function: Callable[[str], object], items: Sequence[str]) -> list[object]:
    return [function(item) for item in items]


def answer(item: str) -> object:
    word, _, rest = item.partition(":")
    if word == "die" or (word == "die-once" and first_time(Path(rest))):
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "fail":
        raise ZeroDivisionError(rest)
    if word == "hang":
        Path(rest).write_text(f"{os.getpid()} {os.getppid()}")
        re.match("(a+)+$", "a" * 60 + "b")  # for years, and no other thread of the process gets to run
    if word == "who":
        return os.getpid(), os.getppid()
    return os.environ.get(rest) if word == "environment" else item.upper()


def first_time(path: Path) -> bool:
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def broken() -> Any:
    raise ModelNotFoundError("there is no such model")


def mapped(items: Sequence[str], size: int = 2, workers: int = 2, **options: Any) -> dict[str, object]:
    """The answers by item; the items are in order."""
    batches = (items[at : at + size] for at in range(0, len(items), size))
    found = list(map_in_order(partial(prepare, **options), batches, workers))
    assert [item for item, _ in found] == list(items)
    return dict(found)


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(what: Callable[[], bool]) -> None:
    for _ in range(6000):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to be")


@pytest.mark.parametrize(("size", "workers"), [(1, 3), (3, 1), (7, 2), (100, 2)])
def test_answers_come_in_order_whatever_the_batches(size: int, workers: int) -> None:
    words = [f"word {n}" for n in range(20)]
    assert mapped(words, size, workers) == {word: word.upper() for word in words}


def test_nothing_gives_nothing() -> None:
    assert mapped([]) == {}


def test_what_dies_once_is_done_again_by_another(tmp_path: Path) -> None:
    items = ["a", f"die-once:{tmp_path}/x", "c", "d", f"die-once:{tmp_path}/y", "f"]
    assert mapped(items, 3) == {item: item.upper() for item in items}


def test_what_kills_twice_is_given_up_and_nothing_else(tmp_path: Path) -> None:
    items = ["a", "die", "c", "die:again", "e", f"die-once:{tmp_path}/x", "g", "h"]
    given_up = {"die", "die:again"}
    assert mapped(items, 4) == {item: CRASHED if item in given_up else item.upper() for item in items}


def test_processes_that_always_die_are_told_of() -> None:
    with pytest.raises(KGError, match="die again and again"):
        mapped([f"die:{n}" for n in range(100)], 10)


def test_what_is_raised_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError, match="by nothing"):
        mapped(["a", "fail:by nothing"])
    with pytest.raises(ModelNotFoundError, match="no such model"):
        list(map_in_order(broken, [["a"]], 2))


def test_no_more_is_read_ahead_than_a_window() -> None:
    read = 0

    def batches() -> Iterator[list[str]]:
        nonlocal read
        for read in range(1, 101):
            yield [str(read)]

    for given, _ in enumerate(map_in_order(prepare, batches(), 2)):
        assert read - given <= 9


@LINUX
def test_workers_share_what_is_prepared_once(tmp_path: Path) -> None:
    found = mapped([f"who:{n}" for n in range(8)] + [f"die-once:{tmp_path}/x"], 1, log=tmp_path / "log")
    pids = {who for who in found.values() if isinstance(who, tuple)}
    assert len({parent for _, parent in pids}) == 1
    assert {parent for _, parent in pids}.isdisjoint({os.getpid()})
    assert (tmp_path / "log").read_text().count("prepared") == 1


def test_where_threads_run_each_prepares_for_itself(tmp_path: Path) -> None:
    items = ["a", f"die-once:{tmp_path}/x", "c"]
    assert mapped(items, 1, log=tmp_path / "log", thread=True) == {item: item.upper() for item in items}
    assert (tmp_path / "log").read_text().count("prepared") > 2


@pytest.mark.parametrize("thread", [False, True])
def test_threads_of_libraries_are_pinned(monkeypatch: pytest.MonkeyPatch, *, thread: bool) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    items = ["environment:OPENBLAS_NUM_THREADS", "environment:OMP_NUM_THREADS"]
    assert set(mapped(items, thread=thread).values()) == {"1"}


@LINUX
def test_a_template_that_is_killed_is_replaced(tmp_path: Path) -> None:
    processes = start_processes(partial(prepare, tmp_path / "log"))
    try:
        first = processes.start()
        first.send(["who"])
        _, ((worker, template),) = first.recv()
        os.kill(template, signal.SIGKILL)
        other = processes.start()
        other.send(["a"])
        assert other.recv() == (True, ["A"])
        first.close()
        wait_until(lambda: not is_there(worker))
    finally:
        processes.close()
    assert (tmp_path / "log").read_text().count("prepared") == 2


@LINUX
@pytest.mark.parametrize("thread", [False, True])
def test_nobody_is_left_when_the_caller_leaves_off(*, thread: bool) -> None:
    answers = map_in_order(partial(prepare, thread=thread), ([f"who:{n}"] for n in range(100)), 2)
    pids = {pid for _, found in (next(answers), next(answers)) for pid in found}
    answers.close()  # type: ignore[attr-defined]
    assert not [pid for pid in pids - {os.getpid()} if is_there(pid)]


@LINUX
@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM])
def test_nobody_is_left_when_the_caller_is_killed(tmp_path: Path, kill: signal.Signals) -> None:
    script = (
        "from kg.crew import map_in_order\nfrom tests.test_crew import prepare\n"
        f"list(map_in_order(prepare, [['hang:{tmp_path}/one'], ['hang:{tmp_path}/two']], 2))"
    )
    caller = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parent.parent)
    files = [tmp_path / "one", tmp_path / "two"]
    wait_until(lambda: all(file.exists() and file.read_text() for file in files))
    pids = {int(pid) for file in files for pid in file.read_text().split()}
    assert all(map(is_there, pids))
    caller.send_signal(kill)
    caller.wait()
    wait_until(lambda: not any(map(is_there, pids)))
