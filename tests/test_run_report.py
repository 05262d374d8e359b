"""What a run says of itself at its end: lines for people, JSON for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.errors import ArticleError, OutputError
from kg.graph.duplicates import Duplicates
from kg.model import Article, Claim, make_article
from kg.read.article.options import Skipped
from kg.run_report import Run, check_report, duration, failure_line, lines_of, to_json
from kg.stopwatch import Stopwatch
from kg.summary import Summary
from kg.tally import Tally

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
News = tuple[tuple[Article, tuple[Claim, ...]], ...]


@pytest.fixture
def claims(news: News) -> list[Claim]:
    return [claim for _, own in news for claim in own]


@pytest.fixture
def tally() -> Tally:
    """Nothing has happened, two seconds ago."""
    times = iter([0.0])
    return Tally(Stopwatch(lambda: next(times, 2.0)))


def summary(*, new: int = 0, removed: int = 0, duplicates: Duplicates) -> Summary:
    return Summary(new, 0, 0, removed, articles=2, claims=0, entities=0, model="en-1", duplicates=duplicates)


def test_what_did_not_happen_is_not_told(tally: Tally) -> None:
    assert lines_of(tally) == ["read 0 articles in 2.0 s"]
    assert failure_line(tally) is None


def test_claims_that_were_given_are_not_called_articles_read(tally: Tally, claims: list[Claim]) -> None:
    tally.add_given(claims[:3])
    assert lines_of(tally)[0].startswith("took the claims of 1 article as given in 2.0 s: 3 claims, 3.0 an article (")
    tally.add_article(make_article("One."))
    tally.add_claims(claims[:1])
    told = lines_of(tally, summary(duplicates=Duplicates()))[0]
    assert told.startswith("read 1 article with en-1 and took the claims of 1 article as given in 2.0 s: 4 claims, 2.0")


def test_each_line_counts_and_names(tally: Tally, claims: list[Claim]) -> None:
    for n in range(3):
        tally.add_article(make_article(f"{n}."))
    tally.add_claims(claims[:2])
    for name in ("a.txt", "b.txt", "in/c.txt", "d.txt"):
        tally.add_skipped(Skipped(name, "language", "in German"))
    tally.add_skipped(Skipped("in/e.warc, record 2 (https://e.example/a/b)", "duplicate", "again"))
    tally.add_skipped(Skipped("f", "something new", "why"))
    tally.add_failure(ArticleError("/long/way/x.zip: damaged", kind="damaged"))
    told = lines_of(tally, summary(duplicates=Duplicates({"a": "b"}, {"c": "d", "e": "d"})))
    assert told[0].startswith("read 3 articles with en-1 in 2.0 s: 2 claims, 2.0 an article (")
    assert told[1:] == [
        "skipped 6 inputs: 4 in another language, which --language any reads (a.txt, b.txt, c.txt, ...); "
        "1 the same article again (e.warc, record 2 (https://e.example/a/b)); "
        "1 something new (f)",
        "3 articles repeat others: 1 word for word, 2 nearly",
    ]
    assert failure_line(tally) == "failed 1 input: 1 damaged (x.zip)"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
    ],
)
def test_times_are_told_as_people_do(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_the_report_has_it_all(tally: Tally, claims: list[Claim]) -> None:
    tally.add_article(make_article("One."))
    tally.add_claims(claims[:5])
    tally.add_claims([])
    tally.add_failure(ArticleError("x.zip: damaged", kind="damaged"))
    tally.add_skipped(Skipped("a\ud800.txt", "language", "in German"))
    with tally.watch.stage("linking"):
        pass
    done = summary(new=2, removed=1, duplicates=Duplicates({"a": "b"}, {}))
    text = to_json(Run("build", "incomplete", 2, None, "news", done), tally, NOON)
    report = json.loads(text.encode("utf-8", "backslashreplace"))
    assert report["kg_report"] == 1
    assert (report["command"], report["outcome"], report["workers"]) == ("build", "incomplete", 2)
    assert (report["started"], report["finished"]) == ("2026-03-07T11:59:58Z", "2026-03-07T12:00:00Z")
    assert report["seconds"] == {"wall": 2.0, "linking": 0.0}
    assert report["articles"] == {"read": 1, "characters": 4, "extracted": 2, "given_as_claims": 0}
    assert report["claims"]["found"] == 5
    assert report["claims"]["per_article"] == {"mean": 2.5, "median": 5, "most": 5, "articles_without": 1}
    assert report["failed"] == {
        "count": 1,
        "kinds": {"damaged": 1},
        "inputs": [{"name": "x.zip", "kind": "damaged", "why": "x.zip: damaged"}],
    }
    assert report["skipped"]["inputs"] == [{"name": "a\ud800.txt", "kind": "language", "why": "in German"}]
    assert report["store"]["changes"] == {"new": 2, "changed": 0, "unchanged": 0, "removed": 1}
    assert report["store"]["duplicates"] == {"same_text": [{"article": "a", "repeats": "b"}], "near": []}
    assert report["store"]["holds"]["articles"] == 2


def test_a_report_of_nothing_is_one(tally: Tally) -> None:
    report = json.loads(to_json(Run("read", "failed", 1, "no such model"), tally, NOON))
    assert (report["outcome"], report["error"], report["store"]) == ("failed", "no such model", None)
    assert report["claims"]["per_article"]["mean"] is None


def test_only_a_report_may_be_replaced(tmp_path: Path, tally: Tally) -> None:
    file = tmp_path / "report.json"
    check_report(file)
    file.write_text("")
    check_report(file)
    file.write_text(to_json(Run("build", "done", 1), tally, NOON))
    check_report(file)
    for other in ('{"kg_report": 1}', "notes of mine", "\0"):
        file.write_text(other)
        with pytest.raises(OutputError, match="is no report of kg"):
            check_report(file)
    for place in (tmp_path, tmp_path / "none" / "x.json", Path("/dev/null")):
        with pytest.raises(OutputError):
            check_report(place)


def test_large_numbers_are_told_like_all_others() -> None:
    told = Summary(1200, 0, 0, 0, articles=1200, claims=15837, entities=1680, model=None, left_out=1000)
    assert str(told).startswith("1,200 articles (1,200 new), 15,837 claims (1,000 of them below ")
    assert str(told).endswith(", 1,680 entities")
