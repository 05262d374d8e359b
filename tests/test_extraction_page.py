"""The page on how extraction decides shows what the program says now."""

from __future__ import annotations

from kg.extract import Extractor
from scripts.blocks import fill
from scripts.extraction_page import PAGE, draw_blocks
from tests.same_model import skip_unless_made_with


def test_the_page_is_up_to_date(extractor: Extractor) -> None:
    page = PAGE.read_text(encoding="utf-8")
    skip_unless_made_with(extractor, page)
    assert page == fill(page, draw_blocks(extractor)), "run python scripts/extraction_page.py"
