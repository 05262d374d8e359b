"""Writes the blocks of docs/quality.md: the figures on everything in tests/ that people have annotated.

    python scripts/quality_page.py

tests/test_quality_page.py holds that they are what is measured now.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.page_scores import HALVES, figures
from bench.pages import score_half
from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.confidence import Doubts
from kg.extract.explain import explain
from kg.extract.trace import Explanation
from kg.gold import GoldArticle, load_gold
from kg.lines import cut_line
from kg.model import Claim, Modality, Polarity
from kg.ontology import Ontology, load_ontology
from kg.reliability import Reliability, measure_reliability
from kg.score import Count, Score, score
from scripts.blocks import fill, read_with, table
from scripts.calibrate import cross_validate, judge
from scripts.missed import Cause, find_causes
from tests.test_linking import BODIES, measure, read_pairs
from tests.test_pronouns import FLOORS

__all__ = ["MISSED", "PAGE", "Understood", "draw_blocks", "understand"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
GOLD = ROOT / "tests" / "gold"
MISSED = ROOT / "tests" / "missed.toml"
_LONGEST = 60  # characters of a claim in a table
_FEW = 4  # annotated claims that a relation must have for a row of its own
_LEVELS = {
    "strict": "subject, relation, object and polarity",
    "events": "the same, without titles and other lasting facts",
    "relaxed": "the same as strict, or a relation of the same kind",
    "pairs": "who with whom, whatever relation",
}
_PAGES = {
    "text_got": "of the text, read",
    "text_clean": "of what was read, text",
    "sentences": "of the sentences that must be read, read",
    "furniture_out": "of menus, cards, comments, left out or marked",
    "refused": "of pages without an article, refused",
    "title": "titles right",
    "published": "dates right",
    "authors": "authors right",
    "publisher": "outlets right",
    "url": "addresses right",
    "language": "languages right",
    "dates_not_wrong": "dates right or left open",
}
_PAIRS = {"names.txt": "looked at", "held_out.txt": "held out"}


@dataclass(frozen=True, slots=True)
class Understood:
    """The annotated articles, and what kg makes of them."""

    gold: list[GoldArticle]
    weighed: list[tuple[Claim, Doubts]]
    explanations: dict[str, Explanation]
    score: Score
    ontology: Ontology
    model: str


def understand(extractor: Extractor) -> Understood:
    """Read tests/gold once, for all that is measured on it."""
    gold = load_gold(GOLD)
    weighed: list[tuple[Claim, Doubts]] = []
    explanations = {}
    for annotated in annotate(extractor.analyst, (item.article for item in gold)):
        understood = extractor.understand(annotated)
        weighed += understood.weighed
        explanations[annotated.article.id] = explain(understood, extractor.ontology, extractor.lexicon)
    result = score(gold, [claim for claim, _ in weighed], extractor.ontology)
    return Understood(gold, weighed, explanations, result, extractor.ontology, extractor.model)


def draw_blocks(read: Understood) -> dict[str, str]:
    """The blocks by their names."""
    result = read.score
    return {
        "corpus": _corpus(read.gold),
        "levels": _counts({f"{name}: {told}": getattr(result, name) for name, told in _LEVELS.items()}, "counts"),
        "fields": _fields(result),
        "modalities": _modalities(read),
        "wrong": _wrong(read),
        "causes": _causes(read),
        "reasons": _reasons(read),
        "articles": _counts(result.articles, "article"),
        "relations": _counts(_many(result.relations), "relation"),
        "confidence": _bands(measure_reliability(cross_validate(judge(read.weighed, read.gold, read.ontology)))),
        "pages": _pages(),
        "linking": _linking(read.ontology),
        "pronouns": _pronouns(),
        "model": read_with(read.model),
    }


def _corpus(gold: Sequence[GoldArticle]) -> str:
    claims = [claim for item in gold for claim in item.claims]
    needed = [claim for claim in claims if not claim.optional]
    words = sum(len(item.article.text.split()) for item in gold)
    return (
        f"{len(gold)} articles of {words:,} words; {len(needed)} claims that a reader must draw and "
        f"{len(claims) - len(needed)} that one may draw, between {sum(len(item.entities) for item in gold)} entities. "
        f"Of those required {sum(not claim.is_fact for claim in needed)} are denied, planned, possible or requested."
    )


def _counts(counts: Mapping[str, Count], head: str) -> str:
    rows = [
        (name, *(f"{value:.2f}" for value in (c.precision, c.recall, c.f1)), c.right, c.wrong, c.missed)
        for name, c in counts.items()
    ]
    return table((head, "precision", "recall", "F1", "right", "wrong", "missed"), rows)


def _many(counts: Mapping[str, Count]) -> dict[str, Count]:
    """Relations by name, the rare ones together."""
    rare = [c for c in counts.values() if c.right + c.missed < _FEW]
    rest = Count(*(sum(getattr(c, name) for c in rare) for name in ("right", "wrong", "missed")))
    return {name: c for name, c in counts.items() if c.right + c.missed >= _FEW} | {f"{len(rare)} rare ones": rest}


def _fields(result: Score) -> str:
    rows = [
        (told, f"{share.right} of {share.total}", f"{share.right / max(1, share.total):.2f}")
        for told, share in (
            ("modality", result.modality),
            ("modality, where it is not actual", result.non_actual),
            ("place", result.place),
            ("time: the day or period begins as annotated", result.time),
            ("speaker", result.speaker),
        )
    ]
    false = f"{len(result.false_assertions)} of {result.asserted}"
    return f"{table(('of the claims that are right', 'right', 'share'), rows)}\n\nFalse facts: {false} asserted claims."


def _modalities(read: Understood) -> str:
    """Recall by what is told of the claim."""
    kinds = Counter((c.polarity, c.modality) for item in read.gold for c in item.claims if not c.optional)
    missed = Counter((c.polarity, c.modality) for _, c in read.score.missed)
    rows = []
    for (polarity, modality), count in sorted(kinds.items(), key=lambda each: (-each[1], each[0])):
        name = modality.value if polarity is Polarity.POSITIVE else f"not {modality.value}"
        found = count - missed[polarity, modality]
        rows.append((name if (polarity, modality) != (Polarity.NEGATIVE, Modality.ACTUAL) else "denied", count, found))
    return table(("told as", "annotated", "found"), rows)


def _wrong(read: Understood) -> str:
    """How near the wrong claims come, and all of them."""
    result = read.score
    apart = result.pairs.wrong
    told = (
        f"{result.strict.wrong} claims are wrong. {result.strict.wrong - apart} are of the right two, but of another "
        f"relation, direction or polarity; {apart} are of two whom no annotator relates."
    )
    rows = [
        (
            cut_line(f"{claim.subject.label} {claim.relation} {claim.object.label}", _LONGEST),
            "denied" if claim.polarity is Polarity.NEGATIVE else claim.modality.value,
            f"{claim.confidence:.2f}",
            claim.article.id,
        )
        for claim in result.wrong
    ]
    return f"{told}\n\n{table(('wrong claim', 'told as', 'confidence', 'article'), rows, numbers=False)}"


def _causes(read: Understood) -> str:
    missed = list(find_causes(read.score.missed, {item.id: item for item in read.gold}, read.explanations))
    lasting = {name for name, relation in read.ontology.relations.items() if relation.event_type == "STRUCTURE"}
    rows = []
    for cause in Cause:
        found = [one for one in missed if one.cause is cause]
        facts = sum(one.claim.relation in lasting for one in found)
        rows.append((cause.value, len(found), len(found) - facts, facts))
    rows.sort(key=lambda row: -row[1])
    return table(("what kg made of the sentence", "missed", "deeds and words", "lasting facts"), rows)


def _reasons(read: Understood) -> str:
    groups = tomllib.loads(MISSED.read_text(encoding="utf-8"))
    entities = {item.id: item.entities for item in read.gold}
    told = Counter(
        f"{entities[name][claim.subject].label} {claim.relation} {entities[name][claim.object].label}"
        for name, claim in read.score.missed
    )
    rows = [
        (group["why"], sum(told.pop(claim, 0) for claim in group["claims"]), f"“{group['example']}”")
        for group in groups.values()
    ]
    rows.sort(key=lambda row: -row[1])
    if told:
        rows.append(("not looked at", sum(told.values()), ""))
    return table(("why it was missed", "missed", "for example"), rows)


def _bands(result: Reliability) -> str:
    rows = [
        (f"{band.low:.1f} to {band.high:.1f}", band.claims, f"{band.confidence:.2f}", f"{band.right:.2f}")
        for band in result.bands
    ]
    rows.append(("all", result.claims, f"{result.confidence:.2f}", f"{result.right:.2f}"))
    told = f"Expected calibration error {result.calibration_error:.3f}, Brier score {result.brier:.3f}."
    return f"{table(('confidence', 'claims', 'mean', 'right'), rows)}\n\n{told}"


def _pages() -> str:
    scored = {half: score_half(half)[0] for half in HALVES}
    shares = {half: figures(pages) for half, pages in scored.items()}
    rows: list[Sequence[object]] = [("pages, each of another layout", *(len(scored[half]) for half in HALVES))]
    rows += [(told, *(f"{shares[half][name]:.2f}" for half in HALVES)) for name, told in _PAGES.items()]
    return table(("share", "pages that readers are improved on", "other pages"), rows)


def _linking(ontology: Ontology) -> str:
    bare = replace(ontology, actors={name: each for name, each in ontology.actors.items() if each.type not in BODIES})
    rows = []
    for name, told in _PAIRS.items():
        pairs = list(read_pairs(name))
        for known, how in ((ontology, "with the gazetteer"), (bare, "rules alone")):
            found = measure(pairs, ontology, known)
            rows.append((f"{told}, {how}", len(pairs), f"{found.precision:.2f}", f"{found.recall:.2f}"))
    return table(("pairs", "how many", "precision", "recall"), rows)


def _pronouns() -> str:
    return table(
        ("half", "of the decided, right: at least", "of those with an answer, found: at least"), _floors(FLOORS)
    )


def _floors(floors: Iterable[tuple[str, float, float]]) -> list[tuple[str, str, str]]:
    told = {"pronouns_dev": "looked at", "pronouns_test": "held out"}
    return [(told[name], f"{precision:.2f}", f"{recall:.2f}") for name, precision, recall in floors]


def main() -> None:
    """Write the blocks."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(page, draw_blocks(understand(Extractor(load_ontology())))), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
