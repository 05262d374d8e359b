"""Who and what is named in a text.

The model's entities are a base, repaired with knowledge: the gazetteer decides on countries, cities, organizations
and nationality words; a title before a name makes it a person; a name that is a person's once in an article is so
throughout. Mentions do not overlap; the longer one wins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.annotate import Annotated, plain
from kg.model import EntityType
from kg.ontology import Actor, Office, Ontology

__all__ = ["Gazetteer", "Name", "OfficeSpan", "compile_gazetteer", "each_name", "find_names", "trim"]

NER_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.CITY,
    "LOC": EntityType.REGION,
    "FAC": EntityType.FACILITY,
    "NORP": EntityType.GROUP,
}
HONORIFICS = frozenset(
    "mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady sheikh sheik ayatollah imam rev. reverend prof prof."
    " professor"
    " president king queen prince princess pope gen. col. lt. maj. sgt. capt. sen. rep. gov. brig. adm. general"
    " colonel marshal admiral minister premier chancellor secretary".split()
)
# Capitalised heads that make "the Iraqi Foreign Ministry" an organization of its own.
ORGAN_HEADS = frozenset(
    "ministry office army navy parliament congress senate council court agency commission department police guard"
    " guards forces force assembly command committee party authority bureau institute university bank corps cabinet"
    " government coast front movement union league federation association group fund center centre foundation".split()
)
PERSONAL_VERBS = frozenset(
    "say tell meet visit call urge warn accuse thank speak add condemn arrive travel fly sign welcome host".split()
)
INSTITUTIONS = (ORGAN_HEADS | {"church", "college", "school", "society", "chamber", "diocese"}) - {"government"}
BARE_HEADS = frozenset(("state", "council", "assembly"))  # by themselves no name, and no reason to silence one
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
class Name:
    """A name in the text: tokens `start` to `end` (half-open), its head token, and what it names.

    `kind` is `name`, `adjective` ("Iranian"), `demonym` ("the Dutch") or `people` ("hundreds of Poles"); `actor` is the
    gazetteer's id, if it knows the name.
    """

    start: int
    end: int
    head: int
    type: EntityType
    kind: str = "name"
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeSpan:
    """An office's title in the text, "prime minister": tokens `start` to `end` (half-open)."""

    start: int
    end: int
    office: Office


@dataclass(frozen=True, slots=True)
class Entry:
    words: tuple[str, ...]
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
    names: dict[str, list[Entry]] = defaultdict(list)
    for actor in ontology.actors.values():
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
                names[words[0].lower()].append(Entry(words, kind, actor))
    offices: dict[str, list[tuple[tuple[str, ...], Office]]] = defaultdict(list)
    for office in ontology.offices.values():
        for form in dict.fromkeys((office.label, *office.names)):
            words = tuple(t.text.lower() for t in nlp.make_doc(plain(form)))
            offices[words[0]].append((words, office))

    service: dict[str, set[str]] = defaultdict(set)
    for actor in ontology.actors.values():
        if actor.type is EntityType.PERSON:
            service[actor.label.split()[-1].casefold()].add(actor.represents or "")

    def rank(entry: Entry) -> tuple[int, int, int, str]:
        kinds = {"name": 0, "adjective": 1, "demonym": 2}
        return (
            -len(entry.words),
            _PRIORITY.get(entry.actor.type, 9) * 3 + kinds[entry.kind],
            -entry.actor.population,
            entry.actor.id,
        )

    return Gazetteer(
        {w: tuple(sorted(found, key=rank)) for w, found in names.items()},
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


def _same(token: Token, word: str, alone: bool) -> bool:
    if token.text == word:
        return True
    if token.lower_ != word.lower():
        return False
    # "ISLAMABAD" in a dateline is Islamabad; "us" is no country and "turkey" no state
    return (token.text.isupper() and len(word) > _SHORT) or (not alone and not token.text.islower())


def _known(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    found: list[Name] = []
    i = 0
    while i < len(doc):
        best = None
        for entry in gazetteer.names.get(doc[i].lower_, ()):
            n = len(entry.words)
            if i + n <= len(doc) and all(_same(doc[i + k], w, n == 1) for k, w in enumerate(entry.words)):
                best = entry
                break
        if best is None or _of_another(doc, i, best):
            i += 1
            continue
        end = i + len(best.words)
        kind = best.kind
        if kind != "name" and _is_plural_people(doc, end):
            kind = "demonym"
        elif kind == "demonym":
            kind = "adjective" if doc[end - 1].tag_ in ("JJ", "NN", "NNP") and end < len(doc) else "demonym"
        if kind == "demonym" and _counted(doc, i):
            found.append(Name(i, end, _head(doc, i, end), EntityType.GROUP, "people"))
        else:
            found.append(Name(i, end, _head(doc, i, end), best.actor.type, kind, best.actor.id))
        i = end
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
    return start >= 2 and doc[start - 1].lower_ == "of" and doc[start - 2].lemma_.lower() in CROWDS


def _is_plural_people(doc: Doc, end: int) -> bool:
    """ "the Dutch barred", "Iranians": the people, not an adjective of something."""
    last = doc[end - 1]
    if last.tag_ in ("NNS", "NNPS"):
        return True
    return last.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "dative") and last.head.i != end


def _head(doc: Doc, start: int, end: int) -> int:
    for i in range(end - 1, start - 1, -1):
        if not start <= doc[i].head.i < end or doc[i].head.i == i:
            return i
    return end - 1


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Take articles, possessive marks, titles and punctuation off the edges of a model's entity."""
    while end > start and (doc[end - 1].tag_ == "POS" or (doc[end - 1].is_punct and doc[end - 1].text not in ".)")):
        end -= 1
    while start < end and (doc[start].lower_ in ("the", "a", "an") or doc[start].is_punct):
        start += 1
    return start, end


def _persons_titles(doc: Doc, start: int, end: int) -> int:
    while end - start > 1 and (doc[start].lower_ in HONORIFICS or _office_word(doc[start])):
        start += 1
    return start


def _modelled(doc: Doc) -> list[Name]:
    found = []
    for ent in doc.ents:
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
            start = _persons_titles(doc, start, end)
            for i in range(start, end):  # "Putin's Russia", "Milei of Argentina": where a name ends
                if doc[i].tag_ == "POS" or doc[i].lower_ in (",", '"', "(", "of"):
                    end = i
                    break
        if start < end and any(t.is_alpha and not t.is_lower for t in doc[start:end]):
            found.append(Name(start, end, _head(doc, start, end), kind))
    return found


def _after_title(doc: Doc, name: Name, titles: Mapping[int, OfficeSpan]) -> bool:
    """A capitalised title right before a name: the name is a person's."""
    title = titles.get(name.start)
    if title is None and name.start > 0 and doc[name.start - 1].lower_ in HONORIFICS:
        return doc[name.start - 1].text[:1].isupper()
    return title is not None and doc[title.start].text[:1].isupper()


def each_name(names: Mapping[int, Name]) -> list[Name]:
    """The names of a table by token, each once, in order."""
    found = {name.start: name for name in names.values()}
    return [found[start] for start in sorted(found)]


def _titled(doc: Doc, names: list[Name], titles: Iterable[OfficeSpan]) -> list[Name]:
    """Persons that the model passed over beside a title: "The president of Guinea, Alpha Conde, ..."."""
    covered = {i for n in names for i in range(n.start, n.end)}
    found = []
    for title in titles:
        head = doc[title.start : title.end].root
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


def _speaks(doc: Doc, name: Name, given: frozenset[str]) -> bool:
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


def find_names(annotated: Annotated, gazetteer: Gazetteer, titles: Iterable[OfficeSpan]) -> list[Name]:
    """The names in an article, in order, without overlaps."""
    doc = annotated.doc
    titles = list(titles)
    ends = {t.end: t for t in titles}
    known = _known(doc, gazetteer)
    modelled = _modelled(doc)
    retyped: list[Name] = []
    for name in modelled:
        titled = name.end - name.start <= 4 and _after_title(doc, name, ends)
        if name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].lower_ == "where":
            name = replace(name, type=EntityType.CITY if name.type in NO_PLACES else name.type)
        elif name.type is not EntityType.PERSON and (titled or _speaks(doc, name, gazetteer.given)):
            name = replace(name, type=EntityType.PERSON)
        retyped.append(name)
    retyped = [_as_person(doc, name, gazetteer) for name in retyped]
    chosen = _institutions(doc, _choose(doc, known, retyped))
    chosen += _family_names(doc, chosen, gazetteer)
    chosen = sorted([*chosen, *_halves(doc, chosen), *_titled(doc, chosen, titles)], key=lambda n: n.start)
    return _settle(doc, _extend(doc, chosen), ends)


def _as_person(doc: Doc, name: Name, gazetteer: Gazetteer) -> Name:
    """A lone word that the model takes for a place or body, but the gazetteer for a family name: "Orban"."""
    lone = name.end - name.start == 1 and name.type in NO_SURNAMES
    return replace(name, type=EntityType.PERSON) if lone and _is_family_name(doc[name.start], gazetteer) else name


def _family_names(doc: Doc, names: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """Family names of known persons that the model passed over, where a person would stand: "Modi embraced Putin"."""
    covered = {i for n in names for i in range(n.start, n.end)}
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
        while start > 0 and start - 1 not in covered and doc[start - 1].tag_ == "NNP" and doc[start - 1].is_title:
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
        return outer.type is EntityType.PERSON is not name.type and _after_title(doc, outer, {})
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
            taken.claim(replace(name, start=start, end=end, head=_head(doc, start, end)))
    return taken.names()


def _extend(doc: Doc, names: list[Name]) -> list[Name]:
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
            joined[-1] = replace(name, start=last.start, head=_head(doc, last.start, name.end))
        else:
            joined.append(name)
    names = joined
    covered = {i for n in names for i in range(n.start, n.end)}
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
                and doc[start - 1].is_title
                and not _office_word(doc[start - 1])
            ):
                start -= 1
            while end < len(doc) and end not in covered and _continues(doc, start, end):
                end += 1
            end = _past_particles(doc, end, covered)
            name = replace(name, start=start, end=end, head=_head(doc, start, end))
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
    return i + 1 if i < len(doc) and i not in covered and doc[i].is_title and doc[i].pos_ == "PROPN" else end


def _continues(doc: Doc, start: int, end: int) -> bool:
    """The next token is one more part of a person's name: "Hassan Sheikh" + "Mohamud"."""
    token, last = doc[end], doc[end - 1]
    return (
        token.tag_ == "NNP"
        and token.is_title
        and last.dep_ == "compound"
        and start <= last.i
        and last.head.i == end
        and not _office_word(token)
        and token.lower_ not in ORGAN_HEADS
    )


_OFFICE_WORDS = frozenset(
    "president minister secretary premier chancellor king queen prince senator governor mayor ambassador envoy leader"
    " chief spokesman spokeswoman spokesperson commander general colonel director chairman deputy vice affairs state"
    " foreign defense defence interior finance trade prime chairwoman chairperson justice commissioner speaker judge"
    " representative congressman congresswoman captain major lieutenant sergeant marshal crown former acting".split()
)


def _office_word(token: Token) -> bool:
    return token.lower_ in _OFFICE_WORDS


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


def _settle(doc: Doc, names: list[Name], titles: Mapping[int, OfficeSpan]) -> list[Name]:
    """One type a name and article: a surname that is a person's once, is so wherever the gazetteer is silent."""
    full: Counter[str] = Counter()
    parts: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.type is EntityType.PERSON and (name.end - name.start > 1 or _after_title(doc, name, titles)):
            surname = doc[name.end - 1].text
            full[surname] += 1
            parts[surname] |= {t.text for t in doc[name.start : name.end]}
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for name in names:
        if name.actor is None:
            votes[doc[name.start : name.end].text][name.type] += 1
    out = []
    for name in names:
        text = doc[name.start : name.end].text
        if name.actor is None:
            surname = doc[name.end - 1].text
            if full[surname] and {t.text for t in doc[name.start : name.end]} <= parts[surname]:
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
