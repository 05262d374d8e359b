"""Names of open relations: the words of the text in camel case, under a prefix of their own.

`open:signContractWith` is "sign contract with". The words are lemmas in lower case, so that the name alone gives the
label back; both wings use this, and neither has to hand the other a table.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["OPEN", "from_open_name", "is_open", "to_open_name"]

OPEN = "open"  # the prefix of the CURIE


def to_open_name(words: Iterable[str]) -> str | None:
    """The relation that these words name, as a CURIE; None where they hold no letter."""
    letters = "".join(char if char.isalpha() else " " for char in " ".join(words))
    parts = letters.lower().split()
    if not parts:
        return None
    return f"{OPEN}:{parts[0]}{''.join(part.capitalize() for part in parts[1:])}"


def is_open(relation: str) -> bool:
    """Whether a relation of a claim is an open one."""
    return relation.startswith(f"{OPEN}:")


def from_open_name(relation: str) -> str:
    """The words of an open relation, for reading."""
    name = relation.removeprefix(f"{OPEN}:")
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
