"""`kg watch`."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.complete import files
from kg.commands.options import WATCHING, folder_option, reads, wait_option
from kg.errors import FeedError

if TYPE_CHECKING:
    from kg.pipeline import Reading

__all__ = ["watch"]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SHORTEST = 60  # seconds between two rounds; no feed wants to be asked more often


def _span(_context: click.Context, _parameter: click.Parameter, value: str) -> float:
    """Read a span of time: 15m, 2h."""
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", value.strip().lower(), re.ASCII)
    if found is None:
        raise click.BadParameter(f"{value!r} is no span of time; write it as 15m, 2h or 1d")
    seconds = int(found[1]) * _UNITS[found[2]]
    if seconds < _SHORTEST:
        raise click.BadParameter(f"{value!r} is too often; a minute is the least")
    return float(seconds)


@click.command(
    epilog="\b\nExamples:\n  kg watch https://news.example/feed.xml --once --store news\n"
    "  kg watch feeds.opml --every 30m --save articles --store news --contact me@example.org"
)
@partial(reads, options=WATCHING)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...", shell_complete=files)
@folder_option
@click.option(
    "--save",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default="kg-saved",
    show_default=True,
    help="Folder for what is fetched; `kg build DIR` makes the same graph of it.",
)
@click.option(
    "--every", metavar="SPAN", default="15m", show_default=True, callback=_span, help="How often: 15m, 2h, 1d."
)
@click.option("--once", is_flag=True, help="One round, and that is all.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Articles of one feed that are taken in one round, the newest first; the others follow in later rounds.",
)
@click.option(
    "--full/--summaries",
    default=True,
    show_default=True,
    help="Follow links to pages where a feed has only summaries, or take the summaries.",
)
@click.option(
    "--delay",
    metavar="SECONDS",
    type=click.FloatRange(0, 3600),
    default=2,
    show_default=True,
    help="Pause between two requests to one host, at least: its robots.txt may ask for more.",
)
@click.option(
    "--contact",
    metavar="WORDS",
    envvar="KG_CONTACT",
    show_envvar=True,
    help="Your e-mail address or page, told to the servers with each request.",
)
@wait_option
def watch(  # noqa: PLR0913 - a parameter an option
    *,
    feeds: tuple[str, ...],
    reading: Reading,
    store: Path,
    save: Path,
    every: float,
    once: bool,
    limit: int,
    full: bool,
    delay: float,
    contact: str | None,
    wait: float,
) -> None:
    """Fetch what is new of feeds, save it, and build it, again and again.

    FEED is the address of an RSS or Atom feed, or a file that lists such addresses: OPML, or one a line. Pages that a
    feed only points to are fetched too, as far as their robots.txt allows. Ctrl-C ends it; a build that has begun is
    finished first, unless you press it again. With --once the status is 1 if every feed failed.
    """
    from kg.watch.needed import check_installed

    check_installed()
    from kg.watch.fetch import agent_of
    from kg.watch.subscriptions import find_feeds

    named, agent = find_feeds(feeds), agent_of(contact)
    from kg.watch.clock import WallClock
    from kg.watch.network import Network
    from kg.watch.problems import Stopped
    from kg.watch.round import Taking
    from kg.watch.signals import ended_by_signals
    from kg.watching import Watch
    from kg.watching import watch as run

    clock, network = WallClock(), Network()

    def end() -> None:
        clock.stop()
        network.end()

    how = Watch(
        save, store, None if once else every, Taking(limit, summaries=not full), pause=delay, agent=agent, wait=wait
    )
    try:
        with ended_by_signals(end):
            fine = run(named, how, reading, network=network, clock=clock)
    except Stopped:
        reading.on_note("ended; what is saved and not yet built is built the next time")
        if once:
            raise click.Abort from None
        return
    if once and not fine:
        raise FeedError("every feed failed")
