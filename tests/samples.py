"""A small real file of every format that is read, for tests that break them.

Each holds the article `TEXT`, under its suffix.
"""

# ruff: noqa: E501 - pages are wide

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import zstandard

__all__ = ["PAGE", "SAMPLES", "TEXT"]

TEXT = "The foreign ministers of Norway and Chile met in Geneva on Monday, officials of both countries said.\n\n" * 3
_LINES = TEXT.strip().split("\n\n")
_BODY = "".join(f"<p>{line}</p>" for line in _LINES)
PAGE = (
    "<!doctype html><html lang=en><head><title>Talks</title><meta charset=utf-8><meta name=date content=2024-03-12>"
    '<meta property="og:site_name" content="The Example"><script type="application/ld+json">{"@type": "NewsArticle", '
    '"headline": "Talks", "datePublished": "2024-03-12", "author": [{"name": "Jane Roe"}]}</script></head>'
    f"<body><nav><a href=/>Home</a></nav><article><h1>Talks</h1>{_BODY}</article><footer>About</footer></body></html>"
)
_MORE = "".join(
    f"<p>On day {n} they spoke about {what}, and said that they would meet again before long.</p>"
    for n, what in enumerate("fish oil gas trade borders visas ships aid".split())
)
_XHTML = (
    "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' "
    "'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'><html xmlns='http://www.w3.org/1999/xhtml'><head>"
    f"<title>Talks</title></head><body><div><h1>Talks</h1>{_BODY}{_MORE}</div></body></html>"
)
_MAIL = (
    "From: Daily Sample <a@b.example>\nTo: c@d.example\nSubject: =?utf-8?q?Se=C3=B1or?=\nMIME-Version: 1.0\n"
    'Date: Mon, 7 Mar 2022 06:00:00 +0100\nContent-Type: multipart/alternative; boundary="x"\n\n'
    f"--x\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n--x\nContent-Type: text/html\n\n{PAGE}\n--x--\n"
)
_SAVED = (
    "From: <Saved>\nSnapshot-Content-Location: https://a.example/1\nSubject: x\nMIME-Version: 1.0\n"
    f'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n{PAGE}\n--b--\n'
)
_FEED = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
    "<channel><title>The Example</title><language>en</language><item><title>Talks</title><link>https://a.example/1</link>"
    f"<pubDate>Mon, 07 Mar 2022 06:00:00 GMT</pubDate><content:encoded><![CDATA[{_BODY}]]></content:encoded></item>"
    f"<item><title>More</title><description>{TEXT}</description></item></channel></rss>"
)
_ATOM = (
    "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>The Example</title><entry><title>Talks</title>"
    f"<id>urn:1</id><updated>2022-03-07T06:00:00Z</updated><content type='html'>{_BODY.replace('<', '&lt;')}</content>"
    f"</entry></feed>"
)
_ROWS = [{"id": str(n), "title": "Talks", "date": "2022-03-07", "text": f"{n}. {TEXT}"} for n in range(3)]


def _zip(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in ("a.txt", "b.html"):
            data = (TEXT if name == "a.txt" else PAGE).encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def _docx() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _LINES)
    table = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{_LINES[0]}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    types = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zip(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{types}/content-types"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{types}/relationships"><Relationship Id="r" Type="{office}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0"?><w:document {space}><w:body>{body}{table}</w:body></w:document>',
            "docProps/core.xml": '<?xml version="1.0"?><p:coreProperties xmlns:p="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Talks</dc:title></p:coreProperties>',
        }
    )


def _odt() -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<t:p>{line}</t:p>" for line in _LINES)
    content = f'<?xml version="1.0"?><o:document-content xmlns:o="{urn}:office:1.0" xmlns:t="{urn}:text:1.0"><o:body><o:text>{body}</o:text></o:body></o:document-content>'
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(_ROWS[0]))
    for row in _ROWS:
        sheet.append(list(row.values()))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _pdf() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=11)
    for line in _LINES:
        document.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
        document.ln(6)
    return bytes(document.output())


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_ROWS), buffer)
    return buffer.getvalue()


def _arrow() -> bytes:
    import pyarrow as pa

    buffer = io.BytesIO()
    table = pa.Table.from_pylist(_ROWS)
    with pa.ipc.new_file(buffer, table.schema) as writer:
        writer.write_table(table)
    return buffer.getvalue()


def _warc() -> bytes:
    records = []
    for number, page in enumerate((PAGE, PAGE.replace("Norway", "Sweden"), PAGE)):
        packed = gzip.compress(page.encode(), mtime=0) if number == 1 else page.encode()
        coding = b"Content-Encoding: gzip\r\n" if number == 1 else b""
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + coding + b"\r\n" + packed
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
            f"WARC-Date: 2022-03-07T06:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


_MAKERS: dict[str, Callable[[], bytes]] = {
    ".txt": TEXT.encode,
    ".md": f"---\ntitle: Talks\ndate: 2022-03-07\ntags: [a, b]\n---\n# Talks\n\n{TEXT}\n- one\n\n> two\n".encode,
    ".html": PAGE.encode,
    ".xhtml": _XHTML.encode,
    ".mhtml": _SAVED.encode,
    ".eml": _MAIL.encode,
    ".rss": _FEED.encode,
    ".atom": _ATOM.encode,
    ".json": lambda: json.dumps({"articles": _ROWS}).encode(),
    ".jsonl": lambda: "".join(json.dumps(row) + "\n" for row in _ROWS).encode(),
    ".csv": ("id,title,date,text\n" + "".join(f'{r["id"]},Talks,2022-03-07,"{r["text"]}"\n' for r in _ROWS)).encode,
    ".docx": _docx,
    ".odt": _odt,
    ".xlsx": _xlsx,
    ".pdf": _pdf,
    ".parquet": _parquet,
    ".arrow": _arrow,
    ".warc": _warc,
    ".gz": lambda: gzip.compress(PAGE.encode(), mtime=0),
    ".zst": lambda: zstandard.compress(PAGE.encode()),
    ".bz2": lambda: bz2.compress(PAGE.encode()),
    ".xz": lambda: lzma.compress(PAGE.encode()),
    ".zip": lambda: _zip({"a.html": PAGE, "b/c.txt": TEXT, "d.eml": _MAIL}),
    ".tar": _tar,
}  # fmt: skip
SAMPLES = {suffix: make() for suffix, make in _MAKERS.items()}
