"""What the language model makes of a text: what spaCy's own pipeline makes of it, token by token, in less time."""
