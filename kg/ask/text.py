"""An answer for people, and as plain values for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.ask.model import Finding, Quote, Stance
from kg.lines import one_line

if TYPE_CHECKING:
    from kg.ask.model import Answer

__all__ = ["answer_text", "answer_to_dict"]

_WIDTH = 100
_QUOTED = 3  # sentences of one answer that are shown


def answer_text(answer: Answer, *, limit: int | None = None, sparql: bool = True) -> str:
    """An answer as text: the verdict, each finding with its sentences, how it was understood, and the query."""
    lines = [one_line(answer.verdict)]
    shown = answer.findings[:limit]
    sure = any(each.wanted for each in shown)
    for wanted, heading in (
        (True, None),
        (False, "Also told, but not as a fact:" if sure else "Told, but not as a fact:"),
    ):
        found = [each for each in shown if each.wanted is wanted]
        if found and heading is not None:
            facts = all(each.stance is Stance.FACT for each in found)
            lines += ["", "Told as a fact:" if facts else heading]
        for each in found:
            lines += ["", *_finding(each)]
    if len(shown) < len(answer.findings):
        lines += ["", f"... and {len(answer.findings) - len(shown)} more: --limit {len(answer.findings)}"]
    if answer.reading:
        lines += ["", f"Understood as: {one_line(answer.reading)}", *(f"  {one_line(note)}" for note in answer.notes)]
    if sparql and answer.sparql:
        lines += ["", answer.sparql.rstrip()]
    return "\n".join(lines) + "\n"


def _finding(found: Finding) -> Iterator[str]:
    articles = "1 article" if found.articles == 1 else f"{found.articles} articles"
    details = [
        *_manner(found),
        articles,
        ", ".join(found.dates[:4]),
        "in " + ", ".join(found.places) if found.places else "",
    ]
    yield f"{one_line(found.answer)}  ({'; '.join(one_line(each) for each in details if each)})"
    quotes = list({(quote.article, quote.sentence): quote for quote in reversed(found.quotes)}.values())[::-1]
    for quote in quotes[:_QUOTED]:
        yield textwrap.fill(
            f"“{one_line(quote.sentence)}” — {_source(quote)}", _WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    if len(quotes) > _QUOTED:
        more = len(quotes) - _QUOTED
        yield f"  ... and {more} more sentence{'' if more == 1 else 's'}"


def _manner(found: Finding) -> list[str]:
    """How it is told, where it is not simply a fact."""
    how = ["reported" if word == "not asserted" else word for word in found.how]
    return how or ([] if found.stance is Stance.FACT else [found.stance.value])


def _source(quote: Quote) -> str:
    where = quote.outlet or (f"“{quote.title}”" if quote.title else f"article {quote.article}")
    return one_line(", ".join(each for each in (where, quote.published, quote.url) if each))


def answer_to_dict(answer: Answer, *, limit: int | None = None) -> dict[str, object]:
    """An answer as plain values."""
    return {
        "question": answer.text,
        "outcome": answer.outcome.value,
        "verdict": answer.verdict,
        "understood": answer.reading or None,
        "part": answer.part,
        "near": list(answer.near),
        "notes": list(answer.notes),
        "answers": [_finding_to_dict(each) for each in answer.findings[:limit]],
        "sparql": answer.sparql or None,
    }


def _finding_to_dict(found: Finding) -> dict[str, object]:
    return {
        "answer": found.answer,
        "node": f"kgr:{found.node}" if found.node else None,
        "stance": found.stance.value,
        "asked_for": found.wanted,
        "how": list(found.how),
        "articles": found.articles,
        "events": found.events,
        "dates": list(found.dates),
        "places": list(found.places),
        "sentences": [
            {
                "sentence": quote.sentence,
                "outlet": quote.outlet,
                "title": quote.title,
                "published": quote.published,
                "url": quote.url,
                "article": quote.article,
                "claim": quote.claim,
                "confidence": quote.confidence,
                "speaker": quote.speaker,
            }
            for quote in found.quotes
        ],
    }
