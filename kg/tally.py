"""What happens to the inputs of one run, counted as it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Article, Claim, Modality, Polarity
from kg.stopwatch import Stopwatch

if TYPE_CHECKING:
    from kg.errors import ArticleError
    from kg.read.article.options import Skipped

__all__ = ["CLAIM_KINDS", "KINDS", "LeftOut", "Tally", "kind_of_claim", "kinds_of"]

KINDS: Mapping[str, str] = {
    "crashed": "crashed",
    "damaged": "damaged",
    "duplicate": "the same article again",
    "empty": "empty",
    "encoding": "no text in a known encoding",
    "language": "in another language, which --language any reads",
    "locked": "locked with a password",
    "needs more": "needing another package",
    "no article": "without an article in it",
    "not found": "not there",
    "not understood": "not understood",
    "same id": "with the id of another article",
    "timed out": "taking too long",
    "too large": "needing too much memory",
    "too long": "too long",
    "unknown format": "of a format that is not read",
    "unreadable": "unreadable",
    "wrong fields": "without the fields of an article",
}
"""Why an input is left out: a word for programs, and what is said of several of a kind."""

CLAIM_KINDS = ("asserted", "reported", "denied", "planned")
"""How articles stand to their claims, each of which is of one kind: a fact, somebody's word, said not to be so, or
intended, possible or asked for."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An input that is not among the articles: what messages call it, the kind of reason, and the reason."""

    name: str
    kind: str
    why: str


@dataclass(slots=True)
class Tally:
    """The counts of one run.

    `read` are the articles that came from the inputs, `known` those of them that the store had already, `extracted`
    those whose claims were found now, `taken` those of them that are in the store since, or printed, `given` those of
    which claims were among the inputs. `alike` has for each number of claims how many articles have so many.
    """

    watch: Stopwatch = field(default_factory=Stopwatch)
    on_change: Callable[[Tally], object] | None = None
    read: int = 0
    characters: int = 0
    known: int = 0
    extracted: int = 0
    taken: int = 0
    given: int = 0
    failed: list[LeftOut] = field(default_factory=list)
    skipped: list[LeftOut] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    alike: Counter[int] = field(default_factory=Counter)

    @property
    def settled(self) -> int:
        """Inputs that are done with, as far as they can be counted one by one."""
        return self.known + self.extracted + len(self.failed) + len(self.skipped)

    def add_article(self, article: Article) -> None:
        """Count an article that was read."""
        self.read += 1
        self.characters += len(article.text)
        self._change()

    def add_known(self) -> None:
        """Count an article that is in the store as it is."""
        self.known += 1
        self._change()

    def add_claims(self, claims: Iterable[Claim]) -> None:
        """Count an article whose claims were found."""
        self.add_kinds(kinds_of(claims))

    def add_kinds(self, kinds: Counter[str]) -> None:
        """Count an article by how many claims of each kind were found."""
        self.extracted += 1
        self._count(kinds)
        self._change()

    def add_given(self, claims: Iterable[Claim]) -> None:
        """Count an article of which the claims were given."""
        self.given += 1
        self._count(kinds_of(claims))

    def add_failure(self, error: ArticleError) -> None:
        """Count an input that could not be read; its name is what the message begins with."""
        why = str(error)
        name, colon, _ = why.partition(": ")
        self.failed.append(LeftOut(name if colon else "", error.kind, why))
        self._change()

    def add_skipped(self, skipped: Skipped) -> None:
        """Count an input that was passed over."""
        self.skipped.append(LeftOut(skipped.name, skipped.kind, skipped.why))
        self._change()

    def _count(self, kinds: Counter[str]) -> None:
        self.claims.update(kinds)
        self.alike[kinds.total()] += 1

    def _change(self) -> None:
        if self.on_change:
            self.on_change(self)


def kinds_of(claims: Iterable[Claim]) -> Counter[str]:
    """How many claims there are of each kind."""
    return Counter(map(kind_of_claim, claims))


def kind_of_claim(claim: Claim) -> str:
    """How the article stands to a claim, of `CLAIM_KINDS`."""
    if claim.polarity is Polarity.NEGATIVE:
        return "denied"
    if claim.modality is not Modality.ACTUAL:
        return "planned"
    return "asserted" if claim.asserted else "reported"
