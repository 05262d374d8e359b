"""Runs what the tutorial and the how-to pages tell their readers to do, and puts in what it prints: run after a change.

    python scripts/guide_pages.py [PAGE...]

A page is followed from top to bottom in a scratch folder. Of its code blocks

- `sh` and `python` are run; a `text` block right after one is what it printed. One line `...` in it stands for all that
  is left out: as many lines as now are shown above and below it;
- with a `title="a/file"` they are saved as that file;
- under `<!-- not run: WHY -->` they are left alone, and there is no other way to leave one alone;
- under `<!-- fails -->` they have to fail.

`<!-- begins with: WHAT -->` says what is there at the start: `seeds` (the folder of articles), `news` (the store that
`kg build seeds --store news` makes, and the folder), `checkout` (the program itself, for readers who change it).
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from kg.cli import run
from kg.extract.annotate import load_model

__all__ = [
    "PAGES",
    "Block",
    "PageError",
    "Scratch",
    "blocks_of",
    "commands_of",
    "elided",
    "follow",
    "one_model",
    "page_paths",
]

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs"
_FENCE = re.compile(
    r"^```(?P<language>[\w-]*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
_REMARK = re.compile(r"<!-- (?P<said>not run: \S.*?|fails) -->\s*\Z")
_BEGINS = re.compile(r"<!-- begins with: (\w+) -->")
# What is otherwise each time: how long it took, the day of a correction, the digest of the ontology.
_TIMES = (
    (re.compile(r"\bin [\d.]+ (?:s|min)\b"), "in … s"),
    (re.compile(r'^date = "[\d-]+"$', re.MULTILINE), 'date = "…"'),
    (re.compile(r"\bontology [0-9a-f]{12}\b"), "ontology …"),
)
# What pages begin with -> the folders that are there then.
_PARTS = {"seeds": ("seeds",), "news": ("seeds", "news"), "checkout": ("kg", "ontology")}
_SHELL = frozenset("|&;<>()")
_LEFT_OUT = "..."
_WIDTH = "110"  # columns of the terminal


class PageError(Exception):
    """A page tells its readers what does not work, or a block of it does not say what it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: what it is (`run`, `output`, `file`, `left`), and where its text stands in the page."""

    kind: str
    language: str
    title: str
    body: str
    start: int
    end: int
    fails: bool = False


def page_paths() -> list[Path]:
    """The pages that are followed."""
    return [PAGES / "tutorial.md", *sorted((PAGES / "how-to").glob("*.md"))]


def blocks_of(page: str) -> list[Block]:
    """The blocks of a page.

    Raises:
        PageError: A block is neither run nor saved nor shown, and does not say why.
    """
    found: list[Block] = []
    end = 0
    for fence in _FENCE.finditer(page):
        between = page[end : fence.start()]
        remark = _REMARK.search(between)
        said = remark["said"] if remark else ""
        language, title = fence["language"], fence["title"] or ""
        if said.startswith("not run"):
            kind = "left"
        elif title:
            kind = "file"
            if f"`{title}`" not in page[: fence.start()]:
                raise PageError(f"nothing above the block {title} tells its readers to save it as that")
        elif language in ("sh", "python"):
            kind = "run"
        elif language == "text" and not between.strip() and found and found[-1].kind == "run":
            kind = "output"
        else:
            line = page.count("\n", 0, fence.start()) + 1
            raise PageError(f"line {line}: a block that is not run has to say why: <!-- not run: ... -->")
        start, end = fence.span("body")[0], fence.end()
        found.append(Block(kind, language, title, fence["body"], start, fence.end("body"), said == "fails"))
    return found


def commands_of(script: str) -> list[str]:
    """The commands of a shell block, one of several lines as one."""
    commands: list[str] = []
    open_command = ""
    for line in script.splitlines(keepends=True):
        open_command += line
        if open_command.endswith("\\\n"):
            continue
        try:
            words = shlex.split(open_command, comments=True)
        except ValueError:  # a quotation that goes on
            continue
        if words:
            commands.append(open_command.strip())
        open_command = ""
    if open_command:
        raise PageError(f"a command without an end: {open_command}")
    return commands


def elided(shown: str, printed: str) -> str:
    """What was printed, as far as the block shows it now; times are left out."""
    for pattern, instead in _TIMES:
        printed = pattern.sub(instead, printed)
    lines = [line.rstrip() for line in printed.expandtabs().rstrip().splitlines()]
    now = shown.splitlines()
    if _LEFT_OUT in now:
        above = now.index(_LEFT_OUT)
        below = len(now) - above - 1
        if len(lines) > above + below:
            lines = [*lines[:above], _LEFT_OUT, *lines[len(lines) - below :]]
    return "".join(f"{line}\n" for line in lines)


def follow(page: str, folder: Path) -> str:
    """Do what a page says, in a folder, and put what is printed into the page.

    Raises:
        PageError: Something fails.
    """
    drawn: list[str] = []
    told, at = "", 0
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks_of(page):
        if block.kind == "file":
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
        elif block.kind == "run":
            told = _printed_by(block, folder, names)
        elif block.kind == "output":
            drawn += [page[at : block.start], elided(block.body, told)]
            at = block.end
    return "".join([*drawn, page[at:]])


def _printed_by(block: Block, folder: Path, names: dict[str, object]) -> str:
    if block.language == "python":
        told = io.StringIO()
        with chdir(folder), redirect_stdout(told):
            exec(compile(block.body, "page", "exec"), names)  # noqa: S102 - the page is ours
        return told.getvalue()
    outcomes = [_run(command, folder) for command in commands_of(block.body)]
    failed = [command for command, (status, _) in zip(commands_of(block.body), outcomes, strict=True) if status]
    told_by_all = "".join(told for _, told in outcomes)
    if bool(failed) != block.fails:
        raise PageError(f"{failed or block.body} {'fails' if failed else 'has to fail'}:\n{told_by_all[-2000:]}")
    return told_by_all


def _run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command as on a terminal: its exit status, and what it prints.

    A plain `kg` command is run in this process, where the language model is loaded once; all else by a shell.
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    plain = words[0] == "kg" and not any(set(word) <= _SHELL for word in words if word)
    if not plain or (folder / "kg").is_dir() or "$" in command:
        return _run_in_shell(command, folder)
    raw = io.BytesIO()
    out = _Terminal(raw, encoding="utf-8", write_through=True)
    err = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        status = run(words[1:])
    return status, raw.getvalue().decode().replace(f"{folder}{os.sep}", "")


class _Terminal(io.TextIOWrapper):
    """Where a person looks on: `kg` writes tables there, and CSV elsewhere."""

    def isatty(self) -> bool:
        return True


def _run_in_shell(command: str, folder: Path) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as programs:
        for name, arguments in (("kg", "-c 'from kg.cli import main; main()'"), ("python", "")):
            program = Path(programs, name)
            program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments} "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        path = os.pathsep.join([programs, os.environ.get("PATH", "")])
        done = subprocess.run(  # noqa: S603 - the page is ours
            ["bash", "-o", "pipefail", "-c", command],  # noqa: S607
            cwd=folder,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode, done.stdout.decode()


@contextmanager
def one_model() -> Iterator[None]:
    """Load the language model once, and have a terminal of one width."""
    with (
        patch.object(import_module("kg.extract"), "load_model", cache(load_model)),
        patch.dict(os.environ, {"COLUMNS": _WIDTH}),
    ):
        yield


class Scratch:
    """The folder in which pages are followed, one after the other; the store that they begin with is built once.

    A store remembers where its articles and corrections are, so all begin in a folder of one name.
    """

    def __init__(self, folder: Path) -> None:
        """Build the store in an empty folder."""
        self.work, self._kept = folder / "work", folder / "kept"
        self.work.mkdir()
        shutil.copytree(ROOT / "seeds", self.work / "seeds")
        status, told = _run("kg build seeds --store news", self.work)
        if status:
            raise PageError(told)
        self.work.rename(self._kept)

    def draw(self, page: str) -> str:
        """Follow a page from what it begins with: the page with what is printed now.

        Raises:
            PageError: It does not tell what it begins with, or something fails.
        """
        begins = _BEGINS.search(page)
        if begins is None or begins[1] not in _PARTS:
            raise PageError(f"a page begins with one of: {', '.join(_PARTS)}")
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        for name in _PARTS[begins[1]]:
            there = self._kept if (self._kept / name).exists() else ROOT
            shutil.copytree(there / name, self.work / name, ignore=shutil.ignore_patterns("__pycache__"))
        return follow(page, self.work)


def main(wanted: Iterable[str]) -> None:
    """Follow the pages, and write those anew that show something else."""
    chosen = {Path(name).resolve() for name in wanted}
    with tempfile.TemporaryDirectory() as folder, one_model():
        scratch = Scratch(Path(folder))
        for path in page_paths():
            if chosen and path.resolve() not in chosen:
                continue
            page = path.read_text(encoding="utf-8")
            try:
                drawn = scratch.draw(page)
            except PageError as error:
                sys.exit(f"{path.relative_to(ROOT)}: {error}")
            if drawn != page:
                path.write_text(drawn, encoding="utf-8")
                print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
