"""Questions in English over the articles of seeds/, and what comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ask import Answer, Reader, answer_text, answer_to_dict, ask
from kg.ask.model import Outcome, Stance
from kg.ask.names import Names, read_names
from kg.extract import Extractor
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.model import Article, Claim
from kg.ontology import Ontology

TABLES = ("questions",)
News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Row = tuple[str, str, frozenset[str]]


@pytest.fixture(scope="module")
def seeds(seed_claims: News, shipped: Ontology) -> Iterator[Store]:
    """A store of the articles of seeds/."""
    with open_store() as store:
        update(store, seed_claims, shipped, "m")
        yield store


@pytest.fixture(scope="module")
def names(seeds: Store) -> Names:
    return read_names(seeds)


@pytest.fixture(scope="module")
def reader(extractor: Extractor) -> Reader:
    return Reader(extractor)


def in_short(answer: Answer) -> set[str]:
    """What came of a question, as the table has it."""
    if answer.outcome is Outcome.NOTHING:
        return {"nothing found"}
    if answer.outcome is not Outcome.ANSWERED:
        near = f" -> {answer.near[0]}" if answer.near else ""
        return {f"{answer.outcome.value}: {answer.part}{near}"}
    if answer.reading.startswith("whether: "):
        stances = {each.stance for each in answer.findings}
        return {"yes"} if Stance.FACT in stances else {stance.value for stance in stances}
    if answer.reading.startswith("how often: "):
        return {str(sum(each.events for each in answer.findings if each.wanted))}
    found = {
        each.answer if each.stance is Stance.FACT else f"{each.answer} ({each.stance})" for each in answer.findings
    }
    if answer.reading.startswith("how many: "):
        found.add(answer.verdict.rstrip("."))
    return found


def test_questions(row: Row, seeds: Store, names: Names, reader: Reader) -> None:
    _, question, expected = row
    found = in_short(ask(seeds, question, reader, names=names))
    if "..." in expected:
        assert expected - {"..."} <= found
    else:
        assert found == set(expected)


TYPED = st.lists(
    st.sampled_from(
        "who whom what which where when how many did does will was is Putin bennett Israel russia's Moscow meet met"
        " phone with by to in of and or not refuse sanctioned bombed by march 2022 last week president countries the ?"
        ' , " } ; $x <b> Bennet him 7 \u202e é'.split()
    ),
    max_size=9,
).map(" ".join)


@given(TYPED | st.text(max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered_from_claims_or_not_at_all(
    seeds: Store, names: Names, reader: Reader, text: str
) -> None:
    answer = ask(seeds, text, reader, names=names)
    assert bool(answer.findings) == (answer.outcome is Outcome.ANSWERED)
    assert all(each.quotes for each in answer.findings)
    assert (answer.part is not None) == (answer.outcome in (Outcome.NOT_UNDERSTOOD, Outcome.UNKNOWN_NAME))
    assert "\n" not in answer_text(answer).splitlines()[0]


@pytest.fixture(scope="module")
def answers(rows_of: Callable[[str], list[Row]], seeds: Store, names: Names, reader: Reader) -> list[Answer]:
    """The answers to every third question that has one."""
    asked = [ask(seeds, question, reader, names=names) for _, question, _ in rows_of("questions")[::3]]
    return [answer for answer in asked if answer.findings]


def test_nothing_is_a_fact_that_no_article_asserts(answers: list[Answer], seeds: Store) -> None:
    claims = "SELECT ?claim { GRAPH ?g { ?claim kg:asserted true ; kg:polarity kg:positive ; kg:modality kg:actual } }"
    asserted = {row["claim"].value.rpartition("/claim/")[2] for row in seeds.select(claims)}
    told = [each for answer in answers for each in answer.findings]
    assert any(each.stance is Stance.FACT for each in told)
    for each in told:
        assert (each.stance is Stance.FACT) == any(quote.claim in asserted for quote in each.quotes)


def test_the_query_that_is_shown_gives_the_claims_that_are_told(answers: list[Answer], seeds: Store) -> None:
    for answer in answers:
        found = {row["claim"].value.rpartition("/claim/")[2] for row in seeds.select(answer.sparql)}
        assert {quote.claim for each in answer.findings for quote in each.quotes} <= found


def test_sentences_are_those_of_the_articles(answers: list[Answer], seed_claims: News) -> None:
    texts = {article.id: article.text for article, _ in seed_claims}
    for answer in answers:
        for quote in (quote for each in answer.findings for quote in each.quotes):
            assert quote.sentence in texts[quote.article]


@pytest.mark.parametrize(
    "question", ["Who met Putin?", "Which countries sanctioned Belarus?", "When did Maduro meet Ali?"]
)
def test_capitals_make_no_difference(question: str, seeds: Store, names: Names, reader: Reader) -> None:
    whole = ask(seeds, question, reader, names=names)
    for each in (question.lower(), question.upper(), question.rstrip("?")):
        assert ask(seeds, each, reader, names=names).findings == whole.findings


@pytest.mark.parametrize("any_store", ["folder", "endpoint"], indirect=True)
def test_any_store_answers(any_store: Store, seed_claims: News, shipped: Ontology, reader: Reader) -> None:
    told = tuple((article, claims) for article, claims in seed_claims if "Bennett" in article.text)
    update(any_store, told, shipped, "m")
    found = [
        each.answer
        for question in ("Who met Putin in Moscow in March 2022?", "Who refused to condemn Russia?")
        for each in ask(any_store, question, reader).findings
    ]
    assert found == ["Naftali Bennett", "Naftali Bennett"]


def test_an_empty_store_knows_no_names(reader: Reader) -> None:
    with open_store() as store:
        assert ask(store, "Who met Putin?", reader).outcome is Outcome.UNKNOWN_NAME
        assert ask(store, "Who sanctioned Russia?", reader).outcome is Outcome.UNKNOWN_NAME
        assert ask(store, "What happened yesterday?", reader).outcome is Outcome.NOT_UNDERSTOOD


def test_last_week_counts_from_the_day_that_is_given(seeds: Store, names: Names, reader: Reader) -> None:
    question = "Who did Bennett phone last week?"
    found = ask(seeds, question, reader, names=names, today="2022-03-09")
    assert {each.answer for each in found.findings} >= {"Vladimir Putin", "Volodymyr Zelensky"}
    assert not ask(seeds, question, reader, names=names, today="2023-03-09").findings


def test_a_hostile_article_comes_out_as_text(hostile_news: News, shipped: Ontology, reader: Reader) -> None:
    with open_store() as store:
        update(store, hostile_news, shipped, "m")
        answer = ask(store, "Who met whom?", reader)
        assert answer.outcome is Outcome.ANSWERED
        shown = answer_text(answer)
        assert all(char.isprintable() or char == "\n" for char in shown)
        assert json.loads(json.dumps(answer_to_dict(answer)))["answers"]


@pytest.mark.parametrize(
    ("question", "verdict", "stances"),
    [
        ("Did Israel not condemn Russia?", "Yes, but there is also the opposite, see below.", ["not so", "fact"]),
        ("Did Israel refuse to condemn Russia?", "Yes, but there is also the opposite, see below.", ["not so", "fact"]),
        ("Did Iran not arm the Houthis?", "It is told that it is so.", ["fact"]),
        ("Did Bennett not condemn Russia?", "Yes.", ["not so"]),
    ],
)
def test_what_is_asked_for_as_denied_is_also_told_as_a_fact(
    seeds: Store, names: Names, reader: Reader, question: str, verdict: str, stances: list[str]
) -> None:
    answer = ask(seeds, question, reader, names=names)
    assert (answer.verdict, [each.stance.value for each in answer.findings]) == (verdict, stances)
    assert ("Told as a fact:" in answer_text(answer)) == ("fact" in stances)


@pytest.mark.parametrize("question", ["who met whom in march 2022", "who has met Putin since mar 2022?"])
def test_months_need_no_capitals(seeds: Store, names: Names, reader: Reader, question: str) -> None:
    assert "Bennett" in answer_text(ask(seeds, question, reader, names=names))


def test_events_that_are_told_once_are_not_all_that_happened(seeds: Store, names: Names, reader: Reader) -> None:
    answer = ask(seeds, "How many times did Bennett call Zelensky?", reader, names=names)
    assert "“three times”" in answer.verdict
    none = ask(seeds, "Did Blinken meet Putin?", reader, names=names)
    assert none.verdict == "Nothing found: nothing that was read from the articles says so."


def test_a_sentence_of_one_answer_is_shown_once(seeds: Store, names: Names, reader: Reader) -> None:
    text = answer_text(ask(seeds, "Who mediated between the US and Russia?", reader, names=names))
    assert text.count("had mediated between") == 2


def test_what_follows_will_is_a_verb(seeds: Store, names: Names, reader: Reader) -> None:
    found = ask(seeds, "Who will Lapid meet?", reader, names=names).findings
    assert [(each.answer, each.stance) for each in found] == [("Antony Blinken", Stance.PLANNED)]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("When did Pakistan release the pilot?", "that word is known, but not with those around it"),
        ("Who buttonholed Putin?", "no relation of the graph is told by that"),
    ],
)
def test_a_verb_that_is_known_is_not_said_to_be_unknown(
    seeds: Store, names: Names, reader: Reader, question: str, why: str
) -> None:
    assert ask(seeds, question, reader, names=names).verdict.endswith(f"({why})")


def test_what_only_one_side_says_of_itself_is_no_plain_yes(seeds: Store, names: Names, reader: Reader) -> None:
    assert ask(seeds, "Did India attack Pakistan?", reader, names=names).verdict == "Yes, says India."
    assert ask(seeds, "Does Iran arm the Houthis?", reader, names=names).verdict == "Yes."
