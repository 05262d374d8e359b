"""LibreOffice texts (ODT, ISO 26300): the text as it stands after all changes, without notes and comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.options import Options
from kg.read.documents.office import open_parts, paragraphs_of_row
from kg.read.documents.properties import plausible_author, plausible_title, title_first
from kg.read.inputs.sources import Source
from kg.read.text.date_fields import date_of

__all__ = ["read_odt"]

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SILENT = frozenset(
    "note annotation tracked-changes sequence-decls ruby-text table-of-content bibliography forms title desc".split()
)
_MAX_SPACES = 100
_TITLES = frozenset({"title", "titel", "titre"})


def read_odt(source: Source, options: Options) -> Iterator[Article]:
    """Read a LibreOffice text as one article.

    Raises:
        ArticleError: It is damaged, locked, or has no text.
    """
    with open_parts(source) as parts:
        content, meta = parts.tree("content.xml"), parts.tree("meta.xml")
    if content is None:
        raise ArticleError(f"{source.name}: an OpenDocument file without a text in it; save it again", kind="damaged")
    paragraphs, title = _paragraphs(content)
    if not paragraphs:
        raise ArticleError(
            f"{source.name}: an OpenDocument file without text; of pictures nothing can be read", kind="empty"
        )
    told = {str(node.tag).rpartition("}")[2]: node.text for node in (meta.iter() if meta is not None else ())}
    found = Found(
        text="\n\n".join(title_first(paragraphs, title)),
        title=title,
        fallback_title=plausible_title(told.get("title")),
        author=plausible_author(told.get("initial-creator") or told.get("creator")),
        made=date_of(told.get("creation-date")),
    )
    yield compose(found, source.name, options)


def _paragraphs(parent: Any) -> tuple[list[str], str | None]:
    paragraphs: list[str] = []
    title: str | None = None
    stack = [parent]
    while stack:
        node = stack.pop()
        local = _local(node)
        if node is not parent and local in ("p", "h"):
            text, boxes = _text(node)
            if bare := text.strip():
                paragraphs.append(bare)
                title = title or (bare if _style(node) in _TITLES else None)
            for box in boxes:
                paragraphs.extend(_paragraphs(box)[0])
        elif local == "table-row":
            paragraphs.extend(paragraphs_of_row([_paragraphs(cell)[0] for cell in node]))
        elif local not in _SILENT:
            stack.extend(reversed(node))
    return paragraphs, title


def _text(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the boxes that hang on it."""
    pieces: list[str] = [paragraph.text or ""]
    boxes: list[Any] = []
    stack = [(child, False) for child in reversed(paragraph)]
    while stack:
        node, left = stack.pop()
        if left:
            pieces.append(node.tail or "")
            continue
        stack.append((node, True))
        local = _local(node)
        if local == "text-box":
            boxes.append(node)
        elif local == "s":
            count = _attribute(node, "c")
            pieces.append(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))
        elif local in ("tab", "line-break"):
            pieces.append("\t" if local == "tab" else "\n")
        elif local and local not in _SILENT:
            pieces.append(node.text or "")
            stack.extend((child, False) for child in reversed(node))
    return "".join(pieces), boxes


def _style(paragraph: Any) -> str:
    return _attribute(paragraph, "style-name").lower()


def _attribute(node: Any, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _local(node: Any) -> str:
    """The name of a node of the standard; empty for those of others."""
    if not isinstance(node.tag, str):
        return ""
    space, _, name = node.tag[1:].partition("}")
    return name if space.startswith(_OASIS) else ""
