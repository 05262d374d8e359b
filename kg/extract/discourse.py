"""What has been said so far in an article: whom it mentioned where, and who holds which office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kg.extract.annotate import Annotated
from kg.extract.clusters import Clusters
from kg.extract.incumbents import Incumbents
from kg.extract.lexicon import Lexicon
from kg.extract.name_spans import Name
from kg.extract.offices import Holding
from kg.extract.quotes import find_quotations
from kg.extract.referents import Link, Resolution
from kg.extract.shares import is_apart
from kg.extract.timeline import Timeline
from kg.extract.tokens import Token
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["COUNTRY_NOUNS", "DEFINITE", "NUMBERS", "SUBJECTS", "Discourse", "clause_of"]

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
DEFINITE = frozenset("the this that these those".split())
COUNTRY_NOUNS = frozenset("country nation kingdom republic state government".split())
_WINDOW = 200  # mentions that a look back takes in, so that lists without end cost no more than linear time
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}


class Discourse:
    """The state of the walk from left to right."""

    def __init__(
        self,
        annotated: Annotated,
        names: Sequence[Name],
        holdings: Sequence[Holding],
        clusters: Clusters,
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> None:
        self.a = annotated
        self.doc = annotated.doc
        self.clusters = clusters
        self.referents = clusters.referents
        self.ontology = ontology
        self.lexicon = lexicon
        self.seen: list[tuple[int, int, bool]] = []  # (token, referent, is subject)
        at = {i: n for n in names for i in range(n.start, n.end)}
        quotations = tuple(find_quotations(annotated))
        timeline = Timeline(annotated, lexicon)
        self.res = Resolution(
            annotated, lexicon, timeline, quotations, self.referents, {}, at, list(holdings), {}, {}, clusters.by_actor
        )
        self.by_head = {h.head: h for h in holdings}
        self.people: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        self.incumbents = Incumbents()
        self.organs: dict[int, tuple[int, ...]] = {}  # "Turkish troops": whom "they" may mean later
        self.others: list[int] = []  # nouns that mean nobody known: "the treaty", "an official"
        self.quoted = frozenset(i for each in quotations for i in range(each.start, each.end))
        self.actions = lexicon.actions

    def see(self, token: Token, keys: Iterable[int]) -> None:
        subject = token.dep_ in SUBJECTS or (token.dep_ == "conj" and token.head.dep_ in SUBJECTS)
        for key in keys:
            self.seen.append((token.i, key, subject))

    def bind(
        self,
        token: Token,
        keys: Sequence[int],
        confidence: float,
        how: str,
        alias: tuple[int, int] | None = None,
    ) -> None:
        self.res.links[token.i] = Link(tuple(dict.fromkeys(keys)), confidence, how)
        self.see(token, keys)
        if alias is not None and len(set(keys)) == 1:
            text = self.a.text(*alias)
            if len(text.split()) <= 8:
                self.referents[keys[0]].forms[text] += 0

    def recent(self, kinds: frozenset[EntityType], before: int, back: int = 99) -> list[int]:
        """Referents of these types, the most recently mentioned first."""
        keys = (key for _, key, _ in self.before(before, back) if self.referents[key].type in kinds)
        return list(dict.fromkeys(keys))

    def before(self, i: int, back: int) -> Iterator[tuple[int, int, bool]]:
        """What was mentioned before a token, the latest first, up to `back` sentences away."""
        here = self.a.sent_of[i]
        for entry in islice(reversed(self.seen), _WINDOW):
            if here - self.a.sent_of[entry[0]] > back:
                return
            if entry[0] < i:
                yield entry

    def is_share(self, noun: Token, whole: int) -> bool:
        """Whether a noun is for too few of those who make up a whole to be called it: "two EU members"."""
        return is_apart(self.res, noun, whole)

    @staticmethod
    def phrase(token: Token) -> tuple[int, int]:
        """A noun with what stands before it, "the Malian junta" (half-open tokens)."""
        start = min(
            (
                c.left_edge.i
                for c in token.children
                if c.dep_ in ("det", "amod", "compound", "poss", "nmod", "nummod", "predet") and c.i < token.i
            ),
            default=token.i,
        )
        return start, token.i + 1

    def latest(self, key: int, before: int, back: int = 3) -> int | None:
        """The token of the latest mention of a referent."""
        return next((i for i, known, _ in self.before(before, back) if known == key), None)

    def coordinated(self, one: int, other: int, before: int) -> bool:
        """Were two referents last mentioned as equals: "Boeing and Airbus fell"?"""
        a, b = self.latest(one, before), self.latest(other, before)
        if a is None or b is None:
            return False
        first, second = sorted((a, b))
        return self.doc[second].dep_ == "conj" and self.doc[second].head.i == first

    def clause_subjects(self, clause: int) -> set[int]:
        """Who a clause is about: an object pronoun in it is somebody else."""
        links = (self.res.link(c) for c in self.doc[clause].children if c.dep_ in SUBJECTS)
        return {key for link in links if link is not None for key in link.keys}


def clause_of(token: Token) -> int:
    """The verb whose clause a token stands in."""
    node = token
    while node.head.i != node.i and node.pos_ not in ("VERB", "AUX"):
        node = node.head
    return int(node.i)
