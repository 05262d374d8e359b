"""The plain types of asking: what is asked, and what the articles answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.graph.spans import Span
from kg.model import EntityType, Modality, Polarity

__all__ = [
    "Answer",
    "Asked",
    "Finding",
    "NotUnderstoodError",
    "Outcome",
    "Pattern",
    "Question",
    "Quote",
    "Side",
    "Stance",
    "UnknownNameError",
    "Wanted",
]


class Asked(StrEnum):
    """What an answer is."""

    WHO = "who"
    PAIR = "pair"
    PLACE = "place"
    TIME = "time"
    DEED = "deed"
    WHETHER = "whether"
    TIMES = "times"


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NOTHING = "nothing found"
    UNKNOWN_NAME = "unknown name"
    NOT_UNDERSTOOD = "not understood"


class Stance(StrEnum):
    """How the articles stand to what is found, the surest first."""

    FACT = "fact"
    REPORTED = "reported"
    PLANNED = "planned"
    REQUESTED = "requested"
    POSSIBLE = "possible"
    NEGATIVE = "not so"


class NotUnderstoodError(Exception):
    """A part of a question that cannot be read, and why; `near` are names that may be meant."""

    def __init__(self, part: str, why: str = "", near: tuple[str, ...] = ()) -> None:
        super().__init__(part)
        self.part = part
        self.why = why
        self.near = near


class UnknownNameError(Exception):
    """A name that nobody in the store bears; `known` tells whether the gazetteer knows it, `near` are like it."""

    def __init__(self, name: str, *, known: bool, near: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.known = known
        self.near = near


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a claim: one of these nodes, or the unknown that is asked for, or anybody.

    `types` narrow the unknown, `office` any side to who holds such an office; `acted_for` takes those who represent a
    node for it, too; `inside` takes what lies in a place for it.
    """

    nodes: tuple[str, ...] = ()
    unknown: bool = False
    types: tuple[EntityType, ...] = ()
    office: str | None = None
    acted_for: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A claim as it is asked for; no `relations` means any but lasting ones. `both_ways` lets the sides change places.

    `speaker` is who has to say so.
    """

    subject: Side
    relations: tuple[str, ...]
    object: Side
    both_ways: bool = False
    speaker: Side | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the articles are to stand to it; `operator` is the word's that says so ("refused")."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    operator: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is simply asked whether it is so."""
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood: an answer fits all `patterns`, or any of them if not `every`.

    `place` are nodes, `within` the days that it is about, `topics` names that the sentence has to have
    (each with its spellings), `count` asks for the number of answers, `most` for the one with the most. `excluded`
    are nodes that are no answers. `notes` say what was taken for what.
    """

    text: str
    asked: Asked
    patterns: tuple[Pattern, ...]
    wanted: Wanted = Wanted()
    place: tuple[str, ...] = ()
    within: Span | None = None
    topics: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    count: bool = False
    most: bool = False
    every: bool = True
    notes: tuple[str, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Whether an answer is a node: somebody, something or a place."""
        return self.asked in (Asked.WHO, Asked.PLACE)

    @property
    def has_opposite(self) -> bool:
        """Whether it asks if something is not so, to which what is told as a fact is an answer, too."""
        return self.asked is Asked.WHETHER and self.wanted.polarity is Polarity.NEGATIVE


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, with where it stands and how sure it is that it says so."""

    sentence: str
    outlet: str | None
    published: str | None
    url: str | None
    article: str
    claim: str
    confidence: float
    speaker: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer, once, in one stance: by how many articles, when, where, and their sentences.

    `how` are the words of the stance: "refused", "says Antony Blinken"; `dates` with `~` are those of articles.
    """

    answer: str
    node: str | None
    stance: Stance
    wanted: bool
    how: tuple[str, ...]
    articles: int
    events: int
    dates: tuple[str, ...]
    places: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a question; `verdict` is a line for people, `reading` says how it was understood."""

    text: str
    outcome: Outcome
    verdict: str
    reading: str = ""
    sparql: str = ""
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    part: str | None = None
    near: tuple[str, ...] = ()
