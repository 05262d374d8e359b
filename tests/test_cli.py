"""The command line as its users meet it: output, messages, exit codes, files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

import click
import pytest

from kg import __version__
from kg.cli import cli, run
from kg.errors import OutputError
from kg.extract.annotate import load_model
from kg.output import open_output

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
        patch.setattr("kg.extract.load_model", cache(load_model))
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

    def test_help_answers_at_once(self) -> None:
        begin = time.monotonic()
        subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        assert time.monotonic() - begin < 1.0  # a tenth of that, on a machine with nothing else to do

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
                    *(["query", "who-met-whom"], ["view"], ["export"]),
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
            "kg: skipped 1 input that could not be read (see above)",
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


class TestReadme:
    README = (ROOT / "README.md").read_text(encoding="utf-8")

    def block(self, language: str, after: str = "") -> str:
        return self.README[self.README.index(after) :].split(f"```{language}\n")[1].split("```")[0]

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
        section = "### Why did it (not) find that?"
        (tmp_path / "more.ttl").write_text(self.block("turtle", section), encoding="utf-8")
        sentence = self.block("console", section).split("'")[1]
        before, after = kg("explain", sentence), kg("explain", sentence, "--ontology", tmp_path)
        assert "no frame for 'buttonhole'" in before.stdout
        assert "fired: buttonhole OBJ -> spokeWith" in after.stdout

    def test_its_python_runs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "a.txt").write_text(ARTICLE)
        monkeypatch.chdir(tmp_path)
        exec(compile(self.block("python"), "README.md", "exec"), {})
        assert (tmp_path / "news").is_dir()


class TestBuild:
    def test_summary_goes_to_standard_error(self, tmp_path: Path) -> None:
        done = kg("build", "-", "--store", tmp_path / "s", given=ARTICLE)
        assert done.status == 0
        assert done.stdout == ""
        model, holds = done.stderr.splitlines()
        assert model.startswith("kg: language model en_core_web_md-")
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
            assert kg("query", name, "--store", store).status == 0

    def test_parameters_reach_the_query(self, store: Path) -> None:
        one = kg("query", "actor", "--store", store, "--param", "actor=Joe Biden")
        none = kg("query", "actor", "--store", store, "-p", "actor=Nobody")
        assert "Joe Biden" in one.stdout
        assert "Joe Biden" not in none.stdout

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


class TestViewAndExport:
    def test_export_goes_to_standard_output_or_a_file(self, store: Path, tmp_path: Path) -> None:
        shown = kg("export", "--store", store)
        assert "kg:metWith" in shown.stdout
        written = kg("export", "--store", store, "--output", tmp_path / "g.ttl")
        assert (written.status, written.stdout) == (0, "")
        assert (tmp_path / "g.ttl").read_text() == shown.stdout

    def test_view_writes_one_page(self, store: Path, tmp_path: Path) -> None:
        done = kg("view", "--store", store, "--output", tmp_path / "g.html", "--title", "A & B")
        assert done.status == 0, done.stderr
        page = (tmp_path / "g.html").read_text(encoding="utf-8")
        assert "<title>A &amp; B</title>" in page
        assert "Joe Biden" in page

    @pytest.mark.parametrize("command", ["export", "view"])
    def test_no_file_is_overwritten_unasked(self, store: Path, tmp_path: Path, command: str) -> None:
        path = tmp_path / "out"
        path.write_text("precious")
        fails(kg(command, "--store", store, "--output", path), "exists already; --force overwrites it")
        assert path.read_text() == "precious"
        assert kg(command, "--store", store, "--output", path, "--force").status == 0
        assert "metWith" in path.read_text()

    @pytest.mark.parametrize("command", ["export", "view"])
    def test_no_store_is_one_line(self, tmp_path: Path, command: str) -> None:
        done = kg(command, "--store", tmp_path / "none", "--output", tmp_path / "out")
        fails(done, "none")
        assert len(done.stderr.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []


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
