"""A dossier as one HTML page that needs nothing else: no script, and a policy that allows none."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from kg.report.dossier import Dossier

__all__ = ["to_html"]


def to_html(dossier: Dossier, *, picture: str | None = None) -> str:
    """The dossier as a page.

    Args:
        dossier: What to tell.
        picture: The picture of the network, as an SVG element that this program has made.
    """
    style = _asset("dossier.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("dossier.html").render(
        dossier=dossier,
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        picture=Markup(picture or ""),  # noqa: S704 - drawn by us, with all texts escaped
    )


def _asset(name: str) -> str:
    return files("kg.report").joinpath("assets", name).read_text(encoding="utf-8")
