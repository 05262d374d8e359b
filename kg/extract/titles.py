"""STRUCTURE claims from titles, appositions, possessives and place names.

"Israeli Prime Minister Naftali Bennett" holds the office Prime Minister of Israel and leads Israel; "the Iraqi Foreign
Ministry" represents Iraq; "Mosul, Iraq" lies in Iraq; "American journalist Jane Roe" is a citizen. Former holders get
nothing, coming ones a planned claim.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.drafts import Draft, structure_draft
from kg.extract.gazetteer import Gazetteer
from kg.extract.name_spans import ORGAN_HEADS, Name, each_name
from kg.extract.offices import OWNER_TYPES, Holding
from kg.extract.places import PLACES, find_locations
from kg.extract.reasons import Rule, Why
from kg.extract.referents import Referent, Resolution
from kg.extract.subjects import subjects
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["Stated", "read_structure", "with_article"]

BODIES = frozenset({EntityType.ORGANIZATION, EntityType.GROUP})
DEPUTY = frozenset("deputy vice assistant under alternate".split())
# Titles that say what somebody does, not which office: no Office entity comes of them.
NO_OFFICE = frozenset(
    "leader official diplomat activist adviser advisor spokesman spokeswoman spokesperson general lawmaker soldier"
    " officer analyst expert journalist aide ruler strongman politician lawyer attorney mp commander warlord member"
    " negotiator dissident author professor scholar head boss founder captain major lieutenant sergeant".split()
)
# Ranks and trades of the gazetteer, likewise.
NO_POSTS = frozenset(
    f"office-{name}"
    for name in (
        "activist admiral adviser colonel correspondent dictator diplomat founder general grand-ayatollah head lawyer"
        " leader negotiator officer official opposition-leader opposition-politician politician"
        " presidential-candidate prince princess researcher spokesperson"
    ).split()
)
LEADERS = frozenset("leader ruler strongman dictator head".split())
SENATOR = "office-senator"
LEGISLATORS = frozenset((SENATOR, "office-member-of-congress", "office-member-of-parliament"))
CHAMBERS = frozenset(
    "parliament senate congress assembly house duma knesset bundestag rada majlis council diet".split()
)
SMALL_WORDS = frozenset("of and for the to in".split())


@dataclass(frozen=True, slots=True)
class Stated:
    """A lasting fact as a rule found it, and why it is no claim, if it is none."""

    draft: Draft
    dropped: Why | None = None


def read_structure(resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer) -> list[Stated]:
    """All lasting facts that titles and names state by themselves."""
    _lend_owners(resolution, ontology, gazetteer)
    found = (
        (Rule.TITLE, _offices(resolution, ontology)),
        (Rule.COUNTERPART, _counterparts(resolution, ontology)),
        (Rule.BODY, _bodies(resolution, gazetteer)),
        (Rule.PLACE, find_locations(resolution, ontology)),
        (Rule.CITIZEN, _citizens(resolution)),
        (Rule.COMPOUND, _compounds(resolution)),
    )
    drafts = [replace(draft, rule=rule) for rule, made in found for draft in made]  # in order: later rules see earlier
    return [_stated(draft, resolution, ontology) for draft in drafts]


def _stated(draft: Draft, resolution: Resolution, ontology: Ontology) -> Stated:
    relation = ontology.relations.get(draft.relation)
    if relation is None:
        return Stated(draft, Why.UNKNOWN_RELATION)
    draft = replace(draft, symmetric=relation.symmetric, event_type=relation.event_type)
    if draft.subject == draft.object:
        return Stated(draft, Why.SAME)
    if not _fits(draft, resolution, ontology):
        return Stated(draft, Why.OUT_OF_CLASS)
    return Stated(draft, Why.UNNAMED if resolution.is_nobody(draft.subject) else None)


def _fits(draft: Draft, resolution: Resolution, ontology: Ontology) -> bool:
    """Domain and range hold."""
    relation = ontology.relations[draft.relation]
    return all(
        wanted in ontology.classes.get(resolution.referents[key].type.value, ())
        for key, wanted in ((draft.subject, relation.domain), (draft.object, relation.range))
    )


# -- offices


def _lend_owners(resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer) -> None:
    """A title that names no country is of the one its holder is said to serve elsewhere, or the article's only one."""
    for holding in resolution.holdings:  # owners that only coreference could tell: "the country's president"
        if holding.owners and not resolution.office_owners.get(holding.head):
            links = [resolution.links.get(o) for o in holding.owners]
            resolution.office_owners[holding.head] = tuple(k for link in links if link for k in link.keys)
    lender = _Lender(resolution, ontology, gazetteer)
    for holding in resolution.holdings:
        if not resolution.office_owners.get(holding.head) and (lent := lender.owners(holding)):
            resolution.office_owners[holding.head] = lent
    resolution.index_service()


class _Lender:
    """What a title that names no owner is of, from what the rest of the article and the gazetteer say."""

    def __init__(self, resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer) -> None:
        self.res, self.ontology, self.gazetteer = resolution, ontology, gazetteer
        self.served: dict[int, tuple[int, ...]] = {}
        self.filled: dict[tuple[int, str], set[int]] = defaultdict(set)
        for holding in resolution.holdings:
            owners = resolution.office_owners.get(holding.head, ())
            holders = resolution.holders.get(holding.head, ())
            for owner in owners:
                self.filled[owner, holding.office.office.id] |= set(holders)
            for n, key in enumerate(holders):
                if owners and holding.status != "former":
                    self.served.setdefault(key, owners[n : n + 1] if len(holders) == len(owners) else owners)
        self.main = _main_country(resolution)
        self.where = {(k, resolution.annotated.sent_of[i]) for i, link in resolution.links.items() for k in link.keys}

    def owners(self, holding: Holding) -> tuple[int, ...]:
        """The surest answer there is; none rather than a guess."""
        holders = self.res.holders.get(holding.head, ())
        lent = next((self.served[k] for k in holders if k in self.served), ())
        if not lent and holders and holding.definite:
            lent = _owner_before(self.res, holding)
        if lent or not _state_office(holding):
            return lent
        lent = _known_service(self.res, self.ontology, self.gazetteer, holders)
        if not lent and holders:
            lent = _speaks_for(self.res, holding) or self._only_country(holding, set(holders))
        return lent

    def _only_country(self, holding: Holding, holders: set[int]) -> tuple[int, ...]:
        """The country that the article is about, if it is near and has nobody else in that office."""
        if self.main is None or not _near(self.res, holding, self.main, self.where):
            return ()
        return (self.main,) if self.filled[self.main, holding.office.office.id] <= holders else ()


def _owner_before(resolution: Resolution, holding: Holding) -> tuple[int, ...]:
    """ "Ankara's ambassador ... The ambassador, Fatih Yildiz": an office that had its owner, but no holder, before."""
    owners = {
        resolution.office_owners.get(other.head, ())
        for other in resolution.holdings
        if other.head < holding.head
        and other.office.office.id == holding.office.office.id
        and not other.plural
        and not resolution.holders.get(other.head)
    } - {()}
    return owners.pop() if len(owners) == 1 else ()


def _near(resolution: Resolution, holding: Holding, country: int, where: set[tuple[int, int]]) -> bool:
    """The country is named in the title's sentence or the one before."""
    n = resolution.annotated.sent_of[holding.head]
    return (country, n) in where or (country, n - 1) in where


def _known_service(
    resolution: Resolution, ontology: Ontology, gazetteer: Gazetteer, holders: tuple[int, ...]
) -> tuple[int, ...]:
    """Whom the gazetteer knows a person to serve: "President Obama" is of the United States."""
    for key in holders:
        referent = resolution.referents[key]
        actor = ontology.actors.get(referent.actor or "")
        options = {actor.represents or ""} if actor is not None else set()
        if actor is None and all(len(words) == 1 for words in referent.words):
            options = {served for words in referent.words for served in gazetteer.service.get(words[-1], ())}
        served = ontology.actors.get(next(iter(options))) if len(options) == 1 else None
        if served is not None:
            return (resolution.known(served.id, served.type),)
    return ()


def _speaks_for(resolution: Resolution, holding: Holding) -> tuple[int, ...]:
    """ "Pakistan will release the pilot, Prime Minister Imran Khan announced": a minister speaks for the subject."""
    sent = resolution.annotated.sents[resolution.annotated.sent_of[holding.head]]
    verbs = [p for h in holding.persons for p in (resolution.annotated.doc[h].head,) if p.pos_ == "VERB"]
    countries = []
    for token in sent:
        link = resolution.link(token)
        if (
            link
            and token.dep_ in ("nsubj", "nsubjpass")
            and resolution.referents[link.keys[0]].type is EntityType.COUNTRY
        ) and any(v.i in (token.head.i, token.head.head.i) for v in verbs):
            countries.append(link.keys[0])
    return tuple(countries[:1])


STATE_WORDS = frozenset("minister secretary ministry ambassador envoy vice-president chancellor diplomat".split())


def _state_office(holding: Holding) -> bool:
    if holding.office.office.id == "office-opposition-leader":
        return False
    words = {w for name in holding.office.office.names for w in name.lower().split()}
    return holding.office.office.head or bool(words & STATE_WORDS)


def _main_country(resolution: Resolution) -> int | None:
    counts: Counter[int] = Counter()
    for name in {id(n): n for n in resolution.names.values()}.values():
        link = resolution.links.get(name.head)
        if link and resolution.referents[link.keys[0]].type is EntityType.COUNTRY:
            counts[link.keys[0]] += 1
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _title_text(resolution: Resolution, holding: Holding) -> str:
    doc = resolution.annotated.doc
    words = [t.text for t in doc[holding.title[0] : holding.title[1]] if t.tag_ != "POS" or t.text == "'s"]
    if holding.rank and holding.rank.lower() not in " ".join(words).lower():
        words = [*holding.rank.split(), *words]
    title = " ".join(w if w.lower() in SMALL_WORDS and n else w[:1].upper() + w[1:] for n, w in enumerate(words))
    return title.replace(" 's", "'s").replace(" - ", "-")


def _relation_of(resolution: Resolution, holding: Holding, key: int) -> str:
    doc, owner = resolution.annotated.doc, resolution.referents[key]
    words = {t.lower_ for t in doc[holding.start : holding.office.end]}
    office, implied = holding.office.office, holding.office.office.implies
    country = owner.type is EntityType.COUNTRY
    if _is_party(resolution, holding, key):
        return "memberOf"
    if implied in ("worksFor", "memberOf") and country:
        return "citizenOf"  # "American journalist": a trade is no office of a country
    if implied == "leads" and words & DEPUTY:
        return "represents"
    if implied == "leads" and country and not office.head and holding.office.end - holding.office.start == 1:
        return implied if doc[holding.office.start].lower_ in LEADERS else "represents"
    return implied


def _offices(resolution: Resolution, ontology: Ontology) -> Iterator[Draft]:
    for holding in resolution.holdings:
        holders = resolution.holders.get(holding.head, ())
        owners = resolution.office_owners.get(holding.head, ())
        planned = holding.status == "future"
        if not holders or holding.persons == ():
            put, certain = _installed(resolution, holding)
            holders, planned = put or holders, planned or (bool(put) and not certain)
            if not put and not holding.persons:
                continue
        if not holders or holding.status == "former":
            continue
        sent = resolution.annotated.sent_of[holding.head]
        owners = tuple(_served(resolution, k) for k in owners)  # "President Kagame's chief of protocol" serves Rwanda
        owners = tuple(k for k in owners if resolution.referents[k].type in OWNER_TYPES)
        title = _title_text(resolution, holding)
        if holding.plural:
            title = _singular(resolution, holding, title)
        # "the presidents of Russia and Ukraine, Putin and Zelensky": in their order
        paired = len(holders) == len(owners) > 1
        for n, person in enumerate(holders):
            if len(owners) > 1 and not paired and len(holders) > 1:
                break  # ministers of three countries, two of them named: who is whose stays open
            mine = (owners[n],) if paired else owners[:1]
            for owner in mine:
                relation = _relation_of(resolution, holding, owner)
                yield structure_draft(person, relation, owner, sent, 0.9, planned=planned)
            of = tuple(k for k in mine if not _is_party(resolution, holding, k))  # an MP holds no office of his party
            if not _is_post(resolution, holding, owned=bool(of)):
                continue
            office = _office_entity(resolution, ontology, holding, title, of)
            if office is not None:
                yield structure_draft(person, "holdsOffice", office, sent, 0.92 if of else 0.6, planned=planned)


def _is_post(resolution: Resolution, holding: Holding, *, owned: bool) -> bool:
    """Does the title say which office it is? "Senator" does, "spokesman", "the chief" and "an ambassador" do not."""
    office, doc = holding.office, resolution.annotated.doc
    if office.office.id in NO_POSTS or (not owned and office.office.id in LEGISLATORS - {SENATOR}):
        return False
    if office.end - office.start == 1 and doc[office.start].lemma_.lower() in NO_OFFICE:
        return False
    return owned or office.end - holding.title[0] > 1 or office.office.id == SENATOR


def _is_party(resolution: Resolution, holding: Holding, owner: int) -> bool:
    """Is a legislator's title of a party ("Tory MP") rather than of a chamber or country?"""
    referent = resolution.referents[owner]
    words = {w.lower() for form in referent.forms for w in form.split()} | set((referent.actor or "").split("-"))
    return holding.office.office.id in LEGISLATORS and referent.type in BODIES and not words & CHAMBERS


def _served(resolution: Resolution, owner: int) -> int:
    country = resolution.country_of(owner) if resolution.referents[owner].type is EntityType.PERSON else None
    return owner if country is None else country


def _counterparts(resolution: Resolution, ontology: Ontology) -> Iterator[Draft]:
    """ "Bennett ... his Ukrainian counterpart, Zelensky": the same office, of another country."""
    for token in resolution.annotated.doc:
        opposite = token.lemma_.lower() == "number" and any(c.lower_ == "opposite" for c in token.children)
        if token.lemma_.lower() != "counterpart" and not opposite:
            continue
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        link = resolution.link(owner) if owner is not None else None
        model = next(
            (h for h in resolution.holdings if link and set(resolution.holders.get(h.head, ())) & set(link.keys)), None
        )
        adjectives = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod")]
        adjectives = [t for a in adjectives for t in (a, *a.conjuncts)]
        countries = [k for a in adjectives if (found := resolution.link(a)) for k in found.keys]
        named = [c for c in token.children if c.dep_ == "appos"]
        if token.dep_ in ("compound", "nmod") and resolution.link(token.head) is not None:
            named = [token.head]
        if token.dep_ == "appos":
            named = [token.head]
        persons = [k for n in named for t in (n, *n.conjuncts) if (found := resolution.link(t)) for k in found.keys]
        if model is None or len(countries) != len(persons):
            continue
        sent = resolution.annotated.sent_of[token.i]
        title = _title_text(resolution, model)
        for country, person in zip(countries, persons, strict=True):
            if resolution.referents[person].type is not EntityType.PERSON:
                continue
            yield structure_draft(person, _relation_of(resolution, model, country), country, sent, 0.8)
            of = with_article(_label(resolution, ontology, country))
            office = _office_named(resolution, f"{title} of {of}", (country,))
            yield structure_draft(person, "holdsOffice", office.key, sent, 0.8)


# "was sworn in as president", "named him foreign minister": verb -> is it so already?
INSTALL = {
    **dict.fromkeys(
        "appoint swear install inaugurate crown reappoint serve act continue remain stay return work".split(), True
    ),
    **dict.fromkeys("elect nominate name choose pick select propose".split(), False),
}
INTRANSITIVE = frozenset("serve act continue remain stay return work be".split())


def _installed(resolution: Resolution, holding: Holding) -> tuple[tuple[int, ...], bool]:
    """Persons that a verb puts into the office, and whether they hold it already."""
    node = resolution.annotated.doc[holding.head]
    while node.dep_ == "conj":
        node = node.head
    verb = node.head
    if node.dep_ == "pobj" and node.head.lower_ == "as":
        verb = node.head.head
        if verb.pos_ == "NOUN" and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
    elif node.dep_ not in ("oprd", "attr") or verb.lemma_ in ("be", "become"):
        return (), False
    certain = INSTALL.get(verb.lemma_)
    if certain is None or any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children):
        return (), False
    tokens: tuple[Token, ...] = tuple(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))
    if verb.lemma_ in INTRANSITIVE or not tokens:
        tokens, _ = subjects(verb)
    keys = [k for t in tokens if (link := resolution.link(t)) for k in link.keys]
    return tuple(k for k in keys if resolution.referents[k].type is EntityType.PERSON), certain


def _singular(resolution: Resolution, holding: Holding, title: str) -> str:
    last = resolution.annotated.doc[holding.office.end - 1]
    words = title.split()
    words[-1] = last.lemma_[:1].upper() + last.lemma_[1:].lower()
    return " ".join(words)


def _label(resolution: Resolution, ontology: Ontology, key: int) -> str:
    referent = resolution.referents[key]
    actor = ontology.actors.get(referent.actor or "")
    if actor is not None:
        return actor.label
    return referent.label or max(sorted(referent.forms), key=len, default="")


def _office_entity(
    resolution: Resolution, ontology: Ontology, holding: Holding, title: str, owners: tuple[int, ...]
) -> int | None:
    label = title
    if owners:
        of = _label(resolution, ontology, owners[0])
        if not of:
            return None
        label = f"{title} of {with_article(of)}"
    office = _office_named(resolution, label, owners)
    annotated = resolution.annotated
    for start, end in ((holding.title[0], holding.office.end), (holding.start, holding.end)):
        text = annotated.text(start, end).removeprefix("’s ").removeprefix("'s ")
        if len(text.split()) <= 8 and "\n" not in text:
            office.forms[text] += 1
    if holding.owners and holding.owners[0] < holding.title[0]:
        near = min(holding.owners)
        first = resolution.names[near].start if near in resolution.names else near
        office.forms[annotated.text(first, holding.office.end)] += 1
    return office.key


# Countries and bodies that English names with the article: "President of the Philippines".
ARTICLED = frozenset("Philippines Netherlands Gambia Maldives Bahamas Seychelles Comoros Vatican Kremlin".split())
ARTICLED_HEADS = frozenset(
    "Nations States Kingdom Emirates Union Republic Federation Islands Territories Organization Organisation"
    " Association Commission Council Committee Bank Fund League Agency Assembly Court Army Forces Party Authority"
    " Ministry Congress Senate Movement Front Coalition Guard Navy Office Department Institute Society Foundation"
    " Government Administration Bureau Service Corps Command Group Alliance Confederation Community".split()
)
COMMON_OF = frozenset(("of", "for"))


def with_article(label: str) -> str:
    """A name as it stands after "of": "the United States", but "France", "NATO", "Amnesty International"."""
    words = label.split()
    heads = [w for n, w in enumerate(words) if words[n + 1 : n + 2] and words[n + 1] in COMMON_OF] or words[-1:]
    if label in ARTICLED or (heads[0] in ARTICLED_HEADS and len(words) > 1):
        return f"the {label}"
    return label


def _office_named(resolution: Resolution, label: str, owners: tuple[int, ...]) -> Referent:
    for referent in resolution.referents:
        if referent.type is EntityType.OFFICE and referent.label == label:
            return referent
    office = Referent(len(resolution.referents), EntityType.OFFICE, label=label, owners=owners)
    office.forms[label] += 0
    resolution.referents.append(office)
    return office


# -- organizations


def _bodies(resolution: Resolution, gazetteer: Gazetteer) -> Iterator[Draft]:
    """ "the Iraqi Foreign Ministry" represents Iraq; "Yemen's Houthi rebels" are based in Yemen."""
    doc = resolution.annotated.doc
    done: set[tuple[int, int]] = set()
    for name in each_name(resolution.names):
        if name.type not in BODIES or name.kind != "name":
            continue
        link = resolution.links.get(name.head)
        if link is None:
            continue
        key = link.keys[0]
        organ = doc[name.end - 1].lower_ in ORGAN_HEADS
        state = _state_of(resolution, gazetteer, name)
        if state is None or (key, state) in done or state == key:
            continue
        done.add((key, state))
        kind = resolution.referents[state].type
        sent = resolution.annotated.sent_of[name.head]
        if organ and kind is EntityType.COUNTRY:
            resolution.referents[key].owners = (state,)
            yield structure_draft(key, "represents", state, sent, 0.85)
        elif kind in PLACES:
            yield structure_draft(key, "basedIn", state, sent, 0.75)


def _state_of(resolution: Resolution, gazetteer: Gazetteer, name: Name) -> int | None:
    """The country that stands in or right before an organization's name."""
    doc = resolution.annotated.doc
    if name.actor is None:
        for token in doc[name.start : name.end - 1]:
            if token.text in gazetteer.countries and name.end - name.start > 1:
                actor_id = gazetteer.countries[token.text]
                return resolution.known(actor_id, EntityType.COUNTRY)
    before = name.start - 1
    if before >= 0 and doc[before].tag_ == "POS":
        before -= 1
        if before in resolution.names:
            link = resolution.links.get(resolution.names[before].head)
            if link and resolution.referents[link.keys[0]].type in PLACES:
                return link.keys[0]
        return None
    if before in resolution.names and resolution.names[before].kind == "adjective" and name.actor is None:
        link = resolution.links.get(resolution.names[before].head)
        if link:
            return link.keys[0]
    return None


# "Saudi-led coalition", "Geneva-based group", "pro-Turkey protesters": participle or prefix -> relation, and whether
# the place or country is its subject.
COMPOUNDS = {
    "led": ("memberOf", True),
    "based": ("basedIn", False),
    "backed": ("proxyOf", False),
    "supported": ("supports", True),
    "funded": ("aided", True),
    "armed": ("armed", True),
    "born": ("bornIn", False),
    "owned": ("owns", True),
}
PREFIXES = {"pro": ("supports", False), "anti": ("opposes", False)}


def _compounds(resolution: Resolution) -> Iterator[Draft]:
    """Relations in hyphenated adjectives of a named or described actor."""
    doc = resolution.annotated.doc
    for token in doc:
        if token.text != "-" or token.i == 0 or token.i + 1 >= len(doc):
            continue
        before, after = doc[token.i - 1], doc[token.i + 1]
        if after.lower_ in COMPOUNDS:
            relation, forward = COMPOUNDS[after.lower_]
            owner, noun = resolution.link(before), after.head if after.dep_ in ("amod", "compound") else before.head
        elif before.lower_ in PREFIXES:
            relation, forward = PREFIXES[before.lower_]
            owner = resolution.link(after)
            noun = after.head
        else:
            continue
        for _ in range(3):
            if resolution.link(noun) is None and noun.dep_ in ("compound", "amod") and noun.head.i > noun.i:
                noun = noun.head
        bearer = resolution.link(noun)
        if owner is None or bearer is None or noun.i < token.i:
            continue
        sent = resolution.annotated.sent_of[token.i]
        for key in owner.keys:
            if relation == "proxyOf" and resolution.referents[bearer.keys[0]].type not in BODIES:
                relation, forward = "supports", True
            pair = (key, bearer.keys[0]) if forward else (bearer.keys[0], key)
            yield structure_draft(pair[0], relation, pair[1], sent, 0.8 * bearer.confidence)


# -- places and persons


def _citizens(resolution: Resolution) -> Iterator[Draft]:
    """ "American journalist Jane Roe": a nationality word, a noun that is no office, a name."""
    doc = resolution.annotated.doc
    held = {k for keys in resolution.holders.values() for k in keys}
    for name in each_name(resolution.names):
        if name.type is not EntityType.PERSON:
            continue
        link = resolution.links.get(name.head)
        if link is None or link.keys[0] in held:
            continue
        i = name.start - 1
        steps = 0
        while i > 0 and doc[i].pos_ in ("NOUN", "ADJ") and i not in resolution.names and steps < 4:
            i, steps = i - 1, steps + 1
        if steps and i in resolution.names and resolution.names[i].kind == "adjective":
            other = resolution.links.get(resolution.names[i].head)
            if other and resolution.referents[other.keys[0]].type is EntityType.COUNTRY:
                yield structure_draft(
                    link.keys[0], "citizenOf", other.keys[0], resolution.annotated.sent_of[name.head], 0.8
                )
