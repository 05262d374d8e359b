"""A user's own actors: tables and Turtle that are taken, mistakes that are told, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from kg.actor_table import to_turtle
from kg.actors import import_actors
from kg.cli import run
from kg.errors import ActorsError, KGError, OntologyError, OutputError
from kg.graph.build import update
from kg.graph.names import fold
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.model import Article, Claim, EntityType
from kg.ontology import Actor, Ontology, TermOfOffice, load_ontology
from kg.turtle import Facts

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

TABLE = '''\
name,type,aliases,country,office,from,to,wikidata,gender,member_of
Bo Vega,Person,B. Vega|Old Bo,Ruritania,Prime Minister of Ruritania,2021-06-13,2022-06,Q123,male,The "Fist"
bo vega,person,,,Mayor,2010,,,,
Ruritania,Country,,,,,,,,
"The ""Fist""",Organization,Fist;the Fist,,,,,,,
Vladimir Putin,Person,VVP,Russia,President of Russia,2012-05-07,,Q7747,male,
'''


@pytest.fixture(scope="module")
def shipped() -> Ontology:
    return load_ontology()


def imported(tmp_path: Path, text: str, name: str = "mine.csv") -> Ontology:
    (tmp_path / name).write_text(text, encoding="utf-8")
    import_actors(tmp_path / name, tmp_path / "own")
    return load_ontology(tmp_path / "own")


def test_a_table_becomes_actors(tmp_path: Path, shipped: Ontology) -> None:
    ontology = imported(tmp_path, TABLE)
    new = {name: ontology.actors[name] for name in ontology.actors.keys() - shipped.actors.keys()}
    assert new == {
        "bo-vega": Actor(
            "bo-vega", "Bo Vega", EntityType.PERSON, ("Bo Vega", "B. Vega", "Old Bo"), represents="ruritania",
            member_of=("the-fist",), same_as=("http://www.wikidata.org/entity/Q123",), gender="male",
        ),
        "ruritania": Actor("ruritania", "Ruritania", EntityType.COUNTRY, ("Ruritania",)),
        "the-fist": Actor("the-fist", 'The "Fist"', EntityType.ORGANIZATION, ('The "Fist"', "Fist", "the Fist")),
    }  # fmt: skip
    known, before = ontology.actors["vladimir-putin"], shipped.actors["vladimir-putin"]
    assert set(known.names) == {*before.names, "VVP"}
    assert replace(known, names=before.names, same_as=()) == before
    assert ontology.terms_of_office == {
        "bo-vega": (
            TermOfOffice(
                "bo-vega-prime-minister-of-ruritania-2021-06-13", "Prime Minister of Ruritania", "2021-06-13", "2022-06"
            ),
            TermOfOffice("bo-vega-mayor-2010", "Mayor", "2010"),
        ),
        "vladimir-putin": (
            TermOfOffice("vladimir-putin-president-of-russia-2012-05-07", "President of Russia", "2012-05-07"),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("delimiter", ";\t")
def test_tables_of_other_programs(delimiter: str) -> None:
    text = "\ufeffName,Type,Part of\r\n\r\nAb,Group,\r\nCd,Group,Ab\r\n"
    expected = to_turtle(Path("x"), text.encode(), {})
    assert to_turtle(Path("x"), text.replace(",", delimiter).encode(), {}) == expected
    assert 'kgr:cd a kg:Group ;\n    rdfs:label "Cd"@en ;\n    kg:partOf kgr:ab .\n' in expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: the column 'name' is needed"),
        ("name\nAnn", "line 1: the column 'type' is needed"),
        ("name,type,alias\n", "line 1: there is no column 'alias'; did you mean 'aliases'?"),
        ("name,type,qqq\n", "line 1: there is no column 'qqq'; there are name, type, aliases"),
        ("name,type,type\n", "line 1: the column 'type' is there twice"),
        ("name,type\nAnn,Persn\n", "line 2, column 'type': is 'Persn'; did you mean Person?"),
        ("name,type\nAnn,Event\n", "line 2, column 'type': is 'Event'; it is one of Person"),
        ("name,type\n\n ,\n...,Person", "line 4, column 'name': is empty, or has no letters"),
        ("name,type\nAnn,Person,x\n", "line 2: 3 cells under a heading of 2; put a cell that has ',' in quotes"),
        ('name,type\n"Ann,Person\n', "no valid CSV"),
        ("name,type,country\n\nAnn,Person,Isreal\n", "line 3, column 'country': nobody is called 'Isreal'; did you"),
        ("name,type,country\nAnn,Person,Qqqq\n", "add a row for it, if it is new"),
        ("name,type,office,from\nAnn,Person,Mayor,soon\n", "column 'from': is 'soon', no date; write it as 2022-03-07"),
        ("name,type,office,from\nAnn,Person,Mayor,2022-13\n", "column 'from': is '2022-13', no date"),
        ("name,type,office,from\nAnn,Person,,2022\n", "column 'office': is a date of an office, and the row has none"),
        ("name,type,office,from,to\nAnn,Person,Mayor,2022,2021-05\n", "column 'to': is 2021-05, before 2022 in 'from'"),
        ("name,type,wikidata\nAnn,Person,42\n", "column 'wikidata': is '42', not an item of Wikidata, such as Q42"),
        ("name,type,same_as\nAnn,Person,https://a b\n", "column 'same_as': is 'https://a b', not an address"),
        ("name,type,same_as\nAnn,Person,https://a/<b>\n", "column 'same_as': is 'https://a/<b>', not an address"),
        ("name,type,iso\nX,Country,isr\n", "column 'iso': is 'isr', not two capitals"),
        ("name,type,gender\nAnn,Person,f\n", "column 'gender': is 'f', not female or male"),
        ("name,type\nIsrael,City\n", "column 'type': is City, but Israel is a Country already"),
        ("name,type\nAb,Group\nAb,Organization\n", "line 3, column 'type': is Organization, but Ab is a Group already"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_place(shipped: Ontology, text: str, told: str) -> None:
    with pytest.raises(ActorsError) as caught:
        to_turtle(Path("mine.csv"), text.encode(), shipped.actors)
    assert str(caught.value).startswith("mine.csv, line ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,type\nAb,Persn\n", "mine.csv, line 2, column 'type': is 'Persn'"),
        ("name,type\nIsrael,Country\n", "says of no actor what was not known"),
        ("name,type,gender\nVladimir Putin,Person,female\n", "has more than one kg:gender"),
    ],
)
def test_after_a_mistake_nothing_is_written(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(KGError) as caught:
        imported(tmp_path, text)
    assert told in str(caught.value)
    assert "mine" in str(caught.value)
    assert not list((tmp_path / "own").glob("*"))


def test_no_table_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,type\n\xe9,Person\n")
    with pytest.raises(ActorsError, match=r"a\.csv, line 2: not in UTF-8"):
        import_actors(tmp_path / "a.csv", tmp_path / "own")
    with pytest.raises(ActorsError, match=r"cannot read \.xlsx; can read \.csv, \.tsv, \.ttl"):
        import_actors(tmp_path / "a.xlsx", tmp_path / "own")
    with pytest.raises(ActorsError, match="No such file"):
        import_actors(tmp_path / "b.csv", tmp_path / "own")
    with pytest.raises(ActorsError, match=r"actors\.ttl would take the place of a shipped file"):
        import_actors(tmp_path / "actors.csv", tmp_path / "own")


class TestTurtle:
    HEAD = """@prefix kg: <https://newskg.example/ontology#> . @prefix kgr: <https://newskg.example/resource/> .
@prefix schema: <https://schema.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""

    def test_it_is_taken_as_it_is(self, tmp_path: Path) -> None:
        text = self.HEAD + 'kgr:bo a kg:Person ; rdfs:label "Bo" ; kg:represents kgr:israel . # mine'
        assert imported(tmp_path, text, "mine.ttl").actors["bo"].represents == "israel"
        assert (tmp_path / "own" / "mine.ttl").read_text() == text

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("kgr:bo a schema:Person ; rdfs:label 'Bo' .", "says of no actor what was not known; in Turtle"),
            ("kgr:bo a kg:Person .", "own/mine.ttl:3: kgr:bo has no rdfs:label"),
            ("kgr:bo a kg:Persn ; rdfs:label 'Bo' .", "did you mean kg:Person"),
            ("kgr:bo a kg:Person", "own/mine.ttl:3: no valid Turtle"),
            ("kgr:bo a kg:Person ; rdfs:label 'Bo' ; kg:termOfOffice kgr:t .", "has an unknown term of office: kgr:t"),
            (
                "kgr:t a kg:TermOfOffice . kgr:bo a kg:Person ; rdfs:label 'Bo' ; kg:termOfOffice kgr:t .",
                "kgr:t has no rdfs:label",
            ),
            (
                "kgr:t a kg:TermOfOffice ; rdfs:label 'Mayor' ; schema:startDate '2020' ;\n"
                "schema:endDate '2019-05-01' .\n"
                "kgr:bo a kg:Person ; rdfs:label 'Bo' ; kg:termOfOffice kgr:t .",
                "kgr:t ends (2019-05-01) before it begins (2020)",
            ),
            (
                "kgr:t a kg:TermOfOffice ; rdfs:label 'Mayor' ; schema:startDate 'soon' .\n"
                "kgr:bo a kg:Person ; rdfs:label 'Bo' ; kg:termOfOffice kgr:t .",
                "has a schema:startDate that is no date, month or year: soon",
            ),
        ],
    )  # fmt: skip
    def test_mistakes(self, tmp_path: Path, text: str, told: str) -> None:
        with pytest.raises((ActorsError, OntologyError)) as caught:
            imported(tmp_path, self.HEAD + text, "mine.ttl")
        assert told in str(caught.value)
        assert not list((tmp_path / "own").glob("*"))


def test_files_go_beside_each_other_and_are_not_overwritten(tmp_path: Path) -> None:
    imported(tmp_path, "name,type\nAb,Group\n", "one.csv")
    ontology = imported(tmp_path, "name,type,part_of\nCd,Group,Ab\n", "two.csv")  # which speaks of the other
    assert ontology.actors["cd"].part_of == "ab"
    with pytest.raises(OutputError, match="exists already"):
        imported(tmp_path, "name,type\nEf,Group\n", "one.csv")
    done = import_actors(tmp_path / "one.csv", tmp_path / "three", force=True)
    assert (done.file, done.actors, done.known) == (tmp_path / "three" / "one.ttl", 1, 0)


@settings(max_examples=100, deadline=None)
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30), max_size=4),
    alias=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_any_name_is_read_again_or_told(names: list[str], alias: str) -> None:
    quoted = ['"{}"'.format(text.replace('"', '""')) for text in (*names, alias)]
    text = "\n".join(["name,type,aliases", *(f"{name},Person,{quoted[-1]}" for name in quoted[:-1])])
    if any(not fold(name) for name in names):
        with pytest.raises(ActorsError, match="is empty, or has no letters"):
            to_turtle(Path("x"), text.encode(), {})
        return
    facts = Facts()
    facts.add(Path("x"), to_turtle(Path("x"), text.encode(), {}).encode())
    labels = {value.text for own in facts.of.values() for value in own["http://www.w3.org/2000/01/rdf-schema#label"]}
    assert labels <= {" ".join(name.split()) for name in names}
    assert bool(labels) == bool(names)


@pytest.fixture
def with_term(small_ontology: Ontology) -> Ontology:
    term = TermOfOffice("israel-host-of-the-cup-1999", "Host of the Cup", "1999", "2000-06-01")
    return replace(small_ontology, digest="with term", terms_of_office={"israel": (term,)})


def test_terms_of_office_are_in_the_gazetteers_graph(any_store: Store, news: News, with_term: Ontology) -> None:
    update(any_store, news, with_term, "m")
    ask = """SELECT ?office ?start ?end { GRAPH <graph/gazetteer> { kgr:israel kg:termOfOffice ?t .
             ?t a kg:TermOfOffice ; rdfs:label ?office ; schema:startDate ?start ; schema:endDate ?end } }"""
    (row,) = any_store.select(ask)
    shown = [(str(term.value), term.datatype.value.rpartition("#")[2]) for term in row if isinstance(term, Literal)]
    assert shown == [("Host of the Cup", "langString"), ("1999", "gYear"), ("2000-06-01", "date")]
    update(any_store, (), with_term, "m", only={"beta/2"})  # where nobody speaks of Israel
    assert not list(any_store.select(ask))


@pytest.mark.parametrize(("minimum", "there"), [(0.6, True), (0.99, False)])
def test_terms_of_office_keep_the_law_of_thresholds(
    news: News, with_term: Ontology, minimum: float, there: bool
) -> None:
    (article, (met, rung, works)), *_ = news
    articles = [(article, (met, rung, replace(works, confidence=0.9)))]
    graphs = []
    for built, cut in ((minimum, 0.0), (None, minimum)):
        with open_store() as store:
            update(store, articles, with_term, "m", min_confidence=built)
            with restricted(store, cut) as left:
                graphs.append(set(left.quads()))
    assert graphs[0] == graphs[1]
    assert any("Host of the Cup" in str(quad) for quad in graphs[0]) == there


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text(TABLE)
    call: Callable[[list[str]], int] = run
    assert call(["actors", "import", "mine.csv"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "kg: wrote kg-ontology/mine.ttl: 4 actors, 1 of them known before; "
        "`kg build --ontology kg-ontology ...` reads with it\n"
    )
    assert call(["actors", "import", "mine.csv"]) == 1
    assert "--force overwrites it" in capsys.readouterr().err
    assert call(["actors", "import", "mine.csv", "--force"]) == 0
