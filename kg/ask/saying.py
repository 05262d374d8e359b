"""Questions and answers in words: how a question was understood, and the verdict on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.ask.model import Asked, Finding, Question, Side, Stance
from kg.model import Polarity
from kg.open_names import from_open_name

if TYPE_CHECKING:
    from kg.ask.model import Pattern
    from kg.ask.names import Bearer
    from kg.ontology import Relation

__all__ = ["relation_words", "say_question", "say_verdict"]

_UNKNOWN = {Asked.WHO: "who?", Asked.PLACE: "where?"}
_OFTEN = re.compile(
    r"\b(?:twice|thrice|(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|many) times"
    r"|(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) time)\b",
    re.IGNORECASE,
)
_MANY = 8  # relations that only a question for all of a sort asks for
_ONLY = {
    Stance.PLANNED: "Only planned",
    Stance.REQUESTED: "Only asked for",
    Stance.POSSIBLE: "Only possible",
}


def relation_words(iri: str, relations: Mapping[str, Relation]) -> str:
    """A relation (IRI) as people say it."""
    name = iri.strip("<>").rpartition("#")[2]
    known = relations.get(name)
    return known.label if known is not None else from_open_name(iri.rpartition("/")[2])


def say_question(question: Question, bearers: Mapping[str, Bearer], relations: Mapping[str, Relation]) -> str:
    """How a question was understood, in one line."""
    parts = list(dict.fromkeys(_say_pattern(each, question, bearers, relations) for each in question.patterns))
    joint = "; and " if question.asked is Asked.WHO and question.every else "; or "
    said = [joint.join(parts), *_around(question, bearers)]
    asked = {Asked.TIME: "when", Asked.TIMES: "how often", Asked.WHETHER: "whether"}.get(question.asked)
    if question.asked is Asked.PLACE and not any(s.unknown for p in question.patterns for s in (p.subject, p.object)):
        asked = "where"
    if question.count:
        asked = "how many"
    return f"{asked}: {'; '.join(said)}" if asked else "; ".join(said)


def _say_pattern(
    pattern: Pattern, question: Question, bearers: Mapping[str, Bearer], relations: Mapping[str, Relation]
) -> str:
    one, other = (_say_side(each, question, bearers) for each in (pattern.subject, pattern.object))
    widest = _widest(pattern, relations)
    says = f", says {_say_side(pattern.speaker, question, bearers)}" if pattern.speaker is not None else ""
    return f"{one} – {widest} – {other}{says}"


def _widest(pattern: Pattern, relations: Mapping[str, Relation]) -> str:
    """The relation that was asked for, which the others are kinds of."""
    if not pattern.relations:
        return "anything done"
    if len(pattern.relations) > _MANY:
        lasting = all(relations[name].event_type == "STRUCTURE" for name in pattern.relations)
        return "any office, post, kinship or place" if lasting else "anything said"
    tops = [name for name in pattern.relations if not set(relations[name].parents) & set(pattern.relations)]
    kinds = len(pattern.relations) - len(tops)
    shown = " or ".join(relations[name].label for name in tops[:3])
    more = f" or {len(tops) - 3} more" if len(tops) > 3 else f" (or a kind of it: {kinds})" if kinds else ""
    return f"{shown}{more}"


def _say_side(side: Side, question: Question, bearers: Mapping[str, Bearer]) -> str:
    if side.nodes:
        named = " or ".join(bearers[node].label if node in bearers else node for node in side.nodes)
        if side.office is not None:
            return f"the {side.office} of {named}"
        return f"{named} (or who acts for it)" if side.acted_for else named
    kinds = " or ".join(kind.value for kind in side.types)
    if side.unknown:
        return f"which {side.office or kinds}?" if side.office or kinds else _UNKNOWN.get(question.asked, "?")
    return f"any {kinds}" if kinds else "anybody"


def _around(question: Question, bearers: Mapping[str, Bearer]) -> Iterator[str]:
    if question.place:
        yield "in " + " or ".join(bearers[node].label if node in bearers else node for node in question.place)
    if question.within is not None:
        yield f"time {question.within}"
    if not question.wanted.is_plain:
        words = "not so" if question.wanted.polarity is Polarity.NEGATIVE else question.wanted.modality.value
        operator = question.wanted.operator
        yield f"{words} ({operator})" if operator not in (None, words, "not") else words
    for topic in question.topics:
        yield f"the sentence names {topic[0] if len(topic) == 1 else ' or '.join(topic[:4])}"
    if question.excluded:
        yield "other than " + " or ".join(bearers[node].label for node in question.excluded)
    if question.most:
        yield "the most often"


def say_verdict(question: Question, findings: Sequence[Finding]) -> str:
    """The answer in one line; what nobody gives as a fact is never told as one."""
    if not findings:
        return "Nothing found: nothing that was read from the articles says so."
    sure = [each for each in findings if each.wanted]
    match question.asked:
        case Asked.WHETHER:
            return _whether(question, findings, sure)
        case Asked.TIMES:
            count = _sum(sure)
            said = "once" if count == 1 else "twice" if count == 2 else f"{count} times"
            return f"{said.capitalize()}, as far as the articles tell{_spoken(sure)}." if sure else _unsure(findings)
        case _ if not sure:
            return _unsure(findings)
        case Asked.DEED | Asked.TIME | Asked.PLACE | Asked.PAIR:
            return f"{_number(len(sure), 'answer')}."
        case _:
            return f"{len(sure)}." if question.count else f"{_number(len(sure), 'answer')}."


def _spoken(findings: Sequence[Finding]) -> str:
    """How often by the words of the sentences, which is no number of events."""
    said = (found[0].lower() for each in findings for quote in each.quotes for found in _OFTEN.finditer(quote.sentence))
    words = ", ".join(f"“{each}”" for each in dict.fromkeys(said))
    return f"; but their words are {words}" if words else ""


def _whether(question: Question, findings: Sequence[Finding], sure: Sequence[Finding]) -> str:
    stances = {each.stance for each in findings}
    if sure:
        opposite = Stance.NEGATIVE if question.wanted.is_plain else Stance.FACT
        if opposite in stances:
            return "Yes, but there is also the opposite, see below."
        says = [[word for word in each.how if word.startswith("says ")] for each in sure]
        return f"Yes, {' and '.join(sorted({word for how in says for word in how}))}." if all(says) else "Yes."
    if Stance.FACT in stances:
        return "It is told that it is so."
    return _unsure(findings)


def _unsure(findings: Sequence[Finding]) -> str:
    """What there is where no article gives it as a fact."""
    stances = {each.stance for each in findings}
    how = sorted({word for each in findings for word in each.how if word.startswith("says ")})
    who = f" ({', '.join(how)})" if how else ""
    if Stance.REPORTED in stances:
        tail = "; it is also told that it is not so" if Stance.NEGATIVE in stances else ""
        return f"Said, but given as fact by no article{who}{tail}."
    if stances == {Stance.NEGATIVE}:
        words = sorted({word for each in findings for word in each.how if not word.startswith("says ")} - {"not so"})
        told = f" ({', '.join(words)})" if words and words != ["not"] else ""
        return f"It is told that it is not so{told}{who}."
    only = [_ONLY[stance] for stance in Stance if stance in stances and stance in _ONLY]
    tail = "; it is also told that it is not so" if Stance.NEGATIVE in stances else ""
    return f"{only[0]}, by what the articles say{who}{tail}."


def _sum(findings: Sequence[Finding]) -> int:
    return sum(each.events for each in findings)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
