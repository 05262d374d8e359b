"""Notebooks as pages: texts, code, and the richest form of what came of it."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.site.notebook_pages import draw_notebook, nav, pages


def code(*outputs: dict[str, Any], source: str = "f()") -> dict[str, Any]:
    return {"cells": [{"cell_type": "code", "source": [source], "outputs": list(outputs)}]}


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ({"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}, "```text\na\nb\n```"),
        ({"output_type": "execute_result", "data": {"text/plain": ["<3 claims>"]}}, "```text\n<3 claims>\n```"),
        (
            {
                "output_type": "execute_result",
                "data": {
                    "text/plain": ["t"],
                    "text/html": ['<table border="1" class="dataframe">\n', "\n", "</table>"],
                },
            },
            '<div class="output">\n<table>\n</table>\n</div>',
        ),
        (
            {"output_type": "display_data", "data": {"text/plain": ["t"], "image/png": "iVBO\nRw0="}},
            '<img alt="what the code above draws" src="data:image/png;base64,iVBORw0=">',
        ),
        (
            {"output_type": "display_data", "data": {"text/plain": ["t"], "image/svg+xml": ["<svg/>"]}},
            '<img alt="what the code above draws" src="data:image/svg+xml;base64,PHN2Zy8+">',
        ),
        ({"output_type": "display_data", "data": {}}, None),
    ],
)
def test_an_output_is_shown_in_its_richest_form(output: dict[str, Any], shown: str | None) -> None:
    parts = ["```python\nf()\n```", *([shown] if shown else [])]
    assert draw_notebook(code(output)) == "\n\n".join(parts) + "\n"


def test_texts_are_taken_as_they_are_and_empty_cells_left_out() -> None:
    text = {"cell_type": "markdown", "source": ["# A *title*\n", "\n", "[x](y.md)"]}
    assert draw_notebook({"cells": [text, *code(source="")["cells"]]}) == "# A *title*\n\n[x](y.md)\n"


def test_each_notebook_is_a_page_with_a_title() -> None:
    drawn = pages()
    assert nav() == list(drawn)
    assert len(drawn) >= 4
    for text in drawn.values():
        assert text.startswith("# ")
        assert "```python\n" in text
