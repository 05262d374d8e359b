"""Events are listed by date, with who did what, how many say so, and in which words; on any store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.graph.build import update
from kg.graph.spans import ALWAYS, Span, between, parse_span
from kg.graph.store import Store
from kg.model import Article, Claim, Entity, EntityType, Modality
from kg.ontology import Ontology, Relation
from kg.query.events import event_rows, report_rows

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture
def store(any_store: Store, news: News, small_ontology: Ontology) -> Store:
    update(any_store, news, small_ontology, "m")
    return any_store


def span(begin: str | None, end: str | None) -> Span:
    return between(parse_span(begin), parse_span(end))


MET = "2022-03-05-naftali-bennett-met-with-vladimir-putin"
PHONED = "2022-03-naftali-bennett-phoned-volodymyr-zelenskyy"
CALL = "by-2022-03-09-naftali-bennett-phoned-volodymyr-zelenskyy"
VISITED = "naftali-bennett-visited-damascus"


@pytest.mark.parametrize(
    ("actors", "event_type", "within", "expected"),
    [
        ([], None, ALWAYS, [PHONED, MET, CALL, VISITED]),
        (["naftali-bennett"], None, ALWAYS, [PHONED, MET, CALL, VISITED]),
        (["vladimir-putin"], None, ALWAYS, [MET]),
        (["naftali-bennett", "volodymyr-zelenskyy"], None, ALWAYS, [PHONED, CALL]),
        (["vladimir-putin", "damascus"], None, ALWAYS, []),
        ([], "consult", ALWAYS, [PHONED, MET, CALL, VISITED]),
        ([], "PHONED", ALWAYS, [PHONED, CALL]),
        ([], 'no") such', ALWAYS, []),
        ([], None, span("2022-03-06", None), [PHONED, CALL]),
        ([], None, span(None, "2022-03-05"), [PHONED, MET]),
        ([], None, span("2023", None), []),
    ],
)
def test_events_are_chosen_and_stand_by_date(
    store: Store, actors: list[str], event_type: str | None, within: Span, expected: list[str]
) -> None:
    rows = event_rows(store, actors=actors, event_type=event_type, within=within)
    assert [row["event"] for row in rows] == [f"event/{name}" for name in expected]


def test_a_row_says_what_there_is_to_know(store: Store) -> None:
    rows = {row["event"]: row for row in event_rows(store)}
    assert rows[f"event/{MET}"] == {
        "date": "2022-03-05",
        "time": "2022-03-05",
        "type": "CONSULT",
        "kind": "metWith",
        "status": "actual",
        "attested": True,
        "how": "",
        "participants": ["Naftali Bennett", "Vladimir Putin"],
        "who": "Naftali Bennett; Vladimir Putin",
        "agents": [],
        "targets": [],
        "occasion": None,
        "place": "Moscow",
        "articles": 1,
        "independent": 1,
        "first_reported": "2022-03-07",
        "last_reported": "2022-03-07",
        "outlet": "The Example",
        "event": f"event/{MET}",
    }
    said = rows[f"event/{VISITED}"]
    assert [said[key] for key in ("date", "how", "who", "outlet")] == [
        None,
        "said",
        "Naftali Bennett -> Damascus",
        None,  # neither a publisher nor an address
    ]
    planned = rows[f"event/{CALL}"]
    assert [planned[key] for key in ("date", "time", "how")] == ["~2022-03-09", None, "planned"]


def test_sentences_are_told_with_who_published_them(store: Store) -> None:
    (met,) = event_rows(store, actors=["vladimir-putin"])
    told = [(row["says"], row["published"], row["outlet"], row["sentence"]) for row in report_rows(store, [met])]
    assert told == [
        ("reports", "2022-03-07", "The Example", "Bennett sat down with Putin in Moscow."),
        ("denies", "2022-03-09", "Daily Sample", "The Israeli premier never met the Russian leader, an aide insisted."),
    ]
    assert list(report_rows(store, [])) == []


def test_a_summit_is_told_with_its_occasion(any_store: Store, news: News, small_ontology: Ontology) -> None:
    relation = Relation("attended", "https://newskg.example/ontology#attended", "attended", "", "", "Actor", "Event",
                        False, (), "CONSULT", aspect="happening")  # fmt: skip
    ontology = replace(small_ontology, relations={**small_ontology.relations, "attended": relation})
    (article, (claim, *_)), *_ = news
    summit = Entity("s", "G20 Summit", EntityType.EVENT)
    came = [
        replace(claim, id=f"s{at}", subject=Entity(f"p{at}", name, EntityType.PERSON), relation="attended",
                object=summit, symmetric=False, modality=Modality.ACTUAL)
        for at, name in enumerate(("Ann Lee", "Bo Vega", "Cy Moss"))
    ]  # fmt: skip
    update(any_store, [(article, came)], ontology, "m")
    (row,) = event_rows(any_store)
    assert row["who"] == "Ann Lee; Bo Vega; Cy Moss -> G20 Summit"
    assert (row["event"], row["occasion"]) == ("event/2022-03-05-g20-summit", "G20 Summit")
