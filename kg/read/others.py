"""What is passed over in a folder or archive because its name is that of no article, told in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from kg.lines import cut_line

__all__ = ["tell_others"]

_MOST = 6  # kinds that are named, first those that may hold articles
_DOCUMENTS = frozenset(".doc .rtf .wpd .wps .pages .epub .mobi .djvu .ppt .pptx .odp .msg .mbox .pst .7z .rar".split())


def tell_others(place: str, names: Iterable[str], on_note: Callable[[str], object]) -> None:
    """Tell how many files were passed over, and of which kinds: an old `.doc` among pictures may be an article.

    Args:
        place: The folder, archive or address.
        names: Those files' names.
        on_note: Is given the line, if there are any.
    """
    kinds = Counter(PurePosixPath(name).suffix.lower() or "without a suffix" for name in names)
    count = kinds.total()
    if not count:
        return
    shown = sorted(kinds, key=lambda kind: (kind not in _DOCUMENTS, -kinds[kind], kind))[:_MOST]
    parts = [f"{kinds[kind]:,} {cut_line(kind, 20)}" for kind in shown]
    more = ", ..." if len(kinds) > _MOST else ""
    on_note(f"{place}: skipped {count:,} other file{'s' if count > 1 else ''} ({', '.join(parts)}{more})")
