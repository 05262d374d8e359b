"""The comparison shows what kg says now, and sentences that stand in seeds/."""

from __future__ import annotations

import json
from pathlib import Path

from kg.extract import Extractor
from scripts.blocks import fill
from scripts.comparison_page import NOTED, PAGE, SENTENCES, draw_blocks
from tests.same_model import skip_unless_made_with

SEEDS = Path(__file__).parent.parent / "seeds"


def test_the_page_is_up_to_date(extractor: Extractor) -> None:
    page = PAGE.read_text(encoding="utf-8")
    skip_unless_made_with(extractor, page)
    noted = json.loads(NOTED.read_text(encoding="utf-8"))
    assert page == fill(page, draw_blocks(extractor, noted)), "run python scripts/comparison_page.py"


def test_the_sentences_are_of_the_seeds() -> None:
    texts = " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in SEEDS.iterdir())
    for sentence in SENTENCES:
        assert sentence in texts
    assert list(json.loads(NOTED.read_text(encoding="utf-8"))["given"]) == list(SENTENCES)
