"""What the view shows: plain types, and how claims become edges.

An edge gathers the claims of one relation, one pair and one status: "met, planned" and "met" are two edges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    "ViewGraph",
    "ViewNode",
    "ViewRelation",
    "assemble",
    "tone_of",
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
class ViewNode:
    """An entity of the graph; `spellings` are the names that its articles give it, where there are several articles."""

    iri: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    spellings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ViewArticle:
    """Where a claim stands; `repeats` is the first of the articles that say the same."""

    iri: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class ViewClaim:
    """One claim with its sentences; subject, object, place and speaker are IRIs of entities.

    `starts` are the places of the sentences in the article's text. `marks` say where the sentences name subject,
    object, place and speaker: for each of these the number of the sentence, begin and end as JavaScript counts, and
    so on.
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
    sentences: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    marks: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ViewRelation:
    """What the view says of a relation; `name` is what edges are labelled with."""

    name: str
    label: str
    definition: str = ""
    event_type: str | None = None
    symmetric: bool = False


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
    """All that one page shows, in an order that depends on nothing but the content.

    `reports` are claims of several articles that tell of one event, as their positions in `claims`.
    """

    nodes: tuple[ViewNode, ...] = ()
    edges: tuple[ViewEdge, ...] = ()
    claims: tuple[ViewClaim, ...] = ()
    articles: tuple[ViewArticle, ...] = ()
    relations: tuple[ViewRelation, ...] = ()
    conflicts: tuple[ViewConflict, ...] = ()
    reports: tuple[tuple[int, ...], ...] = ()


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
    reports: Iterable[Collection[str]] = (),
) -> ViewGraph:
    """Gather claims and facts into edges; keep only the nodes, articles and relations that these name."""
    known = {node.iri: node for node in nodes}
    outlets = {article.iri: article for article in articles}
    ordered = sorted(
        (claim for claim in claims if claim.subject in known and claim.object in known),
        key=lambda claim: (_date(outlets, claim), claim.article, claim.iri),
    )
    edges = _claim_edges(ordered, known, relations)
    linked = {iri for edge in edges for iri in (edge.source, edge.target)}
    edges += _place_edges(ordered, known, linked)
    linked |= {edge.target for edge in edges}
    edges += _fact_edges(facts, linked, edges)
    speakers = {claim.speaker for claim in ordered if claim.speaker}
    named = {edge.relation for edge in edges}
    positions = {claim.iri: position for position, claim in enumerate(ordered)}
    return ViewGraph(
        nodes=tuple(known[iri] for iri in sorted((linked | speakers) & known.keys())),
        edges=tuple(edges),
        claims=tuple(ordered),
        articles=tuple(outlets[iri] for iri in sorted({claim.article for claim in ordered} & outlets.keys())),
        relations=tuple(relations.get(name) or _UNKNOWN.get(name) or _undeclared(name) for name in sorted(named)),
        conflicts=tuple(_conflicts(disputes, positions)),
        reports=tuple(_reports(reports, positions, ordered)),
    )


# The link from an actor to a place that no relation reaches: without it Syria would float alone in
# "Israel coordinates with Russia in Syria".
_PLACE = ViewRelation("in", "acts in", "where a claim about the actor takes place", "STRUCTURE")
_UNKNOWN = {_PLACE.name: _PLACE}


def _undeclared(name: str) -> ViewRelation:
    """A relation that the ontology lacks: an open one by its words, another by its name."""
    if is_open(name):
        return ViewRelation(name, from_open_name(name), "the words of the text, for no relation of the ontology fits")
    return ViewRelation(name, name)


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
    return [
        ViewEdge(
            source=source,
            target=target,
            relation=name,
            status=status,
            event_type=_event(name, [claims[i] for i in positions], relations),
            claims=tuple(positions),
            places=_places([claims[i] for i in positions], nodes),
        )
        for (source, target, name, status), positions in sorted(groups.items())
    ]


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


def _reports(
    reports: Iterable[Collection[str]], positions: Mapping[str, int], claims: Sequence[ViewClaim]
) -> Iterator[tuple[int, ...]]:
    """What several articles tell of one event; a claim that tells of two counts for the first."""
    taken: set[int] = set()
    for found in sorted(sorted(positions[iri] for iri in told if iri in positions) for told in reports):
        left = tuple(position for position in found if position not in taken)
        if len({claims[position].article for position in left}) > 1:
            taken.update(left)
            yield left


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
