"""Rounds over a folder: what is asked for, what is saved, and what is remembered, by a clock that does not wait."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest

from bench.web import Page, QuickClock, Web, feed, item, network_to
from kg.errors import FeedError
from kg.watch.addresses import read_address
from kg.watch.fetch import Fetcher, agent_of
from kg.watch.hosts import Hosts
from kg.watch.network import Network
from kg.watch.problems import Stopped
from kg.watch.request import Limits
from kg.watch.round import Counts, Round, Taking
from kg.watch.save import clear_partial
from kg.watch.state import STATE, State, open_state

ARTICLE = "<p>" + "Envoys of both countries met in Oslo on Monday and spoke about the border. " * 20 + "</p>"
TEASER = "<description>Envoys met in Oslo.</description>"


def page(text: str) -> Page:
    return Page(f"<!doctype html><title>{text}</title><p>{text}")


@dataclass
class World:
    """A watch over a folder that can be ended and begun again, with all that it told."""

    web: Web
    folder: Path
    clock: QuickClock = field(default_factory=QuickClock)
    taking: Taking = field(default_factory=Taking)
    network: Network | None = None
    pause: float = 2.0
    notes: list[str] = field(default_factory=list)
    state: State | None = None
    _open: ExitStack = field(default_factory=ExitStack)
    _rounds: Round | None = None

    def begin(self) -> None:
        """Begin again, as a new process would."""
        self.end()
        self.state = self._open.enter_context(open_state(self.folder))
        clear_partial(self.folder)
        hosts = Hosts(self.clock, self.pause)
        network = self.network or Network()
        fetcher = Fetcher(network, hosts, self.state, self.clock, agent_of(None), Limits(read=30, whole=60))
        told = self.notes.append
        self._rounds = Round(
            fetcher, self.state, self.folder, self.taking, clock=self.clock, random=Random(1), on_note=told
        )

    def end(self) -> None:
        self._open.close()

    def go(self, *feeds: str, after: float = 0.0, seconds: float = 900.0) -> Counts:
        """Do a round over feeds, given by their paths or addresses."""
        if self._rounds is None:
            self.begin()
        assert self._rounds is not None
        self.clock.sleep(after)
        self.web.seen.clear()
        self.notes.clear()
        named = [read_address(each if "://" in each else self.web.url(each)) for each in feeds or ["/feed"]]
        return self._rounds.run(named, seconds)

    @property
    def files(self) -> dict[str, str]:
        """What has been saved, by name without the folder of the host and the key."""
        found = sorted(path for path in self.folder.glob("*/*") if path.is_file())
        return {path.name[: -17 - len(path.suffix)] + path.suffix: path.read_text() for path in found}

    def record(self, name: str) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.files[name])
        return told


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Web() as web:
        made = World(web, tmp_path / "saved")
        yield made
        made.end()


def counted(counts: Counts) -> dict[str, int]:
    return {name: count for name, count in counts.articles.items() if count}


class TestPages:
    def test_a_page_is_saved_as_it_came_with_what_is_known_of_it(self, world: World) -> None:
        world.web.pages = {
            "/feed": feed(item("Envoys: “meet”", world.web.url("/a?id=1&utm_source=rss"), TEASER)),
            "/a?id=1&utm_source=rss": Page("<!doctype html>\r\n<p>caf\u00e9 \u2028", etag='"7"'),
        }
        assert counted(world.go()) == {"new": 1}
        (path,) = world.folder.glob("*/*.html")
        assert path.parent.name == "127-0-0-1"
        assert path.name.startswith("envoys-meet-")
        assert path.read_bytes() == "<!doctype html>\r\n<p>caf\u00e9 \u2028".encode()
        told = world.record("envoys-meet.json")
        fetched = told.pop("fetched")
        assert told == {
            "id": path.stem[-16:],
            "title": "Envoys: “meet”",
            "published": "2022-03-07",
            "url": world.web.url("/a?id=1"),
        }
        assert isinstance(fetched, dict)
        assert (fetched["at"], fetched["status"], fetched["headers"]["etag"]) == ("2022-03-07T10:46:44Z", 200, '"7"')
        assert fetched["feed"] == world.web.url("/feed")

    def test_nothing_is_asked_for_twice(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a"), etag='"1"'), "/a": page("A")}
        world.go()
        counts = world.go(after=900)
        assert world.web.asked == ["/feed"]
        assert (counts.feeds["unchanged"], counted(counts)) == (1, {})
        world.begin()  # nor by the next watch
        world.go(after=900)
        assert world.web.asked == ["/feed"]

    def test_a_feed_that_is_the_same_without_saying_so(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a")), "/a": page("A")}
        world.go()
        assert world.go(after=900).feeds["unchanged"] == 1

    def test_only_what_is_new_is_asked_for(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a")), "/a": page("A"), "/b": page("B")}
        world.go()
        world.web.pages["/feed"] = feed(item("B", "/b"), item("A", "/a"))
        assert counted(world.go(after=900)) == {"new": 1}
        assert world.web.asked == ["/feed", "/b"]

    def test_what_the_feed_has_whole_needs_no_page(self, world: World) -> None:
        whole = f"<content:encoded><![CDATA[{ARTICLE}]]></content:encoded>"
        world.web.pages = {"/feed": feed(item("A", "/a?utm_source=x", whole))}
        assert counted(world.go()) == {"new": 1}
        assert world.web.asked == ["/feed"]
        told = world.record("a.json")
        assert (told["content_html"], told["url"]) == (ARTICLE, world.web.url("/a"))
        assert told["publisher"] == "The Meridian"

    def test_summaries_are_enough_if_the_user_says_so(self, world: World) -> None:
        world.taking = Taking(summaries=True)
        world.web.pages = {"/feed": feed(item("A", "/a", TEASER), item("B", "/b")), "/a": page("A")}
        assert counted(world.go()) == {"new": 1, "failed": 1}
        assert world.web.asked == ["/feed"]
        assert list(world.files) == ["a.json"]

    def test_what_changed_is_asked_for_again_and_takes_the_place_of_what_was(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a", TEASER)), "/a": page("first")}
        world.go()
        before = sorted(world.folder.glob("*/*"))
        world.web.pages = {"/feed": feed(item("A, updated", "/a", TEASER)), "/a": page("second")}
        assert counted(world.go(after=900)) == {"changed": 1}
        assert sorted(world.folder.glob("*/*")) == before
        assert "second" in world.files["a.html"]
        assert world.record("a.json")["title"] == "A, updated"

    def test_a_page_that_is_as_it_was_is_not_sent_again(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a", TEASER)), "/a": Page("<html>first", etag='"1"')}
        world.go()
        world.web.pages["/feed"] = feed(item("A, updated", "/a", TEASER))
        assert counted(world.go(after=900)) == {"unchanged": 1}

    def test_a_feed_that_says_something_else_each_time_is_not_followed_for_ever(self, world: World) -> None:
        world.web.pages = {"/a": page("A")}
        asked = 0
        for number in range(40):
            world.web.pages["/feed"] = feed(item(f"A {number}", "/a", TEASER))
            world.go(after=900)
            asked += world.web.asked.count("/a")
        assert asked == 21

    def test_pages_that_are_none(self, world: World) -> None:
        world.web.pages = {
            "/feed": feed(*(item(name, f"/{name}") for name in ("feed-again", "zip", "empty", "plain", "pdf"))),
            "/feed-again": feed(item("x", "/x")),
            "/zip": Page(b"PK\x03\x04", "text/html"),
            "/empty": Page("  "),
            "/plain": Page("Envoys met in Oslo.", "text/plain"),
            "/pdf": Page(b"%PDF-1.7 ...", "application/pdf"),
        }
        assert counted(world.go()) == {"new": 2, "failed": 3}
        assert list(world.files) == ["pdf.json", "pdf.pdf", "plain.json", "plain.txt"]
        assert any("/zip: a zip archive, and no page" in note for note in world.notes)


class TestFailures:
    @pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
    def test_what_is_not_to_be_had_is_told_by_the_feed(self, world: World, status: int) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a", TEASER)), "/a": Page(status=status)}
        assert counted(world.go()) == {"new": 1}
        assert world.record("a.json")["content_html"] == "Envoys met in Oslo."
        assert "what the feed says of it is taken instead" in world.notes[0]
        assert world.web.asked == ["/feed", "/a"]

    def test_what_robots_txt_forbids_is_not_asked_for(self, world: World) -> None:
        world.web.pages = {
            "/robots.txt": Page("User-agent: *\nDisallow: /a", "text/plain"),
            "/feed": feed(item("A", "/a", TEASER), item("B", "/b", TEASER)),
            "/b": page("B"),
        }
        assert counted(world.go()) == {"new": 2}
        assert world.web.asked == ["/feed", "/b"]
        assert list(world.files) == ["a.json", "b.html", "b.json"]

    def test_what_fails_is_tried_again_later_and_not_for_ever(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a", TEASER), etag='"1"'), "/a": Page(status=500)}
        assert counted(world.go()) == {"left for later": 1}
        tries = [world.clock.now()]
        for _ in range(60):
            world.go(after=300)
            if "/a" in world.web.asked:
                tries.append(world.clock.now())
            if world.files:
                break
        assert len(tries) == 5
        pauses = [later - sooner for sooner, later in pairwise(tries)]
        assert pauses == sorted(pauses)
        assert pauses[0] >= 225
        assert list(world.files) == ["a.json"]

    def test_an_earlier_version_stays_if_the_new_one_fails(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a", TEASER)), "/a": page("first")}
        world.go()
        world.web.pages = {"/feed": feed(item("A, updated", "/a", TEASER))}
        assert counted(world.go(after=900)) == {"failed": 1}
        assert "first" in world.files["a.html"]
        assert "the earlier version stays" in world.notes[0]

    def test_many_failures_are_told_in_few_lines(self, world: World) -> None:
        world.web.pages = {"/feed": feed(*(item(f"A{number}", f"/{number}") for number in range(30)))}
        assert counted(world.go()) == {"failed": 30}
        assert len(world.notes) == 6
        assert world.notes[-1] == "25 more pages could not be fetched"


class TestFeeds:
    def test_a_feed_that_fails_is_left_alone_longer_and_longer(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=500)}
        assert world.go().failed
        assert "the server says 500" in world.notes[0]
        asked = [world.clock.now()]
        for _ in range(60):
            world.begin()  # each by a process of its own
            counts = world.go(after=300)
            if "/feed" in world.web.asked:
                asked.append(world.clock.now())
            else:
                assert counts.feeds == {"left alone after failing": 1}
            assert counts.failed
        pauses = [later - sooner for sooner, later in pairwise(asked)]
        assert 4 <= len(pauses) <= 7
        assert pauses[-1] > 3000

    def test_a_feed_that_asks_for_rest_gets_it(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=503, headers={"Retry-After": "7200"}), "/other": feed()}
        world.go()
        world.web.pages["/feed"] = feed()
        assert world.go(after=3600).feeds == {"left alone after failing": 1}
        assert world.web.seen == []
        world.begin()
        assert world.go("/other", after=60).feeds == {"not due": 1}  # the whole host was asked to be left alone
        assert world.go("/feed", "/other", after=5000).feeds == {"read": 2}

    def test_a_feed_that_says_how_often_it_changes(self, world: World) -> None:
        world.web.pages = {"/feed": feed(more="<ttl>30</ttl>"), "/other": feed(cache_control="max-age=3600")}
        world.go("/feed", "/other")
        assert world.go("/feed", "/other", after=900).feeds == {"not due": 2}
        assert world.go("/feed", "/other", after=900).feeds == {"unchanged": 1, "not due": 1}

    def test_what_is_gone_is_never_asked_for_again(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=410)}
        world.go()
        world.begin()
        counts = world.go(after=10_000_000)
        assert counts.failed
        assert world.web.seen == []
        assert "gone for good; take it off the list" in world.notes[0]

    def test_what_has_moved_is_asked_for_where_it_is(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=301, headers={"Location": "/new"}), "/new": feed()}
        world.go()
        assert world.web.asked == ["/feed", "/new"]
        assert "has moved to" in world.notes[0]
        world.begin()
        world.go(after=900)
        assert world.web.asked == ["/new"]
        world.web.pages = {"/feed": feed()}  # and where it was, if it is there no more
        world.go(after=900)
        assert not world.go(after=900).failed
        assert world.web.asked == ["/feed"]

    def test_what_moved_to_no_feed_has_not_moved(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=301, headers={"Location": "/login"}), "/login": page("Log in")}
        assert world.go().failed
        world.web.pages = {"/feed": feed()}
        world.go(after=900)
        assert world.web.asked == ["/feed"]

    def test_a_page_in_place_of_a_feed(self, world: World) -> None:
        link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
        world.web.pages = {"/feed": Page(f"<!doctype html><html><head>{link}</head>")}
        assert world.go().failed
        assert f"a page, and no feed; the page names {world.web.url('/rss')}" in world.notes[0]

    def test_one_that_fails_does_not_stop_the_others(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=404), "/other": feed(item("A", "/a")), "/a": page("A")}
        counts = world.go("/feed", "/other")
        assert counts.feeds == {"failed": 1, "read": 1}
        assert not counts.failed
        assert counted(counts) == {"new": 1}

    def test_a_round_in_words(self, world: World) -> None:
        world.web.pages = {"/feed": Page(status=404), "/other": feed(item("A", "/a")), "/a": page("A")}
        told = str(world.go("/feed", "/other"))
        assert told == "2 feeds (1 read, 1 failed); articles: 1 new; 4 requests"


class TestEntries:
    def test_each_page_once_however_many_entries_and_feeds_name_it(self, world: World) -> None:
        again = item("A", "/a", "<guid>1</guid>") * 2
        world.web.pages = {
            "/feed": feed(again, item("A", "/a?utm_source=b", "<guid>1</guid>"), item("A", "/short")),
            "/other": feed(item("A again", "/a#top", TEASER)),
            "/short": Page(status=302, headers={"Location": "/a"}),
            "/a": page("A"),
        }
        assert counted(world.go("/feed", "/other")) == {"new": 1, "known elsewhere": 1}
        assert list(world.files) == ["a.html", "a.json"]
        world.web.pages["/other"] = feed(item("A once more", "/a", TEASER))
        assert counted(world.go("/feed", "/other", after=900)) == {}  # two feeds do not take turns in changing it

    def test_entries_of_one_page_are_articles_of_their_own(self, world: World) -> None:
        told = [
            item(f"Post {number}", f"/live#{number}", f'<guid isPermaLink="false">{number}</guid>{TEASER}')
            for number in range(3)
        ]
        world.web.pages = {"/feed": feed(*told)}
        assert counted(world.go()) == {"new": 3}
        assert world.web.asked == ["/feed"]

    def test_guids_that_are_all_the_same(self, world: World) -> None:
        same = '<guid isPermaLink="false">0</guid>' + TEASER
        world.web.pages = {
            "/feed": feed(item("A", "/a", same), item("B", "/b", same), item("C", None, same), item("D", None, same)),
            "/a": page("A"),
            "/b": page("B"),
        }
        assert counted(world.go()) == {"new": 4}

    def test_entries_without_date_link_or_text(self, world: World) -> None:
        world.web.pages = {
            "/feed": feed(item("A", "/a", date=""), item("B", None, TEASER, date=""), item("C", date="someday")),
            "/a": page("A"),
        }
        assert counted(world.go()) == {"new": 2, "failed": 1}
        assert "published" not in world.record("a.json")
        assert "url" not in world.record("b.json")

    def test_the_newest_first_and_the_others_later(self, world: World) -> None:
        world.taking = Taking(limit=2)
        days = (3, 5, 1, 4, 2)
        told = [item(f"D{day}", f"/{day}", date=f"Mon, 0{day} Mar 2021 10:00:00 GMT") for day in days]
        world.web.pages = {"/feed": feed(*told, etag='"1"'), **{f"/{day}": page(str(day)) for day in days}}
        assert counted(world.go()) == {"new": 2, "left for later": 3}
        assert world.web.asked == ["/feed", "/5", "/4"]
        assert "the 2 newest articles are taken now, 3 are left for later" in world.notes[0]
        world.begin()
        world.go(after=900)  # though the feed says nothing new
        assert world.web.asked == ["/feed", "/3", "/2"]
        assert counted(world.go(after=900)) == {"new": 1}

    def test_a_hundred_thousand_links(self, world: World) -> None:
        world.taking = Taking(limit=3)
        world.web.pages = {"/feed": feed(*(item(f"A{number}", f"/{number}") for number in range(100_000)))}
        counts = world.go()
        assert counts.requests == 5
        assert counts.articles["left for later"] == 2000 - 3
        assert "is too long; the first 2,000 of its entries are looked at" in world.notes[0]

    @pytest.mark.parametrize(
        "title",
        ["../../../etc/passwd", "CON", "a" * 500, "\u202egnp.exe", ".hidden", "a/b\\c:d*?", "%2e%2e%2f", "\U0001f600"],
    )
    def test_titles_lead_nowhere(self, world: World, title: str) -> None:
        world.web.pages = {"/feed": feed(item(title, "/a"), item(title, None, TEASER)), "/a": page("A")}
        world.go()
        files = [path for path in world.folder.rglob("*") if path.is_file() and STATE not in path.name]
        assert len(files) == 3
        for path in files:
            assert path.parent == world.folder / "127-0-0-1"
            assert len(path.name) < 90
            assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
            assert not path.name.startswith((".", "-"))


class TestReach:
    NAMES: ClassVar = {
        "public.example": ("93.184.216.34",),
        "inner.example": ("10.0.0.5",),
        "inner2.example": ("10.0.0.6",),
    }

    @pytest.fixture
    def wide(self, world: World) -> World:
        world.network, _ = network_to(world.web, self.NAMES)
        return world

    def test_a_feed_from_outside_leads_to_no_private_host(self, wide: World) -> None:
        wide.web.pages = {"/feed": feed(item("A", "http://inner.example/a", TEASER), item("B", "http://127.0.0.1/b"))}
        wide.network, dialled = network_to(wide.web, self.NAMES | {"127.0.0.1": ("127.0.0.1",)})
        assert counted(wide.go("http://public.example/feed")) == {"new": 1, "failed": 1}
        assert set(dialled) == {"93.184.216.34"}

    def test_a_private_feed_that_the_user_named_leads_to_its_own_host_alone(self, wide: World) -> None:
        wide.web.pages = {
            "/feed": feed(item("A", "/a"), item("B", "http://inner2.example/b"), item("C", "http://public.example/c")),
            **{f"/{name}": page(name) for name in "abc"},
        }
        assert counted(wide.go("http://inner.example/feed")) == {"new": 2, "failed": 1}
        assert [each.headers["host"] for each in wide.web.seen if each.path == "/b"] == []

    def test_one_feed_may_not_go_where_another_one_may(self, wide: World) -> None:
        wide.web.pages = {
            "/feed": feed(),
            "/evil": feed(item("A", "http://inner.example/admin")),
            "/admin": page("A"),
        }
        counts = wide.go("http://inner.example/feed", "http://public.example/evil")
        assert (counts.feeds["read"], counted(counts)) == (2, {"failed": 1})

    def test_a_feed_that_was_outside_stays_outside(self, wide: World) -> None:
        wide.web.pages = {"/feed": feed(item("A", "/a")), "/a": page("A")}
        wide.go("http://public.example/feed")
        wide.network, dialled = network_to(wide.web, {"public.example": ("127.0.0.1",)})
        wide.begin()
        assert wide.go("http://public.example/feed", after=100_000).failed
        assert dialled == []

    def test_nor_are_its_pages_fetched_from_inside_in_the_same_round(self, wide: World) -> None:
        wide.web.pages = {"/feed": feed(item("A", "/a")), "/a": page("A")}
        answers = iter([["93.184.216.34"]] * 2)
        assert wide.network is not None
        wide.network.resolve = lambda _host, _port: next(answers, ["127.0.0.1"])
        assert counted(wide.go("http://public.example/feed")) == {"failed": 1}
        assert wide.web.asked == ["/feed"]


class TestManners:
    def test_one_request_at_a_time_however_many_feeds(self, world: World) -> None:
        world.web.pages = {f"/{n}": feed(*(item(f"A{n}{m}", f"/{n}/{m}") for m in range(4))) for n in range(4)}
        world.go(*(f"/{n}" for n in range(4)))
        assert world.web.busiest == 1
        assert len(world.web.asked) == 20

    def test_hosts_that_want_long_pauses_get_them(self, world: World) -> None:
        world.web.pages = {
            "/robots.txt": Page("User-agent: *\nCrawl-delay: 400", "text/plain"),
            "/feed": feed(*(item(f"A{number}", f"/{number}") for number in range(5)), etag='"1"'),
            **{f"/{number}": page("A") for number in range(5)},
        }
        assert counted(world.go(seconds=900)) == {"new": 1, "left for later": 4}
        world.begin()
        assert counted(world.go(seconds=900)) == {"new": 1, "left for later": 3}

    def test_a_robots_txt_is_asked_for_once_a_day(self, world: World) -> None:
        world.web.pages = {"/feed": feed()}
        asked = []
        for _ in range(4):
            world.begin()
            world.go(after=40_000)
            asked.append([each.path for each in world.web.seen].count("/robots.txt"))
        assert asked == [1, 0, 0, 1]


class TestEnding:
    def test_what_was_saved_before_it_ended_is_known(self, world: World) -> None:
        told = [item(f"A{number}", f"/{number}") for number in range(10)]
        world.web.pages = {"/feed": feed(*told, etag='"1"'), **{f"/{number}": page("A") for number in range(10)}}

        def third(_: object) -> None:
            world.clock.stop()

        world.web.pages["/3"] = third
        with pytest.raises(Stopped):
            world.go()
        saved = sum(name.endswith(".html") for name in world.files)
        assert 1 <= saved <= 3
        world.clock = QuickClock(world.clock.now())
        world.web.pages["/3"] = page("A")
        world._rounds = None
        assert counted(world.go(after=900)) == {"new": 10 - saved}

    def test_two_watches_in_one_folder(self, world: World) -> None:
        world.begin()
        with pytest.raises(FeedError, match="another kg watch is at work there"), open_state(world.folder):
            pass

    def test_what_never_became_whole_is_removed(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a")), "/a": page("A")}
        world.go()
        left = world.folder / "127-0-0-1" / ".a.html.x7z"
        left.write_text("half")
        world.begin()
        assert not left.exists()
        assert len(world.files) == 2

    def test_a_clock_that_was_wrong(self, world: World) -> None:
        world.clock = QuickClock(2_000_000_000)
        world.web.pages = {
            "/feed": feed(item("A", "/a"), etag='"1"'),
            "/a": Page(status=500),
            "/other": Page(status=500),
        }
        world.go("/feed", "/other")
        world.clock = QuickClock()
        world.web.pages |= {"/a": page("A"), "/other": feed()}
        world.begin()
        counts = world.go("/feed", "/other")
        assert (counts.feeds, counted(counts)) == ({"unchanged": 1, "read": 1}, {"new": 1})

    def test_a_state_that_was_lost(self, world: World) -> None:
        world.web.pages = {"/feed": feed(item("A", "/a")), "/a": page("A")}
        world.go()
        world.end()
        (world.folder / STATE).unlink()
        world.web.pages["/feed"] = feed(item("Called otherwise", "/a"))
        world._rounds = None
        world.go()
        assert list(world.files) == ["a.html", "a.json"]  # it takes the place of what was there

    @pytest.mark.parametrize(
        ("spoil", "told"),
        [
            (lambda path: path.write_bytes(b"nothing like a database" * 100), "is damaged"),
            (lambda path: path.write_bytes(b""), ""),
        ],
    )
    def test_a_state_that_is_damaged(self, world: World, spoil: Callable[[Path], object], told: str) -> None:
        world.begin()
        world.end()
        spoil(world.folder / STATE)
        if told:
            with pytest.raises(FeedError, match=told):
                world.begin()
        else:
            world.begin()

    def test_a_folder_that_cannot_be_one(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(FeedError, match="cannot be written"), open_state(tmp_path / "file"):
            pass
