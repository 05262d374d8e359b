"""What the extractor made of a statement, and which of its words that leaves over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.drafts import Draft
from kg.extract.offices import Holding
from kg.extract.reasons import Rule
from kg.extract.relations import Reading
from kg.extract.tokens import Token
from kg.extract.understood import Understood
from kg.model import Claim, Modality

__all__ = ["Told", "understood"]

# Words that say something by themselves; those that join words count only where they limit what is said.
_CONTENT = frozenset("NOUN PROPN VERB ADJ ADV NUM X INTJ SYM".split())
_LIMITS = frozenset(
    "without because if unless although though while whether after before since until despite amid than like as"
    " he she him her his they them their it its we our us i my you your this these those himself herself".split()
)
_UNTOLD = frozenset(("capital",))  # the graph tells where a city is, and not what it is there
_TOPICAL = frozenset("about over regarding concerning on".split())
_EMPTY = frozenset("ever also just already actually really other together the there".split())
# Who or what acts for a state, so that what they did is what it did.
_ACTING = frozenset(
    "official government authority administration leader leadership diplomat delegation force troop army military navy"
    " soldier police regime side representative jet warplane missile artillery".split()
)
_ANY_OFFICE = frozenset(("official", "leader", "representative", "envoy", "diplomat"))
_MAIN = frozenset((Rule.FRAME, Rule.FALLBACK))


@dataclass(frozen=True, slots=True)
class Told:
    """The claims that a statement makes, and the verbs that make none."""

    found: Understood
    claims: tuple[Claim, ...]
    unread: tuple[str, ...]

    def left_by(self, claims: tuple[Claim, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words that some claims leave over, and those of them that only say what it is about."""
        used = self._used(claims)
        left: list[Token] = []
        topics: list[str] = []
        names = self.found.resolution.names
        for token in self.found.resolution.annotated.doc:
            if (token.i in used and token.lower_ not in _UNTOLD) or not _counts(token):
                continue
            name = names.get(token.i)
            head = self.found.resolution.annotated.doc[name.head] if name is not None else token
            if head.dep_ == "pobj" and head.head.lower_ in _TOPICAL:
                if token.i == head.i:
                    text = token.text if name is None else self.found.resolution.annotated.text(name.start, name.end)
                    topics.append(text)
                continue
            left.append(token)
        return tuple(token.text for token in left), tuple(topics)

    def _used(self, claims: tuple[Claim, ...]) -> set[int]:
        """The tokens (by index) that claims are made of."""
        found = self.found
        ids = {claim.id for claim in claims}
        drafts = [found.drafts[n] for each in found.settled if each.claim.id in ids for n in each.drafts]
        keys = {key for draft in drafts for key in (draft.subject, draft.object, draft.place, draft.speaker)}
        facts = [each.draft for each in found.stated if each.dropped is None]
        stated = [draft for draft in facts if {draft.subject, draft.object} & keys]
        keys |= {key for draft in stated for key in (draft.subject, draft.object)}
        keys.discard(None)
        used: set[int] = set()
        for i, name in found.resolution.names.items():
            link = found.resolution.links.get(name.head)
            if link is not None and keys.intersection(link.keys):
                used.add(i)
        for i, link in found.resolution.links.items():
            if keys.intersection(link.keys):
                used.add(i)
        if stated:
            for holding in found.resolution.holdings:
                used.update(range(*holding.title))
                used.update(range(holding.office.start, holding.office.end))
        for reading in found.readings:
            at = reading.predicate.head.i
            if (reading.frame is not None and _made(reading, drafts)) or any(draft.at == at for draft in drafts):
                used |= self._words_of(reading)
        return used

    def _words_of(self, reading: Reading) -> set[int]:
        """The tokens that a predicate's frame, its operators and its speaker are told by."""
        used = {reading.predicate.head.i}
        used.update(
            child.i for child in reading.predicate.head.children if child.dep_ in ("prt", "aux", "auxpass", "neg")
        )
        if reading.bound is not None:
            for literal in reading.bound.literals:
                used.add(literal.i)
                used.update(child.i for child in literal.children if child.dep_ == "compound")
            heads = (*reading.predicate.subject, *(t for each in reading.predicate.arguments.values() for t in each))
            for token in heads:
                if self._owns(token):
                    used.add(token.i)
                    used.update(i for each in self._titles(token) for i in range(*each.title))
        if reading.fact is not None:
            used.update(step.word for step in reading.fact.steps)
        if reading.said is not None:
            used.update(i for i in (reading.said.verb, reading.said.cue) if i is not None)
        return used

    def offices(self) -> dict[str, str]:
        """The offices of those who are told of by their title alone, by the entity that it is an office of."""
        resolution = self.found.resolution
        titles: dict[str, str] = {}
        ids = dict(self._entities())
        for reading in self.found.readings:
            heads = (*reading.predicate.subject, *(t for each in reading.predicate.arguments.values() for t in each))
            for holding in (each for token in heads for each in self._titles(token)):
                title = holding.office.office.label.lower()
                for owner in resolution.office_owners.get(holding.head, ()):
                    if owner in ids and title not in _ANY_OFFICE:
                        titles[ids[owner]] = title
        return titles

    def _entities(self) -> Iterator[tuple[int, str]]:
        """The ids of entities by the keys of their referents."""
        for each in self.found.settled:
            for draft in (self.found.drafts[n] for n in each.drafts):
                ends = {each.claim.subject.id, each.claim.object.id}
                for key in (draft.subject, draft.object):
                    actor = self.found.resolution.referents[key].actor
                    if actor in ends:
                        yield key, actor

    def _titles(self, token: Token) -> list[Holding]:
        """The titles that a noun is the head of, and that nobody is named beside."""
        return [each for each in self.found.resolution.holdings if each.head == token.i and not each.persons]

    def _owns(self, token: Token) -> bool:
        """ "Israeli officials": a noun that stands for the state or organization that it is of."""
        return token.lemma_.lower() in _ACTING or bool(self._titles(token))


def understood(found: Understood) -> Told:
    """The claims that a statement is about: what frames tell before what titles tell beside it."""
    facts = sum(one.dropped is None for one in found.stated)
    main, beside, stated = [], [], []
    for each in found.settled:
        if each.dropped is not None:
            continue
        framed = [found.drafts[n] for n in each.drafts if n >= facts]
        if any(draft.rule in _MAIN for draft in framed):
            main.append(each.claim)
        elif framed:
            beside.append(each.claim)
        else:
            stated.append(each.claim)
    if beside and all(claim.modality is Modality.REQUESTED for claim in main):
        main = beside  # "urged Israel to help" tells of urging
    return Told(found, tuple(main or beside or stated), tuple(_unread(found)))


def _unread(found: Understood) -> list[str]:
    """Verbs and event nouns that no frame was found for."""
    return [
        reading.predicate.head.text
        for reading in found.readings
        if not reading.drafts and reading.taken_by is None and reading.predicate.head.lemma_ not in ("be", "do", "have")
    ]


def _made(reading: Reading, drafts: list[Draft]) -> bool:
    return any(draft in drafts for draft in reading.drafts)


def _counts(token: Token) -> bool:
    """Whether a word says something that an answer has to fit."""
    low = token.lower_
    if low in _EMPTY or token.is_punct or token.tag_ in ("POS", "TO", "EX"):
        return False
    return low in _LIMITS or (token.pos_ in _CONTENT and low not in ("not", "n't", "do", "did", "does"))
