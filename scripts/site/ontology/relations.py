"""The relations: one page an event type, with an entry for each relation that counts as it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.ontology import Relation
from kg.turtle import KG, OWL, RDF, RDFS
from scripts.site.ontology.entry import facts, iri_row, last_rows
from scripts.site.ontology.markdown import code, folded, heading, join, link, plain, relative
from scripts.site.ontology.terms import FOLDER, Terms

__all__ = ["FRAME_CLASS", "INDEX", "NOTATION", "draw_type", "from_to", "shown_value", "value_of", "words_of"]

INDEX = f"{FOLDER}/relations.md"
NOTATION = f"{FOLDER}/notation.md"
_ASPECTS = {
    "happening": "what happens",
    "state": "what holds for a while",
    "either": "either: with a date it is a happening, without one a state",
}
_AXIOMS = {OWL + "SymmetricProperty": "symmetric", OWL + "TransitiveProperty": "transitive"}
_AT_A_TIME = {
    KG + "FunctionalAtATime": "one object for a subject",
    KG + "InverseFunctionalAtATime": "one subject for an object",
}
FRAME_CLASS = re.compile(r"<([^<>\s]+)>")


def draw_type(terms: Terms, iri: str) -> str:
    """The page of an event type: what it is, and an entry for each relation that counts as it."""
    entry = terms.entries[iri]
    own = [each for each in terms.ontology.relations.values() if terms.type_iri(each.name) == iri]
    lines = [heading(1, entry.name, entry.anchor), terms.meaning(iri, entry.page), type_line(terms, iri, entry.page)]
    if own:
        lines.append(f"Relations that count as it: {terms.links([each.iri for each in own], entry.page)}.")
    else:
        lines.append("No relation counts as it.")
    lines += [part for relation in own for part in _entry(terms, relation, entry.page)]
    return "\n\n".join(lines) + "\n"


def type_line(terms: Terms, iri: str, page: str) -> str:
    """An event type in one line: quad class, friendliness, code."""
    told = [code(terms.curie(iri))]
    told += [f"quad class {terms.link(quad, page)}" for quad in terms.texts(iri, KG + "quadClass")]
    told += [f"Goldstein value {shown_value(value)}" for value in terms.texts(iri, KG + "goldstein")]
    told += [f"CAMEO {code(value)}" for value in terms.texts(iri, KG + "cameo")]
    return " · ".join(told)


def value_of(terms: Terms, relation: Relation) -> tuple[str, str]:
    """How friendly a relation is and the code that this is from: its own, else of its event type."""
    iri = relation.iri if terms.texts(relation.iri, KG + "goldstein") else terms.type_iri(relation.name)
    return terms.text(iri, KG + "goldstein"), terms.text(iri, KG + "cameo")


def shown_value(value: str) -> str:
    """A value of the scale, with its sign; nothing for none."""
    if not value:
        return ""
    return value.replace("-", "−") if value.startswith("-") else f"+{value}"


def _entry(terms: Terms, relation: Relation, page: str) -> Iterator[str]:
    yield heading(2, relation.name, terms.entries[relation.iri].anchor)
    yield terms.told(relation.iri, page)
    yield f"> {plain(relation.example)}"
    yield facts(_told(terms, relation, page))
    frames = words_of(terms, relation.name)
    notation = link("frames", f"{relative(NOTATION, page)}#frames-how-words-express-a-relation")
    if frames:
        yield f"Words that express it, as {notation}:"
        yield folded(frames, "frames")
        yield from _used_in_frames(terms, frames, page)
    else:
        yield f"No {notation} express it."


def from_to(terms: Terms, relation: Relation, page: str) -> str:
    """Domain and range, with an arrow that says whether the relation holds both ways."""
    domain, range_ = (terms.links(terms.texts(relation.iri, RDFS + side), page) for side in ("domain", "range"))
    return f"{domain} {'↔' if relation.symmetric else '→'} {range_}"


def words_of(terms: Terms, relation: str) -> list[str]:
    """The frames of a relation, in the order of the lexicon."""
    return [frame.text for frame in terms.ontology.frames if frame.relation == relation]


def _told(terms: Terms, relation: Relation, page: str) -> Iterator[tuple[str, str]]:
    """The rows of an entry; those with nothing to tell are left out."""
    iri = relation.iri
    inverse = [*terms.texts(iri, OWL + "inverseOf"), *terms.subjects(OWL + "inverseOf", iri)]
    opposite = [*terms.texts(iri, KG + "oppositeOf"), *terms.subjects(KG + "oppositeOf", iri)]
    types = terms.texts(iri, RDF + "type")
    goldstein, cameo = value_of(terms, relation)
    whence = [f"CAMEO {code(cameo)}"] if cameo else []
    whence += ["as its event type"] if relation.goldstein is None else []
    mode = f", mode {code(relation.mode)}" if relation.mode else ""
    yield iri_row(terms, iri)
    yield "From, to", from_to(terms, relation, page)
    yield "Superproperties", terms.links([terms.relation_iri(name) for name in relation.parents], page)
    yield "Subproperties", terms.links(_below(terms, relation.name), page)
    yield "Inverse", terms.links(list(dict.fromkeys(inverse)), page)
    yield "Opposite", terms.links(list(dict.fromkeys(opposite)), page)
    yield "In OWL", join(_AXIOMS[each] for each in _AXIOMS if each in types)
    yield "At a time", join(_AT_A_TIME[each] for each in _AT_A_TIME if each in types)
    yield "Event type", f"{terms.link(terms.type_iri(relation.name), page)}{mode}"
    yield "Goldstein value", f"{shown_value(goldstein)}{f' ({join(whence)})' if whence else ''}" if goldstein else ""
    yield "Tells of", _ASPECTS[relation.aspect]
    yield "Lasting", "yes" if relation.lasting else "no"
    yield "Told as, too", terms.links([terms.relation_iri(name) for name in relation.told_as], page)
    yield "Gathers", "yes: many pairs at one place may be one gathering" if relation.gathers else ""
    yield "Object of frames", "" if relation.slot is None else terms.links(terms.texts(iri, KG + "slot"), page)
    yield "Where words fail", _fallbacks(terms, iri, page)
    yield "Also made by", _extras(terms, relation.name, page)
    yield "Titles", _titles(terms, relation.name)
    yield from last_rows(terms, iri, page)


def _below(terms: Terms, name: str) -> list[str]:
    return [each.iri for each in terms.ontology.relations.values() if name in each.parents]


def _fallbacks(terms: Terms, iri: str, page: str) -> str:
    """The operators that amount to a relation where their verb has no frame."""
    operators = terms.subjects(KG + "fallback", iri)
    return f"what {terms.links(operators, page)} amounts to, where its verb has no frame" if operators else ""


def _extras(terms: Terms, name: str, page: str) -> str:
    """The relations whose frames make a claim of this one, too."""
    wanted = re.compile(rf"\s\+\s+[A-Z]+\s+{re.escape(name)}\s")
    makers = dict.fromkeys(frame.relation for frame in terms.ontology.frames if wanted.search(frame.text))
    others = [terms.relation_iri(maker) for maker in makers if maker != name]
    return f"frames of {terms.links(others, page)}" if others else ""


def _titles(terms: Terms, name: str) -> str:
    titles = [plain(office.label) for office in terms.ontology.offices.values() if office.implies == name]
    more = f" … ({len(titles)} titles in all)" if len(titles) > 8 else ""
    return f"{join(titles[:8])}{more}"


def _used_in_frames(terms: Terms, frames: Iterable[str], page: str) -> Iterator[str]:
    """Links to the classes of words and operators that stand in frames."""
    by_name = {terms.entries[iri].name: iri for kind in ("word class", "operator") for iri in terms.of_kind(kind)}
    used = dict.fromkeys(
        name for frame in frames for name in (*FRAME_CLASS.findall(frame), *re.findall(r"~\s*([\w-]+)", frame))
    )
    if used:
        yield f"Words and operators in these: {terms.links([by_name[name] for name in used if name in by_name], page)}."
