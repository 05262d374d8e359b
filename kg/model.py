"""The plain types that every part speaks: articles in, claims out.

Offsets are half-open character positions into `Article.text`; confidence is 0..1; dates are ISO 8601 strings.
Only the standard library is imported here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Article",
    "ArticleMeta",
    "Claim",
    "DateSource",
    "Entity",
    "EntityType",
    "Evidence",
    "Mention",
    "Modality",
    "Polarity",
    "Repair",
    "at_least",
    "make_article",
]


class EntityType(StrEnum):
    """What kind of thing an entity is; the names are local names of `kg:` classes."""

    PERSON = "Person"
    COUNTRY = "Country"
    ORGANIZATION = "Organization"
    GROUP = "Group"
    CITY = "City"
    REGION = "Region"
    FACILITY = "Facility"
    OFFICE = "Office"
    EVENT = "Event"
    WORK = "Work"


class Polarity(StrEnum):
    """Whether the text says that it is so or that it is not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How real it is: it happened, somebody intends it, it may be, somebody is asked to do it."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    REQUESTED = "requested"


class DateSource(StrEnum):
    """Where an article's date was found, the surest first."""

    SIDECAR = "sidecar"
    METADATA = "metadata"
    DATELINE = "dateline"
    TEXT = "text"
    ADDRESS = "address"
    FILE_NAME = "file name"
    COMMAND_LINE = "command line"
    FILE = "file"  # when it was made or fetched, no sooner than its article


class _Sent:
    """Goes between processes by the million, and so by its fields alone: three times as fast as dataclasses do it."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[_Sent], tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True)
class ArticleMeta(_Sent):
    """What is known of an article apart from its text. `published` is an ISO date, `date_source` where it is from."""

    id: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    sha256: str | None = None
    date_source: DateSource | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Characters `start` to `end` (half-open, not empty) of a text that are to be read as `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article(_Sent):
    """An article as read. A title given apart from the text is the first paragraph of `text`.

    `junk` holds half-open character spans that are no part of the report: captions, bylines, share prompts.
    `repairs` tells what is damaged: soft hyphens, broken lines, wrong characters. Both are in order and apart.
    """

    meta: ArticleMeta
    text: str
    junk: tuple[tuple[int, int], ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def id(self) -> str:
        return self.meta.id


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of an article that names or describes an entity."""

    start: int
    end: int
    text: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Entity(_Sent):
    """Somebody or something, as one article knows it.

    `id` is the gazetteer's for what the gazetteer knows, else a readable slug that is unique in the article.
    `label` is the fullest name that the text or the gazetteer gives, `aliases` the surface forms in the article.
    """

    id: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence(_Sent):
    """The sentence behind a claim: `text == article.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim(_Sent):
    """One statement of one article: subject, relation, object, and how the text stands to it.

    `relation` is a local name in `kg:`, or a CURIE. `time` is an ISO 8601 date, month, year or interval.
    `asserted` is true only for what the article, or an admission, gives as a fact (see ontology/README.md).
    """

    id: str
    article: ArticleMeta
    subject: Entity
    relation: str
    object: Entity
    symmetric: bool = False
    event_type: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    operator: str | None = None
    place: Entity | None = None
    time: str | None = None
    topic: str | None = None
    speaker: Entity | None = None
    asserted: bool = True
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


def at_least(claims: Iterable[Claim], confidence: float) -> tuple[Claim, ...]:
    """The claims whose confidence is this or more, in their order."""
    return tuple(claim for claim in claims if claim.confidence >= confidence)


def make_article(  # noqa: PLR0913 - all but the first are fields
    text: str,
    *,
    id: str | None = None,  # noqa: A002 - the field's own name
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    author: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    date_source: DateSource | None = None,
) -> Article:
    """Make an article; its id, where none is given, comes from the hash of its text.

    A `title` that is not already the text's first line becomes its first paragraph. Without a date there is no source.
    """
    if title and text.lstrip().partition("\n")[0].strip() != title.strip():
        text = f"{title.strip()}\n\n{text}"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    meta = ArticleMeta(
        id=id or digest[:16],
        title=title,
        published=published,
        url=url,
        author=author,
        publisher=publisher,
        language=language,
        sha256=digest,
        date_source=date_source if published else None,
    )
    return Article(meta, text)
