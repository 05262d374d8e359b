"""A quick look passes nothing that the shapes do not; what it does not pass comes out in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import RDF, SH, URIRef

from kg.graph.check import Checked, Rules, check, make_rules
from kg.graph.overview import look_over
from kg.graph.screen import Screen
from kg.graph.shapes import read_shapes
from kg.graph.vocab import PREFIXES
from kg.ontology import load_ontology, ontology_files
from tests.test_check import GRAPH, HEAD

BASE = "https://newskg.example/"
KG, XSD = PREFIXES["kg"], PREFIXES["xsd"]
MORE = """
kgr:ann kg:termOfOffice <term/t> ; prov:wasInfluencedBy <correction/k> .
<term/t> a kg:TermOfOffice ; rdfs:label "Mayor" ; schema:startDate "2020"^^xsd:gYear .
<correction/k> a kg:Correction, prov:Entity ; kg:correctionKind "rename" ; rdfs:label "Ann is Ann Lee" ; kg:line 3 .
<tone/t> a kg:Tone ; kg:between kgr:ann, kgr:oz ; kg:month "2022-03"^^xsd:gYearMonth ; kg:deeds 1 ;
    kg:goldstein 2.5 ; kg:goldsteinSum 2.5 ; kg:verbalCooperationCount 1 .
<event/e> a kg:Event ; rdfs:label "Ann met Oz"@en ; kg:kind kg:metWith ; kg:status kg:actual ; kg:attested true ;
    kg:eventType plover:CONSULT ; kg:participant kgr:ann, kgr:oz ; kg:report <claim/c> ; kg:articles 1 ;
    kg:independentArticles 1 ; kg:firstArticle <article/a> ; kg:firstReported "2022-03-07"^^xsd:date .
<candidate/x> a kg:Candidate ; kg:candidate kgr:ann, kgr:oz ; kg:score 0.5 ; rdfs:comment "alike"@en .
"""
QUADS = list(parse((HEAD + GRAPH + MORE).encode(), RdfFormat.TURTLE))
PARTS = ("article/", "claim/", "evidence/")  # of these an article's graph is made
COPIES = 24

terms = st.sampled_from(
    [
        *sorted({quad.object for quad in QUADS}, key=str),
        *(Literal(text) for text in ("", "x", "OZ", "true")),
        *(Literal(text, datatype=NamedNode(XSD + kind)) for text in ("1", "-3", "1.5", "2022", "2022-02-30", "x", " 1")
          for kind in ("integer", "decimal", "date", "gYear", "boolean", "dateTime")),
        Literal("ja", language="en"),
        NamedNode(f"{KG}nothing"),
        NamedNode("https://newskg.example/resource/nobody"),
        BlankNode("b"),
    ]
)  # fmt: skip
KNOWN = ("topci", "bornIn", "holdsOffice", "repeats", "iso", "operator", "speaker")
props = st.sampled_from(
    [*sorted({quad.predicate for quad in QUADS}, key=str), *(NamedNode(KG + name) for name in KNOWN)]
)
changes = st.tuples(
    st.sampled_from(["take", "value", "more", "property", "type", "twice"]),
    st.integers(0, len(QUADS) - 1),
    props,
    terms,
)


class Graphs:
    """The graphs of some quads."""

    def __init__(self, quads: list[Quad]) -> None:
        self._store = Store()
        self._store.extend(quads)

    def quads(self, graph: NamedNode | DefaultGraph | None = None) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)

    def graphs(self) -> set[NamedNode]:
        return {graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode)}


@cache
def shipped() -> Rules:
    ontology = load_ontology()
    relations = {relation.iri for relation in ontology.relations.values()}
    return make_rules(read_shapes(ontology_files(), relations, ontology.axioms), relations, ontology.axioms)


@cache
def slow() -> Rules:
    """The same with a shape of which no quick look knows what it aims at, though it is nothing."""
    shapes = read_shapes(ontology_files(), shipped().relations, load_ontology().axioms)
    aimless = URIRef("urn:aimless")
    shapes.graph.add((aimless, RDF.type, SH.NodeShape))
    shapes.graph.add((aimless, SH.targetNode, URIRef("urn:not-there")))
    return replace(shipped(), shapes=shapes)


def copied(change: tuple[str, int, NamedNode, object] | None, number: int, *, apart: bool) -> Iterator[Quad]:
    """The whole graph with one change, under names of its own; its article in a graph of its own, or all in one."""
    quads = [(quad.subject, quad.predicate, quad.object) for quad in QUADS]
    if change is not None:
        how, at, prop, value = change
        subject, old_prop, old = quads[at]
        changed = {
            "take": [],
            "value": [(subject, old_prop, value)],
            "more": [quads[at], (subject, old_prop, value)],
            "property": [(subject, prop, old)],
            "type": [quads[at], (subject, NamedNode(RDF.type), value)],
            "twice": [quads[at], (subject, prop, value)],
        }[how]
        quads[at : at + 1] = changed

    def own(term: Any) -> Any:
        name = term.value if isinstance(term, NamedNode) else "#"
        return NamedNode(f"{name}-{number}") if name.startswith(BASE) and "#" not in name else term

    for subject, prop, value in quads:
        if not isinstance(value, Literal) and prop == NamedNode(RDF.type) and not isinstance(value, NamedNode):
            continue
        inside = apart and any(f"example/{part}" in str(subject) for part in PARTS)
        graph = NamedNode(f"https://newskg.example/article/a-{number}") if inside else DefaultGraph()
        yield Quad(own(subject), prop, own(value), graph)


def is_far(change: tuple[str, int, NamedNode, object]) -> bool:
    """Whether a relation leads to what has no name but in another graph, where nobody looks for one."""
    how, at, prop, value = change
    ends = {"property": (prop, QUADS[at].object), "twice": (prop, value)}.get(how, (QUADS[at].predicate, value))
    return ends[0].value in shipped().relations and any(f"example/{part}" in str(ends[1]) for part in PARTS)


def told(quads: list[Quad], rules: Rules) -> list[str]:
    return sorted(map(str, check(Graphs(quads), rules, Checked())))


def passed(quads: list[Quad], rules: Rules) -> int:
    seen = look_over(Graphs(quads), near=frozenset(), far=frozenset(map(str, rules.shapes.inverse)))
    screen = Screen(rules.shapes, rules.relations, rules.classes, seen.types)
    ((_, part),) = seen.parts(Graphs(quads))
    return sum(
        screen.passes(each, seen.open_relations, lambda node: seen.said_of(node, part)) for each in part.values()
    )


# Not shrunk: the lines that differ say which copy it is.
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(changes, min_size=COPIES, max_size=COPIES), st.booleans())
def test_what_is_wrong_is_told_as_if_all_were_validated(
    changed: list[tuple[str, int, NamedNode, object]], apart: bool
) -> None:
    changed = [each for each in changed if not (apart and is_far(each))]
    quads = [quad for number, each in enumerate(changed) for quad in copied(each, number, apart=apart)]
    expected = told(quads, slow())
    found = told(quads, shipped())
    assert sorted(set(found) ^ set(expected)) == []
    assert found == expected
    assert expected  # some of so many changes always break something


@pytest.mark.parametrize("apart", [False, True])
def test_a_sound_graph_is_passed_at_a_look(apart: bool) -> None:
    quads = list(copied(None, 1, apart=apart))
    assert told(quads, shipped()) == told(quads, slow()) == []


def test_all_of_a_sound_graph_passes_but_what_others_point_to() -> None:
    quads = list(copied(None, 1, apart=False))
    subjects = {quad.subject for quad in quads}
    assert passed(quads, shipped()) == len(subjects) - 2  # the run's parts are aimed at by the run alone
    assert passed(quads, slow()) == 0


def test_a_number_that_is_too_long_to_be_read_is_told() -> None:
    at = next(n for n, quad in enumerate(QUADS) if quad.predicate.value == f"{PREFIXES['oa']}start")
    long = Literal("9" * 5_000, datatype=NamedNode(XSD + "integer"))
    quads = list(copied(("value", at, QUADS[at].predicate, long), 1, apart=True))
    found = told(quads, shipped())
    assert found
    assert found == told(quads, slow())
