"""What a reader marks in the page: kept, counted, taken back, downloaded, and replayed by the next build."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from kg.graph.build import Update, update
from kg.graph.corrections_file import read_corrections
from kg.graph.store import Store, open_store
from kg.model import Article, Claim, Entity, EntityType, Evidence, Modality, Polarity, make_article
from kg.ontology import Ontology
from kg.view import render_html
from kg.view.read import read_view
from scripts.browser import Opened

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Open = Callable[..., Opened]

pytestmark = pytest.mark.browser

PERSON, GROUP = EntityType.PERSON, EntityType.GROUP
SCRIPTS = Path(__file__).parent.parent / "kg" / "view" / "assets" / "js"

KAY = 'Kay "the \\ knife" O\'Neil'
COHEN = "\u200fליאור כהן\u200e"
FRONT = "Front\nof\tLiberty"
TITLE = 'They said "yes" \\ and\u200f no\u2028'


def entity(label: str, kind: EntityType = PERSON) -> Entity:
    return Entity(label, label, kind)


@pytest.fixture(scope="module")
def troubled() -> News:
    """Articles whose names and sentences have all that a file of corrections must not break on."""
    kay, cohen, front = entity(KAY), entity(COHEN), entity(FRONT, GROUP)
    smith, jones = entity("John Smith"), entity("Ann Jones")
    kayla = entity("Kayla Neil")

    def told(article: Article, number: int, one: Entity, relation: str, other: Entity, **more: object) -> Claim:
        sentence = article.text.split("\n\n")[number + (1 if article.meta.title else 0)]
        start = article.text.index(sentence)
        evidence = (Evidence(sentence, start, start + len(sentence)),)
        symmetric = relation in ("metWith", "phoned")
        own = f"{article.id}-{number}-{one.id[:5]}-{relation}-{len(more)}"
        return Claim(own, article.meta, one, relation, other, symmetric, "CONSULT", evidence=evidence, **more)  # type: ignore[arg-type]

    first = make_article(
        f'"{KAY} met {COHEN} \\ today," they\u2028said.\n\n{FRONT} criticized {KAY}.\n\nJohn Smith rang Ann Jones.',
        id="first",
        title=TITLE,
        published="2022-03-07",
    )
    second = make_article(
        "John Smith rang Ann Jones again.\n\nKayla Neil met Ann Jones.",
        id="second",
        title="Again",
        published="2022-03-08",
    )
    third = make_article("John Smith, a mayor, met Ann Jones.", id="third/3", published="2022-03-09")
    return (
        (first, (
            told(first, 0, kay, "metWith", cohen),
            told(first, 0, kay, "metWith", cohen, polarity=Polarity.NEGATIVE, operator="not", asserted=False),
            told(first, 1, front, "criticized", kay),
            told(first, 1, front, "criticized", kay, modality=Modality.PLANNED, operator="planned", asserted=False),
            told(first, 2, smith, "phoned", jones),
        )),
        (second, (told(second, 0, smith, "phoned", jones), told(second, 1, kayla, "metWith", jones))),
        (third, (told(third, 0, smith, "metWith", jones),)),
    )  # fmt: skip


@pytest.fixture
def store(troubled: News, small_ontology: Ontology, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store", create=True) as store:
        update(store, troubled, small_ontology, "m")
        yield store


@pytest.fixture(scope="module")
def page_of_troubled(troubled: News, small_ontology: Ontology) -> str:
    with open_store() as store:
        update(store, troubled, small_ontology, "m")
        return render_html(store, small_ontology, title="Marks")


@pytest.fixture
def marked(page_of_troubled: str, open_page: Open) -> Opened:
    """The page of these articles."""
    return open_page(page_of_troubled)


def show_all(page: Page) -> None:
    page.evaluate(
        "for (const box of document.querySelectorAll('#filters input:not(:checked)[type=checkbox]')) box.click()"
    )


def look_up(opened: Opened, name: str) -> None:
    opened.page.fill("#search", name)
    opened.page.keyboard.press("Enter")
    opened.page.evaluate("document.querySelector('.mending').open = true")


def judge(opened: Opened, relation: str, status: str, verdict: str) -> None:
    opened.page.evaluate("id => kgView.select(id)", opened.edge(relation, status)["id"])
    opened.page.locator("#panel > .claims > .claim").first.get_by_role("button", name=verdict).click()


def download(page: Page) -> bytes:
    page.click("#marks-toggle")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download corrections.toml").click()
    assert waiting.value.suggested_filename == "corrections.toml"
    page.keyboard.press("Escape")
    return waiting.value.path().read_bytes()


def replay(store: Store, ontology: Ontology, text: bytes) -> Update:
    """Build again as `kg build --corrections` does."""
    store.kept.set_corrections("corrections.toml", text.decode())
    return update(store, (), ontology, "m")


def said(store: Store, ontology: Ontology) -> set[tuple[str, str, str, str, float]]:
    graph = read_view(store, ontology)
    labels = {node.iri: node.label for node in graph.nodes}
    return {
        (labels[c.subject], c.relation, labels[c.object], f"{c.polarity} {c.modality}", c.confidence)
        for c in graph.claims
    }


def test_claims_marked_right_and_wrong_are_confirmed_and_dropped(
    marked: Opened, store: Store, small_ontology: Ontology
) -> None:
    before = len(said(store, small_ontology))
    judge(marked, "metWith", "denied", "Wrong")
    judge(marked, "criticized", "planned", "Right")
    judge(marked, "criticized", "stated", "Wrong")
    assert marked.page.inner_text("#marks-toggle") == "3 marks"
    text = download(marked.page)
    assert {each.kind for each in read_corrections(text, "f").all} == {"drop-claim", "confirm-claim"}
    assert replay(store, small_ontology, text).unmatched == ()
    left = said(store, small_ontology)
    assert len(left) == before - 2
    assert {how for _, relation, _, how, _ in left if relation == "criticized"} == {"positive planned"}
    assert next(each for each in left if each[1] == "criticized")[4] == 1.0
    assert not [each for each in left if each[3] == "negative actual"]


def test_a_second_click_and_the_list_take_marks_back(marked: Opened) -> None:
    page = marked.page
    judge(marked, "metWith", "denied", "Wrong")
    wrong = page.locator("#panel > .claims > .claim").first.get_by_role("button", name="Wrong")
    assert wrong.get_attribute("aria-pressed") == "true"
    wrong.click()
    assert wrong.get_attribute("aria-pressed") == "false"
    assert page.is_hidden("#marks-toggle")
    # right takes the place of wrong
    wrong.click()
    page.locator("#panel > .claims > .claim").first.get_by_role("button", name="Right").click()
    assert (wrong.get_attribute("aria-pressed"), page.inner_text("#marks-toggle")) == ("false", "1 mark")
    judge(marked, "criticized", "planned", "Wrong")
    page.click("#marks-toggle")
    assert page.locator("#marks li").count() == 2
    page.locator("#marks li", has_text="Right:").get_by_role("button").click()
    assert page.locator("#marks li").count() == 1
    page.get_by_role("button", name="Close", exact=True).last.click()
    assert page.inner_text("#marks-toggle") == "1 mark"


def test_marks_are_undone_and_redone_with_all_else_and_no_link_tells_or_takes_them(marked: Opened) -> None:
    page = marked.page
    judge(marked, "metWith", "denied", "Wrong")
    page.uncheck("input[data-kind=type][data-name=Group]")
    page.keyboard.press("Control+z")
    assert page.is_checked("input[data-kind=type][data-name=Group]")
    assert page.inner_text("#marks-toggle") == "1 mark"
    page.keyboard.press("Control+z")
    assert page.is_hidden("#marks-toggle")
    assert page.locator("#panel [data-verdict][aria-pressed=true]").count() == 0
    page.keyboard.press("Control+Shift+z")
    assert page.locator("#panel [data-verdict][aria-pressed=true]").count() == 1
    assert page.inner_text("#marks-toggle") == "1 mark"
    assert "marks" not in page.evaluate("kgView.link()").split("#")[1]
    for address in ("#type=-Person", "#marks=[]", ""):
        page.evaluate("address => { location.hash = address }", address)
        page.wait_for_timeout(50)
        assert page.inner_text("#marks-toggle") == "1 mark"


def test_one_claim_is_never_right_and_wrong_by_two_marks(
    small_ontology: Ontology, open_page: Open, tmp_path: Path
) -> None:
    """A claim without a place fits what is said of the same with a place."""
    article = make_article("Ann met Bob, and met him in Rome.", id="a")
    evidence = (Evidence(article.text, 0, len(article.text)),)
    rome = Entity("rome", "Rome", EntityType.CITY)
    one, two = (
        Claim(
            f"c{place is None}",
            article.meta,
            entity("Ann"),
            "metWith",
            entity("Bob"),
            True,
            place=place,
            evidence=evidence,
        )
        for place in (None, rome)
    )
    with open_store(tmp_path / "s", create=True) as store:
        update(store, ((article, (one, two)),), small_ontology, "m")
        opened = open_page(render_html(store, small_ontology, title="Two"))
        opened.page.evaluate("id => kgView.select(id)", opened.edge("metWith", "stated")["id"])
        cards = opened.page.locator("#panel > .claims > .claim")
        assert cards.count() == 2
        cards.nth(0).get_by_role("button", name="Right").click()
        cards.nth(1).get_by_role("button", name="Wrong").click()
        assert replay(store, small_ontology, download(opened.page)).unmatched == ()


def test_entities_become_one_two_otherwise_named_or_none(
    marked: Opened, store: Store, small_ontology: Ontology
) -> None:
    page = marked.page
    look_up(marked, "kayla")
    page.get_by_role("button", name="This is the same as").click()
    page.fill("#same-as", "knife")
    page.keyboard.press("Enter")
    assert "One and the same" in marked.panel()
    look_up(marked, "john smith")
    page.get_by_role("button", name="These are two").click()
    page.select_option("#who-else", index=2)
    page.get_by_role("button", name="Mark", exact=True).click()
    look_up(marked, "ann jones")
    page.get_by_role("button", name="Rename").click()
    page.fill("#new-name", '\u200fAnn "J\\" \u202eJones')
    page.keyboard.press("Enter")
    show_all(page)
    look_up(marked, "front")
    page.get_by_role("button", name="Another kind").click()
    page.select_option("#new-kind", "Organization")
    page.get_by_role("button", name="Mark", exact=True).click()
    look_up(marked, "ליאור")
    page.get_by_role("button", name="No such thing").click()
    # a claim of one that is to be told apart, marked before and after
    judge(marked, "phoned", "stated", "Right")
    text = download(page)
    assert sorted({each.kind for each in read_corrections(text, "f").all}) == [
        "apart", "confirm-claim", "drop-entity", "merge", "rename", "retype",
    ]  # fmt: skip
    assert replay(store, small_ontology, text).unmatched == ()
    graph = read_view(store, small_ontology)
    labels = [node.label for node in graph.nodes]
    assert labels.count("John Smith") == 2
    assert '\u200fAnn "J\\" \u202eJones' in labels
    assert COHEN not in labels
    assert len({KAY, "Kayla Neil"} & set(labels)) == 1
    assert {node.type for node in graph.nodes if node.label.startswith("Front")} == {EntityType.ORGANIZATION}


def test_every_claim_can_be_judged_and_each_verdict_finds_its_claim(
    marked: Opened, store: Store, small_ontology: Ontology
) -> None:
    page = marked.page
    look_up(marked, "john smith")
    page.get_by_role("button", name="These are two").click()
    page.get_by_role("button", name="Mark", exact=True).click()
    number = 0
    for edge in page.evaluate("kgView.edges()"):
        page.evaluate("id => kgView.select(id)", edge["id"])
        for card in page.locator("#panel > .claims > .claim").all():
            card.get_by_role("button", name="Wrong" if number % 2 else "Right").click()
            number += 1
    assert number == 8
    summary = replay(store, small_ontology, download(page))
    assert (summary.unmatched, summary.dropped) == ((), number // 2)


def test_marks_stay_when_the_page_is_opened_again_and_only_there(
    marked: Opened, page_of_troubled: str, tmp_path: Path
) -> None:
    judge(marked, "metWith", "denied", "Wrong")
    marked.page.reload()
    marked.page.wait_for_function("window.kgView")
    assert marked.page.inner_text("#marks-toggle") == "1 mark"
    other = tmp_path / "other.html"
    other.write_text(page_of_troubled, encoding="utf-8")
    marked.page.goto(other.as_uri())
    marked.page.wait_for_function("window.kgView")
    assert marked.page.is_hidden("#marks-toggle")
    marked.path = tmp_path  # both files are the page's own


RUBBISH = [
    "{", "1", "null", '[null, 1, "x", {}]', '[{"id": 1, "kind": "merge", "words": "", "values": {}}]',
    '[{"id": "x", "kind": "<b>", "words": "", "values": {}}]',
    '[{"id": "x", "kind": "merge", "words": "x", "values": {"names]\\nx": "y"}}]',
    '[{"id": "x", "kind": "merge", "words": "x", "values": {"names": [1]}}]',
]  # fmt: skip


def test_what_another_left_in_the_store_of_the_browser_does_no_harm(marked: Opened) -> None:
    for rubbish in RUBBISH:
        marked.page.evaluate("text => localStorage.setItem('kg marks of ' + location.pathname, text)", rubbish)
        marked.page.reload()
        marked.page.wait_for_function("window.kgView")
        assert marked.page.is_hidden("#marks-toggle"), rubbish
    judge(marked, "metWith", "denied", "Wrong")
    assert marked.page.inner_text("#marks-toggle") == "1 mark"


def test_a_browser_that_keeps_nothing_is_told_so(marked: Opened) -> None:
    opened = marked
    opened.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    opened.page.reload()
    opened.page.wait_for_function("window.kgView")
    judge(opened, "metWith", "denied", "Wrong")
    opened.page.click("#marks-toggle")
    assert "download the marks before you close" in opened.page.inner_text("#marks")


def test_hostile_names_survive_in_the_file(
    hostile_news: News, small_ontology: Ontology, open_page: Open, tmp_path: Path
) -> None:
    with open_store(tmp_path / "s", create=True) as store:
        update(store, hostile_news, small_ontology, "m")
        opened = open_page(render_html(store, small_ontology, title="Hostile"))
        judge(opened, "metWith", "stated", "Wrong")
        opened.page.locator("#panel h2 button").first.click()
        opened.page.evaluate("document.querySelector('.mending').open = true")
        opened.page.get_by_role("button", name="Rename").click()
        opened.page.fill("#new-name", "]]\n[[merge]]\nnames = ['a']")
        opened.page.keyboard.press("Enter")
        opened.page.click("#marks-toggle")
        assert opened.page.locator("#marks img, #marks script").count() == 0
        opened.page.keyboard.press("Escape")
        text = download(opened.page)
        assert opened.page.evaluate("window.hacked") is None
        assert sorted(tomllib.loads(text.decode())) == ["drop-claim", "rename"]
        assert replay(store, small_ontology, text).unmatched == ()
        assert said(store, small_ontology) == set()


@pytest.fixture(scope="module")
def toml_page(browser: Browser) -> Iterator[Page]:
    """A blank page that has the writer of TOML."""
    page = browser.new_page()
    page.add_script_tag(content=(SCRIPTS / "toml.js").read_text(encoding="utf-8"))
    yield page
    page.close()


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("\"'\\\n\r\t\u200f\u202e\u2028\x00\x7f\x85\ufeff#[]=")), max_size=40
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=2, max_size=8), TEXTS)
def test_every_text_comes_back_from_toml(toml_page: Page, names: list[str], name: str) -> None:
    marks = [{"kind": "merge", "values": {"names": [*names, {"name": name, "type": "Person"}], "note": name}}]
    text = toml_page.evaluate("marks => correctionsFile(JSON.parse(marks))", json.dumps(marks))

    def as_kept(value: str) -> str:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in value)

    (table,) = tomllib.loads(text)["merge"]
    assert table == {
        "names": [*map(as_kept, names), {"name": as_kept(name), "type": "Person"}],
        "note": as_kept(name),
    }
    assert not set(text) & set("\u200f\u202e\u2028\x7f\x85\ufeff")
