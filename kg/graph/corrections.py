"""What a user says is wrong in the graph, as plain values.

Corrections name what a person sees (articles by title, address or id; entities by their names; claims by sentence,
relation and names), never what a new reading changes. `corrections_file` reads and writes them, `replay` and
`verdicts` apply them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from kg.graph.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    from kg.model import EntityType, Modality, Polarity

__all__ = [
    "Alias",
    "Apart",
    "ClaimKey",
    "ConfirmClaim",
    "Correction",
    "Corrections",
    "DropClaim",
    "DropEntity",
    "Merge",
    "Reference",
    "Rename",
    "Retype",
    "What",
    "clip",
    "kind_of",
    "way_between",
]

_SHOWN = 60


def clip(text: str) -> str:
    """A text in quotation marks, cut where it is long."""
    shown = " ".join(text.split())
    return json.dumps(shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}...", ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """All that bears a name, as label or alias; type and article tell it from others of that name."""

    name: str
    type: EntityType | None = None
    article: str | None = None

    def __str__(self) -> str:
        told = "" if self.type is None else f" ({self.type})"
        return f"{clip(self.name)}{told}" + ("" if self.article is None else f" in article {clip(self.article)}")

    @property
    def key(self) -> tuple[str, ...]:
        """The same for all ways to write one reference."""
        return (fold(self.name) or self.name, self.type or "", " ".join((self.article or "").casefold().split()))


@dataclass(frozen=True, slots=True)
class Merge:
    """These names are one entity."""

    names: tuple[Reference, ...]

    def __str__(self) -> str:
        return f"{' and '.join(map(str, self.names))} are one"


@dataclass(frozen=True, slots=True)
class Apart:
    """No two of these names are one entity."""

    names: tuple[Reference, ...]

    def __str__(self) -> str:
        return f"{' and '.join(map(str, self.names))} are not one"


@dataclass(frozen=True, slots=True)
class Rename:
    """An entity has another label; the old one stays an alias."""

    entity: Reference
    to: str

    def __str__(self) -> str:
        return f"{self.entity} is labelled {clip(self.to)}"


@dataclass(frozen=True, slots=True)
class Retype:
    """An entity has another type."""

    entity: Reference
    to: EntityType

    def __str__(self) -> str:
        return f"{self.entity} is of type {self.to}"


@dataclass(frozen=True, slots=True)
class Alias:
    """An entity is called this, too; so whatever goes by that name, and is of its kind, is it."""

    entity: Reference
    alias: str

    def __str__(self) -> str:
        return f"{self.entity} is also called {clip(self.alias)}"


@dataclass(frozen=True, slots=True)
class DropEntity:
    """What a text took for an entity is none; claims that it is an end of go with it."""

    entity: Reference

    def __str__(self) -> str:
        return f"{self.entity} is no entity"


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """The claims that fit what is told here; what is None may be anything.

    `article` is its title, address or id; `sentence` a sentence behind the claim, or a part of it. Names are labels
    or aliases.
    """

    article: str | None = None
    sentence: str | None = None
    relation: str | None = None
    subject: str | None = None
    object: str | None = None
    speaker: str | None = None
    place: str | None = None
    time: str | None = None
    polarity: Polarity | None = None
    modality: Modality | None = None

    def __str__(self) -> str:
        ends = (clip(self.subject or "..."), self.relation or "...", clip(self.object or "..."))
        parts = [f"{name} {value}" for name in _FURTHER if (value := getattr(self, name)) is not None]
        told = f" ({', '.join(parts)})" if parts else ""
        sentence = f" by {clip(self.sentence)}" if self.sentence else ""
        article = f" in article {clip(self.article)}" if self.article else ""
        return f"{' '.join(ends)}{told}{article}{sentence}"


_FURTHER = ("speaker", "place", "time", "polarity", "modality")


@dataclass(frozen=True, slots=True)
class DropClaim:
    """The article does not say that."""

    claim: ClaimKey

    def __str__(self) -> str:
        return f"not so: {self.claim}"


@dataclass(frozen=True, slots=True)
class ConfirmClaim:
    """The article does say that: the claim was read rightly, and is above every threshold."""

    claim: ClaimKey

    def __str__(self) -> str:
        return f"so it is: {self.claim}"


What: TypeAlias = Merge | Apart | Rename | Retype | Alias | DropEntity | DropClaim | ConfirmClaim

_KINDS: dict[type[What], str] = {
    Merge: "merge",
    Apart: "apart",
    Rename: "rename",
    Retype: "retype",
    Alias: "alias",
    DropEntity: "drop-entity",
    DropClaim: "drop-claim",
    ConfirmClaim: "confirm-claim",
}


def kind_of(what: What) -> str:
    """What the file calls a correction of this kind."""
    return _KINDS[type(what)]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; `file` and `line` are where it stands, `note`, `by` and `date` (ISO 8601) are its author's."""

    what: What
    note: str | None = None
    by: str | None = None
    date: str | None = None
    file: str = "corrections.toml"
    line: int | None = None

    @property
    def kind(self) -> str:
        """What the file calls it."""
        return kind_of(self.what)

    @property
    def where(self) -> str:
        """Where it stands, for messages."""
        return f"{self.file}{'' if self.line is None else f', line {self.line}'}: {self.kind}"

    @property
    def id(self) -> str:
        """A digest of what it says, so that its place in the file, and who says it, change nothing."""
        what = self.what
        if isinstance(what, Merge | Apart):
            what = replace(what, names=tuple(sorted(what.names, key=str)))
        return hashlib.sha256(f"{self.kind}\0{what!r}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a file, with the text that says them."""

    file: str = "corrections.toml"
    text: str = ""
    all: tuple[Correction, ...] = ()

    def all_of(self, ids: Collection[str]) -> list[Correction]:
        """Those of some ids."""
        return [each for each in self.all if each.id in ids]


def way_between(
    one: Hashable, other: Hashable, joined: Iterable[tuple[Hashable, Hashable, Correction]]
) -> list[Correction] | None:
    """The corrections that together make one thing of two, by the shortest way; none where there is no way."""
    near: dict[Hashable, list[tuple[Hashable, Correction]]] = {}
    for a, b, correction in joined:
        near.setdefault(a, []).append((b, correction))
        near.setdefault(b, []).append((a, correction))
    came: dict[Hashable, tuple[Hashable, Correction] | None] = {one: None}
    waiting = [one]
    for here in waiting:
        for there, correction in near.get(here, ()):
            if there not in came:
                came[there] = here, correction
                waiting.append(there)
    return None if other not in came else _steps(came, other)


def _steps(came: Mapping[Hashable, tuple[Hashable, Correction] | None], end: Hashable) -> list[Correction]:
    steps: list[Correction] = []
    while (step := came[end]) is not None:
        end = step[0]
        steps.append(step[1])
    return list(dict.fromkeys(reversed(steps)))
