"""The token that lets updates in: given by a file or the environment, else made up."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from kg.errors import ServerError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TOKEN", "find_token"]

TOKEN = "KG_SERVE_TOKEN"  # noqa: S105 - the name of a variable
_SHORTEST = 16


def find_token(file: Path | None) -> tuple[str, str | None]:
    """The token, and a line that tells it where nobody can know it yet.

    Raises:
        ServerError: The file cannot be read, or the token is none.
    """
    if file is not None:
        try:
            given, source = file.read_text(encoding="utf-8").strip(), str(file)
        except (OSError, UnicodeDecodeError) as error:
            raise ServerError(f"{file}: cannot be read: {error}") from error
    else:
        given, source = os.environ.get(TOKEN, ""), TOKEN
        if not given:
            made = secrets.token_urlsafe(32)
            return made, f"updates need this token: {made}"
    if len(given) < _SHORTEST or not given.isascii() or not given.isprintable() or " " in given:
        raise ServerError(
            f"{source}: a token has at least {_SHORTEST} letters, figures and signs of ASCII, and no blanks"
        )
    return given, None
