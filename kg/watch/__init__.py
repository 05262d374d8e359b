"""Feeds and the pages that they point to, fetched politely and safely into a folder that `kg read` reads.

All that touches the network is here, and knows neither RDF nor a language model.
"""
