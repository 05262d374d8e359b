"""A full disk, a read-only folder, two builds at once: one line, nothing lost, and the same command completes it."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.claims_file import CLAIMS, open_claims
from kg.graph.lock import hold
from kg.graph.store import Store, open_store
from kg.jsonl import write_claims
from kg.model import Claim
from kg.pipeline import build

NQuads = Callable[[Store], list[str]]
COMMAND = [sys.executable, "-c", "from kg.cli import main; main()"]

_DROP_FROM_BOUNDS, _OVERRIDE_PERMISSIONS = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE


def kg(*arguments: str | Path, before: Callable[[], object] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; `before` runs there first."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


def fails_in_one_line(done: subprocess.CompletedProcess[str], *told: str) -> None:
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.startswith("kg: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert not told or any(words in done.stderr for words in told), done.stderr


@pytest.fixture(scope="module")
def claims(hundreds: list[Claim], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("claims") / "all.jsonl"
    with file.open("w", encoding="utf-8") as out:
        write_claims(hundreds, out)
    return file


@pytest.fixture(scope="module")
def whole(claims: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of an undisturbed build."""
    folder = tmp_path_factory.mktemp("whole") / "store"
    build([claims], folder)
    return folder


@pytest.fixture(scope="module")
def wanted(whole: Path, nquads: NQuads) -> list[str]:
    with open_store(whole, read_only=True) as store:
        return nquads(store)


def articles(quads: Sequence[str]) -> dict[str, list[str]]:
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        name = quad.removesuffix(" .").rsplit(" ", 1)[1]
        if "/article/" in name:
            graphs[name].append(quad)
    return graphs


def look(folder: Path, hundreds: Sequence[Claim], wanted: list[str], nquads: NQuads) -> None:
    """Check that a store holds whole articles only, if it is one yet."""
    given = defaultdict(list)
    for claim in hundreds:
        given[claim.article.id].append(claim)
    try:
        opened = open_store(folder, read_only=True)
    except StoreError as error:
        assert "no store there" in str(error)  # noqa: PT017 - the store may be one, too
        return
    with opened:
        for name in opened.kept.ids():
            assert list(opened.kept.claims_of(name)) == given[name]
        whole = articles(wanted)
        for name, quads in articles(nquads(opened)).items():
            assert quads == whole[name]


def completes(claims: Path, folder: Path, wanted: list[str], nquads: NQuads) -> None:
    done = kg("build", claims, "--store", folder)
    assert done.returncode == 0, done.stderr
    with open_store(folder, read_only=True) as store:
        assert nquads(store) == wanted


class TestFullDisk:
    @pytest.mark.parametrize("kilobytes", [0, 1, 30, 200, 700])
    def test_no_file_may_grow_any_more(
        self, tmp_path: Path, claims: Path, hundreds: list[Claim], wanted: list[str], nquads: NQuads, kilobytes: int
    ) -> None:
        limit = kilobytes * 1000
        full = kg(
            *("build", claims, "--store", tmp_path / "store"),
            before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        fails_in_one_line(full, "cannot be", "disk", "File too large")
        look(tmp_path / "store", hundreds, wanted, nquads)
        completes(claims, tmp_path / "store", wanted, nquads)

    @pytest.mark.parametrize("kilobytes", [100, 500, 1200, 2500, 4000])
    def test_a_small_disk(
        self, tmp_path: Path, claims: Path, hundreds: list[Claim], wanted: list[str], nquads: NQuads, kilobytes: int
    ) -> None:
        disk, saved = tmp_path / "disk", tmp_path / "saved"
        disk.mkdir()
        script = f"mount -t tmpfs -o size={kilobytes}k none '{disk}' || exit 77; "
        script += f"\"$@\"; status=$?; cp -r '{disk}' '{saved}'; exit $status"
        command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
        command += [*COMMAND, "build", str(claims), "--store", str(disk / "store")]
        try:
            full = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            pytest.skip("there is no unshare to mount a small disk with")
        if full.returncode == 77 or full.stderr.startswith("unshare:"):
            pytest.skip(f"a small disk cannot be mounted here: {full.stderr.strip()}")
        fails_in_one_line(full, "full", "No space left")
        look(saved / "store", hundreds, wanted, nquads)
        completes(claims, saved / "store", wanted, nquads)

    @pytest.mark.parametrize("kilobytes", [0, 20, 100])
    def test_backup_and_restore(
        self, tmp_path: Path, whole: Path, wanted: list[str], nquads: NQuads, kilobytes: int
    ) -> None:
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1000, kilobytes * 1000))

        file, folder = tmp_path / "b.nq.gz", tmp_path / "store"
        fails_in_one_line(kg("backup", file, "--store", whole, before=limit))
        assert list(tmp_path.iterdir()) == []
        assert kg("backup", file, "--store", whole).returncode == 0
        fails_in_one_line(kg("restore", file, "--store", folder, before=limit))
        assert list(tmp_path.iterdir()) == [file]
        shutil.copytree(whole, folder)
        fails_in_one_line(kg("restore", file, "--store", folder, "--force", before=limit))
        with open_store(folder, read_only=True) as store:
            assert nquads(store) == wanted


def without_privileges() -> None:
    """Let permissions hold for the administrator, too."""
    if os.getuid() == 0 and ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, _OVERRIDE_PERMISSIONS, 0, 0, 0):
        raise OSError


@pytest.fixture
def read_only(whole: Path, tmp_path: Path) -> Path:
    """A store that nobody may write, last written by a process that was killed."""
    folder, aside = tmp_path / "store", tmp_path / "aside"
    shutil.copytree(whole, folder)
    with closing(open_claims(folder, read_only=False)) as kept:
        kept.remember("touched", "x")
        aside.mkdir()
        for file in folder.glob(f"{CLAIMS}*"):  # with the log, as a killed process leaves them
            shutil.copy(file, aside)
    for file in aside.iterdir():
        file.replace(folder / file.name)
    assert (folder / f"{CLAIMS}-wal").stat().st_size
    aside.rmdir()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


class TestReadOnly:
    def test_it_is_read(self, read_only: Path, whole: Path, tmp_path: Path) -> None:
        for command in (["query", "relations"], ["status"], ["export", "--format", "nquads"]):
            ours = kg(*command, "--store", read_only, before=without_privileges)
            theirs = kg(*command, "--store", whole)
            assert (ours.returncode, ours.stderr) == (0, "")
            if command != ["status"]:
                assert ours.stdout == theirs.stdout
        files = tmp_path / "before.nq.gz", tmp_path / "after.nq.gz"
        assert kg("backup", files[0], "--store", read_only, before=without_privileges).returncode == 0
        assert kg("restore", files[0], "--store", tmp_path / "again").returncode == 0
        assert kg("backup", files[1], "--store", tmp_path / "again").returncode == 0
        assert files[0].read_bytes() == files[1].read_bytes()

    def test_it_is_not_written(self, read_only: Path, claims: Path, tmp_path: Path) -> None:
        file = tmp_path / "b.nq.gz"
        assert kg("backup", file, "--store", read_only).returncode == 0
        before = {path: path.read_bytes() for path in read_only.rglob("*") if path.is_file()}
        tmp_path.chmod(0o555)
        for command in (["build", claims], ["remove", "Gaza"], ["restore", file, "--force"]):
            done = kg(*command, "--store", read_only, before=without_privileges)
            fails_in_one_line(done, f"{read_only}: cannot be written: Permission denied", "no article")
        fails_in_one_line(
            kg("build", claims, "--store", tmp_path / "new", before=without_privileges),
            f"{tmp_path / 'new'}: cannot be made: Permission denied",
        )
        tmp_path.chmod(0o755)
        assert {path: path.read_bytes() for path in read_only.rglob("*") if path.is_file()} == before


class TestTwoAtOnce:
    def test_the_second_waits_and_nothing_is_lost(
        self, tmp_path: Path, hundreds: list[Claim], wanted: list[str], nquads: NQuads
    ) -> None:
        ids = sorted({claim.article.id for claim in hundreds})
        commands = []
        for part in range(3):
            own = set(ids[part::3])
            with (tmp_path / f"{part}.jsonl").open("w", encoding="utf-8") as out:
                write_claims((claim for claim in hundreds if claim.article.id in own), out)
            commands.append([*COMMAND, "build", str(tmp_path / f"{part}.jsonl"), "--store", str(tmp_path / "store")])
        builds = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for command in commands]
        told = [build.communicate()[1] for build in builds]
        assert [build.returncode for build in builds] == [0, 0, 0], told
        assert any("waiting for it, at most 60 seconds" in each for each in told), told
        with open_store(tmp_path / "store", read_only=True) as store:
            assert nquads(store) == wanted

    def test_or_says_so_in_one_line(self, whole: Path, claims: Path) -> None:
        lock = hold(whole)
        try:
            for command in (["build", claims], ["remove", "x"], ["backup", "-"], ["restore", "-", "--force"]):
                done = kg(*command, "--store", whole, "--wait", "0")
                fails_in_one_line(done, f"kg: {whole}: in use by another process; try again when it is done\n")
            assert kg("query", "relations", "--store", whole).returncode == 0
            assert kg("status", "--store", whole).returncode == 0
        finally:
            lock.release()
