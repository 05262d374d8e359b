"""The ontology's frames, compiled into the tables that the rules look words up in.

The notation is defined by the EBNF in `ontology/README.md`. A frame is parsed once; a predicate of a clause is then
matched against the frames of its head word only, so that the cost does not grow with the lexicon.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.errors import OntologyError
from kg.ontology import Ontology

__all__ = [
    "DIRECT_OBJECT",
    "Element",
    "Extra",
    "FramePattern",
    "Lexicon",
    "OperatorPattern",
    "Slot",
    "Words",
    "compile_lexicon",
    "parse_frame",
]

DIRECT_OBJECT = ""  # the "preposition" of a direct object

PREPOSITIONS = frozenset(
    "about above across after against along amid among as at before behind below between by despite during following"
    " for from in inside into near of off on onto out over past through to toward towards under until upon versus via"
    " with within without like alongside around concerning regarding beside outside involving round".split()
)
# Words after a verb that belong to the verb. The first set is a particle wherever it stands, the second only where
# no argument follows ("take over", but "rule over OBJ").
PARTICLES = frozenset("up out off down back away together forth apart ahead along aside".split())
WEAK_PARTICLES = frozenset("on in over through around by".split())
SLOTS = frozenset({"SUBJ", "OBJ", "BOTH", "PLACE", "TOPIC", "ANY"})
CLAUSE_MARKS = {"to": "VP", "from": "VP", "that": "CLAUSE"}

_TOKEN = re.compile(r"\S+")
_SLOT = re.compile(r"(SUBJ|OBJ|BOTH|PLACE|TOPIC|ANY)(?::([A-Za-z|]+))?('s)?$")


@dataclass(frozen=True, slots=True)
class Slot:
    """An argument to be filled by an entity; `owner_of` says it owns, or is the agent of, one of these nouns."""

    role: str
    types: frozenset[str] = frozenset()
    owner_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """An argument that must be one of these lemmas."""

    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Element:
    """One argument position: its prepositions (`DIRECT_OBJECT` for none) and what must fill it."""

    prepositions: tuple[str, ...]  # as the frame has them, the direct object last
    filler: Slot | Words


@dataclass(frozen=True, slots=True)
class Extra:
    """One more claim that a frame makes."""

    subject: str
    relation: str
    object: str


@dataclass(frozen=True)  # without slots: it keeps what it is asked for again and again
class FramePattern:
    """A parsed frame. `kind` is `verb`, `noun` or `be`; `head` the lemmas that may stand at its head."""

    relation: str
    kind: str
    head: frozenset[str]
    subject: Slot
    elements: tuple[Element, ...] = ()
    particle: frozenset[str] = frozenset()
    clause: str | None = None
    forbidden: frozenset[str] = frozenset()
    extras: tuple[Extra, ...] = ()
    event_type: str | None = None
    text: str = ""
    operator: str | None = None  # under which what the frame says stands: "promise OBJ <weapon> ~promised"

    @cached_property
    def opening(self) -> frozenset[str] | None:
        """The literal words of which one has to stand there before anything else is looked at; None for a slot."""
        first = self.elements[0].filler if self.elements else None
        return first.lemmas if isinstance(first, Words) else None

    @cached_property
    def has_words(self) -> bool:
        """Whether there are literal words beside the head."""
        return any(isinstance(element.filler, Words) for element in self.elements)

    @cached_property
    def opens_with_object(self) -> bool:
        """Whether the first thing that has to stand there is a verb's direct object."""
        first = self.elements[0] if self.elements else None
        return first is not None and isinstance(first.filler, Slot) and first.prepositions == (DIRECT_OBJECT,)

    @cached_property
    def borrows(self) -> bool:
        """Whether a recipient behind literal words may be another clause's: "impose sanctions on OBJ"."""
        return self.has_words and any(
            isinstance(element.filler, Slot)
            and element.filler.role == "OBJ"
            and DIRECT_OBJECT not in element.prepositions
            for element in self.elements
        )

    @cached_property
    def weight(self) -> int:
        """How specific the frame is: literal words count most, then slots and types."""
        literal = sum(isinstance(e.filler, Words) for e in self.elements)
        owned = sum(isinstance(e.filler, Slot) and bool(e.filler.owner_of) for e in self.elements)
        typed = sum(isinstance(e.filler, Slot) and bool(e.filler.types) for e in self.elements) + bool(
            self.subject.types
        )
        return (
            4 * (literal + owned + bool(self.particle) + bool(self.subject.owner_of))
            + 2 * len(self.elements)
            + typed
            + 4 * (self.clause is not None)
            + bool(self.forbidden)
        )


@dataclass(frozen=True, slots=True)
class OperatorPattern:
    """A word that changes what its complement VP says: `refuse to VP`, `cancel VP`, `be likely to VP`."""

    name: str
    head: frozenset[str]
    be: bool
    mark: str  # "to", "that", DIRECT_OBJECT, or a preposition before the VP
    object_first: bool  # `urge OBJ to VP`: the object is the subject of the VP
    particle: frozenset[str]
    literal: frozenset[str]  # `make plan to VP`: an object noun that must be there
    polarity: str
    modality: str
    fallback: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames and operators by head word, and the word classes."""

    verbs: Mapping[str, tuple[FramePattern, ...]]
    nouns: Mapping[str, tuple[FramePattern, ...]]
    bes: Mapping[str, tuple[FramePattern, ...]]
    operators: Mapping[str, tuple[OperatorPattern, ...]]
    classes: Mapping[str, frozenset[str]]
    nominals: Mapping[str, str]
    afflicting: frozenset[str]  # verbs whose object undergoes them, so that "of" after their noun is who does
    speech: frozenset[str]  # verbs of statements, confirmations and allegations
    telling: frozenset[str]  # those and verbs of judging, without light verbs
    actions: frozenset[str]  # verbs whose subject is somebody: of frames, of plans and refusals, of speech
    unions: frozenset[str]  # ids of actors that others are members of

    _together: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def words(self, *names: str) -> frozenset[str]:
        """The words of a class, or of several together; a name that the lexicon has no class of adds none."""
        if names not in self._together:
            self._together[names] = frozenset().union(*(self.classes.get(name, ()) for name in names))
        return self._together[names]


def _fail(text: str, why: str) -> OntologyError:
    return OntologyError(f'frame "{text}": {why} (see the EBNF in ontology/README.md)')


def _lemmas(word: str, classes: Mapping[str, frozenset[str]], text: str) -> frozenset[str]:
    found: set[str] = set()
    for alternative in word.split("|"):
        if alternative.startswith("<") and alternative.endswith(">"):
            name = alternative[1:-1]
            if name not in classes:
                raise _fail(text, f"unknown word class <{name}>")
            found |= classes[name]
        elif re.fullmatch(r"[A-Za-z][\w'.-]*", alternative):
            found.add(alternative.lower())
        else:
            raise _fail(text, f"'{alternative}' is no word")
    return frozenset(found)


def _slot(token: str) -> tuple[Slot, bool] | None:
    found = _SLOT.match(token)
    if not found:
        return None
    types = frozenset((found[2] or "").split("|")) - {""}
    return Slot(found[1], types), bool(found[3])


def _is_preposition(token: str) -> bool:
    return bool(token) and all(w in PREPOSITIONS for w in token.split("|"))


def _optional(token: str) -> str | None:
    return token[1:-1] if token.startswith("(") and token.endswith(")") else None


def parse_frame(
    text: str, relation: str = "", classes: Mapping[str, frozenset[str]] | None = None
) -> tuple[FramePattern, ...]:
    """Parse one `kg:frame` string.

    Returns the patterns it stands for: one, and for a subject-less clause the plain pattern only.

    Raises:
        OntologyError: the string is no frame; the message names the part that is wrong.
    """
    classes = classes or {}
    body, event_type = text, None
    if "@" in body:
        body, _, kind = body.rpartition("@")
        event_type = kind.strip()
        if not re.fullmatch(r"[A-Z]+", event_type):
            raise _fail(text, f"'@{kind}' is no event type")
    body, _, name = body.partition("~")
    operator = name.strip() or None
    body, *more = (part.strip() for part in body.split(" + "))
    extras = tuple(_parse_extra(part, text) for part in more)
    tokens = _TOKEN.findall(body)
    if not tokens:
        raise _fail(text, "is empty")
    subject = Slot("SUBJ")
    kind = "verb"
    if tokens[0] == "the":
        kind = "noun"
        tokens = tokens[1:]
    else:
        first = _slot(tokens[0])
        if first and first[1] and len(tokens) > 1:  # "SUBJ's <missile> hit OBJ"
            subject, tokens = replace(first[0], owner_of=_lemmas(tokens[1], classes, text)), tokens[2:]
        elif first:
            subject, tokens = first[0], tokens[1:]
    if tokens and tokens[0] == "be" and len(tokens) > 1 and not _is_preposition(tokens[1]):
        kind, tokens = "be", tokens[1:]
    if not tokens or _slot(tokens[0]):
        raise _fail(text, "has no head word")
    head, tokens = _lemmas(tokens[0], classes, text), tokens[1:]
    particle: frozenset[str] = frozenset()
    if kind == "verb" and tokens:
        nxt = tokens[1] if len(tokens) > 1 else ""
        words = tokens[0].split("|")
        if all(w in PARTICLES for w in words) or (
            all(w in WEAK_PARTICLES for w in words) and (not nxt or _is_preposition(nxt))
        ):
            particle, tokens = frozenset(words), tokens[1:]
    elements, clause, forbidden = _parse_elements(tokens, text, classes)
    roles = {subject.role} | {e.filler.role for e in elements if isinstance(e.filler, Slot)}
    if kind == "noun" and "BOTH" in roles:
        subject = Slot("ANY")
    if "BOTH" not in roles and "OBJ" not in roles and relation and not extras:
        raise _fail(text, "has neither OBJ nor BOTH")
    return (
        FramePattern(
            relation, kind, head, subject, elements, particle, clause, forbidden, extras, event_type, text, operator
        ),
    )


def _parse_extra(part: str, text: str) -> Extra:
    pieces = part.split()
    if len(pieces) != 3 or pieces[0] not in SLOTS or pieces[2] not in SLOTS:
        raise _fail(text, f"'+ {part}' is not SLOT relation SLOT")
    return Extra(*pieces)


def _parse_elements(
    tokens: list[str], text: str, classes: Mapping[str, frozenset[str]]
) -> tuple[tuple[Element, ...], str | None, frozenset[str]]:
    elements: list[Element] = []
    clause: str | None = None
    forbidden: set[str] = set()
    prepositions: tuple[str, ...] = ()
    i = 0
    while i < len(tokens):
        token = tokens[i]
        following = tokens[i + 1] if i + 1 < len(tokens) else ""
        optional = _optional(token)
        if token.startswith("!"):
            forbidden |= _lemmas(token[1:], classes, text)
        elif CLAUSE_MARKS.get(token) == following and following:
            clause = token
            i += 1
        elif optional is not None:
            if not _is_preposition(optional):
                i += 1  # an optional noun or adverb asks for nothing
                continue
            prepositions = (*optional.split("|"), DIRECT_OBJECT)
        elif _slot(token):
            slot, owned = _slot(token) or (Slot("OBJ"), False)
            if owned:
                if not following:
                    raise _fail(text, f"'{token}' owns nothing")
                slot = replace(slot, owner_of=_lemmas(following, classes, text))
                i += 1
            elements.append(Element(prepositions or (DIRECT_OBJECT,), slot))
            prepositions = ()
        elif any(w in PREPOSITIONS for w in token.split("|")) and not _is_preposition(token):
            raise _fail(text, f"'{token}' mixes prepositions and words")
        elif _is_preposition(token):
            if prepositions and DIRECT_OBJECT not in prepositions:
                # `out of OBJ`: the last preposition of a run holds the argument
                prepositions = ()
            direct = (DIRECT_OBJECT,) if DIRECT_OBJECT in prepositions else ()
            prepositions = (*token.split("|"), *direct)
        else:
            elements.append(Element(prepositions or (DIRECT_OBJECT,), Words(_lemmas(token, classes, text))))
            prepositions = ()
        i += 1
    if set(prepositions) - {DIRECT_OBJECT}:
        raise _fail(text, f"nothing follows '{'|'.join(sorted(prepositions))}'")
    return tuple(elements), clause, frozenset(forbidden)


def _symmetric_form(frame: FramePattern) -> FramePattern | None:
    """`meet (with) OBJ` of a symmetric relation also reads `BOTH meet`."""
    if frame.subject.role != "SUBJ" or frame.kind == "noun":
        return None
    rest = tuple(e for e in frame.elements if not (isinstance(e.filler, Slot) and e.filler.role == "OBJ"))
    taken = [e for e in frame.elements if e not in rest]
    if len(taken) != 1 or "with" not in taken[0].prepositions:
        return None
    return replace(frame, subject=replace(frame.subject, role="BOTH"), elements=rest)


def _parse_operator(
    name: str,
    text: str,
    polarity: str,
    modality: str,
    fallback: str | None,
    classes: Mapping[str, frozenset[str]],
) -> OperatorPattern:
    tokens = text.split()
    if tokens and _slot(tokens[0]):
        tokens = tokens[1:]
    if not tokens or tokens == ["be"]:
        raise _fail(text, "an operator needs VP")
    be = tokens[:1] == ["be"]
    head: frozenset[str] = frozenset({"be"})
    if be and tokens[1:2] not in (["to"], ["VP"]):
        head = _lemmas(tokens[1], classes, text)
        tokens = tokens[2:]
    elif be:
        be, tokens = False, tokens[1:]
    else:
        head, tokens = _lemmas(tokens[0], classes, text), tokens[1:]
    if "VP" not in tokens and "CLAUSE" not in tokens:
        raise _fail(text, "an operator needs VP")
    mark, object_first = DIRECT_OBJECT, False
    particle: set[str] = set()
    literal: set[str] = set()
    for i, token in enumerate(tokens):
        word = _optional(token) or token
        if token in ("VP", "CLAUSE"):
            break
        if _slot(token):
            object_first = True
        elif set(word.split("|")) <= PARTICLES:
            particle |= set(word.split("|"))
        elif tokens[i + 1 : i + 2] in (["VP"], ["CLAUSE"]) or _optional(token):
            mark = word
        elif set(word.split("|")) <= WEAK_PARTICLES:
            particle |= set(word.split("|"))
        elif _is_preposition(word):
            mark = word
        else:
            literal |= _lemmas(token, classes, text)
    return OperatorPattern(
        name,
        head,
        be,
        mark,
        object_first,
        frozenset(particle),
        frozenset(literal),
        polarity,
        modality,
        fallback,
        text,
    )


def _by_head(frames: Iterable[FramePattern], depth: Mapping[str, int]) -> dict[str, tuple[FramePattern, ...]]:
    """Frames by head word: the most specific first, of equals that of the sub-property."""
    table: dict[str, list[FramePattern]] = defaultdict(list)
    for frame in frames:
        for word in sorted(frame.head):
            table[word].append(frame)
    return {
        word: tuple(sorted(found, key=lambda f: (-f.weight, -depth.get(f.relation, 0), f.relation, f.text)))
        for word, found in sorted(table.items())
    }


# Verbs of will and feeling, which no frame needs, and verbs of the frames that things are subjects of too.
MENTAL = frozenset("want wish hope hesitate prefer regret demand insist decide try need".split())
ANYTHING = frozenset(
    "be have carry cost last include contain begin end follow lead give make take go come hit leave enter show"
    " bring put find link remain become run fall reach cause hold open close cross pass stop block threaten".split()
)
AFFLICTING = frozenset("ASSAULT COERCE RETREAT CONCEDE".split())


def _takes_object(frame: FramePattern) -> bool:
    bare = [e.filler for e in frame.elements if e.prepositions == (DIRECT_OBJECT,)]
    return not frame.particle and any(
        isinstance(slot, Slot) and slot.role == "OBJ" and not slot.owner_of for slot in bare
    )


def compile_lexicon(ontology: Ontology) -> Lexicon:
    """Compile the frames and operators of an ontology.

    Raises:
        OntologyError: a frame or operator cannot be parsed.
    """
    classes = ontology.word_classes
    frames: list[FramePattern] = []
    for source in ontology.frames:
        for frame in parse_frame(source.text, source.relation, classes):
            frames.append(frame)
            relation = ontology.relations.get(source.relation)
            if relation is not None and relation.symmetric:
                both = _symmetric_form(frame)
                if both is not None:
                    frames.append(both)
    operators: dict[str, list[OperatorPattern]] = defaultdict(list)
    for operator in ontology.operators:
        for text in operator.frames:
            pattern = _parse_operator(
                operator.name, text, operator.polarity, operator.modality, operator.fallback, classes
            )
            for word in sorted(pattern.head):
                operators[word].append(pattern)
    depth = {name: len(relation.parents) for name, relation in ontology.relations.items()}
    verbs = _by_head((f for f in frames if f.kind == "verb"), depth)
    said = [classes.get(name, frozenset()) for name in ("say", "confirm", "allege")]
    speech = frozenset().union(*said)
    return Lexicon(
        verbs=verbs,
        nouns=_by_head((f for f in frames if f.kind == "noun"), depth),
        bes=_by_head((f for f in frames if f.kind == "be"), depth),
        operators={w: tuple(sorted(ops, key=lambda o: (o.text, o.name))) for w, ops in sorted(operators.items())},
        classes=classes,
        nominals=ontology.nominals,
        afflicting=frozenset(
            word
            for frame in frames
            if frame.kind == "verb" and _takes_object(frame)
            for word in frame.head
            if frame.relation in ontology.relations and ontology.relations[frame.relation].event_type in AFFLICTING
        ),
        speech=speech,
        telling=(speech | classes.get("judge", frozenset())) - classes.get("light", frozenset()),
        actions=(speech | MENTAL | verbs.keys() | operators.keys()) - ANYTHING,
        unions=frozenset(union for actor in ontology.actors.values() for union in actor.member_of),
    )
