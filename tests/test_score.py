"""What counts as right, wrong and missed, shown on gold sets of one or two claims."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.gold import GoldArticle, GoldClaim, GoldEntity, load_gold
from kg.model import ArticleMeta, Claim, Entity, EntityType, Modality, Polarity, make_article
from kg.ontology import Ontology, Relation
from kg.score import Count, Score, Share, score

PERSON, COUNTRY, CITY = EntityType.PERSON, EntityType.COUNTRY, EntityType.CITY
NEGATIVE, PLANNED = Polarity.NEGATIVE, Modality.PLANNED


def relation(name: str, event: str, *parents: str, symmetric: bool = False) -> Relation:
    return Relation(name, f"kg:{name}", name, "", "", "Actor", "Actor", symmetric, parents, event)


ONTOLOGY = Ontology(
    relations={
        known.name: known
        for known in (
            relation("metWith", "CONSULT", symmetric=True),
            relation("spokeWith", "CONSULT", symmetric=True),
            relation("phoned", "CONSULT", "spokeWith", symmetric=True),
            relation("negotiatedWith", "CONSULT", "spokeWith", symmetric=True),
            relation("urged", "REQUEST"),
            relation("leads", "STRUCTURE", "represents"),
            relation("represents", "STRUCTURE"),
        )
    },
    classes={},
    frames=(),
    operators=(),
    word_classes={},
    nominals={},
    actors={},
    offices={},
    digest="test",
)

ENTITIES = {
    "lula": GoldEntity("lula", "Luiz Inácio Lula da Silva", PERSON, ("Lula", "the president")),
    "biden": GoldEntity("biden", "Joe Biden", PERSON, ("Biden", "the president")),
    "brazil": GoldEntity("brazil", "Brazil", COUNTRY, ("Brasilia", "Brazil’s government")),
    "brasilia": GoldEntity("brasilia", "Brasilia", CITY, ("the capital",)),
}
MET = GoldClaim("lula", "metWith", "biden", "Lula met Biden")
META = ArticleMeta("a")


def named(label: str, *aliases: str) -> Entity:
    return Entity(label.lower(), label, PERSON, aliases)


LULA, BIDEN, BRAZIL = named("Lula"), named("Joe Biden"), named("Brazil")


def claim(subject: Entity, name: str, object_: Entity) -> Claim:
    return Claim("c", META, subject, name, object_)


MEETING = claim(LULA, "metWith", BIDEN)


def score_one(gold: list[GoldClaim], claims: list[Claim]) -> Score:
    article = GoldArticle(make_article("Lula met Biden.", id="a"), ENTITIES, tuple(gold))
    return score([article], claims, ONTOLOGY)


@pytest.mark.parametrize(
    ("claims", "strict", "relaxed", "pairs"),
    [
        pytest.param([MEETING], Count(1), Count(1), Count(1), id="the very claim"),
        pytest.param([claim(BIDEN, "metWith", LULA)], Count(1), Count(1), Count(1), id="a symmetric one turned"),
        pytest.param([MEETING, MEETING], Count(1), Count(1), Count(1), id="a repeat is not counted"),
        pytest.param([replace(MEETING, polarity=NEGATIVE)], Count(0, 1, 1), Count(0, 1, 1), Count(1), id="denied"),
        pytest.param([replace(MEETING, modality=PLANNED)], Count(1), Count(1), Count(1), id="modality is judged apart"),
        pytest.param([claim(LULA, "urged", BIDEN)], Count(0, 1, 1), Count(0, 1, 1), Count(1), id="another relation"),
        pytest.param(
            [claim(LULA, "metWith", BRAZIL)],
            Count(0, 1, 1),
            Count(0, 1, 1),
            Count(0, 1, 1),
            id="somebody else",
        ),
        pytest.param(
            [claim(LULA, "metWith", named("Nobody"))],
            Count(0, 1, 1),
            Count(0, 1, 1),
            Count(0, 1, 1),
            id="unknown",
        ),
        pytest.param([claim(LULA, "dismissed", BIDEN)], Count(0, 0, 1), Count(0, 0, 1), Count(0, 0, 1), id="unasked"),
        pytest.param([], Count(0, 0, 1), Count(0, 0, 1), Count(0, 0, 1), id="nothing"),
    ],
)
def test_levels(claims: list[Claim], strict: Count, relaxed: Count, pairs: Count) -> None:
    result = score_one([MET], claims)
    assert (result.strict, result.relaxed, result.pairs) == (strict, relaxed, pairs)


@pytest.mark.parametrize(
    ("wanted", "found", "right"),
    [
        ("phoned", "spokeWith", True),
        ("spokeWith", "phoned", True),
        ("phoned", "negotiatedWith", True),
        ("phoned", "metWith", False),
        ("metWith", "urged", False),
    ],
)
def test_kin_count_when_relaxed(wanted: str, found: str, *, right: bool) -> None:
    result = score_one([replace(MET, relation=wanted)], [claim(LULA, found, BIDEN)])
    assert result.relaxed.right == right
    assert not result.strict.right


def test_direction_matters_where_it_means_something() -> None:
    assert score_one([replace(MET, relation="urged")], [claim(BIDEN, "urged", LULA)]).strict == Count(0, 1, 1)


def test_relations_that_the_annotator_allows_are_right() -> None:
    gold = replace(MET, also=frozenset({"spokeWith"}))
    assert score_one([gold], [claim(LULA, "spokeWith", BIDEN)]).strict == Count(1)


def test_optional_claims_are_neither_required_nor_punished() -> None:
    optional = replace(MET, optional=True)
    for claims in ([], [MEETING], [MEETING, MEETING]):
        assert score_one([optional], claims).strict == Count()


def test_each_claim_answers_the_gold_claim_of_its_modality() -> None:
    plan = replace(MET, modality=PLANNED)
    result = score_one([MET, plan], [replace(MEETING, modality=PLANNED), MEETING])
    assert result.strict == Count(2)
    assert (result.modality, result.non_actual) == (Share(2, 2), Share(1, 1))


def test_required_claims_are_answered_before_optional_ones_and_the_relation_itself_before_others() -> None:
    host = GoldClaim("lula", "hosted", "biden", "Lula", also=frozenset({"metWith"}))
    guest = replace(MET, optional=True)
    assert score_one([guest, host], [MEETING]).strict == Count(1)
    assert score_one([host, MET], [MEETING]).missed == (("a", host),)


def test_lasting_facts_are_no_events() -> None:
    gold = [MET, GoldClaim("lula", "leads", "brazil", "Lula")]
    result = score_one(gold, [MEETING, claim(LULA, "leads", BRAZIL), claim(BIDEN, "leads", BRAZIL)])
    assert (result.strict, result.events) == (Count(2, 1), Count(1))
    assert result.relations == {"leads": Count(1, 1), "metWith": Count(1)}


@pytest.mark.parametrize(
    ("entity", "right"),
    [
        (named("Luiz Inacio LULA da Silva"), True),
        (named("the Lula’s"), True),
        (named("President Lula", "Lula", "the president"), True),
        (named("President Lula", "the president, Lula, who had flown in that morning"), False),
        (named("the president", "Lula"), True),
        (named("the president", "Biden"), False),
    ],
    ids=lambda value: value.label if isinstance(value, Entity) else "",
)
def test_entities_go_by_label_then_by_most_aliases(entity: Entity, *, right: bool) -> None:
    gold = GoldClaim("lula", "urged", "brazil", "Lula")
    assert score_one([gold], [claim(entity, "urged", BRAZIL)]).strict.right == right


def test_a_label_goes_before_the_alias_of_another() -> None:
    gold = GoldClaim("lula", "urged", "brasilia", "Lula")
    assert score_one([gold], [claim(LULA, "urged", named("Brasilia"))]).strict == Count(1)


@pytest.mark.parametrize(
    ("asked", "known", "found", "right"),
    [
        ("place", replace(MET, place="Brasilia"), replace(MEETING, place=named("The Capital")), True),
        ("place", replace(MET, place="Acre"), replace(MEETING, place=named("acre")), True),
        ("place", replace(MET, place="Brasilia"), replace(MEETING, place=named("Manaus")), False),
        ("place", replace(MET, place="Brasilia"), MEETING, False),
        ("time", replace(MET, time="2023-04-14"), replace(MEETING, time="2023-04-14"), True),
        ("time", replace(MET, time="2023-04-14"), replace(MEETING, time="2023-04-14/2023-04-15"), True),
        ("time", replace(MET, time="2023-04-14"), replace(MEETING, time="2023-04"), False),
        ("time", replace(MET, time="2023-04-14"), MEETING, False),
        ("speaker", replace(MET, speaker="biden"), replace(MEETING, speaker=BIDEN), True),
        ("speaker", replace(MET, speaker="biden"), replace(MEETING, speaker=LULA), False),
        ("speaker", replace(MET, speaker="biden"), MEETING, False),
    ],
)
def test_circumstances(asked: str, known: GoldClaim, found: Claim, *, right: bool) -> None:
    result = score_one([known], [found])
    assert result.strict == Count(1)
    for name in ("place", "time", "speaker"):
        assert getattr(result, name) == (Share(int(right), 1) if name == asked else Share())


@pytest.mark.parametrize(
    ("gold", "false"),
    [
        ([replace(MET, modality=PLANNED)], True),
        ([replace(MET, polarity=NEGATIVE)], True),
        ([replace(MET, polarity=NEGATIVE), MET], False),
        ([MET], False),
        ([], False),
    ],
)
def test_false_assertions(gold: list[GoldClaim], *, false: bool) -> None:
    assert score_one(gold, [MEETING]).false_assertions == ((MEETING,) if false else ())
    unasserted = score_one(gold, [replace(MEETING, asserted=False)])
    assert (unasserted.false_assertions, unasserted.asserted) == ((), 0)


def test_claims_on_other_articles_are_counted_apart() -> None:
    stranger = replace(MEETING, article=ArticleMeta("b"))
    result = score_one([MET], [stranger])
    assert (result.strict, result.strangers) == (Count(0, 0, 1), 1)


def test_an_article_is_known_by_its_text_where_its_id_is_another() -> None:
    text = make_article("Lula met Biden.").meta.sha256
    found = replace(MEETING, article=ArticleMeta("elsewhere", sha256=text))
    result = score_one([MET], [found, replace(found, subject=BRAZIL)])
    assert (result.strict, result.strangers) == (Count(1, 1), 0)
    assert [wrong.article.id for wrong in result.wrong] == ["a"]


def test_relations_that_the_gold_uses_are_looked_at_too() -> None:
    known = replace(MET, relation="outplayed")
    assert score_one([known], [claim(LULA, "outplayed", BIDEN)]).strict == Count(1)
    assert score_one([MET], [MEETING, claim(LULA, "outplayed", BIDEN)]).strict == Count(1)


def test_every_claim_is_judged_optional_ones_and_repeats_too() -> None:
    optional = replace(MET, relation="urged", optional=True)
    urged, wrong = claim(LULA, "urged", BIDEN), claim(BIDEN, "urged", LULA)
    result = score_one([MET, optional], [MEETING, MEETING, urged, wrong])
    assert result.strict == Count(1, 1)
    assert [(verdict.claim, verdict.right) for verdict in result.verdicts] == [
        (MEETING, True),
        (MEETING, True),
        (urged, True),
        (wrong, False),
    ]


def test_figures() -> None:
    count = Count(right=3, wrong=1, missed=2)
    assert (count.precision, count.recall, count.f1) == pytest.approx((0.75, 0.6, 2 / 3))
    assert (Count().precision, Count().recall, Count().f1) == (0, 0, 0)


KNOWN = {"subject": "lula", "relation": "metWith", "object": "joe", "evidence": "met", "also": ["urged"]}
GOLD = {
    "id": "a",
    "entities": {"lula": {"label": "Lula", "type": "Person"}, "joe": {"label": "Biden", "type": "Person"}},
    "claims": [KNOWN],
}


def test_a_gold_file_finds_its_article(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(GOLD | {"published": "2023-02-10"}))
    (tmp_path / "one.txt").write_text("Lula met Biden.\n")
    record = {"id": "w2", "title": "A pair", "text": "Two people met.", "published": "2023-02-11"}
    (tmp_path / "wire.jsonl").write_text(f'{{"id": "w1", "text": "One."}}\n{json.dumps(record)}\n')
    (tmp_path / "two.json").write_text(json.dumps(GOLD | {"id": "b", "seed": "wire.jsonl#w2"}))
    one, two = load_gold(tmp_path)
    assert (one.id, one.article.meta.published, one.article.text) == ("a", "2023-02-10", "Lula met Biden.\n")
    assert (two.id, two.article.meta.published) == ("b", "2023-02-11")
    assert two.article.text == "A pair\n\nTwo people met."
    assert one.claims == (GoldClaim("lula", "metWith", "joe", "met", also=frozenset({"urged"})),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"claims": [{"subject": "lula"}]}, "'claims[0].relation' is missing"),
        ({"claims": [KNOWN, KNOWN | {"object": "jo"}]}, "'claims[1].object' is 'jo', .*did you mean 'joe'?"),
        ({"claims": [KNOWN | {"speaker": "xi"}]}, "'claims[0].speaker' is 'xi', .*add it to 'entities'"),
        ({"claims": [KNOWN | {"polarity": "no"}]}, "'claims[0].polarity' is 'no'; .*positive, negative"),
        ({"claims": [KNOWN | {"also": "urged"}]}, "'claims[0].also' must be a list"),
        ({"claims": [KNOWN | {"optional": "no"}]}, "'claims[0].optional' must be true or false"),
        ({"id": ""}, "'id' is empty"),
        ({"published": "soon"}, "'published' is 'soon'; write it as"),
        ({"seed": "one.txt#b"}, "one.txt has no article 'b'; 'seed' is written as FILE#ID"),
        ({"seed": "none.txt"}, "its article none.txt is not there"),
        ({"entities": []}, "'entities' must be a JSON object"),
        ({"entities": {"lula": {"label": "Lula", "type": "person"}}}, "'entities.lula.type' .*did you mean 'Person'?"),
    ],
)
def test_mistakes_in_a_gold_file_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    (tmp_path / "one.json").write_text(json.dumps(GOLD | change))
    (tmp_path / "one.txt").write_text("Lula met Biden.")
    pattern = re.escape(f"one.json: {message}").replace(r"\.\*", ".*")
    with pytest.raises(ArticleError, match=f"^{pattern}"):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1, column 2: not JSON"),
        ("[]", "a gold file must be a JSON object"),
        (json.dumps({"id": "a", "entities": {}}), "'claims' is missing"),
        (json.dumps(GOLD), "'id' is 'a', as in an earlier file"),
    ],
)
def test_a_bad_file_is_told_and_the_rest_goes_on(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "one.json").write_text(json.dumps(GOLD))
    (tmp_path / "one.txt").write_text("Lula met Biden.")
    (tmp_path / "two.json").write_text(text)
    (tmp_path / "two.txt").write_text("Lula met Biden again.")
    errors: list[ArticleError] = []
    assert [gold.id for gold in load_gold(tmp_path, on_error=errors.append)] == ["a"]
    (error,) = errors
    assert str(error).startswith(f"two.json: {message}")


def test_a_folder_without_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no gold files"):
        load_gold(tmp_path)
