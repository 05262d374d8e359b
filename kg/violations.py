"""What `kg check` finds wrong, in words that a person can act on."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass

__all__ = ["Violation", "one_line"]

_LONGEST = 80  # characters of a name or a quotation in a line


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule that one thing breaks; all but `node` are for people and fit on a line.

    `what` is the thing by its name, `where` the article and sentence that it comes from, `file` and `line` the place to
    mend; empty or 0 where there is none to tell. `doubt` is true for what may be meant so: it is told, but the check
    does not fail by it.
    """

    doubt: bool
    file: str
    line: int
    what: str
    rule: str
    remedy: str
    where: str = ""
    node: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        where = f" ({self.where})" if self.where else ""
        return f"{'note: ' if self.doubt else ''}{place}{self.what}{where}: {self.rule}; {self.remedy}"

    def to_dict(self) -> dict[str, str | bool]:
        """The same for programs."""
        return asdict(self)


def one_line(text: str, longest: int = _LONGEST) -> str:
    """A text from articles or files, short, and unable to break the line or to reach the terminal as a command."""
    text = text[: 4 * longest]  # labels may have any length
    printable = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    words = " ".join(printable.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
