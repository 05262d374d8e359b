"""Where places are: "Mosul, Iraq", "the Ukrainian city of Zhytomyr", "the Senegalese capital, Dakar"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.extract.coordination import REPORTING
from kg.extract.drafts import Draft, structure_draft
from kg.extract.name_spans import Name, each_name
from kg.extract.referents import Resolution
from kg.extract.tokens import Token
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["PLACES", "find_locations"]

RANK = {EntityType.FACILITY: 0, EntityType.CITY: 1, EntityType.REGION: 2, EntityType.COUNTRY: 3}
PLACES = frozenset({EntityType.COUNTRY, EntityType.CITY, EntityType.REGION, EntityType.FACILITY})


def find_locations(resolution: Resolution, ontology: Ontology) -> Iterator[Draft]:
    """ "Mosul, Iraq", "the town of Yeoncheon in South Korea", "the Ukrainian city of Zhytomyr"."""
    doc = resolution.annotated.doc
    links = resolution.links
    yield from _described(resolution, ontology)
    yield from _facilities(resolution)

    def place(i: int) -> int | None:
        name = resolution.names.get(i)
        link = links.get(name.head if name is not None else i)
        if link is None or len(link.keys) != 1 or resolution.referents[link.keys[0]].type not in PLACES:
            return None
        return link.keys[0]

    for name in each_name(resolution.names):
        here = place(name.head) if name.type in PLACES and name.kind == "name" else None
        if here is None:
            continue
        larger = _after(resolution, name, place) or _of(resolution, doc[name.head], place)
        larger = larger or _apposed(resolution, doc[name.head], place) or _capital_of(resolution, ontology, name, here)
        if larger is None or larger == here or _contradicted(resolution, ontology, here, larger):
            continue
        if RANK[resolution.referents[larger].type] > RANK[resolution.referents[here].type]:
            yield structure_draft(here, "locatedIn", larger, resolution.annotated.sent_of[name.head], 0.85)


def _after(resolution: Resolution, name: Name, place: Callable[[int], int | None]) -> int | None:
    """ "Mosul, Iraq", "Khan Younis in the south of the Gaza Strip"; a list of places is none."""
    doc, end = resolution.annotated.doc, name.end
    if end + 1 >= len(doc) or doc[end].lower_ not in (",", "in"):
        return None
    step = end + 1
    while doc[step].lower_ in INSIDE and step + 1 < len(doc):
        step += 1
    after = resolution.names[step].end if step in resolution.names else step + 1
    if after < len(doc) and doc[after].lemma_ in REPORTING:
        return None  # "... Kherson, Ukraine said"
    listed = doc[end].text == "," and after < len(doc) and doc[after].lower_ in ("and", "or")
    return None if listed else place(step)


def _of(resolution: Resolution, head: Token, place: Callable[[int], int | None]) -> int | None:
    """ "the Ukrainian city of Zhytomyr"."""
    if head.dep_ != "pobj" or head.head.lower_ != "of":
        return None
    for child in head.head.head.children:
        if child.dep_ in ("amod", "compound", "poss") and child.i in resolution.names:
            return place(resolution.names[child.i].head)
    return None


def _apposed(resolution: Resolution, name: Token, place: Callable[[int], int | None]) -> int | None:
    """ "Mosul, the capital of Nineveh", "the Senegalese capital, Dakar", "the capital, Sanaa"."""
    nouns = [c for c in name.children if c.dep_ in ("appos", "compound", "nmod")]
    if name.dep_ == "appos":
        nouns.append(name.head)
    for noun in nouns:
        if noun.lemma in SEATS:
            for owner in resolution.owners(noun):
                return place(owner.i)
    return None


def _facilities(resolution: Resolution) -> Iterator[Draft]:
    """ "the Brazilian embassy in Tegucigalpa": a building without a name of its own, and where it is."""
    doc = resolution.annotated.doc
    for token in doc:
        if token.lemma not in FACILITIES or token.i in resolution.names or token.tag_ != "NN":
            continue
        whose = [c for c in token.children if c.dep_ in ("amod", "compound", "poss", "nmod") and c.i < token.i]
        inside = [c for c in token.children if c.dep_ == "prep" and c.lower_ == "in" and c.i == token.i + 1]
        cities = [o for c in inside for o in c.children if o.dep_ == "pobj"]
        link = resolution.link(cities[0]) if len(cities) == 1 else None
        described = any(c.pos_ == "PROPN" or resolution.link(c) is not None for c in whose)
        if link is None or len(link.keys) != 1 or resolution.referents[link.keys[0]].type not in PLACES:
            continue
        if not (described or any(c.lower_ == "the" for c in token.children)):
            continue
        start = min((c.left_edge.i for c in whose), default=token.i)
        city = resolution.names.get(cities[0].i)
        text = resolution.annotated.text(start, city.end if city is not None else cities[0].i + 1)
        building = resolution.unnamed(EntityType.FACILITY, text)
        building.forms[resolution.annotated.text(start, token.i + 1)] += 1
        yield structure_draft(building.key, "locatedIn", link.keys[0], resolution.annotated.sent_of[token.i], 0.8)


def _capital_of(resolution: Resolution, ontology: Ontology, name: Name, here: int) -> int | None:
    """ "in the capital, Sanaa": of the country that the gazetteer puts it in, if the article speaks of it."""
    head = resolution.annotated.doc[name.head]
    beside = [c for c in head.children if c.dep_ in ("appos", "compound", "nmod")]
    if head.dep_ in ("appos", "compound"):
        beside.append(head.head)
    city = ontology.actors.get(resolution.referents[here].actor or "")
    if city is None or not any(noun.lemma == "capital" for noun in beside):
        return None
    return resolution.by_actor.get(city.located_in or "")


def _described(resolution: Resolution, ontology: Ontology) -> Iterator[Draft]:
    """ "the country's capital" where it stands for the city by itself."""
    for token in resolution.annotated.doc:
        link = resolution.links.get(token.i)
        if token.lemma != "capital" or link is None or link.how != "capital":
            continue
        city = ontology.actors.get(resolution.referents[link.keys[0]].actor or "")
        if city is not None and city.located_in in resolution.by_actor:
            sent = resolution.annotated.sent_of[token.i]
            yield structure_draft(link.keys[0], "locatedIn", resolution.by_actor[city.located_in], sent, 0.85)


FACILITIES = frozenset("embassy consulate airport airbase".split())
SEATS = frozenset("capital city town village port".split())
INSIDE = frozenset("the south north east west centre center middle heart of southern northern eastern western".split())


def _contradicted(resolution: Resolution, ontology: Ontology, here: int, larger: int) -> bool:
    """The gazetteer knows that the place lies elsewhere: "Manila, Beijing agree" is a list."""
    around = _within(ontology, resolution.referents[here].actor)[1:]
    other = _within(ontology, resolution.referents[larger].actor)
    return bool(around and other) and not set(around) & set(other)


def _within(ontology: Ontology, actor: str | None) -> list[str]:
    """A gazetteer's place and what it lies in, outwards."""
    chain: list[str] = []
    while actor in ontology.actors and actor not in chain:
        chain.append(actor)
        actor = ontology.actors[actor].located_in
    return chain
