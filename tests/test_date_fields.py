"""Dates as fields, heads and file names have them: every usual form, and nothing that leaves doubt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import DateSource
from kg.read import Options, read_articles, to_iso_date
from kg.read.text.date_fields import DateColumn, date_of, first_by_place
from kg.read.text.dates import First, first_of
from kg.read.text.name_dates import date_in_address, date_in_name
from kg.read.text.settle_date import settle_date

BODY = "The minister flew to Vienna on Tuesday and met her Austrian counterpart, who thanked her for the visit."
DAY = "2022-03-07"


@pytest.mark.parametrize(
    "written",
    [
        "2022-03-07", "2022-3-7", "20220307", "2022-03-07T10:15:00Z", "2022-03-07T10:15:00.123456+02:00",
        "2022-03-07 10:15", "2022-03-07T23:59:59-0800", "20220307T101500Z", "20220307101500", "2022-W10-1", "2022W101",
        "2022-066", "2022/03/07", "2022/3/7 10:15", "2022.03.07", "Mon, 07 Mar 2022 10:00:00 GMT",
        "Mon, 7 Mar 2022 10:00 +0100", "07 Mar 2022 10:00:00 EST", "Mon Mar 07 18:05:00 UTC 2022",
        "Mon Mar 07 2022 18:05:00 GMT+0100 (CET)", "Mon Mar  7 18:05:00 2022", "March 7, 2022", "Mar. 7, 2022",
        "Mar 7 2022", "7 March 2022", "7th of March 2022", "7 Mar 22", "7-Mar-2022",
        "07/Mar/2022:18:05:00 +0000",
        "2022 Mar 07", "Mar. 7, 2022 6:05 p.m. EST", "Monday, March 7th, 2022 at 9 am", "Mon 7 Mar 2022 18.05 GMT",
        "6:05 p.m. ET March 7, 2022", "March 7, 20225:03 AM ET", "March 7, 2022 - 9:05 PM (GMT+3)", "7 MARCH 2022",
        "7 March 2022, 18h05", "March 7, 2022 | 10:15 IST", "March 7, 2022 at 10:15 a.m. Updated March 9, 2022",
        "07.03.2022", "7.3.2022", "07. 03. 2022", "07.03.2022, 18:05", 1646647200, "1646647200", 1646647200.5,
        "1646647200000", "1646647200000000", "/Date(1646647200000)/", "/Date(1646647200000+0100)/",
        {"$date": "2022-03-07T10:15:00Z"}, {"$date": {"$numberLong": "1646647200000"}}, ["2022-03-07"],
        date(2022, 3, 7), datetime(2022, 3, 7, 23, 59, tzinfo=UTC),
    ],
)  # fmt: skip
def test_a_field_is_read_in_any_usual_form(written: object) -> None:
    assert date_of(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "07/03/2022", "7/3/2022", "07-03-2022", "3/7/22", "07/03/22", "March 2022", "2022-03", "2022", "12", 5, 0, True,
        None, "", "soon", "today", "yesterday", "Updated 3 hours ago", "3 hours ago", "2022-02-30", "30 February 2022",
        "2022-13-01", "2022-W54-1", "2022-366", "0000-00-00", "9999-99-99", "March 7, 2022 was a Monday", "Monday",
        "The pact of March 7, 2022", "7 March", "123456789012", "2022030", "202203071", [], ["2022-03-07", "x"], {},
        "x" * 500, "٢٠٢٢-٠٣-٠٧", float("nan"), float("inf"), "1" * 90,
    ],
)  # fmt: skip
def test_what_leaves_doubt_is_no_date(written: object) -> None:
    assert date_of(written) is None


@pytest.mark.parametrize(
    ("written", "day_first", "month_first"),
    [
        ("07/03/2022", "2022-03-07", "2022-07-03"),
        ("07-03-2022 18:05", "2022-03-07", "2022-07-03"),
        ("13/03/2022", "2022-03-13", "2022-03-13"),
        ("03/13/2022", "2022-03-13", "2022-03-13"),
        ("03/03/2022", "2022-03-03", "2022-03-03"),
        ("07.03.2022", "2022-03-07", "2022-03-07"),
        ("31/31/2022", None, None),
    ],
)
def test_what_comes_first_decides_only_where_it_must(
    written: str, day_first: str | None, month_first: str | None
) -> None:
    assert (date_of(written, First.DAY), date_of(written, First.MONTH)) == (day_first, month_first)


@given(
    st.dates(date(1900, 1, 2), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%A, %d %b %Y"]),
)
def test_what_is_written_in_words_is_read_again(day: date, form: str) -> None:
    assert to_iso_date(day.strftime(form)) == date_of(day.strftime(form)) == day.isoformat()


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_a_date_is_that_of_who_wrote_it_in_any_zone(moment: datetime, hours: int) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert date_of(local.isoformat()) == date_of(format_datetime(local)) == local.date().isoformat()


@given(st.dates(date(1900, 1, 2), date(2199, 12, 31)))
def test_figures_are_never_read_wrongly(day: date) -> None:
    """Without a hint the day is the right one for both orders, or none; its order shows only where it is that."""
    for form, first in (("%d/%m/%Y", First.DAY), ("%m/%d/%Y", First.MONTH)):
        written = day.strftime(form)
        assert date_of(written) in (None, day.isoformat())
        assert date_of(written, first) == day.isoformat()
        assert first_of(written) in (None, first)


@given(st.text(max_size=120) | st.from_regex(r"[0-9A-Za-z/.:, +-]{0,40}"))
def test_no_text_is_too_odd(text: str) -> None:
    for told in (date_of(text), to_iso_date(text), date_in_name(text), date_in_address(f"https://a.example/{text}")):
        assert told is None or date.fromisoformat(told).isoformat() == told


@pytest.mark.parametrize(
    ("address", "language", "first"),
    [
        ("https://www.bbc.co.uk/news/1", None, First.DAY),
        ("https://www.dawn.com.pk/1", None, First.DAY),
        ("https://www.state.gov/1", None, First.MONTH),
        ("https://a.example.com/1", "en-GB", First.DAY),
        ("https://a.example.com/1", "en_US", First.MONTH),
        ("https://a.example.com/1", "en", None),
        ("https://www.theglobe.ca/1", None, None),
        ("http://[broken", None, None),
        (None, None, None),
    ],
)
def test_a_country_tells_what_comes_first(address: str | None, language: str | None, first: First | None) -> None:
    assert first_by_place(address, language) is first


@pytest.mark.parametrize(
    ("column", "first", "notes"),
    [
        (["03/07/2022", "12/25/2021"], "2022-03-07", ["month is taken to come first"]),
        (["03/07/2022", "25/12/2021"], "2022-07-03", ["day is taken to come first"]),
        (["03/07/2022", "04/07/2022"], None, ["2 dates could not be read (such as 03/07/2022)"]),
        (["03/07/2022", "25/12/2021", "12/25/2021"], None, ["1 date could not be read (03/07/2022)"]),
        (["2022-03-07", None, ""], "2022-03-07", []),
        (["soon"], None, ["1 date could not be read (soon)"]),
    ],
)
def test_a_column_is_read_as_its_other_dates_show(column: list[object], first: str | None, notes: list[str]) -> None:
    dates = DateColumn(lambda: column)
    assert next(iter([dates.read(cell) for cell in column])) == first
    told = list(dates.notes("a.csv"))
    assert len(told) == len(notes)
    assert all(note in each for note, each in zip(notes, told, strict=True))


def test_a_column_is_looked_at_once_and_only_if_it_has_to_be() -> None:
    looks = 0

    def column() -> Iterator[str]:
        nonlocal looks
        looks += 1
        yield "12/25/2021"

    dates = DateColumn(column)
    assert [dates.read(cell) for cell in ("2022-03-07", "12/25/2021")] == [DAY, "2021-12-25"]
    assert looks == 0
    assert [dates.read(cell) for cell in ("03/07/2022", "04/07/2022")] == [DAY, "2022-04-07"]
    assert looks == 1
    assert dates.read("03/07/2022", First.DAY) == "2022-07-03"  # who writes it is known


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_the_other_records_of_a_file_tell_day_from_month(tmp_path: Path, suffix: str) -> None:
    rows = [{"text": f"{BODY} {n}", "date": day} for n, day in enumerate(("03/07/2022", "03/25/2022", "12/01/2021"))]
    lines = {
        "csv": "text,date\n" + "".join(f'"{row["text"]}",{row["date"]}\n' for row in rows),
        "jsonl": "".join(json.dumps(row) + "\n" for row in rows),
        "json": json.dumps(rows),
    }
    (tmp_path / f"a.{suffix}").write_text(lines[suffix])
    notes: list[str] = []
    articles = list(read_articles([tmp_path], Options(on_note=notes.append)))
    assert [article.meta.published for article in articles] == ["2022-03-07", "2022-03-25", "2021-12-01"]
    assert len(notes) == 1
    assert "the month is taken to come first" in notes[0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2022-03-07-bennett.txt", DAY),
        ("20220307_1530_reuters.html", DAY),
        ("bbc_07Mar2022.txt", DAY),
        ("20220307153000.html", DAY),
        ("a-20220307153000-00012.warc", DAY),
        ("2022/03/07/x.txt", DAY),
        ("2022-03/07/x.txt", DAY),
        ("reuters/2022/mar/7/x.html", DAY),
        ("news/2022-03-07/1.html", DAY),
        ("C:\\news\\2022-03-07\\a.txt", DAY),
        ("2022_03_07.txt", DAY),
        ("talks-2022-03-07T10-15.md", DAY),
        ("IMG_20220307_153000.txt", DAY),
        ("March 7, 2022 talks.txt", DAY),
        ("07.03.2022 Treffen.html", DAY),
        ("2022-03-07-bennett-2022-03-07.txt", DAY),
        ("2021-01-01/2022-03-07.txt", DAY),  # the nearest
        ("2022-03/x.txt", None),  # a month is no date
        ("2022-03.txt", None),
        ("2022.txt", None),
        ("id12345678.txt", None),
        ("88220307.txt", None),
        ("bennett20220307.txt", None),  # who knows what that counts
        ("20220307bennett.txt", None),
        ("120220307.txt", None),
        ("202203071.txt", None),
        ("1646647200.txt", None),
        ("world-europe-60642786.html", None),
        ("2022-13-45.txt", None),
        ("2022-03-07_to_2022-03-14.txt", None),  # which of both?
        ("07-03-2022.txt", None),
        ("", None),
    ],
)
def test_names_of_files(name: str, told: str | None) -> None:
    assert date_in_name(name) == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://a.example/2022/03/07/talks.html", DAY),
        ("https://www.paper.example/world/2022/mar/07/talks-in-geneva", DAY),
        ("https://a.example/2022-03-07/talks", DAY),
        ("https://a.example/20220307/x?from=2021-01-01", DAY),
        ("https://a.example/news/world-europe-60642786", None),
        ("https://a.example/2022/03/talks", None),
        ("https://a.example/?date=2022-03-07", None),
        ("http://[broken/2022/03/07/", None),
    ],
)
def test_addresses(address: str, told: str | None) -> None:
    assert date_in_address(address) == told


@pytest.mark.parametrize(
    ("text", "name", "fields", "told"),
    [
        # In the order in which they count: what lies beside, metadata, dateline, text, address, name, command line.
        ("VIENNA, Feb. 2, 2022 (Wire) - {}", "2022-02-04", {"date": "2022-02-01"}, ("2022-02-01", "sidecar")),
        ("VIENNA, Feb. 2, 2022 (Wire) - {}", "2022-02-04", {}, ("2022-02-02", "dateline")),
        ("Talks\n\nFeb. 3, 2022\n\nVIENNA, Feb. 2, 2022 (Wire) - {}", "x", {}, ("2022-02-02", "dateline")),
        ("Talks\n\nFeb. 3, 2022\n\nVIENNA, Feb. 2 (Wire) - {}", "x", {}, ("2022-02-03", "text")),
        ("Talks\n\nFeb. 3, 2022\n\n{}", "2022-02-04", {}, ("2022-02-03", "text")),
        ("Talks\n\n{}", "2022-02-04", {"url": "https://a.example/2022/02/05/x"}, ("2022-02-05", "address")),
        ("Talks\n\n{}", "2022-02-04", {}, ("2022-02-04", "file name")),
        ("Talks\n\n{}", "x", {}, ("2022-02-06", "command line")),
        # Published before updated; what is unsure or impossible gives way.
        ("Talks\n\nUpdated: March 9, 2022\nPublished: March 7, 2022\n\n{}", "x", {}, (DAY, "text")),
        ("Talks\n\nLast updated March 9, 2022\n\n{}", "x", {}, ("2022-03-09", "text")),
        ("Talks\n\nUpdated 3 hours ago\n\n{}", "x", {}, ("2022-02-06", "command line")),
        ("Talks\n\nMon 7 Mar 2022 18.05 GMT\n\n{}", "x", {}, (DAY, "text")),
        ("Talks\n\nGeneva, 7 March 2022\n\n{}", "x", {}, (DAY, "text")),
        ("Talks\n\nPUBLISHED 7:05 AM ET Mar. 07, 2022 | The Meridian\n\n{}", "x", {}, (DAY, "text")),
        ("Talks\n\n07/03/2022\n\n{}", "x", {}, ("2022-02-06", "command line")),
        ("Talks\n\n07/03/2022\n\n{}", "x", {"url": "https://a.example.co.uk/1"}, (DAY, "text")),
        ("Talks\n\n{} The pact of March 7, 2022 is dead.", "x", {}, ("2022-02-06", "command line")),
        ("Talks\n\n{}", "2022-02-04", {"date": "1970-01-01"}, ("2022-02-04", "file name")),
        ("Talks\n\n{}", "1850-02-04", {"date": "1812-06-24"}, ("2022-02-06", "command line")),
        ("Talks\n\n{}", "2022-02-04", {"date": "2199-01-01"}, ("2022-02-04", "file name")),
    ],
)
def test_where_a_date_is_from(
    tmp_path: Path, text: str, name: str, fields: dict[str, str], told: tuple[str, str]
) -> None:
    (tmp_path / f"{name}.txt").write_text(text.format(BODY), encoding="utf-8")
    if fields:
        (tmp_path / f"{name}.txt.json").write_text(json.dumps(fields))
    (article,) = read_articles([tmp_path], Options(published="2022-02-06"))
    assert (article.meta.published, article.meta.date_source) == told


def test_dates_that_cannot_be_are_told() -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    future = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    told: list[str] = []
    clues = [
        (future, DateSource.METADATA),
        ("1899-12-31", DateSource.TEXT),
        ("2022-03-09", DateSource.ADDRESS),
        (DAY, DateSource.FILE_NAME),
    ]
    assert settle_date(clues, "2022-03-07", told.append) == (DAY, DateSource.FILE_NAME)
    assert told == [
        f"not of {future}, as its metadata says: its file is from 2022-03-07",
        "not of 1899-12-31, as its text says: no article is from then",
        "not of 2022-03-09, as its address says: its file is from 2022-03-07",
    ]
    assert settle_date([("2104-01-01", DateSource.TEXT)], None, told.append) == (None, None)
    assert settle_date(clues[:1], None, told.append) == (future, DateSource.METADATA)
    assert told[-1] == f"of {future}, as its metadata says, and that day is still to come"
    told.clear()
    assert settle_date([(tomorrow, DateSource.TEXT)], None, told.append) == (tomorrow, DateSource.TEXT)  # somewhere
    assert not told
