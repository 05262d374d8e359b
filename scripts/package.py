"""Build the wheel and the sdist into dist/, and try the wheel where nothing of the checkout is.

    python scripts/package.py             # build both, hold them to each other, install the wheel and use it
    python scripts/package.py --lowest    # the same with the lowest allowed version of everything that kg asks for
    python scripts/package.py --extras python3.11 python3.13    # whether pip finds packages for all extras, for each

Needs hatchling, and the package index for what is installed. Each step is told with its seconds; a failure ends it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
ARTICLES = ("bennett-returns.txt", "israel-mediation.txt")
# Commands as a newcomer gives them, in an empty folder with `articles` in it, and words that must come out.
COMMANDS: tuple[tuple[Sequence[str], str], ...] = (
    (("kg", "--version"), "kg "),
    (("kg", "doctor"), "kg works here"),
    (("kg", "build", "articles", "--store", "news"), ""),
    (("kg", "doctor", "--store", "news", "--quick"), "up to date"),
    (("kg", "query", "who-met-whom", "--store", "news"), "Naftali Bennett"),
    (("kg", "query", "SELECT ?who { ?who kg:metWith ?whom }", "--store", "news"), "naftali-bennett"),
    (("kg", "entities", "Bennett", "--store", "news"), "Naftali Bennett"),
    (("kg", "view", "--store", "news", "--output", "news.html"), ""),
    (("kg", "export", "--store", "news", "--format", "turtle"), "kgr:naftali-bennett"),
    (("kg", "completion", "bash"), "complete "),
    (("python", "-c", "import kg; print(kg.__file__, *kg.open('news').claims())"), "site-packages"),
    (("python", "-m", "kg", "status", "--store", "news"), "up to date"),
)


def main() -> None:
    """Do what the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lowest", action="store_true", help="install the lowest allowed versions")
    parser.add_argument("--extras", nargs="+", metavar="PYTHON", help="look for the packages of all extras, and leave")
    options = parser.parse_args()
    with step("wheel and sdist"):
        wheel, sdist = build()
    for python in options.extras or ():
        with step(f"all extras, for {python}"):
            find_extras(wheel, python)
    if options.extras:
        return
    print(f"  {wheel.name} {wheel.stat().st_size:,} bytes, {sdist.name} {sdist.stat().st_size:,} bytes")
    with step("the sdist gives the same wheel"):
        compare(wheel, sdist)
    with TemporaryDirectory(prefix="kg-package-") as folder:
        place = Path(folder)
        with step("clean environment" + (", lowest versions" if options.lowest else "")):
            binaries = install(wheel, place / "venv", lowest() if options.lowest else ())
        (place / "work" / "articles").mkdir(parents=True)
        for name in ARTICLES:
            shutil.copy(ROOT / "seeds" / name, place / "work" / "articles")
        for command, expected in COMMANDS:
            with step(" ".join(command)):
                use(command, expected, place / "work", binaries)
        with step("pip uninstall leaves nothing"):
            uninstall(place / "venv", binaries)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Tell a step, and how long it took."""
    began = time.monotonic()
    print(f"== {name}", flush=True)
    yield
    print(f"   {time.monotonic() - began:.1f} s", flush=True)


def build() -> tuple[Path, Path]:
    """Both files, made anew from the working tree; the time in them is that of the last commit, if there is one."""
    shutil.rmtree(DIST, ignore_errors=True)
    run([sys.executable, "-m", "hatchling", "build", "-d", str(DIST)], ROOT, {**os.environ, **epoch()})
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    return wheel, sdist


def epoch() -> dict[str, str]:
    """What makes a build reproducible (https://reproducible-builds.org/specs/source-date-epoch/)."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return {}
    git = shutil.which("git")
    if git is None:
        return {}
    command = [git, "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return {"SOURCE_DATE_EPOCH": done.stdout.strip()} if done.stdout.strip() else {}


def compare(wheel: Path, sdist: Path) -> None:
    """See that the wheel made of the sdist, in another place, has the same bytes as that made of the tree."""
    with TemporaryDirectory(prefix="kg-sdist-") as folder:
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        (source,) = Path(folder).iterdir()
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(source / "out")]
        run(command, source, {**os.environ, **epoch()})
        (other,) = (source / "out").glob("*.whl")
        if other.name == wheel.name and other.read_bytes() == wheel.read_bytes():
            return
        one, two = ({info.filename: info.CRC for info in zipfile.ZipFile(each).infolist()} for each in (wheel, other))
        differing = sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))
        sys.exit(f"package: the wheels of tree and sdist differ: {', '.join(differing) or 'in order or times'}")


def lowest() -> list[str]:
    """The requirements of kg, each at its lower bound."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.sub(r"[>=]=([^,]+).*", r"==\1", each) for each in project["dependencies"]]


def install(wheel: Path, folder: Path, pinned: Sequence[str]) -> Path:
    """Install the wheel into an environment of its own, and give the folder of its commands."""
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    run([str(binaries / "python"), "-m", "pip", "install", "-qq", str(wheel), *pinned], folder, clean(binaries))
    return binaries


def use(command: Sequence[str], expected: str, folder: Path, binaries: Path) -> None:
    """Run a command of the clean environment; it must do what it says, and say what is expected."""
    said = run([str(binaries / command[0]), *command[1:]], folder, clean(binaries))
    if expected not in said:
        sys.exit(f"package: {' '.join(command)} does not say {expected!r}:\n{said}")


def uninstall(folder: Path, binaries: Path) -> None:
    """See that nothing of kg stays where it was installed."""
    python = str(binaries / "python")
    run([python, "-m", "pip", "uninstall", "--yes", "--quiet", "newskg"], folder, clean(binaries))
    left = [*folder.rglob("kg"), *folder.rglob("kg.exe"), *folder.rglob("newskg*")]
    if left:
        sys.exit(f"package: pip uninstall leaves {', '.join(map(str, left))}")


def find_extras(wheel: Path, python: str) -> None:
    """Let pip look for what all extras together need on a Python, without installing any of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = f"{wheel}[{','.join(sorted(project['optional-dependencies']))}]"
    with TemporaryDirectory(prefix="kg-extras-") as folder:
        # A Python of its own: pip takes the markers of requirements from the one that runs it.
        run([python, "-m", "venv", folder], ROOT, dict(os.environ))
        command = [f"{folder}/bin/python", "-m", "pip", "install", "-qq", "--dry-run", "--only-binary", ":all:", wanted]
        run(command, Path(folder), clean(Path(folder) / "bin"))


def clean(binaries: Path) -> dict[str, str]:
    """The variables of this process, without what would lead Python or kg to another place than the clean one."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "KG_", "VIRTUAL_ENV", "COV_")) and name != "PATH"
    }
    return {**kept, "PATH": f"{binaries}{os.pathsep}{os.defpath}"}


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What a command says, which must succeed."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"package: {' '.join(command)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
