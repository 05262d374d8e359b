"""Build a knowledge graph of who does what to whom from news articles.

The names here are the public API. They are imported when first used, so that `import kg` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import (
        ActorsError,
        ArticleError,
        CorrectionError,
        KGError,
        ModelNotFoundError,
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
    from kg.pipeline import Reading, build, explain
    from kg.query import run_query
    from kg.read import read_articles
    from kg.view import render_html

__version__ = "0.1.0"

__all__ = [
    "ActorsError",
    "Article",
    "ArticleError",
    "ArticleMeta",
    "Claim",
    "CorrectionError",
    "Entity",
    "EntityType",
    "Evidence",
    "Explanation",
    "Extractor",
    "KGError",
    "Mention",
    "Modality",
    "ModelNotFoundError",
    "Ontology",
    "OntologyError",
    "OutputError",
    "Polarity",
    "QueryError",
    "Reading",
    "Store",
    "StoreError",
    "__version__",
    "build",
    "claim_from_dict",
    "claim_to_dict",
    "explain",
    "load_ontology",
    "make_article",
    "open_store",
    "read_articles",
    "render_html",
    "run_query",
]

_HOMES = {
    "kg.errors": (
        "ActorsError",
        "ArticleError",
        "CorrectionError",
        "KGError",
        "ModelNotFoundError",
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
    "kg.pipeline": ("Reading", "build", "explain"),
    "kg.query": ("run_query",),
    "kg.read": ("read_articles",),
    "kg.view": ("render_html",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
