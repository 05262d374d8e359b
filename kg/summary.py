"""What a build did to the articles, and what the store holds after it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.graph.duplicates import Duplicates

__all__ = ["Summary"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, and what the store holds after it; `duplicates` are those among the articles of this build."""

    new: int
    changed: int
    unchanged: int
    removed: int
    articles: int
    claims: int
    entities: int
    model: str | None
    left_out: int = 0
    min_confidence: float = 0.0
    dropped: int = 0
    unmatched: tuple[str, ...] = ()
    duplicates: Duplicates = field(default_factory=Duplicates)

    def __str__(self) -> str:
        steps = ("new", "changed", "unchanged", "removed")
        done = ", ".join(f"{count:,} {step}" for step in steps if (count := getattr(self, step))) or "none"
        noun = "article" if self.articles == 1 else "articles"
        claims = f"{self.claims:,} claims"
        if self.left_out:
            claims += f" ({self.left_out:,} of them below {self.min_confidence:g}, kept out of the graph)"
        if self.dropped:
            claims += f" ({self.dropped:,} of them dropped by corrections)"
        return f"{self.articles:,} {noun} ({done}), {claims}, {self.entities:,} entities"
