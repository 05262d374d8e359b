"""What explain says of a sentence: the frame that fired, the words that decided, the reason for a miss."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract import Extractor
from kg.extract.reasons import Rule, Why
from kg.extract.trace import Explanation, FrameTrace, PredicateTrace, StatementTrace
from kg.model import Claim, EntityType, Modality, Polarity, make_article

TABLES = ("newswire", "not_facts", "attribution", "titles")

Explain = Callable[[str], Explanation]


@pytest.fixture(scope="module")
def explain(extractor: Extractor) -> Explain:
    """A text of Monday 2022-03-07, explained."""

    def explain_text(text: str) -> Explanation:
        (explanation,) = extractor.explain([make_article(text, published="2022-03-07")])
        return explanation

    return explain_text


def predicate(explanation: Explanation, word: str) -> PredicateTrace:
    """The one predicate of this word."""
    (found,) = (p for s in explanation.sentences for p in s.predicates if p.text == word and p.taken_by is None)
    return found


def fired(found: PredicateTrace) -> FrameTrace:
    (frame,) = (frame for frame in found.frames if frame.fired)
    return frame


def statements(explanation: Explanation) -> list[StatementTrace]:
    return [one for sentence in explanation.sentences for one in sentence.statements]


class TestClaims:
    """Explaining and extracting are one reading."""

    def test_they_are_exactly_those_of_extract(
        self, extractor: Extractor, texts: list[str], read_rows: dict[str, tuple[Claim, ...]]
    ) -> None:
        articles = (make_article(text, published="2022-03-07") for text in texts)
        for explanation in extractor.explain(articles):
            expected = read_rows[explanation.article.text]
            assert explanation.claims == expected
            shown = [one.claim for one in statements(explanation) if one.claim is not None]
            assert {claim.id: claim for claim in shown} == {claim.id: claim for claim in expected}

    def test_each_stands_where_its_evidence_is(self, explain: Explain) -> None:
        text = "Naftali Bennett met Vladimir Putin. In Moscow, Bennett met Putin. Nobody else came."
        first, second, third = explain(text).sentences
        for sentence in (first, second):
            (met,) = (one for one in sentence.statements if one.relation == "metWith")
            assert [origin.sentence for origin in met.origins] == [1, 2]
        assert third.statements == ()

    @pytest.mark.parametrize(
        ("text", "relation", "rule"),
        [
            ("Russia shelled Kharkiv.", "bombed", Rule.FRAME),
            ("Russia rebuffed Ukrainian requests.", "urged", Rule.EXTRA),
            ("Russia threatened to bomb Poland.", "threatened", Rule.THREAT),
            ("Joe Biden said Russia must leave Ukraine.", "urged", Rule.SPEECH_ACT),
            ("French President Emmanuel Macron spoke.", "leads", Rule.TITLE),
            ("Prime Minister Naftali Bennett of Israel met his Japanese counterpart, Fumio Kishida.", "leads",
             Rule.COUNTERPART),
            ("The Iraqi Foreign Ministry protested.", "represents", Rule.BODY),
            ("A bomb went off in Mosul, Iraq.", "locatedIn", Rule.PLACE),
            ("American pianist Jane Roe met Joe Biden.", "citizenOf", Rule.CITIZEN),
            ("The Geneva-based World Health Organization agreed.", "basedIn", Rule.COMPOUND),
        ],
    )  # fmt: skip
    def test_the_rule_that_made_it(self, explain: Explain, text: str, relation: str, rule: Rule) -> None:
        rules = {origin.made.rule for one in statements(explain(text)) if one.relation == relation
                 for origin in one.origins}  # fmt: skip
        assert rule in rules

    def test_what_no_frame_covers_names_the_operator(self, explain: Explain) -> None:
        (rejected,) = statements(explain("Iran refused to collude with Russia."))
        (origin,) = rejected.origins
        assert (origin.made.rule, origin.made.frame) == (Rule.FALLBACK, "refuse to VP")

    def test_lasting_facts_that_do_not_hold_are_told(self, explain: Explain) -> None:
        dropped = {one.dropped for one in statements(explain("A Geneva-based newspaper, Le Temps, said so."))}
        assert dropped <= {None, *Why}


class TestFrames:
    @pytest.mark.parametrize(
        ("text", "word", "frame"),
        [
            ("Russia invaded Ukraine.", "invaded", "invaded"),
            ("Putin and Biden met in Geneva.", "met", "metWith"),
            ("The invasion of Ukraine by Russia went on.", "invasion", "invaded"),
            ("Belarus is an ally of Russia.", "ally", "alliedWith"),
        ],
    )
    def test_the_one_that_fired(self, explain: Explain, text: str, word: str, frame: str) -> None:
        assert fired(predicate(explain(text), word)).relation == frame

    def test_what_is_in_its_slots(self, explain: Explain) -> None:
        found = predicate(explain("Ukraine was invaded by Russia."), "invaded")
        assert found.passive
        assert {one.place: [ref.id for ref in one.entities] for one in found.bound} == {
            "SUBJ": ["russia"],
            "OBJ": ["ukraine"],
        }

    def test_no_frame_at_all(self, explain: Explain) -> None:
        found = predicate(explain("Russia mulled Ukraine."), "mulled")
        assert (found.lemma, found.frames) == ("mull", ())

    @pytest.mark.parametrize(
        ("text", "word", "why", "told"),
        [
            ("Russia invaded the market.", "invaded", Why.UNFILLED, "the market"),
            ("The storm invaded Ukraine.", "invaded", Why.UNFILLED, "The storm"),
            ("Russia called off the attack.", "called", Why.OTHER_VERB, "off"),
            ("Putin called the invasion of Ukraine a mistake.", "called", Why.NAMING, ""),
            ("Russia asked Ukraine whether it would come.", "asked", Why.QUESTION, ""),
            ("Russia imposed its will on Ukraine.", "imposed", Why.WORDS, "sanction"),
            ("Putin met himself.", "met", Why.SAME, ""),
        ],
    )
    def test_why_one_did_not(self, explain: Explain, text: str, word: str, why: Why, told: str) -> None:
        reasons = [frame.reason for frame in predicate(explain(text), word).frames if frame.reason is not None]
        assert any(
            reason.why is why and (not told or told in (*reason.words, *(one.text for one in reason.refused)))
            for reason in reasons
        )

    def test_an_entity_of_another_class_is_told_with_its_own(self, explain: Explain) -> None:
        frames = predicate(explain("Russia annexed Vladimir Putin."), "annexed").frames
        reasons = [frame.reason for frame in frames if frame.reason is not None]
        refused = [(one.text, one.entity.type) for reason in reasons for one in reason.refused if one.entity]
        assert ("Vladimir Putin", EntityType.PERSON) in refused

    def test_an_event_noun_that_a_verb_has_used_up(self, explain: Explain) -> None:
        (sentence,) = explain("The United States imposed sanctions on Iran.").sentences
        assert [p.taken_by for p in sentence.predicates if p.text == "sanctions"] == ["imposed"]

    def test_less_specific_ones_are_not_looked_at(self, explain: Explain) -> None:
        idle = [
            frame
            for frame in predicate(explain("Russia supplied drones to Iran."), "supplied").frames
            if not frame.fired and frame.reason is None
        ]
        assert idle

    @pytest.mark.parametrize(
        "text", ["Bashir was a former ally of Iran.", "Iran was once an erstwhile ally of Russia."]
    )
    def test_what_was_once_is_told(self, explain: Explain, text: str) -> None:
        frames = predicate(explain(text), "ally").frames
        assert Why.FORMER in {frame.reason.why for frame in frames if frame.reason is not None}


class TestFactuality:
    @pytest.mark.parametrize(
        ("text", "word", "by", "operator"),
        [
            ("Russia did not invade Ukraine.", "invade", "not", "not"),
            ("Russia has never invaded Ukraine.", "invaded", "never", "not"),
            ("No Russian soldiers invaded Ukraine.", "invaded", "No", "not"),
            ("Russia will invade Ukraine.", "invade", "will", "planned"),
            ("Russia might invade Ukraine.", "invade", "might", "possible"),
            ("If Russia invades Ukraine, NATO will act.", "invades", "If", "conditional"),
            ("Russia refused to invade Ukraine.", "invade", "refused", "refused"),
            ("Russia denied that it invaded Ukraine.", "invaded", "denied", "denied"),
            ("Russia left without invading Ukraine.", "invading", "without", "not"),
            ("Did Russia invade Ukraine?", "invade", "?", "question"),
            ("The planned invasion of Ukraine by Russia failed.", "invasion", "planned", "planned"),
        ],
    )  # fmt: skip
    def test_the_word_that_set_it(self, explain: Explain, text: str, word: str, by: str, operator: str) -> None:
        found = predicate(explain(text), word)
        assert (by, operator) in [(step.text, step.operator) for step in found.steps]
        assert (found.polarity, found.modality) != (Polarity.POSITIVE, Modality.ACTUAL)

    def test_an_operator_shows_its_frame(self, explain: Explain) -> None:
        (step,) = predicate(explain("Russia refused to invade Ukraine."), "invade").steps
        assert step.frame == "refuse to VP"

    def test_a_fact_has_no_such_word(self, explain: Explain) -> None:
        assert predicate(explain("Russia invaded Ukraine."), "invaded").steps == ()


class TestCircumstances:
    def test_who_says_so(self, explain: Explain) -> None:
        said = predicate(explain("Joe Biden said Russia had invaded Ukraine."), "invaded").speaker
        assert said is not None
        assert (said.cue, [ref.id for ref in said.entities]) == ("said", ["joe-biden"])
        according = predicate(explain("According to Iran, Russia invaded Ukraine."), "invaded").speaker
        assert according is not None
        assert according.cue == "According"

    def test_where_and_when_with_their_words(self, explain: Explain) -> None:
        found = predicate(explain("Joe Biden and Vladimir Putin met in Geneva on Saturday."), "met")
        assert found.place is not None
        assert found.time is not None
        assert (found.place.value, found.place.text) == ("Geneva", "Geneva")
        assert (found.time.value, found.time.text) == ("2022-03-05", "Saturday")


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "mention", "how", "label"),
        [
            ("Russia spoke.", "Russia", "name", "Russia"),
            ("The Kremlin warned Ukraine.", "Kremlin", "metonym", "Russia"),
            ("Angela Merkel came. She met Putin.", "She", "pronoun", "Angela Merkel"),
            ("Emmanuel Macron is president of France. The French president spoke.", "The French president", "title",
             "Emmanuel Macron"),
            ("Putin met Biden. The two presidents spoke.", "The two presidents", "group", "Putin"),
        ],
    )  # fmt: skip
    def test_how_one_was_resolved(self, explain: Explain, text: str, mention: str, how: str, label: str) -> None:
        found = [m for s in explain(text).sentences for m in s.mentions if m.text == mention]
        assert (found[-1].how, label in [ref.label for ref in found[-1].entities]) == (how, True)
        assert found[-1].confidence is not None

    @pytest.mark.parametrize(
        ("text", "mention", "kind"),
        [
            ("He came.", "He", "pronoun"),
            ("They met the minister.", "the minister", "title"),
            ("The group attacked Israel.", "The group", "description"),
        ],
    )
    def test_rules_that_abstain_say_so(self, explain: Explain, text: str, mention: str, kind: str) -> None:
        (found,) = (m for s in explain(text).sentences for m in s.mentions if m.text == mention)
        assert (found.how, found.entities, found.confidence) == (kind, (), None)

    def test_titles_show_holder_owner_and_status(self, explain: Explain) -> None:
        (sentence,) = explain("Former Israeli Prime Minister Ehud Olmert spoke.").sentences
        (title,) = sentence.titles
        assert (title.status, [ref.label for ref in title.owners]) == ("former", ["Israel"])


STRANGE = (
    "", " ", "\n\n", ".", "?!", "\u202e\x00\x1b[31m", "a" * 5_000, "met " * 500, "( [ { <",
    "Putin\n\nmet\n\nBiden", "🇷🇺 met 🇺🇸.", "Русский текст без имён.", "he she it they " * 50, "\"'“”", "1 2 3.",
    "Not no never without denied refused to not.", "and and and, who whose which of of of to to",
)  # fmt: skip


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_text_raises_nothing(explain: Explain, text: str) -> None:
    explanation = explain(text)
    places: list[tuple[int, int, str]] = []
    for sentence in explanation.sentences:
        places.append((sentence.start, sentence.end, sentence.text))
        places += [(one.start, one.end, one.text) for one in sentence.mentions]
        places += [(one.start, one.end, one.text) for one in sentence.titles]
        places += [(one.start, one.end, one.text) for one in sentence.predicates]
    for start, end, words in places:
        assert words == explanation.article.text[start:end]
