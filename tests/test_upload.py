"""A graph is sent to a server by the Graph Store Protocol: whole, even if the server or the sender goes on the way."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kg.cli import run
from kg.errors import OutputError, StoreError
from kg.export import upload as module
from kg.export.parts import export_parts, find_parts
from kg.export.upload import Uploaded, upload
from kg.graph.build import update
from kg.graph.endpoint import AUTH, open_endpoint
from kg.graph.store import open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

if TYPE_CHECKING:
    import subprocess

    Serve = Callable[..., tuple[str, "subprocess.Popen[bytes]"]]

News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture
def parts(tmp_path: Path, news: News, small_ontology: Ontology) -> Path:
    with open_store() as store:
        update(store, news, small_ontology, "m")
        export_parts(store, tmp_path / "quads", quads=60)
    assert len(find_parts(tmp_path / "quads")) > 4
    return tmp_path / "quads"


@pytest.fixture
def expected(parts: Path) -> set[ox.Quad]:
    return {quad for part in find_parts(parts) for quad in module._quads(part)}


def held(server: str) -> set[ox.Quad]:
    """All that a server holds."""
    named = open_endpoint(f"{server}/query").ask("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    default = open_endpoint(f"{server}/query").ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert isinstance(named, ox.QuerySolutions)
    assert isinstance(default, list)
    return {ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in named} | {
        ox.Quad(triple.subject, triple.predicate, triple.object) for triple in default
    }


@pytest.mark.parametrize("by_graph", [False, True])
@pytest.mark.parametrize("batch", [7, 20_000])
def test_the_server_holds_the_graph(
    parts: Path,
    endpoint: str,
    server: str,
    expected: set[ox.Quad],
    by_graph: bool,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert endpoint.startswith(server)
    monkeypatch.setattr(module, "_BATCH", batch)
    count = len(find_parts(parts))
    service = open_endpoint(f"{server}/store")
    assert upload(parts, service, by_graph=by_graph) == Uploaded(0, count, len(expected))
    assert held(server) == expected
    assert upload(parts, service, by_graph=by_graph) == Uploaded(count, 0, 0)
    open_endpoint(f"{server}/query", writable=True).change("DROP ALL")
    assert upload(parts, service, by_graph=by_graph, again=True) == Uploaded(0, count, len(expected))
    assert held(server) == expected


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_server_that_dies_on_the_way_costs_nothing(
    tmp_path: Path, serve: Serve, parts: Path, expected: set[ox.Quad], comes_back: bool
) -> None:
    data = tmp_path / "data"
    address, process = serve(data)
    service = open_endpoint(f"{address}/store")
    notes: list[str] = []
    pauses: list[float] = []

    def kill(there: int, _parts: int, _quads: int) -> None:
        if there == 2 and process.poll() is None:
            process.kill()
            process.wait()

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if comes_back and len(pauses) == 3:
            serve(data, port=urlsplit(address).port)

    if comes_back:
        upload(parts, service, on_progress=kill, on_note=notes.append, pause=pause)
        assert pauses == [2.0, 4.0, 8.0]
        assert all("trying again in" in note for note in notes)
    else:
        with pytest.raises(StoreError, match="nobody answers there"):
            upload(parts, service, on_progress=kill, pause=pause)
        assert pauses == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 120.0]
        serve(data, port=urlsplit(address).port)
        assert upload(parts, service).there == 2
    assert held(address) == expected


def test_only_what_is_new_is_sent_to_a_server(parts: Path, endpoint: str, server: str) -> None:
    assert endpoint
    service = open_endpoint(f"{server}/store")
    upload(parts, service)
    record = next(parts.glob(".uploaded-*"))
    whole = record.read_text().splitlines(keepends=True)
    record.write_text("".join(whole[:-2]) + whole[-2][:30])  # cut short, as by a full disk
    assert upload(parts, service).sent == 2
    other = open_endpoint(f"{server}/store?no_transaction")
    assert upload(parts, other).there == 0  # another address knows nothing of it
    assert upload(parts, service).sent == 0


def test_damaged_parts_are_not_sent(parts: Path, endpoint: str, server: str) -> None:
    assert endpoint
    first, second, *_ = find_parts(parts)
    second.path.write_bytes(second.path.read_bytes()[:-9])
    with pytest.raises(OutputError, match=rf"{second.path.name}: is damaged; export the parts again"):
        upload(parts, open_endpoint(f"{server}/store"))
    assert held(server) == set(module._quads(first))


def test_of_no_parts_nothing_is_said_to_be_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_store() as store:
        export_parts(store, tmp_path / "quads")
    assert run(["upload", str(tmp_path / "quads"), "http://127.0.0.1:1/store"]) == 0
    assert "has no parts, for the graph was empty; nothing is sent" in capfd.readouterr().err


@contextmanager
def service_of(answer: Callable[[BaseHTTPRequestHandler, bytes], tuple[int, dict[str, str]]]) -> Iterator[str]:
    """A service of our own, and its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers = answer(self, body)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/data"
        finally:
            server.shutdown()


def test_a_busy_or_narrow_service_gets_all_in_its_time_and_size(
    parts: Path, expected: set[ox.Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(AUTH, "me:geheim")
    taken: set[ox.Quad] = set()
    asked = 0

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str]]:
        nonlocal asked
        asked += 1
        assert request.headers["Authorization"] == f"Basic {base64.b64encode(b'me:geheim').decode()}"
        if len(body) > 2_000:
            return 413, {}
        if asked % 7 == 3:
            return 503, {"Retry-After": "33"}
        query = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
        assert ("graph" in query) is not ("default" in query)
        graph = ox.NamedNode(query["graph"][0]) if "graph" in query else ox.DefaultGraph()
        triples = ox.parse(body, ox.RdfFormat.from_media_type(request.headers["Content-Type"]))
        taken.update(ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples)
        return 204, {}

    pauses: list[float] = []
    with service_of(answer) as url:
        upload(parts, open_endpoint(url), by_graph=True, pause=pauses.append)
    assert taken == expected
    assert set(pauses) == {33.0}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, f"wants a user and password; set {AUTH}"),
        (400, "does not take the data"),
        (413, "does not take a request of this size"),
        (415, r"does not take N-Quads \(415\)"),
    ],
)
def test_a_refusal_is_told_at_once(parts: Path, status: int, told: str) -> None:
    pauses: list[float] = []
    with (
        service_of(lambda *_: (status, {})) as url,
        pytest.raises(StoreError, match=told),
    ):
        upload(parts, open_endpoint(url), pause=pauses.append)
    assert not pauses
    assert not list(parts.glob(".uploaded-*"))
