"""What the graph knew of the world by one day and by a later one: what is new, what is gone, what has changed.

What is known by a day is what articles say that came out by then; an article without a date is taken to be known from
the start. Of who does what to whom the last word counts that says that it is so, or that it is not; while there is none
the last that is planned, possible, requested or only said.

- new: nobody had spoken of it before; a new pair, if nobody had told anything of the two.
- gone: what lasts (an office, an alliance) is denied since, or said to have ended between the two days; or the office
  has passed on to somebody else.
- changed: it is told in another way: what was planned is so, what was so is not, or is disputed.
- turned: one was friendly to another and is hostile since, or the other way round (see `kg.query.turns`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.dating import published
from kg.graph.spans import ALWAYS, Span, parse_span
from kg.model import Modality, Polarity
from kg.query.timeline import concerns, in_words, outlets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from kg.graph.whole import LinkedClaim, Whole
    from kg.query.rows import Row

__all__ = ["Change", "Difference", "diff_rows", "differences", "known_from"]

SO, NOT_SO, DISPUTED, SAID = "so", "not so", "disputed", "said"
PASSED_ON = "passed on"
_LASTING = frozenset({"COOPERATE", "STRUCTURE"})
_HOLDS = "holdsOffice"


class Change(StrEnum):
    """What happened to a relation of two between two days; in the order in which it is told."""

    NEW_PAIR = "new pair"
    NEW = "new"
    CHANGED = "changed"
    TURNED = "turned"
    GONE = "gone"


_ORDER = {change: at for at, change in enumerate(Change)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what it is `about`, the claims that make it, and the day (see `Span`) when the first came out.

    `before` and `now` are how it was and is told: "so", "not so", "disputed", "planned" and so on; None for not at all.
    Of a turn they are what was done before and since, with the mean of its values.
    `reason` is why it is gone: it was denied, it ended, or passed on to the subject of `claims`.
    """

    change: Change
    about: LinkedClaim
    before: str | None
    now: str | None
    since: int
    claims: tuple[LinkedClaim, ...]
    reason: str | None = None


class _Key(NamedTuple):
    """Who does what to whom; the two sides of a symmetric relation in the order of their names."""

    relation: str
    subject: str
    object: str


class _Told(NamedTuple):
    day: int
    claim: LinkedClaim


def differences(
    whole: Whole, begin: Span, end: Span, actor: Set[str] | None = None, other: Set[str] | None = None
) -> list[Difference]:
    """What differs between what is known by the end of one span and by the end of a later one.

    Args:
        whole: All claims.
        begin: The earlier day, month or year.
        end: The later one.
        actor: Local names of nodes; only what has to do with one of them.
        other: Likewise; only what is between the two.
    """
    known: dict[_Key, list[_Told]] = defaultdict(list)
    for claim in whole.claims:
        day = known_from(claim, whole)
        if day <= end.last:
            known[_key(claim)].append(_Told(day, claim))
    pairs = {frozenset(key[1:]) for key, told in known.items() if any(each.day <= begin.last for each in told)}
    passed_on = _passed_on(known, begin)
    found = []
    for key in sorted(known):
        if actor is None or concerns(known[key][0].claim, actor, other):
            told = sorted(known[key], key=_by_day)
            before = [each for each in told if each.day <= begin.last]
            since = [each for each in told if each.day > begin.last]
            if not before:
                change = Change.NEW if frozenset(key[1:]) in pairs else Change.NEW_PAIR
                found.append(_difference(change, before, since))
            else:
                found += _compared(before, since, begin, end, passed_on.get(key, ()))
    return sorted(found, key=lambda one: (_ORDER[one.change], one.since, one.about.subject))


def known_from(claim: LinkedClaim, whole: Whole) -> int:
    """The day (see `Span`) from which on a claim is known: the last on which its article may have come out."""
    out = published(claim, whole)
    return ALWAYS.first if out is None else out.last


def diff_rows(
    whole: Whole, found: Iterable[Difference], sentences: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[Row]:
    """Differences as rows of plain values.

    Args:
        whole: All claims.
        found: What `differences` gave.
        sentences: What `read_sentences` gave for their claims; may be empty.
    """
    for each in found:
        metas = [whole.articles[article] for article in sorted({told.article for told in each.claims})]
        said = (text for told in each.claims for text in sentences.get((told.article, told.id), ()))
        passed_on = each.reason == PASSED_ON
        yield {
            "change": each.change.value,
            "since": str(Span(each.since, each.since)) if each.since > ALWAYS.first else None,
            "subject": whole.label(each.about.subject),
            "relation": in_words(each.about.relation, whole),
            "object": whole.label(each.about.object),
            "before": each.before,
            "now": each.now,
            "reason": f"{each.reason} to {whole.label(each.claims[0].subject)}" if passed_on else each.reason,
            "articles": len(metas),
            "outlets": outlets(metas),
            "sentences": list(dict.fromkeys(said)),
            "claims": [told.name for told in each.claims],
        }


def _by_day(told: _Told) -> tuple[int, str, str]:
    return told.day, told.claim.article, told.claim.id


def _key(claim: LinkedClaim) -> _Key:
    ends = (claim.subject, claim.object)
    return _Key(claim.relation, *(sorted(ends) if claim.symmetric else ends))


def _compared(
    before: Sequence[_Told], since: Sequence[_Told], begin: Span, end: Span, successors: Sequence[_Told]
) -> Iterator[Difference]:
    """What became of something that was known before, if anything did."""
    was, now = _state(before), _state([*before, *since])
    lasts = before[0].claim.event_type in _LASTING
    ended = [each for each in (*before, *since) if lasts and _ends_within(each.claim, begin, end)]
    if was == SO and now == NOT_SO and lasts:
        yield _difference(Change.GONE, before, since, reason="denied")
    elif was == SO and ended:
        yield _difference(Change.GONE, before, ended, reason=f"ended {ended[0].claim.time}")
    elif was == now == SO and successors:
        yield _difference(Change.GONE, before, successors, reason=PASSED_ON)
    elif was != now:
        yield _difference(Change.CHANGED, before, since)


def _difference(
    change: Change, before: Sequence[_Told], told: Sequence[_Told], reason: str | None = None
) -> Difference:
    return Difference(
        change,
        about=(*before, *told)[0].claim,
        before=_state(before),
        now=None if change is Change.GONE else _state([*before, *told]),
        since=min(each.day for each in told),
        claims=tuple(each.claim for each in told),
        reason=reason,
    )


def _state(told: Sequence[_Told]) -> str | None:
    """How something is told at last: what settles it before what does not."""
    settled = [each for each in told if _mode(each.claim) in {SO, NOT_SO}]
    last = max((each.day for each in settled or told), default=None)
    modes = sorted({_mode(each.claim) for each in settled or told if each.day == last})
    return (DISPUTED if settled and len(modes) > 1 else ", ".join(modes)) or None


def _mode(claim: LinkedClaim) -> str:
    """How one claim is meant."""
    if claim.is_fact:
        return SO
    if claim.modality is not Modality.ACTUAL:
        return f"{NOT_SO} {claim.modality}" if claim.polarity is Polarity.NEGATIVE else claim.modality.value
    if claim.polarity is Polarity.POSITIVE:
        return SAID
    return NOT_SO if claim.speaker is None else f"{SAID} {NOT_SO}"


def _ends_within(claim: LinkedClaim, begin: Span, end: Span) -> bool:
    """Whether a fact is said to have lasted until a day between the two."""
    span = parse_span(claim.time)
    return (
        span is not None
        and claim.is_fact
        and span.precision == "interval"
        and begin.last < span.last <= end.last
        and span.first <= begin.last
    )


def _passed_on(known: Mapping[_Key, Sequence[_Told]], begin: Span) -> dict[_Key, list[_Told]]:
    """Who held an office that another holds since, with what tells of the last of those.

    An office that one article gives to two people at once may have many holders, and so is left out.
    """
    offices: dict[str, dict[str, list[_Told]]] = defaultdict(dict)
    for key, told in known.items():
        facts = [each for each in told if each.claim.is_fact]
        if key.relation == _HOLDS and facts:
            offices[key.object][key.subject] = facts
    found = {}
    for office, holders in offices.items():
        articles = [article for facts in holders.values() for article in {each.claim.article for each in facts}]
        if len(articles) > len(set(articles)):
            continue
        first = {holder: min(each.day for each in facts) for holder, facts in holders.items()}
        successor = max(first, key=lambda holder: (first[holder], holder))
        for holder, facts in holders.items():
            last = max(each.day for each in facts)
            if ALWAYS.first < last <= begin.last < first[successor]:
                found[_Key(_HOLDS, holder, office)] = holders[successor]
    return found
