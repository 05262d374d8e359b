"""What is no news is passed over, and no sentence of news with it: each rule with its examples and near-misses."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.read.text.junk import is_junk, junk_spans
from kg.read.text.junk_rules import Rule, junk_rules

RULES = junk_rules()
_ALL = (*RULES.lines, *RULES.pieces)


def cases(rules: tuple[Rule, ...], field: str) -> list[object]:
    return [pytest.param(rule, text, id=f"{rule.kind}: {text[:40]}") for rule in rules for text in getattr(rule, field)]


@pytest.mark.parametrize("rule", _ALL, ids=lambda rule: rule.kind)
def test_every_pattern_has_an_example_and_every_rule_a_near_miss(rule: Rule) -> None:
    assert rule.about
    assert rule.news
    for pattern in rule.patterns:
        bare = [text.replace("⟦", "").replace("⟧", "") for text in rule.junk]
        assert any(re.search(pattern, text) for text in bare), f"no example for {pattern}"


@pytest.mark.parametrize(("rule", "line"), cases(RULES.lines, "junk"))
def test_lines_of_junk(rule: Rule, line: str) -> None:
    assert any(re.fullmatch(pattern, line) for pattern in rule.patterns)
    before = "The minister left.\n\n"
    text = f"{before}  {line}\n\nShe returned."
    assert junk_spans(text) == [(len(before), len(before) + 2 + len(line))]


@pytest.mark.parametrize(("rule", "marked"), cases(RULES.pieces, "junk"))
def test_junk_inside_a_line(rule: Rule, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    found = junk_spans(text)
    assert any(re.search(pattern, text) for pattern in rule.patterns)
    for start, end in reversed(found):
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    assert text == marked


@pytest.mark.parametrize(("rule", "line"), cases(_ALL, "news"))
def test_news_is_no_junk(rule: Rule, line: str) -> None:
    assert not is_junk(line), rule.kind
    assert not any(re.search(pattern, line) for pattern in rule.patterns) if rule in RULES.pieces else True


NEEDED = [
    pytest.param(pattern, needs, id=f"{rule.kind}: {pattern[:40]}")
    for rule in _ALL
    for pattern, needs in rule.needs.items()
    if needs
]


@pytest.mark.parametrize(("pattern", "needs"), NEEDED)
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_a_pattern_fits_has_what_it_needs(pattern: str, needs: tuple[str, ...], data: st.DataObject) -> None:
    line = data.draw(st.from_regex(pattern))
    assert any(need in line.casefold() for need in needs)


def test_every_piece_needs_something() -> None:
    assert all(needs for rule in RULES.pieces for needs in rule.needs.values())
