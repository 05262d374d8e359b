"""What is to be known of the text of a query before and after the parser has seen it."""

from __future__ import annotations

import re

__all__ = ["names_its_graphs", "syntax_message"]

# Strings, IRIs and comments, in which a keyword is none.
_OPAQUE = re.compile(r"""(\"{3}|'{3})[\s\S]*?\1|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*""")
_FROM = re.compile(r"(?<![?$:\w-])FROM\s*(?:NAMED\b|<|[\w-]*:)", re.IGNORECASE)


def names_its_graphs(sparql: str) -> bool:
    """Whether a query says with FROM which graphs it is about."""
    bare = _OPAQUE.sub(lambda match: "<>" if match[0].startswith("<") else " ", sparql)
    return _FROM.search(bare) is not None


def syntax_message(sparql: str, complaint: str) -> str:
    """The parser's complaint in one line, with its place but without its long lists of characters."""
    text = " ".join(complaint.split())
    place = re.match(r"error at (\d+):(\d+): (.*)", text)
    if place is None:
        return text
    row, column, why = int(place[1]), int(place[2]), place[3]
    if "Prefix not found" in why:
        before = sparql.splitlines()[row - 1][: column - 1]
        prefix = re.search(r"([\w-]*:)[\w.-]*$", before)
        why = f"the prefix {prefix[1] if prefix else ''} is not declared"
    elif len(why) > 120:
        why = why[:117] + "..."
    return f"line {row}, column {column}: {why}"
