"""Claims of many articles become one graph: linked, written as RDF, kept in a store."""
