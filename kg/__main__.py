"""`python -m kg`: the command, whatever PATH says."""

from kg.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
