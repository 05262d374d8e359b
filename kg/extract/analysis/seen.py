"""Analyses of texts seen lately, by the text; the oldest go when there are too many."""

from __future__ import annotations

from collections import OrderedDict

from spacy.tokens import Doc

__all__ = ["Seen"]

_TOKENS = 150_000
"""In all the analyses that are kept: about 25 MB, and some 300 articles."""


class Seen:
    """Analyses by their texts."""

    def __init__(self, tokens: int = _TOKENS) -> None:
        self._room = tokens
        self._kept: OrderedDict[str, Doc] = OrderedDict()

    def get(self, text: str) -> Doc | None:
        """The analysis of a text, if it is kept; it counts as the newest then."""
        doc = self._kept.get(text)
        if doc is not None:
            self._kept.move_to_end(text)
        return doc

    def keep(self, text: str, doc: Doc) -> None:
        """Keep the analysis of a text that is not kept yet."""
        self._kept[text] = doc
        self._room -= _size(doc)
        while self._room < 0:
            _, oldest = self._kept.popitem(last=False)
            self._room += _size(oldest)


def _size(doc: Doc) -> int:
    return len(doc) + 20  # what a document takes by itself, in tokens
