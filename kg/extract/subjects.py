"""Who is meant as the subject of a verb or noun where none stands by it: control, raising, conjuncts, participles.

Each step of inference is counted, and none is taken more than a few times: linear in the length of the sentence.
"""

from __future__ import annotations

from kg.extract.coordination import spread
from kg.extract.tokens import Token

__all__ = [
    "INSTRUMENTS",
    "RELATIVE",
    "SUBJECT",
    "antecedent",
    "governor",
    "has_no_subject",
    "is_passive",
    "noun_agent",
    "objects_of",
    "ruling",
    "subjects",
    "surface_subjects",
]

SUBJECT = ("nsubj", "csubj")
ANY_SUBJECT = (*SUBJECT, "nsubjpass", "csubjpass")
RELATIVE = frozenset("who whom which that whose".split())
SUBJECT_CONTROL = frozenset("promise vow pledge threaten swear".split())
PREPOSITIONAL_CONTROL = frozenset("call appeal wait arrange plead prevail push".split())
_DEPTH = 6
Understood = tuple[tuple[Token, ...], int]  # tokens, and how many steps of inference they took


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, said outright or by its form: "the base hit by rockets"."""
    below = verb.by_dep
    if "auxpass" in below or "nsubjpass" in below or "csubjpass" in below:
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBD" and "agent" in below:
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "amod") and "aux" not in below:
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and has_no_subject(verb):
        return "aux" not in below and not objects_of(verb) and is_passive(verb.head)
    return False


def has_no_subject(verb: Token) -> bool:
    """Whether no subject hangs on the verb itself."""
    return not any(dep in verb.by_dep for dep in ANY_SUBJECT)


def objects_of(verb: Token) -> list[Token]:
    """The direct objects that hang on the verb itself."""
    if "dobj" not in verb.by_dep and "obj" not in verb.by_dep:
        return []
    return [c for c in verb.children if c.dep_ in ("dobj", "obj")]


def antecedent(pronoun: Token, verb: Token) -> Token:
    """A relative pronoun's noun."""
    node = verb
    for _ in range(_DEPTH):
        if node.dep_ == "relcl":
            return _kept(node.head)
        if node.dep_ in ("conj", "xcomp", "ccomp", "advcl") and node.head.i != node.i:
            node = node.head
        else:
            break
    return pronoun


def _kept(noun: Token) -> Token:
    """ "It was *Chad* rather than Mali that ...": the clause is not about the one that is passed over."""
    than = noun.head
    passed = noun.dep_ == "pobj" and than.lower_ == "than" and any(c.lower_ == "rather" for c in than.children)
    return than.head if passed else noun


def surface_subjects(verb: Token) -> list[Token]:
    """The subjects that hang on the verb itself, a relative pronoun being its noun."""
    if has_no_subject(verb):
        return []
    own = [c for c in verb.children if c.dep_ in ANY_SUBJECT and c.pos_ != "VERB"]
    if len(own) > 1:  # "Iran, whose foreign minister phoned ...": the parser takes both for subjects
        own = [c for c in own if any(g.tag_ == "WP$" for g in c.children)] or own
    if len(own) == 1 and verb.tag_ in ("VBP", "VB"):
        own = [*_listed(own[0]), *own]
    return [
        antecedent(c, verb) if c.lower_ in RELATIVE and c.tag_ in ("WP", "WDT", "IN", "WP$", "DT") else c for c in own
    ]


def _listed(subject: Token) -> list[Token]:
    """ "Turkey, Egypt restore ties": a headline's comma stands for "and"."""
    doc, first = subject.doc, subject.left_edge.i
    if first < 2 or doc[first - 1].text != "," or subject.pos_ != "PROPN":
        return []
    other = doc[first - 2]
    opens = subject.sent.start in (other.left_edge.i, other.i)
    return [other] if opens and other.pos_ == "PROPN" and other.ent_type_ in ("GPE", "PERSON", "ORG", "NORP") else []


# Verbs whose object is said to have done, or not to have done, what follows "of".
CHARGES = frozenset("accuse suspect convict acquit clear absolve".split())
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
    own = surface_subjects(verb)
    if own:
        return spread(own), 0
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
        return spread(objects[-1:]), 1
    if verb.dep_ in ("xcomp", "advcl") and not objects and head.lemma_ in PREPOSITIONAL_CONTROL:
        for child in head.children:  # "call on Israel to act"
            if child.dep_ == "prep" and child.lower_ in ("on", "upon", "for", "to", "with") and verb.i > child.i:
                named = [o for o in child.children if o.dep_ == "pobj"]
                if named:
                    return spread(named), 1
    return _next(head, depth)


def _of_adjunct(verb: Token, depth: int) -> Understood:
    if verb.head.lemma_ in PREPOSITIONAL_CONTROL and any(c.tag_ == "TO" for c in verb.children):
        return _of_complement(verb, depth)
    return _next(verb.head, depth) if verb.head.pos_ in ("VERB", "AUX") else ((), depth)


def ruling(preposition: Token) -> Token:
    """What a preposition really hangs on, dates and adverbs passed over: "accused Russia *on Saturday* of".

    And the agent of a charge: "accused *by experts* of arming rebels", where the experts arm nobody.
    """
    ruler = preposition.head
    if preposition.lower_ == "of" and ruler.dep_ == "pobj" and ruler.head.dep_ == "agent":
        charge = ruler.head.head
        if charge.lemma_ in CHARGES:
            return charge
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
        return spread(objects), 1
    return _next(ruler, depth)


def _of_noun_clause(verb: Token, depth: int) -> Understood:
    """ "troops fighting", "missiles fired" are said of the noun; "requests to buy" of who makes them."""
    if verb.tag_ == "VBG" and verb.head.lemma_.lower() in INSTRUMENTS and not is_passive(verb):
        return noun_agent(verb.head, depth)  # "signed a decree pardoning": who made it does what it says
    if verb.tag_ in ("VBG", "VBN") or is_passive(verb):
        return spread([verb.head]), 0
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
        return spread(owners), 1
    of = [
        o
        for p in noun.children
        if p.dep_ == "prep" and p.lower_ in ("by", "of", "from")
        for o in p.children
        if o.dep_ == "pobj"
    ]
    if of:
        return spread(of), 1
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
