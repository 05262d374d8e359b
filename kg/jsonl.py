"""Claims as JSON Lines, one claim a line, out and in.

Reading is strict about what a field may hold and kind about what may be missing: only `id`, `article.id`,
both ends and the relation are needed, and fields that are not ours are passed over. Messages name the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from kg.errors import ArticleError
from kg.fields import choice_of, flag_of, list_of, needed_text, object_of, show, text_of
from kg.model import Article, ArticleMeta, Claim, DateSource, Entity, EntityType, Evidence, Modality, Polarity

__all__ = [
    "article_to_line",
    "claim_from_dict",
    "claim_from_line",
    "claim_to_dict",
    "claim_to_line",
    "read_claims",
    "to_line",
    "write_claims",
]

_ARTICLE_FIELDS = ("title", "published", "date_source", "url", "author", "publisher", "language", "sha256")
_DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_TIME = re.compile(rf"{_DAY}|{_DAY}/(?:{_DAY}|\.\.)|\.\./{_DAY}")
_RELATION = re.compile(r"[^\s<>\"{}|^`\\]+")
_COMMANDS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def article_to_line(article: Article) -> str:
    """The article as one line of JSON, as it can be read again."""
    meta = article.meta
    known = {name: value for name in _ARTICLE_FIELDS[:-1] if (value := getattr(meta, name)) is not None}
    return to_line({"id": meta.id, **known, "text": article.text})


def claim_to_dict(claim: Claim) -> dict[str, Any]:
    """The claim as plain JSON values, in the order of the documented form."""
    meta = claim.article
    known = {name: value for name in _ARTICLE_FIELDS if (value := getattr(meta, name)) is not None}
    return {
        "id": claim.id,
        "article": {"id": meta.id, **known},
        "subject": _entity_to_dict(claim.subject),
        "relation": claim.relation,
        "symmetric": claim.symmetric,
        "event_type": claim.event_type,
        "object": _entity_to_dict(claim.object),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "operator": claim.operator,
        "place": _entity_to_dict(claim.place) if claim.place else None,
        "time": claim.time,
        "topic": claim.topic,
        "speaker": _entity_to_dict(claim.speaker) if claim.speaker else None,
        "asserted": claim.asserted,
        "confidence": claim.confidence,
        "evidence": [{"text": e.text, "start": e.start, "end": e.end} for e in claim.evidence],
    }


def claim_from_dict(data: Mapping[str, Any]) -> Claim:
    """Check plain JSON values and make a claim of them.

    Raises:
        ArticleError: A field is missing or holds what it must not.
    """
    polarity = choice_of(data, "polarity", Polarity, Polarity.POSITIVE)
    modality = choice_of(data, "modality", Modality, Modality.ACTUAL)
    speaker = _entity(data, "speaker")
    real = polarity is Polarity.POSITIVE and modality is Modality.ACTUAL
    asserted = flag_of(data, "asserted", default=real and speaker is None)
    if asserted and not real:
        raise ArticleError(
            f"'asserted' is true, but the claim is {polarity.value} and {modality.value}", kind="wrong fields"
        )
    relation = needed_text(data, "relation")
    if not _RELATION.fullmatch(relation):
        raise ArticleError(
            f"'relation' is {relation!r}; a relation is one word, or a CURIE such as schema:knows", kind="wrong fields"
        )
    time = text_of(data, "time")
    if time is not None and not _TIME.fullmatch(time):
        raise ArticleError(
            f"'time' is {time!r}; it must be a date, month, year or interval as in 2022-03-05/..", kind="wrong fields"
        )
    return Claim(
        id=needed_text(data, "id"),
        article=_article(data.get("article")),
        subject=_needed_entity(data, "subject"),
        relation=relation,
        object=_needed_entity(data, "object"),
        symmetric=flag_of(data, "symmetric", default=False),
        event_type=text_of(data, "event_type"),
        polarity=polarity,
        modality=modality,
        operator=text_of(data, "operator"),
        place=_entity(data, "place"),
        time=time,
        topic=text_of(data, "topic"),
        speaker=speaker,
        asserted=asserted,
        confidence=_confidence(data.get("confidence")),
        evidence=tuple(_evidence(item, f"evidence[{n}]") for n, item in enumerate(list_of(data, "evidence"))),
    )


def claim_to_line(claim: Claim) -> str:
    """The claim as one line of JSON, without its line end."""
    return to_line(claim_to_dict(claim))


def to_line(value: Mapping[str, Any]) -> str:
    """One line of JSON without its line end."""
    # What a terminal may take for a command, or for another direction of writing, goes as an escape: so it stays text.
    line = _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
    # Halves of broken surrogate pairs have no UTF-8; escaped they survive the way through a file.
    return line if _is_encodable(line) else json.dumps(value)


def claim_from_line(line: str) -> Claim:
    """Read one line of JSON.

    Raises:
        ArticleError: The line is no JSON object, or a field of it is wrong.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        place = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ArticleError(f"not JSON{place}", kind="damaged") from error
    return claim_from_dict(object_of(data, "a claim"))


def read_claims(
    lines: Iterable[str],
    *,
    source: str = "claims",
    on_error: Callable[[ArticleError], None] | None = None,
) -> Iterator[Claim]:
    """Read claims line by line, passing over blank lines.

    Args:
        lines: The lines of a JSON Lines file.
        source: How messages call the file.
        on_error: Is given the error of each bad line, and the rest goes on; without it the first is raised.

    Raises:
        ArticleError: A line is no claim; the message says which and why.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            claim = claim_from_line(line)
        except ArticleError as error:
            placed = error.at(f"{source}, line {number}")
            if on_error is None:
                raise placed from error
            on_error(placed)
        else:
            yield claim


def write_claims(claims: Iterable[Claim], out: TextIO) -> int:
    """Write one claim a line and return how many there were."""
    count = 0
    for claim in claims:
        out.write(claim_to_line(claim) + "\n")
        count += 1
    return count


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _entity_to_dict(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type.value,
        "aliases": list(entity.aliases),
    }


def _article(value: object) -> ArticleMeta:
    data = object_of(value, "'article'")
    texts = {name: text_of(data, name, "article.") for name in _ARTICLE_FIELDS if name != "date_source"}
    source = choice_of(data, "date_source", DateSource, None, "article.") if data.get("date_source") else None
    return ArticleMeta(needed_text(data, "id", "article."), date_source=source, **texts)


def _needed_entity(data: Mapping[str, Any], field: str) -> Entity:
    entity = _entity(data, field)
    if entity is None:
        raise ArticleError(f"{field!r} is missing", kind="wrong fields")
    return entity


def _entity(data: Mapping[str, Any], field: str) -> Entity | None:
    if data.get(field) is None:
        return None
    value, prefix = object_of(data[field], repr(field)), f"{field}."
    aliases = list_of(value, "aliases", prefix)
    if not all(isinstance(alias, str) for alias in aliases):
        raise ArticleError(f"'{prefix}aliases' must be a list of strings", kind="wrong fields")
    kind = choice_of(value, "type", EntityType, None, prefix)
    return Entity(needed_text(value, "id", prefix), needed_text(value, "label", prefix), kind, tuple(aliases))


def _evidence(value: object, where: str) -> Evidence:
    data = object_of(value, repr(where))
    text, start, end = data.get("text"), data.get("start"), data.get("end")
    if not isinstance(text, str) or type(start) is not int or type(end) is not int:
        raise ArticleError(f"{where!r} needs a string 'text' and whole numbers 'start' and 'end'", kind="wrong fields")
    if start < 0 or end - start != len(text):
        raise ArticleError(
            f"{where!r} runs from {start} to {end}, but its text has {len(text)} characters", kind="wrong fields"
        )
    return Evidence(text, start, end)


def _confidence(value: object) -> float:
    if value is None:
        return 1.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ArticleError(f"'confidence' must be a number from 0 to 1, not {show(value)}", kind="wrong fields")
    return float(value)
