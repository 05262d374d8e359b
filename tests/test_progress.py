"""How far the work is: on a terminal alone, with rate and time left."""

from __future__ import annotations

import pytest

from kg.commands.progress import Progress
from kg.tally import Tally


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def drawn(
    capsys: pytest.CaptureFixture[str],
    steps: list[tuple[float, int]],
    total: int | None = None,
    *,
    watched: bool = True,
) -> list[str]:
    """The states of the line, when so many articles were done at these times."""
    clock, tally = Clock(), Tally()
    progress = Progress(watched=watched, total=total, clock=clock)
    for clock.now, tally.known in steps:
        progress.tally(tally)
    return [line.rstrip() for line in capsys.readouterr().err.split("\r")[1:]]


def test_rate_and_time_left_are_told_where_all_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, [(0, 0), (1, 20), (2, 40)], 1_200) == [
        "0 of 1,200 articles, 0 claims",
        "20 of 1,200 articles, 0 claims, 20 a second, 59 s left",
        "40 of 1,200 articles, 0 claims, 20 a second, 58 s left",
    ]


def test_the_rate_alone_is_told_where_they_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, [(10, 5)]) == ["5 articles, 0 claims, 0.5 a second"]


def test_the_rate_is_that_of_late(capsys: pytest.CaptureFixture[str]) -> None:
    lines = drawn(capsys, [(1, 1_000), (40, 1_010), (80, 1_050), (100, 1_070)])
    assert lines[-1] == "1,070 articles, 0 claims, 1.0 a second"


def test_it_is_drawn_a_few_times_a_second_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(drawn(capsys, [(n / 1_000, n) for n in range(1_000)])) <= 5


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, [(n, n) for n in range(9)], watched=False) == []


def test_a_shorter_line_covers_a_longer_one(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(watched=True)
    progress.step("a long line")
    progress.step("short")
    progress.clear()
    progress.clear()
    assert capsys.readouterr().err == "\ra long line\rshort      \r     \r"
