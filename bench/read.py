"""What reading an article costs: text, JSON Lines, CSV and pages, in milliseconds and against splitting it into words.

    python bench/read.py [ARTICLES]      200 made-up articles of some 370 words by default

Reading is all from the bytes to the article: its title, date, language, and what of it is junk or damaged. Rounds
alternate, so that a noisy machine disturbs all alike; medians count. The times are those of the processor.
"""

from __future__ import annotations

import csv
import html
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.generate import World
from kg.model import Article
from kg.ontology import load_ontology
from kg.read import Options
from kg.read.articles import read_source
from kg.read.inputs.sources import find_sources

ROUNDS = 5
JOINED = 4  # made-up articles are short


def _articles(count: int) -> list[dict[str, str]]:
    made = [article for article, _ in World(load_ontology()).articles(count * JOINED)]
    groups = [made[start : start + JOINED] for start in range(0, len(made), JOINED)]
    return [_joined(group) for group in groups]


def _joined(group: list[Article]) -> dict[str, str]:
    meta = group[0].meta
    text = "\n\n".join(article.text for article in group)
    return {"id": meta.id, "title": meta.title or "", "published": meta.published or "", "text": text}


def _write(folder: Path, articles: list[dict[str, str]]) -> dict[str, list[Path]]:
    """The articles in each format; what is read of each."""
    lines, table = folder / "a.jsonl", folder / "a.csv"
    lines.write_text("".join(f"{json.dumps(article)}\n" for article in articles), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(articles[0]))
        writer.writeheader()
        writer.writerows(articles)
    texts = [_file(folder / f"{n}.txt", f"{each['title']}\n\n{each['text']}") for n, each in enumerate(articles)]
    pages = [_file(folder / f"{n}.html", _page(each)) for n, each in enumerate(articles)]
    return {"text": texts, "JSON Lines": [lines], "CSV": [table], "HTML": pages}


def _file(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def _page(article: dict[str, str]) -> str:
    title = html.escape(article["title"])
    body = "".join(f"<p>{html.escape(part)}</p>\n" for part in article["text"].split("\n\n"))
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>{title}</h1>\n<time datetime={article['published']}></time>{body}</article></body></html>"
    )


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(count: int) -> None:
    """Print the table."""
    articles = _articles(count)
    words = sum(len(article["text"].split()) for article in articles)
    with tempfile.TemporaryDirectory() as folder:
        runs = {name: _reading(paths) for name, paths in _write(Path(folder), articles).items()}
        runs = {"words": lambda: [article["text"].split() for article in articles], **runs}
        for work in runs.values():  # what is loaded or compiled once counts for nobody
            work()
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, work in runs.items():
                seconds[name].append(_timed(work))
    base = statistics.median(seconds["words"])
    print(f"{count} articles of {words // count} words, median of {ROUNDS} rounds")
    for name, found in seconds.items():
        took = statistics.median(found)
        print(f"{name:12} {1000 * took / count:7.3f} ms an article   {took / base:6.0f} times splitting it into words")


def _reading(paths: Iterable[Path]) -> Callable[[], object]:
    """To read all in this process, whose time is taken."""
    return lambda: [
        article
        for source in find_sources(paths, on_error=print, on_note=print)
        for article in read_source(source, Options())
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
