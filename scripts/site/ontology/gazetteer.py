"""The gazetteer in figures: how many of each kind, what is known of them, and examples; never all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.model import EntityType
from kg.ontology import Actor, Ontology
from kg.turtle import RDF
from scripts.site.ontology.markdown import code, heading, join, plain, table
from scripts.site.ontology.search import searchable
from scripts.site.ontology.terms import FOLDER, Term, Terms

__all__ = ["PAGE", "draw_gazetteer"]

PAGE = f"{FOLDER}/gazetteer.md"
_ABOUT = """`actors.ttl` knows {actors} actors and places by name, and {titles} titles of offices. It says who is
meant; what it says of them is no claim of an article. In a store the graph `graph/gazetteer` has what concerns the
entities that occur. Identifiers, numbers of inhabitants and coordinates of cities are from
[GeoNames](https://www.geonames.org/), licence [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)."""
_ABOUT_OFFICES = """The gazetteer says for whom a person acts (`kg:represents`), which lets *Lavrov* stand for Russia.
It does not say since when: articles do, whose claims make [tenures](classes.md#Tenure), and so can a table of your
own, which `kg actors import` turns into [terms of office](classes.md#TermOfOffice) with their dates. A title with a
country or organization is an office; of a title the gazetteer says what it makes of its holder."""
_BARE = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "boolean")}
_KNOWN: dict[str, Callable[[Actor], object]] = {
    "Other names": lambda actor: actor.names[1:],
    "Adjective": lambda actor: actor.adjectives,
    "Stands for": lambda actor: actor.metonym_of,
    "Lies in": lambda actor: actor.located_in,
    "Part of": lambda actor: actor.part_of,
    "Represents": lambda actor: actor.represents,
    "Member of": lambda actor: actor.member_of,
    "Coordinates": lambda actor: actor.coordinates,
    "Identifier": lambda actor: actor.same_as,
}


def draw_gazetteer(terms: Terms) -> str:
    """The page about who and what is known by name."""
    ontology = terms.ontology
    actors = list(ontology.actors.values())
    parts = [
        heading(1, "Gazetteer", "gazetteer"),
        _ABOUT.format(actors=_thousands(len(actors)), titles=len(ontology.offices)),
        heading(2, "What is known", "what-is-known"),
        _by_kind(terms, actors),
        heading(2, "Examples", "examples"),
        _examples(terms),
        heading(2, "Countries", "countries"),
        "What the gazetteer knows by name in each, or of each.",
        _by_country(ontology),
        heading(2, "Organizations and their members", "members"),
        table(("Organization", "Countries"), _members(ontology)),
        heading(2, "Who holds an office", "offices"),
        _ABOUT_OFFICES,
        searchable("Find titles", ("Title", "Other words for it", "Its holder", "Head"), _titles(terms)),
    ]
    return "\n\n".join(parts) + "\n"


def _thousands(number: int) -> str:
    return f"{number:,}"


def _by_kind(terms: Terms, actors: list[Actor]) -> str:
    by_kind = {kind: [each for each in actors if each.type is kind] for kind in EntityType}
    classes = {terms.entries[iri].name: iri for iri in terms.of_kind("class")}
    rows = (
        [terms.link(classes[str(kind)], PAGE), _thousands(len(some))]
        + [_thousands(count) if (count := sum(bool(told(each)) for each in some)) else "" for told in _KNOWN.values()]
        for kind, some in by_kind.items()
        if some
    )
    return table(("Kind", "Known", *_KNOWN), rows)


def _examples(terms: Terms) -> str:
    """The country of which most is known, its capital, and one who acts for it, in Turtle as the files have it."""
    actors = terms.ontology.actors
    told = Counter(place for actor in actors.values() if (place := _country(terms.ontology, actor)))
    shown = [name for name, _ in told.most_common(1)]
    shown += [capital for name in shown if (capital := actors[name].capital)]
    persons = (actor for actor in actors.values() if actor.type is EntityType.PERSON)
    shown += [actor.id for actor in persons if actor.represents in shown][:1]
    nodes = {terms.name(node.value): node for node in terms.of if isinstance(node, NamedNode)}
    return "```turtle\n" + "\n\n".join(_turtle(terms, nodes[name]) for name in shown) + "\n```"


def _turtle(terms: Terms, node: NamedNode) -> str:
    lines = []
    for prop, values in terms.of[node].items():
        name = "a" if prop == RDF + "type" else terms.curie(prop)
        lines.append(f"{name} {', '.join(_term(terms, value) for value in values)}")
    return f"{_term(terms, node)} " + " ;\n    ".join(lines) + " ."


def _term(terms: Terms, term: Term) -> str:
    if isinstance(term, Literal):
        return term.value if term.datatype.value in _BARE else str(term)
    short = terms.curie(term.value)
    return f"<{term.value}>" if short == term.value else short


def _country(ontology: Ontology, actor: Actor) -> str | None:
    """The country that an actor lies in, belongs to or acts for, over several steps."""
    seen = {actor.id}
    waiting = [actor]
    while waiting:
        each = waiting.pop(0)
        for name in (each.located_in, each.part_of, each.represents, each.metonym_of):
            other = ontology.actors.get(name or "")
            if other and other.id not in seen:
                if other.type is EntityType.COUNTRY:
                    return other.id
                seen.add(other.id)
                waiting.append(other)
    return None


def _by_country(ontology: Ontology) -> str:
    known: dict[str, Counter[EntityType]] = {}
    for actor in ontology.actors.values():
        if country := _country(ontology, actor):
            known.setdefault(country, Counter())[actor.type] += 1
    kinds = (EntityType.CITY, EntityType.REGION, EntityType.FACILITY, EntityType.ORGANIZATION, EntityType.PERSON)
    countries = sorted(
        (each for each in ontology.actors.values() if each.type is EntityType.COUNTRY), key=lambda each: each.label
    )
    rows = (
        (
            plain(each.label),
            join(map(plain, each.adjectives)),
            plain(ontology.actors[each.capital].label) if each.capital else "",
            code(each.iso) if each.iso else "",
            *(str(known[each.id][kind] or "") if each.id in known else "" for kind in kinds),
        )
        for each in countries
    )
    head = ("Country", "Adjective", "Capital", "ISO", "Cities", "Regions", "Sites", "Organizations", "Persons")
    return searchable("Find countries", head, rows)


def _members(ontology: Ontology) -> Iterator[tuple[str, str]]:
    members = Counter(
        name for actor in ontology.actors.values() if actor.type is EntityType.COUNTRY for name in actor.member_of
    )
    for name, number in members.most_common():
        yield plain(ontology.actors[name].label), str(number)


def _titles(terms: Terms) -> Iterator[tuple[str, str, str, str]]:
    for office in terms.ontology.offices.values():
        others = list(islice(office.names[1:], 6))
        more = " …" if len(office.names) > 7 else ""
        yield (
            plain(office.label),
            join(map(plain, others)) + more,
            terms.link(terms.relation_iri(office.implies), PAGE),
            "yes" if office.head else "",
        )
