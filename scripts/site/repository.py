"""Links of pages to files of the repository that lie outside docs/: the site shows these files, too.

So a page may say `../kg/read/text/junk.toml`: that leads to the file on a code host, and in the site to a page with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from os.path import normpath, relpath
from pathlib import Path

__all__ = ["draw_file", "in_site", "linked_files", "relink"]

ROOT = Path(__file__).parent.parent.parent
_DOCS = "docs/"
_LINK = re.compile(r"(?P<before>\]\()(?P<target>[^()\s#:]+)(?P<anchor>#[^()\s]*)?(?=[)\s])")
_FENCE = re.compile(r"^(`{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
_LANGUAGES = {".py": "python", ".ttl": "turtle", ".toml": "toml", ".json": "json", ".rq": "sparql", ".sh": "sh"}


def in_site(path: str) -> str:
    """Where the site has a file of the repository."""
    if path.startswith(_DOCS):
        return path.removeprefix(_DOCS)
    if path.endswith(".ipynb"):
        return f"{path.removesuffix('.ipynb')}.md"
    return f"files/{path}" if path.endswith(".md") else f"files/{path}.md"


def linked_files(pages: Mapping[str, str]) -> dict[str, str]:
    """The files outside docs/ that pages lead to, in any number of steps: path in the site -> page.

    Args:
        pages: Path in the repository -> Markdown.
    """
    found: dict[str, str] = {}
    waiting = list(pages.items())
    while waiting:
        of, text = waiting.pop()
        for path in _outside(of, text):
            at = in_site(path)
            if at.startswith("files/") and at not in found:
                found[at] = draw_file(path)
                if path.endswith(".md"):
                    waiting.append((path, (ROOT / path).read_text(encoding="utf-8")))
    return found


def relink(text: str, of: str, at: str) -> str:
    """A page whose links lead to places in the site.

    Args:
        text: The page, whose links go by the repository.
        of: Its path in the repository.
        at: Its path in the site.
    """
    start = Path(at).parent.as_posix()

    def lead(found: re.Match[str]) -> str:
        target = _resolve(of, found["target"])
        if target is None or (of.startswith(_DOCS) and target.startswith(_DOCS)):
            return found[0]
        return f"{found['before']}{relpath(in_site(target), start)}{found['anchor'] or ''}"

    return "".join(part if code else _LINK.sub(lead, part) for code, part in _parts(text))


def draw_file(path: str) -> str:
    """A page that shows a file, or what is in a folder; it is left out of the search."""
    head = f"---\ntitle: {path}\nsearch:\n  exclude: true\n---\n\n"
    file = ROOT / path
    if path.endswith(".md"):
        return head + relink(file.read_text(encoding="utf-8"), path, in_site(path))
    if file.is_dir():
        names = sorted(f"{each.name}/" if each.is_dir() else each.name for each in file.iterdir())
        shown = [name for name in names if not name.startswith((".", "_"))]
        return "\n".join([f"{head}# `{path}`\n", *(f"- `{name}`" for name in shown), ""])
    text = file.read_text(encoding="utf-8")
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{head}# `{path}`\n\n{fence}{_LANGUAGES.get(file.suffix, 'text')}\n{text.rstrip()}\n{fence}\n"


def _outside(of: str, text: str) -> Iterable[str]:
    """The files outside docs/ that one page links to, as paths in the repository."""
    for code, part in _parts(text):
        for found in () if code else _LINK.finditer(part):
            path = _resolve(of, found["target"])
            if path is not None and not path.startswith(_DOCS):
                yield path


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """A text in parts, each with whether it is a block of code."""
    last = 0
    for block in _FENCE.finditer(text):
        yield False, text[last : block.start()]
        yield True, block[0]
        last = block.end()
    yield False, text[last:]


def _resolve(of: str, target: str) -> str | None:
    """A link as a path in the repository; none where nothing is there."""
    path = normpath((Path(of).parent / target).as_posix())
    return path if not path.startswith(("..", "/")) and (ROOT / path).exists() else None
