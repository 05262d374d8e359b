"""Which names of persons, read in many articles, are names of one person.

Full names that are spelled alike word by word are one (Zelensky, Zelenskyy) unless what is told of them speaks against
it. Names that only come near (Haftar, Hifter), that leave words out (J. Biden) or that stand alone (Biden) join the one
person for whom most speaks, if that is enough and no other comes close; else they stay apart, and the pair is told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from kg.graph.likeness import MARGIN, POSSIBLE, SURE, Likeness
from kg.graph.names import (
    FAMILY_FIRST,
    Tokens,
    fold,
    name_suffix,
    near,
    near_sound,
    person_tokens,
    similar,
    skeleton,
    sound,
)
from kg.graph.namesakes import ALL, tell_apart
from kg.graph.ties import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.graph.likeness import Weigher
    from kg.graph.ties import EntityKey, Profiles
    from kg.model import Entity
    from kg.ontology import Actor

__all__ = ["Doubt", "Group", "Lexicon", "group_persons"]

Group: TypeAlias = tuple[str, ...]
"""What a group is known by; the first word is its kind: actor, person, body, place, alone ..."""

Doubt: TypeAlias = tuple["EntityKey", "EntityKey", Likeness]
"""Two entities that may be one, of groups that were kept apart."""

_Index: TypeAlias = "Mapping[str, list[_Person]]"

# How much a likeness of names says by itself.
_ALIKE, _SHORTENED, _SHORTENED_COMMON = 0.75, 0.7, 0.55
_NEAR, _NEAR_COMMON = 0.5, 0.45
_LONE, _LONE_COMMON = 0.7, 0.45
_UNNAMED = 0.5  # the most that a lone name says of somebody whom no article names in full
_PROMINENT = 4  # times as many articles name one in full as name all others of the name
_MANY = 40  # bearers of a name among whom one is looked for; of more, those of the countries that are named
_MOST_RIVALS = 3  # candidates that are told of one name


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of names: which family names many bear, which titles given names follow.

    `female` and `male` are given names.
    """

    common: frozenset[str] = frozenset()
    royal: frozenset[str] = frozenset()
    female: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()

    def given_names_differ(self, one: str, other: str) -> bool:
        """Whether both are given names that are known, and not two spellings of one: Maria, Marina."""
        known = self.female | self.male
        return one in known and other in known and skeleton(one) != skeleton(other)

    def genders_clash(self, one: str, other: str) -> bool:
        """Whether one given name is a woman's and the other a man's."""
        return (one in self.female and other in self.male) or (one in self.male and other in self.female)


@dataclass(slots=True, eq=False)
class _Person:
    """Somebody with a full name; `keys` are the entities, none for one whom only the gazetteer names."""

    group: Group
    names: set[Tokens]
    suffixes: set[str] = field(default_factory=set)
    keys: list[EntityKey] = field(default_factory=list)
    profile: Profile = field(default_factory=Profile)
    into: _Person | None = None

    def root(self) -> _Person:
        person = self
        while person.into is not None:
            person = person.into
        return person

    @property
    def known(self) -> bool:
        return self.group[0] == "actor"


def group_persons(
    persons: Mapping[EntityKey, Entity],
    known: Mapping[EntityKey, Actor],
    actors: Iterable[Actor],
    profiles: Profiles,
    weigher: Weigher,
    lexicon: Lexicon,
) -> tuple[dict[EntityKey, Group], list[Doubt]]:
    """Decide which of the persons of all articles are one.

    Args:
        persons: The persons that have names.
        known: Those of them that the gazetteer knows.
        actors: All persons of the gazetteer.
        profiles: What is told of everybody.
        weigher: Weighs it.
        lexicon: What is known of names.

    Returns:
        The group of each, and the pairs that may be one but were kept apart.
    """
    return _Grouping(persons, known, actors, profiles, weigher, lexicon).run()


class _Grouping:
    """One pass over all persons; everything is looked at in an order of its own, never in that of arrival."""

    def __init__(
        self,
        persons: Mapping[EntityKey, Entity],
        known: Mapping[EntityKey, Actor],
        actors: Iterable[Actor],
        profiles: Profiles,
        weigher: Weigher,
        lexicon: Lexicon,
    ) -> None:
        self._profiles = profiles
        self._weigher = weigher
        self._lexicon = lexicon
        self._persons = persons
        self._names = {key: person_tokens(persons[key].label) for key in sorted(persons)}
        self._suffixes = {key: name_suffix(persons[key].label) for key in persons}
        self._known = known
        self._groups: dict[EntityKey, Group] = {}
        self._doubts: list[Doubt] = []
        self._by_nation: dict[tuple[str, bool], dict[str, list[_Person]]] = {}
        self._people = self._full_names(actors)

    def run(self) -> tuple[dict[EntityKey, Group], list[Doubt]]:
        self._unite(self._alike(), reach=_same_person)
        self._join_shortened()
        self._unite(self._near(), reach=_nearly_same)
        for person in self._people:
            for key in person.keys:
                self._groups[key] = person.root().group
        self._join_lone()
        return self._groups, self._doubts

    def _full_names(self, actors: Iterable[Actor]) -> list[_Person]:
        # Of those whom only the gazetteer names, the ones of whom a word of somebody's name may speak.
        words = {skeleton(word) for key, name in self._names.items() if key not in self._known for word in name}
        by_group = {
            group: person
            for group, person in map(self._of_gazetteer, actors)
            if any(skeleton(word) in words for name in person.names for word in name)
        }
        bearers: dict[tuple[Tokens, str], list[EntityKey]] = defaultdict(list)
        for key, name in self._names.items():
            actor = self._known.get(key)
            if actor is not None:
                group, person = self._of_gazetteer(actor)
                by_group.setdefault(group, person).keys.append(key)
            elif len(name) > 1:
                bearers[name, self._suffixes[key]].append(key)
        for (name, suffix), keys in sorted(bearers.items()):
            # A rare name has one bearer, who may have moved; a common one may have several.
            common = name[-1] in self._lexicon.common
            senses = tell_apart(keys, self._profiles, forgiving=True) if common else dict.fromkeys(keys, ALL)
            for key, sense in senses.items():
                if sense is None:
                    self._groups[key] = ("alone", *key)
                    continue
                own = ("person", *name, *filter(None, (suffix, sense)))
                by_group.setdefault(own, _Person(own, {name}, {suffix})).keys.append(key)
        for person in by_group.values():
            for key in person.keys:
                person.profile.add(self._profiles.of(key))
        return [by_group[group] for group in sorted(by_group)]

    def _of_gazetteer(self, actor: Actor) -> tuple[Group, _Person]:
        group = ("actor", actor.id)
        names = {tokens for name in actor.names if len(tokens := person_tokens(name)) > 1}
        profile = self._profiles.of_homes({actor.represents} if actor.represents else ())
        return group, _Person(group, names, {name_suffix(actor.label)}, profile=profile)

    def _unite(
        self,
        pairs: Iterable[tuple[float, str, _Person, _Person]],
        *,
        reach: Callable[[Tokens, Tokens], bool],
    ) -> None:
        """Unite what is likely enough, the likeliest first."""
        bases: dict[tuple[Group, Group], tuple[float, str, _Person, _Person]] = {}
        for base, why, one, other in pairs:
            one, other = sorted((one.root(), other.root()), key=lambda person: person.group)
            if one is not other and base > bases.get((one.group, other.group), (0.0,))[0]:
                bases[one.group, other.group] = base, why, one, other
        weighed = [
            (self._weigher.weigh(base, why, one.profile, other.profile), base, why, one, other)
            for base, why, one, other in bases.values()
            if not self._barred(one, other)
        ]
        weighed.sort(key=lambda each: (-each[0].score, each[3].group, each[4].group))
        left = []
        for likeness, base, why, one, other in weighed:
            a, b = one.root(), other.root()
            if a is b:
                continue
            # What either has been united with since has a say, too.
            if (a, b) != (one, other):
                likeness = self._weigher.weigh(base, why, a.profile, b.profile)
            reached = a.known or b.known or all(reach(x, y) for x in a.names for y in b.names if len(x) == len(y))
            if likeness.score >= SURE and reached and not self._barred(a, b):
                self._merge(a, b)
            else:
                left.append((likeness, one, other))
        for likeness, one, other in left:
            self._doubt(one.root(), other.root(), likeness)

    def _barred(self, one: _Person, other: _Person) -> bool:
        if one.known and other.known:
            return True
        # A son has his father's very name, and "Jr."; with an initial it is the form of a name (Joseph R. Biden Jr.).
        younger = bool(one.suffixes - {""}) != bool(other.suffixes - {""})
        if younger and any(not _initials(name) for name in one.names & other.names):
            return True
        return any(self._lexicon.genders_clash(a[0], b[0]) for a in one.names for b in other.names)

    def _merge(self, one: _Person, other: _Person) -> None:
        first, second = sorted((one, other), key=lambda person: (not person.known, not person.keys, person.group))
        second.into = first
        first.names |= second.names
        first.suffixes |= second.suffixes
        first.keys += second.keys
        first.profile.add(second.profile)

    def _doubt(self, one: _Person, other: _Person, likeness: Likeness) -> None:
        if one is not other and likeness.score >= POSSIBLE and one.keys and other.keys:
            self._doubts.append((min(one.keys), min(other.keys), likeness.capped(SURE)))

    def _alike(self) -> Iterator[tuple[float, str, _Person, _Person]]:
        blocks: dict[tuple[int, str, str], list[tuple[Tokens, _Person]]] = defaultdict(list)
        joined: dict[str, list[tuple[Tokens, _Person]]] = defaultdict(list)
        for person in self._people:
            for name in sorted(person.names):
                blocks[len(name), skeleton(name[0]), skeleton(name[-1])].append((name, person))
                joined[sound("".join(name))].append((name, person))
        for block, same in ((blocks, _same_person), (joined, _same_letters)):
            for bearers in block.values():
                for (a, one), (b, other) in _pairs(bearers):
                    if same(a, b):
                        yield _ALIKE, "names spelled alike", one, other

    def _near(self) -> Iterator[tuple[float, str, _Person, _Person]]:
        blocks: dict[tuple[object, ...], list[tuple[Tokens, _Person]]] = defaultdict(list)
        for person in {each.root().group: each.root() for each in self._people}.values():
            for name in sorted(person.names):
                given, family = near_sound(name[0]), near_sound(name[-1])
                ends = (given[:1], family[:1], skeleton(name[-1])[-1:])
                for nation in sorted(person.profile.nations):
                    blocks[nation, len(name), *ends].append((name, person))
                blocks["", len(name), skeleton(name[0]), skeleton(name[-1])].append((name, person))
        for bearers in blocks.values():
            for (a, one), (b, other) in _pairs(bearers):
                if _nearly_same(a, b) and not self._lexicon.given_names_differ(a[0], b[0]):
                    base = _NEAR_COMMON if a[-1] in self._lexicon.common or b[-1] in self._lexicon.common else _NEAR
                    yield base, "names spelled nearly alike", one, other

    def _join_shortened(self) -> None:
        """Join "J. Biden" or "Bashar Assad" to the one longer name that it fits, the longest names first."""
        longer_names: dict[tuple[str, str, str], list[tuple[Tokens, _Person]]] = defaultdict(list)
        names = [(name, person) for person in self._people for name in sorted(person.names)]
        for name, person in names:
            for place in _places(name):
                longer_names[place].append((name, person))
        for name, person in sorted(names, key=lambda each: (-len(each[0]), _initials(each[0]), each[0], each[1].group)):
            own = person.root()
            fits: dict[Group, _Person] = {}
            for longer, other in (each for place in _place(name) for each in longer_names.get(place, ())):
                rest = other.root()
                if rest is not own and _is_part(name, longer) and not self._barred(own, rest):
                    fits[rest.group] = rest
            if 0 < len(fits) <= _MANY:
                self._choose(own, _SHORTENED_COMMON if name[-1] in self._lexicon.common else _SHORTENED, fits.values())

    def _choose(self, own: _Person, base: float, fits: Iterable[_Person]) -> None:
        weighed = []
        for other in fits:
            least = base if own.keys and other.keys else min(base, _UNNAMED)
            why = "one name is the other cut short"
            weighed.append((self._weigher.weigh(least, why, own.profile, other.profile), other))
        best, rest = _best(weighed)
        if best is not None:
            self._merge(own, best)
        for likeness, other in rest:
            self._doubt(own.root(), other, likeness)

    def _join_lone(self) -> None:
        people = list({each.root().group: each.root() for each in self._people}.values())
        by_family, by_other = _index(people, _family_names), _index(people, lambda name: name[1:-1])
        by_given = _index(people, lambda name: name[:1])
        of_article: dict[str, set[Group]] = defaultdict(set)
        for person in people:
            for article, _ in person.keys:
                of_article[article].add(person.group)
        fitting: dict[EntityKey, list[_Person]] = {}
        for key in sorted(self._names.keys() - self._groups.keys()):
            heard = sound(self._names[key][0])
            royal = self._is_royal(key)
            fits = (by_given.get(heard) if royal else by_family.get(heard) or by_other.get(heard)) or []
            here = [person for person in fits if person.group in of_article[key[0]]]
            fitting[key] = here or (fits if len(fits) <= _MANY else self._likely(key, (heard, royal), fits))
            if len(here) == 1:
                self._groups[key] = here[0].group
        # First those who tell enough; whom they name is named for the others, too.
        for _ in range(2):
            weighed = {key: self._weigh_lone(key, fitting[key]) for key in sorted(fitting.keys() - self._groups.keys())}
            for key, each in weighed.items():
                best, _ = _best(each)
                if best is not None:
                    self._groups[key] = best.group
                    best.keys.append(key)
        unexplained: dict[str, list[EntityKey]] = defaultdict(list)
        for key in sorted(fitting.keys() - self._groups.keys()):
            if any(person.keys for person in fitting[key]):
                self._groups[key] = ("alone", *key)
                for likeness, person in _best(weighed[key])[1][:_MOST_RIVALS]:
                    if person.keys and likeness.score >= POSSIBLE:
                        self._doubts.append((key, min(person.keys), likeness.capped(SURE)))
            else:
                unexplained[sound(self._names[key][0])].append(key)
        for heard, keys in sorted(unexplained.items()):
            self._group_unexplained(heard, keys)

    def _likely(self, key: EntityKey, name: tuple[str, bool], fits: list[_Person]) -> list[_Person]:
        """Of very many bearers of a name those whose country the article names, and the best known."""
        by_nation = self._by_nation.get(name)
        if by_nation is None:
            by_nation = self._by_nation[name] = defaultdict(list)
            for person in sorted(fits, key=lambda person: (-len(person.keys), person.group)):
                for nation in ("", *sorted(person.profile.nations)):
                    if len(by_nation[nation]) < _MANY:
                        by_nation[nation].append(person)
        named = sorted(self._profiles.nations(key) or by_nation.keys() & self._profiles.company(key[0]))
        likely = {person.group: person for nation in (*named, "") for person in by_nation.get(nation, ())}
        return list(likely.values())[:_MANY]

    def _is_royal(self, key: EntityKey) -> bool:
        """Whether a lone name stands after a title before which family names do not: King Salman."""
        name = self._names[key][0]
        for alias in self._persons[key].aliases:
            words = fold(alias).split()
            at = words.index(name) if name in words else 0
            if at and words[at - 1] in self._lexicon.royal:
                return True
        return False

    def _weigh_lone(self, key: EntityKey, fitting: list[_Person]) -> list[tuple[Likeness, _Person]]:
        profile = self._profiles.of(key)
        # Whoever is of another country is no rival.
        fitting = [each for each in fitting if not self._weigher.clash(profile, each.profile)] or fitting
        common = self._names[key][0] in self._lexicon.common
        articles = sum(len(person.keys) for person in fitting)
        countrymen = [person.group for person in fitting if not profile.homes.isdisjoint(person.profile.homes)]
        weighed = []
        for person in fitting:
            if common:
                base = _LONE_COMMON
            elif len(fitting) == 1 or countrymen == [person.group]:
                base = _LONE if person.keys else _UNNAMED
            else:
                meant = len(person.keys) >= _PROMINENT * max(1, articles - len(person.keys))
                base = _LONE if meant else _LONE_COMMON
            weighed.append((self._weigher.weigh(base, "one name", profile, person.profile), person))
        return weighed

    def _group_unexplained(self, heard: str, keys: list[EntityKey]) -> None:
        """Lone names whom no full name explains are one where nothing tells them apart."""
        for key, sense in tell_apart(keys, self._profiles, forgiving=False).items():
            common = self._names[key][0] in self._lexicon.common
            if sense is None or (common and not self._profiles.nations(key)):
                self._groups[key] = ("alone", *key)
            else:
                self._groups[key] = ("person", heard, *filter(None, (sense,)))


def _best(weighed: list[tuple[Likeness, _Person]]) -> tuple[_Person | None, list[tuple[Likeness, _Person]]]:
    """The one who is likely enough, and likelier than all others; and the others."""
    weighed = sorted(weighed, key=lambda each: (-each[0].score, each[1].group))
    if not weighed or weighed[0][0].score < SURE:
        return None, weighed
    if len(weighed) > 1 and weighed[0][0].score - weighed[1][0].score < MARGIN:
        return None, weighed
    return weighed[0][1], weighed[1:]


def _pairs(
    bearers: list[tuple[Tokens, _Person]],
) -> Iterator[tuple[tuple[Tokens, _Person], tuple[Tokens, _Person]]]:
    for one, other in combinations(bearers, 2):
        if one[1].root() is not other[1].root():
            yield one, other


def _same_person(a: Tokens, b: Tokens) -> bool:
    *given_a, family_a = a
    *given_b, family_b = b
    return similar(family_a, family_b) and all(similar(x, y, given=True) for x, y in zip(given_a, given_b, strict=True))


def _same_letters(a: Tokens, b: Tokens) -> bool:
    """Whether two names are one but for where words end: Amir Abdollahian, Amirabdollahian."""
    return len(a) != len(b) and sound("".join(a)) == sound("".join(b))


def _nearly_same(a: Tokens, b: Tokens) -> bool:
    *given_a, family_a = a
    *given_b, family_b = b
    return near(family_a, family_b) and all(near(x, y, given=True) for x, y in zip(given_a, given_b, strict=True))


def _initials(name: Tokens) -> int:
    return sum(len(word) == 1 for word in name)


def _is_part(short: Tokens, longer: Tokens) -> bool:
    """Whether one name is the other with words left out at one end or in the middle, or with initials."""
    if (len(short), -_initials(short)) >= (len(longer), -_initials(longer)):
        return False
    tail, head = longer[-len(short) :], longer[: len(short)]
    ends = (longer[0], longer[-1]) if len(short) == 2 else tail
    return any(len(part) == len(short) and all(map(_word_fits, short, part)) for part in {tail, head, ends})


def _places(name: Tokens) -> set[tuple[str, str, str]]:
    """What the shorter forms of a name are looked up by: its last word or its first, and how another word begins."""
    places = set()
    for word in name:
        for letter in {word[:1], sound(word)[:1]}:
            places |= {("last", sound(name[-1]), letter), ("first", sound(name[0]), letter)}
    return places


def _place(short: Tokens) -> Iterator[tuple[str, str, str]]:
    """Where a short form is looked up."""
    initial = len(short[0]) == 1
    yield "last", sound(short[-1]), short[0] if initial else sound(short[0])[:1]
    if not initial:
        yield "first", sound(short[0]), sound(short[-1])[:1]


def _word_fits(short: str, word: str) -> bool:
    return word.startswith(short) if len(short) == 1 else similar(short, word, given=True)


def _index(people: Iterable[_Person], words: Callable[[Tokens], Tokens]) -> _Index:
    index: dict[str, list[_Person]] = defaultdict(list)
    for person in people:
        for heard in sorted({sound(word) for name in person.names for word in words(name)}):
            index[heard].append(person)
    return index


def _family_names(name: Tokens) -> Tokens:
    return (name[-1], name[0]) if name[0] in FAMILY_FIRST else (name[-1],)
