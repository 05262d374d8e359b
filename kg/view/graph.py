"""What the view shows: plain types, and how claims become edges.

An edge gathers the claims of one relation and one pair. What is planned, asked for, only possible or denied is another
line than what is so: "met, planned" and "met" are two edges. What some state and others only report is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from kg.model import EntityType, Modality, Polarity
from kg.open_names import from_open_name, is_open

__all__ = [
    "Dispute",
    "Fact",
    "Status",
    "Tone",
    "ViewArticle",
    "ViewClaim",
    "ViewConflict",
    "ViewEdge",
    "ViewEvent",
    "ViewEvidence",
    "ViewGraph",
    "ViewNode",
    "ViewOffice",
    "ViewRelation",
    "assemble",
    "tone_of",
    "undeclared",
]


class Status(StrEnum):
    """How the texts stand to an edge; decides how its line is drawn."""

    STATED = "stated"
    REPORTED = "reported"
    PLANNED = "planned"
    POSSIBLE = "possible"
    REQUESTED = "requested"
    DENIED = "denied"
    BACKGROUND = "background"


class Tone(StrEnum):
    """The quad classes of PLOVER, with lasting facts, open relations and the rest; decides an edge's colour."""

    VERBAL_COOPERATION = "verbal-cooperation"
    MATERIAL_COOPERATION = "material-cooperation"
    VERBAL_CONFLICT = "verbal-conflict"
    MATERIAL_CONFLICT = "material-conflict"
    STRUCTURE = "structure"
    OPEN = "open"
    OTHER = "other"


_EVENTS_BY_TONE = {
    Tone.VERBAL_COOPERATION: ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    Tone.MATERIAL_COOPERATION: ("COOPERATE", "AID", "RETREAT"),
    Tone.VERBAL_CONFLICT: ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    Tone.MATERIAL_CONFLICT: ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    Tone.STRUCTURE: ("STRUCTURE",),
}
_TONE_BY_EVENT = {event: tone for tone, events in _EVENTS_BY_TONE.items() for event in events}


@dataclass(frozen=True, slots=True)
class ViewOffice:
    """An office that somebody held; `start` and `end` are dates, months or years, as far as they are known."""

    label: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class ViewNode:
    """An entity of the graph.

    `articles` is how many articles have a claim about it, by it or at it; `latitude` and `longitude` are in degrees.
    `spellings` are the names that articles give it, each with how many do, where there are several articles.
    """

    iri: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    offices: tuple[ViewOffice, ...] = ()
    articles: int = 0
    latitude: float | None = None
    longitude: float | None = None
    spellings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ViewArticle:
    """Where a claim stands; `repeats` is the IRI of the article that this one repeats."""

    iri: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class ViewEvidence:
    """A sentence of an article; `start` and `end` are half-open offsets into the article's text, in characters."""

    article: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ViewEvent:
    """A happening that claims tell of, as the graph of events has it; place, who takes part and occasion are IRIs.

    What is done together has agents only. `reported` is when the first article of it came out, as far as that is known.
    `articles` have a report of it; `independent` are those of them that do not repeat each other.
    """

    iri: str
    label: str
    relation: str
    event_type: str | None = None
    status: str = "actual"
    attested: bool = True
    place: str | None = None
    start: str | None = None
    end: str | None = None
    articles: int = 1
    independent: int = 1
    agents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    occasion: str | None = None
    reported: str | None = None

    @property
    def tone(self) -> Tone:
        return tone_of(self.event_type)


@dataclass(frozen=True, slots=True)
class ViewClaim:
    """One claim with its evidence; subject, object, place, speaker, article and event are IRIs.

    `articles` is how many say the same: that report the same event or, where the claim tells of none, that have a
    claim of the same edge; `independent` of them do not repeat each other. Both are counted by `assemble`. `marks` say
    where the sentences name subject, object, place and speaker: for each of these the number of the sentence, begin and
    end as JavaScript counts, and so on. `numbers` are those that the IRIs of the evidence end in, where they are not 1,
    2, 3 and so on.
    """

    iri: str
    article: str
    subject: str
    relation: str
    object: str
    event_type: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    operator: str | None = None
    asserted: bool = True
    confidence: float = 1.0
    place: str | None = None
    time: str | None = None
    topic: str | None = None
    speaker: str | None = None
    evidence: tuple[ViewEvidence, ...] = ()
    numbers: tuple[int, ...] = ()
    event: str | None = None
    articles: int = 1
    independent: int = 1
    marks: tuple[tuple[int, ...], ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(evidence.text for evidence in self.evidence))


@dataclass(frozen=True, slots=True)
class ViewRelation:
    """What the view says of a relation; edges are labelled with `name`, and lines of the view's own have no `iri`."""

    name: str
    label: str
    definition: str = ""
    event_type: str | None = None
    symmetric: bool = False
    iri: str = ""


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """Lines of one relation, pair and status; `claims` are positions in the graph's claims."""

    source: str
    target: str
    relation: str
    status: Status
    event_type: str | None
    claims: tuple[int, ...]
    places: tuple[str, ...] = ()

    @property
    def tone(self) -> Tone:
        return Tone.OPEN if is_open(self.relation) else tone_of(self.event_type)


@dataclass(frozen=True, slots=True)
class ViewConflict:
    """Claims that contradict each other, as their positions in the graph's claims."""

    label: str
    one: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ViewGraph:
    """All that one page shows, in an order that depends on nothing but the content."""

    nodes: tuple[ViewNode, ...] = ()
    edges: tuple[ViewEdge, ...] = ()
    claims: tuple[ViewClaim, ...] = ()
    articles: tuple[ViewArticle, ...] = ()
    relations: tuple[ViewRelation, ...] = ()
    conflicts: tuple[ViewConflict, ...] = ()
    events: tuple[ViewEvent, ...] = ()


class Dispute(NamedTuple):
    """The claims of the two sides of a conflict, as IRIs."""

    label: str
    one: frozenset[str]
    other: frozenset[str]


class Fact(NamedTuple):
    """A triple that no article says, from the gazetteer."""

    subject: str
    relation: str
    object: str


def tone_of(event_type: str | None) -> Tone:
    """The quad class of an event type; events outside PLOVER are OTHER."""
    return _TONE_BY_EVENT.get(event_type or "", Tone.OTHER)


def assemble(
    nodes: Iterable[ViewNode],
    claims: Iterable[ViewClaim],
    articles: Iterable[ViewArticle],
    relations: Mapping[str, ViewRelation],
    facts: Iterable[Fact] = (),
    disputes: Iterable[Dispute] = (),
    events: Iterable[ViewEvent] = (),
) -> ViewGraph:
    """Gather claims and facts into edges; keep only the nodes, articles, relations and events that these name."""
    known = {node.iri: node for node in nodes}
    outlets = {article.iri: article for article in articles}
    ordered = sorted(
        (claim for claim in claims if claim.subject in known and claim.object in known),
        key=lambda claim: (_date(outlets, claim), claim.article, claim.iri),
    )
    edges = _claim_edges(ordered, known, relations)
    ordered = _counted(ordered, edges, outlets)
    linked = {iri for edge in edges for iri in (edge.source, edge.target)}
    edges += _place_edges(ordered, known, linked)
    linked |= {edge.target for edge in edges}
    edges += _fact_edges(facts, linked, edges)
    speakers = {claim.speaker for claim in ordered if claim.speaker}
    told = _told_of(events, ordered)
    named = {edge.relation for edge in edges} | {event.relation for event in told}
    return ViewGraph(
        nodes=_counted_nodes((known[iri] for iri in sorted((linked | speakers) & known.keys())), ordered),
        edges=tuple(edges),
        claims=tuple(ordered),
        articles=tuple(outlets[iri] for iri in sorted({claim.article for claim in ordered} & outlets.keys())),
        relations=tuple(relations.get(name) or _UNKNOWN.get(name) or undeclared(name) for name in sorted(named)),
        conflicts=tuple(_conflicts(disputes, {claim.iri: position for position, claim in enumerate(ordered)})),
        events=told,
    )


# The link from an actor to a place that no relation reaches: without it Syria would float alone in
# "Israel coordinates with Russia in Syria".
_PLACE = ViewRelation("in", "acts in", "where a claim about the actor takes place", "STRUCTURE")
_UNKNOWN = {_PLACE.name: _PLACE}


def undeclared(name: str, iri: str = "") -> ViewRelation:
    """A relation that the ontology lacks: an open one by its words, another by its name."""
    if is_open(name):
        words = "the words of the text, for no relation of the ontology fits"
        return ViewRelation(name, from_open_name(name), words, iri=iri)
    return ViewRelation(name, name, iri=iri)


def _date(outlets: Mapping[str, ViewArticle], claim: ViewClaim) -> str:
    article = outlets.get(claim.article)
    return (article and article.date) or ""


def _status(claim: ViewClaim) -> Status:
    if claim.polarity is Polarity.NEGATIVE:
        return Status.DENIED
    if claim.modality is not Modality.ACTUAL:
        return Status(claim.modality.value)
    return Status.STATED if claim.asserted else Status.REPORTED


def _claim_edges(
    claims: Sequence[ViewClaim], nodes: Mapping[str, ViewNode], relations: Mapping[str, ViewRelation]
) -> list[ViewEdge]:
    groups: dict[tuple[str, str, str, Status], list[int]] = defaultdict(list)
    for position, claim in enumerate(claims):
        source, target = claim.subject, claim.object
        relation = relations.get(claim.relation)
        if relation and relation.symmetric and source > target:
            source, target = target, source
        groups[source, target, claim.relation, _status(claim)].append(position)
    for source, target, name, status in sorted(groups):
        if status is Status.REPORTED and (source, target, name, Status.STATED) in groups:
            groups[source, target, name, Status.STATED] += groups.pop((source, target, name, status))
    return [
        ViewEdge(
            source=source,
            target=target,
            relation=name,
            status=status,
            event_type=_event(name, [claims[i] for i in positions], relations),
            claims=tuple(sorted(positions)),
            places=_places([claims[i] for i in positions], nodes),
        )
        for (source, target, name, status), positions in sorted(groups.items())
    ]


def _counted(
    claims: Sequence[ViewClaim], edges: Iterable[ViewEdge], articles: Mapping[str, ViewArticle]
) -> list[ViewClaim]:
    """The claims, each with how many articles say the same."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for position in edge.claims:
            event = claims[position].event
            key = (number,) if event is None else (event, claims[position].polarity)
            groups[key].append(position)
    counted = list(claims)
    for positions in groups.values():
        names = {claims[position].article for position in positions}
        first = {(articles[name].repeats if name in articles else None) or name for name in names}
        if len(names) > 1:
            for position in positions:
                counted[position] = replace(claims[position], articles=len(names), independent=len(first))
    return counted


def _counted_nodes(nodes: Iterable[ViewNode], claims: Iterable[ViewClaim]) -> tuple[ViewNode, ...]:
    """The nodes, each with how many articles tell of it."""
    articles: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for iri in (claim.subject, claim.object, claim.place, claim.speaker):
            if iri is not None:
                articles[iri].add(claim.article)
    return tuple(replace(node, articles=len(articles[node.iri])) for node in nodes)


def _told_of(events: Iterable[ViewEvent], claims: Iterable[ViewClaim]) -> tuple[ViewEvent, ...]:
    wanted = {claim.event for claim in claims}
    return tuple(sorted((event for event in events if event.iri in wanted), key=lambda event: event.iri))


def _event(name: str, claims: Sequence[ViewClaim], relations: Mapping[str, ViewRelation]) -> str | None:
    counts = Counter(claim.event_type for claim in claims if claim.event_type)
    if counts:
        return min(counts, key=lambda event: (-counts[event], event))
    relation = relations.get(name)
    return relation.event_type if relation else None


def _conflicts(disputes: Iterable[Dispute], positions: Mapping[str, int]) -> Iterator[ViewConflict]:
    for label, *sides in sorted(disputes, key=lambda dispute: (dispute.label, *map(sorted, dispute[1:]))):
        one, other = (tuple(sorted(positions[iri] for iri in side if iri in positions)) for side in sides)
        if one and other:
            yield ViewConflict(label, one, other)


def _places(claims: Sequence[ViewClaim], nodes: Mapping[str, ViewNode]) -> tuple[str, ...]:
    counts = Counter(nodes[claim.place].label for claim in claims if claim.place and claim.place in nodes)
    return tuple(sorted(counts, key=lambda label: (-counts[label], label)))


def _place_edges(claims: Sequence[ViewClaim], nodes: Mapping[str, ViewNode], linked: set[str]) -> list[ViewEdge]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, claim in enumerate(claims):
        if claim.place and claim.place in nodes and claim.place not in linked:
            groups[claim.subject, claim.place].append(position)
    return [
        ViewEdge(source, place, _PLACE.name, Status.BACKGROUND, _PLACE.event_type, tuple(positions))
        for (source, place), positions in sorted(groups.items())
    ]


def _fact_edges(facts: Iterable[Fact], linked: set[str], edges: Sequence[ViewEdge]) -> list[ViewEdge]:
    said = {Fact(edge.source, edge.relation, edge.target) for edge in edges}
    return [
        ViewEdge(fact.subject, fact.object, fact.relation, Status.BACKGROUND, Tone.STRUCTURE.name, ())
        for fact in sorted(set(facts) - said)
        if fact.subject in linked and fact.object in linked
    ]
