"""Persons that a verb puts into an office: "was sworn in as president", "named him foreign minister"."""

from __future__ import annotations

from kg.extract.offices import Holding
from kg.extract.referents import Resolution
from kg.extract.subjects import subjects
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["installed"]

# "was sworn in as president", "named him foreign minister": verb -> is it so already?
INSTALL = {
    **dict.fromkeys(
        (
            "appoint swear install inaugurate crown reappoint serve act continue remain stay return work"
            " succeed replace take"
        ).split(),
        True,
    ),
    **dict.fromkeys("elect nominate name choose pick select propose".split(), False),
}
INTRANSITIVE = frozenset("serve act continue remain stay return work be succeed replace take".split())


def installed(resolution: Resolution, holding: Holding) -> tuple[tuple[int, ...], bool]:
    """Persons that a verb puts into the office, and whether they hold it already."""
    node = resolution.annotated.doc[holding.head].first_conjunct
    verb = node.head
    if node.dep_ == "pobj" and node.head.lower_ == "as":
        verb = node.head.head
        if verb.pos_ == "NOUN" and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
    elif node.dep_ not in ("oprd", "attr") or verb.lemma_ in ("be", "become"):
        return (), False
    certain = INSTALL.get(verb.lemma_)
    if certain is None or any(c.dep_ == "neg" or c.tag_ in ("MD", "TO") for c in verb.children):
        return (), False
    tokens: tuple[Token, ...] = tuple(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))
    if verb.lemma_ in INTRANSITIVE or not tokens:
        tokens, _ = subjects(verb)
    keys = [k for t in tokens if (link := resolution.link(t)) for k in link.keys]
    return tuple(k for k in keys if resolution.referents[k].type is EntityType.PERSON), certain
