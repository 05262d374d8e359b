"""Writes the blocks of docs/comparison.md: sentences of seeds/ as kg reads them, beside two other tools.

    python scripts/comparison_page.py              kg's part anew; the others' as it was noted
    python scripts/comparison_page.py --others     ask the others again, and note it (pip install '.[bench]')

What the others gave, and in which versions, is noted in bench/sentences.json. tests/test_comparison_page.py
holds that the page is up to date.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.records import newest
from kg.extract import Extractor
from kg.language_model import BUNDLED
from kg.model import Claim, Modality, Polarity, make_article
from kg.ontology import load_ontology
from scripts.blocks import fill, read_with, table

__all__ = ["NOTED", "PAGE", "draw_blocks"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "comparison.md"
NOTED = ROOT / "bench" / "sentences.json"
# Sentences of seeds/, each by itself, with the date of its article.
SENTENCES = {
    "And though Bennett has voiced support for the Ukrainians, he has refused to condemn the Russian invasion of their "
    "country, a silence for which both the United States and Ukraine have criticised him.": "2022-03-07",
    "Azerbaijan has promised to send food and fuel to Karabakh, which it had blockaded for nine months by closing the "
    "Lachin corridor.": "2023-09-21",
    "If its fighters do not hand in their weapons, an adviser to Aliyev warned, the operation may "
    "resume.": "2023-09-21",
    "The rapprochement was welcomed by the United States.": "2023-03-17",
}
_TOOLS = ("textacy", "triplet-extract")
_MOST = 4  # triples that are shown


def ask_others() -> dict[str, Any]:
    """What the other tools make of the sentences, with the language model that kg reads with."""
    spacy, bundled = importlib.import_module("spacy"), importlib.import_module(BUNDLED)
    triples = importlib.import_module("textacy.extract.triples").subject_verb_object_triples
    nlp = bundled.load()
    with patch.object(spacy, "load", lambda _name, **options: bundled.load(**options)):
        tool = importlib.import_module("triplet_extract").OpenIEExtractor(nlp=nlp)
    given = {}
    for text in SENTENCES:
        svo = [tuple(" ".join(token.text for token in part) for part in found) for found in triples(nlp(text))]
        openie = [(found.subject, found.relation, found.object) for found in tool.extract_triplet_objects(text)]
        given[text] = {"textacy": svo, "triplet-extract": openie}
    return {"versions": {name: version(name) for name in _TOOLS}, "given": given}


def draw_blocks(extractor: Extractor, noted: dict[str, Any]) -> dict[str, str]:
    """The block, from what kg says now and what is noted of the others."""
    articles = [make_article(text, published=day) for text, day in SENTENCES.items()]
    parts = []
    for article, claims in extractor.extract(articles):
        parts.append(f"*{article.text}*\n\n```text\n{_beside(claims, noted['given'][article.text])}\n```")
    told = " and ".join(f"{name} {number}" for name, number in noted["versions"].items())
    return {
        "beside": "\n\n".join(parts),
        "versions": f"With {told}, all reading with the same spaCy model.",
        "speed": _speed(),
        "model": read_with(extractor.model),
    }


def _speed() -> str:
    """What the newest run of the benchmarks says of the other tools."""
    measured = newest() or {"parts": []}
    tables = next(part["tables"] for part in measured["parts"] if part["name"] == "others")
    rows = []
    for found in tables:
        sentences = found["title"].partition(", ")[2].partition(" of ")[0]
        for name, _, _, times, triples, _ in found["rows"]:
            rows.append((name, sentences, f"{times:.1f}", f"{triples:.1f}"))
    return table(("", "sentences", "times the CPU of kg", "triples or claims a sentence"), rows)


def _beside(claims: tuple[Claim, ...], others: dict[str, list[list[str]]]) -> str:
    lines = [*_lines("kg", [_told(claim) for claim in claims])]
    for name in _TOOLS:
        lines += _lines(name, [" | ".join(found) for found in others[name]])
    return "\n".join(lines)


def _lines(name: str, found: list[str]) -> Iterator[str]:
    shown = found if len(found) <= _MOST + 1 else [*found[:_MOST], f"and {len(found) - _MOST} more"]
    for n, line in enumerate(shown or ["nothing"]):
        yield f"{name if not n else '':16} {line}"


def _told(claim: Claim) -> str:
    ways = ["denied" if claim.operator != "refused" else "refused"] if claim.polarity is Polarity.NEGATIVE else []
    ways += [claim.modality.value] if claim.modality is not Modality.ACTUAL else []
    ways += [f"says {claim.speaker.label}"] if claim.speaker else []
    ways += ["a fact" if claim.asserted else "not a fact"]
    return f"{claim.subject.label} | {claim.relation} | {claim.object.label}   ({', '.join(ways)})"


def main(arguments: list[str]) -> None:
    """Write the block, and with --others the notes."""
    if "--others" in arguments:
        NOTED.write_text(json.dumps(ask_others(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    noted = json.loads(NOTED.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(page, draw_blocks(Extractor(load_ontology()), noted)), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
