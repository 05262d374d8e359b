"""The package from outside: its public names, its start-up, what a wheel carries."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import kg

ROOT = Path(__file__).parent.parent


def test_all_public_names_are_there() -> None:
    assert [name for name in kg.__all__ if getattr(kg, name, None) is None] == []
    assert sorted(kg.__all__) == dir(kg)


def test_type_checkers_see_the_same_names() -> None:
    source = (ROOT / "kg" / "__init__.py").read_text(encoding="utf-8")
    checked = source.split("if TYPE_CHECKING:")[1].split("\n__version__")[0]
    for name in set(kg.__all__) - {"__version__"}:
        assert name in checked


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Grpah'"):
        _ = kg.Grpah


def test_import_brings_nothing_heavy() -> None:
    code = "import sys, kg.cli; print(*sorted({'spacy', 'rdflib', 'pyoxigraph', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_modules_register_nothing_on_import() -> None:
    # spaCy's extensions are global: two libraries that set one of the same name break each other. Whoever adds the
    # component to a pipeline asks for those (see test_component.py).
    setting = {path.name for path in (ROOT / "kg").rglob("*.py") if "set_extension" in path.read_text(encoding="utf-8")}
    assert setting == {"component.py"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a wheel and an sdist made from this tree."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def build(tree: Path, place: Path, *target: str) -> Path:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(place), *target], cwd=tree, check=True)
    return place


def only(place: Path, pattern: str) -> Path:
    (found,) = place.glob(pattern)
    return found


def test_the_wheel_carries_all_that_runs_and_nothing_else(built: Path) -> None:
    carried = {name for name in zipfile.ZipFile(only(built, "*.whl")).namelist() if ".dist-info/" not in name}
    needed = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    ontology = {f"kg/_ontology/{path.name}" for path in (ROOT / "ontology").iterdir()}
    assert {"kg/_ontology/kg.ttl", "kg/py.typed", "kg/view/assets/outlines.json"} <= ontology | needed
    assert carried == needed | ontology


def test_the_sdist_carries_what_the_wheel_is_made_from(built: Path) -> None:
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        names = {Path(member.name).relative_to(f"newskg-{kg.__version__}").parts[0] for member in archive}
    told = {"CHANGELOG.md", "CITATION.cff", "LICENSE", "NOTICE", "README.md", "PKG-INFO", "pyproject.toml"}
    assert names - {".gitignore"} == {"kg", "ontology"} | told
    assert only(built, "*.tar.gz").stat().st_size < 2_000_000


def test_the_sdist_gives_the_same_wheel_byte_for_byte(built: Path, tmp_path: Path) -> None:
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build(tmp_path / f"newskg-{kg.__version__}", tmp_path / "dist", "-t", "wheel")
    assert only(again, "*.whl").read_bytes() == only(built, "*.whl").read_bytes()


def test_the_package_says_what_it_is(built: Path) -> None:
    with zipfile.ZipFile(only(built, "*.whl")) as wheel:
        home = f"newskg-{kg.__version__}.dist-info"
        told = email.message_from_bytes(wheel.read(f"{home}/METADATA"))
        licences = {name for name in wheel.namelist() if "/licenses/" in name}
        assert b"kg = kg.cli:main" in wheel.read(f"{home}/entry_points.txt")
    assert told["License-Expression"] == "MIT AND CC-BY-4.0"
    assert licences == {f"{home}/licenses/{name}" for name in ("LICENSE", "NOTICE")}
    assert told["Description-Content-Type"] == "text/markdown"
    assert told["Version"] == kg.__version__
    assert "Project-URL" not in told  # there is no address yet


def test_the_notice_names_all_data_of_others() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for file in ("ontology/actors.ttl", "kg/view/assets/outlines.json"):
        assert (ROOT / file).is_file()
        assert file in notice
    for source in ("https://www.geonames.org/", "https://www.naturalearthdata.com/"):
        assert source in notice
    # Whatever names a source of its own in the files that are shipped is in the notice.
    shipped = [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "kg").rglob("*.json")]
    sources = {
        source
        for path in shipped
        for source in re.findall(r"(?:dcterms:source <|\"source\": .*?)(https?://[^>\" ]+)", path.read_text("utf-8"))
    }
    assert sources
    assert all(source in notice for source in sources)


def test_the_citation_is_of_this_version() -> None:
    # What the schema of cff-version 1.2.0 wants: https://github.com/citation-file-format/citation-file-format
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= told.keys()
    assert told["type"] in {"software", "dataset"}
    assert told["version"] == kg.__version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert " AND ".join(told["license"]) == project["license"]
    assert all(isinstance(author["name"], str) for author in told["authors"])
    assert len(set(told["keywords"])) == len(told["keywords"])


def test_the_container_copies_what_is_there_and_let_in() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        source.removeprefix("./")
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    }
    assert copied == let_in
    assert all((ROOT / each).exists() for each in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {project["readme"], *project["license-files"], "pyproject.toml", "kg", "ontology"} == copied
    assert 'ENTRYPOINT ["kg"]' in text
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    assert all(f"python:{version}-slim" in text for version in re.findall(r"python:([\d.]+)", text))


def test_python_finds_the_command_without_path() -> None:
    command = [sys.executable, "-m", "kg", "--version"]
    assert (
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout == f"kg {kg.__version__}\n"
    )
