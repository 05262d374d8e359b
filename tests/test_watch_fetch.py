"""Fetching from servers of all kinds, most of them hostile: over real connections to a server on this machine."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest
import trustme

from bench.web import Page, QuickClock, Trick, Web, network_to
from kg.errors import FeedError
from kg.watch.addresses import Address, read_address
from kg.watch.fetch import Fetcher, agent_of
from kg.watch.hosts import Hosts
from kg.watch.network import Network
from kg.watch.problems import FetchError, NotNow
from kg.watch.reach import NOWHERE, Permit
from kg.watch.request import Answer, Asked, Limits, retry_after
from kg.watch.state import State, open_state

Fetch = Callable[..., Answer]
SHORT = Limits(connect=5.0, read=0.4, whole=0.8)
PLENTY = Limits(connect=30.0, read=30.0, whole=60.0)
ASKED = Asked("*/*", 100_000, frozenset({"image"}))
ZEROS = b"\0" * 50_000_000


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with Web() as running:
        yield running


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(tmp_path / "saved") as opened:
        yield opened


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


@pytest.fixture
def make(state: State, clock: QuickClock) -> Callable[..., Fetcher]:
    """A fetcher with time-outs that only the patient reach."""

    def make_(network: Network | None = None, limits: Limits = PLENTY, contact: str | None = None) -> Fetcher:
        return Fetcher(network or Network(), Hosts(clock, 2.0), state, clock, agent_of(contact), limits)

    return make_


def home(web: Web) -> Permit:
    return Permit("127.0.0.1", web.port)


def at(web: Web, path: str, answer: Page | Trick) -> Address:
    """Put something at a path, and give its address."""
    web.pages = {path: answer}
    return read_address(web.url(path))


def raw(*pieces: bytes, pause: float = 0.0, again: bool = False) -> Trick:
    """Write bytes as they are, and the last one again and again."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        end = time.monotonic() + 20
        try:
            for piece in pieces:
                handler.wfile.write(piece)
                handler.wfile.flush()
            while again and time.monotonic() < end:
                handler.wfile.write(pieces[-1])
                handler.wfile.flush()
                time.sleep(pause)
        except OSError:
            pass  # who asked has hung up, as it should

    return write


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.shutdown(socket.SHUT_RD)
    handler.connection.close()


def packed(body: bytes, coding: str) -> Page:
    return Page(body, headers={"Content-Encoding": coding})


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
HOSTILE: dict[str, tuple[Page | Trick, str]] = {
    "an endless body": (raw(OK + b"\r\n", b"x" * 60_000, again=True), "larger than the 100,000 bytes"),
    "endless chunks": (raw(OK + CHUNKED, b"1\r\nx\r\n", again=True), "(too slow|larger than)"),
    "endless headers": (raw(OK, b"X-Header: " + b"x" * 1000 + b"\r\n", again=True), "no proper answer"),
    "endless hints": (raw(b"HTTP/1.1 103 Early Hints\r\n\r\n", again=True, pause=0.01), "too slow"),
    "a body that is too short": (raw(OK + b"Content-Length: 1000\r\n\r\nhalf"), "no proper answer"),
    "chunks without end": (raw(OK + CHUNKED + b"5\r\nhello\r\n"), "no proper answer"),
    "a length that is none": (raw(OK + b"Content-Length: many\r\n\r\nhello"), "no proper answer"),
    "two lengths": (raw(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello"), "no proper answer"),
    "a body by drips": (raw(OK + b"Content-Length: 1000\r\n\r\n", b"x", again=True, pause=0.05), "too slow"),
    "headers by drips": (raw(OK, b"X", again=True, pause=0.05), "too slow"),
    "silence": (raw(b"", b"", again=True, pause=0.05), "too slow"),
    "a reset midway": (reset, "cannot be reached"),
    "nothing at all": (raw(b""), "no proper answer"),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "no proper answer"),
    "a gzip bomb": (packed(gzip.compress(ZEROS), "gzip"), "larger than the 100,000 bytes"),
    "a deflate bomb": (packed(zlib.compress(ZEROS), "deflate"), "larger than the 100,000 bytes"),
    "a bare deflate bomb": (packed(bare_deflate(ZEROS), "deflate"), "larger than the 100,000 bytes"),
    "a bomb in a bomb": (packed(gzip.compress(gzip.compress(ZEROS)), "gzip, gzip"), "packed as 'gzip, gzip'"),
    "an unknown packing": (packed(b"x", "br"), "packed as 'br', which was not asked for"),
    "a packing cut off": (packed(gzip.compress(b"hello" * 1000)[:30], "gzip"), "cut off"),
    "no packing, though it says so": (packed(b"hello", "gzip"), "no gzip, as it says"),
    "a picture": (Page(b"\x89PNG", "image/png"), "is image/png, and no text"),
    "a redirect to itself": (Page(status=302, headers={"Location": "/x"}), "redirects more than 5 times"),
    "a redirect to nowhere": (Page(status=302), "redirects to nowhere"),
    "a redirect to a file": (Page(status=302, headers={"Location": "file:///etc/passwd"}), "only http and https"),
    "a redirect to data": (Page(status=302, headers={"Location": "data:text/html,x"}), "only http and https"),
    "a redirect to a port": (Page(status=302, headers={"Location": "http://127.0.0.1:22/"}), "port 22 is not one"),
    "a redirect next door": (Page(status=302, headers={"Location": "http://127.0.0.1:1025/"}), "private network"),
    "a redirect to a control": (Page(status=302, headers={"Location": "/a\x7fb"}), "control characters"),
    "not found": (Page(status=404), "the server says 404, not found"),
    "an error": (Page(status=500), "the server says 500"),
    "gone": (Page(status=410), "gone for good"),
    "no change, unasked": (Page(status=304), "304, not changed, of what it was not asked"),
    "an odd status": (Page(status=204), "the server says 204"),
}  # fmt: skip
LASTING = {
    *("an unknown packing", "a picture", "a redirect to itself", "a redirect to nowhere", "a redirect to a file"),
    *("a redirect to data", "a redirect to a port", "a redirect next door", "a redirect to a control", "not found"),
    *("gone", "an endless body", "a gzip bomb", "a deflate bomb", "a bare deflate bomb", "a bomb in a bomb"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_are_one_line(name: str, web: Web, make: Callable[..., Fetcher]) -> None:
    answer, told = HOSTILE[name]
    address = at(web, "/x", answer)
    began = time.monotonic()
    with pytest.raises(FetchError, match=told) as raised:
        make(limits=SHORT).fetch(address, ASKED, home(web))
    assert "\n" not in str(raised.value)
    if name != "endless chunks":  # which bound is met first is a matter of the machine
        assert raised.value.lasting is (name in LASTING)
    assert time.monotonic() - began < 15  # not by as long as the server would go on


def test_the_whole_has_its_time_though_each_step_may_take_longer(web: Web, make: Callable[..., Fetcher]) -> None:
    address = at(web, "/x", lambda _: time.sleep(8))
    began = time.monotonic()
    with pytest.raises(FetchError, match="too slow"):
        make(limits=Limits(read=30, whole=0.5)).fetch(address, ASKED, home(web))
    assert time.monotonic() - began < 7


def test_a_body_that_is_longer_than_it_says_is_cut(web: Web, make: Callable[..., Fetcher]) -> None:
    address = at(web, "/x", raw(OK + b"Content-Length: 5\r\n\r\nhello and more"))
    assert make().fetch(address, ASKED, home(web)).body == b"hello"


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"hello", "identity"),
        (gzip.compress(b"hello"), "gzip"),
        (gzip.compress(b"hel") + gzip.compress(b"lo"), "x-gzip"),
        (gzip.compress(b"hello") + b"\0" * 512, "gzip"),
        (zlib.compress(b"hello"), "deflate"),
        (bare_deflate(b"hello"), "Deflate"),
    ],
)
def test_bodies_are_unpacked(body: bytes, coding: str, web: Web, make: Callable[..., Fetcher]) -> None:
    assert make().fetch(at(web, "/x", packed(body, coding)), ASKED, home(web)).body == b"hello"


class TestRedirects:
    def test_only_permanent_ones_all_the_way_are_remembered(self, web: Web, make: Callable[..., Fetcher]) -> None:
        web.pages = {
            "/old": Page(status=301, headers={"Location": "/newer"}),
            "/newer": Page(status=308, headers={"Location": web.url("/new")}),
            "/away": Page(status=301, headers={"Location": "/for-now"}),
            "/for-now": Page(status=302, headers={"Location": "/new"}),
            "/soon": Page(status=307, headers={"Location": "/old"}),
            "/new": Page("hello"),
        }
        moved = {}
        for path in ("/old", "/away", "/soon", "/new"):
            answer = make().fetch(read_address(web.url(path)), ASKED, home(web))
            assert (answer.body, answer.address.target) == (b"hello", "/new")
            moved[path] = answer.moved.target if answer.moved else None
        assert moved == {"/old": "/new", "/away": "/for-now", "/soon": None, "/new": None}

    def test_every_host_on_the_way_has_its_say(self, web: Web, make: Callable[..., Fetcher]) -> None:
        web.pages = {
            "/a": Page(status=302, headers={"Location": "/secret/b"}),
            "/secret/b": Page("hello"),
            "/robots.txt": Page("User-agent: *\nDisallow: /secret\n", "text/plain"),
        }
        with pytest.raises(FetchError, match=r"robots\.txt forbids it"):
            make().fetch(read_address(web.url("/a")), ASKED, home(web))


class TestReach:
    NAMES: ClassVar = {
        "public.example": ("93.184.216.34",),
        "inner.example": ("10.0.0.5",),
        "both.example": ("93.184.216.34", "127.0.0.1"),
        "mapped.example": ("::ffff:169.254.169.254",),
        "127.1": ("127.0.0.1",),
        "2130706433": ("127.0.0.1",),
    }

    @pytest.mark.parametrize("host", ["inner.example", "both.example", "mapped.example", "127.1", "2130706433"])
    def test_links_lead_to_no_private_host(self, host: str, web: Web, make: Callable[..., Fetcher]) -> None:
        network, dialled = network_to(web, self.NAMES)
        with pytest.raises(FetchError, match="private network") as raised:
            make(network).fetch(read_address(f"http://{host}/x"), ASKED, NOWHERE)
        assert raised.value.lasting
        assert dialled == []

    def test_nor_do_redirects(self, web: Web, make: Callable[..., Fetcher]) -> None:
        network, dialled = network_to(web, self.NAMES)
        web.pages = {"/x": Page(status=302, headers={"Location": "http://inner.example/admin"})}
        with pytest.raises(FetchError, match=r"inner\.example is a host of the private network"):
            make(network).fetch(read_address("http://public.example/x"), ASKED, NOWHERE)
        assert set(dialled) == {"93.184.216.34"}

    def test_what_is_checked_is_what_is_dialled(self, web: Web, make: Callable[..., Fetcher]) -> None:
        answers = iter([["93.184.216.34"], ["93.184.216.34"], ["127.0.0.1"]])  # a name that turns round
        network, dialled = network_to(web, {})
        network.resolve = lambda _host, _port: next(answers)
        web.pages = {"/x": Page("hello")}
        fetcher = make(network)
        assert fetcher.fetch(read_address("http://turns.example/x"), ASKED, NOWHERE).body == b"hello"
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch(read_address("http://turns.example/x"), ASKED, NOWHERE)
        assert dialled == ["93.184.216.34", "93.184.216.34"]

    def test_a_host_that_the_user_named_may_be_private(self, web: Web, make: Callable[..., Fetcher]) -> None:
        network, _ = network_to(web, self.NAMES)
        web.pages = {"/x": Page("hello")}
        address = read_address("http://inner.example/x")
        answer = make(network).fetch(address, ASKED, Permit("inner.example", 80))
        assert answer.private
        public = read_address("http://public.example/x")
        assert not make(network).fetch(public, ASKED, Permit("inner.example", 80)).private
        with pytest.raises(FetchError, match="private network"):
            make(network).fetch(address, ASKED, Permit("inner.example", 80, private=False))
        with pytest.raises(FetchError, match="private network"):
            make(network).fetch(read_address("http://inner.example:6379/x"), ASKED, Permit("inner.example", 80))

    def test_a_host_that_is_none(self, web: Web, make: Callable[..., Fetcher]) -> None:
        network, _ = network_to(web, {})
        with pytest.raises(FetchError, match=r"there is no host nowhere\.example") as raised:
            make(network).fetch(read_address("http://nowhere.example/"), ASKED, NOWHERE)
        assert not raised.value.lasting

    def test_looking_a_name_up_has_its_time(self, web: Web, make: Callable[..., Fetcher]) -> None:
        network, _ = network_to(web, {})
        never = threading.Event()

        def wait(_host: str, _port: int) -> list[str]:
            never.wait(20)
            return []

        network.resolve = wait
        with pytest.raises(FetchError, match="no connection within"):
            make(network, Limits(connect=0.2)).fetch(read_address("http://slow.example/"), ASKED, NOWHERE)
        never.set()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def secure(authority: trustme.CA) -> Iterator[Web]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("public.example").configure_cert(context)
    with Web({"/x": Page("hello")}, context) as running:
        yield running


class TestTLS:
    @pytest.fixture
    def trusting(self, secure: Web, authority: trustme.CA) -> Network:
        names = {"public.example": ("93.184.216.34",), "other.example": ("93.184.216.35",)}
        network, _ = network_to(secure, names)
        context = ssl.create_default_context()
        authority.configure_trust(context)
        network.trusted = lambda: context
        return network

    def test_the_certificate_is_of_the_name_though_the_address_is_dialled(
        self, trusting: Network, make: Callable[..., Fetcher]
    ) -> None:
        assert make(trusting).fetch(read_address("https://public.example/x"), ASKED, NOWHERE).body == b"hello"

    def test_a_certificate_of_another_name(self, trusting: Network, make: Callable[..., Fetcher]) -> None:
        with pytest.raises(FetchError, match=r"certificate is no good.*other") as raised:
            make(trusting).fetch(read_address("https://other.example/x"), ASKED, NOWHERE)
        assert not raised.value.lasting

    def test_a_certificate_of_nobody(self, trusting: Network, make: Callable[..., Fetcher]) -> None:
        trusting.trusted = Network().trusted
        with pytest.raises(FetchError, match="certificate is no good"):
            make(trusting).fetch(read_address("https://public.example/x"), ASKED, NOWHERE)

    def test_no_tls_at_all(self, web: Web, make: Callable[..., Fetcher]) -> None:
        address = read_address(web.url("/x").replace("http:", "https:"))
        with pytest.raises(FetchError, match="no secure connection"):
            make(limits=SHORT).fetch(address, ASKED, home(web))


class TestManners:
    def test_who_asks_says_so(self, web: Web, make: Callable[..., Fetcher]) -> None:
        web.seen.clear()
        make(contact="me@example.org").fetch(at(web, "/x", Page("hello")), ASKED, home(web))
        headers = web.seen[-1].headers
        assert headers["user-agent"].startswith("newskg/")
        assert headers["user-agent"].endswith("(+https://pypi.org/project/newskg/; me@example.org)")
        assert headers["from"] == "me@example.org"
        assert not {"cookie", "authorization", "referer"} & headers.keys()

    @pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "(a)", "ä@example.org", "x" * 300])
    def test_a_contact_that_would_break_the_header(self, contact: str) -> None:
        with pytest.raises(FeedError, match="as a contact"):
            agent_of(contact)

    def test_no_cookie_comes_back(self, web: Web, make: Callable[..., Fetcher]) -> None:
        web.seen.clear()
        address = at(web, "/x", Page("hello", headers={"Set-Cookie": "a=b"}))
        fetcher = make()
        for _ in range(2):
            fetcher.fetch(address, ASKED, home(web))
        assert not any("cookie" in each.headers for each in web.seen)

    def test_a_password_goes_to_its_own_host_alone(self, web: Web, make: Callable[..., Fetcher]) -> None:
        network, _ = network_to(web, TestReach.NAMES | {"own.example": ("93.184.216.36",)})
        web.seen.clear()
        web.pages = {
            "/x": Page(status=302, headers={"Location": "http://public.example/y"}),
            "/y": Page(status=302, headers={"Location": "http://me:mine@own.example/z"}),
            "/z": Page("hello"),
        }
        address = read_address("http://user:secret@own.example/x")
        answer = make(network).fetch(address, ASKED, NOWHERE)
        sent = {(each.headers["host"], each.path): each.headers.get("authorization") for each in web.seen}
        assert sent[("own.example", "/x")] == "Basic dXNlcjpzZWNyZXQ="
        assert sent[("public.example", "/y")] is None
        assert sent[("public.example", "/robots.txt")] is None
        assert sent[("own.example", "/z")] in ("Basic dXNlcjpzZWNyZXQ=", None)  # never what the server names
        assert "secret" not in repr(address) + str(address) + address.shown + str(answer.address)

    def test_no_message_has_a_password(self, web: Web, make: Callable[..., Fetcher]) -> None:
        web.pages = {}
        port = web.port
        with pytest.raises(FetchError) as raised:
            make().fetch(read_address(f"http://user:secret@127.0.0.1:{port}/x"), ASKED, home(web))
        assert "secret" not in str(raised.value)

    def test_what_is_known_is_asked_for_by_its_mark(self, web: Web, make: Callable[..., Fetcher]) -> None:
        address = at(web, "/x", Page("hello", etag='"1"'))
        again = Asked("*/*", 1000, etag='"1"', last_modified="Mon, 07 Mar 2022 10:15:00 GMT")
        answer = make().fetch(address, again, home(web))
        assert (answer.status, answer.body) == (304, b"")
        assert web.seen[-1].headers["if-modified-since"] == "Mon, 07 Mar 2022 10:15:00 GMT"

    def test_there_is_a_pause_between_requests(self, web: Web, make: Callable[..., Fetcher], clock: QuickClock) -> None:
        address = at(web, "/x", Page("hello"))
        fetcher = make()
        for _ in range(3):
            fetcher.fetch(address, ASKED, home(web))
        assert clock.slept == [2.0, 2.0, 2.0]  # robots.txt is a request, too

    def test_a_longer_pause_that_robots_txt_asks_for(
        self, web: Web, make: Callable[..., Fetcher], clock: QuickClock
    ) -> None:
        web.pages = {"/x": Page("hello"), "/robots.txt": Page("User-agent: newskg\nCrawl-delay: 30", "text/plain")}
        address = read_address(web.url("/x"))
        fetcher = make()
        for _ in range(3):
            fetcher.fetch(address, ASKED, home(web))
        assert clock.slept == [30.0, 30.0, 30.0]

    def test_a_host_that_is_busy_is_left_alone(self, web: Web, make: Callable[..., Fetcher], clock: QuickClock) -> None:
        address = at(web, "/x", Page(status=503, headers={"Retry-After": "600"}))
        fetcher = make()
        fetcher.end = clock.now() + 300
        with pytest.raises(FetchError, match="503, not available now") as raised:
            fetcher.fetch(address, ASKED, home(web))
        assert raised.value.wait == 600
        with pytest.raises(NotNow, match="to be left alone for 10 more minutes"):
            fetcher.fetch(address, ASKED, home(web))

    def test_a_host_that_fails_again_and_again_rests_until_the_next_round(
        self, web: Web, make: Callable[..., Fetcher]
    ) -> None:
        address = at(web, "/x", Page(status=500))
        fetcher = make()
        for _ in range(3):
            with pytest.raises(FetchError, match="500"):
                fetcher.fetch(address, ASKED, home(web))
        with pytest.raises(NotNow, match="failed 3 times on end"):
            fetcher.fetch(address, ASKED, home(web))
        fetcher.hosts.begin_round()
        with pytest.raises(FetchError, match="500"):
            fetcher.fetch(address, ASKED, home(web))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120), ("0", 0), ("99999999999999", 86_400), ("-5", 0), ("soon", 0), ("", 0),
        ("Mon, 07 Mar 2022 10:46:40 GMT", 0), ("Mon, 07 Mar 2022 10:57:40 GMT", 1060 - 400),
        ("Mon, 07 Mar 2222 10:57:40 GMT", 86_400), ("Mon, 77 Mar 2022 10:57:40 GMT", 0), ("1_0", 0), ("²", 0),
    ],
)  # fmt: skip
def test_retry_after(text: str, seconds: float) -> None:
    assert retry_after(text, 1_646_650_000.0) == seconds


def test_ending_cuts_what_is_under_way(web: Web, make: Callable[..., Fetcher]) -> None:
    waiting = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        waiting.set()
        time.sleep(3)

    address = at(web, "/x", silent)
    network = Network()
    fetcher = make(network)
    raised: list[FetchError] = []

    def fetch() -> None:
        try:
            fetcher.fetch(address, ASKED, home(web))
        except FetchError as error:
            raised.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    assert waiting.wait(20)
    began = time.monotonic()
    network.end()
    thread.join(20)
    assert raised
    assert time.monotonic() - began < 2.5
