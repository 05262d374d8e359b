"""Rows of plain values reach people and programs whole."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg.query.rows import write_rows

ROWS: list[dict[str, object]] = [
    {"a": "plain", "b": ["one", "two"], "c": None, "d": 3, "e": True, "unused": 1},
    {"a": 'quo"te, comma', "b": [], "c": 1.5, "d": 0, "e": False},
    {"a": "line\nbreak \x1b[31m\x00", "b": ["שלום"], "c": "", "d": -1, "e": None},
]
COLUMNS = "abcde"


def written(form: str, rows: list[dict[str, object]] = ROWS, width: int | None = None) -> str:
    out = io.BytesIO()
    write_rows(rows, COLUMNS, form, out, width=width)
    return out.getvalue().decode()


def test_json_keeps_the_values() -> None:
    assert json.loads(written("json"))[0] == {"a": "plain", "b": ["one", "two"], "c": None, "d": 3, "e": True}
    assert json.loads(written("json"))[2]["b"] == ["שלום"]


def test_csv_is_read_back() -> None:
    header, *rows = csv.reader(io.StringIO(written("csv"), newline=""))
    assert header == list(COLUMNS)
    assert rows[0] == ["plain", "one; two", "", "3", "true"]
    assert rows[1] == ['quo"te, comma', "", "1.5", "0", "false"]
    assert rows[2][0].startswith("line\nbreak")
    assert "\x00" not in written("csv")


def test_a_table_has_a_line_a_row_and_no_control_characters() -> None:
    lines = written("table").splitlines()
    assert len(lines) == 2 + len(ROWS)
    assert "\x1b" not in written("table")
    assert max(map(len, written("table", width=60).splitlines())) <= 60


@pytest.mark.parametrize(("form", "told"), [("json", "[]\n"), ("csv", "a,b,c,d,e\r\n"), ("table", "a  b  c  d  e\n")])
def test_no_rows_are_still_an_answer(form: str, told: str) -> None:
    assert written(form, []).startswith(told)
