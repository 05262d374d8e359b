"""Pages out of templates, in which every text is escaped; scripts and styles are files of their own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kg.server.pages.wording import STATUSES, TONES, cut, in_period, printable, readable

__all__ = ["STATIC", "read_static", "render"]

_STYLES, _SCRIPTS, _VIEW = "text/css; charset=utf-8", "text/javascript; charset=utf-8", "kg.view"
STATIC = {
    # Colours and letters are the graph's own.
    "base.css": (_VIEW, "assets/css/base.css", _STYLES),
    "pages.css": ("kg.server.pages", "static/pages.css", _STYLES),
    "query.css": ("kg.server.pages", "static/query.css", _STYLES),
    "strip.css": ("kg.server.pages", "static/strip.css", _STYLES),
    "theme.js": ("kg.server.pages", "static/theme.js", _SCRIPTS),
    "find.js": ("kg.server.pages", "static/find.js", _SCRIPTS),
    "live.js": ("kg.server.pages", "static/live.js", _SCRIPTS),
    "follow.js": ("kg.server.pages", "static/follow.js", _SCRIPTS),
    "highlight.js": ("kg.server.pages", "static/highlight.js", _SCRIPTS),
    "complete.js": ("kg.server.pages", "static/complete.js", _SCRIPTS),
    "query.js": ("kg.server.pages", "static/query.js", _SCRIPTS),
}
"""Name of each file that pages load -> the package and path where it lies, and its media type; there are no others."""


def render(template: str, **told: object) -> str:
    """Fill a template.

    Args:
        template: Its name without the ending.
        told: What it is to say.
    """
    return _environment().get_template(f"{template}.html").render(**told)


@cache
def read_static(name: str) -> tuple[bytes, str] | None:
    """A file that pages load, and its media type; None for what is none of them."""
    if name not in STATIC:
        return None
    package, path, kind = STATIC[name]
    return files(package).joinpath(*path.split("/")).read_bytes(), kind


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(cut=cut, printable=printable, readable=readable, period=in_period)
    environment.globals.update(tones=TONES, statuses=STATUSES)
    return environment


def _template(name: str) -> str:
    return files("kg.server.pages").joinpath("templates", name).read_text(encoding="utf-8")
