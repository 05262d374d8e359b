"""Examples in docstrings are code in the Python reference."""

from __future__ import annotations

import pytest

from scripts.site.examples import fence


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        ("Says.\n\n>>> f()\n3", "Says.\n\n```pycon\n>>> f()\n3\n```"),
        (">>> f()\n\nThen.\n\n>>> g()\n[1]\n", "```pycon\n>>> f()\n```\n\nThen.\n\n```pycon\n>>> g()\n[1]\n```"),
        ("Without one: a >>> b.", "Without one: a >>> b."),
        (">>> with f():\n...     g()\n[(1)]\n\nArgs:\n", "```pycon\n>>> with f():\n...     g()\n[(1)]\n```\n\nArgs:\n"),
    ],
)
def test_an_example_is_fenced_up_to_the_next_empty_line(text: str, fenced: str) -> None:
    assert fence(text) == fenced
