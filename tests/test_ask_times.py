"""The times of questions, by themselves."""

from __future__ import annotations

import pytest

from kg.ask.model import NotUnderstoodError
from kg.ask.times import take_time
from kg.extract import Extractor

TODAY = "2022-03-09"


@pytest.mark.parametrize(
    ("question", "rest", "within"),
    [
        ("Who met Putin in March 2022?", "Who met Putin?", "2022-03"),
        ("Who met Putin in 2022?", "Who met Putin?", "2022"),
        ("Who met Putin on 5 March 2022?", "Who met Putin?", "2022-03-05"),
        ("Who met Putin on 2022-03-05?", "Who met Putin?", "2022-03-05"),
        ("Who met Putin last week?", "Who met Putin?", "2022-02-28/2022-03-06"),
        ("Who met Putin yesterday?", "Who met Putin?", "2022-03-08"),
        ("Who met Putin since 2021?", "Who met Putin?", "2021/.."),
        ("Who met Putin before 2020?", "Who met Putin?", "../2019"),
        ("Who met Putin after 2020?", "Who met Putin?", "2021/.."),
        ("Who met Putin between January and March 2022?", "Who met Putin?", "2022/2022-03"),
        ("Who met Putin in Moscow?", "Who met Putin in Moscow?", None),
        ("When did Bennett meet Putin?", "When did Bennett meet Putin?", None),
        ("On which day did Bennett meet Putin?", "On which day did Bennett meet Putin?", None),
    ],
)
def test_the_time_is_taken_out(question: str, rest: str, within: str | None, extractor: Extractor) -> None:
    asking = take_time(extractor.nlp(question), TODAY)
    assert asking.text == rest
    assert (asking.within and str(asking.within)) == within


@pytest.mark.parametrize(
    "question",
    [
        "Who met Putin on 31 February 2022?",
        "Who met Putin between 2023 and 2022?",
        "Who met Putin in 2020 and in 2022?",
    ],
)
def test_a_time_that_is_none_is_not_understood(question: str, extractor: Extractor) -> None:
    with pytest.raises(NotUnderstoodError):
        take_time(extractor.nlp(question), TODAY)


def test_without_a_day_only_what_has_a_year_is_a_time(extractor: Extractor) -> None:
    assert str(take_time(extractor.nlp("Who met Putin in March 2022?"), None).within) == "2022-03"
    with pytest.raises(NotUnderstoodError):
        take_time(extractor.nlp("Who met Putin last week?"), None)
