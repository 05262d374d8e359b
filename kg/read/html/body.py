"""The tree of a page -> the blocks that are its article.

First what is told by its markup to be furniture is passed over. Of what is left, the container is sought that most of
the prose is in, near to it: a paragraph counts fully for its parent and less for each element further out, as in
Readability (Arc90 2009), and what a page calls its article counts more. Then what leads elsewhere is dropped from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from typing import Any

from kg.read.html.blocks import Block, blocks_of
from kg.read.html.furniture import words_of

__all__ = ["Body", "find_body", "is_prose", "plain", "weight"]

_PROSE = 60  # bytes of UTF-8; a shorter block is a label
_LINKED = 0.5  # share of a block; one with more links is a list of links
_LEVELS = 6  # how far out a paragraph counts
_SIBLING = 0.15  # share of the best score that makes a container beside the best one part of the article
_FULL = 0.2  # share of the best score that a whole article has; a teaser has less
_CELLS = 80  # bytes; a table without a longer cell holds figures, not text
_TIMES = 3  # lone times in an article that make it a live blog
_BODY_WORDS = {  # words of classes and ids that name the article's text -> how much more it counts
    **dict.fromkeys(("articlebody", "storybody", "bodytext", "articletext", "fulltext", "storytext"), 2.0),
    **dict.fromkeys(("body", "content", "text", "entry", "story", "article", "post", "copy", "prose"), 1.25),
}
_SENTENCE = re.compile(r"[.!?…。！？।؟:;\"”’»]\W*$|[.!?]\s")
_RELATIVE = re.compile(r"^\D{0,12}\d{0,3}\s?\w{1,10}\.? ago$|^just now$", re.IGNORECASE)
# What is said before a link in a paragraph that only leads elsewhere.
_LEADING = re.compile(
    r"(?i)\W*(?:(?:also )?read(?: more| also| next| this| on)?|see(?: also)?|related(?: \w+)?"
    r"|more(?: on this(?: \w+)?)?"
    r"|watch|listen|live|explainer|analysis|opinion|in pictures|don['’]t miss|recommended|background|exclusive)\W*"
)
_ADDRESS = re.compile(
    r"(?i)(?:find|view|read|see) (?:this|the) (?:article|page|story)(?: online)? at:?(?: https?://\S+)?"
    r"|.{0,120}\bctrl ?\+ ?enter\b.{0,120}"  # how readers report a slip of the pen, in any language
)
_PARAGRAPHS = frozenset("p li dd dt blockquote h1 h2 h3 h4 h5 h6".split())
_NO_LETTER = re.compile(r"[\W_]+")
_STOPPED = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]{0,3}$")
_DATELINE = re.compile(r"[A-ZÀ-Þ]{3}[A-ZÀ-Þ .'’-]*(?:[,:(/–—-]|$)")
# What stands at the end of an article under a heading of its own, and is all that follows.
_END_MATTER = re.compile(
    r"(?i)\W*(?:sources?|references|footnotes|notes?(?: to (?:the )?editors?)?|external links|further reading"
    r"|bibliography|about the authors?|(?:press |media )?contacts?(?: (?:us|details|information))?"
    r"|corrections?|copyright"
    r"|disclaimer|\d* ?comments?(?: ?\(\d+\))?|leave a (?:reply|comment)|join the (?:conversation|discussion))"
    r"\W*(?:\[edit\])?"
)
# What heads links to other articles and prompts, at any place.
_LEADS = re.compile(
    r"(?i)\W*(?:see also|further reading|related\b.{0,40}"
    r"|more (?:on this|from|stories|news|coverage|like this)\b.{0,40}"
    r"|read (?:more|next|also).{0,30}|share (?:this|your).{0,30}|tags|topics|keywords|newsletters?|sign up.{0,40}"
    r"|subscribe.{0,40}|most (?:read|popular|viewed|shared)\b.{0,30}|recommended.{0,30}|.{0,20}\brecommends"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|trending.{0,20}"
    r"|latest(?: (?:news|stories|headlines|updates))?|top stories|editors?['’]s? picks?|don['’]t miss|popular"
    r"|advertisement|follow us.{0,20}|around the web|from our partners|what to read next|up next|next article"
    r"|previous article|in this (?:story|article)|follow the topics.{0,30}|other (?:stories|news|articles))\W*"
)
_LABEL = 40  # characters of what heads other articles without being a heading
_TEASER = 300  # bytes of a paragraph in a card
_CARD = 800  # characters of all that a card tells of another article
_TAIL = 5  # blocks, the heading with them, that end matter has; after more than that the article may go on
_STANDFIRST = 3  # paragraphs between a headline and its article that may be its standfirst
_QUOTED = ("blockquote", "q")
_SEARCHED = 200_000  # characters in which they are looked for
_QUOTES = 100  # pull quotes that are looked for


@dataclass(frozen=True, slots=True)
class Body:
    """An article's paragraphs, the element they are in, and the prose of the whole page, in bytes."""

    blocks: tuple[Block, ...]
    element: Any
    page_prose: int
    headlines: int = 0
    """How many headings of the page link to other pages."""
    cards: int = 0
    """How many headlines that link to other pages something is told of."""
    series: int = 0
    """The most bytes of prose in the body that no link parts from each other; in a page of teasers, those of one."""
    in_series: int = 0
    """How many paragraphs that are."""
    headed: int = 0
    """The bytes of the headline that the body stands under, without a headline of another article between."""
    opening: tuple[Block, ...] = ()
    """What stands before the first paragraph of prose."""

    @property
    def prose(self) -> int:
        return sum(weight(block) for block in self.blocks if is_prose(block))

    @property
    def lead(self) -> list[str]:
        """The short texts before the first prose, headings first: headline and date of a page that marks neither."""
        return [block.text for block in sorted(self.opening, key=lambda block: not block.is_heading)]

    @property
    def texts(self) -> list[str]:
        return [block.text for block in self.blocks]


def weight(block: Block) -> int:
    """The length of a block, in bytes of UTF-8: a Chinese character says as much as three of Latin letters."""
    return len(block.text.encode())


def is_prose(block: Block) -> bool:
    """Whether a block holds sentences, rather than a label, a heading or links."""
    length = weight(block)
    if length < _PROSE or block.is_heading or block.link_share > _LINKED:
        return False
    return length > 2 * _PROSE or _SENTENCE.search(block.text) is not None


def find_body(root: Any, is_furniture: Callable[[Any], bool]) -> Body:
    """Find the article in a page, past its furniture."""
    blocks = list(blocks_of(root, is_furniture))
    prose = sum(weight(block) for block in blocks if is_prose(block))
    headlines = sum(block.is_heading and block.link_share > 0.9 for block in blocks)
    cards = sum(_is_headline(one) and not _is_headline(other) for one, other in pairwise(blocks))
    scores = _scores(blocks)
    if not scores:
        return Body((), root, prose, headlines, cards)
    best = _first_of_many(max(scores, key=lambda element: scores[element]), scores)
    inside = _with_siblings(best, scores)
    chosen = _with_standfirst([_within(block.element, inside) for block in blocks], blocks)
    kept = _without_leads(_without_figures(chosen))
    opening = tuple(takewhile(lambda block: not is_prose(block), kept[:8]))
    longest = max(_series(chosen), key=lambda one: sum(map(weight, one)), default=[])
    return Body(
        tuple(_trimmed(kept)), best, prose, headlines, cards, sum(map(weight, longest)), len(longest),
        _headline_over(chosen, blocks), opening,
    )  # fmt: skip


def _headline_over(chosen: list[Block], blocks: list[Block]) -> int:
    """The bytes of the main heading that the first chosen prose stands under; 0 where it is under another's."""
    first = next((block for block in chosen if is_prose(block)), None)
    over = 0
    for block in blocks:
        if block is first:
            return over
        if block.tag == "h1" and block.link_share <= _LINKED:
            over = weight(block)
        elif _is_headline(block):
            over = 0
    return 0


def _series(blocks: list[Block]) -> Iterator[list[Block]]:
    """Paragraphs of prose that follow each other without anything between them that is a link alone."""
    for leads, between in groupby(blocks, key=lambda block: block.link_share > 0.9):
        if not leads:
            yield [block for block in between if is_prose(block)]


def _is_headline(block: Block) -> bool:
    """Whether a block is the headline of another article."""
    return block.link_share > 0.9 and (block.is_heading or 25 <= len(block.text) <= 160)


def _scores(blocks: list[Block]) -> dict[Any, float]:
    scores: dict[Any, float] = {}
    for block in blocks:
        if not is_prose(block):
            continue
        worth = min(weight(block), 1500) * (1 - block.link_share)
        for level, element in enumerate(_containers(block.element)):
            scores[element] = scores.get(element, 0.0) + worth / (level + 1)
    return {element: score * _named(element) for element, score in scores.items()}


def _containers(element: Any) -> Iterator[Any]:
    """The elements around a paragraph; those that hold nothing else do not make it further out."""
    levels = 0
    outer = element.getparent()
    if outer is None or element.tag not in _PARAGRAPHS:
        # The text stands in it directly, beside line breaks.
        yield element
        levels = 1 if outer is None else 0
    while outer is not None and levels < _LEVELS:
        if len(outer) > 1 or (outer.text and outer.text.strip()) or outer.tag in ("article", "main"):
            yield outer
            levels += 1
        outer = outer.getparent()
    if not levels:
        # All that there is on the page.
        yield element.getparent()


def _first_of_many(best: Any, scores: Mapping[Any, float]) -> Any:
    """The best container of the first article, where pages load one after the other as the reader goes on."""
    home = _article_around(best)
    if home is None:
        return best
    firsts: dict[Any, Any] = {}  # article -> its best container
    for element, score in scores.items():
        article = _article_around(element)
        if article is not None and score > scores.get(firsts.get(article), 0.0):
            firsts[article] = element
    whole = [first for article, first in firsts.items() if article is home or _headed(article)]
    return next((first for first in whole if scores[first] > _FULL * scores[best]), best)


def _article_around(element: Any) -> Any:
    """The outermost `article` around an element, or None."""
    around = [element, *element.iterancestors()] if element.tag == "article" else list(element.iterancestors("article"))
    return next((each for each in reversed(around) if each.tag == "article"), None)


def _headed(article: Any) -> bool:
    return article.find(".//h1") is not None


def _named(element: Any) -> float:
    """How much more an element counts for what it is called."""
    if "articleBody" in (element.get("itemprop"), element.get("name")):
        return 3.0
    tag = element.tag
    worth = 1.5 if tag == "article" else 1.2 if tag == "main" else 0.7 if tag in ("li", "blockquote") else 1.0
    if tag in ("html", "body"):
        return 0.8
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    known = [_BODY_WORDS[word] for token in name.split()[:20] for word in words_of(token) if word in _BODY_WORDS]
    return worth * max(known, default=1.0)


def _with_siblings(best: Any, scores: Mapping[Any, float]) -> frozenset[Any]:
    """The best container, and those beside it that hold further parts of the article."""
    inside = {best, *_twins(best, scores)}
    element = best
    while (
        (parent := element.getparent()) is not None and parent.tag != "html" and element.tag not in ("article", "main")
    ):
        for sibling in parent:
            if sibling is not element and _continues(sibling, best, scores):
                inside.add(sibling)
        element = parent
        if len(parent) > 1:
            break
    return frozenset(inside)


def _twins(best: Any, scores: Mapping[Any, float]) -> Iterator[Any]:
    """The containers of the same name in the same article: its parts, with pictures and advertisements between."""
    name, home = best.get("class"), _home(best)
    if name and best.tag not in ("article", "main", "li"):
        for element in scores:
            if element.tag == best.tag and element.get("class") == name and _home(element) is home:
                yield element


def _home(element: Any) -> Any:
    return next(element.iterancestors("article", "main", "body"), None)


def _continues(sibling: Any, best: Any, scores: Mapping[Any, float]) -> bool:
    same = sibling.tag == best.tag and sibling.get("class") == best.get("class") and best.get("class") is not None
    if same and sibling.tag != "article":
        return True
    if sibling.tag in ("p", "blockquote", "h2", "h3", "ul", "ol"):
        return True
    return scores.get(sibling, 0.0) > _SIBLING * scores[best] and sibling.tag != "article"


def _within(element: Any, inside: Set[Any]) -> bool:
    while element is not None:
        if element in inside:
            return True
        element = element.getparent()
    return False


def _with_standfirst(chosen: list[bool], blocks: list[Block]) -> list[Block]:
    """The chosen blocks, and before them the prose between the headline and the text: that is the standfirst."""
    first = chosen.index(True) if True in chosen else 0
    headline = next((at for at in range(first - 1, -1, -1) if blocks[at].tag == "h1"), None)
    before = [] if headline is None else [each for each in blocks[headline + 1 : first] if is_prose(each)]
    standfirst = before if len(before) <= _STANDFIRST and all(each.link_share < 0.3 for each in before) else []
    return standfirst + [block for block, is_in in zip(blocks, chosen, strict=True) if is_in]


def _without_figures(blocks: list[Block]) -> list[Block]:
    """The blocks without tables of figures; one that lays out a page has longer cells."""
    tables: dict[Any, int] = {}
    of: list[Any] = []
    for block in blocks:
        table = next(block.element.iterancestors("table"), None)
        of.append(table)
        if table is not None:
            tables[table] = max(tables.get(table, 0), weight(block))
    return [block for block, table in zip(blocks, of, strict=True) if table is None or tables[table] > _CELLS]


def _without_leads(blocks: list[Block]) -> list[Block]:
    """The blocks without what leads elsewhere, and without headings that then head nothing.

    Lone times are left out, too, but for those of a live blog, where they say what was known when.
    """
    live = sum(_is_time(block) for block in blocks) >= _TIMES
    if sum(map(_breaks_off, blocks)) > 1:
        blocks = [block for block in blocks if not _breaks_off(block)]
    kept: list[Block] = []
    card: Any = None  # of the headline that has been left out last
    for block in blocks:
        if block.is_heading:
            card = _card(block, kept) if block.link_share > 0.9 else None
        if card is not None and (block.is_heading or (weight(block) < _TEASER and _within(block.element, {card}))):
            continue
        if _leads_away(block) or (_is_time(block) and (not live or _RELATIVE.match(block.text))):
            continue
        kept.append(block)
    return _without_pull_quotes(_without_empty_headings(_without_end_matter(kept), blocks))


def _card(heading: Block, kept: list[Block]) -> Any:
    """The element around a heading that leads to another page, with what is told of that; None for a mark here."""
    link = next(heading.element.iterancestors("a"), None)
    link = next(heading.element.iter("a"), None) if link is None else link
    if link is None or "#" in (link.get("href") or "#"):
        return None
    if next(link.iterancestors(heading.element.tag), None) is None:
        return link
    parent = heading.element.getparent()
    if parent is None or sum(map(len, parent.itertext())) > _CARD or (kept and _within(kept[-1].element, {parent})):
        return heading.element
    return parent


def _breaks_off(block: Block) -> bool:
    """Whether a paragraph goes on behind a link: "The talks in Geneva … More"; a lone one is the end of a free part."""
    return (
        len(block.own) < len(block.text)
        and block.own.endswith(("…", "..."))
        and not block.text.endswith(block.own[-9:])
    )


def _leads_away(block: Block) -> bool:
    if block.is_heading:
        return False
    if _ADDRESS.fullmatch(block.text) or (len(block.text) < _LABEL and _LEADS.fullmatch(block.text)):
        return True
    if block.link_share > 0.9 or not any(char.isalnum() for char in block.own):
        return True
    if block.link_share <= _LINKED:
        return False
    return _LEADING.fullmatch(block.own) is not None or (len(block.own) < 40 and not _SENTENCE.search(block.text))


def _without_pull_quotes(blocks: list[Block]) -> list[Block]:
    """Without quotations set large that the text has anyway."""
    quotes = [
        block for block in blocks if next(block.element.iterancestors("blockquote"), block.element).tag in _QUOTED
    ]
    if not quotes:
        return blocks
    text = "\n".join(plain(block.text) for block in blocks)[:_SEARCHED]
    repeated = {id(block) for block in quotes[:_QUOTES] if len(block.text) > 20 and text.count(plain(block.text)) > 1}
    return [block for block in blocks if id(block) not in repeated]


def plain(text: str) -> str:
    """A text for comparing it: letters and figures alone, in lower case."""
    return _NO_LETTER.sub("", text.casefold())


def _without_end_matter(blocks: list[Block]) -> list[Block]:
    """Without what stands under headings that head no report: sources, contacts, other articles.

    Under a heading of leads, what is in a box with it goes, and what is no prose; under one of end matter, if it is at
    the end, all.
    """
    kept: list[Block] = []
    under: Block | None = None
    for at, block in enumerate(blocks):
        if block.is_heading:
            ends = _END_MATTER.fullmatch(block.text) is not None
            if ends and len(blocks) - at <= _TAIL:
                break
            under = block if ends or _LEADS.fullmatch(block.text) else None
        if under is None:
            kept.append(block)
        elif block is not under and is_prose(block) and not _in_box(block, under, kept):
            under = None
            kept.append(block)
    return kept


def _in_box(block: Block, heading: Block, kept: list[Block]) -> bool:
    """Whether a paragraph is in a box with a heading, apart from the article so far."""
    box = heading.element.getparent()
    if box is None or not kept:
        return False
    return _within(block.element, {box}) and not _within(kept[-1].element, {box})


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Without labels before the first sentence and behind the last: a section's name, a date, a signature."""
    if sum(map(_is_time, blocks)) >= _TIMES:
        return blocks
    said = [at for at, block in enumerate(blocks) if _is_sentence(block)]
    if not said:
        return blocks
    return [block for at, block in enumerate(blocks) if said[0] <= at <= said[-1] or _is_opening(block, at < said[0])]


def _is_sentence(block: Block) -> bool:
    return is_prose(block) or (not block.is_heading and _STOPPED.search(block.text) is not None)


def _is_opening(block: Block, before: bool) -> bool:
    """Whether a label before the first sentence is part of the report: a heading, a dateline, a point of a summary."""
    return before and (
        (block.is_heading and weight(block) > _PROSE)
        or (block.tag == "li" and len(block.text.split()) > 2)
        or (block.text.endswith(":") and len(block.text.split()) > 4)
        or _DATELINE.match(block.text) is not None
    )


def _is_time(block: Block) -> bool:
    if len(block.text) > 60:
        return False
    if block.element.tag == "time":
        return True
    times = block.element.findall(".//time")
    return len(times) == 1 and len("".join(times[0].itertext()).strip()) >= 0.8 * len(block.text)


def _without_empty_headings(kept: list[Block], all_blocks: list[Block]) -> list[Block]:
    """Without headings of what has been left out, and without those that nothing follows."""
    position = {id(block): at for at, block in enumerate(all_blocks)}
    result: list[Block] = []
    for at, block in enumerate(kept):
        if block.is_heading:
            following = kept[at + 1] if at + 1 < len(kept) else None
            place = position[id(block)] + 1
            dropped = place < len(all_blocks) and (following is None or all_blocks[place] is not following)
            if following is None or (dropped and not all_blocks[place].is_heading and at > 0):
                continue
        result.append(block)
    while result and result[-1].is_heading:
        result.pop()
    return [next(group) for _, group in groupby(result, key=lambda block: block.text)]
