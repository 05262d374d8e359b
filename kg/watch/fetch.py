"""Fetches addresses with all manners: robots.txt, turns, redirects one by one, and only where that is permitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from kg import __version__
from kg.errors import FeedError
from kg.watch import robots
from kg.watch.addresses import Address, join
from kg.watch.clock import Clock
from kg.watch.hosts import Hosts
from kg.watch.network import Network
from kg.watch.problems import FetchError, NotNow
from kg.watch.reach import Permit
from kg.watch.request import Answer, Asked, Limits, request
from kg.watch.robots import Robots

__all__ = ["Fetcher", "Memory", "agent_of"]

PROJECT = "https://pypi.org/project/newskg/"
"""Where those whom we visit can read what we are."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_CONTACT = 200


class Memory(Protocol):
    """Where what is known of robots.txt files is kept."""

    def robots(self, origin: str) -> Robots:
        """What is known of the robots.txt of an origin."""

    def keep_robots(self, origin: str, known: Robots) -> None:
        """Keep what is known now."""


def agent_of(contact: str | None) -> Mapping[str, str]:
    """The headers that say who asks, and whom to write to.

    Raises:
        FeedError: The contact has characters that have no place there.
    """
    told = (contact or "").strip()
    if len(told) > _MAX_CONTACT or not told.isascii() or not told.isprintable() or set("()\\") & set(told):
        raise FeedError(f"{told[:60]!r}: as a contact give an e-mail address or the address of a page")
    headers = {"User-Agent": f"{robots.PRODUCT}/{__version__} (+{PROJECT}{'; ' + told if told else ''})"}
    if "@" in told and " " not in told and "/" not in told:
        headers["From"] = told  # RFC 9110, 10.1.2: robots should send it
    return headers


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses for one watch; safe to use from several threads.

    `asked` counts requests, those for robots.txt and redirects included.
    """

    network: Network
    hosts: Hosts
    memory: Memory
    clock: Clock
    agent: Mapping[str, str]
    limits: Limits = field(default_factory=Limits)
    end: float = float("inf")
    asked: int = 0

    def fetch(self, address: Address, asked: Asked, permit: Permit) -> Answer:
        """Fetch an address: through redirects, where every host on the way allows it.

        Raises:
            FetchError: It is not to be had, or not to be asked for.
            Stopped: The watch is to end.
        """

        def allowed(hop: Address) -> None:
            self._check_robots(hop, permit)

        return self._follow(address, asked, permit, allowed)

    def _follow(self, address: Address, asked: Asked, permit: Permit, check: Callable[[Address], None]) -> Answer:
        moved: Address | None = None
        private: bool | None = None
        permanent = True
        hop = address
        for _ in range(self.limits.redirects + 1):
            check(hop)
            answer = self._ask(hop, asked, permit)
            private = answer.private if private is None else private
            if answer.status not in _REDIRECTS:
                return replace(answer, moved=moved, private=private)
            target = answer.headers.get("location", "")
            if not target:
                raise FetchError("redirects to nowhere", lasting=True)
            onward = join(hop, target)
            if onward.origin == address.origin:
                onward = replace(onward, login=address.login)
            permanent = permanent and answer.status in _PERMANENT
            moved = onward if permanent else moved
            hop = onward
        raise FetchError(f"redirects more than {self.limits.redirects} times", lasting=True, endless=True)

    def _ask(self, address: Address, asked: Asked, permit: Permit) -> Answer:
        with self.hosts.turn(address.host, self.end):
            self.asked += 1
            try:
                answer = request(self.network, address, asked, self.agent, permit, self.limits, now=self.clock.now())
            except FetchError as error:
                if error.wait:
                    self.hosts.rest(address.host, self.clock.now() + error.wait)
                self.hosts.told(address.host, well=error.lasting)
                if self.clock.stopped:
                    raise NotNow("ended") from error
                raise
            self.hosts.told(address.host, well=True)
            return answer

    def _check_robots(self, address: Address, permit: Permit) -> None:
        """Ask what a host allows, if that is not known.

        Raises:
            FetchError: It does not allow this.
        """
        known = self.memory.robots(address.origin)
        now = self.clock.now()
        if robots.is_due(known, now):
            try:
                where = robots.address_of(address)
                answer = self._follow(where, robots.ASKED, permit, lambda _: None)
                known = robots.answered(answer.body, now)
            except NotNow:
                raise
            except FetchError as error:
                if error.barred:
                    raise
                known = robots.failed(known, error, now)
            self.memory.keep_robots(address.origin, known)
        if delay := robots.crawl_delay(known):
            self.hosts.slow(address.host, delay)
        if robots.allows(known, address, now):
            return
        if known.away_since is not None:
            raise FetchError(f"its robots.txt is not to be had, so nothing else is asked for: {known.why}")
        raise FetchError("its robots.txt forbids it", lasting=True)
