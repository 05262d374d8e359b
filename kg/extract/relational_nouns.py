"""Relational nouns and adjectives as predicates: "Iran is an ally of Russia", "its ally Russia"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.arguments import Predicate, add_prepositional
from kg.extract.coordination import appositions, coordinated, spread
from kg.extract.referents import Resolution
from kg.extract.subjects import subjects
from kg.extract.tokens import Token

__all__ = ["relational_predicates"]


def relational_predicates(token: Token, resolution: Resolution) -> Iterator[Predicate]:
    """ "Iran is an ally of Russia", "its ally Russia", "Hezbollah, an Iranian proxy": what somebody is."""
    table: dict[str, list[Token]] = {}
    add_prepositional(token, table)
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
        add_prepositional(head, outer)
        for word, objs in outer.items():
            table.setdefault(word, objs)
    elif dep == "appos" and head.pos_ in ("PROPN", "NOUN"):
        bearer = list(spread([head]))
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
    beside = next((name for name in appositions(token) if resolution.link(name) is not None), None)
    if beside is not None and not bearer:
        bearer = list(spread([beside]))
    for child in token.children:
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
