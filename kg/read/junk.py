"""Which parts of a text are no news: tags, captions, bylines, "Also read", share prompts, boilerplate.

Nothing is cut out, so that no offset shifts: the spans say what a reader of the text passes over. A span that
is a whole line ends a paragraph; one inside a line (markup, a caption glued to a sentence) is to be read as
if it were not there. What is junk, `junk.toml` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.read.junk_blocks import block_spans
from kg.read.junk_rules import junk_rules

__all__ = ["is_junk", "junk_spans", "merged"]

# Junk is short; a line longer than this is a paragraph, and no pattern can take long on what is shorter.
_MAX_LINE = 400


@cache
def _line() -> re.Pattern[str]:
    rules = junk_rules()
    whole = "|".join(f"(?:{pattern})" for rule in rules.lines for pattern in rule.patterns)
    # What is glued to a sentence is a piece of its line.
    return re.compile(f"(?!.*{rules.parts['glue']}\\s|{rules.parts['before']})(?:{whole})")


@cache
def _pieces() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for rule in junk_rules().pieces for pattern in rule.patterns)


@cache
def _any_piece() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _pieces()))


def junk_spans(text: str) -> list[tuple[int, int]]:
    """The half-open spans of `text` that are junk, in order and apart from each other."""
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        spans.extend((offset + start, offset + end) for start, end in _line_spans(line))
        offset += len(line) + 1
    return merged([*spans, *block_spans(text)])


def is_junk(line: str) -> bool:
    """Whether a line, not a blank one, is junk as a whole."""
    bare = line.strip().strip("*_ ")
    return not bare or (len(bare) <= _MAX_LINE and _line().fullmatch(bare) is not None)


def _line_spans(line: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    if is_junk(line):
        return [(0, len(line))]
    if not _any_piece().search(line):
        return []
    return merged(found.span() for pattern in _pieces() for found in pattern.finditer(line))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order and apart, those that touch made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
