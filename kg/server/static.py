"""The files that pages need: our own, read once, and known by their names alone, so that no path leads out."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from kg.server.messages import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

__all__ = ["ROUTES", "assets"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Asset(NamedTuple):
    """A file's content, its media type, and the tag by which a browser knows whether it has changed."""

    data: bytes
    media_type: str
    tag: str


@cache
def assets() -> Mapping[str, Asset]:
    """All files by their names."""
    found = {}
    # The colours and letters of all pages are the graph's own.
    shared = files("kg.view").joinpath("assets", "css", "base.css")
    for file in (*files("kg.server").joinpath("assets").iterdir(), shared):
        suffix = file.name[file.name.rfind(".") :]
        if suffix in _TYPES:
            data = file.read_bytes()
            found[file.name] = Asset(data, _TYPES[suffix], f'"{hashlib.sha256(data).hexdigest()[:32]}"')
    return found


async def asset(request: Request) -> Response:
    """One file."""
    found = assets().get(request.path_params["name"])
    if found is None:
        raise RefusedError(404, "there is nothing at this address")
    headers = {"ETag": found.tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == found.tag:
        return Response(status_code=304, headers=headers)
    return Response(found.data, media_type=found.media_type, headers=headers)


ROUTES = (Route("/assets/{name}", asset),)
