"""Where time goes: each second counts once, for the innermost stage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.stopwatch import Stopwatch, unwatched


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_outer_stage_stands_still_while_the_inner_one_lasts(clock: Clock) -> None:
    watch = Stopwatch(clock)
    clock.now += 1
    with watch.stage("writing"):
        clock.now += 2
        with watch.stage("extraction"):
            clock.now += 4
            with watch.stage("reading"):
                clock.now += 8
        clock.now += 16
        with watch.stage("extraction"):
            clock.now += 32
    clock.now += 64
    assert watch.seconds == {"writing": 18, "extraction": 36, "reading": 8}
    assert watch.wall == 127


def test_items_are_measured_while_they_are_got_and_not_while_they_are_used(clock: Clock) -> None:
    def slow() -> Iterator[int]:
        for item in (1, 2, 3):
            clock.now += 1
            yield item

    watch = Stopwatch(clock)
    found = []
    for item in watch.each("reading", slow()):
        clock.now += 10
        found.append(item)
    assert (found, watch.seconds) == ([1, 2, 3], {"reading": 3})


def test_a_stage_that_fails_has_lasted_until_then(clock: Clock) -> None:
    watch = Stopwatch(clock)

    @watch.stage("linking")
    def fail() -> None:
        clock.now += 5
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    clock.now += 5
    assert watch.seconds == {"linking": 5}


def test_nobody_need_watch() -> None:
    with unwatched("linking"):
        pass
