"""A graph that kg made holds to all shapes; each way to break one gives its line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import SH

from kg.checking import Checked, check_graph, is_ontology
from kg.errors import StoreError
from kg.export import export
from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.check import Rules, check, make_rules
from kg.graph.rdf_file import RdfFile
from kg.graph.shapes import read_shapes
from kg.graph.store import Store, open_store
from kg.graph.vocab import PREFIXES
from kg.lines import cut_line
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.ontology import load_ontology, ontology_files
from kg.read import read_articles

SEEDS = Path(__file__).parent.parent / "seeds"
News = tuple[tuple[Article, tuple[Claim, ...]], ...]

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
HEAD += "@prefix kgr: <https://newskg.example/resource/> .\n@base <https://newskg.example/> .\n"

# A whole small graph; each broken one differs from it in one place.
GRAPH = """
kgr:ann a kg:Person ; rdfs:label "Ann Lee"@en ; skos:altLabel "Lee"@en ; kg:metWith kgr:oz .
kgr:oz a kg:Country ; rdfs:label "Oz"@en ; kg:iso "OZ" ; owl:sameAs <https://sws.geonames.org/1/> ; kg:metWith kgr:ann .
<article/a> a schema:NewsArticle ; schema:headline "Ann in Oz" ; schema:datePublished "2022-03-07"^^xsd:date ;
    schema:inLanguage "en" .
<claim/c> a kg:Claim ; rdf:subject kgr:ann ; rdf:predicate kg:metWith ; rdf:object kgr:oz ;
    kg:polarity kg:positive ; kg:modality kg:actual ; kg:asserted true ; kg:confidence 0.9 ;
    kg:eventType plover:CONSULT ; kg:timeStart "2022-03"^^xsd:gYearMonth ; kg:topic "tea"@en ;
    prov:hadPrimarySource <article/a> ; prov:wasGeneratedBy <run/r> ; prov:wasDerivedFrom <evidence/c-1> .
<evidence/c-1> a kg:Evidence ; oa:exact "Ann Lee met the Ozians." ; oa:start 0 ; oa:end 23 .
<run/r> a prov:Activity ; prov:wasAssociatedWith <run/kg> ; prov:used <run/model> .
<run/kg> a prov:SoftwareAgent ; rdfs:label "newskg" ; schema:softwareVersion "1" .
<run/model> a prov:Entity ; rdfs:label "model" ; schema:softwareVersion "2" .
"""

CLAIM = 'claim "Ann Lee metWith Oz" (article "Ann in Oz": "Ann Lee met the Ozians.")'
EVIDENCE = 'evidence "Ann Lee met the Ozians." (article "Ann in Oz": "Ann Lee met the Ozians.")'

# What is replaced by what, and the line that tells of it.
BROKEN = [
    ("kg:confidence 0.9 ;", "", f"{CLAIM}: confidence is a decimal from 0 to 1; add kg:confidence"),
    (
        "kg:confidence 0.9",
        "kg:confidence 1.7",
        f'{CLAIM}: confidence is a decimal from 0 to 1, not "1.7" (xsd:decimal); mend kg:confidence',
    ),
    (
        "kg:confidence 0.9",
        'kg:confidence "high"',
        f'{CLAIM}: confidence is a decimal from 0 to 1, not "high" (xsd:string); mend kg:confidence',
    ),
    (
        "kg:confidence 0.9",
        "kg:confidence 0.9, 0.8",
        f"{CLAIM}: confidence is a decimal from 0 to 1; leave one kg:confidence of the 2",
    ),
    (
        "kg:topic",
        "kg:topci",
        f"{CLAIM}: has a property that the graph does not know: kg:topci; take it out (did you mean kg:topic?)",
    ),
    (
        "kg:polarity kg:positive",
        "kg:polarity kg:yes",
        f"{CLAIM}: a claim is positive or negative, not kg:yes; mend kg:polarity",
    ),
    (
        "kg:modality kg:actual",
        "kg:modality kg:planned",
        f"{CLAIM}: a claim is asserted only if positive and actual; set kg:asserted to false, or mend polarity",
    ),
    ("kg:asserted true", 'kg:asserted "yes"', f'{CLAIM}: a claim is asserted or not, not "yes" (xsd:string); mend'),
    (
        "rdf:object kgr:oz",
        "rdf:object kgr:nobody",
        'claim "Ann Lee metWith nobody" (article "Ann in Oz": "Ann Lee met the Ozians."): '
        "a claim has one object, which is an entity, not kgr:nobody; mend rdf:object",
    ),
    (
        "rdf:predicate kg:metWith",
        "rdf:predicate kg:metWiht",
        'claim "Ann Lee metWiht Oz" (article "Ann in Oz": "Ann Lee met the Ozians."): a claim has one relation, which '
        "is one of the ontology or an open one, not kg:metWiht; "
        "declare it in the ontology (--ontology DIR) (did you mean kg:metWith?)",
    ),
    (
        "rdf:predicate kg:metWith",
        "rdf:predicate kg:holdsOffice",
        '"Oz" (Country) (claim "Ann Lee holdsOffice Oz", article "Ann in Oz": "Ann Lee met the Ozians."): '
        "is object of kg:holdsOffice and has to be of class Office, not Country; mend its type or what is said of it",
    ),
    (
        "kg:metWith kgr:oz",
        "kg:bornIn kgr:ann",
        '"Ann Lee" (Person) (no claim states it): is object of kg:bornIn and has to be of class Place, not Person; '
        "mend its type or what is said of it",
    ),
    (
        "plover:CONSULT",
        "plover:TALK",
        f"{CLAIM}: an event type is one of PLOVER's, or STRUCTURE, not plover:TALK; mend",
    ),
    (
        '"2022-03"^^xsd:gYearMonth',
        '"soon"',
        f'{CLAIM}: a claim begins at one date, month, year or moment, not "soon" (xsd:string); mend kg:timeStart',
    ),
    (
        '"2022-03"^^xsd:gYearMonth',
        '"2022-13-45"^^xsd:date',
        f'{CLAIM}: a claim begins at one date, month, year or moment, not "2022-13-45" (xsd:date); mend kg:timeStart',
    ),
    (
        "prov:wasDerivedFrom <evidence/c-1> .",
        "prov:wasDerivedFrom <evidence/c-2> .",
        'evidence "Ann Lee met the Ozians.": evidence is evidence of a claim; add it',
    ),
    (
        "prov:hadPrimarySource <article/a> ;",
        "",
        'claim "Ann Lee metWith Oz" (no article: "Ann Lee met the Ozians."): '
        "a claim names the article that it stands in; add prov:hadPrimarySource",
    ),
    ("prov:wasGeneratedBy <run/r> ;", "", f"{CLAIM}: a claim names the run that made it; add prov:wasGeneratedBy"),
    ("oa:end 23", "oa:end -3", f"{EVIDENCE}: evidence begins before it ends, in characters"),
    (
        '"Ann Lee met the Ozians."',
        '"Ann Lee met the Ozians."@en',
        f'{EVIDENCE}: evidence quotes one passage, as plain text, not "Ann Lee met the Ozians."',
    ),
    ("a kg:Evidence ;", "", '"c-1" (no type): has no type; say with rdf:type what it is, or take it out'),
    (
        "a schema:NewsArticle ;",
        "a schema:NewsArticel ;",
        '"Ann in Oz" (no type): no shape is about things of type schema:NewsArticel; '
        "write a shape for them, or mend the type (did you mean schema:NewsArticle?)",
    ),
    (
        'schema:inLanguage "en"',
        'schema:inLanguage "English"',
        'article "Ann in Oz": an article is in one language, by its tag, not "English" (xsd:string); '
        "mend schema:inLanguage",
    ),
    (
        "a kg:Person ;",
        "a kg:Person, kg:City ;",
        '"Ann Lee" (City, Person): an entity has one type; leave one of its types',
    ),
    ('rdfs:label "Ann Lee"@en ;', "", '"ann" (Person): an entity has one label; add rdfs:label'),
    ('kg:iso "OZ"', 'kg:iso "oz"', '"Oz" (Country): an ISO code has two capitals, not "oz" (xsd:string); mend kg:iso'),
    (
        "<https://sws.geonames.org/1/>",
        '"Q1"',
        '"Oz" (Country): an identifier is an IRI, not "Q1" (xsd:string); mend owl:sameAs',
    ),
    (
        "skos:altLabel",
        "skos:altLable",
        '"Ann Lee" (Person): has a property that the graph does not know: skos:altLable; '
        "take it out (did you mean skos:altLabel?)",
    ),
    ("prov:wasAssociatedWith <run/kg> ;", "", "a run is of one program; add prov:wasAssociatedWith"),
    ('rdfs:label "model" ;', "", '"model" (no type): a part of a run has a name; add rdfs:label'),
    ("kgr:ann a kg:Person", "_:ann a kg:Person", "kgr:ann"),
]


@pytest.fixture(scope="session")
def rules() -> Rules:
    ontology = load_ontology()
    relations = {relation.iri for relation in ontology.relations.values()}
    return make_rules(read_shapes(ontology_files(), relations, ontology.axioms), relations, ontology.axioms)


def lines(path: Path, rules: Rules) -> list[str]:
    return [str(found) for found in check(RdfFile(path), rules, Checked())]


def write(path: Path, text: str) -> Path:
    path.write_text(HEAD + text, "utf-8")
    return path


def test_a_whole_graph_is_valid(tmp_path: Path, rules: Rules) -> None:
    assert lines(write(tmp_path / "g.ttl", GRAPH), rules) == []


@pytest.mark.parametrize(("old", "new", "line"), BROKEN, ids=[f"{old} -> {new}" for old, new, _ in BROKEN])
def test_a_broken_graph_is_told(tmp_path: Path, rules: Rules, old: str, new: str, line: str) -> None:
    assert old in GRAPH
    found = lines(write(tmp_path / "g.ttl", GRAPH.replace(old, new)), rules)
    assert [each for each in found if line in each], "\n".join(found)
    assert not [each for each in found if "\n" in each]


def test_every_shape_has_words(rules: Rules) -> None:
    """Else a person is told by pySHACL, in terms of shapes."""
    graph = rules.shapes.graph
    alone = {shape for aim in (SH.targetClass, SH.targetObjectsOf) for shape in graph.subjects(aim, None)}
    told = [shape for shape in alone if (shape, SH.path, None) in graph]
    assert len(told) > 40
    assert [graph.value(shape, SH.path) for shape in told if (shape, SH.message, None) not in graph] == []


def test_shapes_allow_all_classes_of_entities_and_all_event_types() -> None:
    ontology = load_ontology()
    text = next(file for file in ontology_files() if file.name == "shapes.ttl").read_text("utf-8")
    assert {kind for kind in EntityType if text.count(f"kg:{kind}") < 2} == set()
    assert {each.event_type for each in ontology.relations.values() if f"plover:{each.event_type}" not in text} == set()


# --- what kg makes


@pytest.mark.parametrize("inferring", [False, True])
def test_the_graph_of_a_store_is_valid(
    any_store: Store, news: News, hostile_news: News, rules: Rules, inferring: bool
) -> None:
    any_store.kept.set_infers(inferring)
    update(any_store, (*news, *hostile_news), load_ontology(), "m-1")
    checked = Checked()
    assert [str(each) for each in check(any_store, rules, checked)] == []
    assert (checked.claims, checked.articles) == (9, 4)
    assert checked.done == checked.resources


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "ntriples", "jsonld"])
def test_what_is_exported_is_valid(news: News, rules: Rules, tmp_path: Path, form: str) -> None:
    suffix = {"nquads": "nq", "trig": "trig", "turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld"}[form]
    path = tmp_path / f"g.{suffix}"
    with open_store() as store, path.open("wb") as file:
        update(store, news, load_ontology(), "m-1")
        export(store, form, file)
    assert lines(path, rules) == []
    packed = tmp_path / f"g.{suffix}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    assert lines(packed, rules) == []


def test_claims_that_break_the_ontology_are_told_with_their_sentence(rules: Rules) -> None:
    article = make_article("Oz is the boss of Ann.", id="x", title="Odd")
    oz, ann = Entity("oz", "Oz", EntityType.CITY), Entity("ann", "Ann", EntityType.PERSON)
    claim = Claim("1", article.meta, oz, "leads", ann, evidence=(Evidence("Oz is the boss of Ann.", 5, 27),))
    with open_store() as store:
        update(store, [(article, (claim,))], load_ontology(), "m-1")
        found = [str(each) for each in check(store, rules, Checked())]
    where = '(claim "Oz leads Ann", article "Odd": "Oz is the boss of Ann.")'
    assert f'"Oz" (City) {where}: is subject of kg:leads and has to be of class Person, not City; ' in "\n".join(found)
    assert f'"Ann" (Person) {where}: is object of kg:leads and has to be of class CountryOrOrganization, ' in "\n".join(
        found
    )


def test_parts_say_what_the_whole_says(
    news: News, rules: Rules, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """However small the parts, nothing is cut from what it needs, and nothing is told twice."""
    path = write(tmp_path / "g.ttl", GRAPH.replace("kg:topic", "kg:topci").replace("oa:end 23", "oa:end -3"))
    whole = lines(path, rules)
    with open_store() as store:
        update(store, news, load_ontology(), "m-1")
        for size in (1, 20, 100):
            monkeypatch.setattr("kg.graph.check._PART", size)
            assert list(check(store, rules, Checked())) == []
            assert sorted(lines(path, rules)) == sorted(whole)
    assert len(whole) == 2


def test_what_derived_graphs_add_to_a_resource_counts(news: News, rules: Rules, tmp_path: Path) -> None:
    with open_store() as store:
        update(store, news, load_ontology(), "m-1")
        file = tmp_path / "g.nq"
        quads = "\n".join(f"{quad} ." for quad in store.quads())
        added = '<https://newskg.example/claim/a1> <https://newskg.example/ontology#odd> "x" <https://x.example/g> .\n'
        file.write_text(f"{quads}\n{added}", "utf-8")
    (line,) = lines(file, rules)
    assert 'claim "Naftali Bennett metWith Vladimir Putin" (article "A surprise visit": "Bennett sat down' in line
    assert "kg:odd" in line


def test_shapes_of_ones_own_are_held_too(news: News, tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> .
    kg:DatedShape a sh:NodeShape ; sh:targetClass schema:NewsArticle ;
        sh:property [ sh:path schema:datePublished ; sh:minCount 1 ; sh:message "an article of ours is dated" ] .
    """
    write(tmp_path / "o" / "dated.ttl", shape)
    with open_store(tmp_path / "s", create=True) as store:
        update(store, news, load_ontology(), "m-1")
    found = [str(each) for each in check_graph(tmp_path / "s", Checked(), ontology=tmp_path / "o")]
    assert found == ['article "gamma": an article of ours is dated; add schema:datePublished']
    assert list(check_graph(tmp_path / "s", Checked())) == []


# --- files of any making


def test_the_line_of_a_file_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "g.ttl", GRAPH.replace('kg:iso "OZ"', 'kg:iso "oz"'))
    (found,) = check_graph(path, Checked())
    line = path.read_text("utf-8").splitlines().index(next(x for x in path.read_text().splitlines() if "kgr:oz a" in x))
    assert str(found).startswith(f'{path}:{line + 1}: "Oz" (Country): ')
    flat = tmp_path / "g.nt"
    serialize([quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)], str(flat), RdfFormat.N_TRIPLES)
    (found,) = check_graph(flat, Checked())
    assert "resource/oz>" in flat.read_text("utf-8").splitlines()[found.line - 1]


def test_a_foreign_file_is_told_thing_by_thing(tmp_path: Path, rules: Rules) -> None:
    path = write(
        tmp_path / "g.ttl", '<x> a <http://xmlns.com/foaf/0.1/Person> . <y> rdfs:label "y" . _:b kg:topic "z" .'
    )
    told = "\n".join(lines(path, rules))
    assert "no shape is about things of type <http://xmlns.com/foaf/0.1/Person>" in told
    assert told.count("has no type") == 2
    assert '"a node without a name" (no type)' in told


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.nq", b"<http://a> <http://b> <http://c> .\n<http://a> <http://b> <htt", "a.nq:2: no valid N-Quads: "),
        ("a.nq", b"<http://a> <http://b> <htt", "; the file looks cut off"),
        ("a.ttl", b"<http://a b> a <http://c> .", "a.ttl:1: no valid Turtle: "),
        ("a.ttl", b"\xff\xfe\x00", "no valid Turtle: "),
        ("a.jsonld", b"{", "no valid JSON-LD: "),
        ("a.rdf", b"<rdf", "no valid RDF/XML: "),
        ("a.nq.gz", gzip.compress(b"<http://a> <http://b> <http://c> .\n", mtime=0)[:-9], "cannot be unpacked"),
        ("a.gz", b"\x1f\x8bnot gzip", "no RDF by its name"),
        ("a.txt", b"Putin met Biden.", "no RDF by its name"),
        ("a.ttl", b" \n", "empty, there is nothing to check"),
        ("a", b"", "no RDF by its name"),
    ],
)
def test_a_file_that_is_no_rdf_is_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StoreError) as error:
        list(check_graph(tmp_path / name, Checked()))
    assert told in str(error.value)
    assert str(tmp_path / name) in str(error.value)
    assert "\n" not in str(error.value)


def test_names_of_any_length_and_script_fit_on_a_line(tmp_path: Path, rules: Rules) -> None:
    name = "".join(chr(number) for number in (0x202E, 0x627, 0x644, 0x10FFFF, 0x7, 0x85, 0x1F1FA)) + "ж" * 100_000
    text = GRAPH.replace('"Oz"@en', json.dumps(name, ensure_ascii=False)).replace('kg:iso "OZ"', 'kg:iso "oz"')
    (line,) = lines(write(tmp_path / "g.ttl", text), rules)
    assert len(line) < 300
    assert line.isprintable()
    assert cut_line("a\nb\u2028c\x1b[1m") == "a b c [1m"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GRAPH, False),
        ("kg:taught a owl:ObjectProperty .", True),
        ('kg:metWith kg:frame "meet OBJ" .', True),
        ('kgr:oz a kg:Country ; rdfs:label "Oz" .', False),
        ('kgr:oz a kg:Country ; rdfs:label "Oz" ; kg:adjective "Ozian" .', True),
        (GRAPH + "<open/sing> a kg:OpenRelation, owl:ObjectProperty .", False),
        ("this is no Turtle", False),
    ],
)
def test_an_ontology_is_told_from_a_graph(tmp_path: Path, text: str, expected: bool) -> None:
    assert is_ontology(write(tmp_path / "x.ttl", text)) is expected


def test_folders_are_stores_or_ontologies(tmp_path: Path) -> None:
    write(tmp_path / "x.ttl", GRAPH)
    assert is_ontology(tmp_path)
    with open_store(tmp_path / "s", create=True):
        pass
    assert not is_ontology(tmp_path / "s")
    with pytest.raises(StoreError, match="no such file or store"):
        is_ontology(tmp_path / "none")


def test_the_seeds_are_valid(rules: Rules) -> None:
    """Real articles, read with open relations, and with what follows from them."""
    ontology = load_ontology()
    extractor = Extractor(ontology, open_relations=True)
    with open_store() as store:
        store.kept.set_infers(True)
        update(store, extractor.extract(read_articles([SEEDS])), ontology, extractor.model, open_relations=True)
        checked = Checked()
        assert [str(each) for each in check(store, rules, checked)] == []
        assert checked.articles == 15
        assert checked.claims > 300
