"""Explanations as people and as tools read them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kg.explained import explanation_lines, explanation_text, pick_sentences, reason_text
from kg.extract import Extractor
from kg.extract.reasons import Rule, Why
from kg.extract.trace import (
    Explanation,
    Made,
    Origin,
    Reason,
    Ref,
    Refusal,
    SentenceTrace,
    StatementTrace,
)
from kg.jsonl import claim_from_dict
from kg.model import EntityType, make_article

IRAN = Ref("Iran", EntityType.COUNTRY, "iran")
TEXT = "Russia denied that it had supplied drones to Iran. Putin mulled the offer."

Explain = Callable[[str], Explanation]


@pytest.fixture(scope="module")
def explain(extractor: Extractor) -> Explain:
    def explain_text(text: str) -> Explanation:
        (explanation,) = extractor.explain([make_article(text, published="2022-03-07")])
        return explanation

    return explain_text


def dropped(*, why: Why, rule: Rule) -> Explanation:
    """A sentence with one claim that came to nothing."""
    statement = StatementTrace(IRAN, "metWith", IRAN, None, why, (Origin(Made(rule, "met", "meet OBJ"), 1),))
    sentence = SentenceTrace(1, 0, 9, "Iran met.", (), (), (), (statement,))
    return Explanation(make_article("Iran met."), (sentence,), ())


class TestText:
    @pytest.mark.parametrize(
        "line",
        [
            "[1] Russia denied that it had supplied drones to Iran.",
            "'it' -> Russia (Country, kgr:russia) pronoun 0.85",
            "'supplied' (verb): subject 'it' = Russia; to 'Iran' = Iran; object 'drones'",
            "'denied' denies it (operator denied: deny that CLAUSE)",
            "said by Russia, by 'denied'",
            "no frame for 'mull'",
        ],
    )
    def test_says_what_was_seen_and_why(self, explain: Explain, line: str) -> None:
        assert line in [" ".join(found.split()) for found in explanation_text(explain(TEXT)).splitlines()]

    def test_names_the_frame_and_the_claim(self, explain: Explain) -> None:
        text = " ".join(explanation_text(explain(TEXT)).split())
        assert "-> armed [OBJ = Iran; SUBJ = Russia]" in text
        assert "Russia armed Iran (not so, denied, says Russia, not asserted, confidence 0." in text

    def test_passed_over_frames_are_named_on_demand(self, explain: Explain) -> None:
        short, long = (explanation_text(explain(TEXT), everything=flag) for flag in (False, True))
        assert "that --all names" in short
        assert "that --all names" not in long
        assert len(long) > len(short)

    def test_what_is_said_keeps_to_the_width(self, explain: Explain) -> None:
        lines = explanation_text(explain(f"{TEXT} {'Putin called Biden, ' * 20} and met Xi Jinping.")).splitlines()
        assert max(map(len, lines)) <= 100

    def test_text_reaches_no_terminal_as_a_command(self, explain: Explain) -> None:
        text = explanation_text(explain("Putin\x1b[2J\x07 met\u202e Biden\x00 in \x9bGeneva."))
        assert all(char.isprintable() or char == "\n" for char in text)

    @pytest.mark.parametrize("why", Why)
    def test_every_reason_has_words(self, why: Why) -> None:
        told = reason_text(Reason(why, ("talk",), "OBJ", ("with",)))
        assert told
        assert "{" not in told
        if why is not Why.UNFILLED:  # of slots, not of claims
            assert "dropped Iran metWith Iran: " in " ".join(
                explanation_text(dropped(why=why, rule=Rule.FRAME)).split()
            )

    @pytest.mark.parametrize("rule", Rule)
    def test_every_rule_has_words(self, rule: Rule) -> None:
        assert "meet OBJ, at 'met'" in explanation_text(dropped(why=Why.SAME, rule=rule))


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            Reason(Why.UNFILLED, (), "OBJ", ("",), ("Actor",), (Refusal("the plan", None),)),
            "no OBJ as object: 'the plan' stands for no entity",
        ),
        (
            Reason(Why.UNFILLED, (), "OBJ", ("against", "on"), ("Country", "Group"), (Refusal("Paris", IRAN),)),
            "no OBJ after 'against|on': 'Paris' (Country) is no Country|Group",
        ),
        (Reason(Why.UNFILLED, (), "SUBJ"), "no SUBJ"),
        (Reason(Why.WORDS, ("a", "b", "c", "d", "e"), at=("", "with")), "no 'a|b|c|d|...' as object or after 'with'"),
        (Reason(Why.FORBIDDEN, ("as",)), "forbidden word 'as'"),
        (Reason(Why.PARTICLE, ("out",)), "lacks the particle 'out'"),
    ],
)
def test_reasons_in_plain_words(reason: Reason, told: str) -> None:
    assert reason_text(reason) == told


class TestJson:
    def test_one_object_a_sentence(self, explain: Explain) -> None:
        explanation = explain(TEXT)
        first, second = map(json.loads, explanation_lines(explanation))
        assert [first["number"], second["number"]] == [1, 2]
        assert first["text"] == TEXT[first["start"] : first["end"]]
        (supplied,) = (one for one in first["predicates"] if one["text"] == "supplied")
        assert supplied["frames"][0]["relation"] == "armed"
        assert supplied["steps"][0] == {
            "start": 7, "end": 13, "text": "denied", "polarity": "negative", "modality": "actual",
            "operator": "denied", "frame": "deny that CLAUSE",
        }  # fmt: skip
        assert first["article"] == explanation.article.id

    def test_claims_have_their_own_form(self, explain: Explain) -> None:
        explanation = explain(TEXT)
        (first, _) = map(json.loads, explanation_lines(explanation))
        assert tuple(claim_from_dict(one["claim"]) for one in first["statements"]) == explanation.claims


class TestPick:
    @pytest.mark.parametrize(
        ("choice", "numbers"),
        [
            ({}, [1, 2]),
            ({"find": "MULLED  the"}, [2]),
            ({"numbers": (1,)}, [1]),
            ({"find": "mulled", "numbers": (1,)}, []),
        ],
    )
    def test_by_words_and_number(self, explain: Explain, choice: dict[str, object], numbers: list[int]) -> None:
        picked = pick_sentences(explain(TEXT), **choice)  # type: ignore[arg-type]
        assert [sentence.number for sentence in picked.sentences] == numbers
