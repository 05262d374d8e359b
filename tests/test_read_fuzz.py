"""Whatever is in a file, reading gives articles or `ArticleError`, and nothing else."""

# ruff: noqa: E501 - pages are wide

from __future__ import annotations

import gzip
import io
import json
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read import Options, read_articles

TEXT = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said.\n\n" * 3
PAGE = f"<!doctype html><html lang=en><head><title>Talks</title><meta name=date content=2024-03-12></head><body><p>{TEXT}</p></body>"
MAIL = f"From: a@b.example\nTo: c@d.example\nSubject: =?utf-8?q?Se=C3=B1or?=\nDate: Mon, 7 Mar 2022 06:00:00 +0100\n\n{TEXT}"
SAVED = (
    "From: <Saved>\nSnapshot-Content-Location: https://a.example/1\nSubject: x\nMIME-Version: 1.0\n"
    f'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n{PAGE}\n--b--\n'
)
FEED = f"<rss version='2.0'><channel><title>x</title><item><title>y</title><description>{TEXT}</description></item></channel></rss>"


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("b/c.txt", TEXT)
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    return buffer.getvalue()


SAMPLES = {
    ".txt": TEXT.encode(),
    ".md": f"---\ntitle: Talks\ndate: 2022-03-07\n---\n# Talks\n{TEXT}".encode(),
    ".html": PAGE.encode(),
    ".mhtml": SAVED.encode(),
    ".eml": MAIL.encode(),
    ".rss": FEED.encode(),
    ".json": json.dumps({"articles": [{"title": "Talks", "body": TEXT, "date": "2022-03-07"}]}).encode(),
    ".jsonl": (json.dumps({"title": "Talks", "body": TEXT}) + "\n").encode() * 2,
    ".csv": f'id,title,text\n1,Talks,"{TEXT}"\n'.encode(),
    ".gz": gzip.compress(PAGE.encode()),
    ".zip": _zip(),
    ".tar": _tar(),
}
ROUNDS = int(os.environ.get("KG_FUZZ", "40"))
"""Mutations of each sample; set it to 1,000 to look deeper."""


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    errors: list[Exception] = []
    for article in read_articles([path], Options(on_error=errors.append)):
        assert article.text.strip()
        assert all(0 <= start <= end <= len(article.text) for start, end in article.junk)
        article.text.encode()
    assert all(isinstance(error, ArticleError) and "\n" not in str(error) for error in errors)


def mutate(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(out) + 1)
        how = chance.randrange(5)
        if how == 0:
            out[at : at + chance.randrange(1, 40)] = b""
        elif how == 1:
            out[at:at] = chance.randbytes(chance.randrange(1, 12))
        elif how == 2:
            out[at:at] = chance.choice(NASTY)
        elif how == 3:
            piece = out[at : at + chance.randrange(1, 200)]
            out[at:at] = piece * chance.choice((1, 50))
        else:
            del out[at:]
    return bytes(out)


NASTY = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u202e".encode(), "\u200b".encode(), b"<![CDATA[", b"]]>",
    b"<!--", b"-->", b"<script>", b"</body>", b'"', b"{", b"[" * 500, b"<div>" * 500, b"&#0;", b"&#xd800;", b"\r",
    b"\n\n", b"Content-Type: text/html; charset=x-none\n", b"=?utf-8?b?///?=", b",,,,", b"\x1a", b"9" * 400, b"1e999",
)  # fmt: skip


@pytest.mark.parametrize("suffix", SAMPLES)
def test_broken_files_raise_nothing_else(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(suffix)
    for _ in range(ROUNDS):
        check(tmp_path / f"a{suffix}", mutate(SAMPLES[suffix], chance))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), suffix=st.sampled_from([*SAMPLES, ".xml", ".zst", ".xz", ""]))
def test_noise_raises_nothing_else(tmp_path: Path, data: bytes, suffix: str) -> None:
    check(tmp_path / f"a{suffix}", data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=400),
    suffix=st.sampled_from([".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".eml", ".rss"]),
)
def test_any_text_raises_nothing_else(tmp_path: Path, text: str, suffix: str) -> None:
    check(tmp_path / f"a{suffix}", text.encode("utf-8", "surrogatepass"))
