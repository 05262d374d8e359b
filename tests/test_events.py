"""Which claims tell of one event: forty reports of one meeting are one, two meetings a month apart are two."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.graph.build import update
from kg.graph.event_quads import event_quads
from kg.graph.events import Event, Events, _connected
from kg.graph.store import Store, open_store
from kg.graph.threshold import restricted
from kg.graph.vocab import KG
from kg.graph.whole import Whole, read_whole
from kg.model import Article, ArticleMeta, Claim, Entity, EntityType, Evidence, Modality, Polarity
from kg.ontology import Ontology, load_ontology
from kg.query.events import event_rows, report_rows
from kg.query.rows import ROW_FORMATS, write_rows

NQuads = Callable[[Store], list[str]]
Pair = tuple[Article, tuple[Claim, ...]]

TYPES = {
    **dict.fromkeys("Israel Russia Ukraine Egypt Sudan Ethiopia".split(), EntityType.COUNTRY),
    **dict.fromkeys("Moscow Kyiv Kharkiv Cairo".split(), EntityType.CITY),
    **dict.fromkeys(["Kremlin", "Stenbock House"], EntityType.FACILITY),
    **dict.fromkeys(["G20 Summit"], EntityType.EVENT),
    **dict.fromkeys(["four civilians"], EntityType.GROUP),
}
MEETING = "Naftali Bennett metWith Vladimir Putin"


@dataclass(frozen=True)
class Said:
    """One claim in short: `what` is "A relation B"; `article` tells articles apart, by default each its own."""

    what: str
    published: str | None = None
    time: str | None = None
    place: str | None = None
    how: str = ""
    article: str | None = None
    sentence: int = 0
    confidence: float = 1.0


@pytest.fixture(scope="module")
def ontology(small_ontology: Ontology) -> Ontology:
    """The shipped relations, and a gazetteer small enough to link at once."""
    shipped = load_ontology()
    known = [actor for actor in shipped.actors.values() if actor.label in TYPES]
    return replace(small_ontology, relations=shipped.relations, actors={actor.id: actor for actor in known})


def entity(label: str) -> Entity:
    return Entity(label.lower().replace(" ", "-"), label, TYPES.get(label, EntityType.PERSON))


def articles(said: Iterable[Said], ontology: Ontology) -> list[Pair]:
    """Articles with these claims; each quotes words of its own."""
    texts: dict[str, tuple[ArticleMeta, list[Claim]]] = {}
    for number, each in enumerate(said):
        name = each.article or f"n{number:02}"
        meta, claims = texts.setdefault(name, (ArticleMeta(name, published=each.published, publisher=f"P {name}"), []))
        words = each.what.split()
        (at,) = [at for at, word in enumerate(words) if word in ontology.relations]
        relation = ontology.relations[words[at]]
        quote = " ".join(f"{name}w{each.sentence}x{word}" for word in range(30))
        claim = Claim(
            f"{name}-{len(claims)}",
            meta,
            entity(" ".join(words[:at])),
            words[at],
            entity(" ".join(words[at + 1 :])),
            relation.symmetric,
            relation.event_type,
            polarity=Polarity.NEGATIVE if each.how == "denied" else Polarity.POSITIVE,
            modality=Modality(each.how) if each.how in set(Modality) else Modality.ACTUAL,
            asserted=not each.how,
            place=entity(each.place) if each.place else None,
            time=each.time,
            confidence=each.confidence,
            evidence=(Evidence(quote, each.sentence, each.sentence + len(quote)),),
        )
        claims.append(claim)
    return [(Article(meta, ""), tuple(claims)) for meta, claims in texts.values()]


def whole_of(said: Iterable[Said], ontology: Ontology) -> Whole:
    with open_store() as store:
        update(store, articles(said, ontology), ontology, "m")
        return read_whole(store)


def names(whole: Whole) -> dict[str, int]:
    """The names of all events, with how many articles report each."""
    counts = {}
    for quad in event_quads(whole):
        if quad.predicate.value.endswith("#articles"):
            name = str(quad.subject).strip("<>").removeprefix(f"{whole.base}event/")
            counts[name] = int(str(quad.object).split('"')[1])
    return counts


MET = "2022-03-05-naftali-bennett-met-with-vladimir-putin"
LEADS = (Said("Vladimir Putin leads Russia"), Said("Naftali Bennett leads Israel"))

CASES = {
    "reports of one day": ([Said(MEETING, time="2022-03-05")] * 3, {MET: 3}),
    "two meetings a month apart": (
        [Said(MEETING, time="2022-03-05"), Said(MEETING, time="2022-04-05"), Said(MEETING, time="2022-04-05")],
        {MET: 1, "2022-04-05-naftali-bennett-met-with-vladimir-putin": 2},
    ),
    "two undated ones a month apart": (
        [Said(MEETING, "2022-03-06"), Said(MEETING, "2022-03-07"), Said(MEETING, "2022-04-06")],
        {
            "by-2022-03-06-naftali-bennett-met-with-vladimir-putin": 2,
            "by-2022-04-06-naftali-bennett-met-with-vladimir-putin": 1,
        },
    ),
    "undated reports within a fortnight of a dated one": (
        [Said(MEETING, "2022-03-06", "2022-03-05"), Said(MEETING, "2022-03-06"), Said(MEETING, "2022-03-15")],
        {MET: 3},
    ),
    "an undated report long after": (
        [Said(MEETING, "2022-03-06", "2022-03-05"), Said(MEETING, "2022-03-25")],
        {MET: 1, "by-2022-03-25-naftali-bennett-met-with-vladimir-putin": 1},
    ),
    "an undated report before": (
        [Said(MEETING, "2022-03-02"), Said(MEETING, "2022-03-06", "2022-03-05")],
        {MET: 1, "by-2022-03-02-naftali-bennett-met-with-vladimir-putin": 1},
    ),
    "an undated report belongs to the last before it": (
        [Said(MEETING, time="2022-03-05"), Said(MEETING, time="2022-03-10"), Said(MEETING, "2022-03-12")],
        {MET: 1, "2022-03-10-naftali-bennett-met-with-vladimir-putin": 2},
    ),
    "daily undated reports make no chain": (
        [Said(MEETING, f"2022-03-{day:02}") for day in range(1, 21)],
        {f"by-2022-03-{day:02}-naftali-bennett-met-with-vladimir-putin": 5 for day in (1, 6, 11, 16)},
    ),
    "a month holds a day": ([Said(MEETING, time="2022-03-05"), Said(MEETING, time="2022-03")], {MET: 2}),
    "so does a week": ([Said(MEETING, time="2022-03-05"), Said(MEETING, time="2022-02-28/2022-03-06")], {MET: 2}),
    "a year that holds two tells of neither": (
        [Said(MEETING, time="2022-03-05"), Said(MEETING, time="2022-05-05"), Said(MEETING, time="2022")],
        {MET: 1, "2022-05-05-naftali-bennett-met-with-vladimir-putin": 1},
    ),
    "no time at all": ([Said(MEETING), Said(MEETING)], {"naftali-bennett-met-with-vladimir-putin": 2}),
    "no time, where one meeting is known": ([Said(MEETING), Said(MEETING, time="2022-03-05")], {MET: 2}),
    "no time, where two are": (
        [Said(MEETING), Said(MEETING, time="2022-03-05"), Said(MEETING, time="2022-03-06")],
        {MET: 1, "2022-03-06-naftali-bennett-met-with-vladimir-putin": 1},
    ),
    "either way round": (
        [Said(MEETING, time="2022-03-05"), Said("Vladimir Putin metWith Naftali Bennett", time="2022-03-05")],
        {MET: 2},
    ),
    "not either way round": (
        [Said("Israel accused Russia", time="2022-03-05"), Said("Russia accused Israel", time="2022-03-05")],
        {"2022-03-05-israel-accused-russia": 1, "2022-03-05-russia-accused-israel": 1},
    ),
    "told in other words": (
        [
            Said(MEETING, time="2022-03-05"),
            Said("Vladimir Putin hosted Naftali Bennett", time="2022-03-05"),
            Said("Naftali Bennett spokeWith Vladimir Putin", time="2022-03-05"),
        ],
        {MET: 3},
    ),
    "a call is no meeting": (
        [Said(MEETING, time="2022-03-05"), Said("Naftali Bennett phoned Vladimir Putin", time="2022-03-05")],
        {MET: 1, "2022-03-05-naftali-bennett-phoned-vladimir-putin": 1},
    ),
    "talks may be either, and so neither": (
        [
            Said(MEETING, time="2022-03-05"),
            Said("Naftali Bennett phoned Vladimir Putin", time="2022-03-05"),
            Said("Naftali Bennett spokeWith Vladimir Putin", time="2022-03-05"),
        ],
        {MET: 1, "2022-03-05-naftali-bennett-phoned-vladimir-putin": 1},
    ),
    "a bombing is an attack, and no killing": (
        [
            Said("Russia bombed Kharkiv", time="2022-03-05"),
            Said("Russia attacked Kharkiv", time="2022-03-05"),
            Said("Russia killed Kharkiv", time="2022-03-06"),
        ],
        {"2022-03-05-russia-bombed-kharkiv": 2, "2022-03-06-russia-killed-kharkiv": 1},
    ),
    "a town in its country": (
        [
            Said("Russia bombed Kharkiv", time="2022-03-05"),
            Said("Russia bombed Ukraine", time="2022-03-05"),
            Said("Israel supports Ukraine"),
        ],
        {"2022-03-05-russia-bombed-kharkiv": 2},
    ),
    "two towns of one country": (
        [
            Said("Russia bombed Kharkiv", time="2022-03-05"),
            Said("Russia bombed Kyiv", time="2022-03-05"),
            Said("Russia bombed Ukraine", time="2022-03-05"),
        ],
        {"2022-03-05-russia-bombed-kharkiv": 1, "2022-03-05-russia-bombed-kyiv": 1},
    ),
    "a leader and their country": (
        [*LEADS, Said(MEETING, time="2022-03-05"), Said("Naftali Bennett metWith Russia", time="2022-03-05")],
        {MET: 2},
    ),
    "not both countries for both leaders": (
        [*LEADS, Said(MEETING, time="2022-03-05"), Said("Israel metWith Russia", time="2022-03-05")],
        {MET: 1, "2022-03-05-israel-met-with-russia": 1},
    ),
    "nobody's country without the link": (
        [Said(MEETING, time="2022-03-05"), Said("Naftali Bennett metWith Russia", time="2022-03-05")],
        {MET: 1, "2022-03-05-naftali-bennett-met-with-russia": 1},
    ),
    "whoever leads two countries stands for neither": (
        [
            *LEADS,
            Said("Vladimir Putin leads Ukraine"),
            Said(MEETING, time="2022-03-05"),
            Said("Naftali Bennett metWith Russia", time="2022-03-05"),
        ],
        {MET: 1, "2022-03-05-naftali-bennett-met-with-russia": 1},
    ),
    "another of the country": (
        [
            *LEADS,
            Said("Naftali Bennett metWith Sergei Lavrov", time="2022-03-05"),
            Said(MEETING, time="2022-03-05"),
        ],
        {MET: 1, "2022-03-05-naftali-bennett-met-with-sergei-lavrov": 1},
    ),
    "two leaders of one country are two": (
        [
            *LEADS,
            Said("Dmitry Medvedev leads Russia"),
            Said(MEETING, time="2022-03-05"),
            Said("Naftali Bennett metWith Dmitry Medvedev", time="2022-03-05"),
        ],
        {MET: 1, "2022-03-05-dmitry-medvedev-met-with-naftali-bennett": 1},
    ),
    "the same place, more exactly": (
        [Said(MEETING, time="2022-03-05", place="Moscow"), Said(MEETING, time="2022-03-05", place="Kremlin")],
        {MET: 2},
    ),
    "another place": (
        [
            Said(MEETING, time="2022-03-05", place="Moscow"),
            Said(MEETING, time="2022-03-05", place="Kyiv"),
            Said(MEETING, time="2022-03-05"),
        ],
        {MET: 1, f"{MET}-in-kyiv": 1},
    ),
    "planned, and then so": (
        [Said(MEETING, "2022-03-01", "2022-03-05", how="planned"), Said(MEETING, "2022-03-06", "2022-03-05")],
        {MET: 2},
    ),
    "announced without a date, and then so": (
        [Said(MEETING, "2022-03-01", how="planned"), Said(MEETING, "2022-03-06", "2022-03-05")],
        {MET: 2},
    ),
    "announced after one for the next time": (
        [Said(MEETING, "2022-03-06", "2022-03-05"), Said(MEETING, "2022-03-07", how="planned")],
        {MET: 1, "by-2022-03-07-naftali-bennett-met-with-vladimir-putin": 1},
    ),
    "announced for a month that saw two": (
        [
            Said(MEETING, "2022-03-01", "2022-03", how="planned"),
            Said(MEETING, "2022-03-06"),
            Said(MEETING, "2022-03-20"),
        ],
        {
            "2022-03-naftali-bennett-met-with-vladimir-putin": 2,
            "by-2022-03-20-naftali-bennett-met-with-vladimir-putin": 1,
        },
    ),
    "announced when that month had seen one": (
        [Said(MEETING, "2022-03-07", "2022-03"), Said(MEETING, "2022-03-09", how="planned")],
        {
            "2022-03-naftali-bennett-met-with-vladimir-putin": 1,
            "by-2022-03-09-naftali-bennett-met-with-vladimir-putin": 1,
        },
    ),
    "only planned": (
        [Said(MEETING, "2022-03-01", "2022-03-05", how="planned"), Said(MEETING, "2022-03-02", how="planned")],
        {MET: 2},
    ),
    "what may be is no event, but tells of one": (
        [
            Said(MEETING, time="2022-03-05", how="possible"),
            Said(MEETING, time="2022-03-05"),
            Said(MEETING, time="2022-04-05", how="possible"),
        ],
        {MET: 2},
    ),
    "denied alone": ([Said(MEETING, time="2022-03-05", how="denied")], {}),
    "asked for": ([Said(MEETING, time="2022-03-05", how="requested")], {}),
    "states": ([Said("Israel maintainsRelationsWith Russia", "2022-03-05", "2022-03-05"), *LEADS], {}),
    "support is a state but for a date": (
        [Said("Israel supports Ukraine", "2022-03-05"), Said("Egypt supports Sudan", "2022-03-05", "2022-03-04")],
        {"2022-03-04-egypt-supports-sudan": 1},
    ),
    "an undated mention of what has a date": (
        [Said("Russia invaded Ukraine"), Said("Russia invaded Ukraine", time="2022-02-24")],
        {"2022-02-24-russia-invaded-ukraine": 2},
    ),
    "those who are described, in the same words": (
        [Said("Russia killed four civilians", time="2022-03-05")] * 2,
        {"2022-03-05-russia-killed-four-civilians-NUMBER": 2},
    ),
    "a summit by name": (
        [
            Said("Vladimir Putin attended G20 Summit", time="2022-11-15"),
            Said("Joe Biden attended G20 Summit", time="2022-11-15"),
            Said("Joe Biden attended G20 Summit", time="2022-11"),
            Said("Joe Biden attended G20 Summit", time="2023-09-09"),
        ],
        {"2022-11-15-g20-summit": 3, "2023-09-09-g20-summit": 1},
    ),
    "a summit in one sentence": (
        [
            Said("Ethiopia metWith Egypt", "2023-12-20", article="a"),
            Said("Ethiopia metWith Sudan", "2023-12-20", article="a"),
            Said("Egypt metWith Sudan", "2023-12-20", article="a"),
            Said("Sudan metWith Egypt", "2023-12-21"),
        ],
        {"by-2023-12-20-egypt-met-with-ethiopia-and-others": 2},
    ),
    "a sentence that brings together what lies apart": (
        [
            Said("Egypt metWith Ethiopia", time="2022-03-01"),
            Said("Ethiopia metWith Sudan", time="2022-03-09"),
            Said("Ethiopia metWith Egypt", article="a"),
            Said("Ethiopia metWith Sudan", article="a"),
            Said("Egypt metWith Sudan", article="a"),
        ],
        {"2022-03-01-egypt-met-with-ethiopia-and-others": 2, "2022-03-09-ethiopia-met-with-sudan": 2},
    ),
    "one after the other in one sentence": (
        [
            Said("Joe Biden phoned Vladimir Putin", "2023-12-20", article="a"),
            Said("Joe Biden phoned Naftali Bennett", "2023-12-20", article="a"),
        ],
        {
            "by-2023-12-20-joe-biden-phoned-naftali-bennett": 1,
            "by-2023-12-20-joe-biden-phoned-vladimir-putin": 1,
        },
    ),
    "several at one place in one sentence": (
        [
            Said("Joe Biden metWith Vladimir Putin", "2023-12-20", place="Cairo", article="a"),
            Said("Joe Biden metWith Naftali Bennett", "2023-12-20", place="Cairo", article="a"),
        ],
        {"by-2023-12-20-met-in-cairo": 1},
    ),
    "a host and their guests": (
        [
            Said("Vladimir Putin metWith Naftali Bennett", time="2022-03-05", place="Moscow"),
            Said("Vladimir Putin metWith Joe Biden", time="2022-03-05", place="Moscow"),
            Said("Vladimir Putin metWith Xi Jinping", time="2022-03-05", place="Moscow"),
        ],
        {
            MET: 1,
            "2022-03-05-joe-biden-met-with-vladimir-putin": 1,
            "2022-03-05-vladimir-putin-met-with-xi-jinping": 1,
        },
    ),
    "a summit without a host": (
        [
            Said("Vladimir Putin metWith Naftali Bennett", time="2022-03-05", place="Cairo"),
            Said("Vladimir Putin metWith Joe Biden", time="2022-03-05", place="Cairo"),
            Said("Joe Biden metWith Xi Jinping", time="2022-03-05", place="Cairo"),
        ],
        {"2022-03-05-met-in-cairo": 3},
    ),
    "meetings of strangers in one town": (
        [
            Said("Vladimir Putin metWith Naftali Bennett", time="2022-03-05", place="Cairo"),
            Said("Joe Biden metWith Xi Jinping", time="2022-03-05", place="Cairo"),
        ],
        {MET: 1, "2022-03-05-joe-biden-met-with-xi-jinping": 1},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_one_event(case: str, ontology: Ontology) -> None:
    said, expected = CASES[case]
    found = names(whole_of(said, ontology))
    if "NUMBER" in next(iter(expected), ""):
        found = {f"{name.rpartition('-')[0]}-NUMBER": count for name, count in found.items()}
    assert found == expected


def test_forty_reports_of_one_meeting_are_one_event_that_links_forty_claims(ontology: Ontology) -> None:
    reports = [Said(MEETING, f"2022-03-{6 + at % 4:02}", "2022-03-05" if at % 3 else None) for at in range(40)]
    (event,) = Events(whole_of(reports, ontology))
    assert len(event.reports) == len({report.name for report in event.reports}) == 40
    assert (event.kind, event.participants, event.time) == (
        "metWith",
        ("naftali-bennett", "vladimir-putin"),
        "2022-03-05",
    )


def test_copies_count_once(ontology: Ontology) -> None:
    told = articles([Said(MEETING, "2022-03-06", "2022-03-05") for _ in range(4)], ontology)
    wire = "Naftali Bennett met Vladimir Putin in the Kremlin on Saturday for three hours, " + " ".join(
        f"word{number}" for number in range(100)
    )
    texts = [wire, f"MOSCOW (AP) - {wire}", wire[:400], "A report of our own on the same meeting, " + wire[:60]]
    told = [(replace(article, text=text), claims) for (article, claims), text in zip(told, texts, strict=True)]
    with open_store() as store:
        update(store, told, ontology, "m")
        (row,) = store.select("SELECT ?all ?own { ?e kg:articles ?all ; kg:independentArticles ?own }")
        assert (row["all"].value, row["own"].value) == ("4", "2")


def only_event(said: list[Said], ontology: Ontology) -> Event:
    (event,) = Events(whole_of(said, ontology))
    return event


def test_an_event_says_who_did_what_where_and_when(ontology: Ontology) -> None:
    said = [
        Said("Vladimir Putin hosted Naftali Bennett", "2022-03-07", "2022-03", "Moscow"),
        Said("Vladimir Putin hosted Naftali Bennett", "2022-03-06", "2022-03-05/2022-03-06", "Kremlin"),
        Said("Vladimir Putin hosted Naftali Bennett", "2022-03-02", how="planned"),
        Said("Vladimir Putin hosted Naftali Bennett", "2022-03-09", "2022-03-05", how="denied"),
    ]
    event = only_event(said, ontology)
    assert (event.agents, event.targets) == (("vladimir-putin",), ("naftali-bennett",))
    assert (event.place, event.time, event.status) == ("kremlin", "2022-03-05/2022-03-06", Modality.ACTUAL)
    assert [report.article for report in event.reports] == ["n02", "n01", "n00"]
    assert [denial.article for denial in event.denials] == ["n03"]
    assert only_event(said[2:3], ontology).status is Modality.PLANNED


def test_a_denial_of_what_nobody_else_denies_is_linked_and_counts_for_nothing(ontology: Ontology) -> None:
    said = [*LEADS, Said("Israel condemned Russia"), Said("Naftali Bennett condemned Russia", how="denied")]
    whole = whole_of(said, ontology)
    assert names(whole) == {"israel-condemned-russia": 1}
    (event,) = Events(whole)
    assert (event.agents, len(event.denials)) == (("israel",), 1)


@pytest.mark.parametrize(
    "later",
    [
        Said(MEETING, "2022-03-20", "2022-03-05"),
        Said(MEETING, "2022-03-01", "2022-03-05", how="planned"),
        Said("Vladimir Putin metWith Naftali Bennett", None, "2022-03-05", "Kremlin"),
        Said("Vladimir Putin hosted Naftali Bennett", "2022-03-07", "2022-03"),
        Said(MEETING, "2022-03-07", "2022-03-05", how="denied"),
        Said(MEETING, "2022-03-07", "2022-03-06"),
    ],
)
def test_the_name_of_an_event_stays_when_more_is_told(later: Said, ontology: Ontology) -> None:
    assert MET in names(whole_of([Said(MEETING, "2022-03-06", "2022-03-05", "Moscow"), later], ontology))


POOL = [
    Said(f"{one} {relation} {other}", published, time, place, how, confidence=confidence)
    for at, (relation, published, time, place, how) in enumerate(
        [
            ("metWith", "2022-03-06", "2022-03-05", "Moscow", ""),
            ("metWith", "2022-03-06", None, None, ""),
            ("metWith", "2022-03-08", None, "Kremlin", ""),
            ("metWith", None, None, None, ""),
            ("metWith", "2022-03-01", None, None, "planned"),
            ("spokeWith", "2022-03-07", None, None, ""),
            ("phoned", "2022-03-07", "2022-03-06", None, ""),
            ("hosted", "2022-03-10", "2022-03", None, ""),
            ("metWith", "2022-03-09", None, None, "denied"),
            ("metWith", "2022-03-12", "2022", "Kyiv", "possible"),
        ]
    )
    for one, other, confidence in (
        ("Naftali Bennett", "Vladimir Putin", 0.9),
        ("Vladimir Putin", "Joe Biden", 0.6 if at % 2 else 0.3),
        ("Israel", "Vladimir Putin", 0.4),
        ("Joe Biden", "Naftali Bennett", 0.7),
    )
] + [*LEADS, Said("Vladimir Putin leads Ukraine", confidence=0.35)]


@settings(max_examples=25, deadline=None)
@given(chosen=st.lists(st.sampled_from(POOL), min_size=2, max_size=14), chance=st.randoms(use_true_random=False))
def test_order_and_batches_change_nothing(
    chosen: list[Said], chance: random.Random, ontology: Ontology, nquads: NQuads
) -> None:
    told = articles([replace(said, article=f"n{at % 9}") for at, said in enumerate(chosen)], ontology)
    graphs = []
    for _ in range(3):
        with open_store() as store:
            cut = chance.randrange(len(told) + 1)
            update(store, told[:cut], ontology, "m")
            update(store, told[cut:], ontology, "m")
            graphs.append(nquads(store))
        chance.shuffle(told)
    assert graphs == graphs[:1] * 3


@settings(max_examples=25, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(POOL), min_size=2, max_size=14), minimum=st.sampled_from([0.32, 0.38, 0.5, 0.65, 1])
)
def test_cutting_later_is_building_so(chosen: list[Said], minimum: float, ontology: Ontology, nquads: NQuads) -> None:
    told = articles(chosen, ontology)
    with open_store() as cut, open_store() as built:
        update(cut, told, ontology, "m")
        update(built, told, ontology, "m", min_confidence=minimum)
        with restricted(cut, minimum) as left:
            assert nquads(left) == nquads(built)


@settings(max_examples=25, deadline=None)
@given(chosen=st.lists(st.sampled_from(POOL), min_size=1, max_size=14))
def test_no_claim_is_of_two_events_and_none_is_lost_that_stands_alone(chosen: list[Said], ontology: Ontology) -> None:
    whole = whole_of(chosen, ontology)
    events = Events(whole)
    told = [claim.name for event in events for claim in (*event.reports, *event.denials)]
    assert len(told) == len(set(told)) <= len(whole.claims)
    assert all(event.reports and event.participants for event in events)
    makes = any(said.how in ("", "planned") and " leads " not in said.what for said in chosen)
    assert bool(events) is makes


def test_every_event_has_the_shape_of_one(ontology: Ontology, wrong: Callable[[Graph], str]) -> None:
    summit = [Said("Joe Biden attended G20 Summit", "2022-11-16", "2022-11-15", "Cairo")]
    told = articles([*POOL, *summit], ontology)
    wire = " ".join(f"word{number}" for number in range(50))
    told[:2] = [(replace(article, text=wire), claims) for article, claims in told[:2]]
    with open_store() as store:
        update(store, told, ontology, "m")
        lines = "".join(f"{quad.triple} .\n" for quad in store.quads())
    graph = Graph().parse(data=lines, format="nt")
    assert wrong(graph) == ""
    (event,) = graph.subjects(KG.occasion, None)
    graph.remove((event, KG.articles, None))
    (copy,) = graph.subjects(KG.repeats, None)
    graph.add((event, KG.repeats, copy))
    report = wrong(graph)
    assert "an event is told of in a number of articles" in report
    assert "what repeats another is repeated by none" in report


PEOPLE = st.sampled_from("abcdefghijkl")


@given(st.sets(st.tuples(PEOPLE, PEOPLE), max_size=20))
def test_pairs_hang_together_by_those_whom_they_share(pairs: set[tuple[str, str]]) -> None:
    parts = {frozenset(people) for people in nx.connected_components(nx.Graph(list(pairs)))}
    found = list(_connected(pairs))
    assert {frozenset(name for pair in part for name in pair) for part in found} == parts
    assert sorted(pair for part in found for pair in part) == sorted(pairs)
    assert found == sorted(map(sorted, found))


def test_many_who_meet_in_one_town_on_one_day_are_told_apart_in_linear_time() -> None:
    """A minute where each part is held to all others: the week of an assembly has thousands."""
    begin = time.process_time()
    assert len(list(_connected((f"a{number}", f"b{number}") for number in range(30_000)))) == 30_000
    assert time.process_time() - begin < 5


HOSTILE = [
    Said("Naftali Bennett metWith Vladimir Putin", "soon"),
    Said(f"{'Very ' * 20_000}long metWith </script>\ud800\x00\u202e", "2022-03-05T23:00:00+02:00", "2022-02-31"),
    Said("שלום metWith العالم", "-0044-03-15", "0044-03"),
    Said("A metWith A", "99999-01-01", "9999"),
    Said("<a> metWith {b}", "0000", "2022-03-05/2022-03-01"),
    Said('"q" metWith \\', "2022-03-05", "2022-03-05/2022-03-05"),
    Said("% metWith /", "2022-03-05", "../2022"),
    Said("B metWith C", "2022-03-05", "2015/.."),
]


def test_whatever_an_article_says_is_kept_and_shown(ontology: Ontology) -> None:
    with open_store() as store:
        update(store, articles(HOSTILE, ontology), ontology, "m")
        rows = event_rows(store)
        assert len(rows) == len(HOSTILE)
        assert len({row["event"] for row in rows}) == len(HOSTILE)
        assert len(list(report_rows(store, rows))) == len(HOSTILE)
        buffer = io.BytesIO()
        for form in ROW_FORMATS:
            write_rows(rows, ("date", "who", "event"), form, buffer)
        assert b"\x1b" not in buffer.getvalue()
