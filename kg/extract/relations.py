"""Predicate + lexicon -> claims of an article.

The most specific frame whose arguments all resolve to entities of the right types makes the claim; factuality,
attribution and circumstances are added. Verbs come first: an object noun that a verb's frame has used up
("imposed *sanctions* on") makes no claim of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.arguments import Predicate
from kg.extract.attribution import Attribution, Speakers
from kg.extract.drafts import Draft
from kg.extract.factuality import factuality_of
from kg.extract.fillers import Filler
from kg.extract.lexicon import DIRECT_OBJECT, FramePattern, Lexicon
from kg.extract.matching import Binding, Matcher, Misfit
from kg.extract.open_relations import find_appositions, find_open
from kg.extract.predicates import find_predicates
from kg.extract.reasons import Rule, Why
from kg.extract.referents import Resolution
from kg.extract.scale import Factuality
from kg.extract.speech_acts import find_speech_acts
from kg.extract.works import add_works
from kg.extract.writing import HOSTILE, Circumstances, Writer, Written
from kg.model import Modality, Polarity
from kg.ontology import Ontology

__all__ = ["Reading", "read_predicates"]


class Reading(NamedTuple):
    """What became of a predicate: the frames tried in vain, the one that made claims, and all claims made.

    `taken_by` is the head token of the predicate whose frame has used an event noun up. `fact`, `said` and `around` are
    those of the frame's claims.
    """

    predicate: Predicate
    tried: tuple[tuple[FramePattern, Misfit], ...] = ()
    frame: FramePattern | None = None
    bound: Binding | None = None
    fact: Factuality | None = None
    said: Attribution | None = None
    around: Circumstances | None = None
    drafts: tuple[Draft, ...] = ()
    taken_by: int | None = None


def read_predicates(
    resolution: Resolution,
    speakers: Speakers,
    lexicon: Lexicon,
    ontology: Ontology,
    *,
    open_relations: bool = False,
    thorough: bool = True,
) -> Iterator[Reading]:
    """Read the predicates of an article, the verbs first; with `open_relations` also by the words of the text.

    What is read is the same without `thorough`, but the readings leave out frames that could not fit at first sight.
    """
    matcher = Matcher(resolution, lexicon, ontology, thorough=thorough)
    writer = Writer(resolution, speakers, ontology)
    predicates = sorted(find_predicates(resolution), key=lambda p: (p.kind != "verb", p.head.i))
    by_head = {p.head.i: p for p in predicates if p.kind == "verb"}
    covered: set[int] = set()  # heads of predicates whose frame made a claim
    for predicate in predicates:
        if predicate.kind == "noun" and predicate.head.i in matcher.consumed:
            yield Reading(predicate, taken_by=matcher.consumed[predicate.head.i])
            continue
        reading = _read(predicate, matcher, writer, ontology, lexicon)
        if predicate.kind == "verb":
            further = list(_spoken(predicate, matcher, writer, ontology, lexicon))
            if reading.frame is None:
                further.extend(_fallback(predicate, by_head, matcher, writer, ontology, lexicon))
            if further:
                reading = reading._replace(drafts=(*reading.drafts, *further))
        if reading.frame is not None:
            covered.add(predicate.head.i)
        yield reading
    if open_relations:
        yield from _open(predicates, covered | matcher.consumed.keys(), matcher, writer, lexicon)


def _read(predicate: Predicate, matcher: Matcher, writer: Writer, ontology: Ontology, lexicon: Lexicon) -> Reading:
    """Let the most specific frame that fits, and whose arguments make a pair, speak."""
    tried: list[tuple[FramePattern, Misfit]] = []
    fact: Factuality | None = None
    for frame, bound in matcher.matches(predicate):
        if isinstance(bound, Misfit):
            tried.append((frame, bound))
            continue
        fact = fact or factuality_of(predicate, lexicon)
        if predicate.kind == "be" and fact.operator == "former":
            tried.append((frame, Misfit(Why.FORMER)))
            break
        written = writer.write(predicate, frame, bound, fact)
        if isinstance(written, Misfit):
            tried.append((frame, written))
            continue
        matcher.consumed.update(dict.fromkeys((token.i for token in bound.literals), predicate.head.i))
        drafts = (*written.drafts, *_threats(written.drafts, fact, ontology))
        return Reading(predicate, tuple(tried), frame, bound, written.fact, written.said, written.around, drafts)
    return Reading(predicate, tuple(tried), fact=fact)


def _open(
    predicates: list[Predicate], covered: set[int], matcher: Matcher, writer: Writer, lexicon: Lexicon
) -> Iterator[Reading]:
    """Read predicates by the words of the text, where no frame has made a claim of any of these words.

    Last of all, for works and products become entities only here: no frame may come to see them.
    """
    add_works(matcher.res)
    found = [(p, match) for p in predicates for match in find_open(p, matcher)]
    for predicate, match in [*found, *find_appositions(matcher.res, matcher)]:
        if covered.intersection(token.i for token in match.tokens):
            continue
        fact = factuality_of(predicate, lexicon)
        written = writer.write_open(predicate, match, fact)
        if isinstance(written, Written):
            drafts = tuple(written.drafts)
            yield Reading(predicate, fact=fact, said=written.said, around=written.around, drafts=drafts)


def _threats(found: list[Draft], fact: Factuality, ontology: Ontology) -> Iterator[Draft]:
    """ "threatened to bomb Poland" is a threat, made; so is a vow of something hostile."""
    if fact.operator not in ("threatened", "promised") or fact.polarity is Polarity.NEGATIVE:
        return
    relation = ontology.relations.get("threatened")
    if relation is None:
        return
    for draft in found:
        if ontology.relations[draft.relation].event_type in HOSTILE - {"PROTEST"}:
            asserted = draft.speaker is None
            yield draft._replace(
                relation="threatened", modality=Modality.ACTUAL, operator=None, place=None,
                asserted=asserted, event_type=relation.event_type, doubts=draft.doubts._replace(indirect=1.0),
                rule=Rule.THREAT,
            )  # fmt: skip


def _spoken(
    predicate: Predicate, matcher: Matcher, writer: Writer, ontology: Ontology, lexicon: Lexicon
) -> Iterator[Draft]:
    """What is done to somebody by what is said of him; it was done when it was said."""
    for act in find_speech_acts(predicate, matcher, writer.speakers, ontology, lexicon):
        if act.object.key in writer.represented(act.subject.key):
            continue
        around = Circumstances(time=writer.timeline.clause(act.verb))
        draft = writer.draft(predicate, act.relation, (act.subject, act.object), Factuality(), act.source, around)
        yield draft._replace(rule=Rule.SPEECH_ACT)


def _fallback(
    predicate: Predicate,
    by_head: dict[int, Predicate],
    matcher: Matcher,
    writer: Writer,
    ontology: Ontology,
    lexicon: Lexicon,
) -> Iterator[Draft]:
    """ "refused to VP" where no frame covers the VP: SUBJ rejected the entity in the VP."""
    if predicate.head.dep_ not in ("xcomp", "ccomp", "pcomp", "acl"):
        return
    fact = factuality_of(predicate, lexicon)
    if fact.by is None or fact.by.fallback is None or fact.at is None:
        return
    relation = ontology.relations.get(fact.by.fallback)
    if relation is None:
        return
    ruler = by_head.get(fact.at)
    subject = [f for t in predicate.subject for f in matcher.fillers.of(t, {relation.domain}, agent=True)]
    if fact.by.object_first or not subject:
        return
    for word in (DIRECT_OBJECT, "with", "to", "for", "against", "from"):
        objects = [f for t in predicate.at(word) for f in matcher.fillers.of(t, {relation.range})]
        objects = [o for o in objects if o.key not in {s.key for s in subject} and not matcher.res.is_nobody(o.key)]
        if objects:
            outer = factuality_of(ruler, lexicon) if ruler is not None else Factuality()
            acting = ruler or predicate
            around = Circumstances(time=writer.timeline.of(acting))
            for one in subject:
                for other in objects[:2]:
                    weaker = Filler(one.key, one.confidence * 0.8)
                    said = writer.speakers.of(predicate.head)
                    draft = writer.draft(acting, relation, (weaker, other), outer, said, around)
                    yield draft._replace(rule=Rule.FALLBACK)
            return
