"""What was fetched, as files that `kg read` reads: a page with a sidecar, or an entry of a feed as JSON.

A page is saved as it came; its sidecar, the JSON file of the same name, tells what the feed says of it, and where and
when it was fetched. Names are made of letters, digits and hyphens of the title, and a hash of the address. A file takes
its name when it is whole; the sidecar first, so that no page is ever read without what belongs to it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.output import open_output
from kg.read.inputs.formats import HEAD, SUFFIXES, Format, sniff
from kg.watch.addresses import Address, read_address, untracked
from kg.watch.entries import Entry
from kg.watch.problems import FetchError
from kg.watch.request import Answer

__all__ = ["Place", "clear_partial", "page_suffix", "save_entry", "save_page", "saved_files"]

_SUFFIXES = {
    kind: suffix
    for kind, suffix in {Format.HTML: ".html", Format.TEXT: ".txt", Format.PDF: ".pdf"}.items()
    if suffix in SUFFIXES
}
_NAMED = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_KEPT_HEADERS = ("content-type", "content-language", "date", "etag", "last-modified")
_SLUG = re.compile(r"[^a-z0-9]+")
_MAX_SLUG = 60
_KEYED = re.compile(r"(?:.*-)?([0-9a-f]{16})\.[a-z]{3,4}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article goes: the folder of all, its key, the file of an earlier version, the feed, and the time."""

    folder: Path
    key: str
    file: str | None
    feed: str
    now: float


def page_suffix(answer: Answer) -> str:
    """The suffix of a page, by what its first bytes are; where they leave it open, by what the server says.

    Raises:
        FetchError: It is no page that can be read.
    """
    kind = sniff(answer.body[:HEAD], _NAMED.get(answer.type, ".html"))
    if kind not in _SUFFIXES or not answer.body.strip():
        raise FetchError(f"{kind.value if answer.body.strip() else 'empty'}, and no page", lasting=True)
    return _SUFFIXES[kind]


def save_page(place: Place, entry: Entry, answer: Answer) -> str:
    """Save a page and its sidecar; give its name in the folder.

    Raises:
        FetchError: It is no page that can be read.
    """
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    fetched = {
        "at": _moment(place.now),
        "address": str(answer.address),
        "feed": place.feed,
        "status": answer.status,
        "headers": headers,
        "bytes": len(answer.body),
        "sha256": hashlib.sha256(answer.body).hexdigest(),
    }
    path = _path(place, entry, answer.address.host, page_suffix(answer))
    sidecar = {**_told(place, entry, str(untracked(answer.address))), "fetched": fetched}
    _write(path.with_suffix(".json"), _json(sidecar))
    _write(path, answer.body)
    return _settle(place, path)


def save_entry(place: Place, entry: Entry, address: Address) -> str:
    """Save what the feed itself says of an article, as one JSON file; give its name in the folder."""
    fetched = {"at": _moment(place.now), "feed": place.feed}
    path = _path(place, entry, address.host, ".json")
    link = str(untracked(read_address(entry.link))) if entry.link else None
    told = _told(place, entry, link, publisher=entry.publisher)
    _write(path, _json({**told, "content_html": entry.content, "fetched": fetched}))
    return _settle(place, path)


def saved_files(folder: Path) -> dict[str, str]:
    """The files of a folder by the keys of their articles; pages rather than their sidecars."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*/*")):
        if named := _KEYED.fullmatch(path.name):
            known = found.get(named[1])
            if known is None or known.endswith(".json"):
                found[named[1]] = path.relative_to(folder).as_posix()
    return found


def clear_partial(folder: Path) -> None:
    """Remove files that never became whole, of a watch that was killed."""
    for path in folder.glob("*/.*"):
        if path.is_file() and not path.is_symlink():
            with suppress(OSError):
                path.unlink()


def _told(place: Place, entry: Entry, url: str | None, publisher: str | None = None) -> dict[str, Any]:
    """What the feed says, under the names that readers know; what it does not say, the page may.

    Its language is left out: many feeds say `en-US` because that is how their software came.
    """
    told = {
        "id": place.key,
        "title": entry.title,
        "published": entry.published,
        "url": url,
        "author": entry.author,
        "publisher": publisher,
    }
    return {name: value for name, value in told.items() if value}


def _path(place: Place, entry: Entry, host: str, suffix: str) -> Path:
    """The file of an article: that of its earlier version, but for the suffix, or a new one."""
    if place.file is not None:
        return (place.folder / place.file).with_suffix(suffix)
    title = _slug(entry.title or "")[:_MAX_SLUG].strip("-")
    name = f"{title}-{place.key}" if title else place.key
    return place.folder / (_slug(host) or "feed") / f"{name}{suffix}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return _SLUG.sub("-", plain).strip("-")


def _settle(place: Place, path: Path) -> str:
    """Remove an earlier version that had another suffix; its sidecar has been written over."""
    name = path.relative_to(place.folder).as_posix()
    if place.file is not None and place.file != name and not place.file.endswith(".json"):
        with suppress(OSError):
            (place.folder / place.file).unlink()
    return name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_output(path, force=True) as file:
        file.write(data)


def _json(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def _moment(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
