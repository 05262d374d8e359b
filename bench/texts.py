"""What is measured on: made-up articles, as many as wanted, and sentences of our own that are like those of newspapers.

Made-up articles (see generate.py) are many, alike and full of claims; their words are few, and one in ten repeats
another. The others are the articles in `seeds` and the sentences of the tests' tables, section by section: few, each
there once, with the long and winding sentences that newspapers write.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.generate import World
from kg.alignment import Alignment
from kg.extract.annotate import readable
from kg.model import Article, make_article
from kg.ontology import Ontology
from kg.read import read_articles

__all__ = ["Text", "made_up", "others", "own", "paragraphs_of", "written"]

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("newswire", "relations", "constructions", "facts", "not_facts", "attribution", "circumstances", "titles")
_SECTION = re.compile(r"^## .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """Articles in a file, one a line; `twice` are the shares of sentences and of paragraphs that have come before."""

    name: str
    path: Path
    articles: int
    words: int
    twice: tuple[float, float]


def made_up(ontology: Ontology, count: int, *, begin: int = 0) -> Iterator[Article]:
    """Articles of the made-up world, from that number on."""
    world = World(ontology)
    return (world.article(number)[0] for number in range(begin, begin + count))


def others(ontology: Ontology, folder: Path) -> str:
    """A file of other articles, read before the clock starts: by then all is loaded that is loaded when needed."""
    return str(written("others", made_up(ontology, 60, begin=1_000_000), folder / "others.jsonl").path)


def own() -> Iterator[Article]:
    """The articles in `seeds`, and the sentences of the tests' tables, those of a section as one article."""
    yield from read_articles([ROOT / "seeds"])
    for name in TABLES:
        table = (ROOT / "tests" / "tables" / f"{name}.md").read_text(encoding="utf-8")
        for number, section in enumerate(_SECTION.split(table)[1:]):
            blocks = [block.splitlines() for block in section.strip().split("\n\n")]
            sentences = (" ".join(line for line in block if line[:2] not in ("- ", "? ")) for block in blocks)
            text = "\n\n".join(filter(None, sentences))
            yield make_article(text, id=f"{name}-{number}", published="2024-03-13")


def written(name: str, articles: Iterable[Article], path: Path) -> Text:
    """Write articles as JSON Lines, an article a line."""
    count = words = 0
    sentences: Counter[str] = Counter()
    paragraphs: Counter[str] = Counter()
    with path.open("w", encoding="utf-8") as out:
        for article in articles:
            meta = article.meta
            fields = {"id": article.id, "title": meta.title, "published": meta.published, "text": article.text}
            out.write(json.dumps(fields, ensure_ascii=False) + "\n")
            count += 1
            words += len(article.text.split())
            told = [line for line in article.text.splitlines() if line.strip()]
            paragraphs.update(told)
            sentences.update(each for line in told for each in line.split(". "))
    return Text(name, path, count, words, (_twice(sentences), _twice(paragraphs)))


def _twice(seen: Counter[str]) -> float:
    return 1 - len(seen) / max(1, seen.total())


def paragraphs_of(path: Path) -> list[str]:
    """The paragraphs of a file's articles, as the extraction gives them to the language model."""
    found: list[str] = []
    for article in read_articles([path]):
        text, spans = readable(Alignment(article.text, article.repairs), article.junk)
        found.extend(text[start:end] for start, end in spans)
    return found
