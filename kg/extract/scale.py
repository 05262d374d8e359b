"""What the walk over the words around a predicate collects: polarity, modality, and which words set them."""

from __future__ import annotations

from typing import NamedTuple

from kg.extract.lexicon import OperatorPattern
from kg.extract.tokens import Token
from kg.model import Modality, Polarity

__all__ = ["ACTUAL", "PLANNED", "POSSIBLE", "REQUESTED", "Factuality", "Scale", "Step"]

ACTUAL, PLANNED = Modality.ACTUAL.value, Modality.PLANNED.value
POSSIBLE, REQUESTED = Modality.POSSIBLE.value, Modality.REQUESTED.value


class Step(NamedTuple):
    """A word (token index) that changed polarity or modality, as what, and the operator's frame if it has one."""

    word: int
    polarity: str
    modality: str
    name: str
    by: OperatorPattern | None = None


class Factuality(NamedTuple):
    """How the text stands to a predicate; `operator` names the word class that made it other than a fact."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    operator: str | None = None
    by: OperatorPattern | None = None
    at: int | None = None  # the operator's head token
    steps: tuple[Step, ...] = ()  # the innermost first

    @property
    def is_fact(self) -> bool:
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


# Operators whose negation leaves open what they were about.
LEFT_OPEN = frozenset("denied refused prevented".split())


class Scale:
    """Collects what the walk upwards meets."""

    def __init__(self) -> None:
        self.negative = False
        self.modality = ACTUAL
        self.operator: str | None = None
        self.by: OperatorPattern | None = None
        self.at: int | None = None
        self.steps: list[Step] = []

    def apply(self, word: Token, polarity: str, modality: str, name: str, by: OperatorPattern | None = None) -> None:
        if name == "not" and self.operator in LEFT_OPEN:
            self.leave_open(word)  # "neither confirmed nor denied that": it may be
            return
        before = (self.negative, self.modality, self.operator)
        if polarity == "negative":
            self.negative = not self.negative
        if self.modality == ACTUAL and modality != ACTUAL:
            self.modality = modality
        if name == "conditional":  # a condition makes a mere possibility of any plan
            self.modality, self.operator = POSSIBLE, name
        if self.operator is None and (polarity == "negative" or modality != ACTUAL):
            self.operator, self.by, self.at = name, by, word.i if by is not None else None
        if before != (self.negative, self.modality, self.operator):
            self.steps.append(Step(word.i, polarity, modality, name, by))

    def leave_open(self, word: Token) -> None:
        """What is not denied is not said to be so either."""
        self.negative = False
        if self.modality == ACTUAL:
            self.modality = POSSIBLE
        self.operator = self.operator or "not"
        self.steps.append(Step(word.i, "positive", POSSIBLE, "not"))

    def result(self) -> Factuality:
        return Factuality(
            Polarity.NEGATIVE if self.negative else Polarity.POSITIVE,
            Modality(self.modality),
            self.operator,
            self.by,
            self.at,
            tuple(self.steps),
        )
