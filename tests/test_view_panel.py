"""The side panel: what stands behind an edge and a node, as a reader finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.graph.build import update
from kg.graph.store import open_store
from kg.graph.threshold import restricted
from kg.model import Article, Claim, Entity, EntityType, Evidence, Polarity, make_article
from kg.ontology import Ontology
from kg.view import render_html
from kg.view.graph import ViewArticle, ViewClaim, ViewEvidence, ViewGraph, ViewNode, ViewRelation, assemble
from kg.view.page import render_page
from kg.view.read import read_view
from scripts.browser import Opened

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Render = Callable[[News, str], str]
Open = Callable[..., Opened]

pytestmark = pytest.mark.browser

PUTIN = Entity("vladimir-putin", "Vladimir Putin", EntityType.PERSON, ("Putin", "the Russian president", "he"))
BENNETT = Entity("naftali-bennett", "Naftali Bennett", EntityType.PERSON, ("Bennett", "The premier"))
RUSSIA = Entity("russia", "Russia", EntityType.COUNTRY, ("Russian", "Moscow"))
MOSCOW = Entity("moscow", "Moscow", EntityType.CITY, ("Moscow",))
WIRE = (
    "The premier met the Russian president in Moscow, an aide said. The talks lasted for three hours, and both sides "
    "called them useful. Officials declined to say what had been agreed on, and the aide would not be drawn on whether "
    "a second meeting was planned for later in the spring. Reporters waited outside the gates in the snow all evening."
)


def tell(
    text: str, article: str, published: str | None, outlet: str | None, *claims: Claim
) -> tuple[Article, tuple[Claim, ...]]:
    """An article whose claims all stand in its first sentence."""
    made = make_article(text, id=article, title=f"Report {article}", published=published, publisher=outlet,
                        url=f"https://{article}.example/x")  # fmt: skip
    body = made.text.index(text)
    sentence = text.partition(". ")[0].rstrip(".") + "."
    evidence = (Evidence(sentence, body, body + len(sentence)),)
    return made, tuple(
        replace(claim, id=f"{article}-{number}", article=made.meta, evidence=evidence)
        for number, claim in enumerate(claims)
    )


MET = Claim("x", make_article("x").meta, BENNETT, "metWith", PUTIN, True, "CONSULT", place=MOSCOW, time="2022-03-05")


@pytest.fixture(scope="module")
def told(small_ontology: Ontology) -> ViewGraph:
    """One meeting that four articles tell of, three of them in the same words; and what else is said of it."""
    news = (
        tell(WIRE, "agency", "2022-03-05", "The Agency", MET),
        tell(WIRE + " More followed.", "copy-a", "2022-03-06", "Copy A", MET),
        tell(WIRE, "copy-b", "2022-03-07", "Copy B", MET),
        tell("Bennett met Putin in Moscow. He left. Putin waved.", "own", "2022-03-06", None,
             replace(MET, speaker=RUSSIA)),
        tell("Bennett rang Putin; Putin criticized Bennett.", "later", None, "Undated",
             Claim("y", MET.article, BENNETT, "phoned", PUTIN, True, "CONSULT"),
             Claim("y", MET.article, PUTIN, "criticized", BENNETT, event_type="ACCUSE")),
    )  # fmt: skip
    with open_store() as store:
        update(store, news, small_ontology, "m")
        return read_view(store, small_ontology)


@pytest.fixture
def shown(told: ViewGraph, open_page: Open) -> Opened:
    return open_page(render_page(told, title="Panel"), permissions=["clipboard-read", "clipboard-write"])


def open_edge(opened: Opened, relation: str, status: str = "stated") -> None:
    opened.page.evaluate("id => kgView.select(id)", opened.edge(relation, status)["id"])


def open_node(opened: Opened, name: str) -> None:
    opened.page.fill("#search", name)
    opened.page.keyboard.press("Enter")


def test_what_tells_one_event_stands_together_and_copies_are_folded(shown: Opened) -> None:
    open_edge(shown, "metWith")
    page = shown.page
    assert "2022-03-05: one event, told by" in page.inner_text("#panel h4.event")
    assert "2 of them independent" in page.inner_text("#panel h4.event")
    first = page.locator("#panel .claims > .claim").first
    assert "The Agency, 2022-03-05" in first.inner_text()
    assert "Copy A" not in shown.panel()
    first.get_by_text("The same text in 2 more articles").click()
    page.get_by_text("Copy A, 2022-03-06").wait_for()
    assert "Copy B, 2022-03-07" in shown.panel()
    # and a verdict is on all of them
    first.locator(":scope > .actions").get_by_role("button", name="Wrong").click()
    assert page.inner_text("#marks-toggle") == "3 marks"


def test_each_argument_is_marked_in_a_look_of_its_own_and_in_words(shown: Opened) -> None:
    open_edge(shown, "metWith")
    card = shown.page.locator("#panel .claim", has_text="The premier met")
    marked = {
        role: card.locator(f"mark.{role}").all_inner_texts() for role in ("subject", "object", "place", "speaker")
    }
    subject = {"subject": ["The premier"], "object": ["the Russian president"]}
    other = {"subject": ["the Russian president"], "object": ["The premier"]}
    assert marked in ({**subject, "place": ["Moscow"], "speaker": []}, {**other, "place": ["Moscow"], "speaker": []})
    looks = shown.page.evaluate(
        """() => [...document.querySelectorAll('#panel .key .mark')]
            .map((mark) => getComputedStyle(mark).textDecorationStyle)"""
    )
    assert len(looks) >= 3
    assert len(set(looks)) == len(looks)
    heard = card.locator("blockquote").aria_snapshot()
    assert "[who: " in heard
    assert "[whom or what: " in heard
    assert "[where: " in heard


def test_a_name_of_two_is_marked_as_the_one_that_is_meant(shown: Opened) -> None:
    open_edge(shown, "metWith")
    card = shown.page.locator("#panel .claim", has_text="Bennett met Putin in Moscow")
    assert card.locator("mark.place").all_inner_texts() == ["Moscow"]
    assert card.locator("mark.speaker").count() == 0
    assert "according to Russia" in card.inner_text()


def test_who_is_only_meant_is_named_beside_the_sentence(open_page: Open, page_text: str) -> None:
    opened = open_page(page_text)
    open_edge(opened, "phoned", "planned")
    # "he", which the article calls him too, may be anybody
    assert "Not named here, but meant: Naftali Bennett, Volodymyr Zelensky" in opened.panel()
    assert opened.page.locator("#panel > .claims mark").count() == 0


def test_a_citation_has_sentence_outlet_date_and_address(shown: Opened) -> None:
    open_edge(shown, "metWith")
    shown.page.locator("#panel .claim").first.get_by_role("button", name="Cite").click()
    shown.page.get_by_text("Citation copied").wait_for()
    assert shown.page.evaluate("navigator.clipboard.readText()") == (
        "“The premier met the Russian president in Moscow, an aide said.” "
        "The Agency, 2022-03-05, “Report agency”, https://agency.example/x"
    )


def test_what_stands_around_a_sentence_is_shown_where_it_is_known(news: News, render: Render, open_page: Open) -> None:
    opened = open_page(render(news, "Around"))
    open_edge(opened, "phoned", "stated")
    opened.page.locator("#panel > .claims").get_by_role("button", name="Around it").click()
    assert opened.page.locator("#panel > .claims .context").all_inner_texts() == [
        "Bennett sat down with Putin in Moscow.", "Israel works with Russia over Syria.",
    ]  # fmt: skip
    open_edge(opened, "visited", "reported")
    assert opened.page.locator("#panel > .claims").get_by_role("button", name="Around it").count() == 0


def test_a_node_lists_by_whom_and_by_date_and_keeps_what_was_unfolded(shown: Opened) -> None:
    open_node(shown, "putin")
    page = shown.page
    page.locator("#panel summary", has_text="phoned").click()
    page.get_by_role("button", name="Newest first").click()
    assert page.evaluate("document.activeElement.textContent") == "Newest first"
    assert "Bennett rang Putin" in shown.panel()
    page.get_by_role("button", name="By date").click()
    dates = page.locator("#panel > .claims > .claim > .source time").all_inner_texts()
    assert dates == sorted(dates, reverse=True)
    # in a list of all sorts each says what it claims
    assert "Vladimir Putin criticized Naftali Bennett" in page.locator("#panel .claims-that").all_inner_texts()
    # what has no date stands last, whichever way round
    for _ in range(2):
        assert "Undated" in page.locator("#panel > .claims > .claim").last.inner_text()
        page.get_by_role("button", name="Newest first").click()


def test_from_a_claim_one_goes_on_to_whom_it_names(shown: Opened) -> None:
    open_edge(shown, "metWith")
    shown.page.locator(".chips").get_by_role("button", name="Russia").click()
    assert shown.page.inner_text("#panel h2") == "Russia"


def many(number: int, others: int) -> ViewGraph:
    """A hub with claims about others, one an article."""
    nodes = [ViewNode(f"n{i}", f"Person {i}", EntityType.PERSON) for i in range(others + 1)]
    articles = [
        ViewArticle(f"https://b.example/article/a{i}", None, f"Outlet {i}", f"20{i % 90 + 10}-01-01")
        for i in range(number)
    ]
    claims = [
        ViewClaim(f"c{i}", articles[i].iri, "n0", "criticized", f"n{i % others + 1}", "ACCUSE",
                  evidence=(ViewEvidence(articles[i].iri, f"Sentence {i}.", 0, 12),), marks=((), (), (), ()))
        for i in range(number)
    ]  # fmt: skip
    return assemble(nodes, claims, articles, {"criticized": ViewRelation("criticized", "criticized", "-", "ACCUSE")})


def test_an_edge_of_500_claims_opens_at_once_and_pages_on(open_page: Open) -> None:
    opened = open_page(render_page(many(500, 1), title="Many"))
    page = opened.page
    took = page.evaluate(
        "() => { const begin = performance.now(); kgView.select(0); return performance.now() - begin; }"
    )
    cards = page.locator("#panel > .claims > .claim")
    assert cards.count() == 40
    page.get_by_role("button", name="Show 40 more of 460").click()
    assert cards.count() == 80
    assert page.evaluate("document.activeElement === document.querySelectorAll('#panel > .claims > .claim')[40]")
    dates = page.locator("#panel time").all_inner_texts()
    assert dates == sorted(dates)
    assert took < 1000


def test_a_node_of_5000_claims_opens_at_once(open_page: Open) -> None:
    opened = open_page(render_page(many(5000, 100), title="Many"))
    page = opened.page
    page.fill("#search", "Person 0")
    took = page.evaluate(
        """() => { const begin = performance.now();
        document.getElementById('search').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        return performance.now() - begin; }"""
    )
    assert "5,000 claims in 5,000 articles" in opened.panel()
    assert page.locator("#panel details.part").count() == 60
    page.get_by_role("button", name="Show 40 more edges").click()
    assert page.locator("#panel details.part").count() == 100
    page.get_by_role("button", name="By date").click()
    assert page.locator("#panel > .claims > .claim").count() == 40
    assert took < 2000


def test_no_text_of_an_article_runs_in_the_panel(hostile_news: News, render: Render, open_page: Open) -> None:
    ((article, (claim,)),) = hostile_news
    # many sentences of one article, and the same as another's, so that every part of a card has to show it
    turned = replace(
        claim, id="e2", polarity=Polarity.NEGATIVE, operator="<b>refused</b>", asserted=False, speaker=claim.object
    )
    opened = open_page(render(((article, (claim, turned)),), "Hostile"))
    page = opened.page
    for edge in page.evaluate("kgView.edges().map((edge) => edge.id)"):
        page.evaluate("id => kgView.select(id)", edge)
        for button in page.locator("#panel .actions button").all():
            button.click()
    page.locator("#panel h2 button").first.click()
    page.evaluate("for (const part of document.querySelectorAll('#panel details')) part.open = true")
    page.get_by_role("button", name="By date").click()
    page.click("#table-tab")
    page.click("[data-table=node]")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#panel b:not(.aliases b), #panel img, #panel script, #table img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_store_cut_at_a_threshold_still_knows_what_articles_call_whom(news: News, small_ontology: Ontology) -> None:
    with open_store() as store:
        update(store, news, small_ontology, "m")
        with restricted(store, 0.6) as cut:
            assert "</html>" in render_html(cut, small_ontology, title="Cut", whole=store)
            claims = {claim.iri: claim for claim in read_view(cut, small_ontology, whole=store).claims}
            alone = {claim.iri: claim for claim in read_view(cut, small_ontology).claims}
    (met,) = [claim for claim in claims.values() if claim.iri.endswith("a1")]
    assert met.marks == ((0, 0, 7), (0, 22, 27), (0, 31, 37), ())
    # without it, only names that one alone bears are marked
    assert alone[met.iri].marks[0] == (0, 0, 7)
    (flew,) = [claim for claim in alone.values() if claim.iri.endswith("c1")]
    assert flew.marks[0] == (0, 0, 7)
