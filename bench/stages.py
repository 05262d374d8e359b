"""Where the time of the extraction goes: the share of each component of the language model and of each stage of ours.

    python bench/run.py --only stages

The functions are wrapped from outside while this runs, so measuring costs kg nothing otherwise. Between the components
of the language model stand others that only look at the clock. Seconds are the processor's, each counted for the
innermost stage that is under way.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from inspect import isgeneratorfunction
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from bench.measure import ask
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from bench.texts import Text, made_up, own, written
from kg.ontology import load_ontology
from kg.stopwatch import Stopwatch

__all__ = ["PLACES", "measure", "stages"]

READING, WRITING, REST = "reading the file", "writing the claims", "the rest"
# Module and name where it is looked up when it is called -> the stage.
PLACES = {
    ("kg.pipeline", "read_articles"): READING,
    ("kg.extract.annotate", "readable"): "mending, paragraphs",
    ("kg.extract.annotate", "Alignment"): "mending, paragraphs",
    ("kg.extract.annotate", "_join"): "joining paragraphs",
    ("kg.extract", "find_offices"): "offices",
    ("kg.extract", "find_names"): "names",
    ("kg.extract", "find_holdings"): "offices",
    ("kg.extract", "resolve"): "coreference",
    ("kg.extract", "attribute"): "attribution",
    ("kg.extract", "read_structure"): "titles",
    ("kg.extract", "read_predicates"): "predicates, relations",
    ("kg.extract", "share_scenes"): "predicates, relations",
    ("kg.extract", "settle"): "settling",
    ("kg.pipeline", "claim_to_line"): WRITING,
}


def measure(size: Size) -> Part:
    """The shares on made-up articles and on our own sentences."""
    texts = (
        written("made-up articles", made_up(load_ontology(), size.articles // 4), size.folder / "staged.jsonl"),
        written("own sentences", own(), size.folder / "own.jsonl"),
    )
    found = {text.name: ask("bench.stages", "stages", path=str(text.path)) for text in texts}
    return Part("stages", (_table(texts, found),), dict(_ratios(found)))


def stages(path: str) -> dict[str, dict[str, float]]:
    """Seconds of the processor by stage, of the model's components (`model`) and ours (`own`)."""
    import kg.extract
    from kg.jsonl import claim_to_line  # noqa: F401 - is there to be wrapped
    from kg.pipeline import Reading, extract

    load = kg.extract.load_model
    watch = Stopwatch(process_time)
    components: list[str] = []

    def watched(*args: Any) -> Any:
        nlp = load(*args)
        components.extend(["tokenizer", *nlp.pipe_names])
        _watch(nlp, watch)
        return nlp

    with ExitStack() as stack:
        stack.enter_context(patch.object(kg.extract, "load_model", watched))
        for (module, name), stage in PLACES.items():
            home = importlib.import_module(module)
            stack.enter_context(patch.object(home, name, _timed(getattr(home, name), stage, watch)))
        jsonl = importlib.import_module("kg.jsonl")
        # The first article loads what is loaded once, and is not counted.
        articles = extract([Path(path)], Reading(workers=1))
        next(articles)
        before = watch.seconds
        with watch.stage(REST):
            for _, claims in articles:
                for claim in claims:
                    jsonl.claim_to_line(claim)
    took = {name: seconds - before.get(name, 0.0) for name, seconds in watch.seconds.items()}
    return {
        "model": {name: took.get(name, 0.0) for name in components},
        "own": {name: seconds for name, seconds in took.items() if name not in components},
    }


class _Turn:
    """A component that lets documents through, and counts for a stage what it takes to get them."""

    def __init__(self, watch: Stopwatch, stage: str) -> None:
        self._watch, self._stage = watch, stage

    def __call__(self, doc: Any) -> Any:
        return doc

    def pipe(self, docs: Iterator[Any], **_: object) -> Iterator[Any]:
        return self._watch.each(self._stage, docs)


def _watch(nlp: Any, watch: Stopwatch) -> None:
    from spacy.language import Language

    def make(nlp: Any, name: str, stage: str) -> _Turn:  # noqa: ARG001 - what spaCy calls with
        return _Turn(watch, stage)

    Language.factory("turn", default_config={"stage": ""}, func=make)
    names = list(nlp.pipe_names)
    nlp.add_pipe("turn", "after tokenizer", config={"stage": "tokenizer"}, before=names[0])
    for name in names:
        nlp.add_pipe("turn", f"after {name}", config={"stage": name}, after=name)


def _timed(work: Callable[..., Any], stage: str, watch: Stopwatch) -> Callable[..., Any]:
    if isgeneratorfunction(work):

        @wraps(work)
        def each(*args: Any, **options: Any) -> Iterator[Any]:
            return watch.each(stage, work(*args, **options))

        return each

    @wraps(work)
    def do(*args: Any, **options: Any) -> Any:
        with watch.stage(stage):
            return work(*args, **options)

    return do


def _table(texts: tuple[Text, ...], found: dict[str, dict[str, dict[str, float]]]) -> Table:
    rows = []
    totals = [sum(map(sum, (side.values() for side in each.values()))) for each in found.values()]
    for side, whose in (("model", "language model"), ("own", "kg")):
        names = dict.fromkeys(name for each in found.values() for name in each[side])
        order = sorted(names, key=lambda name: -sum(each[side].get(name, 0.0) for each in found.values()))
        shares = {name: [each[side].get(name, 0.0) / all_ for each, all_ in zip(found.values(), totals, strict=True)]
                  for name in order}  # fmt: skip
        rows.append((f"**{whose}**", *(f"**{sum(each):.1%}**" for each in zip(*shares.values(), strict=True))))
        rows += [(name, *(f"{share:.1%}" for share in each)) for name, each in shares.items()]
    return Table("Where the time goes", ("", *(text.name for text in texts)), tuple(rows))


def _ratios(found: dict[str, dict[str, dict[str, float]]]) -> Iterator[tuple[str, Ratio]]:
    for text, each in found.items():
        own_seconds = sum(each["own"].values())
        whole = own_seconds + sum(each["model"].values())
        yield f"own share, {text}", Ratio(own_seconds / whole, more_is_better=False)
