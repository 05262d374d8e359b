"""Which parts of a text are no news: tags, captions, bylines, "Also read", share prompts, boilerplate.

Nothing is cut out, so that no offset shifts: the spans say what a reader of the text passes over. A span that
is a whole line ends a paragraph; one inside a line (markup, a caption glued to a sentence) is to be read as
if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.read.dates import DATE, STAMP

__all__ = ["is_junk", "junk_spans", "merged"]

# Junk is short; a line longer than this is a paragraph, and no pattern can take long on what is shorter.
_MAX_LINE = 400

_AGENCIES = (
    "(?:AFP|AP|AAP|ANI|ANSA|Anadolu|Associated Press|Bloomberg|DPA|EFE|EPA|EPA-EFE|Flash90|Getty(?: Images)?"
    "|IANS|Interfax|Kyodo|PA|POOL|Pool|PTI|Reuters|REUTERS|RIA|Shutterstock|TASS|UPI|Xinhua|Yonhap)"
)
_CREDIT = "(?:photo(?:graph)?|picture|image|credit|illustration|video)s?(?: credit| courtesy| by)?"
_CREDITED = (  # "Flash90, Reuters", "Jane Doe/AFP via Getty Images", "POOL"
    r"[A-Z@][\w.'’&@-]*(?:(?:[ ,/|]|, | / | \| | via | for | of | and )[A-Z@0-9][\w.'’&@-]*){0,9}"
)
_GLUE = r"(?<=[.!?”\"’)])(?:image|photo|Image|Photo|IMAGE|PHOTO)"  # no space before it
_BEFORE = (
    r"^\s*(?:\[(?i:image|photo|picture)[^\]\n]{0,20}\][^\n]{1,300}?[(\[][^()\[\]\n]{1,60}[)\]]"
    r"(?=[A-Z“\"])"
    r"|(?i:file photo|photo|image|picture)\b[^\n]{1,300}?[a-z.)”]"
    r"(?=[A-Z]{3}[A-Z ]{0,20}(?:, [^\n()—–]{1,40})?(?: \([^()\n]{2,40}\))? ?(?:[—–]|--|- )))"
)
_NAME_PART = r"(?:[A-Z(][\w.'’)-]*|and|in|of|for|the|at|de|la|van|von|der|bin|al|el|&|[|/·•–—-]|\d+)"
_DATE = re.sub(r"\?P<\w+>", "?:", DATE)

# What a whole line of junk looks like, without its margins and Markdown's emphasis: the kind, then patterns.
_LINES = {
    # "!-- Google tag (gtag.js) -->": what is left of a comment when a page is stripped of its tags.
    "comment": (r"<?!--.*", r".*--!?>"),
    # A sentence has no "gtag(" and does not begin with "window.".
    "script": (
        r"</?\w[^<>]*>(?:</\w+>)?",
        r"<(?:script|style|iframe)\b.*",
        r"(?:window|document|googletag|_gaq|ga|gtag|fbq)[.(].*",
        r"(?:var|let|const) \w+ ?=.*",
        r"\(?function ?\w*\(.*",
        r"[{}();\s]+",
    ),
    # "By Erin Viner", "By our correspondents", "By Jane Doe and John Roe, Agency | Geneva"; "By Friday the
    # town had fallen." has lower-case words and a stop.
    "byline": (
        r"(?i:(?:by|from)[: ]\s*(?:our|a|staff|special|the)\b[\w ]*(?:correspondent|reporter|desk)s?\b.*)",
        rf"(?:(?i:by|story by|written by|words by)[: ]|From:)\s*(?![A-Z][a-z]+day\b){_NAME_PART}"
        rf"(?:,? {_NAME_PART}){{0,15}}",
    ),
    # "Omar Khatib in Sanaa and Lucy Fenwick in London - Northgate Wire": only names, places, and a dash
    "staff": (rf"(?=[^\n]* in [A-Z][^\n]* [-–—] [A-Z]){_NAME_PART}(?:,? {_NAME_PART}){{4,24}}",),
    # "[Embedded tweet not available]"
    "embed": (r"\[(?i:embed(?:ded)?|tweet|interactive|content)\b[^\[\]]{0,80}\]",),
    "caption": (
        # "image Russia's … Photo: Flash90, Reuters", "Mr Roe at the talks. PHOTO: POOL"
        rf".*\b(?i:{_CREDIT})\s?[:/]\s?{_CREDITED}[.)\]]?",
        # "File photo: …", "PHOTO | …", "(Photo by …", "FILE - …"
        rf"[(\[]?(?i:file {_CREDIT}|{_CREDIT}|caption|FILE)\s?(?:[:|]|\bby\b|- |– |— ).*",
        # "Image copyright AFP Image caption …", "Image source, Getty", "AP Photo/Jane Doe"
        r"(?i:image (?:copyright|source|caption|credit)\b).*",
        r"AP Photo\b.*|(?i:getty images)(?:\s?[•|·:].*)?",
        # "Photo caption: …", "[VIDEO] …"
        r"(?i:(?:(?:photo|image|picture|video) )?caption)\s?:.*",
        r"\[(?i:video|audio|watch|listen|photos?|gallery|in pictures)\].*",
        # "… waves to them. (AP Photo/Jane Doe)", "… takes the oath. (TV grab)", "… [File: Jane Doe]"
        rf".*[(\[](?:{_AGENCIES} )?(?i:(?:file |handout |screen ?)?(?:photo|image|picture|grab|video)\b"
        r"|tv grab|file\b|handout\b|courtesy\b)[^()\[\]]*[)\]]\.?",
        # "… in Geneva. Jane Doe/AFP"
        rf".*[(\[|.] ?[^()\[\]|.]{{3,40}}/ ?{_AGENCIES}[)\]]?\.?",
        # "A gun lies at the gate, Tuesday, Feb. 8, 2011. …": only captions set a full date off by a comma so.
        rf"[^.!?]{{20,240}},\s(?i:{_DATE})\.(?:\s[^.!?]*\.)?",
    ),
    "related": (
        # "Also Read: …", "ALSO READ | …", "Related story: …", "WATCH: …", or such a phrase and nothing else
        r"(?i:[-–—>•▶*\s]*(?:also read|read also|read(?: more| next| on| this| full story| the full \w+)"
        r"|related(?: \w+)?|see also|more on (?:this|the) \w+|more from .{1,40}|more stories|must read"
        r"|don['’]t miss|recommended(?: for you)?|you (?:may|might) (?:also )?(?:like|be interested in)"
        r"|most (?:read|popular)|editor['’]s picks?|top stories|trending(?: now)?|in pictures|watch|listen"
        r"|live updates?)\W*(?:[:|»>–—-].*|[.…]*))",
    ),
    # "Tags: China, Germany"
    "tags": (r"(?i:(?:tags?|topics?|keywords?|filed under|more about):.*)",),
    "share": (
        # "Facebook Twitter WhatsApp", "Share | Tweet | 12 comments"
        r"(?i:(?:\W*\b(?:share|tweet|e-?mail|print|save|whatsapp|telegram|facebook|twitter|linkedin|reddit"
        r"|pinterest|copy link|messenger|\d+ (?:comments?|shares?)|comments?(?: ?\(\d+\))?|x)\b)+\W*)",
        r"(?i:share (?:on|via|with) (?:facebook|twitter|x|whatsapp|linkedin|email)\b.{0,60})",
        r"(?i:comments? ?\(\d+\))",
        r"(?i:(?:share|e-?mail|print|bookmark|listen to) this\b.*|click to (?:share|e-?mail|print)\b.*)",
        r"(?i:(?:follow|like|join|find) (?:us|our \w+|the \w+) (?:on|at|channel)\b.*)",
    ),
    "credits": (
        # "Reporting by Jane Doe; editing by John Roe", "(With inputs from agencies)"
        r"(?i:[(\[]?(?:additional |further )?(?:reporting|editing|writing|compiled|edited|reported"
        r"|translated|production|research)(?: and (?:reporting|editing|writing))? (?:by|from) .*)",
        r"(?i:[(\[]?with (?:additional )?(?:inputs?|reporting|files|material) (?:from|by) .*)",
        # "The Agency contributed to this report.", "This story was first published by …"
        r"(?i:.{0,150}\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b.*)",
        r"(?i:[(\[]?(?:this|the) (?:story|article|report|piece) (?:was |has been |is )?"
        r"(?:first |originally )?(?:published|appeared|produced|auto-generated|updated) "
        r"(?:by|in|on|at|from|with)\b.*)",
        r"(?i:our standards:.*|source: .{1,60})",
    ),
    # "© 2022 Agency. All rights reserved."
    "rights": (
        r"(?i:(?:©|\(c\)|copyright\b).*|.{0,80}\ball rights reserved\b.*)",
        r"(?i:.{0,40}may not be (?:published|reproduced|redistributed)\b.*)",
    ),
    # "Sign up for our newsletter", "Subscribe to continue", "Already a subscriber?"
    "prompt": (
        r"(?i:[>»▶•\s]*(?:subscribe|sign up|sign in|log in|register|click here|tap here|download (?:the|our))\b.*)",
        r"(?i:(?:enable (?:notifications|javascript)|support (?:our|independent) \w+|please enable)\b.*)",
        r"(?i:(?:get (?:our|the) (?:\w+ )?(?:newsletter|app)|already a (?:subscriber|member)|we use cookies"
        r"|accept (?:all )?cookies|create (?:a|your) (?:free )?account|have a (?:news )?tip)\b.*)",
    ),
    "advertisement": (
        r"(?i:advertisement\s?[-–—:|].{0,40}|advertise(?:ment|ing)|sponsored(?: content)?|promoted|loading\W*)",
        r"(?i:\d+ min(?:ute)?s? read)",
        r"(?i:(?:story continues|article continues|continue reading|skip (?:to|past))\b.*)",
    ),
    # "Updated: Friday, November 12, 2010", "July 31, 2023 · Meridian Press", "3 hours ago"; the date is read
    # from it all the same.
    "timestamp": (
        rf"(?i:(?:{STAMP})?{_DATE}(?:[T,\s]+(?:at\s+)?\d{{1,2}}[:.]\d{{2}}.{{0,30}}|\s?[|·•]\s?.{{1,60}})?)",
        r"(?i:\d+ \w+ ago)",
    ),
    "address": (r"(?i:(?:https?://|www\.|pic\.twitter\.com/)\S+)", r"\S+@\S+\.\w+", r"(?:[#@]\w+\s*)+"),
    # "* * *", "-----", "ENDS", "-- 30 --"
    "rule": (r"[^\w\s](?:\s?[^\w\s])*", r"\W*(?:ENDS?|30)\W*"),
}

# What junk inside a line looks like.
_PIECES = {
    # "… and the US.image Russia's … Photo: Flash90, Reuters": a caption glued to the end of a sentence.
    "caption behind": rf"{_GLUE}\s[^\n]{{1,300}}?\b(?i:{_CREDIT}):\s?{_CREDITED}$",
    # "[Image 1 of 3] Residents wait. (Agency/File)KINGSTOWN, …", "File photo of a jetBEIJING (Agency) - …":
    # one glued to the beginning of a sentence.
    "caption before": _BEFORE,
    # "… the talks failed. (Reuters)"
    "agency mark": rf"(?<=[.!?”\"’])\s?[(\[]{_AGENCIES}(?:/{_AGENCIES})?[)\]]$",
    "embedded address": r"\b(?:https?://|pic\.twitter\.com/)[^\s)]{1,500}",
    # Markdown: heads, quotations, pictures, the addresses of links, emphasis.
    "heading mark": r"^#{1,6}\s+",
    "quotation mark": r"^>\s+",
    "picture": r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)",
    "link begin": r"\[(?=[^\]\[\n]{1,300}\]\((?:https?:|/|#|mailto:))",
    "link end": r"(?<=[^\s\[])\]\((?:https?:|/|#|mailto:)[^)\s]{0,500}\)",
    "emphasis": r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}",
}

_WHOLE = "|".join(f"(?:{pattern})" for patterns in _LINES.values() for pattern in patterns)
_LINE = re.compile(f"(?!.*{_GLUE}\\s|{_BEFORE})(?:{_WHOLE})")
_PIECE = tuple(re.compile(pattern) for pattern in _PIECES.values())


def junk_spans(text: str) -> list[tuple[int, int]]:
    """The half-open spans of `text` that are junk, in order and apart from each other."""
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        spans.extend((offset + start, offset + end) for start, end in _line_spans(line))
        offset += len(line) + 1
    return spans


def is_junk(line: str) -> bool:
    """Whether a line, not a blank one, is junk as a whole."""
    bare = line.strip().strip("*_ ")
    return not bare or (len(bare) <= _MAX_LINE and _LINE.fullmatch(bare) is not None)


def _line_spans(line: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    if is_junk(line):
        return [(0, len(line))]
    return merged(found.span() for pattern in _PIECE for found in pattern.finditer(line))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order and apart, those that touch made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
