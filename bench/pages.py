"""Measures the reading of saved pages on the annotated set in tests/pages, and how many pages a second it reads.

    python bench/pages.py                  the figures of both halves
    python bench/pages.py --each dev       and a line for each page of a half
    python bench/pages.py --show NAME      what is lost, let through and wrong in one page, such as dev/hub.html
    python bench/pages.py --raise          raise the floors of tests/test_page_set.py; never lower
    python bench/pages.py --raise --pages  the pages changed: note their digest and today's figures

A floor is a little under the figure (MARGIN), so that a repair elsewhere that costs one page is not blocked.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.page_scores import FIELDS, HALVES, Page, PageScore, Reading, figures, load_pages, pages_digest, score_page
from kg.errors import ArticleError
from kg.read import Options, read_articles
from kg.read.options import Skipped

__all__ = ["FLOORS", "PAGES", "main", "read_page", "score_half"]

PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
FLOORS = PAGES.parent / "page_floors.json"
MARGIN = 0.02
ROUNDS = 3


def read_page(page: Page) -> Reading:
    """Read one page as `kg read` does, without telling it anything."""
    errors: list[ArticleError] = []
    skipped: list[Skipped] = []
    articles = tuple(read_articles([page.path], Options(on_error=errors.append, on_skip=skipped.append)))
    return Reading(articles, tuple(map(str, errors)), tuple(each.kind for each in skipped))


def score_half(half: str) -> list[PageScore]:
    """Read and score the pages of one half."""
    return [score_page(page, read_page(page)) for page in load_pages(PAGES, half)]


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
    scored = {half: score_half(half) for half in HALVES}
    if asked.each:
        for score in scored[asked.each]:
            print(_line(score))
    _table(scored)
    return _raise(scored, fresh=asked.pages) if asked.raises else 0


def _line(score: PageScore) -> str:
    name = f"{score.page.name:38}"
    if score.refused is not None:
        return f"{name} {'refused' if score.refused else 'READ THOUGH NO ARTICLE'}"
    if score.passed_over:
        return f"{name} passed over for its language"
    parts = []
    for article in score.articles:
        wrong = [f"{field} {verdict}" for field, verdict in article.fields.items() if verdict != "right"]
        clean = "   -" if article.clean is None else f"{article.clean:4.2f}"
        parts.append(f"got {article.got:4.2f} clean {clean} {', '.join(wrong)}")
    furniture = f" furniture {len(score.let_through)}/{len(score.page.furniture)}" if score.let_through else ""
    return f"{name} {' | '.join(parts)}{furniture}"


def _table(scored: dict[str, list[PageScore]]) -> None:
    """The figures of both halves, and of what the shares are."""
    measured = {half: figures(scores) for half, scores in scored.items()}
    print(f"{'':16}" + "".join(f"{half:>10}" for half in scored))
    for name in measured[HALVES[0]]:
        print(f"{name:16}" + "".join(f"{measured[half][name]:10.3f}" for half in scored))
    for verdict in ("wrong", "missing"):
        for field in FIELDS:
            counts = [sum(a.fields[field] == verdict for score in scores for a in score.articles)
                      for scores in scored.values()]  # fmt: skip
            print(f"{f'{field} {verdict}':18}" + "".join(f"{count:8}  " for count in counts).rstrip())
    layouts = [len({score.page.layout for score in scores}) for scores in scored.values()]
    print(f"{'pages':18}" + "".join(f"{len(scores):8}  " for scores in scored.values()).rstrip())
    print(f"{'layouts':18}" + "".join(f"{count:8}  " for count in layouts).rstrip())
    print(f"{'pages a second':18}" + "".join(f"{_speed(half):8.1f}  " for half in scored).rstrip())


def _speed(half: str) -> float:
    pages = load_pages(PAGES, half)
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for page in pages:
            read_page(page)
        seconds.append(time.perf_counter() - start)
    return len(pages) / median(seconds)


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
            if verdict != "right":
                got = [getattr(each.meta, "author" if field == "authors" else field) for each in reading.articles]
                print(f"{field} {verdict}: {got} for {getattr(expected, field)}")
    return 0


def _raise(scored: dict[str, list[PageScore]], *, fresh: bool) -> int:
    old: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    floors: dict[str, Any] = {}
    sank: Counter[str] = Counter()
    for half, scores in scored.items():
        before: dict[str, float] = {} if fresh else old[half]["at_least"]
        measured = figures(scores)
        sank.update(f"{half} {name}" for name, value in measured.items() if value < before.get(name, 0.0))
        floors[half] = {
            "pages": pages_digest(PAGES, half) if fresh else old[half]["pages"],
            "at_least": {
                name: max(before.get(name, 0.0), round(value - MARGIN, 3)) for name, value in measured.items()
            },
        }
    if sank:
        print(f"Under their floors: {', '.join(sank)}; nothing is written.", file=sys.stderr)
        return 1
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
