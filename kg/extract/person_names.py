"""Names of persons that the model passed over, took for something else, or cut short."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.gazetteer import Gazetteer
from kg.extract.name_spans import HONORIFICS, ORGAN_HEADS, Name, OfficeSpan, covered_by, head_of, is_office_word
from kg.extract.tokens import Doc, Token, root_of
from kg.model import EntityType

__all__ = ["after_titles", "as_person", "extended", "family_names", "is_called_as_person", "titled_persons"]

PERSONAL_VERBS = frozenset(
    "say tell meet visit call urge warn accuse thank speak add condemn arrive travel fly sign welcome host".split()
)


def after_titles(doc: Doc, start: int, end: int) -> int:
    """Where a person's name begins behind the titles in a span (tokens, half-open)."""
    while end - start > 1 and (doc[start].lower_ in HONORIFICS or is_office_word(doc[start])):
        start += 1
    return start


def titled_persons(doc: Doc, names: list[Name], titles: Iterable[OfficeSpan]) -> list[Name]:
    """Persons that the model passed over beside a title: "The president of Guinea, Alpha Conde, ..."."""
    covered = covered_by(names)
    found = []
    for title in titles:
        head = root_of(doc[title.start : title.end])
        beside = [c for c in head.children if c.dep_ == "appos"]
        if title.end < len(doc) and head.dep_ == "compound" and head.head.i >= title.end:
            beside.append(head.head)
        for token in beside:
            if token.i in covered or token.tag_ != "NNP" or not token.text[:1].isupper():
                continue
            start = token.i
            while start - 1 >= title.end and doc[start - 1].tag_ == "NNP" and start - 1 not in covered:
                start -= 1
            found.append(Name(start, token.i + 1, token.i, EntityType.PERSON))
            covered |= set(range(start, token.i + 1))
    return found


def is_called_as_person(doc: Doc, name: Name, given: frozenset[str]) -> bool:
    """An unknown name of two words that begins with a given name, or a "city" that says or meets, is a person's."""
    head = doc[name.head]
    if (
        1 < name.end - name.start <= 3
        and doc[name.start].lower_ in given
        and doc[name.end - 1].lower_ not in ORGAN_HEADS
    ):
        return True
    if name.type is not EntityType.CITY or not 1 < name.end - name.start <= 3:
        return False
    return head.dep_ == "nsubj" and head.head.lemma_ in PERSONAL_VERBS


def as_person(doc: Doc, name: Name, gazetteer: Gazetteer) -> Name:
    """A lone word that the model takes for a place or body, but the gazetteer for a family name: "Orban"."""
    lone = name.end - name.start == 1 and name.type in NO_SURNAMES
    return name._replace(type=EntityType.PERSON) if lone and _is_family_name(doc[name.start], gazetteer) else name


def family_names(doc: Doc, names: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """Family names of known persons that the model passed over, where a person would stand: "Modi embraced Putin"."""
    covered = covered_by(names)
    return [
        Name(t.i, t.i + 1, t.i, EntityType.PERSON)
        for t in doc
        if t.tag_ == "NNP"
        and t.i not in covered
        and t.dep_ in PERSONAL_ROLES
        and not any(c.dep_ == "compound" for c in t.children)
        and _is_family_name(t, gazetteer)
    ]


def _is_family_name(token: Token, gazetteer: Gazetteer) -> bool:
    word = token.text.casefold()
    known = word in gazetteer.service and token.text[:1].isupper() and not token.text.isupper()
    return known and word not in COMMON_WORDS and word not in gazetteer.names


PERSONAL_ROLES = frozenset("nsubj nsubjpass dobj pobj poss conj dative appos".split())
NO_SURNAMES = frozenset({EntityType.ORGANIZATION, EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
# Family names that are also words or first names, too common to tell.
COMMON_WORDS = frozenset(
    "may rice brown major park king young white bush moon power rush sharp ban sun long banks church cook gates grant"
    " green hill hunt bell black wood woods rose stone west north day price law love marsh field fields fox wolf bishop"
    " baker cross page ford carter clinton jordan lincoln washington said ali khan singh kim lee li wang chen ahmed"
    " hassan hussein mohamed abdullah ibrahim santos silva garcia lopez martin david james thomas george paul john"
    " jackson scott arthur adams blair taylor moore rivera cruz francis alexander".split()
)


def extended(doc: Doc, names: list[Name]) -> list[Name]:
    """One name in two pieces, "Hassan Sheikh" + "Mohamud", is joined; then what stands beside is looked at.

    Take in the particles and proper nouns that the model left out: "bin Salman", "Shah Mahmood Qureshi".
    """
    joined: list[Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.type is name.type is EntityType.PERSON
            and last.end == name.start
            and name.start <= doc[last.head].head.i < name.end
            and doc[last.head].dep_ == "compound"
        ):
            joined[-1] = name._replace(start=last.start, head=head_of(doc, last.start, name.end))
        else:
            joined.append(name)
    names = joined
    covered = covered_by(names)
    out = []
    for name in names:
        if name.type is EntityType.PERSON:
            start, end = name.start, name.end
            while (
                start > 0
                and start - 1 not in covered
                and doc[start - 1].tag_ == "NNP"
                and doc[start - 1].head.i in range(start, end)
                and doc[start - 1].dep_ == "compound"
                and doc[start - 1].lower_ not in HONORIFICS
                and doc[start - 1].lower_ not in ORGAN_HEADS
                and doc[start - 1].text.istitle()
                and not is_office_word(doc[start - 1])
            ):
                start -= 1
            while end < len(doc) and end not in covered and _continues(doc, start, end):
                end += 1
            end = _past_particles(doc, end, covered)
            if (start, end) != (name.start, name.end):
                name = name._replace(start=start, end=end, head=head_of(doc, start, end))
        out.append(name)
    return out


PARTICLES = frozenset("von van der den de la le du dos da di del bin ibn bint al el ben ter".split())


def _past_particles(doc: Doc, end: int, covered: set[int]) -> int:
    """ "Ursula von der Leyen": over particles to the surname."""
    if doc[end - 1].lower_ not in PARTICLES and (end >= len(doc) or doc[end].lower_ not in PARTICLES):
        return end
    i = end
    while i < len(doc) and doc[i].lower_ in PARTICLES and doc[i].text.islower() and i not in covered:
        i += 1
    return i + 1 if i < len(doc) and i not in covered and doc[i].text.istitle() and doc[i].pos_ == "PROPN" else end


def _continues(doc: Doc, start: int, end: int) -> bool:
    """The next token is one more part of a person's name: "Hassan Sheikh" + "Mohamud"."""
    token, last = doc[end], doc[end - 1]
    return (
        token.tag_ == "NNP"
        and token.text.istitle()
        and last.dep_ == "compound"
        and start <= last.i
        and last.head.i == end
        and not is_office_word(token)
        and token.lower_ not in ORGAN_HEADS
    )
