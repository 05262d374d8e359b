"""A text with what claims were read from it: their sentences in colour, and behind each who did what to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import escape

from kg.model import Article, Claim, Modality, Polarity

__all__ = ["Marked", "mark_claims"]

_BOX = "white-space:pre-wrap;line-height:1.9;max-width:48em"
_MARK = "background:#ffd54a55;padding:.1em 0"
_TOLD = (
    "display:inline-block;line-height:1.4;font-size:.8em;border-radius:.4em;padding:.1em .45em;margin-left:.35em;"
    "background:{}"
)
_FACT, _OTHER = "#2e7d3233", "#8886"


class Marked:
    """A text as HTML with its claims, which a notebook shows; `html` has it for a page of one's own."""

    def __init__(self, html: str, claims: int) -> None:
        """Take over a piece of HTML that shows so many claims."""
        self.html = html
        self._claims = claims

    def __repr__(self) -> str:
        return f"<text with {self._claims:,} claim{'' if self._claims == 1 else 's'}>"

    def _repr_html_(self) -> str:
        return self.html


def mark_claims(article: Article, claims: Iterable[Claim]) -> Marked:
    """The text of an article with the claims that were read from it; those of other articles are passed over.

    Args:
        article: The article.
        claims: Their evidence has half-open character offsets into its text.
    """
    own = [claim for claim in claims if claim.article.id == article.id]
    ending: dict[int, list[Claim]] = defaultdict(list)
    depth: dict[int, int] = defaultdict(int)
    for claim in own:
        for cited in claim.evidence:
            depth[cited.start] += 1
            depth[cited.end] -= 1
            if claim not in ending[cited.end]:
                ending[cited.end].append(claim)
    cuts = sorted({0, len(article.text), *depth})
    parts, deep = [], 0
    for start, end in zip(cuts, [*cuts[1:], len(article.text)], strict=True):
        parts += [_told(claim) for claim in ending.get(start, ())]
        deep += depth.get(start, 0)
        piece = escape(article.text[start:end])
        parts.append(f'<mark style="{_MARK};color:inherit">{piece}</mark>' if deep > 0 and piece else piece)
    return Marked(f'<div style="{_BOX}">{"".join(parts)}</div>', len(own))


def _told(claim: Claim) -> str:
    words = [claim.subject.label, claim.relation, claim.object.label]
    if claim.polarity is Polarity.NEGATIVE:
        words.append("(not so)")
    if claim.modality is not Modality.ACTUAL:
        words.append(f"({claim.modality.value})")
    if claim.speaker is not None:
        words.append(f"(says {claim.speaker.label})")
    title = f"{claim.event_type or 'no event'}, confidence {claim.confidence:g}"
    style = _TOLD.format(_FACT if claim.asserted else _OTHER)
    return f'<span style="{style}" title="{escape(title)}">{escape(" ".join(words))}</span>'
