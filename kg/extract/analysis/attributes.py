"""Attributes of tokens by the patterns of spaCy's `AttributeRuler`, looked up instead of matched one after another.

A pattern asks a token for a few attributes (its tag, its lower-case form, its dependency), and the same ones come again
and again: which patterns a token satisfies is worked out once for each combination. All patterns see the tokens as they
were before, and later ones overrule earlier ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from spacy import attrs
from spacy.pipeline import AttributeRuler
from spacy.strings import StringStore
from spacy.tokens import Doc

from kg.extract.analysis.features import Features, features_of, set_features
from kg.extract.analysis.kept import Kept

__all__ = ["Attributes", "compile_attributes"]

_GIVEN = (attrs.POS, attrs.MORPH, attrs.LEMMA, attrs.TAG, attrs.DEP)
_ASKED = {"ORTH", "NORM", "LOWER", "SHAPE", "PREFIX", "SUFFIX", "TAG", "POS", "DEP", "LEMMA"}
_FLAGS = {"IS_ALPHA", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "IS_TITLE", "IS_UPPER", "LIKE_NUM"}
_COMBINATIONS = 50_000  # that are remembered, at 90 bytes: with tag and dependency a word form has a few


@dataclass(frozen=True, slots=True)
class _Test:
    """A question on an attribute of a token, by its column; where only `some` values will do, these are told."""

    column: int
    holds: Callable[[int], bool]
    some: frozenset[int] = frozenset()


_Step = tuple[_Test, ...]  # what one token of a pattern is asked


class _UnknownError(Exception):
    """A pattern says something that is not known here."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Gives attributes, by their columns, to the token at a place of what it matches."""

    rule: int
    steps: tuple[_Step, ...]
    target: int
    values: Mapping[int, int]


class _Index:
    """Patterns by what their first token must be, so that most need not be tried."""

    def __init__(self, patterns: Iterable[_Pattern]) -> None:
        self._by_value: dict[tuple[int, int], list[_Pattern]] = {}
        self._others: list[_Pattern] = []
        for pattern in patterns:
            narrow = [test for test in pattern.steps[0] if test.some]
            if narrow:
                test = max(narrow, key=lambda each: each.column)  # of the attributes asked for later the most values
                for value in test.some:
                    self._by_value.setdefault((test.column, value), []).append(pattern)
            else:
                self._others.append(pattern)

    def of(self, row: Sequence[int]) -> Iterator[_Pattern]:
        """The patterns whose first token may be one with these attributes."""
        for key in enumerate(row):
            yield from filter(partial(_begins, row), self._by_value.get(key, ()))
        yield from filter(partial(_begins, row), self._others)


@dataclass(frozen=True, slots=True)
class Attributes:
    """Sets what the component sets whose patterns these are."""

    _columns: tuple[int, ...]
    _short: _Index  # of one token
    _long: _Index
    _kept: Kept = field(default_factory=lambda: Kept(_COMBINATIONS))

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the attributes of the documents' tokens."""
        rows, keys = features_of(docs, self._columns)
        learnt = self._kept.of(keys, lambda new: np.array([self._learn(rows[i].tolist()) for i in new], np.uint64))
        values, given, begins = np.split(learnt, [len(_GIVEN), 2 * len(_GIVEN)], axis=1)
        found = np.where(given, values, features_of(docs, _GIVEN)[0])
        begin = 0
        for doc in docs:
            end = begin + len(doc)
            starts = np.flatnonzero(begins[begin:end])
            if len(starts):
                self._match_long(rows[begin:end].tolist(), starts.tolist(), found[begin:end])
            set_features(doc, _GIVEN, found[begin:end])
            begin = end

    def _learn(self, row: list[int]) -> list[int]:
        """What a token is given by itself, which of it is given, and whether a longer match may begin with it."""
        values = _merged(self._short.of(row))
        columns = range(len(_GIVEN))
        begins = any(True for _ in self._long.of(row))
        return [*(values.get(column, 0) for column in columns), *(column in values for column in columns), begins]

    def _match_long(self, tokens: list[list[int]], starts: list[int], found: Features) -> None:
        """Give what patterns of several tokens give, in the order of the rules with those of one token."""
        hits: dict[int, list[_Pattern]] = {}
        for start in starts:
            for pattern in self._long.of(tokens[start]):
                span = tokens[start : start + len(pattern.steps)]
                if len(span) == len(pattern.steps) and all(map(_satisfies, span, pattern.steps)):
                    hits.setdefault(start + range(len(span))[pattern.target], []).append(pattern)
        for i, patterns in hits.items():
            for column, value in _merged([*self._short.of(tokens[i]), *patterns]).items():
                found[i, column] = value


def _satisfies(row: Sequence[int], step: _Step) -> bool:
    return all(test.holds(row[test.column]) for test in step)


def _begins(row: Sequence[int], pattern: _Pattern) -> bool:
    return _satisfies(row, pattern.steps[0])


def _merged(patterns: Iterable[_Pattern]) -> dict[int, int]:
    return {
        column: value
        for pattern in sorted(patterns, key=lambda each: each.rule)
        for column, value in pattern.values.items()
    }


def compile_attributes(component: AttributeRuler) -> Attributes | None:
    """What gives the same attributes as a component; none where its patterns say what is not known here."""
    columns: dict[int, int] = {}
    try:
        patterns = list(_patterns(component, columns))
    except _UnknownError:
        return None
    short = _Index(pattern for pattern in patterns if len(pattern.steps) == 1)
    long = _Index(pattern for pattern in patterns if len(pattern.steps) > 1)
    return Attributes(tuple(columns), short, long) if columns else None


def _patterns(component: AttributeRuler, columns: dict[int, int]) -> Iterator[_Pattern]:
    strings = component.vocab.strings
    all_described: Any = component.patterns  # its type says what goes in, not what comes out
    for rule, described in enumerate(all_described):
        attributes = component.attrs[rule]
        if not attributes.keys() <= set(_GIVEN):
            raise _UnknownError
        values = {_GIVEN.index(attribute): value for attribute, value in attributes.items()}
        target = int(described["index"])
        for specified in described["patterns"]:
            steps = tuple(_step(token, columns, strings) for token in specified)
            if not -len(steps) <= target < len(steps):
                raise _UnknownError
            yield _Pattern(rule, steps, target, values)


def _step(token: Mapping[str, Any], columns: dict[int, int], strings: StringStore) -> _Step:
    step: list[_Test] = []
    for name, wanted in token.items():
        attribute = "ORTH" if name.upper() == "TEXT" else name.upper()
        if attribute not in _ASKED | _FLAGS:
            raise _UnknownError
        column = columns.setdefault(attrs.IDS[attribute], len(columns))
        step.append(_test(column, wanted, strings))
    return tuple(step)


def _test(column: int, wanted: object, strings: StringStore) -> _Test:
    match wanted:
        case bool():
            return _among(column, [int(wanted)])
        case str():
            return _among(column, [strings.add(wanted)])
        case {"IN": [*words], **others} if not others and all(isinstance(word, str) for word in words):
            return _among(column, map(strings.add, words))
        case {"NOT_IN": [*words], **others} if not others and all(isinstance(word, str) for word in words):
            none = frozenset(map(strings.add, words))
            return _Test(column, lambda value: value not in none)
        case {"REGEX": str(expression), **others} if not others:
            search = re.compile(expression).search
            return _Test(column, lambda value: search(strings[value]) is not None)
        case _:
            raise _UnknownError


def _among(column: int, values: Iterable[int]) -> _Test:
    some = frozenset(values)
    return _Test(column, some.__contains__, some)
