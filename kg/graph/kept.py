"""The claims of every article as they were read, before linking, in an SQLite file beside the graph.

Linking is a function of the whole set, so the claims of each article stay here unlinked, under a key of
what the article says and what read it. The article's text is kept too: it is what the offsets of evidence
count in. Beside them stands what was last decided of all (nodes, candidates, verdicts), and what the store is to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections import defaultdict
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.infer import Entailments
from kg.graph.kept_rows import (
    LINKED,
    SCHEMA,
    pack,
    to_columns,
    to_linked_claim,
    to_meta,
    to_node,
    unpack,
    with_tuples,
)
from kg.graph.link import Candidate, EntityKey, Node, entities_of
from kg.graph.repetition import METHOD, Sketch, make_sketch
from kg.graph.runs import Run
from kg.graph.tables import dump, fill, tables
from kg.graph.ties import HOME_RELATIONS, OFFICE_RELATION, Tie, Told
from kg.graph.verdicts import Verdict
from kg.graph.whole import LinkedClaim
from kg.jsonl import claim_from_line, claim_to_dict
from kg.model import Article, ArticleMeta, Claim, Entity, EntityType, Modality, Polarity
from kg.ontology import EventType, Relation
from kg.open_names import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = ["Change", "Kept", "KeptArticle", "content_key"]

_FROM_STORE = "./"  # at the beginning of a path that is told as seen from the store's folder


class Change(Enum):
    """What putting an article in did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """An article of the store; `written` is what its graph was last made from, `digest` what it holds now."""

    meta: ArticleMeta
    digest: str
    run: Run
    written: str


def content_key(article: Article, run: Run) -> str:
    """A digest of all that the claims of an article hang on: its text, its metadata, and what reads it."""
    meta = json.dumps(asdict(article.meta), sort_keys=True)
    return hashlib.sha256(b"\0".join((meta.encode(), pack(article.text), run.digest.encode()))).hexdigest()


class Kept:
    """The kept claims; every change to one article is one transaction, and marks the graph as out of date."""

    def __init__(self, connection: sqlite3.Connection, *, folder: Path | None = None, writable: bool = True) -> None:
        """Take over a connection and, if it may be written, lay out its tables; `folder` is that of the store."""
        self._db = connection
        self._folder = None if folder is None else folder.resolve()
        self._shared: dict[str, frozenset[str]] | None = None
        self.writable = writable
        self._db.execute("PRAGMA foreign_keys = ON")
        if writable:
            # In one transaction: a file has all tables or none.
            self._db.executescript(f"PRAGMA synchronous = NORMAL; BEGIN; {SCHEMA} COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def put(self, article: Article, claims: Sequence[Claim], run: Run) -> Change:
        """Keep the claims of an article in place of those it had."""
        key = content_key(article, run)
        bodies = [json.dumps(claim_to_dict(claim)) for claim in claims]
        digest = hashlib.sha256("\n".join((key, *bodies)).encode()).hexdigest()
        own = pack(article.id)
        before = self._db.execute("SELECT digest FROM article WHERE id = ?", (own,)).fetchone()
        if before == (digest,):
            return Change.UNCHANGED
        meta, run_text = json.dumps(asdict(article.meta)), json.dumps(asdict(run))
        self._shared = None
        with self._db:
            self._mark_dirty()
            self._db.execute("DELETE FROM article WHERE id = ?", (own,))
            self._db.execute(
                "INSERT INTO article (id, key, digest, meta, text, run) VALUES (?, ?, ?, ?, ?, ?)",
                (own, key, digest, meta, pack(article.text), run_text),
            )
            self._db.executemany(
                "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (own, position, *to_columns(claim), body)
                    for position, (claim, body) in enumerate(zip(claims, bodies, strict=True))
                ),
            )
            self._db.executemany(
                "INSERT INTO entity (article, id, label, type, aliases) VALUES (?, ?, ?, ?, ?)",
                (
                    (
                        own,
                        pack(entity.id),
                        pack(entity.label),
                        entity.type.value,
                        json.dumps(entity.aliases),
                    )
                    for entity in entities_of(article.id, claims).values()
                ),
            )
        return Change.CHANGED if before else Change.NEW

    def remove(self, articles: Collection[str]) -> int:
        """Forget articles, and say how many of them there were."""
        self._shared = None
        with self._db:
            if articles:
                self._mark_dirty()
            rows = ((pack(article),) for article in articles)
            return self._db.executemany("DELETE FROM article WHERE id = ?", rows).rowcount if articles else 0

    def key_of(self, article: str) -> str | None:
        """The content key under which an article's claims are kept."""
        row = self._db.execute("SELECT key FROM article WHERE id = ?", (pack(article),)).fetchone()
        return None if row is None else str(row[0])

    def text_of(self, article: str) -> str | None:
        """The text of an article as it was read."""
        row = self._db.execute("SELECT text FROM article WHERE id = ?", (pack(article),)).fetchone()
        return None if row is None else unpack(row[0])

    def ids(self) -> set[str]:
        """The ids of all articles."""
        return {unpack(row[0]) for row in self._db.execute("SELECT id FROM article")}

    def articles(self) -> list[KeptArticle]:
        """All articles, by their ids."""
        rows = self._db.execute("SELECT meta, digest, run, written FROM article ORDER BY id")
        read_run = cache(lambda told: Run(**json.loads(told)))  # a few runs read all
        return [
            KeptArticle(to_meta(json.loads(meta)), digest, read_run(run), written)
            for meta, digest, run, written in rows
        ]

    def sketches(self) -> dict[str, Sketch]:
        """The sketches of all articles, made where there is none yet; without a text, of what its claims quote."""
        query = "SELECT id FROM article WHERE id NOT IN (SELECT article FROM sketch WHERE method = ?)"
        missing = [unpack(own) for (own,) in self._db.execute(query, (METHOD,))]
        texts = ((own, self.text_of(own) or self._sentences(own)) for own in missing)
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO sketch VALUES (?, ?, ?, ?)",
                ((pack(own), METHOD, *make_sketch(text).to_bytes()) for own, text in texts),
            )
        rows = self._db.execute("SELECT article, shingles, signature FROM sketch ORDER BY article")
        return {unpack(own): Sketch.from_bytes(*data) for own, *data in rows}

    def _sentences(self, article: str) -> str:
        """What the claims of an article quote, in the order of the text."""
        quoted = {(each.start, each.text) for claim in self.claims_of(article) for each in claim.evidence}
        return "\n".join(text for _, text in sorted(quoted))

    def runs(self) -> dict[Run, int]:
        """What read the articles, and how many each."""
        rows = self._db.execute("SELECT run, count(*) FROM article GROUP BY run ORDER BY run")
        return {Run(**json.loads(run)): count for run, count in rows}

    def claims_of(self, article: str) -> tuple[Claim, ...]:
        """The claims of an article, as they were put in."""
        query = "SELECT body FROM claim WHERE article = ? ORDER BY position"
        return tuple(claim_from_line(body) for (body,) in self._db.execute(query, (pack(article),)))

    def spans_of(self, article: str) -> list[tuple[int, int]]:
        """The half-open offsets of what the claims of an article quote, in their order."""
        query = """SELECT DISTINCT json_extract(e.value, '$.start') AS start, json_extract(e.value, '$.end') AS stop
            FROM claim c, json_each(c.body, '$.evidence') e WHERE c.article = ? ORDER BY start, stop"""
        return list(self._db.execute(query, (pack(article),)))

    def quoting(self, words: Collection[str]) -> set[str]:
        """The articles with a claim that has all these words, of ASCII letters, somewhere; capitals say nothing."""
        fits = " AND ".join(["body LIKE ?"] * len(words)) or "TRUE"
        rows = self._db.execute(
            f"SELECT DISTINCT article FROM claim WHERE {fits}",  # noqa: S608 - no word is part of it
            [f"%{word}%" for word in words],
        )
        return {unpack(row[0]) for row in rows}

    def entities(self) -> dict[EntityKey, Entity]:
        """The entities of all articles."""
        rows = self._db.execute("SELECT article, id, label, type, aliases FROM entity ORDER BY article, id")
        texts: dict[str, str] = {}

        @cache  # many articles name the same in the same words
        def entity(own: bytes, label: bytes, kind: str, aliases: str) -> Entity:
            others = tuple(_once(alias, texts) for alias in json.loads(aliases))
            return Entity(_once(unpack(own), texts), _once(unpack(label), texts), EntityType(kind), others)

        found = {}
        for article, *form in rows:
            each = entity(*form)
            found[_once(unpack(article), texts), each.id] = each
        return found

    def told(self) -> Told:
        """What the articles tell of their entities besides names: lasting facts, and the year of each article."""
        query = """SELECT article, subject, relation, object FROM claim WHERE polarity = ? AND modality = ?
            ORDER BY article, position"""
        rows = self._db.execute(query, (Polarity.POSITIVE.value, Modality.ACTUAL.value))
        lasting = {pack(relation) for relation in (*HOME_RELATIONS, OFFICE_RELATION)}
        dates = ((each.meta.id, each.meta.published or "") for each in self.articles())
        texts: dict[str, str] = {}
        return Told(
            tuple(Tie(*(_once(unpack(part), texts) for part in row)) for row in rows if row[2] in lasting),
            {article: int(date[:4]) for article, date in dates if date[:4].isascii() and date[:4].isdigit()},
        )

    def link(
        self,
        nodes: Mapping[EntityKey, Node],
        relations: Mapping[str, Relation],
        candidates: Iterable[Candidate] = (),
    ) -> None:
        """Remember which node each entity is, the ontology's relations, and the pairs of nodes that may be one.

        Entities that corrections leave are no node.
        """
        known = {unpack(name): body for name, body in self._db.execute("SELECT name, body FROM node")}
        distinct = {node.name: node for node in nodes.values()}
        bodies = {name: json.dumps(asdict(node)) for name, node in distinct.items()}
        query = "SELECT article, id, node FROM entity"
        before = {(unpack(article), unpack(own)): node for article, own, node in self._db.execute(query)}
        gone = (key for key, node in before.items() if node is not None and key not in nodes)
        with self._db:
            self._db.executemany(
                "UPDATE entity SET node = NULL WHERE article = ? AND id = ?", (tuple(map(pack, key)) for key in gone)
            )
            self._db.executemany(
                "UPDATE entity SET node = ? WHERE article = ? AND id = ?",
                (
                    (pack(node.name), *map(pack, key))
                    for key, node in nodes.items()
                    if before[key] is None or unpack(before[key]) != node.name
                ),
            )
            self._db.executemany("DELETE FROM node WHERE name = ?", ((pack(name),) for name in known.keys() - bodies))
            new = ((pack(name), body) for name, body in bodies.items() if known.get(name) != body)
            self._db.executemany("INSERT OR REPLACE INTO node VALUES (?, ?)", new)
            self._db.execute("DELETE FROM candidate")
            pairs = ((pack(each.one), pack(each.other), each.score, pack(each.why)) for each in candidates)
            self._db.executemany("INSERT INTO candidate VALUES (?, ?, ?, ?)", pairs)
            self._set("relations", json.dumps({name: asdict(relation) for name, relation in relations.items()}))

    def nodes(self) -> dict[str, Node]:
        """The nodes that entities were last linked to, by their names."""
        query = "SELECT name, body FROM node ORDER BY name"
        return {unpack(name): to_node(json.loads(body)) for name, body in self._db.execute(query)}

    def candidates(self) -> tuple[Candidate, ...]:
        """The pairs of nodes that may be one, the likeliest first."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'candidate'").fetchone():
            return ()  # written by an earlier version, and not linked since
        query = "SELECT one, other, score, why FROM candidate ORDER BY score DESC, one, other"
        rows = self._db.execute(query)
        return tuple(Candidate(unpack(one), unpack(other), score, unpack(why)) for one, other, score, why in rows)

    def names(self) -> dict[EntityKey, str]:
        """The name of the node that each entity was last linked to."""
        query = "SELECT article, id, node FROM entity WHERE node IS NOT NULL ORDER BY article, id"
        return {(unpack(article), unpack(own)): unpack(node) for article, own, node in self._db.execute(query)}

    def names_of(self, article: str) -> dict[str, str]:
        """The name of the node that each entity of an article was last linked to."""
        query = "SELECT id, node FROM entity WHERE article = ? AND node IS NOT NULL ORDER BY id"
        return {unpack(own): unpack(node) for own, node in self._db.execute(query, (pack(article),))}

    def relations(self) -> dict[str, Relation]:
        """The relations of the ontology that the graph was last linked with."""
        told = json.loads(self.recall("relations") or "{}", object_hook=with_tuples)
        return {name: Relation(**fields) for name, fields in told.items()}

    def keep_event_types(self, event_types: Mapping[str, EventType]) -> None:
        """Remember the event types of the ontology that the graph is linked with."""
        self.remember("event types", json.dumps([asdict(each) for _, each in sorted(event_types.items())]))

    def event_types(self) -> dict[str, EventType]:
        """The event types of the ontology that the graph was last linked with."""
        return {told["name"]: EventType(**told) for told in json.loads(self.recall("event types") or "[]")}

    def linked(self, minimum: float = 0.0) -> Iterator[LinkedClaim]:
        """All claims of at least this confidence as they were last linked, by article and place in it."""
        shared = self.shared_claim_ids()
        texts: dict[str, str] = {}
        for row in self._db.execute(LINKED, (minimum,)):
            claim = to_linked_claim(row, shared, texts)
            if claim is not None:
                yield claim

    def count_claims(self, minimum: float = 0.0) -> int:
        """How many claims there are of at least this confidence."""
        return int(self._db.execute("SELECT count(*) FROM claim WHERE confidence >= ?", (minimum,)).fetchone()[0])

    def count_open_claims(self) -> int:
        """How many claims have an open relation, which no ontology knows."""
        begins = pack(f"{OPEN}:")
        query = "SELECT count(*) FROM claim WHERE substr(relation, 1, ?) = ?"
        return int(self._db.execute(query, (len(begins), begins)).fetchone()[0])

    def count_dropped(self) -> int:
        """How many of them corrections drop."""
        return int(self._db.execute("SELECT count(*) FROM verdict WHERE dropped").fetchone()[0])

    def count_left_out(self) -> int:
        """How many are below the threshold, by their confidence as corrections have it; dropped ones do not count."""
        query = (
            "SELECT count(*) FROM claim c LEFT JOIN verdict v ON v.article = c.article AND v.position = c.position "
            "WHERE NOT coalesce(v.dropped, 0) AND coalesce(v.confidence, c.confidence) < ?"
        )
        return int(self._db.execute(query, (self.min_confidence,)).fetchone()[0])

    def judge(self, verdicts: Mapping[tuple[str, int], Verdict]) -> None:
        """Remember what corrections do to claims, by article and place in it, in the place of all verdicts before."""
        with self._db:
            self._db.execute("DELETE FROM verdict")
            self._db.executemany(
                "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (pack(article), position, v.dropped, v.confidence, v.placeless, v.speakerless, json.dumps(v.by))
                    for (article, position), v in verdicts.items()
                ),
            )

    def verdicts(self) -> dict[str, dict[int, Verdict]]:
        """What corrections do to the claims of each article, by the place of the claim in it."""
        found: dict[str, dict[int, Verdict]] = {}
        for article, position, dropped, confidence, placeless, speakerless, by in self._db.execute(
            "SELECT * FROM verdict ORDER BY article, position"
        ):
            verdict = Verdict(bool(dropped), confidence, bool(placeless), bool(speakerless), tuple(json.loads(by)))
            found.setdefault(unpack(article), {})[position] = verdict
        return found

    def shared_claim_ids(self) -> dict[str, frozenset[str]]:
        """The ids that claims of more than one article bear, by article."""
        if self._shared is not None:
            return self._shared
        query = """SELECT DISTINCT article, id FROM claim WHERE id IN
            (SELECT id FROM claim GROUP BY id HAVING min(article) <> max(article))"""
        shared: dict[bytes, set[bytes]] = defaultdict(set)
        for article, own in self._db.execute(query):
            shared[article].add(own)
        self._shared = {unpack(article): frozenset(map(unpack, ids)) for article, ids in shared.items()}
        return self._shared

    def mark_unwritten(self, articles: Collection[str]) -> None:
        """Say that the graphs of articles are about to be written, so that none of them is taken for what it was.

        This is on the disk before anything of the graphs is, even if the power fails.
        """
        self._db.execute("PRAGMA synchronous = FULL")
        with self._db:
            self._mark_dirty()
            self._set("rewriting", "yes")
            rows = ((pack(article),) for article in articles)
            self._db.executemany("UPDATE article SET written = '' WHERE id = ?", rows)
        self._db.execute("PRAGMA synchronous = NORMAL")

    def mark_written(self, signatures: Mapping[str, str]) -> None:
        """Remember what the graphs of articles were made from."""
        rows = [(signature, pack(article)) for article, signature in signatures.items()]
        with self._db:
            self._db.executemany("UPDATE article SET written = ? WHERE id = ?", rows)

    def forget_written(self) -> None:
        """Take no graph for written any more, which marks the whole as out of date."""
        with self._db:
            self._mark_dirty()
            self._set("rewriting", "yes")
            self._db.execute("UPDATE article SET written = ''")

    @property
    def stamp(self) -> str | None:
        """What the graph was last linked with; none while it is out of date."""
        return self.recall("stamp")

    @property
    def min_confidence(self) -> float:
        """The threshold below which claims stay out of the graph."""
        return float(self.recall("min_confidence") or 0)

    def set_min_confidence(self, minimum: float) -> None:
        """Change that threshold, which marks the graph as out of date."""
        if minimum != self.min_confidence:
            with self._db:
                self._mark_dirty()
                self._set("min_confidence", repr(float(minimum)))

    @property
    def infers(self) -> bool:
        """Whether the graph is to say what follows from its facts."""
        return self.recall("infers") == "yes"

    def set_infers(self, infers: bool) -> None:
        """Change that, which marks the graph as out of date."""
        if infers != self.infers:
            with self._db:
                self._mark_dirty()
                self._set("infers", "yes" if infers else "no")

    @property
    def entailments(self) -> Entailments | None:
        """What follows from facts by the ontology that the graph was last linked with, if the graph says so."""
        text = self.recall("entailments")
        return Entailments.from_json(text) if text and self.infers else None

    @property
    def corrections(self) -> tuple[str, str]:
        """The corrections that the store follows: the file's path, and its text; both empty where there are none.

        The path is kept as seen from the store's folder.
        """
        return self._found(self.recall("corrections_file") or ""), self.recall("corrections") or ""

    def set_corrections(self, file: str, text: str) -> None:
        """Follow other corrections, which marks the graph as out of date."""
        kept = self._told(file)
        if text != (self.recall("corrections") or ""):
            with self._db:
                self._mark_dirty()
                self._set("corrections_file", kept)
                self._set("corrections", text)
        elif kept != (self.recall("corrections_file") or ""):
            self.remember("corrections_file", kept)

    def _told(self, file: str) -> str:
        """A path as seen from the store, so that both may be moved or copied together, and tell of no home folder."""
        if self._folder is None or not Path(file).is_absolute():
            return file
        if Path(file).parts[:2] != self._folder.parts[:2]:
            return file  # with nothing in common but the root of the file system, they do not move together
        return _FROM_STORE + Path(os.path.relpath(file, self._folder)).as_posix()

    def _found(self, file: str) -> str:
        if self._folder is None or not file.startswith(_FROM_STORE):
            return file  # as older stores have it
        return os.path.normpath(self._folder / file)

    def recall(self, name: str) -> str | None:
        """What was remembered under a name."""
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, name: str, value: str) -> None:
        """Remember something of the graph as a whole."""
        with self._db:
            self._set(name, value)

    def mark_clean(self, stamp: str) -> None:
        """Say that the graph holds just what is kept here, linked with what the stamp says."""
        with self._db:
            self._set("stamp", stamp)
            self._db.execute("DELETE FROM setting WHERE name = 'rewriting'")

    @property
    def settled(self) -> bool:
        """Whether the graph is one that an update left, out of date perhaps, and not one half rewritten."""
        return self.recall("rewriting") is None

    def tables(self) -> dict[str, str]:
        """All tables by name, and the SQL that makes each."""
        return tables(self._db)

    def dump(self, table: str) -> Iterator[str]:
        """The rows of a table, each as a JSON array."""
        return dump(self._db, table)

    def fill(self, schema: Mapping[str, str], dumped: Iterable[tuple[str, str]]) -> None:
        """Take over the rows that another file gave, while there is nothing here yet."""
        fill(self._db, schema, dumped)

    def _set(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _mark_dirty(self) -> None:
        self._db.execute("DELETE FROM setting WHERE name = 'stamp'")


def _once(text: str, texts: dict[str, str]) -> str:
    """The same text as the first that was equal: thousands of rows have the same, and need it once."""
    return texts.setdefault(text, text)
