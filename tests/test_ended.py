"""A signal that ends the process leaves nothing unfinished behind, unless somebody handles it."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.output import open_output

BEGIN = "import time\nfrom pathlib import Path"
WAIT = "print('begun', flush=True); time.sleep(60)"
FILE = f"""{BEGIN}
from kg.output import open_output
with open_output(Path("file")) as file:
    file.write(b"half")
    {WAIT}
"""
PARTS = f"""{BEGIN}
from kg.export import parts
from kg.graph.store import open_store
def wait(lines, folder, number):
    (folder / "part").write_text("half")
    {WAIT}
parts._pack = wait
with open_store() as store:
    store.update("INSERT DATA {{ kgr:a kg:metWith kgr:b }}")
    parts.export_parts(store, Path("parts"))
"""
KILLED = [signal.SIGTERM, signal.SIGHUP]


def end(script: str, folder: Path, number: int) -> int:
    """How a script ends that gets a signal once it has begun."""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=folder, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        assert list(folder.iterdir())
        process.send_signal(number)
        return process.wait(30)


@pytest.mark.parametrize("number", KILLED)
@pytest.mark.parametrize("script", [FILE, PARTS], ids=["file", "parts"])
def test_what_is_unfinished_goes(tmp_path: Path, script: str, number: int) -> None:
    assert end(script, tmp_path, number) == -number
    assert not list(tmp_path.iterdir())


def test_a_handler_of_ones_own_stays(tmp_path: Path) -> None:
    script = f"import signal\nsignal.signal(signal.SIGTERM, lambda *_: exit(7))\n{FILE}"
    assert end(script, tmp_path, signal.SIGTERM) == 7
    assert not list(tmp_path.iterdir())


def test_what_is_finished_stays_and_signals_are_as_before(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in KILLED]
    with open_output(tmp_path / "file") as file:
        file.write(b"whole")
    assert [signal.getsignal(number) for number in KILLED] == before
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_another_thread_writes_too(tmp_path: Path) -> None:
    """Though Python lets no other than the main thread have handlers."""

    def write() -> None:
        with open_output(tmp_path / "file") as file:
            file.write(b"whole")

    with ThreadPoolExecutor(1) as threads:
        threads.submit(write).result()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]
