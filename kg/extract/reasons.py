"""Which rule made a claim, and why a frame or a claim in the making came to nothing."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Rule", "Why"]


class Rule(StrEnum):
    """What made a claim."""

    FRAME = "frame"
    EXTRA = "extra"  # one more claim of a frame, after its "+"
    THREAT = "threat"  # threatened or vowed to do something hostile
    SPEECH_ACT = "speech-act"  # "X says Y must VP", "X says Y killed civilians"
    FALLBACK = "fallback"  # the relation of an operator whose VP no frame covers
    OPEN = "open"  # by the words of the text, where no frame has made a claim
    TITLE = "title"
    COUNTERPART = "counterpart"
    BODY = "body"  # a country in or before an organization's name
    PLACE = "place"
    CITIZEN = "citizen"
    COMPOUND = "compound"  # "Saudi-led", "pro-Turkey"


class Why(StrEnum):
    """Why something came to nothing: first what keeps a frame from fitting, then what undoes a claim."""

    PARTICLE = "particle"  # the frame's particle is missing
    OTHER_VERB = "other-verb"  # a particle makes another verb of it: "called off"
    FORBIDDEN = "forbidden"  # a word that the frame forbids
    QUESTION = "question"  # "asked whether"
    CLAUSE = "clause"  # the frame's clause is missing
    NAMING = "naming"  # "called the decision a mistake"
    WORDS = "words"  # none of the frame's words stands there
    EMPTY = "empty"  # nothing stands where the frame wants something
    UNFILLED = "unfilled"  # no entity of a wanted class stands there
    FORMER = "former"  # what somebody was is no claim of what he is
    CROWD = "crowd"  # too many participants for claims in pairs
    ONE_PARTY = "one-party"  # BOTH is one entity
    SHARED_GROUP = "shared-group"  # one group as subject and object
    SAME = "same"  # subject and object are one entity
    UNKNOWN_RELATION = "unknown-relation"  # not in the ontology
    OUT_OF_CLASS = "out-of-class"  # outside the relation's domain or range
    UNNAMED = "unnamed"  # a lasting fact about nobody with a name
    OFFICE_ACTS = "office-acts"  # an office is no subject
    NO_LABEL = "no-label"  # nothing in the text names the subject or the object
