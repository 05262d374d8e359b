"""Token vectors of spaCy's convolutional models (`HashEmbedCNN`, `MultiHashEmbed` with `MaxoutWindowEncoder`).

Before its neighbours are looked at, the vector of a word depends on nothing but the word, so it is made once for each
form and kept; and where nothing is learnt, no layer needs to keep what it would learn from. The numbers are those of
thinc's layers but for the last bit, which hangs on the sizes of the matrices there, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy import attrs
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

from kg.extract.analysis.features import Features, features_of
from kg.extract.analysis.kept import Kept

__all__ = ["Floats", "TokenVectors", "compile_vectors"]

Floats = NDArray[np.float32]

# Layers that look at a word without its neighbours.
_OF_A_WORD = {
    "extract_features",
    "list2ragged",
    "ints-getitem",
    "hashembed",
    "static_vectors",
    "maxout",
    "layernorm",
    "dropout",
    "ragged2list",
}
_CONVOLUTION = ["expand_window", "maxout", "layernorm", "dropout"]
_PIECES = 3
_EPSILON = np.float32(1e-8)  # thinc's
_FORMS = 20_000  # whose vectors are kept: of 96 numbers each they take 8 MB


@dataclass(slots=True)
class _Forms:
    """Words by their attributes: to an embedding, a document."""

    vocab: Vocab
    columns: tuple[int, ...]
    rows: Features

    def __len__(self) -> int:
        return len(self.rows)

    def to_array(self, wanted: Any) -> Features:
        if isinstance(wanted, list | tuple):
            return self.rows[:, [self.columns.index(attrs.intify_attr(each)) for each in wanted]]
        return self.rows[:, self.columns.index(attrs.intify_attr(wanted))]


@dataclass(frozen=True, slots=True)
class _Embedding:
    """An embedding layer that is asked once for each form of a word."""

    _layer: Model[Any, Any]
    _columns: tuple[int, ...]
    _kept: Kept = field(default_factory=lambda: Kept(_FORMS))

    def of(self, docs: Sequence[Doc]) -> Floats:
        rows, keys = features_of(docs, self._columns)
        return self._kept.of(
            keys, lambda new: self._layer.predict([_Forms(docs[0].vocab, self._columns, rows[new])])[0]
        )


@dataclass(frozen=True, slots=True)
class _Layer:
    """A residual convolution over each word and its two neighbours; `weights` are (3 * width, pieces * width)."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """Documents -> the vectors of all their tokens, one row a token."""

    _embedding: _Embedding
    _layers: tuple[_Layer, ...]
    _padding: int
    _width: int

    def __call__(self, docs: Sequence[Doc]) -> Floats:
        lengths = np.array([len(doc) for doc in docs])
        places = np.arange(lengths.sum()) + np.repeat(np.arange(1, len(docs) + 1) * self._padding, lengths)
        padded = np.zeros((len(places) + (len(docs) + 1) * self._padding, self._width), np.float32)
        padded[places] = self._embedding.of(docs)
        return np.asarray(_convolved(padded, self._layers)[places])


def _convolved(vectors: Floats, layers: Iterable[_Layer]) -> Floats:
    """The vectors after all layers; the room for what comes between is taken once."""
    count, width = vectors.shape
    windows = np.zeros((count, 3 * width), np.float32)
    pieces = np.empty((count, _PIECES * width), np.float32)
    for layer in layers:
        windows[1:, :width] = vectors[:-1]
        windows[:, width : 2 * width] = vectors
        windows[:-1, 2 * width :] = vectors[1:]
        np.dot(windows, layer.weights, out=pieces)
        pieces += layer.bias
        best = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
        np.maximum(best, pieces[:, 2 * width :], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / np.float32(width) + _EPSILON
        best *= variance**-0.5
        best *= layer.scale
        best += layer.shift
        vectors = vectors + best
    return vectors


def compile_vectors(model: Model[Any, Any], vocab: Vocab) -> TokenVectors | None:
    """The vectors of a `tok2vec` model; none where it is built of other layers."""
    if len(model.layers) != 2:
        return None
    embed, encode = model.layers
    columns = _columns_of_words(embed, vocab)
    layers = _convolutions(encode)
    if columns is None or layers is None:
        return None
    width = len(layers[0].shift)
    return TokenVectors(_Embedding(embed, columns), layers, encode.attrs["pad"], width)


def _leaves(model: Model[Any, Any]) -> list[Model[Any, Any]]:
    return [node for node in model.walk(order="dfs_pre") if not node.layers]


def _parameter(layer: Model[Any, Any], name: str) -> Floats:
    return np.asarray(layer.get_param(name))


def _columns_of_words(embed: Model[Any, Any], vocab: Vocab) -> tuple[int, ...] | None:
    """The attributes of a word that its embedding hangs on; none where it may hang on more."""
    leaves = _leaves(embed)
    if not {leaf.name for leaf in leaves} <= _OF_A_WORD:
        return None
    wanted = [name for leaf in leaves if leaf.name == "extract_features" for name in leaf.attrs["columns"]]
    if any(leaf.name == "static_vectors" for leaf in leaves):
        wanted.append(getattr(vocab.vectors, "attr", attrs.ORTH))
    return tuple(dict.fromkeys(attrs.intify_attr(name) for name in wanted)) or None


def _convolutions(encode: Model[Any, Any]) -> tuple[_Layer, ...] | None:
    if len(encode.layers) != 1 or "pad" not in encode.attrs:
        return None
    leaves = _leaves(encode)
    depth = len(leaves) // len(_CONVOLUTION)
    residuals = sum(1 for node in encode.walk() if node.name.startswith("residual(") and len(node.layers) == 1)
    if not depth or residuals != depth or [leaf.name for leaf in leaves] != _CONVOLUTION * depth:
        return None
    found: list[_Layer] = []
    for expand, maxout, norm in zip(leaves[::4], leaves[1::4], leaves[2::4], strict=True):
        weights = _parameter(maxout, "W")  # (width, pieces, 3 * width)
        width, pieces, entry = weights.shape
        if expand.attrs["window_size"] != 1 or pieces != _PIECES or entry != 3 * width:
            return None
        by_piece = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, entry))
        bias = np.ascontiguousarray(_parameter(maxout, "b").T.reshape(-1))
        found.append(_Layer(by_piece.T, bias, _parameter(norm, "G"), _parameter(norm, "b")))
    return tuple(found)
