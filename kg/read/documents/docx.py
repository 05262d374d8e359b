"""Word files (DOCX, ECMA-376): the text as it stands after all changes, without notes and comments."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import ArticleError
from kg.model import Article
from kg.read.article.compose import Found, compose
from kg.read.article.options import Options
from kg.read.documents.exports import articles_of_export
from kg.read.documents.office import Parts, open_parts, paragraphs_of_row
from kg.read.documents.properties import plausible_author, plausible_date, plausible_title, title_first
from kg.read.inputs.export_marks import export_form
from kg.read.inputs.sources import Source
from kg.read.text.date_fields import date_of

__all__ = ["read_docx"]

# Transitional and strict files name the same things by two addresses.
_WORD = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
})  # fmt: skip
_CORE = "docProps/core.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is deleted, moved away, or beside the text: commands of fields, marks of notes, phonetic guides.
_SILENT = frozenset(
    "del moveFrom instrText delInstrText delText footnoteReference endnoteReference footnoteRef endnoteRef"
    " annotationRef rt pPr tblPr trPr tcPr sectPr".split()
)
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_TITLES = frozenset({"title", "titel", "titre", "titolo", "ttulo"})  # style ids keep no accents


def read_docx(source: Source, options: Options) -> Iterator[Article]:
    """Read a Word file as one article, or as many as the database that gave it out put into it.

    The day of its making is the file's, and the article's only where nothing else says more.

    Raises:
        ArticleError: It is damaged, locked, or has no text.
    """
    with open_parts(source) as parts:
        document = parts.tree(_main_part(parts))
        core = parts.tree(_CORE)
    if document is None:
        raise ArticleError(f"{source.name}: a Word file without a document in it; save it again", kind="damaged")
    paragraphs, title = _paragraphs(document)
    if not paragraphs:
        raise ArticleError(f"{source.name}: a Word file without text; of pictures nothing can be read", kind="empty")
    text = "\n\n".join(title_first(paragraphs, title))
    if export_form(text) is not None:  # Nexis Uni gives out Word files
        yield from articles_of_export("\n\n".join(paragraphs), source.name, replace(options, file=None, told=None))
        return
    found = Found(
        text=text,
        title=title,
        fallback_title=plausible_title(_property(core, "title")),
        author=plausible_author(_property(core, "creator")),
        made=date_of(plausible_date(_property(core, "created"))),
    )
    yield compose(found, source.name, options)


def _main_part(parts: Parts) -> str:
    relations = parts.tree("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return posixpath.normpath(str(relation.get("Target", ""))).lstrip("/")
    return "word/document.xml"


def _paragraphs(document: Any) -> tuple[list[str], str | None]:
    """The paragraphs in order, and the one that has the style of a title."""
    paragraphs: list[str] = []
    title: str | None = None
    begun = ""  # of a paragraph whose end is deleted, so that the next one goes on in it
    for block in _blocks(document):
        if _local(block) == "tbl":
            paragraphs.extend(_rows(block))
            continue
        text, boxes = _text(block)
        text = begun + text
        if _end_is_deleted(block):
            begun = text
        else:
            begun = ""
            bare = text.strip()
            if bare:
                paragraphs.append(bare)
                title = title or (bare if _style(block) in _TITLES else None)
        for box in boxes:
            paragraphs.extend(_paragraphs(box)[0])
    return [*paragraphs, begun.strip()] if begun.strip() else paragraphs, title


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, a cell or a box, inside whatever wraps them."""
    stack = [parent]
    while stack:
        node = stack.pop()
        local = _local(node)
        if node is not parent and local in ("p", "tbl"):
            yield node
        elif local not in _SILENT and node.tag != _FALLBACK:
            stack.extend(reversed(node))


def _text(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the boxes that hang on it."""
    pieces: list[str] = []
    boxes: list[Any] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        local = _local(node)
        if local == "txbxContent":
            boxes.append(node)
        elif local in _SILENT or node.tag == _FALLBACK or (local == "r" and _is_hidden(node)):
            continue
        elif local == "t":
            pieces.append(node.text or "")
        elif local == "br" and _value(node, "type") in ("page", "column"):
            continue
        elif local in _CHARACTERS:
            pieces.append(_CHARACTERS[local])
        else:
            stack.extend(reversed(node))
    return "".join(pieces), boxes


def _rows(table: Any) -> Iterator[str]:
    for row in (node for node in table if _local(node) == "tr"):
        yield from paragraphs_of_row([_paragraphs(cell)[0] for cell in row.iterchildren() if _local(cell) == "tc"])


def _is_hidden(run: Any) -> bool:
    return any(_is_on(each) for props in run if _local(props) == "rPr" for each in props if _local(each) == "vanish")


def _end_is_deleted(paragraph: Any) -> bool:
    properties = next((node for node in paragraph if _local(node) == "pPr"), ())
    return any(_local(mark) == "del" for run in properties if _local(run) == "rPr" for mark in run)


def _style(paragraph: Any) -> str:
    properties = next((node for node in paragraph if _local(node) == "pPr"), ())
    return next(((_value(node, "val") or "").lower() for node in properties if _local(node) == "pStyle"), "")


def _is_on(switch: Any) -> bool:
    return _value(switch, "val") not in ("0", "false", "off")


def _value(node: Any, name: str) -> str | None:
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), None)


def _local(node: Any) -> str:
    """The name of a node of Word's own; empty for those of others."""
    if not isinstance(node.tag, str):
        return ""
    space, _, name = node.tag[1:].partition("}")
    return name if space in _WORD else ""


def _property(core: Any, name: str) -> str | None:
    if core is None:
        return None
    return next((node.text for node in core.iter() if str(node.tag).rpartition("}")[2] == name), None)
