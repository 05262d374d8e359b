"""The graph as one interactive HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.view.page import render_page
from kg.view.read import read_view

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["render_html"]


def render_html(store: Store, ontology: Ontology, *, title: str, whole: Store | None = None) -> str:
    """Render all claims of a store as one HTML page that needs nothing else.

    Args:
        store: An open store.
        ontology: Names and kinds of the relations.
        title: Title of the page.
        whole: The store that this one was cut out of, if it was.

    Raises:
        StoreError: The store cannot be read.
    """
    return render_page(read_view(store, ontology, whole=whole), title=title)
