"""Dossiers: one page on somebody, or on two, in which every statement has its sentences under it."""

from __future__ import annotations

from kg.report.dossier import Dossier, make_dossier
from kg.report.html import to_html
from kg.report.markdown import to_markdown
from kg.report.picture import draw_picture

__all__ = ["Dossier", "draw_picture", "make_dossier", "to_html", "to_markdown"]
