"""The user's corrections of claims, and what dropped entities do to claims.

A verdict is what happens to one claim on its way into the graph; the claim itself is kept as it was read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.graph.corrections import ClaimKey, ConfirmClaim, Correction, DropClaim, clip
from kg.graph.corrections_file import contradiction
from kg.graph.named import Articles, folded, near_names, plain
from kg.graph.names import fold
from kg.lines import one_line
from kg.model import EntityType

if TYPE_CHECKING:
    from kg.graph.corrections import Corrections
    from kg.graph.link import EntityKey, Node
    from kg.model import Claim, Entity

__all__ = ["Judged", "Sources", "Verdict", "apply_verdict", "judge", "matching"]

_CERTAIN = 1.0
_TELLING = 5  # words, the longest of a sentence, tell it from nearly all others
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")  # which JSON does not escape


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a claim, and the ids of the corrections behind it.

    `confidence` replaces its own; `placeless` and `speakerless` say that what it named there is no entity.
    """

    dropped: bool = False
    confidence: float | None = None
    placeless: bool = False
    speakerless: bool = False
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """Where claims are looked for: the articles, the claims of each as they were read, who may quote words."""

    articles: Articles
    claims_of: Callable[[str], Sequence[Claim]]
    quoting: Callable[[Sequence[str]], Iterable[str]]

    def among(self, key: ClaimKey) -> list[str]:
        """The articles that a key may mean."""
        if key.article is not None:
            return sorted(self.articles.find(key.article))
        words = sorted(set(_ASCII_WORD.findall(key.sentence or "")), key=lambda word: (-len(word), word))
        return sorted(self.quoting(words[:_TELLING]))


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts by article and place of the claim in it; which corrections found a claim, and why others did not."""

    verdicts: Mapping[tuple[str, int], Verdict]
    matched: frozenset[Correction]
    missed: tuple[tuple[Correction, str], ...]


def judge(
    corrections: Corrections,
    sources: Sources,
    nodes: Mapping[EntityKey, Node],
    dropped: Mapping[EntityKey, frozenset[Correction]],
) -> Judged:
    """Decide what corrections do to claims.

    Args:
        corrections: All corrections; those of entities are passed over.
        sources: The articles and their claims.
        nodes: The node of each entity.
        dropped: The entities that are none, with the corrections that say so.

    Raises:
        CorrectionError: A claim is both dropped and confirmed.
    """
    verdicts: dict[tuple[str, int], Verdict] = {}
    matched, missed = set(), []
    for article in sorted({key[0] for key in dropped}):
        for position, claim in enumerate(sources.claims_of(article)):
            verdict = _without(claim, article, dropped)
            if verdict is not None:
                verdicts[article, position] = verdict
    sorted_by: dict[tuple[str, int], list[Correction]] = defaultdict(list)
    for correction in sorted(corrections.all, key=lambda each: (each.id, each.line or 0)):
        if not isinstance(correction.what, DropClaim | ConfirmClaim):
            continue
        found, why = matching(correction.what.claim, sources, nodes)
        for article, position, _ in found:
            sorted_by[article, position].append(correction)
        if found:
            matched.add(correction)
        else:
            missed.append((correction, why))
    for place, found_by in sorted_by.items():
        verdicts[place] = _decided(verdicts.get(place, Verdict()), found_by)
    return Judged(dict(sorted(verdicts.items())), frozenset(matched), tuple(missed))


def apply_verdict(claim: Claim, verdict: Verdict) -> Claim | None:
    """The claim as the user corrects it; none where it is dropped."""
    if verdict.dropped:
        return None
    return replace(
        claim,
        confidence=claim.confidence if verdict.confidence is None else verdict.confidence,
        place=None if verdict.placeless else claim.place,
        speaker=None if verdict.speakerless else claim.speaker,
    )


def matching(
    key: ClaimKey, sources: Sources, nodes: Mapping[EntityKey, Node]
) -> tuple[list[tuple[str, int, Claim]], str]:
    """The claims that fit a key, by article and place in it; if there are none, a word on why."""
    among = sources.among(key)
    if key.article is not None and not among:
        return [], sources.articles.why_not(key.article)
    left = [
        (article, position, claim) for article in among for position, claim in enumerate(sources.claims_of(article))
    ]
    for name, (fits, show) in _TESTS.items():
        wanted = getattr(key, name)
        if wanted is None:
            continue
        names = _Names(nodes)
        fitting = [item for item in left if fits(item[2], wanted, names, item[0])]
        if not fitting:
            return [], _why_not(name, wanted, left, show)
        left = fitting
    return left, ""


@dataclass(frozen=True, slots=True)
class _Names:
    """What the entities of articles are called, there and in the graph."""

    nodes: Mapping[EntityKey, Node]

    def fit(self, article: str, entity: Entity | None, wanted: str) -> bool:
        if entity is None:
            return False
        node = self.nodes.get((article, entity.id))
        known = (entity.label, *entity.aliases, *((node.label, *node.aliases) if node else ()))
        words = fold(entity.label).split() if entity.type is EntityType.PERSON else ()
        return folded(wanted) in (*map(folded, known), *words)


def _ends_fit(one: str) -> Callable[[Claim, str, _Names, str], bool]:
    def fits(claim: Claim, wanted: str, names: _Names, article: str) -> bool:
        ends = [claim.subject, claim.object] if claim.symmetric else [getattr(claim, one)]
        return any(names.fit(article, entity, wanted) for entity in ends)

    return fits


def _named(one: str) -> Callable[[Claim, str, _Names, str], bool]:
    return lambda claim, wanted, names, article: names.fit(article, getattr(claim, one), wanted)


def _quoted(claim: Claim, wanted: str, _names: _Names, _article: str) -> bool:
    # As people see it: without soft hyphens and marks of direction.
    return any(plain(one_line(wanted)) in plain(one_line(evidence.text)) for evidence in claim.evidence)


def _equal(one: str) -> Callable[[Claim, str, _Names, str], bool]:
    return lambda claim, wanted, _names, _article: str(getattr(claim, one)) == str(wanted)


def _relation(claim: Claim, wanted: str, _names: _Names, _article: str) -> bool:
    return claim.relation.casefold() == wanted.removeprefix("kg:").casefold()


def _label(one: str) -> Callable[[Claim], str]:
    def show(claim: Claim) -> str:
        entity = getattr(claim, one)
        return "" if entity is None else entity.label

    return show


_Fits = Callable[["Claim", str, _Names, str], bool]
# What a key may tell of a claim: whether the claim fits it, and how the claim shows the same.
_TESTS: dict[str, tuple[_Fits, Callable[[Claim], str]]] = {
    "sentence": (_quoted, lambda claim: claim.evidence[0].text if claim.evidence else ""),
    "relation": (_relation, lambda claim: claim.relation),
    "subject": (_ends_fit("subject"), _label("subject")),
    "object": (_ends_fit("object"), _label("object")),
    "speaker": (_named("speaker"), _label("speaker")),
    "place": (_named("place"), _label("place")),
    "time": (_equal("time"), lambda claim: claim.time or ""),
    "polarity": (_equal("polarity"), lambda claim: claim.polarity.value),
    "modality": (_equal("modality"), lambda claim: claim.modality.value),
}
_SHOWN = 3


def _why_not(name: str, wanted: str, left: Iterable[tuple[str, int, Claim]], show: Callable[[Claim], str]) -> str:
    there = sorted({text for _, _, claim in left if (text := show(claim))})
    near = near_names(wanted, there)
    if not near and name != "sentence" and there:
        shown = ", ".join(map(clip, there[:_SHOWN])) + (" ..." if len(there) > _SHOWN else "")
        near = f"; there is {shown}"
    return f"no claim that fits the rest has the {name} {clip(wanted)}{near}"


def _without(claim: Claim, article: str, dropped: Mapping[EntityKey, frozenset[Correction]]) -> Verdict | None:
    def gone(entity: Entity | None) -> frozenset[Correction]:
        return frozenset() if entity is None else dropped.get((article, entity.id), frozenset())

    ends, place, speaker = gone(claim.subject) | gone(claim.object), gone(claim.place), gone(claim.speaker)
    by = ends | place | speaker
    if not by:
        return None
    ids = tuple(sorted({each.id for each in by}))
    return Verdict(dropped=bool(ends), placeless=bool(place), speakerless=bool(speaker), by=ids)


def _decided(before: Verdict, found_by: Sequence[Correction]) -> Verdict:
    drops = [each for each in found_by if isinstance(each.what, DropClaim)]
    confirms = [each for each in found_by if isinstance(each.what, ConfirmClaim)]
    if drops and confirms:
        raise contradiction(confirms[0], drops[0])
    ids = tuple(sorted({*before.by, *(each.id for each in found_by)}))
    return replace(before, dropped=before.dropped or bool(drops), confidence=_CERTAIN if confirms else None, by=ids)
