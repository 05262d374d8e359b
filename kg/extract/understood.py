"""All that the rules made of one article, what they passed over included."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.claims import Settled
from kg.extract.confidence import Doubts
from kg.extract.drafts import Draft
from kg.extract.referents import Resolution
from kg.extract.relations import Reading
from kg.extract.titles import Stated
from kg.model import Claim

__all__ = ["Understood"]


@dataclass(frozen=True, slots=True)
class Understood:
    """Who is who, what titles state, what each predicate says, and the statements that came of it.

    `drafts` are those of `stated` and then of `readings`; `settled` points into them.
    """

    resolution: Resolution
    stated: tuple[Stated, ...]
    readings: tuple[Reading, ...]
    drafts: tuple[Draft, ...]
    settled: tuple[Settled, ...] = ()

    @property
    def weighed(self) -> tuple[tuple[Claim, Doubts], ...]:
        """The claims, in the order of the text, each with what speaks against it."""
        return tuple((found.claim, found.doubts) for found in self.settled if found.dropped is None)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, in the order of the text."""
        return tuple(claim for claim, _ in self.weighed)
