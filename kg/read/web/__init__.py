"""Readers of what comes from the web: pages, feeds, mails, crawls."""
