"""Who and what is named in a text.

The model's entities are a base, repaired with knowledge: the gazetteer decides on countries, cities, organizations
and nationality words; a title before a name makes it a person; a name that is a person's once in an article is so
throughout. Mentions do not overlap; the longer one wins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from types import MappingProxyType

from kg.extract.annotate import Annotated
from kg.extract.gazetteer import Gazetteer, known_names
from kg.extract.name_spans import HONORIFICS, ORGAN_HEADS, Name, OfficeSpan, head_of, is_after_title, trim
from kg.extract.person_names import after_titles, as_person, extended, family_names, is_called_as_person, titled_persons
from kg.extract.tokens import Doc, Token, text_of
from kg.model import EntityType

__all__ = ["find_names"]

NER_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.CITY,
    "LOC": EntityType.REGION,
    "FAC": EntityType.FACILITY,
    "NORP": EntityType.GROUP,
}
INSTITUTIONS = (ORGAN_HEADS | {"church", "college", "school", "society", "chamber", "diocese"}) - {"government"}
_NOBODY: frozenset[str] = frozenset()
BARE_HEADS = frozenset(("state", "council", "assembly"))  # by themselves no name, and no reason to silence one


def _modelled(annotated: Annotated) -> list[Name]:
    doc, found = annotated.doc, []
    for ent in annotated.ents:
        kind = NER_TYPES.get(ent.label_)
        if kind is None:
            continue
        start, end = trim(doc, ent.start, ent.end)
        if (
            ent.label_ == "NORP"
            and start < end
            and (doc[end - 1].dep_ in ("amod", "compound") or doc[end - 1].tag_ == "JJ")
        ):
            continue  # "African", "Shiite": a quality, nobody by itself
        if kind is EntityType.PERSON:
            start = after_titles(doc, start, end)
            for i in range(start, end):  # "Putin's Russia", "Milei of Argentina": where a name ends
                if doc[i].tag_ == "POS" or doc[i].lower_ in (",", '"', "(", "of"):
                    end = i
                    break
        if start < end and any(t.text.isalpha() and not t.text.islower() for t in doc[start:end]):
            found.append(Name(start, end, head_of(doc, start, end), kind))
    return found


def find_names(
    annotated: Annotated,
    gazetteer: Gazetteer,
    titles: Iterable[OfficeSpan],
    surnames: Mapping[str, Set[str]] = MappingProxyType({}),
) -> list[Name]:
    """The names in an article, in order, without overlaps.

    Args:
        annotated: The article, or a section of it.
        gazetteer: The known names.
        titles: The offices in it.
        surnames: Of people whom earlier sections named in full, with all parts of their names.
    """
    doc = annotated.doc
    titles = list(titles)
    ends = {t.end: t for t in titles}
    known = known_names(doc, gazetteer)
    modelled = _modelled(annotated)
    retyped: list[Name] = []
    for name in modelled:
        titled = name.end - name.start <= 4 and is_after_title(doc, name, ends)
        if name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].lower_ == "where":
            name = replace(name, type=EntityType.CITY if name.type in NO_PLACES else name.type)
        elif name.type is not EntityType.PERSON and (titled or is_called_as_person(doc, name, gazetteer.given)):
            name = replace(name, type=EntityType.PERSON)
        retyped.append(name)
    retyped = [as_person(doc, name, gazetteer) for name in retyped]
    chosen = _institutions(doc, _choose(doc, known, retyped))
    chosen += family_names(doc, chosen, gazetteer)
    chosen = sorted([*chosen, *_halves(doc, chosen), *titled_persons(doc, chosen, titles)], key=lambda n: n.start)
    return _settle(doc, extended(doc, chosen), ends, surnames)


def _institutions(doc: Doc, names: list[Name]) -> list[Name]:
    """ "Bank of Nova Scotia", "University of Ghent": a capitalised body of a place is a name by itself."""
    covered = {i for n in names for i in range(n.start, n.end)}
    out = []
    for name in names:
        head = name.start - 2 if name.start >= 2 and doc[name.start - 1].lower_ == "of" else -1
        if head < 0 or head in covered or name.type not in SEATS or not _is_capital_head(doc[head]):
            out.append(name)
            continue
        start = head
        while start > 0 and start - 1 not in covered and doc[start - 1].tag_ == "NNP" and doc[start - 1].text.istitle():
            start -= 1
        out.append(Name(start, name.end, head, EntityType.ORGANIZATION))
    return out


NO_PLACES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP})
SEATS = frozenset({EntityType.COUNTRY, EntityType.CITY, EntityType.REGION})


def _is_capital_head(token: Token) -> bool:
    return token.text[:1].isupper() and not token.is_sent_start and token.lower_ in INSTITUTIONS


class _Taken:
    """Which name each token belongs to; the first that claims a free stretch has it."""

    def __init__(self, length: int) -> None:
        self.by_token: list[Name | None] = [None] * length

    def claim(self, name: Name) -> None:
        """Give the tokens of a name to it, if all are free."""
        if all(self.by_token[i] is None for i in range(name.start, name.end)):
            for i in range(name.start, name.end):
                self.by_token[i] = name

    def free(self, name: Name) -> tuple[int, int]:
        """The stretch of a name that is left when taken tokens are cut off its ends."""
        start, end = name.start, name.end
        while start < end and self.by_token[start] is not None:
            start += 1
        while end > start and self.by_token[end - 1] is not None:
            end -= 1
        return start, end

    def names(self) -> list[Name]:
        """The names, in order."""
        return list(dict.fromkeys(name for name in self.by_token if name is not None))


def _silenced(doc: Doc, name: Name, modelled: Mapping[int, Name]) -> bool:
    """Is a gazetteer's name only a part of a longer name, or a person's who is called so?"""
    outer = modelled.get(name.start)
    if outer is None or outer.end < name.end:
        return False
    if (outer.start, outer.end) == (name.start, name.end):
        return outer.type is EntityType.PERSON is not name.type and is_after_title(doc, outer, {})
    if outer.type is EntityType.PERSON:
        return name.kind == "name"
    last = doc[outer.end - 1]
    if (
        name.kind == "name"
        and name.type in SEATS
        and outer.start == name.start
        and outer.type is EntityType.ORGANIZATION
    ):
        return all(t.tag_ in ("NNP", "NNPS") for t in doc[outer.start : outer.end])  # "London Stock Exchange"
    return (
        outer.type in (EntityType.ORGANIZATION, EntityType.FACILITY)
        and last.lower_ in ORGAN_HEADS - BARE_HEADS
        and last.text[:1].isupper()
    )


def _choose(doc: Doc, known: list[Name], modelled: list[Name]) -> list[Name]:
    """Merge the gazetteer's and the model's names: inside a longer person or organization the gazetteer is silent."""
    taken = _Taken(len(doc))
    by_token = {i: m for m in modelled for i in range(m.start, m.end)}
    spans = {(n.start, n.end) for n in known}
    for name in sorted(known, key=lambda n: (n.start - n.end, n.start)):
        if not _silenced(doc, name, by_token):
            taken.claim(name)
    for name in sorted(modelled, key=lambda n: (n.start - n.end, n.start)):
        person = name.type is EntityType.PERSON
        if (name.start, name.end) in spans and not person:
            continue
        start, end = taken.free(name)
        last = doc[end - 1]
        rest = (start, end) != (name.start, name.end) and not person
        if start == end or last.lower_ in BARE_HEADS:
            continue
        if rest and (not last.text[:1].isupper() or last.lower_ in HONORIFICS):
            continue
        if any(t.pos_ in ("PROPN", "NOUN", "ADJ") for t in doc[start:end]):
            taken.claim(replace(name, start=start, end=end, head=head_of(doc, start, end)))
    return taken.names()


def _halves(doc: Doc, names: list[Name]) -> list[Name]:
    """ "the North", once the article has named North Korea."""
    covered = {i for n in names for i in range(n.start, n.end)}
    whole: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.type is EntityType.COUNTRY and name.actor and name.kind == "name" and name.end - name.start > 1:
            whole[doc[name.start].text].add(name.actor)
    found = []
    for token in doc:
        actors = whole.get(token.text, set())
        if len(actors) == 1 and token.i not in covered and token.i and token.text[:1].isupper():
            after = doc[token.i + 1] if token.i + 1 < len(doc) else token
            joined = after.lower_ == "and"  # "North and South Korea"
            if joined or (doc[token.i - 1].lower_ == "the" and token.dep_ not in ("compound", "amod")):
                found.append(Name(token.i, token.i + 1, token.i, EntityType.COUNTRY, "name", next(iter(actors))))
    return found


def _settle(
    doc: Doc, names: list[Name], titles: Mapping[int, OfficeSpan], surnames: Mapping[str, Set[str]]
) -> list[Name]:
    """One type a name and article: a surname that is a person's once, is so wherever the gazetteer is silent."""
    full: Counter[str] = Counter()
    parts: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.type is EntityType.PERSON and (name.end - name.start > 1 or is_after_title(doc, name, titles)):
            surname = doc[name.end - 1].text
            full[surname] += 1
            parts[surname] |= {t.text for t in doc[name.start : name.end]}
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in names:
        if name.actor is None:
            votes[text_of(doc[name.start : name.end])][name.type] += 1
    out = []
    for name in names:
        text = text_of(doc[name.start : name.end])
        if name.actor is None:
            surname = doc[name.end - 1].text
            own = {t.text for t in doc[name.start : name.end]}
            if (full[surname] and own <= parts[surname]) or own <= surnames.get(surname, _NOBODY):
                name = replace(name, type=EntityType.PERSON)
            else:
                best = min(votes[text].items(), key=lambda kv: (-kv[1], kv[0] is not EntityType.PERSON, kv[0]))
                name = replace(name, type=best[0])
        elif name.end - name.start == 1 and full[text] and name.type is not EntityType.COUNTRY:
            name = replace(name, type=EntityType.PERSON, actor=None, kind="name")
        out.append(name)
    return out + _unmarked(doc, out, full)


def _unmarked(doc: Doc, names: list[Name], full: Counter[str]) -> list[Name]:
    """Surnames of this article's persons that the model passed over."""
    covered = {i for n in names for i in range(n.start, n.end)}
    return [
        Name(t.i, t.i + 1, t.i, EntityType.PERSON)
        for t in doc
        if t.i not in covered and full[t.text] and t.pos_ == "PROPN" and t.text[:1].isupper()
    ]
