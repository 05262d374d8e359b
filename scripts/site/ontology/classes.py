"""The classes, with their hierarchy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.turtle import OWL, RDFS
from scripts.site.ontology.entry import facts, iri_row, last_rows
from scripts.site.ontology.markdown import heading
from scripts.site.ontology.shapes import rules
from scripts.site.ontology.terms import FOLDER, SH, Terms

__all__ = ["PAGE", "draw_classes"]

PAGE = f"{FOLDER}/classes.md"
_ABOUT = """Entities have one of the narrow classes; the wide ones and the unions (*person or organization*) are there
to be domains and ranges. A class below several others stands below each."""


def draw_classes(terms: Terms) -> str:
    """The hierarchy, and an entry for each class."""
    classes = terms.of_kind("class")
    above = {each: [one for one in terms.texts(each, RDFS + "subClassOf") if one in classes] for each in classes}
    shaped: defaultdict[str, list[str]] = defaultdict(list)
    for rule in rules(terms):
        if not rule.inverse:
            shaped[rule.shape].append(rule.path)
    parts = [
        heading(1, "Classes", "classes"),
        _ABOUT,
        heading(2, "Hierarchy", "hierarchy"),
        "\n".join(line for each in classes if not above[each] for line in _tree(terms, each, above, 0)),
        heading(2, "Entries", "entries"),
        *(part for each in classes for part in _entry(terms, each, above, shaped)),
    ]
    return "\n\n".join(parts) + "\n"


def _tree(terms: Terms, iri: str, above: dict[str, list[str]], depth: int) -> Iterator[str]:
    outside = [one for one in terms.texts(iri, RDFS + "subClassOf") if one not in above]
    beside = f" (in {terms.links(outside, PAGE)})" if outside else ""
    yield f"{'    ' * depth}- {terms.link(iri, PAGE)}{beside}"
    for each, parents in above.items():
        if iri in parents:
            yield from _tree(terms, each, above, depth + 1)


def _shape(terms: Terms, iri: str, properties: list[str]) -> str:
    """A shape with the properties that it speaks of."""
    return f"{terms.link(iri, PAGE)}: {terms.links(properties, PAGE)}" if properties else terms.link(iri, PAGE)


def _entry(terms: Terms, iri: str, above: dict[str, list[str]], shaped: Mapping[str, list[str]]) -> Iterator[str]:
    entry = terms.entries[iri]
    apart = {*terms.texts(iri, OWL + "disjointWith"), *terms.subjects(OWL + "disjointWith", iri)}

    def known(iris: list[str]) -> str:
        return terms.links([each for each in iris if each in terms.entries], PAGE)

    yield heading(3, entry.name, entry.anchor)
    yield terms.told(iri, PAGE)
    yield facts(
        [
            iri_row(terms, iri),
            ("Superclasses", terms.links(terms.texts(iri, RDFS + "subClassOf"), PAGE)),
            ("Subclasses", known([each for each, parents in above.items() if iri in parents])),
            ("Disjoint with", known([each for each in above if each in apart])),
            ("Properties from it", known(terms.subjects(RDFS + "domain", iri))),
            ("Properties to it", known(terms.subjects(RDFS + "range", iri))),
            ("Members", known(terms.instances(iri))),
            (
                "Shapes",
                "; ".join(_shape(terms, each, shaped[each]) for each in terms.subjects(SH + "targetClass", iri)),
            ),
            *last_rows(terms, iri, PAGE),
        ]
    )
