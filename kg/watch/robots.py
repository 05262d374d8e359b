"""What a host's robots.txt allows, by RFC 9309: which answer means what, for how long it holds, and the rules in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from protego import Protego

from kg.watch.addresses import Address
from kg.watch.problems import FetchError
from kg.watch.request import Asked

__all__ = ["ASKED", "PRODUCT", "Robots", "address_of", "allows", "answered", "crawl_delay", "failed", "is_due"]

PRODUCT = "newskg"
"""The name that rules in a robots.txt call us by."""

ASKED = Asked("text/plain, */*;q=0.5", limit=512 * 1024, cut=True)
"""How a robots.txt is asked for: at least 500 KiB of it are to be read (section 2.5)."""

_HOLDS = 86_400.0  # seconds: "should not use the cached version for more than 24 hours" (section 2.4)
_AGAIN = 1_800.0  # after which one that could not be reached is asked for again
_GIVEN_UP = 30 * 86_400.0  # after which one that cannot be reached may be taken for missing (section 2.3.1.4)


@dataclass(frozen=True, slots=True)
class Robots:
    """What is known of a robots.txt: its text ("" for a missing one), when that was learnt, since when it is away.

    `text` is None where none was ever seen; `asked` is the time of the last try; `why` tells what hinders it.
    """

    text: str | None = None
    learnt: float = 0.0
    asked: float = 0.0
    away_since: float | None = None
    why: str = ""


def address_of(address: Address) -> Address:
    """Where the robots.txt for an address is."""
    return replace(address, target="/robots.txt")


def is_due(robots: Robots, now: float) -> bool:
    """Whether to ask for it again."""
    if robots.away_since is not None:
        return not 0 <= now - robots.asked < _AGAIN
    return robots.text is None or not 0 <= now - robots.learnt < _HOLDS


def answered(body: bytes, now: float) -> Robots:
    """What follows from a robots.txt that came."""
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return Robots(text.replace("\0", ""), now, now)


def failed(known: Robots, error: FetchError, now: float) -> Robots:
    """What follows from none: one that is refused or missing allows all, one that cannot be reached forbids all.

    The answer 429 (too many requests) is no refusal of the file: it is taken for "cannot be reached".
    """
    if error.endless or (error.lasting and error.status is not None):
        return Robots("", now, now)
    return replace(known, asked=now, away_since=known.away_since or now, why=str(error))


def allows(robots: Robots, address: Address, now: float) -> bool:
    """Whether an address may be fetched."""
    if robots.away_since is not None and now - robots.away_since > _GIVEN_UP:
        return True
    if robots.text is None or (robots.away_since is not None and not robots.text):
        return False
    return bool(_rules(robots.text).can_fetch(str(address), PRODUCT))


def crawl_delay(robots: Robots) -> float:
    """The seconds between two requests that it asks for."""
    if not robots.text:
        return 0.0
    rules = _rules(robots.text)
    rate = rules.request_rate(PRODUCT)
    paced = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return max(float(rules.crawl_delay(PRODUCT) or 0.0), paced, 0.0)


@lru_cache(maxsize=64)
def _rules(text: str) -> Protego:
    return Protego.parse(text)
