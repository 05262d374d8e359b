"""An index of the words of a store's articles: SQLite's own full-text search (FTS5), in a file beside the kept claims.

The file is a cache. It follows what is kept, article by article, by digests, whenever somebody searches; it may be
deleted at any time, belongs to no backup, and where it cannot be written the index is made in memory. Words are folded:
capitals and accents do not matter, nor do English endings (Porter, 1980, "An algorithm for suffix stripping").
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from kg.errors import QueryError
from kg.graph.literals import safe_text
from kg.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["FILE", "Found", "Indexed", "WordIndex", "open_index", "to_match"]

FILE = "words.sqlite"
# Another layout of the tables, or another way of folding words, needs another number: older files are made anew.
_VERSION = 2
_FOLDING = "porter unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE TABLE article (number INTEGER PRIMARY KEY, id BLOB UNIQUE NOT NULL, digest TEXT NOT NULL);
CREATE TABLE place (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    quoted INTEGER NOT NULL
);
CREATE INDEX place_article ON place (article);
CREATE VIRTUAL TABLE passage USING fts5(text, tokenize = '{_FOLDING}'); -- a row a place, of the same number
CREATE VIRTUAL TABLE whole USING fts5(title, text, tokenize = '{_FOLDING}'); -- a row an article
PRAGMA user_version = {_VERSION};
"""
_BUSY = 30.0  # seconds that another search may take to bring the file up to date
_PARAGRAPH = re.compile(r"\S[^\n]*")
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_WORD = re.compile(r"\w")
# What marks the words found; no text has them, as `safe_text` takes them out.
_OPEN, _CLOSE = "\x02", "\x03"
_SNIPPET = 40  # words


class Indexed(NamedTuple):
    """An article to be indexed; `spans` are the half-open offsets of the sentences that claims quote."""

    id: str
    title: str
    text: str
    spans: Sequence[tuple[int, int]]


Read = Callable[[Sequence[str]], Iterable[Indexed]]


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the words were found; `marks` are the half-open offsets in `text` of the words.

    Attributes:
        article: The article's id.
        kind: What it is: a sentence that claims quote, another paragraph, or an article that has the words apart.
        text: The sentence, the paragraph, or a piece of the article.
        start: Where `text` begins in the article's text; -1 where it is in pieces.
        end: Where it ends.
        marks: Where the words are.
    """

    article: str
    kind: Literal["sentence", "paragraph", "article"]
    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


class WordIndex:
    """An open index; `open_index` makes one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection, and lay out the tables if it has none of this version."""
        self._db = connection
        if self._db.execute("PRAGMA user_version").fetchone() != (_VERSION,):
            drops = "".join(f"DROP TABLE IF EXISTS {table};" for table in ("passage", "whole", "place", "article"))
            self._db.executescript(f"BEGIN IMMEDIATE; {drops} {_SCHEMA} COMMIT;")

    def follow(self, digests: Mapping[str, str], read: Read) -> None:
        """Index the articles that are new or changed, and forget those that are gone, in one transaction.

        Args:
            digests: What the store holds: the digest of each article, by its id.
            read: Reads articles by their ids.
        """
        if digests == {own: digest for _, own, digest in self._known()}:
            return
        self._db.execute("BEGIN IMMEDIATE")
        with self._db:
            known = self._known()  # another process may have been quicker
            for number, _, _ in (each for each in known if digests.get(each[1]) != each[2]):
                self._remove(number)
            there = {own for _, own, digest in known if digests.get(own) == digest}
            for article in read([own for own in digests if own not in there]):
                self._add(article, digests[article.id])

    def find(self, match: str) -> Iterator[Found]:
        """All places, sentences that claims quote first, then other paragraphs, then whole articles, the best first.

        Args:
            match: What `to_match` made of the words.
        """
        told: dict[int, list[tuple[int, int]]] = {}
        names = {number: own for number, own, _ in self._known()}
        query = """SELECT article, start, stop, quoted, highlight(passage, 0, ?, ?) FROM passage
            JOIN place p ON p.number = passage.rowid JOIN article a ON a.number = p.article
            WHERE passage MATCH ? ORDER BY quoted DESC, rank, a.id, start"""
        for number, start, stop, quoted, text in self._db.execute(query, (_OPEN, _CLOSE, match)):
            around = told.setdefault(number, [])
            if quoted or not any(start <= one and other <= stop for one, other in around):
                yield _found(names[number], "sentence" if quoted else "paragraph", text, start, stop)
            around.append((start, stop))
        query = f"""SELECT a.number, snippet(whole, -1, ?, ?, '…', {_SNIPPET}) FROM whole
            JOIN article a ON a.number = whole.rowid WHERE whole MATCH ? ORDER BY rank, a.id"""  # noqa: S608 - our number
        for number, text in self._db.execute(query, (_OPEN, _CLOSE, match)):
            if number not in told:
                yield _found(names[number], "article", text, -1, -1)

    def _known(self) -> list[tuple[int, str, str]]:
        rows = self._db.execute("SELECT number, id, digest FROM article")
        return [(number, own.decode("utf-8", "surrogatepass"), digest) for number, own, digest in rows]

    def _remove(self, number: int) -> None:
        own = (number,)
        self._db.execute("DELETE FROM passage WHERE rowid IN (SELECT number FROM place WHERE article = ?)", own)
        self._db.execute("DELETE FROM place WHERE article = ?", own)
        self._db.execute("DELETE FROM whole WHERE rowid = ?", own)
        self._db.execute("DELETE FROM article WHERE number = ?", own)

    def _add(self, article: Indexed, digest: str) -> None:
        own = article.id.encode("utf-8", "surrogatepass")
        number = self._db.execute("INSERT INTO article (id, digest) VALUES (?, ?)", (own, digest)).lastrowid
        spans = sorted(set(article.spans))
        paragraphs = sorted({match.span() for match in _PARAGRAPH.finditer(article.text)} - set(spans))
        insert = "INSERT INTO place (article, start, stop, quoted) VALUES (?, ?, ?, ?)"
        for places, quoted in ((spans, True), (paragraphs, False)):
            for start, stop in places:
                row = self._db.execute(insert, (number, start, stop, quoted)).lastrowid
                text = safe_text(one_line(article.text[start:stop]))
                self._db.execute("INSERT INTO passage (rowid, text) VALUES (?, ?)", (row, text))
        row_of_all = (number, safe_text(article.title), safe_text(one_line(article.text)))
        self._db.execute("INSERT INTO whole (rowid, title, text) VALUES (?, ?, ?)", row_of_all)


@contextmanager
def open_index(folder: Path | None, digests: Mapping[str, str], read: Read) -> Iterator[WordIndex]:
    """The index of a store as it is now: in its folder, else, or where its file cannot be used, in memory.

    Args:
        folder: The store's folder.
        digests: What the store holds: the digest of each article, by its id.
        read: Reads articles by their ids.
    """
    opened = None
    if folder is not None:
        try:
            opened = _open_file(folder / FILE, digests, read)
        except sqlite3.DatabaseError:  # damaged: nothing is lost with it
            (folder / FILE).unlink()
            opened = _open_file(folder / FILE, digests, read)
    if opened is None:
        opened = sqlite3.connect(":memory:", isolation_level=None)
        WordIndex(opened).follow(digests, read)
    with closing(opened):
        yield WordIndex(opened)


def _open_file(path: Path, digests: Mapping[str, str], read: Read) -> sqlite3.Connection | None:
    """The file, brought up to date; none if it must but cannot be written.

    Raises:
        sqlite3.DatabaseError: It is damaged.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")
        WordIndex(connection).follow(digests, read)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.OperationalError):
            return None
        raise
    return connection


def to_match(words: str) -> str:
    """What a person typed as a query of FTS5: all words, "a phrase", -without, begin*.

    Raises:
        QueryError: There is no word to look for.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(words):
        text = phrase or word
        if _WORD.search(text):
            begins = "*" if not phrase and text.endswith("*") else ""
            clean = safe_text(text).replace('"', " ")
            (unwanted if minus else wanted).append(f'"{clean}"{begins}')
    if not wanted:
        raise QueryError(f"{words!r} has no word to look for")
    return " AND ".join(wanted) + "".join(f" NOT {term}" for term in unwanted)


def _found(article: str, kind: Literal["sentence", "paragraph", "article"], text: str, start: int, end: int) -> Found:
    marks: list[tuple[int, int]] = []
    pieces = re.split(f"[{_OPEN}{_CLOSE}]", text)
    at = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            marks.append((at, at + len(piece)))
        at += len(piece)
    return Found(article, kind, "".join(pieces), start, end, tuple(marks))
