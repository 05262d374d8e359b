"""Blocks of a page that a script writes, between prose that people write.

A block stands between two comments, which no reader sees:

    <!-- block NAME -->
    ...
    <!-- end -->
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["fenced", "fill", "names", "read_with", "table"]

_BLOCK = re.compile(r"(<!-- block (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def names(page: str) -> list[str]:
    """The blocks of a page, in order."""
    return [found["name"] for found in _BLOCK.finditer(page)]


def fill(page: str, blocks: Mapping[str, str]) -> str:
    """The page with its blocks written anew.

    Args:
        page: Markdown.
        blocks: What each block holds, by its name.

    Raises:
        ValueError: The page has a block that is not given, lacks one that is, or has one twice.
    """
    there = names(page)
    if sorted(there) != sorted(blocks):
        odd = sorted({*there} ^ {*blocks}) or sorted({name for name in there if there.count(name) > 1})
        raise ValueError(f"the blocks of the page are not those that are written: {', '.join(odd)}")
    return _BLOCK.sub(lambda found: f"{found[1]}\n{blocks[found['name']].strip()}\n\n{found[3]}", page)


def read_with(model: str) -> str:
    """A line that says by which language model a page was made; tests compare pages with that model only."""
    return f"Made with `{model}`; with another version of the language model some of it comes out differently."


def fenced(text: str, language: str = "text") -> str:
    """Text as it is."""
    return f"```{language}\n{text.rstrip()}\n```"


def table(head: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: bool = True) -> str:
    """A table; the first column holds words, the others numbers unless said otherwise."""
    rule = [":---", *(["---:" if numbers else ":---"] * (len(head) - 1))]
    lines = [head, rule, *([str(cell).replace("|", "&#124;") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
