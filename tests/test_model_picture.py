"""The picture of the model and the page about it name what is there, and are up to date."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.graph.vocab import PREFIXES
from kg.ontology import ontology_files
from scripts.model_picture import ARROWS, BOXES, PICTURE, draw_model

PAGE = PICTURE.with_name("model.md")
TERM = re.compile(r"\b(?:kg|schema|prov|oa|rdfs?|owl|skos|plover):[A-Za-z]\w+")


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every term that the ontology declares, uses or holds a graph to."""
    found = set()
    for file in ontology_files():
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE):
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, NamedNode):
                    found |= {
                        f"{prefix}:{term.value.removeprefix(space)}"
                        for prefix, space in PREFIXES.items()
                        if term.value.startswith(space)
                    }
    return found


def test_the_picture_is_up_to_date() -> None:
    assert PICTURE.read_text("utf-8") == draw_model(), "run python scripts/model_picture.py"


@pytest.mark.parametrize("file", [PICTURE, PAGE], ids=lambda file: file.name)
def test_every_term_is_known(file: Path, known: set[str]) -> None:
    terms = set(TERM.findall(file.read_text("utf-8")))
    assert len(terms) > 30
    assert terms - known == set()


def test_boxes_do_not_overlap_and_arrows_begin_and_end_at_them() -> None:
    boxes = sorted(BOXES.values(), key=lambda box: (box.left, box.top))
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert beside or one.top + one.height <= other.top or other.top + other.height <= one.top, (one, other)
    for arrow in ARROWS:
        for name, (x, y) in ((arrow.start, arrow.points[0]), (arrow.end, arrow.points[-1])):
            box = BOXES[name]
            assert box.left <= x <= box.left + box.width, (arrow, name)
            assert box.top <= y <= box.top + box.height, (arrow, name)


def test_what_claims_and_articles_have_is_in_the_picture() -> None:
    """The properties of the closed shapes, as the picture has them in boxes or on arrows."""
    drawn = TERM.findall(PICTURE.read_text("utf-8"))
    shapes = next(file for file in ontology_files() if file.name == "shapes.ttl").read_text("utf-8")
    closed = [block for block in shapes.split("\n\n") if "sh:closed true" in block]
    paths = set(re.findall(r"sh:path ([a-z]+:\w+)", "".join(closed)))
    assert len(paths) > 20
    assert paths - set(drawn) == {"rdf:type"}


def test_the_picture_is_an_image_that_says_what_it_is() -> None:
    root = ET.parse(PICTURE).getroot()
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert f"({PICTURE.name})" in PAGE.read_text("utf-8")
