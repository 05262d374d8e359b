"""Articles that say what others say: word for word under an id of their own, or nearly."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from kg.graph.kept import Kept

__all__ = ["Duplicates", "find_duplicates"]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Articles by their ids, each with the first one that it repeats: those of the same text, and others."""

    same_text: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)


def find_duplicates(kept: Kept, articles: Set[str]) -> Duplicates:
    """Which of these articles repeat others of the store, as the graph's count of independent sources has it.

    Of several with one text the first is the one published first; among those of one day, or of none, the one whose
    id is.
    """
    repeats: dict[str, str] = json.loads(kept.recall("repeats") or "{}")
    texts: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in kept.articles():
        if each.meta.sha256:
            texts[each.meta.sha256].append((each.meta.published or "~", each.meta.id))
    same_text = {
        article: first
        for group in texts.values()
        if len(group) > 1
        for first in [min(group)[1]]
        for _, article in group
        if article != first
    }
    return Duplicates(
        {article: same_text[article] for article in sorted(same_text.keys() & articles)},
        {article: repeats[article] for article in sorted((repeats.keys() - same_text) & articles)},
    )
