"""The encoding of a page is what a browser would take it to be."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read.text.charsets import decode_page


def page(declared: str, text: str, encoding: str) -> bytes:
    head = f"<meta charset={declared}>" if declared else ""
    return f"<html><head>{head}</head><body>{text}</body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("utf-8", "utf-8", "Kovář “says”"),
        ("iso-8859-1", "utf-8", "Kovář “says”"),  # saved anew as UTF-8, by what left the page's own words alone
        ("", "utf-8-sig", "Kovář"),
        ("iso-8859-1", "cp1252", "“Núñez” – €5"),  # browsers take Latin-1 for Windows-1252
        ("us-ascii", "cp1252", "Núñez’s"),
        ("utf-8", "cp1252", "Señor Núñez said he would leave, and that nobody should follow"),
        ("windows-1251", "cp1251", "Ђинђић је рекао"),
        ("koi8-r", "koi8-r", "Министр сказал"),
        ("iso-8859-2", "iso-8859-2", "Kovář řekl"),
        ("iso-8859-9", "cp1254", "Dışişleri Bakanı “dedi”"),
        ("gb2312", "gb18030", "外交部长说"),
        ("shift_jis", "cp932", "外務大臣は①"),
        ("euc-kr", "cp949", "외교부 장관은 말했다"),
        ("big5", "big5hkscs", "外交部長說"),
        ("iso-2022-jp", "iso-2022-jp", "外務大臣"),
        ("utf-16", "utf-8", "Kovář"),  # who can read the word is not reading UTF-16
        ("", "utf-16", "Kovář"),
        ("utf-8", "utf-16-le", "plain words without a mark"),
        ("", "utf-16-be", "plain words without a mark"),
        ("x-unheard-of", "utf-8", "Kovář"),
        ("rot13", "cp1252", "Núñez said that he would not leave the country before the vote"),  # no encoding of text
    ],
)
def test_as_browsers_do(declared: str, encoding: str, text: str) -> None:
    assert text in decode_page(page(declared, text, encoding), "x")


def test_what_a_comment_says_does_not_count() -> None:
    data = b"<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>" + "Ђинђић".encode("cp1251")
    assert "Ђинђић" in decode_page(data, "x")


def test_what_came_with_it_is_believed_before_what_it_says() -> None:
    data = b"<meta charset=windows-1251><p>" + "Kovář říká".encode("iso-8859-2")
    assert "Kovář" in decode_page(data, "x", "iso-8859-2")


def test_a_few_broken_bytes_spoil_nothing() -> None:
    data = page("utf-8", "Señor Núñez " * 50, "utf-8").replace("ñez".encode(), b"\xffez", 1)
    assert decode_page(data, "x").count("Núñez") == 49


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    with contextlib.suppress(ArticleError):
        decode_page(data, "x").encode()
