"""Writes the blocks of docs/extraction.md: what kg makes of the two articles in docs/extraction/, step by step.

    python scripts/extraction_page.py

tests/test_extraction_page.py holds that they are what the program says now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.explained import explanation_text, pick_sentences
from kg.extract import Extractor
from kg.extract.confidence import load_calibration
from kg.extract.trace import Explanation
from kg.model import EntityType, make_article
from kg.ontology import Ontology, load_ontology
from kg.read import read_articles
from kg.read.text.mark import mark
from scripts.blocks import fenced, fill, read_with, table
from scripts.printed import printed_of

__all__ = ["ARTICLES", "PAGE", "draw_blocks"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "extraction.md"
ARTICLES = ROOT / "docs" / "extraction"
_DAY = "2022-03-07"
_COMMANDS = {
    "entities": ["entities", "Karins", "--format", "table"],
    "events": ["events", "--format", "table"],
    "conflicts": ["conflicts"],
}
# Sentences by themselves, for what the articles do not show.
_ABSTAINS = "Biden called Xi before he met Putin."
_OPEN = "Naftali Bennett flattered Vladimir Putin."
_KINDS = {
    EntityType.CITY: "cities",
    EntityType.COUNTRY: "countries",
    EntityType.FACILITY: "facilities",
    EntityType.GROUP: "groups",
    EntityType.ORGANIZATION: "organizations",
    EntityType.PERSON: "persons",
    EntityType.REGION: "regions",
}
_WORDS = {
    "reference": "who subject and object are: a pronoun, a title, a group, an owner",
    "rule": "the rule that reads a lasting fact off a title or a name",
    "clause": "read from a clause, whose roles the parser tells",
    "vague": "a frame that says little",
    "steps": "each step to a subject that does not stand by its verb",
    "noun": "a noun for the deed: “his visit to”",
    "indirect": "comes of another claim, or of an operator alone",
    "unreal": "denied, planned, possible, requested",
    "length": "each ten tokens of a sentence past 25, at most three times",
    "office": "an office, whose name is put together",
    "once": "only one sentence says so",
}


def draw_blocks(extractor: Extractor) -> dict[str, str]:
    """The blocks by their names."""
    first, second = read_articles([ARTICLES / "kallas.txt", ARTICLES / "karins.txt"])
    told, more = extractor.explain([first, second])
    blocks = {
        "junk": fenced("\n".join(first.text[start:end] for start, end in first.junk)),
        "repairs": fenced(
            "\n".join(f"{r.start} to {r.end}: {first.text[r.start : r.end]!r} -> {r.text!r}" for r in first.repairs)
        ),
        "who": fenced(_part(_sentence(told, "met her"), "who and what")),
        "met": fenced(_predicate(_sentence(told, "met her"), "met")),
        "invasion": fenced(_predicate(_sentence(told, "met her"), "invasion")),
        "refused": fenced(_predicate(_sentence(told, "refused"), "let")),
        "not": fenced(_predicate(_sentence(told, "troops"), "send", only=("fired", "'not'", "'will'", "said"))),
        "says": fenced(_predicate(_sentence(told, "jets"), "bombed")),
        "denied": fenced(_predicate(_sentence(more, "jets"), "bombed")),
        "claims": fenced("\n\n".join(_part(_text(told, n), "claims") for n in range(2, len(told.sentences) + 1))),
    }
    with_open = Extractor(extractor.ontology, extractor.nlp, open_relations=True)
    for name, reader, text in (("abstains", extractor, _ABSTAINS), ("open", with_open, _OPEN)):
        (explanation,) = reader.explain([mark(make_article(text, published=_DAY))])
        blocks[name] = fenced(explanation_text(explanation))
    printed = printed_of([first, second], extractor, _COMMANDS)
    blocks |= {name: fenced(text) for name, text in printed.items()}
    blocks["model"] = read_with(extractor.model)
    return {**blocks, "counts": _counts(extractor.ontology), "weights": _weights()}


def _text(explanation: Explanation, number: int) -> str:
    return explanation_text(pick_sentences(explanation, numbers=[number])).partition("\n\n")[2]


def _sentence(explanation: Explanation, words: str) -> str:
    return explanation_text(pick_sentences(explanation, find=words)).partition("\n\n")[2]


def _part(text: str, name: str) -> str:
    """One section of an explained sentence."""
    lines = text.splitlines()
    start = lines.index(f"  {name}")
    return "\n".join(_deeper(lines[start:], 2))


def _predicate(text: str, word: str, *, only: Sequence[str] = ()) -> str:
    """What is said of one predicate; `only` lists how the lines under it begin that are shown."""
    lines = _part(text, "what is said").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"    '{word}' ("))
    first, *rest = _deeper(lines[start:], 4)
    if not only:
        return "\n".join((first, *rest))
    kept, keep = [first], True
    for line in rest:
        if line.startswith("      ") and not line.startswith("       "):
            keep = line.strip().startswith(tuple(only))
        kept += [line] if keep else []
    return "\n".join(kept)


def _deeper(lines: Iterable[str], indent: int) -> list[str]:
    """The first line, and those after it that are indented by more than `indent` spaces."""
    first, *rest = lines
    taken = [first]
    for line in rest:
        if not line.startswith(" " * (indent + 1)):
            break
        taken.append(line)
    return taken


def _counts(ontology: Ontology) -> str:
    kinds = Counter(actor.type for actor in ontology.actors.values())
    named = ", ".join(f"{kinds[kind]:,} {_KINDS[kind]}" for kind in sorted(kinds, key=lambda kind: -kinds[kind]))
    return (
        f"This version has {len(ontology.relations)} relations, {len(ontology.frames):,} frames, "
        f"{len(ontology.nominals)} nominals, {len(ontology.operators)} operators, {len(ontology.word_classes)} word "
        f"classes and the titles of {len(ontology.offices)} offices; its gazetteer names {named}."
    )


def _weights() -> str:
    model = load_calibration()
    rows = [(f"`{name}`", _WORDS[name], f"{weight:.2f}") for name, weight in model.weights.items()]
    return table(("doubt", "what it is", "off the log-odds"), rows, numbers=False)


def main() -> None:
    """Write the blocks."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(page, draw_blocks(Extractor(load_ontology()))), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
