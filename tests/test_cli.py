"""The command line as its users meet it: output, messages, exit codes, files."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import click
import pytest

from kg import __version__, export, query
from kg.cli import cli, run
from kg.errors import OutputError
from kg.extract.annotate import load_model
from kg.graph import conflicts
from kg.output import open_output
from kg.query import rows, tone

ROOT = Path(__file__).parent.parent
ARTICLE = "Vladimir Putin met Joe Biden in Geneva on Wednesday.\n"
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]


@dataclass(frozen=True)
class Done:
    status: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module", autouse=True)
def load_the_model_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("kg.extract"), "load_model", cache(load_model))
        yield


def kg(*arguments: str | Path, given: str = "", stdin: io.BytesIO | None = None) -> Done:
    """Run a command in this process, with streams as a pipe has them."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(stdin or io.BytesIO(given.encode())))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        status = run([str(argument) for argument in arguments])
        err.flush()
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return Done(status, *texts)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "kg-store"
    assert kg("build", "-", "--store", folder, given=ARTICLE).status == 0
    return folder


@pytest.fixture(scope="module")
def bound() -> str:
    """A threshold that leaves the surest claim of `TestThreshold.NEWS` only."""
    claims = kg("extract", "-", given=TestThreshold.NEWS).stdout.splitlines()
    return str(max(json.loads(line)["confidence"] for line in claims))


@pytest.fixture(scope="module")
def contradicted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two articles of `TestConflicts.NEWS`."""
    folder = tmp_path_factory.mktemp("conflicts") / "kg-store"
    assert kg("build", "-", "--store", folder, given=TestConflicts.NEWS).status == 0
    return folder


def fails(done: Done, *told: str, status: int = 1) -> None:
    """The command failed as it should: with the status, the words, and no data."""
    assert done.status == status, done.stderr
    for words in told:
        assert words in done.stderr
    assert done.stdout == ""


class TestHelp:
    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_every_command_has_help_and_an_example(self, name: str) -> None:
        command = cli.commands[name]
        text = command.get_help(click.Context(command, info_name=f"kg {name}"))
        assert command.help
        assert f"Example:\n    kg {name} " in text or f"Examples:\n    kg {name} " in text
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or getattr(parameter, "help", None), parameter.name

    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_every_command_is_in_the_readme(self, name: str) -> None:
        assert f"kg {name} " in (ROOT / "README.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("name", "option", "choices"),
        [
            ("conflicts", "kinds", conflicts.Kind),
            ("conflicts", "form", rows.ROW_FORMATS),
            ("events", "form", rows.ROW_FORMATS),
            ("export", "form", export.FORMATS),
            ("query", "form", query.FORMATS),
            ("tone", "by", tone.PERIODS),
        ],
    )
    def test_what_is_offered_without_loading_the_library_is_what_it_takes(
        self, name: str, option: str, choices: Iterable[str]
    ) -> None:
        parameter = next(each for each in cli.commands[name].params if each.name == option)
        assert isinstance(parameter.type, click.Choice)
        assert list(parameter.type.choices) == [str(each) for each in choices]

    def test_help_loads_nothing_that_takes_its_time(self) -> None:
        heavy = "spacy thinc numpy scipy networkx rdflib pyoxigraph pyvis starlette trafilatura".split()
        script = f"import sys; from kg.cli import run; run(['--help']); print([x for x in {heavy} if x in sys.modules])"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
        assert done.stdout.splitlines()[-1] == "[]"

    def test_version(self) -> None:
        assert kg("--version").stdout == f"kg {__version__}\n"

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["fly"], "No such command 'fly'"),
            (["build"], "Missing argument 'PATH...'"),
            (["build", "-", "--published", "soon"], "'soon' is no date; write it as 2022-03-07"),
            (["build", "-", "--workers", "0"], "0 is not in the range"),
            (["extract", "-", "--format", "xml"], "'xml' is not one of"),
            (["build", "-", "--ontology", "nowhere"], "'nowhere' does not exist"),
            (["score"], "Missing argument 'GOLD_DIR'"),
            *(
                ([command, *given, "--min-confidence", value], told)
                for command, *given in (
                    *(["extract", "-"], ["score", "."], ["build", "-"]),
                    *(["query", "who-met-whom"], ["conflicts"], ["view"], ["export"]),
                )
                for value, told in (("1.5", "1.5 is not in the range"), ("nan", "nan"), ("high", "'high' is not a"))
            ),
        ],
    )
    def test_wrong_usage_is_status_2(self, arguments: list[str], told: str) -> None:
        fails(kg(*arguments), told, status=2)


class TestRead:
    def test_what_was_read_can_be_read_again(self, tmp_path: Path) -> None:
        more = "They spoke for three hours, officials of both sides told reporters after the talks."
        page = f"<!doctype html><html lang=en><title>Talks in Geneva</title><body><p>{ARTICLE}<p>{more}</body></html>"
        (tmp_path / "page.html").write_text(page)
        (tmp_path / "table.csv").write_text(f'Headline,Story,Date\nTalks,"{ARTICLE.strip()}",2021-06-17\n')
        done = kg("read", str(tmp_path))
        assert (done.status, done.stderr) == (0, "")
        first, second = (json.loads(line) for line in done.stdout.splitlines())
        assert (first["title"], first["language"]) == ("Talks in Geneva", "en")
        assert (second["title"], second["published"]) == ("Talks", "2021-06-17")
        assert all(ARTICLE.strip() in article["text"] for article in (first, second))
        assert kg("read", "-", given=done.stdout).stdout == done.stdout

    def test_the_column_of_the_text_can_be_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text(f'words,when\n"{ARTICLE.strip()}",2021-06-17\n')
        done = kg("read", str(tmp_path / "a.csv"))
        assert (done.status, done.stdout) == (1, "")
        assert "--text-column, of 'words', 'when'" in done.stderr
        done = kg("read", str(tmp_path / "a.csv"), "--text-column", "words")
        assert json.loads(done.stdout)["text"] == ARTICLE.strip()


class TestExtract:
    def test_claims_are_json_lines(self) -> None:
        done = kg("extract", "-", "--published", "2021-06-18", given=ARTICLE)
        assert done.status == 0
        (claim,) = [json.loads(line) for line in done.stdout.splitlines()]
        assert (claim["subject"]["label"], claim["relation"], claim["object"]["label"]) == (
            "Vladimir Putin",
            "metWith",
            "Joe Biden",
        )
        assert (claim["place"]["label"], claim["time"]) == ("Geneva", "2021-06-16")
        assert done.stderr == ""

    def test_table_shows_the_sentence_and_what_was_understood(self) -> None:
        done = kg("extract", "-", "--format", "table", given=ARTICLE)
        sentence, claim = done.stdout.splitlines()[3:5]
        assert sentence == ARTICLE.strip()
        assert claim.split("  ")[1:] == ["Vladimir Putin", "metWith", "Joe Biden", "in Geneva"]

    def test_open_relations_are_told_if_asked_for(self) -> None:
        song = "Adele sang with Taylor Swift.\n"
        assert kg("extract", "-", given=song).stdout == ""
        line = json.loads(kg("extract", "-", "--open", given=song).stdout)
        assert (line["relation"], line["event_type"]) == ("open:singWith", None)

    def test_the_rest_is_done_where_an_input_fails(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(ARTICLE)
        (tmp_path / "b.txt").write_text("")
        done = kg("extract", tmp_path)
        assert done.status == 1
        assert "Joe Biden" in done.stdout
        assert done.stderr.splitlines() == [
            f"kg: {tmp_path}/b.txt: empty, there is nothing to read",
            "kg: failed 1 input: 1 empty (b.txt)",
        ]

    def test_an_unknown_model_is_one_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KG_MODEL", "en_core_web_huge")
        done = kg("extract", "-", given=ARTICLE)
        fails(done, "en_core_web_huge", "pip install")
        assert len(done.stderr.splitlines()) == 1

    def test_a_reader_that_leaves_is_no_traceback(self) -> None:
        done = subprocess.run(
            ["bash", "-c", '"$@" | head -c 5', "bash", *COMMAND, "extract", "-"],
            input=(ARTICLE * 3).encode(),
            capture_output=True,
            check=True,
        )
        assert done.stdout == b'{"id"'
        assert done.stderr == b""

    def test_interruption_is_quiet(self) -> None:
        class Interrupted(io.BytesIO):
            def read(self, _size: int | None = -1) -> bytes:
                raise KeyboardInterrupt

        done = kg("extract", "-", stdin=Interrupted())
        assert (done.status, done.stdout, done.stderr.strip()) == (130, "", "")

    def test_weaker_claims_are_left_out(self) -> None:
        text = f"{ARTICLE}He may have called Xi Jinping on his way.\n"
        claims = kg("extract", "-", given=text).stdout.splitlines()
        sure = sorted(json.loads(line)["confidence"] for line in claims)
        assert sure[0] < sure[-1]
        for bound in (0.0, *sure, 1.0):
            kept = kg("extract", "-", "--min-confidence", str(bound), given=text).stdout.splitlines()
            assert kept == [line for line in claims if json.loads(line)["confidence"] >= bound]


class TestScore:
    CLAIM: ClassVar = {"subject": "p", "relation": "metWith", "object": "b", "evidence": ARTICLE[:-1], "time": None}
    GOLD: ClassVar = {
        "id": "geneva",
        "entities": {"p": {"label": "Vladimir Putin", "type": "Person"}, "b": {"label": "Joe Biden", "type": "Person"}},
        "claims": [CLAIM],
    }

    @pytest.fixture
    def gold(self, tmp_path: Path) -> Path:
        folder = tmp_path / "gold"
        folder.mkdir()
        (folder / "geneva.txt").write_text(ARTICLE)
        (folder / "geneva.json").write_text(json.dumps(self.GOLD))
        return folder

    def test_articles_are_read_or_claims_are_taken(self, gold: Path, tmp_path: Path) -> None:
        read = kg("score", gold)
        assert (read.status, read.stderr) == (0, "")
        assert "strict" in read.stdout
        # These claims name the article by its content, for the text alone has no id.
        (tmp_path / "claims.jsonl").write_text(kg("extract", gold / "geneva.txt").stdout)
        assert kg("score", gold, "--claims", tmp_path / "claims.jsonl").stdout == read.stdout
        given = (tmp_path / "claims.jsonl").read_text()
        assert kg("score", gold, "--claims", "-", given=given).stdout == read.stdout

    def test_json_and_the_threshold(self, gold: Path) -> None:
        figures = [
            json.loads(kg("score", gold, "--format", "json", "--min-confidence", bound).stdout) for bound in ("0", "1")
        ]
        assert [(found["strict"]["right"], found["strict"]["missed"]) for found in figures] == [(1, 0), (0, 1)]

    def test_a_bad_file_is_one_line_and_the_rest_is_scored(self, gold: Path) -> None:
        (gold / "other.json").write_text(json.dumps(self.GOLD))
        unknown = [self.CLAIM | {"relation": "metwith"}]
        (gold / "geneva.json").write_text(json.dumps(self.GOLD | {"claims": unknown}))
        done = kg("score", gold, "--details")
        assert done.status == 1
        assert "missed  Vladimir Putin metwith Joe Biden" in done.stdout
        assert done.stderr.splitlines() == [
            "kg: other.json: its article other.txt is not there; put it beside the file, or name it in 'seed'",
            "kg: geneva: the ontology has no relation 'metwith', so nothing can match it; did you mean 'metWith'?",
            "kg: skipped 1 input that could not be read (see above)",
        ]

    def test_a_folder_without_gold(self, tmp_path: Path) -> None:
        fails(kg("score", tmp_path), f"kg: {tmp_path}: no gold files")

    def test_articles_are_no_claims(self, gold: Path) -> None:
        done = kg("score", gold, "--claims", gold / "geneva.txt")
        assert done.status == 1
        assert "holds articles, not claims" in done.stderr


class TestExplain:
    def test_a_text_itself(self) -> None:
        done = kg("explain", "Vladimir Putin mulled it. Joe Biden met Xi Jinping.")
        assert (done.status, done.stderr) == (0, "")
        assert "no frame for 'mull'" in done.stdout
        assert "-> metWith" in done.stdout

    def test_articles_as_everywhere(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(ARTICLE)
        lines = [json.dumps({"id": name, "text": f"{name} met Joe Biden."}) for name in ("Putin", "Xi")]
        (tmp_path / "b.jsonl").write_text("\n".join(lines))
        assert kg("explain", "-", given=ARTICLE).stdout == kg("explain", tmp_path / "a.txt").stdout
        both = kg("explain", tmp_path / "b.jsonl").stdout
        assert both.index("Putin\n=====") < both.index("Xi\n==")
        assert "Geneva" in kg("explain", tmp_path, "--find", "geneva").stdout

    def test_sentences_are_picked(self) -> None:
        text = "Putin met Biden. Xi met Modi. Macron met Scholz."
        for choice in (["--find", "xi  met"], ["--sentence", "2"]):
            done = kg("explain", text, *choice)
            assert "[2] Xi met Modi." in done.stdout
            assert "[1]" not in done.stdout
        fails(kg("explain", text, "--find", "Erdogan"), "no such sentence; without --find and --sentence all are shown")
        fails(kg("explain", text, "--sentence", "0"), "0 is not in the range", status=2)

    def test_json_has_one_object_a_sentence(self) -> None:
        done = kg("explain", "Putin met Biden on Saturday. He left.", "--format", "json", "--published", "2022-03-07")
        first, second = map(json.loads, done.stdout.splitlines())
        assert [first["number"], second["number"]] == [1, 2]
        assert [one["claim"]["time"] for one in first["statements"]] == ["2022-03-05"]

    def test_all_frames_are_named_on_demand(self) -> None:
        short, long = (kg("explain", "Russia denied it.", *flags).stdout for flags in ([], ["--all"]))
        assert len(long) > len(short)

    def test_what_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        for name in (tmp_path / "none.txt", "news/none"):
            fails(kg("explain", name), f"{name}: no such file or folder")
        fails(kg("explain", ""), "no sentence")
        fails(kg("explain", "Russia", "denied", "it."), "unexpected extra arguments", status=2)

    def test_open_relations_are_explained(self) -> None:
        text = "Foxconn will not take part in the Olympics."
        assert "by its words -> open:takePartIn" in kg("explain", text, "--open").stdout
        assert "open:" not in kg("explain", text).stdout

    def test_bytes_that_are_no_text(self) -> None:
        assert "Putin" in kg("explain", "caf\udce9 Putin met Biden.").stdout


class TestUpkeep:
    @pytest.fixture
    def own(self, store: Path, tmp_path: Path) -> Path:
        """A store that may be changed, which has an article with title and date, too."""
        own = tmp_path / "own"
        shutil.copytree(store, own)
        article = {"id": "x7", "title": "Xi calls", "text": "Xi Jinping met Narendra Modi.", "published": "2020-01-02"}
        (tmp_path / "more.jsonl").write_text(json.dumps(article))
        assert kg("build", tmp_path / "more.jsonl", "--store", own).status == 0
        return own

    def test_status_is_for_people_and_programs(self, own: Path) -> None:
        done = kg("status", "--store", own)
        assert (done.status, done.stderr) == (0, "")
        assert "articles  2, of 2020-01-02, 1 without a date" in done.stdout
        assert "graph     up to date" in done.stdout
        told = json.loads(kg("status", "--store", own, "--format", "json").stdout)
        assert (told["articles"], told["stale"], told["graph"]) == (2, 0, "up to date")
        fails(kg("status", "--store", own, "--model", "en_core_web_huge"), "no spaCy pipeline 'en_core_web_huge'")
        fails(kg("status", "--store", own / "none"), "no store there; `kg build` makes one")

    def test_articles_are_removed_by_what_they_are_called(self, own: Path) -> None:
        line = "x7  2020-01-02  Xi calls\n"
        done = kg("remove", "xi calls", "--store", own, "--dry-run")
        assert (done.status, done.stdout) == (0, line)
        assert done.stderr == f"kg: 1 article would go from {own}; nothing was changed\n"
        fails(kg("remove", "x7", "Xi falls", "--store", own), "no article of the store is 'Xi falls'; did you mean")
        done = kg("remove", "x7", "--store", own)
        assert (done.status, done.stdout) == (0, line)
        assert "holds 1 article (1 removed), 1 claims" in done.stderr

    def test_a_backup_comes_back(self, own: Path, tmp_path: Path) -> None:
        file, again = tmp_path / "b.nq.gz", tmp_path / "again"
        assert kg("backup", file, "--store", own).stderr == f"kg: wrote 2 articles of {own} to {file}\n"
        fails(kg("backup", file, "--store", own), f"{file}: exists already; --force overwrites it")
        assert kg("backup", file, "--store", own, "--force").status == 0
        done = kg("restore", "-", "--store", again, stdin=io.BytesIO(file.read_bytes()))
        assert (done.status, done.stdout) == (0, "")
        assert done.stderr == f"kg: {again} holds 2 articles, 2 claims\n"
        fails(kg("restore", file, "--store", again), f"{again}: is a store already; --force replaces it")
        assert kg("restore", file, "--store", again, "--force").status == 0
        exports = [kg("export", "--format", "nquads", "--store", each).stdout for each in (own, again)]
        assert sorted(exports[0].splitlines()) == sorted(exports[1].splitlines())
        file.write_bytes(file.read_bytes()[:-100])
        fails(kg("restore", file, "--store", again, "--force"), f"{file}: is cut off or damaged; nothing was restored")
        fails(kg("restore", tmp_path / "none", "--store", again, "--force"), "none: No such file or directory")


def test_letters_that_a_terminal_lacks_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Recep Tayyip Erdoğan met Vladimir Putin in Moscow.", encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert run(["extract", str(tmp_path / "a.txt"), "--format", "table"]) == 1
    told = capsys.readouterr().err
    assert told == "kg: standard output is latin-1, which lacks '\\u011f'; set PYTHONIOENCODING=utf-8\n"


class TestReadme:
    README = (ROOT / "README.md").read_text(encoding="utf-8")
    TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")

    def block(self, language: str, after: str = "", page: str = README) -> str:
        return page[page.index(after) :].split(f"```{language}\n")[1].split("```", maxsplit=1)[0]

    def test_its_sentences_give_these_claims(self) -> None:
        shown = self.block("console").partition("...\n")[2]
        assert shown.count("\n\n") == 1
        assert shown in kg("extract", ROOT / "seeds" / "israel-mediation.txt", "--format", "table").stdout

    def test_its_relation_is_read(self, tmp_path: Path) -> None:
        turtle = self.block("turtle")
        (tmp_path / "chess.ttl").write_text(turtle, encoding="utf-8")
        example = turtle.split('skos:example "')[1].split('"')[0]
        done = kg("extract", "-", "--ontology", tmp_path, given=example)
        (claim,) = map(json.loads, done.stdout.splitlines())
        assert [claim["subject"]["label"], claim["relation"], claim["object"]["label"]] == [
            "Magnus Carlsen",
            "outplayed",
            "Hikaru Nakamura",
        ]

    def test_its_frame_mends_the_lexicon(self, tmp_path: Path) -> None:
        section = "## Why did it (not) find that?"
        (tmp_path / "more.ttl").write_text(self.block("turtle", section, self.TOUR), encoding="utf-8")
        sentence = self.block("console", section, self.TOUR).split("'")[1]
        before, after = kg("explain", sentence), kg("explain", sentence, "--ontology", tmp_path)
        assert "no frame for 'buttonhole'" in before.stdout
        assert "fired: buttonhole OBJ -> spokeWith" in after.stdout

    def test_its_python_runs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "seeds").mkdir()
        for name in ("israel-mediation.txt", "trump-xi-call.txt"):
            shutil.copy(ROOT / "seeds" / name, tmp_path / "seeds")
        monkeypatch.chdir(tmp_path)
        exec(compile(self.block("python"), "README.md", "exec"), {})
        assert (tmp_path / "news").is_dir()


class TestBuild:
    def test_summary_goes_to_standard_error(self, tmp_path: Path) -> None:
        done = kg("build", "-", "--store", tmp_path / "s", given=ARTICLE)
        assert done.status == 0
        assert done.stdout == ""
        read, holds = done.stderr.splitlines()
        assert re.fullmatch(
            r"kg: read 1 article with en_core_web_md-\S+ in [\d.]+ s: (\d+) claims?, \1\.0 an article \(.*\)", read
        )
        assert holds.startswith(f"kg: {tmp_path}/s holds 1 article (1 new), ")

    def test_quiet_says_nothing(self, tmp_path: Path) -> None:
        done = kg("build", "-", "--store", tmp_path / "s", "--quiet", given=ARTICLE)
        assert (done.status, done.stdout, done.stderr) == (0, "", "")

    def test_a_store_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "photos").mkdir()
        (tmp_path / "photos" / "a.png").write_bytes(b"x")
        (tmp_path / "file").write_bytes(b"x")
        fails(kg("build", "-", "--store", tmp_path / "photos", given=ARTICLE), "photos")
        fails(kg("build", "-", "--store", tmp_path / "file", given=ARTICLE), "file")
        assert [path.name for path in (tmp_path / "photos").iterdir()] == ["a.png"]

    def test_nothing_readable_leaves_no_store(self, tmp_path: Path) -> None:
        done = kg("build", tmp_path / "none.txt", "--store", tmp_path / "s")
        assert done.status == 1
        assert "no such file or folder" in done.stderr


class TestQuery:
    SPARQL = "SELECT ?a ?b WHERE { ?a kg:metWith ?b } ORDER BY ?a"
    CSV = (
        "a,b\r\n"
        "https://newskg.example/resource/joe-biden,https://newskg.example/resource/vladimir-putin\r\n"
        "https://newskg.example/resource/vladimir-putin,https://newskg.example/resource/joe-biden\r\n"
    )

    def test_a_question_may_come_from_anywhere(self, store: Path, tmp_path: Path) -> None:
        for name in ("q.rq", "q.txt"):
            (tmp_path / name).write_text(self.SPARQL)
        forms = [self.SPARQL, str(tmp_path / "q.rq"), f"@{tmp_path}/q.txt", "-"]
        answers = {kg("query", form, "--store", store, given=self.SPARQL).stdout for form in forms}
        assert answers == {self.CSV}

    def test_answers_come_in_other_forms(self, store: Path) -> None:
        def answer(form: str) -> str:
            return kg("query", self.SPARQL, "--store", store, "--format", form).stdout

        assert len(json.loads(answer("json"))["results"]["bindings"]) == 2
        assert answer("xml").startswith("<?xml")
        assert "Joe Biden" in answer("table")

    def test_library_queries_are_listed_and_run(self, store: Path) -> None:
        listed = kg("query", "--list").stdout
        names = [line.split()[0] for line in listed.splitlines()]
        assert "who-met-whom" in names
        for name in names:
            done = kg("query", name, "--store", store)
            assert (
                done.status == 0 or "asks about one" in done.stderr
            )  # nobody was named, and the usual one is not here

    def test_entities_and_candidates_are_listed(self, store: Path) -> None:
        done = kg("entities", "biden", "--store", store, "--format", "json")
        (row,) = json.loads(done.stdout)
        assert (row["label"], row["type"], row["articles"]) == ("Joe Biden", "Person", 1)
        assert kg("entities", "--type", "person", "--store", store).stdout.startswith("entity,label,type,aliases,")
        done = kg("entities", "--candidates", "--store", store)
        assert done.stdout.startswith("one,type,articles,other,")
        assert ("no pairs were kept apart" in done.stderr) == (len(done.stdout.splitlines()) == 1)
        alone = kg("entities", "--candidates", "--type", "city", "--store", store)
        assert (len(alone.stdout.splitlines()), "no pairs were kept apart" in alone.stderr) == (1, True)
        fails(kg("entities", "Nobody", "--store", store), "nobody and nothing in the graph is called 'Nobody'")

    @pytest.mark.parametrize(
        "said",
        [
            ["--param", "actor=Joe Biden"],
            ["-p", "actor=joe biden"],
            ["--actor", "the Joe Biden"],
            ["--actor=kgr:joe-biden"],
        ],
    )
    def test_parameters_reach_the_query(self, store: Path, said: list[str]) -> None:
        for order in (["query", "actor-profile", *said], ["query", *said, "actor-profile"]):
            assert "name,Joe Biden,0" in kg(*order, "--store", store).stdout

    def test_nobody_is_told_with_the_nearest_names(self, store: Path) -> None:
        fails(kg("query", "actor", "--actor", "Joe Bidden", "--store", store), "did you mean Joe Biden?")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("SELECT ?a WHERE { ?a kg:metWith }", "line 1"),
            ("who-met-who", "did you mean who-met-whom?"),
            ("nowhere.rq", "nowhere.rq: cannot be read"),
        ],
    )
    def test_a_bad_question_is_told(self, store: Path, query: str, told: str) -> None:
        fails(kg("query", query, "--store", store), told)

    def test_wrong_usage(self, store: Path) -> None:
        fails(kg("query", "--store", store), "--list shows the library", status=2)
        fails(kg("query", "actor", "-p", "Joe"), "'Joe' should be NAME=VALUE", status=2)
        fails(kg("query", "actor", "--actor"), "Option '--actor' requires an argument", status=2)
        fails(kg("query", "who", "met", "whom"), "put a query of several words in quotes", status=2)

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (["denied", "--ontology", "mine.ttl"], "No such option '--ontology': denied has no option of its own"),
            (["actor", "--ontology=mine.ttl"], "No such option '--ontology': actor has --actor"),
            (["pair", "--other", "x"], "No such option '--other': pair has --first and --second"),
            (["actor", "--acter", "Joe Biden"], "No such option '--acter': did you mean --actor?"),
            (["ASK {}", "--ontology", "x"], "No such option '--ontology': only library queries have options of their"),
        ],
    )
    def test_an_option_that_the_query_lacks_is_wrong_usage(self, store: Path, words: list[str], why: str) -> None:
        fails(kg("query", *words, "--store", store), why, status=2)


class TestSearch:
    def test_words_find_sentences_with_their_claims(self, store: Path) -> None:
        rows_found = kg("search", "biden", "--store", store).stdout
        assert rows_found.startswith("published,outlet,title,")
        assert ",metWith,Joe Biden," in rows_found
        assert "metWith Joe Biden (" in kg("search", "Biden", "-Berlin", "--store", store, "--format", "text").stdout

    def test_what_is_nowhere_is_told(self, store: Path) -> None:
        done = kg("search", "xyzzy", "--store", store)
        assert done.status == 0
        assert "has the words xyzzy" in done.stderr
        fails(kg("search", "-Putin", "--store", store), "has no word to look for")


class TestReport:
    def test_a_dossier_is_markdown_or_a_page_by_the_name_of_its_file(self, store: Path, tmp_path: Path) -> None:
        text = kg("report", "Joe Biden", "--store", store).stdout
        assert text.startswith("# Joe Biden\n")
        assert "[^1]: “" in text
        page, again = tmp_path / "biden.html", tmp_path / "again.md"
        assert kg("report", "Joe Biden", "Vladimir Putin", "--store", store, "--output", page).status == 0
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert kg("report", "Joe Biden", "--store", store, "-o", again).stdout == ""
        assert again.read_text(encoding="utf-8").replace("\n![With whom Joe Biden deals](<again.svg>)\n", "") == text
        assert (tmp_path / "again.svg").read_text(encoding="utf-8").startswith("<svg xmlns=")

    def test_mistakes_are_one_line(self, store: Path, tmp_path: Path) -> None:
        fails(kg("report", "Joe Bidden", "--store", store), "did you mean Joe Biden?")
        (tmp_path / "there.md").touch()
        fails(kg("report", "Joe Biden", "--store", store, "-o", tmp_path / "there.md"), "--force overwrites it")
        fails(kg("report", "Joe Biden", "--store", tmp_path / "none"), "no store there")
        fails(kg("report", "Joe Biden", "Joe Biden", "--store", store), "are both Joe Biden; name two")
        fails(kg("report", "Joe Biden", "--store", store, "-o", tmp_path / "a.pdf"), "a report is Markdown or HTML")
        assert not (tmp_path / "a.pdf").exists()


class TestEvents:
    def test_events_are_rows_for_people_and_programs(self, store: Path) -> None:
        header, rule, row = kg("events", "--store", store, "--format", "table").stdout.splitlines()
        assert header.split() == ["date", "type", "kind", "how", "who", "place", "articles", "independent", "outlet"]
        assert set(rule) == {"-", " "}
        assert row.split("  ")[0] == "CONSULT" or "Joe Biden; Vladimir Putin  Geneva" in row
        (event,) = json.loads(kg("events", "--store", store, "--format", "json").stdout)
        assert (event["kind"], event["articles"], event["independent"]) == ("metWith", 1, 1)
        assert event["event"] == "event/joe-biden-met-with-vladimir-putin"

    def test_a_type_that_is_none_is_told(self, store: Path) -> None:
        fails(
            kg("events", "--type", "consul", "--store", store),
            "no event type or relation is called 'consul'; did you mean CONSULT",
        )

    def test_sentences_are_told_on_demand(self, store: Path) -> None:
        done = kg("events", "Vladimir Putin", "joe biden", "--type", "consult", "--claims", "--store", store)
        assert done.stdout.splitlines()[1].endswith(f",{ARTICLE.strip()}")

    def test_where_there_are_none_it_says_so(self, store: Path) -> None:
        for arguments in (["--type", "ASSAULT"], ["--from", "2020"], ["--min-confidence", "1"]):
            done = kg("events", *arguments, "--store", store, "--format", "json")
            assert (done.status, json.loads(done.stdout)) == (0, [])
            assert "no such events" in done.stderr

    def test_wrong_questions(self, store: Path, tmp_path: Path) -> None:
        fails(kg("events", "Bidne", "--store", store), "nobody and nothing in the graph is called 'Bidne'")
        fails(kg("events", "--store", tmp_path / "none"), "none")
        fails(kg("events", "--from", "soon", "--store", store), "'soon' is no date", status=2)
        fails(kg("events", "--from", "2023", "--to", "2022", "--store", store), "is later than", status=2)


class TestConflicts:
    NEWS = (
        '{"id": "one", "published": "2022-03-07", "publisher": "The Example", "text": "Israel has condemned the '
        'Russian invasion of Ukraine. Israeli Prime Minister Naftali Bennett met Vladimir Putin."}\n'
        '{"id": "two", "published": "2022-03-09", "publisher": "Daily Sample", "text": "Israeli Prime Minister Naftali '
        "Bennett has refused to condemn Russia's invasion.\"}\n"
    )
    LABEL = "Israel condemned Russia, Naftali Bennett not"

    def test_both_sides_are_told(self, contradicted: Path) -> None:
        text = kg("conflicts", "--store", contradicted).stdout
        assert text.startswith(f"{self.LABEL}  [leaderAgainstCountry]\n  Israel condemned Russia\n")
        for words in (
            "The Example, 2022-03-07",
            "Bennett condemned Russia: not so, refused",
            "Daily Sample, 2022-03-09",
        ):
            assert words in text

    def test_programs_get_rows_or_a_tree(self, contradicted: Path) -> None:
        rows = kg("conflicts", "--store", contradicted, "--format", "csv").stdout.splitlines()
        assert [row.startswith(f'"{self.LABEL}"') for row in rows] == [False, True, True]
        (tree,) = json.loads(kg("conflicts", "--store", contradicted, "--format", "json").stdout)
        assert [quote["outlet"] for quote in tree["quotes"]] == ["The Example", "Daily Sample"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (["naftali bennett"], True),
            (["Israel", "Russia"], True),
            (["Israel", "Vladimir Putin"], False),
            (["--kind", "denial"], False),
            (["--kind", "leaderagainstcountry", "--kind", "denial"], True),
            (["--min-confidence", "0.99"], False),
        ],
    )
    def test_one_may_ask_for_some(self, contradicted: Path, asked: list[str], found: bool) -> None:
        done = kg("conflicts", *asked, "--store", contradicted)
        assert (done.status, self.LABEL in done.stdout) == (0, found)
        assert ("no conflicts found" in done.stderr) != found

    def test_wrong_usage(self, contradicted: Path) -> None:
        fails(kg("conflicts", "Nobody", "--store", contradicted), "nobody and nothing in the graph is called 'Nobody'")
        fails(kg("conflicts", "a", "b", "c", "--store", contradicted), "one name or two", status=2)
        fails(kg("conflicts", "--kind", "war", "--store", contradicted), "'war' is not one of", status=2)
        fails(kg("conflicts", "--store", contradicted / "nowhere"), "nowhere")


class TestViewAndExport:
    def test_export_goes_to_standard_output_or_a_file(self, store: Path, tmp_path: Path) -> None:
        shown = kg("export", "--store", store)
        assert "kg:metWith" in shown.stdout
        written = kg("export", "--store", store, "--output", tmp_path / "g.ttl")
        assert (written.status, written.stdout) == (0, "")
        assert (tmp_path / "g.ttl").read_text() == shown.stdout

    @pytest.mark.parametrize(
        ("name", "form"),
        [*(("g" + suffix, form) for suffix, form in export.SUFFIXES.items()), ("Graph.CSV", "csv")],
    )
    def test_the_name_of_a_file_tells_the_format(self, store: Path, tmp_path: Path, name: str, form: str) -> None:
        for path, options in ((tmp_path / name, []), (tmp_path / "asked", ["--format", form])):
            assert kg("export", "--store", store, "--output", path, *options).status == 0
        assert (tmp_path / name).read_bytes() == (tmp_path / "asked").read_bytes()

    @pytest.mark.parametrize("name", ["graph", "graph.json", "graph.ttl.gz", ".csv"])
    def test_a_name_that_tells_no_format_is_one_line(self, store: Path, tmp_path: Path, name: str) -> None:
        done = kg("export", "--store", store, "--output", tmp_path / name)
        fails(done, f"{name}: the name does not tell the format; name it with --format: turtle, trig")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("form", sorted(export.BINARY))
    def test_what_is_no_text_is_kept_from_a_terminal(self, store: Path, form: str) -> None:
        master, terminal = pty.openpty()
        command = [*COMMAND, "export", "--store", str(store), "--format", form]
        done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, text=True, check=False)
        os.close(terminal)
        os.close(master)
        assert done.stderr == f"kg: {form} is no text for a terminal; name a file with --output\n"
        assert done.returncode == 1

    def test_the_context_of_json_ld_may_be_at_an_address(self, store: Path) -> None:
        done = kg("export", "--store", store, "--format", "jsonld", "--context", "https://a.example/c.jsonld")
        assert json.loads(done.stdout)["@context"] == "https://a.example/c.jsonld"
        assert kg("export", "--store", store, "--context", "https://a.example/c.jsonld").status == 2

    def test_a_view_of_nothing_says_so(self, store: Path, tmp_path: Path) -> None:
        done = kg("view", "--store", store, "--output", tmp_path / "g.html", "--min-confidence", "1")
        assert done.status == 0
        assert "with nothing in it: there are no claims of a confidence of 1 or more\n" in done.stderr
        assert (tmp_path / "g.html").exists()

    def test_view_writes_one_page(self, store: Path, tmp_path: Path) -> None:
        done = kg("view", "--store", store, "--output", tmp_path / "g.html", "--title", "A & B")
        assert done.status == 0, done.stderr
        page = (tmp_path / "g.html").read_text(encoding="utf-8")
        assert "<title>A &amp; B</title>" in page
        assert "Joe Biden" in page

    @pytest.mark.parametrize("command", ["export", "view"])
    def test_no_file_is_overwritten_unasked(self, store: Path, tmp_path: Path, command: str) -> None:
        path = tmp_path / "out.ttl"
        path.write_text("precious")
        fails(kg(command, "--store", store, "--output", path), "exists already; --force overwrites it")
        assert path.read_text() == "precious"
        assert kg(command, "--store", store, "--output", path, "--force").status == 0
        assert path.read_text() != "precious"

    @pytest.mark.parametrize("command", ["export", "view"])
    def test_no_store_is_one_line(self, tmp_path: Path, command: str) -> None:
        done = kg(command, "--store", tmp_path / "none", "--output", tmp_path / "out.ttl")
        fails(done, "none")
        assert len(done.stderr.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []


class TestCheck:
    def test_a_store_that_is_whole(self, store: Path) -> None:
        done = kg("check", store)
        assert (done.status, done.stdout) == (0, "")
        assert done.stderr.startswith(f"kg: {store}: ")
        assert "claims of 1 article) in " in done.stderr
        assert done.stderr.endswith(" a second: nothing is wrong\n")
        assert kg("check", store, "--quiet").stderr == ""
        assert kg("check", "--store", store).stderr.endswith(": nothing is wrong\n")

    def test_a_file_that_is_not(self, store: Path, tmp_path: Path) -> None:
        graph = kg("export", "--store", store, "--format", "trig").stdout
        (tmp_path / "g.trig").write_text(graph.replace("kg:polarity", "kg:polartiy"))
        done = kg("check", tmp_path / "g.trig")
        assert done.status == 1
        assert "kg:polartiy; take it out (did you mean kg:polarity?)" in done.stdout
        assert done.stderr.endswith(" violations\n")
        told = [json.loads(line) for line in kg("check", tmp_path / "g.trig", "--format", "json").stdout.splitlines()]
        assert len(told) == len(done.stdout.splitlines())
        assert {each["file"] for each in told} == {str(tmp_path / "g.trig")}
        assert all(each["line"] and each["node"].startswith("https://") for each in told)

    def test_an_ontology(self, tmp_path: Path) -> None:
        turtle = "@prefix kg: <https://newskg.example/ontology#> .\nkg:metWith kg:frame "
        (tmp_path / "mine.ttl").write_text(f'{turtle}"confabulate with OBJ:Persn" .')
        done = kg("check", tmp_path / "mine.ttl")
        assert done.status == 1
        assert done.stdout.startswith(f"{tmp_path}/mine.ttl:2: kg:metWith: has an unknown class in frame")
        (tmp_path / "mine.ttl").write_text(f'{turtle}"condem OBJ" .')
        done = kg("check", tmp_path)
        assert (done.status, done.stdout[:5]) == (0, "note:")

    def test_nothing_there(self, tmp_path: Path) -> None:
        fails(kg("check", tmp_path / "none"), "none: no such file or store; `kg build` makes a store")
        (tmp_path / "a.nq").write_text("<http://a> <http://b")
        fails(kg("check", tmp_path / "a.nq"), "a.nq:1: no valid N-Quads: ")

    def test_what_follows_is_built_and_remembered(self, tmp_path: Path) -> None:
        store = tmp_path / "s"
        article = "Israeli Prime Minister Naftali Bennett met Vladimir Putin in Moscow.\n"
        ask = "SELECT ?who { GRAPH <https://newskg.example/graph/inferred> { kgr:israel kg:ledBy ?who } }"
        found = []
        for options in ((), ("--infer",), (), ("--no-infer",)):
            assert kg("build", "-", "--store", store, *options, given=article).status == 0
            found.append("naftali-bennett" in kg("query", ask, "--store", store).stdout)
            assert kg("check", store).status == 0
        assert found == [False, True, True, False]


class TestEndpoint:
    def test_a_graph_is_built_at_an_endpoint_and_read_there(
        self, store: Path, tmp_path: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)  # no address may be taken for a path
        secret = endpoint.replace("//", "//me:geheim@")
        place = ("--endpoint", secret, "--update-endpoint", endpoint.replace("/query", "/update"))
        built = kg("build", "-", "--store", "s", *place, given=ARTICLE)
        assert built.status == 0, built.stderr
        assert "s holds 1 article (1 new), " in built.stderr
        again = kg("build", "-", "--store", "s", given=ARTICLE)
        assert "s holds 1 article (1 unchanged), " in again.stderr
        nquads = [kg("export", "--store", each, "--format", "nquads").stdout for each in (store, "s", secret)]
        assert nquads[0]
        assert {"".join(sorted(text.splitlines(keepends=True))) for text in nquads[1:]} == {
            "".join(sorted(nquads[0].splitlines(keepends=True)))
        }
        pages = []
        for each in ("s", secret):
            assert "Joe Biden" in kg("query", "who-met-whom", "--store", each).stdout
            assert kg("view", "--store", each, "--output", "page.html", "--force").status == 0
            pages.append(Path("page.html").read_text(encoding="utf-8"))
        assert pages[0] == pages[1]
        assert "Joe Biden" in pages[0]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "s"]

    def test_what_an_address_alone_cannot_do_is_told_without_the_password(self, tmp_path: Path, endpoint: str) -> None:
        secret = endpoint.replace("//", "//me:geheim@")
        shown = secret.replace("me:geheim@", "")
        tried = [
            (
                kg("build", "-", "--store", secret, given=ARTICLE),
                "to build there, add --endpoint to a folder",
            ),
            (kg("query", "articles", "--store", secret, "--min-confidence", "0.5"), "name the store's folder"),
            (kg("backup", tmp_path / "b.nq.gz", "--store", secret), "has the graph alone"),
            (kg("restore", "-", "--store", secret, given=""), "has the graph alone"),
            (kg("entities", "--store", secret), "has the graph alone"),
        ]
        for done, told in tried:
            fails(done, f"kg: {shown}: ", told)
            assert "geheim" not in done.stderr
            assert len(done.stderr.splitlines()) == 1
        gone = "http://me:geheim@127.0.0.1:1/query"
        for done in (
            kg("query", "articles", "--store", gone),
            kg("build", "-", "--store", tmp_path / "s", "--endpoint", gone, given=ARTICLE),
        ):
            fails(done, "kg: http://127.0.0.1:1/", "nobody answers there")
            assert "geheim" not in done.stderr

    def test_wrong_usage(self, tmp_path: Path) -> None:
        done = kg("build", "-", "--store", tmp_path / "s", "--update-endpoint", "http://x.example/", given=ARTICLE)
        fails(done, "--update-endpoint goes with --endpoint", status=2)
        done = kg("build", "-", "--store", tmp_path / "s", "--endpoint", "localhost:7878", given=ARTICLE)
        fails(done, "'localhost:7878' is no address of an endpoint; write it as https://host/query")


class TestThreshold:
    NEWS = f"{ARTICLE}He may have called Xi Jinping on his way.\n"

    def test_cutting_later_is_building_so(self, tmp_path: Path, bound: str) -> None:
        whole, cut = tmp_path / "whole", tmp_path / "cut"
        kg("build", "-", "--store", whole, given=self.NEWS)
        built = kg("build", "-", "--store", cut, "--min-confidence", bound, given=self.NEWS)
        assert f"of them below {bound}, kept out of the graph" in built.stderr
        assert self.exported(cut) == self.exported(whole, "--min-confidence", bound) != self.exported(whole)
        # What was left out has been kept.
        assert kg("build", "-", "--store", cut, "--min-confidence", "0", given=self.NEWS).status == 0
        assert self.exported(cut) == self.exported(whole)

    def exported(self, store: Path, *options: str) -> str:
        return kg("export", "--store", store, "--format", "nquads", *options).stdout

    def test_questions_and_the_page_are_of_the_graph_that_is_left(self, tmp_path: Path, bound: str) -> None:
        store = tmp_path / "s"
        kg("build", "-", "--store", store, given=self.NEWS)
        ask = "SELECT ?name { ?who rdfs:label ?name } ORDER BY ?name"
        names = [kg("query", ask, "--store", store, "--min-confidence", each).stdout for each in ("0", bound)]
        assert [("Joe Biden" in found, "Xi Jinping" in found) for found in names] == [(True, True), (True, False)]
        for each, drawn in (("0", True), (bound, False)):
            page = tmp_path / f"{each}.html"
            assert kg("view", "--store", store, "-o", page, "--min-confidence", each).status == 0
            assert ("Xi Jinping" in page.read_text()) == drawn


class TestOutput:
    def test_a_file_appears_whole(self, tmp_path: Path) -> None:
        with open_output(tmp_path / "a") as file:
            file.write(b"half")
            assert not (tmp_path / "a").exists()
            file.write(b"whole")
        assert (tmp_path / "a").read_bytes() == b"halfwhole"
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    def test_or_not_at_all(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"old")

        def interrupted() -> None:
            with open_output(tmp_path / "a", force=True) as file:
                file.write(b"half")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert (tmp_path / "a").read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    def test_it_is_readable_as_any_new_file(self, tmp_path: Path) -> None:
        (tmp_path / "usual").touch()
        with open_output(tmp_path / "a") as file:
            file.write(b"x")
        assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode

    @pytest.mark.parametrize(("name", "told"), [("", "is a folder"), ("no/where", "there is no folder")])
    def test_a_path_that_can_be_no_file(self, tmp_path: Path, name: str, told: str) -> None:
        with pytest.raises(OutputError, match=told), open_output(tmp_path / name):
            pytest.fail("was opened")

    def test_a_device_is_not_replaced(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(OutputError, match="is no file"), open_output(tmp_path / "pipe", force=True):
            pytest.fail("was opened")
        assert (tmp_path / "pipe").is_fifo()


@pytest.fixture(scope="module")
def news_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("time")
    (folder / "news.jsonl").write_text(TestOverTime.NEWS, encoding="utf-8")
    assert kg("build", folder / "news.jsonl", "--store", folder / "store").status == 0
    return folder / "store"


class TestOverTime:
    NEWS = (
        '{"id": "a", "published": "2022-03-07", "publisher": "The Example",'
        ' "text": "Israeli Prime Minister Naftali Bennett met Vladimir Putin in Moscow on Saturday."}\n'
        '{"id": "b", "published": "2022-07-02",'
        ' "text": "Israel condemned Russia on Friday. Yair Lapid became prime minister of Israel in July 2022."}\n'
    )

    def rows(self, *arguments: str | Path) -> list[dict[str, Any]]:
        done = kg(*arguments, "--format", "json")
        assert done.status == 0, done.stderr
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def test_a_timeline(self, news_store: Path) -> None:
        (row,) = self.rows("timeline", "naftali bennett", "Vladimir Putin", "--store", news_store)
        assert (row["time"], row["stated"], row["relation"], row["where"]) == (
            "2022-03-05",
            True,
            "met with",
            ["Moscow"],
        )
        assert (row["outlets"], row["articles"], row["fact"]) == (["The Example"], 1, True)
        assert row["sentences"][0].endswith("in Moscow on Saturday.")
        lines = kg(
            "timeline", "israel", "russia", "--officials", "--store", news_store, "--format", "table"
        ).stdout.splitlines()
        assert [line.split()[0] for line in lines[2:]] == ["2022-03-05", "2022-07-01"]
        later = self.rows("timeline", "israel", "--from", "2022-07-01", "--store", news_store)
        assert later[0]["time"] == "2022-07-01"

    def test_tone(self, news_store: Path) -> None:
        (row,) = self.rows("tone", "Israel", "Russia", "--store", news_store)
        assert (row["period"], row["deeds"], row["a_to_b"], row["b_to_a"]) == ("2022-07", 1, -2.0, None)
        both = self.rows("tone", "Israel", "Russia", "--officials", "--by", "year", "--store", news_store)
        assert [(row["period"], row["deeds"], row["sum"]) for row in both] == [("2022", 2, -1.0)]
        assert len(kg("tone", "--store", news_store).stdout.splitlines()) == 3

    def test_a_difference(self, news_store: Path) -> None:
        rows = self.rows("diff", "--from", "2022-03-31", "--to", "2022-12", "--store", news_store)
        told = {(row["change"], row["relation"], row["subject"], row["reason"]) for row in rows}
        assert ("new pair", "condemned", "Israel", None) in told
        assert ("gone", "holds office", "Naftali Bennett", "passed on to Yair Lapid") in told
        assert (
            self.rows("diff", "Vladimir Putin", "--from", "2022-03-31", "--to", "2022-12", "--store", news_store) == []
        )

    def test_officials(self, news_store: Path) -> None:
        rows = self.rows("officials", "Israel", "--store", news_store)
        assert [(row["holder"], row["begin"], row["told_from"]) for row in rows] == [
            ("Naftali Bennett", None, "2022-03-07"),
            ("Yair Lapid", "2022-07", None),
        ]
        assert [row["holder"] for row in self.rows("officials", "--at", "2022-06", "--store", news_store)][
            -1
        ] == "Naftali Bennett"

    @pytest.mark.parametrize(
        ("arguments", "told", "status"),
        [
            (["timeline", "Benet"], "nobody and nothing in the graph is called 'Benet'", 1),
            (["timeline", "Israel", "--from", "soon"], "'soon' is no date; write it as 2022-03-07, 2022-03 or 2022", 2),
            (["timeline", "Israel", "--from", "2023", "--to", "2022-05"], "--from 2023 is later than --to 2022-05", 2),
            (["diff", "--from", "2022"], "Missing option '--to'", 2),
            (["diff", "--from", "2023", "--to", "2022"], "--from 2023 is later than --to 2022", 2),
            (["tone", "Israel", "--by", "day"], "'day' is not one of", 2),
            (["officials", "--at", "2022/2023"], "'2022/2023' is no date", 2),
            (["timeline"], "Missing argument 'A'", 2),
        ],
    )
    def test_mistakes_are_one_line(self, news_store: Path, arguments: list[str], told: str, status: int) -> None:
        fails(kg(*arguments, "--store", news_store), told, status=status)


class TestAsk:
    def test_answers_with_sentence_and_query(self, store: Path) -> None:
        done = kg("ask", "who met biden", "--store", store)
        assert done.status == 0
        assert done.stdout.startswith(
            "1 answer.\n\nVladimir Putin  (1 article; in Geneva)\n  “Vladimir Putin met Joe Biden"
        )
        assert "Understood as: who? – met with – Joe Biden" in done.stdout
        assert "kg:metWith" in done.stdout

    def test_the_query_by_itself_gives_the_claim(self, store: Path) -> None:
        done = kg("ask", "Who met Biden?", "--store", store, "--sparql", "only")
        asked = kg("query", done.stdout, "--store", store, "--format", "csv")
        assert asked.status == 0
        assert "Vladimir Putin met Joe Biden in Geneva on Wednesday." in asked.stdout

    def test_nothing_found_is_no_failure(self, store: Path) -> None:
        done = kg("ask", "Did Biden call Putin?", "--store", store, "--sparql", "hide")
        assert (done.status, done.stderr) == (0, "")
        assert done.stdout.startswith("Nothing found")
        assert "SELECT" not in done.stdout

    def test_what_is_not_understood_is_told(self, store: Path) -> None:
        fails(kg("ask", "Who secretly met Biden?", "--store", store), "kg: not understood: 'secretly'")
        fails(kg("ask", "Who met Bidan?", "--store", store), "'Bidan'; did you mean Joe Biden?")
        fails(kg("ask", "", "--store", store), "there is no question in it")

    def test_json_and_many_questions(self, store: Path) -> None:
        done = kg("ask", "-", "--store", store, "--format", "json", given="who met biden\n\nwhy did biden meet putin\n")
        first, second = map(json.loads, done.stdout.splitlines())
        assert done.status == 1
        assert first["outcome"] == "answered"
        assert [(each["answer"], each["node"]) for each in first["answers"]] == [
            ("Vladimir Putin", "kgr:vladimir-putin")
        ]
        assert (second["outcome"], second["part"], second["answers"]) == ("not understood", "why", [])

    def test_a_threshold_leaves_weak_claims_out(self, store: Path) -> None:
        done = kg("ask", "who met biden", "--store", store, "--min-confidence", "1")
        assert done.stdout.startswith("Nothing found")

    def test_a_day_that_is_none(self, store: Path) -> None:
        fails(kg("ask", "who met biden", "--store", store, "--today", "someday"), "is no date", status=2)
