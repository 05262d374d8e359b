"""Where the time of the extraction goes: the share of each component of the language model and of each stage of ours.

    python bench/run.py --only stages

The functions are wrapped from outside while this runs, so measuring costs kg nothing otherwise. Seconds are the
processor's, each counted for the innermost stage that is under way.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial, wraps
from inspect import isgeneratorfunction
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from bench.measure import ask, rounds
from bench.sizes import Size
from bench.tables import Cell, Part, Ratio, Table
from bench.texts import made_up, others, own, written
from kg.ontology import load_ontology
from kg.stopwatch import Stopwatch

__all__ = ["PLACES", "measure", "stages"]

READING, WRITING, REST, LOADING = "reading the file", "writing the claims", "the rest", "loading"
TOKENIZER = "tokenizer"
# Module and name where it is looked up when it is called -> the stage.
PLACES = {
    ("kg.pipeline", "load_ontology"): LOADING,
    ("kg.workers", "_prepare"): LOADING,
    ("kg.pipeline", "read_articles"): READING,
    ("kg.extract.annotate", "readable"): "mending, paragraphs",
    ("kg.extract.annotate", "Alignment"): "mending, paragraphs",
    ("kg.extract.annotate", "join"): "joining paragraphs",
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
    ontology = load_ontology()
    first = others(ontology, size.folder)
    articles = max(50, size.articles // 4)
    texts = (
        written("made-up articles", made_up(ontology, articles), size.folder / "staged.jsonl"),
        written("own sentences", own(), size.folder / "own.jsonl"),
    )
    works = {text.name: partial(_both, str(text.path), first) for text in texts}
    # The round in the middle, by the share that is ours.
    found = {name: sorted(each, key=lambda one: one.own_share)[size.rounds // 2]
             for name, each in rounds(works, size.rounds).items()}  # fmt: skip
    ratios = {}
    for name, each in found.items():
        ratios[f"kg's own share, {name}"] = Ratio(each.own_share, more_is_better=False)
        ratios[f"kg's own stages / spaCy as it comes, {name}"] = Ratio(each.own_beside_bare, more_is_better=False)
    return Part("stages", (_table(found),), ratios)


@dataclass(frozen=True, slots=True)
class Shares:
    """Seconds of the processor by stage, of the model and of kg, and what the bare model takes as it comes."""

    model: dict[str, float]
    own: dict[str, float]
    bare: float

    @property
    def whole(self) -> float:
        """Seconds of all stages."""
        return sum(self.model.values()) + sum(self.own.values())

    @property
    def own_share(self) -> float:
        """The part of kg in the whole."""
        return sum(self.own.values()) / self.whole

    @property
    def own_beside_bare(self) -> float:
        """The part of kg, as a multiple of what the bare model takes."""
        return sum(self.own.values()) / self.bare


def _both(path: str, first: str) -> Shares:
    bare = ask("bench.contestants", "bare", path=path, blis=True)
    return Shares(**ask("bench.stages", "stages", path=path, first=first), bare=bare["cpu"])


def stages(path: str, first: str) -> dict[str, dict[str, float]]:
    """Seconds of the processor by stage, of the model's components (`model`) and ours (`own`).

    Args:
        path: The articles.
        first: A file that is read before, so that what is loaded once is not counted.
    """
    from kg.pipeline import Reading, extract

    home = importlib.import_module("kg.extract")  # the name `extract` of `kg` itself is a function
    analyst, jsonl = (importlib.import_module(name) for name in ("kg.extract.analysis.analyst", "kg.jsonl"))
    load = home.load_model
    watch = Stopwatch(process_time)
    components: list[str] = []

    def load_watched(*args: Any) -> Any:
        nlp = load(*args)
        components.extend([TOKENIZER, *nlp.pipe_names])
        nlp.make_doc = _timed(nlp.make_doc, TOKENIZER, watch)
        return nlp

    def watched(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def take_on(component: Any) -> Any:
            work = make(component)
            return None if work is None else _timed(work, component.name, watch)

        return take_on

    for _ in extract([Path(first)], Reading(workers=1)):
        pass
    with ExitStack() as stack:
        stack.enter_context(patch.object(home, "load_model", load_watched))
        for name in ("_known_work", "_its_own_work"):
            stack.enter_context(patch.object(analyst, name, watched(getattr(analyst, name))))
        for (module, name), stage in PLACES.items():
            place = importlib.import_module(module)
            stack.enter_context(patch.object(place, name, _timed(getattr(place, name), stage, watch)))
        with watch.stage(REST):
            for _, claims in extract([Path(path)], Reading(workers=1)):
                for claim in claims:
                    jsonl.claim_to_line(claim)
    took = watch.seconds
    return {
        "model": {name: took.get(name, 0.0) for name in components},
        "own": {name: seconds for name, seconds in took.items() if name not in components and name != LOADING},
    }


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


def _table(found: dict[str, Shares]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    each = list(found.values())
    for whose, sides in (("language model", [one.model for one in each]), ("kg", [one.own for one in each])):
        names = dict.fromkeys(name for side in sides for name in side)
        seconds = {name: [side.get(name, 0.0) for side in sides] for name in names}
        rows.append((f"**{whose}**", *_percent(each, [sum(side.values()) for side in sides], "**")))
        rows += [(name, *_percent(each, seconds[name])) for name in sorted(names, key=lambda name: -sum(seconds[name]))]
    beside = ", ".join(f"{one.own_beside_bare:.0%} ({name})" for name, one in found.items())
    note = f"kg's own stages take, of what spaCy as it comes takes for the same paragraphs: {beside}."
    return Table("Where the time goes", ("", *found), tuple(rows), (note,))


def _percent(found: Sequence[Shares], seconds: Sequence[float], mark: str = "") -> Iterator[str]:
    return (f"{mark}{took / each.whole:.1%}{mark}" for each, took in zip(found, seconds, strict=True))
