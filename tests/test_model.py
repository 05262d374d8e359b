"""Articles by hand: their ids, and titles that are given apart from the text."""

from __future__ import annotations

import pytest

from kg.model import make_article


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (None, "Two people met.", "Two people met."),
        ("A meeting", "Two people met.", "A meeting\n\nTwo people met."),
        ("Two", "Two people met.", "Two\n\nTwo people met."),
        ("A meeting", "A meeting\n\nTwo people met.", "A meeting\n\nTwo people met."),
    ],
)
def test_a_title_is_the_first_paragraph_once(title: str | None, text: str, expected: str) -> None:
    assert make_article(text, title=title).text == expected


def test_an_id_is_given_or_made_from_the_text() -> None:
    assert make_article("Two people met.", id="a1").id == "a1"
    assert make_article("Two people met.").id == make_article("Two people met.").id != make_article("They met.").id
