"""Which address shows which page; each is made by a worker."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.server.answering import AnswerResponse
from kg.server.body import read_body
from kg.server.messages import RefusedError
from kg.server.negotiate import BOOLEANS, ROWS, TRIPLES
from kg.server.pages import answer
from kg.server.pages.addresses import ROOT
from kg.server.pages.answer import Page, Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

__all__ = ["ROUTES"]

TITLE = "News graph"
_FORMATS = {form.name: form.media_type.partition(";")[0] for form in (*ROWS, *TRIPLES, *BOOLEANS)}
_FORM = "application/x-www-form-urlencoded"
_VIEWS_KEPT = 8  # pages of the view take a second or two to draw, and some 1 MB each

Handler: TypeAlias = "Callable[[Request], Awaitable[Response]]"


async def view(request: Request) -> Response:
    """The graph, or what is around an entity; the same page for the same state of the store."""
    site = _site(request)
    kept = _kept_views(request)
    key = (site.state, request.url.query)
    if key not in kept:
        kept[key] = await request.app.state.queries.call(answer.view, site, dict(request.query_params))
        while len(kept) > _VIEWS_KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return _send(request, kept[key])


async def resource(request: Request) -> Response:
    """A resource."""
    path = request.scope["raw_path"].decode("latin-1").partition(ROOT)[2]
    accept = ", ".join(request.headers.getlist("accept")) or "*/*"
    values = dict(request.query_params)
    return _send(request, await request.app.state.queries.call(answer.resource, _site(request), path, values, accept))


async def search(request: Request) -> Response:
    """Who and what has a name."""
    return _send(
        request, await request.app.state.queries.call(answer.search, _site(request), dict(request.query_params))
    )


async def find(request: Request) -> Response:
    """Names to offer while somebody types."""
    return _send(request, await request.app.state.queries.call(answer.find, _site(request), dict(request.query_params)))


async def query(request: Request) -> Response:
    """The query page."""
    values = dict(request.query_params)
    if request.method == "POST":
        _, body = await read_body(request, (_FORM,))
        values |= dict(parse_qsl(body, keep_blank_values=True))
    queries = request.app.state.queries
    call = queries.work if values.keys() & {"query", "named"} else queries.call
    return _send(request, await call(answer.query, _site(request), values, queries.limits.seconds))


async def results(request: Request) -> Response:
    """The whole answer of a query in a format that the address names, to be downloaded."""
    form, text = request.query_params.get("format", ""), request.query_params.get("query", "")
    if form not in _FORMATS:
        raise RefusedError(400, f"format is to be one of {', '.join(sorted(_FORMATS))}")
    return AnswerResponse(request.app.state.queries, text, _FORMATS[form])


async def vocabulary(request: Request) -> Response:
    """What the query editor completes."""
    return _send(request, await request.app.state.queries.call(answer.vocabulary, _site(request)))


async def context(request: Request) -> Response:
    """What the names in JSON-LD stand for."""
    return _send(request, await request.app.state.queries.call(answer.context))


async def state(request: Request) -> Response:
    """A word that changes when the store does."""
    return JSONResponse({"state": request.app.state.queries.state})


def _for_people(handler: Handler) -> Handler:
    """What goes wrong, as a page."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except RefusedError as error:
            page = answer.missing(_site(request), error.why, error.status)
            return Response(page.body, error.status, error.headers, page.media_type)

    return handle


ROUTES = (
    Route("/", _for_people(view)),
    Route(f"{ROOT}{{path:path}}", _for_people(resource)),
    Route("/search", _for_people(search)),
    Route("/find", find),
    Route("/query", _for_people(query), methods=["GET", "HEAD", "POST"]),
    Route("/query/results", results),
    Route("/query/words", vocabulary),
    Route("/context.jsonld", context),
    Route("/state", state),
)


def _site(request: Request) -> Site:
    return Site(TITLE, request.app.state.queries.state, request.app.state.settings.ontology)


def _kept_views(request: Request) -> OrderedDict[tuple[str, str], Page]:
    kept: OrderedDict[tuple[str, str], Page] | None = getattr(request.app.state, "views", None)
    if kept is None:
        kept = request.app.state.views = OrderedDict()
    return kept


def _send(request: Request, page: Page) -> Response:
    """A page, or word that the browser has it already."""
    tag = f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", **page.headers}
    if page.status == 200 and request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(page.body, page.status, headers, page.media_type)
