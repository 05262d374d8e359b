"""Words a second of `kg extract` against the bare language model, and what a second process adds.

    python bench/run.py --only extract

The bare model runs as it comes (thinc's BLIS, its own batch size), and in its fastest setting (numpy's BLAS, the best
of several batch sizes, paragraphs sorted by length or not, what is loaded kept from the garbage collector). It gets the
paragraphs for nothing; `kg extract` is the whole command but for loading: it reads the file, tells the language,
extracts and writes the claims.
"""

from __future__ import annotations

from bench.measure import ask, median, ratio, rounds, spread
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from bench.texts import Text, made_up, others, own, written
from kg.cores import usable_cores
from kg.ontology import load_ontology

__all__ = ["measure"]

DEFAULT = "spaCy as it comes"
FASTEST = "spaCy, fastest setting"
ONE = "kg extract"
TWO = "kg extract, 2 workers"


def measure(size: Size) -> Part:
    """The comparison on made-up articles and on our own sentences."""
    tried = written("tried", made_up(load_ontology(), size.tries, begin=size.articles), size.folder / "tried.jsonl")
    best = ask("bench.contestants", "fastest", path=str(tried.path), rounds=2)
    texts = (
        written("made-up articles", made_up(load_ontology(), size.articles), size.folder / "made-up.jsonl"),
        written("own sentences", own(), size.folder / "own.jsonl"),
    )
    how = f"batches of {best['batch_size']}, {'sorted by length' if best['by_length'] else 'in their order'}"
    tables: list[Table] = []
    ratios: dict[str, Ratio] = {}
    for text in texts:
        table, found = _compared(text, size, best)
        note = (
            f"Fastest of {best['tried']} settings: {how}, {best['range']:.2f} times as fast as the slowest of them. "
            f"Of the sentences {text.twice[0]:.0%} have been there before, of the paragraphs {text.twice[1]:.0%}."
        )
        tables.append(Table(table.title, table.columns, table.rows, (note, *table.notes)))
        ratios |= {f"{name}, {text.name}": value for name, value in found.items()}
    return Part("extract", tuple(tables), ratios)


def _compared(text: Text, size: Size, best: dict[str, int]) -> tuple[Table, dict[str, Ratio]]:
    path = str(text.path)
    first = others(load_ontology(), size.folder)
    fast = {"batch_size": best["batch_size"], "by_length": best["by_length"]}
    works = {
        DEFAULT: lambda: ask("bench.contestants", "bare", path=path, blis=True),
        FASTEST: lambda: ask("bench.contestants", "bare", path=path, blis=False, **fast),
        ONE: lambda: ask("bench.contestants", "command", path=path, first=first, workers=1),
    }
    several = usable_cores() > 1 and text.words > 10_000
    if several:
        works[TWO] = lambda: ask("bench.contestants", "command", path=path, first=first, workers=2)
    found = rounds(works, size.rounds)
    rows = []
    for name, each in found.items():
        default, fastest = (ratio(each, found[base]) for base in (DEFAULT, FASTEST))
        passed = ratio(each, found[DEFAULT], "wall")
        rows.append(
            (
                name, round(text.words / median(each, "wall")), round(text.words / median(each, "cpu")),
                passed, None if name == TWO else default, None if name == TWO else fastest,
                None if name == TWO else round(median(each, "megabytes")), f"{spread(each):.0%}",
            )
        )  # fmt: skip
    one = found[ONE]
    ratios = {
        "kg extract / spaCy as it comes": Ratio(ratio(one, found[DEFAULT])),
        "kg extract / spaCy at its fastest": Ratio(ratio(one, found[FASTEST])),
    }
    notes = []
    if several:
        two = found[TWO]
        scale, running = ratio(two, one, "wall"), ratio(_running(two), _running(one), "wall")
        ratios["two workers / one"] = Ratio(running)
        notes.append(
            f"Two workers are {running:.2f} times as fast as one once they run, {scale:.2f} times with their start "
            "(that of one is left out)."
        )
    columns = (
        "", "words/s", "words/s of CPU", "of spaCy as it comes", "the same by CPU", "of its fastest, by CPU",
        "peak MB", "rounds apart",
    )  # fmt: skip
    title = f"Reading {text.articles:,} {text.name} ({text.words:,} words)"
    return Table(title, columns, tuple(rows), tuple(notes)), ratios


def _running(found: list[dict[str, float]]) -> list[dict[str, float]]:
    """Seconds for all articles at the rate at which they came after the first."""
    return [{"wall": each["rate_wall"] / each["rate_share"]} for each in found]
