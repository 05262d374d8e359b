"""What programs that wrote a text put in place of characters: HTML entities, backslash escapes, quoted-printable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5

from kg.model import Repair

__all__ = ["mend_escapes"]

Replace = Callable[[re.Match[str]], str | None]


def mend_escapes(text: str) -> list[Repair]:
    """What stands in a text for other characters; each kind only where the whole text shows that it is one."""
    rules = [rule for wanted, *rules in _KINDS if wanted(text) for rule in rules]
    found = sorted((repair for pattern, replace in rules for repair in _found(text, pattern, replace)), key=_place)
    return [repair for n, repair in enumerate(found) if n == 0 or found[n - 1].end <= repair.start]


def _place(repair: Repair) -> tuple[int, int]:
    return repair.start, -repair.end


def _found(text: str, pattern: re.Pattern[str], replace: Replace) -> Iterator[Repair]:
    for match in pattern.finditer(text):
        if (told := replace(match)) is not None and told != match[0]:
            yield Repair(*match.span(), told)


# "&amp;", "&#8217;", "&nbsp;", and "&amp;#8217;" where it was done twice.
_ENTITY = re.compile(r"&(?:amp;){0,3}(?:#(?P<number>\d{2,7})|#[xX](?P<hex>[0-9a-fA-F]{2,6})|(?P<name>[A-Za-z]{2,10}));")
# "\n\n", "\r\n", "\t" in letters, as exports of tables write them; a path ("C:\new") has no two of them in a row.
_BREAK = re.compile(r"\\r\\n|\\[nr]")
_TAB = re.compile(r"\\t")
_BREAKS = re.compile(r"(?:\\r)?\\n(?:\\r)?\\n|(?<=[.!?”\"’'])\\n(?=[A-Z“\"‘'])")
# "\u2019", "\ud83d\ude00", and the quotes and slashes that were escaped beside them.
_UNICODE = re.compile(r"(?:\\u[0-9a-fA-F]{4}){1,2}")
_QUOTE = re.compile(r"\\(?=[\"'“”‘’/])")
# "\xe2\x80\x99": the bytes of a character, as Python shows them.
_BYTES = re.compile(r"(?:\\x[0-9a-f]{2}){2,12}")
# "=E2=80=99", "=20" and "=" at the end of a line, as mails are sent.
_SOFT_BREAK = re.compile(r"=[ \t]{0,9}\n")
_PRINTED = re.compile(r"(?:=[0-9A-F]{2}|=[ \t]{0,9}\n){1,24}")
_MAIL_BYTES = re.compile(r"=(?:20|3D|C2=A0|E2=80=[0-9A-F]{2})(?![0-9A-Za-z])|=(?:\n)")


def _entity(match: re.Match[str]) -> str | None:
    if match["name"]:
        return html5.get(f"{match['name']};")
    code = int(match["number"]) if match["number"] else int(match["hex"], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _unicode(match: re.Match[str]) -> str | None:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _bytes(match: re.Match[str]) -> str | None:
    return _decoded(match[0].replace("\\x", ""))


def _printed(match: re.Match[str]) -> str | None:
    return _decoded(_SOFT_BREAK.sub("", match[0]).replace("=", ""))


def _decoded(digits: str) -> str | None:
    try:
        return bytes.fromhex(digits).decode()
    except UnicodeDecodeError:
        return None


def _is_mail(text: str) -> bool:
    """Whether enough of what mails are sent in is left: an equals sign and two figures may stand in any text."""
    return "=" in text and sum(1 for _ in _MAIL_BYTES.finditer(text)) >= 3


# What shows that a kind is there, then what of it stands for what.
_KINDS: tuple[tuple[Callable[[str], object], *tuple[tuple[re.Pattern[str], Replace], ...]], ...] = (
    (lambda text: "&" in text, (_ENTITY, _entity)),
    (lambda text: "\\" in text, (_QUOTE, lambda _: ""), (_UNICODE, _unicode), (_BYTES, _bytes)),
    (lambda text: "\\n" in text and _BREAKS.search(text), (_BREAK, lambda _: "\n"), (_TAB, lambda _: " ")),
    (_is_mail, (_PRINTED, _printed)),
)
