"""Which names are one name: short and full, abbreviated and written out, spelt this way or that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kg.extract.annotate import Annotated
from kg.extract.gazetteer import Gazetteer
from kg.extract.name_spans import Name
from kg.extract.referents import Referent, fold
from kg.extract.tokens import text_of
from kg.model import EntityType

if TYPE_CHECKING:
    from kg.extract.cast import Cast

__all__ = ["Clusters"]


def _initials(words: Sequence[str]) -> str:
    return "".join(w[0] for w in words if w[:1].isupper())


class Clusters:
    """The referents of an article, found or made by name.

    Of a section of one, those that earlier sections have named are found, too: `members` tells which of them.
    """

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer, cast: Cast | None = None) -> None:
        self.annotated = annotated
        self.gazetteer = gazetteer
        self.cast = cast
        self.members: dict[int, int] = {}  # number in the cast -> referent
        self.referents: list[Referent] = []
        self.by_actor: dict[str, int] = {}
        self.persons: dict[str, list[int]] = defaultdict(list)  # folded surname -> referents
        self.others: dict[tuple[str, ...], int] = {}
        self.short: dict[str, int] = {}  # abbreviations that the article itself explains
        self._ends: dict[int, int] = {}  # where a name ends -> whose it is
        self._surnames: dict[tuple[str, int], list[str]] = defaultdict(list)  # by first letter and length
        self._given: dict[str, set[int]] = defaultdict(set)  # the first word of a person's name -> referents
        self._things = _Things()

    def new(self, kind: EntityType, actor: str | None = None) -> Referent:
        referent = Referent(len(self.referents), kind, actor)
        self.referents.append(referent)
        return referent

    def words(self, name: Name) -> tuple[str, ...]:
        doc = self.annotated.doc
        return tuple(fold(t.text) for t in doc[name.start : name.end] if t.text not in ("-", ".", ","))

    def add(self, name: Name) -> Referent:
        text = self.annotated.text(name.start, name.end)
        referent = self._find(name, self.words(name))
        referent.forms[text] += 1
        if name.type is not EntityType.PERSON:
            self._things.call(referent.key, text)
        self._ends[name.end] = referent.key
        return referent

    def _find(self, name: Name, words: tuple[str, ...]) -> Referent:
        if name.kind == "people":
            return self.new(EntityType.GROUP)
        if name.type is EntityType.PERSON:
            return self._person(words, name.actor)
        if name.actor is not None:
            if (explained := self._explained(name)) is not None:
                return explained
            if name.actor not in self.by_actor:
                known = self._known(self.cast.actor(name.actor)) if self.cast is not None else None
                self.by_actor[name.actor] = (known or self.new(name.type, name.actor)).key
            return self.referents[self.by_actor[name.actor]]
        return self._thing(name, words)

    def _explained(self, name: Name) -> Referent | None:
        """ "the Central Bank of Somalia (CBS)": what an abbreviation stands for here, whatever it does elsewhere."""
        doc = self.annotated.doc
        bracketed = name.start > 0 and doc[name.start - 1].text == "("
        if not bracketed and not self.short:
            return None
        text = text_of(doc[name.start : name.end])
        key = self._ends.get(name.start - 1)
        if key is not None and bracketed and text_of(doc[name.end : name.end + 1]) == ")" and text.isupper():
            full = self.referents[key]
            longest = max(full.forms, key=len, default="")
            if full.type is EntityType.ORGANIZATION and _initials(longest.split()) == text:
                self.short[text] = key
        return self.referents[self.short[text]] if text in self.short else None

    def _person(self, words: tuple[str, ...], actor: str | None) -> Referent:
        surname = words[-1]
        if actor in self.by_actor:
            found = self.referents[self.by_actor[actor]]
            self._known_as(found, words)
            return found
        options = self.persons.get(surname, [])
        if not options and len(surname) >= 5:
            lengths = range(len(surname) - 2, len(surname) + 3)
            alike = (other for length in lengths for other in self._surnames.get((surname[0], length), ()))
            near = min(((-fuzz.ratio(surname, other), other) for other in alike), default=None)
            if near is not None and near[0] <= -88:
                options = self.persons[near[1]]
        if not options and len(words) == 1:
            # a first or middle name that newspapers use alone: "Saddam", "Xi", "Kim Jong-un ... Kim"
            options = sorted(self._given.get(surname, ()))
        for key in options:  # the first of a surname is whom the article calls by it alone
            if any(_compatible(words, known) for known in self.referents[key].words):
                found = self.referents[key]
                break
        else:
            found = self._known_person(words, actor) or self.new(EntityType.PERSON)
        if actor is not None:
            found = found if found.actor in (None, actor) else self.new(EntityType.PERSON)
            found.actor = actor
            self.by_actor[actor] = found.key
        self._known_as(found, words)
        return found

    def _known(self, number: int | None) -> Referent | None:
        """A member of the cast as a referent here."""
        if self.cast is None or number is None or number in self.members:
            return None
        referent = replace(self.cast.members[number], key=len(self.referents), owners=())
        self.referents.append(referent)
        self.members[number] = referent.key
        return referent

    def _known_person(self, words: tuple[str, ...], actor: str | None) -> Referent | None:
        """Who of the cast is called so; one name of several people is nobody's."""
        if self.cast is None:
            return None
        if (number := self.cast.actor(actor)) is not None:
            return self._known(number)
        members = self.cast.members
        called = [
            number
            for number in self.cast.persons(words[-1])
            if any(_compatible(words, known) for known in members[number].words)
            and (actor is None or members[number].actor is None)
        ]
        return self._known(called[0]) if len(called) == 1 else None

    def _known_as(self, person: Referent, words: tuple[str, ...]) -> None:
        if words not in person.words:
            person.words.append(words)
        if person.type is EntityType.PERSON:
            self._given[words[0]].add(person.key)
        surname = words[-1]
        if surname not in self.persons:
            self._surnames[surname[:1], len(surname)].append(surname)
        if person.key not in self.persons[surname]:
            self.persons[surname].append(person.key)

    def _thing(self, name: Name, words: tuple[str, ...]) -> Referent:
        doc = self.annotated.doc
        if words in self.others:
            return self.referents[self.others[words]]
        raw = [t.text for t in doc[name.start : name.end]]
        found: Referent | None = None
        # "Kurdistan Workers' Party (PKK)": an abbreviation introduced in brackets, or by its initials
        if len(raw) == 1 and raw[0].isupper() and len(raw[0]) > 1:
            full = self._things.abbreviated(raw[0])
            found = self.referents[full] if full is not None else None
        if found is None and name.start >= 2 and doc[name.start - 1].text == "(":
            before = self._things.by_last.get(fold(doc[name.start - 2].text))
            if before is not None and raw[0].isupper() and name.end < len(doc) and doc[name.end].text == ")":
                found = self.referents[before]
        if found is None and len(words) == 1 and name.type is EntityType.ORGANIZATION:
            longer = self._things.by_first.get(words[0], set())
            if len(longer) == 1 and self.referents[next(iter(longer))].type is EntityType.ORGANIZATION:
                found = self.referents[next(iter(longer))]
        if found is None and self.cast is not None:
            found = self._known(self.cast.thing(words))
        if found is None:
            found = self.new(name.type)
        self.others[words] = found.key
        self._things.add(words, found.key)
        if words not in found.words:
            found.words.append(words)
        if words:
            found.heads.add(words[-1])
        return found


class _Things:
    """Names of what is nobody, by the words that shorter names have of them."""

    def __init__(self) -> None:
        self.by_first: dict[str, set[int]] = defaultdict(set)  # the first of several words -> referents
        self.by_last: dict[str, int] = {}  # the last word -> the referent that was added last
        self._ranks: dict[int, int] = {}  # a referent with a name of several words -> the rank of the first of those
        self._longest: dict[int, str] = {}  # a referent -> the longest form
        self._by_initials: dict[str, list[int]] = defaultdict(list)

    def add(self, words: tuple[str, ...], key: int) -> None:
        """Note a name that was not known before, in folded words."""
        if words:
            self.by_last[words[-1]] = key
        if len(words) > 1:
            self.by_first[words[0]].add(key)
            self._ranks.setdefault(key, len(self._ranks))

    def call(self, key: int, form: str) -> None:
        """Note a form that the text has of a name."""
        if len(form) > len(self._longest.get(key, "")):
            self._longest[key] = form
            self._by_initials[_initials(form.split())].append(key)

    def abbreviated(self, initials: str) -> int | None:
        """Whose longest form has these initials, of those with a name of several words the first."""
        keys = (key for key in self._by_initials.get(initials, ()) if key in self._ranks)
        fitting = (key for key in keys if _initials(self._longest[key].split()) == initials)
        return min(fitting, key=self._ranks.__getitem__, default=None)


def _compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Could two names be one person's? "Assad" and "Bashar al-Assad" yes; "Ali Hassan" and "Omar Hassan" no."""
    if len(a) == 1 or len(b) == 1:
        short, full = (a, b) if len(a) == 1 else (b, a)
        # "King Salman" is not Mohammed bin Salman, but his father
        return len(full) < 3 or full[-2] not in ("bin", "ibn", "bint") or short[-1] != full[-1]
    first_a, first_b = a[0].rstrip("."), b[0].rstrip(".")
    if len(first_a) == 1 or len(first_b) == 1:
        return first_a[0] == first_b[0]
    return first_a == first_b or fuzz.ratio(first_a, first_b) >= 80 or set(a) <= set(b) or set(b) <= set(a)
