"""The whole of the server as an application: which address is answered by what, and what all of it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from kg.server import protocol, static
from kg.server.errors import HANDLERS
from kg.server.log import Log
from kg.server.pages import routes as pages
from kg.server.security import Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from kg.server.queries import Queries
    from kg.server.settings import Settings

__all__ = ["make_app"]

ROUTES = (*pages.ROUTES, *protocol.ROUTES, *static.ROUTES)
"""Every address; a page adds its own here."""

_TOLD = ("Kg-Cut", "Kg-Limits", "Retry-After")


def make_app(queries: Queries, settings: Settings) -> ASGIApp:
    """The application; `request.app.state` has `queries`, which somebody else starts and closes, and `settings`."""
    middleware = []
    if settings.origins:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=list(settings.origins),
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Authorization", "Content-Type"],
            expose_headers=list(_TOLD),
        )
        middleware.append(cors)
    app = Starlette(routes=list(ROUTES), middleware=middleware, exception_handlers=dict(HANDLERS))
    app.state.queries = queries
    app.state.settings = settings
    guarded = Guard(app, settings)
    return Log(guarded) if settings.verbose else guarded
