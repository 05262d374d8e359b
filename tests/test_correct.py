"""Corrections at work on a store: claims, provenance, and the laws that a graph with corrections keeps."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import CorrectionError
from kg.graph.build import Update, up_to_date, update
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.whole import read_whole
from kg.model import Article, Claim, Evidence, make_article
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]

# The kinds of corrections, as of the articles of `news`; titles and names, no ids.
MERGE = (
    "[[merge]]\nnames = ['Vladimir Putin', 'Volodymyr Zelensky']\nnote = 'as a test'\nby = 'me'\ndate = 2022-03-10\n"
)
RENAME = "[[rename]]\nname = 'Naftali Bennett'\nto = 'N. Bennett'\n"
RETYPE = "[[retype]]\nname = 'Moscow'\nto = 'Region'\n"
ALIAS = "[[alias]]\nname = 'Bennett'\nalias = 'Bibi'\n"
APART = "[[apart]]\nnames = ['Volodymyr Zelensky', 'Volodymyr Zelenskyy']\n"
NO_PLACE = "[[drop-entity]]\nname = 'Damascus'\n"
NO_SPEAKER = "[[drop-entity]]\nname = 'Putin'\narticle = 'gamma'\n"
DROP = "[[drop-claim]]\narticle = 'A surprise visit'\nsentence = 'Israel   works with Russia'\n"
CONFIRM = "[[confirm-claim]]\nsentence = 'He will call Zelenskyy.'\n"
UNMATCHED = "[[drop-entity]]\nname = 'Nobody'\n"
ALL = [RENAME, RETYPE, ALIAS, APART, NO_PLACE, NO_SPEAKER, DROP, CONFIRM, UNMATCHED]


@pytest.fixture
def build(small_ontology: Ontology) -> Callable[..., Update]:
    """Store, articles, corrections -> what an update says."""

    def follow(store: Store, news: News, *blocks: str, **more: float) -> Update:
        store.kept.set_corrections("corrections.toml", "\n".join(blocks))
        return update(store, news, small_ontology, "m", min_confidence=more.get("minimum"))

    return follow


def claims(store: Store) -> set[str]:
    """Subject, relation, object, confidence, place, speaker and, where it is not actual, modality of every claim."""
    found = store.select(
        """SELECT ?s ?p ?o ?c ?where ?who ?m { GRAPH ?g { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
           kg:confidence ?c ; kg:modality ?m .
           OPTIONAL { ?claim kg:place ?where } OPTIONAL { ?claim kg:speaker ?who } } }"""
    )
    lines = ([str(row[n].value).rpartition("/")[2] if row[n] else "-" for n in range(7)] for row in found)
    return {" ".join(line).replace("ontology#", "").removesuffix(" actual") for line in lines}


@pytest.mark.parametrize(
    ("block", "gone", "new", "dropped"),
    [
        (
            DROP,
            {"israel coordinatesWith russia 1 syria -"},
            set(),
            1,
        ),
        (
            "[[drop-claim]]\narticle = 'https://news.example/alpha'\nsubject = 'Putin'\nrelation = 'kg:metWith'\n",
            {"naftali-bennett metWith vladimir-putin 0.93 moscow -"},  # it has no direction
            set(),
            1,
        ),
        (
            CONFIRM,
            {"naftali-bennett phoned volodymyr-zelenskyy 0.5 - - planned"},
            {"naftali-bennett phoned volodymyr-zelenskyy 1 - - planned"},
            0,
        ),
        (
            NO_SPEAKER,
            {"naftali-bennett visited damascus 1 - vladimir-putin"},
            {"naftali-bennett visited damascus 1 - -"},
            0,
        ),
        (
            "[[drop-entity]]\nname = 'Moscow'\n",
            {"naftali-bennett metWith vladimir-putin 0.93 moscow -"},
            {"naftali-bennett metWith vladimir-putin 0.93 - -"},
            0,
        ),
        (NO_PLACE, {"naftali-bennett visited damascus 1 - vladimir-putin"}, set(), 1),
    ],
)
def test_what_becomes_of_claims(
    any_store: Store, news: News, build: Callable[..., Update], block: str, gone: set[str], new: set[str], dropped: int
) -> None:
    build(any_store, news)
    before = claims(any_store)
    done = build(any_store, (), block)
    after = claims(any_store)
    assert (before - after, after - before) == (gone, new)
    assert (done.dropped, done.left_out, done.claims, done.unmatched) == (dropped, 0, 8, ())


@pytest.mark.parametrize("part", ["ŻÓŁĆ „a” 50%_", "żółć", "„", "A” 50%", "ﾂ日本", "\u00dc"])
def test_a_sentence_is_found_by_any_part(any_store: Store, news: News, build: Callable[..., Update], part: str) -> None:
    (article, (met, *others)), *_ = news
    text = "Żółć „a” 50%_ ﾂ日本 ü."
    said = replace(met, evidence=(Evidence(text, 0, len(text)),))
    done = build(any_store, [(article, (said, *others))], f"[[drop-claim]]\nsentence = '{part}'\n")
    assert (done.unmatched, done.dropped) == ((), 1)


def test_claims_are_kept_as_they_were_read(any_store: Store, news: News, build: Callable[..., Update]) -> None:
    build(any_store, news, *ALL)
    for article, each in news:
        assert any_store.kept.claims_of(article.id) == each


def test_the_whole_is_what_the_articles_say(any_store: Store, news: News, build: Callable[..., Update]) -> None:
    """What derived graphs are made from has the corrected claims, too."""
    build(any_store, news, *ALL, "[[drop-entity]]\nname = 'Syria'\n[[drop-entity]]\nname = 'Moscow'\n")
    whole = {
        f"{claim.subject} {claim.relation} {claim.object} {claim.confidence:g} {claim.place or '-'} "
        f"{claim.speaker or '-'} {claim.modality}".removesuffix(" actual")
        for claim in read_whole(any_store).claims
    }
    assert whole == claims(any_store)
    assert {claim.confidence for claim in read_whole(any_store, 0.95).claims} == {1.0}


def test_what_nobody_speaks_of_any_more_goes(any_store: Store, news: News, build: Callable[..., Update]) -> None:
    build(any_store, news, DROP, NO_PLACE)
    for name in ("damascus", "syria"):
        assert not any_store.query(f"ASK {{ ?article a schema:NewsArticle . kgr:{name} ?p ?o }}")
    assert "damascus" not in any_store.kept.nodes()


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (UNMATCHED, 'nobody and nothing is called "Nobody"'),
        ("[[drop-claim]]\nsentence = 'Nobody says this.'\n", 'no claim that fits the rest has the sentence "Nobody'),
        ("[[drop-claim]]\narticle = 'A surprising visit'\nsubject='x'", 'did you mean "A surprise visit"?'),
        (
            "[[drop-claim]]\nsentence = 'Bennett sat down with Putin'\nrelation = 'metwit'",
            'has the relation "metwit"; did you mean "metWith"?',
        ),
        (
            "[[confirm-claim]]\nsentence = 'Bennett sat down with Putin'\nplace = 'Kyiv'",
            'has the place "Kyiv"; there is "Moscow"',
        ),
    ],
)
def test_what_matches_nothing_is_told_at_every_build(
    any_store: Store, news: News, build: Callable[..., Update], block: str, told: str
) -> None:
    for articles in (news, ()):
        (line,) = build(any_store, articles, RENAME, block).unmatched
        assert line.startswith("corrections.toml, line 5: ")
        assert told in line


def test_a_later_article_gives_a_correction_its_match(
    any_store: Store, news: News, build: Callable[..., Update]
) -> None:
    assert len(build(any_store, news[:2], NO_PLACE).unmatched) == 1
    assert build(any_store, news[2:], NO_PLACE).unmatched == ()


def test_dropped_and_confirmed_is_a_contradiction_that_loses_nothing(
    any_store: Store, news: News, build: Callable[..., Update], nquads: NQuads
) -> None:
    build(any_store, news, RENAME)
    before = nquads(any_store)
    other = "[[confirm-claim]]\narticle = 'alpha'\nsubject = 'Israel'\n"
    with pytest.raises(CorrectionError, match=r"line 5: confirm-claim .* contradicts line 1"):
        build(any_store, (), DROP, other)
    assert nquads(any_store) == before
    build(any_store, (), RENAME)
    assert nquads(any_store) == before


def without_lines(quads: list[str]) -> list[str]:
    return [quad for quad in quads if "ontology#line>" not in quad]


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(ALL), articles=st.permutations(range(3)), cut=st.integers(0, 3), late=st.booleans())
def test_the_graph_is_a_function_of_articles_and_corrections(
    news: News,
    small_ontology: Ontology,
    nquads: NQuads,
    order: list[str],
    articles: list[int],
    cut: int,
    late: bool,
) -> None:
    graphs = []
    for blocks, sequence in ((ALL, [0, 1, 2]), (order, articles)):
        with open_store() as store:
            if not late:
                store.kept.set_corrections("c.toml", "\n".join(blocks))
            for part in (sequence[:cut], sequence[cut:]):
                update(store, [news[at] for at in part], small_ontology, "m")
            store.kept.set_corrections("other/path.toml", "\n".join(blocks))
            update(store, (), small_ontology, "m")
            graphs.append(without_lines(nquads(store)))
    assert graphs[0] == graphs[1]


@settings(max_examples=15, deadline=None)
@given(
    some=st.lists(st.sampled_from(ALL), unique=True),
    minimum=st.sampled_from([0.4, 0.6, 0.95, 1.0]),
)
def test_cutting_later_is_building_so(news: News, small_ontology: Ontology, some: list[str], minimum: float) -> None:
    graphs = []
    for built, cut in ((minimum, 0.0), (None, minimum)):
        with open_store() as store:
            store.kept.set_corrections("c.toml", "\n".join(some))
            update(store, news, small_ontology, "m", min_confidence=built)
            with restricted(store, cut) as left:
                graphs.append(set(left.quads()))
    assert graphs[0] == graphs[1]


def test_without_corrections_it_is_as_it_was(
    any_store: Store, news: News, build: Callable[..., Update], nquads: NQuads
) -> None:
    build(any_store, news)
    before = nquads(any_store)
    for some in itertools.combinations(ALL, 2):
        build(any_store, (), *some)
    build(any_store, ())
    assert nquads(any_store) == before


@pytest.fixture
def read_anew(news: News) -> News:
    """The first article changed and read by another version: its id and those of claims and entities are new."""
    (article, found), *others = news
    changed = make_article(
        f"{article.text}\nMore is awaited.", title=article.meta.title, published="2022-03-08", url=article.meta.url
    )

    def moved(claim: Claim) -> Claim:
        subject = replace(claim.subject, id=f"{claim.subject.id}-2") if claim.subject.id != "israel" else claim.subject
        return replace(claim, id=f"{claim.id}-new", article=changed.meta, subject=subject)

    return ((changed, tuple(map(moved, found))), *others)


def test_corrections_survive_a_new_reading(
    any_store: Store, news: News, read_anew: News, build: Callable[..., Update], small_ontology: Ontology
) -> None:
    blocks = [block for block in ALL if block is not UNMATCHED]
    build(any_store, news, *blocks)
    before = claims(any_store)
    done = update(any_store, read_anew, small_ontology, "m-2", only={article.id for article, _ in read_anew})
    assert (done.unmatched, done.articles, done.dropped) == ((), 3, 2)
    assert claims(any_store) == before


def test_provenance_tells_what_made_it_so(any_store: Store, news: News, build: Callable[..., Update]) -> None:
    build(any_store, news, MERGE, CONFIRM, UNMATCHED)
    ask = """SELECT ?kind ?what ?note ?by ?when ?line { GRAPH ?graph { ?correction a kg:Correction, prov:Entity ;
             kg:correctionKind ?kind ; rdfs:label ?what ; kg:line ?line }
             OPTIONAL { ?correction rdfs:comment ?note ; schema:author ?by ; schema:dateCreated ?when } }
             ORDER BY ?line"""
    told = [[str(row[n].value) if row[n] else None for n in range(6)] for row in any_store.select(ask)]
    assert told == [
        ["merge", '"Vladimir Putin" and "Volodymyr Zelensky" are one', "as a test", "me", "2022-03-10", "1"],
        ["confirm-claim", 'so it is: "..." ... "..." by "He will call Zelenskyy."', None, None, None, "7"],
    ]
    ask = "SELECT ?what { ?what prov:wasInfluencedBy ?correction } ORDER BY ?what"
    assert [str(row["what"].value).rpartition("/")[2] for row in any_store.select(ask)] == ["b2", "vladimir-putin"]


def test_the_graph_keeps_to_its_shapes(
    any_store: Store, news: News, build: Callable[..., Update], wrong: Callable[[Graph], str]
) -> None:
    build(any_store, news, *ALL)
    data = Graph()
    for quad in any_store.quads():
        data.parse(data=f"{quad.triple} .", format="nt")
    assert wrong(data) == ""
    for broken in ("correctionKind", "22-rdf-syntax-ns#type> <https://newskg.example/ontology#Correction"):
        left = Graph()
        for line in data.serialize(format="nt").splitlines():
            if broken not in line:
                left.parse(data=line, format="nt")
        assert "correction" in wrong(left), broken


def test_a_graph_knows_whether_it_is_up_to_date(
    any_store: Store, news: News, build: Callable[..., Update], small_ontology: Ontology
) -> None:
    assert not up_to_date(any_store, small_ontology)
    build(any_store, news, RENAME)
    assert up_to_date(any_store, small_ontology)
    assert not up_to_date(any_store, replace(small_ontology, digest="new"))
    any_store.kept.set_corrections("corrections.toml", RENAME)
    assert up_to_date(any_store, small_ontology)
    any_store.kept.set_corrections("corrections.toml", "")
    assert not up_to_date(any_store, small_ontology)
