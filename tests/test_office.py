"""Word and LibreOffice files: the text as it stands, and what is said of it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.documents.office import paragraphs_of_row
from kg.read.documents.properties import plausible_author, plausible_title, title_first
from kg.read.inputs.formats import Format, sniff

BODY = "The minister flew to Vienna on Tuesday. She met her Austrian counterpart there."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)


def read(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[ArticleError] = []
    return list(read_articles([path], Options(on_error=errors.append))), [str(error) for error in errors]


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return path


def word(path: Path, body: str, *, core: str = "", space: str = W, main: str = "word/document.xml") -> Path:
    """A Word file of raw XML, for what no library writes."""
    return packed(path, {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": RELATIONS.format(main),
        main: f'<w:document xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>",
        "docProps/core.xml": f'<p xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</p>',
    })  # fmt: skip


def odt(path: Path, body: str, meta: str = "") -> Path:
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "table", "meta"))
    return packed(path, {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "meta.xml": f'<o {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</o>',
    })  # fmt: skip


def p(*runs: str, style: str = "") -> str:
    """A paragraph of runs; what begins with < is put in as it is."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(run if run.startswith('<') else t(run) for run in runs)}</w:p>"


def t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_document_as_word_writes_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Press service")
    document.add_paragraph("Envoys meet in Vienna", style="Title")
    document.add_paragraph(BODY)
    document.add_heading("Background", 2)
    table = document.add_table(2, 2)
    for at, cell in enumerate(("Country", "Votes", "Iran", "12")):
        table.cell(at // 2, at % 2).text = cell
    document.add_paragraph("Nothing more was told.")
    document.sections[0].header.paragraphs[0].text = "Running head"
    document.core_properties.author = "Jane Roe"
    document.core_properties.title = "Template 7"
    document.core_properties.created = datetime(2022, 3, 7, 9, 30)  # noqa: DTZ001 - as Word has it
    document.save(str(tmp_path / "a.docx"))
    (article,), errors = read(tmp_path / "a.docx")
    assert not errors
    assert article.text.split("\n\n") == [
        "Envoys meet in Vienna", "Press service", BODY, "Background", "Country\tVotes", "Iran\t12",
        "Nothing more was told.",
    ]  # fmt: skip
    assert article.meta.title == "Envoys meet in Vienna"
    assert article.meta.author == "Jane Roe"
    assert (article.meta.published, str(article.meta.date_source)) == ("2022-03-07", "file")


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        (p("Iran ", "met", " Iraq."), ["Iran met Iraq."]),
        # Changes: what is inserted stands, what is deleted or moved away does not.
        (p("Iran ", f"<w:del>{t('attacked')}</w:del>", f"<w:ins>{t('met')}</w:ins>", " Iraq."), ["Iran met Iraq."]),
        (p("Iran met Iraq.") + f"<w:moveFrom>{p('Away.')}</w:moveFrom>", ["Iran met Iraq."]),
        (p("<w:r><w:delText>Iran</w:delText></w:r>", "Iraq"), ["Iraq"]),
        ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + t("Iran met ") + "</w:p>" + p("Iraq."), ["Iran met Iraq."]),
        # Notes, comments, fields, hidden text.
        (p("They met", "<w:r><w:footnoteReference w:id='1'/></w:r>", "."), ["They met."]),
        (p("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>", f"<w:hyperlink>{t('Iran')}</w:hyperlink>"), ["Iran"]),
        (p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r>", "Shown"), ["Shown"]),
        (p("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Shown</w:t></w:r>"), ["Shown"]),
        # Characters that are elements.
        (p("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:br/><w:t>x</w:t><w:tab/></w:r>"), ["co-op\nx"]),
        (p("<w:r><w:t>a</w:t><w:br w:type='page'/><w:t>b</w:t></w:r>"), ["ab"]),
        # What wraps paragraphs, and boxes beside them, which are there twice.
        (f"<w:sdt><w:sdtContent>{p('Inside.')}</w:sdtContent></w:sdt>", ["Inside."]),
        (
            p("Text.", f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p('Box.')}</w:txbxContent></mc:Choice>"
              f"<mc:Fallback><w:txbxContent>{p('Box.')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"),
            ["Text.", "Box."],
        ),
        # A table that only lays out a page.
        (
            f"<w:tbl><w:tr><w:tc>{p(BODY + BODY)}</w:tc><w:tc>{p('Aside.')}</w:tc></w:tr></w:tbl>",
            [BODY + BODY, "Aside."],
        ),
        (p("  ") + p("Iran.") + p(), ["Iran."]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("space", [W, "http://purl.oclc.org/ooxml/wordprocessingml/main"])
def test_what_stands_in_a_document(tmp_path: Path, body: str, paragraphs: list[str], space: str) -> None:
    (article,), errors = read(word(tmp_path / "a.docx", body, space=space))
    assert not errors
    assert article.text.split("\n\n") == paragraphs


def test_the_title_of_the_properties_is_for_texts_without_one(tmp_path: Path) -> None:
    core = "<dc:title>Envoys meet</dc:title><dc:creator>Windows User</dc:creator>"
    (without,), _ = read(word(tmp_path / "a.docx", p(BODY), core=core))
    (own,), _ = read(word(tmp_path / "b.docx", p("A heading") + p(BODY), core=core))
    assert without.text == f"Envoys meet\n\n{BODY}"
    assert own.meta.title == "A heading"
    assert without.meta.author is None


def test_the_date_of_a_template_is_no_date(tmp_path: Path) -> None:
    by = p("Envoys meet") + p("By Jane Roe, Vienna, 9 December 2023") + p(BODY)
    for created, told in (("2013-12-23T23:15:00Z", "2023-12-09"), ("2013-12-22T23:15:00Z", "2013-12-22")):
        core = f'<c:created xmlns:c="http://purl.org/dc/terms/">{created}</c:created>'
        (article,), _ = read(word(tmp_path / "a.docx", by, core=core))
        assert article.meta.published == told


def test_a_document_by_another_name_inside(tmp_path: Path) -> None:
    (article,), _ = read(word(tmp_path / "a.bin", p(BODY), main="word/document2.xml"))
    assert article.text == BODY


def test_opendocument(tmp_path: Path) -> None:
    path = odt(
        tmp_path / "a.odt",
        "<text:tracked-changes><text:p>Deleted</text:p></text:tracked-changes><text:h>Envoys meet</text:h>"
        "<text:p>The <text:span>minister</text:span><text:s text:c='2'/>flew"
        "<text:note><text:p>Note</text:p></text:note>"
        " to <office:annotation><text:p>Really?</text:p></office:annotation>Vienna.<text:line-break/>Then on.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Iran</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>",
        "<dc:title>Other</dc:title><meta:initial-creator>Jane Roe</meta:initial-creator>"
        "<meta:creation-date>2022-03-07T10:00:00.5</meta:creation-date>",
    )
    (article,), errors = read(path)
    assert not errors
    assert article.text.split("\n\n") == ["Envoys meet", "The minister  flew to Vienna.\nThen on.", "Iran\t12"]
    assert article.meta.author == "Jane Roe"
    assert (article.meta.title, article.meta.published) == ("Envoys meet", "2022-03-07")


def bomb(path: Path) -> Path:
    return word(path, p("x") + f"<!--{' ' * 40_000_000}-->")


def entities(path: Path) -> Path:
    return packed(path, {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{W}"><w:body>{p("Envoys met.")}{p("<w:r><w:t>&x;</w:t></w:r>")}</w:body></w:document>',
    })  # fmt: skip


def test_no_entity_leads_out_of_a_document(tmp_path: Path) -> None:
    (article,), _ = read(entities(tmp_path / "a.docx"))
    assert article.text == "Envoys met."


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bomb.docx", "unpacks to hundreds of times its size"),
        ("empty.docx", "a Word file without text"),
        ("empty.odt", "an OpenDocument file without text"),
        ("broken.docx", "damaged inside (word/document.xml:"),
        ("none.docx", "a Word file without a document in it"),
        ("cut.docx", "damaged"),
        ("deep.docx", "damaged inside"),
        ("slides.pptx", "a presentation, not text; save its text as .txt"),
        ("old.doc", "an old Office file, not text; save it as .docx or .xlsx"),
        ("text.rtf", "an RTF file, not text; save it as .docx, .odt or .txt"),
    ],
)
def test_what_is_no_document_is_one_clear_line(tmp_path: Path, name: str, told: str) -> None:
    path = tmp_path / name
    if name == "bomb.docx":
        bomb(path)
    elif name == "empty.docx":
        word(path, p(" "))
    elif name == "empty.odt":
        odt(path, "<text:p/>")
    elif name == "broken.docx":
        word(path, "<w:p>")
    elif name == "none.docx":
        packed(path, {"[Content_Types].xml": "", "word/styles.xml": "<x/>"})
    elif name == "cut.docx":
        path.write_bytes(word(path, p(BODY)).read_bytes()[:-40])
    elif name == "deep.docx":
        word(path, "<w:sdt>" * 5_000 + p("x") + "</w:sdt>" * 5_000)
    elif name == "slides.pptx":
        packed(path, {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"})
    else:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0" if name == "old.doc" else b"{\\rtf1 Envoys met.}")
    articles, errors = read(path)
    assert not articles
    assert len(errors) == 1
    assert errors[0].startswith(str(path))
    assert told in errors[0]
    assert "\n" not in errors[0]


def test_documents_in_archives(tmp_path: Path) -> None:
    inner = word(tmp_path / "a.docx", p(BODY)).read_bytes()
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("x/a.docx", inner)
    (article,), _ = read(tmp_path / "b.zip")
    assert article.text == BODY


def head(names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("names", "suffix", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], ".zip", Format.DOCX),
        (["_rels/.rels", "docProps/app.xml", "word/document.xml"], "", Format.DOCX),
        (["[Content_Types].xml", "xl/workbook.xml"], ".docx", Format.EXCEL),
        (["[Content_Types].xml", "customXml/item1.xml"], ".docx", Format.DOCX),
        (["word/list.txt", "xl/other.txt"], ".zip", Format.ZIP),
        (["2022/a.txt"], ".docx", Format.ZIP),
    ],
)
def test_a_document_is_told_from_an_archive_by_what_is_in_it(names: list[str], suffix: str, kind: Format) -> None:
    assert sniff(head(names), suffix) is kind


@pytest.mark.parametrize(
    ("cells", "paragraphs"),
    [
        ([["Iran"], ["12"]], ["Iran\t12"]),
        ([[], ["Iran"], [" "]], ["Iran"]),
        ([["Iran", "Iraq"], ["12"]], ["Iran Iraq\t12"]),
        ([[], []], []),
        ([["x" * 90], ["Aside"]], ["x" * 90, "Aside"]),
    ],
)
def test_rows(cells: list[list[str]], paragraphs: list[str]) -> None:
    assert paragraphs_of_row(cells) == paragraphs


@pytest.mark.parametrize("name", ["Jane Roe", "User Friendly Media", "Microsoft Reporter", "a.b.com"])
def test_authors(name: str) -> None:
    expected = name if name == "Jane Roe" else None
    assert plausible_author(name) == expected


@pytest.mark.parametrize(
    ("title", "plausible"),
    [
        ("Envoys meet in Vienna", True), ("U.S., Iran to talk", True), ("Document 7 shows talks", True),
        ("Microsoft Word - draft2.doc", False), ("untitled", False), ("Untitled-1", False), ("Document1", False),
        ("page_12.indd", False), ("final.docx", False), ("https://a.example/print?id=1", False), ("", False),
        (None, False), ("2022-03-07", False), ("x" * 300, False),
    ],
)  # fmt: skip
def test_titles(title: str | None, plausible: bool) -> None:
    assert plausible_title(title) == (title if plausible else None)


def test_a_title_comes_first() -> None:
    assert title_first(["Rubric", "Title", "Text"], "Title") == ["Title", "Rubric", "Text"]
    assert title_first(["Rubric", "Text"], None) == ["Rubric", "Text"]
