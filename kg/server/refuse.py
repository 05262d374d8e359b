"""What queries may not do, told from their text before anything runs.

`SERVICE` would let anybody who may ask have this machine call others. Oxigraph has no switch for it, so every place
that its grammar could take for one is refused, in a string or a comment too: what looks like a string to one parser may
be none to another.
"""

from __future__ import annotations

import re

from kg.server.messages import RefusedError

__all__ = ["refuse_calls"]

# Between two words: blanks and comments, as in https://www.w3.org/TR/sparql11-query/#rString.
_GAP = r"(?:[ \t\r\n]|\#[^\r\n]*(?:[\r\n]|\Z))*"
_NAME = r"(?:<[^>]*(?:>|\Z)|[?$][^\s{]*|[^\s<>\"{}|^`#]*(?::[^\s{}<>\"|^`]*|\Z))"
_WINDOW = 1_000
"""Characters after the word within which the call has to begin: what is still undecided there is taken for one."""

_WORD = re.compile("SERVICE", re.IGNORECASE)
_CALL = re.compile(rf"{_GAP}(?:SILENT{_GAP})?{_NAME}{_GAP}\{{", re.IGNORECASE)
_UNDECIDED = re.compile(rf"{_GAP}(?:\Z|(?:SILENT{_GAP})?(?:\Z|{_NAME}{_GAP}\Z))", re.IGNORECASE)


def refuse_calls(sparql: str) -> None:
    """Let no query or update pass that would make this machine call another.

    Raises:
        RefusedError: It has SERVICE.
    """
    for word in _WORD.finditer(sparql):
        after = sparql[word.end() : word.end() + _WINDOW]
        if _CALL.match(after) or (len(after) == _WINDOW and _UNDECIDED.match(after)):
            why = "SERVICE is refused: this server calls no other; ask that one yourself and join the answers"
            raise RefusedError(403, why)
