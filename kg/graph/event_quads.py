"""Events as RDF, in a graph of their own, with names that a person can read.

`event/2022-03-05-naftali-bennett-met-with-vladimir-putin`: the day, month or year that the reports state, who, and
what. An event of which no report states the time has the date of its first report instead, as `by-2022-03-07`. The
name of a gathering of more than two has the place instead of who. So a name stays when further reports arrive, unless
one of them tells the time, participants or kind more exactly, or, of an undated event, is earlier than all before.
Where two events would have one name, the one reported first has it; the others add their place, or else a digest of
their first report.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
from pyoxigraph import NamedNode, Quad
from rdflib.namespace import RDF, RDFS

from kg.graph import literals
from kg.graph.events import Event, Events
from kg.graph.quads import article_iri, claim_iri, derived_graph, entity_iri, event_iri, relation_iri
from kg.graph.spans import parse_span
from kg.graph.vocab import KG, PLOVER, PREFIXES
from kg.model import Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Literal

    from kg.graph.whole import Whole

__all__ = ["EVENTS", "event_quads"]

EVENTS = "events"
"""The name of the graph of events."""

_TERMS = {
    term: NamedNode(str(getattr(KG, term)))
    for term in (
        *("kind", "eventType", "status", "participant", "agent", "target", "occasion", "place", "timeStart", "timeEnd"),
        *("report", "deniedBy", "attested", "articles", "independentArticles"),
        *("firstArticle", "firstReported", "lastReported"),
    )
}
_TYPE, _LABEL, _EVENT = (NamedNode(str(term)) for term in (RDF.type, RDFS.label, KG.Event))
_STATUS = {status: NamedNode(PREFIXES["kg"] + status.value) for status in Modality}
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = 3  # so many participants stand in a label; of more, how many there are


def event_quads(whole: Whole) -> Iterator[Quad]:
    """The events that the claims of a whole tell of."""
    graph = derived_graph(whole.base, EVENTS)
    entity, article = cache(partial(entity_iri, whole.base)), cache(partial(article_iri, whole.base))
    for name, event in _name_all(Events(whole), whole):
        subject = event_iri(whole.base, name)
        yield Quad(subject, _TYPE, _EVENT, graph)
        yield Quad(subject, _LABEL, literals.worded(_label(event, whole)), graph)
        for prop, value in (*_circumstances(event, whole, entity), *_telling(event, whole, article)):
            yield Quad(subject, _TERMS[prop], value, graph)


def _circumstances(
    event: Event, whole: Whole, entity: Callable[[str], NamedNode]
) -> Iterator[tuple[str, NamedNode | Literal]]:
    """What happened, who took part, where and when."""
    yield "kind", relation_iri(event.kind, whole.relations, whole.base)
    yield "eventType", _type(whole.relations[event.kind].event_type)
    yield "status", _STATUS[event.status]
    for name in event.participants:
        yield "participant", entity(name)
    if not event.together:
        yield from (("agent", entity(name)) for name in event.agents)
        yield from (("target", entity(name)) for name in event.targets)
    if event.occasion is not None:
        yield "occasion", entity(event.occasion)
    if event.place is not None:
        yield "place", entity(event.place)
    if event.time is not None:
        for bound, value in literals.time_bounds(event.time):
            yield ("timeStart" if bound == "start" else "timeEnd"), literals.time_literal(value)


def _telling(
    event: Event, whole: Whole, article: Callable[[str], NamedNode]
) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Who tells of it, how many, and since when."""
    yield from (("report", claim_iri(whole.base, claim.name)) for claim in event.reports)
    yield from (("deniedBy", claim_iri(whole.base, claim.name)) for claim in event.denials)
    yield "attested", literals.boolean(any(report.asserted for report in event.reports))
    articles = {report.article for report in event.reports}
    yield "articles", literals.integer(len(articles))
    yield "independentArticles", literals.integer(len({whole.repeats.get(each, each) for each in articles}))
    yield "firstArticle", article(event.reports[0].article)
    dates = _dates(event, whole)
    if dates:
        yield "firstReported", literals.time_literal(min(dates))
        yield "lastReported", literals.time_literal(max(dates))


@cache
def _type(event_type: str) -> NamedNode:
    return NamedNode(str(PLOVER[event_type]))


def _name_all(events: Events, whole: Whole) -> Iterator[tuple[str, Event]]:
    """Each event with a name of its own; most have one that no other has, and are let go at once."""
    names = _Names(_name(event, whole) for event in events)
    alike: dict[str, list[int]] = defaultdict(list)
    for at, event in enumerate(events):
        name = _name(event, whole)
        if names.is_single(name):
            yield name, event
        else:
            alike[name].append(at)
    taken: set[str] = set()
    for name, places in sorted(alike.items()):
        first, *others = sorted((events[at] for at in places), key=lambda event: _arrival(event, whole))
        yield name, first
        for event in others:
            choices = [f"{name}-in-{event.place}"] if event.place is not None else []
            report = event.reports[0]
            digest = hashlib.sha256(f"{report.article}\0{report.name}".encode("utf-8", "surrogatepass")).hexdigest()
            choices += [f"{name}-{digest[:length]}" for length in (6, 16, 64)]
            own = next(choice for choice in choices if choice not in taken and choice not in names)
            taken.add(own)
            yield own, event


class _Names:
    """Names by eight bytes each: whether something has a name, and whether it alone has it."""

    def __init__(self, names: Iterable[str]) -> None:
        digests = np.fromiter(map(_digest, names), dtype=np.uint64)
        every, counts = np.unique(digests, return_counts=True)
        self._every = array("Q", every.tobytes())
        self._single = (counts == 1).tobytes()

    def __contains__(self, name: str) -> bool:
        digest = _digest(name)
        at = bisect_left(self._every, digest)
        return at < len(self._every) and self._every[at] == digest

    def is_single(self, name: str) -> bool:
        """Whether of two things only one has a name; it is one of those given."""
        return bool(self._single[bisect_left(self._every, _digest(name))])


def _digest(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _name(event: Event, whole: Whole) -> str:
    """The name that an event has if no other has it."""
    kind = _CAPITAL.sub("-", event.kind).lower()
    if event.occasion is not None:
        parts = [event.occasion]
    elif len(event.participants) > 2 and event.place is not None:
        parts = [kind.removesuffix("-with"), "in", event.place]
    elif event.together:
        one, *others = event.participants
        parts = [one, kind, *others[:1], *(["and-others"] if len(others) > 1 else [])]
    else:
        parts = [*event.agents[:1], kind, *event.targets[:1]]
    return "-".join([*_when(event, whole), *parts])


def _when(event: Event, whole: Whole) -> list[str]:
    if event.time is not None:
        return [next((value for _, value in literals.time_bounds(event.time)), "some-time")]
    first = min(_dates(event, whole), default=None)
    return [] if first is None else [f"by-{first[:10]}"]


def _arrival(event: Event, whole: Whole) -> tuple[str, str, str]:
    report = event.reports[0]
    return whole.articles[report.article].published or "~", report.article, report.name


def _label(event: Event, whole: Whole) -> str:
    """What happened, in words: who, what, whom, and when if that is known."""
    words = whole.relations[event.kind].label
    if event.together:
        one, *others = event.participants
        text = f"{whole.label(one)} {words} {_listed(tuple(others), whole)}"
    else:
        text = f"{_listed(event.agents, whole)} {words} {_listed(event.targets, whole)}"
        if event.occasion is not None:
            text += whole.label(event.occasion)
    return text if event.time is None else f"{text}, {event.time}"


def _listed(names: tuple[str, ...], whole: Whole) -> str:
    shown = [whole.label(name) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        shown[-1:] = [f"{len(names) - _NAMED + 1} others"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _dates(event: Event, whole: Whole) -> set[str]:
    """When the articles that report the event were published, as far as they say, and say it as a date."""
    dates = (whole.articles[report.article].published for report in event.reports)
    return {date for date in dates if date is not None and parse_span(date) is not None}
