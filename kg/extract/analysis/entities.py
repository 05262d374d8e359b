"""Named entities by spaCy's greedy transition model, with what does not hang on the steps done for all tokens at once.

Outside of an entity the score of a step hangs on the token alone, and most tokens are outside: these are scored by one
multiplication. Only what follows a token that may begin an entity is walked, all such entities in step with each other.
The decisions are those of `EntityRecognizer`, which asks of each move whether it is valid, token by token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy import attrs
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from kg.extract.analysis.vectors import Floats, TokenVectors, compile_vectors

__all__ = ["EntityFinder", "compile_entities"]

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_STATE = 3  # what a step looks at: the token, where the open entity begins, the token before


@dataclass(frozen=True, slots=True)
class _Moves:
    """What can be done outside of an entity, in the model's order, and the two ways on for each that begins one.

    `weights` are (moves, hidden); `inside` and `last` are places among all moves, `labels` numbers of strings.
    """

    weights: Floats
    bias: Floats
    begins: Flags
    inside: Numbers
    last: Numbers
    labels: Numbers
    nothing: int


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Of each token: whether the next one may belong to the same entity, and whether it is but space."""

    goes_on: Flags
    space: Flags


class EntityFinder:
    """Finds the entities of documents that have none yet."""

    def __init__(self, component: EntityRecognizer, vectors: TokenVectors) -> None:
        model = component.model
        reduce, lower, upper = model.get_ref("tok2vec").layers[-1], model.get_ref("lower"), model.get_ref("upper")
        self._vectors = vectors
        self._reduce = (reduce.get_param("W").T, reduce.get_param("b"))
        weights = lower.get_param("W")  # (state, hidden, pieces, width): the pieces of all to stand side by side
        _, self._hidden, self._pieces, _ = weights.shape
        self._lower = [np.ascontiguousarray(_side_by_side(each)).T for each in weights]
        self._bias = _side_by_side(lower.get_param("b")[..., None]).ravel()
        self._none = [_side_by_side(each[..., None]).ravel() for each in lower.get_param("pad")[0]]
        self._upper = (upper.get_param("W"), upper.get_param("b"))
        self._moves = _moves(component, *self._upper)

    def __call__(self, docs: Sequence[Doc]) -> bool:
        """Set the entities of documents, unless one of them has some; tells whether it has."""
        facts = np.concatenate([doc.to_array([attrs.ENT_IOB, attrs.IS_SPACE, attrs.SENT_START]) for doc in docs])
        if facts[:, 0].any():
            return False
        ends = np.cumsum([len(doc) for doc in docs])
        goes_on = np.append(facts[1:, 2] != 1, True)
        goes_on[ends[ends > 0] - 1] = False
        spans = self._spans(docs, _Tokens(goes_on, facts[:, 1] != 0))
        begin = n = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            own: list[Span] = []
            while n < len(spans) and spans[n][1] <= end:
                start, stop, label = spans[n]
                own.append(Span(doc, start - begin, stop - begin, label=label))
                n += 1
            doc.set_ents(own)
            begin = end
        return True

    def _spans(self, docs: Sequence[Doc], tokens: _Tokens) -> list[tuple[int, int, int]]:
        """Start, end and label of each entity, by the tokens of all documents."""
        if not len(tokens.space):
            return []
        vectors = self._vectors(docs) @ self._reduce[0] + self._reduce[1]
        token = vectors @ self._lower[0] + self._bias
        moves = self._outside(token, tokens)
        starts = np.flatnonzero(self._moves.begins[moves])
        ends = np.arange(1, len(moves) + 1)
        ends[starts] = self._ends(vectors, token, tokens, starts, moves[starts])
        found: list[tuple[int, int, int]] = []
        free = 0  # the first token that no entity has taken yet
        some = np.flatnonzero(moves != self._moves.nothing)
        for start, end, label in zip(some, ends[some], self._moves.labels[moves[some]], strict=True):
            if start >= free:
                found.append((int(start), int(end), int(label)))
                free = end
        return found

    def _outside(self, token: Floats, tokens: _Tokens) -> Numbers:
        """The best move at each token if no entity is open there."""
        moves = self._moves
        scores = self._activated(token + (self._none[1] + self._none[2])) @ moves.weights.T + moves.bias
        scores[np.ix_(~tokens.goes_on, moves.begins)] = -np.inf
        best: Numbers = scores.argmax(axis=1)
        best[tokens.space] = moves.nothing
        return best

    def _ends(self, vectors: Floats, token: Floats, tokens: _Tokens, starts: Numbers, moves: Numbers) -> Numbers:
        """Where each of the entities that begin here ends, if it is one."""
        weights, bias = self._upper
        inside, last = self._moves.inside[moves], self._moves.last[moves]
        begun = vectors[starts] @ self._lower[1]
        ends = np.zeros(len(starts), np.int64)
        open_ = np.arange(len(starts))
        at = starts + 1
        while len(open_):
            hidden = self._activated(token[at] + begun[open_] + vectors[at - 1] @ self._lower[2])
            goes, stops = inside[open_], last[open_]
            going = np.einsum("ij,ij->i", hidden, weights[goes]) + bias[goes]
            stopping = np.einsum("ij,ij->i", hidden, weights[stops]) + bias[stops]
            on = tokens.goes_on[at] & ((going > stopping) | ((going == stopping) & (goes < stops)))
            ends[open_[~on]] = at[~on] + 1
            open_, at = open_[on], at[on] + 1
        return ends

    def _activated(self, hidden: Floats) -> Floats:
        size = self._hidden
        best = hidden[:, :size]
        for n in range(1, self._pieces):
            best = np.maximum(best, hidden[:, n * size : (n + 1) * size])
        return best


def _side_by_side(weights: Floats) -> Floats:
    """(hidden, pieces, n) -> (pieces * hidden, n)."""
    side: Floats = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
    return side


def _moves(component: EntityRecognizer, weights: Floats, bias: Floats) -> _Moves:
    names = [component.moves.get_class_name(n) for n in range(component.moves.n_moves)]
    number = {name: n for n, name in enumerate(names)}
    outside = [n for n, name in enumerate(names) if name == "O" or (name[:2] in ("B-", "U-") and name[2:])]
    labels = [names[n][2:] for n in outside]
    begins = np.array([names[n].startswith("B-") for n in outside])
    return _Moves(
        np.ascontiguousarray(weights[outside]),
        bias[outside],
        begins,
        np.array([number.get(f"I-{label}", -1) for label in labels]),
        np.array([number.get(f"L-{label}", -1) for label in labels]),
        np.array([component.vocab.strings.add(label) if label else 0 for label in labels], np.uint64),
        outside.index(number["O"]),
    )


def compile_entities(component: EntityRecognizer) -> EntityFinder | None:
    """What finds the same as a component; none where the component is not of the usual build."""
    model = component.model
    if component.cfg["beam_width"] != 1 or not model.attrs["has_upper"] or model.attrs["unseen_classes"]:
        return None
    layers = model.get_ref("tok2vec").layers
    if [layer.name for layer in layers[1:]] != ["list2array", "linear"]:
        return None
    if model.get_ref("lower").get_dim("nF") != _STATE:
        return None
    vectors = compile_vectors(layers[0], component.vocab)
    return None if vectors is None else EntityFinder(component, vectors)
