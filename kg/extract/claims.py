"""Drafts by referents' keys -> claims with entities, one per distinct statement of an article."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from kg.extract.confidence import Doubts, confidence
from kg.extract.drafts import Draft
from kg.extract.reasons import Why
from kg.extract.referents import Referent, fold
from kg.model import Article, Claim, Entity, EntityType, Evidence
from kg.ontology import Ontology
from kg.open_names import is_open

__all__ = ["Settled", "label_of", "settle"]

LONGEST_ALIAS = 8  # words


@dataclass(frozen=True, slots=True)
class Settled:
    """A statement of an article: what speaks against it, its drafts by their places in the list, what came of it."""

    claim: Claim
    doubts: Doubts
    drafts: tuple[int, ...]
    dropped: Why | None = None


_BETWEEN = re.compile(r"[^a-z0-9]+")


def _slug(text: str) -> str:
    return _BETWEEN.sub("-", fold(text)).strip("-") or "entity"


def _letters(text: str) -> str:
    return _slug(text).replace("-", "")


def label_of(referent: Referent, ontology: Ontology) -> str:
    """The fullest name that the gazetteer or the text gives."""
    actor = ontology.actors.get(referent.actor or "")
    if actor is not None:
        return actor.label
    if referent.label:
        return referent.label
    # the fullest of the names proper, never a title or description that also stands for it
    names = {_letters(" ".join(words)) for words in referent.words}
    proper = [form for form, n in referent.forms.items() if n and _letters(form) in names]
    pool = proper or list(referent.forms) or ["?"]
    return max(sorted(pool), key=lambda form: (len(form.split()), len(form)))


def _entities(referents: Mapping[int, Referent], ontology: Ontology, drafts: Iterable[Draft]) -> dict[int, Entity]:
    """The entities of the drafts. Those of open relations come last, and so take no id from the others."""
    framed: set[int] = set()
    opened: set[int] = set()
    for d in drafts:
        keys = opened if is_open(d.relation) else framed
        keys.update(k for k in (d.subject, d.object, d.place, d.speaker) if k is not None)
    out: dict[int, Entity] = {}
    taken: dict[str, int] = {}
    for key in (*sorted(framed), *sorted(opened - framed)):
        referent = referents[key]
        label = label_of(referent, ontology)
        name = referent.actor or _slug(label)
        if taken.get(name, key) != key:
            name = f"{name}-{referent.type.value.lower()}"
        while taken.get(name, key) != key:
            name += "x"
        taken[name] = key
        aliases = tuple(sorted(f for f in referent.forms if f and len(f.split()) <= LONGEST_ALIAS and "\n" not in f))
        out[key] = Entity(name, label, referent.type, aliases)
    return out


def _normal(draft: Draft) -> Draft:
    """Symmetric claims have one direction: the order of first mention."""
    if draft.symmetric and draft.object < draft.subject:
        return draft._replace(subject=draft.object, object=draft.subject)
    return draft


_ANY = object()  # in place of a time, place or speaker


class _Statements:
    """The distinct statements of one subject, relation, object, polarity and modality, with the places of their drafts.

    A draft fits a statement where time, place and speaker are the same, each, or one of the two has none. So that none
    need be looked through, of which a long text has many, each statement is listed under all that may ask for it.
    """

    def __init__(self) -> None:
        self.items: list[tuple[Draft, list[int]]] = []
        self._at: dict[tuple[object, ...], dict[int, None]] = defaultdict(dict)

    def add(self, draft: Draft, place: int) -> None:
        """Merge a draft into the only statement that it fits, or the only one of its speaker; else it is a new one."""
        n = self._same(draft)
        if n is None:
            self._list(len(self.items), draft)
            self.items.append((draft, [place]))
            return
        known, places = self.items[n]
        merged = _merged(known, draft)
        places.append(place)
        self.items[n] = (merged, places)
        if _marks(merged) != _marks(known):
            for key in _keys(known):
                del self._at[key][n]
            self._list(n, merged)

    def _list(self, n: int, statement: Draft) -> None:
        for key in _keys(statement):
            self._at[key][n] = None

    def _same(self, draft: Draft) -> int | None:
        found = self._fitting(draft, (draft.speaker,)) or self._fitting(draft, _fit(draft.speaker))
        return found[0] if len(found) == 1 else None

    def _fitting(self, draft: Draft, speakers: Sequence[object]) -> list[int]:
        """The first two statements that a draft fits, of these speakers."""
        keys = product(_fit(draft.time), _fit(draft.place), speakers)
        return list(islice((n for key in keys for n in self._at.get(key, ())), 2))


def _marks(draft: Draft) -> tuple[object, ...]:
    return draft.time, draft.place, draft.speaker


def _keys(statement: Draft) -> Iterator[tuple[object, ...]]:
    return product(*((mark, _ANY) for mark in _marks(statement)))


def _fit(mark: object) -> Sequence[object]:
    return (_ANY,) if mark is None else (mark, None)


def _merged(known: Draft, draft: Draft) -> Draft:
    same_speaker = known.speaker == draft.speaker
    asserted = known.asserted or draft.asserted
    return known._replace(
        place=known.place if known.place is not None else draft.place,
        time=known.time or draft.time,
        topic=known.topic or draft.topic,
        speaker=known.speaker if same_speaker or not asserted else None,
        asserted=asserted,
        doubts=max(known.doubts, draft.doubts, key=confidence),
    )


def _merge(drafts: Sequence[Draft]) -> list[tuple[Draft, list[int]]]:
    """The distinct statements, each with the places of its drafts."""
    groups: dict[tuple[object, ...], _Statements] = defaultdict(_Statements)
    for place, draft in sorted(
        enumerate(map(_normal, drafts)),
        key=lambda p: (-sum(x is not None for x in (p[1].time, p[1].place, p[1].speaker)), p[1].sent),
    ):
        groups[draft.subject, draft.relation, draft.object, draft.polarity, draft.modality].add(draft, place)
    return [item for statements in groups.values() for item in statements.items]


def _evidence(article: Article, start: int, end: int) -> Evidence:
    return Evidence(article.text[start:end], start, end)


def settle(
    article: Article,
    referents: Mapping[int, Referent],
    drafts: Sequence[Draft],
    ontology: Ontology,
    span_of: Callable[[int], tuple[int, int]],
) -> list[Settled]:
    """Merge the drafts of an article and give them their entities and evidence, in the order of the text.

    Of several drafts of one claim the surest counts; that several sentences say so makes it surer.

    Args:
        article: The article.
        referents: Its referents by the keys that the drafts have.
        drafts: What it tells.
        ontology: Has the labels of known actors.
        span_of: Where a sentence stands in the text, in half-open characters.
    """
    merged = _merge(drafts)
    entities = _entities(referents, ontology, (draft for draft, _ in merged))
    evidence = {n: _evidence(article, *span_of(n)) for n in {draft.sent for draft in drafts}}
    settled: list[tuple[int, Settled]] = []
    for draft, places in merged:
        sents = sorted({drafts[n].sent for n in places})
        subject, obj = entities[draft.subject], entities[draft.object]
        dropped = Why.OFFICE_ACTS if subject.type is EntityType.OFFICE else None
        if subject.label == "?" or obj.label == "?":
            dropped = Why.NO_LABEL
        place = entities[draft.place] if draft.place is not None else None
        speaker = entities[draft.speaker] if draft.speaker is not None else None
        identity = (
            f"{article.id}|{subject.id}|{draft.relation}|{obj.id}|{draft.polarity}|{draft.modality}|{draft.time}"
            f"|{place.id if place else ''}|{speaker.id if speaker else ''}"
        )
        doubts = draft.doubts._replace(once=float(len(sents) == 1))
        claim = Claim(
            id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
            article=article.meta,
            subject=subject,
            relation=draft.relation,
            object=obj,
            symmetric=draft.symmetric,
            event_type=draft.event_type,
            polarity=draft.polarity,
            modality=draft.modality,
            operator=draft.operator,
            place=place,
            time=draft.time,
            topic=draft.topic,
            speaker=speaker,
            asserted=draft.asserted,
            confidence=confidence(doubts),
            evidence=tuple(evidence[n] for n in sents),
        )
        settled.append((sents[0], Settled(claim, doubts, tuple(places), dropped)))
    settled.sort(key=lambda p: (p[0], p[1].claim.subject.id, p[1].claim.relation, p[1].claim.object.id, p[1].claim.id))
    unique: dict[str, Settled] = {}
    for _, found in settled:
        same = unique.get(found.claim.id)
        unique[found.claim.id] = _both(same, found) if same else found
    return list(unique.values())


def _both(one: Settled, other: Settled) -> Settled:
    """Two that turned out to state the same, by the same entities: one statement, with the evidence of both."""
    surer = max(one, other, key=lambda each: (each.claim.asserted, each.claim.confidence))
    evidence = sorted({*one.claim.evidence, *other.claim.evidence}, key=lambda each: (each.start, each.end))
    return replace(surer, claim=replace(surer.claim, evidence=tuple(evidence)), drafts=(*one.drafts, *other.drafts))
