"""The tokens of an article as plain Python: what the rules ask again and again, looked up once.

A token answers by spaCy's names (`lemma_`, `head`, `children`, `left_edge`), and what it answers is what spaCy would;
but it holds the answers, where spaCy makes new objects and decodes new strings each time it is asked. Whoever knows
`spacy.tokens.Token` can read and write a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from spacy import attrs
from spacy import tokens as spacy_tokens
from spacy.strings import StringStore

__all__ = ["Doc", "Span", "Strings", "Token", "Tokens", "read_tokens", "root_of", "text_of"]

_TEXTS = (attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP, attrs.ENT_TYPE)
_NUMBERS = (attrs.ENT_IOB, attrs.SENT_START, attrs.SPACY, attrs.IS_PUNCT, attrs.HEAD)
_COLUMNS = [*_TEXTS, *_NUMBERS]
_BEGINS, _GOES_ON = 3, 1  # an entity, in spaCy's numbers for IOB
_MINUS = 1 << 63  # from here on an unsigned number stands for a negative one


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A word or mark of an article: what it is, what it hangs on and what hangs on it.

    `i` is its place in the article; `lemma` is `lemma_` in small letters; `children` are in the order of the text; the
    root of a sentence is its own head; `left_edge` and `right_edge` are the first and last token of what hangs on it.
    `by_dep` has the children by their dependencies, for whoever asks for one of them.
    """

    i: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    lemma: str
    whitespace_: str
    is_punct: bool
    doc: Doc = field(init=False)
    sent: Span = field(init=False)
    head: Token = field(init=False)
    children: tuple[Token, ...] = field(init=False)
    by_dep: Mapping[str, Sequence[Token]] = field(init=False)
    left_edge: Token = field(init=False)
    right_edge: Token = field(init=False)

    def __repr__(self) -> str:
        return self.text

    @property
    def text_with_ws(self) -> str:
        """Its text with the space behind it."""
        return self.text + self.whitespace_

    @property
    def is_sent_start(self) -> bool:
        """Whether a sentence begins with it."""
        return self.sent.start == self.i

    @property
    def rights(self) -> Iterator[Token]:
        """The children that stand behind it."""
        return (child for child in self.children if child.i > self.i)

    @property
    def subtree(self) -> list[Token]:
        """It and all that hangs on it; each token stands between its children to the left and those to the right."""
        found: list[Token] = []
        waiting = [(self, False)]
        while waiting:
            token, opened = waiting.pop()
            if opened or not token.children:
                found.append(token)
                continue
            rights = list(token.rights)
            lefts = token.children[: len(token.children) - len(rights)]
            waiting.extend((child, False) for child in reversed(rights))
            waiting.append((token, True))
            waiting.extend((child, False) for child in reversed(lefts))
        return found

    @property
    def ancestors(self) -> Iterator[Token]:
        """What it hangs on, from its head up to the root of the sentence."""
        node = self
        while node.head is not node:
            node = node.head
            yield node

    def is_ancestor(self, other: Token) -> bool:
        """Whether another token hangs on it, however deep."""
        return any(node is self for node in other.ancestors)

    @property
    def first_conjunct(self) -> Token:
        """The first of its coordination, which the grammar of the clause hangs on; itself, where it is in none."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        return first

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The others of its coordination, the first one first."""
        found = [self.first_conjunct]
        for token in found:  # grows while it is walked
            found.extend(child for child in token.rights if child.dep_ == "conj")
        return tuple(token for token in found if token is not self)


Doc = tuple[Token, ...]
"""All tokens of an article, in order."""


class Span:
    """Tokens in a row: `start` to `end` (half-open) of their article, and what the model calls them, if anything."""

    __slots__ = ("end", "label_", "start", "tokens")

    def __init__(self, tokens: Doc, start: int, end: int, label: str = "") -> None:
        self.tokens = tokens[start:end]
        self.start = start
        self.end = end
        self.label_ = label

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @property
    def text(self) -> str:
        return text_of(self.tokens)

    @property
    def root(self) -> Token:
        return root_of(self.tokens)


class Tokens(NamedTuple):
    """The tokens of an article, its sentences, and what the model takes for a name, a date or a number."""

    doc: Doc
    sents: tuple[Span, ...]
    ents: tuple[Span, ...]


def text_of(tokens: Sequence[Token]) -> str:
    """The text of tokens in a row, with the spaces between them."""
    if len(tokens) == 1:
        return tokens[0].text
    return "".join(text for token in tokens for text in (token.text, token.whitespace_)).removesuffix(
        tokens[-1].whitespace_ if tokens else ""
    )


def root_of(tokens: Sequence[Token]) -> Token:
    """Of tokens in a row the one that is nearest to the root of its sentence, the first of those as near."""
    top = next((token for token in tokens if token.head is token), None)
    if top is not None:
        return top
    start, end = tokens[0].i, tokens[-1].i
    return min((token for token in tokens if not start <= token.head.i <= end), key=_depth)


def _depth(token: Token) -> int:
    """How far a token is from the root of its sentence; a lone mark or space is farther than any word."""
    if not token.children and (token.is_punct or token.text.isspace()):
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)


class Strings(dict[int, str]):
    """The texts of spaCy's numbers for texts, each decoded once; to be dropped when it gets large."""

    def __init__(self, store: StringStore) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, key: int) -> str:
        text: str = self._store[key]
        self[key] = text
        return text


def read_tokens(docs: Sequence[spacy_tokens.Doc], lemmas: Mapping[str, str], strings: Mapping[int, str]) -> Tokens:
    """The tokens of the analysed paragraphs of an article, in one row; no paragraph's tree reaches into another's.

    Args:
        docs: The paragraphs, none of them empty, of one vocabulary.
        lemmas: The lemmas of words that spaCy gets wrong, by the word in small letters.
        strings: The texts of the vocabulary.
    """
    if not docs:
        return Tokens((), (), ())
    table = np.concatenate([doc.to_array(_COLUMNS) for doc in docs])
    firsts = list(accumulate((len(doc) for doc in docs), initial=0))[:-1]
    *texts, iobs, begun, spaces, puncts, away = (column.tolist() for column in table.T)
    for first in firsts:  # paragraphs are apart
        begun[first] = 1
        spaces[first - 1] = 1 if first else spaces[first - 1]
    text, lower, lemma, *rest = (list(map(strings.__getitem__, column)) for column in texts)
    lemma = list(map(lemmas.get, lower, lemma))
    space = (" " if spaced else "" for spaced in spaces)
    doc = tuple(
        map(Token, range(len(table)), text, lower, lemma, *rest, map(str.lower, lemma), space, map(bool, puncts))
    )
    _hang(doc, [i + (step if step < _MINUS else step - 2 * _MINUS) for i, step in enumerate(away)])
    return Tokens(doc, _sentences(doc, begun), _entities(doc, iobs))


def _hang(doc: Doc, heads: Sequence[int]) -> None:
    """Tell every token its head, its children and how far it reaches."""
    lefts, rights = list(range(len(doc))), list(range(len(doc)))
    children: list[list[Token]] = [[] for _ in doc]
    by_dep: list[dict[str, list[Token]]] = [{} for _ in doc]
    for token, head in zip(doc, heads, strict=True):
        token.head = doc[head]
        if head != token.i:
            children[head].append(token)
            by_dep[head].setdefault(token.dep_, []).append(token)
    for i in (*range(len(doc)), *reversed(range(len(doc)))):  # there and back, as spaCy does
        head = heads[i]
        lefts[head] = min(lefts[head], lefts[i])
        rights[head] = max(rights[head], rights[i])
    for token, under, sorted_, left, right in zip(doc, children, by_dep, lefts, rights, strict=True):
        token.doc = doc
        token.children, token.by_dep = tuple(under), sorted_
        token.left_edge, token.right_edge = doc[left], doc[right]


def _sentences(doc: Doc, begun: Sequence[int]) -> tuple[Span, ...]:
    starts = [i for i, begins in enumerate(begun) if begins == 1]
    sents = tuple(Span(doc, start, end) for start, end in pairwise((*starts, len(doc))))
    for sent in sents:
        for token in sent.tokens:
            token.sent = sent
    return sents


def _entities(doc: Doc, iobs: Sequence[int]) -> tuple[Span, ...]:
    found = []
    for start in (i for i, iob in enumerate(iobs) if iob == _BEGINS):
        end = start + 1
        while end < len(doc) and iobs[end] == _GOES_ON:
            end += 1
        found.append(Span(doc, start, end, doc[start].ent_type_))
    return tuple(found)
