"""When to try again: exponential back-off with jitter, and what servers ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

__all__ = ["TOO_FAR", "after_failure", "after_success", "is_due"]

_FIRST = 300.0  # seconds
_LONGEST = 86_400.0
TOO_FAR = 2 * _LONGEST
"""Seconds: whatever is to wait for longer than that was put off by a clock that was wrong."""

_PATIENCE = 3_600.0  # that a feed may ask for; many say "a week" and mean nothing by it
_SLACK = 0.9  # a round that comes a little early is not passed over
_MAX_AGE = re.compile(r"(?:^|[,\s])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_UNCACHED = re.compile(r"(?:^|[,\s])(?:no-cache|no-store)\b", re.IGNORECASE)


def after_failure(failures: int, wait: float, random: Random) -> float:
    """The seconds to wait after so many failures on end: 5 minutes, doubled each time, a day at most.

    A quarter more or less by chance keeps many clients from coming back at one moment (Brooker 2015). Never less than
    what the server asked for.
    """
    usual = min(_FIRST * 2.0 ** (min(failures, 20) - 1), _LONGEST)
    return max(usual * random.uniform(0.75, 1.25), wait * random.uniform(1.0, 1.1))


def is_due(not_before: float, now: float) -> bool:
    """Whether something that was put off has its time now."""
    return not now < not_before < now + TOO_FAR


def after_success(headers: Mapping[str, str], patience: float) -> float:
    """The seconds for which a feed need not be asked again, by its `ttl` or its Cache-Control; an hour at most."""
    control = headers.get("cache-control", "")
    ages = [] if _UNCACHED.search(control) else [float(age) for age in _MAX_AGE.findall(control)]
    return _SLACK * min(max([patience, *ages]), _PATIENCE)
