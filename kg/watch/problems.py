"""Why something was not fetched, in words for the user and with what follows from it for later rounds."""

from __future__ import annotations

from kg.errors import KGError

__all__ = ["FetchError", "NotNow", "Stopped"]


class FetchError(KGError):
    """Something was not fetched.

    Attributes:
        lasting: Asking again would be of no use.
        gone: The server says that it is gone for good (410).
        wait: Seconds that the server wants to be left alone for.
        status: What the server said, if it said anything.
        barred: Going there is not permitted.
        endless: It leads through too many redirects.
    """

    def __init__(
        self,
        why: str,
        *,
        lasting: bool = False,
        gone: bool = False,
        wait: float = 0.0,
        status: int | None = None,
        barred: bool = False,
        endless: bool = False,
    ) -> None:
        super().__init__(why)
        self.lasting = lasting
        self.gone = gone
        self.wait = wait
        self.status = status
        self.barred = barred
        self.endless = endless


class NotNow(FetchError):  # noqa: N818 - no error: its time comes
    """Nothing was asked, for it is not the time: the host rests, or the round is over."""


class Stopped(Exception):  # noqa: N818 - no error: the user wants to end
    """The watch is to end."""
