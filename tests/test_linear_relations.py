"""Predicates are read and claims settled in a time that grows with the text and no faster; steps are counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import islice, product
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.attribution import attribute
from kg.extract.claims import _merge, _merged, settle
from kg.extract.confidence import Doubts
from kg.extract.drafts import Draft
from kg.extract.reasons import Rule
from kg.extract.referents import Resolution
from kg.extract.relations import read_predicates
from kg.model import Modality, Polarity, make_article

MORE = 4  # times as many sentences
SPARE = 1.15  # longer articles may have longer numbers, and more names
LEADERS = ("Emmanuel Macron", "Olaf Scholz", "Viktor Orban", "Pedro Sanchez", "Donald Tusk", "Giorgia Meloni")
DEEDS = (
    "{0} met {1} in Geneva on {2} March 2021.",
    "Officials said {0} had refused to call {1} after the talks on {2} May 2022.",
    "France imposed sanctions on Belarus on {2} June 2020, and {0} urged {1} to do the same.",
)


def steps_of(work: Callable[[], object]) -> int:
    """How many lines of our own code run, each round of a loop and each item of a comprehension being one."""
    count = 0

    def on_line(_frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, _event: str, _: Any) -> Any:
        return on_line if "/kg/extract/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def text_of(sentences: int) -> str:
    pairs = [(a, b) for a, b in product(LEADERS, LEADERS) if a != b]
    told = (DEEDS[n % len(DEEDS)].format(*pairs[n % len(pairs)], 1 + n % 28) for n in range(sentences))
    return "\n".join(" ".join(islice(told, 3)) for _ in range(sentences // 3))


def resolved(extractor: Extractor, sentences: int) -> Resolution:
    (annotated,) = annotate(extractor.analyst, [make_article(text_of(sentences), published="2022-03-07")])
    return extractor.resolve(annotated)


@pytest.mark.parametrize("thorough", [False, True])
def test_predicates_are_read_in_linear_time(extractor: Extractor, thorough: bool) -> None:
    def steps(sentences: int) -> int:
        resolution = resolved(extractor, sentences)
        speakers = attribute(resolution, extractor.ontology)
        return steps_of(
            lambda: list(
                read_predicates(resolution, speakers, extractor.lexicon, extractor.ontology, thorough=thorough)
            )
        )

    assert steps(30 * MORE) < steps(30) * MORE * SPARE


def draft(n: int, time: str | None, place: int | None = None, speaker: int | None = None) -> Draft:
    return Draft(
        subject=0, relation="met", object=1, polarity=Polarity.POSITIVE, modality=Modality.ACTUAL, operator=None,
        place=place, time=time, topic=None, speaker=speaker, asserted=True, doubts=Doubts(), sent=n,
        event_type="CONSULT", symmetric=False, at=n, rule=Rule.FRAME,
    )  # fmt: skip


def days(count: int) -> list[Draft]:
    return [draft(n, f"{1900 + n // 300}-{1 + n // 25 % 12:02}-{1 + n % 25:02}") for n in range(count)]


def merged_one_by_one(drafts: Sequence[Draft]) -> list[list[int]]:
    """What `settle` merges, by comparing each draft with each statement: their places in the list."""
    found: list[tuple[Draft, list[int]]] = []
    for place, each in sorted(
        enumerate(drafts), key=lambda p: (-sum(x is not None for x in (p[1].time, p[1].place, p[1].speaker)), p[1].sent)
    ):
        fits = [
            n
            for n, (known, _) in enumerate(found)
            if all(
                None in pair or pair[0] == pair[1]
                for pair in ((known.time, each.time), (known.place, each.place), (known.speaker, each.speaker))
            )
        ]
        same = [n for n in fits if found[n][0].speaker == each.speaker] or fits
        if len(same) == 1:
            known, places = found[same[0]]
            found[same[0]] = (_merged(known, each), [*places, place])
        else:
            found.append((each, [place]))
    return [places for _, places in found]


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "2022", "2023"]), *[st.sampled_from([None, 0, 1])] * 2, st.booleans()),
        max_size=12,
    )
)
def test_drafts_are_merged_as_if_each_were_compared_with_each(marks: list[tuple[Any, Any, Any, bool]]) -> None:
    drafts = [
        draft(n, time, place, speaker)._replace(asserted=sure) for n, (time, place, speaker, sure) in enumerate(marks)
    ]
    assert [places for _, places in _merge(drafts)] == merged_one_by_one(drafts)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(days, id="each of another day"),
        pytest.param(lambda count: [draft(n, "2022-03-07") for n in range(count)], id="all of one day"),
        pytest.param(
            lambda count: [*days(count // 2), *(draft(n, None) for n in range(count // 2))], id="half undated"
        ),
        pytest.param(
            lambda count: [
                each for n, day in enumerate(days(count // 2)) for each in (day._replace(place=0), draft(n, None, 1))
            ],
            id="half undated and elsewhere",
        ),
        pytest.param(
            lambda count: [draft(n, "2022-03-07", n % 2, n % 3) for n in range(count)],
            id="one day, places and speakers",
        ),
    ],
)
def test_one_pair_that_is_told_of_often_is_settled_in_linear_time(
    extractor: Extractor, told: Callable[[int], Sequence[Draft]]
) -> None:
    resolution = resolved(extractor, 3)
    referents, spans = dict(enumerate(resolution.referents)), [(0, 1)] * 1000

    def steps(count: int) -> int:
        drafts = told(count)
        article = resolution.annotated.article
        return steps_of(lambda: settle(article, referents, drafts, extractor.ontology, spans.__getitem__))

    assert steps(100 * MORE) < steps(100) * MORE * SPARE
