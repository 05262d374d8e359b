"""One self-contained HTML page: pyvis holds the network, our template and scripts show it.

Three things are kept out of reach of what articles say: the data stand in a script block that no browser runs, with
every `<`, `>` and `&` escaped; the scripts build the page with text nodes only; and a content security policy lets
nothing run but the two scripts of this file, named by their hashes. vis-network comes out of the installed pyvis.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pyvis
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kg.graph.literals import safe_text
from kg.view.drawing import UNPRINTABLE, draw, quiet
from kg.view.graph import ViewGraph
from kg.view.packing import pack
from kg.view.tables import tables
from kg.view.world import world

__all__ = ["render_page"]

# The parts of the page, in the order in which they stand in it: what a script uses while it loads comes before it.
_STYLES = (
    "base bar search choices filters drawing communities explore panel marks table time events access small".split()
)
_SCRIPTS = (
    "unpack data names kinds choices state facets switches theme conflicts communities labels network place voice "
    "sentences toml cards lists marks mend combobox panel walk table filters drawer told calendar time timebar play "
    "words find explore standing paths icons menu groups saving csv turtle vector picture search toolbar axis "
    "happenings lanes eventmarks pointers timeline map places address main"
).split()
_VIS_SCRIPT = Path("lib", "vis-9.1.2", "vis-network.min.js")


def render_page(graph: ViewGraph, *, title: str) -> str:
    """Render a graph as one HTML page; the same graph and title give the same page, byte for byte."""
    drawing = draw(graph)
    network = drawing.network
    style = "\n".join(_asset(f"css/{name}.css") for name in _STYLES)
    script = "(function () {\n'use strict';\n" + "\n".join(_asset(f"js/{name}.js") for name in _SCRIPTS) + "\n}());\n"
    vis_script = _vis_script()
    environment = Environment(loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined)
    environment.filters["data_block"] = _data_block
    environment.globals.update(
        title=safe_text(UNPRINTABLE.sub(" ", title)),
        policy=_policy(scripts=(vis_script, script), style=style),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own files
        vis_script=Markup(vis_script),  # noqa: S704 - the installed package's file
        packed=lambda nodes, edges: pack(tables(graph, drawing.communities, {"nodes": nodes, "edges": edges})),
        collapsed=drawing.closed,
        rooms=drawing.rooms,
        quiet=quiet(graph),
        world=world(graph),
    )
    network.templateEnv = environment
    network.path = "template.html"
    page: str = network.generate_html()
    return page


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")


def _vis_script() -> str:
    """vis-network as pyvis ships it, without the pointer to a source map that a browser would go and look for."""
    text = Path(pyvis.__file__).with_name("templates").joinpath(_VIS_SCRIPT).read_text(encoding="utf-8")
    return re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "\n", text)


def _policy(*, scripts: tuple[str, ...], style: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash_source, scripts))}",
            f"style-src {_hash_source(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash_source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _data_block(value: object) -> Markup:
    """JSON that can stand inside a script element whatever the texts in it say; all ASCII, so no encoding breaks it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above
