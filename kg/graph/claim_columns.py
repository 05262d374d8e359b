"""The linked claims of many articles, written once and read as often as wanted, in a fifth of what objects take.

Most of what a claim says thousands of others say too: who, what, where, when. Each such column has its different
values once, and a number of one to four bytes for each claim.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import Any, overload

from kg.graph.whole import LinkedClaim

__all__ = ["ChosenClaims", "ClaimColumns", "told_as"]

_OWN = frozenset({"id", "name", "topic"})  # what hardly two claims have the same of
_WIDTHS = ("B", "H", "I")
_EMPTY = b"\xff"  # stands for the empty text, as nothing stands for none; no text has it in UTF-8


class ClaimColumns(Sequence[LinkedClaim]):
    """Claims in their order; each is made anew when it is looked at, so that nobody is to keep many of them."""

    def __init__(self, claims: Iterable[LinkedClaim]) -> None:
        """Take over what the claims say; they are let go one by one."""
        columns = {name: _Texts() if name in _OWN else _Repeated() for name in LinkedClaim._fields}
        adding: list[Callable[[Any], None]] = [column.append for column in columns.values()]
        for claim in claims:
            for append, value in zip(adding, claim, strict=True):
                append(value)
        for column in columns.values():
            column.close()
        self._relations = columns["relation"]
        self._columns = tuple(columns.values())

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, at: int) -> LinkedClaim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[LinkedClaim, ...]: ...
    def __getitem__(self, at: int | slice) -> LinkedClaim | tuple[LinkedClaim, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        return LinkedClaim._make([column[at] for column in self._columns])

    def __iter__(self) -> Iterator[LinkedClaim]:
        return map(LinkedClaim._make, zip(*self._columns, strict=True))

    def told_as(self, relations: Collection[str]) -> Iterator[tuple[int, LinkedClaim]]:
        """The claims of some relations, with their places; only these are made."""
        for at, relation in enumerate(self._relations):
            if relation in relations:
                yield at, self[at]


class ChosenClaims(Sequence[LinkedClaim]):
    """Some of many claims, in their order, by a few bytes each."""

    def __init__(self, claims: Sequence[LinkedClaim], choice: Callable[[LinkedClaim], bool]) -> None:
        """Look at all of them once, and take those that are chosen."""
        self._claims = claims
        self._chosen = bytes(map(choice, claims))
        self._places = array("I", compress(range(len(claims)), self._chosen))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> LinkedClaim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[LinkedClaim, ...]: ...
    def __getitem__(self, at: int | slice) -> LinkedClaim | tuple[LinkedClaim, ...]:
        if isinstance(at, slice):
            return tuple(self._claims[place] for place in self._places[at])
        return self._claims[self._places[at]]

    def __iter__(self) -> Iterator[LinkedClaim]:
        return compress(self._claims, self._chosen)


def told_as(claims: Sequence[LinkedClaim], relations: Collection[str]) -> Iterator[tuple[int, LinkedClaim]]:
    """The claims of some relations, with their places."""
    if isinstance(claims, ClaimColumns):
        return claims.told_as(relations)
    return ((at, claim) for at, claim in enumerate(claims) if claim.relation in relations)


class _Repeated:
    """A column of few values that stand many times."""

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._numbers = array(_WIDTHS[0])
        self._most = 1 << 8
        self._known: dict[Any, int] = {}

    def append(self, value: Any) -> None:
        number = self._known.setdefault(value, len(self._values))
        if number == len(self._values):
            self._values.append(value)
            if number == self._most:
                self._widen()
        self._numbers.append(number)

    def _widen(self) -> None:
        width = _WIDTHS[_WIDTHS.index(self._numbers.typecode) + 1]
        self._numbers = array(width, self._numbers)
        self._most = 1 << (8 * self._numbers.itemsize)

    def close(self) -> None:
        """Forget what only writing needs."""
        self._known.clear()

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, at: int) -> Any:
        return self._values[self._numbers[at]]

    def __iter__(self) -> Iterator[Any]:
        return map(self._values.__getitem__, self._numbers)


class _Texts:
    """A column of texts, or none in their place, end to end."""

    def __init__(self) -> None:
        self._bytes: bytes | bytearray = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str | None) -> None:
        if text is not None:
            self._bytes += text.encode("utf-8", "surrogatepass") or _EMPTY
        self._ends.append(len(self._bytes))

    def close(self) -> None:
        """Take no more room than is needed."""
        self._bytes = bytes(self._bytes)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> Any:
        place = at if at >= 0 else len(self) + at
        begin, end = self._ends[place], self._ends[place + 1]
        return None if begin == end else self._text(begin, end)

    def __iter__(self) -> Iterator[Any]:
        begin = 0
        for end in islice(self._ends, 1, None):
            yield None if begin == end else self._text(begin, end)
            begin = end

    def _text(self, begin: int, end: int) -> str:
        data = self._bytes[begin:end]
        return "" if data == _EMPTY else data.decode("utf-8", "surrogatepass")
