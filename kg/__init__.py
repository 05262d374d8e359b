"""Build a knowledge graph of who does what to whom from news articles.

The names here are the public API. They are imported when first used, so that `import kg` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api.collections import Articles, Claims, Table
    from kg.api.knowledge import KnowledgeGraph, build
    from kg.api.knowledge import open_graph as open  # noqa: A004 - as gzip.open is
    from kg.api.reading import explain, extract, extract_each, read, read_articles
    from kg.api.wording import KGWarning
    from kg.errors import (
        ActorsError,
        ArticleError,
        CorrectionError,
        KGError,
        ModelNotFoundError,
        NothingReadError,
        OntologyError,
        OutputError,
        QueryError,
        StoreError,
    )
    from kg.extract import Extractor
    from kg.extract.trace import Explanation
    from kg.graph.store import Store, open_store
    from kg.jsonl import claim_from_dict, claim_to_dict
    from kg.model import (
        Article,
        ArticleMeta,
        Claim,
        Entity,
        EntityType,
        Evidence,
        Mention,
        Modality,
        Polarity,
        make_article,
    )
    from kg.ontology import Ontology, load_ontology
    from kg.pipeline import Reading
    from kg.query import run_query
    from kg.view import render_html

__version__ = "0.1.0"

__all__ = [
    "ActorsError",
    "Article",
    "ArticleError",
    "ArticleMeta",
    "Articles",
    "Claim",
    "Claims",
    "CorrectionError",
    "Entity",
    "EntityType",
    "Evidence",
    "Explanation",
    "Extractor",
    "KGError",
    "KGWarning",
    "KnowledgeGraph",
    "Mention",
    "Modality",
    "ModelNotFoundError",
    "NothingReadError",
    "Ontology",
    "OntologyError",
    "OutputError",
    "Polarity",
    "QueryError",
    "Reading",
    "Store",
    "StoreError",
    "Table",
    "__version__",
    "build",
    "claim_from_dict",
    "claim_to_dict",
    "explain",
    "extract",
    "extract_each",
    "load_ontology",
    "make_article",
    "open",
    "open_store",
    "read",
    "read_articles",
    "render_html",
    "run_query",
]

_HOMES = {
    "kg.api.collections": ("Articles", "Claims", "Table"),
    "kg.api.knowledge": ("KnowledgeGraph", "build"),
    "kg.api.reading": ("explain", "extract", "extract_each", "read", "read_articles"),
    "kg.api.wording": ("KGWarning",),
    "kg.errors": (
        "ActorsError",
        "ArticleError",
        "CorrectionError",
        "KGError",
        "ModelNotFoundError",
        "NothingReadError",
        "OntologyError",
        "OutputError",
        "QueryError",
        "StoreError",
    ),
    "kg.extract": ("Extractor",),
    "kg.extract.trace": ("Explanation",),
    "kg.graph.store": ("Store", "open_store"),
    "kg.jsonl": ("claim_from_dict", "claim_to_dict"),
    "kg.model": (
        "Article",
        "ArticleMeta",
        "Claim",
        "Entity",
        "EntityType",
        "Evidence",
        "Mention",
        "Modality",
        "Polarity",
        "make_article",
    ),
    "kg.ontology": ("Ontology", "load_ontology"),
    "kg.pipeline": ("Reading",),
    "kg.query": ("run_query",),
    "kg.view": ("render_html",),
}
_HOME = {name: (module, name) for module, names in _HOMES.items() for name in names} | {
    "open": ("kg.api.knowledge", "open_graph")
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, own = _HOME[name]
    return getattr(import_module(module), own)


class _Package(ModuleType):
    """`kg.read` and `kg.extract` are functions; the folders of these names are reached by `from kg.read import ...`.

    An import would else put the folder in the function's place, whichever came last.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted(__all__)
