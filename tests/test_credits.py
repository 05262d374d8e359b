"""Who wrote it and where it appeared, as the head of a text says; and what only looks like that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import ArticleMeta
from kg.read import Options, read_articles
from kg.read.text.credits import agency_of, credits_of, outlet_of

BODY = "The minister flew to Vienna on Tuesday.\n\nShe met her Austrian counterpart, who thanked her for the visit."


@pytest.mark.parametrize(
    ("line", "author", "outlet"),
    [
        ("By Jane Roe", "Jane Roe", None),
        ("by Jean-Pierre de la Cruz", "Jean-Pierre de la Cruz", None),
        ("By Abdel Fattah el-Sisi", "Abdel Fattah el-Sisi", None),
        ("By Łukasz Żółć", "Łukasz Żółć", None),
        ("BY JANE ROE", "Jane Roe", None),
        ("By Jane Roe and John Doe", "Jane Roe, John Doe", None),
        ("By Jane Roe, John Doe and Max Mustermann, BBC News", "Jane Roe, John Doe, Max Mustermann", "BBC News"),
        ("By Miriam Halloran | Levant Courier", "Miriam Halloran", "Levant Courier"),
        ("By Lusine Abrahamyan and Farid Mirzoev, Caucasus Dispatch", "Lusine Abrahamyan, Farid Mirzoev",
         "Caucasus Dispatch"),
        ("By Jane Roe - The Meridian Post", "Jane Roe", "The Meridian Post"),
        ("By Jane Roe for The Guardian", "Jane Roe", "The Guardian"),
        ("Story by Jane Roe, CNN", "Jane Roe", "CNN"),
        ("*By Jane Roe · VIENNA · Dec 9, 2023*", "Jane Roe", None),
        ("By Jane Roe in Moscow", "Jane Roe", None),
        ("By Jane Roe, Senior Diplomatic Correspondent", "Jane Roe", None),
        ("By Jane Roe Updated March 7, 2022", "Jane Roe", None),
        ("Written by: Jane Roe", "Jane Roe", None),
        ("Omar Khatib in Sanaa and Lucy Fenwick in London - Northgate Wire", "Omar Khatib, Lucy Fenwick",
         "Northgate Wire"),
        ("*July 31, 2023 · The Courier*", None, "The Courier"),
        ("Monday 7 March 2022 | BBC News", None, "BBC News"),
        ("USA TODAY", None, "USA Today"),
        ("By Jane Roe, Associated Press Writer", "Jane Roe", "agency: Associated Press"),
        ("By JANE ROE Associated Press", "Jane Roe", "agency: Associated Press"),
        ("By AFP", None, "agency: AFP"),
        ("By Reuters Staff", None, "agency: Reuters"),
        ("Reuters", None, "agency: Reuters"),
        ("(By Jane Roe)", None, None),
        ("By our correspondent", None, None),
        ("By Staff Reporter", None, None),
        ("From our own correspondent", None, None),
        ("By Friday the town had fallen", None, None),
        ("By land and sea, they came", None, None),
        ("By 10 p.m. it was over", None, None),
        ("From Moscow with love", None, None),
        ("Good News", None, None),
        ("Jane Roe", None, None),
        ("Talks at the Daily Star failed", None, None),
        ("Putin - The Courier says he will not come", None, None),
    ],
)  # fmt: skip
def test_lines_of_credit(line: str, author: str | None, outlet: str | None) -> None:
    found = credits_of(f"Minister visits Vienna\n\n{line}\n\n{BODY}\n")
    assert found.author == author
    assert (f"agency: {found.agency}" if found.agency else found.publisher) == outlet
    assert not found.labelled


def test_a_sentence_far_down_is_no_credit() -> None:
    assert credits_of(f"{BODY}\n\n" * 8 + "By Jane Roe, CNN") == credits_of("")


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("BAGHDAD, June 16 (Reuters) - ", "Reuters"),
        ("ISLAMABAD (AP) - ", "Associated Press"),
        ("KINGSTOWN, St. Vincent, Dec. 15, 2023 (HNA) -- ", "HNA"),
        ("WASHINGTON (Northgate Wire) - ", "Northgate Wire"),
        ("BEIJING, April 14 (Rheinische Depeschen) — ", "Rheinische Depeschen"),
        ("MOSCOW (Russia) - ", None),
        ("KYIV (EXCLUSIVE) - ", None),
        ("PARIS - ", None),
    ],
)
def test_the_agency_of_a_dateline(dateline: str, agency: str | None) -> None:
    assert agency_of(dateline) == agency


@pytest.mark.parametrize(
    ("words", "outlet"),
    [("the guardian", "The Guardian"), ("AP", "Associated Press"), ("Levant Courier", "Levant Courier"),
     ("Jane Roe", None), ("The minister said", None), ("News", None), ("X" * 200, None)],
)  # fmt: skip
def test_what_is_named_like_an_outlet(words: str, outlet: str | None) -> None:
    assert outlet_of(words) == outlet


def meta(path: Path, text: str, publisher: str | None = None, **fields: str) -> ArticleMeta:
    (path / "a.txt").write_text(text, encoding="utf-8")
    if fields:
        (path / "a.json").write_text(json.dumps(fields))
    (article,) = read_articles([path / "a.txt"], Options(publisher=publisher))
    return article.meta


def test_an_agency_is_the_publisher_only_where_no_outlet_is_known(tmp_path: Path) -> None:
    text = f"Minister visits Vienna\n\nVIENNA, March 7 (Reuters) - {BODY}"
    assert meta(tmp_path, text).publisher == "Reuters"
    assert meta(tmp_path, text, "The Meridian").publisher == "The Meridian"
    assert meta(tmp_path, f"{text[:24]}By Jane Roe, CNN\n\n{text[24:]}", "The Meridian").publisher == "CNN"
    signed = f"Minister visits Vienna\n\nBy Jane Roe, Associated Press Writer\n\n{BODY}"
    assert meta(tmp_path, signed).publisher == "Associated Press"
    assert meta(tmp_path, signed, "The Meridian").publisher == "The Meridian"
    assert meta(tmp_path, text, "The Meridian", outlet="Courier").publisher == "Courier"


def test_a_publisher_that_is_an_address_is_known_by_its_host(tmp_path: Path) -> None:
    told = meta(tmp_path, BODY, source="https://www.Meridian.example/2022/03/07/talks")
    assert (told.publisher, told.url) == ("meridian.example", "https://www.Meridian.example/2022/03/07/talks")
    assert told.published == "2022-03-07"


LABELLED = """Title: Minister visits Vienna
Source: The Meridian
Date: 7 March 2022
URL: https://meridian.example/1
Author: Jane Roe

"""


def test_lines_with_labels_are_metadata_and_no_news(tmp_path: Path) -> None:
    told = meta(tmp_path, LABELLED + BODY)
    assert (told.title, told.author, told.publisher) == ("Minister visits Vienna", "Jane Roe", "The Meridian")
    assert (told.url, told.published, told.date_source) == ("https://meridian.example/1", "2022-03-07", "text")
    (article,) = read_articles([tmp_path / "a.txt"])
    assert article.text == LABELLED + BODY
    begins = [LABELLED.index(line) for line in LABELLED.split("\n") if line]
    assert set(begins) <= {start for start, _ in article.junk}


@pytest.mark.parametrize(
    "text",
    [
        f"Talks in Vienna\n\nMinister: we will not go\n\n{BODY}",
        f"Source: The Meridian\n\n{BODY}",  # one alone may be anything
        f"{BODY}\n\nSource: The Meridian\nDate: 7 March 2022",  # below the text
        "Title: a word with five letters.\n" + BODY + "\nDate: nobody knows.",
    ],
)
def test_what_is_no_head_of_labels(text: str) -> None:
    assert not credits_of(text).labelled


@given(
    st.lists(
        st.sampled_from(["By ", "Jane Roe", ", ", " | ", "CNN", "\n", "Source: ", "7 March 2022", "(", "x" * 70]),
        max_size=30,
    )
)
def test_no_head_is_too_odd(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = credits_of(text)
    assert all(0 <= start < end <= len(text) for start, end in found.labelled)
    assert all(value is None or value.strip() for value in (found.author, found.publisher, found.agency, found.url))
