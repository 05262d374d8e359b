"""Which articles repeat which: copies, cut and rewritten, but not two reports of one event."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.build import update
from kg.graph.repetition import Sketch, find_repeats, make_sketch, repeats
from kg.graph.store import Store, open_store
from kg.model import Article, ArticleMeta, Claim, Evidence, make_article
from kg.ontology import Ontology

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
TABLE = (Path(__file__).parent / "tables" / "repetition.md").read_text(encoding="utf-8")
SECTIONS = [section.split("\n\n", 1) for section in TABLE.split("\n## ")[1:]]
FIRST = SECTIONS[0][1]
WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omikron pi rho sigma tau".split()


def repeating(texts: dict[str, str], published: dict[str, str] | None = None) -> dict[str, str]:
    dates = published or {}
    return find_repeats(
        {name: make_sketch(text) for name, text in texts.items()},
        {name: ArticleMeta(name, published=dates.get(name)) for name in texts},
    )


@pytest.mark.parametrize(("heading", "text"), SECTIONS[1:], ids=[heading for heading, _ in SECTIONS[1:]])
def test_copies_repeat_and_own_reports_do_not(heading: str, text: str) -> None:
    expected = {"second": "first"} if heading.startswith("repeats") else {}
    assert repeating({"first": FIRST, "second": text}) == expected


def test_all_articles_of_the_table_together() -> None:
    found = repeating({f"{number} {heading}": text for number, (heading, text) in enumerate(SECTIONS)})
    assert set(found.values()) == {"0 first"}
    assert len(found) == sum(heading.startswith("repeats") for heading, _ in SECTIONS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", False),
        ("", "Russia invaded Ukraine.", False),
        ("Russia invaded Ukraine.", "russia: INVADED, Ukraine", True),
        ("Hello!", "Hello", True),
        ("Russia invaded Ukraine.", "Russia invaded Ukraine in February.", False),  # too little to tell
        ("Владимир Путин встретился с Беннетом", "владимир путин встретился с беннетом!", True),
        ("\ud800 \x00 broken", "\ud800 \x00 broken", True),
    ],
)
def test_short_and_odd_texts(one: str, other: str, expected: bool) -> None:
    assert repeats(make_sketch(one), make_sketch(other)) is expected
    assert bool(repeating({"a": one, "b": other})) is expected


def test_a_copy_of_a_copy_belongs_to_the_first_published() -> None:
    chance = random.Random(3)
    words = [f"{chance.choice(WORDS)}{chance.randrange(99)}" for _ in range(400)]
    texts = {name: " ".join(words[at : at + 200]) for name, at in (("a", 0), ("b", 100), ("c", 200))}
    assert not repeats(make_sketch(texts["a"]), make_sketch(texts["c"]))
    assert repeating(texts) == {"b": "a", "c": "a"}
    assert repeating(texts, {"a": "2022-03-03", "b": "2022-03-02", "c": "2022-03-01"}) == {"a": "c", "b": "c"}
    assert repeating(texts, {"c": "2022-03-01"}) == {"a": "c", "b": "c"}  # without a date is later than any
    del texts["b"]
    assert repeating(texts) == {}


def test_hundreds_of_copies_are_one_group() -> None:
    words = FIRST.split()
    texts = {f"{cut:03}": " ".join(words[: len(words) - cut]) for cut in range(200)}
    assert repeating(texts) == dict.fromkeys(sorted(texts)[1:], "000")


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_changes_nothing_and_each_is_found_by_comparing_all(chance: random.Random) -> None:
    texts: dict[str, str] = {}
    for number in range(12):
        if texts and chance.random() < 0.5:
            words = chance.choice(list(texts.values())).split()
            words = words[: chance.randrange(len(words) // 2, len(words))]
        else:
            words = [f"{chance.choice(WORDS)}{chance.randrange(99)}" for _ in range(150)]
        texts[f"t{number}"] = " ".join(words)
    found = repeating(texts)
    names = list(texts)
    chance.shuffle(names)
    assert repeating({name: texts[name] for name in names}) == found
    sketches = {name: make_sketch(text) for name, text in texts.items()}
    for one, other in combinations(texts, 2):
        if repeats(sketches[one], sketches[other]):
            assert found.get(one, one) == found.get(other, other)


def test_a_sketch_is_the_same_on_every_machine_and_after_being_kept() -> None:
    sketch = make_sketch("Naftali Bennett met Vladimir Putin in Moscow on Saturday.")
    assert sketch.shingles.tolist()[:2] == [1374836307, 2064913029]
    again = Sketch.from_bytes(*sketch.to_bytes())
    assert again.content == sketch.content
    assert again.signature.tolist() == sketch.signature.tolist()


def copies(news: News, *texts: str) -> News:
    """Articles of these texts, each with the first claim of `news`."""
    claim = news[0][1][0]
    made = []
    for number, text in enumerate(texts):
        article = make_article(text, id=f"n{number}", published=f"2022-03-0{number + 6}")
        evidence = (Evidence(text[:40], 0, 40),)
        made.append((article, (replace(claim, id=f"c{number}", article=article.meta, evidence=evidence),)))
    return tuple(made)


def test_the_graph_tells_who_repeats_whom(any_store: Store, news: News, small_ontology: Ontology) -> None:
    own = SECTIONS[-1][1]
    copied = copies(news, FIRST, own, FIRST.replace("TALLINN", "HELSINKI"))
    ask = "SELECT ?one ?other { ?one kg:repeats ?other }"
    update(any_store, copied, small_ontology, "m")
    base = "<https://newskg.example/article/"
    assert [(str(row["one"]), str(row["other"])) for row in any_store.select(ask)] == [(f"{base}n2>", f"{base}n0>")]
    update(any_store, (), small_ontology, "m", only={"n1", "n2"})
    assert not list(any_store.select(ask))


def test_claims_without_a_text_are_compared_by_what_they_quote(news: News, small_ontology: Ontology) -> None:
    claim = news[0][1][0]
    quoted = tuple(Evidence(line, at * 100, at * 100 + len(line)) for at, line in enumerate(FIRST.split(". ")[:9]))
    given = [
        (Article(ArticleMeta(name), ""), [replace(claim, id=name, article=ArticleMeta(name), evidence=evidence)])
        for name, evidence in (("a", quoted), ("b", quoted[1:]), ("c", quoted[:1]))
    ]
    with open_store() as store:
        update(store, [*given, (make_article(FIRST, id="whole"), ())], small_ontology, "m")
        rows = store.select("SELECT ?one ?other { ?one kg:repeats ?other } ORDER BY ?one")
        found = [tuple(row[name].value.rpartition("/")[2] for name in ("one", "other")) for row in rows]
    assert found == [("b", "a"), ("c", "a"), ("whole", "a")]
