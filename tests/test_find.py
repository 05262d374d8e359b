"""A name that somebody types finds its node, or one line says why not."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.graph.link import Node
from kg.model import EntityType
from kg.query.find import find_node, find_type

PERSON, COUNTRY, REGION = EntityType.PERSON, EntityType.COUNTRY, EntityType.REGION
NODES = {
    node.name: node
    for node in (
        Node("vladimir-putin", "Vladimir Putin", PERSON, ("Putin", "President Putin")),
        Node("recep-tayyip-erdogan", "Recep Tayyip Erdoğan", PERSON, ("Erdogan",)),
        Node("georgia", "Georgia", COUNTRY),
        Node("georgia-region", "Georgia", REGION),
        Node("united-states", "United States", COUNTRY, ("US", "Washington")),
        Node("washington", "Washington", EntityType.CITY),
        Node("ann-lee", "Ann Lee", PERSON, ("Lee",)),
        Node("bo-lee", "Bo Lee", PERSON, ("Lee",)),
        *(Node(f"lee-{n}", f"Lee {n}", PERSON, ("the Lees",)) for n in range(7)),
    )
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Vladimir Putin", "vladimir-putin"),
        ("PUTIN", "vladimir-putin"),
        ("  recep tayyip erdogan ", "recep-tayyip-erdogan"),
        ("Erdoğan", "recep-tayyip-erdogan"),
        ("u.s", None),
        ("us", "united-states"),
        ("the US", "united-states"),
        ("Washington", "washington"),  # a label before an alias
        ("kgr:georgia", "georgia"),
        ("kgr:georgia-region", "georgia-region"),
    ],
)
def test_a_name_finds_its_node(name: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(QueryError):
            find_node(NODES, name)
    else:
        assert find_node(NODES, name).name == found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Georgia", "'Georgia' may be Georgia (Country: kgr:georgia) or Georgia (Region: kgr:georgia-region); say"),
        ("lee", "'lee' may be Ann Lee (Person: kgr:ann-lee) or Bo Lee (Person: kgr:bo-lee); say"),
        ("the Lees", "Lee 4 (Person: kgr:lee-4) or 2 more; say"),
        ("Vladimir Puttin", "is called 'Vladimir Puttin'; did you mean Vladimir Putin?"),
        ("Lees", "did you mean Lee 0 or Lee 1 or Lee 2 or Lee 3 or Lee 4?"),  # all who have the word, and nobody else
        ("Erdogann", "did you mean Recep Tayyip Erdoğan?"),
        ("Qqqq", "nobody and nothing in the graph is called 'Qqqq'"),
        ("", "is called ''"),
        ("!?", "is called '!?'"),
        ("kgr:nobody", "is called 'kgr:nobody'"),
    ],
)
def test_who_cannot_be_told_is_one_line(name: str, told: str) -> None:
    with pytest.raises(QueryError) as error:
        find_node(NODES, name)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_nobody_is_suggested_who_is_only_faintly_alike() -> None:
    with pytest.raises(QueryError, match=r"is called 'Gorgon'$"):
        find_node(NODES, "Gorgon")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ASSAULT", "ASSAULT"),
        ("assault", "ASSAULT"),
        ("metwith", "metWith"),
        ("mettwith", "mean metWith"),
        ("x", "is called 'x'"),
    ],
)
def test_types_and_relations_whatever_their_capitals(name: str, told: str) -> None:
    known = ["ASSAULT", "CONSULT", "metWith"]
    if told in known:
        assert find_type(known, name) == told
    else:
        with pytest.raises(QueryError) as error:
            find_type(known, name)
        assert told in str(error.value)
