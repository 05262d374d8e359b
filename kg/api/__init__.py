"""The library for people who write Python: a handful of functions, and what they give shows itself in notebooks.

`kg` itself offers all of it: `kg.read`, `kg.extract`, `kg.build`, `kg.open`.
"""

from __future__ import annotations

from kg.api.collections import Articles, Claims, Page, Table
from kg.api.knowledge import KnowledgeGraph, build, open_graph
from kg.api.reading import KGWarning, extract, read

__all__ = [
    "Articles",
    "Claims",
    "KGWarning",
    "KnowledgeGraph",
    "Page",
    "Table",
    "build",
    "extract",
    "open_graph",
    "read",
]
