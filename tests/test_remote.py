"""A graph at a SPARQL endpoint: what it shares a server with, what servers refuse, and what is left when one dies."""

from __future__ import annotations

import base64
import http.client
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import NamedNode, Quad

from kg.errors import QueryError, StoreError
from kg.export import FORMATS, export
from kg.graph.build import update
from kg.graph.endpoint import AUTH, open_endpoint
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
NQuads = Callable[[Store], list[str]]
Serve = Callable[..., tuple[str, "subprocess.Popen[bytes]"]]
Answer = Callable[[BaseHTTPRequestHandler, bytes], tuple[int, dict[str, str], bytes]]

SECRET = "geheim"
FOREIGN = "INSERT DATA { GRAPH <urn:theirs> { <urn:a> <urn:b> <urn:c> } }"


@pytest.fixture
def whole(news: News, small_ontology: Ontology, nquads: NQuads) -> list[str]:
    with open_store() as store:
        update(store, news, small_ontology, "m")
        return nquads(store)


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A web server that answers every POST as told, and its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, text = answer(self, body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def passed_on(server: str) -> Answer:
    """Answer as the server does that a request is passed on to."""

    def answer(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(urlsplit(server).netloc)
        kept = {name: asked.headers[name] for name in ("Content-Type", "Accept")}
        connection.request("POST", asked.path, body, kept)
        with connection.getresponse() as response:
            told = response.status, {"Content-Type": response.headers["Content-Type"] or ""}, response.read()
        connection.close()
        return told

    return answer


@pytest.mark.parametrize("graphs", ["", "?union-default-graph"])
def test_what_others_have_on_the_server_is_neither_shown_nor_touched(
    tmp_path: Path, endpoint: str, news: News, small_ontology: Ontology, nquads: NQuads, whole: list[str], graphs: str
) -> None:
    url = endpoint.split("?", maxsplit=1)[0] + graphs
    server = open_endpoint(url, writable=True)
    server.change(FOREIGN)
    with open_store(tmp_path / "s", create=True, endpoint=url) as store:
        update(store, news, small_ontology, "m")
        assert nquads(store) == whole
        assert store.count_entities() == 9
        update(store, (), small_ontology, "m", only=set())
        assert nquads(store) == []
    assert server.ask("ASK { GRAPH <urn:theirs> { <urn:a> <urn:b> <urn:c> } }")


def test_a_new_store_is_not_built_over_what_is_there(
    tmp_path: Path, endpoint: str, news: News, small_ontology: Ontology
) -> None:
    open_endpoint(endpoint, writable=True).change("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with pytest.raises(StoreError, match=r"holds triples in its default graph that are not kg's"):
        open_store(tmp_path / "one", create=True, endpoint=endpoint)
    open_endpoint(endpoint, writable=True).change("DROP ALL")
    with open_store(tmp_path / "one", create=True, endpoint=endpoint) as store:
        update(store, news, small_ontology, "m")
    with pytest.raises(StoreError, match=r"holds the graph of a store already \(https://newskg.example/"):
        open_store(tmp_path / "two", create=True, endpoint=endpoint)
    with pytest.raises(StoreError, match=r"its graph is kept at http.*, not at http://elsewhere.example/query"):
        open_store(tmp_path / "one", endpoint="http://elsewhere.example/query")
    open_store(tmp_path / "local", create=True).close()
    with pytest.raises(StoreError, match="its graph is kept in the folder itself"):
        open_store(tmp_path / "local", endpoint=endpoint)


def test_the_folder_remembers_its_endpoint(
    tmp_path: Path, endpoint: str, news: News, small_ontology: Ontology, nquads: NQuads, whole: list[str]
) -> None:
    with open_store(tmp_path, create=True, endpoint=endpoint) as store:
        update(store, news[:1], small_ontology, "m")
    with open_store(tmp_path) as store:
        assert update(store, news, small_ontology, "m").new == 2
    with open_store(tmp_path, read_only=True) as store:
        assert nquads(store) == whole
        with pytest.raises(StoreError, match="opened for reading only"):
            update(store, news, small_ontology, "m")
    assert not (tmp_path / "graph").exists()


def test_an_endpoint_is_read_by_its_address_alone(
    tmp_path: Path, endpoint: str, news: News, small_ontology: Ontology, nquads: NQuads
) -> None:
    with open_store(tmp_path, create=True, endpoint=endpoint) as store:
        update(store, news, small_ontology, "m", base="https://other.example/x/")
        built = nquads(store)
    with open_store(endpoint, read_only=True) as store:
        assert store.base == "https://other.example/x/"
        assert nquads(store) == built
        assert store.query("ASK { kgr:israel kg:coordinatesWith kgr:russia }")
        with pytest.raises(StoreError, match="has the graph alone, and this asks for more; name the store's folder"):
            store.kept.ids()
    with pytest.raises(StoreError, match="can only be read; to build there, name a folder as the store and this"):
        open_store(endpoint)


def test_exports_of_an_address_alone_are_those_of_the_folder(
    tmp_path: Path, endpoint: str, news: News, shipped: Ontology
) -> None:
    with open_store(tmp_path, create=True, endpoint=endpoint) as store:
        update(store, news, shipped, "m")
    with open_store(tmp_path, read_only=True) as folder, open_store(endpoint, read_only=True) as alone:
        for form in FORMATS:
            written = BytesIO(), BytesIO()
            for each, out in zip((folder, alone), written, strict=True):
                export(each, form, out)
            assert written[0].getvalue() == written[1].getvalue(), form


def test_a_server_that_comes_back_empty_is_filled_again(
    tmp_path: Path, endpoint: str, news: News, small_ontology: Ontology, nquads: NQuads, whole: list[str]
) -> None:
    with open_store(tmp_path, create=True, endpoint=endpoint) as store:
        update(store, news, small_ontology, "m")
    open_endpoint(endpoint, writable=True).change("DROP ALL")
    with open_store(tmp_path) as store:
        assert update(store, (), small_ontology, "m").articles == 3
        assert nquads(store) == whole


@pytest.mark.parametrize("on_disk", [True, False])
@pytest.mark.parametrize("updates", [1, 3, 5, 7])
def test_a_server_killed_during_a_build_costs_nothing(
    tmp_path: Path,
    serve: Serve,
    news: News,
    small_ontology: Ontology,
    nquads: NQuads,
    updates: int,
    on_disk: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_store() as store:
        update(store, news, small_ontology, "m")
        whole = nquads(store)
    monkeypatch.setattr("kg.graph.remote.RemoteGraph.at_once", 1)  # a request for every article
    data = tmp_path / "data" if on_disk else None
    address, process = serve(data)
    answer, done = passed_on(address), 0

    def until_it_dies(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        nonlocal done
        done += asked.path.startswith("/update")
        if done > updates and process.poll() is None:  # the opening sends the first
            process.kill()
            process.wait()
        try:
            return answer(asked, body)
        except OSError:
            asked.connection.close()
            raise

    with answering(until_it_dies) as url:
        with (
            pytest.raises(StoreError, match=r"the connection broke off|nobody answers"),
            open_store(tmp_path / "s", create=True, endpoint=f"{url}/query") as store,
        ):
            update(store, news, small_ontology, "m")
        serve(data, port=urlsplit(address).port)
        with open_store(tmp_path / "s") as store:
            assert update(store, news, small_ontology, "m").unchanged == 3
            assert nquads(store) == whole


def test_a_server_that_takes_short_requests_only_gets_short_ones(
    tmp_path: Path,
    endpoint: str,
    server: str,
    news: News,
    small_ontology: Ontology,
    nquads: NQuads,
    whole: list[str],
) -> None:
    answer, refused = passed_on(server), []

    def limited(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if len(body) > 2_000:
            refused.append(len(body))
            return 413, {}, b"too much"
        return answer(asked, body)

    with answering(limited) as url:
        with open_store(tmp_path / "s", create=True, endpoint=f"{url}/query") as store:
            update(store, news, small_ontology, "m")
            assert nquads(store) == whole
        assert refused

    def stubborn(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        return (413, {}, b"") if b"oa#exact" in body else answer(asked, body)

    open_endpoint(endpoint, writable=True).change("DROP ALL")
    with (
        answering(stubborn) as url,
        pytest.raises(StoreError, match=r"does not take a request of this size \(413\)"),
        open_store(tmp_path / "t", create=True, endpoint=f"{url}/query") as store,
    ):
        update(store, news, small_ontology, "m")


HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/sparql-results+json"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (401, {}, b"", f"wants a user and password; set {AUTH} to user:password"),
        (403, {}, b"", "does not let this user in"),
        (404, {}, b"", "there is nothing at this address (404); name the URL of the SPARQL service itself"),
        (405, {}, b"", "does not take such requests (405); it may be read-only"),
        (413, {}, b"", "does not take a request of this size (413)"),
        (301, {"Location": "https://other.example/query"}, b"", "has moved to https://other.example/query; name that"),
        (302, {"Location": f"https://me:{SECRET}@x.example/"}, b"", "has moved to https://...@x.example/"),
        (500, HTML, b"<html><title>Out of\nmemory</title><p>at x.java</p>", "fails (500): Out of memory"),
        (503, {}, b"", "fails (503)"),
        (200, HTML, b"<html>Welcome</html>", "answers with text/html, no result of a query; is it the URL of a SPARQL"),
        (200, {}, b"", "answers with no word of what it is"),
        (200, JSON, b"<html>", "answers with what is no application/sparql-results+json: "),
        (200, JSON, b'{"boolean": true}', "answers SELECT with something else than rows"),
        (200, {"Content-Type": "text/turtle"}, b"<a> <b", "answers with what is no text/turtle: "),
        (200, {"Content-Length": "1000"}, b"cut", "the connection broke off"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_server_refuses_is_one_line(
    tmp_path: Path, status: int, headers: dict[str, str], body: bytes, told: str, read_only: bool
) -> None:
    with answering(lambda *_: (status, headers, body)) as url:
        address = f"{url.replace('//', f'//me:{SECRET}@')}/query"
        with pytest.raises(StoreError) as caught:
            open_store(
                address if read_only else tmp_path / "s",
                create=not read_only,
                read_only=read_only,
                endpoint=None if read_only else address,
            )
        assert str(caught.value).startswith(f"{url}/")
        assert told in str(caught.value)
        assert SECRET not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_nobody_there(tmp_path: Path, serve: Serve) -> None:
    address, process = serve()
    process.kill()
    process.wait()
    for place in ({"path": f"{address}/query", "read_only": True}, {"path": tmp_path, "endpoint": f"{address}/query"}):
        with pytest.raises(StoreError, match=r"nobody answers there \(connection refused\); is the server running\?"):
            open_store(**place, create=True)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store("http://no-such-host.invalid/query", read_only=True)


@pytest.mark.parametrize("url", ["http://", "http:///query", "http://a b/", "http://x:port/", "http://me:geheim@/"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(StoreError, match="is no address of an endpoint") as caught:
        open_store(url, read_only=True)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("told", ["in the URL", "in the environment", "as a header", "in .netrc"])
def test_user_and_password_reach_the_server_and_nobody_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    news: News,
    small_ontology: Ontology,
    nquads: NQuads,
    whole: list[str],
    told: str,
) -> None:
    secret = f"Basic {base64.b64encode(f'me:{SECRET}:1'.encode()).decode()}"
    answer = passed_on(endpoint)

    def guarded(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        return answer(asked, body) if asked.headers["Authorization"] == secret else (401, {}, b"")

    monkeypatch.setenv("HOME", str(tmp_path))
    with answering(guarded) as url:
        with pytest.raises(StoreError, match="wants a user and password"):
            open_store(tmp_path / "s", create=True, endpoint=f"{url}/query")
        address = url
        if told == "in the URL":
            address = url.replace("//", f"//me:{SECRET}%3A1@")
        elif told == "in .netrc":
            (tmp_path / ".netrc").write_text(f"machine 127.0.0.1 login me password {SECRET}:1\n")
            (tmp_path / ".netrc").chmod(0o600)
        else:
            monkeypatch.setenv(AUTH, secret if told == "as a header" else f"me:{SECRET}:1")
        with open_store(tmp_path / "s", create=True, endpoint=f"{address}/query") as store:
            update(store, news, small_ontology, "m")
            assert nquads(store) == whole
            assert SECRET not in store.where
            assert len(list(store.dataset.query("SELECT ?a { GRAPH ?g { ?a a kg:Claim } }"))) == 8
    assert not any(SECRET.encode() in file.read_bytes() for file in (tmp_path / "s").iterdir())


def test_a_password_does_not_follow_to_another_server() -> None:
    with pytest.raises(StoreError, match="is on another server") as caught:
        open_endpoint(f"http://me:{SECRET}@one.example/query", "http://two.example/update")
    assert SECRET not in str(caught.value)
    pair = open_endpoint(f"http://me:{SECRET}@one.example/query", "http://one.example/update")
    assert (pair.query, pair.update) == ("http://one.example/query", "http://one.example/update")


def test_what_only_the_server_refuses_is_a_mistake_in_the_query(endpoint: str) -> None:
    def fussy(*_: object) -> tuple[int, dict[str, str], bytes]:
        return 400, {}, b"line 1: no\nSERVICE here"

    with answering(fussy) as url, pytest.raises(QueryError, match="line 1: no SERVICE here"):
        open_endpoint(f"{url}/query").ask("ASK {}")
    with open_store(endpoint, read_only=True) as store, pytest.raises(QueryError, match="line 1, column 7"):
        store.query("SELECT")


def test_graphs_of_any_size_are_written_and_read_in_pieces(
    tmp_path: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch, news: News, small_ontology: Ontology
) -> None:
    monkeypatch.setattr("kg.graph.remote._REQUEST", 7)
    monkeypatch.setattr("kg.graph.remote._AT_ONCE", 1)
    with open_store() as local, open_store(tmp_path, create=True, endpoint=endpoint) as store:
        for each in (local, store):
            update(each, news, small_ontology, "m")
        assert set(store.quads()) == set(local.quads())
        assert store.graphs() == local.graphs()
        copied = NamedNode("https://newskg.example/graph/copy")
        store.load(Quad(quad.subject, quad.predicate, quad.object, copied) for quad in local.quads())
        assert {quad.triple for quad in store.quads(copied)} == {quad.triple for quad in local.quads()}
