"""Draws docs/graph.png and docs/pictures/: what the program shows of the articles in seeds/, in a headless browser.

    python -m scripts.pictures [NAME ...]

Needs a Chromium. A picture is a line in `PICTURES`; the same program and browser draw the same picture.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from kg.graph.store import open_store
from kg.ontology import load_ontology
from kg.pipeline import build
from kg.view import render_html
from scripts.browser import Opened, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["DOCS", "PICTURES", "draw", "smaller"]

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SERVE = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--port", "0", "--store"]


class Picture(NamedTuple):
    """What is drawn: an address in the page of the graph or on the server, what is done there, what is cut out."""

    address: str
    context: Mapping[str, Any]
    act: Callable[[Page], object] | None = None
    cut: str | None = None
    served: bool = False


def _edge(relation: str, status: str, one: str, other: str) -> Callable[[Page], object]:
    """Open the panel of the edge of a relation between two."""
    wanted = {"relation": relation, "status": status, "ends": sorted((one, other))}
    return lambda page: page.evaluate(
        """({relation, status, ends}) => kgView.select(kgView.edges().find((edge) => edge.label.startsWith(relation)
             && edge.status === status && [edge.from, edge.to].sort().join() === ends.join()).id)""",
        wanted,
    )


_WIDE = {"width": 1280, "height": 800}
_TALL = {"width": 1100, "height": 1100}
_PHONE = {"width": 390, "height": 760, "device_scale_factor": 1.5, "has_touch": True, "is_mobile": True}

# Path in docs/ -> picture.
PICTURES = {
    "graph.png": Picture("#chosen=naftali-bennett", {"width": 1400, "height": 900}),
    "pictures/edge.png": Picture("", _WIDE, _edge("met with", "stated", "Naftali Bennett", "Vladimir Putin")),
    "pictures/conflict.png": Picture("", _TALL, _edge("condemned", "denied", "Naftali Bennett", "Russia"), "#panel"),
    # From 2019 to 2025, in days since 1970.
    "pictures/timeline.png": Picture("#tab=events&lanes=who&days=17850~20330", _TALL, cut="#events .when"),
    "pictures/map.png": Picture("#tab=events", _WIDE | {"height": 1000}, cut="#events .where"),
    "pictures/table.png": Picture("#tab=table", _WIDE),
    "pictures/entity.png": Picture("id/resource/naftali-bennett", _TALL, served=True),
    "pictures/phone.png": Picture("#chosen=naftali-bennett", _PHONE),
}


def draw(browser: Browser, picture: Picture, page: Path, server: str) -> bytes:
    """One picture as PNG, from the page of the graph or the server's address."""
    if picture.served:
        context = dict(picture.context)
        sides = {side: context.pop(side) for side in ("width", "height")}
        shown = browser.new_context(viewport=sides, **context).new_page()  # type: ignore[arg-type]
        shown.goto(server + picture.address)
        try:
            return _shoot(shown, picture)
        finally:
            shown.context.close()
    opened = Opened(browser, page, address=picture.address, **picture.context)
    drawn = _shoot(opened.page, picture)
    opened.close()
    return drawn


def smaller(png: bytes) -> bytes:
    """The same picture in at most 256 colours: a third of the size, and no eye sees it."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _shoot(page: Page, picture: Picture) -> bytes:
    if picture.act is not None:
        picture.act(page)
    page.wait_for_timeout(600)  # until names stand and nothing moves
    return page.locator(picture.cut).screenshot() if picture.cut else page.screenshot()


@contextmanager
def _served(store: Path) -> Iterator[str]:
    """The address of a server of the store."""
    with subprocess.Popen([*SERVE, str(store)], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        try:
            yield process.stdout.readline().strip().rstrip("/") + "/"
        finally:
            process.terminate()


def main(names: list[str]) -> None:
    """Draw the pictures of these names, or all."""
    with TemporaryDirectory() as folder, chromium() as browser:
        store, page = Path(folder) / "news", Path(folder) / "news.html"
        build([ROOT / "seeds"], store)
        with open_store(store, read_only=True) as opened:
            page.write_text(render_html(opened, load_ontology(), title="News graph"), encoding="utf-8")
        with _served(store) as server:
            for path, picture in PICTURES.items():
                if not names or Path(path).stem in names:
                    (DOCS / path).write_bytes(smaller(draw(browser, picture, page, server)))
                    print(f"wrote {DOCS / path}")


if __name__ == "__main__":
    main(sys.argv[1:])
