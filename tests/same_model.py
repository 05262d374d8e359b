"""Pages that show what the program reads are compared by the language model that they were made with."""

from __future__ import annotations

import pytest

from kg.extract import Extractor
from scripts.blocks import read_with

__all__ = ["skip_unless_made_with"]


def skip_unless_made_with(extractor: Extractor, page: str) -> None:
    """Skip a test whose page was made with another version of the language model, which reads otherwise in places."""
    if read_with(extractor.model) not in page:
        pytest.skip(f"the page was made with another language model than {extractor.model}")
