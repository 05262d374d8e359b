"""Four times the text is four times the work: bytecodes are counted, so that no busy machine can tell otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import islice, product
from types import FrameType
from typing import Any

import pytest

from bench.generate import World
from kg.extract import Extractor
from kg.extract.annotate import Annotated, annotate
from kg.extract.attribution import attribute
from kg.extract.titles import read_structure
from kg.model import make_article

SMALL, FACTOR = 40, 4
Step = Callable[[Extractor, Annotated], object]
BOUND = 4.5  # a step that looks at everything before it makes it eight and more

ONSETS, RHYMES = "B D F G K L M N P R S T V Z".split(), "ado ika oru ema uvi alo".split()
_WORDS = [f"{a}{b}{c.lower()}{d}" for a, b, c, d in product(ONSETS, RHYMES, ONSETS, RHYMES)]
FIRST = "Anna Boris Clara David Elena Felix Greta Hugo".split()
SAID = {
    "persons": "Foreign Minister {first} {name} of Poland met {name}. The minister said that he would visit Kyiv.",
    "offices": "President {first} {name} visited Lyon. The president, who took office in 2021, met his counterpart.",
    "bodies": "The {name} Union of Workers ({initial}UW) condemned Iran on Monday. The {initial}UW said so, too.",
    "places": "Rebels attacked {name}, France, the next day. The Polish embassy in {name} was closed by the capital.",
    "quotations": '"We will attack {name}," {first} {name} told Iran. "I never met them," he said.',
}


def _text(kind: str, count: int) -> str:
    words = islice(_WORDS[:: len(_WORDS) // 200], count)  # as different as they can be: none is met again
    told = (SAID[kind].format(name=name, first=FIRST[n % len(FIRST)], initial=name[0]) for n, name in enumerate(words))
    return "\n\n".join(told)


def _who_is_who(extractor: Extractor, annotated: Annotated) -> None:
    resolution = extractor.resolve(annotated)
    attribute(resolution, extractor.ontology)
    read_structure(resolution, extractor.ontology, extractor.gazetteer)


def _work(step: Step, extractor: Extractor, annotated: Annotated) -> int:
    """The bytecodes that a step takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        step(extractor, annotated)
    finally:
        sys.settrace(before)
    return count


def _ratio(step: Step, extractor: Extractor, texts: list[str]) -> float:
    small, large = annotate(extractor.nlp, [make_article(text, published="2022-03-07") for text in texts])
    words = len(large.doc) / len(small.doc)
    return FACTOR * _work(step, extractor, large) / (words * _work(step, extractor, small))


@pytest.mark.parametrize("kind", SAID)
def test_work_grows_with_the_text(extractor: Extractor, kind: str) -> None:
    assert _ratio(_who_is_who, extractor, [_text(kind, n) for n in (SMALL, SMALL * FACTOR)]) < BOUND


def test_a_long_article_takes_no_more_for_a_word_than_short_ones(extractor: Extractor) -> None:
    articles = [article.text for article, _ in World(extractor.ontology, seed=7).articles(6 * FACTOR)]
    assert _ratio(Extractor.claims, extractor, ["\n\n".join(articles[:6]), "\n\n".join(articles)]) < BOUND
