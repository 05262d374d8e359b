"""Fits the weights of the confidence to tests/gold and draws how reliable it is.

    python scripts/calibrate.py            fit, write kg/extract/confidence.json and docs/reliability.svg
    python scripts/calibrate.py --dry-run  only say what would come out

The method is told in kg/extract/confidence.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.confidence import TABLE, Calibration, Doubts
from kg.gold import GoldArticle, load_gold
from kg.model import Claim
from kg.ontology import Ontology, load_ontology
from kg.reliability import Reliability, measure_reliability
from kg.score import score
from scripts.reliability_picture import draw_reliability

__all__ = ["Judged", "Weighed", "cross_validate", "fit", "judge", "main", "weigh"]

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
PICTURE = ROOT / "docs" / "reliability.svg"

# The rules of thumb that the fit starts from and is held to where the articles say little: log-odds a unit of doubt.
PRIOR = {
    "reference": 2.0, "rule": 1.0, "clause": 0.5, "vague": 0.3, "steps": 0.35, "noun": 0.4, "indirect": 0.3,
    "unreal": 0.2, "length": 0.1, "office": 0.3, "once": 0.5,
}  # fmt: skip
PRECISION = 8.0  # 1 / variance of the prior; from 1 to 16 the cross-validated log loss hardly moves
CAUTION = 0.405  # log 1.5, see kg/extract/confidence.py
MOST_STEPS = 500

Weighed = list[tuple[Claim, Doubts]]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of an annotated article: what speaks against it, and whether it is right."""

    article: str
    doubts: Doubts
    right: bool


def weigh(extractor: Extractor, gold: Iterable[GoldArticle]) -> Weighed:
    """The claims of annotated articles, each with what speaks against it."""
    return [pair for item in annotate(extractor.nlp, (g.article for g in gold)) for pair in extractor.weighed(item)]


def judge(weighed: Weighed, gold: Sequence[GoldArticle], ontology: Ontology) -> list[Judged]:
    """Judge every claim that the gold has an opinion on."""
    doubts = {(claim.article.id, claim.id): doubt for claim, doubt in weighed}
    verdicts = score(gold, [claim for claim, _ in weighed], ontology).verdicts
    return [
        Judged(verdict.claim.article.id, doubts[verdict.claim.article.id, verdict.claim.id], verdict.right)
        for verdict in verdicts
    ]


def fit(judged: Sequence[Judged]) -> Calibration:
    """The most probable weights: Newton steps one weight at a time, none below 0, until none moves."""
    names = Doubts._fields
    x: Array = np.array([one.doubts for one in judged], dtype=np.float64)
    right = sum(one.right for one in judged)
    # Platt's targets: not quite 1 and 0, so that the fit stays finite where all claims are right.
    yes, no = (right + 1) / (right + 2), 1 / (len(judged) - right + 2)
    y: Array = np.array([yes if one.right else no for one in judged], dtype=np.float64)
    prior: Array = np.array([PRIOR[name] for name in names])
    weights, bias = prior.copy(), 2.0
    for _ in range(MOST_STEPS):
        before = np.append(weights, bias)
        p = _sigmoid(bias - x @ weights)
        # A whole Newton step may overshoot where the bias is far off.
        bias += float(np.clip((y - p).sum() / (p * (1 - p)).sum(), -1, 1))
        for n in range(len(names)):
            p = _sigmoid(bias - x @ weights)
            slope = float((x[:, n] * (y - p)).sum() + PRECISION * (weights[n] - prior[n]))
            curve = float((x[:, n] ** 2 * p * (1 - p)).sum() + PRECISION)
            weights[n] = max(0.0, weights[n] - slope / curve)
        if float(np.abs(np.append(weights, bias) - before).max()) < 1e-9:
            break
    # Three digits, so that the table is the same wherever it is fitted.
    table = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return Calibration(round(bias, 3), CAUTION, table)


def cross_validate(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """The probability of each claim by weights that are fitted without its article, and whether it is right."""
    found = []
    for article in sorted({one.article for one in judged}):
        model = fit([one for one in judged if one.article != article])
        found += [(model.probability(one.doubts), one.right) for one in judged if one.article == article]
    return found


def _sigmoid(values: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float64)


def _report(name: str, result: Reliability) -> None:
    print(
        f"{name}: {result.claims} claims, mean confidence {result.confidence:.3f}, right {result.right:.3f}, "
        f"calibration error {result.calibration_error:.3f}, Brier {result.brier:.3f}"
    )
    for band in result.bands:
        print(f"  {band.low:.1f} to {band.high:.1f}  {band.claims:4} claims  {band.confidence:.2f}  {band.right:.2f}")


def main(arguments: list[str]) -> int:
    """Fit, report, and write the weights and the picture."""
    extractor, gold = Extractor(load_ontology()), load_gold(GOLD)
    judged = judge(weigh(extractor, gold), gold, extractor.ontology)
    model = fit(judged)
    result = measure_reliability(cross_validate(judged))
    _report("cross-validated by article", result)
    _report("without caution", measure_reliability(_without_caution(cross_validate(judged))))
    for name, weight in (("bias", model.bias), *model.weights.items()):
        print(f"{name:10} {weight:6.3f}" + (f"  (prior {PRIOR[name]:.2f})" if name in PRIOR else ""))
    if "--dry-run" not in arguments:
        table = {"bias": model.bias, "caution": model.caution, "weights": dict(model.weights)}
        TABLE.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
        PICTURE.write_text(draw_reliability(result, caution=model.caution), encoding="utf-8")
    return 0


def _without_caution(judged: list[tuple[float, bool]]) -> list[tuple[float, bool]]:
    return [(float(_sigmoid(np.array(np.log(p / (1 - p)) + CAUTION))), right) for p, right in judged]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
