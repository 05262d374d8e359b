"""A dossier as Markdown, with footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.report.dossier import Dossier, Partner, Portrait, Side, Statement
    from kg.report.notes import Note

__all__ = ["to_markdown"]

# What Markdown, or HTML in it, would take for something else than text.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&!])")
# What begins a line that is no paragraph: "1." and "-" and "+".
_BEGINS = re.compile(r"^(\d+)([.)])|^([-+=])")


def to_markdown(dossier: Dossier, *, picture: str | None = None) -> str:
    """The dossier as Markdown.

    Args:
        dossier: What to tell.
        picture: The name of a file with the picture of the network, if there is one.
    """
    return "\n".join(_lines(dossier, picture)).rstrip() + "\n"


def _lines(dossier: Dossier, picture: str | None) -> Iterator[str]:
    yield f"# {_plain(dossier.title)}\n"
    for portrait in dossier.portraits:
        yield from _portrait(portrait, single=len(dossier.portraits) == 1)
    yield _basis(dossier) + "\n"
    if picture:
        yield f"![With whom {_plain(dossier.title)} {'deal' if len(dossier.portraits) > 1 else 'deals'}](<{picture}>)\n"
    if dossier.partners:
        yield "## Dealings\n\n| with | cooperation | conflict | last | above all |\n|---|---:|---:|---|---|"
        yield from map(_partner, dossier.partners)
        yield ""
    if dossier.timeline:
        yield "## Timeline\n"
        yield from map(_item, dossier.timeline)
        yield f"\n{dossier.untold} more had no room; `kg timeline` has them all.\n" if dossier.untold else ""
    if dossier.disputed:
        yield "## Disputed\n"
        for heading, one, other in dossier.disputed:
            yield f"### {_plain(heading)}\n"
            yield from _side("On one side", one)
            yield from _side("On the other", other)
    if dossier.says:
        yield f"## {'What is said' if len(dossier.portraits) > 1 else 'Says of others'}\n"
        yield from map(_item, dossier.says)
        yield ""
    if dossier.notes:
        yield "## Sentences\n"
        yield from map(_note, dossier.notes)


def _portrait(portrait: Portrait, *, single: bool) -> Iterator[str]:
    also = f", also called {_plain(', '.join(portrait.aliases))}" if portrait.aliases else ""
    yield (f"{portrait.type}{also}." if single else f"**{_plain(portrait.name)}**: {portrait.type}{also}.") + "\n"
    for office in portrait.offices:
        yield _item(office)
    if portrait.offices:
        yield ""
    if portrait.identifiers:
        yield (
            " · ".join(f"<{each}>" if each.startswith("http") else _plain(each) for each in portrait.identifiers) + "\n"
        )


def _basis(dossier: Dossier) -> str:
    period = f" from {' to '.join(dict.fromkeys(dossier.period))}" if dossier.period else ""
    outlets = f" ({_plain(', '.join(dossier.outlets))})" if dossier.outlets else ""
    return f"*{_count(dossier.claims, 'claim')} in {_count(dossier.articles, 'article')}{outlets}{period}.*"


def _partner(partner: Partner) -> str:
    most = "; ".join(f"{_plain(each.words)}{_marks(each.notes)}" for each in partner.most)
    return f"| {_plain(partner.name)} | {partner.cooperation} | {partner.conflict} | {partner.last or ''} | {most} |"


def _item(statement: Statement) -> str:
    when = f"**{statement.when}** " if statement.when else ""
    ways = f" — *{_plain(', '.join(statement.ways))}*" if statement.ways else ""
    more = f" ({_count(statement.articles, 'article')})" if statement.articles > 1 else ""
    return f"- {when}{_plain(statement.words)}{ways}{more}{_marks(statement.notes)}"


def _side(heading: str, side: Side) -> Iterator[str]:
    yield f"{heading}:\n"
    yield from map(_item, side.statements)
    yield ""


def _note(note: Note) -> str:
    link = f" <{note.url}>" if note.url else ""
    return f"[^{note.number}]: “{_plain(note.sentence)}” {_plain(note.source)}{link}"


def _marks(notes: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    """The text so that Markdown shows it letter by letter."""
    return _BEGINS.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", _SPECIAL.sub(r"\\\1", text))
