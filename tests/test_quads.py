"""The graph has the documented shape, and any text whatever gets into it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Dataset, RdfFormat, parse

from kg.graph import literals
from kg.graph.build import update
from kg.graph.derived import DERIVED
from kg.graph.link import link
from kg.graph.quads import article_iri, article_quads, derived_graph, entity_iri, fact_quads, relation_iri
from kg.graph.runs import current_run
from kg.graph.store import Store, open_store
from kg.graph.vocab import DEFAULT_BASE, KG, PREFIXES, prefixes
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

ALPHA = """
<article/alpha> {
  <article/alpha> a schema:NewsArticle ; schema:headline "A surprise visit" ;
      schema:datePublished "2022-03-07"^^xsd:date ; schema:publisher "The Example" ;
      schema:url <https://news.example/alpha> ; schema:inLanguage "en" ; kg:sha256 "SHA" .
  <claim/a1> a kg:Claim ; rdf:subject kgr:naftali-bennett ; rdf:predicate kg:metWith ;
      rdf:object kgr:vladimir-putin ; kg:polarity kg:positive ; kg:modality kg:actual ; kg:asserted true ;
      kg:confidence 0.93 ; kg:eventType plover:CONSULT ; kg:place kgr:moscow ;
      kg:timeStart "2022-03-05"^^xsd:date ; kg:timeEnd "2022-03-05"^^xsd:date ;
      prov:hadPrimarySource <article/alpha> ; prov:wasGeneratedBy <run/RUN> ;
      prov:wasDerivedFrom <evidence/a1-1> .
  <evidence/a1-1> a kg:Evidence ; oa:exact "Bennett sat down with Putin in Moscow." ;
      oa:start 18 ; oa:end 56 .
  <claim/a2> a kg:Claim ; rdf:subject kgr:naftali-bennett ; rdf:predicate kg:phoned ;
      rdf:object kgr:volodymyr-zelensky ; kg:polarity kg:positive ; kg:modality kg:actual ; kg:asserted true ;
      kg:confidence 1. ; kg:eventType plover:CONSULT ;
      kg:timeStart "2022-03"^^xsd:gYearMonth ; kg:timeEnd "2022-03"^^xsd:gYearMonth ;
      prov:hadPrimarySource <article/alpha> ; prov:wasGeneratedBy <run/RUN> ;
      prov:wasDerivedFrom <evidence/a2-1> .
  <evidence/a2-1> a kg:Evidence ; oa:exact "He had rung Zelensky before." ; oa:start 57 ; oa:end 85 .
  <claim/a3> a kg:Claim ; rdf:subject kgr:israel ; rdf:predicate kg:coordinatesWith ; rdf:object kgr:russia ;
      kg:polarity kg:positive ; kg:modality kg:actual ; kg:asserted true ; kg:confidence 1. ;
      kg:eventType plover:COOPERATE ; kg:place kgr:syria ; kg:timeStart "2015"^^xsd:gYear ;
      kg:topic "deconfliction"@en ;
      prov:hadPrimarySource <article/alpha> ; prov:wasGeneratedBy <run/RUN> ;
      prov:wasDerivedFrom <evidence/a3-1> .
  <evidence/a3-1> a kg:Evidence ; oa:exact "Israel works with Russia over Syria." ; oa:start 86 ; oa:end 122 .
}
kgr:naftali-bennett a kg:Person ; rdfs:label "Naftali Bennett"@en ; skos:altLabel "Bennett"@en, "the PM"@en ;
    kg:metWith kgr:vladimir-putin ; kg:phoned kgr:volodymyr-zelensky ; kg:spokeWith kgr:volodymyr-zelensky .
kgr:vladimir-putin a kg:Person ; rdfs:label "Vladimir Putin"@en ; skos:altLabel "Putin"@en ;
    kg:metWith kgr:naftali-bennett .
kgr:volodymyr-zelensky a kg:Person ; rdfs:label "Volodymyr Zelensky"@en ;
    kg:phoned kgr:naftali-bennett ; kg:spokeWith kgr:naftali-bennett .
kgr:israel a kg:Country ; rdfs:label "Israel"@en ; skos:altLabel "Jerusalem"@en ; kg:iso "IL" ;
    owl:sameAs <https://sws.geonames.org/294640/> ; kg:coordinatesWith kgr:russia ; kg:cooperatesWith kgr:russia .
kgr:russia a kg:Country ; rdfs:label "Russia"@en ; skos:altLabel "Russian Federation"@en, "the Kremlin"@en ;
    kg:iso "RU" ; kg:coordinatesWith kgr:israel ; kg:cooperatesWith kgr:israel .
kgr:syria a kg:Country ; rdfs:label "Syria"@en ; kg:iso "SY" .
kgr:moscow a kg:City ; rdfs:label "Moscow"@en .
<graph/gazetteer> { kgr:moscow kg:locatedIn kgr:russia . kgr:russia kg:capital kgr:moscow . }
"""


def test_an_article_becomes_just_these_quads(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news[:1], small_ontology, "m-1")
    others = {derived_graph(DEFAULT_BASE, name) for name in ("provenance", *DERIVED)}  # each has tests of its own
    run = current_run(small_ontology.digest, "m-1").digest
    header = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(DEFAULT_BASE).items())
    text = header + ALPHA.replace("SHA", news[0][0].meta.sha256 or "").replace("RUN", run)
    text = text.replace("kg:confidence 1. ", 'kg:confidence "1"^^xsd:decimal ')
    wanted = Dataset(parse(text, RdfFormat.TRIG, base_iri=DEFAULT_BASE))
    found = Dataset(quad for quad in any_store.quads() if quad.graph_name not in others)
    assert sorted(map(str, found)) == sorted(map(str, wanted))


def test_the_run_names_program_ontology_and_model(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news, small_ontology, "en_core_web_md-3.7.1")
    rows = any_store.select(
        "SELECT DISTINCT ?name ?version { GRAPH ?article { ?claim prov:wasGeneratedBy ?run } "
        "?run prov:used|prov:wasAssociatedWith ?part . "
        "?part rdfs:label ?name ; schema:softwareVersion|owl:versionInfo ?version }"
    )
    found = {row["name"].value: row["version"].value for row in rows}
    assert found.keys() == {"newskg", "ontology", "en_core_web_md"}
    assert (found["en_core_web_md"], found["ontology"]) == ("3.7.1", "small")


def test_only_asserted_claims_become_direct_triples(any_store: Store, news: News, small_ontology: Ontology) -> None:
    update(any_store, news[1:], small_ontology, "m")
    assert not any_store.query("ASK { ?a kg:metWith|kg:phoned|kg:spokeWith|kg:visited ?b }")
    assert any_store.query("ASK { kgr:naftali-bennett kg:leads kgr:israel ; kg:represents kgr:israel }")
    assert not any_store.query("ASK { kgr:israel kg:leads|kg:represents ?x }")


def test_where_a_place_lies_is_known_although_no_article_says_so(
    any_store: Store, news: News, small_ontology: Ontology
) -> None:
    update(any_store, news[2:], small_ontology, "m")
    ask = "SELECT ?g ?label { GRAPH ?g { kgr:damascus kg:locatedIn ?x . ?x rdfs:label ?label } }"
    rows = [(row["g"].value, row["label"].value) for row in any_store.select(ask)]
    assert rows == [("https://newskg.example/graph/gazetteer", "Syria")]


def test_what_an_article_says_is_not_said_again_by_the_gazetteer(
    any_store: Store, news: News, small_ontology: Ontology
) -> None:
    (article, (claim, *_)), *_ = news
    moscow, russia = (Entity(each, each.title(), EntityType.CITY) for each in ("moscow", "russia"))
    said = replace(claim, subject=moscow, relation="locatedIn", object=russia, symmetric=False)
    update(any_store, [(article, [said])], small_ontology, "m")
    assert len(list(any_store.select("SELECT ?x { kgr:moscow kg:locatedIn ?x }"))) == 1


def test_relations_have_the_iri_of_the_ontology_or_of_their_curie(small_ontology: Ontology) -> None:
    own = replace(small_ontology.relations["metWith"], iri="https://other.example/met")
    relations = {"metWith": own}
    assert relation_iri("metWith", relations).value == "https://other.example/met"
    assert relation_iri("schema:knows", relations).value == "https://schema.org/knows"
    assert relation_iri("phoned", relations).value == PREFIXES["kg"] + "phoned"
    assert relation_iri("a/b?", relations).value == PREFIXES["kg"] + "a%2Fb%3F"
    assert relation_iri("open:metWith", relations, "https://b.example/").value == "https://b.example/open/metWith"


def test_a_symmetric_claim_holds_both_ways_without_an_ontology() -> None:
    assert len(fact_quads([("a", "knows", "b", True)], {}, DEFAULT_BASE)) == 2
    assert len(fact_quads([("a", "knows", "b", False)], {}, DEFAULT_BASE)) == 1


def test_a_misspelt_structural_term_fails_at_once() -> None:
    with pytest.raises(AttributeError, match="confidense"):
        KG.confidense  # noqa: B018


any_text = st.text(st.characters(exclude_categories=()), max_size=20)


@given(any_text, any_text)
def test_no_two_names_share_an_iri(a: str, b: str) -> None:
    assert (article_iri(DEFAULT_BASE, a) == article_iri(DEFAULT_BASE, b)) == (a == b)
    assert (entity_iri(DEFAULT_BASE, a) == entity_iri(DEFAULT_BASE, b)) == (a == b)


@given(any_text.filter(str.strip), any_text.filter(str.strip), any_text, any_text)
def test_any_text_gets_into_the_graph_and_keeps_its_length(own: str, name: str, text: str, other: str) -> None:
    article = make_article(text, id=own, title=other, published=other, url=other, language=other, publisher=text)
    entity = Entity(name, name, EntityType.PERSON, (text, other))
    evidence = Evidence(text, 0, len(text))
    claim = Claim(own, article.meta, entity, "metWith", entity, True, other, topic=text, operator=text, time="2022",
                  place=entity, speaker=entity, evidence=(evidence,))  # fmt: skip
    ontology = Ontology({}, {}, (), (), {}, {}, {}, {}, "none")
    with open_store() as store:
        update(store, [(article, [claim])], ontology, name)
        (row,) = store.select("SELECT ?text { ?evidence oa:exact ?text }")
        assert len(row["text"].value) == len(text)
        assert store.kept.text_of(own) == article.text
        # What was written comes back in the form in which it is written, so that nothing is written twice.
        names = {name: link({(own, name): entity}, ontology)[own, name].name}
        run = current_run(ontology.digest, name)
        written = article_quads(article.meta, [claim], names, {}, run=run, base=DEFAULT_BASE)
        assert set(written) == set(store.quads(article_iri(DEFAULT_BASE, own)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2022", "gYear"),
        ("2022-03", "gYearMonth"),
        ("2022-03-05", "date"),
        ("2022-03-05T10:00:00+00:00", "dateTime"),
        ("2022-02-30", "string"),
        ("2022-13", "string"),
        ("yesterday", "string"),
    ],
)
def test_dates_have_the_type_of_their_precision(text: str, kind: str) -> None:
    assert literals.time_literal(text).datatype.value == PREFIXES["xsd"] + kind


@pytest.mark.parametrize(
    ("url", "term"),
    [
        ("https://a.example/x?y=1#z", "<https://a.example/x?y=1#z>"),
        ("https://a.example/a b{c}", "<https://a.example/a%20b%7Bc%7D>"),
        ("www.a.example", '"www.a.example"'),
        ("", '""'),
        ("://", '"://"'),
    ],
)
def test_urls_are_iris_where_they_can_be(url: str, term: str) -> None:
    assert str(literals.url_term(url)) == term
