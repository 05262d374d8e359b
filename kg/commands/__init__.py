"""The commands of `kg`, a file each; `options.py` has what they share."""
