"""What an input is: its first bytes decide, its name only where they do not."""

from __future__ import annotations

import gzip

import pytest

from kg.read.inputs.formats import Format, sniff

MAIL = (
    b"Received: by mx\r\nFrom: Wire <a@wire.example>\r\nTo: b@c.example\r\nSubject: Talks\r\n"
    b"Date: Mon, 7 Mar 2022\r\n\r\nText"
)
SAVED = MAIL.replace(b"To: b@c.example", b'Content-Type: multipart/related; boundary="x"')


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b"Envoys met in Oslo.", ".txt", Format.TEXT),
        (b"Envoys met in Oslo.", "", Format.TEXT),
        (b"Envoys met in Oslo.", ".strange", Format.TEXT),
        (b"Envoys met in Oslo.", ".eml", Format.TEXT),
        (b"# Envoys meet", ".md", Format.MARKDOWN),
        (b"---\ntitle: Envoys\n---\nText", "", Format.MARKDOWN),
        (b"--- \nEnvoys met.", ".txt", Format.TEXT),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", ".txt", Format.HTML),
        (b"<?xml version='1.0'?>\n<!-- saved --><html xmlns='x'>", "", Format.HTML),
        (b"<p>Envoys met.", ".html", Format.HTML),
        ("<!doctype html><p>Tokio".encode("utf-16"), "", Format.HTML),
        (b"<?xml version='1.0'?><?xml-stylesheet href='a'?><rss version='2.0'>", ".txt", Format.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", ".xml", Format.FEED),
        (b"<?xml version='1.0'?><note/>", ".xml", Format.XML),
        (MAIL, ".txt", Format.MAIL),
        (SAVED, "", Format.MHTML),
        # Three lines of an interview are no mail.
        (b"From: our desk\n\nSubject: the talks\n\nDate: unknown", ".txt", Format.TEXT),
        (b'{"text": "a"}\n{"text": "b"}\n', ".txt", Format.JSON_LINES),
        (b'{"text": "a"}', "", Format.JSON_LINES),
        (b'{"text": "a"}', ".json", Format.JSON),
        (b'{\n "articles": []}', "", Format.JSON),
        (b'[{"text": "a"}]', ".jsonl", Format.JSON_LINES),
        (b"[Image 1 of 3] Residents wait.", ".txt", Format.TEXT),
        (b"{braces} in a text", ".txt", Format.TEXT),
        (b"title,body\na,b", ".csv", Format.TABLE),
        (b"title,body\na,b", ".txt", Format.TEXT),
        (gzip.compress(b"x", mtime=0), ".txt", Format.GZIP),
        (b"PK\x03\x04rest", ".docx", Format.ZIP),
        (b"%PDF-1.7", ".txt", Format.PDF),
        (b"\x7fELF\0\0", ".txt", Format.BINARY),
        (b"", ".txt", Format.TEXT),
    ],
)
def test_what_it_is(head: bytes, suffix: str, kind: Format) -> None:
    assert sniff(head, suffix) is kind
