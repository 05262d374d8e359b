"""Watches made-up feeds on this machine for some rounds, and tells what that cost.

    python bench/watch.py                         # 20 feeds of 50 entries, five rounds, fetched and saved
    python bench/watch.py --feeds 4 --build       # built, too

The feeds are of as many hosts, which one server of this machine stands for. After the first round each feed has five
new entries a round, every second one an updated entry besides; every fourth says nothing new. One entry in ten is in
another feed, too. What is needed is one request for each robots.txt, for each feed each round, and for each page that
is new or changed. The clock does not wait, so the time is what the work takes, without pauses for politeness.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from html import escape
from pathlib import Path
from random import Random

from generate import World
from web import Page, QuickClock, Web, feed, item, network_to

from kg.ontology import load_ontology
from kg.pipeline import Reading, build
from kg.watch.addresses import read_address
from kg.watch.fetch import Fetcher, agent_of
from kg.watch.hosts import Hosts
from kg.watch.round import Round, Taking
from kg.watch.state import STATE, open_state

NEW = 5  # entries of a feed a round, after the first


class Feeds:
    """The feeds as they are in a round, and what that needs."""

    def __init__(self, web: Web, feeds: int, entries: int) -> None:
        """Take the server that has them."""
        self.web, self.feeds, self.entries = web, feeds, entries
        self.world = World(load_ontology())
        self.told: dict[int, list[str]] = {number: [] for number in range(feeds)}
        self.made = 0

    def host(self, number: int) -> str:
        """The host of a feed."""
        return f"news{number}.example"

    def turn(self, number: int) -> int:
        """Bring all feeds to a round, and give the pages that are new or changed in it."""
        needed = 0
        for own in range(self.feeds):
            if number and own % 4 == 3:
                continue
            items = self.told[own]
            for _ in range(NEW if number else self.entries):
                shared = self.told[own - 1][0] if own and self.made % 10 == 9 else None
                self.made += 1
                if shared:
                    items.insert(0, shared)
                    continue
                items.insert(0, self._article(own, self.made))
                needed += 1
            if number and own % 2 == 0:
                items[NEW + 2] = items[NEW + 2].replace("<title>", "<title>Updated: ", 1)
                needed += 1
            del items[self.entries :]
            self.web.pages[f"/feed{own}"] = feed(*items, title=f"News {own}", etag=f'"{number}"')
        return needed

    def _article(self, own: int, number: int) -> str:
        article, _ = self.world.article(number)
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n") if line.strip())
        title = escape(article.meta.title or f"Article {number}")
        self.web.pages[f"/{number}"] = Page(
            f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><nav>Home</nav>"
            f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
        )
        return item(title, f"http://{self.host(own)}/{number}", "<description>More inside.</description>")


def main() -> None:
    """Run the rounds and print a line for each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=20)
    options.add_argument("--entries", type=int, default=50)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--build", action="store_true", help="build what was saved after each round, too")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place, Web() as web:
        run(Path(place), web, chosen)


def run(place: Path, web: Web, chosen: argparse.Namespace) -> None:
    """Do the rounds in a folder."""
    feeds = Feeds(web, chosen.feeds, chosen.entries)
    names = {feeds.host(number): (f"93.184.216.{number % 250 + 1}",) for number in range(chosen.feeds)}
    network, _ = network_to(web, names)
    named = [read_address(f"http://{feeds.host(number)}/feed{number}") for number in range(chosen.feeds)]
    clock = QuickClock()
    folder, store = place / "saved", place / "news"
    print("round  needed  requests    new  changed  elsewhere  later  seconds  CPU s  memory MB")
    with open_state(folder) as state:
        fetcher = Fetcher(network, Hosts(clock, 2.0), state, clock, agent_of(None))
        rounds = Round(fetcher, state, folder, Taking(), clock=clock, random=Random(1), on_note=lambda _: None)  # noqa: S311
        for number in range(chosen.rounds):
            needed = feeds.turn(number) + chosen.feeds * (2 if number == 0 else 1)
            began, worked = time.perf_counter(), time.process_time()
            counts = rounds.run(named, 900.0)
            if chosen.build:
                files = [folder / file for file in state.unbuilt("store")]
                build(files, store, Reading())
                state.built([file.relative_to(folder).as_posix() for file in files], "store")
            seconds, cpu = time.perf_counter() - began, time.process_time() - worked
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            done = counts.articles
            print(
                f"{number + 1:5} {needed:7} {counts.requests:9} {done['new']:6} {done['changed']:8}"
                f" {done['known elsewhere']:10} {done['left for later']:6} {seconds:8.1f} {cpu:6.1f} {memory:10.0f}"
            )
            clock.sleep(900)
    files = sum(1 for _ in folder.glob("*/*.html"))
    size = (folder / STATE).stat().st_size
    print(f"{files:,} pages saved; state {size / 1024:,.0f} KB; at most {web.busiest} requests at a time")


if __name__ == "__main__":
    main()
