"""Readers of records: tables of any kind, JSON, JSON Lines."""
