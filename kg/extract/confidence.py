"""How likely it is that a claim is right: a calibrated probability, from plain doubts.

Each claim carries what speaks against it (`Doubts`): names that coreference only guessed, a verb far from its
subject, a noun in place of a verb, a long sentence ... The probability is logistic in the doubts,
p = 1 / (1 + exp(-(bias - caution - sum of weight x doubt))), as Platt (1999), "Probabilistic outputs for support
vector machines", makes probabilities of scores. No weight is negative, so a doubt never makes a claim likelier.

The weights are data, `confidence.json`. `scripts/calibrate.py` fits them to the project's annotated articles
(`tests/gold`): a claim is right when subject, relation, object and polarity are those of a gold claim, required or
optional. A few hundred claims with some sixty errors bear only a cautious fit: the weights are the mode under a normal
prior around the rules of thumb that stood here before (standard deviation 0.35), which also serves doubts that the
articles hardly ever show. The reliability picture in `docs/` is of cross-validation by article: no claim is judged
with weights that its own article helped to fit.

The extraction rules were mended on these very articles, so they err less there than elsewhere. `caution` allows for
that: on other texts the odds of an error are taken to be half as high again (log 1.5 off the log-odds). It is an
assumption, not a fit, kept after a look at other articles. Confidence is about reading, not about the world: 0.9 says
that nine in ten such claims are what their article says.

All this holds for news, the shipped rules and the bundled language model; `kg score` measures it on anything else.
How well probabilities and shares of right claims agree is measured as usual (Guo et al. 2017, "On calibration of modern
neural networks"), see `kg.reliability`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter, mul
from pathlib import Path
from typing import NamedTuple

__all__ = ["TABLE", "Calibration", "Doubts", "confidence", "load_calibration"]

TABLE = Path(__file__).with_name("confidence.json")
# Nothing that a machine has read is certain, and nothing that it tells is worthless.
LOWEST, HIGHEST = 0.01, 0.99


class Doubts(NamedTuple):
    """What speaks against a claim. Each is 0 where nothing does, and grows with the doubt.

    Attributes:
        reference: How unsure it is who subject and object are: -log of the product of their links' trust. Names
            have none; titles, descriptions, pronouns, groups and owners of an unnamed thing have their own.
        rule: How unsure the rule is that made a lasting fact of a title or name: -log of its trust.
        clause: 1 for claims of a clause, whose roles the parser tells; 0 for those of titles and names.
        vague: How little the frame says: exp(-weight / 3), 1 for a frame of no words.
        steps: Inferences that the subject took: control, relative clause, coordination.
        noun: 1 where a noun stands for the deed: "his visit to".
        indirect: 1 where the claim comes of another one, or of an operator without a frame.
        unreal: 1 for what is denied, planned, possible or requested.
        length: Tens of tokens by which the sentence is longer than 25, at most 3.
        office: 1 for an office, whose name is put together of title and owner.
        once: 1 where only one sentence of the article says so.
    """

    reference: float = 0.0
    rule: float = 0.0
    clause: float = 0.0
    vague: float = 0.0
    steps: float = 0.0
    noun: float = 0.0
    indirect: float = 0.0
    unreal: float = 0.0
    length: float = 0.0
    office: float = 0.0
    once: float = 0.0


_weights = itemgetter(*Doubts._fields)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic model; `weights` has a weight of 0 or more for each field of `Doubts`."""

    bias: float
    caution: float
    weights: Mapping[str, float]

    def probability(self, doubts: Doubts) -> float:
        """The probability that a claim with these doubts is right."""
        against: float = sum(map(mul, _weights(self.weights), doubts))
        return 1 / (1 + math.exp(-(self.bias - self.caution - against)))


@cache
def load_calibration() -> Calibration:
    """The shipped weights."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    return Calibration(table["bias"], table["caution"], table["weights"])


def confidence(doubts: Doubts) -> float:
    """The shipped model's probability to three digits, never quite 0 or 1."""
    return round(min(HIGHEST, max(LOWEST, load_calibration().probability(doubts))), 3)
