"""The rules of what is no news, from `junk.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.read.text.dates import DATE, MONTH_DAY, STAMP

__all__ = ["Rule", "Rules", "junk_rules"]

_PART = re.compile(r"\(\?&(\w+)\)")
_NAMED = re.compile(r"\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns of one kind of junk, with lines that are such junk, and lines of news that are not.

    `needs` tells of each pattern what must stand in a line for it to fit: one of these, where the line is case-folded;
    for no pattern that may fit any line.
    """

    kind: str
    about: str
    patterns: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    junk: tuple[str, ...]
    news: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for whole lines and for pieces of lines, and the parts that patterns are made of."""

    parts: Mapping[str, str]
    lines: tuple[Rule, ...]
    pieces: tuple[Rule, ...]


@cache
def junk_rules() -> Rules:
    """The rules that come with the package."""
    table = tomllib.loads(Path(__file__).with_name("junk.toml").read_text(encoding="utf-8"))
    dates = {"date": DATE, "monthday": MONTH_DAY, "stamp": STAMP}
    parts = {name: _NAMED.sub("?:", pattern) for name, pattern in dates.items()}
    for name, pattern in table["parts"].items():
        parts[name] = _whole(pattern, parts)
    lines, pieces = (tuple(_rule(rule, parts) for rule in table[name]) for name in ("line", "piece"))
    return Rules(parts, lines, pieces)


def _rule(rule: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    listed = [each if isinstance(each, dict) else {"pattern": each, "needs": ()} for each in rule["patterns"]]
    needs = {_whole(each["pattern"], parts): tuple(each["needs"]) for each in listed}
    return Rule(rule["kind"], rule["about"], tuple(needs), needs, tuple(rule["junk"]), tuple(rule["news"]))


def _whole(pattern: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda found: f"(?:{parts[found[1]]})", pattern)
