"""Watches feeds: rounds of fetching into a folder, each followed by a build of what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import NothingReadError, StoreError
from kg.graph.folder import MARKER
from kg.pipeline import Reading, build
from kg.summary import Summary
from kg.watch.clock import Clock, WallClock
from kg.watch.fetch import Fetcher, agent_of
from kg.watch.hosts import Hosts
from kg.watch.network import Network
from kg.watch.problems import Stopped
from kg.watch.request import Limits
from kg.watch.round import Round, Taking
from kg.watch.save import clear_partial
from kg.watch.state import State, open_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.watch.addresses import Address

__all__ = ["Watch", "watch"]

_ROUND = 900.0  # seconds that a single round may take
_CORRECTIONS = "corrections.toml"


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched and how: where articles are saved and built, and how often; `every` None is once.

    `pause` are the seconds between two requests to one host, at least; `agent` the headers that say who asks; `wait`
    the seconds for a store that is in use.
    """

    save: Path
    store: Path
    every: float | None = None
    taking: Taking = field(default_factory=Taking)
    pause: float = 2.0
    agent: Mapping[str, str] = field(default_factory=partial(agent_of, None))
    wait: float = 60.0
    limits: Limits = field(default_factory=Limits)


def watch(
    feeds: Sequence[Address],
    how: Watch,
    reading: Reading,
    *,
    network: Network | None = None,
    clock: Clock | None = None,
    random: Random | None = None,
) -> bool:
    """Fetch what is new of feeds and build it, once or again and again.

    Args:
        feeds: What the user named.
        how: Where to, how often, how politely.
        reading: How articles are read and understood. Saved pages that give no article are told to its `on_note`.
        network: How hosts are reached; ending it ends the watch.
        clock: The time; stopping it ends the watch.
        random: Where the jitter comes from.

    Returns:
        Whether any feed of the last round was read, or is as it was.

    Raises:
        KGError: the folder, the ontology, the model or, for a watch of one round, the store is no good.
        Stopped: The clock was stopped. What was saved by then is built by the next watch.
    """
    clock = clock or WallClock()
    tell = reading.on_note
    # A page without an article in it, or in another language, is nothing that failed.
    quiet = replace(
        reading,
        on_error=lambda error: tell(str(error)),
        on_skip=lambda skipped: tell(f"{skipped.name}: skipped, {skipped.why}"),
    )
    with open_state(how.save) as state:
        clear_partial(how.save)
        fetcher = Fetcher(network or Network(), Hosts(clock, how.pause), state, clock, how.agent, how.limits)
        rounds = Round(fetcher, state, how.save, how.taking, clock=clock, random=random or Random(), on_note=tell)  # noqa: S311
        while True:
            begun = clock.now()
            counts = rounds.run(feeds, how.every or _ROUND)
            tell(str(counts))
            if clock.stopped:
                raise Stopped
            _build(how, state, quiet)
            if how.every is None or clock.stopped:
                return not counts.failed
            clock.sleep(begun + how.every - clock.now())


def _build(how: Watch, state: State, reading: Reading) -> None:
    """Build what has been saved and is not in the store: what came now, and what a watch that was killed left."""
    files = [file for file in state.unbuilt(_name_of(how.store, reading)) if (how.save / file).is_file()]
    if not files:
        return
    corrections = how.save / _CORRECTIONS
    try:
        summary = build(
            [how.save / file for file in files],
            how.store,
            reading,
            wait=how.wait,
            corrections=corrections if corrections.is_file() else None,
        )
    except NothingReadError as error:
        reading.on_note(str(error))
        return
    except StoreError as error:
        if how.every is None:
            raise
        reading.on_note(f"{error}; what was saved is built after the next round")
        return
    state.built(files, _name_of(how.store, reading))
    _tell_build(how.store, summary, reading)


def _tell_build(store: Path, summary: Summary, reading: Reading) -> None:
    for unmatched in summary.unmatched:
        reading.on_note(f"not corrected: {unmatched}")
    reading.on_note(f"{store} holds {summary}")


def _name_of(store: Path, reading: Reading) -> str:
    """What tells a store from others and from what was at its place before, and one way of reading from another."""
    marker = store / MARKER
    made = marker.stat().st_mtime_ns if marker.is_file() else None
    languages = sorted(reading.options.languages or ())
    how = f"{','.join(languages)} {reading.model} {reading.open_relations}"
    return f"{store.resolve()} {made} {__version__} {how}"
