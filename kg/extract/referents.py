"""What the mentions of an article refer to, while its entities are being put together."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.annotate import Annotated
from kg.extract.lexicon import Lexicon
from kg.extract.name_spans import Name
from kg.extract.offices import Holding
from kg.extract.quotes import Quotation
from kg.extract.timeline import Timeline
from kg.extract.tokens import Token
from kg.model import EntityType

__all__ = ["SEATED", "Link", "Referent", "Resolution", "fold", "is_others", "is_seated"]

SEATED = frozenset(
    "court police prosecutor judge official authority government leader leadership regime administration"
    " ministry".split()
)
OWNED_BY = frozenset("flagged owned operated registered linked held controlled run".split())
OTHERS = frozenset("counterpart ally neighbour neighbor rival partner foe".split())
HOLD_VERBS = frozenset(
    "draft propose sponsor table issue write hold own run control operate use carry lead back command occupy".split()
)


@dataclass(slots=True)
class Referent:
    """An entity of this article while it is being put together."""

    key: int
    type: EntityType
    actor: str | None = None
    forms: Counter[str] = field(default_factory=Counter)
    words: list[tuple[str, ...]] = field(default_factory=list)
    female: bool | None = None
    label: str | None = None
    owners: tuple[int, ...] = ()
    heads: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Link:
    """What a token refers to: keys of referents, and how sure that is (0..1)."""

    keys: tuple[int, ...]
    confidence: float
    how: str


@dataclass(slots=True)
class Resolution:
    """The article's referents, what each head token refers to, and who holds which title."""

    annotated: Annotated
    lexicon: Lexicon
    timeline: Timeline
    quotations: tuple[Quotation, ...]
    referents: list[Referent]
    links: dict[int, Link]
    names: dict[int, Name]
    holdings: list[Holding]
    holders: dict[int, tuple[int, ...]]  # a holding's head token -> persons
    office_owners: dict[int, tuple[int, ...]]  # a holding's head token -> countries, organizations
    by_actor: dict[str, int]  # gazetteer id -> referent
    served: dict[int, tuple[int, ...]] = field(default_factory=dict)  # person -> countries, organizations
    members: dict[int, int] = field(default_factory=dict)  # referents that earlier sections named -> their numbers
    abstained: dict[int, str] = field(default_factory=dict)  # a token that refers, nobody can tell to whom -> its kind
    by_label: dict[tuple[EntityType, str], Referent] = field(default_factory=dict)  # buildings, events, offices

    def known(self, actor: str, kind: EntityType) -> int:
        """The referent of a gazetteer's actor, made if the text has not named it."""
        if actor not in self.by_actor:
            referent = Referent(len(self.referents), kind, actor)
            self.referents.append(referent)
            self.by_actor[actor] = referent.key
        return self.by_actor[actor]

    def unnamed(self, kind: EntityType, label: str) -> Referent:
        """The referent of this type that the text calls so, made if there is none."""
        known = self.by_label.get((kind, label))
        if known is not None:
            return known
        referent = self.by_label[kind, label] = Referent(len(self.referents), kind, label=label)
        referent.forms[label] += 1
        self.referents.append(referent)
        return referent

    def is_nobody(self, key: int) -> bool:
        """People without a name: lasting facts about them ("a citizen of Australia") are about nobody."""
        referent = self.referents[key]
        unnamed = not referent.words and referent.actor is None
        return unnamed and referent.type in (EntityType.PERSON, EntityType.GROUP)

    def country_of(self, key: int) -> int | None:
        """The country itself, or the one that a person holds an office of or a ministry belongs to."""
        if self.referents[key].type is EntityType.COUNTRY:
            return key
        for owner in self.referents[key].owners:
            if self.referents[owner].type is EntityType.COUNTRY:
                return owner
        for owner in self.served.get(key, ()):
            if self.referents[owner].type is EntityType.COUNTRY:
                return owner
        return None

    def index_service(self) -> None:
        """Note whom each person serves, from the titles and their owners as now known."""
        table: dict[int, dict[int, None]] = defaultdict(dict)
        for holding in self.holdings:
            if holding.status in ("current", "acting"):
                for key in self.holders.get(holding.head, ()):
                    table[key] |= dict.fromkeys(self.office_owners.get(holding.head, ()))
        self.served = {key: tuple(owners) for key, owners in table.items()}

    def link(self, token: Token) -> Link | None:
        """The link of a token, or of the name it is part of."""
        found = self.links.get(token.i)
        if found is None and token.i in self.names:
            found = self.links.get(self.names[token.i].head)
        return found

    def owners(self, token: Token, depth: int = 0) -> tuple[Token, ...]:
        """Tokens of the owner or agent of a noun: "*Iranian* targets", "*his* plan", "the army *of Mali*"."""
        if depth > 3:
            return ()
        before = self._owners_before(token, depth)
        if before or is_others(token):
            return before
        found: list[Token] = []
        for child in token.children:
            within = child.lower_ == "in" and is_seated(token)  # "officials in Jerusalem"
            if child.dep_ in ("prep", "agent") and (child.lower_ in self._owning(token) or within):
                found.extend(self._reachable(child, depth))
            elif child.dep_ == "acl" and child.lemma_ in HOLD_VERBS:
                for by in child.children:
                    if by.dep_ in ("agent", "prep") and by.lower_ == "by":
                        found.extend(self._reachable(by, depth))
        return tuple(found)

    def _owners_before(self, token: Token, depth: int) -> tuple[Token, ...]:
        """Those that stand before their noun; a possessor is the only one."""
        found: list[Token] = []
        possessors: list[Token] = []
        other = is_others(token)
        for child in token.children:
            if other and not self._tells_which(child, token):
                continue
            if child.dep_ not in ("poss", "nmod", "amod", "compound", "npadvmod"):
                continue
            if child.dep_ == "amod" and child.lower_ in OWNED_BY:  # "a Portuguese-flagged ship"
                found.extend(c for c in child.children if self.link(c) is not None)
                continue
            owners = possessors if child.dep_ == "poss" else found
            for one in (child, *child.conjuncts) if child.dep_ != "compound" else (child,):
                if self.link(one) is not None:
                    owners.append(one)
                elif child.dep_ == "poss" or (child.dep_ == "compound" and not found):
                    owners.extend(self.owners(one, depth + 1))
        if possessors and token.lemma not in self.lexicon.words("facility"):
            return tuple(possessors)  # "Israel's Hamas policy" is Israel's alone; "its Supreme Court building" is not
        return (*possessors, *found)

    def _tells_which(self, modifier: Token, other: Token) -> bool:
        """Whether a word tells who somebody's other is: "her Polish counterpart", "its Houthi allies", "NATO allies".

        Israel's neighbour is not Israel, and neither is "an Israeli ally"; the allies of NATO are its members.
        """
        if modifier.dep_ == "poss":
            return False
        if "poss" in other.by_dep or other.lemma not in OTHERS - {"counterpart"}:
            return True
        link = self.link(modifier)
        return link is None or self.referents[link.keys[0]].type is not EntityType.COUNTRY

    def _owning(self, noun: Token) -> tuple[str, ...]:
        """Prepositions of an owner or agent: "the army of Mali", but "the arrest of Maria Lopez by Cuba"."""
        verb = self.lexicon.nominals.get(noun.lemma)
        if verb is not None and verb in self.lexicon.afflicting:
            return ("by", "from")
        return ("of", "from", "by")

    def _reachable(self, preposition: Token, depth: int) -> Iterable[Token]:
        for obj in preposition.children:
            if obj.dep_ == "pobj":
                for one in (obj, *obj.conjuncts):
                    if self.link(one) is not None:
                        yield one
                    else:
                        yield from self.owners(one, depth + 1)


def is_seated(noun: Token) -> bool:
    """Whether a noun is for an organ of the state where it sits: "leaders in Beijing"; not "Arab leaders"."""
    return noun.lemma in SEATED and not any(
        c.text[:1].isupper() and c.i > noun.sent.start for c in noun.by_dep.get("amod", ())
    )


def is_others(noun: Token) -> bool:
    """Whether a noun is for somebody by what he is to another: "counterpart", "ally"."""
    return noun.lemma in OTHERS or noun.lower_.startswith("counterpart")


def fold(word: str) -> str:
    """A word without case, accents and apostrophes."""
    if word.isascii():  # most are, and have no accents
        return word.replace("'", "").replace("`", "").lower()
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’`").casefold()
