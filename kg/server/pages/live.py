"""The view of a store that goes on growing: all of it where one page holds that, else a part with doors to the rest.

A part is a store of its own (`kg.server.pages.part`) that the view draws as it draws any. So whatever the view learns,
it shows here, too. The page gets a strip above it that leads to the other pages.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.graph.quads import claim_iri, entity_iri
from kg.server.pages.part import copy_part
from kg.server.pages.render import render
from kg.view import render_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.whole import LinkedClaim
    from kg.server.pages.answer import Site
    from kg.server.pages.reading import Reading

__all__ = [
    "ACTORS",
    "LARGEST_VIEW",
    "MOST_ACTORS",
    "MOST_STEPS",
    "Neighbourhood",
    "Shown",
    "allow",
    "draw",
    "live",
    "pick",
]

LARGEST_VIEW = 2_000
"""Claims that one page draws: made in two or three seconds, and read at leisure; the view itself bears many more."""

ACTORS = 40
MOST_ACTORS = 150
MOST_STEPS = 3
_EXPANDED = 8  # of how many the neighbours are read, where each has to be read from the graph

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
# What the strip and its scripts need besides; scripts of the page itself stay named by their hashes.
_ALSO = {
    "img-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
}


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Around whom, by local name: none for the leading actors; how many steps, and how many actors at most."""

    name: str | None = None
    steps: int = 1
    limit: int = ACTORS


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page draws: the actors, of how many, and the claims between them, of how many in the store."""

    actors: tuple[str, ...]
    reached: int
    claims: tuple[LinkedClaim, ...]


def draw(reading: Reading, site: Site, asked: Neighbourhood) -> tuple[str, str]:
    """The page of the view, of the whole store where that is small and nobody asks for less; and what it may load.

    Raises:
        StoreError: The store cannot be read.
    """
    if asked.name is None and reading.claim_count <= LARGEST_VIEW:
        page = render_html(reading.store, reading.ontology, title=site.title)
        return live(page, render("strip", site=site, shown=None, asked=asked, around=None, more=None, farther=None))
    shown = pick(reading, asked)
    with copy_part(reading.store, (claim_iri(reading.base, claim.name).value for claim in shown.claims)) as part:
        # What articles call whom stands beside the graph, and is read whole.
        beside = reading.store if reading.whole is not None else None
        page = render_html(part, reading.ontology, title=site.title, whole=beside)
    around = None if asked.name is None else reading.name_link(asked.name)
    strip = render(
        "strip",
        site=site,
        shown=shown,
        asked=asked,
        around=around,
        more=_address(asked, reading, limit=min(2 * asked.limit, MOST_ACTORS)) if _may_grow(shown, asked) else None,
        farther=_address(asked, reading, steps=asked.steps + 1) if asked.name and asked.steps < MOST_STEPS else None,
    )
    return live(page, strip)


def pick(reading: Reading, asked: Neighbourhood) -> Shown:
    """Whom to draw, and the claims between them: those with most between them first, the newest claims of too many."""
    if asked.name is None:
        weights = {reading.entity_name(known.iri): known.claims for known in reading.names.leading(4 * asked.limit)}
        members, reached = list(weights)[: asked.limit], len(reading.names.by_iri)
    else:
        members, reached = _around(reading, asked)
    claims = reading.between(members, LARGEST_VIEW)
    dates = {each: reading.date_of(each) for each in {claim.article for claim in claims}}
    newest = sorted(claims, key=lambda claim: (dates[claim.article], claim.article, claim.id), reverse=True)
    return Shown(tuple(members), reached, tuple(newest[:LARGEST_VIEW]))


def live(page: str, strip: str) -> tuple[str, str]:
    """A page of the view with a strip above it, and its content security policy, which lets the strip's files in.

    Raises:
        ValueError: It is no page of the view.
    """
    found = _POLICY.search(page)
    head, end_of_head, rest = page.partition("</head>\n<body>\n")
    if found is None or found.end() > len(head) or not end_of_head:
        raise ValueError("no page of the view")
    policy = allow(unescape(found[2]))
    head = f"{head[: found.start(2)]}{escape(policy)}{head[found.end(2) :]}"
    links = (
        '<link rel="icon" href="/assets/icon.svg">\n'
        '<link rel="stylesheet" href="/assets/strip.css">\n<script src="/assets/follow.js" defer></script>\n'
        '<script src="/assets/live.js" defer></script>\n'
    )
    return f"{head}{links}{end_of_head}{strip}{rest}", policy


def allow(policy: str) -> str:
    """A content security policy that lets files of this server in, too."""
    rules: dict[str, str] = {}
    for rule in filter(None, map(str.strip, policy.split(";"))):
        name, _, sources = rule.partition(" ")
        rules[name] = sources
    for name, source in _ALSO.items():
        before = rules.get(name, "'none'")
        rules[name] = source if before == "'none'" else f"{before} {source}"
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _around(reading: Reading, asked: Neighbourhood) -> tuple[list[str], int]:
    """Who can be reached in so many steps, those with most between them first; and how many could be."""
    members = [asked.name or ""]
    reached = set(members)
    frontier = members
    for _ in range(asked.steps):
        weights: Counter[str] = Counter()
        for each in frontier if reading.whole is not None else frontier[:_EXPANDED]:
            weights.update(_others(reading.about(each).claims, each))
        found = sorted(weights.keys() - reached, key=lambda each: (-weights[each], each))
        reached |= set(found)
        frontier = found[: max(0, asked.limit - len(members))]
        members = members + frontier
    return members, len(reached)


def _others(claims: Iterable[LinkedClaim], name: str) -> Mapping[str, int]:
    """How much links a node with others; what lasts counts a tenth."""
    found: Counter[str] = Counter()
    for claim in claims:
        if name in (claim.subject, claim.object):
            found[claim.object if claim.subject == name else claim.subject] += (
                1 if claim.event_type == "STRUCTURE" else 10
            )
    return found


def _address(asked: Neighbourhood, reading: Reading, **changes: int) -> str:
    """Where a neighbourhood is drawn, with changes."""
    values: dict[str, str | int] = {"steps": asked.steps, "limit": asked.limit, **changes}
    if asked.name is not None:
        values["around"] = entity_iri(reading.base, asked.name).value
    return f"/?{urlencode(sorted(values.items()), errors='surrogatepass')}"


def _may_grow(shown: Shown, asked: Neighbourhood) -> bool:
    return len(shown.actors) < shown.reached and asked.limit < MOST_ACTORS
