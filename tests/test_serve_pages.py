"""The pages of the server: what they say, in which formats, and that nothing from an article gets out of its place."""

from __future__ import annotations

import http.client
import json
import re
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS

from kg.errors import QueryError
from kg.graph.build import update
from kg.graph.jsonld import context_of
from kg.graph.literals import safe_text
from kg.graph.quads import claim_iri, entity_iri
from kg.graph.store import Store, open_store
from kg.graph.whole import LinkedClaim, read_whole
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.ontology import Ontology
from kg.server.pages import live, reading
from kg.server.pages.addresses import to_iri, to_path, web_address
from kg.server.pages.answer import Site, resource, view
from kg.server.pages.article import mark_text
from kg.server.pages.asking import Fault, ask, fault, words
from kg.server.pages.claims import read_claims
from kg.server.pages.description import describe, write_description
from kg.server.pages.names import Known, NameIndex
from kg.server.pages.paging import page_of, to_page
from kg.server.pages.part import copy_part
from kg.server.pages.reading import Reading
from kg.server.pages.sayings import Passage
from kg.server.pages.wording import highlight, in_period, printable, readable

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

BASE = "https://newskg.example/"
HOSTILE = (
    "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=2'>"
    "<!--<script>\"'\u202eabc\u2028\u2066\x00{{7*7}}"
)
SITE = Site("News <graph>", "now")
LONG = "Very " * 2_000 + "Long"


def up_to_no_good() -> tuple[Article, tuple[Claim, ...]]:
    """An article whose every text tries to get out of its place, with names that are odd in addresses, too."""
    text = f"{HOSTILE}. {LONG} met \u202eevil\u202c {HOSTILE}."
    article = make_article(
        text, id="a/b?c=d#e %2F \u202e<x>", title=f"{HOSTILE}{LONG}", published="2022-03-08", publisher=HOSTILE,
        url="javascript:alert(1)", author=HOSTILE, language="en",
    )  # fmt: skip
    whole = (Evidence(article.text, 0, len(article.text)),)
    hostile = Entity("h", HOSTILE, EntityType.PERSON, (f"alias {HOSTILE}", "..", "\u202e"))
    lengthy = Entity("l", LONG, EntityType.ORGANIZATION)
    dots = Entity("d", "..", EntityType.PERSON)
    rtl = Entity("r", "\u05d1\u05e0\u05d8 \u202eab", EntityType.PERSON)
    return article, (
        Claim("x/1", article.meta, hostile, "metWith", lengthy, True, "CONSULT", topic=HOSTILE, evidence=whole),
        Claim("x 2", article.meta, lengthy, "condemned", hostile, operator=HOSTILE, speaker=rtl, evidence=whole),
        Claim("x#3", article.meta, dots, "visited", rtl, place=lengthy, evidence=whole),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, news: News, shipped: Ontology) -> Path:
    """A store of the news, and of an article that is up to no good."""
    path = tmp_path_factory.mktemp("pages") / "store"
    with open_store(path, create=True) as store:
        update(store, [*news, up_to_no_good()], shipped, "m")
    return path


@pytest.fixture(scope="module")
def store(folder: Path) -> Any:
    with open_store(folder, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def read(store: Store, shipped: Ontology) -> Reading:
    return Reading(store, shipped)


def parse(data: bytes, kind: str) -> set[Any]:
    """The triples of a document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser of JSON-LD uses what rdflib deprecates
        return set(Graph().parse(data=data, format=kind))


class Got(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    text: str


@pytest.fixture(scope="module")
def get(kg_serve: Callable[..., Any], folder: Path) -> Callable[..., Got]:
    """An address and headers -> what the server answers."""
    served = kg_serve(folder, "--workers", "2")

    def ask_it(path: str, method: str = "GET", body: str | None = None, **headers: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Got(response.status, response.headers, response.read().decode())
        finally:
            connection.close()

    return ask_it


class Page(HTMLParser):
    """The links and the elements of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.elements.append((tag, told))
        if tag == "a" and told.get("href") is not None:
            self.links.append(str(told["href"]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.words).split())


class TestAddresses:
    @given(st.text(min_size=1))
    def test_every_name_has_a_path_that_leads_back(self, name: str) -> None:
        iri = entity_iri(BASE, name).value
        path = to_path(iri, BASE)
        assert path.isascii()
        if path.startswith("/id/?iri="):
            assert name in {".", ".."}
            assert unquote(path.removeprefix("/id/?iri=")) == iri
        else:
            assert to_iri(path.removeprefix("/id/"), BASE) == iri

    @pytest.mark.parametrize(
        ("path", "iri"),
        [
            ("resource/israel", "resource/israel"),
            ("article/beta%2F2", "article/beta%2F2"),
            ("resource/Caf%C3%A9", "resource/Café"),
            ("resource/%69srael", "resource/israel"),  # more is escaped than need be
            ("resource/a%20b", "resource/a%20b"),
            ("resource/a%3Cb", "resource/a%3Cb"),
        ],
    )
    def test_paths_of_resources(self, path: str, iri: str) -> None:
        assert to_iri(path, BASE) == BASE + iri

    def test_what_is_not_under_the_base_is_named_whole(self) -> None:
        assert to_path("http://other.example/a?b=c", BASE) == "/id/?iri=http%3A%2F%2Fother.example%2Fa%3Fb%3Dc"

    @pytest.mark.parametrize(
        ("address", "kept"),
        [
            ("https://a.example/b", True),
            ("HTTP://a.example", True),
            ("javascript:alert(1)", False),
            ("data:text/html,x", False),
            (" https://a.example", False),
            ("https://a b", False),
            ("", False),
        ],
    )
    def test_only_addresses_of_the_web_become_links(self, address: str, kept: bool) -> None:
        assert (web_address(address) == address) is kept


class TestWords:
    @pytest.mark.parametrize(
        ("sentence", "marked"),
        [
            ("Bennett met Putin.", [("Bennett", "subject"), ("Putin", "object")]),
            ("Naftali Bennett met him.", [("Naftali Bennett", "subject")]),
            ("Putinism is no name.", []),
            ("A.B. met Putin", [("Putin", "object")]),
        ],
    )
    def test_names_are_marked_in_sentences(self, sentence: str, marked: list[tuple[str, str]]) -> None:
        pieces = highlight(sentence, {"subject": ["Bennett", "Naftali Bennett"], "object": ["Putin", "A", "Bennett"]})
        assert [piece for piece in pieces if piece.style] == marked

    @given(st.text(), st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)))
    def test_marking_changes_no_word(self, sentence: str, one: list[str], other: list[str]) -> None:
        pieces = highlight(sentence, {"subject": one, "object": other})
        assert "".join(piece.text for piece in pieces) == printable(sentence)

    @given(st.text())
    def test_a_text_stays_as_long_as_it_is(self, text: str) -> None:
        shown = readable(text)
        assert len(shown) == len(text)
        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
        assert [at for at, char in enumerate(shown) if char == "\n"] == [at for at, c in enumerate(text) if c == "\n"]

    @pytest.mark.parametrize(
        ("time", "said"),
        [
            ("2022-03", "2022-03"),
            ("2015/..", "since 2015"),
            ("../2019", "until 2019"),
            ("2022-03-05/2022-03-06", "2022-03-05 to 2022-03-06"),
        ],
    )
    def test_times_in_words(self, time: str, said: str) -> None:
        assert in_period(time) == said


class TestPaging:
    @given(st.lists(st.integers()), st.integers(-3, 30), st.integers(1, 7))
    def test_the_pages_are_the_whole_list(self, items: list[int], number: int, size: int) -> None:
        shown, pages = page_of(items, number, size)
        assert 1 <= pages.number <= pages.last
        assert [each for at in range(1, pages.last + 1) for each in page_of(items, at, size)[0]] == items
        assert list(shown) == list(page_of(items, pages.number, size)[0])
        assert {1, pages.number, pages.last} <= set(pages.shown)

    @pytest.mark.parametrize(
        ("text", "number"), [("3", 3), (None, 1), ("", 1), ("-1", 1), ("x", 1), ("9" * 50, 1), ("\u0663", 1)]
    )
    def test_what_is_no_number_is_the_first_page(self, text: str | None, number: int) -> None:
        assert to_page(text) == number


class TestText:
    def test_sentences_are_marked_with_the_numbers_of_their_claims(self) -> None:
        text = "One. Two. Three."
        told = {1: [Passage("", "One.", 0, 4)], 2: [Passage("", "One. Two.", 0, 9)], 3: [Passage("", "Lost.", 10, 15)]}
        assert [(each.text, each.claims, each.first) for each in mark_text(text, told)] == [
            ("One.", (1, 2), (1, 2)),
            (" Two.", (2,), ()),
            (" Three.", (), ()),
        ]

    @given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20))))
    def test_marks_leave_no_letter_out(self, text: str, places: list[tuple[int, int]]) -> None:
        told = {at: [Passage("", text[start:end], start, end)] for at, (start, end) in enumerate(places, 1)}
        assert "".join(each.text for each in mark_text(text, told)) == readable(text)


class TestNames:
    INDEX = NameIndex(
        [
            Known("i:1", "Vladimir Putin", EntityType.PERSON, ("Putin",), 9),
            Known("i:2", "Putin's palace", None, (), 1),
            Known("i:3", "Rasputin", EntityType.PERSON, (), 50),
            Known("i:4", "São Paulo", EntityType.CITY, (), 3),
        ]
    )

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("putin", ["i:1", "i:2", "i:3"]),  # so called, so beginning, somewhere in it
            ("SAO", ["i:4"]),
            ("paulo", ["i:4"]),
            ("nobody", []),
            ("", []),
            ("\u202e", []),
        ],
    )
    def test_names_are_found(self, typed: str, found: list[str]) -> None:
        known, count = self.INDEX.find(typed, 10)
        assert [each.iri for each in known] == found
        assert count == len(found)

    def test_names_that_are_nearly_right(self) -> None:
        assert [each.iri for each in self.INDEX.near("Vladimir Puttin")][:1] == ["i:1"]
        assert self.INDEX.near("Quetzalcoatl") == []
        assert self.INDEX.near("x" * 100_000) == []


def said(claim: LinkedClaim) -> tuple[object, ...]:
    """What a claim says, by its name."""
    return (
        claim.name, claim.article, claim.subject, claim.relation, claim.object, claim.place, claim.speaker, claim.time,
        claim.polarity, claim.modality, safe_text(claim.operator or ""), claim.asserted, claim.confidence,
        claim.event_type,
    )  # fmt: skip


class TestReading:
    def test_the_graph_tells_the_claims_that_were_kept(self, any_store: Store, news: News, shipped: Ontology) -> None:
        update(any_store, news, shipped, "m")
        kept = read_whole(any_store)
        told = read_claims(any_store, shipped, "SELECT ?article ?claim { GRAPH ?article { ?claim a kg:Claim } }")
        assert sorted(map(said, told.claims), key=str) == sorted(map(said, kept.claims), key=str)
        named = {each for claim in kept.claims for each in (claim.subject, claim.object, claim.place, claim.speaker)}
        assert {(name, told.label(name)) for name in named if name} == {(n, kept.label(n)) for n in named if n}
        assert {key: meta.published for key, meta in told.articles.items()} == {
            key: meta.published for key, meta in kept.articles.items()
        }

    def test_a_store_too_large_for_memory_tells_the_same(
        self, store: Store, shipped: Ontology, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = Reading(store, shipped)
        assert whole.whole is not None
        monkeypatch.setattr(reading, "LARGEST_WHOLE", 0)
        large = Reading(store, shipped)
        assert large.whole is None
        for name in whole.whole.nodes:
            assert sorted(map(said, large.about(name).claims), key=str) == sorted(
                map(said, whole.about(name).claims), key=str
            )

    def test_a_graph_cut_by_a_threshold_is_read_itself(self, store: Store, shipped: Ontology) -> None:
        from kg.graph.threshold import restricted

        with restricted(store, 0.9) as cut:
            about = Reading(cut, shipped).about("naftali-bennett").claims
        assert about
        assert all(claim.confidence >= 0.9 for claim in about)


class TestPart:
    def test_a_part_has_its_claims_and_what_they_name(self, store: Store) -> None:
        wanted = {claim_iri(BASE, "a1").value, claim_iri(BASE, "b1").value}
        with copy_part(store, wanted) as part:
            found = {row["c"].value for row in part.select("SELECT ?c { GRAPH ?g { ?c a kg:Claim } }")}
            names = {row["l"].value for row in part.select("SELECT ?l { ?s a kg:Person ; rdfs:label ?l }")}
            texts = [row["t"].value for row in part.select("SELECT ?t { ?e oa:exact ?t }")]
            sides = list(part.select("SELECT ?c { ?x a kg:Conflict ; kg:oneSide ?a ; kg:otherSide ?c }"))
        assert found == wanted
        assert names == {"Naftali Bennett", "Vladimir Putin"}
        assert len(texts) == 2
        assert len(sides) == 1

    def test_all_claims_make_the_same_page_as_the_store(self, store: Store, shipped: Ontology) -> None:
        from kg.view import render_html

        claims = [row["c"].value for row in store.select("SELECT ?c { GRAPH ?g { ?c a kg:Claim } }")]
        with copy_part(store, claims) as part:
            assert render_html(part, shipped, title="x", whole=store) == render_html(store, shipped, title="x")

    def test_one_side_of_a_conflict_is_drawn_without_it(self, store: Store, shipped: Ontology) -> None:
        from kg.view import render_html

        told = store.select("SELECT ?c { ?x kg:otherSide ?c } LIMIT 1")
        with copy_part(store, [row["c"].value for row in told]) as part:
            assert "<html" in render_html(part, shipped, title="x")


class TestLive:
    def test_a_small_store_is_drawn_whole(self, store: Store) -> None:
        page = view(store, SITE, {})
        assert "News &lt;graph&gt;" in page.body.decode()
        assert "of whom most is told" not in page.body.decode()
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'sha256-" in policy
        assert "'unsafe" not in policy
        assert policy.endswith("frame-ancestors 'none'")

    def test_of_a_large_one_those_of_whom_most_is_told(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(live, "LARGEST_VIEW", 3)
        text = view(store, SITE, {"limit": "4"}).body.decode()
        assert "The 4 of whom most is told" in text
        assert '<a href="/?limit=8&amp;steps=1">more</a>' in text

    def test_what_is_around_somebody(self, read: Reading) -> None:
        near = live.pick(read, live.Neighbourhood("israel"))
        assert set(near.actors) == {"israel", "russia", "naftali-bennett"}
        assert {claim.name for claim in near.claims} == {"a3", "c3"}
        far = live.pick(read, live.Neighbourhood("israel", steps=2))
        assert {"vladimir-putin", "damascus"} <= set(far.actors)
        assert len(live.pick(read, live.Neighbourhood("israel", steps=3, limit=4)).actors) == 4

    def test_the_same_around_somebody_of_a_large_store(
        self, store: Store, read: Reading, shipped: Ontology, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "LARGEST_WHOLE", 0)
        asked = live.Neighbourhood("israel", steps=2)
        large = live.pick(Reading(store, shipped), asked)
        assert large.actors == live.pick(read, asked).actors
        assert {claim.name for claim in large.claims} == {claim.name for claim in live.pick(read, asked).claims}

    def test_nobody_is_around_nobody(self, store: Store) -> None:
        page = view(store, SITE, {"around": f"{BASE}resource/izrael"})
        assert page.status == 404
        assert "/id/resource/israel" in page.body.decode()

    def test_what_is_no_page_of_the_view_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no page of the view"):
            live.live("<html><head></head>\n<body>\n", "")

    def test_the_policy_lets_in_what_the_strip_needs_and_no_more(self) -> None:
        assert live.allow("default-src 'none'; script-src 'sha256-x'; form-action 'none'") == (
            "default-src 'none'; script-src 'sha256-x' 'self'; form-action 'self'; img-src 'self'; style-src 'self'; "
            "connect-src 'self'"
        )


class TestDescription:
    def test_all_formats_say_the_same(self, store: Store) -> None:
        iri = entity_iri(BASE, "naftali-bennett").value
        triples, more = describe(store, iri)
        assert not more
        graphs = [
            parse(write_description(triples, form, BASE), kind)
            for form, kind in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld"))
        ]
        assert len(graphs[0]) == len(triples) > 20
        assert all(graph == graphs[0] for graph in graphs)
        assert "Naftali Bennett" in {str(o) for s, p, o in graphs[0] if (s, p) == (URIRef(iri), RDFS.label)}

    def test_what_xml_has_no_letters_for_is_no_rdf_xml(self) -> None:
        """Others may write it into the graph."""
        triples = [Triple(entity_iri(BASE, "a"), NamedNode(str(RDFS.label)), Literal("a\x01b"))]
        assert [parse(write_description(triples, "nt", BASE), "nt")]
        with pytest.raises(ValueError, match="XML has no form for a character"):
            write_description(triples, "rdf", BASE)

    def test_long_ones_come_in_pages_that_are_the_whole(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        from kg.server.pages import description

        iri = entity_iri(BASE, "naftali-bennett").value
        whole = set(describe(store, iri)[0])
        monkeypatch.setattr(description, "TRIPLES_A_PAGE", 10)
        found, page, more = set(), 1, True
        while more:
            triples, more = describe(store, iri, page)
            found |= set(triples)
            page += 1
        assert found == whole
        assert page > 3

    def test_json_ld_has_a_context_with_plain_names(self, store: Store) -> None:
        told = json.loads(write_description(describe(store, claim_iri(BASE, "a1").value)[0], "jsonld", BASE))
        claim = next(each for each in told["@graph"] if each["id"].endswith("claim/a1"))
        assert (claim["subject"], claim["predicate"]) == ("kgr:naftali-bennett", "metWith")
        assert claim["wasDerivedFrom"] == [f"{BASE}evidence/a1-1"]
        assert told["@context"]["kg"] == "https://newskg.example/ontology#"
        assert "goldstein" not in told["@context"]  # only what this document needs

    def test_the_whole_context_has_an_address(self, get: Callable[..., Got]) -> None:
        got = get("/context.jsonld")
        assert got.status == 200
        assert got.headers["Content-Type"] == "application/ld+json"
        assert json.loads(got.text)["@context"] == context_of(BASE)


class TestAsking:
    def test_rows_lead_to_pages(self, read: Reading) -> None:
        page = ask(read, "SELECT ?a ?n { ?a kg:metWith ?b ; rdfs:label ?n } ORDER BY ?n", None, {}, 5)
        assert page.answer is not None
        assert page.answer.columns == ("a", "n")
        first = page.answer.rows[0]
        assert page.answer.count == len(page.answer.rows)
        assert "/id/" in str(first[0].href)
        assert first[1].href is None

    def test_the_place_of_a_mistake(self, read: Reading) -> None:
        page = ask(read, "SELECT ?a {\n  ?a kgg:metWith ?b }", None, {}, 5)
        assert page.fault is not None
        assert page.fault.line == 2
        assert "kgg:" in page.fault.why
        assert fault("no place") == Fault("no place")

    def test_a_named_question_with_its_parameters(self, read: Reading) -> None:
        page = ask(read, None, "actor", {"actor": "Vladimir Putin", "other": "x"}, 5)
        assert page.question is not None
        assert page.question.params == (("actor", "Vladimir Putin"),)
        assert page.question.title == "What is said of Vladimir Putin?"
        assert page.answer is not None
        assert page.answer.count >= 2

    @pytest.mark.parametrize(
        ("named", "params", "why"),
        [
            ("actr", {}, "did you mean actor"),
            ("actor", {"actor": "Vladimir Puttin"}, "did you mean"),
            ("actor", {"actor": HOSTILE + "x"}, "nobody"),
        ],
    )
    def test_what_cannot_be_asked_is_told(self, read: Reading, named: str, params: dict[str, str], why: str) -> None:
        page = ask(read, None, named, params, 5)
        assert page.answer is None
        assert page.fault is not None
        assert why in page.fault.why

    def test_yes_and_triples_and_limits(self, read: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
        from kg.server.pages import asking

        assert ask(read, "ASK { ?a kg:metWith ?b }", None, {}, 5).answer == asking.Answer(word="Yes", count=1)
        built = ask(read, "CONSTRUCT { ?a kg:metWith ?b } { ?a kg:metWith ?b }", None, {}, 5).answer
        assert built is not None
        assert built.turtle is not None
        assert "kg:metWith" in built.turtle
        monkeypatch.setattr(asking, "ROWS_SHOWN", 2)
        cut = ask(read, "SELECT * { ?a ?b ?c }", None, {}, 5).answer
        assert cut is not None
        assert (cut.count, bool(cut.cut)) == (2, True)
        late = ask(read, "SELECT * { ?a ?b ?c }", None, {}, -1).answer
        assert late is not None
        assert "was up" in str(late.cut)

    def test_words_for_the_editor_are_those_of_the_ontology(self, shipped: Ontology) -> None:
        told: Any = words(shipped, BASE)
        names = {each["name"]: each["kind"] for each in told["terms"]}
        assert names["kg:metWith"] == "relation"
        assert names["kg:Person"] == "class"
        assert names["kg:polarity"] == "property"
        assert names["plover:CONSULT"] == "event type"
        assert told["prefixes"]["kgr"] == f"{BASE}resource/"
        assert len(names) == len(told["terms"])


class TestNegotiation:
    @pytest.mark.parametrize(
        ("accept", "kind", "ending"),
        [
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", "html"),
            ("text/turtle", "text/turtle", "ttl"),
            ("application/ld+json", "application/ld+json", "jsonld"),
            ("application/json", "application/ld+json", "jsonld"),
            ("application/n-triples", "application/n-triples", "nt"),
            ("application/rdf+xml", "application/rdf+xml", "rdf"),
            ("text/html;q=0.2, text/turtle;q=0.9", "text/turtle", "ttl"),
            ("*/*", "text/html", "html"),
            ("", "text/html", "html"),
        ],
    )
    def test_a_client_gets_what_it_wants_most(
        self, get: Callable[..., Got], accept: str, kind: str, ending: str
    ) -> None:
        got = get("/id/resource/israel", Accept=accept)
        assert got.status == 200
        assert got.headers["Content-Type"].partition(";")[0] == kind
        assert got.headers["Content-Location"] == f"/id/resource/israel.{ending}"
        assert got.headers["Vary"] == "Accept"
        by_ending = get(f"/id/resource/israel.{ending}", Accept="text/html")
        assert by_ending.text == got.text

    def test_what_is_not_there_is_told_with_the_nearest_names(self, get: Callable[..., Got]) -> None:
        got = get("/id/resource/izrael")
        assert got.status == 404
        assert "/id/resource/israel" in Page(got.text).links
        assert get("/id/").status == 404
        assert get("/id/resource/").status == 404
        assert get("/id/%00%FF%2e%2e/..").status == 404

    def test_nothing_else_is_spoken(self, get: Callable[..., Got]) -> None:
        assert get("/id/resource/israel", Accept="image/png").status == 406

    def test_a_resource_by_its_iri(self, get: Callable[..., Got]) -> None:
        got = get("/id/?iri=" + quote(f"{BASE}resource/israel", safe=""))
        assert (got.status, got.headers["Location"]) == (303, "/id/resource/israel")
        relation = get("/id/?iri=" + quote("https://newskg.example/ontology#metWith", safe=""))
        assert relation.status == 404  # the ontology is not in the graph
        assert get("/id/?iri=not%20an%20iri").status == 404

    def test_a_page_is_not_sent_twice(self, get: Callable[..., Got]) -> None:
        tag = get("/id/resource/israel").headers["ETag"]
        assert get("/id/resource/israel", If_None_Match=tag).status == 304


class TestPages:
    def test_an_entity(self, get: Callable[..., Got]) -> None:
        page = Page(get("/id/resource/naftali-bennett").text)
        for words_ in (
            "Naftali Bennett", "Also: Bennett", "7 claims in 3 articles", "Prime Minister of Israel", "Vladimir Putin",
            "Bennett sat down with Putin in Moscow.", "The Example", "2022-03-05", "denied or not so", "planned",
            "93 % sure", "according to", "phoned",
        ):  # fmt: skip
            assert words_ in page.said
        assert "/id/claim/a1" in page.links
        assert "/id/article/beta%2F2" in page.links
        assert "https://news.example/alpha" in page.links
        assert any(link.startswith("/id/event/") for link in page.links)
        assert any(link.startswith("/id/conflict/") for link in page.links)
        assert ("line", "side-cooperation") in {(tag, told.get("class")) for tag, told in page.elements}

    def test_a_timeline_narrowed_to_another(self, get: Callable[..., Got]) -> None:
        page = Page(get("/id/resource/naftali-bennett?with=vladimir-putin").text)
        assert "only with Vladimir Putin" in page.said
        assert "Bennett sat down" in page.said
        assert "He had rung Zelensky" not in page.said
        assert "leads" not in Page(get("/id/resource/naftali-bennett?show=happenings#x").text).said.split("by time")[1]
        assert "leads" in Page(get("/id/resource/naftali-bennett?show=lasting").text).said.split("by time")[1]
        assert get("/id/resource/naftali-bennett?show=nonsense&page=999&with=nobody&relation=x").status == 200

    def test_what_somebody_says_is_told_of_them(self, get: Callable[..., Got]) -> None:
        assert "flew to Damascus" in Page(get("/id/resource/vladimir-putin").text).said

    def test_an_article_has_its_text_with_the_sentences_marked(self, get: Callable[..., Got]) -> None:
        page = Page(get("/id/article/alpha").text)
        for words_ in (
            "A surprise visit",
            "The Example",
            "2022-03-07",
            "Israel works with Russia over Syria.",
            "3 claims",
        ):
            assert words_ in page.said
        marks = [told for tag, told in page.elements if tag == "mark" and not told]
        assert len(marks) == 3
        assert {"#claim-1", "#claim-2", "#claim-3", "/id/claim/a1"} <= set(page.links)

    def test_a_claim_has_everything(self, get: Callable[..., Got]) -> None:
        page = Page(get("/id/claim/b1").text)
        for words_ in ("denied or not so", "never met the Russian leader", "Daily Sample", "negative", "operator"):
            assert words_ in page.said
        assert any(link.startswith("/id/conflict/") for link in page.links)
        assert "/id/evidence/b1-1" in page.links

    def test_a_conflict_has_both_sides(self, get: Callable[..., Got]) -> None:
        link = next(link for link in Page(get("/id/claim/b1").text).links if link.startswith("/id/conflict/"))
        page = Page(get(link).text)
        assert "Bennett sat down with Putin" in page.said
        assert "never met the Russian leader" in page.said

    def test_every_resource_has_a_page_and_every_link_leads_somewhere(
        self, get: Callable[..., Got], store: Store
    ) -> None:
        rows = store.select(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}")) }}')
        waiting = {to_path(row["s"].value, BASE) for row in rows} | {"/search", "/query", "/query?named=who-met-whom"}
        seen: set[str] = set()
        while waiting:
            path = waiting.pop()
            seen.add(path)
            got = get(path)
            assert got.status == 200, path
            page = Page(got.text)
            for tag, told in page.elements:
                assert tag != "img", path
                assert not any(name.startswith("on") or name == "style" for name in told), path
                assert tag != "script" or str(told.get("src")).startswith("/assets/"), path
            for link in page.links:
                parts = urlsplit(link)
                assert parts.scheme in {"", "http", "https"}, path
                if not parts.scheme and parts.path.startswith("/") and not parts.path.startswith("/query/"):
                    target = parts.path + (f"?{parts.query}" if parts.query else "")
                    if target not in seen and parts.path != "/" and "." not in parts.path.rpartition("/")[2]:
                        waiting.add(target)
        assert len(seen) > 60

    def test_every_resource_is_described_in_every_format(self, get: Callable[..., Got], store: Store) -> None:
        rows = store.select(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}article/")) }}')
        for row in rows:
            for kind in ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"):
                got = get(to_path(row["s"].value, BASE), Accept=kind)
                assert got.status == 200
                assert len(parse(got.text.encode(), kind)) > 5


class TestHostile:
    def test_texts_stay_texts(self, get: Callable[..., Got]) -> None:
        found = json.loads(get("/find?q=script").text)["found"]
        assert found
        got = get(found[0]["href"])
        assert got.status == 200
        assert "<script>window" not in got.text
        assert "<img" not in got.text
        assert "&lt;/script&gt;&lt;script&gt;window.hacked = 1" in got.text
        for mark in "\u202e\u2066\u2028\x00":
            assert mark not in got.text

    def test_addresses_of_articles_that_are_no_web_addresses_are_no_links(self, get: Callable[..., Got]) -> None:
        path = to_path(BASE + "article/" + quote("a/b?c=d#e %2F \u202e<x>", safe=""), BASE)
        page = Page(get(path).text)
        assert "javascript:" not in " ".join(page.links)

    @pytest.mark.parametrize(
        "words_", [HOSTILE, "\x00", "'\"><script>", "\u202e" * 50, "x" * 9_000, "*", '"', "-", "OR AND ("]
    )
    def test_anything_may_be_typed(self, get: Callable[..., Got], words_: str) -> None:
        for path in (
            "/search?q=",
            "/find?q=",
            "/query?query=",
            "/query?named=",
            "/query?named=actor&actor=",
            "/?around=",
        ):
            got = get(path + quote(words_))
            assert got.status in {200, 400, 404}
            assert "<script>window" not in got.text
            assert "'\"><script>" not in got.text

    @pytest.mark.parametrize(
        "query", ["page=-1", "page=x", "page=" + "9" * 40, "steps=99&limit=-5", "with=%00&relation=%FF"]
    )
    def test_odd_values_are_no_mistakes(self, get: Callable[..., Got], query: str) -> None:
        for path in ("/id/resource/israel", "/search", "/", "/id/article/alpha"):
            assert get(f"{path}?{query}").status == 200


class TestSearch:
    def test_by_name_and_by_words(self, get: Callable[..., Got]) -> None:
        page = Page(get("/search?q=putin").text)
        assert "/id/resource/vladimir-putin" in page.links
        assert "Bennett sat down with" in page.said
        assert "/id/claim/a1" in page.links
        assert ("mark", {"class": "found"}) in page.elements

    def test_nothing_found_is_said_with_the_nearest(self, get: Callable[..., Got]) -> None:
        page = Page(get("/search?q=Vladimir+Puttin").text)
        assert "Nobody and nothing of that name" in page.said
        assert "/id/resource/vladimir-putin" in page.links

    def test_without_words_those_of_whom_most_is_told(self, get: Callable[..., Got]) -> None:
        links = [link for link in Page(get("/search").text).links if link.startswith("/id/")]
        assert links[0] == "/id/resource/naftali-bennett"

    def test_a_name_as_a_query_writes_it(self, get: Callable[..., Got]) -> None:
        names = {each["name"] for each in json.loads(get("/find?q=israel").text)["found"]}
        assert "kgr:israel" in names


class TestQueryPage:
    def test_a_mistake_is_marked(self, get: Callable[..., Got]) -> None:
        got = get("/query?query=" + quote("SELECT ?a {\n  ?a kgg:metWith ?b }"))
        assert got.status == 400
        area = next(told for tag, told in Page(got.text).elements if tag == "textarea")
        assert area["data-line"] == "2"

    def test_long_queries_are_posted(self, get: Callable[..., Got]) -> None:
        body = "query=" + quote("SELECT ?a { ?a kg:metWith ?b } #" + "x" * 50_000)
        got = get("/query", "POST", body, Content_Type="application/x-www-form-urlencoded")
        assert got.status == 200
        assert "4 rows" in Page(got.text).said

    @pytest.mark.parametrize(
        ("form", "begins"), [("csv", "a\r\n"), ("json", '{"head"'), ("tsv", "?a\n"), ("xml", "<?xml")]
    )
    def test_answers_are_downloaded(self, get: Callable[..., Got], form: str, begins: str) -> None:
        page = Page(get("/query?query=" + quote("SELECT ?a { ?a kg:metWith ?b }")).text)
        link = next(link for link in page.links if link.endswith(f"format={form}"))
        assert get(link).text.startswith(begins)

    def test_an_unknown_format_is_refused(self, get: Callable[..., Got]) -> None:
        assert get("/query/results?query=ASK%7B%7D&format=exe").status == 400

    def test_what_calls_other_servers_is_refused(self, get: Callable[..., Got]) -> None:
        got = get("/query?query=" + quote("SELECT * { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }"))
        assert got.status == 403
        assert "SERVICE is refused" in Page(got.text).said


def test_an_empty_store_has_pages(tmp_path: Path, shipped: Ontology) -> None:
    from kg.server.pages.answer import find, query, search

    with open_store(tmp_path / "empty", create=True) as store:
        update(store, [], shipped, "m")
        assert view(store, SITE, {}).status == 200
        assert search(store, SITE, {}).status == 200
        assert find(store, SITE, {"q": "x"}).body == b'{"found": []}'
        assert query(store, SITE, {"named": "who-met-whom"}, 5).status == 200
        assert resource(store, SITE, "resource/nobody", {}, "").status == 404


def test_a_text_that_is_no_query_is_told_by_the_parser(read: Reading) -> None:
    with pytest.raises(QueryError):
        read.store.query("no query")
