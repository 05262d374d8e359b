"""SHACL shapes: what a graph has to hold to, in tables of properties, numbers, values and messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from scripts.site.ontology.markdown import code, heading, plain, table
from scripts.site.ontology.terms import FOLDER, SH, Node, Term, Terms

__all__ = ["PAGE", "Rule", "draw_shapes", "rules"]

PAGE = f"{FOLDER}/shapes.md"
_ABOUT = """What `kg check` holds a graph to, in [SHACL](https://www.w3.org/TR/shacl/): for each property how many
values, which ones, and what is said where a graph breaks it. A closed shape allows no other property. The domains and
ranges of [relations](relations.md) are shapes, too, made from the ontology; they hold for claims that are denied or
planned as for facts."""
_TARGETS = {
    "targetClass": "every {}",
    "targetNode": "{}",
    "targetSubjectsOf": "what has {}",
    "targetObjectsOf": "what {} leads to",
}
_KINDS = {"IRI": "an IRI", "Literal": "a literal", "BlankNode": "a blank node", "IRIOrLiteral": "an IRI or a literal"}
_BOUNDS = {
    "minInclusive": "≥ {}",
    "maxInclusive": "≤ {}",
    "minExclusive": "> {}",
    "maxExclusive": "< {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
}
_BESIDE = {
    "lessThan": "less than {}",
    "lessThanOrEquals": "at most {}",
    "disjoint": "none that is {}, too",
    "equals": "the same as {}",
}


class Rule(NamedTuple):
    """What a shape says of a property; `number` is how many values there are, in words; all but nodes are text."""

    shape: str
    path: str
    inverse: bool
    number: str
    pattern: str
    message: str
    node: Node


def rules(terms: Terms) -> Iterator[Rule]:
    """What the shapes say of properties, in their order."""
    for shape in terms.of_kind("shape"):
        for node in terms.values(shape, SH + "property"):
            if not isinstance(node, Literal):
                for path in terms.values(node, SH + "path"):
                    inverse = terms.text(path, SH + "inversePath") if isinstance(path, BlankNode) else ""
                    yield Rule(
                        shape,
                        inverse or path.value,
                        bool(inverse),
                        _number(terms, node),
                        terms.text(node, SH + "pattern"),
                        terms.text(node, SH + "message"),
                        node,
                    )


def _number(terms: Terms, node: Node) -> str:
    """How many values: the narrowest that counts and qualified counts say."""
    least = terms.text(node, SH + "minCount") or terms.text(node, SH + "qualifiedMinCount") or "0"
    most = terms.text(node, SH + "maxCount") or terms.text(node, SH + "qualifiedMaxCount")
    if least == most:
        return {"0": "none"}.get(most, f"exactly {most}")
    if most:
        return f"at most {most}" if least == "0" else f"{least} to {most}"
    return "any number" if least == "0" else f"at least {least}"


def draw_shapes(terms: Terms) -> str:
    """All shapes with their targets, and each rule with its message."""
    parts = [
        heading(1, "Shapes", "shapes"),
        _ABOUT,
    ]
    by_shape: dict[str, list[Rule]] = {}
    for rule in rules(terms):
        by_shape.setdefault(rule.shape, []).append(rule)
    for iri in terms.of_kind("shape"):
        entry = terms.entries[iri]
        parts += [heading(2, entry.name, entry.anchor), f"**{plain(terms.label(iri))}**. {_about(terms, iri)}"]
        if message := terms.text(iri, SH + "message"):
            parts.append(f"Message: *{plain(message)}*")
        if found := by_shape.get(iri):
            parts.append(table(("Property", "How many", "Values", "Message"), (_row(terms, rule) for rule in found)))
    return "\n\n".join(parts) + "\n"


def _about(terms: Terms, iri: str) -> str:
    told = [
        template.format(terms.links(found, PAGE))
        for name, template in _TARGETS.items()
        if (found := terms.texts(iri, SH + name))
    ]
    words = f"Holds for {' and '.join(told)}." if told else "Used by other shapes."
    closed = " Closed." if terms.text(iri, SH + "closed") == "true" else ""
    choices = _values(terms, NamedNode(iri))
    return f"{words}{closed} {f'It is {choices}.' if choices else ''}".strip()


def _row(terms: Terms, rule: Rule) -> tuple[str, str, str, str]:
    path = terms.link(rule.path, PAGE)
    return (
        f"{path}, backwards" if rule.inverse else path,
        rule.number,
        _values(terms, rule.node),
        plain(rule.message),
    )


def _values(terms: Terms, node: Node) -> str:
    """What values a shape or a rule allows, in words."""
    told = [*_kinds(terms, node)]
    told += [
        template.format(code(value)) for name, template in _BOUNDS.items() for value in terms.texts(node, SH + name)
    ]
    told += [
        template.format(terms.link(value, PAGE))
        for name, template in _BESIDE.items()
        for value in terms.texts(node, SH + name)
    ]
    return "; ".join(told)


def _kinds(terms: Terms, node: Node) -> Iterator[str]:
    for value in terms.texts(node, SH + "class"):
        yield f"in {terms.link(value, PAGE)}"
    for value in terms.texts(node, SH + "datatype"):
        yield terms.link(value, PAGE)
    for value in terms.texts(node, SH + "node"):
        yield f"as in {terms.link(value, PAGE)}"
    for value in terms.texts(node, SH + "nodeKind"):
        yield _KINDS.get(value.removeprefix(SH), code(terms.curie(value)))
    for head in terms.values(node, SH + "in"):
        yield f"one of {', '.join(_shown(terms, item) for item in terms.items(head))}"
    for wanted in terms.values(node, SH + "hasValue"):
        yield _shown(terms, wanted)
    for value in terms.texts(node, SH + "pattern"):
        yield f"matches {code(value)}"
    for shape in terms.values(node, SH + "qualifiedValueShape"):
        if not isinstance(shape, Literal):
            yield _values(terms, shape)
    for head in terms.values(node, SH + "or"):
        yield " or ".join(filter(None, (_choice(terms, item) for item in terms.items(head))))


def _choice(terms: Terms, item: Term) -> str:
    """One of the alternatives of sh:or: about the value itself, or about properties of what has it."""
    if isinstance(item, Literal):
        return ""
    own = _values(terms, item)
    of_properties = [
        f"{terms.links(terms.texts(each, SH + 'path'), PAGE)} is {_values(terms, each)}"
        for each in terms.values(item, SH + "property")
        if not isinstance(each, Literal)
    ]
    return " and ".join(filter(None, [own, *of_properties]))


def _shown(terms: Terms, value: Term) -> str:
    return terms.link(value.value, PAGE) if isinstance(value, NamedNode) else code(value.value)
