"""Asking in English: a question is read as articles are, becomes SPARQL, and is answered with its sentences."""

from __future__ import annotations

from kg.ask.answering import ask
from kg.ask.model import Answer, Finding, Question, Quote
from kg.ask.reading import Reader, load_reader
from kg.ask.text import answer_text, answer_to_dict

__all__ = ["Answer", "Finding", "Question", "Quote", "Reader", "answer_text", "answer_to_dict", "ask", "load_reader"]
