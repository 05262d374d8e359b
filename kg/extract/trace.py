"""What was seen in an article and why, as plain values: who asks need know neither spaCy nor the rules.

Offsets are half-open character positions into the article's text. A `Ref` says which entity is meant; everything that
was read stands in the sentence where it was read.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.reasons import Rule, Why
from kg.model import Article, Claim, EntityType, Modality, Polarity

__all__ = [
    "Argument",
    "Cue",
    "Explanation",
    "FactStep",
    "FrameTrace",
    "Made",
    "MentionTrace",
    "Origin",
    "PredicateTrace",
    "Reason",
    "Ref",
    "Refusal",
    "SentenceTrace",
    "SpeakerTrace",
    "StatementTrace",
    "TitleTrace",
]


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity; `id` is the gazetteer's, None for one that only the article knows."""

    label: str
    type: EntityType
    id: str | None


@dataclass(frozen=True, slots=True)
class MentionTrace:
    """A name, title, description or pronoun, and whom it stands for.

    `how` is the rule that found the entity: `name`, `title`, `pronoun`, `description`, `group`, `metonym` ... Without
    an entity it is what kind of reference it is, and the rules abstained.
    """

    start: int
    end: int
    text: str
    how: str
    confidence: float | None
    entities: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class TitleTrace:
    """The title of an office, who holds it and of whom it is; `status` is `current`, `former`, `future`, `acting`."""

    start: int
    end: int
    text: str
    status: str
    holders: tuple[Ref, ...]
    owners: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that a slot did not take: they stand for no entity, or for one of a class that is not wanted."""

    text: str
    entity: Ref | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a frame did not fit or made no claim.

    `words` are the frame's own that are missing or forbidden; for a slot, `slot` is its name in the frame, `at` its
    prepositions ("" for none), `wanted` the classes it takes and `refused` what stood there instead.
    """

    why: Why
    words: tuple[str, ...] = ()
    slot: str | None = None
    at: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameTrace:
    """A frame of the lexicon that was looked at for a predicate.

    It fired; or did not fit, for a `reason`; or, with neither, was not needed, as a more specific one fired. `reach`
    counts those of its elements that did fit.
    """

    text: str
    relation: str
    fired: bool = False
    reason: Reason | None = None
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands in a place of a predicate: `subject`, `object`, `is`, `compound`, or a preposition."""

    place: str
    text: str
    entities: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class FactStep:
    """A word that changed polarity or modality, the innermost first; `frame` is the operator's in the lexicon."""

    start: int
    end: int
    text: str
    polarity: Polarity
    modality: Modality
    operator: str
    frame: str | None


@dataclass(frozen=True, slots=True)
class SpeakerTrace:
    """Who says so, by which word; nobody with a name where `entities` is empty."""

    cue: str
    entities: tuple[Ref, ...]
    quoted: bool
    confirms: bool
    alleges: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A place or time and the words that tell it."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class PredicateTrace:
    """A verb, event noun or relational noun (`kind` is `verb`, `noun`, `be`), and what the lexicon made of it.

    `bound` are the entities in the slots of the frame that fired; `taken_by` is the predicate whose frame has used the
    noun up. `opened` are the open relations that its words make, `operators` those that the word itself can be, and
    `classes` the word classes that rules know it by.
    """

    start: int
    end: int
    text: str
    lemma: str
    kind: str
    passive: bool
    arguments: tuple[Argument, ...]
    frames: tuple[FrameTrace, ...]
    bound: tuple[Argument, ...]
    opened: tuple[str, ...]
    taken_by: str | None
    operators: tuple[str, ...]
    classes: tuple[str, ...]
    polarity: Polarity
    modality: Modality
    steps: tuple[FactStep, ...]
    speaker: SpeakerTrace | None
    place: Cue | None
    time: Cue | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """The rule that made a claim, the words it started from, and the frame or operator, if it has one."""

    rule: Rule
    text: str | None
    frame: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """One draft of a claim: how it was made, in which sentence (from 1)."""

    made: Made
    sentence: int


@dataclass(frozen=True, slots=True)
class StatementTrace:
    """A claim that came out, or with `dropped` one that did not, and everything that says it in the article."""

    subject: Ref
    relation: str
    object: Ref
    claim: Claim | None
    dropped: Why | None
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """A sentence, numbered from 1, with all that was read in it."""

    number: int
    start: int
    end: int
    text: str
    mentions: tuple[MentionTrace, ...]
    titles: tuple[TitleTrace, ...]
    predicates: tuple[PredicateTrace, ...]
    statements: tuple[StatementTrace, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article, sentence by sentence."""

    article: Article
    sentences: tuple[SentenceTrace, ...]
    claims: tuple[Claim, ...]
