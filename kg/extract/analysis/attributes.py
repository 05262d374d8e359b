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
from numpy.typing import NDArray
from spacy import attrs
from spacy.pipeline import AttributeRuler
from spacy.strings import StringStore
from spacy.tokens import Doc

from kg.extract.analysis.features import Features, features_of, set_features

__all__ = ["Attributes", "compile_attributes"]

_GIVEN = (attrs.POS, attrs.MORPH, attrs.LEMMA, attrs.TAG, attrs.DEP)
_ASKED = {"ORTH", "NORM", "LOWER", "SHAPE", "PREFIX", "SUFFIX", "TAG", "POS", "DEP", "LEMMA"}
_FLAGS = {"IS_ALPHA", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "IS_TITLE", "IS_UPPER", "LIKE_NUM"}
_KEPT = 50_000
"""Combinations that are remembered; with tag and dependency a word form has a few."""


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


@dataclass(slots=True)
class _Known:
    """By rows: what tokens with some combination of attributes are given, where it is given, and what they begin."""

    places: dict[bytes, int] = field(default_factory=dict)
    rules: list[tuple[_Pattern, ...]] = field(default_factory=list)
    values: list[list[int]] = field(default_factory=list)
    given: list[list[bool]] = field(default_factory=list)
    begins: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class Attributes:
    """Sets what the component sets whose patterns these are."""

    _columns: tuple[int, ...]
    _short: _Index  # of one token
    _long: _Index
    _known: _Known = field(default_factory=_Known)

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the attributes of the documents' tokens."""
        rows, keys = features_of(docs, self._columns)
        places = self._places(rows, keys)
        found, _ = features_of(docs, _GIVEN)
        known = self._known
        values, given = np.array(known.values, np.uint64), np.array(known.given, np.bool_)
        found = np.where(given[places], values[places], found)
        begins = np.array(known.begins, np.bool_)[places]
        begin = 0
        for doc in docs:
            end = begin + len(doc)
            own = found[begin:end]
            starts = np.flatnonzero(begins[begin:end])
            if len(starts):
                self._match_long(rows[begin:end], places[begin:end], starts, own)
            set_features(doc, _GIVEN, own)
            begin = end

    def _places(self, rows: Features, keys: Sequence[bytes]) -> NDArray[np.int64]:
        known = self._known
        new = {key: i for i, key in enumerate(keys) if key not in known.places}
        if len(known.places) + len(new) > _KEPT:
            known = self._known = _Known()
            new = {key: i for i, key in enumerate(keys)}
        for key, i in new.items():
            known.places[key] = len(known.rules)
            self._learn(rows[i].tolist())
        return np.array([known.places[key] for key in keys])

    def _learn(self, row: list[int]) -> None:
        rules = tuple(self._short.of(row))
        values = _merged(rules)
        self._known.rules.append(rules)
        self._known.values.append([values.get(column, 0) for column in range(len(_GIVEN))])
        self._known.given.append([column in values for column in range(len(_GIVEN))])
        self._known.begins.append(any(True for _ in self._long.of(row)))

    def _match_long(
        self, rows: Features, places: NDArray[np.int64], starts: NDArray[np.int64], found: Features
    ) -> None:
        """Give what patterns of several tokens give, in the order of the rules with those of one token."""
        tokens = rows.tolist()
        hits: dict[int, list[_Pattern]] = {}
        for start in starts.tolist():
            for pattern in self._long.of(tokens[start]):
                span = tokens[start : start + len(pattern.steps)]
                if len(span) == len(pattern.steps) and all(map(_satisfies, span, pattern.steps)):
                    hits.setdefault(start + range(len(span))[pattern.target], []).append(pattern)
        for i, patterns in hits.items():
            for column, value in _merged([*self._known.rules[places[i]], *patterns]).items():
                found[i, column] = value


def _satisfies(row: Sequence[int], step: _Step) -> bool:
    return all(test.holds(row[test.column]) for test in step)


def _begins(row: Sequence[int], pattern: _Pattern) -> bool:
    return _satisfies(row, pattern.steps[0])


def _merged(patterns: Sequence[_Pattern]) -> dict[int, int]:
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
