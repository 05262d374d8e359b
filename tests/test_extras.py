"""What only some people install: without it, each thing that needs it says in one line how to get it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.doctor.packages import DEVELOPMENT, PURPOSES
from kg.jsonl import claim_to_line
from kg.model import Article, Claim

News = tuple[tuple[Article, tuple[Claim, ...]], ...]
ROOT = Path(__file__).parent.parent
OFFERED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
# The modules that extras bring, hidden from a process and from those that it starts.
HIDDEN = """
import importlib.machinery
real = importlib.machinery.PathFinder.find_spec
hidden = set(%r)
def find_spec(name, path=None, target=None):
    return None if name.partition(".")[0] in hidden else real(name, path, target)
importlib.machinery.PathFinder.find_spec = find_spec
"""
MODULES = (
    *("aiohttp", "brotli", "distributed", "fsspec", "gcsfs", "httpcore", "matplotlib", "pandas", "polars", "protego"),
    *("pyarrow", "pypdfium2", "python_calamine", "s3fs"),
)
KG = "from kg.cli import main; main()"
FRAME = "import kg\ntry: kg.open('store').table()\nexcept kg.KGError as error: sys.exit(f'kg: {error}')"


@dataclass(frozen=True)
class Case:
    """An extra, what a user does that needs it, and what is said."""

    extra: str
    arguments: tuple[str, ...]
    told: str
    code: str = KG


CASES = (
    Case("pdf", ("read", "a.pdf"), "a.pdf: a PDF needs pypdfium2: pip install 'newskg[pdf]'"),
    Case("parquet", ("read", "a.parquet"), "a.parquet: a Parquet table needs pyarrow: pip install 'newskg[parquet]'"),
    Case(
        "parquet",
        ("export", "--store", "store", "--format", "parquet", "--output", "x.parquet"),
        "Parquet needs pyarrow: pip install 'newskg[parquet]'",
    ),
    Case("excel", ("read", "a.xlsx"), "a.xlsx: an Excel workbook needs python-calamine: pip install 'newskg[excel]'"),
    Case("warc", ("read", "a.warc"), "packed with Brotli, which needs brotli: pip install 'newskg[warc]'"),
    Case("remote", ("read", "https://a.example/x"), "of https:// needs fsspec: pip install 'newskg[remote]'"),
    Case("s3", ("read", "s3://bucket/x"), "of s3:// needs fsspec: pip install 'newskg[s3]'"),
    Case("gs", ("read", "gs://bucket/x"), "of gs:// needs fsspec: pip install 'newskg[gs]'"),
    Case(
        "watch",
        ("watch", "https://a.example/feed", "--once"),
        "kg watch needs httpcore and protego: pip install 'newskg[watch]'",
    ),
    Case(
        "plots",
        ("network", "centrality", "--store", "store", "--plot", "x.png"),
        "pictures need matplotlib: pip install 'newskg[plots]'",
    ),
    Case("dask", ("build", "a.txt", "--engine", "dask"), "engine dask is not installed: pip install 'newskg[dask]'"),
    Case("notebooks", (), "a table as a data frame needs pandas: pip install pandas", f"import sys\n{FRAME}"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, news: News) -> Path:
    """A folder of inputs that want more than everybody has, and with what hides it."""
    folder = tmp_path_factory.mktemp("extras")
    (folder / "a.txt").write_text("Ann Lee met Bo Ray.\n")
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    (folder / "a.parquet").write_bytes(b"PAR1\0\0\0\0PAR1")
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
    (folder / "a.xlsx").write_bytes(workbook.getvalue())
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n\x0b\x02\x80"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {len(answer)}"
    kind = "Content-Type: application/http; msgtype=response"
    (folder / "a.warc").write_bytes(f"{head}\r\n{kind}\r\n\r\n".encode() + answer + b"\r\n\r\n")
    (folder / "hidden").mkdir()
    (folder / "hidden" / "sitecustomize.py").write_text(HIDDEN % (MODULES,))
    claims = (claim for _, found in news for claim in found)
    (folder / "claims.jsonl").write_text("\n".join(map(claim_to_line, claims)))
    done = run(folder, "build", "claims.jsonl", "--store", "store", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


def run(folder: Path, *arguments: str, code: str = KG) -> subprocess.CompletedProcess[str]:
    """Do something where no extra is installed."""
    paths = os.pathsep.join((str(folder / "hidden"), str(ROOT)))
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join((case.extra, *case.arguments[:1])))
def test_what_is_missing_is_one_line(place: Path, case: Case) -> None:
    done = run(place, *case.arguments, code=case.code)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("kg: failed 1 input")]
    assert line.startswith("kg: ")
    assert line.endswith(case.told)


def test_all_else_goes_without(place: Path) -> None:
    assert "Naftali Bennett" in run(place, "query", "who-met-whom", "--store", "store").stdout
    assert '"text": "Ann Lee met Bo Ray.' in run(place, "read", "a.txt").stdout


def test_every_extra_is_tried_and_explained() -> None:
    assert PURPOSES.keys() | DEVELOPMENT.keys() == OFFERED.keys()
    together = {"formats"}  # it has nothing of its own
    assert {case.extra for case in CASES} | together == PURPOSES.keys()
    assert all(each.startswith("newskg[") for name in together for each in OFFERED[name])


def test_the_table_of_extras_in_the_docs_is_complete() -> None:
    text = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    for name, purpose in PURPOSES.items():
        packages = ", ".join(f"`{each}`" for each in OFFERED[name])
        assert f"| `{name}` | {purpose} | {packages} |" in text
