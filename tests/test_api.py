"""The library from Python: what it takes, what it gives, and how that shows itself."""

from __future__ import annotations

import doctest
import inspect
import itertools
import json
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import polars as pl
import pytest
import rdflib
from lxml import html

import kg
from kg.api.collections import Articles, Claims, Page, Table
from kg.api.reading import settings
from kg.api.rows import ARTICLE_COLUMNS
from kg.api.wording import ARGUMENTS, to_python
from kg.cli import cli
from kg.errors import ArticleError, KGError, OutputError, QueryError, StoreError
from kg.extract import Extractor
from kg.graph.quads import article_iri
from kg.jsonl import write_claims
from kg.model import Article, make_article
from kg.query.claim_rows import CLAIM_COLUMNS
from kg.read import Options
from tests.conftest import HOSTILE, News
from tests.user_script import use_everything

ROOT = Path(kg.__file__).parent.parent
TEXT = "On Monday Angela Merkel met Vladimir Putin in Moscow. She will visit Paris."


@pytest.fixture(autouse=True)
def _one_model(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The language model of the other tests."""
    monkeypatch.setattr("kg.api.reading.extractor", lambda *_: extractor)


@pytest.fixture(scope="module")
def graph(news: News, tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.KnowledgeGraph]:
    """The graph of the small news, built from Python."""
    claims = Claims(claim for _, told in news for claim in told)
    with kg.build(claims, tmp_path_factory.mktemp("api") / "store") as built:
        yield built


def documented() -> Iterator[doctest.DocTest]:
    """The examples of everything that `kg` offers."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in kg.__all__:
        yield from (
            each for each in finder.find(getattr(kg, name), name, module=False, globs={"kg": kg}) if each.examples
        )


@pytest.mark.parametrize("example", list(documented()), ids=lambda each: each.name)
def test_examples_in_docstrings_are_true(example: doctest.DocTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=said.append)
    assert not said, "".join(said)


def test_what_is_offered_says_what_it_takes_and_gives() -> None:
    """Every function has a docstring that names each argument, and each thing has an example or needs none."""
    functions: list[Any] = [getattr(kg, name) for name in kg.__all__ if inspect.isfunction(getattr(kg, name))]
    methods: list[Any] = [
        each for _, each in inspect.getmembers(kg.KnowledgeGraph, inspect.isfunction) if each.__name__[0] != "_"
    ]
    assert len(functions) > 10
    for function in (*functions, *methods):
        assert function.__doc__, function
    told = {"read", "extract", "extract_each", "build", "explain"}
    assert told <= {each.name for each in documented()}
    for function in (kg.read, kg.extract, kg.build, kg.open, *methods):
        for name in inspect.signature(function).parameters:
            assert name in {"self", "graph"} or f"{name}:" in (function.__doc__ or ""), (function, name)


@pytest.mark.parametrize("text", ["word " * 20_000, "word. " * 20_000 + "word", f"a{' ' * 100_000}a b.'' c"])
def test_a_text_in_the_place_of_a_file_is_told_at_once_in_a_line(text: str) -> None:
    """However long: whether it ends like a sentence is not asked at each of its words."""
    begin = time.process_time()
    with pytest.raises(KGError, match="is no file; a text at hand is") as caught:
        kg.read(text)
    assert len(str(caught.value)) < 200
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda: kg.extract("Merkel met Putin in Moscow."),
            r"is no file; a text at hand is kg\.extract\(text=\.\.\.\)",
        ),
        (lambda: kg.build(["Merkel met Putin.\n\nShe left"]), r"is no file; .* kg\.make_article\(text\)"),
        (
            lambda: kg.extract(text="x", published="last week"),
            "published='last week' is no date; write it as 2022-03-07",
        ),
        (lambda: kg.read("x.txt", languages="Klingon"), "'Klingon' is no language; write its code"),
        (lambda: kg.load_ontology(Path("nowhere")), "nowhere"),
    ],
)
def test_mistakes_are_told_with_the_remedy(call: Callable[[], object], told: str) -> None:
    with pytest.raises(KGError, match=told):
        call()


@pytest.mark.parametrize("given", [3, [3], [None]])
def test_what_is_no_input_is_a_type_error(given: Any) -> None:
    with pytest.raises(TypeError, match="an input is a path, a pattern, an address or an article, not"):
        kg.read(given)


def test_a_file_may_be_called_like_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("He said it.").mkdir()
    Path("He said it.", "a.txt").write_text(TEXT, encoding="utf-8")
    assert len(kg.read("He said it.")) == 1


def test_a_language_may_be_one_name() -> None:
    texts = make_article(TEXT, id="a")
    assert settings(None, None, None, "German", strict=False).languages == ("de",)
    assert settings(None, None, None, ["de", "any"], strict=False).languages == ("de", "any")
    assert len(kg.read(texts, languages="de")) == 1  # what is at hand is not looked at


def test_warnings_point_at_the_line_that_called(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.json").write_text("{broken", encoding="utf-8")
    calls: list[Callable[[], object]] = [
        lambda: kg.read(tmp_path),
        lambda: kg.extract(tmp_path),
        lambda: list(kg.extract_each(tmp_path)),
        lambda: kg.build(tmp_path).close(),
    ]
    for call in calls:
        with pytest.warns(kg.KGWarning, match=r"b\.json") as caught:
            call()
        assert (caught[0].filename, caught[0].lineno) == (__file__, call.__code__.co_firstlineno)


def test_extraction_goes_article_by_article() -> None:
    asked: list[int] = []

    def endless() -> Iterator[Article]:
        for n in itertools.count():
            asked.append(n)
            yield make_article(TEXT, id=str(n), published="2014-03-12")

    each = kg.extract_each(endless(), min_confidence=0.1)
    article, claims = next(each)
    assert (article.id, type(claims)) == ("0", Claims)
    assert [claim.relation for claim in claims] == ["metWith", "visited"]
    assert len(asked) < 200


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("a.txt: exists already; --force overwrites it", "a.txt: exists already; force=True overwrites it"),
        ("name the one with --text-column, of a", "name the one with text_column=..., of a"),
        ("and --text-column NUMBER names another", "and text_column=NUMBER names another"),
        ("--language any reads it all the same", 'languages="any" reads it all the same'),
        ("read without --open; build", "read without open_relations=True; build"),
        ("add --endpoint to a folder", "add `kg build --endpoint` to a folder"),
        ("`kg build --corrections FILE` names another", "`kg build --corrections FILE` names another"),
        ("-- and a--b stay", "-- and a--b stay"),
    ],
)
def test_messages_name_arguments(message: str, told: str) -> None:
    assert to_python(message) == told


@pytest.mark.parametrize("listens", [False, True])
def test_the_steps_name_arguments_too(tmp_path: Path, listens: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_text("when,what\n2022,x\n")
    told: list[str] = []
    if listens:
        assert list(kg.read_articles([path], Options(on_error=lambda error: told.append(str(error))))) == []
    else:
        with pytest.raises(kg.ArticleError) as raised:
            list(kg.read_articles([path]))
        told.append(str(raised.value))
    assert told == [
        f"{path}: no field is called text, body or content; name the one with text_column=..., of 'when', 'what'"
    ]


@pytest.mark.parametrize(
    "step",
    [
        lambda: kg.Extractor(kg.load_ontology(), "no_such_model"),
        lambda: kg.open_store("http://127.0.0.1:9/query"),
        lambda: kg.open_store("no-such-store"),
        lambda: kg.load_ontology("no-such-folder"),
    ],
    ids=["model", "address", "folder", "ontology"],
)
def test_what_goes_wrong_in_a_step_names_no_option(step: Callable[[], object]) -> None:
    with pytest.raises(kg.KGError) as raised:
        step()
    assert not re.search(r"(?<!\w)--\w", str(raised.value))


def test_every_option_that_a_function_has_is_named_as_its_argument() -> None:
    arguments = {told.partition("=")[0] for told in ARGUMENTS.values()}
    offered = {
        name
        for function in (kg.read, kg.extract, kg.build, kg.open, kg.KnowledgeGraph.export, kg.KnowledgeGraph.events)
        for name in inspect.signature(function).parameters
    }
    assert arguments <= offered
    options = {option for each in cli.commands.values() for parameter in each.params for option in parameter.opts}
    assert ARGUMENTS.keys() <= options


def test_files_are_replaced_where_the_argument_says_so(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    saves: list[Callable[[bool], object]] = [
        lambda force: Claims([]).save(path, force=force),
        lambda force: graph.export(path, force=force),
        lambda force: graph.view().save(path, force=force),
    ]
    path.touch()
    for save in saves:
        with pytest.raises(OutputError, match="exists already; force=True overwrites it"):
            save(False)
        save(True)


def test_claims_are_shown_in_their_text() -> None:
    text = "<b>France</b> condemned Russia. It rained. Putin met Bennett in Moscow, and Israel did not attack Iran."
    article = make_article(text, id="a")
    claims = kg.extract([article])
    marked = claims.marked(article)
    assert repr(marked) == f"<text with {len(claims)} claims>"
    shown = html.fromstring(marked._repr_html_())
    for chip in shown.xpath(".//span"):
        chip.drop_tree()
    assert shown.text_content() == text
    assert {each.text for each in shown.xpath(".//mark")} <= {cited.text for c in claims for cited in c.evidence}
    assert "It rained." not in "".join(each.text_content() for each in shown.xpath(".//mark"))
    assert "metWith" in marked.html
    assert repr(claims.marked(make_article("x", id="b"))) == "<text with 0 claims>"


def test_what_is_at_hand_can_be_sent_to_other_processes(news: News) -> None:
    claims = Claims(claim for _, told in news for claim in told)
    rows = Table([{"n": 1}], ("n",))
    for each in (claims, claims[:2], rows):
        assert pickle.loads(pickle.dumps(each)) == each


def test_threads_may_ask_one_graph(graph: kg.KnowledgeGraph) -> None:
    def ask(_: int) -> tuple[int, int, int]:
        return len(graph.claims()), len(graph.events("Israel")), len(graph.network())

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, range(8))) == {ask(0)}


def test_rows_are_asked_for_by_select(graph: kg.KnowledgeGraph) -> None:
    assert graph.select("who-met-whom") == graph.query("who-met-whom")
    with pytest.raises(QueryError, match="a SELECT query is needed"):
        graph.select("ASK { ?c a kg:Claim }")


def test_a_script_of_a_user_is_typed_and_runs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    told = list(use_everything(tmp_path / "a.txt", tmp_path))
    assert told[0] == "Angela Merkel"
    assert told[-1] == "True"


def test_reading_gives_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"A meeting in Moscow\n\n{TEXT}", encoding="utf-8")
    at_hand = make_article("Israel bombed Damascus.", id="b")
    articles = kg.read([tmp_path, at_hand], published="2014-03-12", publisher="The Example")
    assert isinstance(articles, Articles)
    assert [article.meta.title for article in articles] == ["A meeting in Moscow", None]
    assert articles[0].meta.published == "2014-03-12"
    assert articles[0].meta.publisher == "The Example"
    assert articles[1:] == Articles([at_hand])


def test_what_cannot_be_read_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.json").write_text("{broken", encoding="utf-8")
    with pytest.warns(kg.KGWarning, match=r"b\.json"):
        articles = kg.read(tmp_path)
    assert len(articles) == 1
    with pytest.raises(ArticleError, match=r"b\.json"):
        kg.read(tmp_path, strict=True)


def test_what_is_passed_over_is_warned_of(tmp_path: Path) -> None:
    told = "Die Bundeskanzlerin hat am Montag den russischen Präsidenten in Moskau getroffen und mit ihm gesprochen. "
    (tmp_path / "de.txt").write_text(told * 3, encoding="utf-8")
    with pytest.warns(kg.KGWarning, match=r"de\.txt"):
        assert not kg.read(tmp_path)


def test_extraction_gives_claims_with_their_sentences() -> None:
    claims = kg.extract(text=TEXT, published="2014-03-12")
    met = next(claim for claim in claims if claim.relation == "metWith")
    assert {met.subject.label, met.object.label} == {"Angela Merkel", "Vladimir Putin"}
    assert met.time == "2014-03-10"
    assert met.evidence[0].text == TEXT[met.evidence[0].start : met.evidence[0].end]


def test_extraction_takes_articles_and_paths_alike(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    from_path = kg.extract(tmp_path / "a.txt", published="2014-03-12")
    assert from_path
    assert kg.extract(kg.read(tmp_path / "a.txt", published="2014-03-12")) == from_path
    assert len(kg.extract(tmp_path / "a.txt", min_confidence=0.999)) < len(from_path)


def test_a_sequence_slices_compares_and_tells_its_length() -> None:
    articles = Articles(make_article(f"Text {n}.", id=str(n)) for n in range(3))
    assert repr(articles) == "<3 articles>"
    assert repr(articles[:1]) == "<1 article>"
    assert articles[1].id == "1"
    assert articles[:2] == Articles(articles[:2])
    assert articles != Claims([])


def test_claims_become_frames(news: News) -> None:
    claims = Claims(claim for _, told in news for claim in told)
    for made in (claims.table("pandas"), claims.table("polars")):
        assert list(made.columns) == list(CLAIM_COLUMNS)
        assert len(made) == len(claims)
    assert claims.table()["confidence"].dtype == float
    assert claims.table("polars")["asserted"].dtype == pl.Boolean


def test_empty_frames_keep_their_columns() -> None:
    assert list(Claims([]).table("pandas").columns) == list(CLAIM_COLUMNS)
    assert list(Articles([]).table("polars").columns) == list(ARTICLE_COLUMNS)


def test_columns_of_numbers_and_nothing_make_polars_frames() -> None:
    rows: list[dict[str, object]] = [{"n": 1, "what": None}, {"n": 1.5, "what": "x"}, {"n": None, "what": None}]
    assert Table(rows, ("n", "what")).table("polars")["n"].to_list() == [1.0, 1.5, None]


def test_an_unknown_frame_library_is_told() -> None:
    with pytest.raises(KGError, match="no frames of 'dplyr'; one of pandas, polars"):
        Claims([]).table("dplyr")


def test_a_missing_frame_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.api.frames.find_spec", lambda _: None)
    with pytest.raises(KGError, match="needs pandas: pip install pandas"):
        Claims([]).table()


def test_saved_claims_are_read_again(tmp_path: Path, news: News) -> None:
    claims = Claims(claim for _, told in news for claim in told)
    claims.save(tmp_path / "claims.jsonl")
    lines = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [claim.id for claim in claims]
    with pytest.raises(OutputError, match="exists already"):
        claims.save(tmp_path / "claims.jsonl")
    claims.save(tmp_path / "claims.jsonl", force=True)


def test_saved_articles_are_read_again(tmp_path: Path) -> None:
    articles = Articles([make_article(TEXT, id="a", title="Merkel in Moscow", published="2014-03-12")])
    articles.save(tmp_path / "articles.jsonl")
    again = kg.read(tmp_path / "articles.jsonl")
    assert [(article.id, article.text) for article in again] == [(articles[0].id, articles[0].text)]


def test_a_graph_from_articles_and_one_from_files_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    articles = kg.read(tmp_path / "a.txt", published="2014-03-12")
    with kg.build(tmp_path / "a.txt", published="2014-03-12") as one, kg.build(articles) as other:
        assert one.claims().table("polars").drop("article").equals(other.claims().table("polars").drop("article"))
        assert one.summary is not None
        assert one.summary.new == 1


def test_a_graph_without_a_store_goes_with_it() -> None:
    graph = kg.build(Claims([]))
    folder = graph.store.path
    assert folder is not None
    assert folder.exists()
    graph.close()
    assert not folder.exists()


def test_a_store_is_opened_again(graph: kg.KnowledgeGraph) -> None:
    assert graph.store.path is not None
    with kg.open(graph.store.path) as again:
        assert again.claims() == graph.claims()
        assert again.summary is None
        assert repr(again).endswith("claims>")


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        kg.open(tmp_path / "nowhere")


def test_the_graph_is_an_ordinary_rdflib_graph(graph: kg.KnowledgeGraph) -> None:
    assert isinstance(graph.graph, rdflib.Graph)
    rows = list(graph.graph.query("SELECT ?c { ?c a kg:Claim }"))
    assert len(rows) == len(graph.claims())
    assert list(graph.graph.quads((None, rdflib.RDFS.label, rdflib.Literal("Israel", lang="en"), None)))


def test_queries_give_plain_values(graph: kg.KnowledgeGraph) -> None:
    met = graph.query("who-met-whom")
    assert isinstance(met, Table)
    assert {(row["who"], row["whom"]) for row in met} == {("Naftali Bennett", "Vladimir Putin")}
    counted = graph.query("SELECT (COUNT(*) AS ?n) (0.5 AS ?half) (true AS ?yes) ?no { ?c a kg:Claim } GROUP BY ?no")
    assert isinstance(counted, Table)
    assert dict(counted[0]) == {"n": len(graph.claims()), "half": 0.5, "yes": True, "no": None}
    assert graph.query("ASK { ?c a kg:Claim }") is True


def test_named_queries_take_parameters(graph: kg.KnowledgeGraph) -> None:
    assert graph.query("timeline", actor="Naftali Bennett")
    with pytest.raises(QueryError, match="no parameter 'who'"):
        graph.query("timeline", who="Naftali Bennett")


def test_triples_come_as_an_rdflib_graph(graph: kg.KnowledgeGraph) -> None:
    made = graph.query("CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s rdfs:label ?label }")
    assert isinstance(made, rdflib.Graph)
    assert (None, rdflib.RDFS.label, rdflib.Literal("Russia", lang="en")) in made


def test_tables_of_a_graph_are_frames(graph: kg.KnowledgeGraph) -> None:
    frame = graph.table()
    assert isinstance(frame, pd.DataFrame)
    assert set(frame["relation"]) >= {"metWith", "phoned"}
    assert isinstance(graph.table("who-met-whom", library="polars"), pl.DataFrame)
    with pytest.raises(QueryError, match="SELECT"):
        graph.table("ASK { ?c a kg:Claim }")


def test_claims_of_a_graph_are_linked_and_quote_their_articles(graph: kg.KnowledgeGraph, news: News) -> None:
    articles = {article_iri(graph.store.base, article.id).value: article.text for article, _ in news}
    rows = graph.claims()
    days = [str(row["published"] or "9") for row in rows]
    assert days == sorted(days)
    for row in rows:
        start, end = row["start"], row["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert articles[str(row["article"])][start:end] == row["sentence"]
        assert str(row["subject_id"]).startswith("https://newskg.example/resource/")
    calls = {row["subject_id"] for row in rows if row["subject"] == "Naftali Bennett"}
    assert len(calls) == 1


def test_the_network_is_an_ordinary_one_of_networkx(graph: kg.KnowledgeGraph) -> None:
    network = graph.network()
    assert type(network) is nx.MultiDiGraph
    assert network.nodes["naftali-bennett"]["label"] == "Naftali Bennett"
    edges = network.get_edge_data("naftali-bennett", "vladimir-putin")
    assert {told["relation"] for told in edges.values()} == {"metWith"}
    assert nx.pagerank(nx.DiGraph(network))
    assert not graph.network(until="1999")


def test_articles_and_events_of_a_graph(graph: kg.KnowledgeGraph) -> None:
    assert {row["title"] for row in graph.articles()} >= {"A surprise visit"}
    events = graph.events("Naftali Bennett", "Putin", type="metWith", since="2022")
    assert [row["kind"] for row in events] == ["metWith"]
    assert not graph.events(until="1999")
    with pytest.raises(QueryError, match="no date"):
        graph.events(since="last week")


def test_a_view_is_a_page(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    page = graph.view(title="My graph")
    assert isinstance(page, Page)
    assert "<title>My graph</title>" in page.html
    page.save(tmp_path / "graph.html")
    assert (tmp_path / "graph.html").read_text(encoding="utf-8") == page.html
    assert 'sandbox="allow-scripts' in graph._repr_html_()


def test_a_graph_is_exported(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    graph.export(tmp_path / "graph.ttl")
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) > 0


def test_what_articles_say_is_no_markup_in_a_notebook(news: News) -> None:
    articles = Articles([Article(make_article("x", id="x", title=HOSTILE).meta, "x")])
    claims = Claims(claim for _, told in news for claim in told)
    for shown in (articles._repr_html_(), Table([{"a": HOSTILE}], ("a",))._repr_html_(), claims._repr_html_()):
        assert "<script" not in shown
        assert "<img" not in shown
    assert "Bennett" in claims._repr_html_()


def test_long_tables_say_how_much_they_show() -> None:
    shown = Table([{"n": n} for n in range(1_500)], ("n",))._repr_html_()
    assert shown.count("<tr>") == 21
    assert "1,500 rows, the first 20 shown" in shown


def test_folders_of_the_same_names_stay_out_of_the_way() -> None:
    code = "import kg, kg.read.articles, kg.extract; print(kg.read.__module__, kg.extract.__module__, kg.open.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kg.api.reading", "kg.api.reading", "open_graph"]


def test_given_claims_are_built(tmp_path: Path, news: News) -> None:
    with (tmp_path / "claims.jsonl").open("w", encoding="utf-8") as out:
        write_claims((claim for _, told in news for claim in told), out)
    with kg.build(tmp_path / "claims.jsonl") as graph:
        assert len(graph.claims()) == sum(len(told) for _, told in news)
