"""What stands around a question and is none of it: "tell me", "is it true that", "besides Bennett", "most often"."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from kg.ask.model import Asked
from kg.ask.phrases import NOUNS, Phrase
from kg.model import EntityType

__all__ = ["core_of", "listed", "take_besides", "take_most"]

_TELLING = frozenset("tell know show say list name give find wonder want see ask".split())
_TRUE = frozenset("true right correct fact".split())
_BESIDES = frozenset("besides except apart".split())


def core_of(doc: Doc) -> list[Token]:
    """The question itself: without "tell me", "is it true that", "do you know"."""
    tokens = [token for token in doc if not token.is_space]
    while tokens and tokens[-1].is_punct and tokens[-1].text != ")":
        tokens.pop()
    while tokens and (tokens[0].lower_ in ("please", "and", "so", "hey", "hi", "ok", "but") or tokens[0].is_punct):
        tokens.pop(0)
    if not tokens:
        return []
    root = tokens[0].sent.root if tokens[0].sent.root in tokens else tokens[0]
    inner = [
        t for t in tokens if t.i > root.i and (t.tag_ in ("WP", "WDT", "WRB", "WP$") or t.lower_ in ("if", "whether"))
    ]
    people = {t.lower_ for t in tokens if t.head == root and t.dep_ in ("nsubj", "dobj", "dative")}
    if root.lemma_.lower() in _TELLING and inner and people <= {"i", "you", "me", "us", "we"}:
        start = inner[0].i - (inner[0].i > root.i + 1 and doc[inner[0].i - 1].pos_ == "ADP")
        return [t for t in tokens if t.i >= start and t.lower_ not in ("if", "whether")]
    truth = next((t for t in tokens[:5] if t.lower_ in _TRUE and tokens[0].lemma_ == "be"), None)
    if truth is not None and any(t.lower_ == "it" for t in tokens[:2]):
        return [t for t in tokens if t.i > truth.i and not (t.lower_ == "that" and t.i == truth.i + 1)]
    return tokens


def listed(tokens: list[Token], offices: Mapping[str, str]) -> tuple[list[Token], Phrase] | None:
    """ "list the countries that sanctioned Belarus": the relative clause, and the noun that it asks for."""
    root = tokens[0].sent.root
    if root.lemma_.lower() not in _TELLING or root.i > tokens[0].i + 1:
        return None
    for noun in (t for t in tokens if t.head == root and t.dep_ == "dobj"):
        clause = next((t for t in tokens if t.head == noun and t.dep_ == "relcl"), None)
        if clause is None or noun.lemma_.lower() not in NOUNS.keys() | offices.keys():
            continue
        inside = {t.i for t in clause.subtree}
        kept = [t for t in tokens if t == noun or (t.i in inside and t.tag_ not in ("WDT", "WP"))]
        kinds = NOUNS.get(noun.lemma_.lower(), (EntityType.PERSON,))
        office = offices.get(noun.lemma_.lower()) if noun.lemma_.lower() not in NOUNS else None
        left = tuple(t.text for t in noun.children if t.pos_ in ("ADJ", "NUM", "NOUN"))
        return kept, Phrase(noun.i, noun.i + 1, Asked.WHO, kinds, None, kinds, office, left=left)
    return None


def take_besides(tokens: list[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """ "who besides Bennett met him": the question, and whom it leaves out."""
    for token in tokens:
        if token.lower_ in _BESIDES:
            names = [t for t in tokens if t.i > token.i and (t.pos_ == "PROPN" or t.lower_ in ("from", "for"))]
            run = [t for n, t in enumerate(names) if t.i == token.i + 1 + n]
            named = " ".join(t.text for t in run if t.pos_ == "PROPN")
            if named:
                return [t for t in tokens if t != token and t not in run], (named,)
    return tokens, ()


def take_most(tokens: list[Token]) -> list[Token]:
    """ "who met him most", "most often"."""
    found = [t for t in tokens if t.lower_ == "most" and (t == tokens[-1] or t.head.pos_ in ("VERB", "ADV", "AUX"))]
    if found:
        found += [t for t in tokens if t.i == found[0].i + 1 and t.lower_ in ("often", "frequently")]
        found += [t for t in tokens if t.i == found[0].i - 1 and t.lower_ == "the"]
    return found
