"""Which path of the server shows which resource: `/id/` and what its IRI has after the base of the store.

Names in IRIs hold letters of any script as they are and escape the rest; a path escapes the letters too, and whoever
copies one may escape more. So a path is read name by name, and each is written as `kg.graph.quads` writes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.graph.quads import local_name

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BY_IRI", "ROOT", "linker", "to_iri", "to_path", "web_address"]

ROOT = "/id/"
BY_IRI = f"{ROOT}?iri="
"""Where a resource is shown whose IRI no path can say."""

_WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


def to_path(iri: str, base: str) -> str:
    """The path of a resource; by its whole IRI where that is not under the base, or browsers would shorten the path."""
    rest = iri.removeprefix(base)
    if rest == iri or not rest or any(name in {"", ".", ".."} for name in rest.split("/")):
        return BY_IRI + quote(iri, safe="", errors="surrogatepass")
    return ROOT + quote(rest, safe="/%-._~", errors="surrogatepass")


def to_iri(path: str, base: str) -> str | None:
    """The IRI that a path is of; None where there can be none.

    Args:
        path: What stands after `ROOT`, escaped as it came.
        base: The base of the store.
    """
    try:
        names = [local_name(unquote(name, errors="surrogatepass")) for name in path.split("/")]
        return NamedNode(base + "/".join(names)).value
    except ValueError:  # it is not UTF-8, or has what no IRI can hold
        return None


def linker(base: str) -> Callable[[str], str]:
    """A function from IRIs to paths."""
    return lambda iri: to_path(iri, base)


def web_address(text: str | None) -> str | None:
    """An address that a link may lead to; an article may give any, `javascript:` too."""
    return text if text and _WEB.fullmatch(text) else None
