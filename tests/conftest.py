"""A small world for the tests of the graph: three articles with their claims, and the ontology they need.

For the tests of the view, the page of these articles, and an article that is up to no good. For the tests of
extraction, the real extractor, run over a whole table of texts at once, and a short form of claims.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Quad
from rdflib import Graph

from bench.generate import World
from kg.checking import Checked, check_graph
from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.endpoint import open_endpoint
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.whole import Whole, read_whole
from kg.model import Article, Claim, Entity, EntityType, Evidence, Modality, Polarity, make_article
from kg.ontology import Actor, Ontology, Relation, load_ontology
from kg.read import read_articles
from kg.view import render_html
from scripts.browser import ADVICE, CHROMIUM, Opened, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
ClaimsOf = Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]
Row = tuple[str, str, frozenset[str]]
Compact = Callable[..., str]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Process = subprocess.Popen[bytes]
Serve = Callable[..., tuple[str, Process]]

# What a text would have to say to get out of its place in a page.
HOSTILE = (
    "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=2'>"
    "<!--<script>\"'\u202eabc\u2028\u2066\x00{{7*7}}"
)

KG = "https://newskg.example/ontology#"
TABLES = Path(__file__).parent / "tables"
SEEDS = Path(__file__).parent.parent / "seeds"
KG_COMMAND = (sys.executable, "-c", "from kg.cli import main; main()")
SYMMETRIC = frozenset("metWith spokeWith phoned coordinatesWith cooperatesWith".split())
PARENTS = {
    "phoned": ("spokeWith",),
    "coordinatesWith": ("cooperatesWith",),
    "condemned": ("criticized",),
    "leads": ("represents",),
}
HAPPENINGS = frozenset("metWith spokeWith phoned visited condemned criticized".split())
PLAIN = "visited mediatesBetween criticized represents holdsOffice locatedIn memberOf"


def _relation(name: str) -> Relation:
    domain = "Actor"
    aspect = "happening" if name in HAPPENINGS else "state"
    return Relation(
        name,
        KG + name,
        name,
        "-",
        "-",
        domain,
        domain,
        name in SYMMETRIC,
        PARENTS.get(name, ()),
        "CONSULT",
        aspect=aspect,
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no names: packed ones hold the time, and each process that runs tests would know them by others."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def small_ontology() -> Ontology:
    """Enough of an ontology to link and write the articles of `news`."""
    country, city = EntityType.COUNTRY, EntityType.CITY
    actors = (
        Actor("israel", "Israel", country, ("Israel",), iso="IL", same_as=("https://sws.geonames.org/294640/",)),
        Actor("russia", "Russia", country, ("Russia", "Russian Federation"), capital="moscow", iso="RU"),
        Actor("syria", "Syria", country, ("Syria",), iso="SY"),
        Actor("moscow", "Moscow", city, ("Moscow",), located_in="russia"),
        Actor("damascus", "Damascus", city, ("Damascus",), located_in="syria"),
    )
    names = sorted(SYMMETRIC | PARENTS.keys() | set(PLAIN.split()))
    relations = {name: _relation(name) for name in names}
    return Ontology(relations, {}, (), (), {}, {}, {actor.id: actor for actor in actors}, {}, "small")


def _person(label: str, *aliases: str) -> Entity:
    return Entity(label.lower().replace(" ", "-"), label, EntityType.PERSON, aliases)


@pytest.fixture(scope="session")
def news() -> News:
    """Three articles: the second spells a name otherwise and denies what the first asserts."""
    israel = Entity("israel", "Israel", EntityType.COUNTRY, ("Israel", "Jerusalem"))
    russia = Entity("russia", "Russia", EntityType.COUNTRY, ("Russia", "the Kremlin"))
    syria = Entity("syria", "Syria", EntityType.COUNTRY)
    moscow = Entity("moscow", "Moscow", EntityType.CITY)
    damascus = Entity("damascus", "Damascus", EntityType.CITY)
    bennett = _person("Naftali Bennett", "Bennett", "the PM")
    putin = _person("Vladimir Putin", "Putin")
    zelensky, zelenskyy = _person("Volodymyr Zelensky"), _person("Volodymyr Zelenskyy", "he")
    premier = Entity("office", "Prime Minister of Israel", EntityType.OFFICE)

    first = make_article(
        "Bennett sat down with Putin in Moscow. He had rung Zelensky before.\nIsrael works with Russia over Syria.",
        id="alpha", title="A surprise visit", published="2022-03-07", publisher="The Example",
        url="https://news.example/alpha", language="en",
    )  # fmt: skip
    second = make_article(
        "The Israeli premier never met the Russian leader, an aide insisted. He will call Zelenskyy.",
        id="beta/2", published="2022-03-09", publisher="Daily Sample",
    )  # fmt: skip
    third = make_article("Bennett, the premier, flew to Damascus, Putin said.", id="gamma")

    def cite(article: Article, words: str) -> tuple[Evidence, ...]:
        start = article.text.index(words)
        return (Evidence(words, start, start + len(words)),)

    alpha, beta, gamma = first.meta, second.meta, third.meta
    met = cite(first, "Bennett sat down with Putin in Moscow.")
    rung = cite(first, "He had rung Zelensky before.")
    works = cite(first, "Israel works with Russia over Syria.")
    never = cite(second, "The Israeli premier never met the Russian leader, an aide insisted.")
    call = cite(second, "He will call Zelenskyy.")
    flew = cite(third, "Bennett, the premier, flew to Damascus, Putin said.")
    consult, planned = "CONSULT", Modality.PLANNED
    return (
        (first, (
            Claim("a1", alpha, bennett, "metWith", putin, True, consult, place=moscow, time="2022-03-05",
                  confidence=0.93, evidence=met),
            Claim("a2", alpha, bennett, "phoned", zelensky, True, consult, time="2022-03", evidence=rung),
            Claim("a3", alpha, israel, "coordinatesWith", russia, True, "COOPERATE", place=syria, time="2015/..",
                  topic="deconfliction", evidence=works),
        )),
        (second, (
            Claim("b1", beta, putin, "metWith", bennett, True, polarity=Polarity.NEGATIVE, operator="denied",
                  asserted=False, evidence=never),
            Claim("b2", beta, bennett, "phoned", zelenskyy, True, "CONSULT", modality=planned, operator="planned",
                  asserted=False, confidence=0.5, evidence=call),
        )),
        (third, (
            Claim("c1", gamma, bennett, "visited", damascus, event_type=consult, speaker=putin, asserted=False,
                  evidence=flew),
            Claim("c2", gamma, bennett, "holdsOffice", premier, event_type="STRUCTURE", evidence=flew),
            Claim("c3", gamma, bennett, "leads", israel, event_type="STRUCTURE", evidence=flew),
        )),
    )  # fmt: skip


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Start a SPARQL server, in memory or over a folder: its address, as `http://127.0.0.1:7878`, and its process."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if program is None:
        pytest.fail("the tests need the SPARQL server of the package oxigraph: pip install -e '.[test]'")
    running: list[Process] = []

    def start(folder: Path | None = None, *, port: int | None = None) -> tuple[str, Process]:
        for _ in range(5):  # somebody else may take the port between asking for a free one and binding it
            at = port or _free_port()
            place = [] if folder is None else ["--location", str(folder)]
            process = subprocess.Popen(
                [program, "serve", "--bind", f"127.0.0.1:{at}", *place],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.append(process)
            if _answers(at, process):
                return f"http://127.0.0.1:{at}", process
        pytest.fail("the SPARQL server does not start")

    yield start
    for process in running:
        process.kill()
    for process in running:
        process.wait(timeout=10)


@dataclass(frozen=True)
class Served:
    """A running `kg serve`: its address, as `http://127.0.0.1:8077`, its process, and the file of what it says."""

    address: str
    process: Process
    said: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@pytest.fixture(scope="session")
def kg_serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Start `kg serve` over a store, with any further options, and wait until it answers."""
    running: list[Process] = []

    def start(store: Path | str, *options: str, **environment: str) -> Served:
        said = tmp_path_factory.mktemp("serve") / "stderr"
        with said.open("wb") as stderr:
            process = subprocess.Popen(
                [*KG_COMMAND, "serve", "--store", str(store), "--port", "0", *options],
                stdout=subprocess.PIPE,
                stderr=stderr,
                env={**os.environ, **environment},
            )
        running.append(process)
        assert process.stdout is not None
        address = process.stdout.readline().decode().strip().rstrip("/")
        if not address:
            pytest.fail(f"kg serve does not start: {said.read_text()}")
        return Served(address, process, said)

    yield start
    for process in running:
        process.terminate()
    for process in running:
        assert process.stdout is not None
        process.stdout.close()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _answers(port: int, process: Process) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return True
    return False


@pytest.fixture(scope="session")
def server(serve: Serve) -> str:
    """The address of a SPARQL server that the tests share; `endpoint` empties it."""
    address, _ = serve()
    return address


@pytest.fixture
def endpoint(server: str) -> str:
    """The URL for queries of an empty dataset, which shows the union of its graphs as local stores do."""
    open_endpoint(f"{server}/query", writable=True).change("DROP ALL")
    return f"{server}/query?union-default-graph"


@pytest.fixture(params=["memory", "folder", "endpoint"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store: in memory, on disk, and at an endpoint."""
    path = None if request.param == "memory" else tmp_path / "store"
    url = request.getfixturevalue("endpoint") if request.param == "endpoint" else None
    with open_store(path, create=True, endpoint=url) as store:
        yield store


@pytest.fixture(scope="session")
def nquads() -> Callable[[Store], list[str]]:
    """All that a store holds, as sorted lines."""
    return lambda store: sorted(f"{quad} ." for quad in store.quads())


def _read_with(ontology: Ontology) -> Callable[[News], Whole]:
    def read(news: News) -> Whole:
        with open_store() as store:
            update(store, news, ontology, "m")
            return read_whole(store)

    return read


@pytest.fixture(scope="session")
def whole_of(small_ontology: Ontology) -> Callable[[News], Whole]:
    """News -> all that a store of them says, linked."""
    return _read_with(small_ontology)


@pytest.fixture(scope="session")
def shipped_whole_of(shipped: Ontology) -> Callable[[News], Whole]:
    """News -> all that a store of them says, linked by the shipped ontology."""
    return _read_with(shipped)


@pytest.fixture(scope="session")
def built_and_cut(shipped: Ontology) -> Callable[[News, list[float], float, int], tuple[set[Quad], set[Quad]]]:
    """News, how sure their claims are, a threshold, a seed -> the graph built above it, and cut in another order."""

    def build(news: News, confidences: list[float], minimum: float, seed: int) -> tuple[set[Quad], set[Quad]]:
        left = iter(confidences)
        varied = [(article, tuple(replace(each, confidence=next(left)) for each in told)) for article, told in news]
        with open_store() as built, open_store() as whole:
            update(built, varied, shipped, "m", min_confidence=minimum)
            random.Random(seed).shuffle(varied)
            update(whole, varied, shipped, "m")
            with restricted(whole, minimum) as cut:
                return set(built.quads()), set(cut.quads())

    return build


@pytest.fixture(scope="session")
def report(shipped: Ontology) -> Report:
    """An article of a day and what it tells, each as "Israel|condemned|Russia"; `changes` are of all its claims."""
    kinds = {"Office": EntityType.OFFICE, "City": EntityType.CITY}
    countries = {actor.label for actor in shipped.actors.values() if actor.type is EntityType.COUNTRY}

    def entity(label: str) -> Entity:
        label, _, kind = label.partition(":")
        named = EntityType.COUNTRY if label in countries else EntityType.PERSON
        return Entity(label.lower().replace(" ", "-"), label, kinds.get(kind, named))

    def make(own: str, published: str | None, *told: str, **changes: Any) -> tuple[Article, tuple[Claim, ...]]:
        article = make_article(f"{own}.", id=own, published=published)
        claims = []
        for at, (one, relation, other) in enumerate(line.split("|") for line in told):
            known = shipped.relations[relation]
            evidence = (Evidence(article.text, 0, len(article.text)),)
            claim = Claim(f"{own}-{at}", article.meta, entity(one), relation, entity(other), evidence=evidence)
            usual = replace(claim, symmetric=known.symmetric, event_type=known.event_type)
            claims.append(replace(usual, **changes))
        return article, tuple(claims)

    return make


@pytest.fixture(scope="session")
def shipped() -> Ontology:
    """The ontology as shipped."""
    return load_ontology()


@pytest.fixture
def wrong(tmp_path: Path) -> Callable[[Graph], str]:
    """What `kg check` says of a graph, line by line."""

    def check_it(graph: Graph) -> str:
        graph.serialize(tmp_path / "checked.nt", format="nt", encoding="utf-8")
        return "\n".join(map(str, check_graph(tmp_path / "checked.nt", Checked())))

    return check_it


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor as shipped."""
    return Extractor(load_ontology())


@pytest.fixture(scope="session")
def seed_claims(extractor: Extractor) -> News:
    """The articles of seeds/ with their claims, by the ids of the articles."""
    articles = sorted(read_articles([SEEDS]), key=lambda article: article.id)
    return tuple(extractor.extract(articles))


@pytest.fixture(scope="session")
def hundreds(seed_claims: News) -> list[Claim]:
    """The claims of the seeds, as those of some three hundred articles of one or two claims."""
    return [
        replace(claim, id=f"{claim.id}-{part}", article=replace(article.meta, id=f"{article.id}-{part}"))
        for article, claims in seed_claims
        for part in range(0, len(claims), 2)
        for claim in claims[part : part + 2]
    ]


@pytest.fixture(scope="session")
def claims_of(extractor: Extractor) -> ClaimsOf:
    """Texts -> the claims of each, all read in one run; every text is an article of Monday 2022-03-07."""

    def read(texts: Iterable[str]) -> dict[str, tuple[Claim, ...]]:
        articles = (make_article(text, published="2022-03-07") for text in texts)
        return {article.text: claims for article, claims in extractor.extract(articles)}

    return read


def _read_table(name: str) -> list[Row]:
    """The rows of tables/NAME.md: section, sentence, and the lines of the list under it.

    A line that begins with "? " says why the rules cannot do the sentence yet; see `_gaps`.
    """
    rows: list[Row] = []
    section = ""
    for block in (TABLES / f"{name}.md").read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if lines and lines[0].startswith("## "):
            section = lines[0].removeprefix("## ")
        elif lines and section:  # what stands before the first section says how to read the table
            expected = frozenset(line.removeprefix("- ") for line in lines if line.startswith("- "))
            rows.append((section, " ".join(line for line in lines if line[:2] not in ("- ", "? ")), expected))
    return rows


@pytest.fixture(scope="session")
def rows_of() -> Callable[[str], list[Row]]:
    """The name of a table -> its rows, for what is measured over all of them."""
    return _read_table


def _gaps(name: str) -> dict[str, str]:
    """Sentences of a table that the rules cannot do yet, and why: such a test has to fail until its line goes."""
    table = (TABLES / f"{name}.md").read_text(encoding="utf-8")
    found = re.findall(r"^(.+(?:\n(?![-?] ).+)*)\n(?:- .*\n)*\? (.+)", table, re.MULTILINE)
    return {" ".join(text.split("\n")): reason for text, reason in found}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a `row` runs once for each row of the tables that its module names in `TABLES`."""
    if "row" in metafunc.fixturenames:
        rows = [row for name in metafunc.module.TABLES for row in _read_table(name)]
        gaps = {text: why for name in metafunc.module.TABLES for text, why in _gaps(name).items()}
        marks = [[pytest.mark.xfail(reason=gaps[row[1]], strict=True)] if row[1] in gaps else [] for row in rows]
        parameters = [pytest.param(row, marks=mark) for row, mark in zip(rows, marks, strict=True)]
        metafunc.parametrize("row", parameters, ids=[text[:50] for _, text, _ in rows])


@pytest.fixture(scope="module")
def texts(request: pytest.FixtureRequest) -> list[str]:
    """The sentences of the module's tables."""
    return [text for name in request.module.TABLES for _, text, _ in _read_table(name)]


@pytest.fixture(scope="module")
def read_rows(texts: list[str], claims_of: ClaimsOf) -> dict[str, tuple[Claim, ...]]:
    """The claims of every sentence of the module's tables, all read in one run."""
    return claims_of(texts)


@pytest.fixture(scope="session")
def compact() -> Compact:
    """A claim in short: "Iran armed Russia", with "!" where negative, "~planned" where not actual.

    A symmetric relation, which has no direction, has its two sides in alphabetical order.
    Further details by name: "speaker" adds "<Speaker", "place" adds "@Place", "time" adds the time.
    """

    def shorten(claim: Claim, *details: str) -> str:
        one, other = claim.subject.label, claim.object.label
        if claim.symmetric and other < one:
            one, other = other, one
        words = [one, claim.relation, other]
        if claim.polarity is Polarity.NEGATIVE:
            words.append("!")
        if claim.modality is not Modality.ACTUAL:
            words.append(f"~{claim.modality}")
        if "speaker" in details and claim.speaker is not None:
            words.append(f"<{claim.speaker.label}")
        if "place" in details and claim.place is not None:
            words.append(f"@{claim.place.label}")
        if "time" in details and claim.time is not None:
            words.append(claim.time)
        return " ".join(words)

    return shorten


@pytest.fixture(scope="session")
def hostile_news() -> News:
    """An article whose every text tries to get out of its place."""
    long_name = "Very " * 2_000 + "long"
    nasty = make_article(
        f"{HOSTILE} met {long_name}.", id="evil", title=HOSTILE, published="2022-03-07", publisher=HOSTILE,
        url="javascript:window.hacked=3",
    )  # fmt: skip
    one = Entity("one", HOSTILE, EntityType.PERSON, (HOSTILE, "$&", "(["))
    two = Entity("two", long_name, EntityType.PERSON)
    evidence = (Evidence(nasty.text, 0, len(nasty.text)),)
    claim = Claim("e1", nasty.meta, one, "metWith", two, True, "CONSULT", topic=HOSTILE, place=one, evidence=evidence)
    return ((nasty, (claim,)),)


@pytest.fixture(scope="session")
def render(small_ontology: Ontology) -> Callable[[News, str], str]:
    """Articles and a title -> the page of their graph."""

    def render_news(news: News, title: str) -> str:
        with open_store() as store:
            update(store, news, small_ontology, "test-model 1")
            return render_html(store, small_ontology, title=title)

    return render_news


@pytest.fixture(scope="session")
def happenings() -> News:
    """Articles that tell of a meeting that one denies, a siege, a planned call, and visits to places little known."""
    israel, egypt = (Entity(name.lower(), name, EntityType.COUNTRY) for name in ("Israel", "Egypt"))
    russia, ukraine = (Entity(name.lower(), name, EntityType.COUNTRY) for name in ("Russia", "Ukraine"))
    moscow, kharkiv, cairo, munich = (
        Entity(name.lower(), name, EntityType.CITY) for name in ("Moscow", "Kharkiv", "Cairo", "Munich")
    )
    palace = Entity("winter-residence", "Winter Residence", EntityType.FACILITY)
    nowhere = Entity("zubrowka", "Zubrowka", EntityType.CITY)
    bennett, putin, zelensky = map(_person, ("Naftali Bennett", "Vladimir Putin", "Volodymyr Zelensky"))
    told: list[tuple[Article, tuple[Claim, ...]]] = []

    def tell(own: str, published: str | None, *claims: tuple[Entity, str, Entity, dict[str, Any]]) -> None:
        text = " ".join(f"{one.label} {relation} {other.label}." for one, relation, other, _ in claims)
        article = make_article(text, id=own, published=published, publisher=f"The {own}", title=own)
        made = []
        for number, (one, relation, other, details) in enumerate(claims):
            sentence = f"{one.label} {relation} {other.label}."
            start = text.index(sentence)
            evidence = (Evidence(sentence, start, start + len(sentence)),)
            symmetric = relation in SYMMETRIC
            usual = Claim(
                f"{own}-{number}", article.meta, one, relation, other, symmetric, "CONSULT", evidence=evidence
            )
            made.append(replace(usual, **details))
        told.append((article, tuple(made)))

    hostile: dict[str, Any] = {"event_type": "ASSAULT"}
    meeting = {"place": moscow, "time": "2022-03-05"}
    tell("one", "2022-03-06", (bennett, "metWith", putin, meeting),
         (russia, "attacked", ukraine, {**hostile, "place": kharkiv, "time": "2022-02-24/2022-03-20"}))  # fmt: skip
    tell("two", "2022-03-07", (bennett, "metWith", putin, meeting | {"confidence": 0.4}),
         (bennett, "phoned", zelensky, {"modality": Modality.PLANNED, "asserted": False}))  # fmt: skip
    denied = {"polarity": Polarity.NEGATIVE, "asserted": False, "operator": "denied", "time": "2022-03-05"}
    tell("three", "2022-03-08", (putin, "metWith", bennett, denied))
    tell("four", "2022-03-09", (bennett, "visited", palace, {"place": palace, "time": "2022-03-08"}),
         (palace, "locatedIn", cairo, {"event_type": "STRUCTURE"}),
         (putin, "visited", nowhere, {"place": nowhere, "time": "2022-03", "asserted": False}))  # fmt: skip
    tell("five", None, (zelensky, "visited", munich, {"place": munich}))
    tell("six", "2022-03-09", (egypt, "attacked", israel, {**hostile, "time": "1973-10-06"}))
    return tuple(told)


@pytest.fixture(scope="session")
def happenings_page(happenings: News, shipped: Ontology) -> str:
    """The page of `happenings`, with the places of the shipped gazetteer."""
    with open_store() as store:
        update(store, happenings, shipped, "test-model 1")
        return render_html(store, shipped, title="What happened")


@pytest.fixture(scope="session")
def page_text(render: Callable[[News, str], str], news: News) -> str:
    """The page of the graph of `news`."""
    return render(news, "Small <world> & all")


@pytest.fixture(scope="session")
def summit_text(render: Callable[[News, str], str]) -> str:
    """The page of a few people who deal with each other, and of two who deal with nobody else."""
    berlin = Entity("berlin", "Berlin", EntityType.CITY)
    merkel, macron, johnson = (
        _person("Angela Merkel", "the chancellor"),
        _person("Emmanuel Macron"),
        _person("Boris Johnson"),
    )
    biden, erdogan, orban = (
        _person("Joe Biden", "POTUS"),
        _person("Recep Tayyip Erdoğan", "Erdoğan"),
        _person("Viktor Orbán"),
    )
    kim, moon = _person("Kim Jong Un"), _person("Moon Jae-in")
    accuse = {"event_type": "ACCUSE"}
    told: tuple[tuple[str, Entity, str, Entity, dict[str, Any]], ...] = (
        ("Merkel sat down with Macron in Berlin over bilateral ties.", merkel, "metWith", macron, {"place": berlin}),
        ("Macron had lunch with Johnson, who brought a sanctioned cheese.", macron, "metWith", johnson, {}),
        ("Johnson saw Biden.", johnson, "metWith", biden, {}),
        ("Merkel saw Johnson.", merkel, "metWith", johnson, {}),
        ("Merkel telephoned Erdoğan.", merkel, "phoned", erdogan, {}),
        ("Erdoğan telephoned Biden.", erdogan, "phoned", biden, {}),
        ("Macron criticized Orbán: “no bilateral ties”, he said.", macron, "criticized", orban, accuse),
        ("Kim met Moon.", kim, "metWith", moon, {}),
    )  # fmt: skip
    made = []
    for number, (sentence, one, relation, other, more) in enumerate(told):
        title = "The long summit" if number == 0 else None
        article = make_article(sentence, id=f"s{number}", title=title, published=f"2021-06-0{number + 1}")
        evidence = (Evidence(sentence, 0, len(sentence)),)
        symmetric = relation in SYMMETRIC
        claim = Claim(f"s{number}", article.meta, one, relation, other, symmetric, "CONSULT", evidence=evidence)
        made.append((article, (replace(claim, **more),)))
    return render(tuple(made), "Summit")


@pytest.fixture(scope="session")
def a_month(shipped: Ontology) -> News:
    """Two dozen made-up articles, one a day, of several outlets: with copies, denials, plans and dates to filter by."""
    return tuple(World(shipped, seed=10, daily=1).articles(24))


@pytest.fixture(scope="session")
def page_of(shipped: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Callable[[News], Path]:
    """News -> the file of their page, by the shipped ontology."""

    def make(news: News) -> Path:
        with open_store() as store:
            update(store, news, shipped, "m")
            path = tmp_path_factory.mktemp("page") / "page.html"
            path.write_text(render_html(store, shipped, title="Made up"), encoding="utf-8")
        return path

    return make


@pytest.fixture(scope="session")
def month_page(a_month: News, page_of: Callable[[News], Path]) -> Path:
    """The page of `a_month`."""
    return page_of(a_month)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"the browser tests are left out: {ADVICE}")
    with chromium() as launched:
        yield launched


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """The text of a page, or a file -> the page, opened offline; it must neither complain nor ask the network."""
    pages: list[Opened] = []

    def open_it(page: str | Path, **how: Any) -> Opened:
        path = page if isinstance(page, Path) else tmp_path / f"page-{len(pages)}.html"
        if isinstance(page, str):
            path.write_text(page, encoding="utf-8")
        pages.append(Opened(browser, path, **how))
        return pages[-1]

    yield open_it
    for opened in pages:
        opened.close()


@pytest.fixture
def opened(open_page: Callable[..., Opened], page_text: str) -> Opened:
    """The page of the graph of `news`."""
    return open_page(page_text)
