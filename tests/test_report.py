"""Dossiers: what they tell, that every statement has its sentences, and that no text gets out of its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from kg.graph.build import update
from kg.graph.spans import ALWAYS, Span, between, parse_span
from kg.graph.store import Store, open_store
from kg.graph.whole import read_whole
from kg.model import Article, Claim, Polarity
from kg.ontology import Ontology
from kg.query.timeline import sentence_reader
from kg.report import Dossier, draw_picture, make_dossier, to_html, to_markdown
from kg.report.dossier import Statement

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Report = Callable[..., tuple[Article, tuple[Claim, ...]]]


def dossier_of(store: Store, *names: str, within: Span = ALWAYS, most: int = 40) -> Dossier:
    whole = read_whole(store)
    sides = [frozenset({name}) for name in names]
    return make_dossier(whole, names, sides, sentence_reader(store), within=within, most=most)


@pytest.fixture(scope="module")
def store(news: News, small_ontology: Ontology) -> Store:
    opened = open_store()
    update(opened, news, small_ontology, "m")
    return opened


@pytest.fixture(scope="module")
def bennett(store: Store) -> Dossier:
    return dossier_of(store, "naftali-bennett")


def statements(dossier: Dossier) -> list[Statement]:
    return [
        *(office for portrait in dossier.portraits for office in portrait.offices),
        *(each for partner in dossier.partners for each in partner.most),
        *dossier.timeline,
        *dossier.says,
        *(each for _, *sides in dossier.disputed for side in sides for each in side.statements),
    ]


def told(statement: Statement) -> tuple[str | None, str, tuple[str, ...]]:
    return statement.when, statement.words, statement.ways


def test_who_it_is(bennett: Dossier) -> None:
    (portrait,) = bennett.portraits
    assert (portrait.name, portrait.type, portrait.aliases) == ("Naftali Bennett", "Person", ("Bennett", "the PM"))
    assert [office.words for office in portrait.offices] == ["Prime Minister of Israel"]
    assert (bennett.claims, bennett.articles, bennett.period) == (7, 3, ("2022-03-07", "2022-03-09"))
    assert bennett.outlets == ("Daily Sample", "The Example")


def test_what_happened_and_how_it_is_meant(bennett: Dossier) -> None:
    assert [told(each) for each in bennett.timeline] == [
        ("2022-03", "Naftali Bennett phoned Volodymyr Zelenskyy", ()),
        ("2022-03-05", "Naftali Bennett metWith Vladimir Putin (Moscow)", ()),
        ("~2022-03-09", "Naftali Bennett phoned Volodymyr Zelenskyy", ("planned",)),
        ("~2022-03-09", "Vladimir Putin metWith Naftali Bennett", ("not so", "denied")),
        (None, "Naftali Bennett visited Damascus", ("says Vladimir Putin",)),
    ]


def test_only_facts_count_as_dealings(bennett: Dossier) -> None:
    counted = [(each.name, each.cooperation, each.conflict, each.last) for each in bennett.partners]
    assert counted == [("Vladimir Putin", 1, 0, "2022-03-05"), ("Volodymyr Zelenskyy", 1, 0, "2022-03")]


def test_both_sides_of_what_is_disputed(bennett: Dossier) -> None:
    ((heading, one, other),) = bennett.disputed
    assert heading == "Naftali Bennett metWith Vladimir Putin, or not"
    assert [told(each) for each in one.statements] == [(None, "Naftali Bennett metWith Vladimir Putin", ())]
    assert [each.ways for each in other.statements] == [("not so", "denied")]


def test_a_pair_is_told_of_each_other_only(store: Store) -> None:
    pair = dossier_of(store, "naftali-bennett", "vladimir-putin")
    assert pair.title == "Naftali Bennett and Vladimir Putin"
    assert len(pair.portraits) == 2
    assert pair.partners == ()
    assert [each.words for each in pair.timeline] == [
        "Naftali Bennett metWith Vladimir Putin (Moscow)", "Vladimir Putin metWith Naftali Bennett",
    ]  # fmt: skip
    assert [told(each) for each in pair.says] == [(None, "Naftali Bennett visited Damascus", ("says Vladimir Putin",))]


@pytest.mark.parametrize("names", [("naftali-bennett",), ("russia",), ("naftali-bennett", "vladimir-putin")])
def test_every_statement_has_its_sentences_and_every_sentence_a_statement(store: Store, names: tuple[str, ...]) -> None:
    dossier = dossier_of(store, *names)
    numbers = [note.number for note in dossier.notes]
    assert numbers == list(range(1, len(numbers) + 1))
    used = [statement.notes for statement in statements(dossier)]
    assert all(used)
    assert set(numbers) == {number for notes in used for number in notes}
    assert all(note.source for note in dossier.notes)


def test_days_and_room_bound_the_timeline(store: Store, bennett: Dossier) -> None:
    late = dossier_of(store, "naftali-bennett", within=between(parse_span("2022-03-08"), None))
    assert [each.when for each in late.timeline] == ["2022-03", "~2022-03-09", "~2022-03-09"]
    short = dossier_of(store, "naftali-bennett", most=2)
    assert short.untold == 3
    # Facts have room before what is not so, and stand by time.
    assert list(short.timeline) == list(bennett.timeline[:2])


def test_what_more_independent_articles_tell_has_room_first(report: Report, shipped: Ontology) -> None:
    lines = ["Israel|condemned|Iran", "Israel|criticized|Russia", "Israel|armed|Ukraine"]
    told_of = [report(str(at), f"2022-03-0{at + 1}", line) for at, line in enumerate(lines)]
    told_of.append(report("again", "2022-03-02", "Israel|criticized|Russia"))
    told_of.append(report("not", "2022-03-09", "Israel|armed|Iran", polarity=Polarity.NEGATIVE, asserted=False))
    with open_store() as opened:
        update(opened, told_of, shipped, "m")
        (first,) = dossier_of(opened, "israel", most=1).timeline
        words = [each.words for each in dossier_of(opened, "israel", most=3).timeline]
    assert (first.words, first.articles) == ("Israel criticized Russia", 2)
    assert "Israel armed Iran" not in words


def test_the_picture_stands_in_the_page_and_alone(store: Store, bennett: Dossier) -> None:
    whole = read_whole(store)
    inside, alone = (draw_picture(whole, ["naftali-bennett"], alone=each) for each in (False, True))
    assert inside
    assert alone
    assert Page(to_html(bennett, picture=inside)).text.count("Vladimir Putin") > Page(to_html(bennett)).text.count(
        "Vladimir Putin"
    )
    tree = ET.fromstring(alone)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Naftali Bennett" in [each.text for each in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "![With whom Naftali Bennett deals](<b.svg>)" in to_markdown(bennett, picture="b.svg")
    assert draw_picture(whole, ["moscow"], alone=True) is None


def test_an_actor_of_whom_little_is_told_has_a_short_dossier(store: Store) -> None:
    place = dossier_of(store, "damascus")
    assert (place.partners, place.disputed, len(place.timeline)) == ((), (), 1)
    assert "## Dealings" not in to_markdown(place)


class Page(HTMLParser):
    """What of a page matters here: its elements, its text, where its links lead and which ids there are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told_of = dict(attributes)
        self.links += [told_of["href"] or ""] if "href" in told_of else []
        self.ids |= {told_of["id"] or ""} if "id" in told_of else set()

    def handle_data(self, data: str) -> None:
        self.text += data


def test_as_a_page_every_note_is_there_and_linked(bennett: Dossier) -> None:
    page = Page(to_html(bennett))
    inner = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert set(inner) == {f"note-{note.number}" for note in bennett.notes} == page.ids
    assert "https://news.example/alpha" in page.links
    assert "Bennett sat down with Putin in Moscow." in page.text
    assert "script" not in page.tags


def test_as_markdown_every_note_is_there_and_used(bennett: Dossier) -> None:
    text = to_markdown(bennett)
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert defined == [str(note.number) for note in bennett.notes]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(defined)
    assert "**2022-03-05** Naftali Bennett metWith Vladimir Putin (Moscow)[^" in text
    assert "— *not so, denied*" in text


def test_texts_stay_texts(hostile_news: News, small_ontology: Ontology) -> None:
    with open_store() as opened:
        update(opened, hostile_news, small_ontology, "m")
        whole = read_whole(opened)
        names = sorted(whole.nodes)
        pictures = [draw_picture(whole, [name], alone=True) for name in names]
        dossiers = [dossier_of(opened, name) for name in names] + [dossier_of(opened, *names)]
    assert all("<script" not in picture and ET.fromstring(picture) is not None for picture in pictures if picture)
    for dossier in dossiers:
        page = Page(to_html(dossier))
        assert not {"script", "img"} & set(page.tags)
        assert all(link.startswith(("#", "https://")) for link in page.links)
        assert "<script>window.hacked" in page.text
        markdown = MarkdownIt("commonmark", {"html": True}).render(to_markdown(dossier))
        rendered = Page(markdown)
        assert not {"script", "img"} & set(rendered.tags)
        assert "<script>window.hacked" in rendered.text


@pytest.mark.parametrize("text", ["*a* _b_ [c](d) <e> `f` # g", "1. one", "- two", "+ x", "a\\b", "&lt;", "![x](y)"])
def test_markdown_shows_names_letter_by_letter(text: str, report: Report, shipped: Ontology) -> None:
    with open_store() as opened:
        update(opened, [report("a", None, f"{text}|metWith|Israel")], shipped, "m")
        name = next(each for each, node in read_whole(opened).nodes.items() if node.label == text)
        rendered = Page(MarkdownIt("commonmark").render(to_markdown(dossier_of(opened, name))))
    assert f"{text} met with Israel" in rendered.text
    assert not {"a", "code", "img", "ol"} & set(rendered.tags)


def test_when_somebody_was_called_so_is_no_term_of_office(report: Report, shipped: Ontology) -> None:
    called = [report("a", "2022-03-07", "Kay|holdsOffice|Minister:Office")]
    with open_store() as opened:
        update(opened, called, shipped, "m")
        (office,) = dossier_of(opened, "kay").portraits[0].offices
    assert office.when == "as told on 2022-03-07"


def test_an_article_of_which_nothing_is_known_has_no_title(report: Report, shipped: Ontology) -> None:
    with open_store() as opened:
        update(opened, [report("bare", None, "Israel|condemned|Iran")], shipped, "m")
        pair = dossier_of(opened, "israel", "iran")
    assert [note.source for note in pair.notes] == ["article bare"]
    assert "![With whom Israel and Iran deal](<b.svg>)" in to_markdown(pair, picture="b.svg")


def test_a_plain_denial_is_told_once(report: Report, shipped: Ontology) -> None:
    denied = {"polarity": Polarity.NEGATIVE, "operator": "not", "asserted": False}
    with open_store() as opened:
        update(opened, [report("a", "2022-03-07", "Israel|condemned|Iran", **denied)], shipped, "m")
        (statement,) = dossier_of(opened, "israel").timeline
    assert statement.ways == ("not so",)
