"""What `kg check` finds wrong, in words that a person can act on."""

from __future__ import annotations

from dataclasses import asdict, dataclass

__all__ = ["Violation"]


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
