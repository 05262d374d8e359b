"""The pages about the ontology tell all that the Turtle files say, and their links lead somewhere."""

from __future__ import annotations

import hashlib
import html
import importlib.util
import json
import os
import posixpath
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import OntologyError
from kg.ontology import Ontology, ontology_files
from scripts.site.ontology.markdown import code, plain, table
from scripts.site.ontology.terms import Terms, read
from scripts.site.ontology_pages import Nav, main, nav, pages

ROOT = Path(__file__).parent.parent
KG = "https://newskg.example/ontology#"
PLOVER = "https://newskg.example/plover#"
LEX = "https://newskg.example/lexicon#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
TERMS = {OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty", RDF + "Property", SH + "NodeShape"} | {
    KG + name for name in ("EventType", "QuadClass", "Polarity", "Modality", "ConflictKind", "Operator", "WordClass")
}
Stated = tuple[str, str, str]
LINK = re.compile(r"\]\(([^)\s]+)\)")
ANCHOR = re.compile(r'\{#([^}\s]+)\}|<a id="([^"]+)">')
CHESS = """
@prefix ex:     <https://example.org/mine#> .
@prefix kg:     <https://newskg.example/ontology#> .
@prefix lex:    <https://newskg.example/lexicon#> .
@prefix owl:    <http://www.w3.org/2002/07/owl#> .
@prefix plover: <https://newskg.example/plover#> .
@prefix rdfs:   <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos:   <http://www.w3.org/2004/02/skos/core#> .

plover:PLAY a kg:EventType ; rdfs:label "play"@en ; skos:definition "Games [of *all*] kinds | <b>sorts</b>."@en .
ex:out_played a owl:ObjectProperty ;
    rdfs:label "outplayed"@en ;
    skos:definition "They *beat* the other | at `chess`; see kg:attacked."@en ;
    rdfs:subPropertyOf kg:defeated ;
    rdfs:domain kg:Actor ; rdfs:range kg:Person ;
    kg:eventType plover:PLAY ; kg:goldstein -1.5 ; kg:oppositeOf kg:aided ;
    skos:example "Magnus Carlsen outplayed Hikaru Nakamura in Oslo."@en ;
    kg:frame "outplay|*beat* OBJ:Person !<b> </li >", "run `rings` around OBJ", "the <gambit> on OBJ" .
kg:attacked kg:frame "skewer OBJ" .
lex:gambit a kg:WordClass ; kg:word "gambit", "</script>" .
lex:b a kg:WordClass ; kg:word "b" .
"""


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return pages()


@pytest.fixture(scope="module")
def stated() -> list[Stated]:
    """Subject, property and object of each statement, without blank nodes as objects; their names as subjects."""
    return [
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for file in ontology_files()
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE)
        if not isinstance(quad.subject, Triple) and isinstance(quad.object, NamedNode | Literal)
    ]


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "chess.ttl").write_text(CHESS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def with_mine(mine: Path) -> dict[str, str]:
    return pages(mine)


def written(pages: dict[str, str]) -> dict[str, str]:
    """The pages that are Markdown."""
    return {name: text for name, text in pages.items() if name.endswith(".md")}


def anchors(text: str) -> list[str]:
    """The anchors of a page: given ones, and those that mkdocs makes of headings."""
    given = [one or other for one, other in ANCHOR.findall(text)]
    titles = re.findall(r"^#+ (.+?)(?: \{#.*)?$", text, re.MULTILINE)
    return given + [re.sub(r"[^\w\s-]", "", html.unescape(title)).strip().lower().replace(" ", "-") for title in titles]


def shown(text: str) -> str:
    """Text as a reader sees it, without markup."""
    text = re.sub(r"\[(<code>.*?</code>|[^\]]*)\]\([^)]*\)", r"\1", text)
    return html.unescape(re.sub(r"</?(?:code|a|li|ul|summary|details)\b[^>]*>|\*\*", "", text))


def section(text: str, anchor: str) -> str:
    """An entry: from its heading, or the row of its anchor, to the next."""
    lines = text.splitlines()
    begin = next(number for number, line in enumerate(lines) if f"{{#{anchor}}}" in line or f'id="{anchor}"' in line)
    if lines[begin].startswith("|"):
        return lines[begin]
    end = next((n for n in range(begin + 1, len(lines)) if re.match(r"#+ ", lines[n])), len(lines))
    return "\n".join(lines[begin:end])


def frames(entry: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<li><code>(.*?)</code></li>", entry)]


def local(iri: str) -> str:
    return iri.rpartition("#")[2]


# --- everything is told


def test_every_term_has_an_entry_with_its_definition(drawn: dict[str, str], stated: list[Stated]) -> None:
    kinds: dict[str, set[str]] = {}
    said: dict[str, str] = {}
    for iri, prop, value in stated:
        if prop == RDF + "type":
            kinds.setdefault(iri, set()).add(value)
        if prop == SKOS + "definition":
            said[iri] = value
    terms = {iri: found & TERMS for iri, found in kinds.items() if found & TERMS}
    assert Counter(local(kind) for found in terms.values() for kind in found)["ObjectProperty"] > 70
    text_of = written(drawn)
    untold = []
    for iri in terms:
        name = local(iri) if iri.startswith(("https://newskg.example/",)) else f"geo-{local(iri)}"
        told = [page for page, text in text_of.items() if page != "ontology/index.md" and f"#{name}}}" in text]
        told += [page for page, text in text_of.items() if page == "ontology/values.md" and f'id="{name}"' in text]
        entries = [shown(section(text_of[page], name)) for page in told]
        if not any(" ".join(said.get(iri, "").split()) in entry for entry in entries):
            untold.append(iri)
    assert untold == []


def test_the_overview_has_an_anchor_for_each_local_name(drawn: dict[str, str], stated: list[Stated]) -> None:
    """A hash IRI led to the page finds its term."""
    own = {local(iri) for iri, prop, _ in stated if iri.startswith(KG) and prop == RDF + "type"}
    found = Counter(anchors(drawn["ontology/index.md"]))
    assert {name for name in own if found[name] != 1} == set()


def test_frames_are_those_of_the_lexicon(drawn: dict[str, str], stated: list[Stated]) -> None:
    expected: dict[str, list[str]] = {}
    for iri, prop, value in stated:
        if prop == KG + "frame":
            expected.setdefault(iri, []).append(value)
    entries = {
        (LEX if page == "ontology/words.md" else KG) + anchor: section(text, anchor)
        for page, text in drawn.items()
        if page.startswith("ontology/relations/") or page == "ontology/words.md"
        for anchor in re.findall(r"\{#([\w-]+)\}", text)
    }
    assert sum(map(len, expected.values())) > 1500
    for iri, texts in expected.items():
        assert frames(entries[iri]) == texts, iri


def test_a_relation_tells_what_the_tables_say(drawn: dict[str, str], shipped: Ontology) -> None:
    text_of = written(drawn)
    for relation in shipped.relations.values():
        page = f"ontology/relations/{relation.event_type.lower()}.md"
        entry = shown(section(text_of[page], relation.name))
        assert relation.definition in entry
        assert f"> {relation.example}" in entry
        arrow = "↔" if relation.symmetric else "→"
        assert f"| From, to | {relation.domain} {arrow} {relation.range} |" in entry
        assert ("| In OWL | symmetric" in entry) == relation.symmetric
        assert f"| Lasting | {'yes' if relation.lasting else 'no'} |" in entry
        assert ("| Superproperties |" in entry) == bool(relation.parents)
        assert (f"mode {relation.mode}" in entry) == bool(relation.mode)
        assert ("| At a time |" in entry) == (relation.one_object or relation.one_subject)


@pytest.mark.parametrize(
    ("page", "name", "told"),
    [
        ("relations/assault", "attacked", "| Subproperties | bombed, invaded, killed |"),
        ("relations/assault", "bombed", "| Goldstein value | −10.0 (CAMEO 195) |"),
        ("relations/accuse", "accused", "| Goldstein value | −2.0 (CAMEO 11, as its event type) |"),
        ("relations/structure", "leads", "| Inverse | ledBy |"),
        ("relations/structure", "locatedIn", "| In OWL | transitive |"),
        ("relations/structure", "locatedIn", "| Same property | schema:containedInPlace |"),
        ("relations/structure", "holdsOffice", "| At a time | one subject for an object |"),
        ("relations/structure", "memberOf", "| Same concept | wd:P463 |"),
        # Opposition is symmetric, stated once.
        ("relations/support", "supports", "| Opposite | opposes, condemned |"),
        ("relations/reject", "opposes", "| Opposite | supports |"),
        ("relations/aid", "aided", "| Object of frames | Actor |"),
        ("relations/reject", "rejected", "| Where words fail | what refused amounts to"),
        ("relations/request", "urged", "| Also made by | frames of "),
        ("classes", "Country", "| Superclasses | Actor, Place, CountryOrOrganization |"),
        ("classes", "Person", "| Disjoint with | Organization, Group, Office, Event, Work, Place |"),
        ("classes", "Work", "| Disjoint with | Person, Organization, Group, Office, Event, Place |"),
        ("classes", "Polarity", "| Members | positive, negative |"),
        (
            "classes",
            "Claim",
            "| Shapes | ClaimShape: rdf:subject, rdf:predicate, rdf:object, polarity, modality, asserted,",
        ),
        ("properties", "confidence", "| ClaimShape | exactly 1: confidence is a decimal from 0 to 1 |"),
        ("properties", "agent", "| Superproperties | participant |"),
        ("values", "verbalConflict", "Event types: REQUEST, ACCUSE, REJECT, THREATEN."),
        ("words", "refused", "makes it negative and actual · without a frame for its VP: rejected"),
    ],
)
def test_what_entries_tell(drawn: dict[str, str], page: str, name: str, told: str) -> None:
    assert told in shown(section(drawn[f"ontology/{page}.md"], name))


def test_shapes_tell_each_message_with_its_numbers(drawn: dict[str, str], stated: list[Stated]) -> None:
    text = shown(drawn["ontology/shapes.md"])
    messages = {value for _, prop, value in stated if prop == SH + "message"}
    assert len(messages) > 80
    assert {message for message in messages if message not in text} == set()
    for row in (
        "| confidence | exactly 1 | xsd:decimal; ≥ 0; ≤ 1 | confidence is a decimal from 0 to 1 |",
        "| oa:start | exactly 1 | xsd:integer; ≥ 0; less than oa:end | evidence begins before it ends, in characters |",
        "| prov:wasDerivedFrom, backwards | at least 1 |  | evidence is evidence of a claim |",
        "| polarity | exactly 1 | one of positive, negative | a claim is positive or negative |",
        "| repeats, backwards | none |  | what repeats another is repeated by none |",
        "Holds for every Evidence. Closed. It is an IRI.",
        "Holds for every Correction and what prov:wasInfluencedBy leads to.",
    ):
        assert row in text


def test_closed_lists_of_words_are_those_of_the_shapes(drawn: dict[str, str]) -> None:
    text = shown(drawn["ontology/values.md"])
    assert "- sidecar\n- metadata\n- dateline\n- text\n- address\n- file name\n- command line\n- file\n" in text
    assert "- merge\n- apart\n" in text


def test_the_notation_is_the_one_description(drawn: dict[str, str]) -> None:
    page, readme = drawn["ontology/notation.md"], (ROOT / "ontology" / "README.md").read_text("utf-8")
    assert "](../corrections.md)" in page
    same = [line for line in readme.splitlines() if "](" not in line and "\\|" not in line]
    assert len(same) > 70
    assert set(same) - set(page.splitlines()) == set()
    assert "`hold talk|meeting with OBJ`" in page


def test_the_gazetteer_is_a_summary(drawn: dict[str, str], shipped: Ontology) -> None:
    page = drawn["ontology/gazetteer.md"]
    assert len(page) < 60_000
    kinds = Counter(str(actor.type) for actor in shipped.actors.values())
    rows = dict(re.findall(r"^\| (\w+) \| ([\d,]+) \|", shown(page), re.MULTILINE))
    assert {kind: int(rows[kind].replace(",", "")) for kind in kinds} == dict(kinds)
    assert f"| Poland | {', '.join(shipped.actors['poland'].adjectives)} | Warsaw | PL |" in shown(page)
    example = page.partition("```turtle\n")[2].partition("\n```")[0]
    spaces = "".join(re.findall(r"^@prefix .*\n", (ROOT / "ontology/actors.ttl").read_text("utf-8"), re.MULTILINE))
    told = {(quad.subject, quad.predicate, quad.object) for quad in parse(spaces + example, RdfFormat.TURTLE)}
    known = parse((ROOT / "ontology/actors.ttl").read_bytes(), RdfFormat.TURTLE)
    assert len(told) > 20
    assert told <= {(quad.subject, quad.predicate, quad.object) for quad in known}


# --- links, menu, files


@pytest.mark.parametrize("which", ["drawn", "with_mine"])
def test_every_link_leads_somewhere(which: str, request: pytest.FixtureRequest) -> None:
    drawn: dict[str, str] = request.getfixturevalue(which)
    known = {page: set(anchors(text)) for page, text in written(drawn).items()}
    count = 0
    for page, text in written(drawn).items():
        for target in LINK.findall(re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL)):
            count += 1
            if target.startswith(("http://", "https://")):
                continue
            path, _, fragment = target.partition("#")
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            if whole not in drawn:
                outside = ROOT / "docs" / whole
                assert outside.is_file(), f"{page}: {target}"
                assert not fragment or fragment in anchors(outside.read_text("utf-8")), f"{page}: {target}"
            elif fragment:
                assert fragment in known[whole], f"{page}: {target}"
    assert count > 3000


def test_no_anchor_is_there_twice(with_mine: dict[str, str]) -> None:
    for page, text in written(with_mine).items():
        given = [one or other for one, other in ANCHOR.findall(text)]
        assert [name for name, count in Counter(given).items() if count > 1] == [], page


@pytest.mark.parametrize("own", [False, True])
def test_the_menu_has_each_page_once(own: bool, mine: Path, request: pytest.FixtureRequest) -> None:
    drawn: dict[str, str] = request.getfixturevalue("with_mine" if own else "drawn")

    def leaves(items: Nav) -> list[str]:
        found = []
        for item in items:
            ((_, inside),) = item.items()
            found += [inside] if isinstance(inside, str) else leaves(inside)
        return found

    assert sorted(leaves(nav(mine if own else None))) == sorted(written(drawn))


def test_the_files_can_be_downloaded(drawn: dict[str, str]) -> None:
    for file in ontology_files():
        assert drawn[f"ontology/{file.name}"] == file.read_text("utf-8")
        assert f"]({file.name})" in drawn["ontology/index.md"]


def test_the_same_files_give_the_same_pages(drawn: dict[str, str]) -> None:
    told = "import hashlib, json; from scripts.site.ontology_pages import pages; "
    told += "print(hashlib.sha256(json.dumps(pages()).encode()).hexdigest())"
    other = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashlib.sha256(json.dumps(drawn).encode()).hexdigest()


# --- an ontology of one's own


def test_a_relation_of_ones_own_is_among_the_others(drawn: dict[str, str], with_mine: dict[str, str]) -> None:
    page = with_mine["ontology/relations/play.md"]
    entry = section(page, "ex-out_played")
    assert "They *beat* the other | at `chess`; see kg:attacked." in shown(entry)
    assert "| From, to | Actor → Person |" in shown(entry)
    assert "| Stated in | chess.ttl |" in shown(entry)
    assert "| Goldstein value | −1.5" in shown(entry)
    assert "](structure.md#defeated)" in entry
    assert frames(entry) == ["outplay|*beat* OBJ:Person !<b> </li >", "run `rings` around OBJ", "the <gambit> on OBJ"]
    assert "](../words.md#gambit)" in entry
    assert "(relations/play.md#ex-out_played)" in with_mine["ontology/relations.md"]
    assert "(relations/play.md#ex-out_played)" in with_mine["ontology/index.md"]
    # What it says of shipped relations stands with them.
    assert "skewer OBJ" in frames(section(with_mine["ontology/relations/assault.md"], "attacked"))
    assert "| Opposite | ex:out_played |" in shown(section(with_mine["ontology/relations/aid.md"], "aided"))
    assert "| Stated in | kg.ttl, lexicon.ttl, chess.ttl |" not in shown(section(page, "ex-out_played"))
    assert set(with_mine) == {*drawn, "ontology/relations/play.md", "ontology/chess.ttl"}


def test_what_is_odd_in_a_file_becomes_no_markup(with_mine: dict[str, str]) -> None:
    for page in ("ontology/relations/play.md", "ontology/relations.md", "ontology/index.md", "ontology/words.md"):
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(with_mine[page])
        assert "<b>sorts" not in rendered
        assert "<em>beat" not in rendered
        assert rendered.count("</li>") == rendered.count("<li>"), page
        assert rendered.count("</script>") == rendered.count("<script"), page


def test_a_mistake_is_said_as_everywhere(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("@prefix kg: <https://newskg.example/ontology#> .\nkg:atacked kg:frame 'x OBJ' .")
    with pytest.raises(OntologyError, match="atacked"):
        pages(tmp_path)


def test_the_script_writes_the_pages(mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "pages"
    assert main([str(mine), "--output", str(target)]) == 0
    assert (target / "ontology/relations/play.md").is_file()
    capsys.readouterr()
    assert main([str(mine), "--output", str(target)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main([str(tmp_path / "none"), "--output", str(tmp_path / "other")]) == 1
    assert "no such directory" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


# --- Markdown

ODD = [
    "a | b",
    "*a* _b_ `c`",
    "<b>x</b> & &amp;",
    "[x](y)",
    "\\| ``",
    "{#x}",
    "# x",
    "1. x",
    "$x$ ~~y~~ ^z^",
    "!<a> ~b + c = d",
    "don't",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("write", [plain, code])
def test_any_text_is_shown_as_it_is(text: str, write: Callable[[str], str]) -> None:
    cell = table(("a", "b"), [(write(text), "z")])
    renderers: list[Callable[[str], str]] = [
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render
    ]
    if importlib.util.find_spec("markdown"):  # the site's own; the other holds without it
        renderers.append(partial(importlib.import_module("markdown").markdown, extensions=["tables", "attr_list"]))
    for render in renderers:
        found = re.findall(r"<td>(.*?)</td>", render(cell), re.DOTALL)
        assert [html.unescape(re.sub(r"</?code>", "", each)) for each in found] == [text, "z"]


# --- the search box


@pytest.mark.browser
def test_relations_are_found_by_words_of_articles(browser: Browser, drawn: dict[str, str], tmp_path: Path) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(drawn["ontology/relations.md"])
    path = tmp_path / "relations.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>x</title>{rendered}", "utf-8")
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    left = "[...document.querySelector('table').tBodies[0].rows].filter(row => !row.hidden)"
    first = f"{left}.map(row => row.cells[0].innerText)"
    for typed, wanted, not_wanted in (
        ("embargo", "sanctioned", "metWith"),
        ("Invasion", "invaded", "attended"),
        ("tête", "metWith", "invaded"),
        ("internment", "arrested", "visited"),
        ("slap tariff", "sanctioned", "restricted"),
        ("defeated", "defeated", "invaded"),
    ):
        page.fill("input[type=search]", typed)
        rows = page.evaluate(first)
        assert wanted in rows, typed
        assert not_wanted not in rows, typed
        assert (
            page.inner_text("[role=status]")
            == f"{len(rows)} of {page.locator('table >> nth=0').locator('tbody tr').count()}"
        )
    page.fill("input[type=search]", "")
    for way, ends in (("ascending", ("bombed", "owns")), ("descending", ("withdrewFrom", "owns"))):
        page.click("th:has-text('Value') button")
        assert page.get_attribute("th:has-text('Value')", "aria-sort") == way
        rows = page.evaluate(first)
        assert (rows[0], rows[-1]) == ends
    assert complaints == []
    page.close()


def test_names_are_found_in_all_files(mine: Path) -> None:
    terms: Terms = read(mine)
    assert terms.curie("https://example.org/mine#out_played") == "ex:out_played"
    assert terms.name(KG + "metWith") == "metWith"
    assert all(isinstance(value, Literal) for value in terms.values(KG + "metWith", SKOS + "definition"))
    assert (
        terms.link("https://schema.org/Person", "ontology/index.md")
        == "[<code>schema:Person</code>](https://schema.org/Person)"
    )
