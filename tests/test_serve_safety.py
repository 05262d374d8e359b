"""What the server must not do, whoever asks: call others, show files, be spoken to by foreign pages, fall over."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import ServerError
from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.server.security import is_loopback
from kg.server.static import assets
from kg.server.token import find_token

News = tuple[tuple[Article, tuple[Claim, ...]], ...]

SAFE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ASSET = next(name for name in sorted(assets()) if name.endswith(".css"))
GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def served(
    kg_serve: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory, news: News, small_ontology: Ontology
) -> Any:
    folder = tmp_path_factory.mktemp("safe") / "news"
    with open_store(folder, create=True) as opened:
        update(opened, news, small_ontology, "test-model 1")
    (folder / "secret").write_text("geheim")
    return kg_serve(folder, "--timeout", "5", "--cors", "https://friend.example", "--allow-host", "kg.example")


def get(served: Any, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


def send(served: Any, data: bytes, *, wait: float = 20) -> bytes:
    """Send bytes as they are and read whatever comes back until the connection ends."""
    received = b""
    try:
        with socket.create_connection(("127.0.0.1", served.port), timeout=wait) as raw:
            raw.sendall(data)
            raw.shutdown(socket.SHUT_WR)
            while more := raw.recv(65536):
                received += more
    except OSError:  # it may have closed before all was sent
        pass
    return received


def ask(served: Any, query: str, **headers: str) -> tuple[int, str]:
    status, _, text = get(served, f"/sparql?query={quote(query)}", **headers)
    return status, text


def still_there(served: Any) -> bool:
    return ask(served, "ASK { ?a ?b ?c }") == (200, '{"head":{},"boolean":true}') and served.process.poll() is None


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port, and who has called there."""
    callers: list[object] = []
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        ear.settimeout(0.05)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    caller, address = ear.accept()
                except TimeoutError:
                    continue
                callers.append(address)
                caller.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield ear.getsockname()[1], callers
        finally:
            ended.set()
            thread.join()


class TestNoCalls:
    # Ways to write a call, some of which one parser takes for strings, comments or names and another does not.
    CALLS = (
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
        "SELECT * { SERVICE # comment {\n <URL> # another\r{ ?s ?p ?o } }",
        "PREFIX : <URL> SELECT * { SERVICE:{ ?s ?p ?o } }",
        "PREFIX e: <URL> SELECT * { ?s ?p 1SERVICE e: { ?s ?p ?o } }",
        "PREFIX e: <URL> SELECT * { ?s ?p e:.SERVICE e: { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <URL> } SERVICE$x{ ?s ?p ?o } }",
        'SELECT * { ?a ?p ?b FILTER(?a<?b#>"""\n) SERVICE <URL> { ?s ?q ?o } #"""\n }',
        "SELECT * { ?a ?p ?b FILTER(?a<1)SERVICE#>\n<URL>{ ?s ?q ?o } }",
        "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { S\\u0045RVICE <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <URL>",
    )

    def test_no_query_makes_the_server_call_another(self, served: Any) -> None:
        with listening() as (port, callers):
            told = [ask(served, call.replace("URL", f"http://127.0.0.1:{port}/")) for call in self.CALLS]
            # This is how a call would have looked:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            for _ in range(100):
                if callers:
                    break
                threading.Event().wait(0.02)
        assert len(callers) == 1
        assert [status for status, _ in told[:14]] == [403] * 14
        assert "SERVICE is refused" in told[0][1]

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT ?service { ?service a kg:Person }",
            "SELECT * { ?s rdfs:label 'the SERVICE of <b>' . { ?s ?p ?o } }",
            "PREFIX service: <urn:s:> SELECT * { service:a service:b ?service . { ?a ?b ?c } }",
            "SELECT * { GRAPH <http://example.org/service> { ?s ?p ?o } }",
            "SELECT * { ?s <http://example.org/#service> ?o OPTIONAL { ?s ?p ?o } }",
            "SELECT * { VALUES ?service { 1 } }",
        ],
    )
    def test_the_word_alone_harms_nobody(self, served: Any, query: str) -> None:
        assert ask(served, query)[0] == 200


class TestPages:
    @pytest.mark.parametrize("path", ["/", "/sparql", f"/assets/{ASSET}", "/nowhere", "/sparql?query=no"])
    def test_every_answer_has_the_headers_of_safety(self, served: Any, path: str) -> None:
        _, headers, _ = get(served, path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] in {"no-store", "no-cache"}
        assert headers["Server"] is None
        assert headers["Access-Control-Allow-Origin"] is None

    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("127.0.0.1", 200),
            ("localhost:8077", 200),
            ("LocalHost", 200),
            ("[::1]:8077", 200),
            ("kg.example", 200),
            ("evil.example", 421),
            ("127.0.0.1.evil.example", 421),
            ("localhost.evil.example:8077", 421),
            ("evil.example@127.0.0.1", 421),
            ("127.0.0.1:80:80", 421),
            ("192.168.0.1", 421),
            ("", 421),
        ],
    )
    def test_a_name_that_was_made_to_point_here_is_refused(self, served: Any, host: str, status: int) -> None:
        assert get(served, "/sparql", Host=host)[0] == status

    FOREIGN: tuple[tuple[str, dict[str, str], int], ...] = (
        ("GET", {}, 200),
        ("GET", {"Origin": "http://evil.example"}, 403),
        ("GET", {"Origin": "null"}, 403),
        ("GET", {"Origin": "https://friend.example"}, 200),
        ("GET", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ("GET", {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}, 403),
        ("GET", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 200),
        ("POST", {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Content_Length": "0"}, 403),
        ("GET", {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, 200),
        ("GET", {"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate"}, 200),
    )

    @pytest.mark.parametrize(("method", "headers", "status"), FOREIGN)
    def test_scripts_of_other_pages_ask_in_vain(
        self, served: Any, method: str, headers: dict[str, str], status: int
    ) -> None:
        assert get(served, "/sparql?query=ASK%7B%7D", method, **headers)[0] == status

    def test_our_own_pages_ask_by_whatever_name_they_were_reached(self, served: Any) -> None:
        own = {"Host": f"localhost:{served.port}", "Origin": f"http://localhost:{served.port}"}
        assert get(served, "/sparql?query=ASK%7B%7D", **own)[0] == 200

    def test_cors_lets_in_whom_it_names_and_nobody_else(self, served: Any) -> None:
        asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "content-type"}
        status, headers, _ = get(served, "/sparql", "OPTIONS", Origin="https://friend.example", **asked)
        assert (status, headers["Access-Control-Allow-Origin"]) == (200, "https://friend.example")
        status, headers, _ = get(served, "/sparql", "OPTIONS", Origin="https://evil.example", **asked)
        assert (status, headers["Access-Control-Allow-Origin"]) == (403, None)

    @pytest.mark.parametrize(
        ("host", "alone"),
        [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
         ("::", False), ("192.168.1.1", False), ("example.org", False)],
    )  # fmt: skip
    def test_which_addresses_are_this_machine_s_alone(self, host: str, *, alone: bool) -> None:
        assert is_loopback(host) is alone


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/..%5capp.py", "/assets/%00",
            f"/assets/{ASSET}%00", "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "//etc/passwd", "/../secret",
            "/%2e%2e/%2e%2e/etc/passwd", "/secret", "/kg-store.json", "/assets/", "/assets", "/assets/app.py",
            "/assets/%ff%fe", f"/assets/{ASSET}/..", "/assets/.", "/%252e%252e/secret", f"/assets/{ASSET};x",
            "http://evil.example/", f"/assets/{ASSET}/../../app.py",
        ],
    )  # fmt: skip
    def test_no_path_leads_out(self, served: Any, path: str) -> None:
        answer = send(served, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        assert re.match(rb"HTTP/1.1 (404|307)", answer), answer
        assert b"geheim" not in answer
        assert b"import" not in answer

    def test_an_asset_is_there_and_is_not_sent_twice(self, served: Any) -> None:
        status, headers, text = get(served, f"/assets/{ASSET}")
        assert (status, headers.get_content_type()) == (200, "text/css")
        assert "{" in text
        assert get(served, f"/assets/{ASSET}", If_None_Match=headers["ETag"])[0] == 304


class TestNothingBreaksIt:
    BROKEN = (
        bytes(range(256)) * 40,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 500,
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\n\r\n",
        b"GET  /  HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/sparql-query\r\n\r\nzz\r\n",
        b"\r\n\r\n\r\n",
        b"",
    )

    @pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
    def test_broken_requests_are_refused(self, served: Any, data: bytes) -> None:
        assert not re.match(rb"HTTP/1.1 (2|5)", send(served, data))
        assert still_there(served)

    def test_a_body_that_stops_halfway_is_no_request(self, served: Any) -> None:
        half = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
        assert b"200 OK" not in send(served, half + b"Content-Length: 100\r\n\r\nASK {")
        assert still_there(served)

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * " + "{" * 50_000 + "}" * 50_000,
            f"SELECT ({'(' * 20_000}1{')' * 20_000} AS ?x) {{}}",
            f"SELECT * {{ ?s {'/'.join(['<a:b>'] * 20_000)} ?o }}",
            f"ASK {{ FILTER REGEX('{'a' * 30_000}', '(a+)+$') }}",
        ],
        ids=["groups", "brackets", "path", "pattern"],
    )
    def test_a_monstrous_query_ends_no_more_than_its_own_process(self, served: Any, query: str) -> None:
        body = query.encode()
        head = (
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        with socket.create_connection(("127.0.0.1", served.port), timeout=30) as raw:
            raw.sendall(head + body)
            answer = b""
            while more := raw.recv(65536):
                answer += more
        assert re.match(rb"HTTP/1.1 (200|400|504|507) ", answer), answer[:200]
        assert still_there(served)

    def test_no_mistake_shows_where_files_are_or_how_the_program_goes(self, served: Any) -> None:
        paths = ("/sparql?query=no", "/sparql?query=%00", "/nowhere", "/sparql?default-graph-uri=%00&query=ASK%7B%7D")
        for path in paths:
            text = get(served, path)[2]
            assert "Traceback" not in text
            assert str(Path(__file__).parent.parent) not in text
            assert "/tmp" not in text

    @SAFE
    @example(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n")
    @given(st.binary(max_size=400) | st.binary(max_size=60).map(GET.__add__))
    def test_whatever_bytes_come_it_stays(self, served: Any, data: bytes) -> None:
        assert not re.match(rb"HTTP/1.1 5", send(served, data))

    @SAFE
    @given(
        method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT"]),
        path=st.sampled_from(["/sparql", "/update", "/", "/assets/"])
        | st.text(max_size=30).map(lambda text: f"/{quote(text)}"),
        query=st.dictionaries(
            st.sampled_from(["query", "update", "default-graph-uri", "named-graph-uri", "x"]), st.text(max_size=40)
        ),
        headers=st.dictionaries(
            st.sampled_from(["Accept", "Content-Type", "Origin", "Authorization", "If-None-Match", "Sec-Fetch-Site"]),
            st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)
            | st.sampled_from(["text/csv;q=0.1,*/*", "application/sparql-query", "application/sparql-update"]),
        ),
        body=st.text(max_size=60),
    )
    def test_whatever_is_asked_has_an_answer(
        self, served: Any, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: str
    ) -> None:
        asked = "&".join(f"{name}={quote(value)}" for name, value in query.items())
        lines = [f"{method} {path}?{asked} HTTP/1.1", "Host: localhost", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        data = body.encode() if method in {"POST", "PUT"} else b""
        lines += [f"Content-Length: {len(data)}", "", ""]
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as raw:
            raw.sendall("\r\n".join(lines).encode() + data)
            answer = b""
            while more := raw.recv(65536):
                answer += more
        status = int(answer.split(b" ", 2)[1])
        assert status in {200, 204, 303, 304, 307, 400, 403, 404, 405, 406, 413, 415, 421}, answer
        assert b"X-Content-Type-Options: nosniff".lower() in answer.lower()

    def test_it_is_still_there(self, served: Any) -> None:
        assert still_there(served)
        assert "Traceback" not in served.said.read_text()
        assert "request failed" not in served.said.read_text()


class TestToken:
    def test_it_comes_from_a_file_the_environment_or_is_made_up(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("KG_SERVE_TOKEN", raising=False)
        made, told = find_token(None)
        assert len(made) >= 32
        assert told is not None
        assert made in told
        assert find_token(None)[0] != made
        monkeypatch.setenv("KG_SERVE_TOKEN", "a-token-of-ours-1")
        assert find_token(None) == ("a-token-of-ours-1", None)
        (tmp_path / "token").write_text("another-token-of-ours\n")
        assert find_token(tmp_path / "token") == ("another-token-of-ours", None)

    @pytest.mark.parametrize("text", ["short", "", "with a blank in the middle", "für immer und ewig!!"])
    def test_a_bad_one_is_refused(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "token").write_text(text)
        with pytest.raises(ServerError, match="at least 16 letters"):
            find_token(tmp_path / "token")
        with pytest.raises(ServerError, match="cannot be read"):
            find_token(tmp_path / "none")
