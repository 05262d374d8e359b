"""One round: the feeds that are due, then the pages of what is new, newest first, each saved as it comes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TypeVar

from kg.watch.addresses import Address, identity, key_of, read_address
from kg.watch.clock import Clock
from kg.watch.entries import MAX_BYTES, Entry, Feed, read_feed
from kg.watch.fetch import Fetcher
from kg.watch.hosts import each_by_host
from kg.watch.later import after_failure, after_success, is_due
from kg.watch.problems import FetchError, NotNow, Stopped
from kg.watch.reach import Permit
from kg.watch.request import Answer, Asked
from kg.watch.save import Place, save_entry, save_page, saved_files
from kg.watch.state import FeedState, Item, State

__all__ = ["Counts", "Round", "Taking"]

_FEED = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_PAGE = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
_NO_TEXT = frozenset({"image", "audio", "video", "font", "model", "application/zip", "application/gzip"})
_MAX_PAGE = 8 * 2**20  # bytes
_TRIES = 5
_RESTING = "left alone after failing"
T = TypeVar("T")

_TOLD = 5  # failures of one round that are told one by one


@dataclass(frozen=True, slots=True)
class Taking:
    """What is taken: of each feed so many articles a round, and whether summaries are enough."""

    limit: int = 100
    summaries: bool = False
    workers: int = 8


@dataclass(slots=True)
class Counts:
    """What a round did with feeds and with articles."""

    feeds: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    @property
    def failed(self) -> bool:
        """Whether every feed failed, now or when it was last asked."""
        return self.feeds.total() > 0 and self.feeds["failed"] + self.feeds[_RESTING] == self.feeds.total()

    def __str__(self) -> str:
        feeds = _listed(self.feeds, ("read", "unchanged", "not due", "failed", _RESTING)) or "none"
        articles = _listed(
            self.articles, ("new", "changed", "unchanged", "known elsewhere", "failed", "left for later")
        )
        noun = "feed" if self.feeds.total() == 1 else "feeds"
        asked = "1 request" if self.requests == 1 else f"{self.requests:,} requests"
        return f"{self.feeds.total()} {noun} ({feeds}); articles: {articles or 'none'}; {asked}"


def _listed(counts: Counter[str], names: Iterable[str]) -> str:
    return ", ".join(f"{counts[name]:,} {name}" for name in names if counts[name])


@dataclass(frozen=True, slots=True)
class _Due:
    """A feed to ask for: as the user named it, what is known of it, and where it is now."""

    named: Address
    known: FeedState
    address: Address

    @property
    def permit(self) -> Permit:
        return Permit(self.named.host, self.named.port, private=self.known.private is not False)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page to ask for."""

    item: Item
    address: Address
    permit: Permit


class Round:
    """The rounds of one watch over one folder."""

    def __init__(
        self,
        fetcher: Fetcher,
        state: State,
        folder: Path,
        taking: Taking,
        *,
        clock: Clock,
        random: Random,
        on_note: Callable[[str], object],
    ) -> None:
        self._fetcher, self._state, self._folder, self._taking = fetcher, state, folder, taking
        self._clock, self._random, self._note = clock, random, on_note
        self._files = saved_files(folder)
        for host, until in state.resting().items():
            if not is_due(until, clock.now()):
                fetcher.hosts.rest(host, until)

    def run(self, feeds: Iterable[Address], seconds: float) -> Counts:
        """Do a round, which is to end after so many seconds; what is not reached by then is left for the next.

        Raises:
            Stopped: The watch is to end. What has been saved is in the state.
        """
        counts = Counts()
        before = self._fetcher.asked
        self._fetcher.hosts.begin_round()
        self._fetcher.end = self._clock.now() + seconds
        try:
            known = self._feeds(list(feeds), counts)
            self._articles(known, counts)
        finally:
            self._state.keep_resting(self._fetcher.hosts.resting())
            counts.requests = self._fetcher.asked - before
        return counts

    def _feeds(self, feeds: list[Address], counts: Counts) -> list[_Due]:
        """Fetch the feeds that are due; give all, as they are known now."""
        all_ = [self._known(address) for address in feeds]
        known = {due.known.key: due for due in all_}
        now = self._clock.now()
        asked = []
        for due in all_:
            if due.known.gone:
                counts.feeds["failed"] += 1
                self._note(f"{due.known.shown}: gone for good; take it off the list")
            elif not is_due(due.known.not_before, now):
                counts.feeds[_RESTING if due.known.failures else "not due"] += 1
            else:
                asked.append(due)
        for due, result in self._each(asked, lambda due: due.address.host, self._fetch_feed):
            after = self._take_feed(due, result, counts)
            known[after.key] = replace(due, known=after)
        return list(known.values())

    def _known(self, named: Address) -> _Due:
        key = key_of(identity(named))
        known = self._state.feed(key, named.shown)
        address = read_address(known.moved) if known.moved else named
        if address.origin == named.origin:
            address = replace(address, login=named.login)
        return _Due(named, known, address)

    def _fetch_feed(self, due: _Due) -> Answer | FetchError:
        known = due.known
        asked = Asked(_FEED, MAX_BYTES, _NO_TEXT, known.etag, known.last_modified, cut=True)
        try:
            return self._fetcher.fetch(due.address, asked, due.permit)
        except FetchError as error:
            return error

    def _take_feed(self, due: _Due, result: Answer | FetchError, counts: Counts) -> FeedState:
        """Keep what a feed's answer says, and give what is known of the feed now."""
        now, known = self._clock.now(), due.known
        if isinstance(result, NotNow):
            counts.feeds["not due"] += 1
            return known
        if isinstance(result, FetchError):
            return self._feed_failed(due, result, counts)
        digest = hashlib.sha256(result.body).hexdigest()
        same = result.status == 304 or digest == known.digest
        feed = None
        if not same:
            try:
                feed = read_feed(result.body, result.headers.get("content-type", ""), result.address)
            except FetchError as error:
                return self._feed_failed(due, error, counts)
        counts.feeds["unchanged" if same else "read"] += 1
        private = known.private
        if private is None and due.address.host == due.named.host:
            private = result.private
        if result.moved and str(result.moved) != known.moved:
            self._note(f"{known.shown}: has moved to {result.moved.shown}, and is asked for there from now on")
        after = replace(
            known,
            moved=str(result.moved) if result.moved else known.moved,
            etag=result.headers.get("etag", known.etag if same else None),
            last_modified=result.headers.get("last-modified", known.last_modified if same else None),
            digest=known.digest if same else digest,
            private=private,
            failures=0,
            not_before=now + after_success(result.headers, feed.patience if feed else 0.0),
        )
        if feed is not None and feed.cut:
            self._note(f"{known.shown}: is too long; the first {len(feed.entries):,} of its entries are looked at")
        self._state.note(after, _keyed(after.key, feed) if feed else (), now)
        return after

    def _feed_failed(self, due: _Due, error: FetchError, counts: Counts) -> FeedState:
        known = due.known
        counts.feeds["failed"] += 1
        failures = known.failures + 1
        later = after_failure(failures, error.wait, self._random)
        after = replace(
            known,
            failures=failures,
            not_before=self._clock.now() + later,
            gone=error.gone and str(due.address) == str(due.named),
            moved=None if error.lasting else known.moved,  # it is looked for where it was before
        )
        self._state.keep_feed(after)
        self._note(f"{known.shown}: {error}")
        return after

    def _articles(self, feeds: Iterable[_Due], counts: Counts) -> None:
        """Save the articles that are wanted: what the feeds have whole at once, then page after page."""
        wanted: list[_Wanted] = []
        now = self._clock.now()
        for due in feeds:
            items, left = self._state.wanted(due.known.key, now, self._taking.limit)
            counts.articles["left for later"] += left
            if left:
                self._note(
                    f"{due.known.shown}: the {len(items):,} newest articles are taken now, {left:,} are left for later"
                )
            permit = Permit(due.named.host, due.named.port, private=due.known.private is True)
            for item in items:
                if item.entry.link is None or item.entry.whole or self._taking.summaries:
                    self._take_entry(item, due.named, due.known.shown, counts)
                else:
                    wanted.append(_Wanted(item, read_address(item.entry.link), permit))
        shown = {due.known.key: (due.named, due.known.shown) for due in feeds}
        failures: list[str] = []
        for page, result in self._each(wanted, lambda page: page.address.host, self._fetch_page):
            named, told = shown[page.item.feed]
            if why := self._take_page(page, result, counts, named, told):
                failures.append(f"{page.address.shown}: {why}")
        for line in failures[:_TOLD]:
            self._note(line)
        if len(failures) > _TOLD:
            self._note(f"{len(failures) - _TOLD:,} more pages could not be fetched")

    def _fetch_page(self, page: _Wanted) -> Answer | FetchError:
        asked = Asked(_PAGE, _MAX_PAGE, _NO_TEXT, page.item.etag, page.item.last_modified)
        try:
            return self._fetcher.fetch(page.address, asked, page.permit)
        except FetchError as error:
            return error

    def _take_page(
        self, page: _Wanted, result: Answer | FetchError, counts: Counts, named: Address, shown: str
    ) -> str | None:
        """Save a page, or what there is in its place; say what went wrong."""
        item = page.item
        if isinstance(result, Answer) and result.status == 304:
            counts.articles["unchanged"] += 1
            self._state.settled(item.key, "saved")
            return None
        if isinstance(result, Answer):
            own = key_of(identity(result.address))
            if self._state.other_file(own, item.key):
                counts.articles["known elsewhere"] += 1
                self._state.settled(item.key, "other")
                return None
            try:
                file = save_page(self._place(item, shown), item.entry, result)
            except FetchError as error:
                result = error
            else:
                self._count_saved(item, counts)
                headers = result.headers
                self._state.saved(item.key, file, own, headers.get("etag"), headers.get("last-modified"))
                return None
        if isinstance(result, NotNow):
            counts.articles["left for later"] += 1
            return None
        tries = item.tries + 1
        if not result.lasting and tries < _TRIES:
            counts.articles["left for later"] += 1
            later = after_failure(tries, result.wait, self._random)
            self._state.postponed(item.key, tries, self._clock.now() + later)
            return f"{result}; tried again later"
        if item.file is not None:  # an earlier version is there
            counts.articles["failed"] += 1
            self._state.settled(item.key, "saved")
            return f"{result}; the earlier version stays"
        if self._take_entry(item, named, shown, counts):
            return f"{result}; what the feed says of it is taken instead"
        return str(result)

    def _take_entry(self, item: Item, named: Address, shown: str, counts: Counts) -> bool:
        """Save what the feed says of an article; whether it says anything."""
        if not item.entry.content.strip():
            counts.articles["failed"] += 1
            self._state.settled(item.key, "lost")
            return False
        file = save_entry(self._place(item, shown), item.entry, named)
        self._count_saved(item, counts)
        self._state.saved(item.key, file)
        return True

    def _place(self, item: Item, shown: str) -> Place:
        return Place(self._folder, item.key, item.file or self._files.get(item.key), shown, self._clock.now())

    def _count_saved(self, item: Item, counts: Counts) -> None:
        counts.articles["new" if item.file is None else "changed"] += 1

    def _each(
        self, tasks: list[T], host_of: Callable[[T], str], work: Callable[[T], Answer | FetchError]
    ) -> Iterator[tuple[T, Answer | FetchError]]:
        for task, result in each_by_host(tasks, host_of, work, workers=self._taking.workers):
            yield task, result
            if self._clock.stopped:
                raise Stopped


def _keyed(feed: str, parsed: Feed) -> Iterator[tuple[str, Entry]]:
    """The entries with a key each, the first of those that have the same.

    An address is the key. Entries that share one, as those of a live blog do, are articles of their own as far as the
    feed has their text; entries without one go by what they call themselves.
    """
    sharing: dict[str, set[str | None]] = {}
    for entry in parsed.entries:
        if entry.link:
            sharing.setdefault(identity(read_address(entry.link)), set()).add(entry.guid)
    told: set[str] = set()
    for entry in parsed.entries:
        own = identity(read_address(entry.link)) if entry.link else ""
        several = own and len(sharing[own]) > 1 and entry.guid and entry.content.strip()
        if own and not several:
            key = key_of(own)
        else:
            key = key_of("\0".join((feed, own, entry.guid or "", "" if several else entry.title or entry.content)))
            entry = replace(entry, whole=True)
        if key not in told:
            told.add(key)
            yield key, entry
