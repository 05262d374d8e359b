"""Reading on many machines: inputs cut into shards, each read into a part by itself, wherever there is room.

A part is a function of its shard, the ontology, the model and the options. So parts may be made in any order, by any
process on any machine, and again where one was lost; what is made of them does not show it.
"""
