"""What a user names to be watched: addresses of feeds, and files that list them, as OPML or one a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.errors import FeedError
from kg.read.inputs.formats import HEAD, Format, sniff
from kg.read.text.decode import decode
from kg.watch.addresses import Address, identity, read_address
from kg.watch.problems import FetchError

__all__ = ["find_feeds"]

_MAX_FILE = 8 * 2**20  # bytes of a list
_MAX_FEEDS = 10_000
_SCHEMES = (("feed://", "https://"), ("feed:", ""))  # as some readers write them


def find_feeds(named: Iterable[str]) -> list[Address]:
    """The addresses of feeds, each once, in the order in which they are named.

    Args:
        named: Addresses, and files that list addresses: OPML, or one a line, where `#` begins a remark.

    Raises:
        FeedError: Something named is neither, or a list has a line that is none.
    """
    found: dict[str, Address] = {}
    for each in named:
        for address in _named(each):
            found.setdefault(identity(address), address)
    if len(found) > _MAX_FEEDS:
        raise FeedError(f"more than {_MAX_FEEDS:,} feeds; watch them in several folders")
    return list(found.values())


def _named(text: str) -> list[Address]:
    if "://" in text or text.startswith("feed:"):
        return [_address(text, text)]
    path = Path(text)
    if not path.is_file():
        kind = "is a folder" if path.is_dir() else "there is no such file"
        raise FeedError(f"{text}: {kind}; name the address of a feed, as https://{text}, or a file that lists such")
    return _listed(path)


def _listed(path: Path) -> list[Address]:
    with path.open("rb") as file:
        data = file.read(_MAX_FILE + 1)
    if len(data) > _MAX_FILE:
        raise FeedError(f"{path}: larger than the {_MAX_FILE // 2**20} megabytes that a list of feeds may have")
    kind = sniff(data[:HEAD], path.suffix.lower())
    if kind is Format.FEED:
        raise FeedError(f"{path}: is a feed itself; `kg build` reads it, and to watch it name its address")
    if kind is Format.XML or b"<opml" in data[:HEAD].lower():
        found = _outlines(data, path)
    else:
        lines = enumerate(decode(data, str(path)).splitlines(), start=1)
        bare = (
            (number, line.partition(" #")[0].strip()) for number, line in lines if not line.lstrip().startswith("#")
        )
        found = [_address(line, f"{path}, line {number}") for number, line in bare if line]
    if not found:
        raise FeedError(f"{path}: lists no feed; write addresses one a line, or export OPML from your feed reader")
    return found


def _outlines(data: bytes, path: Path) -> list[Address]:
    """The feeds of an OPML document (http://opml.org/spec2.opml): outlines with an `xmlUrl`, at any depth."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        tree = etree.fromstring(data, parser)
        named = [] if tree is None else [_named_by(outline) for outline in tree.iter("{*}outline")]
    except (etree.LxmlError, ValueError) as error:  # text that is none is found out only when it is looked at
        why = " ".join(str(error).split())[:120]
        raise FeedError(f"{path}: no OPML that can be read ({why})") from error
    return [_address(address, f"{path}, line {line}") for line, address in named if address.strip()]


def _named_by(outline: Any) -> tuple[int, str]:
    """The line of an outline, and the address that it names."""
    names = (str(value) for name, value in outline.attrib.items() if name.lower() == "xmlurl")
    return outline.sourceline or 0, next(names, "")


def _address(text: str, place: str) -> Address:
    text = text.strip()
    for scheme, meant in _SCHEMES:
        if text.lower().startswith(scheme):
            text = meant + text[len(scheme) :]
            break
    try:
        return read_address(text)
    except FetchError as error:
        where = "" if place == text else f"{place}: "
        raise FeedError(f"{where}{error}") from error
