"""One process writes at a time, and a lock goes with the process that held it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.lock import LOCK, hold

HOLD = "import sys, pathlib; from kg.graph.lock import hold; held = hold(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"  # noqa: E501 - a program


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_at_once_or_waits(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        with pytest.raises(StoreError) as caught:
            hold(tmp_path)
        assert str(caught.value) == f"{tmp_path}: in use by another process; try again when it is done"

        told: list[str] = []
        with pytest.raises(StoreError):
            hold(tmp_path, wait=0.2, on_wait=told.append)
        assert told == [f"{tmp_path}: in use by another process; waiting for it, at most 0.2 seconds"]

        assert other.stdin is not None
        threading.Timer(0.3, other.stdin.close).start()
        begin = time.monotonic()
        hold(tmp_path, wait=30).release()
        assert 0.2 < time.monotonic() - begin < 20


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        hold(tmp_path).release()


def test_a_process_locks_out_itself_too_until_it_lets_go(tmp_path: Path) -> None:
    first = hold(tmp_path)
    with pytest.raises(StoreError, match="in use"):
        hold(tmp_path)
    first.release()
    first.release()  # nothing is left to let go of
    hold(tmp_path).release()


def test_the_lock_is_on_the_folder_that_is_there_now(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    old = hold(folder)
    folder.rename(tmp_path / "aside")
    folder.mkdir()
    new = hold(folder)  # whoever holds the one that was taken away does not matter
    with pytest.raises(StoreError, match="in use"):
        hold(folder)
    with pytest.raises(StoreError, match="in use"):
        hold(tmp_path / "aside")
    for each in (old, new):
        each.release()
    assert (folder / LOCK).exists()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    for folder, why in ((tmp_path / "none", "No such file"), (tmp_path / "file" / "x", "Not a directory")):
        (tmp_path / "file").write_text("x")
        with pytest.raises(StoreError, match=why) as caught:
            hold(folder, wait=5)
        assert str(caught.value).startswith(f"{folder}: cannot be written: ")
