"""Names that come after the pronoun: "In his first trip, Biden flew", "When she met Lavrov, Baerbock refused"."""

from __future__ import annotations

from kg.extract.discourse import SUBJECTS, Discourse
from kg.extract.tokens import Token

__all__ = ["CLIMB", "names_ahead"]

CLIMB = 12  # heads up to the clause that rules a clause


def names_ahead(d: Discourse, token: Token) -> list[int]:
    """Cataphora: "In his first trip, Biden", "When she met Lavrov, Baerbock": the subject of the clause that follows.

    The pronoun stands in what is put before that subject, and nobody else is the subject so far.
    """
    top = _fronted(d, token)
    if top is None:
        return []
    main = top.head
    if any(subject for i, _, subject in d.before(token.i, 0) if i >= top.left_edge.i):
        return []
    for child in main.children:
        if child.dep_ in SUBJECTS and child.i > top.right_edge.i:
            link = d.res.link(child)
            joined = [found for c in child.conjuncts[:8] if (found := d.res.link(c)) is not None]
            return [k for found in ([link] if link else []) + joined for k in found.keys]
    # ", Biden" misread as an apposition of what stands before the comma
    after = [c for c in top.subtree if c.dep_ == "appos" and token.i < c.i <= main.i]
    if after and not any(c.dep_ in SUBJECTS for c in main.children):
        link = d.res.link(after[-1])
        return list(link.keys) if link is not None else []
    return []


def _fronted(d: Discourse, token: Token) -> Token | None:
    """The prepositional phrase or adverbial clause before its verb, at the head of the sentence, around a pronoun."""
    node = token
    start = d.a.sent(token).start
    for _ in range(CLIMB):
        parent = node.head
        if parent.i == node.i:
            return None
        if node.dep_ in ("prep", "advcl", "advmod") and parent.i > token.i and parent.pos_ in ("VERB", "AUX"):
            edge = node.left_edge.i
            return node if all(d.doc[i].is_punct or d.doc[i].dep_ == "advmod" for i in range(start, edge)) else None
        node = parent
    return None
