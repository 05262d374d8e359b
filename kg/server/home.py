"""The page at /: what this is, and where to ask it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["ROUTES"]

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>kg</title>
<link rel="stylesheet" href="/assets/plain.css">
<h1>The graph</h1>
<form action="/sparql" method="get">
<label>SPARQL
<textarea name="query" rows="8" cols="80">SELECT ?one ?other {{ ?one kg:metWith ?other }}</textarea></label>
<button>Ask</button>
</form>
<p>Programs ask at <code>{endpoint}</code>.
"""


async def home(request: Request) -> Response:
    """The page."""
    return HTMLResponse(_PAGE.format(endpoint=escape(str(request.base_url.replace(path="/sparql")))))


ROUTES = (Route("/", home),)
