"""What happens to inputs, counted; and that every reason there is has a word for it."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

import kg
from kg.errors import ArticleError
from kg.model import Article, Claim, Modality, Polarity, make_article
from kg.read.article.options import Skipped
from kg.tally import KINDS, LeftOut, Tally, kind_of_claim

PACKAGE = Path(kg.__file__).parent
News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture
def claims(news: News) -> list[Claim]:
    return [claim for _, own in news for claim in own]


@pytest.mark.parametrize(
    ("polarity", "modality", "asserted", "kind"),
    [
        (Polarity.POSITIVE, Modality.ACTUAL, True, "asserted"),
        (Polarity.POSITIVE, Modality.ACTUAL, False, "reported"),
        (Polarity.NEGATIVE, Modality.ACTUAL, False, "denied"),
        (Polarity.NEGATIVE, Modality.PLANNED, False, "denied"),
        (Polarity.POSITIVE, Modality.PLANNED, False, "planned"),
        (Polarity.POSITIVE, Modality.POSSIBLE, False, "planned"),
        (Polarity.POSITIVE, Modality.REQUESTED, False, "planned"),
    ],
)
def test_each_claim_is_of_one_kind(
    claims: list[Claim], polarity: Polarity, modality: Modality, asserted: bool, kind: str
) -> None:
    from dataclasses import replace

    claim = replace(claims[0], polarity=polarity, modality=modality, asserted=asserted)
    assert kind_of_claim(claim) == kind


def test_a_run_is_counted(claims: list[Claim]) -> None:
    changes: list[int] = []
    tally = Tally(on_change=lambda tally: changes.append(tally.settled))
    for text in ("One.", "Two and three."):
        tally.add_article(make_article(text))
    tally.add_known()
    tally.add_claims(claims[:3])
    tally.add_claims([])
    tally.add_given(claims[:3])
    tally.add_failure(ArticleError("a.csv, line 3: too long", kind="too long"))
    tally.add_failure(ArticleError("something"))
    tally.add_skipped(Skipped("b.txt", "language", "in German"))
    assert (tally.read, tally.characters, tally.known, tally.extracted, tally.given) == (2, 18, 1, 2, 1)
    assert tally.claims.total() == 6
    assert tally.alike == {3: 2, 0: 1}
    assert tally.failed == [
        LeftOut("a.csv, line 3", "too long", "a.csv, line 3: too long"),
        LeftOut("", "unreadable", "something"),
    ]
    assert tally.skipped == [LeftOut("b.txt", "language", "in German")]
    assert changes[-1] == tally.settled == 6


def kinds_in_the_source() -> dict[str, set[str]]:
    """The words for kinds that the package uses, each with the files that do."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            given = {"ArticleError": [k.value for k in node.keywords if k.arg == "kind"], "Skipped": node.args[1:2]}
            for value in given.get(node.func.id, []):
                if isinstance(value, ast.Constant):
                    found.setdefault(str(value.value), set()).add(path.name)
    return found


def test_the_table_of_kinds_is_closed() -> None:
    used = kinds_in_the_source()
    assert len(used) > 10
    assert {kind: files for kind, files in used.items() if kind not in KINDS} == {}


def test_a_failure_keeps_its_kind_on_its_way() -> None:
    error = ArticleError("too long", kind="too long")
    placed = error.at("a.csv, line 3")
    assert (str(placed), placed.kind) == ("a.csv, line 3: too long", "too long")
    assert placed.at("a.csv, line 3") is placed
    again = pickle.loads(pickle.dumps(placed))
    assert (str(again), again.kind) == (str(placed), placed.kind)


def test_the_documentation_has_the_table_of_kinds() -> None:
    page = (PACKAGE.parent / "docs" / "run-report.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z ]+)` \| (.*) \|$", page.partition("## Kinds of reasons")[2], re.MULTILINE)
    assert dict(rows) == KINDS
