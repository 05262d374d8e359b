"""Pages out of templates, in which every text is escaped; scripts and styles are files of their own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kg.server.pages.wording import cut, in_period, printable, readable

__all__ = ["render"]


def render(template: str, **told: object) -> str:
    """Fill a template.

    Args:
        template: Its name without the ending.
        told: What it is to say.
    """
    return _environment().get_template(f"{template}.html").render(**told)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(cut=cut, printable=printable, readable=readable, period=in_period)
    return environment


def _template(name: str) -> str:
    return files("kg.server.pages").joinpath("templates", name).read_text(encoding="utf-8")
