"""Tables as text and in Excel, Parquet and Arrow files: whatever their makers thought of, one article a row."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, Skipped, read_articles

BODY = "The minister flew to Vienna on Tuesday. She met her Austrian counterpart there."
LONG = " ".join([BODY] * 4)


def read(path: Path, text_column: str | None = None) -> tuple[list[Article], list[str], list[str]]:
    errors: list[ArticleError] = []
    notes: list[str] = []
    options = Options(text_column=text_column, on_error=errors.append, on_note=notes.append)
    return list(read_articles([path], options)), [str(error) for error in errors], notes


def csv_file(tmp_path: Path, data: str | bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    "data",
    [
        f"sep=;\r\nid;text\r\n1;{BODY}\r\n",
        f'"sep=;"\r\nid;text\r\n1;{BODY}\r\n',
        f"\ufeffsep=|\nid|text\n1|{BODY}\n",
        f"id,text\r1,{BODY}\r",  # as old Macs ended lines
        f'"id","text"\n"1","{BODY}"',
        f"\n\nid,text\n\n1,{BODY}\n\n",
        f"id;title, place, date;text\n1;a, b;{BODY}\n",  # more commas than semicolons
        f"id,text,text\n1,{BODY},other\n",
        f"id,text\n1,{BODY},too,many,cells\n",
        ",".join([*(f"c{n}" for n in range(10_000)), "id", "text"]) + "\n" + "," * 10_000 + f"1,{BODY}\n",
    ],
)
def test_tables_as_they_are(tmp_path: Path, data: str) -> None:
    articles, errors, _ = read(csv_file(tmp_path, data))
    assert not errors
    assert [(article.id, article.text) for article in articles] == [("1", BODY)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_encodings_of_tables(tmp_path: Path, encoding: str) -> None:
    text = f"“It doesn’t hold” – the café owner said. {LONG}"
    articles, errors, _ = read(csv_file(tmp_path, f'id,text\n1,"{text}"\n2,{LONG}\n'.encode(encoding)))
    assert not errors
    assert [article.text for article in articles] == [text, LONG]


def test_rows_of_two_encodings(tmp_path: Path) -> None:
    rows = [f"{number},Señor Núñez said: {LONG}" for number in range(400)]
    data = "\n".join(["id,text", *rows]).encode() + "\n400,Señor Núñez said: don’t\n".encode("cp1252")
    articles, errors, _ = read(csv_file(tmp_path, data))
    assert not errors
    assert articles[-1].text == "Señor Núñez said: don’t"
    assert all(article.text.startswith("Señor Núñez") for article in articles)


@pytest.mark.parametrize("head", ["Datum;Quelle;Titel;Autor;Text", "fecha;fuente;título;autor;texto"])
def test_a_table_with_heads_in_another_language(tmp_path: Path, head: str) -> None:
    row = f'18.01.2024;The Meridian;Envoys meet;Jane Roe;"{BODY}"'
    (article,), errors, _ = read(csv_file(tmp_path, f"{head}\r\n{row}\r\n".encode("cp1252")))
    meta = article.meta
    assert not errors
    assert (meta.published, meta.publisher, meta.author) == ("2024-01-18", "The Meridian", "Jane Roe")
    assert (meta.title, article.text.endswith(BODY)) == ("Envoys meet", True)


def test_nuls_in_a_table(tmp_path: Path) -> None:
    (article,), errors, _ = read(csv_file(tmp_path, f"id,text\n1,{LONG} a\0b\n"))
    assert not errors
    assert article.text.startswith(BODY)


def test_a_table_without_a_header(tmp_path: Path) -> None:
    rows = [f'7,2022-03-0{n},https://a.example/{n},"{LONG} Part, {n}."' for n in (1, 2)]
    path = csv_file(tmp_path, "\n".join(rows))
    articles, errors, notes = read(path)
    assert not errors
    assert [article.text for article in articles] == [f"{LONG} Part, 1.", f"{LONG} Part, 2."]
    assert [article.meta.published for article in articles] == ["2022-03-01", "2022-03-02"]
    assert articles[0].meta.url == "https://a.example/1"
    assert "has no header; column 4 is taken for the text" in notes[0]
    assert [article.text for article in read(path, "3")[0]] == ["https://a.example/1", "https://a.example/2"]


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    data = f'id,text\n1,{BODY}\n2,"{BODY}\n' + f"3,{BODY}\n" * 12_000
    articles, errors, _ = read(csv_file(tmp_path, data))
    assert articles[0].text == BODY
    assert "is a quotation mark not closed?" in errors[0]


def test_empty_cells_are_passed_over(tmp_path: Path) -> None:
    skipped: list[Skipped] = []
    path = csv_file(tmp_path, f"id,text\n1,\n2,{BODY}\n,,\n3, \n")
    articles = list(read_articles([path], Options(on_skip=skipped.append)))
    assert [article.id for article in articles] == ["2"]
    assert [(each.name, each.kind, each.why) for each in skipped] == [
        (f"{path}, line {line}", "empty", "nothing in column 'text'") for line in (2, 5)
    ]


RECORDS: list[dict[str, Any]] = [
    {"id": 1, "title": "Talks", "body": BODY, "published": datetime(2022, 3, 7, 10, tzinfo=UTC), "n": 1.5,
     "source": {"name": "Wire", "id": None}, "authors": ["Jane Roe", "John Doe"]},
    {"id": 2, "title": None, "body": None, "published": None, "n": None, "source": None, "authors": None},
    {"id": 3, "title": "More", "body": f"{BODY} More.", "published": datetime(2022, 3, 8, tzinfo=UTC), "n": 2.0,
     "source": {"name": "Post", "id": None}, "authors": []},
]  # fmt: skip


def arrow_file(path: Path, records: list[dict[str, Any]]) -> Path:
    table = pa.Table.from_pylist(records)
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=2)
    else:
        new = pa.ipc.new_stream if path.stem == "stream" else pa.ipc.new_file
        with new(str(path), table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    return path


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "stream.arrow"])
def test_columnar_tables(tmp_path: Path, name: str) -> None:
    articles, errors, _ = read(arrow_file(tmp_path / name, RECORDS))
    assert not errors
    assert [article.id for article in articles] == ["1", "3"]
    assert articles[0].text == f"Talks\n\n{BODY}"
    meta = articles[0].meta
    assert (meta.published, meta.publisher, meta.author) == ("2022-03-07", "Wire", "Jane Roe, John Doe")


@pytest.mark.parametrize(
    ("values", "published"),
    [
        ([date(2022, 3, 7)], "2022-03-07"),
        ([1646647200], "2022-03-07"),
        (["2022-03-07"], "2022-03-07"),
        ([date(9999, 12, 31)], None),
    ],
)
def test_dates_of_columns(tmp_path: Path, values: list[object], published: str | None) -> None:
    (article,), _, _ = read(arrow_file(tmp_path / "a.parquet", [{"text": BODY, "date": values[0]}]))
    assert article.meta.published == published


def test_texts_as_bytes_and_categories(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = pa.array([BODY.encode()], pa.binary())
    pq.write_table(pa.table({"text": texts, "outlet": pa.array(["Wire"]).dictionary_encode()}), path)
    (article,), _, _ = read(path)
    assert (article.text, article.meta.publisher) == (BODY, "Wire")


def test_the_user_names_the_column(tmp_path: Path) -> None:
    path = arrow_file(tmp_path / "a.parquet", [{"text": "short", "words": BODY}])
    assert read(path, "words")[0][0].text == BODY
    _, (error,), _ = read(path, "nothing")
    assert error == f"{path}: has no field 'nothing'; it has 'text', 'words'"


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_workbooks(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        About=[["Exported by", "x"], ["when", 7]],
        News=[["Our collection"], [], ["ID", "Headline", "Date", "Text"], [1, "Talks", datetime(2022, 3, 7), BODY],  # noqa: DTZ001
              [None, None, None, None], [2, None, "8 March 2022", f"{BODY} More."]],
        Empty=[],
        Other=[["text"], [f"{BODY} Other."]],
    )  # fmt: skip
    articles, errors, _ = read(path)
    assert not errors
    assert [article.text for article in articles] == [f"Talks\n\n{BODY}", f"{BODY} More.", f"{BODY} Other."]
    assert [article.id for article in articles[:2]] == ["1", "2"]
    assert [article.meta.published for article in articles] == ["2022-03-07", "2022-03-08", None]


def test_texts_that_excel_has_cut_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", News=[["text"], ["x" * 32_767]])
    _, errors, notes = read(path)
    assert not errors
    assert "1 text is as long as a cell of Excel can be, and probably cut" in notes[0]


def test_tables_in_archives(tmp_path: Path) -> None:
    inner = (arrow_file(tmp_path / "in.parquet", RECORDS), workbook(tmp_path / "in.xlsx", News=[["text"], [LONG]]))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in inner:
            archive.write(path, path.name)
    articles, errors, _ = read(tmp_path / "all.zip")
    assert not errors
    assert [article.text[-20:] for article in articles] == [BODY[-20:], f"{BODY} More."[-20:], LONG[-20:]]


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", " " * 60_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.parquet", b"PAR1 nothing else", "a.parquet: "),
        ("a.parquet", b"PAR1" + b"\0" * 100 + b"\xff\xff\xff\x7fPAR1", "a.parquet: "),
        ("a.arrow", b"ARROW1\0\0" + b"\1" * 64, "a.arrow: "),
        ("a.arrow", b"\xff\xff\xff\xff" + b"\x7f" * 64, "a.arrow: "),
        ("a.xlsx", zip_bomb(), "unpacks to hundreds of times its size"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no workbook that can be read"),
    ],
)
def test_broken_tables_are_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = csv_file(tmp_path, data, name)
    articles, errors, _ = read(path)
    assert not articles
    assert len(errors) == 1
    assert told in errors[0]
    assert "\n" not in errors[0]


@pytest.mark.parametrize(("rows", "kind"), [([["when", "what"], [1, 2]], "wrong fields"), ([], "empty")])
def test_a_workbook_without_texts_is_of_a_kind(tmp_path: Path, rows: list[list[Any]], kind: str) -> None:
    failed: list[ArticleError] = []
    list(read_articles([workbook(tmp_path / "a.xlsx", Figures=rows)], Options(on_error=failed.append)))
    assert [error.kind for error in failed] == [kind]


def test_a_workbook_without_texts_says_what_it_has(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Figures=[["when", "what"], [1, 2]])
    _, (error,), _ = read(path)
    assert (
        error == f"{path}: no field is called text, body or content; name the one with --text-column, of 'when', 'what'"
    )


@pytest.mark.parametrize(
    ("name", "library", "told"),
    [
        ("a.parquet", "pyarrow.parquet", "a Parquet table needs pyarrow: pip install 'newskg[parquet]'"),
        ("a.feather", "pyarrow.ipc", "an Arrow table needs pyarrow: pip install 'newskg[parquet]'"),
    ],
)
def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str, told: str
) -> None:
    path = arrow_file(tmp_path / name, RECORDS)
    monkeypatch.setattr(
        import_module("kg.read.articles"), "GUARDS", False
    )  # in this process, where the library can be hidden
    monkeypatch.setitem(sys.modules, library, None)
    assert read(path)[1] == [f"{path}: {told}"]
