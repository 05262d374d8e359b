"""What queries may not do, told from their text before anything runs.

`SERVICE` would let anybody who may ask have this machine call others. Oxigraph has no switch for it, so every place
that its grammar could take for one is refused, in a string or a comment too: what looks like a string to one parser may
be none to another.
"""

from __future__ import annotations

import re

from kg.server.messages import RefusedError

__all__ = ["refuse_calls"]

# Between two words: blanks and comments, as in https://www.w3.org/TR/sparql11-query/#rString. No two parts of it match
# the same text, so that it takes no more than one look at each character.
_GAP = r"(?:[ \t\r\n]|\#[^\r\n]*(?:[\r\n]|\Z))*"
_NAME = r"(?:<[^>]*>|[?$][^\s{]+|[^\s<>\"{}|^`#]*:[^\s{}<>\"|^`]*)"
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?{_NAME}{_GAP}\{{", re.IGNORECASE)


def refuse_calls(sparql: str) -> None:
    """Let no query or update pass that would make this machine call another.

    Raises:
        RefusedError: It has SERVICE.
    """
    if _SERVICE.search(sparql):
        raise RefusedError(
            403, "SERVICE is refused: this server calls no other; ask that one yourself and join the answers"
        )
