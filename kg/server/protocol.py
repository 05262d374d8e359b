"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/) at /sparql, and updates at /update, too."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.graph.sparql import Graphs
from kg.server.answering import AnswerResponse
from kg.server.body import read_body
from kg.server.description import describe
from kg.server.messages import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

__all__ = ["ROUTES"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MOST_FIELDS = 1_000
_QUERYING, _UPDATING = "GET, HEAD, POST, OPTIONS", "POST, OPTIONS"

Fields = list[tuple[str, str]]


async def sparql(request: Request) -> Response:
    """Answer a query, carry out an update, or describe the service."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": _QUERYING})
    if request.method in {"GET", "HEAD"}:
        fields = _fields(request.url.query)
        if _values(fields, "update"):
            raise RefusedError(405, "an update is to be sent by POST", {"Allow": "POST"})
        if not any(name in {"query", "default-graph-uri", "named-graph-uri"} for name, _ in fields):
            return describe(request)
        return _answer(request, _one(fields, "query"), fields)
    kind, body = await read_body(request, (_FORM, _QUERY, _UPDATE))
    if kind == _UPDATE:
        return await _change(request, body, _fields(request.url.query))
    if kind == _QUERY:
        return _answer(request, body, _fields(request.url.query))
    fields = [*_fields(request.url.query), *_fields(body)]
    if _values(fields, "update"):
        if _values(fields, "query"):
            raise RefusedError(400, "query and update cannot be in one request")
        return await _change(request, _one(fields, "update"), fields)
    return _answer(request, _one(fields, "query"), fields)


async def update(request: Request) -> Response:
    """Carry out an update."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": _UPDATING})
    kind, body = await read_body(request, (_FORM, _UPDATE))
    fields = _fields(request.url.query)
    if kind == _FORM:
        fields += _fields(body)
        body = _one(fields, "update")
    return await _change(request, body, fields)


ROUTES = (
    Route("/sparql", sparql, methods=["GET", "HEAD", "POST", "OPTIONS"]),
    Route("/update", update, methods=["POST", "OPTIONS"]),
)


def _answer(request: Request, query: str, fields: Fields) -> Response:
    if not query.strip():
        raise RefusedError(400, "the query is empty")
    graphs = _graphs(fields, "default-graph-uri", "named-graph-uri")
    accept = ", ".join(request.headers.getlist("accept")) or "*/*"
    return AnswerResponse(request.app.state.queries, query, accept, graphs)


async def _change(request: Request, text: str, fields: Fields) -> Response:
    token = request.app.state.settings.token
    if token is None:
        raise RefusedError(403, "this server is read-only; who runs it can start it with --writable")
    given = request.headers.get("authorization", "")
    scheme, _, secret = given.partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(secret.strip().encode(), token.encode()):
        why = "updates need the header Authorization: Bearer TOKEN, with the token that kg serve was given or has told"
        raise RefusedError(401, why, {"WWW-Authenticate": 'Bearer realm="kg"'})
    if _values(fields, "using-graph-uri") or _values(fields, "using-named-graph-uri"):
        raise RefusedError(400, "using-graph-uri is not known here; write USING into the update")
    queries = request.app.state.queries
    await queries.change(text)
    return PlainTextResponse(
        "done; builds leave this alone, for they make no graphs but the default one and those under "
        f"<{queries.base}>, which updates cannot write\n"
    )


def _graphs(fields: Fields, default: str, named: str) -> Graphs | None:
    """The graphs that a request names; none where it names none, and the query decides."""
    found = {name: _values(fields, name) for name in (default, named)}
    if not any(found.values()):
        return None
    try:
        return Graphs(*(tuple(map(ox.NamedNode, values)) for values in found.values()))
    except ValueError as error:
        raise RefusedError(400, f"{default} and {named} are to be absolute IRIs: {error}") from error


def _fields(text: str) -> Fields:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise RefusedError(400, "the request is not UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"the request has more than {_MOST_FIELDS} fields") from None


def _values(fields: Fields, name: str) -> Sequence[str]:
    return [value for key, value in fields if key == name]


def _one(fields: Fields, name: str) -> str:
    found = _values(fields, name)
    if len(found) != 1:
        raise RefusedError(400, f"one {name} is needed, and there {'are' if found else 'is'} {len(found) or 'none'}")
    return found[0]
