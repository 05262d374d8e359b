"""Web crawls: the pages of a crawl and nothing else, whatever is broken in between."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import tracemalloc
import zlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, Skipped, read_articles
from kg.read.web.http_message import MAX_BODY, Message, Unpackable, body_of, read_message
from kg.read.web.warc_records import MAX_BLOCK, Broken, Record, cut_records

TEXT = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said."
DAY = "2022-03-08T01:00:00Z"


def page(word: str, published: str = "2022-03-07") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>Talks {word}</title>"
        f"<meta property='article:published_time' content='{published}T10:00:00Z'></head>"
        f"<body><article><h1>Talks {word}</h1><p>{TEXT} {word}.</p><p>{TEXT}</p></article></body></html>"
    ).encode()


def response(
    address: str,
    body: bytes,
    *,
    status: str = "200 OK",
    fields: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
    kind: str = "response",
    packed: bool = False,
) -> bytes:
    """A record (ISO 28500, 5): fields, a blank line, the block, two blank lines; packed, a member of a gzip file."""
    block, block_type = body, dict(fields).get("Content-Type", "")
    if kind in ("response", "revisit"):
        head = "".join(f"{name}: {value}\r\n" for name, value in fields)
        block, block_type = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body, "application/http; msgtype=response"
    about = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:12345678-feed-beef-1234-612345678901>",
        "WARC-Target-URI": address,
        "WARC-Date": DAY,
        "Content-Type": block_type,
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in about.items())
    record = head.encode() + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(record) if packed else record


def read(path: Path) -> tuple[list[Article], list[str], list[Skipped]]:
    errors: list[ArticleError] = []
    skipped: list[Skipped] = []
    articles = list(read_articles([path], Options(on_error=errors.append, on_skip=skipped.append)))
    return articles, [str(error) for error in errors], skipped


def written(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(records))
    return path


def test_pages_are_articles_and_all_else_is_passed_over(tmp_path: Path) -> None:
    html = [("Content-Type", "text/html")]
    archive = written(
        tmp_path / "news.warc",
        response("https://a.example/1", page("one")),
        response("https://a.example/gone", page("gone"), status="404 Not Found"),
        response("https://a.example/moved", b"", status="301 Moved", fields=[("Location", "/x"), *html]),
        response("https://a.example/robots.txt", b"User-agent: *", fields=[("Content-Type", "text/plain")]),
        response("https://a.example/a.png", b"\x89PNG\r\n\r\n", fields=[("Content-Type", "image/png")]),
        response("https://a.example/menu", b"<html><body><ul><li><a href=x>Home</a></ul></body></html>"),
        response("https://a.example/again", page("one")),
        response("https://a.example/1", page("one"), kind="revisit"),
        response("https://a.example/2", page("two"), kind="resource", fields=html),
        response("https://a.example/3", f"{TEXT} Three.\n\n{TEXT}".encode(), kind="conversion",
                 fields=[("Content-Type", "text/plain")]),
    )  # fmt: skip
    articles, errors, skipped = read(archive)
    assert not errors
    assert [article.meta.url for article in articles] == [f"https://a.example/{number}" for number in (1, 2, 3)]
    assert [article.meta.title for article in articles[:2]] == ["Talks one", "Talks two"]
    assert [(each.kind, each.name.partition("(")[2]) for each in skipped] == [
        ("no article", "https://a.example/menu)"),
        ("duplicate", "https://a.example/again)"),
    ]


def test_no_article_is_younger_than_its_crawl(tmp_path: Path) -> None:
    archive = written(
        tmp_path / "a.warc",
        response("https://a.example/1", page("right", "2022-03-07")),
        response("https://a.example/2", page("elsewhere", "2022-03-09")),
        response("https://a.example/3", page("wrong", "2023-01-01")),
        response("https://a.example/4", page("none").replace(b"article:published_time", b"x")),
    )
    articles, _, _ = read(archive)
    assert [(article.meta.published, str(article.meta.date_source)) for article in articles] == [
        ("2022-03-07", "metadata"),
        ("2022-03-09", "metadata"),
        ("2022-03-08", "file"),
        ("2022-03-08", "file"),
    ]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "whole.warc.gz", "a.warc.zst", "a.bin"])
def test_packed_in_any_way(tmp_path: Path, name: str) -> None:
    records = [response(f"https://a.example/{n}", page(str(n)), packed=name == "a.warc.gz") for n in range(3)]
    data = b"".join(records)
    if name == "whole.warc.gz":
        data = gzip.compress(data)
    elif name == "a.warc.zst":
        data = zstandard.compress(data)
    (tmp_path / name).write_bytes(data)
    articles, errors, _ = read(tmp_path / name)
    assert not errors
    assert len(articles) == 3


def test_charsets_of_the_server_and_of_the_page(tmp_path: Path) -> None:
    cyrillic = page("Президент").decode()
    archive = written(
        tmp_path / "a.warc",
        response("https://a.example/1", cyrillic.encode("cp1251"),
                 fields=[("Content-Type", "text/html; charset=windows-1251")]),
        response("https://a.example/2", cyrillic.replace("<head>", "<head><meta charset='koi8-r'>").encode("koi8-r"),
                 fields=[("Content-Type", "text/html")]),
    )  # fmt: skip
    articles, errors, _ = read(archive)
    assert not errors
    assert all("Президент" in article.text for article in articles)
    assert len(articles) == 2


WHOLE = [response(f"https://a.example/{number}", page(str(number))) for number in range(5)]


def with_length(record: bytes, length: str) -> bytes:
    return re.sub(rb"Content-Length: \d+", f"Content-Length: {length}".encode(), record, count=1)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b"garbage\r\n" * 40, "no record begins where one should"),
        (b"x" * 300_000 + b"\r\n", "no record begins where one should"),
        (with_length(WHOLE[2], "5000"), "shorter than the 5,000 bytes"),
        (with_length(WHOLE[2], "99999999999"), "shorter than the 99,999,999,999 bytes"),
        (with_length(WHOLE[2], "120"), "longer than the 120 bytes"),
        (with_length(WHOLE[2], "-7"), "says no length, or one that is none ('-7')"),
        (re.sub(rb"Content-Length: \d+\r\n", b"", WHOLE[2], count=1), "says no length"),
        (b"WARC/1.0\r\n" + b"A: b\r\n" * 50_000, "its fields never end"),
        (WHOLE[2][: len(WHOLE[2]) // 2], "shorter than the"),
    ],
)
def test_a_broken_record_is_one_line_and_the_rest_is_read(tmp_path: Path, broken: bytes, told: str) -> None:
    archive = written(tmp_path / "a.warc", *WHOLE[:2], broken + b"\r\n\r\n", *WHOLE[3:])
    articles, errors, _ = read(archive)
    assert [article.meta.url for article in articles] == [f"https://a.example/{number}" for number in (0, 1, 3, 4)]
    assert len(errors) == 1
    assert errors[0].startswith(f"{archive}, record 3: ")
    assert told in errors[0]


def test_a_file_that_is_cut_off_gives_what_there_is(tmp_path: Path) -> None:
    articles, (error,), _ = read(written(tmp_path / "a.warc", b"".join(WHOLE)[:-300]))
    assert len(articles) == 4
    assert "record 5: cut off" in error
    packed = b"".join(response(f"https://a.example/{n}", page(str(n)), packed=True) for n in range(3))
    articles, errors, _ = read(written(tmp_path / "b.warc.gz", packed[:-100]))
    assert len(articles) == 2
    assert errors


def test_a_damaged_member_of_a_gzip_costs_its_record_alone(tmp_path: Path) -> None:
    members = [bytearray(response(f"https://a.example/{n}", page(str(n)), packed=True)) for n in range(4)]
    members[1][len(members[1]) // 2 :] = b"\xff" * (len(members[1]) - len(members[1]) // 2)
    articles, errors, _ = read(written(tmp_path / "a.warc.gz", *map(bytes, members)))
    assert [article.meta.url for article in articles] == [f"https://a.example/{number}" for number in (0, 2, 3)]
    assert len(errors) == 1


def test_a_film_is_passed_over_without_being_kept(tmp_path: Path) -> None:
    film = response("https://a.example/film", b"x" * (MAX_BLOCK + 1), fields=[("Content-Type", "text/html")])
    articles, errors, skipped = read(written(tmp_path / "a.warc", WHOLE[0], film, WHOLE[1]))
    assert not errors
    assert len(articles) == 2
    assert [each.kind for each in skipped] == ["too large"]


def test_memory_does_not_grow_with_the_file() -> None:
    one = response("https://a.example/x", b"x" * 200_000)

    class Endless(io.RawIOBase):
        left = 300

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
            if not self.left:
                return 0
            self.left -= 1
            data = one[: len(buffer)]
            buffer[: len(data)] = data
            return len(data)

    tracemalloc.start()
    count = sum(1 for _ in cut_records(io.BufferedReader(Endless(), len(one) + 1)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count >= 200  # 60 megabytes
    assert peak < 10 * 2**20


@given(st.binary(max_size=400), st.integers(0, 2000), st.integers(0, 4))
def test_whatever_stands_between_records_are_cut_whole_or_not_at_all(noise: bytes, at: int, cut: int) -> None:
    data = bytearray(b"".join(WHOLE))
    data[at : at + cut * 100] = noise
    for record in cut_records(io.BytesIO(bytes(data))):
        if isinstance(record, Record):
            assert record.block is None or len(record.block) == int(record.fields["content-length"])
        else:
            assert isinstance(record, Broken)
            assert record.why


CHUNKED = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("fields", "body", "plain"),
    [
        ({}, b"hello world", b"hello world"),
        ({"transfer-encoding": "chunked"}, CHUNKED, b"hello world"),
        ({"transfer-encoding": "chunked"}, b"<html>not chunked", b"<html>not chunked"),
        ({"content-encoding": "gzip"}, gzip.compress(b"hello world"), b"hello world"),
        ({"content-encoding": "GZIP"}, b"<html>stored unpacked", b"<html>stored unpacked"),
        ({"content-encoding": "x-gzip"}, gzip.compress(b"hello world"), b"hello world"),
        ({"content-encoding": "deflate"}, zlib.compress(b"hello world"), b"hello world"),
        ({"content-encoding": "deflate"}, zlib.compress(b"hello world")[2:-4], b"hello world"),
        ({"content-encoding": "br"}, brotli.compress(b"hello world"), b"hello world"),
        ({"content-encoding": "br"}, b" <html>stored unpacked", b" <html>stored unpacked"),
        ({"content-encoding": "zstd"}, zstandard.compress(b"hello world"), b"hello world"),
        ({"content-encoding": "identity"}, b"hello world", b"hello world"),
        ({"content-encoding": "deflate, gzip"}, gzip.compress(zlib.compress(b"hello world")), b"hello world"),
        ({"content-encoding": "gzip"}, gzip.compress(b"hello world")[:-5], b"hello world"),
    ],
)
def test_bodies_as_they_were(fields: dict[str, str], body: bytes, plain: bytes) -> None:
    assert body_of(Message(200, fields, body)) == plain


@pytest.mark.parametrize(
    ("coding", "body", "told"),
    [
        ("gzip", gzip.compress(b" " * (MAX_BODY + 10)), "unpacks to more than 64 megabytes"),
        ("br", brotli.compress(b" " * (MAX_BODY + 10), quality=1), "unpacks to more than 64 megabytes"),
        ("zstd", zstandard.compress(b" " * (MAX_BODY + 10)), "unpacks to more than 64 megabytes"),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff", "damaged"),
        ("br", b"\xff\xff\xff\xff", "damaged"),
        ("compress", b"\x1f\x9d", "packed as 'compress', which is not known here"),
    ],
)
def test_bodies_that_cannot_be_unpacked(coding: str, body: bytes, told: str) -> None:
    with pytest.raises(Unpackable, match=told):
        body_of(Message(200, {"content-encoding": coding}, body))


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        import_module("kg.read.articles"), "GUARDS", False
    )  # in this process, where the library can be hidden
    monkeypatch.setitem(sys.modules, "brotli", None)
    fields = [("Content-Type", "text/html"), ("Content-Encoding", "br")]
    record = response("https://a.example/1", brotli.compress(page("one")), fields=fields)
    articles, (error,), _ = read(written(tmp_path / "a.warc", record, WHOLE[1]))
    assert len(articles) == 1
    assert "pip install 'newskg[warc]'" in error


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_none(data: bytes) -> None:
    message = read_message(b"HTTP/1.1 200 OK\r\n" + data)
    assert message is not None
    assert message.status == 200
    assert read_message(data) is None


def test_addresses_do_not_break_the_line(tmp_path: Path) -> None:
    record = response("https://a.example/\x1b[31m" + "x" * 900, b"<html></html>")
    _, errors, (skipped,) = read(written(tmp_path / "a.warc", record))
    assert not errors
    assert json.dumps(skipped.name).count("\\u001b") == 0
    assert len(skipped.name) < 400
