"""The properties that are no relations, by what has them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.turtle import OWL, RDF, RDFS
from scripts.site.ontology.entry import facts, iri_row, last_rows
from scripts.site.ontology.markdown import heading, plain
from scripts.site.ontology.shapes import Rule, rules
from scripts.site.ontology.terms import FOLDER, SH, Terms

__all__ = ["PAGE", "draw_properties"]

PAGE = f"{FOLDER}/properties.md"
_ABOUT = """What claims, events and other resources have besides [relations](relations.md), and what the ontology says
of its own terms and words. Numbers and messages are those of the [shapes](shapes.md) that `kg check` holds a graph
to."""
_INVERSES = "The other side of relations"
_OTHERS = "Of terms, words and others"


def draw_properties(terms: Terms) -> str:
    """The page of properties, those of what has most of them first."""
    shaped: dict[str, list[Rule]] = {}
    for rule in rules(terms):
        shaped.setdefault(rule.path, []).append(rule)
    groups: dict[str, list[str]] = {}
    for iri in terms.of_kind("property"):
        groups.setdefault(_owner(terms, iri, shaped.get(iri, [])), []).append(iri)
    parts = [heading(1, "Properties", "properties"), _ABOUT]
    for title in sorted(groups, key=lambda title: (title in (_INVERSES, _OTHERS), -len(groups[title]), title)):
        parts.append(f"## {plain(title)}")
        parts += [part for iri in groups[title] for part in _entry(terms, iri, shaped.get(iri, []))]
    return "\n\n".join(parts) + "\n"


def _owner(terms: Terms, iri: str, shaped: list[Rule]) -> str:
    """What has a property, in words: its domain, else what the shapes that speak of it are about."""
    if terms.texts(iri, OWL + "inverseOf"):
        return _INVERSES
    for domain in terms.texts(iri, RDFS + "domain"):
        label = terms.label(domain)
        return f"Of {label}" if ":" in label else f"Of {'an' if label[0] in 'aeiou' else 'a'} {label}"
    for rule in shaped:
        if terms.texts(rule.shape, SH + "targetClass"):
            about = terms.label(rule.shape)
            return f"Of {about[0].lower()}{about[1:]}"
    return _OTHERS


def _entry(terms: Terms, iri: str, shaped: list[Rule]) -> Iterator[str]:
    entry = terms.entries[iri]
    yield heading(3, entry.name, entry.anchor)
    yield terms.told(iri, PAGE)
    yield facts(
        [
            iri_row(terms, iri),
            ("Type", terms.links(terms.texts(iri, RDF + "type"), PAGE)),
            ("Of", terms.links(terms.texts(iri, RDFS + "domain"), PAGE)),
            ("Values", terms.links(terms.texts(iri, RDFS + "range"), PAGE)),
            ("Superproperties", terms.links(terms.texts(iri, RDFS + "subPropertyOf"), PAGE)),
            ("Subproperties", terms.links(terms.subjects(RDFS + "subPropertyOf", iri), PAGE)),
            ("Inverse", terms.links(terms.texts(iri, OWL + "inverseOf"), PAGE)),
            *((terms.link(rule.shape, PAGE), f"{rule.number}: {plain(rule.message)}") for rule in shaped),
            *last_rows(terms, iri, PAGE),
        ]
    )
