"""Drafts that are told in one scene share its place and time.

Who flew to a city and met somebody met them there; a headline in the present tense gives the news of the lead. The
scene is only taken over where the text leaves one reading: one destination, one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.extract.annotate import Annotated
from kg.extract.clauses import OTHER_SCENE
from kg.extract.drafts import Draft
from kg.extract.places import PLACES
from kg.extract.referents import Resolution
from kg.extract.tokens import Token
from kg.model import Modality, Polarity

__all__ = ["share_scenes"]

# What people do face to face, so that it happens where they are.
IN_PERSON = frozenset(("metWith", "hosted", "signedAgreementWith"))
_DAY = len("2022-03-07")
_AWAY = OTHER_SCENE | {"ahead", "following"}


def share_scenes(drafts: Sequence[Draft], resolution: Resolution) -> list[Draft]:
    """The drafts, with the place and time of the visit or the lead that they belong to."""
    annotated = resolution.annotated
    visits: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.relation == "visited" and resolution.referents[draft.object].type in PLACES:
            visits[draft.sent].append(draft)
    staged = [_on_visit(draft, visits, annotated) if draft.relation in IN_PERSON else draft for draft in drafts]
    return _as_in_lead(staged, resolution)


def _on_visit(draft: Draft, visits: dict[int, list[Draft]], annotated: Annotated) -> Draft:
    """Give a meeting the destination of the visit that it is told with, in its sentence or the one before."""
    if draft.place is not None or draft.polarity is Polarity.NEGATIVE or _is_apart(annotated.doc[draft.at]):
        return draft
    here = [v for v in visits.get(draft.sent, ()) if v.at < draft.at]
    before = visits.get(draft.sent - 1, ()) if not visits.get(draft.sent) and _follows(draft, annotated) else ()
    found = [v for v in here or before if _is_of(v, draft, annotated)]
    if len({v.object for v in found}) != 1:
        return draft
    visit = found[0]
    return draft._replace(place=visit.object, time=draft.time or (visit.time if here else None))


def _is_of(visit: Draft, draft: Draft, annotated: Annotated) -> bool:
    """Whether a meeting may be part of a visit: somebody's who is at both, as real, and not on another day."""
    if visit.subject not in (draft.subject, draft.object) or visit.polarity is Polarity.NEGATIVE:
        return False
    if visit.modality is not draft.modality or (draft.time and visit.time and draft.time != visit.time):
        return False
    verb = annotated.doc[visit.at]
    if verb.dep_ == "relcl":  # "who had travelled there on Sunday", not "who visited it in 2017"
        return any(c.lower_ == "had" for c in verb.children) and len(visit.time or "") == _DAY
    return not _is_apart(verb) or any(c.dep_ == "mark" and c.lower_ == "after" for c in verb.children)


def _is_apart(token: Token) -> bool:
    """Whether a word stands in a phrase or clause of another time: "after meeting him", "before talks"."""
    node = token
    while node.head.i != node.i:
        marked = node.pos_ in ("VERB", "AUX") and any(
            c.dep_ == "mark" and c.lower_ in _AWAY and c.lower_ != "that" for c in node.children
        )
        if marked or (node.dep_ == "prep" and node.lower_ in _AWAY) or node.dep_ == "relcl":
            return True
        node = node.head
    return False


def _follows(draft: Draft, annotated: Annotated) -> bool:
    """Whether the sentence before is of the same paragraph."""
    if draft.sent == 0:
        return False
    return not annotated.begins_paragraph(annotated.sents[draft.sent].start)


def _as_in_lead(drafts: Iterable[Draft], resolution: Resolution) -> list[Draft]:
    """Give what a headline says in the present tense the time of the lead, if that tells of the same actor."""
    annotated, told = resolution.annotated, list(drafts)
    top = next((n for n in range(len(annotated.sents)) if n not in annotated.headlines), 0)
    open_ = [n for n, d in enumerate(told) if d.sent < top and d.time is None and _is_news(d, annotated)]
    if not open_:
        return told
    lead = annotated.sents[top]
    time = resolution.timeline.at(lead.root)
    present = {key for token in lead if token.i in resolution.links for key in resolution.links[token.i].keys}
    for n in open_:
        if time is not None and told[n].subject in present:
            told[n] = told[n]._replace(time=time.value)
    return told


def _is_news(draft: Draft, annotated: Annotated) -> bool:
    if draft.event_type == "STRUCTURE" or draft.modality is not Modality.ACTUAL:
        return False
    return annotated.doc[draft.at].tag_ in ("VBZ", "VBP", "VB")
