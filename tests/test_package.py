"""The package from outside: its public names, its start-up, what a wheel carries."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_carries_all_that_runs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    needed = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    ontology = {f"kg/_ontology/{path.name}" for path in (ROOT / "ontology").glob("*.ttl")}
    assert ontology
    assert needed | ontology <= carried
    assert not any(name.startswith(("tests/", "seeds/")) for name in carried)
