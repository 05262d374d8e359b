"""Offices in a text, and who holds them: "Israeli Prime Minister Naftali Bennett", "Iraq's foreign minister".

A `Holding` ties a title to the name beside it and to the country or organization it is of. A title without a name is
kept too: coreference looks for its holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.extract.annotate import Annotated
from kg.extract.gazetteer import Gazetteer
from kg.extract.name_spans import Name, OfficeSpan
from kg.extract.tokens import Doc, Token, root_of, text_of
from kg.model import EntityType
from kg.ontology import Office

__all__ = ["OWNER_TYPES", "Holding", "find_holdings", "find_offices"]

STATUS = {
    **dict.fromkeys(
        "former ex ex- late then then- ousted deposed erstwhile onetime retired disgraced toppled".split(), "former"
    ),
    **dict.fromkeys("incoming elect -elect designate next future nominee".split(), "future"),
    **dict.fromkeys("acting interim caretaker".split(), "acting"),
}
RANKS = frozenset("deputy vice assistant alternate".split())
OWNER_LEAD = frozenset("the a state republic kingdom government of both".split())
# What somebody is of a party: "Republican Senator", "Conservative leader"; a "Democratic governor" is of a state.
OF_PARTIES = frozenset(
    "leader senator congressman congresswoman lawmaker mp legislator parliamentarian backbencher whip spokesman"
    " spokeswoman spokesperson".split()
)
PERSONAL = frozenset("mr. mr gen. dr. ms. mrs. sheikh sheik col. lt. prince princess sir lord general".split())
OWNER_TYPES = frozenset(
    {
        EntityType.COUNTRY,
        EntityType.ORGANIZATION,
        EntityType.REGION,
        EntityType.CITY,
        EntityType.GROUP,
        EntityType.FACILITY,
    }
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A title in the text: the noun phrase's tokens, its head, its owners' and its holder's head tokens."""

    start: int
    end: int
    head: int
    office: OfficeSpan
    title: tuple[int, int]
    rank: str  # "deputy" and the like, where it stands before the owner: "the deputy US ambassador"
    owners: tuple[int, ...]
    persons: tuple[int, ...]
    status: str  # current, former, future, acting
    plural: bool
    definite: bool


def find_offices(annotated: Annotated, gazetteer: Gazetteer) -> list[OfficeSpan]:
    """Titles of offices in an article, longest first match, in order: "Foreign Minister", "secretary of state"."""
    titles, found, passed = gazetteer.offices, [], 0
    for token in annotated.doc:
        if token.i < passed or (token.lower_ not in titles and token.lemma not in titles):
            continue
        options = (_office_at(annotated.doc, token.i, titles.get(word, ())) for word in (token.lower_, token.lemma))
        hit = next(filter(None, options), None)
        if hit is not None:
            found.append(hit)
            passed = hit.end
    return found


def _office_at(doc: Doc, start: int, titles: Iterable[tuple[tuple[str, ...], Office]]) -> OfficeSpan | None:
    """The longest of these titles that is spelt at a token, if it stands there as a title."""
    for words, office in titles:
        end = _spelled(doc, start, words)
        if end is not None:
            last = doc[end - 1]
            is_title = last.pos_ in ("NOUN", "PROPN") or len(words) > 1 or last.text[:1].isupper()
            return OfficeSpan(start, end, office) if is_title else None
    return None


def _spelled(doc: Doc, start: int, words: Sequence[str]) -> int | None:
    """Where a title that begins here ends, hyphens passed over: "foreign-policy chiefs"."""
    i = start
    for n, word in enumerate(words):
        if n and i < len(doc) and doc[i].text == "-":
            i += 1
        final = n == len(words) - 1
        if i >= len(doc) or not (doc[i].lower_ == word or (final and doc[i].lemma == word)):
            return None
        i += 1
    return i


class _Names:
    """Names by token."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.at = {i: n for n in names for i in range(n.start, n.end)}

    def starting(self, i: int) -> Name | None:
        name = self.at.get(i)
        return name if name is not None and name.start == i else None


def _left(doc: Doc, names: _Names, span: OfficeSpan, titles: frozenset[int]) -> tuple[int, list[int], int, str, bool]:
    """Walk left through the noun phrase.

    Returns its start, the owners' heads, the start of the title proper, the status, and whether it is definite.
    """
    i, owners, title, status, definite = span.start, [], span.start, "current", False
    sent = doc[span.start].sent.start
    while i - 1 >= sent:
        token = doc[i - 1]
        name = names.at.get(i - 1)
        if name is not None:
            owning = doc[i].tag_ == "POS"
            if not _may_own(name, owning=owning):
                break
            owners.append(name.head)
            i = name.start
            article = i - 1 >= sent and doc[i - 1].lower_ == "the"
            if article or (owning and name.type is EntityType.PERSON):
                return i - int(article), owners, title, status, True
            if _joins_owner(names, doc, i, sent):
                i -= 1  # "Russian and Ukrainian presidents"
            continue
        low = token.lower_
        if token.tag_ == "POS":
            i -= 1
            if i - 1 >= sent and names.at.get(i - 1) is None and doc[i - 1].pos_ == "NOUN":
                owners.append(i - 1)  # "the country's president": coreference knows which
                return doc[i - 1].left_edge.i, owners, title, status, True
            continue
        if low in STATUS:
            status = STATUS[low]
            i -= 1
            if i - 2 >= sent and doc[i - 1].text == "-":
                i -= 1
            continue
        if token.tag_ in ("PRP$", "WP$"):
            owners.append(token.i)
            return i - 1, owners, title, status, True
        if token.pos_ == "DET":
            return i - 1, owners, title, status, low in ("the", "this", "that", "both")
        listed = low in ("and", "&") and i - 2 >= sent and i - 2 not in titles and doc[i - 2].text[:1].isupper()
        if listed and not owners and doc[i].text[:1].isupper():
            i -= 1  # "Family and Social Policies Minister"
            continue
        if token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or token.text == "-":
            if not owners and _in_title(token, doc[span.start]):
                title = i - 1
            i -= 1
            continue
        break
    return i, owners, title, status, definite


def _may_own(name: Name, *, owning: bool) -> bool:
    """Is a title of this name? Of a person only with the possessive: "President Kagame's chief of protocol"."""
    if name.type is EntityType.PERSON:
        return owning
    return name.type in OWNER_TYPES and (name.kind != "demonym" or owning)


def _joins_owner(names: _Names, doc: Doc, i: int, sent: int) -> bool:
    other = names.at.get(i - 2) if i - 2 >= sent else None
    return other is not None and doc[i - 1].lower_ in ("and", "-", "/") and other.type in OWNER_TYPES


def _in_title(token: Token, first: Token) -> bool:
    """Does a word left of an office belong to its title? "Trade and Industry Minister", not "his brother King ..."."""
    if token.text[:1].isupper() or token.lower_ in ("foreign", "deputy", "vice", "alternate"):
        return True
    return token.pos_ in ("NOUN", "PROPN") and first.text.islower()


def _right(doc: Doc, names: _Names, end: int) -> tuple[int, list[int]]:
    """What follows the title: "of Russia and Ukraine", "for Yemen"; returns the end and the owners' heads."""
    owners: list[int] = []
    if end < len(doc) and doc[end].lower_ in ("of", "for", "to"):
        i = end + 1
        while i < len(doc) and doc[i].lower_ in OWNER_LEAD:
            i += 1
        for obj in doc[end].children:
            if obj.dep_ == "pobj":
                found = [obj, *obj.conjuncts]
                if obj.lower_ in OWNER_LEAD:  # "head of the de facto government of Honduras"
                    found += [o for c in obj.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
                owners = [t.i for t in found if t.i in names.at and names.at[t.i].type in OWNER_TYPES]
        if not owners and i in names.at and names.at[i].type in OWNER_TYPES:
            after = names.at[i].end
            if after >= len(doc) or doc[after].tag_ != "POS":
                owners = [names.at[i].head]
        if owners and doc[end].lower_ != "to":
            return max(names.at[o].end for o in owners), owners
        return end, []
    return end, owners


def _status_after(doc: Doc, end: int) -> str | None:
    """ "President-elect": a status after the title."""
    if end + 1 < len(doc) and doc[end].text == "-" and doc[end + 1].lower_ in ("elect", "designate"):
        return "future"
    return None


def _person_right(doc: Doc, names: _Names, end: int) -> list[Name]:
    """The names right after a title: "minister Adel al-Jubeir", "ministers Maas and Le Drian", ", Pavel Rondon,"."""
    i = end
    if i < len(doc) and doc[i].lower_ in ("of", "for"):  # "minister of state for foreign affairs, Adel al-Jubeir,"
        step = i
        while step < len(doc) and doc[step].text != "," and step - i < 7 and step not in names.at:
            step += 1
        if step < len(doc) and doc[step].text == ",":
            i = step
    if i < len(doc) and doc[i].text in (",", "—", "-", ":", "--"):
        i = _skip_honorifics(doc, i + 1)
        name = names.starting(i)
        # after a comma only a name that is fenced in by another one is an apposition
        if name is None or name.type is not EntityType.PERSON:
            return []
        after = doc[name.end].text if name.end < len(doc) else "."
        if after in (",", ".", "—", "-", ";", "--", "and") or doc[name.head].dep_ == "appos":
            return _series(doc, names, name)
        return []
    while i < len(doc) and doc[i].lower_ in (
        "mr.",
        "mr",
        "gen.",
        "dr.",
        "ms.",
        "mrs.",
        "sheikh",
        "col.",
        "lt.",
    ):
        i += 1
    name = names.starting(i)
    if name is not None and name.type is EntityType.PERSON:
        return _series(doc, names, name)
    return []


def _skip_honorifics(doc: Doc, i: int) -> int:
    while i < len(doc) and doc[i].lower_ in PERSONAL and doc[i].text[:1].isupper():
        i += 1
    return i


def _of_person(doc: Doc, names: _Names, person: Name) -> list[int]:
    """ "President Lula da Silva of Brazil": the owner after the name."""
    i = person.end
    if i + 1 < len(doc) and doc[i].lower_ == "of":
        i += 2 if doc[i + 1].lower_ == "the" else 1
        name = names.starting(i) if i < len(doc) else None
        if name is not None and name.type in OWNER_TYPES and name.kind == "name":
            return [name.head]
    return []


def _series(doc: Doc, names: _Names, first: Name) -> list[Name]:
    found = [first]
    i = first.end
    while i + 1 < len(doc) and doc[i].lower_ in (",", "and"):
        step = i + 1
        if doc[step].lower_ == "and":
            step += 1
        step = _skip_honorifics(doc, step)
        name = names.starting(step) if step < len(doc) else None
        if name is None or name.type is not EntityType.PERSON:
            break
        found.append(name)
        i = name.end
    return found


def _person_left(doc: Doc, names: _Names, start: int, head: Token) -> list[Name]:
    """The name before a title: "Heiko Maas, the German foreign minister"; "X is president of Y"."""
    if head.dep_ == "appos" and head.head.i in names.at:
        name = names.at[head.head.i]
        if name.type is EntityType.PERSON:
            return [name]
    if head.dep_ == "attr" and head.head.lemma_ in ("be", "become", "remain"):
        for child in head.head.children:
            if child.dep_ == "nsubj":
                if child.lower_ == "who" and head.head.head.i in names.at:
                    return [names.at[head.head.head.i]]
                if child.i in names.at and names.at[child.i].type is EntityType.PERSON:
                    return [names.at[child.i]]
    before = names.at.get(start - 2) if start >= 2 and doc[start - 1].text in (",", "—", "-", "(") else None
    return [before] if before is not None and before.type is EntityType.PERSON else []


def find_holdings(annotated: Annotated, names: Sequence[Name], offices: Sequence[OfficeSpan]) -> list[Holding]:
    """Every title in the text with owner and holder, as far as the noun phrase says."""
    doc, by = annotated.doc, _Names(names)
    out: list[Holding] = []
    titles = frozenset(i for o in offices for i in range(o.start, o.end))
    for span in offices:
        if (
            span.start in by.at
            and by.at[span.start].type is not EntityType.PERSON
            and by.at[span.start].end >= span.end
        ):
            continue  # "Prime Minister's Office", "Foreign Ministry": part of a longer name
        inner = by.starting(span.start)
        leading: list[int] = []
        if inner is not None and inner.end < span.end and _leads_title(doc, inner, span):
            leading = [inner.head]  # "US Secretary of State", "UN chief": the title begins with its owner
            span = replace(span, start=inner.end)
        head = root_of(doc[span.start : span.end])
        start, owners, title, status, definite = _left(doc, by, span, titles)
        end, right = _right(doc, by, span.end)
        if right or head.lemma not in OF_PARTIES:  # "the Republican chairman of the committee"
            owners = [o for o in owners if not _is_party_word(by, o)]
        owners = leading or owners or right
        status = _status_after(doc, span.end) or status
        after = span.end + (2 if status == "future" and text_of(doc[span.end : span.end + 1]) == "-" else 0)
        plural = head.tag_ in ("NNS", "NNPS")
        persons = _person_right(doc, by, after)
        if not persons and end > span.end:
            persons = _person_right(doc, by, end)
        if persons and not owners:
            owners = _of_person(doc, by, persons[-1])
        if not plural and len(persons) > 1 and out and _is_joined(out[-1], head) and doc[after].text == ",":
            out[-1] = replace(out[-1], persons=(persons[0].head,))
            persons = persons[1:]
        if not plural:
            persons = persons[:1]
        owning = span.end < len(doc) and doc[span.end].tag_ == "POS"  # ", the Prime Minister's Office said"
        if not persons and not owning:
            persons = _person_left(doc, by, start, head)
        out.append(
            Holding(
                start,
                max(end, span.end),
                head.i,
                span,
                (title, span.end),
                _deputies(doc, start, title),
                tuple(owners),
                tuple(p.head for p in persons),
                status,
                plural,
                definite,
            )
        )
    return _share(doc, out)


def _is_joined(before: Holding, head: Token) -> bool:
    """ "the president and the prime minister, Putin and Medvedev": does a title share the names with the one before?"""
    return head.dep_ == "conj" and head.head.i == before.head and not before.plural and not before.persons


_RANKED = 8  # words before a title that may lower it: "deputy", "acting"


def _is_party_word(names: _Names, owner: int) -> bool:
    """ "Republican", "Tory": whose supporter somebody is, and not what his office is of."""
    name = names.at.get(owner)
    return name is not None and name.kind == "adjective" and name.type is EntityType.ORGANIZATION


def _deputies(doc: Doc, start: int, title: int) -> str:
    return " ".join(t.text for t in doc[max(start, title - _RANKED) : title] if t.lower_ in RANKS)


def _leads_title(doc: Doc, name: Name, span: OfficeSpan) -> bool:
    """Is a title's first name its owner? In "US Secretary of State" and "UN chief", not in "Treasury Secretary"."""
    if name.actor is None or name.type not in OWNER_TYPES:
        return False
    rest = text_of(doc[name.end : span.end]).lower()
    return doc[name.start].text.isupper() or rest in {n.lower() for n in (span.office.label, *span.office.names)}


def _share(doc: Doc, holdings: list[Holding]) -> list[Holding]:
    """ "Alternate Premier and Foreign Minister Yair Lapid": joined titles share holder and owner."""
    out = list(holdings)
    for k in range(len(out) - 2, -1, -1):
        a, b = out[k], out[k + 1]
        joined = a.office.end < len(doc) and doc[a.office.end].lower_ in ("and", ",", "/")
        if joined and b.title[0] <= a.office.end + 1 and not a.persons and b.persons:
            out[k] = replace(a, owners=a.owners or b.owners, persons=b.persons)
            if not b.owners and a.owners:
                out[k + 1] = replace(b, owners=a.owners)
    return out
