"""Long articles are read in sections, and stay one article."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.alignment import Alignment
from kg.extract.sections import sections_of
from kg.model import Article, Repair, make_article
from kg.read.text.mark import mark

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.model import Claim

SIZE = 200  # characters of a section
FILLER = "The weather stayed fine for the rest of the week.\n\n" * 12
TEXTS = st.text(alphabet=st.sampled_from("ab .\n\n-­\u00a0A"), max_size=400)


@settings(deadline=None)
@given(TEXTS, st.integers(20, 120))
def test_sections_are_the_text_without_a_gap(text: str, size: int) -> None:
    found = list(sections_of(make_article(text), size))
    assert "".join(each.article.text for each in found) == text
    assert [each.start for each in found] == [text.index(each.article.text, each.start) for each in found]
    assert all(0 < len(each.article.text) <= size for each in found)


@settings(deadline=None)
@given(TEXTS, st.integers(20, 120))
def test_what_is_junk_or_mended_stays_so(text: str, size: int) -> None:
    article = mark(make_article(text))
    found = list(sections_of(article, size))
    junk = {at for start, end in article.junk for at in range(start, end)}
    assert junk == {each.start + at for each in found for span in each.article.junk for at in range(*span)}
    whole = Alignment(article.text, article.repairs).text
    assert "".join(Alignment(each.article.text, each.article.repairs).text for each in found) == whole


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("one two.\nthree four.\n\nfive six. seven", "\n\n"),
        ("one two three.\nfour five. six seven eight nine", "\n"),
        ("one two three. four five six seven eight nine", ". "),
        ("one two three four five six seven eight nine", " "),
        ("x" * 80, "x"),
    ],
)
def test_a_section_ends_at_the_best_place(text: str, ends: str) -> None:
    first = next(sections_of(make_article(text), 32)).article.text
    assert first.endswith(ends)


def test_a_line_break_that_is_none_ends_no_section() -> None:
    text = "one two three\nfour five six seven eight nine ten"
    at = text.index("\n")
    joined = replace(make_article(text), repairs=(Repair(at, at + 1, " "),))
    assert next(sections_of(joined, 20)).article.text == "one two three\nfour "


def test_what_is_mended_over_several_sections_is_mended_once() -> None:
    article = replace(make_article("x" * 30 + "y" * 50 + "x" * 20), repairs=(Repair(30, 80, "-"),))
    found = [Alignment(each.article.text, each.article.repairs).text for each in sections_of(article, 25)]
    assert "".join(found) == "x" * 30 + "-" + "x" * 20


def _both_ways(extractor: Extractor, article: Article) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims of an article that is read whole, and of the same in sections."""
    cut = copy(extractor)
    cut.section = SIZE
    return tuple(next(each.extract([article]))[1] for each in (extractor, cut))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "told",
    [
        ("Angela Merkel met Vladimir Putin in Berlin on 3 May 2021.", "Merkel visited Poland on 4 May 2021."),
        ("Angela Merkel met Vladimir Putin in Berlin on 3 May 2021.", "Merkel and Putin met in Berlin on 3 May 2021."),
        ("Jana Korvman visited Iran on 3 May 2021.", "Korvman condemned Iraq.", "Iran criticized Korvman."),
        ("The Kurdistan Workers' Party (PKK) attacked Turkey on 3 May 2021.", "Turkey bombed the PKK."),
        ("Japan sanctioned Iran on 3 May 2021.", "Japan sanctioned Iran."),
        ("Israel's prime minister, Dan Omarov, visited Cyprus.", "On Sunday he called Egypt. Omarov thanked Egypt."),
    ],
)
def test_sections_tell_what_the_whole_tells(extractor: Extractor, told: tuple[str, ...]) -> None:
    text = FILLER.join(f"{sentence}\n\n" for sentence in told)
    whole, cut = _both_ways(extractor, make_article(text, id="a", published="2021-05-10"))
    assert whole
    assert cut == whole
    assert all(each.text == text[each.start : each.end] for claim in cut for each in claim.evidence)


def test_a_name_of_two_people_is_nobodys(extractor: Extractor) -> None:
    told = ("Jana Korvman visited Iran.", "Otto Korvman visited Iraq.", "Korvman visited Egypt.")
    text = FILLER.join(f"{sentence}\n\n" for sentence in told)
    _, cut = _both_ways(extractor, make_article(text))
    assert [claim.subject.label for claim in cut] == ["Jana Korvman", "Otto Korvman", "Korvman"]
    assert len({claim.subject.id for claim in cut}) == 3


def test_pronouns_and_titles_look_back_no_further_than_their_section(extractor: Extractor) -> None:
    text = f"President Jana Korvman visited Iran.\n\n{FILLER}She condemned Iraq. The president called Egypt."
    _, cut = _both_ways(extractor, make_article(text))
    relations = {claim.relation for claim in cut if claim.subject.label == "Jana Korvman"}
    assert relations >= {"visited", "leads"}
    assert not relations & {"condemned", "phoned", "spokeWith"}


def test_a_long_text_is_explained_section_by_section(extractor: Extractor) -> None:
    cut = copy(extractor)
    cut.section = SIZE
    text = f"Jana Korvman visited Iran.\n\n{FILLER}Korvman condemned Iraq."
    explained = list(cut.explain([make_article(text)]))
    sentences = [each for explanation in explained for each in explanation.sentences]
    assert len(explained) > 1
    assert [each.number for each in sentences] == list(range(1, 15))
    assert all(each.text == text[each.start : each.end] for each in sentences)
    assert sentences[-1].mentions[0].entities[0].label == "Jana Korvman"
