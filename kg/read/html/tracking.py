"""Addresses without what only tells whence a reader came."""

from __future__ import annotations

import re

__all__ = ["TRACKING", "without_tracking"]

TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|at_(?:medium|campaign)|igshid)", re.IGNORECASE
)
"""Names of parameters that are added to links by whoever passes them on."""


def without_tracking(address: str) -> str:
    """The address without such parameters.

    >>> without_tracking("https://news.example/a?id=1&utm_source=rss")
    'https://news.example/a?id=1'
    """
    path, mark, query = address.partition("?")
    query, hash_mark, place = query.partition("#")
    kept = [each for each in query.split("&") if each and not TRACKING.fullmatch(each.partition("=")[0])]
    return path + (mark if kept else "") + "&".join(kept) + hash_mark + place
