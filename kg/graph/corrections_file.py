"""Corrections as a TOML file that people read and write, beside the articles.

Each table is one correction: `[[merge]]`, `[[apart]]`, `[[rename]]`, `[[retype]]`, `[[alias]]`, `[[drop-entity]]`,
`[[drop-claim]]`, `[[confirm-claim]]`; docs/corrections.md tells their keys. Reading is strict: every mistake is one
line with file, line and key. Writing only appends, so that the user's own words and order stay.
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from kg.days import is_day
from kg.errors import CorrectionError
from kg.graph.corrections import (
    Alias,
    Apart,
    ClaimKey,
    ConfirmClaim,
    Correction,
    Corrections,
    DropClaim,
    DropEntity,
    Merge,
    Reference,
    Rename,
    Retype,
    What,
    clip,
    way_between,
)
from kg.model import EntityType, Modality, Polarity

__all__ = [
    "FILE",
    "append_corrections",
    "beside",
    "contradiction",
    "followed",
    "load_corrections",
    "read_corrections",
    "save_corrections",
]

FILE = "corrections.toml"
_Choice = TypeVar("_Choice", bound=StrEnum)


def load_corrections(path: Path) -> Corrections:
    """Read and check a file.

    Raises:
        CorrectionError: It cannot be read, is no TOML, or says something that is no correction.
    """
    try:
        return read_corrections(path.read_bytes(), str(path))
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read: {error.strerror}") from error


def read_corrections(data: bytes | str, file: str) -> Corrections:
    """Read and check the text of a file.

    Raises:
        CorrectionError: It is no TOML, or says something that is no correction, or contradicts itself.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1 if isinstance(data, bytes) else 1
        raise CorrectionError(f"{file}, line {line}: not in UTF-8; save the file in UTF-8") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorrectionError(_syntax_message(file, text, str(error))) from error
    except RecursionError as error:
        raise CorrectionError(f"{file}: no valid TOML: nested too deeply") from error
    lines = _lines_of_tables(text)
    found = []
    for kind, entries in tables.items():
        if kind not in _READERS:
            known = ", ".join(f"[[{each}]]" for each in _READERS)
            place = f", line {lines[kind][0]}" if kind in lines else ""
            raise CorrectionError(
                f"{file}{place}: there is no correction {clip(kind)}{_near(kind, _READERS)}; there are {known}"
            )
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise CorrectionError(f"{file}: {kind} must be tables, each headed by [[{kind}]] in double brackets")
        places = lines.get(kind, [])
        for number, entry in enumerate(entries):
            # Tables may also be written inline, which has no heading to count.
            at = places[number] if len(places) == len(entries) else None
            place = f"line {at}" if at else f"number {number + 1}"
            found.append(_Table(entry, f"{file}, {place}: {kind}").correction(_READERS[kind], file, at))
    _check_contradictions(found)
    return Corrections(file, text, tuple(found))


def beside(paths: Iterable[str | Path]) -> Path | None:
    """Where the corrections of inputs stand, or would: in the first folder given, else in that of the first file.

    Raises:
        CorrectionError: Several folders have such a file, and only one can be followed.
    """
    inputs = [Path(path) for path in paths if str(path) != "-"]
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in inputs if path.exists())
    found = {(folder / FILE).resolve() for folder in folders if (folder / FILE).is_file()}
    if len(found) > 1:
        shown = " and ".join(str(path) for path in sorted(found))
        raise CorrectionError(f"{shown}: only one can be followed; join them, or say which by --corrections FILE")
    given = [path for path in inputs if path.is_dir()]
    place = next(iter(found), None) or next((folder / FILE for folder in [*given, *folders]), None)
    return None if place is None else place.resolve()


def followed(
    given: Path | None, near: Path | None, remembered: tuple[str, str], tell: Callable[[str], object]
) -> Corrections:
    """The corrections that a store is to follow.

    Args:
        given: The file that the user names.
        near: Where the file beside the inputs stands, or would.
        remembered: Path and text of the file that the store followed before.
        tell: Told what the user should know.

    Raises:
        CorrectionError: A file is wrong, or there are two.
    """
    file, text = remembered
    if given is not None:
        return load_corrections(given.resolve())
    if near is not None and near.is_file():
        if text and Path(file) != near and Path(file).is_file():
            raise CorrectionError(
                f"{near}: the store follows {file} already; join the two files, or say which by --corrections FILE"
            )
        return load_corrections(near)
    if file and Path(file).is_file():
        return load_corrections(Path(file))
    if text:
        tell(f"{file}: gone; the corrections that the store has of it are followed (--corrections names another file)")
        return read_corrections(text, file)
    return Corrections(file or str(near or Path(FILE).resolve()))


def append_corrections(text: str, corrections: Iterable[Correction]) -> str:
    """The text of a file with more corrections at its end; what is there stays as it is.

    Raises:
        CorrectionError: A string cannot be written as TOML.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    parts = [text if not text or text.endswith("\n") else text + end]
    for correction in corrections:
        lines = [f"[[{correction.kind}]]"]
        lines += [f"{key} = {_to_toml(value)}" for key, value in _table_of(correction).items()]
        parts.append(end.join(["", *lines, ""] if any(parts) else [*lines, ""]))
    return "".join(parts)


def save_corrections(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, in the place of the one that was there.

    Raises:
        CorrectionError: It cannot be written.
    """
    path = path.resolve()  # a link stays a link
    draft = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(text.encode())
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            with suppress(OSError):
                draft.unlink()
        remedy = "" if path.parent.is_dir() else "; its folder is gone, `kg build --corrections FILE` names another"
        raise CorrectionError(f"{path}: cannot be written: {error.strerror}{remedy}") from error


def _check_contradictions(corrections: Iterable[Correction]) -> None:
    """What contradicts itself by its words alone; the rest is seen when names have found their entities."""
    joined = []
    for each in corrections:
        if isinstance(each.what, Merge):
            first, *others = each.what.names
            joined += [(first.key, other.key, each) for other in others]
    told: dict[object, tuple[object, Correction]] = {}
    for each in corrections:
        what = each.what
        if isinstance(what, Apart):
            for at, one in enumerate(what.names):
                for other in what.names[at + 1 :]:
                    way = way_between(one.key, other.key, joined)
                    if way is not None:
                        raise contradiction(each, *way)
        elif isinstance(what, Rename | Retype):
            key, value = (each.kind, what.entity.key), str(what.to)
            before = told.setdefault(key, (value, each))
            if before[0] != value:
                raise contradiction(each, before[1])
        elif isinstance(what, DropClaim | ConfirmClaim):
            before = told.setdefault(what.claim, (each.kind, each))
            if before[0] != each.kind:
                raise contradiction(each, before[1])


def contradiction(correction: Correction, *others: Correction) -> CorrectionError:
    """The error about corrections that cannot all be so, with the lines of all of them."""
    places = " and ".join(f"line {each.line}" if each.line else each.where for each in others)
    said = "; ".join(str(each.what) for each in others)
    return CorrectionError(
        f"{correction.where} says {correction.what}, which contradicts {places} ({said}); take out what is wrong"
    )


@dataclass(slots=True)
class _Table:
    """One table of the file, which knows its place and which of its keys were asked for."""

    values: Mapping[str, Any]
    where: str
    asked: dict[str, None] = field(default_factory=dict)

    def correction(self, read: Callable[[_Table], What], file: str, line: int | None) -> Correction:
        """The correction that it is, when nothing in it is left unread."""
        what = read(self)
        day = self.day()
        correction = Correction(what, self.text("note"), self.text("by"), day, file, line)
        self.finish()
        return correction

    def finish(self) -> None:
        """Say what keys nobody asked for.

        Raises:
            CorrectionError: There are some.
        """
        for key in self.values:
            if key not in self.asked:
                hint = _near(key, self.asked) or f"; there are {', '.join(self.asked)}"
                raise self.error(f"has an unknown key {clip(key)}{hint}")

    def error(self, why: str) -> CorrectionError:
        return CorrectionError(f"{self.where} {why}")

    def text(self, key: str) -> str | None:
        self.asked[key] = None
        value = self.values.get(key)
        if value is None:
            return None
        # A date or a year may well be written without quotation marks.
        if key in ("time", "date") and isinstance(value, date | int) and not isinstance(value, bool):
            return str(value.date() if isinstance(value, datetime) else value)
        if not isinstance(value, str):
            raise self.error(f'has a {key!r} that is no text; write {key} = "..."')
        if not value.strip():
            raise self.error(f"has an empty {key!r}")
        return value

    def day(self) -> str | None:
        value = self.text("date")
        if value is not None and not is_day(value):
            raise self.error(f"has a 'date' that is none: {clip(value)}; write it as 2022-03-07")
        return value

    def needed(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            others = [each for each in self.values if each not in self.asked]
            hint = _near(key, others).replace("did you mean", "is that")
            raise self.error(f"has no {key!r}{hint}")
        return value

    def choice(self, key: str, choices: type[_Choice]) -> _Choice | None:
        value = self.text(key)
        if value is None:
            return None
        by_name = {str(choice).casefold(): choice for choice in choices}
        if value.casefold() not in by_name:
            near = _near(value.casefold().capitalize(), choices) or f"; it is one of {', '.join(choices)}"
            raise self.error(f"has an unknown {key!r}: {clip(value)}{near}")
        return by_name[value.casefold()]

    def reference(self) -> Reference:
        return Reference(self.needed("name"), self.choice("type", EntityType), self.text("article"))

    def references(self) -> tuple[Reference, ...]:
        self.asked["names"] = None
        given, kind = self.values.get("names"), self.choice("type", EntityType)
        if not isinstance(given, list) or len(given) < 2:
            raise self.error('needs two names or more, as names = ["...", "..."]')
        found = tuple(self._one_of(value, kind) for value in given)
        if len({each.key for each in found}) < len(found):
            raise self.error("has one name twice; tell the two apart by 'article' or 'type'")
        return found

    def _one_of(self, value: object, kind: EntityType | None) -> Reference:
        values = {"name": value} if isinstance(value, str) else value
        if not isinstance(values, dict):
            raise self.error('has a name that is neither text nor { name = "...", article = "..." }')
        table = _Table(values, self.where)
        reference = table.reference()
        table.finish()
        return Reference(reference.name, reference.type or kind, reference.article)

    def claim(self) -> ClaimKey:
        told = {name: self.text(name) for name in ("article", "sentence", "relation", "subject", "object")}
        more = {name: self.text(name) for name in ("speaker", "place", "time")}
        key = ClaimKey(
            **told, **more, polarity=self.choice("polarity", Polarity), modality=self.choice("modality", Modality)
        )
        if not (key.sentence or (key.article and (key.subject or key.object))):
            raise self.error("does not say which claim; give 'sentence', or 'article' with 'subject' or 'object'")
        return key


def _read_retype(table: _Table) -> Retype:
    kind = table.choice("to", EntityType) or EntityType(table.needed("to"))
    return Retype(table.reference(), kind)


_READERS: dict[str, Callable[[_Table], What]] = {
    "merge": lambda table: Merge(table.references()),
    "apart": lambda table: Apart(table.references()),
    "rename": lambda table: Rename(table.reference(), table.needed("to")),
    "retype": _read_retype,
    "alias": lambda table: Alias(table.reference(), table.needed("alias")),
    "drop-entity": lambda table: DropEntity(table.reference()),
    "drop-claim": lambda table: DropClaim(table.claim()),
    "confirm-claim": lambda table: ConfirmClaim(table.claim()),
}


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, [str(each) for each in known], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _syntax_message(file: str, text: str, message: str) -> str:
    """The parser's words, with the place in front; "at end of document" is the last line."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$", message)
    line = place[1] if place and place[1] else text.count("\n") + 1
    why = message[: place.start()] if place else message
    return f"{file}, line {line}: no valid TOML: {why[:200]}"


# What a line that begins like a heading may be hidden in.
_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|^[ \t]*\[\[?[ \t]*[\"']?(?P<kind>[\w-]+)[\"']?[ \t]*\]",
    re.DOTALL | re.MULTILINE,
)


def _lines_of_tables(text: str) -> dict[str, list[int]]:
    """The lines of the headings of each kind, which tomllib does not tell."""
    lines: dict[str, list[int]] = {}
    line, at = 1, 0
    for token in _TOKENS.finditer(text):
        if token["kind"]:
            line += text.count("\n", at, token.start("kind"))
            at = token.start("kind")
            lines.setdefault(token["kind"], []).append(line)
    return lines


def _table_of(correction: Correction) -> dict[str, object]:
    """The keys and values of a correction, as the file has them."""
    own = {"note": correction.note, "by": correction.by, "date": correction.date}
    return {key: value for key, value in (dict(_values_of(correction.what)) | own).items() if value is not None}


def _values_of(what: What) -> Iterator[tuple[str, object]]:
    for each in fields(what):
        value = getattr(what, each.name)
        if isinstance(value, Reference | ClaimKey):
            yield from ((part.name, getattr(value, part.name)) for part in fields(value))
        else:
            yield each.name, value


def _to_toml(value: object) -> str:
    if isinstance(value, Reference):
        told = {each.name: part for each in fields(value) if (part := getattr(value, each.name)) is not None}
        if len(told) == 1:
            return _to_toml(value.name)
        return "{ " + ", ".join(f"{key} = {_to_toml(part)}" for key, part in told.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_to_toml, value)) + "]"
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CorrectionError(f"{clip(text)!a}: half of a surrogate pair cannot be written to a file") from error
    # JSON escapes as TOML does. Marks that turn the direction of writing are escaped too, for they mislead the eye.
    return _UNSEEN.sub(lambda char: f"\\u{ord(char[0]):04x}", json.dumps(text, ensure_ascii=False))


_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
