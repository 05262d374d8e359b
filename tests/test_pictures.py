"""Pictures of the documentation: all there, small, and what is done to draw one still works."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageDraw

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.view import render_html
from scripts.pictures import DOCS, PICTURES, draw, smaller

if TYPE_CHECKING:
    from playwright.sync_api import Browser

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


def test_all_are_there_small_and_shown() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    assert sum((DOCS / path).stat().st_size for path in PICTURES) < 1_500_000
    for path in PICTURES:
        with Image.open(DOCS / path) as image:
            assert min(image.size) > 300
        assert re.search(rf"\b{re.escape(path)}\b", text), path


def test_fewer_colours_are_no_others() -> None:
    image = Image.linear_gradient("L").resize((400, 300)).convert("RGB")
    ImageDraw.Draw(image).ellipse((50, 50, 60, 60), fill="#2e7d4f")
    png = io.BytesIO()
    image.save(png, "PNG")
    small = smaller(png.getvalue())
    difference = ImageChops.difference(image, Image.open(io.BytesIO(small)).convert("RGB"))
    assert max(high for _, high in difference.getextrema()) <= 16  # type: ignore[misc]


@pytest.fixture(scope="module")
def page(seed_claims: News, shipped: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "news.html"
    with open_store() as store:
        update(store, seed_claims, shipped, "m")
        path.write_text(render_html(store, shipped, title="News graph"), encoding="utf-8")
    return path


@pytest.mark.browser
@pytest.mark.parametrize("name", ["pictures/conflict.png", "pictures/timeline.png"])
def test_what_is_drawn_is_what_is_kept(browser: Browser, page: Path, name: str) -> None:
    # Fonts differ from machine to machine, so sizes only say that the same thing is in sight.
    with Image.open(io.BytesIO(draw(browser, PICTURES[name], page, ""))) as drawn, Image.open(DOCS / name) as kept:
        assert drawn.width == kept.width
        assert kept.height * 0.6 < drawn.height < kept.height * 1.6
