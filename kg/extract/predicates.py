"""Clause analysis: who does what to whom, with voice, control, relatives and nominalisations undone.

A `Predicate` is a verb, an event noun or a relational noun with its arguments where they would stand in a plain
active clause. Dependencies are spaCy's English scheme (ClearNLP). Linear in the length of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.lexicon import DIRECT_OBJECT, Lexicon
from kg.extract.referents import Resolution

__all__ = [
    "HAPPEN",
    "REPORTING",
    "SERIES",
    "Predicate",
    "coordinated",
    "find_predicates",
    "governor",
    "is_undergone",
    "lemmas_of",
    "noun_agent",
    "ruling",
    "subjects",
]

SUBJECT = ("nsubj", "csubj")
PASSIVE_SUBJECT = ("nsubjpass", "csubjpass")
RELATIVE = frozenset("who whom which that whose".split())
SUBJECT_CONTROL = frozenset("promise vow pledge threaten swear".split())
# Adverbial event nouns whose agent is the clause's subject: "after talks with Putin, Bennett said"
ADVERBIAL = frozenset(
    "after during before following in at amid through for on ahead until since via by to from despite".split()
)
# Operators whose complement somebody else does.
# Word classes of the event nouns that take the clause's subject from an adjunct: "after talks with Putin, he left".
CONSULTING = ("talks", "meeting", "visit", "phonecall", "negotiation", "meal", "mediation")
OF_AGENT = frozenset("invitation request behest initiative urging insistence appeal demand".split())
OF_OTHERS = frozenset("discuss study debate fear expect".split())
OTHERS_DO = frozenset("prevented suspected deprecated requested ordered permitted denied".split())
# Verbs that are whole without an object, so that a conjunct's object is not theirs.
OWN_ENOUGH = frozenset("meet speak talk agree fight clash protest arrive leave return resign die".split())
PREPOSITIONAL_CONTROL = frozenset("call appeal wait arrange plead prevail push".split())
_DEPTH = 6

Understood = tuple[tuple[Token, ...], int]  # tokens, and how many steps of inference they took


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate with its arguments (head tokens, not yet resolved).

    `keys` are the words that frames are looked up by, `verbs` those that an event noun nominalises. `arguments` maps
    a preposition, or `DIRECT_OBJECT`, to head tokens. `distance` counts the inferences that the subject took (0: said
    outright).
    """

    head: Token
    kind: str
    keys: tuple[str, ...]
    subject: tuple[Token, ...]
    arguments: dict[str, tuple[Token, ...]]
    particles: frozenset[str]
    passive: bool = False
    distance: int = 0
    verbs: tuple[str, ...] = ()
    reciprocal: bool = False

    def at(self, preposition: str) -> tuple[Token, ...]:
        """The arguments at a preposition."""
        return self.arguments.get(preposition, ())


def lemmas_of(token: Token) -> tuple[str, ...]:
    """The words that a noun may be listed under: "phone-conversation" before "conversation"."""
    lemma = token.lemma_.lower()
    joined = [f"{c.lemma_.lower()}-{lemma}" for c in token.children if c.dep_ in ("compound", "amod") and c.i < token.i]
    return tuple(dict.fromkeys((*joined, lemma, token.lower_)))


def coordinated(token: Token) -> tuple[Token, ...]:
    """The token and what is coordinated with it, as one argument."""
    if token.dep_ == "conj" and token.head.pos_ == token.pos_:
        return (token,)
    out: list[Token] = []
    stack = [token]
    while stack:
        node = stack.pop(0)
        if out and _is_trailing_speaker(node):
            continue
        out.append(node)
        stack.extend(c for c in node.children if c.dep_ == "conj" and c.pos_ not in ("VERB", "AUX"))
        for c in node.children:  # "the US, along with Canada, ..."
            if c.lower_ == "along" and c.dep_ in ("prep", "advmod"):
                stack.extend(o for w in c.children if w.lower_ == "with" for o in w.children if o.dep_ == "pobj")
        # "Egypt's President El-Sisi and Somalia's President Mohamud": the parser hangs the first name on the second
        stack.extend(
            c
            for c in node.children
            if c.dep_ == "nmod" and c.pos_ == "PROPN" and any(g.dep_ == "cc" for g in c.children)
        )
    return tuple(out)


REPORTING = frozenset("say report announce add state claim".split())


def _is_trailing_speaker(token: Token) -> bool:
    """ "Russia shelled Kherson, Ukraine said": what the parser takes for one more object is who says so."""
    doc, end = token.doc, token.i + 1
    return (
        end < len(doc)
        and doc[end].lemma_ in REPORTING
        and doc[end].tag_ in ("VBD", "VBZ")
        and doc[token.left_edge.i - 1].text in (",", '"')
    )


def _spread(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(dict.fromkeys(t for token in tokens for t in coordinated(token)))


def _is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children):
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBD" and any(c.dep_ == "agent" for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "amod") and not any(c.dep_ == "aux" for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and _has_no_subject(verb):
        return not any(c.dep_ == "aux" for c in verb.children) and not _objects(verb) and _is_passive(verb.head)
    return False


def _has_no_subject(verb: Token) -> bool:
    return not any(c.dep_ in (*SUBJECT, *PASSIVE_SUBJECT) for c in verb.children)


def _objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("dobj", "obj")]


def _raised(verb: Token) -> list[Token]:
    """ "first arrested and then released the envoy": an object that the next conjunct holds for both verbs."""
    complete = ("ccomp", "xcomp", "prep", "oprd", "attr", "agent")
    if verb.lemma_ in OWN_ENOUGH or any(c.dep_ in complete for c in verb.children):
        return []
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and _has_no_subject(child) and not _is_passive(child):
            between = verb.doc[verb.i + 1 : child.i]
            if all(t.dep_ in ("cc", "advmod", "aux", "neg") for t in between):
                return list(_spread(_objects(child)))
    return []


def _each_other(token: Token) -> bool:
    """ "each other", "one another"."""
    if token.lower_ == "other":
        return any(c.lower_ == "each" for c in token.children)
    return token.lower_ == "another" and token.i > 0 and token.doc[token.i - 1].lower_ == "one"


def _antecedent(pronoun: Token, verb: Token) -> Token:
    """A relative pronoun's noun."""
    node = verb
    for _ in range(_DEPTH):
        if node.dep_ == "relcl":
            return node.head
        if node.dep_ in ("conj", "xcomp", "ccomp", "advcl") and node.head.i != node.i:
            node = node.head
        else:
            break
    return pronoun


def _surface(verb: Token) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in (*SUBJECT, *PASSIVE_SUBJECT) and c.pos_ != "VERB"]
    whose = [c for c in own if any(g.tag_ == "WP$" for g in c.children)]
    if whose and len(own) > 1:
        own = whose  # "Iran, whose foreign minister phoned ...": the parser takes both for subjects
    if len(own) == 1 and verb.tag_ in ("VBP", "VB"):
        own = [*_listed(own[0]), *own]
    return [
        _antecedent(c, verb) if c.lower_ in RELATIVE and c.tag_ in ("WP", "WDT", "IN", "WP$", "DT") else c for c in own
    ]


def _listed(subject: Token) -> list[Token]:
    """ "Turkey, Egypt restore ties": a headline's comma stands for "and"."""
    doc, first = subject.doc, subject.left_edge.i
    if first < 2 or doc[first - 1].text != "," or subject.pos_ != "PROPN":
        return []
    other = doc[first - 2]
    opens = subject.sent.start in (other.left_edge.i, other.i)
    return [other] if opens and other.pos_ == "PROPN" and other.ent_type_ in ("GPE", "PERSON", "ORG", "NORP") else []


# Papers that do what they say for who makes them.
INSTRUMENTS = frozenset(
    "decree law bill order statement resolution letter motion legislation proclamation communique declaration lawsuit"
    " suit complaint petition directive ruling report indictment message post tweet article editorial memo note"
    " amendment measure".split()
)


def subjects(verb: Token, depth: int = 0) -> Understood:
    """The understood surface subject of a verb, and how many steps of inference it took.

    Covers control and raising, shared subjects of conjuncts, participles, infinitives of purpose, relatives, gerunds.
    """
    own = _surface(verb)
    if own:
        return _spread(own), 0
    step = UNDERSTOOD.get(verb.dep_)
    return step(verb, depth) if step is not None and depth <= _DEPTH else ((), depth)


def _of_conjunct(verb: Token, depth: int) -> Understood:
    return subjects(verb.head, depth + 1) if verb.head.pos_ in ("VERB", "AUX") else ((), depth)


def _of_complement(verb: Token, depth: int) -> Understood:
    """Control: the object controls ("urged Israel to VP"), else the subject ("agreed to VP", "is ready to VP")."""
    head = verb.head
    if head.pos_ == "ADJ":  # "is ready to VP", "stands ready to VP"
        return subjects(head.head, depth + 1) if head.dep_ == "acomp" else _next(head, depth)
    if head.pos_ not in ("VERB", "AUX"):
        return (), depth
    objects = [c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i]
    if verb.dep_ == "xcomp" and objects and head.lemma_ not in SUBJECT_CONTROL:
        return _spread(objects[-1:]), 1
    if verb.dep_ in ("xcomp", "advcl") and not objects and head.lemma_ in PREPOSITIONAL_CONTROL:
        for child in head.children:  # "call on Israel to act"
            if child.dep_ == "prep" and child.lower_ in ("on", "upon", "for", "to", "with") and verb.i > child.i:
                named = [o for o in child.children if o.dep_ == "pobj"]
                if named:
                    return _spread(named), 1
    return _next(head, depth)


def _of_adjunct(verb: Token, depth: int) -> Understood:
    if verb.head.lemma_ in PREPOSITIONAL_CONTROL and any(c.tag_ == "TO" for c in verb.children):
        return _of_complement(verb, depth)
    return _next(verb.head, depth) if verb.head.pos_ in ("VERB", "AUX") else ((), depth)


def ruling(preposition: Token) -> Token:
    """What a preposition really hangs on, dates and adverbs passed over: "accused Russia *on Saturday* of"."""
    ruler = preposition.head
    for _ in range(_DEPTH):
        if ruler.head.i == ruler.i or (ruler.ent_type_ not in ("DATE", "TIME") and ruler.pos_ not in ("ADV", "ADP")):
            break
        ruler = ruler.head
    return ruler


def _of_gerund(verb: Token, depth: int) -> Understood:
    """ "after returning" has the clause's subject, "accused Israel of VPing" its object, "plan for VPing" none."""
    preposition = verb.head
    if preposition.dep_ not in ("prep", "agent"):
        return (), depth
    ruler = ruling(preposition)
    if ruler.pos_ not in ("VERB", "AUX"):
        return noun_agent(ruler, depth)
    objects = [c for c in ruler.children if c.dep_ in ("dobj", "nsubjpass") and c.i < verb.i]
    if objects and preposition.lower_ in ("of", "for", "from", "with", "into", "against"):
        return _spread(objects), 1
    return _next(ruler, depth)


def _of_noun_clause(verb: Token, depth: int) -> Understood:
    """ "troops fighting", "missiles fired" are said of the noun; "requests to buy" of who makes them."""
    if verb.tag_ == "VBG" and verb.head.lemma_.lower() in INSTRUMENTS and not _is_passive(verb):
        return noun_agent(verb.head, depth)  # "signed a decree pardoning": who made it does what it says
    if verb.tag_ in ("VBG", "VBN") or _is_passive(verb):
        return _spread([verb.head]), 0
    if verb.head.lemma_ in ("first", "last", "only") and verb.head.dep_ == "attr":
        return _next(verb.head.head, depth)
    return noun_agent(verb.head, depth)


def _next(ruler: Token, depth: int) -> Understood:
    found, steps = subjects(ruler, depth + 1)
    return found, steps + 1


def noun_agent(noun: Token, depth: int) -> Understood:
    """Who makes the request, plan, effort: its possessor, else the subject of the verb it hangs on."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners += [
        c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.ent_type_ in ("NORP", "GPE", "ORG")
    ]
    if owners:
        return _spread(owners), 1
    of = [
        o
        for p in noun.children
        if p.dep_ == "prep" and p.lower_ in ("by", "of", "from")
        for o in p.children
        if o.dep_ == "pobj"
    ]
    if of:
        return _spread(of), 1
    ruler = governor(noun)
    if ruler is not None and ruler.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "pobj", "attr", "conj"):
        return _next(ruler, depth)
    return (), depth


UNDERSTOOD = {
    "conj": _of_conjunct,
    **dict.fromkeys(("xcomp", "ccomp", "dobj"), _of_complement),
    "advcl": _of_adjunct,
    **dict.fromkeys(("pcomp", "pobj"), _of_gerund),
    "acl": _of_noun_clause,
}


def governor(token: Token) -> Token | None:
    """The verb, noun or adjective that a noun phrase depends on, prepositions and coordination passed over."""
    node = token
    for _ in range(_DEPTH):
        parent = node.head
        if parent.i == node.i:
            return None
        if node.dep_ == "conj" or (
            parent.dep_ in ("prep", "agent", "pcomp", "dative") and parent.pos_ in ("ADP", "SCONJ")
        ):
            node = parent
            continue
        return parent
    return None


def _prepositional(token: Token, table: dict[str, list[Token]]) -> None:
    for child in token.children:
        if child.lower_ == "according":
            continue  # who says so is no argument
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in (
            "ADP",
            "SCONJ",
            "VERB",
            "ADV",
            "PART",
        ):
            _preposition(child, table, 0)
        elif child.ent_type_ in ("DATE", "TIME") and child.dep_ in ("npadvmod", "tmod"):
            _prepositional(child, table)  # "on Saturday of": the preposition is the verb's
        elif child.dep_ == "advmod" and child.pos_ == "ADV":
            for inner in child.children:
                if inner.dep_ == "prep":
                    _preposition(inner, table, 0)
        elif child.dep_ == "dative":
            table.setdefault("to", []).append(child)


def _preposition(child: Token, table: dict[str, list[Token]], depth: int) -> None:
    word = child.lower_
    for obj in child.children:
        if obj.dep_ in ("pobj", "pcomp"):
            if obj.dep_ == "pobj" or obj.pos_ in ("NOUN", "PROPN", "PRON"):
                table.setdefault(word, []).extend(coordinated(obj))
            if obj.ent_type_ in ("DATE", "TIME") and depth < 3:  # "on Saturday with": the preposition is the verb's
                for inner in obj.children:
                    if inner.dep_ == "prep" and inner.lower_ in ("of", "with", "against", "for", "to"):
                        _preposition(inner, table, depth + 1)
        elif (obj.dep_ == "prep" and depth < 3) or (
            obj.dep_ == "conj" and obj.pos_ == "ADP" and depth < 3
        ):  # "out of Syria", "from inside Iran"
            _preposition(obj, table, depth + 1)


def _verb(verb: Token) -> Predicate:
    passive = _is_passive(verb)
    found, distance = subjects(verb)
    table: dict[str, list[Token]] = {}
    _prepositional(verb, table)
    direct: list[Token] = list(_spread(_objects(verb))) or (_raised(verb) if not passive else [])
    reciprocal = any(map(_each_other, direct))
    if reciprocal:
        direct = list(found)
    attributes = [c for c in verb.children if c.dep_ in ("attr", "oprd", "acomp")]
    if not direct and (small := _small_clause(verb)) is not None:
        direct, attributes = list(_spread(_surface(small))), [*attributes, small]
        _prepositional(small, table)
    if attributes:
        table.setdefault("=", []).extend(_spread(attributes))
        if not direct and verb.lemma_ != "be":  # "called Swaraj and Qureshi" is no naming
            direct.extend(t for a in attributes if a.dep_ == "oprd" and a.pos_ == "PROPN" for t in coordinated(a))
    subject: tuple[Token, ...] = found
    if passive:
        agents = table.pop("by", [])
        direct = [*found, *direct]
        subject = tuple(agents)
        distance = 0
    # reduced object relative: "the man Putin met", "the base that Israel struck"
    placed = any(c.dep_ == "advmod" and c.tag_ == "WRB" for c in verb.children)  # "Wuzhen, where she met ..."
    if verb.dep_ == "relcl" and not passive and not placed:
        relative = [c for c in verb.children if c.dep_ in ("dobj", "pobj") and c.lower_ in RELATIVE]
        if relative or (
            not direct and subject and all(c.lower_ not in RELATIVE for c in verb.children if c.dep_ in SUBJECT)
        ):
            own = [c for c in verb.children if c.dep_ == "nsubj" and c.lower_ in RELATIVE]
            if not own and (relative or not any(t for t in table)):
                direct = [t for t in direct if t.lower_ not in RELATIVE] + [verb.head]
    for word, objs in table.items():
        table[word] = [
            _antecedent(o, verb) if o.lower_ in ("whom", "which", "who") and o.tag_ in ("WP", "WDT") else o
            for o in objs
        ]
    # complements of verbs of asking: "asked Israel to serve" parsed as a clause whose subject is Israel
    if not direct:
        for child in verb.children:
            if child.dep_ in ("ccomp", "xcomp") and any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
                direct.extend(_spread(_surface(child)))
    if direct:
        table[DIRECT_OBJECT] = direct
    particles = frozenset(
        c.lower_
        for c in verb.children
        if c.dep_ == "prt"
        or (
            c.dep_ in ("advmod", "prep")
            and c.lower_
            in (
                "up",
                "out",
                "off",
                "down",
                "back",
                "away",
                "over",
                "on",
                "in",
                "together",
                "forth",
                "ahead",
                "apart",
                "along",
            )
        )
    )
    return Predicate(
        verb,
        "verb",
        (verb.lemma_.lower(),),
        subject,
        {k: tuple(dict.fromkeys(v)) for k, v in table.items()},
        particles,
        passive,
        distance,
        reciprocal=reciprocal or any(_each_other(t) for objs in table.values() for t in objs),
    )


def _small_clause(verb: Token) -> Token | None:
    """ "found Syria guilty", "declared the envoys unwelcome": what is said of the object, parsed as a clause."""
    for child in verb.children:
        bare = child.dep_ == "ccomp" and child.pos_ in ("ADJ", "NOUN") and child.i > verb.i
        if bare and not any(c.dep_ in ("aux", "cop", "mark", "punct") for c in child.children) and _surface(child):
            return child
    return None


def _governed(head: Token, preposition: str) -> list[Token]:
    """The objects of a preposition that hangs on a word: "Iran" in "the attack by Iran"."""
    return [
        o
        for c in head.children
        if c.dep_ in ("prep", "agent") and c.lower_ == preposition
        for o in c.children
        if o.dep_ == "pobj"
    ]


# Who does this to an event is no party to it: "a truce brokered by Qatar".
BROUGHT_ABOUT = frozenset(
    "mediate broker sponsor oversee facilitate host arrange supervise monitor propose guarantee negotiate draft"
    " condemn criticize criticise welcome support back order prevent foil interrupt disrupt".split()
)


def is_undergone(noun: Token, lexicon: Lexicon) -> bool:
    """ "Kabuye's detention" happened to her; "Iran's execution of Habib Chaab" did not happen to Iran."""
    if noun.lemma_.lower() not in lexicon.words("undergone"):
        return False
    of = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)
    return not of and any(c.dep_ == "poss" for c in noun.children)


def _whole(noun: Token) -> Token:
    """ "a new round of talks", "a series of strikes": the noun that stands for the event in the clause."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in SERIES:
        return noun.head.head
    return noun


def _noun_subject(noun: Token, lexicon: Lexicon, resolution: Resolution) -> tuple[tuple[Token, ...], int]:
    """The agent of an event noun."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    modifiers = [
        one
        for c in noun.children
        if c.dep_ in ("amod", "nmod", "compound")
        for one in ((c, *c.conjuncts) if c.dep_ != "compound" else (c,))
        if resolution.link(one) is not None and (c.dep_ != "compound" or _acts(one, resolution))
    ]
    by = _governed(noun, "by")
    told = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ not in BROUGHT_ABOUT]
    carried = [o for c in told for o in _governed(c, "by")]
    if not by and not carried and is_undergone(noun, lexicon):
        return (), 0  # "Kabuye's detention": the owner is whom it happened to
    if noun.lemma_.lower() in OF_AGENT and not owners:  # "at the invitation of Paris"
        by += _governed(noun, "of")
    if owners and not by and not carried and all(o.tag_ == "PRP$" and resolution.link(o) is None for o in owners):
        owners = []  # "Iraqi troops began their assault": whose it is, the verb tells
    if owners or modifiers or by or carried:
        return _spread([*owners, *by, *carried] or modifiers) if (owners or by or carried) else tuple(modifiers), 0
    node = _whole(noun)
    while node.dep_ == "conj" and node.head.pos_ == "NOUN":
        node = node.head
    if node is not noun and node.dep_ != "nsubj" and node.head.lemma_ not in lexicon.words("light"):
        shared, steps = _noun_subject(node, lexicon, resolution)
        if shared:
            return shared, steps + 1
    verb = node.head
    if node.dep_ in ("dobj", "attr") and verb.pos_ in ("VERB", "AUX"):
        if verb.lemma_ in lexicon.words("light") or _own_act(verb, lexicon):
            if _is_passive(verb):
                return tuple(_verb(verb).subject), 1
            found, steps = subjects(verb)
            return found, steps + 1
        return (), 0
    if node.dep_ == "nsubjpass" and (verb.lemma_ in lexicon.words("light") or _own_act(verb, lexicon)):
        return tuple(_verb(verb).subject), 1
    consult = any(noun.lemma_.lower() in lexicon.words(name) for name in CONSULTING)
    if consult and node.dep_ == "pobj" and verb.dep_ in ("prep", "agent") and verb.lower_ in ADVERBIAL:
        ruler = verb.head
        if ruler.pos_ in ("VERB", "AUX"):
            found, steps = subjects(ruler)
            return found, steps + 2
    return (), 0


def _own_act(verb: Token, lexicon: Lexicon) -> bool:
    """Does the verb's subject do what its object noun says? Yes in "planned a visit", no in "prevented an attack"."""
    operators = lexicon.operators.get(verb.lemma_.lower(), ())
    return (
        any(op.mark == DIRECT_OBJECT and op.name not in OTHERS_DO for op in operators) and verb.lemma_ not in OF_OTHERS
    )


# Nouns of which an event is one or many: "a round of talks".
SERIES = frozenset(
    "round series wave number set kind day hour lot string spate session bout barrage act flurry raft slew".split()
)
# What events do: "fighting broke out", "the talks took place".
HAPPEN = frozenset(
    "come enter take happen occur proceed materialize materialise go be hold erupt break begin start resume continue"
    " ensue rage flare unfold end conclude open follow".split()
)
ACRONYM_LENGTH = 5


def _acts(token: Token, resolution: Resolution) -> bool:
    """A name right before an event noun is its agent ("US strikes"), unless it is a place ("the Kyiv visit")."""
    link = resolution.link(token)
    if link is None:
        return False
    kind = resolution.referents[link.keys[0]].type.value
    name = resolution.names.get(token.i)
    if name is not None and name.kind == "adjective":
        return True
    return kind in ("Organization", "Group", "Person") or (
        kind == "Country" and token.text.replace(".", "").isupper() and len(token.text) <= ACRONYM_LENGTH
    )


def _handed_up(noun: Token, resolution: Resolution, table: dict[str, list[Token]]) -> None:
    """ "an attack by Al-Shabaab on Baidoa": what the parser hangs on the agent's name is the noun's."""
    for child in noun.children:
        if child.dep_ not in ("prep", "agent") or child.lower_ not in ("by", "of"):
            continue
        for obj in child.children:
            if obj.dep_ == "pobj" and obj.i in resolution.names:
                inner: dict[str, list[Token]] = {}
                _prepositional(obj, inner)
                for word in ("on", "against", "at", "to", "with"):
                    if word in inner:
                        table.setdefault(word, inner[word])


def _shared_by_conjuncts(noun: Token, table: dict[str, list[Token]]) -> Token:
    """ "visits and talks with Putin": arguments that conjuncts share; returns the first conjunct."""
    node = _whole(noun)
    while node.dep_ == "conj" and node.head.pos_ == "NOUN":
        node = node.head
        outer: dict[str, list[Token]] = {}
        _prepositional(node, outer)
        for word, objs in outer.items():
            table.setdefault(word, objs)
    if node.i in (noun.i, noun.head.head.i):  # "visits and talks with Putin": what follows the last conjunct serves all
        for later in coordinated(noun)[1:]:
            outer = {}
            _prepositional(later, outer)
            for word, objs in outer.items():
                if word in ("with", "between", "against", "on"):
                    table.setdefault(word, objs)
    return node


def _noun(
    noun: Token, keys: tuple[str, ...], verbs: tuple[str, ...], lexicon: Lexicon, resolution: Resolution
) -> Predicate:
    table: dict[str, list[Token]] = {}
    _prepositional(noun, table)
    table.pop("by", None)
    _handed_up(noun, resolution, table)
    subject, distance = _noun_subject(noun, lexicon, resolution)
    node = _shared_by_conjuncts(noun, table)
    light = node.head if node.dep_ in ("dobj", "nsubjpass", "attr") and node.head.pos_ in ("VERB", "AUX") else None
    if node.dep_ == "nsubj" and node.head.lemma_ in HAPPEN:  # "clashes erupted between"
        light = node.head
    if light is not None and (light.lemma_ in lexicon.words("light") or light.lemma_ in ("be", *HAPPEN)):
        outer: dict[str, list[Token]] = {}
        _prepositional(light, outer)
        for word, objs in outer.items():
            if word != "by":
                table.setdefault(word, objs)
    compounds = [
        c
        for c in noun.children
        if c.dep_ in ("compound", "nmod") and resolution.link(c) is not None and c not in subject
    ]
    undergone = [c for c in noun.children if c.dep_ == "poss" and is_undergone(noun, lexicon)]
    if compounds or undergone:
        table["+"] = [*_spread(undergone), *compounds]
    arguments = {k: tuple(dict.fromkeys(v)) for k, v in table.items()}
    return Predicate(noun, "noun", keys, subject, arguments, frozenset(), False, distance, verbs)


def _relational(token: Token, resolution: Resolution) -> Iterator[Predicate]:
    """ "Iran is an ally of Russia", "its ally Russia", "Hezbollah, an Iranian proxy": what somebody is."""
    table: dict[str, list[Token]] = {}
    _prepositional(token, table)
    owners = [c for c in token.children if c.dep_ in ("poss", "amod", "nmod", "compound")]
    if token.lemma_.lower() in resolution.lexicon.words("people"):
        citizen = token.lemma_.lower() in ("citizen", "national", "native")
        owners = [c for c in owners if c.dep_ == "poss" or citizen]  # "a US prisoner" is no prisoner of the US
    named = [
        o
        for c in owners
        for o in ((c, *c.conjuncts) if c.dep_ != "compound" else (c,))
        if resolution.link(o) is not None
    ]
    bearer: list[Token] = []
    head, dep = token.head, token.dep_
    distance = 0
    if dep in ("attr", "acomp", "oprd", "xcomp") and head.pos_ in ("AUX", "VERB"):
        found, distance = subjects(head)
        bearer = list(found)
        outer: dict[str, list[Token]] = {}
        _prepositional(head, outer)
        for word, objs in outer.items():
            table.setdefault(word, objs)
    elif dep == "appos" and head.pos_ in ("PROPN", "NOUN"):
        bearer = list(_spread([head]))
    elif dep in ("acl", "amod", "relcl") and token.pos_ in ("ADJ", "VERB"):
        bearer = [head]
    elif dep in ("compound", "nmod") and resolution.link(head) is not None and head.i > token.i:
        bearer = [head]
        named = [
            o
            for c in head.children
            if c.dep_ in ("poss", "amod", "nmod", "compound") and c.i < token.i
            for o in (c, *c.conjuncts)
            if resolution.link(o) is not None
        ] or named
    elif token.pos_ == "VERB":
        found, distance = subjects(token)
        bearer = list(found)
    for child in token.children:
        if child.dep_ == "appos" and resolution.link(child) is not None and not bearer:
            bearer = list(_spread([child]))
        if child.dep_ == "prep" and child.lower_ in ("as", "like", "including") and not bearer:
            bearer = [o for c in child.children if c.dep_ == "pobj" for o in coordinated(c)]
    whose = [c for c in token.children if c.dep_ == "poss" and c in named]
    whom = [c for c in token.children if c.dep_ == "amod" and c in named]
    if not bearer and whose and whom:  # "its Russian ally"
        bearer, named = whom, whose
    link = resolution.link(token)
    if not bearer and link is not None and link.how in ("named", "people", "title") and dep != "compound":
        bearer = [token]
    if named:
        table["of"] = [*table.get("of", []), *named]
    if bearer:
        keys = tuple(dict.fromkeys((token.lemma_.lower(), token.lower_)))
        yield Predicate(
            token,
            "be",
            keys,
            tuple(bearer),
            {k: tuple(dict.fromkeys(v)) for k, v in table.items()},
            frozenset(),
            False,
            distance,
        )


def find_predicates(resolution: Resolution) -> Iterator[Predicate]:
    """All predicates of an article, in order."""
    lexicon = resolution.lexicon
    for token in resolution.annotated.doc:
        lemma = token.lemma_.lower()
        gerund = (
            token.tag_ == "VBG" and token.dep_ in ("nsubj", "nsubjpass", "pobj") and token.lower_ in lexicon.nominals
        )
        if gerund:  # "fighting between ..."
            yield _noun(token, (token.lower_,), (lexicon.nominals[token.lower_],), lexicon, resolution)
        elif token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            yield _verb(token)
            if token.tag_ == "VBN" and token.lower_ in lexicon.bes:
                yield from _relational(token, resolution)
        if gerund or token.pos_ in ("VERB", "AUX"):
            continue
        if token.pos_ in ("NOUN", "PROPN") and token.i not in resolution.names and token.dep_ != "compound":
            forms = lemmas_of(token)
            verbs = tuple(dict.fromkeys(v for v in map(lexicon.nominals.get, forms) if v))
            if verbs or any(form in lexicon.nouns for form in forms):
                yield _noun(token, forms, verbs, lexicon, resolution)
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB") and (lemma in lexicon.bes or token.lower_ in lexicon.bes):
            yield from _relational(token, resolution)
