"""Closed lists: individuals of the ontology, and words that shapes allow."""

from __future__ import annotations

import re

from kg.turtle import KG, RDF
from scripts.site.ontology.markdown import bullets, code, heading, plain, table
from scripts.site.ontology.shapes import rules
from scripts.site.ontology.terms import FOLDER, Terms

__all__ = ["PAGE", "draw_values"]

PAGE = f"{FOLDER}/values.md"
_ABOUT = "Lists that are closed: a graph with another value breaks a [shape](shapes.md)."
_LIST = re.compile(r"\^\(([^()\\.*+?\[\]]+)\)\$")


def draw_values(terms: Terms) -> str:
    """A table for each class of individuals, and a list for each pattern that is one of words."""
    kinds: dict[str, list[str]] = {}
    for iri in terms.of_kind("value"):
        kinds.setdefault(terms.texts(iri, RDF + "type")[0], []).append(iri)
    parts = [heading(1, "Values", "values"), _ABOUT]
    for kind, members in kinds.items():
        parts += _head(terms, kind)
        parts.append(
            table(("Value", "What it means"), ((_named(terms, each), _meaning(terms, each)) for each in members))
        )
    for rule in rules(terms):
        if found := _LIST.fullmatch(rule.pattern):
            parts += [*_head(terms, rule.path), bullets(code(word) for word in found[1].split("|"))]
    return "\n\n".join(parts) + "\n"


def _head(terms: Terms, iri: str) -> list[str]:
    return [f"## {plain(terms.label(iri).capitalize())}", f"{terms.link(iri, PAGE)}: {terms.meaning(iri, PAGE)}"]


def _named(terms: Terms, iri: str) -> str:
    return f'<a id="{terms.entries[iri].anchor}"></a>{code(terms.curie(iri))}'


def _meaning(terms: Terms, iri: str) -> str:
    types = terms.subjects(KG + "quadClass", iri)
    meaning = terms.meaning(iri, PAGE) or plain(terms.label(iri))
    return f"{meaning} Event types: {terms.links(types, PAGE)}." if types else meaning
