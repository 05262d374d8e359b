"""The library for people who write Python: a handful of functions, and what they give shows itself in notebooks.

`kg` itself offers all of it: `kg.read`, `kg.extract`, `kg.build`, `kg.open`.
"""
