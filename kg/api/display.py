"""How things show themselves in a notebook: small HTML tables, and a page in a frame of its own.

Whatever comes from articles is text there, never markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kg.lines import cut_line, one_line

__all__ = ["html_table", "in_frame"]

_SHOWN = 20  # rows; who wants all of them asks for a data frame
_CUT = 300  # characters of a cell
_LONG = 60  # such a cell is given room


def html_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str], noun: str) -> str:
    """The first rows as a table, and how many there are.

    Args:
        rows: The value of every column by its name.
        columns: Those that are shown.
        noun: What a row is.
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(_cell(row[name]) for name in columns)}</tr>" for row in rows[:_SHOWN])
    said = f"{len(rows):,} {noun}{'' if len(rows) == 1 else 's'}"
    more = f", the first {_SHOWN} shown" if len(rows) > _SHOWN else ""
    return (
        f'<div style="overflow-x:auto"><table style="text-align:left"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div><p>{said}{more}</p>"
    )


def in_frame(page: str, height: int) -> str:
    """A page in a frame: it works by itself, and reaches nothing of the notebook.

    Args:
        page: A whole HTML document.
        height: Pixels.
    """
    return (
        f'<iframe sandbox="allow-scripts allow-popups allow-downloads" width="100%" height="{height}" '
        f'style="border:1px solid #8888" srcdoc="{escape(page)}"></iframe>'
    )


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    shown = "" if value is None else cut_line(one_line(f"{value:g}" if isinstance(value, float) else str(value)), _CUT)
    wide = ";min-width:24em" if len(shown) > _LONG else ""
    return f'<td style="text-align:left;vertical-align:top{wide}">{escape(shown)}</td>'
