"""Long lists in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Pages", "page_of", "to_page"]

_Item = TypeVar("_Item")


class Pages(NamedTuple):
    """Which page of how many is shown, and how many items there are in all; numbers begin at 1."""

    number: int
    last: int
    items: int

    @property
    def shown(self) -> list[int]:
        """The pages to offer: the first, the last, and those around this one; 0 where some are left out."""
        near = {1, self.last} | {at for at in range(self.number - 2, self.number + 3) if 1 <= at <= self.last}
        numbers: list[int] = []
        for at in sorted(near):
            if numbers and at - numbers[-1] > 1:
                numbers.append(0)
            numbers.append(at)
        return numbers


def page_of(items: Sequence[_Item], number: int, size: int) -> tuple[Sequence[_Item], Pages]:
    """A page of a list; the last one for a number beyond it."""
    last = max(1, -(-len(items) // size))
    number = min(max(number, 1), last)
    return items[(number - 1) * size : number * size], Pages(number, last, len(items))


def to_page(text: str | None) -> int:
    """The number of a page as an address gives it; the first for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1
