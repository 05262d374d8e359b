"""What finds sentences and articles by their words for the search page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.server.pages.finding import Passages

__all__ = ["PASSAGES"]

PASSAGES: Passages | None = None
"""None while there is no index of words; the page then says nothing of sentences."""
