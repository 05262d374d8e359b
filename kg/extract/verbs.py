"""Verbs as predicates, with voice, relatives, shared objects and small clauses undone."""

from __future__ import annotations

from kg.extract.arguments import Predicate, add_prepositional
from kg.extract.coordination import coordinated, each_other, spread
from kg.extract.lexicon import DIRECT_OBJECT
from kg.extract.subjects import (
    RELATIVE,
    SUBJECT,
    antecedent,
    has_no_subject,
    is_passive,
    objects_of,
    subjects,
    surface_subjects,
)
from kg.extract.tokens import Token

__all__ = ["verb_predicate"]

# Verbs that are whole without an object, so that a conjunct's object is not theirs.
OWN_ENOUGH = frozenset("meet speak talk agree fight clash protest arrive leave return resign die".split())

COMPLETE = ("ccomp", "xcomp", "prep", "oprd", "attr", "agent")
# Adverbs and prepositions that may be a verb's particle, whatever the parser takes them for.
PARTICLES = frozenset("up out off down back away over on in together forth ahead apart along".split())


def _raised(verb: Token) -> list[Token]:
    """ "first arrested and then released the envoy": an object that the next conjunct holds for both verbs."""
    if "conj" not in verb.by_dep or verb.lemma_ in OWN_ENOUGH or any(dep in verb.by_dep for dep in COMPLETE):
        return []
    for child in verb.by_dep["conj"]:
        if child.pos_ == "VERB" and has_no_subject(child) and not is_passive(child):
            between = verb.doc[verb.i + 1 : child.i]
            if all(t.dep_ in ("cc", "advmod", "aux", "neg") for t in between):
                return list(spread(objects_of(child)))
    return []


def verb_predicate(verb: Token) -> Predicate:
    """A verb with its arguments where they would stand in a plain active clause."""
    passive = is_passive(verb)
    found, distance = subjects(verb)
    table: dict[str, list[Token]] = {}
    add_prepositional(verb, table)
    direct: list[Token] = list(spread(objects_of(verb))) or (_raised(verb) if not passive else [])
    reciprocal = any(map(each_other, direct))
    if reciprocal:
        direct = list(found)
    attributes = [c for c in verb.children if c.dep_ in ("attr", "oprd", "acomp")]
    if not direct and (small := _small_clause(verb)) is not None:
        direct, attributes = list(spread(surface_subjects(small))), [*attributes, small]
        add_prepositional(small, table)
    if attributes:
        table.setdefault("=", []).extend(spread(attributes))
        if not direct and verb.lemma_ != "be":  # "called Swaraj and Qureshi" is no naming
            direct.extend(t for a in attributes if a.dep_ == "oprd" and a.pos_ == "PROPN" for t in coordinated(a))
    subject: tuple[Token, ...] = found
    if passive:
        agents = table.pop("by", [])
        direct = [*found, *direct]
        subject = tuple(agents)
        distance = 0
    # reduced object relative: "the man Putin met", "the base that Israel struck"
    if verb.dep_ == "relcl" and not passive and not _is_placed(verb):
        relative = [c for c in verb.children if c.dep_ in ("dobj", "pobj") and c.lower_ in RELATIVE]
        if relative or (
            not direct and subject and all(c.lower_ not in RELATIVE for c in verb.children if c.dep_ in SUBJECT)
        ):
            own = [c for c in verb.children if c.dep_ == "nsubj" and c.lower_ in RELATIVE]
            if not own and (relative or not any(t for t in table)):
                direct = [t for t in direct if t.lower_ not in RELATIVE] + [verb.head]
    for word, objs in table.items():
        if any(o.tag_ in ("WP", "WDT") for o in objs):
            table[word] = [antecedent(o, verb) if _is_relative(o) else o for o in objs]
    # complements of verbs of asking: "asked Israel to serve" parsed as a clause whose subject is Israel
    if not direct:
        for child in verb.children:
            if child.dep_ in ("ccomp", "xcomp") and any(c.lower_ == "to" for c in child.by_dep.get("aux", ())):
                direct.extend(spread(surface_subjects(child)))
    if direct:
        table[DIRECT_OBJECT] = direct
    particles = frozenset(
        c.lower_ for c in verb.children if c.dep_ == "prt" or (c.lower_ in PARTICLES and c.dep_ in ("advmod", "prep"))
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
        reciprocal=reciprocal or any(each_other(t) for objs in table.values() for t in objs),
    )


def _is_placed(verb: Token) -> bool:
    """ "Wuzhen, where she met ..."."""
    return any(c.tag_ == "WRB" for c in verb.by_dep.get("advmod", ()))


def _is_relative(token: Token) -> bool:
    return token.lower_ in ("whom", "which", "who") and token.tag_ in ("WP", "WDT")


def _small_clause(verb: Token) -> Token | None:
    """ "found Syria guilty", "declared the envoys unwelcome": what is said of the object, parsed as a clause."""
    for child in verb.by_dep.get("ccomp", ()):
        bare = child.pos_ in ("ADJ", "NOUN") and child.i > verb.i
        if bare and not any(dep in child.by_dep for dep in ("aux", "cop", "mark", "punct")) and surface_subjects(child):
            return child
    return None
