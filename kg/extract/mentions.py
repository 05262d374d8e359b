"""Who and what is named in a text.

The model's entities are a base, repaired with knowledge: the gazetteer decides on countries, cities, organizations
and nationality words; a title before a name makes it a person; a name that is a person's once in an article is so
throughout. Mentions do not overlap; the longer one wins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Set
from types import MappingProxyType

from kg.extract.annotate import Annotated
from kg.extract.gazetteer import Gazetteer, known_names
from kg.extract.name_spans import HONORIFICS, ORGAN_HEADS, Name, OfficeSpan, covered_by, head_of, is_after_title, trim
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
NAMING = frozenset(("PROPN", "NOUN", "ADJ"))
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
    retyped = [as_person(doc, _retyped(doc, name, ends, gazetteer), gazetteer) for name in _modelled(annotated)]
    chosen = _institutions(doc, _choose(doc, known, retyped))
    chosen += family_names(doc, chosen, gazetteer)
    chosen = sorted([*chosen, *_halves(doc, chosen), *titled_persons(doc, chosen, titles)], key=lambda n: n.start)
    return _settle(doc, extended(doc, chosen), ends, surnames)


def _retyped(doc: Doc, name: Name, titles: Mapping[int, OfficeSpan], gazetteer: Gazetteer) -> Name:
    """A name of the model with the type that the words around it tell."""
    if name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].lower_ == "where":
        return name._replace(type=EntityType.CITY) if name.type in NO_PLACES else name
    if name.type is EntityType.PERSON:
        return name
    titled = name.end - name.start <= 4 and is_after_title(doc, name, titles)
    person = titled or is_called_as_person(doc, name, gazetteer.given)
    return name._replace(type=EntityType.PERSON) if person else name


def _institutions(doc: Doc, names: list[Name]) -> list[Name]:
    """ "Bank of Nova Scotia", "University of Ghent": a capitalised body of a place is a name by itself."""
    covered = covered_by(names)
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
    """Names, and which tokens belong to them; the first that claims a free stretch has it."""

    def __init__(self) -> None:
        self._names: list[Name] = []
        self._tokens: set[int] = set()

    def claim(self, name: Name) -> None:
        """Give the tokens of a name to it, if all are free."""
        tokens = range(name.start, name.end)
        if self._tokens.isdisjoint(tokens):
            self._tokens.update(tokens)
            self._names.append(name)

    def free(self, name: Name) -> tuple[int, int]:
        """The stretch of a name that is left when taken tokens are cut off its ends."""
        start, end = name.start, name.end
        while start < end and start in self._tokens:
            start += 1
        while end > start and end - 1 in self._tokens:
            end -= 1
        return start, end

    def names(self) -> list[Name]:
        """The names, in order."""
        return sorted(self._names, key=lambda name: name.start)


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
    taken = _Taken()
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
        whole = (start, end) == (name.start, name.end)
        if start == end or last.lower_ in BARE_HEADS:
            continue
        if not (whole or person) and (not last.text[:1].isupper() or last.lower_ in HONORIFICS):
            continue
        if any(t.pos_ in NAMING for t in doc[start:end]):
            taken.claim(name if whole else name._replace(start=start, end=end, head=head_of(doc, start, end)))
    return taken.names()


def _halves(doc: Doc, names: list[Name]) -> list[Name]:
    """ "the North", once the article has named North Korea."""
    whole: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.type is EntityType.COUNTRY and name.actor and name.kind == "name" and name.end - name.start > 1:
            whole[doc[name.start].text].add(name.actor)
    if not whole:
        return []
    covered = covered_by(names)
    found = []
    for token in (token for token in doc if token.text in whole):
        actors = whole[token.text]
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
    full: set[str] = set()
    parts: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.type is EntityType.PERSON and (name.end - name.start > 1 or is_after_title(doc, name, titles)):
            surname = doc[name.end - 1].text
            full.add(surname)
            parts[surname] |= {t.text for t in doc[name.start : name.end]}
    texts = [text_of(doc[name.start : name.end]) for name in names]
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for name, text in zip(names, texts, strict=True):
        if name.actor is None:
            votes[text][name.type] += 1
    elected = {text: _elected(cast) for text, cast in votes.items()}
    out = []
    for name, text in zip(names, texts, strict=True):
        if name.actor is None:
            surname = doc[name.end - 1].text
            known = (parts[surname] if surname in full else _NOBODY, surnames.get(surname, _NOBODY))
            of_person = any(all(t.text in each for t in doc[name.start : name.end]) for each in known)
            kind = EntityType.PERSON if of_person else elected[text]
            name = name if kind is name.type else name._replace(type=kind)
        elif name.end - name.start == 1 and text in full and name.type is not EntityType.COUNTRY:
            name = name._replace(type=EntityType.PERSON, actor=None, kind="name")
        out.append(name)
    return out + _unmarked(doc, out, full)


def _elected(votes: Counter[EntityType]) -> EntityType:
    """The type that most mentions of a name have, a person's of those with as many."""
    return min(votes.items(), key=lambda kv: (-kv[1], kv[0] is not EntityType.PERSON, kv[0]))[0]


def _unmarked(doc: Doc, names: list[Name], full: Container[str]) -> list[Name]:
    """Surnames of this article's persons that the model passed over."""
    missed = [t for t in doc if t.text in full and t.pos_ == "PROPN" and t.text[:1].isupper()]
    covered = covered_by(names) if missed else set()
    return [Name(t.i, t.i + 1, t.i, EntityType.PERSON) for t in missed if t.i not in covered]
