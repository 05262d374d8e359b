"""The graph as files of every RDF format."""

from __future__ import annotations

from kg.export.write import FORMATS, export

__all__ = ["FORMATS", "export"]
