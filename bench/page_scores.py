"""Scores what was read of saved pages against what a careful person reads in them.

A set of pages is a folder as `tests/pages/README.md` describes it. Texts are compared by their letters and digits
alone: what a line break, a hyphen at its end, a curly quote or a ligature does to a text is no part of what it says.

Text got is the share of the annotated letters that stand in a run of at least `RUN` letters which was read too, and
text clean the share of the letters read that stand in such a run of the annotated text. What is junk is not read, and
what is damaged is read repaired. This is recall and precision over shingles, as the article extraction benchmark of
Zyte (2020) has them with four words; counted by letters, the beginnings and ends of pieces cost nothing.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urlsplit

from kg.model import Article

__all__ = [
    "FIELDS",
    "HALVES",
    "RUN",
    "Expected",
    "Page",
    "PageScore",
    "Reading",
    "Score",
    "Verdict",
    "figures",
    "load_pages",
    "pages_digest",
    "score_page",
    "text_as_read",
]

HALVES = ("dev", "test")
FIELDS = ("title", "published", "authors", "publisher", "url", "language")
RUN = 20  # letters; no word is longer, few phrases are
_SHORT = 12  # letters; a shorter piece of furniture has to be a line of its own: "share" is a word of many a sentence
_READ_LANGUAGE = "en"  # what the language model reads; other articles may be passed over


class Verdict(StrEnum):
    """What became of one field of an article's metadata."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person says of one article; each field holds all that is right, and `""` where nothing is right too."""

    title: tuple[str, ...]
    published: tuple[str, ...]
    authors: tuple[str, ...]
    publisher: tuple[str, ...]
    url: tuple[str, ...]
    language: tuple[str, ...]
    text: tuple[str, ...]
    must: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An annotated page. One without articles is to be refused."""

    name: str
    path: Path
    layout: str
    furniture: tuple[str, ...]
    articles: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page: its articles, what it complained of, the kinds of what it passed over."""

    articles: tuple[Article, ...]
    errors: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One annotated article: shares 0..1, a verdict a field, and what went wrong in words.

    `clean` is None where nothing was read. `lost` are paragraphs of which less than half was read.
    """

    got: float
    clean: float | None
    musts: tuple[int, int]
    fields: dict[str, Verdict]
    lost: tuple[str, ...]
    dirt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page. `let_through` is the furniture that was read; `refused` tells for a page without an article."""

    page: Page
    articles: tuple[Score, ...]
    let_through: tuple[str, ...]
    refused: bool | None
    passed_over: bool
    errors: tuple[str, ...]


def load_pages(folder: Path, half: str) -> list[Page]:
    """Read the annotated pages of one half, by name.

    Args:
        folder: The folder of the set.
        half: `dev` or `test`.

    Raises:
        ValueError: An annotation is wrong in a way that would make its scores worthless.
    """
    annotations = sorted((folder / "expected" / half).glob("*.toml"))
    pages = [_load_page(folder / half / path.stem, path) for path in annotations]
    names = {page.path.name for page in pages}
    unannotated = sorted(path.name for path in (folder / half).iterdir() if path.name not in names)
    if unannotated:
        raise ValueError(f"{folder / half}: no annotation of {', '.join(unannotated)}")
    return pages


def pages_digest(folder: Path, half: str) -> str:
    """A digest of the pages of one half and of their annotations."""
    digest = hashlib.sha256()
    for path in sorted([*(folder / half).iterdir(), *(folder / "expected" / half).iterdir()]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _load_page(path: Path, annotation: Path) -> Page:
    said = tomllib.loads(annotation.read_text(encoding="utf-8"))
    if not path.is_file():
        raise ValueError(f"{annotation}: there is no {path}")
    if unknown := said.keys() - {"layout", "furniture", "article"}:
        raise ValueError(f"{annotation}: unknown {', '.join(sorted(unknown))}")
    articles = tuple(_load_expected(each, annotation) for each in said.get("article", ()))
    furniture = tuple(said.get("furniture", ()))
    if empty := [each for each in furniture if not _key(each)]:
        raise ValueError(f"{annotation}: furniture without a letter: {empty[0]!r}")
    return Page(f"{path.parent.name}/{path.name}", path, said["layout"], furniture, articles)


def _load_expected(said: dict[str, Any], annotation: Path) -> Expected:
    if unknown := said.keys() - {*FIELDS, "text", "must", "optional"}:
        raise ValueError(f"{annotation}: unknown {', '.join(sorted(unknown))}")
    fields = {name: _tuple(said.get(name, ())) for name in FIELDS}
    text = tuple(each.strip() for each in re.split(r"\n\s*\n", said["text"].strip()))
    must = tuple(said.get("must", ()))
    if strange := [each for each in must if _key(each) not in _key("".join(text))]:
        raise ValueError(f"{annotation}: what must be read is not in the text: {strange[0]!r}")
    return Expected(**fields, text=text, must=must, optional=tuple(said.get("optional", ())))


def _tuple(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def text_as_read(article: Article) -> str:
    """The text of an article as the language model gets it: without its junk, and with its damage repaired."""
    edits = [(start, end, "") for start, end in article.junk]
    edits += [(repair.start, repair.end, repair.text) for repair in article.repairs]
    pieces: list[str] = []
    at = 0
    for start, end, meant in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if end > at:
            pieces.append(article.text[at:start])
            pieces.append(meant if start >= at else "")
            at = end
    pieces.append(article.text[at:])
    return "".join(pieces)


def score_page(page: Page, reading: Reading) -> PageScore:
    """Score what was read of a page."""
    expected = page.articles
    texts = [text_as_read(article) for article in reading.articles]
    foreign = all(_READ_LANGUAGE not in each.language for each in expected)
    passed_over = bool(expected) and foreign and not reading.articles and "language" in reading.skipped
    matched = _match(expected, texts)
    scores = tuple(
        _score_article(each, None if at is None else (reading.articles[at], texts[at]))
        for each, at in zip(expected, matched, strict=True)
    )
    own = "".join(_key(paragraph) for each in expected for paragraph in (*each.text, *each.optional, *each.title))
    own_lines = {_key(paragraph) for each in expected for paragraph in (*each.text, *each.optional, *each.title)}
    return PageScore(
        page=page,
        articles=() if passed_over else scores,
        let_through=tuple(each for each in page.furniture if _is_read(_key(each), texts, own, own_lines)),
        refused=None if expected else not reading.articles,
        passed_over=passed_over,
        errors=reading.errors,
    )


def _is_read(furniture: str, texts: Sequence[str], own: str, own_lines: set[str]) -> bool:
    """Whether furniture was read more often than the article itself says it (a pull quote is said twice)."""
    lines = [_key(line) for text in texts for line in text.split("\n")]
    if len(furniture) < _SHORT:
        return furniture in lines and furniture not in own_lines
    return "".join(lines).count(furniture) > own.count(furniture)


def _match(expected: Sequence[Expected], texts: Sequence[str]) -> list[int | None]:
    """Which text was read of which article: the one that has most of it, each once."""
    keys = [_key(text) for text in texts]
    free = set(range(len(texts)))
    matched: list[int | None] = []
    for each in expected:
        shares = {at: _covered(map(_key, each.text), keys[at])[0] for at in free}
        best = max(sorted(shares), key=shares.__getitem__, default=None)
        best = None if best is None or (len(expected) > 1 and not shares[best]) else best
        free.discard(-1 if best is None else best)
        matched.append(best)
    return matched


def _score_article(expected: Expected, read: tuple[Article, str] | None) -> Score:
    """Score one article; `read` is the article that was read of it and its text, None if none was."""
    if read is None:
        fields = {name: _judge(name, expected, None) for name in FIELDS}
        return Score(0.0, None, (0, len(expected.must)), fields, expected.text, ())
    article, text = read
    optional = [_key(each) for each in expected.optional]
    text_key = _key(text)
    by_paragraph = [(paragraph, _covered([_key(paragraph)], text_key, optional)) for paragraph in expected.text]
    right = sum(found for _, (found, _) in by_paragraph)
    total = sum(whole for _, (_, whole) in by_paragraph)
    allowed = _key("\n".join((*expected.title, *expected.text, *expected.optional)))
    lines = [(line, _covered([_key(line)], allowed)) for line in text.split("\n") if _key(line)]
    clean, letters = sum(found for _, (found, _) in lines), sum(whole for _, (_, whole) in lines)
    return Score(
        got=right / max(1, total),
        clean=clean / letters if letters else None,
        musts=(sum(_key(each) in text_key for each in expected.must), len(expected.must)),
        fields={name: _judge(name, expected, article) for name in FIELDS},
        lost=tuple(paragraph for paragraph, (found, whole) in by_paragraph if found < whole / 2),
        dirt=tuple(line.strip() for line, (found, whole) in lines if found < whole / 2),
    )


def _covered(pieces: Iterable[str], pool: str, optional: Sequence[str] = ()) -> tuple[int, int]:
    """How many letters of `pieces` stand in a run that `pool` has too, and how many there are.

    A piece shorter than a run has to be in the pool as a whole. Optional pieces do not count.
    """
    runs = {pool[at : at + RUN] for at in range(len(pool) - RUN + 1)}
    found = total = 0
    for piece in pieces:
        hit = bytearray(len(piece))
        for at in range(len(piece) - RUN + 1):
            if piece[at : at + RUN] in runs:
                hit[at : at + RUN] = b"\1" * RUN
        if len(piece) < RUN and piece in pool:
            hit = bytearray(b"\1" * len(piece))
        free = bytearray(len(piece))
        for each in optional:
            at = piece.find(each)
            if at >= 0:
                free[at : at + len(each)] = b"\1" * len(each)
        found += sum(one and not other for one, other in zip(hit, free, strict=True))
        total += len(piece) - sum(free)
    return found, total


def _judge(name: str, expected: Expected, article: Article | None) -> Verdict:
    """The verdict on one field: right, wrong (also where there is nothing to be said), or missing."""
    allowed: tuple[str, ...] = getattr(expected, name)
    got = None if article is None else getattr(article.meta, "author" if name == "authors" else name)
    if not got:
        return Verdict.MISSING if allowed and "" not in allowed else Verdict.RIGHT
    same = _same_authors(allowed, got) if name == "authors" else _PLAIN[name](got) in map(_PLAIN[name], allowed)
    return Verdict.RIGHT if same else Verdict.WRONG


def _same_authors(allowed: Sequence[str], got: str) -> bool:
    names = {_key(name) for name in re.split(r"\s*(?:[;,&|]|\band\b)\s*", got)} - {""}
    return names == {_key(name) for name in allowed if name}


def _address(url: str) -> str:
    """What an address has of its own: not its scheme, fragment or final slash, nor who sent the visitor."""
    parts = urlsplit(url)
    query = "&".join(each for each in parts.query.split("&") if each and not each.startswith("utm_"))
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{query}"


def _key(text: str) -> str:
    """The letters and digits of a text, in one case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


_PLAIN: dict[str, Callable[[str], str]] = {
    "title": _key,
    "published": str,
    "publisher": _key,
    "url": _address,
    "language": lambda code: code.lower().partition("-")[0],
}


def figures(scores: Sequence[PageScore]) -> dict[str, float]:
    """The figures of a set of pages, 0..1, every article weighing the same.

    `text_got` and `text_clean` are means over articles, `sentences` the share of the sentences that must be read,
    `furniture_out` the share of the furniture that was kept out, `refused` that of the pages without an article which
    were refused, a field's name the share of articles of which it is right, and `dates_not_wrong` that of articles
    whose date is right or missing.
    """
    articles = [each for score in scores for each in score.articles]
    none = [score for score in scores if score.refused is not None]
    furniture = sum(len(score.page.furniture) for score in scores)
    let_through = sum(len(score.let_through) for score in scores)
    cleaned = [each.clean for each in articles if each.clean is not None]
    got, asked = (sum(each.musts[at] for each in articles) for at in (0, 1))
    return {
        "text_got": _mean([each.got for each in articles]),
        "text_clean": _mean(cleaned),
        "sentences": got / max(1, asked),
        "furniture_out": 1 - let_through / max(1, furniture),
        "refused": _mean([float(bool(score.refused)) for score in none]),
        **{name: _mean([float(each.fields[name] is Verdict.RIGHT) for each in articles]) for name in FIELDS},
        "dates_not_wrong": _mean([float(each.fields["published"] is not Verdict.WRONG) for each in articles]),
    }


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
