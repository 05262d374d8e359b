"""What can go wrong, in words that let the user mend it.

KGError
├── ActorsError         a table of actors with a mistake in it (file, line, column)
├── ArticleError        an input that is no readable article (file, line, field)
├── CorrectionError     corrections that are wrong, or contradict each other (file, line, key)
├── EngineError         an engine that is not installed, or whose cluster is lost
├── FeedError           an address or a list of feeds that is none, or a folder that cannot be watched into
├── ModelNotFoundError  no spaCy pipeline (how to install one)
├── NothingReadError    a build without a store, and without anything to put into one
├── OntologyError       a mistake in the ontology (file, term, nearest names)
├── QueryError          a query that is none, or an unknown named query
├── ServerError         a server that cannot be started
├── StoreError          a store that cannot be opened or written
├── StrictError         a failure of one input, where the user wants none
└── OutputError         an output file that exists or cannot be written
"""

from __future__ import annotations

__all__ = [
    "ActorsError",
    "ArticleError",
    "CorrectionError",
    "EngineError",
    "FeedError",
    "KGError",
    "ModelNotFoundError",
    "NothingReadError",
    "OntologyError",
    "OutputError",
    "QueryError",
    "ServerError",
    "StoreError",
    "StrictError",
]


class KGError(Exception):
    """Base of all errors that a user can understand; the message is one line."""


class ActorsError(KGError):
    """A table of actors has a mistake."""


class ArticleError(KGError):
    """An input that could not be read as an article; `kind` says in a word what is wrong, of `kg.tally.KINDS`."""

    def __init__(self, why: str, *, kind: str = "unreadable") -> None:
        super().__init__(why)
        self.kind = kind

    def at(self, place: str) -> ArticleError:
        """The same with its place before it, if that is not said yet."""
        told = str(self)
        return self if told.startswith(place) else ArticleError(f"{place}: {told}", kind=self.kind)


class CorrectionError(KGError):
    """Corrections are wrong, contradict each other, or name nothing that is there."""


class EngineError(KGError):
    """The engine that reads on many machines is not installed, or its cluster cannot be reached."""


class FeedError(KGError):
    """What is to be watched is no feed, or cannot be watched."""


class ModelNotFoundError(KGError):
    """The language model is not installed."""


class NothingReadError(KGError):
    """There is nothing to make a store of."""


class OntologyError(KGError):
    """The ontology has a mistake: where (file and line), in which term, and what is wrong with it."""

    def __init__(self, why: str, *, where: str = "", term: str = "") -> None:
        said = f"{term} {why}" if term else why
        super().__init__(f"{where}: {said}" if where else said)
        self.where = where
        self.term = term
        self.why = why


class QueryError(KGError):
    """The query is malformed or unknown."""


class ServerError(KGError):
    """The server cannot be started."""


class StoreError(KGError):
    """The store cannot be opened, read or written."""


class StrictError(KGError):
    """One input failed, and the user wants to stop there."""


class OutputError(KGError):
    """The output exists already or cannot be written."""
