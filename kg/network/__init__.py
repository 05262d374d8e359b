"""The graph as a network of actors: who is central, who belongs together, who stands between, who is at odds.

Measures are pure functions over networkx graphs, which `graph` makes of all claims. What is given as fact counts, each
tie by the independent articles that report it.
"""
