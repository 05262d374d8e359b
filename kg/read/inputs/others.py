"""What is passed over in a folder or archive because its name is that of no article, told in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from kg.lines import cut_line

__all__ = ["nothing_there", "tell_others"]

_MOST = 6  # kinds that are named, first those that may hold articles
_DOCUMENTS = frozenset(".doc .rtf .wpd .wps .pages .epub .mobi .djvu .ppt .pptx .odp .msg .mbox .pst .7z .rar".split())


def tell_others(place: str, names: Iterable[str], on_note: Callable[[str], object]) -> None:
    """Tell how many files were passed over, and of which kinds: an old `.doc` among pictures may be an article.

    Args:
        place: The folder, archive or address.
        names: Those files' names.
        on_note: Is given the line, if there are any.
    """
    if told := _counted(names):
        on_note(f"{place}: skipped {told}")


def nothing_there(place: str, names: Iterable[str]) -> str:
    """What is said of a place with no article by its name, only these other files."""
    told = _counted(names)
    return f"{place}: nothing to read there" + (f", only {told}" if told else "")


def _counted(names: Iterable[str]) -> str:
    kinds = Counter(PurePosixPath(name).suffix.lower() or "without a suffix" for name in names)
    count = kinds.total()
    if not count:
        return ""
    shown = sorted(kinds, key=lambda kind: (kind not in _DOCUMENTS, -kinds[kind], kind))[:_MOST]
    parts = [f"{kinds[kind]:,} {cut_line(kind, 20)}" for kind in shown]
    more = ", ..." if len(kinds) > _MOST else ""
    return f"{count:,} other file{'s' if count > 1 else ''} ({', '.join(parts)}{more})"
