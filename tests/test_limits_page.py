"""The page of limits shows what the program does now, and its limits still are some."""

from __future__ import annotations

import pytest

from kg.extract import Extractor
from scripts.blocks import fill
from scripts.limits_page import PAGE, Tried, draw_blocks, triple, try_limits
from tests.same_model import skip_unless_made_with


@pytest.fixture(scope="module")
def tried(extractor: Extractor) -> list[Tried]:
    skip_unless_made_with(extractor, PAGE.read_text(encoding="utf-8"))
    return try_limits(extractor)


def test_the_page_is_up_to_date(tried: list[Tried], extractor: Extractor) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == fill(page, draw_blocks(tried, extractor)), "run python scripts/limits_page.py"


def test_each_limit_is_one_still(tried: list[Tried]) -> None:
    for one in tried:
        made = {triple(claim) for claim in one.claims}
        assert made.issuperset(one.wrong), f"{one.text}: no longer wrong, mend tests/tables/limits.toml"
        assert made.isdisjoint(one.missing), f"{one.text}: found now, mend limits.toml"


def test_what_is_wrong_is_told_with_confidence(tried: list[Tried]) -> None:
    """The page says so, to warn of it."""
    wrong = [claim.confidence for one in tried for claim in one.claims if triple(claim) in one.wrong]
    assert min(wrong) >= 0.8
