"""A question in English -> what it asks: the extraction that reads articles reads its statements.

Of the statements that a question may be, the first counts of which every word is understood. Where there is none, it is
told which words were not: nothing is answered from a part of a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.ask.model import Asked, NotUnderstoodError, Pattern, Question, Side, UnknownNameError, Wanted
from kg.ask.names import Bearer, Found, Names, Spelled, known_spellings, spell, to_actors
from kg.ask.stand_ins import OTHER_STAND_IN, STAND_INS, is_stand_in
from kg.ask.statements import Statement, statements
from kg.ask.times import Asking, take_time
from kg.ask.understanding import Told, understood
from kg.extract import Extractor
from kg.extract.annotate import annotate
from kg.extract.lexicon import Lexicon
from kg.graph.names import fold, is_proper
from kg.lines import one_line
from kg.model import Claim, Entity, EntityType, Modality, Polarity, make_article
from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc

__all__ = ["Reader", "load_reader"]

LONGEST = 500
"""Characters of a question; no question that can be read is longer."""

_NAMES_SHOWN = 6
_NEAR = 3  # names that may be meant
_AT_ONCE = 6  # statements that are read together
_PLACES = frozenset({EntityType.COUNTRY, EntityType.CITY, EntityType.REGION, EntityType.FACILITY})
_PRINCIPALS = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
_SPOKEN = frozenset("ACCUSE REJECT REQUEST THREATEN SUPPORT PROTEST".split())
_LASTING = "STRUCTURE"
# Operators of the question's own words, not of what is asked: "to see Putin", "Putin or Abbas".
_OF_QUESTIONS = frozenset(("purpose", "either"))
_CASUALTIES = frozenset(("killed", "attacked", "arrested", "released"))
_WHO_IS = frozenset(("who", "what", "whom"))


class Reader:
    """Reads questions with an extractor, which is shared with whoever reads articles."""

    def __init__(self, extractor: Extractor) -> None:
        """Note the words that the lexicon knows, which in small letters are no names."""
        self.extractor = extractor
        lexicon = extractor.lexicon
        self._verbs = frozenset((*lexicon.verbs, *lexicon.nouns, *lexicon.nominals))
        self._known = known_spellings(extractor.ontology)
        offices = extractor.ontology.offices.values()
        self._offices = {name.lower(): each.label.lower() for each in offices for name in (*each.names, each.label)}

    def read(self, text: str, names: Names, today: str | None = None) -> Question:
        """What a question asks.

        Args:
            text: The question.
            names: The names of the store.
            today: The ISO date that "last week" counts from.

        Raises:
            NotUnderstoodError: A part of it cannot be read.
            UnknownNameError: It asks about somebody who is not in the store.
        """
        plain = _plain(text)
        stand_in = next((each.label for each in STAND_INS.values() if each.label.lower() in plain.lower()), None)
        if stand_in is not None:
            raise UnknownNameError(stand_in, known=False)
        spelled = spell(plain, names, self._known, self._verbs)
        knowing = self.extractor.knowing({**to_actors(spelled.found, self.extractor.ontology), **STAND_INS})
        asking = take_time(knowing.nlp(_ended(spelled.text)), today)
        doc = knowing.nlp(asking.text)
        about = _who_is(doc, spelled)
        if about is not None:
            return _profile(plain, about, asking, self.extractor.ontology)
        made = statements(doc, self._offices)
        read: list[_Read] = []
        for start in range(0, len(made), _AT_ONCE):
            read.extend(_read(made[start : start + _AT_ONCE], knowing))
            if any(each.is_whole for each in read):
                break
        told = [each for each in read if each.claims]
        if not told:
            raise _misunderstood(doc, read, spelled, names, self.extractor.lexicon)
        best = min(told, key=lambda each: len(each.left))
        if best.left:
            raise NotUnderstoodError(" ".join(best.left), near=_near(best.left, names))
        return _Builder(plain, best, names, spelled, asking, knowing.ontology).build()


def load_reader(model: str | None = None, ontology: Path | None = None) -> Reader:
    """Load the language model and the ontology, and read questions by them.

    Args:
        model: A spaCy pipeline by name or path; by default the bundled one.
        ontology: A folder of Turtle files that add to the shipped ontology.

    Raises:
        ModelNotFoundError: There is no such pipeline.
        OntologyError: The ontology has a mistake.
    """
    return Reader(Extractor(load_ontology(ontology), model))


@dataclass(frozen=True, slots=True)
class _Read:
    """A statement, the claims that answer it, the words left over, what it is about, and verbs without a frame."""

    statement: Statement
    claims: tuple[Claim, ...] = ()
    left: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    offices: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every word was understood."""
        return bool(self.claims) and not self.left


def _plain(text: str) -> str:
    """A question in one line."""
    plain = one_line(text)
    if not any(char.isalpha() for char in plain):
        raise NotUnderstoodError(plain or "nothing", "there is no question in it")
    if len(plain) > LONGEST:
        raise NotUnderstoodError(f"{plain[:40]}…", f"a question has at most {LONGEST} characters")
    return plain.lower() if plain.isupper() else plain


def _ended(text: str) -> str:
    return text if text[-1:] in "?.!" else f"{text}?"


def _read(made: list[Statement], extractor: Extractor) -> Iterator[_Read]:
    """Let the extractor read statements."""
    articles = [make_article(statement.text, id=str(n)) for n, statement in enumerate(made)]
    for statement, annotated in zip(made, annotate(extractor.analyst, articles), strict=True):
        told = understood(extractor.understand(annotated))
        claims = _answering(statement, told)
        if claims:
            left, topics = told.left_by(claims)
            rest = (word for word in left if word not in statement.ours)
            yield _Read(statement, claims, (*statement.left, *rest), topics, told.offices())
        else:
            yield _Read(statement, unread=tuple(word for word in told.unread if word not in statement.ours))


def _answering(statement: Statement, told: Told) -> tuple[Claim, ...]:
    """The claims of a statement that have its stand-ins where they are asked for."""
    found = []
    for claim in told.claims:
        ends = [each.id for each in (claim.subject, claim.object) if is_stand_in(each.id)]
        placed = claim.place is not None and is_stand_in(claim.place.id)
        match statement.asked:
            case Asked.WHO:
                fits = bool(ends)
            case Asked.PAIR:
                fits = len(ends) == 2
            case Asked.PLACE:
                fits = placed or any(STAND_INS[each].type is EntityType.CITY for each in ends)
            case _:
                fits = True
        if fits:
            found.append(claim)
    told_so = [claim for claim in found if claim.polarity is Polarity.POSITIVE and claim.modality is Modality.ACTUAL]
    if told_so and not all(claim.operator is None or claim.operator in _OF_QUESTIONS for claim in found):
        found = told_so  # "who urged Israel to help": the rest of it is left over
    holding = [claim for claim in found if claim.relation == "holdsOffice"]
    return tuple(holding or found)  # whoever holds an office of a state represents it besides


def _near(words: Iterable[str], names: Names) -> tuple[str, ...]:
    """Who may be meant by words that were not understood, but for those who are named by them."""
    words = list(words)
    told = f" {fold(' '.join(words))} "
    near = (label for word in words if len(word) > 3 and not names.called(word) for label in names.near(word))
    return tuple(label for label in dict.fromkeys(near) if f" {fold(label)} " not in told)[:_NEAR]


def _misunderstood(doc: Doc, read: list[_Read], spelled: Spelled, names: Names, lexicon: Lexicon) -> NotUnderstoodError:
    """Why no statement says anything: a misspelt name, a verb without a frame, or just that."""
    spelt = {word for each in spelled.found for word in each.spelt.split()}
    for token in doc:
        odd = token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "VERB") and token.text not in spelt and len(token.text) > 3
        if odd and not token.is_stop and (near := names.near(token.text)):
            frames = any(token.text in each.unread for each in read)
            if token.pos_ != "VERB" or not frames:
                return NotUnderstoodError(token.text, "nobody in the graph is called that", near)
    unread = next((each.unread for each in read if each.unread), ())
    stand_ins = {word for actor in STAND_INS.values() for word in actor.label.split()}
    words = [word for word in unread if word not in stand_ins]
    if words:
        lemmas = {token.lemma_ for token in doc if token.text in words}
        known = bool(lemmas) and lemmas <= {*lexicon.verbs}
        why = (
            "that word is known, but not with those around it" if known else "no relation of the graph is told by that"
        )
        return NotUnderstoodError(" ".join(words), why)
    named = {word for each in spelled.found for word in each.spelt.split()} | {"'s"}
    content = [t for t in doc if t.pos_ in ("NOUN", "VERB", "ADJ", "ADV", "PROPN", "INTJ") and t.text not in named]
    asking = [t.text for t in content if t.tag_ not in ("WRB", "WP", "WDT")]
    part = " ".join(asking) or doc.text.rstrip("?!. ")
    return NotUnderstoodError(part, "no relation between two is told by that")


def _who_is(doc: Doc, spelled: Spelled) -> Found | None:
    """The name that "who is X", "what is X", "tell me about X" or the mere name asks about."""
    tokens = [token for token in doc if not token.is_punct and not token.is_space]
    words = [token.lower_ for token in tokens]
    while words[:1] and words[0] in ("please", "so", "and"):
        tokens, words = tokens[1:], words[1:]
    skip = 0
    if len(words) > 2 and words[0] in _WHO_IS and tokens[1].lemma_ == "be":
        skip = 2
    elif words[:3] == ["tell", "me", "about"]:
        skip = 3
    skip += words[skip : skip + 1] == ["the"]
    rest = fold(" ".join(token.text for token in tokens[skip:]))
    return next((each for each in spelled.found if fold(each.spelt) == rest and each.bearers), None)


def _profile(text: str, about: Found, asking: Asking, ontology: Ontology) -> Question:
    """ "Who is X": the lasting facts about X."""
    lasting = tuple(sorted(name for name, each in ontology.relations.items() if each.event_type == _LASTING))
    side = Side(tuple(each.node for each in about.bearers))
    return Question(
        text,
        Asked.DEED,
        (Pattern(side, lasting, Side(), both_ways=True),),
        within=asking.within,
        notes=(*_taken(about), *map(_introduce, about.bearers)),
    )


def _introduce(bearer: Bearer) -> str:
    """Somebody's type and other names."""
    others = sorted(each for each in bearer.aliases if is_proper(each) and fold(each) != fold(bearer.label))
    called = f", also called {', '.join(others[:_NAMES_SHOWN])}" if others else ""
    return f"{bearer.label}: {bearer.type.value}{called}"


def _taken(found: Found) -> Iterator[str]:
    """Whom a name was taken for, where that is not plain."""
    labels = [each.label for each in found.bearers]
    if len(labels) > 1:
        yield f"'{found.written}' was taken for {' and '.join(sorted(labels))}"
    elif labels and fold(labels[0]) != fold(found.written):
        yield f"'{found.written}' was taken for {labels[0]}"


class _Builder:
    """Makes a question of a statement that was read."""

    def __init__(
        self, text: str, read: _Read, names: Names, spelled: Spelled, asking: Asking, ontology: Ontology
    ) -> None:
        self.text = text
        self.read = read
        self.statement = read.statement
        self.names = names
        self.spelled = spelled
        self.asking = asking
        self.ontology = ontology

    def build(self) -> Question:
        """The question."""
        claims = self.read.claims
        first = claims[0]
        if self.statement.count and EntityType.PERSON in self.statement.types and first.relation in _CASUALTIES:
            raise NotUnderstoodError("how many", "the graph has those with names, and does not count the dead")
        plain = self.statement.dealing is not None or first.operator in _OF_QUESTIONS  # "flew to Moscow to see Putin"
        wanted = Wanted() if plain else Wanted(first.polarity, first.modality, first.operator)
        speaker = first.speaker
        place: tuple[str, ...] = ()
        if first.place is not None and not is_stand_in(first.place.id) and not self._is_end(first, first.place):
            place = self._nodes(first.place)
        says = None if speaker is None or is_stand_in(speaker.id) else Side(self._nodes(speaker), acted_for=True)
        patterns = tuple(dict.fromkeys(each for claim in claims for each in self._patterns(claim, says)))
        excluded = tuple(node for name in self.statement.excluded for node in self._called(name))
        return Question(
            self.text,
            self.statement.asked,
            patterns,
            wanted,
            place,
            self.asking.within,
            tuple(self._spellings(topic) for topic in self.read.topics),
            excluded,
            self.statement.count,
            self.statement.most,
            notes=tuple(note for each in self.spelled.found for note in _taken(each)),
            every=not self.statement.either,
        )

    def _is_end(self, claim: Claim, place: Entity) -> bool:
        return place.id in (claim.subject.id, claim.object.id)

    def _patterns(self, claim: Claim, says: Side | None) -> Iterator[Pattern]:
        known = self.ontology.relations[claim.relation]
        dealing = self.statement.dealing
        acting = known.event_type != _LASTING
        subject, obj = self._side(claim.subject, acting=acting), self._side(claim.object, acting=acting)
        if dealing == "said":
            spoken = tuple(sorted(n for n, each in self.ontology.relations.items() if each.event_type in _SPOKEN))
            yield Pattern(subject, spoken, obj, speaker=None)
            yield Pattern(Side(), (), obj, speaker=subject)
            yield Pattern(obj, (), Side(), speaker=subject)
        elif dealing is not None:
            yield Pattern(subject, (), obj, both_ways=dealing in ("between", "there"))
        else:
            kin = (n for n, each in self.ontology.relations.items() if claim.relation in (n, *each.parents))
            wide = claim.object.type in _PLACES and known.range.endswith("Place")
            yield Pattern(
                subject, tuple(sorted(kin)), replace(obj, inside=wide and bool(obj.nodes)), known.symmetric, says
            )

    def _side(self, entity: Entity, *, acting: bool) -> Side:
        """A side of a claim; those who act for a country or organization count as it where something was done."""
        if is_stand_in(entity.id):
            open_ends = self.statement.asked not in (Asked.WHO, Asked.PLACE)
            agent = self.statement.asked is Asked.PLACE and entity.type is not EntityType.CITY
            if open_ends or agent or entity.id.endswith(OTHER_STAND_IN):
                return Side(types=self.statement.types if self.statement.asked is Asked.PAIR else ())
            kinds = self.statement.types
            return Side(unknown=True, types=kinds, office=self.statement.office, acted_for=acting)
        office = self.read.offices.get(entity.id) if acting else None
        return Side(self._nodes(entity), office=office, acted_for=acting and entity.type in _PRINCIPALS)

    def _nodes(self, entity: Entity) -> tuple[str, ...]:
        """The nodes of an entity of the question.

        Raises:
            UnknownNameError: There is none in the store.
        """
        for found in self.spelled.found:
            if found.bearers and found.bearers[0].node == entity.id:
                return tuple(sorted(each.node for each in found.bearers))
        if entity.id in self.names.bearers:
            return (entity.id,)
        known = entity.id in self.ontology.actors
        bearers = () if known else self.names.called(entity.label)
        if not bearers and entity.type is EntityType.OFFICE:
            return (entity.id,)  # nobody holds it, which is no unknown name
        if not bearers:
            written = self._written(entity)
            raise UnknownNameError(written, known=known, near=() if known else self.names.near(entity.label))
        return tuple(sorted(each.node for each in bearers))

    def _written(self, entity: Entity) -> str:
        """An entity's name as the question has it."""
        names = [each.written for each in self.spelled.found if each.spelt in entity.aliases]
        at = self.text.lower().find(entity.label.lower())
        return names[0] if names else self.text[at : at + len(entity.label)] if at >= 0 else entity.label

    def _called(self, name: str) -> tuple[str, ...]:
        bearers = self.names.called(name)
        if not bearers:
            raise UnknownNameError(name, known=False, near=self.names.near(name))
        return tuple(sorted(each.node for each in bearers))

    def _spellings(self, topic: str) -> tuple[str, ...]:
        """How a sentence may spell what it is about."""
        bearers = self.names.called(topic)
        if not bearers:
            return (topic,)
        forms = {form for each in bearers for form in (each.label, *each.aliases)}
        for each in bearers:
            known = self.ontology.actors.get(each.node)
            if known is not None:
                forms.update((*known.names, *known.adjectives, *known.demonyms))
        return tuple(sorted(form for form in forms if len(form) > 3))
