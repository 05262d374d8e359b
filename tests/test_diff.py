"""What is new, gone and changed between two days."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.spans import Span, parse_span
from kg.graph.whole import Whole
from kg.model import Article, Claim, Entity, EntityType, Modality, Polarity
from kg.query.diff import Difference, diff_rows, differences

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]
Read = Callable[[News], Whole]
Line = tuple[object, ...]

ALLIED, MET, BOMBED = "Israel|alliedWith|Iran", "Israel|metWith|Iran", "Israel|bombed|Iran"
PLANNED = {"modality": Modality.PLANNED, "asserted": False}
DENIED = {"polarity": Polarity.NEGATIVE, "asserted": False}
SAID = {"asserted": False, "speaker": Entity("ann-lee", "Ann Lee", EntityType.PERSON)}
BEFORE, SINCE = "2022-03-01", "2022-03-09"


def day(text: str) -> Span:
    span = parse_span(text)
    assert span is not None
    return span


def compare(whole: Whole, begin: str = "2022-03-05", end: str = "2022-03", *sides: set[str]) -> list[Line]:
    rows = diff_rows(whole, differences(whole, day(begin), day(end), *sides), {})
    return [tuple(row[each] for each in ("change", "subject", "before", "now", "reason")) for row in rows]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param([(BEFORE, MET, {}), (SINCE, MET, {})], [], id="told again"),
        pytest.param([(SINCE, MET, {})], [("new pair", "Israel", None, "so", None)], id="new pair"),
        pytest.param(
            [(BEFORE, BOMBED, {}), (SINCE, MET, {})], [("new", "Israel", None, "so", None)], id="new relation of a pair"
        ),
        pytest.param([("2022-04-01", MET, {})], [], id="not yet known"),
        pytest.param([(SINCE, MET, PLANNED)], [("new pair", "Israel", None, "planned", None)], id="new plan"),
        pytest.param(
            [(BEFORE, MET, PLANNED), (SINCE, MET, {})],
            [("changed", "Israel", "planned", "so", None)],
            id="plan comes true",
        ),
        pytest.param([(BEFORE, MET, {}), (SINCE, MET, PLANNED)], [], id="it was so, and is planned again"),
        pytest.param(
            [(BEFORE, MET, SAID), (SINCE, MET, {})], [("changed", "Israel", "said", "so", None)], id="said, then so"
        ),
        pytest.param([(BEFORE, MET, {}), (SINCE, MET, {**DENIED, **SAID})], [], id="it is so, whatever somebody says"),
        pytest.param(
            [(BEFORE, BOMBED, {}), (SINCE, BOMBED, DENIED)],
            [("changed", "Israel", "so", "not so", None)],
            id="denied",
        ),
        pytest.param(
            [(BEFORE, ALLIED, {}), (SINCE, ALLIED, DENIED)],
            [("gone", "Israel", "so", None, "denied")],
            id="what lasted is denied",
        ),
        pytest.param(
            [(BEFORE, ALLIED, {}), (SINCE, ALLIED, DENIED), (SINCE, ALLIED, {})],
            [("changed", "Israel", "so", "disputed", None)],
            id="disputed",
        ),
        pytest.param(
            [(BEFORE, ALLIED, {}), (SINCE, ALLIED, {"time": "2015/2022-03-08"})],
            [("gone", "Israel", "so", None, "ended 2015/2022-03-08")],
            id="it ended",
        ),
        pytest.param([(BEFORE, ALLIED, {"time": "2015/2022-03-01"})], [], id="it had ended before"),
        pytest.param([(BEFORE, ALLIED, {}), (SINCE, ALLIED, {"time": "2022-03-07"})], [], id="a day is no end"),
        pytest.param([(None, MET, {}), (SINCE, MET, {})], [], id="undated is known all the time"),
        pytest.param(
            [(None, MET, DENIED), (SINCE, MET, {})], [("changed", "Israel", "not so", "so", None)], id="undated"
        ),
    ],
)
def test_what_became_of_one_relation(
    report: Report, shipped_whole_of: Read, told: list[tuple[str | None, str, dict[str, object]]], found: list[Line]
) -> None:
    news = tuple(report(f"a{n}", date, line, **changes) for n, (date, line, changes) in enumerate(told))
    assert compare(shipped_whole_of(news)) == found


PREMIER = "holdsOffice|Prime Minister of Israel:Office"


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        pytest.param([(BEFORE, "Ann Lee"), (SINCE, "Bo Vega")], ["passed on to Bo Vega"], id="a successor"),
        pytest.param([(BEFORE, "Ann Lee"), (SINCE, "Ann Lee"), (SINCE, "Bo Vega")], [], id="both at a time"),
        pytest.param([(BEFORE, "Ann Lee"), ("2022-03-20", "Ann Lee"), (SINCE, "Bo Vega")], [], id="still called so"),
        pytest.param([(None, "Ann Lee"), (SINCE, "Bo Vega")], [], id="who knows when"),
        pytest.param([(BEFORE, "Ann Lee"), ("2022-03-02", "Bo Vega")], [], id="it had passed on before"),
        pytest.param(
            [(BEFORE, "Ann Lee"), (SINCE, "Bo Vega"), ("2022-03-20", "Cy Roe")],
            ["passed on to Cy Roe"],
            id="the last of two",
        ),
    ],
)
def test_offices_pass_on(
    report: Report, shipped_whole_of: Read, told: list[tuple[str | None, str]], gone: list[str]
) -> None:
    news = tuple(report(f"a{n}", date, f"{who}|{PREMIER}") for n, (date, who) in enumerate(told))
    lines = compare(shipped_whole_of(news))
    assert [reason for change, *_, reason in lines if change == "gone"] == gone
    assert all(line[1] == "Ann Lee" for line in lines if line[0] == "gone")


def test_an_office_that_two_hold_in_one_article_may_have_many_holders(report: Report, shipped_whole_of: Read) -> None:
    both = report("a", BEFORE, f"Ann Lee|{PREMIER}", f"Cy Roe|{PREMIER}")
    assert [line[0] for line in compare(shipped_whole_of((both, report("b", SINCE, f"Bo Vega|{PREMIER}"))))] == [
        "new pair"
    ]


def test_only_what_has_to_do_with_somebody(report: Report, shipped_whole_of: Read) -> None:
    whole = shipped_whole_of((report("a", SINCE, MET, "Iraq|bombed|Iran", "Iraq|bombed|Syria"),))
    assert len(compare(whole)) == 3
    assert [line[1] for line in compare(whole, "2022-03-05", "2022-03", {"iran"})] == ["Iraq", "Israel"]
    assert [line[1] for line in compare(whole, "2022-03-05", "2022-03", {"iran"}, {"iraq"})] == ["Iraq"]


names = st.sampled_from(["Israel", "Iran", "Iraq"])
dates = st.sampled_from([None, "2021", "2022-02", "2022-03-01", "2022-03-05", "2022-03-06", "2022-04"])
ways = st.sampled_from([{}, PLANNED, DENIED, SAID, {"time": "2015/2022-03-05"}])
relations = st.sampled_from(["alliedWith", "bombed", "metWith"])
told = st.lists(st.tuples(dates, names, relations, names, ways), max_size=8)


@settings(max_examples=60, deadline=None)
@given(told=told, seed=st.integers(0, 99))
def test_laws(
    report: Report,
    shipped_whole_of: Read,
    told: list[tuple[str | None, str, str, str, dict[str, object]]],
    seed: int,
) -> None:
    """A day does not differ from itself; what is new in two steps is new in one; order changes nothing."""
    lines = [(date, f"{one}|{relation}|{other}", way) for date, one, relation, other, way in told if one != other]
    news = [report(f"a{n}", date, line, **way) for n, (date, line, way) in enumerate(lines)]
    whole = shipped_whole_of(tuple(news))
    early, middle, late = map(day, ("2022-02", "2022-03-05", "2022-04"))
    assert differences(whole, middle, middle) == []
    assert _new(differences(whole, early, middle)) | _new(differences(whole, middle, late)) == _new(
        differences(whole, early, late)
    )
    random.Random(seed).shuffle(news)
    assert differences(shipped_whole_of(tuple(news)), early, late) == differences(whole, early, late)


def _new(found: list[Difference]) -> set[tuple[object, ...]]:
    return {
        (
            each.about.relation,
            frozenset((each.about.subject, each.about.object)),
            each.about.symmetric or each.about.subject,
        )
        for each in found
        if each.change.value.startswith("new")
    }
