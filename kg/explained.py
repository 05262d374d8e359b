"""Explanations for reading, and as JSON for tools: what was seen in each sentence, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from kg.extract.reasons import Rule, Why
from kg.extract.trace import (
    Argument,
    Explanation,
    FrameTrace,
    MentionTrace,
    Origin,
    PredicateTrace,
    Reason,
    Ref,
    SentenceTrace,
    SpeakerTrace,
    StatementTrace,
)
from kg.jsonl import claim_to_dict, to_line
from kg.lines import one_line
from kg.model import ArticleMeta, Claim, DateSource, Modality, Polarity

__all__ = ["explanation_lines", "explanation_text", "pick_sentences", "reason_text"]

_WIDTH = 100
_MOST_REASONS, _MOST_FRAMES = 4, 3  # shown of a predicate, and of a reason
_MOST_FAR = 12  # of more frames that are far from fitting, examples tell nothing
_MOST_WORDS = 4
_FOUND = (DateSource.DATELINE, DateSource.TEXT, DateSource.FILE_NAME)

# {words} are the frame's own; a slot that stayed empty is worded by `_unfilled`.
_REASONS = {
    Why.PARTICLE: "lacks the particle {words}",
    Why.OTHER_VERB: "the particle {words} makes another verb of it",
    Why.FORBIDDEN: "forbidden word {words}",
    Why.QUESTION: "asks a question",
    Why.CLAUSE: "lacks a clause with {words}",
    Why.NAMING: "only says what its object is",
    Why.WORDS: "no {words}{place}",
    Why.EMPTY: "nothing{place}",
    Why.FORMER: "it was so once: no claim of what is",
    Why.CROWD: "too many participants for claims in pairs",
    Why.ONE_PARTY: "only one entity, where BOTH wants two",
    Why.SHARED_GROUP: "one group is both subject and object",
    Why.SAME: "subject and object are one entity",
    Why.UNKNOWN_RELATION: "the relation is not in the ontology",
    Why.OUT_OF_CLASS: "outside the relation's domain or range",
    Why.UNNAMED: "a lasting fact about nobody with a name",
    Why.OFFICE_ACTS: "an office is no subject",
    Why.NO_LABEL: "the text has no name for it",
}
_RULES = {
    Rule.FRAME: "frame",
    Rule.EXTRA: "the second part of the frame",
    Rule.THREAT: "a threat or vow of something hostile, by the frame",
    Rule.SPEECH_ACT: "rule: what is said of somebody is done to him",
    Rule.FALLBACK: "no frame for what is refused or asked; operator",
    Rule.OPEN: "rule: the words of the text, as no frame covers them",
    Rule.TITLE: "rule: title of an office",
    Rule.COUNTERPART: "rule: counterpart in the same office",
    Rule.BODY: "rule: country in the name of an organization",
    Rule.PLACE: "rule: place within a place",
    Rule.CITIZEN: "rule: nationality before a name",
    Rule.COMPOUND: "rule: hyphenated word",
}
_KINDS = {"verb": "verb", "noun": "event noun", "be": "relational word"}
_CLASSES = {
    "say": "verb of saying",
    "confirm": "verb of saying, as a fact",
    "allege": "verb of saying, as an allegation",
    "light": "light verb",
}
# Reasons that keep a frame of other words from being near: the same verb in another phrase.
_OTHER_WORDS = frozenset({Why.WORDS, Why.PARTICLE, Why.CLAUSE, Why.EMPTY})


def pick_sentences(explanation: Explanation, *, find: str | None = None, numbers: Collection[int] = ()) -> Explanation:
    """Only the sentences that hold the words `find` (case and line breaks aside) and have one of the `numbers`."""
    words = _folded(find or "")
    kept = (s for s in explanation.sentences if words in _folded(s.text) and (not numbers or s.number in numbers))
    return replace(explanation, sentences=tuple(kept))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


# -- JSON


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """One line of JSON a sentence: the fields of `SentenceTrace` and the article's id; claims as everywhere else."""
    for sentence in explanation.sentences:
        yield to_line({"article": explanation.article.id, **_plain(sentence)})


def _plain(value: object) -> Any:
    if isinstance(value, Claim):
        return claim_to_dict(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


# -- text


def explanation_text(explanation: Explanation, *, everything: bool = False) -> str:
    """All sentences for reading; `everything` also lists the frames that want other words."""
    meta = explanation.article.meta
    blocks = []
    name = meta.title or (
        meta.id if meta.id not in (meta.sha256 or "") else None
    )  # an id made from the text says nothing
    if name:
        head = one_line(f"{name}{_dated(meta)}")
        blocks.append(f"{head}\n{'=' * min(len(head), _WIDTH)}")
    blocks.extend("\n".join(_sentence(sentence, everything)) for sentence in explanation.sentences)
    return "\n\n".join(blocks) + "\n"


def _dated(meta: ArticleMeta) -> str:
    """The date of an article, and where it was found if it had to be looked for."""
    if meta.published is None:
        return ""
    return f" ({meta.published}{f', from the {meta.date_source}' if meta.date_source in _FOUND else ''})"


def _sentence(sentence: SentenceTrace, everything: bool) -> Iterator[str]:
    lead = f"[{sentence.number}] "
    yield textwrap.fill(one_line(sentence.text), _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))
    yield from _section("who and what", _titles(sentence), _columns(map(_mention, sentence.mentions)))
    yield from _section("what is said", (line for p in sentence.predicates for line in _predicate(p, everything)))
    found = [s for s in sentence.statements if s.claim is not None]
    yield from _section("claims", [line for s in found for line in _claim(s, sentence.number)] or ["none"])
    yield from _section("dropped", (line for s in sentence.statements if s.claim is None for line in _dropped(s)))


def _section(name: str, lines: Iterable[str], table: Iterable[str] = ()) -> Iterator[str]:
    found, rows = list(lines), list(table)
    if found or rows:
        yield f"  {name}"
        yield from (f"    {row}" for row in rows)
        yield from (_hanging(line, 4) for line in found)


def _hanging(line: str, indent: int) -> str:
    """A line within the width; what is too much for it hangs below."""
    indent += len(line) - len(line.lstrip())
    return textwrap.fill(
        line.strip(), _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _columns(cells: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = list(cells)
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        yield "  ".join((*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]))


def _titles(sentence: SentenceTrace) -> Iterator[str]:
    for title in sentence.titles:
        who = f"held by {_names(title.holders)}" if title.holders else "nobody beside it"
        of = f", of {_names(title.owners)}" if title.owners else ""
        yield f"title {_quote(title.text)}: {title.status}, {who}{of}"


def _mention(mention: MentionTrace) -> tuple[str, str, str]:
    if not mention.entities:
        return _quote(mention.text), "-> abstained", f"{mention.how}: nothing that it surely means"
    how = f"{mention.how} {mention.confidence:.2f}" if mention.confidence is not None else mention.how
    return _quote(mention.text), f"-> {', '.join(map(_entity, mention.entities))}", how


def _entity(ref: Ref) -> str:
    return one_line(f"{ref.label} ({ref.type}{f', kgr:{ref.id}' if ref.id else ''})")


def _names(refs: Iterable[Ref]) -> str:
    return one_line(", ".join(ref.label for ref in refs))


def _quote(text: str) -> str:
    return f"'{one_line(text)}'"


# -- predicates


def _predicate(predicate: PredicateTrace, everything: bool) -> Iterator[str]:
    arguments = "; ".join(map(_argument, predicate.arguments)) or "no arguments"
    passive = ", passive" if predicate.passive else ""
    yield f"{_quote(predicate.text)} ({_KINDS[predicate.kind]}{passive}): {arguments}"
    also = [f"operator '{name}'" for name in predicate.operators] if predicate.kind == "verb" else []
    also += [_CLASSES[name] for name in predicate.classes] if predicate.kind == "verb" else []
    if also:
        yield f"  it is also: {', '.join(also)}"
    if predicate.taken_by is not None:
        yield f"  used up by the frame of {_quote(predicate.taken_by)}"
        return
    fired = next((frame for frame in predicate.frames if frame.fired), None)
    if fired is not None:
        slots = "; ".join(f"{one.place} = {_names(one.entities)}" for one in predicate.bound)
        yield f"  fired: {fired.text} -> {fired.relation} [{slots}]"
    elif predicate.frames:
        yield "  no frame fits"
    else:
        yield f"  no frame for {_quote(predicate.lemma)}"
    yield from (f"  {line}" for line in _others(predicate.frames, everything, fired))
    yield from (f"  by its words -> {relation}" for relation in predicate.opened)
    if fired is not None or predicate.opened:
        yield from (f"  {line}" for line in _circumstances(predicate))


def _argument(argument: Argument) -> str:
    entity = f" = {_names(argument.entities)}" if argument.entities else ""
    return f"{argument.place} {_quote(argument.text)}{entity}"


def _others(frames: Iterable[FrameTrace], everything: bool, fired: FrameTrace | None) -> Iterator[str]:
    """Frames that did not fire: those that all but fit under their reasons, the others by number."""
    missed: dict[bool, dict[str, list[str]]] = {True: {}, False: {}}
    for frame in frames:
        if frame.reason is not None:
            reasons = missed[everything or _is_near(frame, frame.reason)]
            reasons.setdefault(reason_text(frame.reason), []).append(_frame(frame))
    near, far = missed[True], [name for names in missed[False].values() for name in names]
    left = len(near) if everything else _MOST_REASONS
    for reason, names in list(near.items())[:left]:
        yield f"not, as {reason}: {_some(names, everything)}"
    more = sum(len(names) for names in list(near.values())[left:])
    if more:
        yield f"not, for other reasons: {_count(more)}"
    if far and fired is None:
        examples = _some(far, everything) if len(far) <= _MOST_FAR else _count(len(far))
        yield f"not, as they want other words or arguments: {examples}"
    idle = [_frame(frame) for frame in frames if not frame.fired and frame.reason is None]
    if idle and fired is not None:
        yield f"not needed, as less specific: {_some(idle, True) if everything else _count(len(idle))}"


def _is_near(frame: FrameTrace, reason: Reason) -> bool:
    """Was it more than the frame's first word that fitted, or does something stand where it wants something else?"""
    absent = reason.why in _OTHER_WORDS or (reason.why is Why.UNFILLED and not reason.refused)
    return frame.reach > 0 or not absent


def _frame(frame: FrameTrace) -> str:
    return f"{frame.text} -> {frame.relation}"


def _some(names: list[str], everything: bool) -> str:
    if everything or len(names) <= _MOST_FRAMES:
        return "; ".join(names)
    return f"{'; '.join(names[:_MOST_FRAMES])}; and {_count(len(names) - _MOST_FRAMES)}"


def _count(number: int) -> str:
    return f"{number} {'frame' if number == 1 else 'frames'} that --all names"


def reason_text(reason: Reason) -> str:
    """A reason in plain words."""
    if reason.why is Why.UNFILLED:
        return _unfilled(reason)
    words = "|".join(reason.words[:_MOST_WORDS]) + ("|..." if len(reason.words) > _MOST_WORDS else "")
    return _REASONS[reason.why].format(words=f"'{words}'", place=_place(reason.at))


def _unfilled(reason: Reason) -> str:
    wanted = "|".join(reason.wanted)
    stood = dict.fromkeys(
        f"{_quote(refusal.text)} stands for no entity"
        if refusal.entity is None
        else f"{_quote(refusal.text)} ({refusal.entity.type}) is no {wanted}"
        for refusal in reason.refused
    )
    return (
        f"no {reason.slot}{_place(reason.at)}: {'; '.join(stood)}" if stood else f"no {reason.slot}{_place(reason.at)}"
    )


def _place(at: tuple[str, ...]) -> str:
    words = "|".join(word for word in at if word)
    places = (["as object"] if "" in at else []) + ([f"after '{words}'"] if words else [])
    return f" {' or '.join(places)}" if places else ""


def _circumstances(predicate: PredicateTrace) -> Iterator[str]:
    """How the text stands to what the frame says, each with its words."""
    for step in predicate.steps:
        negates = "denies it" if step.polarity is Polarity.NEGATIVE else ""
        weakens = step.modality.value if step.modality is not Modality.ACTUAL else ""
        effect = ", ".join(filter(None, (negates, weakens)))
        named = f" ({step.operator})" if step.operator not in ("not", weakens) else ""
        by = f" (operator {step.operator}: {step.frame})" if step.frame else named
        yield f"{_quote(step.text)} {effect}{by}"
    if predicate.speaker is not None:
        yield _speaker(predicate.speaker)
    if predicate.place is not None:
        yield f"place {one_line(predicate.place.value)}, from {_quote(predicate.place.text)}"
    if predicate.time is not None:
        yield f"time {predicate.time.value}, from {_quote(predicate.time.text)}"
    if predicate.topic is not None:
        yield f"topic {_quote(predicate.topic)}"


def _speaker(speaker: SpeakerTrace) -> str:
    who = _names(speaker.entities) or "somebody without a name"
    how = [f"by {_quote(speaker.cue)}"] if speaker.cue else []
    how += ["in a quotation"] if speaker.quoted else []
    how += ["which gives it as a fact"] if speaker.confirms else []
    how += ["which only alleges it"] if speaker.alleges else []
    return f"said by {who}, {', '.join(how)}"


# -- claims


def _claim(statement: StatementTrace, sentence: int) -> Iterator[str]:
    claim = statement.claim
    if claim is None:
        return
    ways = [] if claim.polarity is Polarity.POSITIVE else ["not so"]
    ways += [claim.modality.value] if claim.modality is not Modality.ACTUAL else []
    ways += [claim.operator] if claim.operator and claim.operator not in ("not", *ways) else []
    ways += [f"says {claim.speaker.label}"] if claim.speaker else []
    ways += [f"in {claim.place.label}"] if claim.place else []
    ways += [claim.time] if claim.time else []
    ways += ["asserted" if claim.asserted else "not asserted", f"confidence {claim.confidence:.2f}"]
    yield f"{_triple(statement)}  ({one_line(', '.join(ways))})"
    yield from _origins(statement.origins, sentence)


def _triple(statement: StatementTrace) -> str:
    return f"{one_line(statement.subject.label)}  {statement.relation}  {one_line(statement.object.label)}"


def _origins(origins: Iterable[Origin], sentence: int) -> Iterator[str]:
    for origin in origins:
        made = origin.made
        frame = f" {made.frame}" if made.frame else ""
        at = f", at {_quote(made.text)}" if made.text else ""
        other = f" (merged, from sentence {origin.sentence})" if origin.sentence != sentence else ""
        yield f"  {_RULES[made.rule]}{frame}{at}{other}"


def _dropped(statement: StatementTrace) -> Iterator[str]:
    why = _REASONS[statement.dropped] if statement.dropped is not None else ""
    yield f"{_triple(statement)}: {why}"
    yield from _origins(statement.origins, statement.origins[0].sentence)
