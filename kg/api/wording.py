"""What goes wrong, in words of Python: messages name options of the command, and here these are arguments.

Warnings come from the line that called the library, not from a line inside it.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import KGError

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["ARGUMENTS", "KGWarning", "in_python", "name_arguments", "to_python", "warner"]

ARGUMENTS = {
    "--force": "force=True",
    "--format": "format=",
    "--infer": "infer=True",
    "--language": "languages=",
    "--min-confidence": "min_confidence=",
    "--model": "model=",
    "--ontology": "ontology=",
    "--open": "open_relations=True",
    "--published": "published=",
    "--publisher": "publisher=",
    "--store": "store=",
    "--strict": "strict=True",
    "--sync": "sync=True",
    "--text-column": "text_column=",
    "--workers": "workers=",
}
"""Options that are arguments of functions here; of the others the command alone has them."""
_OPTION = re.compile(r"(?<![\w-])(--[a-z]+(?:-[a-z]+)*)( any\b| [A-Z]{2,}\b)?")


class KGWarning(UserWarning):
    """An input that could not be read and was left out, or passed over; the message is one line."""


def to_python(message: str) -> str:
    """A message with arguments in the place of options, and `kg build` before options that only the command has."""
    return _OPTION.sub(_argument, message)


def _argument(found: re.Match[str]) -> str:
    told, value = ARGUMENTS.get(found[1]), (found[2] or "").strip()
    if told is None:
        before = found.string[: found.start()]
        inside = before.count("`") % 2 == 1
        return found[0] if inside else f"`kg build {found[0]}`"
    if not told.endswith("="):
        return told
    return f'{told}"{value}"' if value == "any" else f"{told}{value or '...'}"


@contextmanager
def in_python() -> Iterator[None]:
    """Around a function of the library, or what it does: its errors name arguments."""
    try:
        yield
    except KGError as error:
        name_arguments(error)
        raise


def name_arguments(error: KGError) -> None:
    """Put arguments in the place of the options that an error names."""
    error.args = tuple(to_python(each) if isinstance(each, str) else each for each in error.args)


def warner() -> Callable[[str], None]:
    """Warns at the line that has called the library just now, whenever and wherever the warning comes up."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_back is not None and _is_ours(frame):
        frame = frame.f_back
    assert frame is not None  # noqa: S101 - there is always this one
    file, line, names = frame.f_code.co_filename, frame.f_lineno, frame.f_globals
    registry = names.setdefault("__warningregistry__", {})

    def warn(message: str) -> None:
        warnings.warn_explicit(
            to_python(message), KGWarning, file, line, module=names.get("__name__"), registry=registry
        )

    return warn


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).partition(".")[0] in {"kg", "contextlib"}
