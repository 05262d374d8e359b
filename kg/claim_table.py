"""Claims for reading: each sentence of an article with what was understood of it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

from kg.lines import one_line
from kg.model import Article, Claim, Evidence, Modality, Polarity

__all__ = ["claim_table", "stance"]

_WIDTH = 100
_NOWHERE = Evidence("", 0, 0)


def claim_table(article: Article, claims: Sequence[Claim]) -> str:
    """The claims of an article under the sentence that first says them, in columns."""
    meta = article.meta
    facts = ", ".join(fact for fact in (meta.publisher, meta.published) if fact)
    head = one_line(f"{meta.title or meta.id}{f' ({facts})' if facts else ''}")
    blocks = [f"{head}\n{'=' * min(len(head), _WIDTH)}"]
    rows = [(_sentence(claim), _row(claim)) for claim in sorted(claims, key=_place)]
    widths = [max(len(row[column]) for _, row in rows) for column in range(3)] if rows else []
    for sentence, group in groupby(rows, key=lambda pair: pair[0]):
        lines = [
            "  " + "  ".join((*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3]))
            for _, row in group
        ]
        blocks.append("\n".join((textwrap.fill(sentence, _WIDTH), *(line.rstrip() for line in lines))))
    if not rows:
        blocks.append("  no claims")
    return "\n\n".join(blocks) + "\n"


def _place(claim: Claim) -> tuple[int, int]:
    evidence = claim.evidence[0] if claim.evidence else _NOWHERE
    return evidence.start, evidence.end


def _sentence(claim: Claim) -> str:
    return one_line(claim.evidence[0].text) if claim.evidence else "(no sentence)"


def _row(claim: Claim) -> tuple[str, str, str, str]:
    ways = stance(
        claim.polarity,
        claim.modality,
        operator=claim.operator,
        speaker=claim.speaker.label if claim.speaker else None,
        asserted=claim.asserted,
    )
    if claim.place:
        ways.append(f"in {claim.place.label}")
    if claim.time:
        ways.append(claim.time)
    return (
        one_line(claim.subject.label),
        claim.relation,
        one_line(claim.object.label),
        one_line(", ".join(ways)),
    )


def stance(
    polarity: Polarity, modality: Modality, *, operator: str | None, speaker: str | None, asserted: bool
) -> list[str]:
    """How a text stands to a claim, in words; nothing for a plain fact. `speaker` is a label."""
    ways = []
    if polarity is Polarity.NEGATIVE:
        ways.append("not so")
    if modality is not Modality.ACTUAL:
        ways.append(modality.value)
    if operator and operator not in ways and not (operator == "not" and polarity is Polarity.NEGATIVE):
        ways.append(operator)
    if speaker:
        ways.append(f"says {speaker}")
    elif not asserted and not ways:
        ways.append("not asserted")
    return ways
