"""Claims in the making: by referents' keys, before entities are made."""

from __future__ import annotations

import math
from typing import NamedTuple

from kg.extract.confidence import Doubts
from kg.extract.reasons import Rule
from kg.model import Modality, Polarity

__all__ = ["Draft", "structure_draft"]


class Draft(NamedTuple):
    """A claim by referents' keys, before entities are made.

    `sent` is the index of its sentence, `at` that of its predicate's token.
    """

    subject: int
    relation: str
    object: int
    polarity: Polarity
    modality: Modality
    operator: str | None
    place: int | None
    time: str | None
    topic: str | None
    speaker: int | None
    asserted: bool
    doubts: Doubts
    sent: int
    event_type: str | None
    symmetric: bool
    at: int = 0
    rule: Rule = Rule.FRAME


def structure_draft(
    subject: int, relation: str, obj: int, sent: int, trust: float, *, planned: bool = False, time: str | None = None
) -> Draft:
    """A claim about a lasting fact; what is only to come is planned and not asserted.

    `trust` (0..1) says how much the rule that found it is worth; the calibration makes a probability of it.
    """
    return Draft(
        subject=subject,
        relation=relation,
        object=obj,
        polarity=Polarity.POSITIVE,
        modality=Modality.PLANNED if planned else Modality.ACTUAL,
        operator="planned" if planned else None,
        place=None,
        time=time,
        topic=None,
        speaker=None,
        asserted=not planned,
        doubts=Doubts(rule=math.log(1 / trust), unreal=float(planned), office=float(relation == "holdsOffice")),
        sent=sent,
        event_type="STRUCTURE",
        symmetric=False,
    )
