"""Tables with a search box, and with headers that sort."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.site.ontology.markdown import table

__all__ = ["searchable"]

_SCRIPT = Path(__file__).parent / "find.js"


def searchable(
    label: str,
    head: Iterable[str],
    rows: Iterable[Iterable[str]],
    words: Mapping[str, str] | None = None,
    lists: Mapping[str, str] | None = None,
) -> str:
    """A table that its readers can search and sort; without scripts it stays a table.

    Args:
        label: What the search box is for.
        head: The names of the columns.
        rows: Cells that are Markdown already.
        words: Words by which rows are found besides what they show, by the text of their first cell. `<name>` among
            them stands for the words of a list.
        lists: The words of these lists.
    """
    data = json.dumps({"words": words or {}, "lists": lists or {}}, ensure_ascii=False, separators=(",", ":"))
    inert = data.replace("<", "\\u003c")  # so that no word ends the script
    script = _SCRIPT.read_text("utf-8").strip()
    return "\n\n".join(
        (
            f'<div class="term-search" data-label="{label}"></div>',
            table(head, rows),
            f'<script type="application/json" class="term-words">{inert}</script>',
            f"<script>\n{script}\n</script>",
        )
    )
