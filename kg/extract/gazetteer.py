"""Names that the gazetteer knows, found in a text: countries, cities, organizations, nationality words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language

from kg.extract.annotate import plain
from kg.extract.name_spans import Name, head_of
from kg.extract.tokens import Doc
from kg.model import EntityType
from kg.ontology import Actor, Office, Ontology

__all__ = ["CROWDS", "Gazetteer", "compile_gazetteer", "extend_gazetteer", "known_names"]

CROWDS = frozenset("thousand hundred dozen score million crowd number ten group majority".split())
_PRIORITY = {
    EntityType.COUNTRY: 0,
    EntityType.ORGANIZATION: 1,
    EntityType.GROUP: 2,
    EntityType.FACILITY: 3,
    EntityType.REGION: 4,
    EntityType.CITY: 5,
}
_SHORT = 3  # names this short must be written as in the gazetteer ("US", never "us")


@dataclass(frozen=True, slots=True)
class Entry:
    words: tuple[str, ...]
    lower: tuple[str, ...]
    kind: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of known actors and titles of offices, by their first word in lower case."""

    names: Mapping[str, tuple[Entry, ...]]
    offices: Mapping[str, tuple[tuple[tuple[str, ...], Office], ...]]
    countries: Mapping[str, str]  # a country's label or adjective -> its id
    given: frozenset[str]  # given names, in lower case
    service: Mapping[str, frozenset[str]]  # a surname -> whom the persons of that name serve


def compile_gazetteer(nlp: Language, ontology: Ontology) -> Gazetteer:
    """Split the ontology's names as the pipeline splits text, and index them."""
    names = _entries(nlp, ontology.actors.values())
    offices: dict[str, list[tuple[tuple[str, ...], Office]]] = defaultdict(list)
    for office in ontology.offices.values():
        for form in dict.fromkeys((office.label, *office.names)):
            words = tuple(t.text.lower() for t in nlp.make_doc(plain(form)))
            offices[words[0]].append((words, office))

    service: dict[str, set[str]] = defaultdict(set)
    for actor in ontology.actors.values():
        if actor.type is EntityType.PERSON:
            service[actor.label.split()[-1].casefold()].add(actor.represents or "")

    return Gazetteer(
        {w: tuple(sorted(found, key=_rank)) for w, found in names.items()},
        {w: tuple(sorted(found, key=lambda p: (-len(p[0]), p[1].id))) for w, found in offices.items()},
        {
            word: actor.id
            for actor in sorted(ontology.actors.values(), key=lambda a: a.population)
            if actor.type is EntityType.COUNTRY
            for word in (actor.label, *actor.adjectives)
        },
        ontology.word_classes.get("male-name", frozenset()) | ontology.word_classes.get("female-name", frozenset()),
        {surname: frozenset(served) for surname, served in service.items()},
    )


def extend_gazetteer(nlp: Language, gazetteer: Gazetteer, actors: Iterable[Actor]) -> Gazetteer:
    """A gazetteer that knows the names of these actors, too."""
    more = _entries(nlp, actors)
    added = {word: tuple(sorted((*gazetteer.names.get(word, ()), *found), key=_rank)) for word, found in more.items()}
    return replace(gazetteer, names={**gazetteer.names, **added})


def _entries(nlp: Language, actors: Iterable[Actor]) -> dict[str, list[Entry]]:
    """All names of actors, by their first words in small letters."""
    names: dict[str, list[Entry]] = defaultdict(list)
    for actor in actors:
        forms = (
            [("name", n) for n in (actor.label, *actor.names)]
            + [("adjective", n) for n in actor.adjectives]
            + [("demonym", n) for n in actor.demonyms]
        )
        for kind, form in dict.fromkeys(forms):
            words = tuple(t.text for t in nlp.make_doc(plain(form)))
            if words and words[0].lower() == "the":
                words = words[1:]
            if words:
                names[words[0].lower()].append(Entry(words, tuple(word.lower() for word in words), kind, actor))
    return names


def _rank(entry: Entry) -> tuple[int, int, int, str]:
    kinds = {"name": 0, "adjective": 1, "demonym": 2}
    return (
        -len(entry.words),
        _PRIORITY.get(entry.actor.type, 9) * 3 + kinds[entry.kind],
        -entry.actor.population,
        entry.actor.id,
    )


def _is_spelt_so(text: str, word: str, alone: bool) -> bool:
    """Whether a word may stand for one of the same letters."""
    if text == word:
        return True
    # "ISLAMABAD" in a dateline is Islamabad; "us" is no country and "turkey" no state
    return (text.isupper() and len(word) > _SHORT) or (not alone and not text.islower())


def _entry_at(doc: Doc, lower: tuple[str, ...], start: int, entries: Sequence[Entry]) -> Entry | None:
    """The first of these names that the text has at a token."""
    for entry in entries:
        n = len(entry.words)
        if lower[start : start + n] == entry.lower and all(
            _is_spelt_so(token.text, word, n == 1)
            for token, word in zip(doc[start : start + n], entry.words, strict=True)
        ):
            return entry
    return None


def known_names(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    """The names of a text that the gazetteer knows, the longest first, without overlaps."""
    found: list[Name] = []
    lower = tuple(token.lower_ for token in doc)
    end = 0
    for i in (i for i, word in enumerate(lower) if word in gazetteer.names):
        best = _entry_at(doc, lower, i, gazetteer.names[lower[i]]) if i >= end else None
        if best is None or _of_another(doc, i, best):
            continue
        end = i + len(best.words)
        kind = best.kind
        if kind != "name" and _is_plural_people(doc, end):
            kind = "demonym"
        elif kind == "demonym":
            kind = "adjective" if doc[end - 1].tag_ in ("JJ", "NN", "NNP") and end < len(doc) else "demonym"
        if kind == "demonym" and _counted(doc, i):
            found.append(Name(i, end, head_of(doc, i, end), EntityType.GROUP, "people"))
        else:
            found.append(Name(i, end, head_of(doc, i, end), best.actor.type, kind, best.actor.id))
    return found


def _of_another(doc: Doc, start: int, entry: Entry) -> bool:
    """ "Russia's Security Council" is not the one of the United Nations, which a short name would mean."""
    short = entry.kind == "name" and entry.actor.type is EntityType.ORGANIZATION and len(entry.words) > 1
    if not short or " ".join(entry.words) == entry.actor.label or start == 0:
        return False
    return doc[start - 1].tag_ == "POS"


def _counted(doc: Doc, start: int) -> bool:
    """ "thousands of Rwandans", "three Americans", "many Israelis": some people, not their country."""
    before = doc[start - 1] if start else None
    if before is not None and (before.pos_ == "NUM" or before.lower_ in ("many", "some", "several", "most", "few")):
        return True
    return start >= 2 and doc[start - 1].lower_ == "of" and doc[start - 2].lemma in CROWDS


def _is_plural_people(doc: Doc, end: int) -> bool:
    """ "the Dutch barred", "Iranians": the people, not an adjective of something."""
    last = doc[end - 1]
    if last.tag_ in ("NNS", "NNPS"):
        return True
    return last.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "dative") and last.head.i != end
