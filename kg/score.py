"""Holds claims against a gold set and says how far they agree.

A claim is right when subject, relation, object and polarity are those of a gold claim of its article. A
relation that the gold claim allows besides its own counts as right, and a symmetric one holds in either
direction. Gold claims marked optional are neither required nor punished, nor are repeats of what was right
already. Relations that no gold set annotates are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from kg.gold import GoldArticle, GoldClaim
from kg.model import Claim, Entity, Modality
from kg.ontology import Ontology

__all__ = ["ANNOTATED", "Count", "Level", "Score", "Share", "Verdict", "score"]

# What annotators look for. The ontology may hold more, which a gold set then has no opinion on.
ANNOTATED = frozenset(
    """
    metWith spokeWith phoned negotiatedWith visited hosted briefed mediatesBetween cooperatesWith
    coordinatesWith alliedWith maintainsRelationsWith agreedWith signedAgreementWith supports aided armed
    conceded withdrewFrom released ceasedFireWith urged criticized condemned accused rejected opposes
    threatened warned protestedAgainst sanctioned cutTiesWith deployedForcesTo arrested restricted hacked
    attacked bombed invaded killed foughtWith holdsOffice represents leads spokespersonFor memberOf worksFor
    citizenOf basedIn locatedIn partOf proxyOf livesIn bornIn relativeOf marriedTo succeeded founded owns
    """.split()
)

# A longer alias is a description rather than a name; two entities may well share its words.
_LONGEST_ALIAS = 8


class Level(StrEnum):
    """How much must agree: the whole claim, the claim but for kin of its relation, only who with whom."""

    STRICT = "strict"
    RELAXED = "relaxed"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class Count:
    """Claims that were right, claims that were wrong, required ones that were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """`right` out of `total`."""

    right: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.right}/{self.total}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the gold has the claim, be it required, optional, or found before."""

    claim: Claim
    right: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How claims agree with a gold set.

    `events` is `strict` without lasting facts (PLOVER type STRUCTURE). Modality, place, time and speaker are
    judged on right claims whose gold claim has them. `false_assertions` are claims given as facts that the
    gold knows only as denied, planned, possible or requested. `strangers` counts claims on other articles.
    `verdicts` are on all claims looked at, also on the optional ones and the repeats that no count has.
    """

    strict: Count
    events: Count
    relaxed: Count
    pairs: Count
    modality: Share
    non_actual: Share
    place: Share
    time: Share
    speaker: Share
    asserted: int
    false_assertions: tuple[Claim, ...]
    wrong: tuple[Claim, ...]
    missed: tuple[tuple[str, GoldClaim], ...]
    strangers: int
    articles: dict[str, Count]
    relations: dict[str, Count]
    verdicts: tuple[Verdict, ...]


def score(
    gold: Sequence[GoldArticle],
    claims: Iterable[Claim],
    ontology: Ontology,
    *,
    relations: frozenset[str] = ANNOTATED,
) -> Score:
    """Hold claims against the gold articles of the same ids, or else of the same texts.

    Claims of other relations than `relations`, and those that gold claims use, are passed over.
    """
    kin = _Kin(ontology)
    relations |= frozenset[str]().union(*(known.relations for item in gold for known in item.claims))
    ids = {item.id for item in gold}
    by_text = {item.article.meta.sha256: item.id for item in gold}
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.relation in relations:
            own = by_text.get(claim.article.sha256)
            if claim.article.id not in ids and own is not None:
                claim = replace(claim, article=replace(claim.article, id=own))
            found[claim.article.id].append(claim)
    total = {level: _Matching() for level in Level}
    articles: dict[str, Count] = {}
    false_assertions: list[Claim] = []
    asserted = 0
    for item in gold:
        names = _Names(item)
        found_here = [names.locate(claim) for claim in found.pop(item.id, ())]
        for level in Level:
            matching = _match(item, names, found_here, kin, level)
            total[level].add(matching)
            if level is Level.STRICT:
                articles[item.id] = matching.count
        asserted += sum(located.claim.asserted for located in found_here)
        false_assertions += _false_assertions(item, found_here, kin)
    strict = total[Level.STRICT]
    return Score(
        strict=strict.count,
        events=strict.count_events(kin),
        relaxed=total[Level.RELAXED].count,
        pairs=total[Level.PAIRS].count,
        modality=_share(pair.same_modality for pair in strict.right),
        non_actual=_share(pair.same_modality for pair in strict.right if pair.gold.modality is not Modality.ACTUAL),
        place=_share(pair.same_place for pair in strict.right if pair.gold.place),
        time=_share(pair.same_start for pair in strict.right if pair.gold.time),
        speaker=_share(pair.same_speaker for pair in strict.right if pair.gold.speaker),
        asserted=asserted,
        false_assertions=tuple(false_assertions),
        wrong=tuple(strict.wrong),
        missed=tuple(strict.missed),
        strangers=sum(map(len, found.values())),
        articles=articles,
        relations=strict.by_relation(),
        verdicts=tuple(strict.verdicts),
    )


def _fold(name: str) -> str:
    """Names that differ only in case, accents, punctuation, article or possessive are one name."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = re.sub(r"[^\w\s]", " ", re.sub(r"['’`]s\b", "", plain)).split()
    return " ".join(words[1:] if words[0:1] in (["the"], ["a"], ["an"]) else words)


class _Located(NamedTuple):
    """A claim with the gold entities that its subject and object stand for, so far as there are any."""

    claim: Claim
    ends: tuple[str | None, str | None]


class _Names:
    """What the entities of one gold article are called."""

    def __init__(self, gold: GoldArticle) -> None:
        self._labels: dict[str, str] = {}
        self._names: dict[str, frozenset[str]] = {}
        for key, entity in gold.entities.items():
            self._labels.setdefault(_fold(entity.label), key)
            self._names[key] = frozenset(map(_fold, (entity.label, *entity.aliases))) - {""}

    def locate(self, claim: Claim) -> _Located:
        return _Located(claim, (self.resolve(claim.subject), self.resolve(claim.object)))

    def resolve(self, entity: Entity) -> str | None:
        """The key of the gold entity that is meant: by its label, else by what most aliases name."""
        label = _fold(entity.label)
        if label in self._labels:
            return self._labels[label]
        candidates = [key for key, names in self._names.items() if label in names]
        if len(candidates) == 1:
            return candidates[0]
        aliases = {_fold(alias) for alias in entity.aliases if len(alias.split()) <= _LONGEST_ALIAS}
        votes = {key: len(aliases & self._names[key]) for key in candidates or self._names}
        winner = max(votes, key=votes.__getitem__, default=None)
        return winner if winner and (candidates or votes[winner]) else None

    def of_place(self, label: str) -> frozenset[str]:
        """All that a place goes by, if the gold has it as an entity."""
        folded = _fold(label)
        return self._names[self._labels[folded]] if folded in self._labels else frozenset({folded})


class _Kin:
    """What the ontology says of relations, as far as matching asks. One that it lacks has no kin."""

    def __init__(self, ontology: Ontology) -> None:
        self._relations = ontology.relations

    def is_symmetric(self, name: str) -> bool:
        return name in self._relations and self._relations[name].symmetric

    def is_event(self, name: str) -> bool:
        return name not in self._relations or self._relations[name].event_type != "STRUCTURE"

    def are_related(self, one: str, other: str) -> bool:
        """Whether one is a kind of the other, or both are of one kind."""
        return not self._line(one).isdisjoint(self._line(other))

    def _line(self, name: str) -> set[str]:
        return {name, *(self._relations[name].parents if name in self._relations else ())}


@dataclass(frozen=True, slots=True)
class _Right:
    """A claim and the gold claim that it answers."""

    claim: Claim
    gold: GoldClaim
    names: _Names

    @property
    def same_modality(self) -> bool:
        return self.claim.modality is self.gold.modality

    @property
    def same_place(self) -> bool:
        place = self.claim.place
        if place is None or self.gold.place is None:
            return False
        return not self.names.of_place(self.gold.place).isdisjoint(map(_fold, (place.label, *place.aliases)))

    @property
    def same_start(self) -> bool:
        """Intervals agree when they begin together: texts seldom say when something ended."""
        ours, theirs = self.claim.time, self.gold.time
        return ours is not None and theirs is not None and ours.split("/")[0] == theirs.split("/")[0]

    @property
    def same_speaker(self) -> bool:
        speaker = self.claim.speaker
        return speaker is not None and self.names.resolve(speaker) == self.gold.speaker


@dataclass(slots=True)
class _Matching:
    """The outcome of one level over one or more articles."""

    right: list[_Right] = field(default_factory=list)
    wrong: list[Claim] = field(default_factory=list)
    missed: list[tuple[str, GoldClaim]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def add(self, other: _Matching) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.verdicts += other.verdicts

    @property
    def count(self) -> Count:
        return Count(len(self.right), len(self.wrong), len(self.missed))

    def count_events(self, kin: _Kin) -> Count:
        return Count(
            sum(kin.is_event(pair.gold.relation) for pair in self.right),
            sum(kin.is_event(claim.relation) for claim in self.wrong),
            sum(kin.is_event(gold.relation) for _, gold in self.missed),
        )

    def by_relation(self) -> dict[str, Count]:
        right = Counter(pair.gold.relation for pair in self.right)
        wrong = Counter(claim.relation for claim in self.wrong)
        missed = Counter(gold.relation for _, gold in self.missed)
        names = sorted({*right, *wrong, *missed})
        return {name: Count(right[name], wrong[name], missed[name]) for name in names}


def _match(gold: GoldArticle, names: _Names, found: Sequence[_Located], kin: _Kin, level: Level) -> _Matching:
    """Give each claim a gold claim of its own, the nearest where there is a choice."""
    outcome = _Matching()
    taken: set[int] = set()
    for located in found:
        claim = located.claim
        fitting = [n for n, known in enumerate(gold.claims) if _agree(located, known, kin, level)]
        outcome.verdicts.append(Verdict(claim, right=bool(fitting)))
        if not fitting:
            outcome.wrong.append(claim)
        elif free := [n for n in fitting if n not in taken]:
            best = min(free, key=lambda n: (*_distance(claim, gold.claims[n]), n))
            taken.add(best)
            if not gold.claims[best].optional:
                outcome.right.append(_Right(claim, gold.claims[best], names))
    outcome.missed = [(gold.id, known) for n, known in enumerate(gold.claims) if n not in taken and not known.optional]
    return outcome


def _agree(located: _Located, known: GoldClaim, kin: _Kin, level: Level) -> bool:
    claim = located.claim
    if level is Level.PAIRS:
        return located.ends in _both_ways(known)
    if claim.polarity is not known.polarity or not _same_ends(located, known, kin):
        return False
    if level is Level.STRICT:
        return claim.relation in known.relations
    return any(kin.are_related(claim.relation, name) for name in known.relations)


def _distance(claim: Claim, known: GoldClaim) -> tuple[bool, bool, bool]:
    return claim.modality is not known.modality, known.optional, claim.relation != known.relation


def _same_ends(located: _Located, known: GoldClaim, kin: _Kin) -> bool:
    there, back = _both_ways(known)
    symmetric = kin.is_symmetric(located.claim.relation) or kin.is_symmetric(known.relation)
    return located.ends == there or (symmetric and located.ends == back)


def _both_ways(known: GoldClaim) -> tuple[tuple[str, str], tuple[str, str]]:
    return (known.subject, known.object), (known.object, known.subject)


def _false_assertions(gold: GoldArticle, found: Sequence[_Located], kin: _Kin) -> Iterator[Claim]:
    for located in found:
        if located.claim.asserted:
            same = [
                known
                for known in gold.claims
                if located.claim.relation in known.relations and _same_ends(located, known, kin)
            ]
            if same and not any(known.is_fact for known in same):
                yield located.claim


def _share(verdicts: Iterable[bool]) -> Share:
    told = list(verdicts)
    return Share(sum(told), len(told))
