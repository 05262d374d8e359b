"""The reading of saved pages stays above pinned floors, on pages that readers are improved on and on others.

`python bench/pages.py --raise` measures and raises the floors; it refuses to lower one.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from pathlib import Path

import pytest

from bench.page_scores import HALVES, Page, PageScore, figures, load_pages, pages_digest
from bench.pages import FLOORS, PAGES, raise_floors, score_half

SAID = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scored() -> dict[str, list[PageScore]]:
    return {half: score_half(half)[0] for half in HALVES}


@pytest.mark.parametrize("half", HALVES)
def test_the_floors_are_of_these_pages(half: str) -> None:
    assert pages_digest(PAGES, half) == SAID[half]["pages"], (
        "the annotated pages changed: run python bench/pages.py --raise --pages"
    )


@pytest.mark.parametrize(("half", "figure"), [(half, figure) for half in HALVES for figure in SAID[half]["at_least"]])
def test_reading_does_not_get_worse(scored: dict[str, list[PageScore]], half: str, figure: str) -> None:
    assert figures(scored[half])[figure] >= SAID[half]["at_least"][figure]


def test_every_figure_has_a_floor(scored: dict[str, list[PageScore]]) -> None:
    for half in HALVES:
        assert set(SAID[half]["at_least"]) == set(figures(scored[half]))


def test_floors_rise_and_never_fall(scored: dict[str, list[PageScore]], tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert not raise_floors(scored, path, fresh=True)
    first = json.loads(path.read_text())
    assert all(
        first[half]["at_least"][name] < value or not value
        for half in HALVES
        for name, value in figures(scored[half]).items()
    )
    low = {half: {**first[half], "at_least": {"text_got": 0.5, "title": 0.0}} for half in HALVES}
    path.write_text(json.dumps(low))
    assert not raise_floors(scored, path, fresh=False)
    assert json.loads(path.read_text()) == first
    high = {half: {**first[half], "at_least": {"text_got": 1.1}} for half in HALVES}
    path.write_text(json.dumps(high))
    assert raise_floors(scored, path, fresh=False) == ["dev text_got", "test text_got"]
    assert json.loads(path.read_text()) == high


def test_the_set_is_wide_and_its_halves_are_apart() -> None:
    dev, test = ({page.layout for page in load_pages(PAGES, half)} for half in HALVES)
    assert len(dev) >= 26
    assert len(test) >= 26
    assert not dev & test


ENCODED = {".mhtml", ".eml"}  # in pieces, and in other letters
MARKUP = re.compile(r"<(?:!--.*?--|/?[a-z][^<>]*)>|\]\([^)]*\)", re.IGNORECASE | re.DOTALL)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def contents(page: Page) -> list[str]:
    """The letters of a page with its markup and without, in each of the encodings that the set has."""
    data = page.path.read_bytes()
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "cp1251", "cp1252")]
    # One page in each half was decoded wrongly before it was saved.
    texts.append(data.decode("utf-8", "ignore").encode("cp1252", "ignore").decode("utf-8", "ignore"))
    bare = [MARKUP.sub("", html.unescape(MARKUP.sub("", html.unescape(text)))) for text in texts]
    return [letters(text) for text in (*texts, *bare)]


@pytest.mark.parametrize("half", HALVES)
def test_what_the_annotations_say_stands_in_the_pages(half: str) -> None:
    """A slip would let furniture be kept out, or a paragraph be lost, that was never there."""
    for page in load_pages(PAGES, half):
        if page.path.suffix in ENCODED:
            continue
        texts = contents(page)
        said = [*page.furniture, *(each for article in page.articles for each in (*article.text, *article.optional))]
        for each in said:
            assert any(letters(each) in text for text in texts), (page.name, each)
