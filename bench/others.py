"""textacy's triples and triplet-extract beside kg, on the same sentences: speed, and what comes out for it.

    pip install '.[bench]'
    python bench/run.py --only others

All three read with the same language model, in one process. triplet-extract asks for `en_core_web_sm` by name and gets
that model, too; it reads a few sentences a second, so it gets the first of the sentences only.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.measure import Clock, ask, median, ratio, rounds
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from bench.texts import own, paragraphs_of, written
from kg.language_model import BUNDLED
from kg.model import make_article

__all__ = ["kg", "measure", "textacy_triples", "triplets"]

TEXTACY, TRIPLET_EXTRACT, KG = "textacy, subject-verb-object", "triplet-extract", "kg extract"


def measure(size: Size) -> Part:
    """Sentences a second, and triples or claims a sentence."""
    missing = [name for name in ("textacy", "triplet_extract") if importlib.util.find_spec(name) is None]
    if missing:
        return Part("others", skipped=f"{' and '.join(missing)} not installed (pip install '.[bench]')")
    whole = written("own", own(), size.folder / "own.jsonl")
    # Every so manieth paragraph, so that all kinds are among them.
    paragraphs = paragraphs_of(whole.path)
    few = [make_article("\n\n".join(paragraphs[:: max(1, len(paragraphs) // size.sentences)]), id="few")]
    part = written("few", few, size.folder / "few.jsonl")
    tables = []
    found = _rounds(str(whole.path), (TEXTACY, KG), size.rounds)
    sample = _rounds(str(part.path), (TEXTACY, TRIPLET_EXTRACT, KG), 1)
    for each, text in ((found, whole), (sample, part)):
        rows = tuple(
            (
                name, median(took, "sentences") / median(took, "wall"), median(took, "sentences") / median(took, "cpu"),
                ratio(each[KG], took), median(took, "triples") / median(took, "sentences"), round(took[0]["megabytes"]),
            )
            for name, took in each.items()
        )  # fmt: skip
        columns = ("", "sentences/s", "of CPU", "times the CPU of kg", "triples a sentence", "peak MB")
        count = round(median(each[KG], "sentences"))
        tables.append(Table(f"Other tools, {count:,} of our own sentences ({text.words:,} words)", columns, rows))
    note = (
        "What they make is not the same: textacy gives words around a verb, triplet-extract every shortening of a "
        "sentence that follows from it, kg typed relations between entities that are told apart, each with time, "
        "place, speaker and whether it is said to be so. Figures on what is right are in README.md."
    )
    tables[-1] = Table(tables[-1].title, tables[-1].columns, tables[-1].rows, (note,))
    return Part("others", tuple(tables), {"textacy's time / kg's": Ratio(ratio(found[KG], found[TEXTACY]))})


def textacy_triples(path: str) -> dict[str, float]:
    """Textacy's subject-verb-object triples, as its documentation makes them: the model as it comes, then the rules."""
    triples = importlib.import_module("textacy.extract.triples")
    nlp = _model()
    texts = paragraphs_of(Path(path))
    nlp("A first sentence.")
    clock = Clock()
    made = sentences = 0
    for doc in nlp.pipe(texts):
        made += sum(1 for _ in triples.subject_verb_object_triples(doc))
        sentences += sum(1 for _ in doc.sents)
    return _cost(clock, made, sentences)


def triplets(path: str) -> dict[str, float]:
    """triplet-extract in its default mode, a paragraph at a time."""
    spacy = importlib.import_module("spacy")
    extractor = importlib.import_module("triplet_extract")
    nlp = _model()
    texts = paragraphs_of(Path(path))
    sentences = sum(1 for doc in nlp.pipe(texts) for _ in doc.sents)

    def load(_name: str, **options: Any) -> Any:
        return importlib.import_module(BUNDLED).load(**options)

    with patch.object(spacy, "load", load):
        tool = extractor.OpenIEExtractor(nlp=nlp)
    tool.extract_triplet_objects("A first sentence follows.")
    clock = Clock()
    made = sum(len(tool.extract_triplet_objects(text)) for text in texts)
    return _cost(clock, made, sentences)


def kg(path: str) -> dict[str, float]:
    """Kg's claims of the same articles, extraction alone."""
    extract = importlib.import_module("kg.extract")
    ontology = importlib.import_module("kg.ontology").load_ontology()
    articles = list(importlib.import_module("kg.read").read_articles([path]))
    extractor = extract.Extractor(ontology)
    sentences = sum(1 for doc in extractor.nlp.pipe(paragraphs_of(Path(path))) for _ in doc.sents)
    clock = Clock()
    made = sum(len(claims) for _, claims in extractor.extract(articles))
    return _cost(clock, made, sentences)


def _rounds(path: str, names: tuple[str, ...], count: int) -> dict[str, list[dict[str, float]]]:
    functions = {TEXTACY: "textacy_triples", TRIPLET_EXTRACT: "triplets", KG: "kg"}
    works = {name: lambda name=name: ask("bench.others", functions[name], path=path) for name in names}
    return rounds(works, count)


def _cost(clock: Clock, made: int, sentences: int) -> dict[str, float]:
    from bench.measure import peak

    return {**clock.read(), "triples": made, "sentences": sentences, "megabytes": peak()}


def _model() -> Any:
    return importlib.import_module(BUNDLED).load()
