"""What the page saves: the picture as PNG and SVG, and what it shows as CSV and Turtle; names up to no good."""

from __future__ import annotations

import csv
import io
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import Graph

from kg.graph.build import update
from kg.graph.store import open_store
from kg.model import Article, Claim, Entity, EntityType, Evidence, make_article
from kg.ontology import Ontology
from kg.view import render_html
from scripts.browser import Opened

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
Render = Callable[[News, str], str]
Open = Callable[..., Opened]

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
KG = "https://newskg.example/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def save(opened: Opened, what: str) -> tuple[str, bytes]:
    """The name and the bytes of what a button of the card saves."""
    page = opened.page
    if not page.is_visible("#card .saves"):
        page.click("#tool-save")
    with page.expect_download() as download:
        page.click(f"#card .saves button:has-text('{what}')")
    name = download.value.suggested_filename
    assert f"Saved {name}" in page.inner_text("#card") or "…" in name
    return name, Path(download.value.path()).read_bytes()


def table(opened: Opened, what: str) -> list[dict[str, str]]:
    _, content = save(opened, what)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def letters(content: bytes) -> list[str]:
    """The texts of a drawing."""
    return ["".join(each.itertext()) for each in ET.fromstring(content).iter(f"{SVG}text")]


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG, unfiltered only as far as telling them apart needs."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    raw = zlib.decompress(data)
    stride = len(raw) // height
    return width, height, [raw[row * stride : (row + 1) * stride] for row in range(height)]


NASTY = (
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1,2)",
    "-2+3",
    "  =1+1",
    'He said "no", twice',
    "a,b;c\td",
    "two\nlines\r\nof it",
    "＝1",
)  # fmt: skip
LONE = (
    "half \ud800 a \udc00 pair \x00\x1b[31m \u202egnp.exe\u2066 "
    "</text></svg><script>window.hacked = 4</script> ]]> &lt; \ufffe"
)


@pytest.fixture(scope="module")
def nasty_text(render: Render) -> str:
    made = []
    for number, name in enumerate(NASTY):
        article = make_article(f"{name} met Bob.", id=f"n{number}", title=name, publisher=name)
        evidence = (Evidence(article.text, 0, len(article.text)),)
        one, other = Entity("one", name, EntityType.PERSON), Entity("two", "Bob", EntityType.PERSON)
        claim = Claim(f"n{number}", article.meta, one, "metWith", other, True, "CONSULT", topic=name, evidence=evidence)
        made.append((article, (claim,)))
    return render(tuple(made), "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def hostile_text(render: Render, hostile_news: News) -> str:
    (article, (claim,)), *_ = hostile_news
    three = replace(claim, id="e2", subject=Entity("three", LONE, EntityType.PERSON, ("=cmd()",)))
    return render(((article, (claim, three)),), f"../../{LONE}" + "x" * 400)


class TestPicture:
    def test_svg_has_what_is_on_the_screen_as_lines_and_letters(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        name, content = save(opened, "Drawing (SVG)")
        assert name == "summit-picture.svg"
        root = ET.fromstring(content)
        assert root.tag == f"{SVG}svg"
        texts = letters(content)
        assert texts[0] == "Summit"
        assert texts[1].startswith("2021-06-01 to 2021-06-08 · 9 entities, 9 edges · 8 claims from 8 articles")
        assert opened.labels() <= set(texts)
        assert {"metWith (Berlin)", "People", "Talk, agree", "Demand, accuse", "Stated as fact"} <= set(texts)
        assert (
            len(texts) == len(set(texts) | {"phoned", "metWith"}) + texts.count("phoned") + texts.count("metWith") - 2
        )
        assert len(list(root.iter(f"{SVG}path"))) > 15
        assert not {each.tag for each in root.iter()} & {f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image"}

    def test_the_svg_opens_by_itself(self, open_page: Open, summit_text: str, tmp_path: Path) -> None:
        opened = open_page(summit_text)
        path = tmp_path / "picture.svg"
        path.write_bytes(save(opened, "Drawing (SVG)")[1])
        page = opened.page.context.browser.new_page()  # type: ignore[union-attr]
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.nodeName") == "svg"
        boxes = page.evaluate("[...document.querySelectorAll('#drawing text')].map((text) => text.getBBox().width)")
        assert len(boxes) > 8
        assert min(boxes) > 10
        page.close()

    def test_png_is_twice_as_sharp_and_no_empty_sheet(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        svg = ET.fromstring(save(opened, "Drawing (SVG)")[1])
        name, content = save(opened, "Image (PNG)")
        width, height, rows = pixels(content)
        assert name == "summit-picture.png"
        assert (width, height) == (2 * int(svg.attrib["width"]), 2 * int(svg.attrib["height"]))
        assert len(set(rows)) > 200

    def test_the_picture_follows_theme_focus_and_zoom(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        light = save(opened, "Drawing (SVG)")[1]
        opened.page.click("#theme")
        opened.page.click("#tool-around")
        opened.page.fill("#around-who", "orban")
        opened.page.keyboard.press("Enter")
        dark = save(opened, "Drawing (SVG)")[1]
        grounds = [ET.fromstring(each).find(f"{SVG}rect").attrib["fill"] for each in (light, dark)]  # type: ignore[union-attr]
        assert grounds == ["#fbfaf6", "#171a1f"]
        texts = letters(dark)
        assert "Shown: within 1 step of Viktor Orbán" in " ".join(texts)
        assert "Angela Merkel" not in texts
        assert {"Viktor Orbán", "Emmanuel Macron"} <= set(texts)
        assert "Coerce, attack" not in texts

    def test_saving_changes_nothing_on_the_screen(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        opened.page.click("#tool-save")
        opened.page.mouse.move(5, 5)
        before = opened.page.locator("#canvas").screenshot()
        save(opened, "Drawing (SVG)")
        opened.page.mouse.move(5, 5)
        opened.page.evaluate("new Promise(requestAnimationFrame)")
        opened.page.evaluate("document.getElementById('saved').textContent = ''")
        assert opened.page.locator("#canvas").screenshot() == before


class TestTables:
    def test_entities_edges_and_claims(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text)
        people = table(opened, "Entities (CSV)")
        assert {row["name"] for row in people} == opened.labels()
        (merkel,) = (row for row in people if row["name"] == "Angela Merkel")
        assert (merkel["type"], merkel["other names"], merkel["claims"]) == ("Person", "", "3")
        assert {row["name"]: row["other names"] for row in people}["Recep Tayyip Erdoğan"] == "Erdoğan"
        assert merkel["iri"] == "https://newskg.example/resource/angela-merkel"
        lines = table(opened, "Edges (CSV)")
        (critic,) = (row for row in lines if row["relation"] == "criticized")
        assert [critic[key] for key in ("from", "to", "directed", "kind", "how", "claims", "first date")] == [
            "Emmanuel Macron", "Viktor Orbán", "true", "Demand, accuse", "Stated as fact", "1", "2021-06-07",
        ]  # fmt: skip
        claims = table(opened, "Claims with sentences (CSV)")
        assert len(claims) == 8
        (first,) = (row for row in claims if row["place"] == "Berlin")
        assert first["sentence"] == "Merkel sat down with Macron in Berlin over bilateral ties."
        assert [first[key] for key in ("date", "title", "confidence", "asserted", "polarity")] == [
            "2021-06-01", "The long summit", "1", "true", "positive",
        ]  # fmt: skip
        assert "“no bilateral ties”, he said." in {row["sentence"].split(": ")[-1] for row in claims}

    def test_only_what_is_shown(self, open_page: Open, summit_text: str) -> None:
        opened = open_page(summit_text, address="#around=kim-jong-un~1")
        assert len(table(opened, "Claims with sentences (CSV)")) == 1
        assert {row["name"] for row in table(opened, "Entities (CSV)")} == {"Kim Jong Un", "Moon Jae-in"}

    def test_no_cell_is_a_formula_and_all_quoting_is_right(self, open_page: Open, nasty_text: str) -> None:
        opened = open_page(nasty_text)
        cells = set()
        for what in ("Entities (CSV)", "Edges (CSV)", "Claims with sentences (CSV)"):
            rows = table(opened, what)
            assert all(None not in row and None not in row.values() for row in rows)
            cells |= {cell for row in rows for cell in row.values()}
        assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
        assert {'He said "no", twice', "'-2+3", "'@SUM(1,2)", "'=1+1", "two lines of it", "'＝1"} <= cells


@pytest.fixture(scope="module")
def strange_news(news: News) -> News:
    """What Turtle and the page might say otherwise than the store: times, addresses, languages, numbers of evidence."""
    (_, (claim, *_)), *_ = news
    urls = (
        "https://news.example/a%20b?c=d&e=f#g", "https://news.example/ü", "no address", "urn:isbn:1", "http://[", "https://x.example/%zz",
        "javascript:alert(1)", "https://x.example/a#b#c", "https://x.example/<b>\"'", None,
    )  # fmt: skip
    times = (
        "2022",
        "2022-03",
        "2022-03-05",
        "2015/..",
        "../2022-12",
        "2022-02/2022-03-01",
        "2022-03-05/2022-03-06",
        None,
        "../2022",
        "2022/2022",
    )
    made = list(news)
    for number, (url, time) in enumerate(zip(urls, times, strict=True)):
        text = f'Long before, he went. Then number {number} said "so\\not" to him.\nAnd he went.'
        fourth = number % 4
        article = make_article(
            text, id=f"odd {number}/ü", title=f"Title \\ {number}", url=url, author="A. Uthor",
            language=("de", "en_GB", "not a language", None)[fourth],
            published=("2022-03", "2022", "2022-03-07T08:00:00", None)[fourth],
        )  # fmt: skip
        # Told out of the order of the text, and of one sentence twice.
        evidence = (Evidence("And he went.", len(text) - 12, len(text)), Evidence("Long before, he went.", 0, 21))
        relation = ("open:signTreatyWith", "metWith", "visited", "unheardOf", "schema:knows")[number % 5]
        odd = replace(
            claim, id=f"odd{number}", article=article.meta, time=time, evidence=evidence,
            topic="Über \"Sinn\"\nund \\Form",
            confidence=(1.0, 0.12345, 0.5, 0.0001)[fourth], asserted=number % 2 == 0, relation=relation,
            operator="said" if number % 3 else None, symmetric=number % 5 == 1,
        )  # fmt: skip
        made.append((article, (odd,)))
    return tuple(made)


class TestTurtle:
    def test_it_is_a_part_of_the_store(self, open_page: Open, strange_news: News, small_ontology: Ontology) -> None:
        with open_store() as store:
            update(store, strange_news, small_ontology, "test-model 1")
            known = {quad.triple for quad in store.quads()}
            opened = open_page(render_html(store, small_ontology, title="Odd"), address="#type=*&event=*")
        name, content = save(opened, "Graph (Turtle)")
        assert name == "odd-graph.ttl"
        told = {quad.triple for quad in parse(content, RdfFormat.TURTLE)}
        assert told - known == set()
        claims = {triple.subject for triple in known if triple.object == NamedNode(f"{KG}Claim")}
        assert {triple.subject for triple in told if triple.object == NamedNode(f"{KG}Claim")} == claims
        # Nothing that the store says of claims, evidence and names is left out but who made them.
        left = {triple.predicate.value for triple in known - told if triple.subject in claims}
        assert left == {"http://www.w3.org/ns/prov#wasGeneratedBy"}
        missing = {triple for triple in known - told if triple.subject in {each.subject for each in told}}
        assert not [triple for triple in missing if "/evidence/" in str(triple.subject)]
        assert not [triple for triple in missing if triple.predicate.value.endswith(("abel", "headline", "author"))]
        bennett, israel = (
            NamedNode(f"https://newskg.example/resource/{name}") for name in ("naftali-bennett", "israel")
        )
        assert Triple(bennett, NamedNode(f"{KG}leads"), israel) in told
        read = Graph().parse(data=content, format="turtle")
        assert len(read) == len(told)

    def test_only_what_is_shown(self, open_page: Open, page_text: str) -> None:
        opened = open_page(page_text, address="#around=vladimir-putin~1&status=stated")
        told = {quad.triple for quad in parse(save(opened, "Graph (Turtle)")[1], RdfFormat.TURTLE)}
        claims = [triple.subject for triple in told if triple.object == NamedNode(f"{KG}Claim")]
        assert [str(each.value) for each in claims if isinstance(each, NamedNode)] == [
            "https://newskg.example/claim/a1"
        ]
        labels = {
            triple.object.value
            for triple in told
            if triple.predicate.value.endswith("#label") and isinstance(triple.object, Literal)
        }
        assert labels == {"Naftali Bennett", "Vladimir Putin", "Moscow"}


class TestHostile:
    def test_files_have_plain_names(self, open_page: Open, hostile_text: str) -> None:
        opened = open_page(hostile_text)
        for what in ("Drawing (SVG)", "Image (PNG)", "Entities (CSV)", "Graph (Turtle)"):
            name, content = save(opened, what)
            assert re.fullmatch(r"half[\w-]{1,58}-(picture|entities|graph)\.(svg|png|csv|ttl)", name)
            assert len(content) > 100

    def test_a_title_of_no_letters(self, open_page: Open, render: Render, news: News) -> None:
        assert save(open_page(render(news, "../*?\x00<>|")), "Entities (CSV)")[0] == "graph-entities.csv"

    # A store keeps no halves of surrogate pairs; a page made of one that does is saved all the same.
    @pytest.mark.parametrize("half", ["\\ufffd", "\\ud800", "\\ufffe"])
    def test_the_drawing_is_xml_without_a_script(self, open_page: Open, hostile_text: str, half: str) -> None:
        head, data, scripts = re.split(r"(<script id=.kg-data.*?</script>)", hostile_text, maxsplit=1, flags=re.DOTALL)
        opened = open_page(head + data.replace("\\ufffd", half) + scripts)
        content = save(opened, "Drawing (SVG)")[1]
        root = ET.fromstring(content)
        assert f"{SVG}script" not in {each.tag for each in root.iter()}
        assert "half \ufffd a \ufffd pair" in " ".join(letters(content)[3:])
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", content.decode("utf-8"))
        assert len(table(opened, "Claims with sentences (CSV)")) == 2
        assert list(parse(save(opened, "Graph (Turtle)")[1], RdfFormat.TURTLE))

    def test_tables_and_turtle_hold(self, open_page: Open, hostile_text: str) -> None:
        opened = open_page(hostile_text, address="#type=*&event=*")
        rows = table(opened, "Claims with sentences (CSV)")
        assert len(rows) == 2
        assert not [cell for row in rows for cell in row.values() if re.search("[\x00-\x08\x1b\u202e]", cell)]
        assert {row["url"] for row in rows} == {""}
        told = list(parse(save(opened, "Graph (Turtle)")[1], RdfFormat.TURTLE))
        assert sum(quad.object == NamedNode(f"{KG}Claim") for quad in told) == 2
        assert opened.page.evaluate("window.hacked") is None


def test_an_empty_picture_is_saved_too(open_page: Open, summit_text: str) -> None:
    opened = open_page(summit_text, address="#type=-Person,City")
    assert opened.labels() == set()
    assert letters(save(opened, "Drawing (SVG)")[1])[0] == "Summit"
    assert table(opened, "Edges (CSV)") == []
    assert list(parse(save(opened, "Graph (Turtle)")[1], RdfFormat.TURTLE)) == []


def test_the_picture_is_saved_from_the_table_too(open_page: Open, summit_text: str) -> None:
    opened = open_page(summit_text)
    opened.page.click("#table-tab")
    assert "Viktor Orbán" in letters(save(opened, "Drawing (SVG)")[1])
