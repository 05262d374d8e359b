"""What the page of an entity says."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from kg.graph.quads import entity_iri
from kg.query.timeline import concerns, in_words, outlets, tell
from kg.server.pages.addresses import to_path
from kg.server.pages.around import background, conflicts_of, events_of, held, identifiers
from kg.server.pages.claims import entity_type
from kg.server.pages.paging import Pages, page_of
from kg.server.pages.reading import NEWEST
from kg.server.pages.sayings import Link, Saying, link_to, read_passages, tell_sayings
from kg.server.pages.wording import TONES, cut, in_period, tone
from kg.view.ego import draw_ego
from kg.view.graph import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.whole import LinkedClaim, Whole
    from kg.query.timeline import Entry
    from kg.server.pages.around import Background, Held, Known, Shown
    from kg.server.pages.reading import Reading
    from kg.server.pages.sayings import Passage
    from kg.view.ego import Picture

__all__ = ["KINDS", "Choice", "Dealing", "EntityPage", "Told", "read_entity"]

KINDS = ("happenings", "lasting", "all")
"""What of the timeline is shown: what happened, what holds, or both."""

_ENTRIES_A_PAGE = 25
_SAYINGS_SHOWN = 4  # of one entry; the claims' own pages have the others
_LASTING = "STRUCTURE"
_ORDER = (
    Tone.VERBAL_COOPERATION,
    Tone.MATERIAL_COOPERATION,
    Tone.VERBAL_CONFLICT,
    Tone.MATERIAL_CONFLICT,
    Tone.OPEN,
    Tone.OTHER,
    Tone.STRUCTURE,
)


class Part(NamedTuple):
    """How many claims there are of a tone, its name, and the share of all in percent."""

    tone: str
    words: str
    claims: int
    share: float


@dataclass(frozen=True, slots=True)
class Dealing:
    """What claims say of an entity and another: how many of which tone and relation; `href` shows just these."""

    other: Link
    count: int
    articles: int
    parts: tuple[Part, ...]
    relations: tuple[tuple[str, int], ...]
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the timeline; `sayings` are the claims behind it, of which `more` are left out."""

    when: str
    stated: bool
    subject: Link
    relation: str
    object: Link
    symmetric: bool
    tone: str
    articles: int
    outlets: tuple[str, ...]
    sayings: tuple[Saying, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the timeline the address asks for: a kind of `KINDS`, another entity, a relation, and a page of it."""

    kind: str = "happenings"
    other: str | None = None
    relation: str | None = None
    page: int = 1

    def query(self, **changes: object) -> str:
        """The part of an address that asks for this, or for this with changes."""
        asked = {"show": self.kind, "with": self.other, "relation": self.relation, "page": self.page} | changes
        plain = {"show": "happenings", "page": 1}
        kept = {name: value for name, value in asked.items() if value is not None and value != plain.get(name)}
        return "?" + urlencode(kept, errors="surrogatepass") if kept else "?"


@dataclass(frozen=True, slots=True)
class EntityPage:
    """All that the page says."""

    iri: str
    path: str
    known: Known
    kind: str
    claims: int
    articles: int
    period: str
    left_out: bool
    parts: tuple[Part, ...]
    offices: tuple[Held, ...]
    background: tuple[Background, ...]
    dealings: tuple[Dealing, ...]
    picture: Picture | None
    paths: Mapping[str, str]
    events: tuple[Shown, ...]
    conflicts: tuple[Shown, ...]
    choice: Choice
    chosen: str
    kinds: tuple[tuple[str, str, int], ...]
    timeline: tuple[Told, ...]
    pages: Pages


def read_entity(reading: Reading, name: str, choice: Choice) -> EntityPage:
    """What there is to say of an entity.

    Args:
        reading: The store.
        name: The local name of the entity.
        choice: Which part of its timeline.

    Raises:
        StoreError: The store cannot be read.
    """
    store, iri = reading.store, entity_iri(reading.base, name).value
    whole = reading.about(name)
    known = identifiers(store, iri)
    kind = entity_type(known.types, reading.ontology.classes)
    dealings = _dealings(whole, name)
    picture = draw_ego(whole, name, reading.whole.claims if reading.whole is not None else ())
    entries = _chosen(whole, name, choice)
    shown, pages = page_of(entries[choice.kind], choice.page, _ENTRIES_A_PAGE)
    wanted = [claim for entry in shown for claim in entry.claims[:_SAYINGS_SHOWN]]
    passages = read_passages(store, wanted)
    return EntityPage(
        iri=iri,
        path=to_path(iri, reading.base),
        known=known,
        kind=kind.value if kind else "",
        claims=len(whole.claims),
        articles=len({claim.article for claim in whole.claims}),
        period=_period(whole),
        left_out=len(whole.claims) == NEWEST and reading.whole is None,
        parts=_parts(claim for claim in whole.claims if name in (claim.subject, claim.object)),
        offices=held(store, iri, known.label, kind),
        background=background(store, iri, reading.ontology.relations),
        dealings=dealings,
        picture=picture,
        paths={spot.node: link_to(whole, spot.node).href for spot in (picture.spots if picture else ())},
        events=events_of(store, iri),
        conflicts=conflicts_of(store, (claim.name for claim in whole.claims)),
        choice=choice,
        chosen=_in_words(whole, choice),
        kinds=tuple((each, choice.query(show=each, page=1), len(entries[each])) for each in KINDS),
        timeline=tuple(_told(whole, entry, passages) for entry in shown),
        pages=pages,
    )


def _period(whole: Whole) -> str:
    """From when to when the articles are that say so."""
    dates = {whole.articles[claim.article].published for claim in whole.claims}
    days = sorted(date[:10] for date in dates if date)
    return in_period(days[0] if days[0] == days[-1] else f"{days[0]}/{days[-1]}") if days else ""


def _chosen(whole: Whole, name: str, choice: Choice) -> dict[str, list[Entry]]:
    """The lines of the timeline, by the kinds of which one is shown."""
    if choice.other is not None:
        entries = tell(whole, {name}, {choice.other})
    else:
        # What an entity says of others is told of it, too.
        rest = tuple(claim for claim in whole.claims if claim.speaker == name and not concerns(claim, {name}, None))
        entries = tell(whole, {name}) + tell(replace(whole, claims=rest), {claim.subject for claim in rest})
        entries.sort(key=lambda entry: (entry.placed is None, entry.placed and entry.placed.key))
    if choice.relation is not None:
        entries = [entry for entry in entries if entry.claims[0].relation == choice.relation]
    lasting = [entry for entry in entries if _lasts(entry)]
    return {"happenings": [entry for entry in entries if not _lasts(entry)], "lasting": lasting, "all": entries}


def _lasts(entry: Entry) -> bool:
    return entry.claims[0].event_type == _LASTING


def _told(whole: Whole, entry: Entry, passages: Mapping[str, tuple[Passage, ...]]) -> Told:
    first = entry.claims[0]
    shown = entry.claims[:_SAYINGS_SHOWN]
    return Told(
        when=in_period(str(entry.placed.span)) if entry.placed else "",
        stated=entry.placed is not None and entry.placed.stated,
        subject=link_to(whole, first.subject),
        relation=cut(in_words(first.relation, whole)),
        object=link_to(whole, first.object),
        symmetric=first.symmetric,
        tone=tone(first).value,
        articles=len(entry.articles),
        outlets=tuple(cut(each) for each in outlets(whole.articles[each] for each in entry.articles)),
        sayings=tell_sayings(whole, shown, passages),
        more=len(entry.claims) - len(shown),
    )


def _dealings(whole: Whole, name: str) -> tuple[Dealing, ...]:
    """With whom an entity has to do; most of what happened first."""
    between: dict[str, list[LinkedClaim]] = defaultdict(list)
    for claim in whole.claims:
        if name in (claim.subject, claim.object) and claim.subject != claim.object:
            between[claim.object if claim.subject == name else claim.subject].append(claim)
    found = []
    for other, claims in between.items():
        happened = sum(claim.event_type != _LASTING for claim in claims)
        words = Counter(_directed(whole, claim, name) for claim in claims)
        relations = tuple(sorted(words.items(), key=lambda item: (-item[1], item[0])))
        articles = len({claim.article for claim in claims})
        href = Choice(kind="happenings" if happened else "lasting", other=other).query()
        dealing = Dealing(link_to(whole, other), len(claims), articles, _parts(claims), relations, href)
        found.append((-happened, -len(claims), other, dealing))
    return tuple(each[-1] for each in sorted(found, key=lambda each: each[:3]))


def _directed(whole: Whole, claim: LinkedClaim, name: str) -> str:
    words = cut(in_words(claim.relation, whole))
    return words if claim.symmetric or claim.subject == name else f"← {words}"


def _parts(claims: Iterable[LinkedClaim]) -> tuple[Part, ...]:
    counts = Counter(tone(claim) for claim in claims)
    total = counts.total()
    return tuple(
        Part(each.value, TONES[each], counts[each], round(100 * counts[each] / total, 2))
        for each in _ORDER
        if counts[each]
    )


def _in_words(whole: Whole, choice: Choice) -> str:
    """What the timeline is narrowed to."""
    parts = [
        f"with {cut(whole.label(choice.other) if choice.other in whole.nodes else choice.other)}"
        if choice.other
        else "",
        cut(in_words(choice.relation, whole)) if choice.relation else "",
    ]
    return ", ".join(filter(None, parts))
