"""Exports of news databases: one file of many articles, each with what its fields say."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.documents.exports import exported
from kg.read.inputs.export_marks import export_form

FIRST = (
    "The Israeli prime minister flew to Moscow on Saturday and met the Russian president there.\n\n"
    "He spoke with the president of Ukraine when he had left the Kremlin, his office said."
)
SECOND = "Envoys of both countries will meet in Vienna on Friday, the ministry said, and talks will go on for a week."

LEXIS_NEXIS = f"""





                               1 of 2 DOCUMENTS


                              The Meridian Times

                       March 7, 2022 Monday
                        Late Edition - Final

Israel's Leader Meets
With Putin in Moscow

BYLINE: By JANE ROE

SECTION: Section A; Column 0; Foreign Desk; Pg. 1

LENGTH: 1,034 words

DATELINE: JERUSALEM

BODY:


{FIRST}

URL: https://www.meridian.example/2022/03/07/moscow

LOAD-DATE: March 8, 2022

LANGUAGE: ENGLISH

GRAPHIC: PHOTO: The prime minister boards his plane.

PUBLICATION-TYPE: Newspaper

                 Copyright 2022 The Meridian Times Company


                               2 of 2 DOCUMENTS

                              Courier (London)

                       8 March 2022, Tuesday

Envoys to meet in Vienna

LENGTH: 210 words

{SECOND}

LOAD-DATE: March 9, 2022

                 Copyright 2022 Courier Ltd
                          All Rights Reserved
"""
NEXIS_UNI = f"""Israel's leader meets with Putin in Moscow
The Meridian Times
March 7, 2022 Monday
Late Edition - Final

Copyright 2022 The Meridian Times Company

Section: Section A; Column 0; Foreign Desk; Pg. 1
Length: 1034 words
Byline: By Jane Roe and John Doe
Dateline: JERUSALEM

Body

{FIRST}

Classification

Language: ENGLISH
Publication-Type: Newspaper
Subject: TALKS & MEETINGS (90%)
Load-Date: March 8, 2022

End of Document

Envoys to meet in Vienna
Courier (London)
March 8, 2022 Tuesday 10:15 AM GMT

Copyright 2022 Courier Ltd All Rights Reserved

Length: 210 words

Body

{SECOND}

Load-Date: March 9, 2022

End of Document
"""
FACTIVA = f"""World
Israel's leader meets with Putin in Moscow
By Jane Roe and John Doe
1,034 words
7 March 2022
05:12
The Meridian Times
MERTIM
Late Edition - Final
1
English
Copyright 2022 The Meridian Times. All Rights Reserved.

{FIRST}

Document MERTIM0020220307ei370003b

Envoys to meet in Vienna
210 words
8 March 2022
Courier
COUR
English
(c) 2022 Courier Ltd.

{SECOND}

Document COUR000020220308ei380001x
"""
FACTIVA_TAGGED = f"""SE  World
HD  Israel's leader meets with Putin in Moscow
BY  By Jane Roe and John Doe
WC  1,034 words
PD  7 March 2022
ET  05:12
SN  The Meridian Times
SC  MERTIM
LA  English
CY  Copyright 2022 The Meridian Times. All Rights Reserved.

LP
{FIRST.partition(chr(10) * 2)[0]}

TD
{FIRST.partition(chr(10) * 2)[2]}

NS  gdip : International Relations
RE  isrl : Israel | russ : Russia
AN  Document MERTIM0020220307ei370003b

HD  Envoys to meet in Vienna
WC  210 words
PD  8 March 2022
SN  Courier
LA  English
LP
{SECOND}
AN  Document COUR000020220308ei380001x
"""
PROQUEST = f"""____________________________________________________________

Document 1 of 2

Title: Israel's leader meets with Putin in Moscow

Author: Roe, Jane

Publication info: The Meridian Times ; London (UK) [London (UK)]. 07 Mar 2022: 12.

Abstract: The prime minister flew to Moscow.

Links: http://resolver.example/x

Full text: {FIRST}

Subject: Prime ministers; Meetings

Location: Israel Russia

Publication title: The Meridian Times; London (UK)

Publication date: Mar 7, 2022

ProQuest document ID: 2636000001

Document URL: https://search.example/docview/2636000001

Copyright: Copyright The Meridian Times Mar 7, 2022

____________________________________________________________

Document 2 of 2

Title: Envoys to meet in Vienna

Publication info: Courier ; London (UK) [London (UK)]08 Mar 2022.

Full text: {SECOND}

Publication title: Courier; London (UK)

Publication date: Mar 8, 2022

Document URL: https://search.example/docview/2636000002
"""
ALL = {
    "LexisNexis": LEXIS_NEXIS,
    "Nexis Uni": NEXIS_UNI,
    "Factiva": FACTIVA,
    "Factiva with tags": FACTIVA_TAGGED,
    "ProQuest": PROQUEST,
}


def read(tmp_path: Path, text: str) -> tuple[list[Article], list[str]]:
    path = tmp_path / "export.txt"
    path.write_text(text, encoding="utf-8")
    errors: list[ArticleError] = []
    return list(read_articles([path], Options(on_error=errors.append))), [str(error) for error in errors]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("form", ALL)
def test_each_document_is_an_article_with_its_fields(tmp_path: Path, form: str, line_end: str) -> None:
    (first, second), errors = read(tmp_path, ALL[form].replace("\n", line_end))
    assert not errors
    for article, title, body in (
        (first, "Israel's Leader Meets With Putin in Moscow", FIRST),
        (second, "Envoys to meet in Vienna", SECOND),
    ):
        assert article.meta.title is not None
        assert article.meta.title.lower() == title.lower()
        news = article.text.removeprefix(f"{article.meta.title}\n\n")
        assert [line.strip() for line in news.split("\n") if line.strip()] == [
            line for line in body.split("\n") if line
        ]
    told = [(each.meta.published, each.meta.date_source, each.meta.language) for each in (first, second)]
    assert told == [("2022-03-07", "metadata", "en"), ("2022-03-08", "metadata", "en")]
    assert first.meta.publisher == "The Meridian Times"
    assert (second.meta.publisher or "").startswith("Courier")
    assert "Roe" in (first.meta.author or "")
    assert second.meta.author is None


def test_word_files_of_a_database_are_split_too(tmp_path: Path) -> None:
    document = docx.Document()
    for line in NEXIS_UNI.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "2020-01-01.docx"))
    first, second = read_articles([tmp_path])
    assert (first.meta.title, second.meta.title) == (
        "Israel's leader meets with Putin in Moscow",
        "Envoys to meet in Vienna",
    )
    assert [each.meta.published for each in (first, second)] == ["2022-03-07", "2022-03-08"]


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        f"Israel's leader meets Putin\n\nLength: a matter of words\n\n{FIRST}",
        f"Minutes\n\n1 of 2 documents was signed.\n\n{FIRST}\n\nDocument 5 was not.",
        f"Headline\n\nBy Jane Roe\n\n{FIRST}\n\n1,034 words",
        "",
    ],
)
def test_what_is_no_export_is_left_alone(text: str) -> None:
    assert export_form(text) is None
    assert list(exported(text)) == []


def test_a_document_without_a_text_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    text = NEXIS_UNI.replace(FIRST, "")
    articles, errors = read(tmp_path, text)
    assert [article.meta.title for article in articles] == ["Envoys to meet in Vienna"]
    assert [error.partition("export.txt")[2] for error in errors] == [", document 1: no text between its fields"]


@given(st.sampled_from(sorted(ALL)), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 4)), max_size=12))
def test_no_disorder_of_lines_does_harm(form: str, changes: list[tuple[int, int]]) -> None:
    """Lines lost, doubled, or in another place: what is found is always a piece of what was given."""
    lines = ALL[form].split("\n")
    for place, change in changes:
        at = place % len(lines)
        line = lines[at]
        lines[at : at + 1] = [[], [line, line], [line[::-1]], [line, ""], [line[: len(line) // 2]]][change]
        lines = lines or [""]
    text = "\n".join(lines)
    for _, found in exported(text):
        assert found is None or found.text.strip()
        if found is not None and form != "Factiva with tags":
            assert found.text in text
