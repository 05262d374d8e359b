"""All relations on one page: a table that finds them by name and by word, and the groups that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ontology import Relation
from kg.turtle import KG
from scripts.site.ontology.markdown import bullets, heading, link, plain, table
from scripts.site.ontology.relations import FRAME_CLASS, INDEX, from_to, shown_value, value_of, words_of
from scripts.site.ontology.search import searchable
from scripts.site.ontology.terms import Terms

__all__ = ["draw_index"]

_ABOUT = """{count} relations, each with its words. Write a name, or a word as an article might have it (*embargo*,
*summit*, *invasion*), to find the relations that it may express. Below they stand in groups: {groups}."""
_HEAD = ("Relation", "What it says", "From, to", "Type", "Value", "Tells of", "Frames")
_WIDE = "---\nhide:\n  - toc\n---"
# What a frame has besides words: more claims, operators and types, what must not be there, slots.
_NOT_WORDS = re.compile(r"\s\+\s.*|[@~]\s*\w+|!\S+|\b[A-Z]{2,}(?::[\w|]+)?")
_WORD = re.compile(r"[^\W\d_](?:[\w'-]*\w)?")
# Words that say nothing by themselves; nor do those of the largest classes (`light`, `belonging`, `organ` ...).
_EMPTY = frozenset("the be of to with on in at by for from as against and or a an s".split())
_LARGE = 60


def draw_index(terms: Terms) -> str:
    """The page of all relations."""
    relations = list(terms.ontology.relations.values())
    groups = list(_groups(terms, relations))
    words, lists = _words(terms)
    about = _ABOUT.format(
        count=len(relations), groups=", ".join(link(title.lower(), f"#{_anchor(title)}") for title, _ in groups)
    )
    parts = [
        _WIDE,
        heading(1, "Relations", "relations"),
        about,
        searchable("Find relations", _HEAD, (_row(terms, each) for each in relations), words, lists),
    ]
    for title, body in groups:
        parts += [heading(2, title, _anchor(title)), body]
    return "\n\n".join(parts) + "\n"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _row(terms: Terms, relation: Relation) -> Iterator[str]:
    yield terms.link(relation.iri, INDEX)
    yield terms.meaning(relation.iri, INDEX)
    yield from_to(terms, relation, INDEX)
    yield terms.link(terms.type_iri(relation.name), INDEX)
    yield shown_value(value_of(terms, relation)[0])
    yield relation.aspect
    yield str(len(words_of(terms, relation.name)))


def _groups(terms: Terms, relations: list[Relation]) -> Iterator[tuple[str, str]]:
    """The groups that relations make, each with its title; an empty one is left out."""

    def named(some: list[Relation]) -> str:
        return terms.links([each.iri for each in some], INDEX)

    yield "By event type", _by_type(terms, relations)
    yield "Friendly and hostile", _by_value(terms, relations)
    narrower = {each.name: [other for other in relations if each.name in other.parents[:1]] for each in relations}
    yield (
        "Wider and narrower",
        "A fact of a narrower relation is one of the wider, too: a query for the wider finds both.\n\n"
        + bullets(f"{named([each])}: {named(narrower[each.name])}" for each in relations if narrower[each.name]),
    )
    for title, told, members in (
        (
            "Both ways",
            "Symmetric: what holds in one direction holds in the other.",
            [r for r in relations if r.symmetric],
        ),
        ("Lasting", "These hold for a while; the others happen.", [r for r in relations if r.lasting]),
        ("Coming together", "Many pairs at one place may be one gathering.", [r for r in relations if r.gathers]),
        (
            "One at a time",
            "Two at overlapping times are a conflict.",
            [r for r in relations if r.one_object or r.one_subject],
        ),
    ):
        yield title, f"{told} {named(members)}."
    opposed = sorted(
        {
            tuple(sorted((each.iri, other), key=terms.name))
            for each in relations
            for other in terms.texts(each.iri, KG + "oppositeOf")
        }
    )
    yield (
        "Opposites",
        "Of one pair, and on one matter, these cannot both hold at a time, nor can their subproperties.\n\n"
        + bullets(f"{terms.link(one, INDEX)} and {terms.link(other, INDEX)}" for one, other in opposed),
    )


def _by_type(terms: Terms, relations: list[Relation]) -> str:
    quads: dict[str, list[str]] = {quad: [] for quad in terms.instances(KG + "QuadClass")}
    for iri in terms.of_kind("event type"):
        quads.setdefault(terms.text(iri, KG + "quadClass"), []).append(iri)
    parts = []
    for quad, types in quads.items():
        parts.append(f"**{plain(terms.label(quad).capitalize()) if quad else 'No event'}**")
        own = ([each.iri for each in relations if terms.type_iri(each.name) == iri] for iri in types)
        parts.append(
            bullets(
                f"{terms.link(iri, INDEX)}: {terms.links(some, INDEX) or 'none'}"
                for iri, some in zip(types, own, strict=True)
            )
        )
    return "\n\n".join(parts)


def _by_value(terms: Terms, relations: list[Relation]) -> str:
    values: dict[float, list[str]] = {}
    for each in relations:
        if value := value_of(terms, each)[0]:
            values.setdefault(float(value), []).append(each.iri)
    rows = ((shown_value(str(value)), terms.links(values[value], INDEX)) for value in sorted(values, reverse=True))
    return (
        "By [Goldstein's value](event-types.md#goldstein), the friendliest first. What is no event has none.\n\n"
        + table(("Value", "Relations"), rows)
    )


def _words(terms: Terms) -> tuple[dict[str, str], dict[str, str]]:
    """The words by which each relation is found, and those of the classes among them.

    They are the words of its frames, the classes in these as `<class>`, and the nouns that share the frames of a verb.
    """
    ontology = terms.ontology
    nouns: dict[str, list[str]] = {}
    for noun, verb in ontology.nominals.items():
        nouns.setdefault(verb, []).append(noun)
    words, used = {}, set[str]()
    for relation in ontology.relations.values():
        found: dict[str, None] = {}
        for frame in words_of(terms, relation.name):
            classes = [name for name in FRAME_CLASS.findall(frame) if len(ontology.word_classes[name]) <= _LARGE]
            used.update(classes)
            found.update(dict.fromkeys(f"<{name}>" for name in classes))
            for word in _WORD.findall(_NOT_WORDS.sub(" ", FRAME_CLASS.sub(" ", frame))):
                found.update(dict.fromkeys([word, *nouns.get(word, ())]))
        words[relation.name] = " ".join(word for word in found if word not in _EMPTY)
    return words, {name: " ".join(sorted(ontology.word_classes[name])) for name in sorted(used)}
