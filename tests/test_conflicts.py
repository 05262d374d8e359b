"""What contradicts what, and what does not; the graph of conflicts; `kg conflicts` on real articles."""

from __future__ import annotations

import hashlib
import io
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Triple
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from kg.errors import OntologyError
from kg.graph.build import update
from kg.graph.conflicts import Kind, find_conflicts
from kg.graph.derived import DERIVED
from kg.graph.quads import derived_graph
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.vocab import KG
from kg.graph.whole import Whole, read_whole
from kg.model import Article, ArticleMeta, Claim, Entity, EntityType, Evidence, Modality, Polarity, make_article
from kg.ontology import Ontology, load_ontology
from kg.query.conflicts import read_conflicts, write_conflicts

COUNTRIES = frozenset("Israel Russia Ukraine Hungary Serbia Kosovo Peru Egypt".split())


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@dataclass(frozen=True)
class Said:
    """A claim of an article in short; `on` is the article's date, and with its name what tells it from others."""

    subject: str
    relation: str
    object: str
    on: str | None = "2022-03-07"
    denied: str | None = None
    topic: str | None = None
    time: str | None = None
    by: str | None = None
    modality: Modality = Modality.ACTUAL
    confidence: float = 0.9
    article: str = ""
    asserted: bool = True


def entity(label: str) -> Entity:
    kind = EntityType.PERSON
    if label in COUNTRIES:
        kind = EntityType.COUNTRY
    elif " of " in label:
        kind = EntityType.OFFICE
    elif label in {"Lima", "Cusco"}:
        kind = EntityType.CITY
    return Entity(label.lower().replace(" ", "-"), label, kind)


def articles_of(told: Sequence[Said], ontology: Ontology) -> list[tuple[Article, tuple[Claim, ...]]]:
    """The articles of some claims: those of one date and name are of one article."""
    claims: dict[tuple[str | None, str], list[Said]] = {}
    for number, each in enumerate(told):
        claims.setdefault((each.on, each.article or str(number)), []).append(each)
    return [
        (
            make_article(f"{name} {on}", id=f"{name}-{on}", published=on),
            tuple(claim_of(each, f"{name}-{on}", ontology) for each in group),
        )
        for (on, name), group in claims.items()
    ]


def claim_of(said: Said, article: str, ontology: Ontology) -> Claim:
    positive = said.denied is None
    text = f"{said.subject} {said.relation} {said.object}"
    actual = positive and said.by is None and said.modality is Modality.ACTUAL
    return Claim(
        id=hashlib.sha256(f"{said}{article}".encode()).hexdigest()[:16],
        article=ArticleMeta(article, published=said.on),
        subject=entity(said.subject),
        relation=said.relation,
        object=entity(said.object),
        symmetric=ontology.relations[said.relation].symmetric,
        polarity=Polarity.POSITIVE if positive else Polarity.NEGATIVE,
        modality=said.modality,
        operator=said.denied,
        topic=said.topic,
        time=said.time,
        speaker=entity(said.by) if said.by else None,
        asserted=said.asserted and actual,
        confidence=said.confidence,
        evidence=(Evidence(text, 0, len(text)),),
    )


def whole_of(told: Sequence[Said], ontology: Ontology) -> Whole:
    with open_store() as store:
        update(store, articles_of(told, ontology), ontology, "m")
        return read_whole(store)


def found(told: Sequence[Said], ontology: Ontology) -> list[str]:
    """The labels of the conflicts between claims."""
    return [conflict.label for conflict in find_conflicts(whole_of(told, ontology))]


INVASION, TROOPS = "Russia's invasion of the country", "the movement of Russia's troops"
LED = Said("Naftali Bennett", "leads", "Israel")
CONDEMNED = Said("Israel", "condemned", "Russia")
SUPPORTS, OPPOSES = Said("Hungary", "supports", "Ukraine"), Said("Hungary", "opposes", "Ukraine")
MET = Said("Egypt", "metWith", "Serbia")
NEVER_MET = replace(MET, on="2022-03-09", denied="not")
OFFICE = "President of Peru"
CASTILLO, BOLUARTE = (Said(name, "holdsOffice", OFFICE, on=None) for name in ("Pedro Castillo", "Dina Boluarte"))


def dated(said: Said, on: str | None, **more: object) -> Said:
    return replace(said, on=on, **more)  # type: ignore[arg-type]


DENIED = ["Israel condemned Russia, or not"]
UNMET = ["Egypt met with Serbia, or not"]
OPPOSED = ["Hungary opposes Ukraine, or supports"]
AGAINST = ["Israel condemned Russia, Naftali Bennett not"]

CONFLICTS = {
    "one says what the other denies": ([CONDEMNED, replace(CONDEMNED, denied="not")], DENIED),
    "none has a date": ([dated(CONDEMNED, None), dated(CONDEMNED, None, denied="denied")], DENIED),
    "said in March, refused in April": (
        [replace(CONDEMNED, topic=INVASION), dated(CONDEMNED, "2022-04-20", denied="refused", topic="the invasion")],
        DENIED,
    ),
    "refused, and said to have condemned two days later": (
        [dated(CONDEMNED, "2022-03-09"), replace(CONDEMNED, denied="refused")],
        DENIED,
    ),
    "to deny the broad denies the narrow": (
        [CONDEMNED, replace(CONDEMNED, relation="criticized", denied="not")],
        ["Israel criticized Russia, or not"],
    ),
    "a symmetric relation is denied from the other side": (
        [MET, Said("Serbia", "metWith", "Egypt", on="2022-03-09", denied="not")],
        UNMET,
    ),
    "the day is within the month": ([replace(MET, time="2022-03-05"), replace(NEVER_MET, time="2022-03")], UNMET),
    "of what lasts, the times touch": (
        [Said("Egypt", "alliedWith", "Serbia", time="2015/.."), Said("Egypt", "alliedWith", "Serbia", denied="not")],
        ["Egypt allied with Serbia, or not"],
    ),
    "two speakers in one article": (
        [replace(MET, article="a", by="Egypt"), replace(MET, article="a", by="Serbia", denied="denied")],
        UNMET,
    ),
    "one speaker in two articles": ([replace(MET, by="Egypt"), replace(NEVER_MET, by="Egypt")], UNMET),
    "a plain denial denies whatever it was about": ([replace(MET, topic="gas"), NEVER_MET], UNMET),
    "many on each side are one conflict": (
        [MET, dated(MET, "2022-03-08"), NEVER_MET, replace(NEVER_MET, on="2022-03-10")],
        UNMET,
    ),
    "one without a date, on their matter, makes one of two": (
        [
            dated(MET, None, topic="gas"),
            replace(NEVER_MET, topic="gas"),
            replace(NEVER_MET, on="2023-06-10", topic="the gas"),
        ],
        UNMET,
    ),
    "a denial without a date, on the same matter": (
        [replace(MET, topic="gas"), dated(NEVER_MET, None, topic="gas")],
        UNMET,
    ),
    "denied twice, a year apart": (
        [MET, NEVER_MET, dated(MET, "2023-06-08"), replace(NEVER_MET, on="2023-06-10")],
        UNMET * 2,
    ),
    "supports and opposes": ([SUPPORTS, dated(OPPOSES, "2022-03-20")], OPPOSED),
    "supports and opposes, on one matter": (
        [replace(SUPPORTS, topic="sanctions on gas"), replace(OPPOSES, topic="the gas sanctions")],
        OPPOSED,
    ),
    "agreed and rejected": (
        [
            Said("Serbia", "agreedWith", "Kosovo", topic="the plan for the north"),
            Said("Kosovo", "rejected", "Serbia", topic="the northern plan"),
        ],
        ["Kosovo agreed with Serbia, or rejected"],
    ),
    "a subproperty is opposed, too": (
        [
            Said("Serbia", "signedAgreementWith", "Kosovo", topic="the plan for the north"),
            Said("Serbia", "rejected", "Kosovo", topic="that plan"),
        ],
        ["Kosovo agreed with Serbia, Serbia rejected Kosovo"],
    ),
    "a leader against their country": (
        [
            replace(LED, on="2021-12-01"),
            replace(CONDEMNED, topic=INVASION),
            Said("Naftali Bennett", "condemned", "Russia", denied="refused", topic="the invasion of Ukraine"),
        ],
        AGAINST,
    ),
    "a leader against their country, in one article without a date": (
        [
            replace(LED, on=None, article="a"),
            replace(CONDEMNED, on=None, article="a"),
            Said("Naftali Bennett", "condemned", "Russia", on=None, article="a", denied="refused"),
        ],
        AGAINST,
    ),
    "a country against its leader": (
        [LED, replace(CONDEMNED, denied="not"), Said("Naftali Bennett", "condemned", "Russia")],
        ["Naftali Bennett condemned Russia, Israel not"],
    ),
    "a leader opposes whom their country supports": (
        [Said("Viktor Orban", "leads", "Hungary"), SUPPORTS, Said("Viktor Orban", "opposes", "Ukraine")],
        ["Viktor Orban opposes Ukraine, Hungary supports Ukraine"],
    ),
    "one who is said to lead himself": (
        [
            Said("Yair Lapid", "leads", "Yair Lapid"),
            Said("Yair Lapid", "condemned", "Russia"),
            Said("Yair Lapid", "condemned", "Russia", denied="refused"),
        ],
        ["Yair Lapid condemned Russia, or not"],
    ),
    "two presidents on one day": (
        [dated(CASTILLO, "2022-12-08"), dated(BOLUARTE, "2022-12-08")],
        [f"{OFFICE}: Dina Boluarte or Pedro Castillo (holds office)"],
    ),
    "one president between two words of another": (
        [dated(CASTILLO, "2022-10-01"), dated(BOLUARTE, "2022-11-01"), dated(CASTILLO, "2022-12-01")],
        [f"{OFFICE}: Dina Boluarte or Pedro Castillo (holds office)"],
    ),
    "two wives": (
        [Said("Alan Garcia", "marriedTo", "Dina Boluarte"), Said("Pilar Nores", "marriedTo", "Alan Garcia")],
        ["Alan Garcia: Dina Boluarte or Pilar Nores (married to)"],
    ),
    "two birthplaces, years apart": (
        [Said("Alan Garcia", "bornIn", "Lima", on="2010-01-01"), Said("Alan Garcia", "bornIn", "Cusco")],
        ["Alan Garcia: Cusco or Lima (born in)"],
    ),
}  # fmt: skip

NONE = {
    "a plan": [CONDEMNED, replace(CONDEMNED, denied="not", modality=Modality.PLANNED)],
    "a possibility": [replace(CONDEMNED, modality=Modality.POSSIBLE), replace(CONDEMNED, denied="not")],
    "a request": [replace(CONDEMNED, modality=Modality.REQUESTED), replace(CONDEMNED, denied="not")],
    "a doubtful reading": [CONDEMNED, replace(CONDEMNED, denied="not", confidence=0.4)],
    "one article in its own voice": [replace(MET, article="a"), replace(MET, article="a", denied="not")],
    "the other direction": [CONDEMNED, Said("Russia", "condemned", "Israel", denied="not")],
    "to deny the narrow leaves the broad": [
        replace(CONDEMNED, relation="criticized"), replace(CONDEMNED, denied="not")],
    "it came after": [dated(MET, "2022-03-20"), NEVER_MET],
    "condemned after it was refused": [
        dated(CONDEMNED, "2022-03-09", time="2022-03-09"), replace(CONDEMNED, denied="refused")],
    "condemned long after it was refused": [dated(CONDEMNED, "2022-03-20"), replace(CONDEMNED, denied="refused")],
    "condemned the year before": [dated(CONDEMNED, "2021-03-09"), replace(CONDEMNED, denied="not")],
    "a former ally": [Said("Egypt", "alliedWith", "Serbia"), Said("Egypt", "alliedWith", "Serbia", denied="former")],
    "it was long before": [dated(MET, "2021-10-01"), NEVER_MET],
    "another day": [replace(MET, time="2022-03-05"), replace(NEVER_MET, time="2022-03-06")],
    "the month is not the day": [replace(MET, time="2022-03"), replace(NEVER_MET, time="2022-03-06")],
    "it has ended since": [
        Said("Egypt", "alliedWith", "Serbia", time="2015/2019"), Said("Egypt", "alliedWith", "Serbia", denied="not")],
    "an article knows nothing of what comes after it": [
        Said("Egypt", "alliedWith", "Serbia", time="2015/..", on="2016-03-07"),
        Said("Egypt", "alliedWith", "Serbia", denied="not")],
    "war in March, ceasefire in May": [
        Said("Egypt", "foughtWith", "Serbia"), Said("Egypt", "ceasedFireWith", "Serbia", on="2022-05-07")],
    "one without a date": [dated(MET, None), NEVER_MET],
    "a denial without a date": [MET, dated(NEVER_MET, None)],
    "what was so and stopped": [SUPPORTS, replace(SUPPORTS, denied="stopped")],
    "what was planned and cancelled": [MET, replace(NEVER_MET, denied="cancelled")],
    "refused on another matter": [
        replace(CONDEMNED, topic=INVASION), replace(CONDEMNED, denied="refused", topic=TROOPS)],
    "on another matter, in the words of the relation": [
        replace(CONDEMNED, topic="condemnation of the strike"),
        replace(CONDEMNED, denied="refused", topic="a condemnation of the movement")],
    "refused, nobody says on what": [replace(CONDEMNED, topic=INVASION), replace(CONDEMNED, denied="refused")],
    "denied on another matter": [replace(MET, topic="gas"), replace(NEVER_MET, topic="oil")],
    "supports in general, opposes a bid": [SUPPORTS, replace(OPPOSES, topic="Ukraine's bid for membership")],
    "supports, and opposed a year ago": [SUPPORTS, dated(OPPOSES, "2021-03-07")],
    "agreed and rejected, on two matters": [
        Said("Serbia", "agreedWith", "Kosovo", topic="licence plates"),
        Said("Kosovo", "rejected", "Serbia", topic="the northern plan")],
    "agreed and rejected, nobody says on what": [
        Said("Serbia", "agreedWith", "Kosovo"), Said("Kosovo", "rejected", "Serbia")],
    "somebody who does not lead": [
        Said("Yair Lapid", "represents", "Israel"), CONDEMNED,
        Said("Yair Lapid", "condemned", "Russia", denied="refused")],
    "somebody who led long ago": [
        replace(LED, on="2019-01-01"), CONDEMNED, Said("Naftali Bennett", "condemned", "Russia", denied="refused")],
    "a leader who did not go where the country went": [
        LED, Said("Israel", "visited", "Russia"), Said("Naftali Bennett", "visited", "Russia", denied="not")],
    "one president after another": [
        dated(CASTILLO, "2022-10-01"), dated(CASTILLO, "2022-12-01"), dated(BOLUARTE, "2022-12-08")],
    "a president who comes back": [
        dated(CASTILLO, "2019-10-01"), dated(BOLUARTE, "2021-12-01"), dated(CASTILLO, "2022-12-08")],
    "presidents of no known date": [CASTILLO, BOLUARTE],
    "a doubtful president": [
        dated(CASTILLO, "2022-12-08"), dated(BOLUARTE, "2022-12-08", confidence=0.4)],
    "one article without a date": [CASTILLO, dated(BOLUARTE, "2022-12-08")],
    "presidents with terms that are told": [
        dated(CASTILLO, "2023-01-01", time="2021-07-28/2022-12-07"),
        dated(BOLUARTE, "2023-01-01", time="2022-12-08/..")],
    "one president, by two names": [
        dated(CASTILLO, "2022-12-08"),
        Said("Castillo Terrones", "holdsOffice", OFFICE, on="2022-12-08")],
    "two senators": [
        Said(name, "holdsOffice", "Senator of Peru") for name in ("Pedro Castillo", "Dina Boluarte")],
    "a birthplace and its country": [Said("Alan Garcia", "bornIn", "Lima"), Said("Alan Garcia", "bornIn", "Peru")],
}  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS)
def test_a_contradiction_is_found(case: str, ontology: Ontology) -> None:
    told, labels = CONFLICTS[case]
    assert found(told, ontology) == labels


@pytest.mark.parametrize("case", NONE)
def test_what_is_none_is_left_alone(case: str, ontology: Ontology) -> None:
    assert found(NONE[case], ontology) == []


def test_each_side_has_just_the_claims_that_contradict(ontology: Ontology) -> None:
    told = [
        MET,
        dated(MET, "2022-03-08"),
        NEVER_MET,
        dated(MET, "2019-01-01"),
        replace(MET, by="Egypt", denied="denied"),
    ]
    (conflict,) = find_conflicts(whole_of(told, ontology))
    assert conflict.kind is Kind.DENIAL
    assert [claim.polarity for claim in conflict.one] == [Polarity.POSITIVE] * 2
    assert {claim.operator for claim in conflict.other} == {"not", "denied"}
    assert "/".join(conflict.name) == "denial/metWith/egypt/serbia/2022-03-07"


def test_a_side_has_nothing_that_is_on_another_matter(ontology: Ontology) -> None:
    told = [SUPPORTS, OPPOSES, replace(OPPOSES, topic="the bid for membership"), replace(SUPPORTS, topic="gas prices")]
    (conflict,) = find_conflicts(whole_of(told, ontology))
    assert [claim.topic for claim in (*conflict.one, *conflict.other)] == [None, None]


every_said = st.sampled_from([each for told, _ in CONFLICTS.values() for each in told])
many_said = st.lists(every_said, min_size=2, max_size=8, unique=True)


def quads_of(told: Sequence[Said], ontology: Ontology, *, built: float = 0, cut: float = 0) -> set[str]:
    with open_store() as store:
        update(store, articles_of(told, ontology), ontology, "m", min_confidence=built)
        with restricted(store, cut) as left:
            return {str(quad) for quad in left.quads(derived_graph(left.base, "conflicts"))}


@settings(max_examples=25, deadline=None)
@given(told=many_said, seed=st.randoms(use_true_random=False))
@example(told=[each for told, _ in CONFLICTS.values() for each in told], seed=random.Random(1))
def test_order_changes_nothing(told: list[Said], seed: random.Random, ontology: Ontology) -> None:
    named = [replace(each, article=each.article or str(number)) for number, each in enumerate(told)]
    shuffled = seed.sample(named, len(named))
    assert quads_of(named, ontology) == quads_of(shuffled, ontology)


@settings(max_examples=25, deadline=None)
@given(told=many_said, shares=st.lists(st.sampled_from([0.3, 0.6, 0.9]), min_size=8, max_size=8))
def test_cutting_later_is_building_so(told: list[Said], shares: list[float], ontology: Ontology) -> None:
    varied = [replace(each, confidence=share) for each, share in zip(told, shares, strict=False)]
    for minimum in (0.5, 0.8):
        assert quads_of(varied, ontology, cut=minimum) == quads_of(varied, ontology, built=minimum)


@settings(max_examples=25, deadline=None)
@given(told=many_said)
def test_conflicts_are_told_apart_and_have_two_sides(told: list[Said], ontology: Ontology) -> None:
    conflicts = find_conflicts(whole_of(told, ontology))
    names = [conflict.name for conflict in conflicts]
    assert len(set(names)) == len(names)
    for conflict in conflicts:
        assert conflict.one
        assert conflict.other
        assert not {claim.name for claim in conflict.one} & {claim.name for claim in conflict.other}


def test_the_work_grows_with_the_claims(ontology: Ontology) -> None:
    """For years many articles say and many deny the same: looking at each pair of them would take a quarter hour."""
    days = [
        f"{year}-{month:02d}-{day:02d}" for year in range(2000, 2022) for month in range(1, 13) for day in (3, 9, 20)
    ]
    told = [dated(each, day) for day in days for each in (MET, NEVER_MET, replace(NEVER_MET, denied="denied"))]
    whole = whole_of(told, ontology)
    many = tuple(claim._replace(name=f"{claim.name}-{copy}") for copy in range(20) for claim in whole.claims)
    begin = time.monotonic()
    sides = find_conflicts(replace(whole, claims=many))
    assert time.monotonic() - begin < 20  # a tenth of that, on a machine with nothing else to do
    assert sum(len(side.one) + len(side.other) for side in sides) == len(many) > 45_000


# --- terms of the ontology


def test_opposites_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        "@prefix kg: <https://newskg.example/ontology#> .\n"
        "kg:aided kg:oppositeOf kg:restricted ; kg:lasting true .\n"
    )  # fmt: skip
    relations = load_ontology(tmp_path).relations
    assert relations["aided"].opposites == ("restricted",)
    assert relations["restricted"].opposites == ("aided",)
    assert relations["aided"].lasting
    told = [Said("Egypt", "aided", "Serbia", topic="grain"), Said("Egypt", "restricted", "Serbia", topic="its grain")]
    assert found(told, load_ontology(tmp_path)) == ["Egypt aided Serbia, or restricted"]


@pytest.mark.parametrize(
    ("object_", "why"),
    [
        ("kg:opposed", r"unknown relation: kg:opposed \(did you mean kg:opposes"),
        ("kg:aided", "is the opposite of itself"),
    ],
)
def test_mistaken_opposites(tmp_path: Path, object_: str, why: str) -> None:
    (tmp_path / "mine.ttl").write_text(
        f"@prefix kg: <https://newskg.example/ontology#> .\nkg:aided kg:oppositeOf {object_} .\n"
    )
    with pytest.raises(OntologyError, match=why):
        load_ontology(tmp_path)


# --- the graph, and what is read from it


@pytest.fixture(scope="module")
def store(ontology: Ontology) -> Iterator[Store]:
    told = [
        LED,
        MET,
        NEVER_MET,
        CONDEMNED,
        Said("Naftali Bennett", "condemned", "Russia", by="Egypt", denied="refused"),
    ]
    with open_store() as opened:
        update(opened, articles_of(told, ontology), ontology, "m")
        yield opened


def test_the_graph_is_one_of_the_derived(store: Store) -> None:
    graph = derived_graph(store.base, "conflicts")
    assert set(store.quads(graph)) == set(DERIVED["conflicts"](read_whole(store)))
    ask = """ASK { GRAPH <%s> { ?c a kg:Conflict ; kg:conflictKind kg:denial ; kg:oneSide ?one ; kg:otherSide ?other }
        GRAPH ?a { ?one kg:polarity kg:positive } GRAPH ?b { ?other kg:polarity kg:negative } }"""
    assert store.query(ask % graph.value)


def test_the_graph_has_its_shape(store: Store, wrong: Callable[[Graph], str]) -> None:
    data = Graph()
    for quad in store.quads():
        data.parse(data=f"{Triple(quad.subject, quad.predicate, quad.object)} .", format="nt")
    node = next(data.subjects(RDF.type, URIRef(KG.Conflict)))
    assert wrong(data) == ""
    data.remove((node, KG.otherSide, None))
    text = wrong(data)
    assert "a conflict has claims on the other side" in text


def test_conflicts_are_read_with_both_sides(store: Store) -> None:
    denial, leader = read_conflicts(store)
    assert (denial.label, denial.kind) == (UNMET[0], "denial")
    assert [(quote.denied, quote.published) for quote in denial.quotes] == [(None, "2022-03-07"), ("not", "2022-03-09")]
    (refusal,) = leader.side("other")
    assert (refusal.subject, refusal.denied, refusal.speaker) == ("Naftali Bennett", "refused", "Egypt")
    assert refusal.sentence == "Naftali Bennett condemned Russia"


@pytest.mark.parametrize(
    ("about", "kinds", "labels"),
    [
        (["israel"], None, AGAINST),
        (["naftali-bennett", "russia"], None, AGAINST),
        (["israel", "egypt"], None, []),
        ([], ["denial"], UNMET),
        ([], ["twoValues"], []),
        (["egypt"], ["denial", "opposition"], UNMET),
    ],
)
def test_what_they_are_about(store: Store, about: list[str], kinds: list[str] | None, labels: list[str]) -> None:
    assert [conflict.label for conflict in read_conflicts(store, about=about, kinds=kinds)] == labels


def written(store: Store, form: str, width: int | None = None) -> str:
    out = io.BytesIO()
    write_conflicts(read_conflicts(store), form, out, width=width)
    return out.getvalue().decode()


def test_the_forms_tell_the_same(store: Store) -> None:
    tree = json.loads(written(store, "json"))
    sentences = [quote["sentence"] for conflict in tree for quote in conflict["quotes"]]
    lines = written(store, "csv").splitlines()
    assert len(lines) == 1 + len(sentences) == 5
    table = written(store, "table", width=60)
    assert all(f"“{sentence}”" in table for sentence in sentences)
    assert "  Naftali Bennett condemned Russia: not so, refused\n" in table
    assert "2022-03-07, says Egypt\n" in table
    assert max(map(len, table.splitlines())) <= 75


def test_nothing_reaches_the_terminal_as_a_command(ontology: Ontology) -> None:
    nasty = "\x1b[31mred\x07\u202e\nnew line"
    told = articles_of([MET, NEVER_MET], ontology)
    evidence, long = (Evidence(nasty, 0, len(nasty)),), Entity("long", "L" * 100_000, EntityType.COUNTRY)
    evil = [
        (article, tuple(replace(each, evidence=evidence, object=long) for each in claims)) for article, claims in told
    ]
    with open_store() as opened:
        update(opened, evil, ontology, "m")
        table = written(opened, "table")
    assert "\x1b" not in table
    assert "\u202e" not in table
    assert " new line”\n" in table
    assert len(table) < 1000
