"""Who and what the sections of a long text have named so far.

What hangs on nearness begins anew in each section: pronouns, descriptions, titles without a name, who spoke last, the
day that the story is at; all of them look back some sentences at most. What a name means does not hang on nearness:
who was named in an earlier section is known in the later ones, so that "Merkel" is the Angela Merkel of the first page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.extract.claims import label_of
from kg.extract.drafts import Draft
from kg.extract.referents import Referent, Resolution
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["Cast"]

_KNOWN = 50_000
"""Names that are remembered; a section has a thousand. Beyond that the half that was named last stays known."""


class Cast:
    """The entities of a text, its members, by numbers that hold in all its sections."""

    def __init__(self, ontology: Ontology) -> None:
        self.members: dict[int, Referent] = {}  # those named last are the last
        self.surnames: dict[str, set[str]] = defaultdict(set)  # of people named in full -> all their names
        self._ontology = ontology
        self._count = 0
        self._lasting: set[int] = set()  # members with claims
        self._persons: dict[str, list[int]] = defaultdict(list)  # folded surname -> members
        self._things: dict[tuple[str, ...], int] = {}
        self._actors: dict[str, int] = {}
        self._labels: dict[tuple[EntityType, str], int] = {}

    def persons(self, surname: str) -> list[int]:
        """People of a surname, folded."""
        return self._persons.get(surname, [])

    def thing(self, words: tuple[str, ...]) -> int | None:
        """What is called so, folded, and is no person."""
        return self._things.get(words)

    def actor(self, actor: str | None) -> int | None:
        """The gazetteer's actor of this id."""
        return self._actors.get(actor or "")

    def take(self, resolution: Resolution, drafts: Sequence[Draft], sents: int) -> list[Draft]:
        """Take in the referents of a section.

        Args:
            resolution: Who is who in the section.
            drafts: What it tells, by the keys of its referents.
            sents: How many sentences there are before it.

        Returns:
            The drafts by the numbers of members, and by sentences of the whole text.
        """
        told = {key for d in drafts for key in (d.subject, d.object, d.place, d.speaker) if key is not None}
        numbers: dict[int, int] = {}
        for referent in resolution.referents:
            if referent.key in told or referent.words or referent.actor:
                numbers[referent.key] = self._enter(referent, resolution.members.get(referent.key))
        self._lasting.update(numbers[key] for key in told)
        if len(self.members) - len(self._lasting) > _KNOWN or len(self._labels) > 2 * _KNOWN:
            self._forget()
        return [
            draft._replace(
                subject=numbers[draft.subject],
                object=numbers[draft.object],
                place=None if draft.place is None else numbers[draft.place],
                speaker=None if draft.speaker is None else numbers[draft.speaker],
                sent=draft.sent + sents,
            )
            for draft in drafts
        ]

    def _enter(self, referent: Referent, number: int | None) -> int:
        """Make a referent what a member is from now on, a new one unless the text has had it before."""
        label = label_of(referent, self._ontology)
        if number is None:
            number = self._same(referent, label)
        if number is None:
            number = self._count
            self._count += 1
        else:
            _absorb(referent, self.members.pop(number))
        self.members[number] = referent
        self._index(number, referent, label)
        return number

    def _same(self, referent: Referent, label: str) -> int | None:
        """The member that goes by the same id, or by the same name where nothing else tells who is meant."""
        if referent.actor is not None:
            return self._actors.get(referent.actor)
        number = self._labels.get((referent.type, label))
        same = number is not None and label_of(self.members[number], self._ontology) == label
        return number if same else None

    def _index(self, number: int, referent: Referent, label: str) -> None:
        self._labels[referent.type, label] = number
        if referent.actor is not None:
            self._actors[referent.actor] = number
        for words in referent.words:
            if referent.type is not EntityType.PERSON:
                self._things[words] = number
            elif number not in (called := self._persons[words[-1]]):
                called.append(number)
        if referent.type is EntityType.PERSON:
            for form in (form.split() for form, count in referent.forms.items() if count):
                if len(form) > 1:
                    self.surnames[form[-1]].update(form)

    def _forget(self) -> None:
        """Forget the names that were used longest ago, and what bore them unless there are claims about it."""
        latest = list(self.members)[-_KNOWN // 2 :]
        keep = self._lasting.union(latest)
        self.members = {number: member for number, member in self.members.items() if number in keep}
        for table in (self.surnames, self._persons, self._things, self._actors, self._labels):
            table.clear()
        for number in latest:
            self._index(number, self.members[number], label_of(self.members[number], self._ontology))


def _absorb(referent: Referent, member: Referent) -> None:
    """Add what is known of a member."""
    if referent.forms is not member.forms:
        referent.forms.update(member.forms)
    referent.words += [words for words in member.words if words not in referent.words]
    referent.heads |= member.heads
    if referent.female is None:
        referent.female = member.female
