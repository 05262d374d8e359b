"""By what the exports of news databases are known, and where an article of theirs begins or ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ExportForm", "export_form"]


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form of export: patterns of lines that each must occur, and those at which a document begins or ends."""

    name: str
    marks: tuple[re.Pattern[str], ...]
    begins: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*{pattern}[ \t]*$", re.MULTILINE | re.IGNORECASE)


_LENGTH = _line(r"length:[ \t]*[\d,.]+ words")
# The surest first; no news text of another kind has such lines together.
_FORMS = (
    ExportForm("LexisNexis", (_line(r"\d+ of \d+ documents?"), _LENGTH), begins=_line(r"\d+ of \d+ documents?")),
    ExportForm("Nexis Uni", (_LENGTH, _line(r"(?:body:?|load-date:.*)")), ends=_line("end of document")),
    ExportForm(
        "Factiva with tags",
        tuple(re.compile(rf"^{tag}(?:\s|$)", re.MULTILINE) for tag in ("HD", "PD", "SN", "(?:LP|TD)")),
        ends=re.compile(r"(?:\s*Document [A-Za-z0-9]{15,}|AN\s.*)\s*"),
    ),
    ExportForm(
        "Factiva",
        (_line(r"[\d,.]+ words"), re.compile(r"^\s*Document [A-Za-z]{2,8}0?\d[A-Za-z0-9]{12,}\s*$", re.MULTILINE)),
        ends=re.compile(r"\s*Document [A-Za-z0-9]{15,}\s*"),
    ),
    ExportForm(
        "ProQuest",
        tuple(
            map(_line, ("full text:.*", "publication (?:title|info|date):.*", "(?:proquest )?document (?:url|id):.*"))
        ),
        begins=_line("_{10,}"),
    ),
)
_HEAD = 200_000  # characters in which the marks are looked for: those at the end of the first article, too


def export_form(text: str) -> ExportForm | None:
    """The form of export that a text is, if it is one."""
    head = text[:_HEAD]
    return next((form for form in _FORMS if all(mark.search(head) for mark in form.marks)), None)
