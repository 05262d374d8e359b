"""A score for reading and for programs: tables of text, or plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kg.gold import GoldArticle, GoldClaim
from kg.jsonl import claim_to_dict
from kg.lines import one_line
from kg.model import Claim
from kg.reliability import Reliability, measure_reliability
from kg.score import Count, Score, Share

__all__ = ["format_details", "format_score", "score_to_dict"]

_LONGEST = 110  # characters of a sentence under a claim
_SHARES = ("modality", "non_actual", "place", "time", "speaker")


def format_score(result: Score) -> str:
    """The score as tables of text: by article, by relation, by confidence, and as a whole."""
    levels = _levels(result)
    width = max(map(len, (*result.articles, *result.relations, *levels, "confidence")))
    lines = [*_rows("article", result.articles, width), "", *_rows("relation", result.relations, width), ""]
    lines += [*_bands(_reliability(result), width), ""]
    lines += [*_rows("all", levels, width), ""]
    lines.append(
        f"modality {result.modality} (not actual {result.non_actual})  place {result.place}  "
        f"time {result.time}  speaker {result.speaker}  "
        f"false assertions {len(result.false_assertions)}/{result.asserted}"
    )
    if result.strangers:
        lines.append(f"passed over: {result.strangers} claims on articles that the gold set lacks")
    return "\n".join(lines)


def format_details(result: Score, gold: Iterable[GoldArticle]) -> str:
    """What was wrong, missed and falsely asserted, article by article, with the sentences."""
    blocks = []
    for item in gold:
        lines = [_found("wrong", claim) for claim in result.wrong if claim.article.id == item.id]
        lines += [_missed(item, known) for article, known in result.missed if article == item.id]
        lines += [_found("false", claim) for claim in result.false_assertions if claim.article.id == item.id]
        if lines:
            blocks.append("\n".join((one_line(item.id), *lines)))
    return "\n\n".join(blocks)


def score_to_dict(result: Score, *, details: bool = False) -> dict[str, Any]:
    """The score as plain JSON values; with `details` also the claims that were wrong, missed, falsely asserted."""
    shares = {name: asdict(getattr(result, name)) for name in _SHARES}
    values: dict[str, Any] = {
        **{name: _figures(count) for name, count in _levels(result).items()},
        **shares,
        "false_assertions": asdict(Share(len(result.false_assertions), result.asserted)),
        "strangers": result.strangers,
        "articles": {name: _figures(count) for name, count in result.articles.items()},
        "relations": {name: _figures(count) for name, count in result.relations.items()},
        "reliability": asdict(_reliability(result)),
    }
    if details:
        values["details"] = {
            "wrong": [claim_to_dict(claim) for claim in result.wrong],
            "missed": [{"article": article, **_gold_to_dict(known)} for article, known in result.missed],
            "false_assertions": [claim_to_dict(claim) for claim in result.false_assertions],
        }
    return values


def _reliability(result: Score) -> Reliability:
    return measure_reliability((verdict.claim.confidence, verdict.right) for verdict in result.verdicts)


def _levels(result: Score) -> dict[str, Count]:
    return {"pairs": result.pairs, "relaxed": result.relaxed, "events": result.events, "strict": result.strict}


def _rows(head: str, counts: dict[str, Count], width: int) -> Iterator[str]:
    yield f"{head:{width}}  {'P':>5} {'R':>5} {'F1':>5}  right wrong missed"
    for name, count in counts.items():
        figures = f"{count.precision:5.2f} {count.recall:5.2f} {count.f1:5.2f}"
        yield f"{one_line(name):{width}}  {figures}  {count.right:5} {count.wrong:5} {count.missed:6}"


def _bands(reliability: Reliability, width: int) -> Iterator[str]:
    yield f"{'confidence':{width}}   mean right  claims"
    for band in reliability.bands:
        name = f"{band.low:.1f} to {band.high:.1f}"
        yield f"{name:{width}}  {band.confidence:5.2f} {band.right:5.2f}  {band.claims:6}"
    yield (
        f"{'all':{width}}  {reliability.confidence:5.2f} {reliability.right:5.2f}  {reliability.claims:6}  "
        f"calibration error {reliability.calibration_error:.3f}, Brier score {reliability.brier:.3f}"
    )


def _figures(count: Count) -> dict[str, float]:
    figures = {name: round(getattr(count, name), 3) for name in ("precision", "recall", "f1")}
    return {**asdict(count), **figures}


def _found(what: str, claim: Claim) -> str:
    said = claim.evidence[0].text if claim.evidence else ""
    ends = f"{claim.subject.label} {claim.relation} {claim.object.label}"
    return _line(what, f"{ends} [{claim.polarity}, {claim.modality}, {claim.confidence:.2f}]", said)


def _missed(gold: GoldArticle, known: GoldClaim) -> str:
    ends = f"{gold.entities[known.subject].label} {known.relation} {gold.entities[known.object].label}"
    return _line("missed", f"{ends} [{known.polarity}, {known.modality}]", known.evidence)


def _line(what: str, words: str, said: str) -> str:
    said = one_line(said)
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}..."
    return f"  {what:6}  {one_line(words)}" + (f"\n          “{said}”" if said else "")


def _gold_to_dict(known: GoldClaim) -> dict[str, Any]:
    values = {**asdict(known), "also": sorted(known.also)}
    return {name: value for name, value in values.items() if value not in (None, [], False)}
