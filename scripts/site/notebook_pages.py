"""The notebooks as pages, with the output that is kept in their files."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.site.repository import in_site, relink

__all__ = ["draw_notebook", "nav", "pages", "sources"]

ROOT = Path(__file__).parent.parent.parent
_IMAGE = '<img alt="what the code above draws" src="data:image/{};base64,{}">'
# The tables of pandas, which are to look as those of the site do.
_FRAME = re.compile(r'<table [^>]*class="dataframe"[^>]*>')


def sources() -> dict[str, str]:
    """Path in the repository -> Markdown, with links that go by the repository."""
    return {
        file.relative_to(ROOT).as_posix(): draw_notebook(json.loads(file.read_text(encoding="utf-8")))
        for file in _files()
    }


def pages() -> dict[str, str]:
    """Path in the site -> Markdown."""
    return {in_site(of): relink(text, of, in_site(of)) for of, text in sources().items()}


def nav() -> list[str]:
    """The pages in the form that mkdocs' `nav` has, which takes their titles from them."""
    return [in_site(file.relative_to(ROOT).as_posix()) for file in _files()]


def draw_notebook(notebook: Mapping[str, Any]) -> str:
    """A notebook (nbformat 4) as Markdown: its texts, its code, and what came of it."""
    return "\n\n".join(part for cell in notebook["cells"] for part in _cell(cell)) + "\n"


def _files() -> list[Path]:
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def _cell(cell: Mapping[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield source
    elif cell["cell_type"] == "code" and source:
        yield f"```python\n{source}\n```"
        for output in cell["outputs"]:
            yield from _output(output)


def _output(output: Mapping[str, Any]) -> Iterator[str]:
    """The richest form that a page can show."""
    data = output.get("data", {})
    if "image/png" in data:
        yield _IMAGE.format("png", "".join(data["image/png"]).replace("\n", ""))
    elif "image/svg+xml" in data:
        yield _IMAGE.format("svg+xml", b64encode("".join(data["image/svg+xml"]).encode()).decode())
    elif "text/html" in data:
        # Empty lines would end the block, and what follows would be read as Markdown.
        shown = _FRAME.sub("<table>", "".join(data["text/html"]))
        lines = [line for line in shown.splitlines() if line.strip()]
        yield "\n".join(['<div class="output">', *lines, "</div>"])
    elif text := "".join(data.get("text/plain", output.get("text", ""))).rstrip():
        yield f"```text\n{text}\n```"
