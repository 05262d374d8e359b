"""Which mentions are one entity inside an article.

One pass from left to right over names, titles, descriptions, groups and pronouns. Every link has a confidence; where
two readings are as good the rule abstains. Gender, number and animacy are hard constraints, recency and subjecthood
decide among what is left (after Lappin and Leass 1994, with the knowledge of offices that news supplies).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from kg.extract.annotate import Annotated
from kg.extract.clusters import Clusters
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import CROWDS, Gazetteer, Name
from kg.extract.offices import Holding
from kg.extract.referents import Link, Resolution, fold
from kg.extract.unnamed import LABEL_WORDS, Unnamed, described_span, unnamed
from kg.model import EntityType
from kg.ontology import Ontology

__all__ = ["FIRST", "resolve"]

MALE = frozenset(
    "mr mr. king prince sheikh lord sir father chairman spokesman congressman emir sultan brother son".split()
)
FEMALE = frozenset("mrs mrs. ms ms. miss queen princess lady dame mother chairwoman spokeswoman congresswoman".split())
HE, SHE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
IT, THEY = frozenset("it its itself".split()), frozenset("they them their theirs themselves".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
COUNTRY_NOUNS = frozenset("country nation kingdom republic state government".split())
CITY_NOUNS = frozenset("city town village port".split())
REGION_NOUNS = frozenset("region province territory peninsula enclave area island district".split())
ORG_NOUNS = frozenset(
    "group organization organisation party company ministry movement militia agency command coalition alliance court"
    " bloc union bank council commission department body army firm paper newspaper institute committee office"
    " network force watchdog faction guerrillas insurgents junta regime opposition".split()
)
GATHERINGS = frozenset("summit conference forum congress ceremony games".split())
UNNAMED_TYPES = {
    Unnamed.PERSON: EntityType.PERSON,
    Unnamed.PEOPLE: EntityType.GROUP,
    Unnamed.BODY: EntityType.ORGANIZATION,
    Unnamed.BODIES: EntityType.GROUP,
    Unnamed.ORGAN: EntityType.ORGANIZATION,
}
FIGHTERS = frozenset(
    "rebel militant insurgent fighter guerrilla militia separatist jihadist extremist terrorist".split()
)
UNNAMED_BODIES = frozenset("coalition junta alliance regime militia opposition".split())
ANY_ORG = frozenset("group organization organisation movement body bloc".split())
NAMED_APART = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP, EntityType.COUNTRY})
PAIRS = frozenset("pair duo".split())
PAIR_WORDS = frozenset(("both", "two"))
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_MEMORY = 60  # sentences over which "the two countries" are counted
_NEARNESS = 4  # sentences that a pronoun may look back


class _Office(NamedTuple):
    """An office that the article gives to somebody, said once or a hundred times."""

    id: str
    head: bool
    last: str
    owners: frozenset[int]
    holders: tuple[int, ...]
    former: bool


class _Pass:
    """The walk from left to right."""

    def __init__(
        self,
        annotated: Annotated,
        names: Sequence[Name],
        holdings: Sequence[Holding],
        clusters: Clusters,
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> None:
        self.a = annotated
        self.doc = annotated.doc
        self.clusters = clusters
        self.referents = clusters.referents
        self.ontology = ontology
        self.lexicon = lexicon
        self.seen: list[tuple[int, int, bool]] = []  # (token, referent, is subject)
        at = {i: n for n in names for i in range(n.start, n.end)}
        self.res = Resolution(annotated, lexicon, self.referents, {}, at, list(holdings), {}, {}, clusters.by_actor)
        self.by_head = {h.head: h for h in holdings}
        self.people: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        self.offices: list[_Office] = []
        self.organs: dict[int, tuple[int, ...]] = {}  # "Turkish troops": whom "they" may mean later

    def run(self, names: Sequence[Name]) -> Resolution:
        order = sorted(names, key=lambda n: (n.type is not EntityType.PERSON, n.start - n.end, n.start))
        for name in order:  # full names before short ones, wherever they stand
            referent = self.clusters.add(name)
            self.res.links[name.head] = Link(
                (referent.key,), 1.0 if name.end - name.start > 1 or name.actor else 0.95, "name"
            )
        self._metonyms(names)
        self._holders()
        self._genders(names)
        heads = {n.head for n in names}
        for token in self.doc:
            if token.i in heads:
                self._see(token, self.res.links[token.i].keys)
            elif token.i in self.by_head:
                self._title(self.by_head[token.i], token)
            elif token.tag_ in ("WP", "WDT", "WP$"):
                self._relative(token)
            elif token.lower_ in PAIR_WORDS and token.dep_ in (*SUBJECTS, "pobj", "dobj"):
                if not any(c.lower_ == "of" for c in token.children):
                    self._group(token, token.lower_, None)
            elif token.pos_ == "PRON" or token.tag_ == "PRP$":
                self._pronoun(token)
            elif (token.pos_ in ("NOUN", "PROPN") or token.lower_ == "counterpart") and token.i not in self.res.names:
                self._description(token)
        return self.res

    # -- bookkeeping

    def _see(self, token: Token, keys: Iterable[int]) -> None:
        subject = token.dep_ in SUBJECTS or (token.dep_ == "conj" and token.head.dep_ in SUBJECTS)
        for key in keys:
            self.seen.append((token.i, key, subject))

    def _bind(
        self,
        token: Token,
        keys: Sequence[int],
        confidence: float,
        how: str,
        alias: tuple[int, int] | None = None,
    ) -> None:
        self.res.links[token.i] = Link(tuple(dict.fromkeys(keys)), confidence, how)
        self._see(token, keys)
        if alias is not None and len(set(keys)) == 1:
            text = self.a.text(*alias)
            if len(text.split()) <= 8:
                self.referents[keys[0]].forms[text] += 0

    def _recent(self, kinds: frozenset[EntityType], before: int, back: int = 99) -> list[int]:
        """Referents of these types, the most recently mentioned first."""
        keys = (key for _, key, _ in self._before(before, back) if self.referents[key].type in kinds)
        return list(dict.fromkeys(keys))

    def _before(self, i: int, back: int) -> Iterator[tuple[int, int, bool]]:
        """What was mentioned before a token, the latest first, up to `back` sentences away."""
        here = self.a.sent_of[i]
        for entry in reversed(self.seen):
            if here - self.a.sent_of[entry[0]] > back:
                return
            if entry[0] < i:
                yield entry

    def _metonyms(self, names: Sequence[Name]) -> None:
        """A seat of government that acts, or is dealt with, is the state: "Moscow said", "relations with Kyiv"."""
        for name in names:
            actor = self.ontology.actors.get(name.actor or "")
            if actor is None or not actor.metonym_of or actor.metonym_of not in self.ontology.actors:
                continue
            described = any(c.dep_ == "appos" and c.lemma_ in ("capital", "city") for c in self.doc[name.head].children)
            if _acts(self.doc[name.head]) and not described:
                state = self.ontology.actors[actor.metonym_of]
                key = self.res.known(state.id, state.type)
                self.referents[key].forms[self.a.text(name.start, name.end)] += 1
                self.res.links[name.head] = Link((key,), 0.9, "metonym")

    # -- titles

    def _holders(self) -> None:
        links = self.res.links
        for holding in self.res.holdings:
            persons = tuple(k for p in holding.persons if p in links for k in links[p].keys)
            owners = tuple(k for o in holding.owners if o in links for k in links[o].keys)
            self.res.office_owners[holding.head] = owners
            if persons:
                self.res.holders[holding.head] = persons
        self.res.index_service()
        self.offices = list(
            dict.fromkeys(
                _Office(
                    holding.office.office.id,
                    holding.office.office.head,
                    self.doc[holding.office.end - 1].lemma_.lower(),
                    frozenset(self.res.office_owners.get(holding.head, ())),
                    self.res.holders[holding.head],
                    holding.status == "former",
                )
                for holding in self.res.holdings
                if holding.head in self.res.holders
            )
        )

    def _genders(self, names: Sequence[Name]) -> None:
        for name in names:
            if name.type is not EntityType.PERSON:
                continue
            actor = self.ontology.actors.get(name.actor or "")
            if actor is not None and actor.gender:
                self.referents[self.res.links[name.head].keys[0]].female = actor.gender == "female"
                continue
            given = self.doc[name.start].lower_
            if name.end - name.start > 1 and (given in self.lexicon.words("female-name")) != (
                given in self.lexicon.words("male-name")
            ):
                self.referents[self.res.links[name.head].keys[0]].female = given in self.lexicon.words("female-name")
            if name.start == 0:
                continue
            before = self.doc[name.start - 1].lower_
            if before in MALE or before in FEMALE:
                self.referents[self.res.links[name.head].keys[0]].female = before in FEMALE
        for holding in self.res.holdings:
            for key in self.res.holders.get(holding.head, ()):
                word = self.doc[holding.head].lower_
                if word in MALE or word in FEMALE:
                    self.referents[key].female = word in FEMALE

    def _held(self, holding: Holding) -> list[int]:
        """Persons of the article that hold this office, the holding's own owners respected; most recent first."""
        owners = set(self.res.office_owners.get(holding.head, ()))
        last = self.doc[holding.office.end - 1].lemma_.lower()
        leader = self.doc[holding.head].lemma_.lower() == "leader"
        single = holding.office.end - holding.office.start == 1
        former = holding.status == "former"
        scores: dict[int, int] = {}
        for other in self.offices:
            same = other.id == holding.office.office.id or (leader and other.head) or (single and other.last == last)
            if not same or other.former != former or (owners and other.owners and not owners & other.owners):
                continue
            for key in other.holders:
                scores[key] = max(scores.get(key, 0), 2 if owners & other.owners else 1)
        if not scores:
            return []
        recent = self._recent(frozenset({EntityType.PERSON}), holding.head)
        rank = {key: n for n, key in enumerate(recent)}
        best = max(scores.values())
        return sorted((k for k, s in scores.items() if s == best), key=lambda k: (rank.get(k, 999), k))

    def _title(self, holding: Holding, token: Token) -> None:
        """A title refers to its holder; one without a name beside it, to whom the article has in that office."""
        mine = self.res.holders.get(holding.head)
        if mine:
            self._beside(holding, token, mine)
            return
        modifier = token.dep_ in ("compound", "amod", "nmod") and token.head.pos_ in ("NOUN", "PROPN")
        if modifier and token.head.i not in self.by_head:
            return
        determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "nummod")}
        if holding.plural:
            if not self._titles(holding, token, determiners):
                self._nameless(token, determiners)
            return
        if determiners & {"a", "an", "another", "any", "no", "some"}:
            self._nameless(token, determiners)
            return
        if holding.status in ("former", "future") and not holding.owners:
            return
        held = self._held(holding)
        certain = bool(holding.owners) or holding.definite or token.text[:1].isupper()
        if held and certain and (len(held) == 1 or holding.definite or holding.owners):
            confidence = 0.85 if len(held) == 1 else 0.7
            self._bind(token, held[:1], confidence, "title", (holding.start, holding.end))
            return
        owners = self.res.office_owners.get(holding.head, ())
        leads = holding.office.office.implies == "leads" and len(owners) == 1
        serving = self._serving(owners[0], holding.head) if leads and not held else []
        if len(serving) == 1:
            self._bind(token, serving, 0.75, "title", (holding.start, holding.end))
            return
        if not held and leads and self.referents[owners[0]].type is EntityType.ORGANIZATION:
            self._bind(token, owners, 0.65, "title")  # "the UN chief urged"

    def _serving(self, country: int, before: int) -> list[int]:
        """Who the gazetteer knows to act for a country, of those named before without another office."""
        actor = self.referents[country].actor
        busy = {key for office in self.offices for key in office.holders}
        return [
            key
            for key in self._recent(frozenset({EntityType.PERSON}), before)
            if key not in busy
            and actor is not None
            and (known := self.ontology.actors.get(self.referents[key].actor or "")) is not None
            and known.represents == actor
        ]

    def _beside(self, holding: Holding, token: Token, persons: tuple[int, ...]) -> None:
        """A title with its holder's name beside it."""
        named = self.res.names.get(holding.persons[0]) if len(holding.persons) == 1 else None
        end = named.end if named is not None and named.start == holding.end else holding.end
        text = self.a.text(holding.start, end)  # "Egyptian President Sisi", with the name where it follows at once
        for key in persons:
            if not holding.plural and len(text.split()) <= 8:
                self.referents[key].forms[text] += 0
        if token.i not in holding.persons:
            self.res.links[token.i] = Link(persons, 0.95, "title")
            if token.dep_ not in ("compound", "amod", "nmod"):
                self._see(token, persons)

    def _titles(self, holding: Holding, token: Token, determiners: set[str]) -> bool:
        """ "both presidents", "the leaders of Germany and France": the holders, or the countries they stand for."""
        number = next((d for d in determiners if d in NUMBERS), None)
        if number and not holding.owners:
            office, leaders = holding.office.office, self.doc[holding.head].lemma_.lower() == "leader"
            alike = [o for o in self.offices if o.id == office.id or (o.head and (office.head or leaders))]
            return self._group(token, number, "person", frozenset(k for o in alike for k in o.holders))
        owners = self.res.office_owners.get(holding.head, ())
        if len(owners) < 2 or not holding.office.office.head:
            return False
        keys = []
        for owner in owners:
            held = [
                person
                for h in self.res.holdings
                if h.office.office.head and owner in self.res.office_owners.get(h.head, ()) and h.status == "current"
                for person in self.res.holders.get(h.head, ())
            ]
            keys.append(held[0] if held else owner)
        self._bind(token, keys, 0.8, "holders")
        return True

    # -- descriptions

    def _description(self, token: Token) -> None:
        lemma = token.lemma_.lower()
        determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "nummod")}
        plural = token.tag_ in ("NNS", "NNPS")
        number = next((d for d in determiners if d in NUMBERS), None)
        if plural and number and (lemma in self.lexicon.words("groupnoun") or lemma in COUNTRY_NOUNS):
            kind = "country" if lemma in COUNTRY_NOUNS or lemma in ("neighbour", "neighbor") else "any"
            if lemma in self.lexicon.words("person") or lemma in ("leader", "man"):
                kind = "person"
            if self._group(token, number, kind):
                return
        if lemma in PAIRS and "the" in determiners and token.dep_ in SUBJECTS and self._group(token, "two", "person"):
            return
        if self._named_inside(token) or self._apposed(token, plural) or self._predicated(token, plural):
            return
        definite = bool(determiners & {"the", "this", "that", "these", "those"})
        if definite and not plural and token.dep_ != "compound" and self._definite(token, lemma):
            return
        if lemma in COUNTRY_NOUNS and lemma != "government" and not plural:
            owner = next((c for c in token.children if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
            if owner is not None and owner.i in self.res.links:
                for key in self.res.links[owner.i].keys:
                    country = self.res.country_of(key)
                    if country is not None:
                        self._bind(token, [country], 0.75, "his country")
                        return
        if lemma == "capital":
            self._capital(token)
            return
        if lemma in GATHERINGS and not plural and self._gathering(token):
            return
        if token.lower_ in ("counterpart", "counterparts"):
            self._counterpart(token)
            return
        self._nameless(token, determiners)

    def _gathering(self, token: Token) -> bool:
        """ "the G20 summit", "the Munich Security Conference": an event with a name."""
        parts = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod") and c.i < token.i]
        if not any(c.pos_ == "PROPN" or c.text[:1].isupper() for c in parts):
            return False
        start = min(c.left_edge.i for c in parts)
        text = self.a.text(start, token.i + 1)
        known = next((r for r in self.referents if r.type is EntityType.EVENT and r.label == text), None)
        referent = known or self.clusters.new(EntityType.EVENT)
        referent.label = text
        referent.words.append((fold(text),))
        self._bind(token, [referent.key], 0.8, "named", (start, token.i + 1))
        return True

    def _named_inside(self, token: Token) -> bool:
        """ "the Hezbollah terror group", "Houthi rebels", "the town of Yeoncheon": the name names the noun."""
        lemma = token.lemma_.lower()
        if lemma == "government":
            for owner in self.res.owners(token):
                link = self.res.link(owner)
                if link is not None and self.referents[link.keys[0]].type is EntityType.COUNTRY:
                    self._bind(token, link.keys, 0.9, "government", self._phrase(token))
                    return True
        group_noun = lemma in ORG_NOUNS or lemma in self.lexicon.words("people") or lemma in self.lexicon.words("organ")
        for child in token.children:
            if child.dep_ in ("compound", "amod", "nmod") and child.i in self.res.names:
                name = self.res.names[child.i]
                link = self.res.links.get(name.head)
                if (
                    link
                    and group_noun
                    and name.type in (EntityType.ORGANIZATION, EntityType.GROUP)
                    and name.end <= token.i
                ):
                    self._bind(token, link.keys, 0.9, "named", (name.start, token.i + 1))
                    return True
            if (
                child.dep_ == "prep"
                and child.lower_ == "of"
                and (lemma in CITY_NOUNS | REGION_NOUNS or lemma in ("state", "kingdom", "republic", "government"))
            ):
                for obj in child.children:
                    link = self.res.link(obj) if obj.dep_ == "pobj" else None
                    if link and len(link.keys) == 1:
                        self._bind(token, link.keys, 0.9, "named")
                        return True
        return False

    def _apposed(self, token: Token, plural: bool) -> bool:
        """ "Viktor Bout, an arms dealer who ...", "its neighbour, Iran": noun and name are one."""
        others = [token.head] if token.dep_ == "appos" else [c for c in token.children if c.dep_ == "appos"]
        for other in others:
            link = self.res.link(other)
            if link is None or other.dep_ == "conj":
                continue
            joined = [found for c in other.conjuncts if token.dep_ != "appos" and (found := self.res.link(c))]
            keys = [*link.keys, *(k for found in joined if plural for k in found.keys)]
            kinds = {self.referents[k].type for k in keys}
            if plural == (len(keys) > 1) and kinds <= NAMED_APART:
                self._bind(token, keys, 0.9, "apposition")
                return True
        return False

    def _counterpart(self, token: Token) -> None:
        """ "his Somali counterpart": who holds the same office there, as the article has it."""
        modifiers = [t for c in token.children if c.dep_ in ("amod", "compound") for t in (c, *c.conjuncts)]
        there = [k for t in modifiers if (link := self.res.link(t)) is not None for k in link.keys]
        owner = next((link for c in token.children if c.dep_ == "poss" and (link := self.res.link(c))), None)
        mine = {o.id for o in self.offices if owner is not None and set(o.holders) & set(owner.keys)}
        keys = []
        for country in there:
            held = [o for o in self.offices if country in o.owners and not o.former]
            same = [o for o in held if o.id in mine] or [o for o in held if o.head]
            if len({o.holders for o in same}) != 1:
                return
            keys.append(same[0].holders[0])
        if keys and (len(keys) > 1) == (token.lower_ == "counterparts"):
            self._bind(token, keys, 0.8, "counterpart", self._phrase(token))

    def _predicated(self, token: Token, plural: bool) -> bool:
        """ "Holt is a former missionary who ...": what somebody is, is that somebody."""
        verb = token.head
        if token.dep_ != "attr" or verb.lemma_ != "be" or any(c.dep_ == "neg" for c in verb.children):
            return False
        words = self.lexicon.words
        lemma = token.lemma_.lower()
        if not any(lemma in words(name) for name in ("people", "person", "anybody", "body")):
            return False
        for child in verb.children:
            link = self.res.link(child) if child.dep_ == "nsubj" and child.pos_ != "PRON" else None
            if link is not None and plural == (len(link.keys) > 1):
                self._bind(token, link.keys, 0.85 * link.confidence, "predicate nominal")
                return True
        return False

    def _phrase(self, token: Token) -> tuple[int, int]:
        start = min(
            (
                c.left_edge.i
                for c in token.children
                if c.dep_ in ("det", "amod", "compound", "poss", "nmod", "nummod", "predet") and c.i < token.i
            ),
            default=token.i,
        )
        return start, token.i + 1

    def _definite(self, token: Token, lemma: str) -> bool:
        """ "the country", "the group", "the ministry", "the city": the last one that the noun fits."""
        if any(c.dep_ in ("poss", "relcl", "acl") or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children):
            return False
        modifiers = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod")]
        if any(self.res.link(c) is not None for c in modifiers) and lemma not in UNNAMED_BODIES:
            return False
        if lemma in COUNTRY_NOUNS and (lemma != "state" or any(c.dep_ == "amod" for c in modifiers)):
            own = self._own_countries(token) if token.dep_ in ("dobj", "pobj") else set()
            options = [k for k in self._recent(frozenset({EntityType.COUNTRY}), token.i, 3) if k not in own]
            if options:
                self._bind(token, options[:1], 0.65 if len(options) > 1 else 0.8, "the country")
                return True
        if lemma in CITY_NOUNS and not modifiers:
            return self._last(token, frozenset({EntityType.CITY}), 0.7)
        if lemma in REGION_NOUNS and not modifiers:
            return self._last(token, frozenset({EntityType.REGION}), 0.7)
        if lemma in ORG_NOUNS:
            options = self._recent(frozenset({EntityType.ORGANIZATION, EntityType.GROUP}), token.i)
            fitting = [
                k
                for k in options
                if lemma in self.referents[k].heads
                or any(lemma in w for ws in self.referents[k].words for w in ws)
                or any(form.lower().split()[-1:] == [lemma] and " of " not in form for form in self.referents[k].forms)
            ]
            if fitting:
                self._bind(token, fitting[:1], 0.85, "the " + lemma)
                return True
            ruling = lemma in ("junta", "regime") and any(self.res.link(c) is not None for c in modifiers)
            if lemma in UNNAMED_BODIES and not ruling:  # "the Malian junta" is Mali
                return self._body(token, lemma)
            if (
                lemma in ANY_ORG | {"militia", "party", "company", "agency", "coalition", "alliance", "union"}
                and not modifiers
            ):
                near = self._recent(frozenset({EntityType.ORGANIZATION}), token.i, 2)
                if near:
                    self._bind(token, near[:1], 0.6, "the " + lemma)
                    return True
        return False

    def _body(self, token: Token, lemma: str) -> bool:
        """ "the coalition", "the junta": a body that has no other name in the article."""
        if lemma not in self.bodies:
            referent = self.clusters.new(EntityType.ORGANIZATION)
            referent.label = lemma
            self.bodies[lemma] = referent.key
        referent = self.referents[self.bodies[lemma]]
        start, end = self._phrase(token)
        text = self.a.text(start, end)
        bare = text.split(" ", 1)[1] if text.split(" ", 1)[0].lower() in ("the", "a", "an", "this") else text
        if len(bare) > len(referent.label or "") and len(bare.split()) <= 5:
            referent.label = bare
        self._bind(token, [referent.key], 0.7, "people", (start, end))
        return True

    def _own_countries(self, token: Token) -> set[int]:
        """Countries of the clause's subject: "Macron, who had visited the country" did not visit France."""
        out: set[int] = set()
        clause = self.doc[_clause(token)]
        for child in clause.children:
            link = self.res.link(child) if child.dep_ in SUBJECTS else None
            for key in link.keys if link else ():
                country = self.res.country_of(key)
                if country is not None:
                    out.add(country)
        return out

    def _last(self, token: Token, kinds: frozenset[EntityType], confidence: float) -> bool:
        options = self._recent(kinds, token.i, 3)
        if not options:
            return False
        self._bind(token, options[:1], confidence, "the " + token.lemma_)
        return True

    def _capital(self, token: Token) -> None:
        for owner in self.res.owners(token):
            link = self.res.link(owner)
            for key in link.keys if link else ():
                actor = self.referents[key].actor
                capital = self.ontology.actors[actor].capital if actor in self.ontology.actors else None
                if capital is not None and not any(c.dep_ == "appos" for c in token.children):
                    known = self.clusters.by_actor.get(capital)
                    if known is None:
                        referent = self.clusters.new(EntityType.CITY, capital)
                        referent.forms[self.ontology.actors[capital].label] += 0
                        self.clusters.by_actor[capital] = known = referent.key
                    self._bind(token, [known], 0.9, "capital", self._phrase(token))
                    return

    def _nameless(self, token: Token, determiners: set[str]) -> None:
        """ "pro-Turkey protesters", "the rebels", "a Saudi dissident", "police": those of before, or somebody new."""
        owners = self.res.owners(token)
        links = [link for owner in owners if (link := self.res.link(owner)) is not None]
        # a region is no actor, its government is: "the West Bengal government"
        regional = bool(links) and all(self.referents[link.keys[0]].type is EntityType.REGION for link in links)
        kind = unnamed(token, self.lexicon, owned=bool(owners) and not regional)
        if kind is None:
            organ = token.lemma_.lower() in self.lexicon.words("organ") and token.tag_ in ("NNS", "NNPS")
            if organ and len(links) == 1:
                self.organs[token.i] = links[0].keys
            return
        lemma = token.lemma_.lower()
        definite = bool(determiners & {"the", "these", "those", "this", "that"})
        if (definite or kind is Unnamed.ORGAN) and not owners and lemma in self.people:
            self._bind(token, [self.people[lemma]], 0.75, "the " + lemma)
            return
        if kind is Unnamed.PEOPLE and definite and not owners and lemma in FIGHTERS:
            bodies = self._recent(frozenset({EntityType.ORGANIZATION, EntityType.GROUP}), token.i, 3)
            if bodies:  # "The Houthis ... The rebels"
                self._bind(token, bodies[:1], 0.65, "the " + lemma)
                return
        referent = self.clusters.new(UNNAMED_TYPES[kind])
        start, end = described_span(token, vague=lemma in self.lexicon.words("anybody") and not definite)
        short = self.a.text(self._phrase(token)[0], token.i + 1)
        text = self.a.text(start, end)
        first = self.doc[start]
        common = first.is_sent_start and first.tag_ not in ("NNP", "NNPS") and self.res.link(first) is None
        referent.label = text[:1].lower() + text[1:] if common else text
        referent.forms[text] += 1
        referent.forms[self.a.text(start, token.i + 1)] += 0
        if token.dep_ == "pobj" and token.head.head.lemma_.lower() in CROWDS:  # "dozens of demonstrators"
            short = self.a.text(token.head.head.i, token.i + 1)
        if len(short.split()) <= LABEL_WORDS:
            referent.forms[short] += 0
        self.people[lemma] = referent.key
        self._bind(token, [referent.key], 0.6 if kind is Unnamed.PERSON else 0.7, "people")

    # -- groups

    def _group(self, token: Token, number: str, kind: str | None, among: frozenset[int] = frozenset()) -> bool:
        kinds = {
            "person": frozenset({EntityType.PERSON}),
            "country": frozenset({EntityType.COUNTRY}),
            "any": frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION}),
            None: frozenset({EntityType.PERSON, EntityType.COUNTRY}),
        }[kind]
        count = NUMBERS[number]
        options = self._recent(kinds, token.i, 6)
        if len(among & set(options)) >= count:  # "the two presidents" are those who hold that office
            options = [k for k in options if k in among]
        if token.dep_ not in SUBJECTS:
            clause = _clause(token)
            own = {k for i, k, subject in self._before(token.i, 0) if subject and _clause(self.doc[i]) == clause}
            options = [k for k in options if k not in own]
        if kind is None and options:
            options = [k for k in options if self.referents[k].type is self.referents[options[0]].type]
        if kind != "person":  # "the two countries" are those that the text is about, not the last in passing
            counts = Counter(k for _, k, _ in self._before(token.i, _MEMORY))
            near = Counter(k for _, k, _ in self._before(token.i, 1))
            options.sort(key=lambda k: -(min(counts[k], 5) + 2 * min(near[k], 2)))
        if len(options) < count:
            return False
        # a coordination, or the subject and its partner, in the nearest sentence comes first
        self._bind(token, options[:count], 0.7, "group")
        return True

    # -- pronouns

    def _relative(self, token: Token) -> None:
        """ "Kabuye, whose detention": a relative pronoun is the noun that its clause hangs on."""
        node = token
        for _ in range(6):
            if node.dep_ == "relcl":
                link = self.res.link(node.head)
                if link is not None:
                    self.res.links[token.i] = link
                return
            if node.head.i == node.i:
                return
            node = node.head

    def _pronoun(self, token: Token) -> None:
        low = token.lower_
        if self._reflexive(token):
            return
        if low in HE or low in SHE:
            self._personal(token, low in SHE)
        elif low in IT:
            self._it(token)
        elif low in THEY:
            self._they(token)

    def _candidates(self, token: Token, kinds: frozenset[EntityType], back: int = _NEARNESS) -> list[tuple[float, int]]:
        """Scored antecedents: nearer sentences and subjects first."""
        here = self.a.sent_of[token.i]
        scores: dict[int, float] = {}
        clause = _clause(token)
        own = self._clause_subjects(clause) if token.tag_ == "PRP" and token.dep_ not in SUBJECTS else set()
        for i, key, subject in self._before(token.i, back):
            if self.referents[key].type not in kinds or key in own:
                continue
            gap = here - self.a.sent_of[i]
            mention = self.doc[i]
            # an object pronoun is not its own clause's subject: "Putin told him"
            if (
                token.tag_ == "PRP"
                and token.dep_ not in SUBJECTS
                and gap == 0
                and _clause(mention) == clause
                and (subject or token.dep_ in ("dobj", "pobj", "dative"))
            ):
                continue
            score = 10.0 - 3.5 * gap + (2.5 if subject else 0.0) + 0.001 * i
            if mention.dep_ in ("poss", "compound", "amod", "nmod"):
                score -= 1.5
            if mention.dep_ == "pobj":
                score -= 0.7
            scores[key] = max(scores.get(key, -99.0), score)
        return sorted(((s, k) for k, s in scores.items()), key=lambda p: (-p[0], p[1]))

    def _clause_subjects(self, clause: int) -> set[int]:
        """Who a clause is about: an object pronoun in it is somebody else."""
        links = (self.res.link(c) for c in self.doc[clause].children if c.dep_ in SUBJECTS)
        return {key for link in links if link is not None for key in link.keys}

    def _reflexive(self, token: Token) -> bool:
        """ "himself" is the subject of its own clause."""
        if not token.lower_.endswith(("self", "selves")):
            return False
        node = self.doc[_clause(token)]
        keys = self._clause_subjects(node.i)
        while not keys and node.dep_ in ("xcomp", "conj", "advcl") and node.head.i != node.i:
            node = node.head
            keys = self._clause_subjects(node.i)
        if keys:
            self._bind(token, sorted(keys), 0.85, "pronoun")
        return bool(keys)

    def _personal(self, token: Token, female: bool) -> None:
        options = [
            (s, k)
            for s, k in self._candidates(token, frozenset({EntityType.PERSON}))
            if self.referents[k].female in (None, female)
        ]
        ahead = self._cataphor(token, female)
        if ahead is not None:
            options = [(99.0, ahead)]
        if not options:
            return
        lead = options[0][0] - options[1][0] if len(options) > 1 else 9.0
        key = options[0][1]
        if self.referents[key].female is None:
            self.referents[key].female = female
        self._bind(token, [key], 0.9 if lead > 2 else 0.75 if lead > 0.5 else 0.6, "pronoun")

    def _cataphor(self, token: Token, female: bool) -> int | None:
        """ "In Wuzhen, where she met her counterparts, Swaraj said": the subject of the main clause that follows."""
        root = self.a.sent(token).root
        if root.i < token.i or _clause(token) == root.i:
            return None
        if any(subject and self.referents[k].type is EntityType.PERSON for _, k, subject in self._before(token.i, 0)):
            return None
        for child in root.children:
            link = self.res.link(child) if child.dep_ in SUBJECTS and child.i > token.i else None
            if link is not None and len(link.keys) == 1:
                referent = self.referents[link.keys[0]]
                if referent.type is EntityType.PERSON and referent.female in (None, female):
                    return referent.key
        return None

    def _joined(self, token: Token) -> bool:
        """ "the US and its allies": a possessive in the second conjunct is of the first."""
        noun = token.head
        if token.dep_ != "poss" or noun.dep_ != "conj":
            return False
        link = self.res.link(noun.head)
        if link is None or not link.how.startswith(("name", "metonym")):
            return False
        self._bind(token, link.keys, 0.85, "pronoun")
        return True

    def _it(self, token: Token) -> None:
        if self._joined(token):
            return
        if token.dep_ == "expl" or (
            token.dep_ in SUBJECTS
            and token.head.lemma_ in ("be", "seem", "appear", "remain")
            and any(c.dep_ in ("ccomp", "xcomp", "csubj", "advcl") for c in token.head.children)
        ):
            return
        if token.dep_ == "nsubjpass" and any(c.dep_ == "ccomp" for c in token.head.children):
            return
        kinds = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
        options = self._candidates(token, kinds, 2)
        if token.tag_ == "PRP" and token.dep_ in SUBJECTS:
            options = [(s, k) for s, k in options if s >= 6]
        elif token.tag_ != "PRP$":
            options = [(s, k) for s, k in options if s >= 9]
        if options:
            lead = options[0][0] - options[1][0] if len(options) > 1 else 9.0
            self._bind(token, [options[0][1]], 0.85 if lead > 2 else 0.7 if lead > 0.5 else 0.55, "pronoun")

    def _they(self, token: Token) -> None:
        here = self.a.sent_of[token.i]
        best: tuple[float, tuple[int, ...]] | None = None
        organs = {i for i in self.organs if i < token.i and here - self.a.sent_of[i] <= 1}
        for i in sorted({i for i, _, _ in self._before(token.i, 1)} | organs):
            link = self.res.links.get(i) or Link(self.organs[i], 0.8, "organ")
            mention = self.doc[i]
            if mention.dep_ == "conj":
                continue
            keys = list(link.keys)
            for other in mention.conjuncts:
                found = self.res.links.get(other.i)
                if found and other.i > i:
                    keys.extend(found.keys)
            keys = list(dict.fromkeys(keys))
            kinds = {self.referents[k].type for k in keys}
            single = len(keys) == 1 and self.referents[keys[0]].type not in (
                EntityType.GROUP,
                EntityType.ORGANIZATION,
            )
            single = single and i not in organs
            if single or len(kinds) > 1 or kinds & {EntityType.CITY, EntityType.REGION, EntityType.FACILITY}:
                continue
            body = len(keys) == 1 and self.referents[keys[0]].type is EntityType.ORGANIZATION
            if body and mention.tag_ not in ("NNS", "NNPS") and mention.dep_ not in SUBJECTS:
                continue
            score = (
                (3.5 if body else 5.0)
                - 3.0 * (here - self.a.sent_of[i])
                + (2.0 if mention.dep_ in SUBJECTS else 0.0)
                + 0.001 * i
            )
            if best is None or score > best[0]:
                best = (score, tuple(keys))
        if best is None and token.dep_ in SUBJECTS:
            # "his meeting with Putin ... They discussed": the two partners of the sentence before
            persons = [k for _, k, _ in self._before(token.i, 1) if self.referents[k].type is EntityType.PERSON]
            pair = tuple(sorted(set(persons)))
            if len(pair) == 2:
                best = (1.0, pair)
        if best is not None:
            self._bind(token, best[1], 0.65, "pronoun")


def _acts(token: Token) -> bool:
    """Does the token stand where somebody acts or is dealt with, rather than where a place is told?"""
    node = token
    while node.dep_ == "conj" and node.head.i != node.i:
        node = node.head
    if node.dep_ in (*SUBJECTS, "poss"):
        # "Kyiv was shelled" and "Moscow is a city" speak of the place
        return node.dep_ != "nsubjpass" and not (
            node.head.lemma_ == "be" and node.dep_ == "nsubj" and any(c.dep_ == "attr" for c in node.head.children)
        )
    return node.dep_ == "pobj" and node.head.lower_ in ("with", "between", "by", "against", "among")


def _clause(token: Token) -> int:
    """The verb whose clause a token stands in."""
    node = token
    while node.head.i != node.i and node.pos_ not in ("VERB", "AUX"):
        node = node.head
    return int(node.i)


def resolve(
    annotated: Annotated,
    names: Sequence[Name],
    holdings: Sequence[Holding],
    gazetteer: Gazetteer,
    ontology: Ontology,
    lexicon: Lexicon,
) -> Resolution:
    """Resolve every mention of an article."""
    clusters = Clusters(annotated, gazetteer)
    return _Pass(annotated, names, holdings, clusters, ontology, lexicon).run(names)
