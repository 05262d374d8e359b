"""Files inside files: found, read in order, and never more of them than is good."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles

BODY = b"The minister flew to Vienna on Tuesday.\n\nShe met her Austrian counterpart there.\n"


def read(*paths: Path) -> tuple[list[Article], list[str], list[str]]:
    errors: list[ArticleError] = []
    notes: list[str] = []
    articles = list(read_articles(paths, Options(on_error=errors.append, on_note=notes.append)))
    return articles, [str(error) for error in errors], notes


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        (".gz", gzip.compress),
        (".zst", zstandard.compress),
        (".bz2", bz2.compress),
        (".xz", lzma.compress),
    ],
)
def test_compressed_files_are_read_as_what_is_in_them(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / f"a.txt{suffix}").write_bytes(pack(BODY))
    (tmp_path / f"b.jsonl{suffix}").write_bytes(pack(b'{"id": "b", "text": "Envoys met."}\n'))
    (tmp_path / f"c.csv{suffix}").write_bytes(pack(b"id,body\nc,Envoys met again.\n"))
    articles, errors, _ = read(tmp_path)
    assert not errors
    assert articles[0].text == BODY.decode()
    assert [article.id for article in articles[1:]] == ["b", "c"]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda files: gzip.compress(tarred(files))),
        ("a.tgz", lambda files: gzip.compress(tarred(files))),
        ("a.bin", zipped),
        ("a.zip.gz", lambda files: gzip.compress(zipped({"inner.zip": zipped(files)}))),
    ],
)
def test_archives_are_looked_into(tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    files = {
        "2022/b.txt": BODY + b"B.",
        "2022/a.txt": BODY + b"A.",
        "2022/page_files/frame.html": b"<html>",
        "__MACOSX/a.txt": b"\0",
        "picture.png": b"x",
        ".hidden.txt": b"x",
    }
    (tmp_path / name).write_bytes(pack(files))
    articles, errors, notes = read(tmp_path / name)
    assert not errors
    assert sorted(article.text[-2:] for article in articles) == ["A.", "B."]
    assert "skipped 4 other files (2 .txt, 1 .html, 1 .png)" in notes[0]


def test_a_broken_member_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": b"", "b.txt": BODY, "c.gz": gzip.compress(BODY)[:-9]}))
    articles, errors, _ = read(path)
    assert [article.text for article in articles] == [BODY.decode()]
    assert f"{path}/a.txt: empty" in errors[0]
    assert f"{path}/c.gz: damaged" in errors[1]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("cut.zip", zipped({"a.txt": BODY})[:-30], "damaged"),
        (
            "patched.zip",
            zipped({"a.txt": BODY}).replace(b"PK\1\2\x14\x03\x14\0\0", b"PK\1\2\x14\x03\x14\0\x20"),
            "damaged",
        ),
        ("cut.gz", gzip.compress(BODY * 100)[:-20], "damaged"),
        ("cut.tar.xz", lzma.compress(tarred({"a.txt": BODY}))[:-30], "damaged"),
        ("noise.zst", zstandard.compress(BODY)[:4] + b"\xff" * 90, "damaged"),
        ("bomb.txt.gz", gzip.compress(b" " * 40_000_000), "unpacks to 200 times its size"),
        ("bomb.zip", zipped({"a.html": b"<html>" + b" " * 40_000_000}), "unpacks to 200 times its size"),
        ("bomb.jsonl.gz", gzip.compress(b" " * 40_000_000), "unpacks to 200 times its size"),
        ("nest.gz", gzip.compress(gzip.compress(gzip.compress(gzip.compress(BODY)))), "archives in archives"),
    ],
)
def test_what_cannot_be_unpacked_is_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    articles, errors, _ = read(path)
    assert not articles
    assert len(errors) == 1
    assert str(path) in errors[0]
    assert told in errors[0]
    assert "\n" not in errors[0]


def test_names_in_archives_lead_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped({"../../out.txt": BODY, "/out.txt": BODY + b"x"}))
    articles, errors, _ = read(folder)
    assert len(articles) == 2
    assert not errors
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_links_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(BODY)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "secret.txt")
        archive.addfile(link)
    (tmp_path / "a.tar").write_bytes(buffer.getvalue())
    assert not read(tmp_path / "a.tar")[0]
