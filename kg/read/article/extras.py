"""Libraries that only some formats need, and only some people install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.errors import ArticleError

__all__ = ["load"]


def load(library: str, name: str, what: str, extra: str) -> Any:
    """A library that reads a format.

    Args:
        library: Its name as imported.
        name: The input, for the message.
        what: What needs it, such as "a PDF".
        extra: The extra of this package that brings it.

    Raises:
        ArticleError: It is not installed.
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        package = library.partition(".")[0].replace("_", "-")
        raise ArticleError(
            f"{name}: {what} needs {package}: pip install 'newskg[{extra}]'", kind="needs more"
        ) from error
