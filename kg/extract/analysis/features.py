"""Attributes of tokens as numbers, of many documents at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

__all__ = ["Features", "features_of", "set_features"]

Features = NDArray[np.uint64]


def features_of(docs: Iterable[Doc], columns: Sequence[int]) -> tuple[Features, list[bytes]]:
    """Attributes of the tokens of documents, one row a token, and each row as a key."""
    rows = np.concatenate([doc.to_array(list(columns)).reshape(len(doc), len(columns)) for doc in docs])
    rows = np.ascontiguousarray(rows, dtype=np.uint64)
    return rows, rows.view(f"V{rows.itemsize * len(columns)}").ravel().tolist()


def set_features(doc: Doc, columns: Sequence[int], rows: Features) -> None:
    """Give the tokens of a document these attributes, one row a token."""
    given: Any = rows  # thinc has array types of its own
    doc.from_array(list(columns), given)
