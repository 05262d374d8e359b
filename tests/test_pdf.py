"""PDF files: columns in the order of reading, paragraphs whole, and nothing of what runs over every page."""

from __future__ import annotations

import random
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options, read_articles
from kg.read.documents.layout import Line, Page, to_paragraphs
from kg.read.documents.pdf import read_pdf
from kg.read.inputs.sources import Source

FILES = Path(__file__).parent / "files"
Item = tuple[float, float, float, str]
"""Where a text begins (from the left, from the foot of the page), its size, and the text."""

WIDE = 0.6  # of the size: the width of every letter of Courier
ONE = (
    "The foreign ministers of Norway and Chile met in Geneva on Monday for talks on fishing rights, officials of both "
    "countries said after the meeting, which went on until late in the evening."
)
TWO = (
    "Norway had asked for the meeting in a letter to Santiago, which its ambassador delivered last week, and Chile "
    "agreed to it at once, although its parliament had not been told."
)
THREE = "Both sides denied that they had spoken about whales. They will meet again in Oslo in May, the ministers said."


def pdf(pages: Sequence[Iterable[Item]], info: str = "", rotate: int = 0, angle: int = 0) -> bytes:
    """A PDF 1.4 with texts in Courier at their places, all turned by an angle, and nothing else."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    for number, items in enumerate(pages):
        turned = f"q {_TURNS[angle]} cm\n" if angle else "q\n"
        stream = (
            turned
            + "".join(f"BT /F {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n" for x, y, size, text in items)
            + "Q\n"
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}endstream")
    objects.append(f"<< {info} >>")
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


# How a page of 612 to 792 points is turned counterclockwise onto itself, as far as it fits.
_TURNS = {90: "0 1 -1 0 780 -60", 180: "-1 0 0 -1 612 792", 270: "0 -1 1 0 -160 680"}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def column(
    paragraphs: Sequence[str], *, left: float = 60, top: float = 700, letters: int = 80, size: float = 10,
    gap: float = 0, indent: int = 0,
) -> list[Item]:  # fmt: skip
    """Paragraphs as lines of so many letters, with a gap between them or the first line of each set in."""
    items = []
    for number, paragraph in enumerate(paragraphs):
        first = " " * indent if number else ""
        for at, line in enumerate(textwrap.wrap(first + paragraph, letters, drop_whitespace=True)):
            shift = indent * WIDE * size if indent and number and at == 0 else 0
            items.append((left + shift, top, size, line.strip()))
            top -= 1.2 * size
        top -= gap
    return items


def read(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[ArticleError] = []
    return list(read_articles([path], Options(on_error=errors.append))), [str(error) for error in errors]


def paragraphs(tmp_path: Path, *pages: Iterable[Item], rotate: int = 0, angle: int = 0) -> list[str]:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([list(page) for page in pages], rotate=rotate, angle=angle))
    (article,), errors = read(path)
    assert not errors
    return article.text.split("\n\n")


@pytest.mark.parametrize("how", [{"gap": 8.0}, {"indent": 3}, {}])
def test_lines_become_paragraphs(tmp_path: Path, how: dict[str, float]) -> None:
    # Without gap or indent a paragraph is told by its short last line.
    assert paragraphs(tmp_path, column([ONE, TWO, THREE], **how)) == [ONE, TWO, THREE]  # type: ignore[arg-type]


def test_a_line_of_its_own_is_a_paragraph_where_first_lines_are_set_in(tmp_path: Path) -> None:
    short = "Norway said no, and then left the town without a word to them."
    texts = [ONE, short, TWO, THREE]
    assert paragraphs(tmp_path, column(texts, letters=70, indent=3)) == texts


HEADLINE: list[Item] = [(60, 740, 20, "Norway and Chile talk of fish")]
LEFT = column([ONE, TWO], left=60, letters=38, indent=2)
RIGHT = column([THREE, ONE], left=320, letters=38, indent=2)


@pytest.mark.parametrize("order", ["columns", "rows", "upwards", "mixed"])
def test_columns_are_read_one_after_the_other(tmp_path: Path, order: str) -> None:
    items = [*HEADLINE, *LEFT, *RIGHT]
    if order == "rows":
        items.sort(key=lambda item: (-item[1], item[0]))
    elif order == "upwards":
        items.reverse()
    elif order == "mixed":
        random.Random(1).shuffle(items)
    assert paragraphs(tmp_path, items) == ["Norway and Chile talk of fish", ONE, TWO, THREE, ONE]


def test_what_stands_over_and_under_columns(tmp_path: Path) -> None:
    lead = column(["A lead over both columns that is long enough to reach from one edge to the other one."], top=715)
    upper = [*column([ONE], left=60, top=680, letters=38), *column([TWO], left=320, top=680, letters=38)]
    lower = [*column([THREE], left=60, top=400, letters=38), *column([ONE], left=320, top=400, letters=38)]
    middle = [(60.0, 500.0, 14.0, "A second headline that reaches over both of the columns")]
    found = paragraphs(tmp_path, [*lower, *middle, *upper, *lead])
    assert found == [lead[0][3] + " " + lead[1][3] if len(lead) > 1 else lead[0][3], ONE, TWO, middle[0][3], THREE, ONE]


def test_a_wide_space_is_not_between_columns(tmp_path: Path) -> None:
    items: list[Item] = [
        (60, 700, 10, "The foreign ministers of Norway and"),
        (60, 688, 10, "Chile"), (130, 688, 10, "met"), (170, 688, 10, "in"), (214, 688, 10, "Geneva."),
        (60, 676, 10, "Officials of both countries said so."),
    ]  # fmt: skip
    text = "The foreign ministers of Norway and Chile met in Geneva. Officials of both countries said so."
    assert " ".join(paragraphs(tmp_path, items)) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The talks on Ukrain-", "ian wheat went on."], "The talks on Ukrainian wheat went on."),
        (["A cease-fire held. The cease-", "fire was short."], "A cease-fire held. The cease-fire was short."),
        (["They were pro-", "peace, all of them."], "They were pro-peace, all of them."),
        (["He met the Anglo-", "Irish delegation."], "He met the Anglo-Irish delegation."),
        (["In the years 2015-", "16 they met."], "In the years 2015-16 they met."),
        (["The post-", "2021 talks failed."], "The post-2021 talks failed."),
        (["He has a six-", "year term, and is duty-", "bound."], "He has a six-year term, and is duty-bound."),
        (["It failed - ", "as they said."], "It failed - as they said."),
        (["It failed —", "they said."], "It failed — they said."),
    ],
)
def test_divided_words(tmp_path: Path, lines: list[str], text: str) -> None:
    items = [(60.0, 700.0 - 12 * number, 10.0, line) for number, line in enumerate(lines)]
    assert paragraphs(tmp_path, items) == [text]


def test_where_words_are_not_divided_hyphens_stay(tmp_path: Path) -> None:
    long = column([f"{ONE} {TWO} {THREE}"] * 8, gap=2)
    lines = [(60.0, 92.0, 10.0, "They spoke of a hard-"), (60.0, 78.0, 10.0, "wearing net.")]
    assert paragraphs(tmp_path, [*long, *lines])[-1] == "They spoke of a hard-wearing net."


def page_of(text: Sequence[str], number: int) -> list[Item]:
    return [
        (200, 770, 8, "The Daily Wire"),
        (60, 770, 8, f"{number} March 2022"),
        *column(text, top=720),
        (300, 30, 8, f"- {number} -"),
        (60, 30, 8, "https://wire.example/archive"),
    ]


def test_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    found = paragraphs(tmp_path, page_of([ONE], 1), page_of([TWO], 2), page_of([THREE], 3))
    assert found == [ONE, TWO, THREE]


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    lines = textwrap.wrap(f"{ONE} {TWO}", 80)
    pages = [page_of([" ".join(part)], number) for number, part in ((1, lines[:2]), (2, lines[2:]))]
    assert paragraphs(tmp_path, *pages) == [f"{ONE} {TWO}"]


def test_numbers_at_the_edge_are_kept_where_they_are_text(tmp_path: Path) -> None:
    found = paragraphs(tmp_path, [*column([ONE, TWO]), (60, 30, 10, "Of the 40 that were there 12 voted.")])
    assert found[-1] == "Of the 40 that were there 12 voted."


def test_footnotes_and_their_numbers_go(tmp_path: Path) -> None:
    body = column([f"{TWO}"], top=700)
    mark = [(body[-1][0] + len(body[-1][3]) * 6.0, body[-1][1] + 4, 5.5, "12")]
    note = [(60.0, 80.0, 7.0, "12 See the letter of March 2022, page 4."), (60.0, 71.0, 7.0, "It is in the archive.")]
    assert paragraphs(tmp_path, [*body, *mark, *note, *column([ONE], top=640)]) == [TWO, ONE]


def test_a_letter_over_three_lines_belongs_to_its_word(tmp_path: Path) -> None:
    lines = textwrap.wrap(ONE[1:], 50)
    items: list[Item] = [(60, 676, 48, "T")]
    items += [(92 if n < 3 else 60, 700 - 12 * n, 10, line) for n, line in enumerate(lines)]
    assert paragraphs(tmp_path, items) == [ONE]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90])
def test_pages_that_lie_on_their_side(tmp_path: Path, rotate: int, angle: int) -> None:
    found = paragraphs(tmp_path, [*HEADLINE, *LEFT, *RIGHT], rotate=rotate, angle=angle)
    assert found == ["Norway and Chile talk of fish", ONE, TWO, THREE, ONE]


def test_a_text_up_the_edge_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([column([ONE])]).replace(b"stream\n", b"stream\nBT /F 7 Tf 0 1 -1 0 20 200 Tm (X) Tj ET\n", 1))
    assert read(path)[0][0].text == ONE


def test_what_is_said_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    info = "/Title (Microsoft Word - a.doc) /Author (Jane Roe) /CreationDate (D:20220307101500+01'00')"
    path.write_bytes(pdf([[(60, 750, 8, "FISH"), *HEADLINE, *LEFT, *RIGHT]], info))
    (article,), _ = read(path)
    assert article.meta.title == "Norway and Chile talk of fish"
    assert article.text.startswith("Norway and Chile talk of fish\n\nFISH\n\n")
    assert (article.meta.author, article.meta.published) == ("Jane Roe", "2022-03-07")
    assert str(article.meta.date_source) == "file"
    path.write_bytes(pdf([column([ONE, TWO])], "/Title (Talks of fish)"))
    assert read(path)[0][0].meta.title == "Talks of fish"


def test_a_page_printed_from_a_browser_keeps_its_address(tmp_path: Path) -> None:
    items = [
        (60.0, 775.0, 7.0, "3/7/22, 4:33 PM Talks - Wire"),
        *column([ONE]),
        (60.0, 15.0, 7.0, "https://a.example/talks 1/1"),
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([items]))
    (article,), _ = read(path)
    assert article.text == ONE
    assert article.meta.url == "https://a.example/talks"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf([[], []]), "pictures of pages without their text; have it recognized first (ocrmypdf scan.pdf read.pdf)"),
        ((FILES / "locked.pdf").read_bytes(), "locked with a password; save it without one"),
        (b"%PDF-1.7 nothing else", "damaged, or no PDF"),
        (pdf([column([ONE])])[:300], "damaged, or no PDF"),
        (pdf([[]] * 301), "has 301 pages, and 300 are read as one article; split it"),
        (pdf([column([ONE]), column([TWO * 700], letters=150, size=5)]), "page 2 has "),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    articles, (error,) = read(path)
    assert not articles
    assert error.startswith(f"{path}: ")
    assert told in error
    assert "\n" not in error


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(pdf([column([ONE])]))
    (tmp_path / "b.pdf").write_bytes(b"From a gateway\r\n" + pdf([column([TWO])]))
    (tmp_path / "c.pdf").write_text(THREE)
    articles, errors = read(tmp_path)
    assert not errors
    assert [article.text for article in articles] == [ONE, TWO, THREE]


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([column([ONE])]))
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    source = Source("a.pdf", ".pdf", lambda: path.open("rb"))
    with pytest.raises(ArticleError, match=r"a.pdf: a PDF needs pypdfium2: pip install 'newskg\[pdf\]'"):
        list(read_pdf(source, Options()))


places = st.floats(2000, 3000)
lines = st.builds(
    lambda text, left, top, width, size: Line(text, left, left + width, top, top + size, size),
    st.text(alphabet="ab -.", min_size=1, max_size=12).filter(str.strip),
    places, places, st.floats(0, 500), st.floats(1, 40),
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(lines, max_size=15).map(tuple), min_size=1, max_size=3))
def test_wherever_lines_are_no_letter_is_lost_or_doubled(pages: list[tuple[Line, ...]]) -> None:
    found = "".join(each.text for each in to_paragraphs([Page(10_000, tuple(page)) for page in pages]))
    letters = "".join(line.text for page in pages for line in page)
    for letter in "ab.":
        assert found.count(letter) == letters.count(letter)
