"""Measures the reading of saved pages on the annotated set in tests/pages, and how many pages a second it reads.

    python bench/pages.py                  the figures of both halves
    python bench/pages.py --each dev       and a line for each page of a half
    python bench/pages.py --show NAME      what is lost, let through and wrong in one page, such as dev/hub.html
    python bench/pages.py --raise          raise the floors of tests/test_page_set.py; never lower
    python bench/pages.py --raise --pages  the pages changed: note their digest and today's figures

A floor is a little under the figure (MARGIN): about one article.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.page_scores import (
    FIELDS,
    HALVES,
    Page,
    PageScore,
    Reading,
    Verdict,
    figures,
    load_pages,
    pages_digest,
    score_page,
)
from kg.errors import ArticleError
from kg.read import Options, read_articles
from kg.read.article.options import Skipped

__all__ = ["FLOORS", "PAGES", "main", "raise_floors", "read_page", "score_half"]

PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
FLOORS = PAGES.parent / "page_floors.json"
MARGIN = 0.03  # one article in thirty


def read_page(page: Page) -> Reading:
    """Read one page as `kg read` does, without telling it anything."""
    errors: list[ArticleError] = []
    skipped: list[Skipped] = []
    articles = tuple(read_articles([page.path], Options(on_error=errors.append, on_skip=skipped.append)))
    return Reading(articles, tuple(map(str, errors)), tuple(each.kind for each in skipped))


def score_half(half: str) -> tuple[list[PageScore], list[float]]:
    """Read and score the pages of one half; the seconds that reading each took."""
    scores, seconds = [], []
    for page in load_pages(PAGES, half):
        start = time.perf_counter()
        reading = read_page(page)
        seconds.append(time.perf_counter() - start)
        scores.append(score_page(page, reading))
    return scores, seconds


def main(arguments: list[str]) -> int:
    """Print what was asked for; 1 if a figure sank under its floor."""
    parser = argparse.ArgumentParser(description="Measures the reading of saved pages.")
    parser.add_argument("--each", choices=HALVES, help="a line for each page of this half")
    parser.add_argument("--show", metavar="NAME", help="all about one page")
    parser.add_argument("--raise", dest="raises", action="store_true", help="raise the floors")
    parser.add_argument("--pages", action="store_true", help="with --raise: the pages changed")
    asked = parser.parse_args(arguments)
    if asked.show:
        return _show(asked.show)
    measured = {half: score_half(half) for half in HALVES}
    scored = {half: scores for half, (scores, _) in measured.items()}
    if asked.each:
        for score in scored[asked.each]:
            print(_line(score))
    _table(scored, {half: seconds for half, (_, seconds) in measured.items()})
    sank = raise_floors(scored, FLOORS, fresh=asked.pages) if asked.raises else []
    if sank:
        print(f"Under their floors: {', '.join(sank)}; nothing is written.", file=sys.stderr)
    return bool(sank)


def _line(score: PageScore) -> str:
    name = f"{score.page.name:38}"
    if score.refused is not None:
        return f"{name} {'refused' if score.refused else 'READ THOUGH NO ARTICLE'}"
    if score.passed_over:
        return f"{name} passed over for its language"
    parts = []
    for article in score.articles:
        wrong = [f"{field} {verdict}" for field, verdict in article.fields.items() if verdict is not Verdict.RIGHT]
        clean = "   -" if article.clean is None else f"{article.clean:4.2f}"
        parts.append(f"got {article.got:4.2f} clean {clean} {', '.join(wrong)}")
    furniture = f" furniture {len(score.let_through)}/{len(score.page.furniture)}" if score.let_through else ""
    return f"{name} {' | '.join(parts)}{furniture}"


def _table(scored: dict[str, list[PageScore]], seconds: dict[str, list[float]]) -> None:
    """The figures of both halves, how fields are not right, and how fast the pages were read."""
    measured = {half: figures(scores) for half, scores in scored.items()}
    print(_row("", scored))
    for name in measured[HALVES[0]]:
        print(_row(name, (f"{measured[half][name]:.3f}" for half in scored)))
    for verdict in (Verdict.WRONG, Verdict.MISSING):
        for field in FIELDS:
            print(_row(f"{field} {verdict}", (_count(scores, field, verdict) for scores in scored.values())))
    print(_row("pages", map(len, scored.values())))
    print(_row("layouts", (len({score.page.layout for score in scores}) for scores in scored.values())))
    # Of the median: what is loaded once, by the first page that needs it, tells nothing of the others. Each page is
    # read once, for libraries have caches.
    print(_row("pages a second", (f"{1 / median(each):.0f}" for each in seconds.values())))
    print(_row("seconds in all", (f"{sum(each):.1f}" for each in seconds.values())))


def _row(name: str, values: Iterable[object]) -> str:
    return f"{name:18}" + "".join(f"{value!s:>8}" for value in values)


def _count(scores: Iterable[PageScore], field: str, verdict: Verdict) -> int:
    return sum(article.fields[field] is verdict for score in scores for article in score.articles)


def _show(name: str) -> int:
    half, _, _ = name.partition("/")
    found = [page for page in load_pages(PAGES, half) if page.name == name] if half in HALVES else []
    if not found:
        print(f"no page {name}", file=sys.stderr)
        return 2
    reading = read_page(found[0])
    score = score_page(found[0], reading)
    print(_line(score))
    for kind, pieces in (("error", score.errors), ("let through", score.let_through)):
        for piece in pieces:
            print(f"{kind}: {piece}")
    for expected, article in zip(found[0].articles, score.articles, strict=False):
        for kind, pieces in (("lost", article.lost), ("no part of it", article.dirt)):
            for piece in pieces:
                print(f"{kind}: {piece}")
        for field, verdict in article.fields.items():
            if verdict is not Verdict.RIGHT:
                got = [getattr(each.meta, "author" if field == "authors" else field) for each in reading.articles]
                print(f"{field} {verdict}: {got} for {getattr(expected, field)}")
    return 0


def raise_floors(scored: dict[str, list[PageScore]], path: Path, *, fresh: bool) -> list[str]:
    """Write floors just under what was measured; none falls, unless they are made afresh.

    Args:
        scored: The scores of each half.
        path: The floors as they are, and as they shall be.
        fresh: The pages changed; what was measured on others does not count.

    Returns:
        The figures that sank under their floors: then nothing is written.
    """
    old: dict[str, Any] = {} if fresh else json.loads(path.read_text(encoding="utf-8"))
    floors: dict[str, Any] = {}
    sank: list[str] = []
    for half, scores in scored.items():
        before = {} if fresh else old[half]["at_least"]
        measured = figures(scores)
        sank += [f"{half} {name}" for name, value in measured.items() if value < before.get(name, 0.0)]
        floors[half] = {
            "pages": pages_digest(PAGES, half) if fresh else old[half]["pages"],
            "at_least": {
                name: max(before.get(name, 0.0), round(value - MARGIN, 3)) for name, value in measured.items()
            },
        }
    if not sank:
        path.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return sank


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
