"""Draws docs/graph.png: the page of the articles in seeds/, as a browser shows it.

python scripts/page_picture.py
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from kg.graph.store import open_store
from kg.ontology import load_ontology
from kg.pipeline import build
from kg.view import render_html
from scripts.browser import Opened, chromium

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "graph.png"
# An edge whose panel shows what the page is about.
ADDRESS = "#chosen=naftali-bennett"


def main() -> None:
    """Draw the picture."""
    with TemporaryDirectory() as folder, chromium() as browser:
        store, page = Path(folder) / "store", Path(folder) / "graph.html"
        build([ROOT / "seeds"], store)
        with open_store(store, read_only=True) as opened:
            page.write_text(render_html(opened, load_ontology(), title="News graph"), encoding="utf-8")
        shown = Opened(browser, page, address=ADDRESS)
        shown.page.wait_for_timeout(500)  # until all names stand
        shown.page.screenshot(path=PICTURE)
        shown.close()
    print(f"wrote {PICTURE}")


if __name__ == "__main__":
    main()
