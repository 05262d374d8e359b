"""Breaks files of every format and reads them, and says what came of it.

    python bench/fuzz.py [INPUTS] [--seed N] [--pages FOLDER]    10,000 inputs by default, spread over all formats

Each input is read in this process, as its reader raises: what no reader has foreseen is a finding, and so is what takes
long. `tests/test_read_fuzz.py` does a few of these in every run. Two seeds at a time keep two cores busy.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.errors import ArticleError
from kg.model import Article
from kg.read import Options
from kg.read.articles import read_source
from kg.read.inputs.failures import is_damage
from kg.read.inputs.sources import find_sources
from tests.mutations import mutate
from tests.samples import SAMPLES

_LAST_RESORT = re.compile(r"cannot be read \(\w*(?:Error|Exception)\b")  # nobody has foreseen this
_SLOW = 5.0  # seconds of work
_LONGEST = 120  # seconds after which an input counts as one that hangs


class Hangs(BaseException):
    """An input takes longer than anybody waits; no reader may catch this."""


def main() -> None:
    """Read as many broken files as asked for, and print the counts of each format."""
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, default=Path(__file__).parent.parent / "tests" / "pages" / "dev")
    given = parser.parse_args()
    originals = {f"a{suffix}": data for suffix, data in SAMPLES.items()}
    originals |= {path.name: path.read_bytes() for path in sorted(given.pages.glob("*.html"))}
    signal.signal(signal.SIGALRM, _hang)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    findings: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        names = sorted(originals)
        for number in range(given.inputs):
            name = names[number % len(names)]
            chance = random.Random(f"{given.seed}/{number}")  # noqa: S311 - so that it comes again
            data = mutate(originals[name], chance, SAMPLES)
            path = Path(folder, name)
            path.write_bytes(data)
            begin = time.process_time()
            outcome = _read(path, findings)
            seconds = time.process_time() - begin
            if seconds > _SLOW:
                findings.setdefault(f"slow: {name}", f"{seconds:.1f} s: input {number} of seed {given.seed}")
            kept = counts[path.suffix]
            kept[outcome] += 1
            kept["inputs"] += 1
            kept["ms"] += round(1000 * seconds)
            kept["worst ms"] = max(kept["worst ms"], round(1000 * seconds))
    print("format      inputs    read  refused  damaged  findings  ms each  worst ms")
    for suffix, kept in sorted(counts.items()):
        print(
            f"{suffix:10}{kept['inputs']:8}{kept['read']:8}{kept['refused']:9}{kept['damaged']:9}{kept['finding']:10}"
            f"{kept['ms'] / kept['inputs']:9.1f}{kept['worst ms']:10}"
        )
    total = sum((Counter(kept) for kept in counts.values()), Counter[str]())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{total['inputs']:,} inputs, {total['finding']} findings, {total['ms'] / 1000:.0f} s, {memory} MB at most")
    for what, where in findings.items():
        print(f"\n{what}\n{where}")


def _read(path: Path, findings: dict[str, str]) -> str:
    told: list[ArticleError] = []
    options = Options(on_error=told.append)
    signal.alarm(_LONGEST)
    try:
        found = 0
        for source in find_sources([path], on_error=told.append, on_note=lambda _: None):
            for item in read_source(source, options):
                found += 1
                if isinstance(item, Article):
                    _check(item)
        for error in told:
            if "\n" in str(error) or _LAST_RESORT.search(str(error)):
                findings.setdefault(f"told: {str(error).partition(': ')[2][:120]}", path.name)
    except ArticleError as error:
        if "\n" in str(error):
            findings.setdefault(f"lines: {error}", path.name)
        return "refused"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        if isinstance(error, OSError) or is_damage(error):
            return "damaged"
        where = traceback.extract_tb(error.__traceback__)[-1]
        line = f"{path.suffix} {type(error).__name__} {where.filename}:{where.lineno}"
        findings.setdefault(line, "".join(traceback.format_exception(error))[-1500:])
        return "finding"
    except Hangs:
        findings.setdefault(f"hangs: {path.name}", "")
        return "finding"
    finally:
        signal.alarm(0)
    return "read" if found else "refused"


def _check(article: Article) -> None:
    """What holds of every article.

    Raises:
        ValueError: It does not.
    """
    article.text.encode()
    if not article.text.strip() or not all(0 <= a <= b <= len(article.text) for a, b in article.junk):
        raise ValueError("no text, or junk that is not in it")


def _hang(_number: int, _frame: object) -> None:
    raise Hangs


if __name__ == "__main__":
    main()
