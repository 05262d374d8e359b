"""A real shell at a terminal of its own: what a line becomes when Tab is pressed."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["PROMPT", "press"]

PROMPT = "ready> "
_PATIENCE = 120.0  # seconds; only a shell that hangs takes them


def press(shell: Sequence[str], keys: str, environment: Mapping[str, str], folder: Path, shown: str) -> str:
    """Type keys at the prompt of an interactive shell, until the screen shows something.

    Args:
        shell: The command that starts the shell, whose prompt has to be `PROMPT`.
        keys: What is typed, Tab among it.
        environment: Its environment variables.
        folder: Its working directory.
        shown: What is waited for after that.

    Returns:
        What the screen got to show after the prompt; without `shown` if that did not come.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        shell, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=dict(environment), start_new_session=True
    )
    os.close(theirs)
    try:
        screen = _read_until(ours, PROMPT)
        os.write(ours, keys.encode())
        return (screen + _read_until(ours, shown)).rpartition(PROMPT)[2]
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(terminal: int, words: str) -> str:
    seen, end = b"", time.monotonic() + _PATIENCE
    while words.encode() not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 1.0)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # the shell has gone
                break
    return seen.decode(errors="replace")
