"""What an article's outlet is called, wherever it is told."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["outlet_of"]


def outlet_of(publisher: str | None, url: str | None) -> str | None:
    """The publisher; where none is known the host of the article's address, without "www."; else nothing."""
    if publisher or not url:
        return publisher or None
    try:
        address = urlsplit(url)
        host = address.hostname
    except ValueError:  # an address that is none
        return None
    return host.removeprefix("www.") if host and address.scheme in ("http", "https") else None
