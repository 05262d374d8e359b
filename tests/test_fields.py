"""Messages about the fields of JSON values say which field, and what belongs there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import ArticleError
from kg.fields import choice_of, flag_of, list_of, needed_text, object_of, show, text_of
from kg.model import Modality


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (lambda: object_of([1], "'article'"), "'article' must be a JSON object, not [1]"),
        (lambda: object_of(None, "'article'"), "'article' is missing"),
        (lambda: list_of({"a": "b"}, "a", "x."), "'x.a' must be a list, not \"b\""),
        (lambda: text_of({"a": 1}, "a"), "'a' must be a string, not 1"),
        (lambda: needed_text({"a": " "}, "a"), "'a' is empty"),
        (lambda: needed_text({}, "a", "x."), "'x.a' is missing"),
        (lambda: flag_of({"a": "no"}, "a", default=True), "'a' must be true or false, not \"no\""),
        (lambda: choice_of({"a": "planed"}, "a", Modality, None), "'a' is 'planed'; did you mean 'planned'?"),
        (
            lambda: choice_of({}, "a", Modality, None),
            "'a' is missing; one of actual, planned, possible, requested",
        ),
    ],
)
def test_what_is_wrong_is_told(check: Callable[[], object], message: str) -> None:
    with pytest.raises(ArticleError) as told:
        check()
    assert str(told.value) == message


def test_what_is_missing_has_its_default() -> None:
    assert (list_of({}, "a"), text_of({}, "a"), flag_of({"a": None}, "a", default=True)) == ([], None, True)
    assert choice_of({}, "a", Modality, Modality.ACTUAL) is Modality.ACTUAL


def test_long_values_are_cut() -> None:
    assert len(show("x" * 1000)) == 40
