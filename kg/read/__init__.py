"""From files, folders and standard input to articles; nothing here knows a language model or RDF."""

from __future__ import annotations

from kg.read.article.options import Options, Skipped, ignore_note, ignore_skip, raise_error
from kg.read.articles import read_articles, read_inputs
from kg.read.inputs.sources import is_source
from kg.read.text.dates import to_iso_date
from kg.read.text.decode import MAX_CHARACTERS
from kg.read.text.heading import Dateline, dateline, published_of, title_of
from kg.read.text.junk import junk_spans
from kg.read.text.language import ANY_LANGUAGE, language_code

__all__ = [
    "ANY_LANGUAGE",
    "MAX_CHARACTERS",
    "Dateline",
    "Options",
    "Skipped",
    "dateline",
    "ignore_note",
    "ignore_skip",
    "is_source",
    "junk_spans",
    "language_code",
    "published_of",
    "raise_error",
    "read_articles",
    "read_inputs",
    "title_of",
    "to_iso_date",
]
