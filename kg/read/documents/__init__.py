"""Readers of documents: text, Markdown, Word, OpenDocument, PDF, exports of news databases."""
