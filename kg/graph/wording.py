"""What breaks a shape, in words: which thing, which rule, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV

from kg.graph.vocab import DEFAULT_BASE, KG, OA, SCHEMA, prefixes
from kg.lines import cut_line
from kg.violations import Violation

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.graph.shapes import Shapes

__all__ = ["Broken", "Words"]

_Resource: TypeAlias = URIRef | BNode

# What to do about a property that breaks a constraint; the rest is mended in place.
_REMEDIES = {
    SH.MinCountConstraintComponent: "add {path}",
    SH.MaxCountConstraintComponent: "leave one {path} of the {count}",
    SH.ClosedConstraintComponent: "take it out{near}",
    SH.QualifiedMaxCountConstraintComponent: "leave one of its types",
    SH.QualifiedMinCountConstraintComponent: "add {path}",
    SH.OrConstraintComponent: "set kg:asserted to false, or mend polarity and modality",
}
_MEND = "mend {path}"
# The kinds of things that a graph has, the more telling first, and what they are called.
_KINDS = {KG.Claim: "claim", KG.Evidence: "evidence", SCHEMA.NewsArticle: "article", KG.OpenRelation: "open relation"}


@dataclass(frozen=True, slots=True)
class Broken:
    """One result of a validation, as SHACL reports it."""

    node: Node
    shape: Node | None
    component: Node | None
    path: Node | None
    value: Node | None
    message: str

    @classmethod
    def read(cls, report: Graph, result: Node) -> Broken:
        """A result of a report; a path that is no plain property is none."""
        node = report.value(result, SH.focusNode)
        shape = report.value(result, SH.sourceShape)
        path = report.value(result, SH.resultPath)
        messages = sorted(map(str, report.objects(result, SH.resultMessage)))
        return cls(
            node=node if node is not None else result,
            shape=shape if isinstance(shape, URIRef) else None,
            component=report.value(result, SH.sourceConstraintComponent),
            path=path if isinstance(path, URIRef) else None,
            value=report.value(result, SH.value),
            message="; ".join(messages),
        )


class Words:
    """Tells of resources by their names."""

    def __init__(self, names: Mapping[_Resource, str], shapes: Shapes, relations: Set[str]) -> None:
        """Keep the names that are known, and what the ontology has."""
        self._names = names
        self._shapes = shapes
        self._relations = relations
        self._prefixes = sorted(prefixes(DEFAULT_BASE).items(), key=lambda item: -len(item[1]))

    def no_shape(self, graph: Graph, node: _Resource) -> Violation:
        """A resource that no shape is about."""
        types = sorted({kind for kind in graph.objects(node, RDF.type) if isinstance(kind, URIRef)})
        if types:
            used = ", ".join(map(self.term, types))
            rule = f"no shape is about things of type {used}"
            remedy = "write a shape for them, or mend the type" + self._near(types[0], self._shapes.classes)
        else:
            rule, remedy = "has no type", "say with rdf:type what it is, or take it out"
        return self._violation(graph, node, rule, remedy)

    def broken(self, graph: Graph, broken: Broken) -> Violation:
        """A resource that breaks a shape."""
        side = self._shapes.sides.get(broken.shape) if isinstance(broken.shape, URIRef) else None
        if side is not None:
            end = "subject" if side.is_subject else "object"
            kinds = ", ".join(self._narrow(graph, broken.node)) or "nothing known"
            wanted = self._name_of(side.wanted)
            rule = f"is {end} of {self.term(side.relation)} and has to be of class {wanted}, not {kinds}"
            claims = sorted(
                claim
                for claim in graph.subjects(RDF.predicate, side.relation)
                if (claim, RDF.subject if side.is_subject else RDF.object, broken.node) in graph
                and isinstance(claim, URIRef)
            )
            where = self._claim_and_place(graph, claims[0]) if claims else "no claim states it"
            return self._violation(graph, broken.node, rule, "mend its type or what is said of it", where)
        path = self.term(broken.path) if broken.path is not None else "it"
        if broken.component == SH.ClosedConstraintComponent:
            rule = f"has a property that the graph does not know: {path}"
        else:
            rule = broken.message
        found = sorted(
            cut_line(self.term(value)) for value in graph.objects(broken.node, broken.path) if broken.path is not None
        )
        if (
            broken.value is not None
            and broken.component != SH.ClosedConstraintComponent
            and broken.value != broken.node
        ):
            rule += f", not {self._shown(broken.value)}"
        near = self._near(broken.path, self._shapes.properties) if isinstance(broken.path, URIRef) else ""
        remedy = _REMEDIES.get(broken.component, _MEND) if isinstance(broken.component, URIRef) else _MEND
        if broken.component == SH.OrConstraintComponent and broken.path is not None:
            remedy = _MEND
        if broken.path == RDF.predicate and isinstance(broken.value, URIRef):
            remedy = "declare it in the ontology (--ontology DIR)" + self._near(broken.value, self._relations)
        return self._violation(graph, broken.node, rule, remedy.format(path=path, count=len(found), near=near))

    def term(self, node: Node) -> str:
        """A property or class as a CURIE, a literal as it stands."""
        text = str(node)
        for prefix, namespace in self._prefixes:
            if isinstance(node, URIRef) and text.startswith(namespace):
                return f"{prefix}:{text.removeprefix(namespace)}"
        return f"<{text}>" if isinstance(node, URIRef) else text

    def _violation(self, graph: Graph, node: Node, rule: str, remedy: str, where: str = "") -> Violation:
        what, place = self._thing(graph, node)
        return Violation(False, "", 0, what, rule, remedy, where or place, str(node))

    def _thing(self, graph: Graph, node: Node) -> tuple[str, str]:
        """What a resource is, and where it stands."""
        kind = next((word for cls, word in _KINDS.items() if (node, RDF.type, cls) in graph), "")
        if kind == "claim":
            return f'claim "{self._claim(graph, node)}"', self._place(graph, node)
        if kind == "evidence":
            claim = min(graph.subjects(PROV.wasDerivedFrom, node), key=str, default=None)
            quoted = cut_line(str(graph.value(node, OA.exact) or node))
            return f'evidence "{quoted}"', self._place(graph, claim) if claim is not None else ""
        name = cut_line(self._name_of(node))
        if kind:
            return f'{kind} "{name}"', ""
        return f'"{name}" ({", ".join(self._narrow(graph, node)) or "no type"})', ""

    def _claim(self, graph: Graph, claim: Node) -> str:
        ends = (graph.value(claim, prop, any=True) for prop in (RDF.subject, RDF.predicate, RDF.object))
        return " ".join("?" if end is None else cut_line(self._name_of(end), 40) for end in ends)

    def _claim_and_place(self, graph: Graph, claim: Node) -> str:
        return f'claim "{self._claim(graph, claim)}", {self._place(graph, claim)}'

    def _place(self, graph: Graph, claim: Node) -> str:
        """The article of a claim and its first sentence."""
        article = graph.value(claim, PROV.hadPrimarySource, any=True)
        told = f'article "{cut_line(self._name_of(article), 60)}"' if article is not None else "no article"
        quotes = sorted(
            (str(graph.value(evidence, OA.start, any=True)), str(text))
            for evidence in graph.objects(claim, PROV.wasDerivedFrom)
            for text in graph.objects(evidence, OA.exact)
        )
        return f'{told}: "{cut_line(quotes[0][1])}"' if quotes else told

    def _name_of(self, node: Node) -> str:
        """The label of a resource, else the last part of its IRI."""
        known = self._names.get(node) if isinstance(node, URIRef | BNode) else None
        if known is not None:
            return known
        if isinstance(node, BNode):
            return "a node without a name"
        text = str(node)
        return text.rstrip("/#").rsplit("#")[-1].rsplit("/")[-1] or text

    def _narrow(self, graph: Graph, node: Node) -> list[str]:
        """The types of a resource that shapes aim at, by name."""
        return sorted(
            self._name_of(kind)
            for kind in graph.objects(node, RDF.type)
            if str(kind) in self._shapes.classes and isinstance(kind, URIRef)
        )

    def _shown(self, value: Node) -> str:
        if isinstance(value, Literal):
            kind = "" if value.datatype is None else f" ({self.term(value.datatype)})"
            return f'"{cut_line(str(value))}"{kind}'
        return self._names.get(value, self.term(value)) if isinstance(value, URIRef | BNode) else str(value)

    def _near(self, used: URIRef, known: Set[str]) -> str:
        """A hint at the known term that is most like a used one: of its namespace, and but for a slip of the pen."""
        at = max(used.rfind("#"), used.rfind("/")) + 1
        alike = {name[at:]: name for name in sorted(known) if name.startswith(used[:at])}
        near = get_close_matches(used[at:], alike, n=1, cutoff=0.75)
        return f" (did you mean {self.term(URIRef(alike[near[0]]))}?)" if near else ""
