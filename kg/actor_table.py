"""A table of actors -> Turtle in the shape of the gazetteer.

The table has a heading; `name` and `type` are needed, the other columns may be there. A row whose name is known adds
to what is known; several rows of one name are one actor, with an office each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, count
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.days import ends_before, is_day
from kg.errors import ActorsError
from kg.graph.kinds import KINDS
from kg.graph.named import near_names
from kg.graph.names import fold, slug
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.ontology import Actor

__all__ = ["COLUMNS", "to_turtle"]

_SEPARATORS = re.compile(r"[|;]")
_SPACES = re.compile(r"\s+")
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_RESOURCE = "https://newskg.example/resource/"
_HEAD = """\
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix kg: <https://newskg.example/ontology#> .
@prefix kgr: <https://newskg.example/resource/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Made from a table by `kg actors import`; edit the table and import it again with --force.
"""
_NEVER = (EntityType.OFFICE, EntityType.EVENT, EntityType.WORK)
_TYPES = {str(kind).casefold(): kind for kind in EntityType if kind not in _NEVER}


def to_turtle(file: Path, data: bytes, known: Mapping[str, Actor]) -> str:
    """The Turtle of a table's actors.

    Args:
        file: The table's name, for messages.
        data: What it holds: CSV with commas, semicolons or tabs between the cells.
        known: The actors that are known already, by their ids.

    Raises:
        ActorsError: The table has a mistake.
    """
    table = _Table(file, known)
    for actor in known.values():
        for name in actor.names:
            table.by_name.setdefault((KINDS[actor.type], fold(name)), actor.id)
    # First all get their ids, so that rows may speak of later ones.
    rows = [(line, row, _identify(table, line, row)) for line, row in _rows(file, data)]
    for line, row, own in rows:
        for column, value in row.items():
            if value and column in COLUMNS:
                COLUMNS[column](_Cell(table, own, line, column, value, row))
    return _HEAD + "".join(_block(own, table.made[own]) for own in sorted(table.made))


@dataclass(slots=True)
class _Made:
    """An actor as the rows give it: statements in Turtle, each once, and terms of office with theirs."""

    kind: EntityType
    statements: dict[str, None] = field(default_factory=dict)
    terms: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Table:
    """Who is known, and who is made of the rows."""

    file: Path
    known: Mapping[str, Actor]
    made: dict[str, _Made] = field(default_factory=dict)
    by_name: dict[tuple[str, str], str] = field(default_factory=dict)

    def error(self, line: int, column: str, why: str) -> ActorsError:
        return ActorsError(f"{self.file}, line {line}, column {column!r}: {why}")

    def find(self, name: str, kinds: Iterable[EntityType]) -> str | None:
        """The id of whoever has a name and one of these types; a country may be called by its ISO code."""
        for kind in kinds:
            for wanted in (fold(name), fold(name).removeprefix("the ")):
                if (own := self.by_name.get((KINDS[kind], wanted))) is not None:
                    return own
        return next((actor.id for actor in self.known.values() if actor.iso == name), None)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that is not empty, with its row and the id of the row's actor."""

    table: _Table
    own: str
    line: int
    column: str
    text: str
    row: Mapping[str, str]

    @property
    def made(self) -> _Made:
        return self.table.made[self.own]

    @property
    def values(self) -> list[str]:
        return [value for part in _SEPARATORS.split(self.text) if (value := part.strip())]

    def add(self, prop: str, value: str) -> None:
        self.made.statements[f"{prop} {value}"] = None

    def error(self, why: str, column: str | None = None) -> ActorsError:
        return self.table.error(self.line, column or self.column, why)


def _rows(file: Path, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, each with its line (1 is the heading) and its cells by column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ActorsError(f"{file}, line {line}: not in UTF-8; save the file in UTF-8") from error
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [name.strip().casefold().replace(" ", "_") for name in next(reader, [])]
        _check_head(file, head)
        for cells in reader:
            if len(cells) > len(head):
                why = f"{len(cells)} cells under a heading of {len(head)}; put a cell that has {delimiter!r} in quotes"
                raise ActorsError(f"{file}, line {reader.line_num}: {why}")
            row = {name: _SPACES.sub(" ", cell).strip() for name, cell in zip(head, cells, strict=False)}
            if any(row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        raise ActorsError(f"{file}, line {reader.line_num}: no valid CSV: {error}") from error


def _check_head(file: Path, head: list[str]) -> None:
    known = ("name", "type", *COLUMNS)
    for name in head:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise ActorsError(f"{file}, line 1: there is no column {name!r}; {hint}")
        if head.count(name) > 1:
            raise ActorsError(f"{file}, line 1: the column {name!r} is there twice")
    for name in ("name", "type"):
        if name not in head:
            raise ActorsError(f"{file}, line 1: the column {name!r} is needed, and there is only {', '.join(head)}")


def _identify(table: _Table, line: int, row: Mapping[str, str]) -> str:
    """The id of a row's actor: that of whom is known by the name, else a new one."""
    name, told = row.get("name", ""), row.get("type", "")
    if not fold(name):
        raise table.error(line, "name", "is empty, or has no letters")
    kind = _TYPES.get(told.casefold())
    if kind is None:
        near = get_close_matches(told.casefold(), _TYPES, n=1)
        hint = f"did you mean {_TYPES[near[0]]}?" if near else f"it is one of {', '.join(map(str, _TYPES.values()))}"
        raise table.error(line, "type", f"is {told!r}; {hint}")
    own = table.by_name.get((KINDS[kind], fold(name)))
    if own is None:
        own = next(each for each in _ids(name, kind) if each not in table.known and each not in table.made)
        table.by_name[KINDS[kind], fold(name)] = own
    before = table.known[own].type if own in table.known else table.made[own].kind if own in table.made else kind
    if before is not kind:
        raise table.error(line, "type", f"is {kind}, but {name} is a {before} already")
    if own not in table.made:
        label = {} if own in table.known else {f"rdfs:label {_text(name)}": None}
        table.made[own] = _Made(kind, {f"a kg:{kind}": None} | label)
    return own


def _ids(name: str, kind: EntityType) -> Iterator[str]:
    plain = f"{slug(name)}-{kind.lower()}"
    return chain([slug(name), plain], (f"{plain}-{number}" for number in count(2)))


_Column = Callable[[_Cell], None]


def _texts(prop: str) -> _Column:
    def add(cell: _Cell) -> None:
        actor = cell.table.known.get(cell.own)
        for value in cell.values:
            if actor is None or value != actor.label:
                cell.add(prop, _text(value) if prop.startswith("skos:") else str(Literal(value)))

    return add


def _one_of(prop: str, form: str, told: str) -> _Column:
    def add(cell: _Cell) -> None:
        if not re.fullmatch(form, cell.text, re.ASCII):
            raise cell.error(f"is {cell.text!r}, not {told}")
        cell.add(prop, str(Literal(cell.text)))

    return add


def _link(prop: str | Mapping[EntityType, str], *kinds: EntityType) -> _Column:
    def add(cell: _Cell) -> None:
        for value in cell.values:
            other = cell.table.find(value, kinds)
            if other is None:
                labels = (actor.label for actor in cell.table.known.values() if actor.type in kinds)
                near = near_names(value, labels) or "; add a row for it, if it is new"
                raise cell.error(f"nobody is called {value!r}{near}")
            if other != cell.own:
                cell.add(prop if isinstance(prop, str) else prop[cell.made.kind], _resource(other))

    return add


def _identifier(form: str, iri: str, told: str) -> _Column:
    def add(cell: _Cell) -> None:
        for value in cell.values:
            try:
                node = NamedNode(iri.format(value))
            except ValueError:
                node = None
            if node is None or not re.fullmatch(form, value, re.ASCII):
                raise cell.error(f"is {value!r}, not {told}")
            cell.add("owl:sameAs", str(node))

    return add


def _office(cell: _Cell) -> None:
    start, end = cell.row.get("from", ""), cell.row.get("to", "")
    if ends_before(start, end):
        raise cell.error(f"is {end}, before {start} in 'from'", "to")
    name = slug(" ".join(filter(None, (cell.own, cell.text, start))))
    days = {"schema:startDate": start, "schema:endDate": end}
    cell.add("kg:termOfOffice", _resource(name))
    cell.made.terms[name] = [
        "a kg:TermOfOffice",
        f"rdfs:label {_text(cell.text)}",
        *(f"{prop} {_day(day)}" for prop, day in days.items() if day),
    ]


def _date_of_office(cell: _Cell) -> None:
    if not is_day(cell.text):
        raise cell.error(f"is {cell.text!r}, no date; write it as 2022-03-07, 2022-03 or 2022")
    if not cell.row.get("office"):
        raise cell.error("is a date of an office, and the row has none", "office")


_DEGREES = r"[+-]?\d{1,3}(\.\d+)?"
_PLACES = (EntityType.COUNTRY, EntityType.REGION, EntityType.CITY)
_BODIES = (EntityType.ORGANIZATION, EntityType.GROUP)
_IN = (EntityType.CITY, EntityType.REGION, EntityType.FACILITY)
_OF_COUNTRY = {kind: "kg:locatedIn" if kind in _IN else "kg:represents" for kind in EntityType}

COLUMNS: dict[str, _Column] = {
    "aliases": _texts("skos:altLabel"),
    "country": _link(_OF_COUNTRY, EntityType.COUNTRY),
    "represents": _link("kg:represents", EntityType.COUNTRY, *_BODIES),
    "located_in": _link("kg:locatedIn", *_PLACES),
    "part_of": _link("kg:partOf", *_BODIES, *_PLACES),
    "member_of": _link("kg:memberOf", *_BODIES),
    "from": _date_of_office,
    "to": _date_of_office,
    "office": _office,
    "gender": _one_of("kg:gender", "female|male", "female or male"),
    "adjective": _texts("kg:adjective"),
    "demonym": _texts("kg:demonym"),
    "iso": _one_of("kg:iso", "[A-Z]{2}", "two capitals, such as IL"),
    "population": _one_of("kg:population", r"\d+", "a whole number"),
    "latitude": _one_of("geo:lat", _DEGREES, "degrees north, such as 31.78"),
    "longitude": _one_of("geo:long", _DEGREES, "degrees east, such as 35.23"),
    "wikidata": _identifier(r"Q\d+", "http://www.wikidata.org/entity/{}", "an item of Wikidata, such as Q42"),
    "geonames": _identifier(r"\d+", "https://sws.geonames.org/{}/", "a number of GeoNames"),
    "same_as": _identifier(r"https?://\S+", "{}", "an address that begins with https://"),
}
"""The columns of a table, besides `name` and `type`, and what each says of an actor."""


def _block(own: str, made: _Made) -> str:
    blocks = [(own, list(made.statements)), *sorted(made.terms.items())]
    between = " ;\n    "
    return "".join(f"\n{_resource(name)} {between.join(statements)} .\n" for name, statements in blocks)


def _resource(name: str) -> str:
    return f"kgr:{name}" if _PLAIN_NAME.fullmatch(name) else str(NamedNode(_RESOURCE + name))


def _text(text: str) -> str:
    return str(Literal(text, language="en"))


def _day(day: str) -> str:
    return f'"{day}"^^xsd:{("gYear", "gYearMonth", "date")[day.count("-")]}'
