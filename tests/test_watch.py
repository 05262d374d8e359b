"""`kg watch` as its users run it: from feeds of a server on this machine to the graph."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bench.web import Page, QuickClock, Web, feed, item
from kg.errors import StoreError
from kg.extract.annotate import load_model
from kg.graph.lock import hold
from kg.graph.store import Store, open_store
from kg.pipeline import Reading, build, read
from kg.watch.addresses import read_address
from kg.watch.problems import Stopped
from kg.watch.round import Taking
from kg.watch.state import STATE
from kg.watching import Watch, watch

NQuads = Callable[[Store], list[str]]
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]
SAID = {
    "a": "Vladimir Putin met Joe Biden in Geneva on Wednesday, officials of both countries said after the talks.",
    "b": "The United States imposed sanctions on Belarus over the arrest of journalists, officials said on Friday.",
    "c": "Iran condemned Israel on Monday after an attack on its embassy in Damascus, state television reported.",
    "d": "China recalled its ambassador from Japan on Tuesday after a dispute about islands, Tokyo said on Thursday.",
}


def page(name: str, more: str = "") -> Page:
    rest = "The two governments gave no further details of what had been agreed, and did not answer questions."
    body = f"<p>{SAID[name]}</p><p>{more or rest}</p>"
    title = f"What happened: {name.upper()}"
    head = f"<title>{title} - The Meridian</title><meta property='og:site_name' content='The Meridian'>"
    return Page(
        f"<!doctype html><html lang='en'><head>{head}</head><body><nav><a href='/'>Home</a> <a href='/x'>World</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>About us</footer></body></html>"
    )


def entry(name: str, more: str = "") -> str:
    return item(f"What happened: {name.upper()}", f"/{name}", f"<description>{SAID[name][:30]}</description>{more}")


@pytest.fixture(scope="module", autouse=True)
def load_the_model_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.extract.load_model", cache(load_model))
        yield


@pytest.fixture
def web() -> Iterator[Web]:
    with Web({f"/{name}": page(name) for name in SAID}) as running:
        yield running


@pytest.fixture
def how(tmp_path: Path) -> Watch:
    return Watch(tmp_path / "saved", tmp_path / "news")


def go(
    web: Web, how: Watch, *paths: str, clock: QuickClock | None = None, reading: Reading | None = None
) -> tuple[bool, list[str]]:
    """Watch, and give whether it went well and what was told."""
    notes: list[str] = []
    feeds = [read_address(web.url(path)) for path in paths or ["/feed"]]
    fine = watch(feeds, how, reading or Reading(on_note=notes.append), clock=clock or QuickClock())
    return fine, notes


def graph(store: Path, nquads: NQuads) -> list[str]:
    with open_store(store, read_only=True) as opened:
        return nquads(opened)


def built_anew(how: Watch, nquads: NQuads, tmp_path: Path) -> list[str]:
    """The graph of what was saved, built from nothing."""
    build([how.save], tmp_path / "anew", Reading())
    return graph(tmp_path / "anew", nquads)


class TestBuilding:
    def test_the_saved_folder_alone_gives_the_same_graph(
        self, web: Web, how: Watch, nquads: NQuads, tmp_path: Path
    ) -> None:
        clock = QuickClock()
        whole = "<content:encoded><![CDATA[" + f"<p>{SAID['d']}</p>" * 20 + "]]></content:encoded>"
        web.pages["/feed"] = feed(entry("a"), entry("b"), entry("gone-c".removeprefix("gone-")), title="The Meridian")
        web.pages["/c"] = Page(status=404)
        fine, notes = go(web, how, clock=clock)
        assert fine
        assert "holds 3 articles (3 new)" in notes[-1]
        web.pages["/a"] = page(
            "a", "A spokesman denied on Thursday that Russia had threatened Ukraine during the talks."
        )
        web.pages["/feed"] = feed(item("Updated: A", "/a"), entry("b"), item("D", "/d", whole))
        clock.sleep(900)
        _, notes = go(web, how, clock=clock)
        assert "holds 4 articles (1 new, 1 changed)" in notes[-1]  # and none is read again
        quads = graph(how.store, nquads)
        assert quads == built_anew(how, nquads, tmp_path)
        assert sum("threatened" in quad for quad in quads)

    def test_times_of_fetching_are_not_in_the_graph(self, web: Web, how: Watch, nquads: NQuads, tmp_path: Path) -> None:
        web.pages["/feed"] = feed(entry("a"))
        go(web, how)
        other = Watch(tmp_path / "saved-later", tmp_path / "news-later")
        go(web, other, clock=QuickClock(1_800_000_000))
        assert graph(how.store, nquads) == graph(other.store, nquads)

    def test_what_is_told_of_a_page_is_in_the_graph(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a", "<author>Jane Roe</author>"))
        go(web, how)
        (article,) = read([how.save])
        meta = article.meta
        assert (meta.title, meta.published, meta.url) == ("What happened: A", "2022-03-07", web.url("/a"))
        assert (meta.author, meta.publisher, meta.language) == ("Jane Roe", "The Meridian", "en")

    def test_what_another_watch_left_unbuilt_is_built(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a"), etag='"1"')
        how.store.mkdir()
        lock = hold(how.store)
        with pytest.raises(StoreError, match="in use by another process"):
            go(web, Watch(how.save, how.store, wait=0))
        lock.release()
        _, notes = go(web, how)
        assert "articles: none" in notes[0]
        assert "holds 1 article (1 new)" in notes[1]
        assert len(go(web, how)[1]) == 1  # and once only

    def test_another_store_gets_all(self, web: Web, how: Watch, tmp_path: Path) -> None:
        web.pages["/feed"] = feed(entry("a"), entry("b"))
        go(web, how)
        _, notes = go(web, Watch(how.save, tmp_path / "other"))
        assert "holds 2 articles (2 new)" in notes[-1]

    def test_corrections_beside_what_is_saved_are_followed(self, web: Web, how: Watch) -> None:
        how.save.mkdir()
        (how.save / "corrections.toml").write_text('[[rename]]\nentity = "Joe Biden"\nto = "Joseph Biden"\n')
        web.pages["/feed"] = feed(entry("a"))
        go(web, how)
        with open_store(how.store, read_only=True) as opened:
            assert opened.kept.corrections is not None

    def test_a_page_without_an_article_is_a_note(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a"), item("Menu", "/menu"))
        web.pages["/menu"] = Page("<!doctype html><nav><a href='/'>Home</a></nav>")
        fine, notes = go(web, how)
        assert fine
        assert any("no article in this page" in note for note in notes)
        assert len(go(web, how)[1]) == 1  # told once


class TestRounds:
    def test_again_and_again(self, web: Web, how: Watch) -> None:
        clock = QuickClock()
        begun: list[float] = []
        web.pages["/feed"] = lambda handler: answer(handler)
        often = Watch(how.save, how.store, every=1800.0, taking=Taking(summaries=True))

        def answer(handler: BaseHTTPRequestHandler) -> None:
            begun.append(clock.now())
            if len(begun) == 3:
                clock.stop()
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        with pytest.raises(Stopped):
            go(web, often, clock=clock)
        assert begun[1] - begun[0] >= 1800 - 10
        assert len(begun) == 3

    def test_all_feeds_failed(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed()
        assert go(web, how, "/feed", "/none")[0]
        assert not go(web, how, "/none", "/neither")[0]


def start(web: Web, how: Watch, *options: str) -> subprocess.Popen[str]:
    arguments = ["watch", web.url("/feed"), "--save", str(how.save), "--store", str(how.store), "--delay", "0.01"]
    return subprocess.Popen([*COMMAND, *arguments, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


class TestCommand:
    def test_once(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a"))
        with start(web, how, "--once", "--contact", "me@example.org") as process:
            out, told = process.communicate(timeout=120)
        assert (process.returncode, out) == (0, "")
        assert told.splitlines()[0] == "kg: 1 feed (1 read); articles: 1 new; 3 requests"
        assert "holds 1 article (1 new)" in told
        assert all("me@example.org" in each.headers["user-agent"] for each in web.seen)

    def test_every_feed_failed(self, web: Web, how: Watch) -> None:
        with start(web, how, "--once") as process:
            out, told = process.communicate(timeout=120)
        assert (process.returncode, out) == (1, "")
        assert f"kg: {web.url('/feed')}: the server says 404, not found" in told
        assert told.splitlines()[-1] == "kg: every feed failed"
        assert not how.store.exists()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_it_is_ended_while_it_waits(self, web: Web, how: Watch, number: int) -> None:
        web.pages["/feed"] = feed()
        with start(web, how, "--every", "1h") as process:
            wait_until(lambda: web.asked and not web.busy)
            time.sleep(0.2)
            process.send_signal(number)
            _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told
        assert told.splitlines()[-1] == "kg: ended; what is saved and not yet built is built the next time"

    def test_it_is_ended_while_a_server_is_silent(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a"), entry("b"))
        web.pages["/b"] = lambda _: time.sleep(5)
        with start(web, how, "--once") as process:
            wait_until(lambda: "/b" in web.asked)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            _, told = process.communicate(timeout=60)
        assert process.returncode == 130, told
        assert time.monotonic() - began < 4.5
        assert "Traceback" not in told
        with start(web, how, "--once") as process:
            _, told = process.communicate(timeout=120)
        assert "holds" in told

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["ftp://a.example/"], "only http and https addresses are fetched"),
            (["nowhere.opml"], "there is no such file"),
            (["https://a.example/", "--contact", "(x)"], "as a contact give an e-mail address"),
        ],
    )
    def test_what_is_refused(self, tmp_path: Path, arguments: list[str], told: str) -> None:
        done = subprocess.run(
            [*COMMAND, "watch", *arguments, "--once"], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert told in done.stderr
        assert "Traceback" not in done.stderr
        assert list(tmp_path.glob("kg-store*")) == []

    @pytest.mark.parametrize("span", ["15", "soon", "10s", "-1m", "1w"])
    def test_spans_that_are_none(self, tmp_path: Path, span: str) -> None:
        done = subprocess.run(
            [*COMMAND, "watch", "https://a.example/", f"--every={span}"],
            capture_output=True, text=True, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert "span of time" in done.stderr or "too often" in done.stderr


def test_killed_at_any_moment(web: Web, how: Watch, nquads: NQuads, tmp_path: Path) -> None:
    """What is saved is whole, nothing is lost, and the next watch completes it."""
    names = [f"{name}{number}" for number in range(10) for name in SAID]
    web.pages |= {f"/{name}": page(name[0], f"This is article {name}, and it says so in many words.") for name in names}
    web.pages["/feed"] = feed(*(item(f"Article {name}", f"/{name}") for name in names), etag='"1"')
    chance = random.Random()
    kills = 0
    for _ in range(5):
        before = len(web.asked)
        with start(web, how, "--once", "--quiet") as process:
            wait_until(lambda: len(web.asked) > before or process.poll() is not None)
            time.sleep(chance.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        kills += process.returncode == -signal.SIGKILL
        for path in how.save.glob("*/[!.]*"):
            assert path.stat().st_size > 0
            assert path.suffix == ".json" or path.with_suffix(".json").exists()
    with start(web, how, "--once") as process:
        _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert kills >= 1
    assert len(list(how.save.glob("*/*.html"))) == len(names)
    assert not [path for path in how.save.glob("*/.*") if STATE not in path.name]
    pages = [path for path in web.asked if path != "/feed"]
    assert len(pages) <= len(names) + kills * 2  # what was under way when it was killed
    assert graph(how.store, nquads) == built_anew(how, nquads, tmp_path)


def test_reading_and_building_need_no_network(tmp_path: Path) -> None:
    """What is saved names addresses; to read it none is asked for."""
    (tmp_path / "a.html").write_bytes(str(page("a").body).encode())
    script = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise SystemExit('the network was asked')\n"
        "socket.getaddrinfo = socket.socket.connect = socket.create_connection = refuse\n"
        "from kg.cli import run\n"
        f"status = run(['build', {str(tmp_path / 'a.html')!r}, '--store', {str(tmp_path / 'news')!r}, '--quiet'])\n"
        "sys.exit(status or ('httpcore' in sys.modules and 'kg.watch' in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
