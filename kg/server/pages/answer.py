"""What the server answers to a request for a page: functions of the store and of what is asked, run in a worker."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from kg.errors import OutputError
from kg.graph.jsonld import context_of
from kg.ontology import load_ontology
from kg.server.messages import RefusedError
from kg.server.negotiate import TRIPLES, Format, choose
from kg.server.pages.addresses import to_iri, to_path
from kg.server.pages.article import read_article
from kg.server.pages.asking import ask, words
from kg.server.pages.description import describe, exists, write_description
from kg.server.pages.entity import KINDS, Choice, read_entity
from kg.server.pages.finding import find_all, suggest
from kg.server.pages.live import ACTORS, MOST_ACTORS, MOST_STEPS, Neighbourhood, draw
from kg.server.pages.paging import to_page
from kg.server.pages.passages import find_passages
from kg.server.pages.reading import Reading
from kg.server.pages.render import render
from kg.server.pages.sayings import Link
from kg.server.pages.thing import read_thing
from kg.server.pages.wording import cut, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["Page", "Site", "context", "find", "missing", "query", "resource", "search", "view", "vocabulary"]

_HTML = Format("html", "text/html; charset=utf-8", ("application/xhtml+xml",))
_DATA = tuple(form for form in TRIPLES if form.name in {"ttl", "jsonld", "nt", "rdf"})
_ENDINGS = {f".{form.name}": form for form in (*_DATA, _HTML)}
_DOWNLOADS = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
_TRIPLE_DOWNLOADS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a server share: its title, which state of the store they show, and the ontology's folder."""

    title: str
    state: str
    ontology: Path | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, and the headers that go with it besides those of every answer."""

    body: bytes
    media_type: str = _HTML.media_type
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def view(store: Store, site: Site, values: Mapping[str, str]) -> Page:
    """The graph, or what is around an entity."""
    reading = _reading(store, site.ontology)
    name = None
    if around := values.get("around"):
        prefix = f"{reading.base}resource/"
        name = reading.entity_name(around) if around.startswith(prefix) else around.removeprefix("kgr:")
        if not reading.about(name).claims:
            return _missing(reading, site, name, f"No claim links {cut(name)} with anything.")
    steps = min(max(to_page(values.get("steps")), 1), MOST_STEPS)
    limit = min(max(to_page(values.get("limit", str(ACTORS))), 2), MOST_ACTORS)
    page, policy = draw(reading, site, Neighbourhood(name, steps, limit))
    return Page(page.encode(), headers={"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"})


def resource(store: Store, site: Site, path: str, values: Mapping[str, str], accept: str) -> Page:
    """What there is to say of a resource, in the format that the client wants most.

    Args:
        store: An open store.
        site: What all pages share.
        path: What stands after `/id/`, escaped as it came.
        values: The values of the address.
        accept: The header of that name.

    Raises:
        RefusedError: The client takes none of the formats.
    """
    reading = _reading(store, site.ontology)
    iri, form = _find(reading, path, values.get("iri"))
    if iri is None:
        name = unquote(path or values.get("iri", ""), errors="replace").rpartition("/")[2]
        return _missing(reading, site, name, "The graph says nothing of it.")
    own = to_path(iri, reading.base)
    if not path and not own.startswith("/id/?"):
        return Page(b"", status=303, headers={"Location": own})
    chosen = form or choose(accept, (_HTML, *_DATA))
    if chosen is None:
        raise RefusedError(
            406, f"there is {', '.join(each.media_type.partition(';')[0] for each in _ENDINGS.values())}"
        )
    headers = {"Vary": "Accept"}
    if not own.startswith("/id/?"):
        headers["Content-Location"] = f"{own}.{chosen.name}"
    if chosen is _HTML:
        return Page(_tell(reading, site, iri, values).encode(), headers=headers)
    number = to_page(values.get("page"))
    triples, more = describe(store, iri, number)
    if more:
        headers["Link"] = f'<{own}.{chosen.name}?page={number + 1}>; rel="next"'
    try:
        return Page(write_description(triples, chosen.name, reading.base), chosen.media_type, headers=headers)
    except ValueError:
        raise RefusedError(406, "RDF/XML has no form for something in it; ask for another format") from None
    except OutputError as error:
        raise RefusedError(406, f"{error}; ask for another format") from None


def search(store: Store, site: Site, values: Mapping[str, str]) -> Page:
    """Who and what has a name, or words."""
    reading = _reading(store, site.ontology)
    typed = printable(values.get("q", ""))
    found = find_all(reading, typed, to_page(values.get("page")), find_passages)

    def turn_to(number: int) -> str:
        return "?" + urlencode({"q": typed, "page": number} if typed else {"page": number})

    return _page(render("search", site=site, here="/search", typed=typed, found=found, turn_to=turn_to))


def find(store: Store, site: Site, values: Mapping[str, str]) -> Page:
    """The names to offer while somebody types, as JSON."""
    return _json({"found": suggest(_reading(store, site.ontology), values.get("q", ""))})


def query(store: Store, site: Site, values: Mapping[str, str], seconds: float) -> Page:
    """The query page, with an answer where something is asked."""
    reading = _reading(store, site.ontology)
    page = ask(reading, values.get("query"), values.get("named"), values, seconds)
    # A question whose usual parameters the store does not know is nobody's mistake.
    told = not page.question or values.keys() & dict(page.question.params).keys()
    kinds = _TRIPLE_DOWNLOADS if page.answer and page.answer.turtle is not None else _DOWNLOADS
    asked = {"query": page.text}
    downloads = [
        (kind, "/query/results?" + urlencode({**asked, "format": form}), f"answer.{form}") for kind, form in kinds
    ]
    text = render("query", site=site, here="/query", page=page, downloads=downloads)
    return Page(text.encode(), status=400 if page.fault and told else 200)


def vocabulary(store: Store, site: Site) -> Page:
    """What the query editor completes, as JSON."""
    reading = _reading(store, site.ontology)
    return _json(words(reading.ontology, reading.base))


def context(store: Store) -> Page:
    """The context of JSON-LD, for documents that name its address instead of having it in them."""
    text = json.dumps({"@context": context_of(store.base)}, indent=1)
    return Page(f"{text}\n".encode(), "application/ld+json", headers={"Cache-Control": "max-age=3600"})


def missing(site: Site, why: str, status: int) -> Page:
    """A page that says in one line why there is no other."""
    heading = "There is nothing here" if status == 404 else "That did not work"
    return Page(
        render("missing", site=site, here="", heading=heading, why=why, near=(), typed="").encode(), status=status
    )


def _tell(reading: Reading, site: Site, iri: str, values: Mapping[str, str]) -> str:
    own = to_path(iri, reading.base)
    shared = {
        "site": site,
        "here": "",
        "alternates": [(form.media_type.partition(";")[0], f".{form.name}") for form in _DATA],
        "data": lambda ending: own + ending if "?" not in own else own,
    }
    number = to_page(values.get("page"))
    if iri.startswith(f"{reading.base}resource/"):
        name = reading.entity_name(iri)
        kind = values.get("show", KINDS[0])
        choice = Choice(kind if kind in KINDS else KINDS[0], values.get("with"), values.get("relation"), number)
        entity = read_entity(reading, name, choice)
        return render(
            "entity",
            page=entity,
            graph="/?" + urlencode({"around": iri}, errors="surrogatepass"),
            holders=any(each.holder for each in entity.offices),
            turn_to=lambda at: f"{choice.query(page=at)}#timeline",
            **shared,
        )
    if iri.startswith(f"{reading.base}article/"):
        article = read_article(reading, reading.article_id(iri), number)

        def claim_at(at: int) -> str:
            page = (at - 1) // article.size + 1
            return f"#claim-{at}" if page == article.pages.number else f"?page={page}#claim-{at}"

        return render("article", page=article, claim_at=claim_at, turn_to=lambda at: f"?page={at}#claims", **shared)
    return render("thing", page=read_thing(reading, iri), **shared)


def _find(reading: Reading, path: str, told: str | None) -> tuple[str | None, Format | None]:
    """The resource that is meant, if there is one, and the format that its ending names."""
    if not path:
        return (told, None) if told and _is_there(reading, told) else (None, None)
    iri = to_iri(path, reading.base)
    if iri is not None and _is_there(reading, iri):
        return iri, None
    for ending, form in _ENDINGS.items():
        if path.endswith(ending):
            iri = to_iri(path.removesuffix(ending), reading.base)
            if iri is not None and _is_there(reading, iri):
                return iri, form
    return None, None


def _is_there(reading: Reading, iri: str) -> bool:
    try:
        return exists(reading.store, iri)
    except ValueError:  # no IRI
        return False


def _missing(reading: Reading, site: Site, name: str, why: str) -> Page:
    near = [Link(cut(each.label), reading.link(each.iri), each.type.value if each.type else "")
            for each in reading.names.near(name.replace("-", " "))]  # fmt: skip
    text = render("missing", site=site, here="", heading="There is nothing here", why=why, near=near, typed=cut(name))
    return Page(text.encode(), status=404)


def _page(text: str) -> Page:
    return Page(text.encode())


def _json(value: object) -> Page:
    text = json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")  # harmless even where it is taken for a page
    return Page(text.encode(), "application/json")


@lru_cache(1)
def _reading(store: Store, ontology: Path | None) -> Reading:
    """What is known of the store that the worker has open."""
    return Reading(store, _ontology(ontology))


@lru_cache(1)
def _ontology(folder: Path | None) -> Ontology:
    return load_ontology(folder)
