"""The namespaces of the graph, closed for the terms that give it its shape.

A misspelt structural term fails at once; relations are open, for users add their own in Turtle.
"""

# ruff: noqa: N815 - the terms bear the names that the ontologies give them

from __future__ import annotations

from rdflib import Namespace
from rdflib.namespace import DefinedNamespace
from rdflib.term import URIRef

from kg.open_names import OPEN

__all__ = ["DEFAULT_BASE", "GEO", "KG", "OA", "PLOVER", "PREFIXES", "SCHEMA", "open_namespace", "prefixes"]

DEFAULT_BASE = "https://newskg.example/"

PLOVER = Namespace("https://newskg.example/plover#")

PREFIXES = {
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "kg": "https://newskg.example/ontology#",
    "lex": "https://newskg.example/lexicon#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "plover": str(PLOVER),
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def prefixes(base: str) -> dict[str, str]:
    """The prefixes that queries and exports know; `kgr:` and `open:` are for entities and open relations of a base."""
    return dict(sorted({**PREFIXES, "kgr": f"{base}resource/", OPEN: open_namespace(base)}.items()))


def open_namespace(base: str) -> str:
    """What the IRIs of open relations begin with."""
    return f"{base}open/"


class KG(DefinedNamespace):
    """The terms of the ontology that the shape of the graph needs."""

    _NS = Namespace(PREFIXES["kg"])
    _fail = True

    Candidate: URIRef
    Claim: URIRef
    Conflict: URIRef
    Correction: URIRef
    Event: URIRef
    Evidence: URIRef
    OpenRelation: URIRef
    TermOfOffice: URIRef
    asserted: URIRef
    candidate: URIRef
    confidence: URIRef
    conflictKind: URIRef
    correctionKind: URIRef
    dateSource: URIRef
    eventType: URIRef
    iso: URIRef
    kept: URIRef
    line: URIRef
    modality: URIRef
    oneSide: URIRef
    operator: URIRef
    otherSide: URIRef
    place: URIRef
    polarity: URIRef
    score: URIRef
    sha256: URIRef
    speaker: URIRef
    timeEnd: URIRef
    timeStart: URIRef
    topic: URIRef
    # Offices over time.
    Tenure: URIRef
    heldOffice: URIRef
    holder: URIRef
    toldFrom: URIRef
    toldUntil: URIRef
    # How friendly two actors are, month by month.
    DirectedTone: URIRef
    Tone: URIRef
    between: URIRef
    deeds: URIRef
    fromActor: URIRef
    goldstein: URIRef
    goldsteinSum: URIRef
    materialConflictCount: URIRef
    materialCooperationCount: URIRef
    month: URIRef
    toActor: URIRef
    verbalConflictCount: URIRef
    verbalCooperationCount: URIRef
    # What `kg network --save` says of actors.
    Community: URIRef
    NetworkAnalysis: URIRef
    betweenness: URIRef
    degree: URIRef
    eigenvectorCentrality: URIRef
    inCommunity: URIRef
    modularity: URIRef
    pageRank: URIRef
    tieReports: URIRef
    # Events, and articles that repeat each other.
    agent: URIRef
    articles: URIRef
    attested: URIRef
    deniedBy: URIRef
    firstArticle: URIRef
    firstReported: URIRef
    independentArticles: URIRef
    kind: URIRef
    lastReported: URIRef
    occasion: URIRef
    participant: URIRef
    repeats: URIRef
    report: URIRef
    status: URIRef
    target: URIRef
    # What the gazetteer says of the actors that occur.
    capital: URIRef
    locatedIn: URIRef
    memberOf: URIRef
    partOf: URIRef
    represents: URIRef
    termOfOffice: URIRef


class GEO(DefinedNamespace):
    """Where places are, in terms of W3C's basic vocabulary of WGS 84."""

    _NS = Namespace(PREFIXES["geo"])
    _fail = True

    lat: URIRef
    long: URIRef


class OA(DefinedNamespace):
    """What evidence quotes, in terms of the Web Annotation vocabulary."""

    _NS = Namespace(PREFIXES["oa"])
    _fail = True

    end: URIRef
    exact: URIRef
    start: URIRef


class SCHEMA(DefinedNamespace):
    """What is known of an article, and of tenures."""

    _NS = Namespace(PREFIXES["schema"])
    _fail = True

    NewsArticle: URIRef
    SoftwareApplication: URIRef
    author: URIRef
    dateCreated: URIRef
    datePublished: URIRef
    endDate: URIRef
    headline: URIRef
    inLanguage: URIRef
    publisher: URIRef
    softwareVersion: URIRef
    startDate: URIRef
    url: URIRef
