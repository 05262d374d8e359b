"""The picture of a dossier as SVG: alone in a file with its colours, or as a part of a page that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from kg.graph.literals import safe_text
from kg.view.ego import draw_ego

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph.whole import Whole
    from kg.view.ego import Picture

__all__ = ["draw_picture"]

# Colours of the file, which knows no page around it; the page's own are in dossier.css.
_STYLE = (
    "svg{background:#fbfaf6}text{font:12px system-ui,sans-serif;fill:#20242a}.first{font-weight:600}"
    ".cooperation{stroke:#14705f}.conflict{stroke:#b63a2c}.structure{stroke:#b5b2a8}line{fill:none}"
    ".spot{fill:#4f7fb8;stroke:#fbfaf6;stroke-width:1.5}.Country{fill:#2f4459}.Organization{fill:#7a70b4}"
    ".Group{fill:#a78fc6}.City,.Region{fill:#6f9a4e}.Facility{fill:#98816a}.Office{fill:#8b9097}.Event{fill:#d3a13c}"
)


def draw_picture(whole: Whole, names: Sequence[str], *, alone: bool) -> str | None:
    """Whom a dossier is about, among those with whom they deal most; None where there is nobody.

    Args:
        whole: All claims.
        names: Local names of one node or two; the first stands in the middle.
        alone: Whether it is a file of its own.
    """
    picture = draw_ego(whole, names[0], whole.claims, always=names[1:])
    return None if picture is None else "\n".join(_lines(picture, alone=alone))


def _lines(picture: Picture, *, alone: bool) -> Iterator[str]:
    name = f"{picture.spots[0].title} and those with whom most is told"
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    yield f'<svg{space} viewBox="0 0 {picture.width} {picture.height}" role="img" aria-label={_quoted(name)}>'
    if alone:
        yield f"<style>{_STYLE}</style>"
    for line in picture.lines:
        ends = f'x1="{line.x1}" y1="{line.y1}" x2="{line.x2}" y2="{line.y2}"'
        yield f'<line class="{line.side}" {ends} stroke-width="{line.width}"><title>{_text(line.title)}</title></line>'
    for at, spot in enumerate(picture.spots):
        kind = f"spot {spot.kind}"
        shape = (
            f'<polygon class="{kind}" points="{spot.corners}"/>'
            if spot.corners
            else f'<circle class="{kind}" cx="{spot.x}" cy="{spot.y}" r="{spot.radius}"/>'
        )
        place = f'x="{spot.text_x}" y="{spot.text_y}" text-anchor="{spot.anchor}"'
        first = "" if at else ' class="first"'
        yield f"<g><title>{_text(spot.title)}</title>{shape}<text {place}{first}>{_text(spot.label)}</text></g>"
    yield "</svg>"


def _text(text: str) -> str:
    return escape(safe_text(text))


def _quoted(text: str) -> str:
    return quoteattr(safe_text(text))
