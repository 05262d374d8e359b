"""Broken and hostile documents, workbooks, columnar tables and crawls: articles or `ArticleError`, and nothing else.

The readers are called as they are, without the process of their own that guards them in use.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from kg.errors import ArticleError
from kg.read import Options
from kg.read.articles import read_source
from kg.read.inputs.failures import told
from kg.read.inputs.sources import Source

TEXT = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said."
PARAGRAPHS = "".join(f"<p>{TEXT} They spoke of {word}, and agreed to go on.</p>" for word in ("fish", "oil", "war"))
ROUNDS = int(os.environ.get("KG_FUZZ", "40"))
"""Mutations of each sample; set it to 1,000 to look deeper."""
NASTY = (
    b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"<w:p>" * 500, b"</w:p>", b"&#0;", b"&x;", b"[" * 500,
    b"<<" * 200, b"endobj", b" 0 R ", b"-1", b"9" * 400, b"WARC/1.0\r\n", b"\r\n\r\n", b"PAR1",
    b"Content-Length: 99999999\r\n",
    "\u202e".encode(), b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"HTTP/1.1 200 OK\r\n", b"stream\n", b"\x1f\x8b\x08",
)  # fmt: skip


def _word() -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    document.add_heading("Talks", 1)
    document.add_paragraph(TEXT)
    document.add_table(1, 2).cell(0, 0).text = TEXT
    document.save(buffer)
    return buffer.getvalue()


def _odt() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml", f'<o xmlns:text="{space}:text:1.0"><text:h>Talks</text:h><text:p>{TEXT}</text:p></o>'
        )
        archive.writestr("meta.xml", "<o><title>x</title></o>")
    return buffer.getvalue()


def _workbook() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (["id", "title", "text"], [1, "Talks", TEXT], [2, None, TEXT]):
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(_table(), buffer)
    return buffer.getvalue()


def _arrow() -> bytes:
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, _table().schema) as writer:
        writer.write_table(_table())
    return buffer.getvalue()


def _table() -> pa.Table:
    rows: list[dict[str, Any]] = [{"id": n, "text": TEXT, "authors": ["x"], "source": {"name": "y"}} for n in range(5)]
    return pa.Table.from_pylist(rows)


def _pdf() -> bytes:
    stream = "".join(f"BT /F 10 Tf 60 {700 - 12 * number} Td ({TEXT}) Tj ET\n" for number in range(9))
    font = "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R {font} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}endstream",
    )
    body = "".join(f"{number} 0 obj\n{each}\nendobj\n" for number, each in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode()


def _crawl() -> bytes:
    page = f"<html><head><title>x</title></head><body><article>{PARAGRAPHS}</article></body></html>".encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(page)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return (head.encode() + block + b"\r\n\r\n") * 3


SAMPLES = {
    ".docx": _word(),
    ".odt": _odt(),
    ".xlsx": _workbook(),
    ".parquet": _parquet(),
    ".arrow": _arrow(),
    ".pdf": _pdf(),
    ".warc": _crawl(),
    ".warc.gz": gzip.compress(_crawl()),
}


def check(data: bytes, suffix: str) -> None:
    errors: list[Exception] = []
    options = Options(on_error=errors.append, languages=None)
    source = Source(f"a{suffix}", Path(f"a{suffix}").suffix, lambda: io.BytesIO(data), len(data))
    try:
        for item in read_source(source, options):
            text = getattr(item, "text", "")
            assert text.strip()
            text.encode()
    except Exception as error:  # noqa: BLE001 - as whoever calls a reader does
        errors.append(told(error, source.name, options))
    assert all(isinstance(error, ArticleError) and "\n" not in str(error) for error in errors)


def mutate(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(out) + 1)
        how = chance.randrange(5)
        if how == 0:
            out[at : at + chance.randrange(1, 40)] = b""
        elif how == 1:
            out[at : at + 4] = chance.randbytes(4)
        elif how == 2:
            out[at:at] = chance.choice(NASTY)
        elif how == 3:
            piece = out[at : at + chance.randrange(1, 200)]
            out[at:at] = piece * chance.choice((1, 50))
        else:
            del out[at:]
    return bytes(out)


def inside(data: bytes, chance: random.Random) -> bytes:
    """A ZIP with one of its files mutated: its checks are in order then, and what is in it is not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            new.writestr(name, mutate(old.read(name), chance) if name == chosen else old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", SAMPLES)
def test_samples_are_read(suffix: str) -> None:
    source = Source(f"a{suffix}", Path(f"a{suffix}").suffix, lambda: io.BytesIO(SAMPLES[suffix]), len(SAMPLES[suffix]))
    assert list(read_source(source, Options(languages=None)))


@pytest.mark.parametrize(
    ("suffix", "how"),
    [(suffix, mutate) for suffix in SAMPLES] + [(suffix, inside) for suffix in (".docx", ".odt", ".xlsx")],
)
def test_broken_files_raise_nothing_else(suffix: str, how: Callable[[bytes, random.Random], bytes]) -> None:
    chance = random.Random(f"{suffix} {how.__name__}")
    for _ in range(ROUNDS):
        check(how(SAMPLES[suffix], chance), suffix)
