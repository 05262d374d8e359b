"""Inputs by address: fetched once, within bounds, and without a word of what is secret."""

from __future__ import annotations

import gzip
import io
import json
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.inputs.remote import Bounds, find_remote, shown
from kg.read.inputs.sources import is_address

TEXT = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said."
PAGE = (
    "<html lang=en><head><title>Talks</title></head>"
    f"<body><article><p>{TEXT}</p><p>{TEXT[:90]}</p></article></body></html>"
)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", TEXT)
    return buffer.getvalue()


class _Server(BaseHTTPRequestHandler):
    """Answers well, and in all the ways in which servers do harm."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.partition("?")[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # the reader has had enough
            getattr(self, f"get_{name.strip('/').partition('.')[0]}", self.get_nothing)()

    def get_nothing(self) -> None:
        self.send_error(404)

    def get_article(self) -> None:
        self.answer(TEXT.encode())

    def get_page(self) -> None:
        self.answer(PAGE.encode())

    def get_archive(self) -> None:
        self.answer(zipped())

    def get_packed(self) -> None:
        self.answer(gzip.compress(TEXT.encode()), ("Content-Encoding", "gzip"))

    def get_bomb(self) -> None:
        self.answer(gzip.compress(b" " * 40_000_000), ("Content-Encoding", "gzip"))

    def get_moved(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/article.txt")
        self.end_headers()

    def get_loop(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/loop.txt")
        self.end_headers()

    def get_away(self) -> None:
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    def get_short(self) -> None:
        self.answer(TEXT.encode(), ("Content-Length", str(len(TEXT) + 1000)))

    def get_locked(self) -> None:
        self.send_error(403)

    def get_silent(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.flush()
        time.sleep(3)

    def get_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"The ministers met again. " * 1000)

    def get_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def get_hangup(self) -> None:
        self.connection.close()

    def answer(self, body: bytes, *fields: tuple[str, str]) -> None:
        self.send_response(200)
        told = dict(fields)
        self.send_header("Content-Length", told.pop("Content-Length", str(len(body))))
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    _Server.asked = []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}", _Server.asked
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def memory() -> Iterator[Callable[[str, bytes], None]]:
    files = fsspec.filesystem("memory")
    yield files.pipe_file
    files.store.clear()
    files.pseudo_dirs[:] = [""]


def read(*paths: str) -> tuple[list[Article], list[str], list[str]]:
    errors: list[ArticleError] = []
    notes: list[str] = []
    articles = list(read_articles(paths, Options(on_error=errors.append, on_note=notes.append)))
    return articles, [str(error) for error in errors], notes


def fetch(address: str, bounds: Bounds) -> list[str]:
    """What is said of an address whose file is opened."""
    errors: list[ArticleError] = []
    try:
        for source in find_remote(address, on_error=errors.append, on_note=print, bounds=bounds):
            source.open().close()
    except ArticleError as error:
        errors.append(error)
    return [str(error) for error in errors]


@pytest.mark.parametrize("name", ["article.txt", "article", "archive.zip", "packed.txt", "moved.txt"])
def test_files_of_the_web(server: tuple[str, list[str]], name: str) -> None:
    articles, errors, _ = read(f"{server[0]}/{name}")
    assert not errors
    assert [article.text for article in articles] == [TEXT]


def test_a_page_keeps_its_address_and_is_asked_for_once(server: tuple[str, list[str]]) -> None:
    address = f"{server[0]}/page.html"
    server[1].clear()
    (article,), errors, _ = read(address)
    assert not errors
    assert article.meta.url == address
    assert server[1] == ["/page.html"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.txt", "no such file there"),
        ("locked.txt", "the server answers 403"),
        ("loop.txt", "leads from one address to the next without end"),
        ("away.txt", "leads to an address that is none of the web"),
        ("short.txt", "cut off: the server sent less than it said"),
        ("silent.txt", "no answer in time"),
        ("endless.txt", "larger than the 1 megabytes that are fetched"),
        ("drip.txt", "comes too slowly"),
        ("hangup.txt", "the server hung up"),
    ],
)
def test_servers_that_do_harm(server: tuple[str, list[str]], name: str, told: str) -> None:
    bounds = Bounds(size=2**20, seconds=10, silence=0.5, rate=2000)
    (error,) = fetch(f"{server[0]}/{name}", bounds)
    assert error.startswith(f"{server[0]}/{name}: ")
    assert told in error
    assert "\n" not in error


def test_what_unpacks_without_end_is_left_alone(server: tuple[str, list[str]]) -> None:
    _, (error,), _ = read(f"{server[0]}/bomb.jsonl")
    assert "times its size" in error


def test_nobody_there() -> None:
    (error,) = fetch("http://127.0.0.1:1/a.txt", Bounds(silence=5))
    assert "no connection to the server" in error


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://jane:secret@a.example/x.txt", "https://a.example/x.txt"),
        ("https://a.example/x?id=7&X-Amz-Signature=abc", "https://a.example/x?id=7&X-Amz-Signature=..."),
        ("https://a.example/x?sig=abc&page=2#top", "https://a.example/x?sig=...&page=2"),
        (f"https://a.example/x?blob={'a' * 80}", "https://a.example/x?blob=..."),
        ("s3://bucket/news/*.jsonl.gz", "s3://bucket/news/*.jsonl.gz"),
        ("https://[broken/x", "https://..."),
    ],
)
def test_messages_keep_secrets(address: str, told: str) -> None:
    assert shown(address) == told


def test_no_secret_in_any_message(server: tuple[str, list[str]]) -> None:
    host = server[0].removeprefix("http://")
    for name in ("none.txt", "locked.txt", "loop.txt", "short.txt", "hangup.txt", "bomb.txt"):
        _, errors, notes = read(f"http://jane:hunter2@{host}/{name}?token=hunter3")
        assert errors
        assert "hunter" not in " ".join(errors + notes)


def named(articles: list[Article]) -> list[str]:
    return [article.text.rpartition(" ")[2] for article in articles]


def test_folders_and_patterns_are_sorted(memory: Callable[[str, bytes], None]) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt.gz", "picture.png", "README.md"):
        body = f"{TEXT} {name}".encode()
        memory(f"/news/{name}", gzip.compress(body) if name.endswith("gz") else body)
    articles, errors, notes = read("memory://news")
    assert not errors
    assert named(articles) == ["a.txt", "b.txt", "deep/c.txt.gz"]
    assert notes == ["memory://news: skipped 2 other files (1 .md, 1 .png)"]
    assert named(read("memory://news/*.txt")[0]) == ["a.txt", "b.txt"]
    assert named(read("memory://news/**/*.gz")[0]) == ["deep/c.txt.gz"]


def test_files_by_address(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (article,), errors, _ = read(f"file://{tmp_path}/a.txt")
    assert not errors
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("memory://none/a.txt", "no such file there"),
        ("memory://none/*.txt", "nothing to read there"),
        ("ftp://a.example/x.txt", "addresses may begin with http://"),
        ("zip://a.txt::http://a.example/x.zip", "addresses may begin with http://"),
    ],
)
def test_what_cannot_be_fetched_is_one_line(address: str, told: str) -> None:
    articles, (error,), _ = read(address)
    assert not articles
    assert error.startswith(address)
    assert told in error


@pytest.mark.parametrize(
    ("address", "library", "extra"),
    [
        ("s3://bucket/a.txt", "s3fs", "s3"),
        ("gs://bucket/a.txt", "gcsfs", "gs"),
        ("https://a.example/a.txt", "aiohttp", "remote"),
        ("https://a.example/a.txt", "fsspec", "remote"),
    ],
)
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, address: str, library: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    _, (error,), _ = read(address)
    scheme = address.partition("://")[0]
    assert error == f"{address}: an address of {scheme}:// needs {library}: pip install 'newskg[{extra}]'"


def test_what_an_address_is() -> None:
    assert is_address("s3://bucket/x")
    assert not is_address("news/2022://x")
    assert not is_address("C:/news")


def test_dates_are_looked_for_while_lines_are_read() -> None:
    rows = [{"title": f"Talks {day}", "text": f"{TEXT} {day} " * 40, "date": "03/04/2021"} for day in range(300)]
    rows[-1]["date"] = "25/12/2021"  # it tells how to read all before it, so the file is open twice
    fsspec.filesystem("memory").pipe("/lines/news.jsonl", "\n".join(map(json.dumps, rows)).encode())
    articles, errors, _ = read("memory://lines/news.jsonl")
    assert not errors
    assert [article.meta.title for article in articles] == [row["title"] for row in rows]
    assert {article.meta.published for article in articles[:-1]} == {"2021-04-03"}


def test_what_is_not_there_is_of_that_kind() -> None:
    failed: list[ArticleError] = []
    list(find_remote("memory://none/*.txt", on_error=failed.append, on_note=print))
    list(read_articles(["memory://none/a.txt", "ftp://a.example/x"], Options(on_error=failed.append)))
    assert [error.kind for error in failed] == ["not found", "not found", "unknown format"]
