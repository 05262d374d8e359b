"""Which parts of a text are no news: tags, captions, bylines, "Also read", share prompts, boilerplate.

Nothing is cut out, so that no offset shifts: the spans say what a reader of the text passes over. A span that
is a whole line ends a paragraph; one inside a line (markup, a caption glued to a sentence) is to be read as
if it were not there. What is junk, `junk.toml` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kg.read.text.junk_blocks import block_spans
from kg.read.text.junk_rules import Rule, junk_rules

__all__ = ["is_junk", "junk_spans", "merged"]

# Junk is short; a line longer than this is a paragraph, and no pattern can take long on what is shorter.
_MAX_LINE = 400
_ASKED = 4_096  # lines that are remembered: each is asked about when line breaks are mended, and in the head once more


@cache
def _any_line() -> re.Pattern[str]:
    """Lines of junk that show by nothing in them before they are looked at as a whole."""
    found = (pattern for rule in junk_rules().lines for pattern in rule.patterns if not rule.needs[pattern])
    return re.compile("|".join(f"(?:{pattern})" for pattern in found))


@cache
def _some_lines() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _by_need(junk_rules().lines)


@cache
def _pieces() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _by_need(junk_rules().pieces)


@cache
def _is_glued() -> re.Pattern[str]:
    """What is glued to a sentence is a piece of its line."""
    parts = junk_rules().parts
    return re.compile(f".*{parts['glue']}\\s|{parts['before']}")


def _by_need(rules: Iterable[Rule]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What must stand in a line, and the pattern that may fit it then."""
    return tuple(
        (need, re.compile(pattern)) for rule in rules for pattern, needs in rule.needs.items() for need in needs
    )


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
    return not bare or (len(bare) <= _MAX_LINE and _is_like_junk(bare) and not _is_glued().match(bare))


@lru_cache(_ASKED)
def _is_like_junk(bare: str) -> bool:
    if _any_line().fullmatch(bare):
        return True
    folded = bare.casefold()
    return any(pattern.fullmatch(bare) for need, pattern in _some_lines() if need in folded)


def _line_spans(line: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    if is_junk(line):
        return [(0, len(line))]
    folded = line.casefold()
    patterns = {pattern for need, pattern in _pieces() if need in folded}
    return merged(found.span() for pattern in patterns for found in pattern.finditer(line))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order and apart, those that touch made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
