"""Blocks of pages that scripts write: only they change, and none is forgotten."""

from __future__ import annotations

import pytest

from scripts.blocks import fill, names, table

PAGE = "# A\n\n<!-- block one -->\nold\n<!-- end -->\n\nProse.\n\n<!-- block two -->\n<!-- end -->\n"


def test_fills_blocks_and_leaves_prose() -> None:
    page = fill(PAGE, {"one": "new", "two": "| a |"})
    assert page == (
        "# A\n\n<!-- block one -->\n\nnew\n\n<!-- end -->\n\nProse.\n\n<!-- block two -->\n\n| a |\n\n<!-- end -->\n"
    )
    assert fill(page, {"one": "new", "two": "| a |"}) == page
    assert names(page) == ["one", "two"]


@pytest.mark.parametrize("blocks", [{}, {"one": ""}, {"one": "", "two": "", "three": ""}])
def test_no_block_is_forgotten(blocks: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"two|three"):
        fill(PAGE, blocks)


def test_no_block_is_there_twice() -> None:
    with pytest.raises(ValueError, match="one"):
        fill(PAGE + PAGE.partition("Prose")[0], {"one": "", "two": ""})


def test_a_table_takes_any_words() -> None:
    assert table(("a", "b"), [("x|y", 1)]) == "| a | b |\n| :--- | ---: |\n| x&#124;y | 1 |"
