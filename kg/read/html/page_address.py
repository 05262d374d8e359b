"""The address of a page: the one that lasts, not that of a copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.read.html.tracking import without_tracking

__all__ = ["address_of", "site_of"]

# "https://web.archive.org/web/20160304112233id_/http://...", and other archives that are made with the same software.
_WAYBACK = re.compile(r"^https?://[^/]+/(?:\w{1,20}/)?\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?i)(?:(?:find|read|view|see) (?:this|the) (?:article|page|story)|printed from|source|url|original(?: article)?)"
    r"[^.\n]{0,30}?:?\s{0,40}(https?://[^\s<>\"]{8,400})"
)
_SUFFIX = 3  # letters; a shorter label is a country or a kind of owner
_SUFFIXES = frozenset("com org net edu gov int info news press media example".split())


def address_of(root: Any, meta: Mapping[str, list[str]], told: str | None) -> str | None:
    """The address that the page says is its own, that of a copy undone; else the one that it was saved from."""
    links = root.xpath("//link[contains(concat(' ', translate(@rel, 'CANOIL', 'canoil'), ' '), ' canonical ')]/@href")
    base = _whole(told, None)
    candidates = [*links[:2], *meta.get("og:url", ()), *meta.get("twitter:url", ())]
    said = [address for each in candidates if (address := _whole(each, base))]
    # A template that gives the front page as the address of every page says nothing.
    inner = [address for address in said if len(urlsplit(address).path) > 1 or urlsplit(address).query]
    if base and not inner:
        return base
    return next(iter([*inner, *said]), base) or _printed_address(root)


def site_of(address: str | None) -> str | None:
    """The name in an address: "meridian" of https://news.meridian.co.uk/a."""
    labels = ((urlsplit(address).hostname or "") if address else "").split(".")
    while len(labels) > 1 and (len(labels[-1]) < _SUFFIX or labels[-1] in _SUFFIXES):
        labels.pop()
    return labels[-1] if len(labels[-1]) >= _SUFFIX else None


def _printed_address(root: Any) -> str | None:
    """The address that a version for printing shows at its end."""
    text = "\n".join(root.itertext())
    found = _PRINTED.search(text[-5000:]) or _PRINTED.search(text[:3000])
    return _whole(found[1].rstrip(".,)"), None) if found else None


def _whole(address: str | None, base: str | None) -> str | None:
    if not address or len(address) > 2000:
        return None
    try:
        address = _WAYBACK.sub("", urljoin(base or "", address.strip()))
        parts = urlsplit(address)
    except ValueError:
        return None
    address = without_tracking(address)
    return address if parts.scheme in ("http", "https") and parts.netloc and " " not in address else None
