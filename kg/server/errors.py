"""What a client gets in the place of an answer: a status, and one line that tells nothing of this machine."""

from __future__ import annotations

import sys
import traceback
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from kg.lines import one_line
from kg.server.messages import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["HANDLERS", "refused"]

_LONGEST = 500
_WORDS = {
    404: "there is nothing at this address",
    405: "this address does not take requests of this kind",
}


def refused(status: int, why: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that says in one line why there is no other."""
    line = one_line(why)
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "…"
    return PlainTextResponse(f"{line}\n", status, headers=dict(headers or {}))


async def _of_refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - as the table says
    return refused(error.status, error.why, error.headers)


async def _of_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as the table says
    why = _WORDS.get(error.status_code) or HTTPStatus(error.status_code).phrase.lower()
    return refused(error.status_code, why, error.headers)


async def _of_mistake(request: Request, error: Exception) -> Response:
    if request.app.state.settings.verbose:
        traceback.print_exception(error)
    else:
        print(f"kg: a request failed: {type(error).__name__} (see --verbose)", file=sys.stderr)  # noqa: T201
    return refused(500, "something went wrong in the server; who runs it can see what with --verbose")


HANDLERS = {RefusedError: _of_refusal, HTTPException: _of_http, Exception: _of_mistake}
