"""What measures speed: counts are the same each time, the check sees what got worse, the docs have the last records."""

from __future__ import annotations

import importlib
import json
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench import check, memory, records, stages
from bench.check import Verdict, compare_counts, compare_ratios, settle_ratios
from bench.count import JOBS, ROOT, Count, count, count_jobs
from bench.machine import describe_machine
from bench.sizes import checked, full, quick
from bench.tables import Part, Ratio, Table, part_from, part_to, to_markdown
from bench.texts import made_up, own, paragraphs_of, written
from kg.extract import Extractor
from kg.lines import one_line
from kg.ontology import load_ontology

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
COUNTED = Count("word", 1000.0, 200.0, {"kg/extract/names.py": 600.0, "kg/extract/quotes.py": 400.0})
PART = Part(
    "extract",
    (
        Table(
            "Reading", ("", "words/s", "of spaCy"), (("kg | extract", 12345, 1.2345), ("none", None, 0.5)), ("Once.",)
        ),
    ),
    {"kg / spaCy": Ratio(1.25), "kg's memory": Ratio(0.3, more_is_better=False)},
    12.3,
)


def work(times: int) -> None:
    for _ in range(times):
        one_line("a\nb")


def test_twice_the_work_is_twice_the_count() -> None:
    once, twice = (count(lambda n=n: work(n), "line", 1) for n in (50, 100))  # type: ignore[misc]
    assert list(once.modules) == ["kg/lines.py"]  # what is not ours is not counted as steps
    assert twice.modules["kg/lines.py"] == 2 * once.modules["kg/lines.py"] > 100
    assert twice.calls > 1.9 * once.calls
    assert count(lambda: work(50), "line", 50).steps == once.steps / 50


def test_counting_leaves_no_trace_behind() -> None:
    before = sys.gettrace(), sys.getprofile()
    with pytest.raises(ZeroDivisionError):
        count(lambda: 1 // 0, "line", 1)
    assert (sys.gettrace(), sys.getprofile()) == before


def test_extraction_takes_the_same_steps_each_time(extractor: Extractor) -> None:
    articles = list(made_up(load_ontology(), 3))
    list(extractor.extract(articles))
    one, other = (count(lambda: list(extractor.extract(articles)), "word", 1) for _ in range(2))
    assert one == other
    assert one.modules["kg/extract/mentions.py"] > 0


def test_processes_count_the_same() -> None:
    one, other = (count_jobs(["link"], share=0.1) for _ in range(2))
    assert one == other
    assert one["link"].unit == "claim"
    assert one["link"].steps > 100


@pytest.mark.parametrize(
    ("now", "worse", "better"),
    [
        (COUNTED, 0, 0),
        (replace(COUNTED, steps=1090.0, calls=219.0), 0, 0),
        (replace(COUNTED, steps=1110.0), 1, 0),
        (replace(COUNTED, calls=230.0), 1, 0),
        (replace(COUNTED, steps=2000.0, calls=400.0), 2, 0),
        (replace(COUNTED, steps=800.0), 0, 1),
        (replace(COUNTED, steps=800.0, calls=400.0), 1, 1),
        (replace(COUNTED, steps=0.0), 1, 0),  # it does nothing any more: look why
    ],
)
def test_a_tenth_more_is_worse(now: Count, worse: int, better: int) -> None:
    verdict = Verdict()
    compare_counts({"extract": COUNTED}, {"extract": now}, verdict)
    assert (len(verdict.worse), len(verdict.better), verdict.compared) == (worse, better, 2)


def test_what_is_worse_is_told_with_its_file() -> None:
    now = replace(COUNTED, steps=1500.0, modules={**COUNTED.modules, "kg/extract/quotes.py": 900.0})
    verdict = Verdict()
    compare_counts({"extract": COUNTED}, {"extract": now}, verdict)
    (line,) = verdict.worse
    assert line == "extract, steps a word: 1,000 -> 1,500 (+50%), most of it in kg/extract/quotes.py (400 -> 900)"


def test_what_cannot_be_compared_is_told() -> None:
    verdict = Verdict()
    compare_counts({"gone": COUNTED}, {"new": COUNTED}, verdict)
    assert verdict.untold == ["new: not in the baseline", "gone: in the baseline, but not counted any more"]
    assert verdict.compared == 0
    verdict = compare_ratios({}, {"speed": Ratio(1.0)})
    assert verdict.untold == ["speed: not in the baseline"]


@pytest.mark.parametrize(
    ("value", "more_is_better", "worse", "better"),
    [
        (1.0, True, 0, 0),
        (0.92, True, 0, 0),
        (0.89, True, 1, 0),
        (1.2, True, 0, 1),
        (1.08, False, 0, 0),
        (1.12, False, 1, 0),
        (0.8, False, 0, 1),
    ],
)
def test_ratios_know_which_way_is_better(value: float, more_is_better: bool, worse: int, better: int) -> None:
    verdict = compare_ratios({"speed": Ratio(1.0, more_is_better)}, {"speed": Ratio(value, more_is_better)})
    assert (len(verdict.worse), len(verdict.better)) == (worse, better)


@pytest.mark.parametrize(
    ("rounds", "worse", "measured"),
    [
        ([1.0], 0, 1),
        ([0.5, 1.0], 0, 2),
        ([0.5, 0.6, 0.95], 0, 3),
        ([0.5, 0.6, 0.7], 1, 3),
    ],
)
def test_a_ratio_is_worse_when_it_is_so_three_times(rounds: list[float], worse: int, measured: int) -> None:
    def each() -> Iterator[Mapping[str, Ratio]]:
        for value in rounds:
            done.append(value)
            yield {"speed": Ratio(value)}

    done: list[float] = []
    values = each()
    verdict = settle_ratios({"speed": Ratio(1.0), "memory": Ratio(1.0)}, lambda: next(values))
    assert (len(verdict.worse), len(done)) == (worse, measured)
    assert verdict.untold == ["memory: in the baseline, but not measured"]


def test_the_check_compares_with_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baseline = tmp_path / "baseline.json"
    assert check.main(["--counts", "read", "--write"], baseline) == 0
    assert check.main(["--counts", "read"], baseline) == 0
    assert "2 figures compared, none is worse" in capsys.readouterr().out
    known = json.loads(baseline.read_text(encoding="utf-8"))
    job = known["counts"][PYTHON]["jobs"]["read"]
    job["steps"] *= 0.8
    job["modules"]["kg/read/text/junk.py"] *= 0.1
    baseline.write_text(json.dumps(known), encoding="utf-8")
    assert check.main(["--counts", "read"], baseline) == 1
    told = capsys.readouterr().out
    assert "WORSE: read, steps a word" in told
    assert "(+25%), most of it in kg/read/text/junk.py" in told


def test_another_python_is_not_passed_over_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"counts": {"2.7": {}}, "ratios": {}}), encoding="utf-8")
    assert check.main(["--counts", "read"], baseline) == 1
    told = capsys.readouterr().out
    assert f"the baseline has none for Python {PYTHON} (it has 2.7)" in told
    assert "nothing could be compared" in told


def test_the_baseline_has_what_is_counted() -> None:
    known = json.loads(check.BASELINE.read_text(encoding="utf-8"))
    for kept in known["counts"].values():
        assert list(kept["jobs"]) == list(JOBS)
        assert kept["jobs"]["longer article"]["steps"] < 1.2  # our own stages take linear time
    assert set(known["ratios"]) <= set(check.PARTS)


def test_tables_are_read_back_as_they_were_written() -> None:
    read = part_from(json.loads(json.dumps(part_to(PART))))
    assert to_markdown([read]) == to_markdown([PART])
    assert read.ratios == PART.ratios
    skipped = Part("view", skipped="no browser")
    assert part_from(json.loads(json.dumps(part_to(skipped)))) == skipped


def test_tables_as_markdown() -> None:
    lines = to_markdown([PART, Part("view", skipped="there is no Chromium")], level=3).splitlines()
    assert lines == [
        "### Reading", "",
        "|  | words/s | of spaCy |",
        "| :--- | ---: | ---: |",
        "| kg \\| extract | 12,345 | 1.23 |",
        "| none |  | 0.50 |", "",
        "Once.", "",
        "### view", "",
        "Not measured: there is no Chromium.",
    ]  # fmt: skip


def test_results_are_kept_by_date_and_name_no_machine(tmp_path: Path) -> None:
    machine = describe_machine()
    for day in ("2026-02-01", "2026-10-01", "2026-09-01"):
        page = records.save({**machine, "date": day}, [PART], tmp_path)
    found = records.newest(tmp_path)
    assert found is not None
    assert found["machine"]["date"] == "2026-10-01"
    told = page.read_text(encoding="utf-8") + page.with_suffix(".json").read_text(encoding="utf-8")
    assert platform.python_version() in told
    for name in (platform.node(), str(ROOT), str(Path.home())):
        assert name not in told


def test_docs_have_the_newest_results(tmp_path: Path) -> None:
    copy = tmp_path / "speed.md"
    copy.write_text(records.DOCS.read_text(encoding="utf-8"), encoding="utf-8")
    records.fill_docs(records.newest(), copy)
    assert copy.read_text(encoding="utf-8") == records.DOCS.read_text(encoding="utf-8"), "python bench/run.py --docs"
    records.fill_docs({"machine": {"date": "2026-10-01"}, "parts": [part_to(PART)]}, copy)
    assert "| kg \\| extract | 12,345 | 1.23 |" in copy.read_text(encoding="utf-8")


def test_pages_of_results_are_what_their_data_say() -> None:
    for file in records.RESULTS.glob("*.json"):
        found = json.loads(file.read_text(encoding="utf-8"))
        assert file.with_suffix(".md").read_text(encoding="utf-8") == records.to_page(found), file.name


@pytest.mark.parametrize(("module", "name"), stages.PLACES)
def test_stages_are_where_they_are_looked_for(module: str, name: str) -> None:
    assert callable(getattr(importlib.import_module(module), name))


def test_texts_are_written_and_counted(tmp_path: Path) -> None:
    text = written("made-up", made_up(load_ontology(), 3), tmp_path / "a.jsonl")
    assert text.articles == 3
    assert 200 < text.words < 400
    paragraphs = paragraphs_of(text.path)
    assert abs(sum(len(each.split()) for each in paragraphs) - text.words) < 5
    articles = list(own())
    assert len({each.id for each in articles}) == len(articles) > 100
    assert not any("\n- " in each.text or "\n? " in each.text for each in articles[15:])  # sentences, not their claims


def test_each_process_is_called_what_it_does() -> None:
    held = [memory.Held(resident=size) for size in (170, 390, 360, 361, 12)]
    parents = {10: 0, 11: 10, 12: 11, 13: 11, 14: 10}  # the last is a helper of multiprocessing's
    named = dict(memory._named(10, parents, dict(zip(parents, held, strict=True))))
    assert {name: each.resident for name, each in named.items()} == {
        "parent": 170, "template": 390, "worker 1": 360, "worker 2": 361,
    }  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of other processes")
def test_a_process_is_watched_to_its_end() -> None:
    program = "import sys; data = bytearray(80_000_000); sys.stdin.read(); import time; time.sleep(0.5)"
    assert memory.watch([sys.executable, "-c", program])["parent"].own > 70
    with pytest.raises(RuntimeError, match="ended with 3"):
        memory.watch([sys.executable, "-c", "import sys; sys.exit(3)"])


def test_a_quick_look_is_smaller_than_the_check_and_that_than_the_whole(tmp_path: Path) -> None:
    sizes = [make(tmp_path) for make in (quick, checked, full)]
    assert sizes == sorted(sizes, key=lambda size: (size.articles, size.quads, size.crowd, size.starts))
    assert full(tmp_path).articles >= 2_000
