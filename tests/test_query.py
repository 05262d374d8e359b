"""SPARQL and the library of named queries answer what they say, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, RdfFormat, parse

from kg.errors import QueryError
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim, Polarity, make_article
from kg.ontology import Ontology
from kg.query import FORMATS, NamedQuery, format_table, named_queries, resolve, run_query, write_result

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]


@pytest.fixture(scope="module", params=["memory", "folder", "/query?union-default-graph", "/query"])
def store(
    request: pytest.FixtureRequest,
    serve: Callable[[], tuple[str, object]],
    tmp_path_factory: pytest.TempPathFactory,
    news: News,
    small_ontology: Ontology,
) -> Iterator[Store]:
    """The graph of the news, wherever one may be: at endpoints that show the union of all graphs, and at others."""
    path = None if request.param == "memory" else tmp_path_factory.mktemp("query") / "store"
    url = f"{serve()[0]}{request.param}" if request.param.startswith("/") else None
    with open_store(path, create=True, endpoint=url) as opened:
        update(opened, news, small_ontology, "m")
        yield opened


def written(store: Store, query: str, form: str, params: dict[str, str] | None = None) -> str:
    out = io.BytesIO()
    write_result(run_query(store, query, params), form, out, store=store)
    return out.getvalue().decode()


def rows(store: Store, query: str, **params: str) -> list[tuple[str, ...]]:
    """The rows that a query gives as CSV, without the header."""
    return [tuple(row) for row in csv.reader(io.StringIO(written(store, query, "csv", params)))][1:]


ANSWERS: dict[str, list[tuple[str, ...]]] = {
    "who-met-whom": [("Naftali Bennett", "Vladimir Putin", "Moscow", "2022-03-05", "1")],
    "contacts": [
        ("Naftali Bennett", "metWith", "Vladimir Putin", "Moscow", "2022-03-05", "https://newskg.example/article/alpha"),
        ("Naftali Bennett", "phoned", "Volodymyr Zelenskyy", "", "2022-03", "https://newskg.example/article/alpha"),
    ],
    "timeline": [
        ("2022-03", "Naftali Bennett", "phoned", "Volodymyr Zelenskyy", ""),
        ("2022-03-05", "Naftali Bennett", "metWith", "Vladimir Putin", "Moscow"),
    ],
    "denied": [
        (
            "Vladimir Putin", "metWith", "Naftali Bennett", "denied", "",
            "The Israeli premier never met the Russian leader, an aide insisted.", "2022-03-09",
        ),
    ],
    "planned": [
        ("Naftali Bennett", "phoned", "Volodymyr Zelenskyy", "", "", "He will call Zelenskyy.", "2022-03-09"),
    ],
    "events-by-month": [("2015", "COOPERATE", "1"), ("2022-03", "CONSULT", "2")],
    "events": [
        ("2022-03", "Naftali Bennett phoned Volodymyr Zelenskyy, 2022-03", "CONSULT", "actual", "", "1", "1",
         "2022-03-07", "The Example"),
        ("2022-03-05", "Naftali Bennett metWith Vladimir Putin, 2022-03-05", "CONSULT", "actual", "Moscow", "1", "1",
         "2022-03-07", "The Example"),
        ("", "Naftali Bennett phoned Volodymyr Zelenskyy", "CONSULT", "planned", "", "1", "1", "2022-03-09",
         "Daily Sample"),
        ("", "Naftali Bennett visited Damascus", "CONSULT", "actual", "", "1", "1", "", ""),
    ],
    "conflicts": [
        (
            "Naftali Bennett metWith Vladimir Putin, or not", "denial", "one", "Naftali Bennett", "metWith",
            "Vladimir Putin", "", "Bennett sat down with Putin in Moscow.", "", "2022-03-05", "The Example",
            "2022-03-07", "https://newskg.example/article/alpha",
            "denial/metWith/naftali-bennett/vladimir-putin/2022-03-09",
        ),
        (
            "Naftali Bennett metWith Vladimir Putin, or not", "denial", "other", "Vladimir Putin", "metWith",
            "Naftali Bennett", "denied", "The Israeli premier never met the Russian leader, an aide insisted.", "", "",
            "Daily Sample", "2022-03-09", "https://newskg.example/article/beta%2F2",
            "denial/metWith/naftali-bennett/vladimir-putin/2022-03-09",
        ),
    ],
    "where": [
        ("Moscow", "Naftali Bennett", "metWith", "Vladimir Putin", "true", "2022-03-05",
         "https://newskg.example/article/alpha"),
        ("Syria", "Israel", "coordinatesWith", "Russia", "true", "2015", "https://newskg.example/article/alpha"),
    ],
    "speakers": [
        ("Vladimir Putin", "Naftali Bennett", "visited", "Damascus", "positive", "actual", "false",
         "Bennett, the premier, flew to Damascus, Putin said."),
    ],
    "coordination": [("Russia", "Syria")],
    "articles": [
        ("", "", "", "3", "https://newskg.example/article/gamma"),
        ("2022-03-07", "The Example", "A surprise visit", "3", "https://newskg.example/article/alpha"),
        ("2022-03-09", "Daily Sample", "", "2", "https://newskg.example/article/beta%2F2"),
    ],
    "offices": [
        ("Naftali Bennett", "holdsOffice", "Prime Minister of Israel"),
        ("Naftali Bennett", "leads", "Israel"),
    ],
    "relations": [
        ("metWith", "2", "1", "2"),
        ("phoned", "2", "1", "2"),
        ("coordinatesWith", "1", "1", "1"),
        ("holdsOffice", "1", "1", "1"),
        ("leads", "1", "1", "1"),
        ("visited", "1", "0", "1"),
    ],
    "actor-profile": [
        ("name", "Naftali Bennett", "0"),
        ("is a", "Person", "0"),
        ("also called", "Bennett", "0"),
        ("also called", "the PM", "0"),
        ("office", "Prime Minister of Israel", "0"),
        ("does", "metWith Vladimir Putin", "1"),
        ("does", "phoned Volodymyr Zelenskyy", "1"),
    ],
    "outlets": [
        ("(none named)", "1", "", ""),
        ("Daily Sample", "1", "2022-03-09", "2022-03-09"),
        ("The Example", "1", "2022-03-07", "2022-03-07"),
    ],
    "single-source": [
        ("2022-03", "Naftali Bennett phoned Volodymyr Zelenskyy, 2022-03", "CONSULT", "1", "The Example", "2022-03-07"),
        ("2022-03-05", "Naftali Bennett metWith Vladimir Putin, 2022-03-05", "CONSULT", "1", "The Example",
         "2022-03-07"),
        ("", "Naftali Bennett visited Damascus", "CONSULT", "1", "", ""),
    ],
    "topics": [("deconfliction", "1", "1")],
    "visits": [
        ("Naftali Bennett", "Damascus", "", "actual", "false", "Bennett, the premier, flew to Damascus, Putin said.",
         "", ""),
    ],
    "alliances": [("Israel", "Russia", "1", "0")],
}  # fmt: skip
# Those that are asked of somebody or something: the parameters, and the columns of the rows that tell most.
ASKED: dict[str, tuple[dict[str, str], list[tuple[str, ...]]]] = {
    "pair": (
        {"first": "putin", "second": "the pm"},
        [("2022-03-05", "Naftali Bennett", "metWith"), ("", "Vladimir Putin", "metWith")],
    ),
    "deeds": (
        {"type": "consult"},
        [("Naftali Bennett", "metWith", "Vladimir Putin"), ("Naftali Bennett", "phoned", "Volodymyr Zelenskyy")],
    ),
    "in-place": ({"place": "MOSCOW"}, [("Moscow", "Naftali Bennett", "metWith")]),
    "said-by": ({"speaker": "Putin"}, [("Vladimir Putin", "Naftali Bennett", "visited")]),
    "partners": (
        {"actor": "Bennett"},
        [("Vladimir Putin", "1", "1"), ("Volodymyr Zelenskyy", "1", "1")],
    ),
}
# Those that a test below asks of articles that have something to say to them.
ASKED_BELOW = {
    *(
        "actor",
        "between",
        "common-ground",
        "corrections",
        "doubtful",
        "mediators",
        "open-relations",
        "refused",
        "repeats",
    ),
    *("sentences", "tenures", "tone"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_named_query_answers(store: Store, name: str) -> None:
    assert rows(store, name) == ANSWERS[name]


def test_every_query_of_the_library_has_a_title_and_a_test(store: Store) -> None:
    assert named_queries().keys() == ANSWERS.keys() | ASKED.keys() | ASKED_BELOW
    assert len(named_queries()) >= 25
    for query in named_queries().values():
        assert query.title[0].isupper()
        assert query.title == query.title.rstrip(".")
        assert query.question.endswith("?")
        assert "$" not in query.fill().replace('-$"', "")
        run_query(store, query.name)


@pytest.mark.parametrize("name", ASKED)
def test_a_query_about_somebody_answers(store: Store, name: str) -> None:
    params, expected = ASKED[name]
    assert [row[: len(expected[0])] for row in rows(store, name, **params)] == expected


def test_what_was_read_unsurely_and_given_as_fact_is_doubtful(report: Report, shipped: Ontology) -> None:
    with open_store() as store:
        told = [report(str(sure), None, "Israel|condemned|Iran", confidence=sure) for sure in (0.9, 0.6, 0.5)]
        update(store, [*told, report("plan", None, "Israel|armed|Iran", confidence=0.4, asserted=False)], shipped, "m")
        assert [row[:3] for row in rows(store, "doubtful")] == [
            ("0.5", "Israel", "condemned"), ("0.6", "Israel", "condemned"),
        ]  # fmt: skip


def test_queries_that_the_small_world_has_no_answer_to(report: Report, shipped: Ontology) -> None:
    told = (
        report("one", "2022-03-07", "Israel|mediatesBetween|Russia", "Israel|condemned|Iran", "Russia|rejected|Israel"),
        report("two", "2022-03-08", "Russia|condemned|Iran", "Iran|supports|Russia"),
        report(
            "three", "2022-03-09", "Israel|armed|Iran", polarity=Polarity.NEGATIVE, operator="refused", asserted=False
        ),
    )
    wire = make_article(" ".join(f"Word{number} follows." for number in range(60)), id="wire", title="Wire")
    copy = replace(wire, meta=replace(wire.meta, id="copy", title="Copy", published="2022-03-02"))
    wire = replace(wire, meta=replace(wire.meta, published="2022-03-01", publisher="Agency"))
    with open_store() as store:
        update(store, [*told, (wire, ()), (copy, ())], shipped, "m")
        assert [row[:3] for row in rows(store, "mediators")] == [("Israel", "mediatesBetween", "Russia")]
        assert rows(store, "common-ground", first="Russia", second="Israel") == [
            (each, "Iran") for each in ("condemned", "criticized")
        ]
        assert [row[:3] for row in rows(store, "refused")] == [
            ("Israel", "armed", "Iran"), ("Russia", "rejected", "Israel"),
        ]  # fmt: skip
        assert rows(store, "repeats") == [("2022-03-02", "", "Copy", "Wire", "Agency", "2022-03-01")]
        assert ("Iran", "Russia", "1", "0") in rows(store, "alliances")


class TestParameters:
    @pytest.mark.parametrize(
        ("query", "given", "told"),
        [
            ("actor", {"actor": "The PM"}, {"actor": "The PM"}),
            ("actor", {"actor": "the kremlin "}, {"actor": "Russia"}),
            ("actor", {"actor": "kgr:syria"}, {"actor": "Syria"}),
            (
                "pair",
                {"first": "Volodymýr Zelenskyy", "second": "Putin"},
                {"first": "Volodymyr Zelenskyy", "second": "Putin"},
            ),
            ("deeds", {"type": "Cooperate"}, {"type": "COOPERATE"}),
        ],
    )
    def test_names_are_told_as_the_graph_has_them(
        self, store: Store, query: str, given: dict[str, str], told: dict[str, str]
    ) -> None:
        assert resolve(store, named_queries()[query], given) == told

    @pytest.mark.parametrize(
        ("query", "given", "message"),
        [
            ("actor", {"actor": "Benet"}, "nobody and nothing in the graph is called 'Benet'; did you mean Naftali"),
            ("actor", {"who": "Putin"}, "query 'actor' has no parameter 'who'; it has actor"),
            ("between", {"first": "Putin"}, "query 'between' asks about one second: say which by --second"),
            ("deeds", {"type": "AID"}, "no claim of the graph is of type 'AID'; there are CONSULT, COOPERATE, STRUC"),
        ],
    )
    def test_a_mistake_is_one_line(self, store: Store, query: str, given: dict[str, str], message: str) -> None:
        with pytest.raises(QueryError) as caught:
            resolve(store, named_queries()[query], given)
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)


def test_an_actor_is_found_by_any_of_its_names(store: Store) -> None:
    by_label = rows(store, "actor")
    assert len(by_label) == 7
    assert rows(store, "actor", actor="the pm") == by_label
    assert rows(store, "actor", actor="PUTIN") == rows(store, "actor", actor="Vladimir Putin")
    assert rows(store, "actor", actor="Nobody") == []


def test_who_stands_between_two(store: Store) -> None:
    assert rows(store, "between", first="Putin", second="Volodymyr Zelensky") == [
        ("Naftali Bennett", "Naftali Bennett", "metWith", "Vladimir Putin"),
        ("Naftali Bennett", "Naftali Bennett", "phoned", "Volodymyr Zelenskyy"),
        ("Naftali Bennett", "Naftali Bennett", "spokeWith", "Volodymyr Zelenskyy"),
    ]
    assert rows(store, "between", first="Putin", second="Russia") == []


def test_who_stands_between_two_does_not_change_who_did_it(report: Report, shipped: Ontology) -> None:
    with open_store() as opened:
        update(opened, [report("a", "2022-03-07", "Israel|bombed|Iran", "Iran|condemned|Russia")], shipped, "m")
        found = rows(opened, "between", first="Israel", second="Russia")
        told = {row for row in found if row[2] in ("bombed", "condemned")}
        assert told == {("Iran", "Israel", "bombed", "Iran"), ("Iran", "Iran", "condemned", "Russia")}


def test_no_event_stands_between_those_who_took_part_in_it(report: Report, shipped: Ontology) -> None:
    with open_store() as opened:
        update(
            opened,
            [report("a", "2022-03-07", "Israel|bombed|Iran", "Kay|condemned|Israel", "Kay|condemned|Iran")],
            shipped,
            "m",
        )
        assert {row[0] for row in rows(opened, "between", first="Israel", second="Iran")} == {"Kay"}


def test_open_relations_are_told_in_their_words(news: News, small_ontology: Ontology) -> None:
    (first, (claim, *others)), *_ = news
    opened = replace(claim, relation="open:signContractWith", symmetric=False, event_type=None)
    with open_store() as store:
        update(store, [(first, [opened, *others])], small_ontology, "m")
        assert rows(store, "open-relations") == [
            ("Naftali Bennett", "sign contract with", "Vladimir Putin", "positive", "actual", "true", "2022-03-07",
             "The Example"),
        ]  # fmt: skip
        assert ("signContractWith", "1", "1", "1") in rows(store, "relations")


def test_every_query_answers_alike_where_the_default_graph_is_no_union(
    tmp_path: Path, serve: Callable[[], tuple[str, object]], news: News, small_ontology: Ontology
) -> None:
    (first, (claim, *others)), *rest = news
    opened = replace(claim, id="open", relation="open:signContractWith", symmetric=False, event_type=None)
    with (
        open_store() as local,
        open_store(tmp_path, create=True, endpoint=f"{serve()[0]}/query") as remote,
    ):
        for each in (local, remote):
            update(each, [(first, [opened, claim, *others]), *rest], small_ontology, "m")
        for name in named_queries():
            assert rows(remote, name) == rows(local, name), name
        assert rows(remote, "open-relations")


def test_only_a_symmetric_relation_is_denied_the_other_way_round(news: News, small_ontology: Ontology) -> None:
    (first, (claim, *_)), (second, (denial, *_)), _ = news
    for relation, found in (("criticized", 0), ("metWith", 2)):
        asserted, denied = (replace(each, relation=relation, symmetric=False) for each in (claim, denial))
        with open_store() as store:
            update(store, [(first, [asserted]), (second, [denied])], small_ontology, "m")
            assert len(rows(store, "conflicts")) == found


def test_every_claim_comes_with_its_sentence(store: Store, news: News) -> None:
    said = [row[3] for row in rows(store, "sentences")]
    assert sorted(said) == sorted(claim.evidence[0].text for _, claims in news for claim in claims)


def test_the_query_of_the_documentation_answers(store: Store) -> None:
    sparql = """SELECT ?who ?where { GRAPH ?article { ?c rdf:subject kgr:israel ;
        rdf:predicate kg:coordinatesWith ; rdf:object ?who ; kg:place ?where } }"""
    base = "https://newskg.example/resource/"
    assert rows(store, sparql) == [(f"{base}russia", f"{base}syria")]


def test_plain_patterns_give_both_directions_once(store: Store) -> None:
    people = "https://newskg.example/resource/naftali-bennett", "https://newskg.example/resource/vladimir-putin"
    assert sorted(rows(store, "SELECT ?a ?b { ?a kg:metWith ?b }")) == [people, people[::-1]]


@given(st.text(st.characters(exclude_categories=()), max_size=12))
def test_a_parameter_is_a_string_whatever_is_in_it(value: str) -> None:
    query = NamedQuery("echo", "Echo", {"x": ""}, "SELECT ?said { BIND($x AS ?said) }")
    with open_store() as empty:
        (row,) = empty.select(query.fill({"x": value}))
    assert isinstance(row["said"], Literal)
    assert len(row["said"].value) == len(value)


@pytest.mark.parametrize(
    ("query", "params", "message"),
    [
        ("who-met-who", {}, "no query is called 'who-met-who'; did you mean who-met-whom?"),
        ("xyzzy", {}, "no query is called 'xyzzy'; there are actor, actor-profile"),
        ("actor", {"name": "x"}, "query 'actor' has no parameter 'name'; it has actor"),
        ("denied", {"name": "x"}, "query 'denied' has no parameter 'name'; it has none"),
        ("ASK {}", {"name": "x"}, "only named queries have parameters"),
        ("SELECT ?x {", {}, "line 1, column 12"),
    ],
)
def test_a_mistake_is_one_line(store: Store, query: str, params: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, query, params)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_solutions_are_written_in_every_format(store: Store) -> None:
    sparql = "SELECT ?who ?n { VALUES (?who ?n) { (kgr:israel 1) (kgr:russia UNDEF) } } ORDER BY ?who"
    israel, russia = (f"https://newskg.example/resource/{name}" for name in ("israel", "russia"))
    assert written(store, sparql, "csv") == f"who,n\r\n{israel},1\r\n{russia},\r\n"
    bindings = json.loads(written(store, sparql, "json"))["results"]["bindings"]
    assert [binding["who"]["value"] for binding in bindings] == [israel, russia]
    tags = [each.text for each in ET.fromstring(written(store, sparql, "xml")).iter() if each.tag[-4:] == "}uri"]
    assert tags == [israel, russia]
    assert written(store, sparql, "table") == "who     n\n------  -\nIsrael  1\nRussia\n"


def test_triples_are_written_as_turtle(store: Store) -> None:
    sparql = "CONSTRUCT { ?a kg:metWith ?b } WHERE { ?a kg:metWith ?b }"
    for form in FORMATS:
        text = written(store, sparql, form)
        assert "kgr:naftali-bennett kg:metWith kgr:vladimir-putin ." in text
        assert len(list(parse(text, RdfFormat.TURTLE))) == 2
    assert "Naftali Bennett" in written(store, "DESCRIBE kgr:naftali-bennett", "table")


def test_a_boolean_is_written_in_every_format(store: Store) -> None:
    assert written(store, "ASK { ?a kg:metWith ?b }", "table") == "true\n"
    assert written(store, "ASK { ?a kg:hacked ?b }", "csv") == "false\n"
    assert json.loads(written(store, "ASK {}", "json"))["boolean"] is True
    assert "<boolean>true</boolean>" in written(store, "ASK {}", "xml")
    with pytest.raises(QueryError, match="unknown format 'yaml'; one of table, csv, json, xml"):
        written(store, "ASK {}", "yaml")


def test_a_table_writes_terms_for_people(store: Store) -> None:
    sparql = "SELECT ?a { VALUES ?a { kgr:moscow kg:metWith schema:url <article/alpha> <urn:x:y> 'text' } }"
    lines = written(store, sparql, "table").splitlines()
    assert lines[2:] == ["Moscow", "kg:metWith", "schema:url", "article/alpha", "urn:x:y", "text"]


def table(store: Store, *cells: str, width: int | None = None) -> list[str]:
    values = " ".join(str(Literal(cell)) for cell in cells)
    names = " ".join(f"?c{at}" for at in range(len(cells)))
    solutions = store.query(f"SELECT * {{ VALUES ({names}) {{ ({values}) }} }}")
    assert isinstance(solutions, QuerySolutions)
    return format_table(
        solutions, lambda terms: [getattr(term, "value", "") for term in terms], width=width
    ).splitlines()


def test_a_narrow_table_cuts_sentences_and_keeps_names(store: Store) -> None:
    sentence = "On Saturday he flew to Moscow, met the president there, and then phoned his colleague in Kyiv."
    office = "Minister for Foreign Affairs and International Cooperation of the United Arab Emirates"
    lines = table(store, office, sentence, width=60)
    assert max(map(len, lines)) <= 60
    assert lines[2].endswith("…")
    assert " ".join(line[:42].strip() for line in lines[2:]).split() == office.split()
    assert table(store, office, sentence)[2] == f"{office}  {sentence}"


def test_text_from_articles_cannot_command_the_terminal(store: Store) -> None:
    assert table(store, "a\x1b[31mred\nnext\u202eback\tend", "x")[2] == "a [31mred nextback end  x"


def test_a_table_without_rows_is_its_header(store: Store) -> None:
    assert written(store, "SELECT ?name { ?x kg:hacked ?name }", "table") == "name\n----\n"
