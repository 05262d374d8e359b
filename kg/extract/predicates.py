"""Clause analysis: who does what to whom, with voice, control, relatives and nominalisations undone.

A `Predicate` is a verb, an event noun or a relational noun with its arguments where they would stand in a plain
active clause. Dependencies are spaCy's English scheme (ClearNLP). Linear in the length of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.arguments import Predicate, lemmas_of
from kg.extract.event_nouns import noun_predicate
from kg.extract.referents import Resolution
from kg.extract.relational_nouns import relational_predicates
from kg.extract.tokens import Token
from kg.extract.verbs import verb_predicate

__all__ = ["find_predicates"]

PREDICATING = frozenset("VERB AUX NOUN PROPN ADJ".split())


def find_predicates(resolution: Resolution) -> Iterator[Predicate]:
    """All predicates of an article, in order."""
    lexicon = resolution.lexicon
    for token in resolution.annotated.doc:
        pos = token.pos_
        if (pos not in PREDICATING and token.tag_ != "VBG") or _is_preposition(token):
            continue
        gerund = (
            token.tag_ == "VBG" and token.dep_ in ("nsubj", "nsubjpass", "pobj") and token.lower_ in lexicon.nominals
        )
        if gerund:  # "fighting between ..."
            yield noun_predicate(token, (token.lower_,), (lexicon.nominals[token.lower_],), lexicon, resolution)
        elif pos in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            yield verb_predicate(token)
            if token.tag_ == "VBN" and token.lower_ in lexicon.bes:
                yield from relational_predicates(token, resolution)
        if gerund or pos in ("VERB", "AUX"):
            continue
        if pos in ("NOUN", "PROPN") and token.i not in resolution.names and token.dep_ != "compound":
            forms = lemmas_of(token)
            verbs = tuple(dict.fromkeys(v for v in map(lexicon.nominals.get, forms) if v))
            if verbs or any(form in lexicon.nouns for form in forms):
                yield noun_predicate(token, forms, verbs, lexicon, resolution)
        if pos in ("NOUN", "PROPN", "ADJ") and (token.lemma_.lower() in lexicon.bes or token.lower_ in lexicon.bes):
            yield from relational_predicates(token, resolution)


def _is_preposition(token: Token) -> bool:
    """ "as opposed to France": who stands beside it opposes nobody."""
    if token.lower_ != "opposed":
        return False
    return [t.lower_ for t in token.doc[max(token.i - 1, 0) : token.i + 2]] == ["as", "opposed", "to"]
