"""The graph for network programs: read again by networkx, and GEXF held to what its schema allows."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from kg.export import export
from kg.export.network_files import plain_network
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.ontology import Ontology
from tests.conftest import News

# What GEXF 1.2 (https://gexf.net/schema.html) lets a static graph with attributes be, as RELAX NG.
GEXF = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.gexf.net/1.2draft"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="gexf">
    <attribute name="version"><value>1.2</value></attribute>
    <optional><attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/></optional>
    <element name="graph">
      <optional><attribute name="defaultedgetype">
        <choice><value>directed</value><value>undirected</value><value>mutual</value></choice></attribute></optional>
      <optional><attribute name="mode"><value>static</value></attribute></optional>
      <zeroOrMore><element name="attributes">
        <attribute name="class"><choice><value>node</value><value>edge</value></choice></attribute>
        <optional><attribute name="mode"><value>static</value></attribute></optional>
        <zeroOrMore><element name="attribute">
          <attribute name="id"><data type="token"/></attribute> <attribute name="title"/>
          <attribute name="type"><choice><value>integer</value><value>long</value><value>double</value>
            <value>float</value><value>boolean</value><value>string</value></choice></attribute>
        </element></zeroOrMore>
      </element></zeroOrMore>
      <element name="nodes"><zeroOrMore><element name="node">
        <attribute name="id"><data type="anyURI"/></attribute>
        <attribute name="label"/> <ref name="values"/>
      </element></zeroOrMore></element>
      <element name="edges"><zeroOrMore><element name="edge">
        <attribute name="id"/> <attribute name="source"/> <attribute name="target"/>
        <optional><attribute name="label"/></optional>
        <optional><attribute name="weight"><data type="float"/></attribute></optional> <ref name="values"/>
      </element></zeroOrMore></element>
    </element>
  </element></start>
  <define name="values"><optional><element name="attvalues"><zeroOrMore><element name="attvalue">
    <attribute name="for"/> <attribute name="value"/>
  </element></zeroOrMore></element></optional></define>
</grammar>
"""
READERS: dict[str, Callable[[io.BytesIO], Any]] = {
    "graphml": partial(nx.read_graphml, force_multigraph=True),
    "gexf": nx.read_gexf,
    "cytoscape": lambda file: nx.cytoscape_graph(json.load(file)),
}


@pytest.fixture(scope="module")
def store(news: News, small_ontology: Ontology) -> Iterator[Store]:
    with open_store() as opened:
        update(opened, news, small_ontology, "test-1")
        yield opened


def written(store: Store, form: str) -> io.BytesIO:
    out = io.BytesIO()
    export(store, form, out)
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize("form", READERS)
def test_networkx_reads_the_same_network_again(store: Store, form: str) -> None:
    network, again = plain_network(store), READERS[form](written(store, form))
    assert type(again) is nx.MultiDiGraph
    assert set(again) == set(network)
    told = [
        sorted((one, other, known["label"], known["polarity"], known["sentence"]) for one, other, known in each)
        for each in (network.edges(data=True), again.edges(data=True))
    ]
    assert told[0] == told[1]
    israel = next(iri for iri, known in again.nodes(data=True) if known["label"] == "Israel")
    assert again.nodes[israel]["type"] == "Country"


@pytest.mark.parametrize("form", READERS)
def test_the_same_graph_is_the_same_bytes(store: Store, news: News, small_ontology: Ontology, form: str) -> None:
    with open_store() as other:
        update(other, reversed(news), small_ontology, "test-1")
        assert written(other, form).getvalue() == written(store, form).getvalue()


@pytest.mark.parametrize("form", READERS)
def test_an_empty_graph_is_an_empty_network(form: str) -> None:
    with open_store() as empty:
        assert len(READERS[form](written(empty, form))) == 0


def test_gexf_keeps_to_its_schema(store: Store) -> None:
    schema = etree.RelaxNG(etree.fromstring(GEXF))
    document = etree.parse(written(store, "gexf"))
    schema.assertValid(document)
    document.find("{*}graph").set("name", "a graph")
    assert not schema.validate(document)


@pytest.mark.parametrize("form", READERS)
def test_what_xml_has_no_letters_for_is_replaced(form: str) -> None:
    """What kg writes has none of it, but others may write into the graph."""
    with open_store() as opened:
        opened.update('INSERT DATA { kgr:one a kg:Person ; rdfs:label "a\\u0001b\\uFFFEc" }')
        again = READERS[form](written(opened, form))
    assert [known["label"] for _, known in again.nodes(data=True)] == ["a\ufffdb\ufffdc"]


def test_cytoscape_finds_names_of_its_own(store: Store) -> None:
    told = json.load(written(store, "cytoscape"))
    assert told["data"] == {"name": "News graph"}
    edges = [edge["data"] for edge in told["elements"]["edges"]]
    nodes = {node["data"]["id"] for node in told["elements"]["nodes"]}
    assert len({edge["id"] for edge in edges} | nodes) == len(edges) + len(nodes)
    assert all(edge["interaction"] == edge["label"] and {edge["source"], edge["target"]} <= nodes for edge in edges)


def test_truth_is_spelt_as_xml_schema_has_it(store: Store) -> None:
    text = written(store, "graphml").getvalue().decode()
    assert '<data key="asserted">true</data>' in text
    assert '<data key="asserted">false</data>' in text
    assert '<data key="asserted">True' not in text


def test_gexf_names_the_claim_of_an_edge(store: Store) -> None:
    claims = {known["claim"] for _, _, known in READERS["gexf"](written(store, "gexf")).edges(data=True)}
    assert claims == {key for _, _, key in plain_network(store).edges(keys=True)}


def test_gexf_has_no_date_of_its_making(store: Store) -> None:
    assert b"lastmodified" not in written(store, "gexf").getvalue()


def test_truth_and_numbers_keep_their_kinds(store: Store) -> None:
    again = READERS["graphml"](written(store, "graphml"))
    for _, _, known in again.edges(data=True):
        assert isinstance(known["asserted"], bool)
        assert isinstance(known["confidence"], float)
