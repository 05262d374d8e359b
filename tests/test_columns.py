"""Tables for people: in a narrow terminal prose is cut, and all that a reader may need as an argument stays whole."""

import pytest

from kg.query.columns import align

SENTENCE = "The minister was in Bergen on that day, and nobody met him there."


def table(*rows: tuple[str, ...], header: str, width: int | None = None, prose: str = "") -> list[str]:
    return align(header.split(), rows, width=width, prose=prose.split()).splitlines()


def column(lines: list[str], name: str) -> list[str]:
    """The texts below a header that takes one line."""
    start = lines[0].index(name)
    width = next(len(rule) for rule in lines[1][start:].split())
    return [line[start : start + width].strip() for line in lines[2:]]


def test_with_room_for_all_every_row_is_a_line() -> None:
    rows = ("Anna Tamm", SENTENCE), ("Oslo", "")
    assert table(*rows, header="label sentence", width=80, prose="sentence") == table(*rows, header="label sentence")
    assert table(*rows, header="label sentence")[2:] == [f"Anna Tamm  {SENTENCE}", "Oslo"]


def test_prose_gives_way_before_names_are_wrapped() -> None:
    lines = table(("Foreign Minister of Estonia", SENTENCE), header="label sentence", width=50, prose="sentence")
    assert lines[2:] == ["Foreign Minister of Estonia  The minister was in…"]


@pytest.mark.parametrize("width", range(40, 80))
def test_names_and_identifiers_are_whole_however_narrow_the_terminal(width: int) -> None:
    label, entity = "Foreign Minister of Estonia", "kgr:foreign-minister-of-estonia"
    lines = table((label, "Office", entity, SENTENCE), header="label type entity aliases", width=width, prose="aliases")
    assert max(map(len, lines)) <= width
    assert " ".join(column(lines, "label")).strip() == label
    assert "".join(column(lines, "entity")) == entity
    assert column(lines, "type")[0] == "Office"


def test_cells_go_on_below_in_their_own_column() -> None:
    assert table(("Estonia", "Foreign Minister of Estonia"), ("Oslo", "Mayor"), header="who office", width=28) == [
        "who      office",
        "-------  -------------------",
        "Estonia  Foreign Minister of",
        "         Estonia",
        "Oslo     Mayor",
    ]


def test_names_of_columns_are_whole() -> None:
    lines = table(("2024-05", "-2.0", "2"), header="when verbal_cooperation verbal_conflict", width=30)
    assert [line.split() for line in lines] == [
        ["when", "verbal_", "verbal_"],
        ["cooperation", "conflict"],
        ["-------", "-----------", "--------"],
        ["2024-05", "-2.0", "2"],
    ]


@pytest.mark.parametrize("cell", ["~2022-03-07", "-2.0", "betweenness", "2022"])
def test_dates_numbers_and_words_are_not_broken(cell: str) -> None:
    assert cell in table((cell, SENTENCE), header="a b", width=12, prose="b")[2]


def test_identifiers_are_broken_between_their_parts() -> None:
    assert table(("https://example.org/news/2024-05-13/oslo-talks",), header="url", width=26)[2:] == [
        "https://example.org/news/",
        "2024-05-13/oslo-talks",
    ]
    assert table(("2024-05-13/2024-06-30", "x"), header="time where", width=19)[2:] == ["2024-05-13/   x", "2024-06-30"]


def test_one_endless_word_does_not_widen_the_table() -> None:
    lines = table(("0" * 60, "Oslo"), header="id place", width=40)
    assert max(map(len, lines)) <= 40
    assert "".join(column(lines, "id")) == "0" * 60


def test_wide_letters_count_twice() -> None:
    assert table(("日本語" * 6, "x"), header="a b", width=30)[2:] == [f"{'日本語' * 4}日   x", "本語日本語"]
    assert table(("日本語" * 9, "x"), header="a b", width=14, prose="a")[2] == "日本語日本…  x"
