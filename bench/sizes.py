"""How much is measured: in full for results that are kept, and quickly for trying."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Size", "checked", "full", "quick"]


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of articles, rounds and the like; files go into `folder`."""

    folder: Path
    articles: int = 2_000
    rounds: int = 3
    tries: int = 150
    """Articles on which the fastest setting of the language model is looked for."""
    crowd: tuple[int, int] = (1_000, 10_000)
    """Articles with which memory is measured: is it the same with more of them?"""
    starts: int = 9
    sentences: int = 60
    """Sentences that those get who read a few a second."""
    quads: int = 200_000
    pages: tuple[int, ...] = (25, 1_000)
    """Articles whose graphs are drawn as pages."""


def full(folder: Path) -> Size:
    """For results that are kept."""
    return Size(folder)


def checked(folder: Path) -> Size:
    """For holding ratios to the baseline: as little as still tells a tenth more from chance."""
    return Size(folder, articles=300, tries=60, crowd=(150, 900), starts=7, quads=60_000, pages=(25, 200))


def quick(folder: Path) -> Size:
    """For trying: what comes out says little."""
    return Size(
        folder, articles=150, rounds=1, tries=30, crowd=(50, 200), starts=2, sentences=10, quads=20_000, pages=(25,)
    )
