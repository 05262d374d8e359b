"""One request at a time to a host, several hosts at a time, and all waiting by a clock that does not wait."""

from __future__ import annotations

import threading
import time

import pytest

from bench.web import QuickClock
from kg.watch.hosts import Hosts, each_by_host
from kg.watch.later import after_failure, after_success, is_due
from kg.watch.problems import NotNow, Stopped

FOREVER = float("inf")


def test_a_pause_is_from_the_end_of_one_to_the_beginning_of_the_next() -> None:
    clock = QuickClock(1000)
    hosts = Hosts(clock, 2)
    for spent in (5, 0, 0):
        with hosts.turn("a", FOREVER):
            clock.sleep(spent)
    assert clock.slept == [5, 2, 0, 2, 0]
    with hosts.turn("b", FOREVER):
        pass
    assert len(clock.slept) == 5  # another host need not wait


def test_rest() -> None:
    clock = QuickClock(1000)
    hosts = Hosts(clock, 2)
    hosts.rest("a", 1600)
    assert hosts.resting() == {"a": 1600}
    with pytest.raises(NotNow, match="10 more minutes"), hosts.turn("a", 1500):
        pass
    with hosts.turn("a", 1700):
        assert clock.now() == 1600
    assert hosts.resting() == {}


def test_waiting_can_be_ended() -> None:
    clock = QuickClock(1000)
    hosts = Hosts(clock, 2)
    hosts.rest("a", 1600)
    clock.stop()
    with pytest.raises(Stopped), hosts.turn("a", FOREVER):
        pass


def test_a_host_is_asked_one_thing_at_a_time() -> None:
    hosts = Hosts(QuickClock(), 0)
    busy = most = 0

    def ask() -> None:
        nonlocal busy, most
        for _ in range(20):
            with hosts.turn("a", FOREVER):
                busy += 1
                most = max(most, busy)
                time.sleep(0.0005)
                busy -= 1

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


class TestEachByHost:
    TASKS = tuple(f"{host}{number}" for number in range(5) for host in "abc")

    def test_all_are_done_in_the_order_of_their_host(self) -> None:
        done = list(each_by_host(self.TASKS, lambda task: task[0], str.upper))
        assert sorted(done) == sorted((task, task.upper()) for task in self.TASKS)
        for host in "abc":
            own = [task for task, _ in done if task[0] == host]
            assert own == sorted(own)

    def test_hosts_go_beside_each_other_and_each_alone(self) -> None:
        met = threading.Barrier(3, timeout=20)  # all three have to be there at once
        list(each_by_host(["a1", "b1", "c1"], lambda task: task[0], lambda _: met.wait()))

    def test_no_more_at_a_time_than_workers(self) -> None:
        threads = {name for _, name in each_by_host("abcdef", str, lambda _: threading.get_ident(), workers=2)}
        assert len(threads) <= 2

    def test_nothing_to_do(self) -> None:
        assert list(each_by_host([], str, str)) == []

    def test_what_is_raised_there_is_raised_here(self) -> None:
        def work(task: str) -> str:
            raise Stopped if task == "a3" else ValueError(task)

        with pytest.raises(Stopped):
            list(each_by_host(["a3"], lambda task: task[0], work))

    def test_who_stops_listening_lets_the_rest_fall(self) -> None:
        done: list[int] = []
        results = each_by_host(range(10_000), lambda _: "a", done.append)
        next(results)
        results.close()  # type: ignore[attr-defined]
        time.sleep(0.3)
        count = len(done)
        time.sleep(0.1)
        assert count == len(done) < 100


class Middle:
    """Chance that is none."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@pytest.mark.parametrize(
    ("failures", "wait", "seconds"),
    [(1, 0, 300), (2, 0, 600), (5, 0, 4800), (12, 0, 86_400), (10_000, 0, 86_400), (1, 7200, 7560), (1, 10, 300)],
)
def test_back_off(failures: int, wait: float, seconds: float) -> None:
    assert after_failure(failures, wait, Middle()) == pytest.approx(seconds)  # type: ignore[arg-type]


def test_what_was_put_off_for_years_is_due() -> None:
    assert [is_due(not_before, 1000.0) for not_before in (0, 1000, 1001, 80_000, 10_000_000)] == [
        *(True, True, False, False, True)
    ]


@pytest.mark.parametrize(
    ("control", "patience", "seconds"),
    [
        ("", 0, 0), ("max-age=600", 0, 540), ("public, max-age=600", 900, 810), ("max-age=31536000", 0, 3240),
        ("no-cache, max-age=600", 0, 0), ("no-store", 60, 54), ("max-age=soon", 0, 0), ('s-maxage="100"', 0, 90),
        ("", 600_000, 3240),
    ],
)  # fmt: skip
def test_how_long_a_feed_may_be_left_alone(control: str, patience: float, seconds: float) -> None:
    assert after_success({"cache-control": control}, patience) == pytest.approx(seconds)
