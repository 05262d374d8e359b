"""Files that lie beside an article and say what is known of it: `talks.json` or `talks.toml` beside `talks.html`.

What such a file says is what its user says of the article, so it goes before what the article's own file has. Its
fields go by the names that they have in tables (`kg/read/article/columns.py`); others are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from kg.errors import ArticleError
from kg.lines import one_line
from kg.read.article.columns import known_columns, word_of
from kg.read.article.options import Told
from kg.read.inputs.safe_toml import load_toml
from kg.read.text.date_fields import date_of, first_by_place

__all__ = ["MAX_SIDECAR", "SIDECAR_SUFFIXES", "parse_sidecar", "read_sidecar", "sidecar_names", "sidecars_among"]

SIDECAR_SUFFIXES = (".json", ".toml")
MAX_SIDECAR = 2**19
"""Bytes of a sidecar."""
_MIDDLES = ("", ".meta", ".metadata", ".info")
_PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})
_INSIDE = ("metadata", "meta", "article", "info")  # objects that hold the fields where the sidecar itself has none
_LONGEST = 1_000  # characters of a field; a longer one is no title and no name
_FIELDS = ("id", "title", "url", "author", "publisher", "language")


def sidecar_names(name: str) -> Iterator[str]:
    """How a file beside the one of this name may be called, the likeliest first: `a.html.json`, `a.json`, ..."""
    path = PurePosixPath(name)
    if path.suffix.lower() in SIDECAR_SUFFIXES or not path.name:
        return
    stems = [name, str(path.with_suffix(""))]
    if path.suffix.lower() in _PACKED:
        stems.append(str(path.with_suffix("").with_suffix("")))
    for stem in stems:
        for middle in _MIDDLES:
            for suffix in SIDECAR_SUFFIXES:
                yield f"{stem}{middle}{suffix}"


def sidecars_among(names: Collection[str], is_article: Callable[[str], bool]) -> dict[str, str]:
    """The sidecars in a folder or archive, by the files that they are beside.

    Args:
        names: All files.
        is_article: Whether a file may be an article, by its name.
    """
    there = frozenset(names)
    if not any(name.lower().endswith(SIDECAR_SUFFIXES) for name in there):
        return {}
    found = {}
    for name in names:
        if is_article(name) and (beside := next((each for each in sidecar_names(name) if each in there), None)):
            found[name] = beside
    return found


def read_sidecar(name: str, opener: Callable[[], BinaryIO]) -> Mapping[str, Any] | None:
    """The fields of a sidecar; none where the file is JSON of another kind, and so an input of its own.

    Raises:
        ArticleError: It is too large, or neither JSON nor TOML.
    """
    try:
        with opener() as file:
            data = file.read(MAX_SIDECAR + 1)
        if len(data) > MAX_SIDECAR:
            if data.lstrip().startswith(b"["):
                return None
            raise ArticleError(
                f"{name}: larger than the {MAX_SIDECAR // 1024} kilobytes of what is beside an article",
                kind="too large",
            )
        text = data.decode("utf-8-sig")
        fields = load_toml(text) if name.lower().endswith(".toml") else json.loads(text)
    except RecursionError as error:
        raise ArticleError(f"{name}: nested too deeply", kind="damaged") from error
    except OSError as error:
        raise ArticleError(f"{name}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:  # neither UTF-8, nor JSON, nor TOML
        kind = "TOML" if name.lower().endswith(".toml") else "JSON"
        raise ArticleError(f"{name}: no {kind} ({one_line(str(error))[:120]})", kind="damaged") from error
    return fields if isinstance(fields, dict) else None


def parse_sidecar(fields: Mapping[str, Any], name: str, on_note: Callable[[str], object]) -> Told:
    """What the fields of a sidecar say; a date that cannot be read is a note."""
    columns = known_columns(fields)
    if not columns.keys() - {"text"}:
        fields = next((inner for key in _INSIDE if isinstance(inner := fields.get(key), dict)), {})
        columns = known_columns(fields)
    words = {field: word_of(fields[columns[field]]) for field in _FIELDS if field in columns}
    words = {field: word for field, word in words.items() if word is not None and len(word) <= _LONGEST}
    stated = fields.get(columns.get("published", ""))
    published = date_of(stated, first_by_place(words.get("url"), words.get("language")))
    if stated and published is None:
        on_note(f"{name}: the date {str(stated)[:40]!r} could not be read; write it as 2022-03-07")
    return Told(published=published, **words)
