"""The data block of the page: tables packed in Python come out of the page's own script as they went in."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.view.packing import Table, pack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

UNPACK = files("kg.view").joinpath("assets", "js", "unpack.js").read_text(encoding="utf-8")
TEXT = st.text() | st.sampled_from(
    ["https://a.example/1", "https://a.example/12", "😀a", "😀b", "😁", "\ud83d", "\x00"]
)
COLUMNS = st.one_of(
    st.lists(TEXT | st.none(), max_size=12),
    st.lists(st.lists(TEXT, max_size=3), max_size=12),
    st.lists(st.integers(-9, 9) | st.booleans() | st.none() | st.floats(0, 1), max_size=12),
    st.lists(st.booleans() | st.lists(st.integers(1, 3), max_size=2) | st.just({"enabled": True}), max_size=12),
)


@st.composite
def some_tables(draw: st.DrawFn) -> dict[str, Table]:
    made: dict[str, Table] = {}
    for name in draw(st.lists(st.sampled_from("abc"), unique=True)):
        columns = draw(st.lists(COLUMNS, min_size=1, max_size=4))
        length = min(map(len, columns))
        made[name] = {f"column{at}": column[:length] for at, column in enumerate(columns)}
    return made


@pytest.fixture(scope="module")
def script(browser: Browser) -> Page:
    """An empty page, to run a function in."""
    return browser.new_context(offline=True).new_page()


@pytest.mark.browser
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=some_tables())
def test_what_is_packed_comes_out_again(script: Page, tables: dict[str, Table]) -> None:
    unpacked = script.evaluate(
        f"text => {{ {UNPACK}; return JSON.stringify(unpack(JSON.parse(text))); }}", json.dumps(pack(tables))
    )
    rows = {
        name: [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
        for name, table in tables.items()
    }
    assert json.loads(unpacked) == rows


def test_every_text_is_there_once_and_addresses_by_their_ends() -> None:
    addresses = [f"https://news.example/claim/{number:04}" for number in range(2_000)]
    packed = json.dumps(pack({"claims": {"iri": addresses, "first": addresses[:1] * 2_000}, "more": {"x": addresses}}))
    assert packed.count("https") == 1
    assert len(packed) < len("".join(addresses))


def test_a_column_of_one_value_takes_no_room() -> None:
    assert len(json.dumps(pack({"claims": {"polarity": ["positive"] * 9_999}}))) < 200
