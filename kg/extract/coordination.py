"""What is coordinated, and so is one argument: "Israel, Egypt and Jordan", "each other"."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from kg.extract.tokens import Token

__all__ = ["REPORTING", "appositions", "coordinated", "each_other", "is_denied", "spread"]

UNIVERSAL = frozenset("everybody everyone everything anybody anyone anything all any".split())
ALSO = frozenset("only just merely solely simply".split())


def coordinated(token: Token) -> tuple[Token, ...]:
    """The token and what is coordinated with it, as one argument, without what is denied: "Russia, but not Iran"."""
    if (token.dep_ == "conj" and token.head.pos_ == token.pos_) or not token.children:
        return (token,)
    out: list[Token] = []
    stack = deque((token,))
    while stack:
        node = stack.popleft()
        if out and _is_trailing_speaker(node):
            continue
        if not is_denied(node):
            out.append(node)
        if not _has_exception(node):
            stack.extend(c for c in node.by_dep.get("conj", ()) if c.pos_ not in ("VERB", "AUX"))
        for c in node.children:  # "the US, along with Canada, ..."
            if c.lower_ == "along" and c.dep_ in ("prep", "advmod"):
                stack.extend(o for w in c.children if w.lower_ == "with" for o in w.by_dep.get("pobj", ()))
        # "Egypt's President El-Sisi and Somalia's President Mohamud": the parser hangs the first name on the second
        stack.extend(c for c in node.by_dep.get("nmod", ()) if c.pos_ == "PROPN" and "cc" in c.by_dep)
    return tuple(out)


def is_denied(token: Token) -> bool:
    """Whether an argument is denied by itself: "not Russia but Iran", "Iran, and not Russia"; not "not only Russia"."""
    return any(c.i < token.i and c.doc[c.i + 1].lower_ not in ALSO for c in token.by_dep.get("neg", ()))


def _has_exception(token: Token) -> bool:
    """ "everybody but Hungary": what the parser takes for coordinated is left out."""
    return token.lower_ in UNIVERSAL and any(c.lower_ == "but" for c in token.by_dep.get("cc", ()))


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


def appositions(noun: Token) -> list[Token]:
    """What stands in apposition to a noun: "his Polish counterpart, *Tusk*".

    "The chancellor and his Polish counterpart, Tusk": one name is of the noun right before it, wherever the parser
    hangs it.
    """
    if noun.dep_ != "conj" and "appos" not in noun.by_dep:
        return []
    first = noun.first_conjunct
    hung = (c for c in (*first.by_dep.get("appos", ()), *(noun.by_dep.get("appos", ()) if noun is not first else ())))
    return [name for name in hung if _named_by(name) is noun]


def _named_by(apposed: Token) -> Token:
    """The noun that an apposition is of: the last of its coordination before it."""
    ruler = apposed.head
    if apposed.pos_ != "PROPN" or "conj" in apposed.by_dep:
        return ruler
    between = [c for c in ruler.conjuncts if ruler.i < c.i < apposed.i]
    last = max(between, key=lambda c: c.i, default=ruler)
    return last if last.pos_ == "NOUN" and apposed.doc[apposed.left_edge.i - 1].text == "," else ruler


def spread(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Tokens with all that is coordinated with them, each once."""
    return tuple(dict.fromkeys(t for token in tokens for t in coordinated(token)))


def each_other(token: Token) -> bool:
    """ "each other", "one another"."""
    if token.lower_ == "other":
        return any(c.lower_ == "each" for c in token.children)
    return token.lower_ == "another" and token.i > 0 and token.doc[token.i - 1].lower_ == "one"
