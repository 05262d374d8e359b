"""Fields of JSON values, checked: each error names the field, and says what belongs there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from kg.errors import ArticleError

__all__ = ["choice_of", "flag_of", "list_of", "needed_text", "object_of", "show", "text_of"]

_Choice = TypeVar("_Choice", bound=StrEnum)


def object_of(value: object, what: str) -> Mapping[str, Any]:
    """The value, which has to be a JSON object; `what` is how messages call it."""
    if not isinstance(value, Mapping):
        problem = "is missing" if value is None else f"must be a JSON object, not {show(value)}"
        raise ArticleError(f"{what} {problem}", kind="wrong fields")
    return value


def list_of(data: Mapping[str, Any], field: str, prefix: str = "") -> list[Any]:
    """The list in a field, empty where there is none."""
    value = data.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ArticleError(f"'{prefix}{field}' must be a list, not {show(value)}", kind="wrong fields")
    return value


def text_of(data: Mapping[str, Any], field: str, prefix: str = "") -> str | None:
    """The string in a field, if there is one; `prefix` is the way to the field, for messages."""
    value = data.get(field)
    if value is not None and not isinstance(value, str):
        raise ArticleError(f"'{prefix}{field}' must be a string, not {show(value)}", kind="wrong fields")
    return value


def needed_text(data: Mapping[str, Any], field: str, prefix: str = "") -> str:
    """The string in a field, which has to be there and to say something."""
    value = text_of(data, field, prefix)
    if value is None or not value.strip():
        raise ArticleError(f"'{prefix}{field}' is {'missing' if value is None else 'empty'}", kind="wrong fields")
    return value


def flag_of(data: Mapping[str, Any], field: str, *, default: bool, prefix: str = "") -> bool:
    """The truth value in a field, or the default."""
    value = data.get(field)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise ArticleError(f"'{prefix}{field}' must be true or false, not {show(value)}", kind="wrong fields")
    return value


def choice_of(
    data: Mapping[str, Any], field: str, choices: type[_Choice], default: _Choice | None, prefix: str = ""
) -> _Choice:
    """The choice that a field names; without a default it has to name one."""
    value = text_of(data, field, prefix)
    if value is None and default is not None:
        return default
    names = choices.__members__.values()
    if value is not None and value in names:
        return choices(value)
    if value is None:
        raise ArticleError(f"'{prefix}{field}' is missing; one of {', '.join(names)}", kind="wrong fields")
    near = get_close_matches(value, map(str, names), n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(names)}"
    raise ArticleError(f"'{prefix}{field}' is {value!r}; {hint}", kind="wrong fields")


def show(value: object) -> str:
    """The value as a message shows it, cut where it is long."""
    shown = json.dumps(value, default=str)
    return shown if len(shown) <= 40 else shown[:37] + "..."
