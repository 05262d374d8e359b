"""Time and size of the page of graphs of made-up articles: to make it, to open it in a headless Chromium, to use it.

    python bench/view.py                       # about 100 nodes, 20,000 claims, and one with closed communities
    python bench/view.py --articles 100 400
    python bench/view.py --articles --store DIR

Articles come as claims (see bench/generate.py). `ready` is from the beginning of loading to the first picture after the
page answers, CPU what its process works until then; in under 1 s for 100 nodes and 5 s for 20,000 claims, and under
10 MB, is the aim. What the process then works for a step of zoom is `redraw`, for a switch of the legend `filter`, for
a step of the time slider `time`, for opening or closing the largest community `open`. Medians; on a machine with other
work, the seconds that pass tell little, so those for reading and drawing in Python are the processor's, too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.generate import World
from bench.sizes import Size
from bench.tables import Part, Ratio, Table
from kg.graph.build import update
from kg.graph.store import Store, open_store
from kg.ontology import load_ontology
from kg.view.page import render_page
from kg.view.read import read_view
from scripts.browser import ADVICE, CHROMIUM, Opened, chromium

ROUNDS = 3
MOST_MEGABYTES = 10.0
# Milliseconds since the page began to load, when what it shows is drawn.
READY = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
# Does something four times, and waits each time until it is drawn.
DONE = """async (work) => {
  for (let round = 0; round < 4; round += 1) {
    eval(work);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}"""
WORKS = {
    "redraw": "document.getElementById(round % 2 ? 'zoom-out' : 'zoom-in').click()",
    "filter": "document.querySelector('#filters input[type=checkbox]').click()",
    "time": "document.getElementById('time-step').click()",
    "open": "kgView[kgView.drawn().communities.some(({ id }) => !id) ? 'openCommunity' : 'closeCommunity'](0)",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page has and costs: MB, seconds of the processor, milliseconds for what it is asked to do."""

    counts: tuple[int, int, int, int]
    read: float
    draw: float
    megabytes: float
    ready: float
    busy: float
    used: dict[str, float]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[25, 1_015, 2_500], help="sizes of graphs to draw")
    parser.add_argument("--store", type=Path, help="draw the graph of this store, too")
    chosen = parser.parse_args()
    works = "".join(f"{name:>8} ms" for name in WORKS)
    print(f"  art.  nodes  edges claims  read s  draw s     MB  ready s    CPU{works}")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for count in chosen.articles:
            print(_line(_made_up(count, browser, Path(folder))), flush=True)
        if chosen.store:
            with open_store(chosen.store, read_only=True) as store:
                print(_line(_drawn(store, browser, Path(folder))), flush=True)


def measure(size: Size) -> Part:
    """Pages of graphs of made-up articles, made and opened in a headless Chromium."""
    if CHROMIUM is None:
        return Part("view", skipped=ADVICE)
    with chromium() as browser:
        found = {count: _made_up(count, browser, size.folder) for count in size.pages}
        version = browser.version
    rows = tuple(
        (
            *each.counts, each.read, each.draw, each.megabytes, each.ready, each.busy,
            *(each.used[name] for name in WORKS),
        )
        for each in found.values()
    )  # fmt: skip
    columns = (
        "articles", "nodes", "edges", "claims", "reading the store, s", "drawing, s", "MB", "ready after s",
        "browser's CPU, s", *(f"{name}, ms" for name in WORKS),
    )  # fmt: skip
    note = (
        f"Chromium {version}. Seconds and milliseconds are the processor's, but for those after which a page is "
        "ready. `redraw` is a step of zoom, `filter` a switch of the legend, `time` a step of the slider, `open` the "
        "opening or closing of a community."
    )
    few, many = found[size.pages[0]], found[size.pages[-1]]
    size_of = Ratio(1000 * many.megabytes / many.counts[3], more_is_better=False)
    ratios = {"MB of the page for a thousand claims": size_of}
    if many is not few:
        one, other = ((each.read + each.draw) / each.counts[3] for each in (few, many))
        ratios["view's time a claim, many articles / few"] = Ratio(other / one, more_is_better=False)
    return Part("view", (Table("The page of `kg view`", columns, rows, (note,)),), ratios)


def _made_up(count: int, browser: Browser, folder: Path) -> Drawn:
    ontology = load_ontology()
    with open_store() as store:
        update(store, World(ontology).articles(count), ontology, "made-up-1")
        return _drawn(store, browser, folder)


def _drawn(store: Store, browser: Browser, folder: Path) -> Drawn:
    begin = time.process_time()
    graph = read_view(store, load_ontology())
    read = time.process_time() - begin
    page = render_page(graph, title="Made-up news")
    drew = time.process_time() - begin - read
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    ready, busy, used = _opened(browser, path)
    counts = (len(graph.articles), len(graph.nodes), len(graph.edges), len(graph.claims))
    return Drawn(counts, read, drew, path.stat().st_size / 1e6, ready, busy, used)


def _line(page: Drawn) -> str:
    _, nodes, _, claims = page.counts
    within = 1.0 if nodes <= 100 else 5.0 if claims <= 20_100 else None
    slow = "  <- too slow" if within is not None and page.ready > within else ""
    large = "  <- too large" if page.megabytes > MOST_MEGABYTES else ""
    counts = "".join(f"{each:7,}" for each in page.counts)
    times = "".join(f"{page.used[name]:11.0f}" for name in WORKS)
    return (
        f"{counts} {page.read:7.1f} {page.draw:7.1f} {page.megabytes:6.1f} {page.ready:8.2f} {page.busy:6.2f}"
        f"{times}{slow}{large}"
    )


def _opened(browser: Browser, path: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds until a page is ready, those of the processor, and its milliseconds for what the page is asked to do."""
    ready: list[float] = []
    busy: list[float] = []
    used: dict[str, list[float]] = {name: [] for name in WORKS}
    for _ in range(ROUNDS):
        opened = Opened(browser, path, bypass_csp=True)  # for what is evaluated here
        ready.append(opened.page.evaluate(READY) / 1000)
        metrics = opened.page.context.new_cdp_session(opened.page)
        metrics.send("Performance.enable")
        busy.append(_busy(metrics))
        for name, work in WORKS.items():
            before = _busy(metrics)
            opened.page.evaluate(DONE, work)
            used[name].append((_busy(metrics) - before) / 4 * 1000)
        opened.close()
    return (
        statistics.median(ready),
        statistics.median(busy),
        {name: statistics.median(each) for name, each in used.items()},
    )


def _busy(metrics: CDPSession) -> float:
    """Seconds that the page's process has been at work so far."""
    told = {each["name"]: each["value"] for each in metrics.send("Performance.getMetrics")["metrics"]}
    return float(told["ProcessTime"])


if __name__ == "__main__":
    main()
