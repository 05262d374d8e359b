"""What a dossier tells, before it is written out: a pure function of the claims about one actor, or between two."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.claim_table import stance
from kg.graph.conflicts import find_conflicts
from kg.graph.dating import place_claim
from kg.graph.spans import ALWAYS, Span, overlap
from kg.graph.tenures import Tenure, tenures
from kg.lines import cut_line
from kg.query.officials import officials_of
from kg.query.timeline import Entry, concerns, in_words, outlets, tell
from kg.report.notes import Note, Notes
from kg.view.graph import Tone, tone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from kg.graph.whole import LinkedClaim, Whole

__all__ = ["Dossier", "Partner", "Portrait", "Side", "Statement", "make_dossier"]

_NOTES = 3  # on a statement; more say no more
_PARTNERS = 12
_ALIASES = 12
_SAYINGS = 12
_OFFICES = 8
_FRIENDLY = frozenset({Tone.VERBAL_COOPERATION, Tone.MATERIAL_COOPERATION})
_HOSTILE = frozenset({Tone.VERBAL_CONFLICT, Tone.MATERIAL_CONFLICT})


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that articles say.

    Attributes:
        when: A date, with ~ before it where it is that of the first article; None where there is none.
        words: Who did what to whom, where.
        ways: What is to be known of it if it is no plain fact: planned, not so, says Russia.
        articles: How many articles say so.
        notes: The numbers of the notes with its sentences.
    """

    when: str | None
    words: str
    ways: tuple[str, ...]
    articles: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """Who somebody is."""

    name: str
    type: str
    aliases: tuple[str, ...]
    identifiers: tuple[str, ...]
    offices: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """With whom somebody deals: how many facts are friendly and hostile, when the last was, and what is told most."""

    name: str
    cooperation: int
    conflict: int
    last: str | None
    most: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disputed point."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One page on somebody, or on two.

    Attributes:
        title: Whom it is about.
        portraits: Who they are: one, or two.
        claims: How many claims it rests on, in how many articles of how many outlets, from when to when.
        partners: With whom one deals, most first; empty for two.
        timeline: What happened, by time; `untold` are so many more that had no room.
        says: What they say of others.
        disputed: What articles contradict each other in: a heading, and two sides.
        notes: The sentences.
    """

    title: str
    portraits: tuple[Portrait, ...]
    claims: int
    articles: int
    outlets: tuple[str, ...]
    period: tuple[str, str] | None
    partners: tuple[Partner, ...]
    timeline: tuple[Statement, ...]
    untold: int
    says: tuple[Statement, ...]
    disputed: tuple[tuple[str, Side, Side], ...]
    notes: tuple[Note, ...]


def make_dossier(
    whole: Whole,
    names: Sequence[str],
    sides: Sequence[Set[str]],
    sentences: Callable[[LinkedClaim], tuple[str, ...]],
    *,
    within: Span = ALWAYS,
    most: int = 40,
) -> Dossier:
    """Put together what the articles say of one actor, or of two with each other.

    Args:
        whole: All claims.
        names: The local names of one node or two.
        sides: For each the nodes whose deeds count as its own, itself among them.
        sentences: Reads the sentences behind a claim.
        within: Only what has to do with this span.
        most: So many statements of the timeline have room; the best attested and the newest are told.
    """
    notes = Notes(whole.articles, sentences)
    entries = tell(whole, *sides, within=within)
    told = [claim for entry in entries for claim in entry.claims]
    held = tenures(whole)
    by_name = {claim.name: claim for claim in whole.claims}
    portraits = tuple(_portrait(whole, name, held, by_name, notes) for name in names)
    events = [entry for entry in entries if entry.claims[0].event_type != "STRUCTURE"]
    chosen = _choose(whole, events, most)
    metas = [whole.articles[article] for article in sorted({claim.article for claim in told})]
    dates = sorted(meta.published for meta in metas if meta.published)
    return Dossier(
        title=" and ".join(_label(whole, name) for name in names),
        portraits=portraits,
        claims=len(told),
        articles=len(metas),
        outlets=tuple(map(cut_line, outlets(metas))),
        period=(dates[0], dates[-1]) if dates else None,
        partners=tuple(_partners(whole, sides[0], events, notes)) if len(names) == 1 else (),
        timeline=tuple(_statement(whole, entry, notes) for entry in chosen),
        untold=len(events) - len(chosen),
        says=tuple(_sayings(whole, sides, notes, within)),
        disputed=tuple(_disputed(whole, sides, notes)),
        notes=tuple(notes.made.values()),
    )


def _portrait(
    whole: Whole, name: str, held: Iterable[Tenure], by_name: Mapping[str, LinkedClaim], notes: Notes
) -> Portrait:
    node = whole.nodes[name]
    actor = node.actor
    identifiers = (*((f"ISO 3166: {actor.iso}",) if actor and actor.iso else ()), *(actor.same_as if actor else ()))
    aliases = tuple(cut_line(alias) for alias in node.aliases if alias != node.label)[:_ALIASES]
    offices = tuple(_offices(whole, name, held, by_name, notes))
    return Portrait(cut_line(node.label), node.type.value, aliases, identifiers, offices)


def _offices(
    whole: Whole, name: str, held: Iterable[Tenure], by_name: Mapping[str, LinkedClaim], notes: Notes
) -> Iterator[Statement]:
    """The offices that somebody held, or who held which office of a country or body, the last first."""
    acting = officials_of(whole, name) - {name}
    found = [each for each in held if each.holder == name or each.holder in acting]
    for each in sorted(found, key=lambda one: (-_last(one), one.office, one.holder))[:_OFFICES]:
        holder = "" if each.holder == name else f"{_label(whole, each.holder)}, "
        claims = [by_name[claim] for claim in each.claims if claim in by_name]
        articles = len({claim.article for claim in claims})
        yield Statement(_held(each), f"{holder}{_label(whole, each.office)}", (), articles, notes.on(claims, _NOTES))


def _last(tenure: Tenure) -> int:
    """The last day of which it is told."""
    known = tenure.end or (tenure.told and tenure.told[1]) or tenure.begin
    return known.last if known else 0


def _held(tenure: Tenure) -> str | None:
    """From when to when; where no begin or end is stated, when somebody was called so."""
    if tenure.begin or tenure.end:
        return f"{tenure.begin or '..'}/{tenure.end or '..'}"
    if tenure.told is None:
        return None
    first, last = tenure.told
    return f"as told on {first}" if first == last else f"as told from {first} to {last}"


def _choose(whole: Whole, entries: Sequence[Entry], most: int) -> list[Entry]:
    """The entries that have room, in their order: those of most articles, then facts, then the newest."""

    def worth(at: int) -> tuple[int, bool, int]:
        entry = entries[at]
        independent = {whole.repeats.get(article, article) for article in entry.articles}
        return len(independent), entry.claims[0].is_fact, at

    return [entries[at] for at in sorted(sorted(range(len(entries)), key=worth, reverse=True)[:most])]


def _statement(whole: Whole, entry: Entry, notes: Notes) -> Statement:
    claim = entry.claims[0]
    places = sorted({_label(whole, each.place) for each in entry.claims if each.place is not None})
    where = f" ({', '.join(places)})" if places else ""
    return Statement(
        str(entry.placed) if entry.placed else None,
        f"{_said(whole, claim)}{where}",
        _ways(whole, claim),
        len(entry.articles),
        notes.on(entry.claims, _NOTES),
    )


def _said(whole: Whole, claim: LinkedClaim) -> str:
    ends = (_label(whole, end) for end in (claim.subject, claim.object))
    return f" {cut_line(in_words(claim.relation, whole))} ".join(ends)


def _label(whole: Whole, name: str) -> str:
    return cut_line(whole.label(name))


def _ways(whole: Whole, claim: LinkedClaim) -> tuple[str, ...]:
    speaker = _label(whole, claim.speaker) if claim.speaker else None
    return tuple(
        stance(claim.polarity, claim.modality, operator=claim.operator, speaker=speaker, asserted=claim.asserted)
    )


def _partners(whole: Whole, side: Set[str], entries: Sequence[Entry], notes: Notes) -> Iterator[Partner]:
    """Those with whom facts link somebody, the busiest first."""
    dealings: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        claim = entry.claims[0]
        for other in {claim.subject, claim.object} - set(side):
            if claim.is_fact and not side.isdisjoint((claim.subject, claim.object)):
                dealings[other].append(entry)
    for other in sorted(dealings, key=lambda name: (-len(dealings[name]), whole.label(name), name))[:_PARTNERS]:
        tones = Counter(tone_of(entry.claims[0].event_type) for entry in dealings[other])
        dated = [entry.placed for entry in dealings[other] if entry.placed]
        yield Partner(
            _label(whole, other),
            sum(tones[tone] for tone in _FRIENDLY),
            sum(tones[tone] for tone in _HOSTILE),
            str(max(dated, key=lambda placed: placed.key)) if dated else None,
            tuple(_kinds(whole, dealings[other], notes)),
        )


def _kinds(whole: Whole, entries: Sequence[Entry], notes: Notes) -> Iterator[Statement]:
    """What is told most of two: a statement for each of the most frequent relations."""
    kinds: dict[str, list[LinkedClaim]] = defaultdict(list)
    for entry in entries:
        kinds[_said(whole, entry.claims[0])] += entry.claims
    for words in sorted(kinds, key=lambda each: (-len(kinds[each]), each))[:_NOTES]:
        articles = len({claim.article for claim in kinds[words]})
        yield Statement(None, words, (), articles, notes.on(kinds[words], _NOTES))


def _sayings(whole: Whole, sides: Sequence[Set[str]], notes: Notes, within: Span) -> Iterator[Statement]:
    """What somebody says of others, or what each of two says of the other."""
    spoken: dict[tuple[str, tuple[str, ...]], list[LinkedClaim]] = defaultdict(list)
    for claim in whole.claims:
        placed = place_claim(claim, whole)
        if (
            _is_spoken(claim, sides)
            and not concerns(claim, sides[0], sides[1] if len(sides) > 1 else None)  # which the timeline tells
            and (overlap(placed.span, within) if placed else within == ALWAYS)
        ):
            spoken[_said(whole, claim), _ways(whole, claim)].append(claim)
    ordered = sorted(spoken, key=lambda key: (-len({claim.article for claim in spoken[key]}), key))
    for words, ways in ordered[:_SAYINGS]:
        claims = spoken[words, ways]
        yield Statement(None, words, ways, len({claim.article for claim in claims}), notes.on(claims, _NOTES))


def _is_spoken(claim: LinkedClaim, sides: Sequence[Set[str]]) -> bool:
    """Whether the one who is told of says so; of two, whether it is said of the other."""
    ends = (claim.subject, claim.object)
    if len(sides) == 1:
        return claim.speaker in sides[0]
    return any(claim.speaker in one and not other.isdisjoint(ends) for one, other in (sides, sides[::-1]))


def _disputed(whole: Whole, sides: Sequence[Set[str]], notes: Notes) -> Iterator[tuple[str, Side, Side]]:
    """What articles contradict each other in, of somebody or between two."""
    for conflict in find_conflicts(whole):
        parties = {end for claim in (*conflict.one, *conflict.other) for end in (claim.subject, claim.object)}
        if not any(parties.isdisjoint(side) for side in sides):
            yield cut_line(conflict.label, 160), _side(whole, conflict.one, notes), _side(whole, conflict.other, notes)


def _side(whole: Whole, claims: Iterable[LinkedClaim], notes: Notes) -> Side:
    said: dict[tuple[str, tuple[str, ...]], list[LinkedClaim]] = defaultdict(list)
    for claim in claims:
        said[_said(whole, claim), _ways(whole, claim)].append(claim)
    return Side(
        tuple(
            Statement(None, words, ways, len({claim.article for claim in told}), notes.on(told, _NOTES))
            for (words, ways), told in sorted(said.items())
        )
    )
