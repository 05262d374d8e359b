"""What watching needs and reading does not."""

from __future__ import annotations

from importlib.util import find_spec

from kg.errors import FeedError

__all__ = ["check_installed"]

_NEEDED = ("certifi", "httpcore", "idna", "protego")


def check_installed() -> None:
    """Say in one line what to install, if anything is missing.

    Raises:
        FeedError: A package is missing.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise FeedError(f"kg watch needs {' and '.join(missing)}: pip install 'newskg[watch]'")
