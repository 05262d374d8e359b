"""Gold sets: articles that people have annotated with the claims that a careful reader draws.

A set is a folder of JSON files, one an article, in the form that `tests/gold/README.md` describes; the article's text
is the `.txt` file of the same name, or the one that `seed` names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import ArticleError
from kg.fields import choice_of, flag_of, list_of, needed_text, object_of, text_of
from kg.model import Article, EntityType, Modality, Polarity
from kg.read import read_articles, to_iso_date
from kg.read.article.options import raise_error

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


def load_gold(directory: Path, *, on_error: Callable[[ArticleError], object] = raise_error) -> list[GoldArticle]:
    """Read the gold files of a folder, in the order of their names.

    Args:
        directory: The folder; files that are no `.json` are passed over.
        on_error: Is given the error of each bad file, with file, place and remedy; the rest goes on. Raises it by
            default.

    Raises:
        ArticleError: there is no such folder, or no gold file in it.
    """
    files = sorted(directory.glob("*.json"))
    if not files:
        raise ArticleError(f"{directory}: no gold files (*.json) here")
    found: dict[str, GoldArticle] = {}
    for file in files:
        try:
            gold = _load(file)
            if gold.id in found:
                raise ArticleError(f"'id' is {gold.id!r}, as in an earlier file; every article needs an id of its own")
        except ArticleError as error:
            on_error(ArticleError(f"{file.name}: {error}"))
        else:
            found[gold.id] = gold
    return list(found.values())


def _load(file: Path) -> GoldArticle:
    try:
        record = object_of(json.loads(file.read_text(encoding="utf-8-sig")), "a gold file")
    except json.JSONDecodeError as error:
        raise ArticleError(f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from error
    except UnicodeDecodeError as error:
        raise ArticleError("not UTF-8 text; save it as UTF-8") from error
    except (OSError, RecursionError) as error:
        raise ArticleError(f"cannot be read ({error})") from error
    named = object_of(record.get("entities"), "'entities'")
    entities = {key: _entity(key, value) for key, value in named.items()}
    if "claims" not in record:
        raise ArticleError("'claims' is missing; an article that says nothing has an empty list")
    claims = tuple(_claim(value, f"claims[{n}]", entities) for n, value in enumerate(list_of(record, "claims")))
    return GoldArticle(_article(file, record), entities, claims)


def _article(file: Path, record: Mapping[str, Any]) -> Article:
    """Read the annotated article as `kg` reads any, and give it the gold file's id."""
    own = needed_text(record, "id")
    name, _, wanted = (text_of(record, "seed") or f"{file.stem}.txt").partition("#")
    published = text_of(record, "published")
    date = to_iso_date(published) if published else None
    if published and date is None:
        raise ArticleError(f"'published' is {published!r}; write it as 2022-03-07")
    if not (file.parent / name).is_file():
        raise ArticleError(f"its article {name} is not there; put it beside the file, or name it in 'seed'")
    found = [article for article in read_articles([file.parent / name]) if wanted in ("", article.id)]
    if len(found) != 1:
        what = f"no article {wanted!r}" if wanted and not found else f"{len(found)} articles where one is meant"
        raise ArticleError(f"{name} has {what}; 'seed' is written as FILE#ID")
    article = found[0]
    return replace(article, meta=replace(article.meta, id=own, published=date or article.meta.published))


def _entity(key: str, value: object) -> GoldEntity:
    where = f"entities.{key}"
    record, prefix = object_of(value, repr(where)), f"{where}."
    kind = choice_of(record, "type", EntityType, None, prefix)
    return GoldEntity(key, needed_text(record, "label", prefix), kind, _texts(record, "aliases", prefix))


def _claim(value: object, where: str, entities: Mapping[str, GoldEntity]) -> GoldClaim:
    record, prefix = object_of(value, repr(where)), f"{where}."

    def known(field: str, key: str) -> str:
        if key in entities:
            return key
        near = get_close_matches(key, entities, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "add it to 'entities'"
        raise ArticleError(f"'{prefix}{field}' is {key!r}, which is no key of 'entities'; {hint}")

    speaker = text_of(record, "speaker", prefix)
    return GoldClaim(
        subject=known("subject", needed_text(record, "subject", prefix)),
        relation=needed_text(record, "relation", prefix),
        object=known("object", needed_text(record, "object", prefix)),
        evidence=text_of(record, "evidence", prefix) or "",
        polarity=choice_of(record, "polarity", Polarity, Polarity.POSITIVE, prefix),
        modality=choice_of(record, "modality", Modality, Modality.ACTUAL, prefix),
        place=text_of(record, "place", prefix),
        time=text_of(record, "time", prefix),
        speaker=known("speaker", speaker) if speaker else None,
        optional=flag_of(record, "optional", default=False, prefix=prefix),
        also=frozenset(_texts(record, "also", prefix)),
    )


def _texts(record: Mapping[str, Any], field: str, prefix: str) -> tuple[str, ...]:
    values = list_of(record, field, prefix)
    if not all(isinstance(value, str) for value in values):
        raise ArticleError(f"'{prefix}{field}' must be a list of strings")
    return tuple(values)
