"""Every mistake of an ontology is told at once, each with its place; doubts are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.lint import lint

HEAD = """\
@prefix kg: <https://newskg.example/ontology#> .
@prefix lex: <https://newskg.example/lexicon#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix plover: <https://newskg.example/plover#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
FIRST = HEAD.count("\n") + 1  # the line of what follows

TAUGHT = """kg:taught a owl:ObjectProperty ; rdfs:label "taught" ; skos:definition "It taught." ;
    skos:example "A taught B." ; rdfs:domain kg:Person ; rdfs:range kg:Actor ; kg:eventType plover:AID ;
    kg:frame "tutor OBJ" """

# What is wrong, and the lines that tell of it: line of the file, term, words.
MISTAKES = [
    pytest.param("kg:taught a owl:ObjectProperty", ["no valid Turtle"], id="no Turtle"),
    pytest.param(
        "kg:taught a owl:ObjectProperty .",
        [
            f"kg:taught: has no {each}; add {each}"
            for each in ("kg:eventType", "rdfs:domain", "rdfs:label", "rdfs:range", "skos:definition", "skos:example")
        ],
        id="all that is missing",
    ),
    pytest.param(
        'kg:metWith kg:frame "meet OBJ:Persn", "meet <talsk> OBJ", "meet OBJ with" .',
        [
            'kg:metWith: has an unknown class in frame "meet OBJ:Persn": Persn (did you mean Person?); take what was',
            "talsk (did you mean talks",
            "kg:metWith: frame \"meet OBJ with\": nothing follows 'with' (see the EBNF in ontology/README.md); mend it",
        ],
        id="frames",
    ),
    pytest.param(
        'lex:shy a kg:Operator ; kg:polarity "negative" ; kg:modality "actual" ; kg:frame "", "be", "shy from" .',
        ['lex:shy: frame "": an operator needs VP', 'frame "be": an operator', 'frame "shy from": an operator'],
        id="operators",
    ),
    pytest.param(
        "kg:one rdfs:subPropertyOf kg:two .\nkg:two a owl:ObjectProperty ; rdfs:subPropertyOf kg:one ."
        "\nkg:one a owl:ObjectProperty .",
        ["kg:one: is a superproperty of itself", "kg:two: is a superproperty of itself"],
        id="a circle of relations",
    ),
    pytest.param(
        "kg:Fish a owl:Class ; rdfs:subClassOf kg:Shark .\nkg:Shark a owl:Class ; rdfs:subClassOf kg:Fish .",
        ["kg:Fish: is a superclass of itself", "kg:Shark: is a superclass of itself"],
        id="a circle of classes",
    ),
    pytest.param(
        "kg:Fish a owl:Class ; rdfs:subClassOf kg:Acter .",
        ["kg:Fish: has an unknown class in rdfs:subClassOf: kg:Acter (did you mean kg:Actor"],
        id="a class that is none",
    ),
    pytest.param(
        f"{TAUGHT} ; owl:inverseOf kg:ledBi .",
        ["kg:taught: has an unknown property in owl:inverseOf: kg:ledBi (did you mean kg:ledBy"],
        id="an inverse that is none",
    ),
    pytest.param(
        f"{TAUGHT} ; rdfs:subPropertyOf kg:leads .",
        ["kg:taught: has the rdfs:range kg:Actor, which its superproperty kg:leads does not allow: kg:Country"],
        id="wider than the superproperty",
    ),
    pytest.param(
        f'{TAUGHT}, "coach OBJ:Person|Work" .',
        ['has OBJ:Work in frame "coach OBJ:Person|Work", which its rdfs:range does not allow: kg:Actor; mend it'],
        id="a slot outside of the range",
    ),
    pytest.param(
        f"{TAUGHT} . kg:taught a owl:SymmetricProperty .",
        ["kg:taught: is symmetric, but its domain kg:Person is not its range kg:Actor"],
        id="symmetric between two kinds",
    ),
    pytest.param(
        'kg:metWith kg:farme "meet OBJ" .',
        ["kg:metWith: has an unknown property: kg:farme (did you mean kg:frame"],
        id="a property that is none",
    ),
]

DOUBTS = [
    pytest.param('kg:metWith kg:frame "condem OBJ" .', ["did you mean condemn?"], id="a slip of the pen"),
    pytest.param('kg:metWith kg:frame "buttonhole OBJ" .', [], id="a word of one's own"),
    pytest.param(
        'kg:phoned kg:frame "buttonhole OBJ" . kg:metWith kg:frame "buttonhole|waylay OBJ" .',
        [
            '"buttonhole OBJ" reads with "buttonhole" what "buttonhole|waylay OBJ" of kg:metWith reads, '
            "and kg:phoned wins"
        ],
        id="two relations for the same words",
    ),
    pytest.param(
        'kg:metWith kg:frame "buttonhole OBJ", "buttonhole|waylay OBJ" .',
        ['kg:metWith: "buttonhole OBJ" reads nothing that others do not read, such as "buttonhole|waylay OBJ"'],
        id="twice the same",
    ),
    pytest.param(
        'kg:metWith kg:frame "buttonhole OBJ:Person" . kg:phoned kg:frame "buttonhole OBJ:Country" .', [], id="by types"
    ),
    pytest.param(
        TAUGHT.replace('kg:frame "tutor OBJ"', "a owl:ObjectProperty") + ".",
        ["kg:taught: no frame leads to it"],
        id="no words",
    ),
    pytest.param('lex:boat a kg:WordClass ; kg:word "ship" .', ["lex:boat: no frame uses"], id="an idle class"),
    pytest.param(f"{TAUGHT} .", [], id="a sound relation"),
]


def told(tmp_path: Path, text: str) -> list[tuple[bool, str]]:
    file = tmp_path / "mine.ttl"
    file.write_text(HEAD + text, "utf-8")
    few = '@prefix kgr: <https://newskg.example/resource/> .\nkgr:oz a kg:Country ; rdfs:label "Oz" .'
    (tmp_path / "actors.ttl").write_text(HEAD + few, "utf-8")  # in place of the shipped ones, for speed
    found = lint(tmp_path)
    assert all(each.file == str(file) and FIRST <= each.line <= FIRST + text.count("\n") for each in found), found
    assert not any("\n" in str(each) for each in found)
    return [(each.doubt, str(each)) for each in found]


@pytest.mark.parametrize(("text", "lines"), MISTAKES)
def test_mistakes(tmp_path: Path, text: str, lines: list[str]) -> None:
    found = [line for doubt, line in told(tmp_path, text) if not doubt]
    missing = [each for each in lines if not any(each in line for line in found)]
    assert not missing, "\n".join(found)
    if not any("has no" in line for line in found):
        assert len(found) == len(lines), "\n".join(found)


@pytest.mark.parametrize(("text", "lines"), DOUBTS)
def test_doubts(tmp_path: Path, text: str, lines: list[str]) -> None:
    found = told(tmp_path, text)
    assert [line for doubt, line in found if not doubt] == []
    assert len(found) == len(lines), found
    assert all(any(each in line and line.startswith("note: ") for _, line in found) for each in lines), found


def test_the_shipped_ontology_has_no_mistake() -> None:
    assert [str(each) for each in lint() if not each.doubt] == []


def test_a_file_is_as_good_as_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(f'{HEAD}kg:metWith kg:frame "condem OBJ:Persn" .', "utf-8")
    assert len(lint(file)) == 1
    assert lint(file) == lint(tmp_path)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no such directory"):
        lint(tmp_path / "none")
