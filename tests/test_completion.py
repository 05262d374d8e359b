"""Completion: what each unfinished word may become, and what real shells make of it."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli import cli, run
from kg.commands.shells import SHELLS, VARIABLE
from kg.graph.build import following, update
from kg.graph.corrections_file import read_corrections
from kg.graph.labels import event_types_of, labels_like, relations_of
from kg.graph.store import open_store
from kg.jsonl import claim_to_line
from kg.model import Article, Claim
from kg.ontology import Ontology
from tests.shells import PROMPT, press

ROOT = Path(__file__).parent.parent
News = tuple[tuple[Article, tuple[Claim, ...]], ...]
needs = {
    name: pytest.mark.skipif(shutil.which(name) is None, reason=f"no {name}: apt-get install {name}") for name in SHELLS
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, news: News) -> Path:
    """A folder with a store of that name that `--store` has by default, and with a `kg` to be called."""
    folder = tmp_path_factory.mktemp("completion")
    claims = (claim_to_line(claim) for _, found in news for claim in found)
    (folder / "claims.jsonl").write_text("\n".join(claims))
    command = ["build", str(folder / "claims.jsonl"), "--store", str(folder / "kg-store"), "--quiet"]
    assert run(command) == 0
    (folder / "bin").mkdir()
    script = f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m kg "$@"\n'
    (folder / "bin" / "kg").write_text(script)
    (folder / "bin" / "kg").chmod(0o755)
    return folder


def completed(line: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What bash gets for a line whose end is to be completed; bash takes words apart at `=` and `:`."""
    word = line.replace("=", " = ").replace(":", " : ").split(" ")[-1]
    for name, value in ((VARIABLE, "bash_complete"), ("COMP_LINE", line), ("COMP_WORD", word)):
        monkeypatch.setenv(name, value)
    assert run([]) == 0
    told, complaints = capfd.readouterr()
    assert complaints == ""
    return [line for line in told.splitlines() if line]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("kg timel", ["plain,timeline"]),
        ("kg network cen", ["plain,centrality"]),
        ("kg export --form", ["plain,--format"]),
        ("kg export --format gex", ["plain,gexf"]),
        ("kg export --format=gex", ["plain,gexf"]),
        ("kg build ", ["file,"]),
        ("kg build art", ["file,art"]),
        ("kg build --store ne", ["dir,ne"]),
        ("kg completion z", ["plain,zsh"]),
        # names of the store: as they begin, else by any word, without regard to capitals and accents
        ("kg timeline Nafta", [r"plain,Naftali\ Bennett"]),
        ("kg timeline benn", [r"plain,Naftali\ Bennett"]),
        ("kg timeline 'Nafta", ["plain,Naftali Bennett"]),
        ("kg timeline Israel ru", ["plain,Russia"]),
        ("kg network path Isr", ["plain,Israel"]),
        ("kg merge Israel rus", ["plain,Russia"]),
        ("kg timeline Nobody", []),
        ("kg timeline --store nowhere Isr", []),
        ("kg timeline --store kg-store Isr", ["plain,Israel"]),
        ("kg timeline --store http://127.0.0.1:9/query Isr", []),  # which would be asked over the network
        ("kg drop claim x --relation phon", ["plain,phoned"]),
        ("kg events --type CONSU", ["plain,CONSULT"]),
        ("kg events --type phon", ["plain,phoned"]),
        # the library
        ("kg query who-met", ["plain,who-met-whom"]),
        ("kg query ./who", ["file,./who"]),
        ("kg query actor-profile --ac", ["plain,--actor"]),
        ("kg query actor-profile --actor Nafta", [r"plain,Naftali\ Bennett"]),
        ("kg query actor-profile --actor Israel --ac", []),
        ("kg query actor-profile Nafta", []),
        # nothing to say, and no complaint
        ("kg timeline --from soon --to never Isr", ["plain,Israel"]),
        ("kg timeline 'it''s nobody", []),
    ],
)
def test_what_a_word_may_become(
    line: str, told: list[str], place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    assert completed(line, monkeypatch, capfd) == told


def test_all_commands_and_all_queries_are_offered(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    assert completed("kg ", monkeypatch, capfd) == [f"plain,{name}" for name in cli.list_commands(click.Context(cli))]
    named = {f"plain,{file.stem}" for file in (ROOT / "kg" / "query" / "named").glob("*.rq")}
    assert set(completed("kg query ", monkeypatch, capfd)) == named


@pytest.mark.parametrize("shell", ["zsh_complete", "bash_nonsense", "nonsense", ""])
def test_a_shell_that_asks_oddly_gets_no_complaint(
    shell: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, shell)
    for name in ("COMP_WORDS", "COMP_CWORD"):
        monkeypatch.delenv(name, raising=False)
    assert run([]) == 0
    assert capfd.readouterr() == ("", "")


def test_a_path_is_asked_of_every_argument_that_takes_one() -> None:
    def parameters(command: click.Command) -> list[click.Parameter]:
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        return [*command.params, *(each for other in inner for each in parameters(other))]

    for each in parameters(cli):
        if (each.metavar or "").strip("[].").split("|")[0] in {"FILE", "DIR", "PATH", "FEED"}:
            items = each.shell_complete(click.Context(cli), "x")
            assert [item.type for item in items] in (["file"], ["dir"]), each


def test_little_is_loaded_for_it(place: Path) -> None:
    script = "import sys; from kg.cli import run; run([]); print(*sys.modules)"
    line = "kg timeline Nafta"
    asked = {VARIABLE: "bash_complete", "COMP_LINE": line, "COMP_WORD": "Nafta"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **asked, "PYTHONPATH": str(ROOT)},
        cwd=place,
        capture_output=True,
        text=True,
        check=True,
    )
    told, modules = done.stdout.splitlines()
    assert told == r"plain,Naftali\ Bennett"
    assert not {"spacy", "rdflib", "numpy", "scipy", "networkx"} & set(modules.split())


class TestLabels:
    def test_names_are_found_by_their_beginnings_then_by_their_words(self, place: Path) -> None:
        store = place / "kg-store"
        assert labels_like(store, "isr") == [("Israel", "Country")]
        assert labels_like(store, "zelen") == labels_like(store, "Volodymyr Zel")
        assert {label for label, _ in labels_like(store, "")} >= {"Israel", "Naftali Bennett", "Moscow"}
        assert len(labels_like(store, "", most=2)) == 2
        assert labels_like(store, "ennett") == []

    def test_what_is_no_store_has_none(self, tmp_path: Path) -> None:
        (tmp_path / "claims.sqlite").write_text("no database")
        for folder in (tmp_path, tmp_path / "none"):
            assert (labels_like(folder, "a"), relations_of(folder), event_types_of(folder)) == ([], [], [])
        assert not (tmp_path / "none").exists()

    def test_what_a_correction_renames_is_found_by_its_label(
        self, news: News, small_ontology: Ontology, tmp_path: Path
    ) -> None:
        """Its local name stays what it was, so that links to it hold."""
        label = "État d’Israël (1948)"
        corrections = read_corrections(f'[[rename]]\nname = "Israel"\nto = "{label}"\n', "c.toml")
        with open_store(tmp_path / "store", create=True) as store, following(store, corrections):
            update(store, news, small_ontology, "m")
        for typed in ("état d", "ISRAE", "1948"):
            assert labels_like(tmp_path / "store", typed) == [(label, "Country")]
        assert labels_like(tmp_path / "store", "srael") == []

    def test_nothing_is_written(self, news: News, small_ontology: Ontology, tmp_path: Path) -> None:
        with open_store(tmp_path / "store", create=True) as store:
            update(store, news, small_ontology, "m")
        there = sorted(path.name for path in (tmp_path / "store").iterdir())
        assert labels_like(tmp_path / "store", "isr") == [("Israel", "Country")]
        assert sorted(path.name for path in (tmp_path / "store").iterdir()) == there

    def test_a_writer_is_not_waited_for(self, place: Path) -> None:
        with open_store(place / "kg-store", create=True):
            connection = sqlite3.connect(place / "kg-store" / "claims.sqlite")
            connection.execute("BEGIN IMMEDIATE")
            assert labels_like(place / "kg-store", "isr") == [("Israel", "Country")]
            connection.close()

    def test_what_takes_long_is_given_up(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.graph.labels._SECONDS", -1.0)
        monkeypatch.setattr("kg.graph.labels._STEPS", 1)
        connection = sqlite3.connect(tmp_path / "claims.sqlite")
        connection.execute("CREATE TABLE node (name BLOB PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID")
        connection.execute("""INSERT INTO node VALUES (CAST('a' AS BLOB), '{"label": "A", "type": "Person"}')""")
        connection.commit()
        connection.close()
        assert labels_like(tmp_path, "a") == []


class TestShells:
    LINES = (
        ("kg timel\t", "kg timeline "),
        ("kg timeline Nafta\t", r"kg timeline Naftali\ Bennett "),
        ("kg timeline 'Nafta\t", "kg timeline 'Naftali Bennett' "),
        ("kg export --format=gex\t", "kg export --format=gexf "),
        ("kg query actor-profile --actor Nafta\t", r"kg query actor-profile --actor Naftali\ Bennett "),
        ("kg build cla\t", "kg build claims.jsonl "),
        ("kg build --store kg-\t", "kg build --store kg-store/"),
    )

    def environment(self, place: Path) -> dict[str, str]:
        paths = os.pathsep.join((str(place / "bin"), os.environ["PATH"]))
        home = {"HOME": str(place), "ZDOTDIR": str(place), "XDG_CONFIG_HOME": str(place)}
        return {"PATH": paths, **home, "TERM": "dumb", "LANG": "C.UTF-8"}

    @pytest.mark.parametrize(("keys", "shown"), LINES)
    @needs["bash"]
    def test_bash(self, place: Path, keys: str, shown: str) -> None:
        (place / "rc").write_text(
            f"bind 'set enable-bracketed-paste off'\nPS1='{PROMPT}'\neval \"$(kg completion bash)\"\n"
        )
        screen = press(["bash", "--rcfile", str(place / "rc"), "-i"], keys, self.environment(place), place, shown)
        assert screen == shown

    @pytest.mark.parametrize(("keys", "shown"), LINES[1:5:3])
    @needs["zsh"]
    def test_zsh(self, place: Path, keys: str, shown: str) -> None:
        setup = f"PS1='{PROMPT}'\nautoload -U compinit\ncompinit -u\neval \"$(kg completion zsh)\"\n"
        (place / ".zshrc").write_text(setup)
        screen = press(["zsh", "-d", "-i"], keys, self.environment(place), place, shown)
        assert shown in screen

    @needs["fish"]
    def test_fish(self, place: Path) -> None:
        asked = ("kg timel", "kg timeline Nafta", "kg export --format=gex", "kg build cla")
        script = "kg completion fish | source; for line in $argv; complete --do-complete $line; end"
        command = ["fish", "--no-config", "-c", script, *asked]
        done = subprocess.run(
            command, env=self.environment(place), cwd=place, capture_output=True, text=True, check=True
        )
        assert [line.partition("\t")[0] for line in done.stdout.splitlines()] == [
            *("timeline", "Naftali Bennett", "--format=gexf", "claims.jsonl")
        ]

    @pytest.mark.parametrize("shell", sorted(SHELLS))
    def test_a_script_parses(self, shell: str, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["completion", shell]) == 0
        script = capfd.readouterr().out
        assert VARIABLE in script
        if shutil.which(shell):
            subprocess.run([shell, "-n", "/dev/stdin"], input=script, text=True, check=True, capture_output=True)
