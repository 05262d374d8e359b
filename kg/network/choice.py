"""Which network is measured: of what time, from how sure claims on, with leaders counted for their countries or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.deeds import Deed, deeds
from kg.graph.spans import ALWAYS, Span, overlap
from kg.network.graph import make_network
from kg.query.officials import principals

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph.whole import Whole

__all__ = ["Choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What counts: what has to do with a span, what officials do for their countries, claims of so much confidence."""

    within: Span = ALWAYS
    officials: bool = False
    min_confidence: float = 0.0

    def network(self, whole: Whole) -> nx.MultiDiGraph:
        """The claims as a network; those of too little confidence are left out of `whole` already."""
        return make_network(whole, within=self.within, acting_for=principals(whole) if self.officials else None)

    def deeds(self, whole: Whole) -> list[Deed]:
        """What actors did to each other, each deed once; what has no date is left out if there is a begin or end."""
        found = deeds(whole, principals(whole) if self.officials else None)
        if self.within == ALWAYS:
            return found
        return [deed for deed in found if deed.begin is not None and overlap(deed.begin, self.within)]

    def __str__(self) -> str:
        said = ["facts that articles give of actors"]
        if self.within != ALWAYS:
            said.append(f"of {self.within}")
        if self.officials:
            said.append("with officials counted for their countries")
        if self.min_confidence:
            said.append(f"with a confidence of {self.min_confidence} or more")
        return ", ".join(said)
