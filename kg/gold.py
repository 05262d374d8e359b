"""Gold sets: articles that people have annotated with the claims that a careful reader draws.

A set is a folder of JSON files, one an article, in the form that `tests/gold/README.md` describes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import ArticleError
from kg.model import Article, EntityType, Modality, Polarity
from kg.read import read_articles

__all__ = ["GoldArticle", "GoldClaim", "GoldEntity", "load_gold"]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Somebody or something that an annotator found; `key` is its name inside the gold file."""

    key: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """What an annotator read; subject, object and speaker are keys of entities, `place` is a name.

    `also` are relations that count as right besides `relation`.
    """

    subject: str
    relation: str
    object: str
    evidence: str
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    place: str | None = None
    time: str | None = None
    speaker: str | None = None
    optional: bool = False
    also: frozenset[str] = frozenset()

    @property
    def relations(self) -> frozenset[str]:
        return self.also | {self.relation}

    @property
    def is_fact(self) -> bool:
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with what is to be found in it; `article` goes by the id of the gold file."""

    article: Article
    entities: dict[str, GoldEntity]
    claims: tuple[GoldClaim, ...]

    @property
    def id(self) -> str:
        return self.article.id


def load_gold(directory: Path) -> list[GoldArticle]:
    """Read the gold files of a folder, in the order of their names.

    Raises:
        ArticleError: a file is no gold file, or its article is not to be found.
    """
    files = sorted(directory.glob("*.json"))
    if not files:
        raise ArticleError(f"{directory}: no gold files (*.json) here")
    return [_load(file) for file in files]


def _load(file: Path) -> GoldArticle:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        entities = {key: _entity(key, value) for key, value in record["entities"].items()}
        claims = tuple(_claim(value) for value in record["claims"])
        keys = {key for claim in claims for key in (claim.subject, claim.object, claim.speaker) if key}
        if unknown := sorted(keys - entities.keys()):
            raise ValueError(f"no such entity: {', '.join(unknown)}")
        return GoldArticle(_article(file, record), entities, claims)
    except KeyError as error:
        raise ArticleError(f"{file.name}: field {error} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ArticleError(f"{file.name}: no gold file ({error})") from error


def _article(file: Path, record: dict[str, Any]) -> Article:
    """Read the annotated article as `kg` reads any, and give it the gold file's id."""
    name, _, wanted = record.get("seed", f"{file.stem}.txt").partition("#")
    found = [article for article in read_articles([file.parent / name]) if wanted in ("", article.id)]
    if len(found) != 1:
        raise ArticleError(f"{file.name}: its article is not in {name}, or not there alone")
    article = found[0]
    published = record.get("published") or article.meta.published
    return replace(article, meta=replace(article.meta, id=record["id"], published=published))


def _entity(key: str, record: dict[str, Any]) -> GoldEntity:
    return GoldEntity(key, record["label"], EntityType(record["type"]), tuple(record.get("aliases", ())))


def _claim(record: dict[str, Any]) -> GoldClaim:
    return GoldClaim(
        subject=record["subject"],
        relation=record["relation"],
        object=record["object"],
        evidence=record["evidence"],
        polarity=Polarity(record.get("polarity", "positive")),
        modality=Modality(record.get("modality", "actual")),
        place=record.get("place"),
        time=record.get("time"),
        speaker=record.get("speaker"),
        optional=bool(record.get("optional", False)),
        also=frozenset(record.get("also", ())),
    )
