"""Documents that hang, starve or crash whoever reads them cost themselves alone."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pickle import UnpicklingError

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.article.options import Skipped
from kg.read.articles import _GUARDED, _READERS, read_source
from kg.read.frames import Frames, pack
from kg.read.guard import GUARDS, Ahead, make_document
from kg.read.inputs.sources import Source, find_sources

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system limits no process")

TEXT = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said.\n\n" * 3
PAGE = "<!doctype html><html lang=en><title>{0}</title><body><article><h1>{0}</h1>" + f"<p>{TEXT}</p></article></html>"
# Seconds of work, on any machine, for a page of a kilobyte a step.
SLOW = "<!doctype html><html><body><p " + " ".join(f'a{n}="x"' for n in range(60_000)) + ">hello</p></body></html>"


def hungry(megabytes: int) -> str:
    """JSON that takes so many megabytes to read at least: an empty list of two letters takes 56 bytes, and 8 more."""
    return '{"articles": [' + ",".join(["[]"] * (megabytes * 2**20 // 64)) + "]}"


def read(*paths: Path, **limits: float) -> tuple[list[Article], list[str], list[str]]:
    told: dict[str, list[str]] = {"errors": [], "order": []}

    def on_error(error: ArticleError) -> None:
        told["errors"].append(str(error))
        told["order"].append("error")

    found = []
    for article in read_articles(paths, replace(Options(on_error=on_error), **limits)):  # type: ignore[arg-type]
        found.append(article)
        told["order"].append(str(article.meta.title))
    return found, told["errors"], told["order"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1.html").write_text(PAGE.format("One"))
    (tmp_path / "2.json").write_text('{"articles": [')
    (tmp_path / "3.txt").write_text(f"Three\n\n{TEXT}")
    (tmp_path / "4.html").write_text("<!doctype html><p>menu")
    (tmp_path / "5.json").write_text(json.dumps([{"title": f"Five {n}", "text": TEXT} for n in range(3)] + [{}]))
    (tmp_path / "6.csv").write_text(f'title,text\nSix,"{TEXT}"\nSeven,\n')
    (tmp_path / "7.html").write_text(PAGE.format("Eight"))
    return tmp_path


def test_articles_and_messages_are_the_same_as_in_one_process(folder: Path) -> None:
    alone: list[object] = []
    options = Options(on_error=lambda error: alone.append(str(error)), on_note=alone.append)
    for source in find_sources([folder], on_error=options.on_error, on_note=options.on_note):
        try:
            alone.extend(read_source(source, options))
        except ArticleError as error:
            alone.append(str(error))
    ahead: list[object] = []
    options = Options(on_error=lambda error: ahead.append(str(error)), on_note=ahead.append)
    ahead.extend(read_articles([folder], options))
    assert ahead == alone
    assert len([each for each in ahead if isinstance(each, Article)]) == 7


def test_what_takes_too_long_is_one_line_and_the_rest_is_read(folder: Path) -> None:
    (folder / "2slow.html").write_text(SLOW)
    read(folder / "1.html")  # the libraries are loaded
    _, errors, order = read(folder, max_seconds=2.0)
    assert f"{folder}/2slow.html: took more than 2 s to read; left alone" in errors
    assert order == ["One", "error", "error", "Three", "error", "Five 0", "Five 1", "Five 2", "error", "Six", "Eight"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its memory")
def test_what_needs_too_much_memory_is_one_line(folder: Path) -> None:
    (folder / "2hungry.json").write_text(hungry(300))
    _, errors, order = read(folder, max_memory=256)
    assert f"{folder}/2hungry.json: needs more than 256 megabytes of memory to read; left alone" in errors
    assert order[0] == "One"
    assert order[-1] == "Eight"
    assert len(order) == 11


@pytest.mark.skipif(sys.platform != "linux", reason="finds the process by /proc")
def test_what_crashes_its_reader_is_one_line(folder: Path) -> None:
    (folder / "2crash.html").write_text(SLOW)
    done = threading.Event()
    thread = threading.Thread(target=_crash_busy, args=(done,), daemon=True)
    thread.start()
    _, errors, order = read(folder)
    done.set()
    thread.join()
    line = next(error for error in errors if "2crash" in error)
    assert line.endswith("crashed its reader (SIGSEGV); left alone")
    assert (order[0], order[-1], len(order)) == ("One", "Eight", 11)


def _crash_busy(done: threading.Event) -> None:
    """Crash each child of this process that works for long on one document, until told that it is done."""
    before: dict[str, int] = {}
    while not done.wait(0.2):
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        for child in children:
            try:
                fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks = int(fields[11])
            # Loading the libraries takes less than this; the slow page takes more.
            if ticks - before.setdefault(child, ticks) > 1.5 * os.sysconf("SC_CLK_TCK"):
                os.kill(int(child), signal.SIGSEGV)


def test_a_web_archive_goes_on_behind_a_page_that_takes_too_long(tmp_path: Path) -> None:
    pages = [PAGE.format("One"), PAGE.format("One"), SLOW, PAGE.format("One"), PAGE.format("Two")]
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"".join(_record(page.encode(), number) for number, page in enumerate(pages)))
    articles, errors, _ = read(path, max_seconds=2.0)
    assert [article.meta.title for article in articles] == ["One", "Two"]  # the second and fourth are the first again
    assert errors == [f"{path}, record 3: took more than 2 s to read; left alone"]


def _record(page: bytes, number: int) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
    return f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


def test_members_of_archives_are_guarded_too(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.html", PAGE.format("One"))
        archive.writestr("2.html", SLOW)
        archive.writestr("3.html", PAGE.format("Three"))
    _, errors, order = read(tmp_path / "a.zip", max_seconds=2.0)
    assert order == ["One", "error", "Three"]
    assert errors == [f"{tmp_path}/a.zip/2.html: took more than 2 s to read; left alone"]


def test_an_error_that_stops_the_reader_comes_at_its_place(folder: Path) -> None:
    articles = read_articles([folder])
    assert next(articles).meta.title == "One"
    with pytest.raises(ArticleError, match=r"2\.json: no JSON"):
        next(articles)


def test_whoever_stops_listening_leaves_no_process(folder: Path) -> None:
    for n in range(100):
        (folder / f"2{n:03}.html").write_text(PAGE.format(n))
    articles = read_articles([folder], Options(on_error=lambda _: None))
    assert next(articles).meta.title == "One"
    articles.close()  # type: ignore[attr-defined]
    assert len(read(folder)[0]) == 107


def test_a_reader_looks_where_the_caller_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"<html><body><article><h1>Talks</h1><p>{'Iran met Oman. ' * 30}</p></article></body></html>"
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.html").write_text(page, encoding="utf-8")
        monkeypatch.chdir(tmp_path / name)
        assert len(list(read_articles([f"{name}.html"]))) == 1


def test_texts_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    monkeypatch.setattr(import_module("kg.read.guard"), "_idle", [])
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": TEXT}))
    assert len(read(tmp_path)[0]) == 2


def test_nothing_that_is_read_may_ask_the_network_or_start_a_program() -> None:
    from kg.read import child

    for event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.posix_spawn"):
        with pytest.raises(PermissionError):
            child._forbid(event, ())
    child._forbid("open", ())


def test_every_format_is_guarded_but_those_read_line_by_line() -> None:
    assert {kind.name for kind in _READERS.keys() - _GUARDED} == {"TEXT", "MARKDOWN", "JSON_LINES", "TABLE"}


def test_frames_come_in_any_pieces() -> None:
    values = ["a", {"b": [1, 2]}, b"x" * 5000]
    data = b"".join(map(pack, values))
    for size in (1, 7, 8, 9, 4096, len(data)):
        frames = Frames()
        found = [each for at in range(0, len(data), size) for each in frames.feed(data[at : at + size])]
        assert found == values


class Called:
    """What calls something when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch harm",)


@pytest.mark.parametrize(
    "value", [Called(), [Called()], ("item", partial(print, "x")), Path("x"), json.JSONDecodeError]
)
def test_nothing_is_taken_from_a_reader_but_what_readers_tell(
    value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnpicklingError, match="nothing that a reader tells"):
        list(Frames().feed(pack(value)))
    assert not list(tmp_path.iterdir())


def test_what_readers_tell_is_taken() -> None:
    (article,) = read_articles([Path(__file__).parent.parent / "seeds" / "essequibo.txt"])
    # Errors are left to the tests with a process: libraries that are loaded here may pickle them in ways of their own.
    values = [("item", article), ("on_note", "a"), ("on_skip", Skipped("a", "b", "c"))]
    found = list(Frames().feed(b"".join(map(pack, values))))
    assert found == values


def test_many_documents_with_many_bytes_do_not_wait_for_each_other() -> None:
    """More than the pipes hold in both directions, before anybody listens."""
    options = Options()
    page = PAGE.format("Big").replace("</article>", f"<p>{TEXT * 100}</p></article>").encode()

    def walk() -> Iterator[object]:
        for n in range(70):
            yield make_document(Source(f"{n}.html", ".html", lambda: BytesIO(page)), options)

    with Ahead(options) as ahead:
        found = list(ahead.follow(walk()))  # type: ignore[arg-type]
    assert len(found) == 70


@pytest.mark.skipif(not GUARDS, reason="nothing is guarded here")
def test_who_waits_for_an_article_does_not_count_as_its_time(folder: Path) -> None:
    for n in range(60):
        (folder / f"9{n:02}.html").write_text(PAGE.format(n))
    read(folder / "1.html")
    count = 0
    for _ in read_articles([folder], Options(on_error=lambda _: None, max_seconds=2.0)):
        count += 1
        time.sleep(0.05)
    assert count == 67
