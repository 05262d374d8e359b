"""Plain texts as people paste, forward, print, scan and export them: what is left of each to be read.

Beside `NAME.txt` in tests/layouts stands `NAME.paragraphs`: title, date, and each paragraph that the model reads.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.alignment import Alignment
from kg.extract.annotate import readable
from kg.read import Options, read_articles

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.txt"))


def told(path: Path) -> str:
    """What is read of a file, in the form of the files beside them."""
    (article,) = read_articles([path], Options(languages=None))
    text, spans = readable(Alignment(article.text, article.repairs), article.junk)
    paragraphs = (" ".join(text[start:end].split()) for start, end in spans)
    return "\n".join((f"title: {article.meta.title}", f"published: {article.meta.published}", "", *paragraphs, ""))


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_layout(path: Path) -> None:
    assert told(path) == path.with_suffix(".paragraphs").read_text(encoding="utf-8")


def test_there_are_many_layouts() -> None:
    assert len(LAYOUTS) >= 12
