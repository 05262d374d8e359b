"""`kg watch` as its users run it: from feeds of a server on this machine to the graph."""

from __future__ import annotations

import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler
from importlib import import_module
from pathlib import Path

import pytest

from bench.web import Page, QuickClock, Web, feed, item
from kg import watching
from kg.cli import run
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

REST = "The two governments gave no further details of what had been agreed, and did not answer questions."
SPANISH = "El presidente de Rusia se reunió el miércoles en Ginebra con el de los Estados Unidos, dijeron funcionarios."
SPANISH_REST = "Los dos gobiernos no dieron más detalles de lo que habían acordado, y no respondieron a las preguntas."


def page(name: str, more: str = "") -> Page:
    body = f"<p>{SAID[name]}</p><p>{more or REST}</p>"
    title = f"What happened: {name.upper()}"
    head = f"<title>{title} - The Meridian</title><meta property='og:site_name' content='The Meridian'>"
    return Page(
        f"<!doctype html><html lang='en'><head>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>About us</footer></body></html>"
    )


def entry(name: str, more: str = "") -> str:
    return item(f"What happened: {name.upper()}", f"/{name}", f"<description>{SAID[name][:30]}</description>{more}")


@pytest.fixture(scope="module", autouse=True)
def load_the_model_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("kg.extract"), "load_model", cache(load_model))
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
        web.pages["/feed"] = feed(entry("a"), entry("b"), entry("c"), title="The Meridian")
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

    def test_what_was_skipped_is_read_by_a_model_of_its_language(self, tmp_path: Path) -> None:
        ways = [Reading(), Reading(model="de_core_news_sm"), Reading(languages=("any",)), Reading(open_relations=True)]
        assert len({watching._name_of(tmp_path / "news", way) for way in ways}) == len(ways)
        named = [Reading(languages=("en", "de")), Reading(languages=("de", "en"))]
        assert len({watching._name_of(tmp_path / "news", way) for way in named}) == 1

    def test_what_another_watch_left_unbuilt_is_built(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a"), etag='"1"')
        how.store.mkdir()
        lock = hold(how.store)
        with pytest.raises(StoreError, match="in use by another process"):
            go(web, Watch(how.save, how.store, wait=0))
        lock.release()
        (how.save / "127-0-0-1" / ".a.html.x7z").write_text("half")  # as `kill -9` leaves it
        _, notes = go(web, how)
        assert not list(how.save.glob("*/.*"))
        assert "articles: none" in notes[0]
        assert "holds 1 article (1 new)" in notes[1]
        assert len(go(web, how)[1]) == 1  # and once only
        shutil.rmtree(how.store)
        assert "holds 1 article (1 new)" in go(web, how)[1][1]  # but for another store

    def test_corrections_beside_what_is_saved_are_followed(self, web: Web, how: Watch) -> None:
        how.save.mkdir()
        (how.save / "corrections.toml").write_text('[[rename]]\nname = "Joe Biden"\nto = "Joseph Biden"\n')
        web.pages["/feed"] = feed(entry("a"))
        go(web, how)
        with open_store(how.store, read_only=True) as opened:
            assert opened.kept.corrections is not None

    def test_a_page_without_an_article_is_a_note(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed(entry("a"), item("Menu", "/menu"), item("Los líderes", "/es"))
        web.pages["/menu"] = Page("<!doctype html><nav><a href='/'>Home</a></nav>")
        web.pages["/es"] = Page(str(page("a").body).replace(SAID["a"], SPANISH).replace(REST, SPANISH_REST))
        fine, notes = go(web, how)
        assert fine
        assert any("no article in this page" in note for note in notes)
        assert any("Spanish" in note for note in notes)
        assert len(go(web, how)[1]) == 1  # told once


class TestRounds:
    def test_again_and_again(self, web: Web, how: Watch) -> None:
        clock = QuickClock()
        begun: list[float] = []
        often = Watch(how.save, how.store, every=1800.0, taking=Taking(summaries=True))

        def answer(handler: BaseHTTPRequestHandler) -> None:
            begun.append(clock.now())
            if len(begun) == 3:
                clock.stop()
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        web.pages["/feed"] = answer
        with pytest.raises(Stopped):
            go(web, often, clock=clock)
        assert begun[1] - begun[0] >= 1800 - 10
        assert len(begun) == 3

    def test_a_build_that_has_begun_is_finished(self, web: Web, how: Watch) -> None:
        clock = QuickClock()
        web.pages["/feed"] = feed(entry("a"), entry("b"))
        notes: list[str] = []
        reading = Reading(on_note=notes.append, on_progress=lambda *_: clock.stop())
        assert go(web, Watch(how.save, how.store, every=900.0), clock=clock, reading=reading)[0]
        assert "holds 2 articles (2 new)" in notes[-1]

    def test_all_feeds_failed(self, web: Web, how: Watch) -> None:
        web.pages["/feed"] = feed()
        assert go(web, how, "/feed", "/none")[0]
        assert not go(web, how, "/none", "/neither")[0]


def arguments(web: Web, how: Watch, *options: str) -> list[str]:
    places = ["--save", str(how.save), "--store", str(how.store)]
    return ["watch", web.url("/feed"), *places, "--delay", "0.01", *options]


def start(web: Web, how: Watch, *options: str) -> subprocess.Popen[str]:
    """Run the command in a process of its own, for signals."""
    command = [*COMMAND, *arguments(web, how, *options)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


class TestCommand:
    def test_once(self, web: Web, how: Watch, capsys: pytest.CaptureFixture[str]) -> None:
        web.pages["/feed"] = feed(entry("a"))
        status = run(arguments(web, how, "--once", "--contact", "me@example.org"))
        out, told = capsys.readouterr()
        assert (status, out) == (0, "")
        assert told.splitlines()[0] == "kg: 1 feed (1 read); articles: 1 new; 3 requests"
        assert "holds 1 article (1 new)" in told
        assert all("me@example.org" in each.headers["user-agent"] for each in web.seen)

    def test_every_feed_failed(self, web: Web, how: Watch, capsys: pytest.CaptureFixture[str]) -> None:
        status = run(arguments(web, how, "--once"))
        out, told = capsys.readouterr()
        assert (status, out) == (1, "")
        assert f"kg: {web.url('/feed')}: the server says 404, not found" in told
        assert told.splitlines()[-1] == "kg: every feed failed"
        assert not how.store.exists()

    def test_handlers_of_signals_are_put_back(self, web: Web, how: Watch) -> None:
        before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        run(arguments(web, how, "--once"))
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before

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

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["ftp://a.example/"], "only http and https addresses are fetched"),
            (["nowhere.opml"], "there is no such file"),
            (["https://a.example/", "--contact", "(x)"], "as a contact give an e-mail address"),
        ],
    )
    def test_what_is_refused(
        self,
        tmp_path: Path,
        arguments: list[str],
        told: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert run(["watch", *arguments, "--once"]) == 1
        out, said = capsys.readouterr()
        assert out == ""
        assert told in said
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("span", ["15", "soon", "10s", "-1m", "1w"])
    def test_spans_that_are_none(self, span: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["watch", "https://a.example/", f"--every={span}"]) == 2
        said = capsys.readouterr().err
        assert "span of time" in said or "too often" in said


def test_killed_at_any_moment(web: Web, how: Watch, nquads: NQuads, tmp_path: Path) -> None:
    """What is saved is whole, nothing is lost, and the next watch completes it."""
    names = [f"{name}{number}" for number in range(4) for name in SAID]
    web.pages |= {f"/{name}": page(name[0], f"This is article {name}, and it says so in many words.") for name in names}
    web.pages["/feed"] = feed(*(item(f"Article {name}", f"/{name}") for name in names), etag='"1"')
    chance = random.Random()
    kills = 0
    for _ in range(4):
        before = len(web.asked)
        with start(web, how, "--once", "--quiet") as process:
            wait_until(lambda before=before, process=process: len(web.asked) > before or process.poll() is not None)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        kills += process.returncode == -signal.SIGKILL
        for path in how.save.glob("*/[!.]*"):
            assert path.stat().st_size > 0
            assert path.suffix == ".json" or path.with_suffix(".json").exists()
    assert kills >= 1
    go(web, Watch(how.save, how.store, pause=0))
    assert len(list(how.save.glob("*/*.html"))) == len(names)
    assert not [path for path in how.save.glob("*/.*") if STATE not in path.name]
    pages = [path for path in web.asked if path != "/feed"]
    assert len(pages) <= len(names) + kills  # what was under way when it was killed
    assert graph(how.store, nquads) == built_anew(how, nquads, tmp_path)


def test_reading_and_building_need_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved names addresses; to read it none is asked for."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    (tmp_path / "a.html").write_bytes(str(page("a").body).encode())
    for name in ("getaddrinfo", "create_connection", "socket"):
        monkeypatch.setattr(socket, name, refuse)
    assert build([tmp_path / "a.html"], tmp_path / "news", Reading()).new == 1
    with pytest.raises(AssertionError, match="the network was asked"):
        socket.getaddrinfo("a.example", 80)
