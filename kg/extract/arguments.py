"""A predicate and the table of its arguments, by the prepositions that they stand at."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.coordination import coordinated, is_denied
from kg.extract.tokens import Token

__all__ = ["Predicate", "add_prepositional", "governed", "lemmas_of"]


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
    if "compound" not in token.by_dep and "amod" not in token.by_dep:
        return (lemma,) if lemma == token.lower_ else (lemma, token.lower_)
    joined = [f"{c.lemma_.lower()}-{lemma}" for c in token.children if c.dep_ in ("compound", "amod") and c.i < token.i]
    return tuple(dict.fromkeys((*joined, lemma, token.lower_)))


def add_prepositional(token: Token, table: dict[str, list[Token]]) -> None:
    """Add to a table the objects of prepositions that hang on a word, as it is in the text or as it is meant."""
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
            add_prepositional(child, table)  # "on Saturday of": the preposition is the verb's
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
            obj.dep_ == "conj" and obj.pos_ == "ADP" and depth < 3 and not is_denied(obj)
        ):  # "out of Syria", "from inside Iran"
            _preposition(obj, table, depth + 1)


def governed(head: Token, preposition: str) -> list[Token]:
    """The objects of a preposition that hangs on a word: "Iran" in "the attack by Iran"."""
    return [
        o
        for c in head.children
        if c.dep_ in ("prep", "agent") and c.lower_ == preposition
        for o in c.children
        if o.dep_ == "pobj"
    ]
