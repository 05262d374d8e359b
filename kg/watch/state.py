"""What a watch has to remember from round to round: one small SQLite file in the folder of what it saved.

Each change is one transaction, so that `kill -9` loses at most what was not yet told. While a watch runs it holds the
file's lock, and a second one in the same folder is refused. No password and no text that was saved is in it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path

from kg.errors import FeedError
from kg.watch.entries import Entry
from kg.watch.later import TOO_FAR
from kg.watch.robots import Robots

__all__ = ["STATE", "FeedState", "Item", "State", "open_state"]

STATE = ".kg-watch.sqlite"
"""The name of the file; `kg read` passes over names that begin with a point."""

_VERSION = 1
_MAX_CHANGES = 20  # a feed that says something else of an article each time is not followed for ever
_KEPT = 20_000  # characters of an entry's own text that are kept until its page is there

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
    key TEXT PRIMARY KEY, shown TEXT NOT NULL, moved TEXT, etag TEXT, last_modified TEXT, digest TEXT,
    private INTEGER, gone INTEGER NOT NULL, failures INTEGER NOT NULL, not_before REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS items (
    key TEXT PRIMARY KEY, feed TEXT NOT NULL, entry TEXT NOT NULL, fingerprint TEXT NOT NULL, stamp REAL NOT NULL,
    status TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0,
    changes INTEGER NOT NULL DEFAULT 0, file TEXT, page TEXT, etag TEXT, last_modified TEXT, built TEXT
);
CREATE INDEX IF NOT EXISTS wanted ON items (feed, stamp DESC) WHERE status = 'wanted';
CREATE INDEX IF NOT EXISTS pages ON items (page) WHERE page IS NOT NULL;
CREATE INDEX IF NOT EXISTS saved ON items (built) WHERE status = 'saved';
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY, text TEXT, learnt REAL NOT NULL, asked REAL NOT NULL, away_since REAL, why TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, until REAL NOT NULL);
"""
_PUT_FEED = "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_DUE = "FROM items WHERE feed = ? AND status = 'wanted' AND NOT not_before BETWEEN ? AND ?"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed: where it moved to, what it was when last seen, and when it may be asked again."""

    key: str
    shown: str
    moved: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    private: bool | None = None
    gone: bool = False
    failures: int = 0
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """An entry whose article is wanted. `file` is where an earlier version was saved, `tries` how often it failed."""

    key: str
    feed: str
    entry: Entry
    tries: int = 0
    file: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class State:
    """The opened file; safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._guard = threading.RLock()

    def feed(self, key: str, shown: str) -> FeedState:
        """What is known of a feed."""
        with self._guard:
            row = self._connection.execute("SELECT * FROM feeds WHERE key = ?", (key,)).fetchone()
        if row is None:
            return FeedState(key, shown)
        known = FeedState(*row)
        return replace(known, gone=bool(known.gone), private=None if known.private is None else bool(known.private))

    def keep_feed(self, feed: FeedState) -> None:
        """Keep what is known now."""
        self._write(_PUT_FEED, astuple(feed))

    def note(self, feed: FeedState, entries: Iterable[tuple[str, Entry]], now: float) -> None:
        """Keep a feed, and its entries with their keys: what is new or says something else is wanted."""
        with self._guard, self._connection:
            self._connection.execute(_PUT_FEED, astuple(feed))
            for key, entry in entries:
                kept = json.dumps(asdict(entry if entry.whole else replace(entry, content=entry.content[:_KEPT])))
                stamp = min(entry.stamp if entry.stamp is not None else now, now)
                self._connection.execute(
                    """INSERT INTO items (key, feed, entry, fingerprint, stamp, status)
                    VALUES (?, ?, ?, ?, ?, 'wanted')
                    ON CONFLICT (key) DO UPDATE SET
                        entry = excluded.entry, fingerprint = excluded.fingerprint, stamp = excluded.stamp,
                        status = 'wanted', tries = 0, not_before = 0, changes = changes + 1
                    WHERE fingerprint <> excluded.fingerprint AND feed = excluded.feed
                        AND status <> 'other' AND changes < ?""",
                    (key, feed.key, kept, entry.fingerprint, stamp, _MAX_CHANGES),
                )

    def wanted(self, feed: str, now: float, limit: int) -> tuple[list[Item], int]:
        """The newest articles of a feed that are wanted, and how many others have to wait."""
        with self._guard:
            rows = self._connection.execute(
                f"SELECT key, feed, entry, tries, file, etag, last_modified {_DUE} ORDER BY stamp DESC, rowid LIMIT ?",
                (feed, now, now + TOO_FAR, limit),
            ).fetchall()
            (count,) = self._connection.execute(f"SELECT count(*) {_DUE}", (feed, now, now + TOO_FAR)).fetchone()
        items = [Item(key, feed_, Entry(**json.loads(entry)), *rest) for key, feed_, entry, *rest in rows]
        return items, count - len(items)

    def other_file(self, page: str, key: str) -> bool:
        """Whether a page has been saved already, for another entry."""
        with self._guard:
            row = self._connection.execute(
                "SELECT 1 FROM items WHERE page = ? AND key <> ? AND status = 'saved'", (page, key)
            ).fetchone()
        return row is not None

    def saved(
        self, key: str, file: str, page: str | None = None, etag: str | None = None, last_modified: str | None = None
    ) -> None:
        """An article is in its file, new or changed, and is to be built."""
        self._write(
            """UPDATE items SET status = 'saved', entry = '', tries = 0, file = ?, page = ?, etag = ?,
            last_modified = ?, built = NULL WHERE key = ?""",
            (file, page, etag, last_modified, key),
        )

    def settled(self, key: str, status: str) -> None:
        """Nothing is to be done for an entry: `saved` as it was, `lost`, or `other`, saved for another entry."""
        self._write("UPDATE items SET status = ?, entry = '' WHERE key = ?", (status, key))

    def postponed(self, key: str, tries: int, not_before: float) -> None:
        """An article is to be tried again later."""
        self._write("UPDATE items SET tries = ?, not_before = ? WHERE key = ?", (tries, not_before, key))

    def unbuilt(self, store: str) -> list[str]:
        """The files that are not in a store, in the order of their names."""
        with self._guard:
            rows = self._connection.execute(
                "SELECT file FROM items WHERE status IN ('saved', 'wanted') AND file IS NOT NULL AND built IS NOT ?"
                " ORDER BY file",
                (store,),
            )
            return [file for (file,) in rows]

    def built(self, files: Iterable[str], store: str) -> None:
        """These files are in a store now."""
        with self._guard, self._connection:
            self._connection.executemany("UPDATE items SET built = ? WHERE file = ?", ((store, file) for file in files))

    def robots(self, origin: str) -> Robots:
        """What is known of the robots.txt of an origin."""
        with self._guard:
            row = self._connection.execute(
                "SELECT text, learnt, asked, away_since, why FROM robots WHERE origin = ?", (origin,)
            ).fetchone()
        return Robots(*row) if row else Robots()

    def keep_robots(self, origin: str, known: Robots) -> None:
        """Keep what is known now."""
        self._write(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?, ?)",
            (origin, known.text, known.learnt, known.asked, known.away_since, known.why),
        )

    def resting(self) -> dict[str, float]:
        """The hosts that are to be left alone, and until when."""
        with self._guard:
            return dict(self._connection.execute("SELECT host, until FROM hosts").fetchall())

    def keep_resting(self, hosts: dict[str, float]) -> None:
        """Keep which hosts are to be left alone."""
        with self._guard, self._connection:
            self._connection.execute("DELETE FROM hosts")
            self._connection.executemany("INSERT INTO hosts VALUES (?, ?)", hosts.items())

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self._guard, self._connection:
            self._connection.execute(statement, values)


@contextmanager
def open_state(folder: Path) -> Iterator[State]:
    """Open the state of a folder, which is made if it is not there, and hold its lock.

    Raises:
        FeedError: Another watch is at work there, or the folder or the file is no good.
    """
    file = folder / STATE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=1.0, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise FeedError(f"{folder}: cannot be written ({getattr(error, 'strerror', None) or error})") from error
    try:
        _prepare(connection, folder)
        file.chmod(0o600)  # addresses of private feeds may have a key in them
        yield State(connection)
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, folder: Path) -> None:
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN EXCLUSIVE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise FeedError(f"{folder}: was watched into by another version of kg; name another folder with --save")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
        connection.executescript(_SCHEMA)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise FeedError(f"{folder}: another kg watch is at work there; name another folder with --save") from error
        raise FeedError(f"{folder / STATE}: cannot be used ({error})") from error
    except sqlite3.DatabaseError as error:
        told = f"{folder / STATE}: is damaged ({error}); delete it, and what is there is fetched again"
        raise FeedError(told) from error
