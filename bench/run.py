"""Measures all of kg in one run and writes a dated table: `make bench`.

python bench/run.py                        # all parts, into bench/results/YYYY-MM-DD.md and .json
python bench/run.py --quick                # a minute or two, printed only: for trying
python bench/run.py --only extract stages  # some parts, printed only
python bench/run.py --docs                 # put the newest results into docs/speed.md
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.machine import describe_machine
from bench.records import fill_docs, newest, save
from bench.sizes import full, quick
from bench.tables import to_markdown

# In this order, each by the `measure` of its module.
PARTS = ("extract", "stages", "memory", "build_memory", "startup", "others", "graph", "view")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="little of everything, once; nothing is written")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts; nothing is written")
    parser.add_argument("--docs", action="store_true", help="only put the newest results into docs/speed.md")
    chosen = parser.parse_args()
    if chosen.docs:
        fill_docs(newest())
        return
    machine = describe_machine()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        size = (quick if chosen.quick else full)(Path(folder))
        parts = []
        for name in chosen.only or PARTS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            begun = time.perf_counter()
            part = importlib.import_module(f"bench.{name}").measure(size)
            parts.append(replace(part, seconds=time.perf_counter() - begun))
            print(to_markdown(parts[-1:]), flush=True)
    if not chosen.only and not chosen.quick:
        print(f"written: {save(machine, parts).relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
